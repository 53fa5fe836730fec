//! What Safelight itself does when a button is pressed.

use serde::Serialize;

use super::fix::{Action, Form, Platform};

/// A place in an app, where the person has more to say. Every shell has them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Signing in, with e-mail and password.
    SignIn,
    /// The account: its phones, its password, signing out.
    Account,
    /// The recovery words.
    RecoveryWords,
    /// The server's address.
    Server,
    /// What is taken from: folders, the phone's own library.
    Sources,
    /// What may be synced when.
    SyncSettings,
    /// Room in the cloud, and what to free up first.
    CloudRoom,
    /// Room on the phone.
    PhoneRoom,
    /// The files that a reason names.
    Files,
    /// Photos about which the person must decide.
    Decisions,
    /// The app's page in the store it came from.
    Store,
    /// The support bundle.
    Report,
    /// The words that explain a thing.
    Help,
}

impl Place {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Account => "account",
            Self::RecoveryWords => "recovery_words",
            Self::Server => "server",
            Self::Sources => "sources",
            Self::SyncSettings => "sync_settings",
            Self::CloudRoom => "cloud_room",
            Self::PhoneRoom => "phone_room",
            Self::Files => "files",
            Self::Decisions => "decisions",
            Self::Store => "store",
            Self::Report => "report",
            Self::Help => "help",
        }
    }

    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::SignIn,
        Self::Account,
        Self::RecoveryWords,
        Self::Server,
        Self::Sources,
        Self::SyncSettings,
        Self::CloudRoom,
        Self::PhoneRoom,
        Self::Files,
        Self::Decisions,
        Self::Store,
        Self::Report,
        Self::Help,
    ];
}

/// What Safelight itself does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Changes the settings that the policy names; where it names none, the person does, in this place.
    Allow(Place),
    /// Has the shell open a place.
    Open(Place),
    /// Tries again at once, as the person's own wish.
    Try,
    /// Checks and mends the home.
    Repair,
}

impl Action {
    /// What Safelight itself does for it on a platform; none where only the system or the person's hands can.
    pub(crate) fn deed(self, platform: Platform) -> Option<Deed> {
        if self.form(platform) != Form::Act {
            return None;
        }
        Some(match self {
            Self::TurnOnSync | Self::Resume | Self::AllowRoaming | Self::AllowLowData | Self::AllowCellular => {
                Deed::Allow(Place::SyncSettings)
            }
            Self::ChangeHours | Self::RaiseBudget | Self::TurnOnBackgroundUpload => Deed::Open(Place::SyncSettings),
            Self::SignIn => Deed::Open(Place::SignIn),
            Self::SignOut | Self::ChoosePassword | Self::AcceptTerms | Self::ReviewAccount => {
                Deed::Open(Place::Account)
            }
            Self::CheckWords => Deed::Open(Place::RecoveryWords),
            Self::CheckAddress => Deed::Open(Place::Server),
            Self::ChooseFolders => Deed::Open(Place::Sources),
            Self::FreeUpCloud => Deed::Open(Place::CloudRoom),
            Self::FreeUpPhone => Deed::Open(Place::PhoneRoom),
            Self::UpdateApp => Deed::Open(Place::Store),
            Self::ShowFiles | Self::TakeInAgain | Self::LookUp | Self::Correct => Deed::Open(Place::Files),
            Self::Decide => Deed::Open(Place::Decisions),
            Self::MakeReport => Deed::Open(Place::Report),
            Self::Repair => Deed::Repair,
            Self::Retry => Deed::Try,
            _ => Deed::Open(Place::Help),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_safelight_acts_on_it_does_and_only_help_is_left_over() {
        for platform in Platform::ALL {
            for action in Action::ALL {
                let (acts, deed) = (action.form(*platform) == Form::Act, action.deed(*platform));
                assert_eq!(acts, deed.is_some(), "{action:?} on {platform:?}");
                assert!(deed != Some(Deed::Open(Place::Help)) || *action == Action::ShowHelp, "{action:?} has no deed");
            }
        }
    }
}
