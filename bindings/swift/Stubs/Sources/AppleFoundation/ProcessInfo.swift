import Foundation

extension ProcessInfo { //= NSProcessInfo
    /// How warm the phone is.
    public enum ThermalState: Int, Sendable { //= NSProcessInfoThermalState
        case nominal = 0 //= .Nominal
        case fair = 1 //= .Fair
        case serious = 2 //= .Serious
        case critical = 3 //= .Critical
    }

    /// Low Power Mode.
    public var isLowPowerModeEnabled: Bool { Self.simulatedLowPower.value } //= .lowPowerModeEnabled
    /// How warm it is.
    public var thermalState: ThermalState { Self.simulatedThermalState.value } //= .thermalState
    /// Posted when `thermalState` changes.
    public class var thermalStateDidChangeNotification: NSNotification.Name { .init("NSProcessInfoThermalStateDidChangeNotification") } //= NSProcessInfoThermalStateDidChangeNotification

    /// What `isLowPowerModeEnabled` says.
    public static let simulatedLowPower = Simulated(false)
    /// What `thermalState` says.
    public static let simulatedThermalState = Simulated(ThermalState.nominal)
}

extension NSNotification.Name {
    /// Posted when `isLowPowerModeEnabled` changes.
    public static let NSProcessInfoPowerStateDidChange = NSNotification.Name("NSProcessInfoPowerStateDidChangeNotification") //= NSProcessInfoPowerStateDidChangeNotification
}
