//! What if: the same decision on changed inputs.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::cause::Held;
use super::inputs::{Class, Inputs, Ledger, Standing, Waiting};
use super::{Verdict, Verdicts, decide};
use crate::facts::{FactError, Facts};
use crate::settings::{SettingError, Settings};

/// Something that could be otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A fact, by key, as text.
    Fact {
        /// Which.
        key: String,
        /// Its value.
        value: String,
    },
    /// A setting, by key, as text.
    Setting {
        /// Which.
        key: String,
        /// Its value.
        value: String,
    },
    /// Time passes.
    Time {
        /// Until then.
        until: Timestamp,
    },
    /// The person signs in.
    SignIn,
    /// The server answers as it should.
    ServerAnswers,
    /// The cloud has room.
    CloudRoom {
        /// So many bytes.
        bytes: u64,
    },
}

/// Why a change can't be imagined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// It is not written as KEY=VALUE.
    #[error("{0:?} is not KEY=VALUE")]
    Form(String),
    /// There is no such fact or setting.
    #[error("{0:?} is neither a setting nor a fact; settings are {settings}; facts are {facts}",
        settings = Settings::KEYS.join(", "), facts = Facts::KEYS.join(", "))]
    Key(String),
    /// A fact's value.
    #[error(transparent)]
    Fact(#[from] FactError),
    /// A setting's value.
    #[error(transparent)]
    Setting(#[from] SettingError),
}

impl ChangeError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        "req.invalid"
    }
}

impl Change {
    /// Reads `KEY=VALUE`. `roaming` is both a setting and a fact; alone it is the setting, since the person asks what
    /// their choice would do. `fact.KEY` and `setting.KEY` say which.
    ///
    /// # Errors
    /// A key that there is not. The value is looked at when the change is made.
    pub fn parse(text: &str) -> Result<Self, ChangeError> {
        let (key, value) = text.split_once('=').ok_or_else(|| ChangeError::Form(text.to_owned()))?;
        let is_setting = |key: &str| Settings::KEYS.contains(&key);
        let is_fact = |key: &str| Facts::KEYS.contains(&key);
        let fact = |key: &str| Self::Fact { key: key.to_owned(), value: value.to_owned() };
        let setting = |key: &str| Self::Setting { key: key.to_owned(), value: value.to_owned() };
        match (key.strip_prefix("fact."), key.strip_prefix("setting.")) {
            (Some(key), _) if is_fact(key) => Ok(fact(key)),
            (_, Some(key)) if is_setting(key) => Ok(setting(key)),
            _ if is_setting(key) => Ok(setting(key)),
            _ if is_fact(key) => Ok(fact(key)),
            _ => Err(ChangeError::Key(key.to_owned())),
        }
    }
}

impl Inputs {
    /// Makes a change.
    ///
    /// # Errors
    /// A key or a value that there is not.
    pub fn apply(&mut self, change: &Change) -> Result<(), ChangeError> {
        match change {
            Change::Fact { key, value } => self.facts.set(key, value, self.now.timestamp())?,
            Change::Setting { key, value } => self.settings.set(key, value)?,
            Change::Time { until } => {
                let then = until.to_zoned(self.now.time_zone().clone());
                if then.date() != self.now.date() {
                    self.ledger = Ledger::default();
                }
                self.now = then;
            }
            Change::SignIn => self.account.standing = Standing::SignedIn,
            Change::ServerAnswers => self.account.refusal = None,
            Change::CloudRoom { bytes } => {
                if let Some(room) = &mut self.account.room {
                    room.originals = room.originals.max(*bytes);
                    room.small = room.small.max(*bytes);
                }
            }
        }
        Ok(())
    }
}

/// What would go, and what would wait.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlook {
    /// Photos that may go today.
    pub photos: u64,
    /// Videos that may go today.
    pub videos: u64,
    /// Bytes of both.
    pub bytes: u64,
    /// Why those that wait do.
    pub holds: Vec<Held>,
    /// The verdicts that this follows from.
    pub verdicts: Verdicts,
}

impl Outlook {
    /// What goes under these inputs. Where a budget or the cloud's room lets only some pass, their number is reckoned
    /// with the mean size of those that wait.
    pub fn of(inputs: &Inputs) -> Self {
        let verdicts = decide(inputs);
        let room = inputs.account.room.map_or(u64::MAX, |room| room.originals);
        let (photos, photo_bytes) = going(inputs.backlog.photos, &verdicts.photos, room);
        let (videos, video_bytes) = going(inputs.backlog.videos, &verdicts.videos, room.saturating_sub(photo_bytes));
        let holds = verdicts.holds(&[Class::Photos, Class::Videos]);
        Self { photos, videos, bytes: photo_bytes.saturating_add(video_bytes), holds, verdicts }
    }
}

/// How many of those that wait may go, and their bytes.
fn going(waiting: Waiting, verdict: &Verdict, room: u64) -> (u64, u64) {
    let Verdict::Run { limits, .. } = verdict else { return (0, 0) };
    let may = limits.bytes.unwrap_or(u64::MAX).min(room);
    if waiting.bytes <= may {
        return (waiting.count, waiting.bytes);
    }
    // More bytes than may go, so there are some.
    let share =
        |of: u64, by: u64| u64::try_from(u128::from(of) * u128::from(by) / u128::from(waiting.bytes)).unwrap_or(of);
    let count = share(waiting.count, may);
    let bytes =
        if waiting.count == 0 { 0 } else { u128::from(waiting.bytes) * u128::from(count) / u128::from(waiting.count) };
    (count, u64::try_from(bytes).unwrap_or(may))
}

/// How it is, and how it would be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhatIf {
    /// As it is.
    pub now: Outlook,
    /// As it would be.
    pub then: Outlook,
}

/// What would go if some things were otherwise.
///
/// # Errors
/// A key or a value that there is not.
pub fn what_if(inputs: &Inputs, changes: &[Change]) -> Result<WhatIf, ChangeError> {
    let mut then = inputs.clone();
    changes.iter().try_for_each(|change| then.apply(change))?;
    Ok(WhatIf { now: Outlook::of(inputs), then: Outlook::of(&then) })
}
