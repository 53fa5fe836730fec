import Foundation
import SafelightFFI

/// Room on the phone and in the cloud, and where photos come from.
extension PhotoLibrary {
    /// What takes how much room.
    public func usage() async throws -> UsageReport {
        try await short { try await engine.usage() }
    }

    /// Whether nothing would be lost if this phone were erased now. Asks the server for proof.
    public func eraseCheck() async throws -> EraseCheck {
        try await cancellable { try await engine.eraseCheck(cancel: $0) }
    }

    /// Makes room on the phone: originals that the cloud proves to hold leave, least useful first. `bytes`: as many; none: as
    /// many as the setting asks for.
    public func optimise(bytes: UInt64? = nil) async throws -> RoomMade {
        try await cancellable { try await engine.optimise(bytes: bytes, cancel: $0) }
    }

    /// Asks the server to prove that it holds photos.
    public func prove(_ ids: [Asset.ID]) async throws -> ProofReport {
        try await cancellable { try await engine.prove(ids: ids, cancel: $0) }
    }

    /// What could leave the cloud. Changes nothing.
    public func freeUpPlan(bytes: UInt64? = nil) async throws -> FreeUpPlan {
        try await short { try await engine.freeUpPlan(bytes: bytes) }
    }

    /// Keeps originals on this phone.
    public func pin(_ ids: [Asset.ID]) async throws -> Changed {
        try await short { try await engine.pin(ids: ids) }
    }

    /// Lets them leave again.
    public func unpin(_ ids: [Asset.ID]) async throws -> Changed {
        try await short { try await engine.unpin(ids: ids) }
    }

    /// Keeps the phone's own photo library safe.
    public func addPhoneLibrary() async throws {
        try await short { try await engine.addPhotoLibrary() }
    }

    /// Keeps it safe no longer. What was sent stays. False if it was not kept safe.
    public func removePhoneLibrary() async throws -> Bool {
        try await short { try await engine.removePhotoLibrary() }
    }

    /// Keeps a folder safe.
    public func addSource(_ folder: URL) async throws {
        try await short { try await engine.addSource(folder: folder.path) }
    }

    /// Keeps it safe no longer.
    public func removeSource(_ folder: URL) async throws -> Bool {
        try await short { try await engine.removeSource(folder: folder.path) }
    }

    /// What is kept safe, with numbers that add up.
    public func sources() async throws -> [Source] {
        try await short { try await engine.sources() }
    }
}
