import Observation
import SafelightFFI

/// How it stands, for a screen: in one sentence, with all reasons, kept true while somebody follows.
@MainActor
@Observable
public final class SyncStatusModel {
    /// How it stands; none until the library has said it.
    public private(set) var status: Status?
    /// Whether a run that the person asked for goes on.
    public private(set) var isSyncing = false
    /// What the last wish ended with; none when it went well.
    public private(set) var error: SafelightError?

    private let library: PhotoLibrary
    private let wording: Wording
    private var run: Task<Void, Never>?

    /// The state of a library. `wording`: sentences of the app's own.
    public init(_ library: PhotoLibrary, wording: Wording = Wording()) {
        self.library = library
        self.wording = wording
    }

    /// In one sentence.
    public var summary: String { status.map(wording.summary) ?? "" }
    /// Why it waits, all reasons, the first first.
    public var reasons: [String] { status?.reasons.map(wording.sentence) ?? [] }
    /// How many originals are not safe yet.
    public var waiting: UInt64 { status?.pending.originals ?? 0 }

    /// Keeps the state true until the task is cancelled or the library shut down.
    public func follow() async {
        do {
            for try await status in library.statuses { self.status = status }
        } catch let error as SafelightError {
            self.error = error
        } catch {}
    }

    /// The person wishes it now: limits that they may pass for once are passed. A second wish changes nothing.
    public func syncNow() {
        guard run == nil else { return }
        isSyncing = true
        error = nil
        run = Task {
            do {
                _ = try await library.sync(now: true)
            } catch let error as SafelightError {
                self.error = error
            } catch {}
            isSyncing = false
            run = nil
        }
    }

    /// Ends the run that the person asked for.
    public func stop() {
        run?.cancel()
    }

    /// Returns when the run that the person asked for has ended.
    public func finished() async {
        await run?.value
    }
}
