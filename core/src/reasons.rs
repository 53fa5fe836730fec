//! Why something waits: holds, and the codes they carry.
//!
//! Codes are strings: a newer server or another phone may send one that this version does not know, and that is never an
//! error. Evidence is typed arguments; sentences come from the catalogue ([`Sentences`]). What is known of each
//! code stands in one table, [`vocabulary`](reasons()).

mod deed;
mod fix;
mod vocabulary;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::policy::Class;
use crate::sentences::Sentences;
use crate::store::work::Delayed;

pub(crate) use deed::Deed;
pub use deed::Place;
pub use fix::{Action, Fix, Form, Platform, forms};
pub use vocabulary::{Confirmed, MetOn, Probe, Reason, Severity, Stops, Whose, codes, reason, reasons};

/// What kind of work waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkClass {
    /// All of it.
    Everything,
    /// Records: what was changed here or elsewhere.
    Records,
    /// Thumbnails.
    Thumbnails,
    /// Originals of photos and videos.
    Originals,
    /// Originals of photos.
    Photos,
    /// Originals of videos.
    Videos,
    /// An original that somebody opens.
    OnDemand,
    /// Originals that this phone fetches by itself.
    Prefetch,
    /// Chores.
    Housekeeping,
    /// One file, or a few.
    Files,
}

impl WorkClass {
    /// One word for all of these classes: the narrowest that holds what people look at first.
    pub(crate) fn of(classes: &[Class]) -> Self {
        let has = |class| classes.contains(&class);
        match (has(Class::Photos), has(Class::Videos)) {
            _ if has(Class::Records) => Self::Records,
            _ if has(Class::Thumbnails) => Self::Thumbnails,
            (true, true) => Self::Originals,
            (true, false) => Self::Photos,
            (false, true) => Self::Videos,
            _ if has(Class::OnDemand) => Self::OnDemand,
            _ if has(Class::Prefetch) => Self::Prefetch,
            _ => Self::Housekeeping,
        }
    }
}

/// One reason why work waits now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hold {
    /// The code.
    pub code: String,
    /// What waits for it.
    pub class: WorkClass,
    /// Arguments for its sentence.
    pub evidence: Map<String, Value>,
    /// Since when, in milliseconds since 1970 UTC.
    pub since_ms: i64,
}

impl Hold {
    /// A hold that is there since now.
    pub fn new(code: &str, class: WorkClass, since: Timestamp) -> Self {
        Self { code: code.to_owned(), class, evidence: Map::new(), since_ms: since.as_millisecond() }
    }

    /// The same with an argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.evidence.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn of_work(delayed: &Delayed) -> Self {
        let evidence = [("count".to_owned(), Value::from(delayed.count))].into_iter().collect();
        Self { code: delayed.code.clone(), class: WorkClass::Files, evidence, since_ms: delayed.since_ms }
    }

    /// Whether it names single files, which do not stop anything else.
    pub fn names_a_file(&self) -> bool {
        self.class == WorkClass::Files
    }

    /// Whether it stops only what nobody waits for: chores, and originals that are fetched ahead.
    pub fn is_aside(&self) -> bool {
        matches!(self.class, WorkClass::Housekeeping | WorkClass::Prefetch)
    }

    /// The whole reason in a sentence for the person.
    pub fn sentence(&self, sentences: &Sentences) -> String {
        sentences.reason(&self.code, None, &self.evidence)
    }

    /// What lifts it, in a sentence for the person.
    pub fn lifts(&self, sentences: &Sentences) -> String {
        sentences.reason(&self.code, Some("lifts"), &self.evidence)
    }

    /// What the person can do: a name for programs and a label for a button.
    pub fn fix(&self, sentences: &Sentences) -> Fix {
        Fix::of(&self.code, sentences)
    }
}

#[cfg(test)]
mod tests;
