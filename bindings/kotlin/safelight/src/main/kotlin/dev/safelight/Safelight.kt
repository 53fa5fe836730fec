package dev.safelight

import dev.safelight.ffi.Alert
import dev.safelight.ffi.AlbumRow
import dev.safelight.ffi.AssetPage
import dev.safelight.ffi.AssetQuery
import dev.safelight.ffi.Bytes
import dev.safelight.ffi.Carriage
import dev.safelight.ffi.Carrier
import dev.safelight.ffi.ChangeEvent
import dev.safelight.ffi.Changed
import dev.safelight.ffi.ClassVerdict
import dev.safelight.ffi.Contested
import dev.safelight.ffi.Credentials
import dev.safelight.ffi.Details
import dev.safelight.ffi.Device
import dev.safelight.ffi.DeviceUnlock
import dev.safelight.ffi.Diagnosis
import dev.safelight.ffi.Doctored
import dev.safelight.ffi.Edit
import dev.safelight.ffi.EraseCheck
import dev.safelight.ffi.Explanation
import dev.safelight.ffi.Exported
import dev.safelight.ffi.Fact
import dev.safelight.ffi.FreeUpPlan
import dev.safelight.ffi.Identity
import dev.safelight.ffi.ImportReport
import dev.safelight.ffi.LeftBehind
import dev.safelight.ffi.Month
import dev.safelight.ffi.Placement
import dev.safelight.ffi.Pressed
import dev.safelight.ffi.Progress
import dev.safelight.ffi.ProofReport
import dev.safelight.ffi.Purged
import dev.safelight.ffi.RecoveryWords
import dev.safelight.ffi.Replayed
import dev.safelight.ffi.ResourceKind
import dev.safelight.ffi.RoomMade
import dev.safelight.ffi.Setting
import dev.safelight.ffi.Shelf
import dev.safelight.ffi.SignInState
import dev.safelight.ffi.SignedUp
import dev.safelight.ffi.SourceFiles
import dev.safelight.ffi.SourceRow
import dev.safelight.ffi.Status
import dev.safelight.ffi.SyncOutcome
import dev.safelight.ffi.TakeIn
import dev.safelight.ffi.Timeline
import dev.safelight.ffi.UsageReport
import dev.safelight.ffi.VerifyScope
import dev.safelight.ffi.WakePlan
import dev.safelight.ffi.WhatIf
import dev.safelight.ffi.Why
import dev.safelight.ffi.WordAnswer
import kotlinx.coroutines.flow.Flow
import java.io.File
import java.time.Duration
import java.time.Instant
import dev.safelight.ffi.Safelight as Engine

/**
 * One photo library on this device, open in this process. [SafelightRegistration.open] gives it.
 *
 * Every function may be called from any thread. Cancelling a coroutine ends what it waits for and ends in
 * `CancellationException`, never in a [SafelightException]; a run that is cancelled ends in good order by itself. After
 * [shutDown] each call ends with [SafelightException.Closed].
 */
public class Safelight internal constructor(
    private val engine: Engine,
) {
    /** How it stands, now and whenever that changes. Each collector hears for itself; a slow one hears the newest. */
    public val status: Flow<Status> = pulled({ engine.statusStream() }, { next() }, { end() })

    /**
     * Which photos and albums change while it is collected. A collector who falls behind gets one
     * [ChangeEvent.Reload]: it asks for everything that is on the screen.
     */
    public val changes: Flow<ChangeEvent> = pulled({ engine.changeStream() }, { next() }, { end() })

    /** Stays in step with the cloud while it is collected, and tells what each run did. */
    public val inStep: Flow<SyncOutcome> = pulled({ engine.syncStream() }, { next() }, { end() })

    /** Whether somebody is signed in. Asks nobody. */
    public suspend fun signInState(): SignInState = calling { engine.signInState() }

    /** Makes an account with its library. Show the words now: they are kept nowhere. */
    public suspend fun signUp(credentials: Credentials, invite: String? = null): SignedUp =
        calling { engine.signUp(credentials, invite, null) }

    /** Makes this device one of an account. */
    public suspend fun signIn(credentials: Credentials): Identity = calling { engine.signIn(credentials, null) }

    /** Gives an account whose password is forgotten a new one, and makes this device one of it. */
    public suspend fun recover(credentials: Credentials, words: RecoveryWords): Identity =
        calling { engine.recover(credentials, words, null) }

    /** What a sign-out or a deletion would leave behind. Asks nobody. */
    public suspend fun leftBehind(): LeftBehind = calling { engine.leftBehind() }

    /** Ends this device's session; false, and nothing done, while something was not sent unless [althoughUnsent]. */
    public suspend fun signOut(althoughUnsent: Boolean = false): Boolean = calling { engine.signOut(althoughUnsent) }

    /** Replaces the password. */
    public suspend fun changePassword(old: String, new: String): Unit =
        calling { engine.changePassword(old, new, null) }

    /** Sets a new password without the old one, after the device's own unlock. */
    public suspend fun setNewPassword(unlock: DeviceUnlock, new: String): Unit =
        calling { engine.setNewPassword(GuardedUnlock(unlock), new, null) }

    /** Draws recovery words that are good for nothing yet: show them, then [adoptRecoveryWords]. */
    public suspend fun drawRecoveryWords(): RecoveryWords = calling { engine.drawRecoveryWords() }

    /** Makes these the account's recovery words; the old ones are void. */
    public suspend fun adoptRecoveryWords(words: RecoveryWords): Unit =
        calling { engine.adoptRecoveryWords(words, null) }

    /** Checks words that the person was asked back, three at least. */
    public suspend fun confirmWords(words: RecoveryWords, answers: List<WordAnswer>): Boolean =
        calling { engine.confirmWords(words, answers) }

    /** Asks that the account be deleted; signing in before the time that this gives takes it back. */
    public suspend fun deleteAccount(): Instant? = calling { engine.deleteAccount(null) }

    /** The account's devices. */
    public suspend fun devices(): List<Device> = calling { engine.devices(null) }

    /** Gives a device another name, everywhere. */
    public suspend fun renameDevice(device: String, name: String): Unit = calling { engine.renameDevice(device, name) }

    /** Removes a device from the account. */
    public suspend fun revokeDevice(device: String): Unit = calling { engine.revokeDevice(device) }

    /** Another phone's state in a sentence, by its id or name. */
    public suspend fun explainDevice(idOrName: String): Explanation = calling { engine.explainDevice(idOrName) }

    /** Trusts an authority of the person's own for the server of the next sign-up, sign-in or recovery. */
    public suspend fun trustAuthority(pem: String, fingerprint: String? = null): String =
        calling { engine.trustAuthority(pem, fingerprint) }

    /** The fingerprint of the authority that is trusted for this library's server beside the system's. */
    public suspend fun authority(): String? = calling { engine.authority() }

    /** Takes in files and folders. Each file is durable before it is reported. */
    public suspend fun takeIn(
        paths: List<File>,
        options: TakeIn = TakeIn(Placement.COPY, Purged.IGNORE),
        onProgress: ((Progress) -> Unit)? = null,
    ): ImportReport = calling { engine.takeIn(paths.map { it.path }, options, onProgress?.let(::GuardedProgress), null) }

    /** A page of the timeline, newest first, at most 200. */
    public suspend fun page(query: AssetQuery = AssetQuery(Shelf.TIMELINE)): AssetPage = calling { engine.page(query) }

    /** Everything about one asset; none if there is none. */
    public suspend fun details(id: String): Details? = calling { engine.details(id) }

    /** Photos that another phone deleted for good while this one holds what the cloud never had. */
    public suspend fun contested(): Contested = calling { engine.contested() }

    /** Changes assets. */
    public suspend fun edit(ids: List<String>, edit: Edit): Changed = calling { engine.edit(ids, edit) }

    /** Moves assets to the trash. */
    public suspend fun trash(ids: List<String>): Changed = calling { engine.trash(ids) }

    /** Takes assets out of the trash. */
    public suspend fun restore(ids: List<String>): Changed = calling { engine.restore(ids) }

    /** Deletes assets that are in the trash for good, on all devices. */
    public suspend fun purge(ids: List<String>): Changed = calling { engine.purge(ids) }

    /** Writes originals into a folder by date, a JSON sidecar beside each, and a manifest. */
    public suspend fun writeOut(
        folder: File,
        album: String? = null,
        onProgress: ((Progress) -> Unit)? = null,
    ): Exported = calling { engine.writeOut(folder.path, album, onProgress?.let(::GuardedProgress), null) }

    /** All albums by name. */
    public suspend fun albums(): List<AlbumRow> = calling { engine.albums() }

    /** One album, by its id or a name that only one has. */
    public suspend fun album(nameOrId: String): AlbumRow = calling { engine.album(nameOrId) }

    /** Makes an album. */
    public suspend fun createAlbum(name: String): AlbumRow = calling { engine.createAlbum(name) }

    /** Gives an album another name. */
    public suspend fun renameAlbum(nameOrId: String, name: String): AlbumRow =
        calling { engine.renameAlbum(nameOrId, name) }

    /** Deletes an album; its photos stay. */
    public suspend fun deleteAlbum(nameOrId: String): AlbumRow = calling { engine.deleteAlbum(nameOrId) }

    /** Puts assets into an album. */
    public suspend fun addToAlbum(nameOrId: String, ids: List<String>): Changed =
        calling { engine.addToAlbum(nameOrId, ids) }

    /** Takes assets out of an album; they stay in the library. */
    public suspend fun removeFromAlbum(nameOrId: String, ids: List<String>): Changed =
        calling { engine.removeFromAlbum(nameOrId, ids) }

    /** Adds a folder that every run takes from. */
    public suspend fun addSource(folder: File): Unit = calling { engine.addSource(folder.path) }

    /** Takes a folder off the list; false if it was not on it. */
    public suspend fun removeSource(folder: File): Boolean = calling { engine.removeSource(folder.path) }

    /** Takes from the phone's own photo library from now on. */
    public suspend fun addPhotoLibrary(): Unit = calling { engine.addPhotoLibrary() }

    /** Stops taking from the phone's own photo library. */
    public suspend fun removePhotoLibrary(): Boolean = calling { engine.removePhotoLibrary() }

    /** The sources in numbers that add up. */
    public suspend fun sources(): List<SourceRow> = calling { engine.sources() }

    /** What became of the files of a source, 200 at a time. */
    public suspend fun sourceFiles(folder: String, after: UInt? = null): SourceFiles =
        calling { engine.sourceFiles(folder, after) }

    /**
     * A file of an asset on this device: fetched and verified first if it is not here. An original that is borrowed from
     * the phone's own photo library is named `photos:` and the system's id. [onReceived] hears the bytes so far.
     */
    public suspend fun file(id: String, kind: ResourceKind, onReceived: ((ULong) -> Unit)? = null): String =
        calling { engine.file(id, kind, onReceived?.let(::GuardedFileProgress), null) }

    /** A file of an asset if it is on this device. Asks nobody. */
    public suspend fun localFile(id: String, kind: ResourceKind): String? = calling { engine.localFile(id, kind) }

    /** Bytes of a file from [start], at most [length] and at most 16 MiB of them. */
    public suspend fun fileRange(id: String, kind: ResourceKind, start: ULong, length: ULong): ByteArray =
        calling { engine.fileRange(id, kind, start, length, null) }

    /** Does what can be done now; what can't is told in the holds. [now]: the person's own wish. */
    public suspend fun sync(now: Boolean = false): SyncOutcome = calling { engine.sync(now, null) }

    /** The same in a slot that the system granted, bounded by its time and bytes. */
    public suspend fun run(task: String? = null, time: Duration? = null, bytes: ULong? = null): SyncOutcome =
        calling { engine.run(task, time, bytes, null) }

    /** Goes on with what somebody else carries. */
    public suspend fun carry(carrier: Carrier): Carriage = calling { engine.carry(GuardedCarrier(carrier), null) }

    /** Presses the button of a reason: does what Safelight can do by itself, and says what the app opens for the rest. */
    public suspend fun press(code: String): Pressed = calling { engine.press(code, null) }

    /**
     * Writes the two files of a Live Photo, bit for bit as the camera made them. False for an asset that is no Live Photo.
     */
    public suspend fun writeLivePhoto(id: String, still: String, video: String): Boolean =
        calling { engine.writeLivePhoto(id, still, video, null) }

    /** How it stands now. Asks nobody. */
    public suspend fun currentStatus(): Status = calling { engine.status() }

    /** What to ask of the system before the app sleeps. */
    public suspend fun wakePlan(): WakePlan = calling { engine.wakePlan() }

    /** Bytes that moved over the network since the library was opened. */
    public suspend fun bytesMoved(): Bytes = calling { engine.bytesMoved() }

    /** What the phone knows now. */
    public suspend fun facts(): List<Fact> = calling { engine.facts() }

    /** Notes what the shell knows, by key and as text; `unknown` where it can't tell. */
    public suspend fun setFacts(facts: Map<String, String>): List<Fact> = calling { engine.setFacts(settings(facts)) }

    /** Forgets everything that was said of the phone. */
    public suspend fun clearFacts(): List<Fact> = calling { engine.clearFacts() }

    /** What the person wants of this phone, by key. */
    public suspend fun settings(): Map<String, String> = calling { engine.settings() }.associate { it.key to it.value }

    /** Changes settings, by key and as text. */
    public suspend fun setSettings(settings: Map<String, String>): Map<String, String> =
        calling { engine.setSettings(settings(settings)) }.associate { it.key to it.value }

    /** Makes all settings what they were at the beginning. */
    public suspend fun resetSettings(): Map<String, String> =
        calling { engine.resetSettings() }.associate { it.key to it.value }

    /** What may go now, by class. [person]: at the person's own wish. */
    public suspend fun verdicts(person: Boolean = false): List<ClassVerdict> = calling { engine.verdicts(person) }

    /** What would go if some facts or settings were otherwise. Changes nothing. */
    public suspend fun whatIf(changes: Map<String, String>): WhatIf = calling { engine.whatIf(settings(changes)) }

    /** Finds out why photos wait; the first finding is the true cause. */
    public suspend fun diagnose(offline: Boolean = false, otherPhone: Boolean = false): Diagnosis =
        calling { engine.diagnose(offline, otherPhone, null) }

    /** Writes a file for those who help. Gives its size. */
    public suspend fun writeSupportBundle(file: File, offline: Boolean = false): ULong =
        calling { engine.writeSupportBundle(file.path, offline, null) }

    /** Reads a support bundle and comes to its findings again. */
    public suspend fun replaySupportBundle(file: File): Replayed = calling { engine.replaySupportBundle(file.path) }

    /** What deserves to disturb the person now. What is told here counts as told. */
    public suspend fun alerts(): List<Alert> = calling { engine.alerts() }

    /** Checks and mends the database and the files on this device. */
    public suspend fun doctor(): Doctored = calling { engine.doctor(null) }

    /** What happened since a time; none: in the last seven days. */
    public suspend fun timeline(since: Instant? = null): Timeline = calling { engine.timeline(since) }

    /** Data used and saved: all months, or one (`2026-05`). */
    public suspend fun receipts(month: String? = null): List<Month> = calling { engine.receipts(month) }

    /** Why a photo is not here or not safe, and when to expect it. */
    public suspend fun why(id: String): Why? = calling { engine.why(id) }

    /** The same for the photos of another phone. */
    public suspend fun whyFrom(idOrName: String, since: Instant? = null): Why =
        calling { engine.whyFrom(idOrName, since) }

    /** Room in the cloud and on this device. Asks nobody. */
    public suspend fun usage(): UsageReport = calling { engine.usage() }

    /** Whether this device may be erased: the cloud proves now what it holds. */
    public suspend fun eraseCheck(): EraseCheck = calling { engine.eraseCheck(null) }

    /** Asks the cloud to prove that it holds these originals. */
    public suspend fun prove(ids: List<String>): ProofReport = calling { engine.prove(ids, null) }

    /** The same for all originals of a scope. */
    public suspend fun verify(scope: VerifyScope = VerifyScope.HERE): ProofReport =
        calling { engine.verify(scope, null) }

    /** Makes room on this device: originals that the cloud has just proven to hold leave. */
    public suspend fun optimise(bytes: ULong? = null): RoomMade = calling { engine.optimise(bytes, null) }

    /** What could go from the cloud, and so from all phones. Changes nothing. */
    public suspend fun freeUpPlan(bytes: ULong? = null): FreeUpPlan = calling { engine.freeUpPlan(bytes) }

    /** Keeps the originals of these photos on this device. */
    public suspend fun pin(ids: List<String>): Changed = calling { engine.pin(ids) }

    /** Lets them go again when room runs low. */
    public suspend fun unpin(ids: List<String>): Changed = calling { engine.unpin(ids) }

    /** The system says that the network has changed. Returns at once. */
    public fun networkChanged(): Unit = engine.networkChanged()

    /** Ends what runs and closes the store; calls wait for [resume]. */
    public suspend fun suspend(): Unit = calling { engine.suspend() }

    /** Opens the store again. */
    public suspend fun resume(): Unit = calling { engine.resume() }

    /** Ends what runs and closes the store for good in this process. */
    public suspend fun shutDown(): Unit = calling { engine.shutDown() }

    /** Whether it was shut down. */
    public val isShutDown: Boolean get() = engine.isShutDown()

    /** The same library in this process, whichever call gave it. */
    override fun equals(other: Any?): Boolean = other is Safelight && other.engine === engine

    override fun hashCode(): Int = System.identityHashCode(engine)
}

private fun settings(values: Map<String, String>): List<Setting> = values.map { (key, value) -> Setting(key, value) }
