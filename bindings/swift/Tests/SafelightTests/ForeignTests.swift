import Foundation
import Safelight
import Testing

/// A vault that does what a test says.
private final class OddVault: KeyVault, @unchecked Sendable {
    enum Mood { case good, locked, failed, wild }
    private let lock = NSLock()
    private var secrets: [String: Data] = [:]
    private var mood = Mood.good

    func be(_ mood: Mood) { lock.withLock { self.mood = mood } }

    private func answer<Value>(_ body: (inout [String: Data]) -> Value) throws -> Value {
        try lock.withLock {
            switch mood {
            case .good: return body(&secrets)
            case .locked: throw VaultFailure.Locked
            case .failed: throw VaultFailure.Failed(detail: "a test says so")
            case .wild: throw NSError(domain: "a vault's own", code: 7)
            }
        }
    }

    func load(name: String) throws -> Data? { try answer { $0[name] } }
    func save(name: String, secret: Data) throws { try answer { $0[name] = secret } }
    func remove(name: String) throws { try answer { $0[name] = nil } }
}

/// A log in memory.
private final class Lines: LogSink, @unchecked Sendable {
    func write(line: LogLine) throws { throw NSError(domain: "a sink that fails", code: 1) }
}

@Suite("What an app's own objects throw", .serialized)
struct ForeignTests {
    @Test("a vault that is locked is waited for; nobody is signed out by it")
    func lockedVault() async throws {
        let cloud = try TestCloud()
        let vault = OddVault()
        let registration = try cloud.phone("first", objects: PlatformObjects(vault: vault, log: Lines()))
        let library = try await registration.open()
        _ = try await library.signUp(cloud.credentials("First"))
        try await library.shutDown()
        vault.be(.locked)
        let error = await thrown { _ = try await registration.open() }
        guard case .Wait = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        vault.be(.good)
        guard case .active = try await registration.open().signInState() else {
            Issue.record("signed out by a locked phone")
            return
        }
    }

    @Test("whatever a vault throws becomes a typed error with a code", arguments: [false, true])
    func throwing(wild: Bool) async throws {
        let cloud = try TestCloud()
        let vault = OddVault()
        let library = try await cloud.phone("first", objects: PlatformObjects(vault: vault)).open()
        vault.be(wild ? .wild : .failed)
        let error = await thrown { _ = try await library.signUp(cloud.credentials("First")) }
        #expect(error?.reasonCode == .acctVault)
        #expect(try await library.page().assets.isEmpty)
        try await library.shutDown()
    }

    @Test("a progress closure hears how far an import is")
    func progress() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.firstPhone()
        let newest = Newest<FileCount>()
        _ = try await library.takeIn([sample("cat"), sample("boats")]) { newest.set($0) }
        #expect((newest.value?.done ?? 1) <= 2)
        try await library.shutDown()
    }
}
