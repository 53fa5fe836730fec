import Foundation
import Safelight
import UIKit

extension PlatformFacts.Charging {
    /// What UIKit says of the battery; none while it is not monitored. iOS does not tell a charge limit from charging.
    public init?(_ state: UIDevice.BatteryState) {
        switch state {
        case .unplugged: self = .unplugged
        case .charging: self = .charging
        case .full: self = .full
        case .unknown: return nil
        @unknown default: return nil
        }
    }
}

/// Percent of a battery's level between 0 and 1. UIKit says -1 while it does not monitor.
public func percent(ofBatteryLevel level: Float) -> Int? {
    level.isFinite && (0...1).contains(level) ? Int((level * 100).rounded()) : nil
}

extension PlatformFacts.Heat {
    /// What the system says of its heat. A step that is not known yet counts as hot: it comes after those that are.
    public init(_ state: ProcessInfo.ThermalState) {
        switch state {
        case .nominal: self = .nominal
        case .fair: self = .fair
        case .serious: self = .serious
        case .critical: self = .critical
        @unknown default: self = .critical
        }
    }
}
