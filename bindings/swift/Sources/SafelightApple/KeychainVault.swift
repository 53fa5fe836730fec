import Foundation
import Safelight
import Security
import UIKit

/// The Keychain as the engine's key vault: secrets that never leave this device and are in no backup of it.
///
/// - From the first unlock after a start everything is there, with the screen locked too.
/// - *Locked*, *missing* and *failed* are told apart: only missing may lead to a sign-in, and none to wiping.
/// - Items outlive the app: after a reinstall the engine finds an installation that its store does not know, and becomes a
///   new device.
///
/// Calls block for moments; the engine calls them on threads of its own.
public final class KeychainVault: KeyVault {
    private let service: String
    private let group: String?

    /// Items of this service. `group`: the Keychain group that an app and its extensions share; none: the app's own.
    public init(service: String, group: String?) {
        self.service = service
        self.group = group
    }

    /// The secret under a name; none if there is none.
    public func load(name: String) throws -> Data? {
        var query = item(name)
        query[kSecReturnData as String] = true
        query[kSecMatchLimit as String] = kSecMatchLimitOne
        var found: CFTypeRef?
        let answer = KeychainAnswer(SecItemCopyMatching(query as CFDictionary, &found))
        switch answer {
        case .done:
            guard let data = found as? Data else { throw VaultFailure.Failed(detail: "an item without data") }
            return data
        case .missing: return nil
        default: throw answer.error
        }
    }

    /// Keeps a secret under a name. The old one stays until the new one is there.
    public func save(name: String, secret: Data) throws {
        let kept: [String: Any] = [
            kSecValueData as String: secret,
            kSecAttrAccessible as String: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]
        var answer = KeychainAnswer(SecItemUpdate(item(name) as CFDictionary, kept as CFDictionary))
        if answer == .missing {
            answer = KeychainAnswer(SecItemAdd(item(name).merging(kept) { $1 } as CFDictionary, nil))
            // Another process was faster: the last word is ours all the same.
            if answer == .there { answer = KeychainAnswer(SecItemUpdate(item(name) as CFDictionary, kept as CFDictionary)) }
        }
        guard answer == .done else { throw answer.error }
    }

    /// Forgets a secret; one that is not there is fine.
    public func remove(name: String) throws {
        let answer = KeychainAnswer(SecItemDelete(item(name) as CFDictionary))
        guard answer == .done || answer == .missing else { throw answer.error }
    }

    private func item(_ name: String) -> [String: Any] {
        var item: [String: Any] = [
            kSecClass as String: kSecClassGenericPassword,
            kSecAttrService as String: service,
            kSecAttrAccount as String: name,
            kSecAttrSynchronizable as String: false,
            kSecUseDataProtectionKeychain as String: true,
        ]
        item[kSecAttrAccessGroup as String] = group
        return item
    }
}

/// What the Keychain answers, as far as it makes a difference.
enum KeychainAnswer: Equatable {
    case done, missing, there, locked
    case failed(OSStatus)

    init(_ status: OSStatus) {
        switch status {
        case errSecSuccess: self = .done
        case errSecItemNotFound: self = .missing
        case errSecDuplicateItem: self = .there
        // Before the first unlock; `errSecNotAvailable` while the Keychain itself has not come up.
        case errSecInteractionNotAllowed, errSecNotAvailable: self = .locked
        default: self = .failed(status)
        }
    }

    /// As the engine's error. A missing item is an answer, and becomes an error only where it can't be one.
    var error: VaultFailure {
        switch self {
        case .locked: .Locked
        case .failed(let status): .Failed(detail: "Keychain status \(status)")
        case .done, .missing, .there: .Failed(detail: "the Keychain contradicts itself")
        }
    }
}
