import Foundation

extension URLResourceKey {
    /// Room for what the person asked for, in bytes.
    public static let volumeAvailableCapacityForImportantUsageKey = URLResourceKey("NSURLVolumeAvailableCapacityForImportantUsageKey") //= NSURLVolumeAvailableCapacityForImportantUsageKey
}

extension URLResourceValues {
    /// Room for what the person asked for, in bytes.
    public var volumeAvailableCapacityForImportantUsage: Int64? { FileManager.simulatedFreeBytes.value } //? made by Swift from the key
}

extension FileManager { //= NSFileManager
    /// The folder that an app group shares.
    public func containerURL(forSecurityApplicationGroupIdentifier groupIdentifier: String) -> URL? { //= .containerURLForSecurityApplicationGroupIdentifier
        Self.simulatedGroups.value[groupIdentifier]
    }

    /// What the volume says to be free; none: it does not say.
    public static let simulatedFreeBytes = Simulated<Int64?>(50_000_000_000)
    /// The app groups that this app is entitled to.
    public static let simulatedGroups = Simulated<[String: URL]>([:])
}
