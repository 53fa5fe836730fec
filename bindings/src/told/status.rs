use jiff::Timestamp;
use safelight_core::{
    AssetDetails, AssetView, Delayed, OriginalPlace, Pending, ResourceView, StatusState, WakePlan, WorkClass,
};

use super::reason::time;
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
            findings: status.findings.iter().map(|finding| self.stored(finding)).collect(),
            safe: status.safe,
            next: status.next,
            wake,
            words_confirmed,
        }
    }

    pub(crate) fn details(&self, details: AssetDetails, of_everything: &[safelight_core::Hold]) -> Details {
        let waits = self.holds(&self.waits(&details, of_everything));
        Details { asset: details.asset, resources: details.resources, albums: details.albums, waits }
    }

    /// Why one photo is not safe, or not here: its own reasons, and where it has none those of everything.
    fn waits(&self, details: &AssetDetails, of_everything: &[safelight_core::Hold]) -> Vec<safelight_core::Hold> {
        let own = |code: &str| safelight_core::Hold::new(code, WorkClass::Files, self.now.timestamp());
        let mut waits: Vec<safelight_core::Hold> = details.delayed.iter().map(delay).collect();
        match details.asset.original {
            OriginalPlace::Elsewhere => waits.push(own("item.elsewhere")),
            OriginalPlace::Lost => waits.push(own("item.lost")),
            OriginalPlace::Local if waits.is_empty() => {
                waits.extend(of_everything.iter().filter(|hold| !hold.names_a_file()).cloned());
            }
            OriginalPlace::Local | OriginalPlace::Cloud | OriginalPlace::Both => {}
        }
        if details.asset.contested {
            waits.push(own("item.contested"));
        }
        waits
    }
}

/// What was tried and put off, as a reason.
fn delay(delayed: &Delayed) -> safelight_core::Hold {
    safelight_core::Hold::new(&delayed.code, WorkClass::Files, time(delayed.since_ms)).with("count", delayed.count)
}
