import AppleFoundation
import Foundation
import Network
import Photos
import UIKit

/// What the world is like, as Apple's frameworks say it. Kept in a file, so that the next process finds it as it was.
@MainActor
final class World {
    /// What an iPhone has a word for. It tells neither roaming, nor whether there is internet behind a link, nor a portal.
    static let keys = [
        "percent", "plug", "low_power", "heat", "network", "costs", "spare", "vpn", "photos", "background", "app", "free_bytes",
    ]

    private var now: [String: Any] = [
        "percent": 100, "plug": "full", "low_power": false, "heat": "nominal", "network": "wifi", "costs": false, "spare": false,
        "vpn": false, "photos": "full", "background": "allowed", "app": "foreground", "free_bytes": 64_000_000_000,
    ]
    private let file: URL

    init(stored file: URL) throws {
        self.file = file
        if let data = try? Data(contentsOf: file) {
            now = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? now
        }
        say()
    }

    /// Changes it. A word that this platform lacks is refused.
    func change(_ changes: [String: Any]) async throws {
        for (key, value) in changes {
            guard Self.keys.contains(key) else { throw Refused(code: "req.invalid", sentence: "the world has no \(key)") }
            now[key] = value
        }
        try JSONSerialization.data(withJSONObject: now).write(to: file, options: .atomic)
        say()
        await heard()
    }

    var onScreen: Bool { word("app") == "foreground" }

    private func word(_ key: String) -> String { now[key] as? String ?? "" }
    private func flag(_ key: String) -> Bool { (now[key] as? NSNumber)?.boolValue ?? false }

    private func say() {
        UIDevice.simulatedBatteryLevel.value = Float((now["percent"] as? NSNumber)?.intValue ?? 0) / 100
        // An iPhone whose charge limit holds it says that it charges.
        UIDevice.simulatedBatteryState.value =
            ["unplugged": .unplugged, "charging": .charging, "held": .charging, "full": .full][word("plug")] ?? .unknown
        ProcessInfo.simulatedLowPower.value = flag("low_power")
        ProcessInfo.simulatedThermalState.value =
            ["nominal": .nominal, "fair": .fair, "serious": .serious, "critical": .critical][word("heat")] ?? .nominal
        SimulatedPhotos.shared.authorization.value =
            ["not_asked": .notDetermined, "full": .authorized, "limited": .limited, "none": .denied, "restricted": .restricted][word("photos")]
            ?? .notDetermined
        UIApplication.simulatedBackgroundRefresh.value =
            ["allowed": .available, "denied": .denied, "restricted": .restricted][word("background")] ?? .available
        UIApplication.simulatedState.value = onScreen ? .active : .background
        FileManager.simulatedFreeBytes.value = (now["free_bytes"] as? NSNumber)?.int64Value
        sayNetwork()
        for name in [
            UIDevice.batteryLevelDidChangeNotification, UIDevice.batteryStateDidChangeNotification,
            .NSProcessInfoPowerStateDidChange, ProcessInfo.thermalStateDidChangeNotification,
            UIApplication.backgroundRefreshStatusDidChangeNotification,
        ] { NotificationCenter.default.post(name: name, object: nil) }
    }

    private func sayNetwork() {
        let network = word("network")
        let interfaces: [String: NWInterface.InterfaceType] = ["wifi": .wifi, "cellular": .cellular, "ethernet": .wiredEthernet]
        let over = Set(interfaces[network].map { flag("vpn") ? [$0, .other] : [$0] } ?? [])
        let expensive = network == "cellular" || flag("costs")
        NWPathMonitor.simulate(
            NWPath(
                simulated: over.isEmpty ? .unsatisfied : .satisfied, over: over, expensive: expensive,
                constrained: flag("spare")))
        TransferService.shared.lowData.value = flag("spare")
        TransferService.shared.network.value = over.isEmpty ? .none : network == "cellular" ? .cellular : expensive ? .hotspot : .wifi
    }

    /// Returns when whoever listens has heard: paths are told on a queue, and taken note of on the main actor.
    private func heard() async {
        NWPathMonitor.simulatedTold()
        for _ in 0..<50 { await Task.yield() }
    }
}

/// What went wrong, as an answer says it.
struct Refused: Error {
    let code: String
    let sentence: String
}
