//! What the button of a reason does, wherever it is shown.
//!
//! Shells draw the button ([`Fix`](crate::Fix)) and hand its press in here, so that it does the same on every phone. What
//! Safelight can do by itself is done: a setting is changed as the policy says would lift the hold, a try is made, the home
//! is repaired. Where the person has more to say, or only the system can act, the answer is what the shell opens.

use serde::Serialize;
use tokio::sync::watch;

use crate::home::HomeError;
use crate::policy::{Change, Class, Intent};
use crate::reasons::{Action, Deed, Form, Place, Platform};
use crate::safelight::{ConditionsError, Safelight, SafelightError};
use crate::sync::SyncRequest;

/// What a person allows who allows cellular data by that button: 200 MB a day.
const ALLOWANCE: &str = "200000000";

/// What came of a press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "did", content = "what", rename_all = "snake_case")]
pub enum Pressed {
    /// Settings were changed: keys and values.
    Changed(Vec<(String, String)>),
    /// It was tried again at once.
    Tried,
    /// The home was checked and mended: how many things were not as they should be.
    Repaired(u64),
    /// The shell opens this place of the app: the person has more to say there.
    Open(Place),
    /// The shell does what only the system can: never [`Form::Act`].
    System(Form),
}

/// Why a press came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// The setting could not be changed.
    #[error(transparent)]
    Conditions(#[from] ConditionsError),
    /// The try could not be made.
    #[error(transparent)]
    Try(#[from] SafelightError),
    /// The home could not be used.
    #[error(transparent)]
    Home(#[from] HomeError),
}

impl PressError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &str {
        match self {
            Self::Conditions(error) => error.code(),
            Self::Try(error) => error.code(),
            Self::Home(error) => error.code(),
        }
    }
}

impl Safelight {
    /// Presses the button of a reason on this platform. A try may take as long as any run; `stop` ends it.
    ///
    /// # Errors
    /// What was to be done could not be done; nothing is half done then. A try that meets a wall is no error: the wall is
    /// the next reason.
    pub async fn press(
        &self,
        code: &str,
        platform: Platform,
        stop: watch::Receiver<bool>,
    ) -> Result<Pressed, PressError> {
        let action = Action::of(code);
        let Some(deed) = action.deed(platform) else { return Ok(Pressed::System(action.form(platform))) };
        match deed {
            Deed::Allow(place) => self.allow(code, action, place).await,
            Deed::Open(place) => Ok(Pressed::Open(place)),
            Deed::Repair => {
                let report = self.doctor().await?;
                Ok(Pressed::Repaired(report.mended.iter().map(|mended| mended.count).sum()))
            }
            Deed::Try => {
                let request = SyncRequest { now: true, ..SyncRequest::default() };
                match self.sync(request, stop).await {
                    Ok(_) | Err(SafelightError::Account(_)) => Ok(Pressed::Tried),
                    Err(error) => Err(error.into()),
                }
            }
        }
    }

    /// Changes the settings that lift the hold, as the policy names them; opens their place where it names none.
    async fn allow(&self, code: &str, action: Action, place: Place) -> Result<Pressed, PressError> {
        let verdicts = self.verdicts(Intent::Pocket).await?;
        let held = verdicts.holds(Class::ALL).into_iter().find(|held| held.code() == code);
        let lifts = held.into_iter().flat_map(|held| held.lifts);
        let settings = |changes: Vec<Change>| -> Option<Vec<(String, String)>> {
            let setting = |change| match change {
                Change::Setting { key, value } => Some((key, value)),
                _ => None,
            };
            changes.into_iter().map(setting).collect()
        };
        let Some(mut changed) = lifts.filter_map(|lift| settings(lift.changes)).find(|changes| !changes.is_empty())
        else {
            return Ok(Pressed::Open(place));
        };
        if action == Action::AllowCellular {
            for (_, value) in changed.iter_mut().filter(|(_, value)| value == "unlimited") {
                ALLOWANCE.clone_into(value);
            }
        }
        self.set_settings(changed.clone()).await?;
        Ok(Pressed::Changed(changed))
    }
}
