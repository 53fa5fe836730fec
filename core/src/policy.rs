//! May this be done now? And if not: all the reasons, in the order in which a person should hear of them.
//!
//! [`decide`] is one pure function of settings, facts, account, backlog, ledger and time. It asks nobody, remembers
//! nothing and gives each [`Class`] of work a [`Verdict`]: run, within limits, or hold, with every hold there is.
//!
//! - **Unknown is a value.** A network of unknown kind counts as cellular, one of unknown price as metered. What is unknown
//!   and costs nothing (heat, charge) holds nothing up.
//! - **Order**: what stops everything before what stops one kind of work; within that, what the person chose or can mend
//!   now before what passes by itself or is somebody else's; within that, the order of the table in `docs/policy.md`.
//! - **A person's own request** passes the limits that are theirs to pass: "sync now" those of time and power, opening one
//!   original also those of data. Nothing passes roaming that was not allowed, a cellular switch that is off, heat, or
//!   what the system or the server refuses. What was passed is listed.
//!
//! It does not find causes that only a probe or a history can tell; that is the diagnosis.

mod cause;
mod change;
mod inputs;
mod network;
mod rules;

use jiff::Timestamp;
use serde::Serialize;

use crate::mutants::mutant;

pub use cause::{Cause, CellularLimit, Held, Lift, Mend, Passes, Scope};
pub use change::{Change, ChangeError, Outlook, WhatIf, what_if};
pub use inputs::{Account, Backlog, Class, CloudRoom, Inputs, Intent, Ledger, Refusal, ServerPlace, Standing, Waiting};
pub(crate) use network::{largest_begun, too_little_left};
pub use network::{network_costs, network_forbidden, short_of_budget};

/// What may be done of a class of work now.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It may be done.
    Run {
        /// Within these limits.
        limits: Limits,
        /// Codes of what would hold it and was passed at the person's own request.
        passed: Vec<&'static str>,
    },
    /// It waits.
    Hold {
        /// For all of these; the first is said first. Never empty.
        holds: Vec<Held>,
    },
}

impl Verdict {
    /// Whether it may be done.
    pub fn runs(&self) -> bool {
        matches!(self, Self::Run { .. })
    }

    /// What it waits for; nothing if it may be done.
    pub fn holds(&self) -> &[Held] {
        match self {
            Self::Run { .. } => &[],
            Self::Hold { holds } => holds,
        }
    }

    /// The codes of what it waits for.
    pub fn codes(&self) -> Vec<&str> {
        self.holds().iter().map(Held::code).collect()
    }
}

/// What may cross networks that cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowance {
    /// Not a byte.
    Nothing,
    /// So many bytes today.
    Bytes(u64),
    /// Any number.
    Unlimited,
}

/// Within which limits work may be done: what a transfer that is handed to the system is given along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// What may cross cellular and other metered networks.
    pub paid: Allowance,
    /// How many bytes may be moved now on the present network; none: any number.
    pub bytes: Option<u64>,
    /// Whether a cellular network abroad may be used.
    pub roaming: bool,
    /// Whether a network on which the system asks to save data may be used.
    pub low_data: bool,
}

/// A verdict for each class of work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdicts {
    /// Records, both ways.
    pub records: Verdict,
    /// Thumbnails, both ways.
    pub thumbnails: Verdict,
    /// Originals of photos, to the cloud.
    pub photos: Verdict,
    /// Originals of videos, to the cloud.
    pub videos: Verdict,
    /// Originals that somebody opens, from the cloud.
    pub on_demand: Verdict,
    /// Originals that the phone fetches by itself, from the cloud.
    pub prefetch: Verdict,
    /// Checks and chores.
    pub housekeeping: Verdict,
}

impl Verdicts {
    /// The verdict for a class.
    pub fn of(&self, class: Class) -> &Verdict {
        match class {
            Class::Records => &self.records,
            Class::Thumbnails => &self.thumbnails,
            Class::Photos => &self.photos,
            Class::Videos => &self.videos,
            Class::OnDemand => &self.on_demand,
            Class::Prefetch => &self.prefetch,
            Class::Housekeeping => &self.housekeeping,
        }
    }

    /// What keeps the phone's own photo library from being read: a hold also while nothing is known to wait.
    pub fn unread(&self, inputs: &Inputs) -> Option<&Held> {
        let access = |held: &&Held| ["lib.denied", "lib.restricted", "lib.not_asked"].contains(&held.code());
        self.photos.holds().iter().find(access).filter(|_| inputs.backlog.library)
    }

    /// Every hold of these classes once, in order.
    pub fn holds(&self, classes: &[Class]) -> Vec<Held> {
        let mut all: Vec<Held> = Vec::new();
        for held in classes.iter().flat_map(|class| self.of(*class).holds()) {
            if !all.iter().any(|known| known.code() == held.code()) {
                all.push(held.clone());
            }
        }
        all.sort_by_key(Held::rank);
        all
    }
}

/// Decides what may be done now.
///
/// ```
/// use safelight_core::policy::{Inputs, Intent, decide};
///
/// let mut inputs = Inputs::calm("2026-05-01T21:04:00+02:00[Europe/Berlin]".parse()?);
/// inputs.facts.set("network", "cellular", inputs.now.timestamp())?;
/// inputs.facts.set("charging", "unplugged", inputs.now.timestamp())?;
/// inputs.facts.set("battery", "18", inputs.now.timestamp())?;
///
/// let verdicts = decide(&inputs);
/// assert!(verdicts.thumbnails.runs());
/// assert_eq!(verdicts.photos.codes(), ["net.wifi_required", "pwr.low"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decide(inputs: &Inputs) -> Verdicts {
    let mut found = rules::all(inputs);
    if mutant("networks_ignored") {
        found.retain(|held| !held.code().starts_with("net."));
    }
    found.sort_by_key(Held::rank);
    let verdict = |class| verdict(inputs, &found, class);
    Verdicts {
        records: verdict(Class::Records),
        thumbnails: verdict(Class::Thumbnails),
        photos: verdict(Class::Photos),
        videos: verdict(Class::Videos),
        on_demand: verdict(Class::OnDemand),
        prefetch: verdict(Class::Prefetch),
        housekeeping: verdict(Class::Housekeeping),
    }
}

fn verdict(inputs: &Inputs, found: &[Held], class: Class) -> Verdict {
    let asked = inputs.asked();
    let passes = |held: &Held| match held.cause.passes() {
        Passes::Never => false,
        Passes::Asked => asked,
        Passes::Opened => inputs.opened(class),
    };
    let (passed, holds): (Vec<&Held>, Vec<&Held>) =
        found.iter().filter(|held| held.stops(class)).partition(|held| passes(held));
    if holds.is_empty() {
        let passed: Vec<&'static str> = passed.iter().filter_map(|held| held.cause.known_code()).collect();
        Verdict::Run { limits: network::limits(inputs, class), passed }
    } else {
        Verdict::Hold { holds: holds.into_iter().cloned().collect() }
    }
}

/// Midnight after `now`, in the zone of `now`.
fn midnight(inputs: &Inputs) -> Option<Timestamp> {
    Some(inputs.now.tomorrow().ok()?.start_of_day().ok()?.timestamp())
}

#[cfg(test)]
mod tests;
