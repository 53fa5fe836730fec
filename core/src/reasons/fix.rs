//! What the person can do about a reason, in the form that each platform honestly has.
//!
//! An app can do some things itself, ask for some, open some pages of the system, and put the rest in words. On iOS it may
//! open one page of Settings only: its own. On Android it may open pages of the system, by the actions of their intents.
//! Nothing here promises more than that. Where nobody can do anything, that is what it says: it passes by itself.

use serde::{Serialize, Serializer};

use super::vocabulary::reason;
use crate::sentences::Sentences;

/// What an app runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// iPhone and iPad.
    Ios,
    /// Android phones and tablets.
    Android,
    /// Everything else.
    Desktop,
}

impl Platform {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Ios, Self::Android, Self::Desktop];

    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ios => "ios",
            Self::Android => "android",
            Self::Desktop => "desktop",
        }
    }
}

/// How an action is carried out on a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "form", content = "intent", rename_all = "snake_case")]
pub enum Form {
    /// The system's own question, which the app may raise.
    Ask,
    /// Something that the app does itself.
    Act,
    /// The app's own page in the system's settings.
    SettingsPage,
    /// A page of the system's settings, by the action of its intent. On Android only.
    SystemPage(&'static str),
    /// Something that the person does by hand: numbered steps ([`Fix::steps`]).
    Steps,
    /// Nothing: it passes by itself, or needs nothing.
    Nothing,
}

/// `Settings.Panel.ACTION_INTERNET_CONNECTIVITY`.
const INTERNET: Form = Form::SystemPage("android.settings.panel.action.INTERNET_CONNECTIVITY");
/// `Settings.ACTION_WIFI_SETTINGS`.
const WIFI: Form = Form::SystemPage("android.settings.WIFI_SETTINGS");
/// `Settings.ACTION_VPN_SETTINGS`.
const VPN: Form = Form::SystemPage("android.settings.VPN_SETTINGS");
/// `Settings.ACTION_DATE_SETTINGS`.
const DATE: Form = Form::SystemPage("android.settings.DATE_SETTINGS");
/// `Settings.ACTION_SYNC_SETTINGS`.
const SYNC: Form = Form::SystemPage("android.settings.SYNC_SETTINGS");
/// `Settings.ACTION_BATTERY_SAVER_SETTINGS`.
const BATTERY_SAVER: Form = Form::SystemPage("android.settings.BATTERY_SAVER_SETTINGS");
/// `Settings.ACTION_APP_NOTIFICATION_SETTINGS`, with the app's package as an extra.
const NOTIFICATIONS: Form = Form::SystemPage("android.settings.APP_NOTIFICATION_SETTINGS");
/// `Settings.ACTION_IGNORE_BATTERY_OPTIMIZATION_SETTINGS`: the list, which needs no permission of its own.
const BATTERY_LIST: Form = Form::SystemPage("android.settings.IGNORE_BATTERY_OPTIMIZATION_SETTINGS");
/// `Settings.ACTION_IGNORE_BACKGROUND_DATA_RESTRICTIONS_SETTINGS`, with the app's package as its data.
const DATA_SAVER: Form = Form::SystemPage("android.settings.IGNORE_BACKGROUND_DATA_RESTRICTIONS_SETTINGS");
/// `Intent.ACTION_AUTO_REVOKE_PERMISSIONS`, with the app's package as its data.
const UNUSED: Form = Form::SystemPage("android.intent.action.AUTO_REVOKE_PERMISSIONS");

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal: $ios:expr, $android:expr, $desktop:expr;)*) => {
        /// Something that the person can do. The label of its button is `fix-NAME` in the catalogue.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$doc])* $variant,)* }

        impl Action {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Its honest form on a platform.
            pub fn form(self, platform: Platform) -> Form {
                use Form::{Act, Ask, Nothing, SettingsPage, Steps};
                let (ios, android, desktop) = match self { $(Self::$variant => ($ios, $android, $desktop),)* };
                match platform {
                    Platform::Ios => ios,
                    Platform::Android => android,
                    Platform::Desktop => desktop,
                }
            }
        }
    };
}

actions! {
    /// Signs in, again or with another password.
    SignIn = "sign_in": Act, Act, Act;
    /// Signs out, to sign in with the account that is meant.
    SignOut = "sign_out": Act, Act, Act;
    /// Compares the recovery words with the paper.
    CheckWords = "check_words": Act, Act, Act;
    /// Chooses another password.
    ChoosePassword = "choose_password": Act, Act, Act;
    /// Reads terms and agrees.
    AcceptTerms = "accept_terms": Act, Act, Act;
    /// Pays, where the account was bought.
    RenewPlan = "renew_plan": Steps, Steps, Steps;
    /// Looks at the account's phones and password.
    ReviewAccount = "review_account": Act, Act, Act;
    /// Switches sync on.
    TurnOnSync = "turn_on_sync": Act, Act, Act;
    /// Ends a pause.
    Resume = "resume": Act, Act, Act;
    /// Changes the hours in which photos are sent.
    ChangeHours = "change_hours": Act, Act, Act;
    /// Chooses what is to be kept safe.
    ChooseFolders = "choose_folders": Act, Act, Act;
    /// Allows photos over cellular.
    AllowCellular = "allow_cellular": Act, Act, Act;
    /// Allows more cellular data a day.
    RaiseBudget = "raise_budget": Act, Act, Act;
    /// Allows data abroad.
    AllowRoaming = "allow_roaming": Act, Act, Act;
    /// Allows photos where the system saves data.
    AllowLowData = "allow_low_data": Act, Act, Act;
    /// Makes room in the cloud.
    FreeUpCloud = "free_up_cloud": Act, Act, Act;
    /// Removes originals that are safe from the phone.
    FreeUpPhone = "free_up_phone": Act, Act, Act;
    /// Opens the store's page of the app; on a desktop, installs the new version.
    UpdateApp = "update_app": Act, Act, Steps;
    /// Installs the system's update.
    UpdatePhone = "update_phone": Steps, Steps, Steps;
    /// Checks the server's address.
    CheckAddress = "check_address": Act, Act, Act;
    /// Corrects what was typed.
    Correct = "correct": Act, Act, Act;
    /// Looks a name or an id up.
    LookUp = "look_up": Act, Act, Act;
    /// Reads how a command is called.
    ShowHelp = "show_help": Act, Act, Act;
    /// Chooses between two things.
    Decide = "decide": Act, Act, Act;
    /// Looks at the files that are meant.
    ShowFiles = "show_files": Act, Act, Act;
    /// Takes a deleted photo in once more.
    TakeInAgain = "take_in_again": Act, Act, Act;
    /// Tries again now.
    Retry = "retry": Act, Act, Act;
    /// Repairs the library on this phone.
    Repair = "repair": Act, Act, Act;
    /// Makes a report for those who help.
    MakeReport = "make_report": Act, Act, Act;
    /// Switches the system's own upload in the background on.
    TurnOnBackgroundUpload = "turn_on_background_upload": Act, Steps, Steps;
    /// Allows photos, asked for the first time.
    AskForPhotos = "ask_for_photos": Ask, Ask, Steps;
    /// Allows photos after a no, which the system asks about only once.
    AllowPhotos = "allow_photos": SettingsPage, SettingsPage, Steps;
    /// Allows all photos instead of some.
    AllowAllPhotos = "allow_all_photos": SettingsPage, SettingsPage, Steps;
    /// Allows the places in photos (`ACCESS_MEDIA_LOCATION`).
    AllowPlaces = "allow_places": Steps, Ask, Steps;
    /// Lets the app use cellular data.
    AllowAppCellular = "allow_app_cellular": SettingsPage, SettingsPage, Steps;
    /// Lets the app reach the local network.
    AllowLocalNetwork = "allow_local_network": SettingsPage, SettingsPage, Steps;
    /// Lets the app work in the background.
    AllowBackground = "allow_background": SettingsPage, SettingsPage, Steps;
    /// Lets the app show notifications.
    AllowNotifications = "allow_notifications": SettingsPage, NOTIFICATIONS, Steps;
    /// Looks at the connection.
    CheckConnection = "check_connection": Steps, INTERNET, Steps;
    /// Changes to another network.
    UseOtherNetwork = "use_other_network": Steps, INTERNET, Steps;
    /// Signs in on the network's own page.
    SignInNetwork = "sign_in_network": Steps, WIFI, Steps;
    /// Switches the VPN off, or marks it as free.
    CheckVpn = "check_vpn": Steps, VPN, Steps;
    /// Switches the VPN on.
    TurnOnVpn = "turn_on_vpn": Steps, VPN, Steps;
    /// Looks at what filters names: a relay, a private resolver, a blocker.
    CheckFilter = "check_filter": Steps, Steps, Steps;
    /// Exempts the app from Data Saver.
    TurnOffDataSaver = "turn_off_data_saver": Steps, DATA_SAVER, Steps;
    /// Sets date and time to automatic.
    SetClock = "set_clock": Steps, DATE, Steps;
    /// Switches Low Power Mode or Battery Saver off.
    TurnOffLowPower = "turn_off_low_power": Steps, BATTERY_SAVER, Steps;
    /// Exempts the app from battery optimisation.
    StopOptimising = "stop_optimising": Steps, BATTERY_LIST, Steps;
    /// Keeps the system from pausing an app that is seldom opened.
    KeepUnused = "keep_unused": Steps, UNUSED, Steps;
    /// Switches the phone's own sync of accounts on.
    TurnOnSystemSync = "turn_on_system_sync": Steps, SYNC, Steps;
    /// Keeps the maker's battery care from ending the app.
    ProtectApp = "protect_app": Steps, Steps, Steps;
    /// Leaves the app in the background instead of swiping it away.
    LeaveRunning = "leave_running": Steps, Steps, Steps;
    /// Leaves Safelight open on the screen for a while.
    KeepOpen = "keep_open": Steps, Steps, Steps;
    /// Unlocks the phone once.
    UnlockPhone = "unlock_phone": Steps, Steps, Steps;
    /// Unlocks the work profile or the private space.
    UnlockProfile = "unlock_profile": Steps, Steps, Steps;
    /// Restarts the phone.
    RestartPhone = "restart_phone": Steps, Steps, Steps;
    /// Puts the memory card back.
    InsertCard = "insert_card": Steps, Steps, Steps;
    /// Plugs the phone in.
    PlugIn = "plug_in": Steps, Steps, Steps;
    /// Lets the phone cool down.
    CoolDown = "cool_down": Steps, Steps, Steps;
    /// Saves what is in a shared album to one's own photos.
    SaveToLibrary = "save_to_library": Steps, Steps, Steps;
    /// Keeps single photos of a burst.
    KeepFrame = "keep_frame": Steps, Steps, Steps;
    /// Opens Safelight on the phone that has the photo.
    OpenOtherPhone = "open_other_phone": Steps, Steps, Steps;
    /// Asks whoever manages the phone.
    AskManager = "ask_manager": Steps, Steps, Steps;
    /// Asks the parent who set limits.
    AskParent = "ask_parent": Steps, Steps, Steps;
    /// Asks whoever pays for the family's room.
    AskFamily = "ask_family": Steps, Steps, Steps;
    /// Tells the owner of the server.
    TellOwner = "tell_owner": Steps, Steps, Steps;
    /// Updates the server.
    UpdateServer = "update_server": Steps, Steps, Steps;
    /// Waits: it passes by itself.
    Wait = "wait": Nothing, Nothing, Nothing;
    /// Nothing is wrong with it.
    Nothing = "none": Nothing, Nothing, Nothing;
}

impl Action {
    /// What can be done about a code. About one that this version does not know: trying again.
    pub fn of(code: &str) -> Self {
        reason(code).map_or(Self::Retry, |reason| reason.action)
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The form of a code's fix on a platform.
pub fn forms(code: &str, platform: Platform) -> Form {
    Action::of(code).form(platform)
}

/// What the person can do, with the label of its button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it is.
    pub action: Action,
    /// The label of a button.
    pub label: String,
}

impl Fix {
    /// The fix of a code.
    pub fn of(code: &str, sentences: &Sentences) -> Self {
        let action = Action::of(code);
        Self { action, label: sentences.text(&format!("fix-{}", action.name())) }
    }

    /// How it is carried out on a platform.
    pub fn form(&self, platform: Platform) -> Form {
        self.action.form(platform)
    }

    /// What the person does by hand on a platform, one step after the other; empty where the form is not
    /// [`Form::Steps`].
    pub fn steps(&self, platform: Platform, sentences: &Sentences) -> Vec<String> {
        if self.form(platform) == Form::Steps {
            sentences.steps(self.action.name(), platform.name())
        } else {
            Vec::new()
        }
    }
}
