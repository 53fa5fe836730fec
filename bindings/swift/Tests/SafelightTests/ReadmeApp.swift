import Foundation
import Safelight

/// A gallery that syncs and explains itself.
@MainActor
final class Gallery {
    let photos: LibraryModel
    let status: SyncStatusModel
    let why: DiagnosisModel
    private let library: PhotoLibrary

    /// Registers before the launch ends, opens, and signs in where nobody is.
    init(in folder: URL, as who: Credentials) async throws {
        let registration = try Registration(Configuration(folder: folder, client: "my-gallery/1.0.0"))
        library = try await registration.open()
        if case .never = try await library.signInState() { _ = try await library.signIn(who) }
        photos = LibraryModel(library)
        status = SyncStatusModel(library)
        why = DiagnosisModel(library)
    }

    /// Follows what happens until its task is cancelled: `.task { await gallery.follow() }`.
    func follow() async {
        async let list: Void = photos.follow()
        async let state: Void = status.follow()
        async let cloud: Void? = try? { for try await _ in library.syncing {} }()
        _ = await (list, state, cloud)
    }

    /// Takes files in. They are on this phone for good when it returns.
    func take(_ files: [URL]) async throws {
        _ = try await library.takeIn(files)
    }
}
