/// Where in this app each thing is done that a fix may ask for.
///
/// A test compares the names with those of the engine: a fix of a newer version gets the neutral way.
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

    /// By a fix's action.
    static let all: [String: Screen] = [
        "sign_in": .signIn, "check_words": .signIn, "choose_password": .signIn, "accept_terms": .signIn, "correct": .signIn,
        "check_address": .signIn, "sign_out": .account, "review_account": .account, "look_up": .account,
        "turn_on_sync": .settings, "resume": .settings, "change_hours": .settings, "choose_folders": .settings,
        "allow_cellular": .settings, "raise_budget": .settings, "allow_roaming": .settings, "allow_low_data": .settings,
        "turn_on_background_upload": .settings, "repair": .settings, "make_report": .settings, "show_help": .settings,
        "decide": .gallery, "show_files": .gallery, "take_in_again": .gallery, "retry": .gallery,
        "free_up_cloud": .storage, "free_up_phone": .storage, "update_app": .appStore,
    ]

    /// How to come to what a fix asks for, in a sentence.
    static func way(to action: String) -> String {
        (all[action] ?? .settings).rawValue
    }
}
