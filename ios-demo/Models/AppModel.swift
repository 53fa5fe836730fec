import Foundation
import Observation
import Safelight

/// Which screen the app is on, from the first moment to the gallery.
@MainActor
@Observable
final class AppModel {
    /// Where the app stands.
    enum Stage {
        /// The library is being opened.
        case opening
        /// Nobody is signed in; in a sentence why, where somebody was.
        case signedOut(why: String?)
        /// Somebody is.
        case signedIn(Account)
        /// It can't be opened; in a sentence, and what the person may do.
        case failed(String)
    }

    /// Somebody's library, with a model for each screen.
    struct Account {
        let identity: Identity
        let gallery: LibraryModel
        let albums: AlbumsModel
        let status: SyncStatusModel
        let why: DiagnosisModel
        let settings: SettingsModel
        let storage: StorageModel
    }

    private(set) var stage = Stage.opening
    let signIn: SignInModel
    private(set) var library: PhotoLibrary?
    private let phone: Phone

    init(phone: Phone) {
        self.phone = phone
        signIn = SignInModel()
    }

    /// Opens the library, and shows what belongs on the screen.
    func start() async {
        do {
            let library = try await phone.open()
            self.library = library
            signIn.library = library
            await refresh()
        } catch let error as SafelightError {
            stage = .failed(sentence(error))
        } catch {
            stage = .opening
        }
    }

    /// Looks again who is signed in.
    func refresh() async {
        guard let library, let state = try? await library.signInState() else { return }
        switch state {
        case .never: stage = .signedOut(why: nil)
        case .ended(_, let code): stage = .signedOut(why: phone.registration.reason(ReasonCode(code)).sentence)
        case .active(let identity):
            stage = .signedIn(
                Account(
                    identity: identity, gallery: LibraryModel(library), albums: AlbumsModel(library),
                    status: SyncStatusModel(library), why: DiagnosisModel(library), settings: SettingsModel(library),
                    storage: StorageModel(library)))
        }
    }

    /// Signs out. What was not sent is asked about first.
    func signOut(althoughUnsent: Bool) async -> Bool {
        guard let library, (try? await library.signOut(althoughUnsent: althoughUnsent)) == true else { return false }
        await refresh()
        return true
    }

    /// Stays in step with the cloud until the task is cancelled.
    func stayInStep() async {
        guard let library else { return }
        do { for try await _ in library.syncing {} } catch {}
    }

    /// The app comes to the screen and does what can be done now, or leaves the screen.
    func isOnScreen(_ onScreen: Bool) async {
        guard let library else { return }
        if onScreen {
            await phone.cameToTheScreen(library)
            // What can't be done now is told by the status, with its reasons.
            _ = try? await library.sync()
        } else {
            await phone.leavesTheScreen(library)
        }
    }

    private func sentence(_ error: SafelightError) -> String {
        error.reasonCode.map { phone.registration.reason($0).sentence } ?? "Safelight could not be opened."
    }
}
