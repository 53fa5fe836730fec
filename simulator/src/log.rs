//! What happened lately, in sentences, for the person at the page.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use jiff::Zoned;
use serde_json::{Map, Value};

use crate::phone::Phone;
use crate::state::LogLine;
use crate::view::clock_with_seconds;
use crate::words::{catalogue, say};

/// How many lines are kept.
const KEPT: usize = 5;

/// The last few lines, each told anew when it is read: the page may speak another language by then.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<(u64, VecDeque<Event>)>);

/// One thing that happened.
#[derive(Debug)]
struct Event {
    number: u64,
    at: String,
    /// The sentence's id, and its arguments.
    id: String,
    arguments: Map<String, Value>,
    /// The phone that it happened to, by the id of its name.
    called: &'static str,
}

impl Log {
    /// Adds a line: the sentence `page-ID` about a phone.
    pub(crate) fn tell<const N: usize>(&self, now: &Zoned, phone: &Phone, id: &str, arguments: [(&str, Value); N]) {
        let arguments = arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, lines) = &mut *log;
        *count += 1;
        let (at, id, called) = (clock_with_seconds(now), format!("page-{id}"), phone.called());
        lines.push_front(Event { number: *count, at, id, arguments, called });
        lines.truncate(KEPT);
    }

    /// Newest first.
    pub(crate) fn lines(&self) -> Vec<LogLine> {
        let log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.1
            .iter()
            .map(|event| {
                let mut arguments = event.arguments.clone();
                arguments.insert("phone".to_owned(), say(event.called).into());
                let sentence = catalogue().with(&event.id, &arguments);
                LogLine { id: event.number, at: event.at.clone(), sentence }
            })
            .collect()
    }
}
