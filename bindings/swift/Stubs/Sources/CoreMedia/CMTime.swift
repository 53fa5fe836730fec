/// A time in a film.
public struct CMTime: Sendable { //? a struct in C
    /// In units.
    public var value: Int64 //? a struct in C
    /// Units in a second.
    public var timescale: Int32 //? a struct in C

    /// Its beginning.
    public static let zero = CMTime(value: 0, timescale: 1) //= kCMTimeZero
    /// After so many seconds.
    public init(seconds: Double, preferredTimescale: Int32) { //? Swift overlay
        value = Int64(seconds * Double(preferredTimescale))
        timescale = preferredTimescale
    }

    private init(value: Int64, timescale: Int32) {
        self.value = value
        self.timescale = timescale
    }
}
