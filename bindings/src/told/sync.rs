use safelight_core::{Pending, Received, Sent};

use super::{Hold, Teller};

/// What a run did, and why it did not do more.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct SyncOutcome {
    /// What was sent.
    pub sent: Sent,
    /// What arrived.
    pub received: Received,
    /// What is left.
    pub pending: Pending,
    /// Why it is left.
    pub holds: Vec<Hold>,
    /// Codes of limits that the person's own wish passed.
    pub passed: Vec<String>,
    /// The code of what ended the run before it was through; none if nothing did.
    pub cut_short: Option<String>,
    /// Whether nothing is left.
    pub up_to_date: bool,
    /// How many photos the sources gave.
    pub imported: u64,
}

impl Teller {
    pub(crate) fn outcome(&self, outcome: &safelight_core::SyncOutcome) -> SyncOutcome {
        SyncOutcome {
            sent: outcome.sent,
            received: outcome.received,
            pending: outcome.pending,
            holds: self.holds(&outcome.holds),
            passed: outcome.passed.iter().map(|code| (*code).to_owned()).collect(),
            cut_short: outcome.cut_short.clone(),
            up_to_date: outcome.up_to_date,
            imported: crate::values::count(outcome.imported.imported.len()),
        }
    }
}
