import Foundation
import Safelight
import Testing

@Suite("Models for screens", .serialized)
@MainActor
struct ModelsTests {
    private func until(_ reached: () -> Bool) async {
        while !reached() { await Task.yield() }
    }

    @Test("a list follows what happens")
    func list() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.firstPhone()
        let model = LibraryModel(library)
        let following = Task { await model.follow() }
        let ids = try await library.takeIn([sample("cat"), sample("boats"), sample("coffee")]).imported
        await until { model.photos.count == 3 }
        _ = try await library.trash([ids[0]])
        await until { model.photos.count == 2 }
        #expect(model.isComplete && model.error == nil)
        following.cancel()
        await following.value
        #expect(model.error == nil)
        try await library.shutDown()
    }

    @Test("pages are loaded as they are asked for, and stay loaded")
    func pages() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.firstPhone()
        _ = try await library.takeIn([sample("cat"), sample("boats"), sample("coffee"), sample("alps"), sample("moose")])
        let model = LibraryModel(library, query: AssetQuery(shelf: .timeline, limit: 2))
        await model.loadMore()
        #expect(model.photos.count == 2 && !model.isComplete)
        await model.loadMore()
        await model.reload()
        #expect(model.photos.count == 4)
        await model.loadMore()
        await model.loadMore()
        #expect(model.photos.count == 5 && model.isComplete)
        #expect(Set(model.photos.map(\.id)).count == 5)
        try await library.shutDown()
    }

    @Test("the state is one sentence with its reasons, and a wish runs once")
    func status() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.firstPhone()
        let model = SyncStatusModel(library, wording: Wording([.acctSyncOff: { _ in "You switched it off" }]))
        let following = Task { await model.follow() }
        _ = try await library.takeIn([sample("cat")])
        await until { model.waiting == 1 }
        try await library.set(["sync": "false"])
        await until { model.reasons.contains("You switched it off") }
        try await library.set(["sync": "true"])
        model.syncNow()
        model.syncNow()
        #expect(model.isSyncing)
        await model.finished()
        #expect(!model.isSyncing && model.error == nil)
        await until { model.waiting == 0 }
        #expect(!model.summary.isEmpty)
        following.cancel()
        await following.value
        try await library.shutDown()
    }

    @Test("a wish that is stopped ends without an error")
    func stopped() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.firstPhone()
        let model = SyncStatusModel(library)
        cloud.freeze()
        model.syncNow()
        model.stop()
        await model.finished()
        #expect(!model.isSyncing && model.error == nil)
        cloud.thaw()
        try await library.shutDown()
    }

    @Test("the true cause is the first line, and its button mends it")
    func diagnosis() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.firstPhone()
        _ = try await library.takeIn([sample("cat")])
        try await library.set(["sync": "false"])
        let model = DiagnosisModel(library)
        await model.look()
        let row = try #require(model.rows.first)
        #expect(row.fix.action == "turn_on_sync" && row.button != nil)
        #expect(await model.press(row) == .done)
        #expect(try await library.settings()["sync"] == "true")
        #expect(!model.rows.contains { $0.fix.action == "turn_on_sync" })
        try await library.shutDown()
    }
}
