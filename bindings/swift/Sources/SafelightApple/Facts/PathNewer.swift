import Network
import UIKit

// What came after the oldest supported system: in a file of its own, behind a check.

/// A satellite, or as little. Such a link counts as one on which data is to be saved.
func isUltraConstrained(_ path: NWPath) -> Bool {
    #if !SAFELIGHT_FLOOR
    if #available(iOS 26.0, *) { return path.isUltraConstrained }
    #endif
    return false
}
