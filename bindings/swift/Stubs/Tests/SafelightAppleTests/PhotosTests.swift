import AVFoundation
import Foundation
import ImageIO
import Photos
import Safelight
import Testing

@testable import SafelightApple

@Suite("The phone's photo library", .serialized)
struct PhotosTests {
    private let photos = SimulatedPhotos.shared
    private let folder: URL
    private let source: PhotoKitSource

    init() throws {
        photos.erase()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        source = PhotoKitSource(spool: folder.appendingPathComponent("spool"))
    }

    private func photo(_ id: String, _ bytes: String = "bytes") -> SimulatedPhotos.Photo {
        .init(id, name: "\(id).HEIC", bytes: Data(bytes.utf8))
    }

    private func bytes(_ original: Original) throws -> Data {
        guard case .file(let path, let temporary) = original else { return Data() }
        #expect(temporary)
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }

    @Test("all at first, then what changed, by the system's own history")
    func changes() async throws {
        photos.add(photo("a"))
        photos.add(photo("b"))
        let all = try await source.changes(since: nil)
        #expect(all.items.map(\.id).sorted() == ["a", "b"])
        #expect(all.items.first { $0.id == "a" }?.name == "a.HEIC")

        #expect(try await source.changes(since: all.token).items.isEmpty)
        photos.add(photo("c"))
        photos.edit("a") { $0.modified = $0.modified.addingTimeInterval(60) }
        photos.delete("b")
        let changed = try await source.changes(since: all.token)
        #expect(changed.items.map(\.id).sorted() == ["a", "c"])
        #expect(changed.gone == ["b"])
        #expect(changed.items.first { $0.id == "a" }?.stamp != all.items.first { $0.id == "a" }?.stamp)
        #expect(try await source.changes(since: changed.token).items.isEmpty)
    }

    @Test("what was added and deleted since is gone, and nothing is offered")
    func shortLife() async throws {
        let all = try await source.changes(since: nil)
        photos.add(photo("a"))
        photos.delete("a")
        let changed = try await source.changes(since: all.token)
        #expect(changed.items.isEmpty)
        #expect(changed.gone == ["a"])
    }

    @Test("a history that the system has forgotten asks for everything")
    func forgotten() async throws {
        photos.add(photo("a"))
        let token = try await source.changes(since: nil).token
        photos.add(photo("b"))
        photos.forgottenBefore.value = 2
        await #expect(throws: PhotoSourceFailure.TokenExpired) { try await source.changes(since: token) }
        photos.forgottenBefore.value = 0
        photos.loseDetails()
        await #expect(throws: PhotoSourceFailure.TokenExpired) { try await source.changes(since: token) }
        await #expect(throws: PhotoSourceFailure.TokenExpired) { try await source.changes(since: "nonsense") }
    }

    @Test("limited access shows what was selected, and refused access nothing")
    func access() async throws {
        photos.add(photo("a"))
        photos.add(photo("b"))
        photos.authorization.value = .limited
        photos.selected.value = ["b"]
        #expect(try await source.changes(since: nil).items.map(\.id) == ["b"])
        photos.authorization.value = .denied
        await #expect(throws: PhotoSourceFailure.Denied) { try await source.changes(since: nil) }
        photos.authorization.value = .notDetermined
        await #expect(throws: PhotoSourceFailure.Denied) { try await source.changes(since: nil) }
        photos.authorization.value = .restricted
        await #expect(throws: PhotoSourceFailure.Restricted) { try await source.changes(since: nil) }
    }

    @Test("the original is what the camera made, not the edited form")
    func original() throws {
        var edited = photo("a", "from the camera")
        edited.edited = true
        photos.add(edited)
        #expect(try bytes(source.original(id: "a")) == Data("from the camera".utf8))
    }

    @Test("an original that is only in the system's cloud is fetched")
    func fromTheSystemsCloud() throws {
        var far = photo("a")
        far.inSystemCloud = true
        photos.add(far)
        #expect(try bytes(source.original(id: "a")) == Data("bytes".utf8))
    }

    @Test("a Live Photo has its video, and nothing else has one")
    func livePhoto() throws {
        var live = photo("a", "still")
        live.video = Data("film".utf8)
        photos.add(live)
        photos.add(photo("b"))
        #expect(try bytes(source.original(id: "a")) == Data("still".utf8))
        #expect(try bytes(source.video(id: "a")) == Data("film".utf8))
        #expect(throws: PhotoSourceFailure.Gone) { try source.video(id: "b") }
    }

    @Test("the person is asked before anything is removed, and a no removes nothing")
    func removal() async throws {
        photos.add(photo("a"))
        photos.add(photo("b"))
        photos.allowsRemoval.value = false
        #expect(try await source.requestRemoval(ids: ["a"]) == [.declined])
        photos.allowsRemoval.value = true
        #expect(try await source.requestRemoval(ids: ["a"]) == [.removed])
        #expect(try await source.changes(since: nil).items.map(\.id) == ["b"])
    }

    @Test("a photo that is gone is gone")
    func gone() {
        #expect(throws: PhotoSourceFailure.Gone) { try source.original(id: "nobody") }
        #expect(throws: PhotoSourceFailure.Gone) { try source.stamp(id: "nobody") }
    }

    private func render(_ file: String, _ type: String, _ side: UInt32) async throws -> (width: Int, height: Int) {
        let into = folder.appendingPathComponent("\(UUID().uuidString).jpg")
        try await SystemRenderer().render(file: file, mediaType: type, longestSide: side, into: into.path)
        let jpeg = try Data(contentsOf: into)
        #expect(jpeg.prefix(2) == Data([0xFF, 0xD8]))
        return (Int(jpeg[9]) << 8 | Int(jpeg[10]), Int(jpeg[7]) << 8 | Int(jpeg[8]))
    }

    @Test("pictures are no larger than was asked for, and never drawn larger than they are")
    func pictures() async throws {
        let file = folder.appendingPathComponent("a.heic")
        try simulatedPictureFile(width: 4000, height: 3000).write(to: file)
        #expect(try await render(file.path, "image/heic", 400) == (400, 300))
        #expect(try await render(file.path, "image/heic", 9000) == (4000, 3000))
        let film = folder.appendingPathComponent("a.mov")
        try simulatedFilmFile(width: 1920, height: 1080).write(to: film)
        #expect(try await render(film.path, "video/quicktime", 480) == (480, 270))
        photos.add(photo("p"))
        #expect(try await render("photos:p", "image/heic", 403) == (403, 302))
    }

    @Test("what the system can't draw is told, and is no crash")
    func undrawable() async throws {
        let file = folder.appendingPathComponent("a.xyz")
        try Data("nonsense".utf8).write(to: file)
        await #expect(throws: RenderFailure.Unsupported) { try await render(file.path, "image/x-xyz", 100) }
        await #expect(throws: RenderFailure.Unsupported) { try await render(file.path, "video/mp4", 100) }
        await #expect(throws: RenderFailure.Unsupported) { try await render("photos:nobody", "image/heic", 100) }
    }
}
