//! The pieces of the documents that programs read.

use jiff::Timestamp;
use safelight_core::{Hold, Pending, Sentences, StoredFinding};
use safelight_protocol::RecordId;
use serde_json::{Value, json};

use crate::answer::Failure;

/// A time that is stored as milliseconds since 1970 UTC.
pub(crate) fn time(ms: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(ms).ok()
}

/// Why something waits.
pub(crate) fn hold(hold: &Hold, sentences: &Sentences) -> Value {
    json!({
        "code": hold.code,
        "class": hold.class,
        "evidence": hold.sentence(sentences),
        "lifts": hold.lifts(sentences),
        "fix": hold.fix(sentences),
        "since": time(hold.since_ms),
    })
}

/// All reasons why something waits.
pub(crate) fn holds(all: &[Hold], sentences: &Sentences) -> Vec<Value> {
    all.iter().map(|one| hold(one, sentences)).collect()
}

/// What the person should look at.
pub(crate) fn finding(finding: &StoredFinding, sentences: &Sentences) -> Value {
    let reason = finding.reason();
    json!({
        "code": finding.code,
        "severity": "warning",
        "title": reason.sentence(sentences),
        "evidence": finding.subject,
        "fix": reason.fix(sentences),
        "since": time(finding.since_ms),
    })
}

/// What is left.
pub(crate) fn pending(pending: &Pending) -> Value {
    json!(pending)
}

/// An id as a person or a script gives it. What is not an id names nothing.
pub(crate) fn id(text: &str) -> Result<RecordId, Failure> {
    text.parse().map_err(|error| Failure::new("item.unknown", format!("{text}: {error}")))
}

/// Several ids.
pub(crate) fn ids(texts: &[String]) -> Result<Vec<RecordId>, Failure> {
    texts.iter().map(|text| id(text)).collect()
}
