use jiff::Timestamp;
use safelight_core::{AssetDetails, AssetView, Pending, ResourceView, StatusState, WakePlan};

use super::{Finding, Hold, Teller};

/// How it stands.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Status {
    /// In a word.
    pub state: StatusState,
    /// In one sentence.
    pub summary: String,
    /// When the last run ended with nothing left to do.
    pub last_success: Option<Timestamp>,
    /// What is left.
    pub pending: Pending,
    /// Why it is left, all reasons, the first first.
    pub holds: Vec<Hold>,
    /// All reasons as a screen lists them, the true one first: what holds work up, and what the person should look at.
    pub reasons: Vec<Hold>,
    /// What the person should look at.
    pub findings: Vec<Finding>,
    /// Photos and videos whose original is in the cloud.
    pub safe: u64,
    /// When put-off work is tried again.
    pub next: Option<Timestamp>,
    /// What to ask of the system before the app sleeps.
    pub wake: WakePlan,
    /// Whether the person has shown that they hold the recovery words.
    pub words_confirmed: bool,
}

/// Everything about one asset.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Details {
    /// The asset.
    pub asset: AssetView,
    /// Its files.
    pub resources: Vec<ResourceView>,
    /// The names of its albums.
    pub albums: Vec<String>,
    /// Why it is not safe, or not here.
    pub waits: Vec<Hold>,
}

impl Teller {
    pub(crate) fn status(&self, status: &safelight_core::Status, wake: WakePlan, words_confirmed: bool) -> Status {
        Status {
            state: status.state,
            summary: status.sentence(&self.sentences),
            last_success: status.last_success,
            pending: status.pending,
            holds: self.holds(&status.holds),
            reasons: self.holds(&status.reasons()),
            findings: status.findings.iter().map(|finding| self.stored(finding)).collect(),
            safe: status.safe,
            next: status.next,
            wake,
            words_confirmed,
        }
    }

    pub(crate) fn details(&self, details: AssetDetails, of_everything: &[safelight_core::Hold]) -> Details {
        let waits = self.holds(&details.waits(of_everything, self.now.timestamp()));
        Details { asset: details.asset, resources: details.resources, albums: details.albums, waits }
    }
}
