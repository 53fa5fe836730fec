//! What happened, in order: the trace that a seed gives again.

use std::sync::{Arc, Mutex, PoisonError};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::time::Course;

/// The trace, and the first thing that was wrong.
pub(super) struct Journal {
    course: Arc<Course>,
    lines: Mutex<Vec<String>>,
    failure: Mutex<Option<String>>,
    aloud: bool,
}

impl Journal {
    pub(super) fn new(course: &Arc<Course>) -> Arc<Self> {
        let aloud = std::env::var_os("SAFELIGHT_TRACE").is_some();
        Arc::new(Self { course: Arc::clone(course), lines: Mutex::default(), failure: Mutex::default(), aloud })
    }

    /// Writes a line.
    #[expect(clippy::print_stderr, reason = "a person asked to see the trace as it grows")]
    pub(super) fn note(&self, line: &str) {
        let line = format!("{:>12} {line}", self.course.since_ms());
        if self.aloud {
            eprintln!("{line}");
        }
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    /// Something is wrong. Only the first one counts: the others follow from it.
    pub(super) fn fail(&self, what: String) {
        self.note(&format!("WRONG: {what}"));
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(what);
    }

    pub(super) fn failure(&self) -> Option<String> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A hash of all lines.
    pub(super) fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        for line in self.lines() {
            hasher.update(line.as_bytes());
            hasher.update(b"\n");
        }
        HEXLOWER.encode(&hasher.finalize())
    }
}
