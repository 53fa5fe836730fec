@_exported import AppleFoundation
import Foundation

/// A drawn picture.
public final class CGImage: @unchecked Sendable {
    /// In pixels.
    public let width: Int //? a function in C
    /// In pixels.
    public let height: Int //? a function in C

    /// A picture of this size.
    public init(simulatedWidth: Int, simulatedHeight: Int) {
        width = simulatedWidth
        height = simulatedHeight
    }

    /// This picture no larger than `side` at its longest.
    public func simulatedFitting(_ side: Int) -> CGImage {
        let longest = max(width, height, 1)
        guard longest > side else { return self }
        return CGImage(simulatedWidth: max(1, width * side / longest), simulatedHeight: max(1, height * side / longest))
    }

    /// The beginning and the end of a JPEG with a frame header of this size: enough for whoever asks how large it is.
    public var simulatedJPEG: Data {
        let high = UInt8(truncatingIfNeeded: height >> 8), low = UInt8(truncatingIfNeeded: height)
        let wide = UInt8(truncatingIfNeeded: width >> 8), narrow = UInt8(truncatingIfNeeded: width)
        return Data([0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, high, low, wide, narrow, 1, 1, 0x11, 0, 0xFF, 0xD9])
    }
}
