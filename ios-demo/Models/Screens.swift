/// Where in this app each place is that a reason's button may open.
///
/// A test compares the names with those of the engine: a place of a newer version is looked for in the settings.
enum Screens {
    /// The tabs and pages of this app.
    enum Screen: String {
        case signIn = "Sign in on the first screen."
        case settings = "Open Settings below."
        case storage = "Open Storage below."
        case account = "Open Settings below, and there the account."
        case gallery = "Open the photo, and choose there."
        case appStore = "Open this app's page in the App Store."
    }

    /// By a place's name.
    static let all: [String: Screen] = [
        "sign_in": .signIn, "server": .signIn, "account": .account, "recovery_words": .account, "sources": .settings,
        "sync_settings": .settings, "report": .settings, "help": .settings, "cloud_room": .storage, "phone_room": .storage,
        "files": .gallery, "decisions": .gallery, "store": .appStore,
    ]

    /// How to come to a place, in a sentence.
    static func way(to place: String) -> String {
        (all[place] ?? .settings).rawValue
    }
}
