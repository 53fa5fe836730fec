import Foundation
import UIKit

/// Names a request.
public typealias PHImageRequestID = Int32

/// How a picture is made.
open class PHImageRequestOptions: NSObject { //= PHImageRequestOptions
    /// How good.
    open var deliveryMode = PHImageRequestOptionsDeliveryMode.opportunistic //= .deliveryMode
    /// How its size is met.
    open var resizeMode = PHImageRequestOptionsResizeMode.fast //= .resizeMode
    /// From the system's cloud, if it is not here.
    open var isNetworkAccessAllowed = false //= .networkAccessAllowed
}

/// Makes pictures of assets.
open class PHImageManager: NSObject, @unchecked Sendable { //= PHImageManager
    private static let only = PHImageManager()
    /// The only one.
    open class func `default`() -> PHImageManager { only } //= .defaultManager

    /// A picture of an asset. Opportunistic requests are answered twice.
    @discardableResult
    open func requestImage(for asset: PHAsset, targetSize: CGSize, contentMode: PHImageContentMode, options: PHImageRequestOptions?, resultHandler: @escaping (UIImage?, [AnyHashable: Any]?) -> Void) -> PHImageRequestID { //= .requestImageForAssetTargetSizeContentModeOptionsResultHandler
        let picture = asset.photo.size.map { size in
            UIImage(cgImage: CGImage(simulatedWidth: size.width, simulatedHeight: size.height).simulatedFitting(Int(max(targetSize.width, targetSize.height))))
        }
        let twice = options?.deliveryMode ?? .opportunistic == .opportunistic
        let local = !asset.photo.inSystemCloud || options?.isNetworkAccessAllowed == true
        DispatchQueue.global().async {
            resultHandler(local ? picture : nil, nil)
            if twice { resultHandler(local ? picture : nil, nil) }
        }
        return 1
    }
}
