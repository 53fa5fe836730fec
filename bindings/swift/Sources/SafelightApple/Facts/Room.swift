import Foundation
import Safelight
import UIKit

/// Room on the volume of a folder, in bytes: what the system would make free for what the person asked for, and all.
/// Reads the disk: never called on the main thread.
public func room(at folder: URL) -> (free: Int64?, total: Int64?) {
    let keys: Set<URLResourceKey> = [.volumeAvailableCapacityForImportantUsageKey, .volumeTotalCapacityKey]
    guard let values = try? folder.resourceValues(forKeys: keys) else { return (nil, nil) }
    // Where the system can't reckon it, it says 0, which would read as a full disk.
    let free = values.volumeAvailableCapacityForImportantUsage.flatMap { $0 > 0 ? $0 : nil }
    return (free, values.volumeTotalCapacity.map(Int64.init))
}
