import AVFoundation
import Foundation
import ImageIO
import Photos
import Safelight
import UIKit
import UniformTypeIdentifiers

/// Pictures of what the engine does not decode itself (HEIC, RAW, films), drawn by the system.
public final class SystemRenderer: MediaRenderer {
    /// How an item of the phone's photo library is named in place of a path.
    static let itemPrefix = "photos:"
    private static let quality = 0.85

    /// A renderer. It keeps nothing.
    public init() {}

    /// Writes a JPEG of a file or of an item of the phone's photo library to `into`, upright, no side longer than `longestSide`.
    public func render(file: String, mediaType: String, longestSide: UInt32, into: String) async throws {
        let picture = try await picture(of: file, mediaType: mediaType, longestSide: longestSide)
        do {
            try picture.write(to: URL(fileURLWithPath: into))
        } catch {
            throw RenderFailure.Failed(detail: "no room for the picture")
        }
    }

    /// A JPEG of a file or of an item of the phone's photo library, upright, no side longer than `longestSide`.
    func picture(of file: String, mediaType: String, longestSide: UInt32) async throws -> Data {
        let side = Int(longestSide)
        if file.hasPrefix(Self.itemPrefix) {
            return try await Self.item(String(file.dropFirst(Self.itemPrefix.count)), side)
        }
        let url = URL(fileURLWithPath: file)
        if mediaType.hasPrefix("video/") { return try await Self.film(url, side) }
        guard let source = CGImageSourceCreateWithURL(url as CFURL, nil) else { throw RenderFailure.Unsupported }
        let options: [String: Any] = [
            kCGImageSourceCreateThumbnailFromImageAlways as String: true,
            kCGImageSourceCreateThumbnailWithTransform as String: true,
            kCGImageSourceThumbnailMaxPixelSize as String: side,
            kCGImageSourceShouldCache as String: false,
        ]
        guard let picture = CGImageSourceCreateThumbnailAtIndex(source, 0, options as CFDictionary) else { throw RenderFailure.Damaged }
        return try Self.jpeg(picture)
    }

    private static func film(_ url: URL, _ side: Int) async throws -> Data {
        let generator = AVAssetImageGenerator(asset: AVURLAsset(url: url))
        generator.appliesPreferredTrackTransform = true
        generator.maximumSize = CGSize(width: side, height: side)
        do {
            return try jpeg(try await generator.image(at: .zero).image)
        } catch let error as RenderFailure {
            throw error
        } catch {
            throw RenderFailure.Unsupported
        }
    }

    private static func item(_ id: String, _ side: Int) async throws -> Data {
        guard let asset = PHAsset.fetchAssets(withLocalIdentifiers: [id], options: nil).firstObject else { throw RenderFailure.Unsupported }
        let options = PHImageRequestOptions()
        // Answered once, with what was asked for: an opportunistic request is answered twice.
        options.deliveryMode = .highQualityFormat
        options.resizeMode = .exact
        options.isNetworkAccessAllowed = true
        let size = CGSize(width: side, height: side)
        let data: Data? = await withCheckedContinuation { continuation in
            PHImageManager.default().requestImage(for: asset, targetSize: size, contentMode: .aspectFit, options: options) { image, _ in
                continuation.resume(returning: image?.jpegData(compressionQuality: quality))
            }
        }
        guard let data else { throw RenderFailure.Unsupported }
        return data
    }

    private static func jpeg(_ picture: CGImage) throws -> Data {
        let data = NSMutableData()
        let properties: [String: Any] = [kCGImageDestinationLossyCompressionQuality as String: quality]
        guard let destination = CGImageDestinationCreateWithData(data as CFMutableData, UTType.jpeg.identifier as CFString, 1, nil)
        else { throw RenderFailure.Unsupported }
        CGImageDestinationAddImage(destination, picture, properties as CFDictionary)
        guard CGImageDestinationFinalize(destination) else { throw RenderFailure.Unsupported }
        return data as Data
    }

}
