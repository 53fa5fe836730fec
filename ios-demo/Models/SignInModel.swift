import Foundation
import Observation
import Safelight

/// The form of sign-in and sign-up.
@MainActor
@Observable
final class SignInModel {
    var server = ""
    var email = ""
    var password = ""
    var invitation = ""
    var deviceName = "iPhone"
    /// What went wrong, in a sentence; none when nothing did.
    private(set) var problem: String?
    private(set) var isWorking = false
    /// After a sign-up: the words to show, until the person has them.
    private(set) var words: RecoveryWords?
    var library: PhotoLibrary?

    /// Whether the buttons are enabled.
    var isComplete: Bool { !server.isEmpty && email.contains("@") && !password.isEmpty && !isWorking }

    /// Signs in. True when somebody is signed in.
    func signIn() async -> Bool {
        await work { library in
            _ = try await library.signIn(self.credentials)
            try await library.addPhoneLibrary()
        }
    }

    /// Makes an account; `words` is to be shown then.
    func signUp() async -> Bool {
        await work { library in
            let invite = self.invitation.isEmpty ? nil : self.invitation
            self.words = try await library.signUp(self.credentials, invite: invite).words
            try await library.addPhoneLibrary()
        }
    }

    /// The person has the words on paper.
    func wordsAreKept() {
        words = nil
    }

    private var credentials: Credentials {
        Credentials(server: address, email: email, password: password, deviceName: deviceName)
    }

    /// What the person typed, as an address: a name alone is meant with https.
    private var address: String {
        let typed = server.trimmingCharacters(in: .whitespaces)
        return typed.contains("://") ? typed : "https://\(typed)"
    }

    private func work(_ body: (PhotoLibrary) async throws -> Void) async -> Bool {
        guard let library, isComplete else { return false }
        isWorking = true
        problem = nil
        defer { isWorking = false }
        do {
            try await body(library)
            password = ""
            return true
        } catch let error as SafelightError {
            problem = error.reasonCode.map { library.registration.reason($0).sentence } ?? "That did not work."
        } catch {}
        return false
    }
}
