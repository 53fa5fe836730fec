import Network
import Safelight
import UIKit

extension PlatformFacts {
    /// What a network path says. What iOS does not tell (roaming, captive portals, whether there is internet behind it)
    /// stays unknown; the engine probes where it must know.
    mutating func read(_ path: NWPath) {
        network = Network(path)
        let connected = path.status == .satisfied
        metered = connected ? path.isExpensive : nil
        constrained = connected ? path.isConstrained || isUltraConstrained(path) : nil
        tunnel = connected ? Tunnel(path) : nil
        cellularAllowed = mayUseCellular(path)
        localNetworkAllowed = !connected && path.unsatisfiedReason == .localNetworkDenied ? false : nil
    }
}

extension PlatformFacts.Network {
    /// The interface under all tunnels; none where only a tunnel is known. A path that needs a connection first (a VPN on
    /// demand) carries nothing yet.
    init?(_ path: NWPath) {
        switch path.status {
        case .unsatisfied, .requiresConnection: self = .disconnected
        case .satisfied:
            if path.usesInterfaceType(.wiredEthernet) {
                self = .ethernet
            } else if path.usesInterfaceType(.wifi) {
                self = .wifi
            } else if path.usesInterfaceType(.cellular) {
                self = .cellular
            } else {
                return nil
            }
        @unknown default: return nil
        }
    }
}

extension PlatformFacts.Tunnel {
    /// A VPN shows itself as an interface of another kind, beside the one that it runs over.
    init(_ path: NWPath) {
        guard path.usesInterfaceType(.other) else {
            self = .off
            return
        }
        switch PlatformFacts.Network(path) {
        case .wifi: self = .overWifi
        case .cellular: self = .overCellular
        case .ethernet: self = .overEthernet
        case .disconnected, nil: self = .overSomething
        }
    }
}

/// Whether the app's switch for cellular data is on; none where nothing shows it.
private func mayUseCellular(_ path: NWPath) -> Bool? {
    if path.status != .satisfied { return path.unsatisfiedReason == .cellularDenied ? false : nil }
    return path.usesInterfaceType(.cellular) ? true : nil
}
