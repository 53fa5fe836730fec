@_exported import AppleFoundation
@_exported import CoreGraphics
@_exported import Foundation

/// The device, as UIKit knows it.
@MainActor
open class UIDevice: NSObject { //= UIDevice
    /// Whether power comes in.
    public enum BatteryState: Int, Sendable { //= UIDeviceBatteryState
        case unknown = 0 //= .Unknown
        case unplugged = 1 //= .Unplugged
        case charging = 2 //= .Charging
        case full = 3 //= .Full
    }

    /// The only one.
    public class var current: UIDevice { only } //= .currentDevice
    private static let only = UIDevice()

    /// Whether `batteryLevel` and `batteryState` say anything.
    open var isBatteryMonitoringEnabled = false //= .batteryMonitoringEnabled
    /// From 0 to 1; -1 while it is not monitored.
    open var batteryLevel: Float { isBatteryMonitoringEnabled ? Self.simulatedBatteryLevel.value : -1 } //= .batteryLevel
    /// Unknown while it is not monitored.
    open var batteryState: BatteryState { isBatteryMonitoringEnabled ? Self.simulatedBatteryState.value : .unknown } //= .batteryState
    /// For example `18.2`.
    open var systemVersion: String { "18.2" } //= .systemVersion
    /// For example `iPhone`.
    open var model: String { "iPhone" } //= .model
    /// The person's name for it, or a generic one.
    open var name: String { "iPhone" } //= .name

    /// Posted when `batteryLevel` changes.
    public nonisolated class var batteryLevelDidChangeNotification: NSNotification.Name { .init("UIDeviceBatteryLevelDidChangeNotification") } //= UIDeviceBatteryLevelDidChangeNotification
    /// Posted when `batteryState` changes.
    public nonisolated class var batteryStateDidChangeNotification: NSNotification.Name { .init("UIDeviceBatteryStateDidChangeNotification") } //= UIDeviceBatteryStateDidChangeNotification

    /// What `batteryLevel` says.
    public nonisolated static let simulatedBatteryLevel = Simulated<Float>(0.8)
    /// What `batteryState` says.
    public nonisolated static let simulatedBatteryState = Simulated(BatteryState.unplugged)
}
