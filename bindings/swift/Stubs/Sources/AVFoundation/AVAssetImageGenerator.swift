@_exported import CoreGraphics
@_exported import CoreMedia
import Foundation

/// A film.
open class AVAsset: NSObject, @unchecked Sendable {} //= AVAsset

/// A film in a file.
open class AVURLAsset: AVAsset, @unchecked Sendable { //= AVURLAsset
    /// Where it is.
    public let url: URL //= .URL
    /// Of a file.
    public init(url: URL, options: [String: Any]? = nil) { //= .initWithURLOptions
        self.url = url
    }
}

/// Draws pictures of a film.
open class AVAssetImageGenerator: NSObject { //= AVAssetImageGenerator
    private let film: AVAsset
    /// Of a film.
    public init(asset: AVAsset) { //= .initWithAsset
        film = asset
    }

    /// Turned as the film says.
    open var appliesPreferredTrackTransform = false //= .appliesPreferredTrackTransform
    /// No larger than this.
    open var maximumSize = CGSize.zero //= .maximumSize

    /// The picture at a time.
    open func image(at time: CMTime) async throws -> (image: CGImage, actualTime: CMTime) { //? made by Swift from generateCGImageAsynchronouslyForTime:completionHandler:
        guard let url = (film as? AVURLAsset)?.url, let data = try? Data(contentsOf: url),
            let text = String(data: data.prefix(64), encoding: .utf8), text.hasPrefix("SAFELIGHT-FILM ")
        else { throw NSError(domain: "AVFoundationErrorDomain", code: -11828) }
        let numbers = text.split(separator: " ").compactMap { Int($0) }
        guard numbers.count >= 2 else { throw NSError(domain: "AVFoundationErrorDomain", code: -11829) }
        let picture = CGImage(simulatedWidth: numbers[0], simulatedHeight: numbers[1])
        return (picture.simulatedFitting(Int(max(maximumSize.width, maximumSize.height))), time)
    }
}

/// A film of these stand-ins.
public func simulatedFilmFile(width: Int, height: Int) -> Data {
    Data("SAFELIGHT-FILM \(width) \(height) ".utf8)
}
