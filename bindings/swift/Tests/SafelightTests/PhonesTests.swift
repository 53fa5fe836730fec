import Foundation
import Safelight
import Testing

@Suite("Two phones and a real server", .serialized)
struct PhonesTests {
    @Test("a photo that is taken in on one phone is on the other, byte for byte")
    func everywhere() async throws {
        let cloud = try TestCloud()
        let first = try await cloud.firstPhone()
        let moose = try sample("moose")
        let report = try await first.takeIn([moose])
        let id = try #require(report.imported.first)
        #expect(report.importedCount == 1)
        #expect(try await first.sync(now: true).upToDate)

        let second = try await cloud.secondPhone()
        _ = try await second.sync(now: true)
        let seen = try #require(try await second.page().assets.first)
        #expect(seen.id == id)
        #expect(seen.original == .cloud)
        let received = Newest<UInt64>()
        let file = try await second.file(of: id, .original) { received.set($0) }
        #expect(try Data(contentsOf: #require(file.url)) == Data(contentsOf: moose))

        #expect(try await second.edit([id], Edit(favourite: true)).changed == [id])
        _ = try await second.sync(now: true)
        _ = try await first.sync(now: true)
        #expect(try await first.page().assets.first?.favourite == true)
        #expect(try await first.eraseCheck().ready)
        try await first.shutDown()
        try await second.shutDown()
    }

    @Test("albums, the trash and what comes back from it")
    func albums() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.firstPhone()
        let ids = try await library.takeIn([sample("cat"), sample("boats")]).imported
        let album = try await library.createAlbum(named: "Holidays")
        #expect(try await library.add(ids, to: album.id).changed.count == 2)
        #expect(try await library.albums().map(\.count) == [2])
        #expect(try await library.page(AssetQuery(shelf: .timeline, album: album.id)).assets.count == 2)
        _ = try await library.trash([ids[0]])
        #expect(try await library.page().assets.map(\.id) == [ids[1]])
        _ = try await library.restore([ids[0]])
        #expect(try await library.page().assets.count == 2)
        #expect(try await library.details(of: ids[0])?.albums == ["Holidays"])
        try await library.shutDown()
    }

    @Test("a wrong password is something that the person corrects, with a code and no word of it")
    func wrongPassword() async throws {
        let cloud = try TestCloud()
        let first = try await cloud.firstPhone()
        let second = try await cloud.phone("second").open()
        let wrong = Credentials(server: cloud.address, email: "anna@example.org", password: "nonsense", deviceName: "x")
        let error = await thrown { _ = try await second.signIn(wrong) }
        #expect(error?.reasonCode == .acctCredentials)
        #expect(!"\(String(describing: error))".contains("nonsense"))
        try await first.shutDown()
        try await second.shutDown()
    }

    @Test("one library is open once in a process, and ends for everybody who holds it")
    func once() async throws {
        let cloud = try TestCloud()
        let registration = try cloud.phone("phone")
        async let early = registration.opened()
        let (one, other) = (try await registration.open(), try await registration.open())
        #expect(try await early.isShutDown == false)
        try await one.shutDown()
        #expect(other.isShutDown)
        await #expect(throws: SafelightError.Closed) { _ = try await other.status() }
        #expect(try await registration.open().isShutDown == false)
    }

    @Test("calls that come while the library is suspended wait for its return")
    func suspended() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.firstPhone()
        try await library.suspend()
        try await library.suspend()
        let waiting = Task { try await library.page().assets.count }
        try await library.resume()
        #expect(try await waiting.value == 0)
        try await library.shutDown()
    }
}

/// The newest value, from any thread.
final class Newest<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var stored: Value?
    var value: Value? { lock.withLock { stored } }
    func set(_ value: Value) { lock.withLock { stored = value } }
}
