//! Every code of Safelight, once.
//!
//! A code is a string that crosses every boundary: holds, findings, errors, the server's problem documents, scripts. One
//! table says of each how bad it is, whose it is to mend, what confirms it, what the person can do and how much it stops;
//! its sentences are in the catalogue under the same name. A code that this table does not have is never an error: a newer
//! server or another phone may send one. It has no [`Reason`], and its sentence is a neutral one.

mod table;

use serde::Serialize;

use super::fix::{Action, Platform};

pub use table::codes;

/// What is known of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The code, as it crosses every boundary.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Whose it is to mend.
    pub whose: Whose,
    /// How much it stops.
    pub stops: Stops,
    /// What confirms it, the cheapest first. Never empty.
    pub confirmed_by: &'static [Confirmed],
    /// What the person can do.
    pub action: Action,
    /// On which phones it can come about.
    pub met_on: MetOn,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// As it should be, or as the person chose it.
    Info,
    /// Photos wait longer than the person expects.
    Warning,
    /// Nothing goes on until somebody mends it.
    Error,
}

/// Whose it is to mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// The person's: a choice, or a thing to do.
    Person,
    /// The phone's, its system's or its network's.
    Phone,
    /// The server's, or its owner's.
    Server,
    /// Safelight's own.
    Safelight,
}

/// How much it stops where it comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stops {
    /// All work.
    Everything,
    /// Some kinds of work.
    Class,
    /// Single files.
    Files,
    /// One command, or nothing at all.
    Nothing,
}

/// What confirms that a cause is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmed {
    /// A fact, by its key.
    Fact(&'static str),
    /// A setting, by its key.
    Setting(&'static str),
    /// How the account stands on this phone.
    Account,
    /// What the server answered.
    ServerAnswer,
    /// A probe that the diagnosis makes.
    Probe(Probe),
    /// The ledger of windows and transfers.
    History,
    /// A look at the file.
    Item,
    /// What the library on this phone says of itself.
    Library,
    /// What the system says when the shell asks it, beyond the facts.
    System,
    /// What was asked for: a command, an argument.
    Request,
    /// Nothing: no app can see it.
    NotObservable,
}

/// A question to the world outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Probe {
    /// Does the server's name resolve?
    Dns,
    /// Does it take connections, at any of its addresses?
    Connect,
    /// Is its certificate trusted?
    Tls,
    /// Does a Safelight server answer?
    Http,
    /// Does something else answer in its place?
    Portal,
    /// Do its clock and the phone's agree?
    Clock,
    /// Can the local network be reached?
    LocalNetwork,
    /// Does a large body get through?
    BodyLimit,
}

/// On which phones a cause can come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MetOn {
    /// On all devices.
    Any,
    /// On phones, not on a desktop.
    Phones,
    /// On iOS only.
    Ios,
    /// On Android only.
    Android,
}

impl MetOn {
    /// Whether it can come about there.
    pub fn includes(self, platform: Platform) -> bool {
        match self {
            Self::Any => true,
            Self::Phones => platform != Platform::Desktop,
            Self::Ios => platform == Platform::Ios,
            Self::Android => platform == Platform::Android,
        }
    }
}

/// What is known of a code; none where this version does not know it.
pub fn reason(code: &str) -> Option<&'static Reason> {
    table::ALL.iter().find(|reason| reason.code == code)
}

/// Every code that this version knows.
pub fn reasons() -> &'static [Reason] {
    table::ALL
}
