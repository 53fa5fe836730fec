import Observation
import SafelightFFI

/// A list of photos for a screen: pages as they are asked for, kept true while somebody follows.
///
/// ```swift
/// @State var model = LibraryModel(library)
/// …
/// .task { await model.follow() }
/// ```
@MainActor
@Observable
public final class LibraryModel {
    /// What is loaded, newest first.
    public private(set) var photos: [Asset] = []
    /// Whether there is nothing more to load.
    public private(set) var isComplete = false
    /// What went wrong last; none when something went right since.
    public private(set) var error: SafelightError?
    /// Which photos.
    public let query: AssetQuery

    private let library: PhotoLibrary
    private var next: String?
    private var loading = false

    /// The photos of a query: all of the timeline, if nothing else is said.
    public init(_ library: PhotoLibrary, query: AssetQuery = AssetQuery(shelf: .timeline)) {
        self.library = library
        self.query = query
    }

    /// Loads the first page and keeps the list true until the task is cancelled or the library shut down.
    public func follow() async {
        var changes = library.changes.makeAsyncIterator()
        await reload()
        do {
            while try await changes.next() != nil { await reload() }
        } catch {
            note(error)
        }
    }

    /// Loads one more page. Does nothing while one is being loaded, or when there is none.
    public func loadMore() async {
        guard !loading, !isComplete else { return }
        loading = true
        defer { loading = false }
        do {
            let page = try await library.page(query.going(after: next))
            photos += page.assets
            advance(to: page)
        } catch {
            note(error)
        }
    }

    /// Loads what is on the screen again: as many photos as are loaded, in pages.
    public func reload() async {
        guard !loading else { return }
        loading = true
        defer { loading = false }
        do {
            var fresh: [Asset] = []
            var page = try await library.page(query.going(after: nil))
            fresh += page.assets
            while fresh.count < photos.count, let after = page.next {
                page = try await library.page(query.going(after: after))
                fresh += page.assets
            }
            if fresh != photos { photos = fresh }
            advance(to: page)
        } catch {
            note(error)
        }
    }

    private func advance(to page: AssetPage) {
        next = page.next
        isComplete = page.next == nil
        error = nil
    }

    private func note(_ error: any Error) {
        if let error = error as? SafelightError { self.error = error }
    }
}

extension AssetQuery {
    /// The same question, going on after a page.
    func going(after cursor: String?) -> AssetQuery {
        AssetQuery(
            shelf: shelf, album: album, favourites: favourites, since: since, until: until, after: cursor, limit: limit)
    }
}
