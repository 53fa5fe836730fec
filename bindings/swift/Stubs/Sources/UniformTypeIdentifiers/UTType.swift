import Foundation

/// A kind of file.
public struct UTType: Hashable, Sendable { //= UTType
    /// Its name.
    public let identifier: String //= UTType.identifier
    /// By its MIME type.
    public init?(mimeType: String) { //= UTType.typeWithMIMEType
        guard let identifier = Self.known[mimeType] else { return nil }
        self.identifier = identifier
    }

    private init(known: String) { identifier = known }
    private static let known = [
        "image/jpeg": "public.jpeg", "image/heic": "public.heic", "video/quicktime": "com.apple.quicktime-movie",
        "video/mp4": "public.mpeg-4",
    ]

    /// JPEG.
    public static var jpeg: UTType { UTType(known: "public.jpeg") } //= UTTypeJPEG
}
