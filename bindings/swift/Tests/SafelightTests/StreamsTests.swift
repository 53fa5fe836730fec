import Foundation
import Safelight
import Testing

@Suite("Streams and cancelling", .serialized)
struct StreamsTests {
    @Test("a state begins with the present value and keeps the newest")
    func states() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.firstPhone()
        var statuses = library.statuses.makeAsyncIterator()
        #expect(try await statuses.next()?.pending.originals == 0)
        for name in ["cat", "boats", "coffee"] { _ = try await library.takeIn([sample(name)]) }
        // It may be told in between, too; the last word is three.
        var last: UInt64? = 0
        while last != 3 { last = try await statuses.next()?.pending.originals }
        try await library.shutDown()
        #expect(try await statuses.next() == nil)
    }

    @Test("each reader hears every change, and one who falls behind gets one reload")
    func changes() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.firstPhone()
        var quick = library.changes.makeAsyncIterator()
        var slow = library.changes.makeAsyncIterator()
        let id = try #require(try await library.takeIn([sample("cat")]).imported.first)
        #expect(try await quick.next() == .changed(ids: [id]))
        for turn in 0..<600 { _ = try await library.edit([id], Edit(favourite: turn % 2 == 0)) }
        #expect(try await slow.next() == .reload)
        let album = try await library.createAlbum(named: "After")
        var told = try await slow.next()
        if case .changed(let ids)? = told, !ids.contains(album.id) { told = try await slow.next() }
        #expect(told == .changed(ids: [album.id]))
        try await library.shutDown()
    }

    @Test("cancelling whoever waits for a stream ends in CancellationError, and the library goes on")
    func cancelledReader() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.firstPhone()
        let reader = Task { for try await _ in library.changes {} }
        reader.cancel()
        await #expect(throws: CancellationError.self) { try await reader.value }
        let states = Task { for try await _ in library.statuses {} }
        states.cancel()
        await #expect(throws: CancellationError.self) { try await states.value }
        #expect(try await library.page().assets.isEmpty)
        try await library.shutDown()
    }

    @Test("cancelling in the middle of a transfer ends at once in CancellationError, and nothing is lost")
    func cancelledTransfer() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.firstPhone()
        let id = try #require(try await library.takeIn([sample("moose")]).imported.first)
        cloud.freeze()
        let run = Task { try await library.sync(now: true) }
        // The server says nothing more: whatever the run has begun can't end by itself.
        while try await library.status().pending.originals == 0 { await Task.yield() }
        run.cancel()
        await #expect(throws: CancellationError.self) { _ = try await run.value }
        let diagnosis = Task { try await library.diagnose() }
        diagnosis.cancel()
        await #expect(throws: CancellationError.self) { _ = try await diagnosis.value }
        cloud.thaw()
        #expect(try await library.sync(now: true).upToDate)
        #expect(try await library.details(of: id)?.asset.state == .safe)
        try await library.shutDown()
    }

    @Test("a task that was cancelled before begins nothing")
    func cancelledBefore() async throws {
        let cloud = try TestCloud()
        let library = try await cloud.phone("phone").open()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await library.createAlbum(named: "Never")
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        #expect(try await library.albums().isEmpty)
        try await library.shutDown()
    }

    @Test("staying in step brings what another phone does")
    func inStep() async throws {
        let cloud = try TestCloud()
        let first = try await cloud.firstPhone()
        let second = try await cloud.secondPhone()
        let watching = Task { for try await _ in second.syncing {} }
        var changes = second.changes.makeAsyncIterator()
        let id = try #require(try await first.takeIn([sample("canyon")]).imported.first)
        _ = try await first.sync(now: true)
        while try await second.details(of: id) == nil { _ = try await changes.next() }
        watching.cancel()
        await #expect(throws: CancellationError.self) { try await watching.value }
        try await first.shutDown()
        try await second.shutDown()
    }
}
