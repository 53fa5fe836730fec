import Foundation
import Safelight
import Security
import Testing

@testable import SafelightApple

@Suite("The Keychain", .serialized)
struct KeychainVaultTests {
    private let vault = KeychainVault(service: "dev.safelight.demo", group: "TEAM.dev.safelight.demo")
    private let keychain = SimulatedKeychain.shared

    init() { keychain.erase() }

    @Test("a secret is kept, replaced and forgotten")
    func keeps() throws {
        #expect(try vault.load(name: "tokens") == nil)
        try vault.save(name: "tokens", secret: Data("first".utf8))
        try vault.save(name: "tokens", secret: Data("second".utf8))
        #expect(try vault.load(name: "tokens") == Data("second".utf8))
        #expect(keychain.count == 1)
        try vault.remove(name: "tokens")
        try vault.remove(name: "tokens")
        #expect(try vault.load(name: "tokens") == nil)
    }

    @Test("items are there from the first unlock, on this device only")
    func accessibility() throws {
        try vault.save(name: "tokens", secret: Data([1]))
        #expect(
            keychain.accessibility(service: "dev.safelight.demo", account: "tokens")
                == kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly)
    }

    @Test("locked, missing and failed are told apart")
    func apart() throws {
        try vault.save(name: "tokens", secret: Data([1]))
        keychain.beforeFirstUnlock.value = true
        #expect(throws: VaultFailure.Locked) { try vault.load(name: "tokens") }
        #expect(throws: VaultFailure.Locked) { try vault.save(name: "tokens", secret: Data([2])) }
        #expect(throws: VaultFailure.Locked) { try vault.remove(name: "tokens") }
        keychain.beforeFirstUnlock.value = false
        #expect(try vault.load(name: "tokens") == Data([1]))
        keychain.nextStatus.value = errSecParam
        #expect(throws: VaultFailure.Failed(detail: "Keychain status -50")) { try vault.load(name: "tokens") }
        keychain.nextStatus.value = errSecNotAvailable
        #expect(throws: VaultFailure.Locked) { try vault.load(name: "tokens") }
    }

    @Test("a group that the app is not entitled to is a failure, and no missing secret")
    func foreignGroup() {
        let vault = KeychainVault(service: "dev.safelight.demo", group: "OTHER.group")
        #expect(throws: VaultFailure.Failed(detail: "Keychain status -34018")) { try vault.load(name: "tokens") }
    }

    @Test("two processes that keep the same secret leave one item")
    func race() throws {
        // The item appears between the update and the add.
        keychain.nextStatus.value = errSecItemNotFound
        try KeychainVault(service: "dev.safelight.demo", group: "TEAM.dev.safelight.demo").save(name: "a", secret: Data([1]))
        keychain.nextStatus.value = errSecItemNotFound
        try vault.save(name: "a", secret: Data([2]))
        #expect(try vault.load(name: "a") == Data([2]))
        #expect(keychain.count == 1)
    }
}
