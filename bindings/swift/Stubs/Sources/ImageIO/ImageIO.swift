@_exported import CoreGraphics
import Foundation
@_exported import Security

public typealias CFURL = URL
public typealias CFMutableData = NSMutableData

/// A file that can be drawn.
public final class CGImageSource {
    let picture: CGImage
    init(_ picture: CGImage) { self.picture = picture }
}

/// A file that is written.
public final class CGImageDestination {
    let data: NSMutableData
    var picture: CGImage?
    init(_ data: NSMutableData) { self.data = data }
}

public let kCGImageSourceCreateThumbnailFromImageAlways: CFString = "kCGImageSourceCreateThumbnailFromImageAlways" //= kCGImageSourceCreateThumbnailFromImageAlways
public let kCGImageSourceCreateThumbnailWithTransform: CFString = "kCGImageSourceCreateThumbnailWithTransform" //= kCGImageSourceCreateThumbnailWithTransform
public let kCGImageSourceThumbnailMaxPixelSize: CFString = "kCGImageSourceThumbnailMaxPixelSize" //= kCGImageSourceThumbnailMaxPixelSize
public let kCGImageSourceShouldCache: CFString = "kCGImageSourceShouldCache" //= kCGImageSourceShouldCache
public let kCGImageDestinationLossyCompressionQuality: CFString = "kCGImageDestinationLossyCompressionQuality" //= kCGImageDestinationLossyCompressionQuality

/// A file of these stand-ins begins with this word, and a width and a height in words of ASCII.
public let simulatedPictureWord = "SAFELIGHT-PICTURE"

/// A file that these stand-ins can draw.
public func simulatedPictureFile(width: Int, height: Int) -> Data {
    Data("\(simulatedPictureWord) \(width) \(height) ".utf8)
}

func simulatedPicture(at url: URL) -> CGImage? {
    guard let data = try? Data(contentsOf: url), let text = String(data: data.prefix(64), encoding: .utf8) else { return nil }
    let words = text.split(separator: " ")
    guard words.count >= 3, words[0] == simulatedPictureWord, let width = Int(words[1]), let height = Int(words[2]) else { return nil }
    return CGImage(simulatedWidth: width, simulatedHeight: height)
}

public func CGImageSourceCreateWithURL(_ url: CFURL, _ options: CFDictionary?) -> CGImageSource? { //= CGImageSourceCreateWithURL
    simulatedPicture(at: url).map(CGImageSource.init)
}

public func CGImageSourceCreateThumbnailAtIndex(_ isrc: CGImageSource, _ index: Int, _ options: CFDictionary?) -> CGImage? { //= CGImageSourceCreateThumbnailAtIndex
    guard options?[kCGImageSourceCreateThumbnailFromImageAlways] as? Bool == true else { return nil }
    return isrc.picture.simulatedFitting(options?[kCGImageSourceThumbnailMaxPixelSize] as? Int ?? .max)
}

public func CGImageDestinationCreateWithData(_ data: CFMutableData, _ type: CFString, _ count: Int, _ options: CFDictionary?) -> CGImageDestination? { //= CGImageDestinationCreateWithData
    type == "public.jpeg" && count == 1 ? CGImageDestination(data) : nil
}

public func CGImageDestinationAddImage(_ idst: CGImageDestination, _ image: CGImage, _ properties: CFDictionary?) { //= CGImageDestinationAddImage
    idst.picture = image
}

public func CGImageDestinationFinalize(_ idst: CGImageDestination) -> Bool { //= CGImageDestinationFinalize
    guard let picture = idst.picture else { return false }
    idst.data.append(picture.simulatedJPEG)
    return true
}
