import Foundation

/// What kind of asset.
public enum PHAssetMediaType: Int, Sendable { //= PHAssetMediaType
    case unknown = 0 //= .Unknown
    case image = 1 //= .Image
    case video = 2 //= .Video
    case audio = 3 //= .Audio
}

/// What kind of file of an asset.
public enum PHAssetResourceType: Int, Sendable { //= PHAssetResourceType
    case photo = 1 //= .Photo
    case video = 2 //= .Video
    case audio = 3 //= .Audio
    case alternatePhoto = 4 //= .AlternatePhoto
    case fullSizePhoto = 5 //= .FullSizePhoto
    case fullSizeVideo = 6 //= .FullSizeVideo
    case adjustmentData = 7 //= .AdjustmentData
    case pairedVideo = 9 //= .PairedVideo
}

/// What to look for.
open class PHFetchOptions: NSObject { //= PHFetchOptions
    /// Hidden ones too.
    open var includeHiddenAssets = false //= .includeHiddenAssets
    /// All of a burst.
    open var includeAllBurstAssets = false //= .includeAllBurstAssets
}

/// What was found.
open class PHFetchResult<ObjectType: AnyObject>: NSObject { //= PHFetchResult
    let objects: [ObjectType]
    init(_ objects: [ObjectType]) { self.objects = objects }

    /// How many.
    open var count: Int { objects.count } //= .count
    /// The first.
    open var firstObject: ObjectType? { objects.first } //= .firstObject
    /// One after another.
    open func enumerateObjects(_ block: (ObjectType, Int, UnsafeMutablePointer<Bool>) -> Void) { //= .enumerateObjectsUsingBlock
        var stop = false
        for (index, object) in objects.enumerated() where !stop { block(object, index, &stop) }
    }
}

/// An object of the library.
open class PHObject: NSObject, @unchecked Sendable { //= PHObject
    /// Its lasting name.
    public let localIdentifier: String //= .localIdentifier
    init(_ identifier: String) { localIdentifier = identifier }
}

/// One photo or video.
open class PHAsset: PHObject, @unchecked Sendable { //= PHAsset
    let photo: SimulatedPhotos.Photo
    init(_ photo: SimulatedPhotos.Photo) {
        self.photo = photo
        super.init(photo.identifier)
    }

    /// What it is.
    open var mediaType: PHAssetMediaType { photo.film ? .video : .image } //= .mediaType
    /// When it was changed, in the heart too.
    open var modificationDate: Date? { photo.modified } //= .modificationDate
    /// When it was taken.
    open var creationDate: Date? { photo.created } //= .creationDate

    /// All.
    open class func fetchAssets(with options: PHFetchOptions?) -> PHFetchResult<PHAsset> { //= .fetchAssetsWithOptions
        PHFetchResult(SimulatedPhotos.shared.visible().map(PHAsset.init))
    }

    /// Those with these names.
    open class func fetchAssets(withLocalIdentifiers identifiers: [String], options: PHFetchOptions?) -> PHFetchResult<PHAsset> { //= .fetchAssetsWithLocalIdentifiersOptions
        PHFetchResult(SimulatedPhotos.shared.visible().filter { identifiers.contains($0.identifier) }.map(PHAsset.init))
    }
}

/// A wish to change assets, inside `performChanges`.
open class PHAssetChangeRequest: NSObject { //= PHAssetChangeRequest
    /// Removes assets; the system asks the person. Swift takes any fast enumeration here.
    open class func deleteAssets(_ assets: PHFetchResult<PHAsset>) { //= .deleteAssets
        SimulatedPhotos.shared.removals.change { $0 += assets.objects.map(\.localIdentifier) }
    }
}

/// A file of an asset.
open class PHAssetResource: NSObject, @unchecked Sendable { //= PHAssetResource
    let photo: SimulatedPhotos.Photo
    /// What kind.
    public let type: PHAssetResourceType //= .type
    /// Its name.
    public let originalFilename: String //= .originalFilename

    init(_ photo: SimulatedPhotos.Photo, _ type: PHAssetResourceType, _ name: String) {
        self.photo = photo
        self.type = type
        originalFilename = name
    }

    /// The files of an asset, in no order that means anything.
    open class func assetResources(for asset: PHAsset) -> [PHAssetResource] { //= .assetResourcesForAsset
        let photo = asset.photo
        var resources = [PHAssetResource(photo, photo.film ? .video : .photo, photo.name)]
        if photo.video != nil { resources.append(PHAssetResource(photo, .pairedVideo, photo.name)) }
        // The edited form comes first here: whoever takes the first takes the wrong one.
        if photo.edited { resources.insert(PHAssetResource(photo, photo.film ? .fullSizeVideo : .fullSizePhoto, "FullSizeRender.jpg"), at: 0) }
        return resources
    }
}

/// How a file is read.
open class PHAssetResourceRequestOptions: NSObject { //= PHAssetResourceRequestOptions
    /// From the system's cloud, if it is not here.
    open var isNetworkAccessAllowed = false //= .networkAccessAllowed
}

/// Reads files.
open class PHAssetResourceManager: NSObject, @unchecked Sendable { //= PHAssetResourceManager
    private static let only = PHAssetResourceManager()
    /// The only one.
    open class func `default`() -> PHAssetResourceManager { only } //= .defaultManager

    /// Writes a file. There must not be one yet.
    open func writeData(for resource: PHAssetResource, toFile fileURL: URL, options: PHAssetResourceRequestOptions?, completionHandler: @escaping ((any Error)?) -> Void) { //= .writeDataForAssetResourceToFileOptionsCompletionHandler
        let overNetwork = options?.isNetworkAccessAllowed ?? false
        DispatchQueue.global().async {
            do {
                guard [.photo, .video, .pairedVideo].contains(resource.type) else { throw PHPhotosError(.internalError) }
                try SimulatedPhotos.shared.copy(resource.photo, video: resource.type == .pairedVideo, to: fileURL, overNetwork: overNetwork)
                completionHandler(nil)
            } catch {
                completionHandler(error)
            }
        }
    }
}

/// How a picture fills a size.
public enum PHImageContentMode: Int, Sendable { //= PHImageContentMode
    case aspectFit = 0 //= .AspectFit
    case aspectFill = 1 //= .AspectFill
}

/// How good a picture is to be.
public enum PHImageRequestOptionsDeliveryMode: Int, Sendable { //= PHImageRequestOptionsDeliveryMode
    case opportunistic = 0 //= .Opportunistic
    case highQualityFormat = 1 //= .HighQualityFormat
    case fastFormat = 2 //= .FastFormat
}

/// How a size is met.
public enum PHImageRequestOptionsResizeMode: Int, Sendable { //= PHImageRequestOptionsResizeMode
    case none = 0 //= .None
    case fast = 1 //= .Fast
    case exact = 2 //= .Exact
}
