import Observation
import Safelight

/// The albums.
@MainActor
@Observable
final class AlbumsModel {
    private(set) var albums: [Album] = []
    private(set) var error: SafelightError?
    private let library: PhotoLibrary

    init(_ library: PhotoLibrary) {
        self.library = library
    }

    /// Loads them and keeps them true until the task is cancelled.
    func follow() async {
        var changes = library.changes.makeAsyncIterator()
        repeat { await reload() } while ((try? await changes.next()) ?? nil) != nil
    }

    /// Makes one. False where its name is refused.
    func create(_ name: String) async -> Bool {
        await change { _ = try await $0.createAlbum(named: name) }
    }

    /// Deletes one. Its photos stay.
    func delete(_ album: Album) async -> Bool {
        await change { _ = try await $0.delete(album: album.id) }
    }

    /// The photos of one.
    func photos(of album: Album) -> LibraryModel {
        LibraryModel(library, query: AssetQuery(shelf: .timeline, album: album.id))
    }

    private func reload() async {
        do {
            albums = try await library.albums()
            error = nil
        } catch let error as SafelightError {
            self.error = error
        } catch {}
    }

    private func change(_ body: (PhotoLibrary) async throws -> Void) async -> Bool {
        do {
            try await body(library)
            await reload()
            return true
        } catch let error as SafelightError {
            self.error = error
        } catch {}
        return false
    }
}
