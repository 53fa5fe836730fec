//! What happened lately, in sentences, for the person at the page.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use jiff::Zoned;
use serde_json::Value;

use crate::phone::Phone;
use crate::state::LogLine;
use crate::view::clock_with_seconds;
use crate::words::catalogue;

/// How many lines are kept.
const KEPT: usize = 5;

/// The last few lines.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<(u64, VecDeque<LogLine>)>);

impl Log {
    /// Adds a line: the sentence `page-ID` about a phone.
    pub(crate) fn tell<const N: usize>(&self, now: &Zoned, phone: &Phone, id: &str, arguments: [(&str, Value); N]) {
        let arguments = arguments
            .into_iter()
            .chain([("phone", Value::from(phone.name()))])
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, lines) = &mut *log;
        *count += 1;
        let sentence = catalogue().with(&format!("page-{id}"), &arguments);
        lines.push_front(LogLine { id: *count, at: clock_with_seconds(now), sentence });
        lines.truncate(KEPT);
    }

    /// Newest first.
    pub(crate) fn lines(&self) -> Vec<LogLine> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1.iter().cloned().collect()
    }
}
