use jiff::Timestamp;
use safelight_core::history::{Entry, Expected, History, Window};
use safelight_core::why::{self, HopKind, HopState, Where};

use super::{Hold, Teller};

/// What happened in a stretch of time.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct TimelineEntry {
    /// From when.
    pub from: Timestamp,
    /// Until when; none while it lasts.
    pub until: Option<Timestamp>,
    /// The code of what it was about; none where all went well.
    pub code: Option<String>,
    /// In a sentence.
    pub sentence: String,
}

/// What happened since a time.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Timeline {
    /// In sentences, in order.
    pub entries: Vec<TimelineEntry>,
    /// The slots in which something let the engine run, in order; the last 200.
    pub windows: Vec<Window>,
}

/// One hop of a photo's way.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Hop {
    /// What travels.
    pub what: HopKind,
    /// Where it is.
    pub place: Where,
    /// The other phones that have it, by name, while only they do.
    pub phones: Vec<String>,
    /// How it stands.
    pub state: HopState,
    /// Why it waits; empty where it is only not its turn yet.
    pub holds: Vec<Hold>,
    /// How old what is said of another phone is.
    pub as_of: Option<Timestamp>,
}

/// Why something is not here.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Why {
    /// Each hop.
    pub hops: Vec<Hop>,
    /// When the hop that waits can be expected; none where that can't be known, or nothing waits.
    pub expected: Option<Expected>,
    /// All of it in a sentence.
    pub sentence: String,
    /// How many photos are meant.
    pub photos: u64,
}

impl Teller {
    pub(crate) fn timeline(&self, history: History, entries: &[Entry]) -> Timeline {
        let told = |entry: &Entry| TimelineEntry {
            from: entry.from,
            until: entry.until,
            code: entry.code.clone(),
            sentence: self.told(&entry.told),
        };
        let mut windows = history.windows;
        windows.drain(..windows.len().saturating_sub(crate::page::MOST));
        Timeline { entries: entries.iter().map(told).collect(), windows }
    }

    pub(crate) fn why(&self, why: &why::Why) -> Why {
        let hop = |hop: &why::Hop| Hop {
            what: hop.what,
            place: hop.place,
            phones: hop.phones.clone(),
            state: hop.state,
            holds: self.holds(&hop.holds),
            as_of: hop.as_of,
        };
        Why {
            hops: why.hops.iter().map(hop).collect(),
            expected: why.expected,
            sentence: self.told(&why.told),
            photos: why.photos,
        }
    }
}
