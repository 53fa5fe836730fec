import Foundation
import SafelightFFI

/// One photo library on this device, open in this process.
///
/// Every function may be called from anywhere and at any time. Cancelling the task of a long one ends it at once, in
/// `CancellationError`; everything else that goes wrong is a `SafelightError`, sorted by what an app can do about it. No
/// synchronous function touches disk, network or the store.
public final class PhotoLibrary: Sendable {
    let engine: SafelightFFI.Safelight
    /// How it was registered.
    public let registration: Registration

    init(_ engine: SafelightFFI.Safelight, of registration: Registration) {
        self.engine = engine
        self.registration = registration
    }

    /// How it stands, now and whenever that changes.
    public var statuses: StatusSequence { StatusSequence(engine: engine) }
    /// Which photos and albums change, from now on.
    public var changes: ChangeSequence { ChangeSequence(engine: engine) }
    /// Stays in step with the cloud as long as somebody loops over it.
    public var syncing: SyncSequence { SyncSequence(engine: engine) }

    /// Ends what runs, closes the store and holds no lock on any file when it returns: before the system suspends the app.
    /// Calls that come while suspended wait for `resume()`.
    public func suspend() async throws {
        // Not given up half-way: a lock that is held when the system suspends the app ends it.
        try await engine.suspend()
    }

    /// Opens the store again.
    public func resume() async throws {
        try await short { try await engine.resume() }
    }

    /// Ends what runs and closes the store for good in this process. Opening the registration again gives a new library.
    public func shutDown() async throws {
        try await engine.shutDown()
    }

    /// Whether it was shut down.
    public var isShutDown: Bool { engine.isShutDown() }

    /// The system says that the network has changed.
    public func networkChanged() {
        engine.networkChanged()
    }
}
