//! All that a diagnosis looks at: plain data, so that a support bundle holds it and another machine comes to the same end.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::policy::Inputs;
use crate::ports::Probe;
use crate::reasons::Hold;

/// What is left to do, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Left {
    /// Records to send.
    pub records: u64,
    /// Thumbnails to send or receive.
    pub thumbnails: u64,
    /// Originals to send.
    pub originals: u64,
    /// Whether originals are to be fetched that nobody opened: the person wants all of them here, or has pinned some.
    #[serde(default)]
    pub ahead: bool,
}

impl Left {
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Files that were tried and put off or set aside, by code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelayedFiles {
    /// The code.
    pub code: String,
    /// How many.
    pub count: u64,
    /// Whether they are not tried again by themselves.
    pub set_aside: bool,
    /// Since when.
    pub since: Option<Timestamp>,
    /// Names of the first few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
}

/// A finding that was raised earlier and stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Raised {
    /// The code.
    pub code: String,
    /// How many there are of it.
    pub count: u64,
    /// Arguments for its sentence.
    pub evidence: Map<String, Value>,
    /// Since when the first stands.
    pub since: Option<Timestamp>,
    /// What it is about, by name: the first few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
}

/// What an account answers when it is asked in this device's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountAnswer {
    /// It was not asked.
    Unasked,
    /// As it should.
    Fine,
    /// With a refusal of this code, or not at all.
    Refused {
        /// The code.
        code: String,
    },
}

/// What earlier runs did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct History {
    /// When a run last ended with nothing left to do.
    pub last_success: Option<Timestamp>,
    /// When a run last ended.
    pub last_run: Option<Timestamp>,
    /// When a run last moved anything.
    pub last_progress: Option<Timestamp>,
    /// How many things the last run left.
    #[serde(default)]
    pub waiting: u64,
    /// How many runs in a row had work, were held up by nothing and moved nothing.
    #[serde(default)]
    pub fruitless: u32,
    /// How many repairs were tried since something last moved.
    #[serde(default)]
    pub repairs: u32,
    /// When the last slot of the window ledger ended.
    #[serde(default)]
    pub last_window: Option<Timestamp>,
    /// How many slots in a row, the last ones, ended because their time was up.
    #[serde(default)]
    pub expired: u32,
    /// How many bytes of files a second the last slots moved that had time to; none where they are too few to tell.
    #[serde(default)]
    pub pace: Option<u64>,
}

/// Who else is in the account, as far as the person and the server say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OtherPhones {
    /// Whether the person says that there is another phone with the same account.
    pub expected: bool,
    /// How many others the server knows; none if it was not asked.
    pub known: Option<u64>,
    /// When somebody last tried to sign in here with another account than this home's.
    pub other_account: Option<Timestamp>,
    /// Three words that are the same on two phones if and only if account and server are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

/// Something that was in a state in which it could not have gone on, and was mended just now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repaired {
    /// A name for programs; its sentence is `repaired-NAME`.
    pub what: String,
    /// How many things.
    pub count: u64,
}

/// All that a diagnosis looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What the policy looks at.
    pub inputs: Inputs,
    /// What is left to do.
    pub left: Left,
    /// What was met on the way to the server, one for each of its addresses.
    pub probes: Vec<Probe>,
    /// Why nothing was asked of the network: a code, or `offline` if the person wanted it so. None if it was asked.
    pub unprobed: Option<String>,
    /// What the account answers.
    pub account: AccountAnswer,
    /// Why the last run stopped, where all of it did.
    pub last_holds: Vec<Hold>,
    /// What was put off or set aside.
    pub delayed: Vec<DelayedFiles>,
    /// What was raised earlier and stands.
    pub raised: Vec<Raised>,
    /// Who else is in the account.
    pub others: OtherPhones,
    /// What earlier runs did.
    pub history: History,
    /// Whether somebody else runs at this moment.
    pub busy: bool,
    /// Whether the database is damaged.
    pub damaged: bool,
    /// What was mended just now.
    pub repaired: Vec<Repaired>,
    /// When put-off work is tried again.
    pub next: Option<Timestamp>,
}

impl Evidence {
    /// A phone on which all is well and nothing is left to do.
    pub fn calm(inputs: Inputs) -> Self {
        Self {
            inputs,
            left: Left::default(),
            probes: Vec::new(),
            unprobed: None,
            account: AccountAnswer::Fine,
            last_holds: Vec::new(),
            delayed: Vec::new(),
            raised: Vec::new(),
            others: OtherPhones::default(),
            history: History::default(),
            busy: false,
            damaged: false,
            repaired: Vec::new(),
            next: None,
        }
    }

    /// The time of it.
    pub fn now(&self) -> Timestamp {
        self.inputs.now.timestamp()
    }
}
