use safelight_core::account::AccountError;
use safelight_core::diagnosis::ReplayError;
use safelight_core::reasons::Action;
use safelight_core::{AlbumError, ConditionsError, EditError, ExportError, FetchError, HomeError, StoreError};
use safelight_protocol::ParseIdError;

/// The code of a mistake of ours.
const BUG: &str = "eng.bug";
/// The code of an object of the app that failed.
const FOREIGN: &str = "eng.foreign";
const INTERRUPTED: &str = "eng.interrupted";
const INVALID: &str = "req.invalid";

/// Why, for programs: a code of the shared vocabulary, and what happened in a few words of English for a log. The sentence
/// for the person is had by the code: [`Registration::reason`](crate::Registration::reason).
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Reason {
    /// The code.
    pub code: String,
    /// For a log. No names, no secrets.
    pub detail: String,
}

/// Why something was not done, by what the app can do about it.
///
/// The variant follows from the code: it is the kind of thing that mends it. So a code that a newer server sends has one too.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum SafelightError {
    /// Nobody is signed in, or not any more, or not with this. The app shows its sign-in.
    #[error("sign in: {}", reason.detail)]
    SignIn {
        /// Why.
        reason: Reason,
    },
    /// There is no way to the server. The app says so and tries again when the network changes.
    #[error("offline: {}", reason.detail)]
    Offline {
        /// Why.
        reason: Reason,
    },
    /// It passes: the phone is locked, another process runs, the server is busy. The app tries again later and asks nothing.
    #[error("wait: {}", reason.detail)]
    Wait {
        /// Why.
        reason: Reason,
    },
    /// What was given can't be so: an address, a name, a password, an id. The app lets the person correct it.
    #[error("correct: {}", reason.detail)]
    Correct {
        /// Why.
        reason: Reason,
    },
    /// The cloud or the phone is full. The app shows its page for room.
    #[error("no room: {}", reason.detail)]
    NoRoom {
        /// Why.
        reason: Reason,
    },
    /// The person or the system does not allow it. The app shows the switch or asks for the permission.
    #[error("not allowed: {}", reason.detail)]
    Allow {
        /// Why.
        reason: Reason,
    },
    /// The library or the server is newer than this app. The app leads to its page in the store.
    #[error("update the app: {}", reason.detail)]
    UpdateApp {
        /// Why.
        reason: Reason,
    },
    /// The server refuses, and who runs it must mend it. The app says whom to tell.
    #[error("server: {}", reason.detail)]
    Server {
        /// Why.
        reason: Reason,
    },
    /// The library on this phone is damaged. The app offers to repair it; nothing is wiped.
    #[error("damaged: {}", reason.detail)]
    Damaged {
        /// Why.
        reason: Reason,
    },
    /// An object that the app gave (vault, source, renderer, carrier, listener) failed in a way that it had not declared.
    #[error("the app's own object failed: {}", reason.detail)]
    Foreign {
        /// Why.
        reason: Reason,
    },
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
    /// The library was shut down in this process. The app opens it again.
    #[error("shut down")]
    Closed,
    /// A mistake of ours. The app offers to make a report.
    #[error("a mistake in Safelight: {}", reason.detail)]
    Bug {
        /// Why.
        reason: Reason,
    },
}

impl SafelightError {
    /// The error of a code: the one table between the vocabulary and what an app can do.
    pub(crate) fn of(code: &str, detail: String) -> Self {
        let reason = Reason { code: code.to_owned(), detail };
        match code {
            BUG => return Self::Bug { reason },
            FOREIGN => return Self::Foreign { reason },
            _ => {}
        }
        match Action::of(code) {
            Action::SignIn | Action::SignOut | Action::CheckWords | Action::ReviewAccount => Self::SignIn { reason },
            Action::CheckConnection
            | Action::UseOtherNetwork
            | Action::SignInNetwork
            | Action::CheckVpn
            | Action::TurnOnVpn
            | Action::CheckFilter => Self::Offline { reason },
            Action::Retry
            | Action::Wait
            | Action::Nothing
            | Action::PlugIn
            | Action::CoolDown
            | Action::KeepOpen
            | Action::LeaveRunning
            | Action::UnlockPhone
            | Action::UnlockProfile
            | Action::InsertCard
            | Action::OpenOtherPhone => Self::Wait { reason },
            Action::Correct
            | Action::LookUp
            | Action::ShowHelp
            | Action::Decide
            | Action::CheckAddress
            | Action::ChoosePassword
            | Action::SetClock
            | Action::ShowFiles
            | Action::TakeInAgain
            | Action::SaveToLibrary
            | Action::KeepFrame => Self::Correct { reason },
            Action::FreeUpCloud | Action::FreeUpPhone | Action::RenewPlan | Action::AskFamily => {
                Self::NoRoom { reason }
            }
            Action::UpdateApp | Action::UpdatePhone => Self::UpdateApp { reason },
            Action::TellOwner | Action::UpdateServer | Action::AcceptTerms => Self::Server { reason },
            Action::Repair | Action::MakeReport | Action::RestartPhone => Self::Damaged { reason },
            Action::TurnOnSync
            | Action::Resume
            | Action::ChangeHours
            | Action::ChooseFolders
            | Action::AllowCellular
            | Action::RaiseBudget
            | Action::AllowRoaming
            | Action::AllowLowData
            | Action::TurnOnBackgroundUpload
            | Action::AskForPhotos
            | Action::AllowPhotos
            | Action::AllowAllPhotos
            | Action::AllowPlaces
            | Action::AllowAppCellular
            | Action::AllowLocalNetwork
            | Action::AllowBackground
            | Action::AllowNotifications
            | Action::TurnOffDataSaver
            | Action::TurnOffLowPower
            | Action::StopOptimising
            | Action::KeepUnused
            | Action::TurnOnSystemSync
            | Action::ProtectApp
            | Action::AskManager
            | Action::AskParent => Self::Allow { reason },
        }
    }

    pub(crate) fn bug(detail: &str) -> Self {
        Self::of(BUG, detail.to_owned())
    }

    pub(crate) fn foreign(detail: &str) -> Self {
        Self::of(FOREIGN, detail.to_owned())
    }

    /// It was cut off and may be asked again.
    pub(crate) fn interrupted() -> Self {
        Self::of(INTERRUPTED, "the work was cut off".to_owned())
    }

    pub(crate) fn invalid(detail: &str) -> Self {
        Self::of(INVALID, detail.to_owned())
    }

    /// Why; none for what needs no reason.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::SignIn { reason }
            | Self::Offline { reason }
            | Self::Wait { reason }
            | Self::Correct { reason }
            | Self::NoRoom { reason }
            | Self::Allow { reason }
            | Self::UpdateApp { reason }
            | Self::Server { reason }
            | Self::Damaged { reason }
            | Self::Foreign { reason }
            | Self::Bug { reason } => Some(reason),
            Self::Cancelled | Self::Closed => None,
        }
    }
}

/// An error with what caused it, for a log.
fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let cause = error.to_string();
        // A transparent error says the same as its source.
        if !text.ends_with(&cause) {
            text = format!("{text}: {cause}");
        }
        source = error.source();
    }
    text
}

macro_rules! by_code {
    ($($error:ty),*) => {
        $(impl From<$error> for SafelightError {
            fn from(error: $error) -> Self {
                Self::of(error.code(), with_sources(&error))
            }
        })*
    };
}

by_code!(
    safelight_core::SafelightError,
    AccountError,
    AlbumError,
    ConditionsError,
    EditError,
    ExportError,
    FetchError,
    HomeError,
    safelight_core::PressError,
    ReplayError,
    StoreError,
    safelight_core::keys::WordsError
);

impl From<ParseIdError> for SafelightError {
    fn from(error: ParseIdError) -> Self {
        Self::of("item.unknown", error.to_string())
    }
}

impl From<uniffi::UnexpectedUniFFICallbackError> for SafelightError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::foreign(&error.reason)
    }
}

#[cfg(test)]
mod tests;
