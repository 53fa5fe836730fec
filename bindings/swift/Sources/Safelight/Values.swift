import SafelightFFI

// The engine's values, by the names that an app uses. They are plain data: `Sendable`, `Equatable`, never changed.

/// A photo or video in a list.
public typealias Asset = SafelightFFI.AssetView
/// Everything about one photo.
public typealias AssetDetails = SafelightFFI.Details
/// A question to the timeline.
public typealias AssetQuery = SafelightFFI.AssetQuery
/// A page of the timeline, newest first.
public typealias AssetPage = SafelightFFI.AssetPage
/// Which shelf of the library.
public typealias Shelf = SafelightFFI.Shelf
/// A file of a photo.
public typealias ResourceKind = SafelightFFI.ResourceKind
/// What is changed on a photo; what is none stays.
public typealias Edit = SafelightFFI.Edit
/// What a change did.
public typealias Changed = SafelightFFI.Changed
/// An album.
public typealias Album = SafelightFFI.AlbumRow
/// How photos are taken in.
public typealias TakeIn = SafelightFFI.TakeIn
/// What became of an import.
public typealias ImportReport = SafelightFFI.ImportReport
/// What became of an export.
public typealias Exported = SafelightFFI.Exported
/// How far work on several files is.
public typealias FileCount = SafelightFFI.Progress
/// How it stands.
public typealias Status = SafelightFFI.Status
/// What kind of state.
public typealias StatusState = SafelightFFI.StatusState
/// One reason why work waits now.
public typealias Hold = SafelightFFI.Hold
/// Something that the person should know.
public typealias Finding = SafelightFFI.Finding
/// What came of pressing the button of a reason.
public typealias Pressed = SafelightFFI.Pressed
/// What can be done about it.
public typealias Fix = SafelightFFI.Fix
/// How it is done on this system.
public typealias FixForm = SafelightFFI.FixForm
/// How bad it is.
public typealias Severity = SafelightFFI.Severity
/// What a diagnosis says.
public typealias Diagnosis = SafelightFFI.Diagnosis
/// Something that deserves to disturb the person.
public typealias Alert = SafelightFFI.Alert
/// What a run did.
public typealias SyncOutcome = SafelightFFI.SyncOutcome
/// A change in the library.
public typealias ChangeEvent = SafelightFFI.ChangeEvent
/// Why, for programs.
public typealias Reason = SafelightFFI.Reason
/// What is known of a code, in sentences.
public typealias ToldReason = SafelightFFI.ToldReason
/// Who signs up or in, and from where.
public typealias Credentials = SafelightFFI.Credentials
/// Who is signed in.
public typealias Identity = SafelightFFI.Identity
/// Whether somebody is signed in.
public typealias SignInState = SafelightFFI.SignInState
/// What a new account begins with.
public typealias SignedUp = SafelightFFI.SignedUp
/// Words that give an account back.
public typealias RecoveryWords = SafelightFFI.RecoveryWords
/// A word that was asked back.
public typealias WordAnswer = SafelightFFI.WordAnswer
/// What a sign-out would leave behind.
public typealias LeftBehind = SafelightFFI.LeftBehind
/// A phone of the account.
public typealias Device = SafelightFFI.Device
/// How another phone stands, as far as it has said.
public typealias Explanation = SafelightFFI.Explanation
/// Something that the person wants of this phone, as text.
public typealias Setting = SafelightFFI.Setting
/// Something that the phone knows, as text.
public typealias Fact = SafelightFFI.Fact
/// Whether a class of work may go now.
public typealias ClassVerdict = SafelightFFI.ClassVerdict
/// What would go if some things were otherwise.
public typealias WhatIf = SafelightFFI.WhatIf
/// Room, in bytes.
public typealias UsageReport = SafelightFFI.UsageReport
/// Whether this phone may be erased.
public typealias EraseCheck = SafelightFFI.EraseCheck
/// What became of proofs.
public typealias ProofReport = SafelightFFI.ProofReport
/// Which photos are proven.
public typealias VerifyScope = SafelightFFI.VerifyScope
/// Room that was made.
public typealias RoomMade = SafelightFFI.RoomMade
/// What could leave the cloud.
public typealias FreeUpPlan = SafelightFFI.FreeUpPlan
/// What happened since a time.
public typealias Timeline = SafelightFFI.Timeline
/// Data used and saved in a month.
public typealias Month = SafelightFFI.Month
/// Why one photo is not here.
public typealias Why = SafelightFFI.Why
/// A folder or photo library that is kept safe.
public typealias Source = SafelightFFI.SourceRow
/// What to ask of the system before the app sleeps.
public typealias WakePlan = SafelightFFI.WakePlan
/// One thing to ask of the system.
public typealias WakeRequest = SafelightFFI.WakeRequest
/// What kind of slot.
public typealias WakeKind = SafelightFFI.WakeKind
/// Over which networks a slot is wanted.
public typealias WakeNetwork = SafelightFFI.WakeNetwork
/// Over which networks a ticket may be carried.
public typealias Networks = SafelightFFI.Networks
/// What became of a round of handing over.
public typealias Carriage = SafelightFFI.Carriage

// What an app gives.

/// Secrets that never leave the phone.
public typealias KeyVault = SafelightFFI.KeyVault
/// Why a secret could not be had.
public typealias VaultFailure = SafelightFFI.VaultFailure
/// The phone's own photo library.
public typealias PhotoSource = SafelightFFI.PhotoSource
/// What only some photo libraries can do: Live Photos, removal with the person's consent.
public typealias PhotoExtras = SafelightFFI.PhotoExtras
/// What became of one item that the system was asked to remove.
public typealias Removal = SafelightFFI.Removal
/// Why it gave no answer.
public typealias PhotoSourceFailure = SafelightFFI.PhotoSourceFailure
/// What it holds, or what has changed in it.
public typealias PhotoChanges = SafelightFFI.PhotoChanges
/// One photo in it.
public typealias PhotoItem = SafelightFFI.PhotoItem
/// What tells that a file is still the same.
public typealias FileStamp = SafelightFFI.FileStamp
/// An original of it, opened.
public typealias Original = SafelightFFI.Original
/// Draws what the engine does not decode.
public typealias MediaRenderer = SafelightFFI.MediaRenderer
/// Why there is no picture.
public typealias RenderFailure = SafelightFFI.RenderFailure
/// Whoever moves bytes in the app's place.
public typealias Carrier = SafelightFFI.Carrier
/// One transfer that anybody can carry out.
public typealias Ticket = SafelightFFI.Ticket
/// A header of a ticket.
public typealias Header = SafelightFFI.Header
/// How a ticket ended.
public typealias TicketResult = SafelightFFI.TicketResult
/// What became of it.
public typealias TicketOutcome = SafelightFFI.TicketOutcome
/// What its bytes crossed.
public typealias Crossed = SafelightFFI.Crossed
/// Who holds the phone, confirmed by the system.
public typealias DeviceUnlock = SafelightFFI.DeviceUnlock
/// Where the log goes.
public typealias LogSink = SafelightFFI.LogSink
/// A line of the log.
public typealias LogLine = SafelightFFI.LogLine
/// How much a line matters.
public typealias LogLevel = SafelightFFI.LogLevel

extension AssetView: Identifiable {}
extension AlbumRow: Identifiable {}
extension Device: Identifiable {}

extension Hold: Identifiable {
    /// A reason shows once for each class of work.
    public var id: String { "\(code) \(self.class)" }
}

extension Finding: Identifiable {
    /// Of what a finding is told once.
    public var id: String { "\(code) \(evidence)" }
}
