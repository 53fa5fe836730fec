import Foundation
import SafelightFFI

/// The account, and its phones.
extension PhotoLibrary {
    /// Whether somebody is signed in.
    public func signInState() async throws -> SignInState {
        try await short { try await engine.signInState() }
    }

    /// Makes an account. `invite`: where the server asks for one. Show the recovery words at once; they are kept nowhere.
    public func signUp(_ credentials: Credentials, invite: String? = nil) async throws -> SignedUp {
        try await cancellable { try await engine.signUp(credentials: credentials, invite: invite, cancel: $0) }
    }

    /// Signs in.
    public func signIn(_ credentials: Credentials) async throws -> Identity {
        try await cancellable { try await engine.signIn(credentials: credentials, cancel: $0) }
    }

    /// Signs in with the recovery words; the password of `credentials` becomes the new one.
    public func recover(_ credentials: Credentials, with words: RecoveryWords) async throws -> Identity {
        try await cancellable { try await engine.recover(credentials: credentials, words: words, cancel: $0) }
    }

    /// What a sign-out would leave behind.
    public func leftBehind() async throws -> LeftBehind {
        try await short { try await engine.leftBehind() }
    }

    /// Signs out. False, and nothing happened, where something was not sent yet and `althoughUnsent` is not said.
    public func signOut(althoughUnsent: Bool = false) async throws -> Bool {
        try await short { try await engine.signOut(althoughUnsent: althoughUnsent) }
    }

    /// Changes the password. Other phones stay signed in.
    public func changePassword(from old: String, to new: String) async throws {
        try await cancellable { try await engine.changePassword(old: old, new: new, cancel: $0) }
    }

    /// Sets a new password after the phone's own unlock.
    public func setNewPassword(_ new: String, after unlock: any DeviceUnlock) async throws {
        try await cancellable { try await engine.setNewPassword(unlock: unlock, new: new, cancel: $0) }
    }

    /// New recovery words. They count once they were asked back and adopted.
    public func drawRecoveryWords() async throws -> RecoveryWords {
        try await short { try await engine.drawRecoveryWords() }
    }

    /// Makes words the account's: the old ones end.
    public func adopt(_ words: RecoveryWords) async throws {
        try await cancellable { try await engine.adoptRecoveryWords(words: words, cancel: $0) }
    }

    /// Whether the person holds the words: notes it, if every answer is right.
    public func confirm(_ words: RecoveryWords, with answers: [WordAnswer]) async throws -> Bool {
        try await short { try await engine.confirmWords(words: words, answers: answers) }
    }

    /// Deletes the account; until when it can be taken back.
    public func deleteAccount() async throws -> Date? {
        try await cancellable { try await engine.deleteAccount(cancel: $0) }
    }

    /// The phones of the account.
    public func devices() async throws -> [Device] {
        try await cancellable { try await engine.devices(cancel: $0) }
    }

    /// Calls a phone something else.
    public func rename(device: String, to name: String) async throws {
        try await short { try await engine.renameDevice(device: device, name: name) }
    }

    /// Takes a phone's access.
    public func revoke(device: String) async throws {
        try await short { try await engine.revokeDevice(device: device) }
    }

    /// How another phone stands, as far as it has said.
    public func explain(device idOrName: String) async throws -> Explanation {
        try await short { try await engine.explainDevice(idOrName: idOrName) }
    }

    /// Trusts an authority (PEM) of the person's own for the server, beside the system's. Its fingerprint.
    public func trust(authority pem: String, fingerprint: String? = nil) async throws -> String {
        try await short { try await engine.trustAuthority(pem: pem, fingerprint: fingerprint) }
    }
}
