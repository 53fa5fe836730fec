import Foundation
import Photos
import Safelight
import UIKit

/// The phone's photo library as a source: originals that the engine borrows and never keeps twice.
///
/// Changes are read from PhotoKit's own history by a token; where the history is gone, the engine is told to ask for
/// everything. An asset's original is what the camera made, not the edited form. Originals that are only in the system's
/// cloud are fetched by the system when they are read.
public final class PhotoKitSource: PhotoSource, PhotoExtras {
    private let spool: URL

    /// A source that writes originals into this folder when they are asked for.
    public init(spool: URL) {
        self.spool = spool
    }

    /// What has changed since a token; everything without one.
    public func changes(since token: String?) async throws -> PhotoChanges {
        try Self.mayRead()
        let library = PHPhotoLibrary.shared()
        guard let token else {
            // The token first: what changes while we look is told again next time, and nothing is passed over.
            let now = try ChangeToken.text(of: library.currentChangeToken)
            return PhotoChanges(items: Self.all(), gone: [], token: now)
        }
        guard let since = ChangeToken.parse(token) else { throw PhotoSourceFailure.TokenExpired }
        let changed = try Self.changes(since: since, in: library)
        let items = Self.items(changed.touched)
        // What was touched and is not there any more is gone, whatever the history says of it.
        let gone = changed.touched.subtracting(items.map(\.id)).union(changed.gone)
        let now = try changed.last.map(ChangeToken.text) ?? token
        return PhotoChanges(items: items, gone: gone.sorted(), token: now)
    }

    /// Writes the original of one photo into the spool; the engine removes it when it has read it. Blocks until the system
    /// has it: the engine calls from threads of its own, never from one of Swift's.
    public func original(id: String) throws -> Original {
        try Self.mayRead()
        guard let asset = Self.asset(id), let resource = Self.camera(asset) else { throw PhotoSourceFailure.Gone }
        return try written(resource)
    }

    /// The same for the video of a Live Photo, as the camera made it.
    public func video(id: String) throws -> Original {
        try Self.mayRead()
        guard let asset = Self.asset(id) else { throw PhotoSourceFailure.Gone }
        let paired = PHAssetResource.assetResources(for: asset).first { $0.type == .pairedVideo }
        guard let paired else { throw PhotoSourceFailure.Gone }
        return try written(paired)
    }

    /// Asks the system to remove items; it asks the person, once for all of them.
    public func requestRemoval(ids: [String]) async throws -> [Removal] {
        try Self.mayRead()
        do {
            try await PHPhotoLibrary.shared().performChanges {
                PHAssetChangeRequest.deleteAssets(PHAsset.fetchAssets(withLocalIdentifiers: ids, options: nil))
            }
        } catch {
            let declined = (error as? PHPhotosError)?.code == .userCancelled
            return ids.map { _ in declined ? .declined : .failed }
        }
        // What the system left in place was not removed, whatever it said.
        return ids.map { Self.asset($0) == nil ? .removed : .failed }
    }

    private func written(_ resource: PHAssetResource) throws -> Original {
        try? FileManager.default.createDirectory(at: spool, withIntermediateDirectories: true)
        let file = spool.appendingPathComponent(UUID().uuidString)
        let options = PHAssetResourceRequestOptions()
        options.isNetworkAccessAllowed = true
        let written = Awaited()
        PHAssetResourceManager.default().writeData(for: resource, toFile: file, options: options) { written.end($0) }
        if let error = written.wait() {
            try? FileManager.default.removeItem(at: file)
            throw PhotoSourceFailure(photoKit: error)
        }
        return .file(path: file.path, temporary: true)
    }

    /// What tells that an original is still the same.
    public func stamp(id: String) throws -> FileStamp {
        try Self.mayRead()
        guard let asset = Self.asset(id) else { throw PhotoSourceFailure.Gone }
        return Self.stamp(asset)
    }

    private static func mayRead() throws {
        switch PlatformFacts.PhotoAccess(PHPhotoLibrary.authorizationStatus(for: .readWrite)) {
        case .full, .limited: return
        case .restricted: throw PhotoSourceFailure.Restricted
        case .denied, .notAsked: throw PhotoSourceFailure.Denied
        }
    }

    private static func asset(_ id: String) -> PHAsset? {
        PHAsset.fetchAssets(withLocalIdentifiers: [id], options: nil).firstObject
    }

    private static func all() -> [PhotoItem] {
        let options = PHFetchOptions()
        options.includeHiddenAssets = true
        return items(in: PHAsset.fetchAssets(with: options))
    }

    private static func items(_ ids: Set<String>) -> [PhotoItem] {
        guard !ids.isEmpty else { return [] }
        let options = PHFetchOptions()
        options.includeHiddenAssets = true
        return items(in: PHAsset.fetchAssets(withLocalIdentifiers: ids.sorted(), options: options))
    }

    private static func items(in found: PHFetchResult<PHAsset>) -> [PhotoItem] {
        var items: [PhotoItem] = []
        found.enumerateObjects { asset, _, _ in
            guard let resource = camera(asset) else { return }
            items.append(PhotoItem(id: asset.localIdentifier, name: resource.originalFilename, stamp: stamp(asset)))
        }
        return items
    }

    /// What the camera made. An asset without it (a placeholder of a shared album) has nothing to keep.
    static func camera(_ asset: PHAsset) -> PHAssetResource? {
        let wanted: PHAssetResourceType = asset.mediaType == .video ? .video : .photo
        return PHAssetResource.assetResources(for: asset).first { $0.type == wanted }
    }

    /// PhotoKit tells no size. The time changes with a heart, too: then the engine looks at the bytes again and finds the same.
    private static func stamp(_ asset: PHAsset) -> FileStamp {
        let at = asset.modificationDate ?? asset.creationDate ?? Date(timeIntervalSince1970: 0)
        return FileStamp(bytes: 0, modifiedNs: Int64((at.timeIntervalSince1970 * 1000).rounded()) * 1_000_000, inode: 0)
    }

    private struct Changed {
        var touched: Set<String> = [], gone: Set<String> = []
        var last: PHPersistentChangeToken?
    }

    private static func changes(since token: PHPersistentChangeToken, in library: PHPhotoLibrary) throws -> Changed {
        var changed = Changed()
        var failure: (any Error)?
        do {
            try library.fetchPersistentChanges(since: token).enumerateChanges { change, stop in
                do {
                    let details = try change.changeDetails(for: .asset)
                    changed.touched.formUnion(details.insertedLocalIdentifiers)
                    changed.touched.formUnion(details.updatedLocalIdentifiers)
                    changed.gone.formUnion(details.deletedLocalIdentifiers)
                    changed.last = change.changeToken
                } catch {
                    failure = error
                    stop.pointee = true
                }
            }
        } catch {
            failure = error
        }
        if let failure { throw PhotoSourceFailure(photoKit: failure) }
        // Deleted, and brought back from the phone's own recently deleted.
        changed.gone.subtract(changed.touched)
        return changed
    }
}

/// A place in the library's history as text, for the engine to keep.
enum ChangeToken {
    static func text(of token: PHPersistentChangeToken) throws -> String {
        do {
            return try NSKeyedArchiver.archivedData(withRootObject: token, requiringSecureCoding: true).base64EncodedString()
        } catch {
            throw PhotoSourceFailure.Unavailable(detail: "no token")
        }
    }

    static func parse(_ text: String) -> PHPersistentChangeToken? {
        guard let data = Data(base64Encoded: text) else { return nil }
        return try? NSKeyedUnarchiver.unarchivedObject(ofClass: PHPersistentChangeToken.self, from: data)
    }
}

extension PhotoSourceFailure {
    /// What PhotoKit says went wrong.
    init(photoKit error: any Error) {
        switch (error as? PHPhotosError)?.code {
        case .accessUserDenied: self = .Denied
        case .accessRestricted: self = .Restricted
        case .identifierNotFound: self = .Gone
        case .persistentChangeTokenExpired, .persistentChangeDetailsUnavailable: self = .TokenExpired
        default: self = .Unavailable(detail: "PhotoKit: \((error as NSError).domain) \((error as NSError).code)")
        }
    }
}

/// The end of a call that answers on a queue of the system's.
private final class Awaited: @unchecked Sendable {
    private let ended = DispatchSemaphore(value: 0)
    private var error: (any Error)?

    func end(_ error: (any Error)?) {
        self.error = error
        ended.signal()
    }

    func wait() -> (any Error)? {
        ended.wait()
        return error
    }
}
