import Foundation

/// Whether the app may refresh in the background.
public enum UIBackgroundRefreshStatus: Int, Sendable { //= UIBackgroundRefreshStatus
    case restricted = 0 //= .Restricted
    case denied = 1 //= .Denied
    case available = 2 //= .Available
}

/// The app, as UIKit knows it.
@MainActor
open class UIApplication: NSObject { //= UIApplication
    /// Where the app is.
    public enum State: Int, Sendable { //= UIApplicationState
        case active = 0 //= .Active
        case inactive = 1 //= .Inactive
        case background = 2 //= .Background
    }

    /// The only one.
    public class var shared: UIApplication { only } //= .sharedApplication
    private static let only = UIApplication()

    /// Whether the app may refresh in the background.
    open var backgroundRefreshStatus: UIBackgroundRefreshStatus { Self.simulatedBackgroundRefresh.value } //= .backgroundRefreshStatus
    /// Where the app is.
    open var applicationState: State { Self.simulatedState.value } //= .applicationState
    /// Opens an address, the system's settings for this app among them.
    open func open(_ url: URL) async -> Bool { //? made by Swift from openURL:options:completionHandler:
        Self.simulatedOpened.change { $0.append(url) }
        return true
    }

    /// Where the system's settings for this app are.
    public nonisolated class var openSettingsURLString: String { "app-settings:" } //= UIApplicationOpenSettingsURLString
    /// Posted when the app has come to the screen.
    public nonisolated class var didBecomeActiveNotification: NSNotification.Name { .init("UIApplicationDidBecomeActiveNotification") } //= UIApplicationDidBecomeActiveNotification
    /// Posted when the app has left the screen.
    public nonisolated class var didEnterBackgroundNotification: NSNotification.Name { .init("UIApplicationDidEnterBackgroundNotification") } //= UIApplicationDidEnterBackgroundNotification
    /// Posted when `backgroundRefreshStatus` changes.
    public nonisolated class var backgroundRefreshStatusDidChangeNotification: NSNotification.Name { .init("UIApplicationBackgroundRefreshStatusDidChangeNotification") } //= UIApplicationBackgroundRefreshStatusDidChangeNotification

    /// What `backgroundRefreshStatus` says.
    public nonisolated static let simulatedBackgroundRefresh = Simulated(UIBackgroundRefreshStatus.available)
    /// What `applicationState` says.
    public nonisolated static let simulatedState = Simulated(State.active)
    /// What `open` was called with.
    public nonisolated static let simulatedOpened = Simulated<[URL]>([])
}
