import AppleFoundation
import Foundation

/// What a network offers. Made by Apple's Swift overlay: no Objective-C header says these names.
public struct NWPath: Equatable, Sendable { //? Swift overlay
    /// Whether there is a way.
    public enum Status: Sendable { //? Swift overlay
        case satisfied, unsatisfied, requiresConnection //? Swift overlay
    }

    /// Why there is none.
    public enum UnsatisfiedReason: Sendable { //? Swift overlay
        case notAvailable, cellularDenied, wifiDenied, localNetworkDenied, vpnInactive //? Swift overlay
    }

    /// Whether there is a way.
    public var status: Status //? Swift overlay
    /// Why there is none.
    public var unsatisfiedReason: UnsatisfiedReason //? Swift overlay
    /// Cellular, or a hotspot.
    public var isExpensive: Bool //? Swift overlay
    /// Low Data Mode.
    public var isConstrained: Bool //? Swift overlay
    private var interfaces: Set<NWInterface.InterfaceType>
    #if !SAFELIGHT_FLOOR
    private var ultra = false
    #endif

    /// Whether bytes go over such an interface.
    public func usesInterfaceType(_ type: NWInterface.InterfaceType) -> Bool { interfaces.contains(type) } //? Swift overlay

    /// What a test says.
    public init(
        simulated status: Status, over interfaces: Set<NWInterface.InterfaceType> = [], expensive: Bool = false,
        constrained: Bool = false, reason: UnsatisfiedReason = .notAvailable
    ) {
        self.status = status
        self.interfaces = interfaces
        isExpensive = expensive
        isConstrained = constrained
        unsatisfiedReason = reason
    }

    #if !SAFELIGHT_FLOOR
    /// A satellite, or as little.
    @available(iOS 26.0, *)
    public var isUltraConstrained: Bool { ultra } //? Swift overlay

    /// The same over a satellite.
    public func simulatedUltraConstrained() -> Self {
        var path = self
        path.ultra = true
        return path
    }
    #endif
}

/// What carries bytes.
public struct NWInterface: Sendable { //? Swift overlay
    /// What kind.
    public enum InterfaceType: Sendable { //? Swift overlay
        case other, wifi, cellular, wiredEthernet, loopback //? Swift overlay
    }
}

/// Tells what the network offers, and when that changes.
public final class NWPathMonitor: @unchecked Sendable { //? Swift overlay
    private let state = Simulated<(handler: (@Sendable (NWPath) -> Void)?, queue: DispatchQueue?)>((nil, nil))

    /// One of its own.
    public init() {} //? Swift overlay

    /// Called with each path, the present one first.
    public var pathUpdateHandler: (@Sendable (_ newPath: NWPath) -> Void)? { //? Swift overlay
        get { state.value.handler }
        set { state.change { $0.handler = newValue } }
    }

    /// The present path.
    public var currentPath: NWPath { Self.simulatedPath.value } //? Swift overlay

    /// Begins.
    public func start(queue: DispatchQueue) { //? Swift overlay
        state.change { $0.queue = queue }
        Self.running.change { $0.append(self) }
        tell(currentPath)
    }

    /// Ends.
    public func cancel() { //? Swift overlay
        Self.running.change { $0.removeAll { $0 === self } }
    }

    private func tell(_ path: NWPath) {
        let (handler, queue) = state.value
        queue?.async { handler?(path) }
    }

    private static let simulatedPath = Simulated(NWPath(simulated: .satisfied, over: [.wifi]))
    private static let running = Simulated<[NWPathMonitor]>([])

    /// Returns when every monitor that runs has told its handler.
    public static func simulatedTold() {
        for monitor in running.value { monitor.state.value.queue?.sync {} }
    }

    /// Changes the path for every monitor that runs.
    public static func simulate(_ path: NWPath) {
        simulatedPath.value = path
        for monitor in running.value { monitor.tell(path) }
    }
}
