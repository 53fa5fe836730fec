import Foundation
import Observation
import Safelight
import SafelightApple

/// One photo on the whole screen: at once what is here, then the original.
@MainActor
@Observable
final class ViewerModel {
    private(set) var photo: Asset
    /// The best picture that is here.
    private(set) var picture: URL?
    /// Of the original, from 0 to 1; none while nothing arrives.
    private(set) var received: Double?
    /// Why it is not here or not safe, in a sentence.
    private(set) var why: String?
    private let library: PhotoLibrary

    init(_ photo: Asset, in library: PhotoLibrary) {
        self.photo = photo
        self.library = library
    }

    /// Shows the best that is here and fetches the original. Ends when the person goes on to another photo.
    func open() async {
        for kind in [ResourceKind.original, .preview, .thumbnail] where picture == nil {
            if let file = (try? await library.localFile(of: photo.id, kind)) ?? nil { picture = await shown(file) }
        }
        why = (try? await library.why(photo.id))??.sentence
        do {
            let total = max(1, Double(photo.bytes))
            let original = try await library.file(of: photo.id, .original) { [weak self] bytes in
                Task { @MainActor in self?.received = min(1, Double(bytes) / total) }
            }
            picture = await shown(original)
        } catch {}
        received = nil
    }

    /// The heart.
    func toggleFavourite() async {
        await change { _ = try await $0.edit([$1], Edit(favourite: !self.photo.favourite)) }
    }

    /// To recently deleted, or back from there.
    func toggleTrash() async {
        await change { _ = self.photo.trashed ? try await $0.restore([$1]) : try await $0.trash([$1]) }
    }

    /// The longest side of what a screen shows.
    private static let side: UInt32 = 2048

    /// A file to show: what the phone's own photo library has is drawn by the system.
    private func shown(_ file: PhotoFile) async -> URL? {
        switch file {
        case .file(let url): return url
        case .phoneLibrary(let id):
            let drawn = FileManager.default.temporaryDirectory.appendingPathComponent("\(photo.id).jpg")
            try? await SystemRenderer().render(file: "photos:\(id)", mediaType: "image/*", longestSide: Self.side, into: drawn.path)
            return FileManager.default.fileExists(atPath: drawn.path) ? drawn : nil
        }
    }

    private func change(_ body: (PhotoLibrary, Asset.ID) async throws -> Void) async {
        try? await body(library, photo.id)
        if let now = (try? await library.details(of: photo.id)) ?? nil { photo = now.asset }
    }
}
