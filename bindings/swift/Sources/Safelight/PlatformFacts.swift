import Foundation

/// What the phone knows now, as an adapter for its system says it. Nothing (`nil`) is "the phone can't tell".
///
/// Every value has the spelling that the engine knows; a test sets each of them on a real library and reads it back.
public struct PlatformFacts: Equatable, Sendable {
    /// Whether power comes in.
    public enum Charging: String, CaseIterable, Sendable {
        /// The battery fills.
        case charging
        /// It is full, and power comes in.
        case full
        /// The person's charge limit holds it where it is.
        case limited
        /// On battery.
        case unplugged
    }

    /// How the phone is connected.
    public enum Network: String, CaseIterable, Sendable {
        /// By Wi-Fi.
        case wifi
        /// By a mobile network.
        case cellular
        /// By a cable.
        case ethernet
        /// Not at all.
        case disconnected = "none"
    }

    /// Whether a VPN carries the bytes, and what is under it.
    public enum Tunnel: String, CaseIterable, Sendable {
        /// There is none.
        case off = "false"
        /// There is one; what is under it can't be told.
        case overSomething = "true"
        /// Over Wi-Fi.
        case overWifi = "wifi"
        /// Over a mobile network.
        case overCellular = "cellular"
        /// Over a cable.
        case overEthernet = "ethernet"
    }

    /// How warm the phone is.
    public enum Heat: String, CaseIterable, Sendable {
        /// Cool.
        case nominal
        /// Warm.
        case fair
        /// Hot: nothing heavy.
        case serious
        /// Too hot: nothing at all.
        case critical
    }

    /// Which photos the app may read.
    public enum PhotoAccess: String, CaseIterable, Sendable {
        /// All.
        case full
        /// Those that the person selected.
        case limited
        /// None: the person said no.
        case denied = "none"
        /// None: the phone's manager or a parent said no.
        case restricted
        /// None yet: the person was not asked.
        case notAsked = "not_asked"
    }

    /// Whether the app may work in the background.
    public enum Background: String, CaseIterable, Sendable {
        /// It may.
        case allowed
        /// The person switched it off.
        case denied
        /// The system or the phone's manager keeps it from it.
        case restricted
    }

    /// Where the app is.
    public enum AppState: String, CaseIterable, Sendable {
        /// On the screen.
        case foreground
        /// Not on the screen.
        case background
        /// An extension of it runs, not the app.
        case `extension`
    }

    /// Charge of the battery, in percent.
    public var battery: Int?
    /// Whether power comes in.
    public var charging: Charging?
    /// Low Power Mode.
    public var lowPower: Bool?
    /// How the phone is connected.
    public var network: Network?
    /// Whether bytes on this network cost or are counted.
    public var metered: Bool?
    /// Low Data Mode.
    public var constrained: Bool?
    /// Whether a VPN carries the bytes.
    public var tunnel: Tunnel?
    /// Whether the app may reach other machines in the local network.
    public var localNetworkAllowed: Bool?
    /// Whether the app may use cellular data.
    public var cellularAllowed: Bool?
    /// How warm it is.
    public var heat: Heat?
    /// Which photos the app may read.
    public var photoAccess: PhotoAccess?
    /// Whether the app may work in the background.
    public var background: Background?
    /// Where the app is.
    public var appState: AppState?
    /// Free on the phone's disk, in bytes.
    public var freeBytes: Int64?
    /// Size of the phone's disk, in bytes.
    public var totalBytes: Int64?
    /// The app's version.
    public var appVersion: String?
    /// The system's version.
    public var systemVersion: String?
    /// The phone's model.
    public var model: String?

    /// A phone that can tell nothing.
    public init() {}

    /// The facts by the engine's keys. What the phone can't tell is said to be unknown, so that an old fact does not stay.
    public var stated: [String: String] {
        [
            "battery": battery.map { String(min(100, max(0, $0))) }, "charging": charging?.rawValue,
            "low_power": lowPower?.description, "network": network?.rawValue, "metered": metered?.description,
            "constrained": constrained?.description, "vpn": tunnel?.rawValue,
            "lan_allowed": localNetworkAllowed?.description, "cellular_allowed": cellularAllowed?.description,
            "thermal": heat?.rawValue, "photo_access": photoAccess?.rawValue, "background": background?.rawValue,
            "app_state": appState?.rawValue, "free_bytes": freeBytes?.description, "total_bytes": totalBytes?.description,
            "app_version": appVersion, "os_version": systemVersion, "device_model": model,
        ].mapValues { $0 ?? "unknown" }
    }
}
