@_exported import AppleFoundation
import Foundation

/// What the person allowed.
public enum PHAuthorizationStatus: Int, Sendable { //= PHAuthorizationStatus
    case notDetermined = 0 //= .NotDetermined
    case restricted = 1 //= .Restricted
    case denied = 2 //= .Denied
    case authorized = 3 //= .Authorized
    case limited = 4 //= .Limited
}

/// What is asked for.
public enum PHAccessLevel: Int, Sendable { //= PHAccessLevel
    case addOnly = 1 //= .AddOnly
    case readWrite = 2 //= .ReadWrite
}

/// What changes are about.
public enum PHObjectType: Int, Sendable { //= PHObjectType
    case asset = 1 //= .Asset
    case assetCollection = 2 //= .AssetCollection
    case collectionList = 3 //= .CollectionList
}

/// Why the photo library refuses.
public struct PHPhotosError: Swift.Error, Equatable, Sendable {
    /// The reason.
    public enum Code: Int, Sendable { //= PHPhotosError
        case internalError = -1 //= .InternalError
        case libraryVolumeOffline = 3114 //= .LibraryVolumeOffline
        case networkAccessRequired = 3164 //= .NetworkAccessRequired
        case networkError = 3169 //= .NetworkError
        case userCancelled = 3072 //= .UserCancelled
        case identifierNotFound = 3201 //= .IdentifierNotFound
        case accessRestricted = 3310 //= .AccessRestricted
        case accessUserDenied = 3311 //= .AccessUserDenied
        case persistentChangeTokenExpired = 3105 //= .PersistentChangeTokenExpired
        case persistentChangeDetailsUnavailable = 3210 //= .PersistentChangeDetailsUnavailable
    }

    /// The reason.
    public let code: Code
    /// For this reason.
    public init(_ code: Code) { self.code = code }
}

/// A place in the library's history.
open class PHPersistentChangeToken: NSObject, NSSecureCoding, @unchecked Sendable { //= PHPersistentChangeToken
    let place: Int
    init(_ place: Int) { self.place = place }

    public static var supportsSecureCoding: Bool { true }
    public func encode(with coder: NSCoder) { coder.encode(place, forKey: "place") }
    public required init?(coder: NSCoder) { place = coder.decodeInteger(forKey: "place") }
}

/// What changed at one place of the history.
open class PHPersistentChange: NSObject { //= PHPersistentChange
    /// After it.
    public let changeToken: PHPersistentChangeToken //= .changeToken
    private let change: SimulatedPhotos.Change

    init(_ change: SimulatedPhotos.Change, at place: Int) {
        self.change = change
        changeToken = PHPersistentChangeToken(place)
    }

    /// What became of objects of a kind.
    open func changeDetails(for objectType: PHObjectType) throws -> PHPersistentObjectChangeDetails { //= .changeDetailsForObjectTypeError
        if change.lost { throw PHPhotosError(.persistentChangeDetailsUnavailable) }
        return PHPersistentObjectChangeDetails(change)
    }
}

/// What became of objects of a kind.
open class PHPersistentObjectChangeDetails: NSObject { //= PHPersistentObjectChangeDetails
    /// New.
    public let insertedLocalIdentifiers: Set<String> //= .insertedLocalIdentifiers
    /// Changed.
    public let updatedLocalIdentifiers: Set<String> //= .updatedLocalIdentifiers
    /// Gone.
    public let deletedLocalIdentifiers: Set<String> //= .deletedLocalIdentifiers

    init(_ change: SimulatedPhotos.Change) {
        insertedLocalIdentifiers = change.inserted
        updatedLocalIdentifiers = change.updated
        deletedLocalIdentifiers = change.deleted
    }
}

/// Changes since a token.
open class PHPersistentChangeFetchResult: NSObject { //= PHPersistentChangeFetchResult
    private let changes: [PHPersistentChange]
    init(_ changes: [PHPersistentChange]) { self.changes = changes }

    /// One after another. Written as Swift imports it: the flag stops the round.
    open func enumerateChanges(_ block: (PHPersistentChange, UnsafeMutablePointer<Bool>) -> Void) { //= .enumerateChangesWithBlock
        var stop = false
        for change in changes where !stop { block(change, &stop) }
    }
}

/// The phone's photo library.
open class PHPhotoLibrary: NSObject, @unchecked Sendable { //= PHPhotoLibrary
    private static let only = PHPhotoLibrary()
    /// The only one.
    open class func shared() -> PHPhotoLibrary { only } //= .sharedPhotoLibrary

    /// What the person allowed.
    open class func authorizationStatus(for accessLevel: PHAccessLevel) -> PHAuthorizationStatus { //= .authorizationStatusForAccessLevel
        SimulatedPhotos.shared.authorization.value
    }

    /// Asks the person.
    open class func requestAuthorization(for accessLevel: PHAccessLevel) async -> PHAuthorizationStatus { //= .requestAuthorizationForAccessLevelHandler
        let photos = SimulatedPhotos.shared
        return photos.authorization.change { status in
            if status == .notDetermined { status = photos.answer.value }
            return status
        }
    }

    /// Now.
    open var currentChangeToken: PHPersistentChangeToken { PHPersistentChangeToken(SimulatedPhotos.shared.place) } //= .currentChangeToken

    /// What changed since a token.
    open func fetchPersistentChanges(since token: PHPersistentChangeToken) throws -> PHPersistentChangeFetchResult { //= .fetchPersistentChangesSinceTokenError
        PHPersistentChangeFetchResult(try SimulatedPhotos.shared.changes(since: token.place))
    }

    /// Changes the library. What asks the person waits for the answer. Written as Swift imports it.
    open func performChanges(_ changeBlock: @escaping @Sendable () -> Void) async throws { //= .performChangesCompletionHandler
        changeBlock()
        try SimulatedPhotos.shared.carryOutRemovals()
    }

    /// Tells an observer of changes.
    open func register(_ observer: any PHPhotoLibraryChangeObserver) { //= .registerChangeObserver
        SimulatedPhotos.shared.observers.change { $0.append(observer) }
    }

    /// Tells it no more.
    open func unregisterChangeObserver(_ observer: any PHPhotoLibraryChangeObserver) { //= .unregisterChangeObserver
        SimulatedPhotos.shared.observers.change { $0.removeAll { $0 === observer } }
    }
}

/// One change.
open class PHChange: NSObject {} //= PHChange

/// Hears of changes, on a queue of the system's.
public protocol PHPhotoLibraryChangeObserver: NSObjectProtocol { //= PHPhotoLibraryChangeObserver
    /// The library has changed.
    func photoLibraryDidChange(_ changeInstance: PHChange) //= .photoLibraryDidChange
}
