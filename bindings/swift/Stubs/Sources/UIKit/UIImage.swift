import Foundation

/// A picture.
open class UIImage: NSObject { //= UIImage
    private let picture: CGImage

    /// Of a drawn picture.
    public init(cgImage: CGImage) { //= .initWithCGImage
        picture = cgImage
    }

    /// In points; one for each pixel here.
    open var size: CGSize { CGSize(width: picture.width, height: picture.height) } //= .size

    /// As a JPEG.
    open func jpegData(compressionQuality: CGFloat) -> Data? { //= UIImageJPEGRepresentation
        picture.simulatedJPEG
    }
}
