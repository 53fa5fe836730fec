import Foundation
import Network
import Photos
import Safelight
import UIKit

/// Hears what the phone says and tells it, all of it, whenever a piece changes.
///
/// Made on the main actor, as UIKit asks; reads nothing that blocks there. Whoever drops it ends it.
@MainActor
public final class FactsObserver {
    /// What the phone knows now.
    public private(set) var facts = PlatformFacts()

    private let tell: @Sendable (PlatformFacts) -> Void
    private let folder: URL
    private let monitor = NWPathMonitor()
    private var tokens: [any NSObjectProtocol] = []
    private var unread: Set<Piece> = [.path, .room]
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// What is not read at once.
    private enum Piece { case path, room }

    /// Begins. `folder`: on the volume whose room counts. `tell` is called on the main actor: hand over, don't work.
    public init(folder: URL, tell: @escaping @Sendable (PlatformFacts) -> Void) {
        self.folder = folder
        self.tell = tell
        UIDevice.current.isBatteryMonitoringEnabled = true
        facts.systemVersion = UIDevice.current.systemVersion
        facts.model = UIDevice.current.model
        facts.appVersion = Bundle.main.object(forInfoDictionaryKey: "CFBundleShortVersionString") as? String
        hear([
            UIDevice.batteryLevelDidChangeNotification, UIDevice.batteryStateDidChangeNotification,
            .NSProcessInfoPowerStateDidChange, ProcessInfo.thermalStateDidChangeNotification,
            UIApplication.didBecomeActiveNotification, UIApplication.didEnterBackgroundNotification,
            UIApplication.backgroundRefreshStatusDidChangeNotification,
        ])
        monitor.pathUpdateHandler = { [weak self] path in
            Task { @MainActor in
                self?.change { $0.read(path) }
                self?.isRead(.path)
            }
        }
        monitor.start(queue: DispatchQueue(label: "dev.safelight.path"))
        refresh()
    }

    deinit {
        monitor.cancel()
        for token in tokens { NotificationCenter.default.removeObserver(token) }
    }

    /// Returns when everything was read and handed over once: work that begins earlier takes the network for unknown.
    public func complete() async {
        if unread.isEmpty { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Reads everything that has no notification of its own too: photo access, and room.
    public func refresh() {
        change { facts in
            facts.battery = percent(ofBatteryLevel: UIDevice.current.batteryLevel)
            facts.charging = .init(UIDevice.current.batteryState)
            facts.lowPower = ProcessInfo.processInfo.isLowPowerModeEnabled
            facts.heat = .init(ProcessInfo.processInfo.thermalState)
            facts.photoAccess = .init(PHPhotoLibrary.authorizationStatus(for: .readWrite))
            facts.background = .init(UIApplication.shared.backgroundRefreshStatus)
            facts.appState = .init(UIApplication.shared.applicationState)
        }
        let folder = folder
        Task { [weak self] in
            let found = await Task.detached(priority: .utility) { room(at: folder) }.value
            self?.change { ($0.freeBytes, $0.totalBytes) = found }
            self?.isRead(.room)
        }
    }

    private func isRead(_ piece: Piece) {
        unread.remove(piece)
        guard unread.isEmpty else { return }
        defer { waiting = [] }
        for waiter in waiting { waiter.resume() }
    }

    private func hear(_ names: [NSNotification.Name]) {
        for name in names {
            tokens.append(NotificationCenter.default.addObserver(forName: name, object: nil, queue: nil) { [weak self] _ in
                Task { @MainActor in self?.refresh() }
            })
        }
    }

    private func change(_ body: (inout PlatformFacts) -> Void) {
        let before = facts
        body(&facts)
        if facts != before { tell(facts) }
    }
}
