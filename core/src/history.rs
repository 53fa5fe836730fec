//! What happened while nobody looked: the slots in which something let the engine run, and what held work up between them.
//!
//! The *ledger of windows* has a row for each slot: who granted it, what it did, how it ended. A slot that was killed wrote
//! no end; the next one finds it so. Beside it stand the *decisions*: since when each class of work that had something to
//! do might go, or waited, and for what first. Both are bounded in rows and age. From them come, by pure functions:
//!
//! - [`sentences`]: what the person asks in the morning, "why not last night?";
//! - [`expected`]: when what waits can be expected, as a range learnt from habits, or that it can't be known;
//! - [`receipts`]: data used and saved, by month and network.
//!
//! It does not say what was meant to happen, and it knows nothing of time in which no process of Safelight ran but that
//! none did: what stood before is taken to have stood on.

mod expected;
mod receipts;
mod timeline;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use expected::{Expected, Habit, expected};
pub use receipts::{Carried, Kept, Month, Traffic, receipts};
pub use timeline::{Entry, sentences};

use crate::home::HomeError;
use crate::policy::{Class, Verdicts};
use crate::safelight::Safelight;
use crate::store::{lease, saved, windows};

/// How a window ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// All that might be done was done.
    Done,
    /// Its time or its bytes were used up.
    Expired,
    /// Somebody told it to stop.
    Stopped,
    /// The process was ended in the middle of it.
    Killed,
    /// Something went wrong; the window's code says what.
    Failed,
}

impl Ending {
    const ALL: [Self; 5] = [Self::Done, Self::Expired, Self::Stopped, Self::Killed, Self::Failed];

    /// Its stable name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Expired => "expired",
            Self::Stopped => "stopped",
            Self::Killed => "killed",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.word() == word)
    }
}

/// What a window moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Moved {
    /// Records, both ways.
    pub records: u64,
    /// Originals that were sent in whole.
    pub originals: u64,
    /// Bytes of files that were sent.
    pub sent: u64,
    /// Bytes of files that arrived.
    pub received: u64,
}

/// One slot in which something let the engine run. Runs in a row that moved nothing are one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Window {
    /// Who moved the bytes: a fact's word, or `unknown`.
    pub lane: String,
    /// Where the app was: a fact's word, or `unknown`.
    pub app_state: String,
    /// What the system calls the slot, if the shell said.
    pub task: Option<String>,
    /// Whether it was the person's own wish.
    pub wish: bool,
    /// How long it might be, in seconds; none: unbounded.
    pub budget_s: Option<u64>,
    /// How many bytes it might send; none: unbounded.
    pub budget_bytes: Option<u64>,
    /// When it began.
    pub from: Timestamp,
    /// When it ended, or the last that is known of it.
    pub until: Timestamp,
    /// How it ended; none while it runs.
    pub ending: Option<Ending>,
    /// Why it failed.
    pub code: Option<String>,
    /// Whether photos might go at its end.
    pub photos: bool,
    /// Whether videos might go at its end.
    pub videos: bool,
    /// How many runs it was.
    pub runs: u64,
    /// What it moved.
    pub moved: Moved,
}

/// What was decided of a class of work that had something to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    /// The class.
    pub class: Class,
    /// The code of its first hold; none where it might go.
    pub code: Option<String>,
    /// What that rested on.
    pub evidence: Map<String, Value>,
    /// Since when.
    pub from: Timestamp,
    /// Until when; none while it stands.
    pub until: Option<Timestamp>,
}

/// Windows and decisions of a time, each in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// Slots.
    pub windows: Vec<Window>,
    /// What was decided.
    pub decisions: Vec<Decision>,
}

/// What is decided now of the classes that have something to do.
pub(crate) fn decided(verdicts: &Verdicts, wanted: &[Class]) -> Vec<windows::Decided> {
    let of = |class: Class| {
        let first = verdicts.of(class).holds().first();
        windows::Decided {
            class,
            code: first.map(|held| held.code().to_owned()),
            evidence: first.map(|held| held.cause.evidence()).unwrap_or_default(),
        }
    };
    wanted.iter().copied().map(of).collect()
}

/// What happened.
impl Safelight {
    /// Windows and decisions since a time.
    pub async fn history(&self, since: Timestamp) -> Result<History, HomeError> {
        let clock = std::sync::Arc::clone(&self.home().ports.clock);
        self.home()
            .read(move |db| {
                let mut windows = windows::windows(db, since)?;
                if !lease::is_held(db, lease::ENGINE, clock.as_ref())? {
                    // Nobody runs: what has no end was killed, though no later run has found it yet.
                    for window in windows.iter_mut().filter(|window| window.ending.is_none()) {
                        window.ending = Some(Ending::Killed);
                    }
                }
                Ok(History { windows, decisions: windows::decisions(db, since)? })
            })
            .await
    }

    /// What happened since a time, in order: for each entry a sentence can be had.
    pub async fn timeline(&self, since: Timestamp) -> Result<(History, Vec<Entry>), HomeError> {
        let history = self.history(since).await?;
        let entries = sentences(&history, since, self.home().now());
        Ok((history, entries))
    }

    /// Data used and saved: all months, or one (`2026-05`).
    pub async fn receipts(&self, month: Option<String>) -> Result<Vec<Month>, HomeError> {
        let (carried, kept) = self.home().read(|db| Ok((saved::carried(db)?, saved::kept(db)?))).await?;
        Ok(receipts(&carried, &kept, month.as_deref()))
    }

    /// What is learnt from the windows so far.
    pub(crate) async fn habit(&self) -> Result<Habit, HomeError> {
        let since = Timestamp::UNIX_EPOCH;
        Ok(Habit::of(&self.home().read(move |db| windows::windows(db, since)).await?))
    }
}
