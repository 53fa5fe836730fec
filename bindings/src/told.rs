//! What crosses with its sentences: holds, findings, alerts, timelines, in the reader's language and as of now.
//!
//! The engine keeps codes and evidence; here they are told. An app may put a sentence of its own in place of any of them,
//! by its code: codes and evidence cross, too.

pub(crate) mod conditions;
mod devices;
mod findings;
mod history;
mod reason;
mod status;
mod sync;

use std::sync::Arc;

use jiff::Zoned;
use safelight_core::Sentences;
use serde_json::{Map, Value};

use crate::registration::OperatingSystem;

pub use conditions::{ClassVerdict, Fact, Outlook, Setting, WhatIf};
pub use devices::{Device, Explanation};
pub use findings::{Alert, Diagnosis, Finding, Repaired, Replayed, Unchecked};
pub use history::{Hop, Timeline, TimelineEntry, Why};
pub use reason::{Fix, FixForm, Hold, Pressed, ToldReason};
pub(crate) use reason::{actions, places};
pub use status::{Details, Status};
pub use sync::SyncOutcome;

/// Says things to one reader, as of one moment.
pub(crate) struct Teller {
    pub(crate) sentences: Arc<Sentences>,
    pub(crate) now: Zoned,
    pub(crate) system: OperatingSystem,
}

impl Teller {
    /// A sentence of the catalogue.
    pub(crate) fn text<const N: usize>(&self, id: &str, arguments: [(&str, Value); N]) -> String {
        let arguments: Map<String, Value> =
            arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        self.sentences.with(id, &arguments)
    }

    /// A sentence that speaks of moments.
    pub(crate) fn told(&self, told: &safelight_core::Told) -> String {
        told.sentence(&self.sentences, &self.now)
    }
}

/// Evidence as it crosses: a JSON object.
pub(crate) fn evidence(evidence: &Map<String, Value>) -> String {
    Value::Object(evidence.clone()).to_string()
}
