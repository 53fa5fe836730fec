/// Names that stand in Info.plist, entitlements and project, too. A test compares them.
enum Identifiers {
    /// The app.
    static let bundle = "dev.safelight.demo"
    /// The folder that the app and its extensions share.
    static let appGroup = "group.dev.safelight.demo"
    /// Minutes of background work.
    static let processing = "dev.safelight.demo.sync"
    /// Seconds of background work.
    static let refresh = "dev.safelight.demo.refresh"
    /// Transfers that the system carries.
    static let transfers = "dev.safelight.demo.transfers"
    /// Keychain items.
    static let keychainService = "dev.safelight.demo"
}
