@_exported import AppleFoundation
import Foundation

/// In these stand-ins, Core Foundation's types are the Swift types that they bridge to.
public typealias OSStatus = Int32
public typealias CFTypeRef = AnyObject
public typealias CFString = String
public typealias CFDictionary = [String: Any]
public typealias CFArray = [Any]
public typealias CFData = Data
public typealias CFError = NSError

public let errSecSuccess: OSStatus = 0 //= errSecSuccess
public let errSecParam: OSStatus = -50 //= errSecParam
public let errSecNotAvailable: OSStatus = -25291 //= errSecNotAvailable
public let errSecDuplicateItem: OSStatus = -25299 //= errSecDuplicateItem
public let errSecItemNotFound: OSStatus = -25300 //= errSecItemNotFound
public let errSecInteractionNotAllowed: OSStatus = -25308 //= errSecInteractionNotAllowed
public let errSecMissingEntitlement: OSStatus = -34018 //= errSecMissingEntitlement

public let kSecClass: CFString = "class" //= kSecClass
public let kSecClassGenericPassword: CFString = "genp" //= kSecClassGenericPassword
public let kSecAttrService: CFString = "svce" //= kSecAttrService
public let kSecAttrAccount: CFString = "acct" //= kSecAttrAccount
public let kSecAttrAccessGroup: CFString = "agrp" //= kSecAttrAccessGroup
public let kSecAttrSynchronizable: CFString = "sync" //= kSecAttrSynchronizable
public let kSecAttrAccessible: CFString = "pdmn" //= kSecAttrAccessible
public let kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly: CFString = "cku" //= kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
public let kSecUseDataProtectionKeychain: CFString = "nleg" //= kSecUseDataProtectionKeychain
public let kSecValueData: CFString = "v_Data" //= kSecValueData
public let kSecReturnData: CFString = "r_Data" //= kSecReturnData
public let kSecMatchLimit: CFString = "m_Limit" //= kSecMatchLimit
public let kSecMatchLimitOne: CFString = "m_LimitOne" //= kSecMatchLimitOne

public func SecItemCopyMatching(_ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus { //= SecItemCopyMatching
    SimulatedKeychain.shared.copy(query, result)
}

public func SecItemAdd(_ attributes: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus { //= SecItemAdd
    SimulatedKeychain.shared.add(attributes)
}

public func SecItemUpdate(_ query: CFDictionary, _ attributesToUpdate: CFDictionary) -> OSStatus { //= SecItemUpdate
    SimulatedKeychain.shared.update(query, attributesToUpdate)
}

public func SecItemDelete(_ query: CFDictionary) -> OSStatus { //= SecItemDelete
    SimulatedKeychain.shared.delete(query)
}

/// The Keychain of a phone: it stays when the app is removed, is locked until the first unlock, and belongs to groups.
public final class SimulatedKeychain: @unchecked Sendable {
    /// The phone's.
    public static let shared = SimulatedKeychain()

    private struct Key: Hashable { let group: String, service: String, account: String }
    private let items = Simulated<[Key: (data: Data, accessible: String)]>([:])

    /// Not unlocked since it started.
    public let beforeFirstUnlock = Simulated(false)
    /// What the next call answers, once.
    public let nextStatus = Simulated<OSStatus?>(nil)
    /// The groups that this app is entitled to, its own first.
    public let groups = Simulated(["TEAM.dev.safelight.demo"])

    private struct Stored: Codable { let group: String, service: String, account: String, data: Data, accessible: String }
    private let kept = Simulated<URL?>(nil)

    /// Keeps the items in a file, as a phone does, and begins with what is in it.
    public func keep(in file: URL) {
        if let data = try? Data(contentsOf: file), let stored = try? JSONDecoder().decode([Stored].self, from: data) {
            for one in stored { items.change { $0[Key(group: one.group, service: one.service, account: one.account)] = (one.data, one.accessible) } }
        }
        kept.value = file
    }

    private func save() {
        guard let file = kept.value else { return }
        let all = items.value.map { Stored(group: $0.group, service: $0.service, account: $0.account, data: $1.data, accessible: $1.accessible) }
        do { try JSONEncoder().encode(all).write(to: file, options: .atomic) } catch { fatalError("\(error)") }
    }

    /// As on a new phone.
    public func erase() {
        items.value = [:]
        beforeFirstUnlock.value = false
        nextStatus.value = nil
    }

    /// Under which accessibility an item is kept.
    public func accessibility(service: String, account: String) -> String? {
        items.value.first { $0.key.service == service && $0.key.account == account }?.value.accessible
    }

    /// How many items there are.
    public var count: Int { items.value.count }

    private func key(_ query: CFDictionary) -> Result<Key, Refusal> {
        if let status = nextStatus.change({ status in defer { status = nil }; return status }) { return .failure(Refusal(status: status)) }
        guard query[kSecClass] as? String == kSecClassGenericPassword, let service = query[kSecAttrService] as? String,
            let account = query[kSecAttrAccount] as? String
        else { return .failure(Refusal(status: errSecParam)) }
        let own = groups.value
        let group = query[kSecAttrAccessGroup] as? String ?? own.first ?? ""
        guard own.contains(group) else { return .failure(Refusal(status: errSecMissingEntitlement)) }
        if beforeFirstUnlock.value { return .failure(Refusal(status: errSecInteractionNotAllowed)) }
        return .success(Key(group: group, service: service, account: account))
    }

    private struct Refusal: Error { let status: OSStatus }

    fileprivate func copy(_ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus {
        switch key(query) {
        case .failure(let refusal): return refusal.status
        case .success(let key):
            guard let item = items.value[key] else { return errSecItemNotFound }
            if query[kSecReturnData] as? Bool == true { result?.pointee = item.data as NSData }
            return errSecSuccess
        }
    }

    fileprivate func add(_ attributes: CFDictionary) -> OSStatus {
        defer { save() }
        switch key(attributes) {
        case .failure(let refusal): return refusal.status
        case .success(let key):
            guard let data = attributes[kSecValueData] as? Data else { return errSecParam }
            return items.change { items in
                if items[key] != nil { return errSecDuplicateItem }
                items[key] = (data, attributes[kSecAttrAccessible] as? String ?? "ak")
                return errSecSuccess
            }
        }
    }

    fileprivate func update(_ query: CFDictionary, _ attributes: CFDictionary) -> OSStatus {
        defer { save() }
        switch key(query) {
        case .failure(let refusal): return refusal.status
        case .success(let key):
            guard let data = attributes[kSecValueData] as? Data else { return errSecParam }
            return items.change { items in
                guard let item = items[key] else { return errSecItemNotFound }
                items[key] = (data, attributes[kSecAttrAccessible] as? String ?? item.accessible)
                return errSecSuccess
            }
        }
    }

    fileprivate func delete(_ query: CFDictionary) -> OSStatus {
        defer { save() }
        switch key(query) {
        case .failure(let refusal): return refusal.status
        case .success(let key): return items.change { $0.removeValue(forKey: key) == nil ? errSecItemNotFound : errSecSuccess }
        }
    }
}
