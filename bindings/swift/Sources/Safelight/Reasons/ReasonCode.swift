/// Why something waits or failed, for programs: a code of the vocabulary that phones and servers share.
///
/// A code that this version does not know is no error: a newer server may send one. It has a neutral sentence.
public struct ReasonCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The code, for example `net.wifi_required`.
    public let rawValue: String

    /// A code, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A code, known or not.
    public init(_ code: String) { rawValue = code }

    /// Whether this version knows it.
    public var isKnown: Bool { Self.known.contains(self) }
    /// The code itself.
    public var description: String { rawValue }

    private static let known = Set(all)
}
