use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::facts::{FactError, Facts};

/// What shell or person said of the phone, by key. A key that a newer version stored is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Reported(BTreeMap<String, Saying>);

/// One thing that was said. `unknown` is said, too: the phone can't tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Saying {
    value: String,
    at: Timestamp,
}

impl Reported {
    /// Notes a fact. The same value again is no news: it is so since it was first said.
    pub(super) fn note(&mut self, key: String, value: String, now: Timestamp) -> Result<(), FactError> {
        Facts::unknown().set(&key, &value, now)?;
        if self.0.get(&key).is_none_or(|before| before.value != value) {
            self.0.insert(key, Saying { value, at: now });
        }
        Ok(())
    }

    /// Says it all of these facts.
    pub(super) fn say(&self, facts: &mut Facts) {
        for (key, saying) in &self.0 {
            // A key or value of a newer version says nothing here. What is said has its own time, not the default's.
            if facts.set(key, crate::facts::UNKNOWN, saying.at).is_ok() {
                let _ = facts.set(key, &saying.value, saying.at);
            }
        }
    }
}
