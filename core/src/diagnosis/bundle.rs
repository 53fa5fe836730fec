//! The support bundle: a diagnosis with all that it rests on and nothing that names anybody or anything, so that it can be
//! read by a stranger and replayed.
//!
//! Left out are names of files, albums, people and phones, ids, e-mail addresses, the server's address, keys, tokens, the
//! phone's model, its time zone (the offset stays), and whatever text came from outside. What stays are codes of the
//! vocabulary, numbers, times, and words that this version itself knows.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::evidence::{AccountAnswer, Evidence};
use super::{Diagnosis, Finding, diagnose};
use crate::facts::{Fact, Facts};
use crate::policy::{Inputs, Standing, Verdicts, decide};
use crate::ports::Met;
use crate::reasons::{Hold, reason};
use crate::settings::Settings;

/// What a bundle calls itself, and the version of its form.
const KIND: &str = "safelight support bundle";
const VERSION: u32 = 1;

/// The most bytes of a bundle.
pub(super) const MOST_BYTES: usize = 256 * 1024;
/// The most entries of each list in it.
const MOST_ENTRIES: usize = 100;

/// Stands for a code that is not of this version's vocabulary.
const UNKNOWN_CODE: &str = "unknown";

/// Words that this version itself writes into evidence.
const OWN_WORDS: &[&str] = &[
    "small_only",
    "no_videos",
    "not_a_byte",
    "wifi",
    "cellular",
    "ethernet",
    "none",
    "unknown",
    "true",
    "false",
    "unplugged",
    "serious",
    "critical",
    "off",
    "on",
    "yes",
    "no",
];

/// Something to be sent to whoever helps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SupportBundle {
    /// Always the same.
    pub kind: &'static str,
    /// The version of its form.
    pub version: u32,
    /// The version of Safelight that made it.
    pub made_by: String,
    /// What the diagnosis rests on.
    pub evidence: Evidence,
    /// What may be done now.
    pub verdicts: Verdicts,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// A bundle as it is read: what was concluded is only compared.
#[derive(Deserialize)]
struct Read {
    kind: String,
    version: u32,
    evidence: Evidence,
    verdicts: Value,
    findings: Value,
}

/// What came of replaying a bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    /// What may be done.
    pub verdicts: Verdicts,
    /// What is found.
    pub diagnosis: Diagnosis,
    /// Whether both are as the bundle says.
    pub same: bool,
}

/// Why a file can't be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// It is not a support bundle.
    #[error("this is not a support bundle")]
    NotABundle(#[source] Option<serde_json::Error>),
    /// It is larger than a bundle ever is.
    #[error("this is too large to be a support bundle")]
    TooLarge,
    /// A newer version made it.
    #[error("a newer version of the app has made this support bundle (form {0})")]
    Newer(u32),
}

impl ReplayError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotABundle(_) | Self::TooLarge => "req.invalid",
            Self::Newer(_) => "ver.client_old",
        }
    }
}

/// Makes a bundle of what a diagnosis rests on.
pub fn support_bundle(evidence: &Evidence) -> SupportBundle {
    let evidence = redacted(evidence);
    SupportBundle {
        kind: KIND,
        version: VERSION,
        made_by: env!("CARGO_PKG_VERSION").to_owned(),
        verdicts: decide(&evidence.inputs),
        findings: diagnose(&evidence).findings,
        evidence,
    }
}

/// Comes again to what a bundle says, from what it rests on.
///
/// # Errors
/// Whatever is not a support bundle of this form. Nothing makes it panic.
pub fn replay(bytes: &[u8]) -> Result<Replay, ReplayError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReplayError::TooLarge);
    }
    let form: Value = serde_json::from_slice(bytes).map_err(|error| ReplayError::NotABundle(Some(error)))?;
    let version = form.get("version").and_then(Value::as_u64).and_then(|version| u32::try_from(version).ok());
    match version {
        Some(newer) if newer > VERSION && form.get("kind") == Some(&json!(KIND)) => {
            return Err(ReplayError::Newer(newer));
        }
        _ => {}
    }
    let read: Read = serde_json::from_value(form).map_err(|error| ReplayError::NotABundle(Some(error)))?;
    if read.kind != KIND || read.version != VERSION {
        return Err(ReplayError::NotABundle(None));
    }
    let (verdicts, diagnosis) = (decide(&read.evidence.inputs), diagnose(&read.evidence));
    let same = json!(verdicts) == read.verdicts && json!(diagnosis.findings) == read.findings;
    Ok(Replay { verdicts, diagnosis, same })
}

/// The same evidence without anything that names anybody or anything.
fn redacted(evidence: &Evidence) -> Evidence {
    let code = known_code;
    let mut bare = evidence.clone();
    bare.inputs = bare_inputs(&evidence.inputs);
    bare.unprobed = bare.unprobed.map(|why| if why == "offline" { why } else { code(&why) });
    for probe in &mut bare.probes {
        if let Met::Server { refused: Some(refused), .. } = &mut probe.met {
            *refused = code(refused);
        }
    }
    if let AccountAnswer::Refused { code: refused } = &mut bare.account {
        *refused = code(refused);
    }
    for hold in &mut bare.last_holds {
        *hold = Hold { code: code(&hold.code), evidence: bare_arguments(&hold.evidence), ..hold.clone() };
    }
    for delayed in &mut bare.delayed {
        delayed.code = code(&delayed.code);
        delayed.names.clear();
    }
    for raised in &mut bare.raised {
        raised.code = code(&raised.code);
        raised.evidence = bare_arguments(&raised.evidence);
        raised.names.clear();
    }
    // Three words stand for one account, and nobody but the person compares them.
    bare.others.words.clear();
    bare.last_holds.truncate(MOST_ENTRIES);
    bare.delayed.truncate(MOST_ENTRIES);
    bare.raised.truncate(MOST_ENTRIES);
    bare.probes.truncate(MOST_ENTRIES);
    bare.repaired.truncate(MOST_ENTRIES);
    bare
}

fn known_code(code: &str) -> String {
    if reason(code).is_some() { code.to_owned() } else { UNKNOWN_CODE.to_owned() }
}

fn bare_inputs(inputs: &Inputs) -> Inputs {
    let mut bare = inputs.clone();
    // Only what this version knows: what a newer one stored may say anything.
    bare.settings = Settings::default();
    for key in Settings::KEYS {
        if let Some(value) = inputs.settings.show(key) {
            // A value that was shown is one that can be set.
            let _ = bare.settings.set(key, &value);
        }
    }
    bare.facts = bare_facts(&inputs.facts);
    if let Standing::Ended(code) = &mut bare.account.standing {
        *code = known_code(code);
    }
    if let Some(refusal) = &mut bare.account.refusal {
        refusal.code = known_code(&refusal.code);
    }
    // A zone's name is a place.
    bare.now = inputs.now.timestamp().to_zoned(TimeZone::fixed(inputs.now.offset()));
    bare
}

fn bare_facts(facts: &Facts) -> Facts {
    let mut bare = facts.clone();
    bare.device_model = Fact::Unknown;
    for version in [&mut bare.app_version, &mut bare.os_version] {
        if let Fact::Known { value, .. } = version {
            // Numbers and dots: the name of an app or a build may be anything.
            let numbers = value.rsplit('/').next().unwrap_or_default();
            *value = numbers.chars().take_while(|c| c.is_ascii_digit() || *c == '.').take(20).collect();
        }
    }
    bare
}

/// Numbers, switches, times, and words that this version itself wrote.
fn bare_arguments(arguments: &Map<String, Value>) -> Map<String, Value> {
    let is_time = |text: &str| text.len() <= 40 && text.chars().all(|c| c.is_ascii_digit() || "-:.+TZ".contains(c));
    let stays = |(_, value): &(&String, &Value)| match value {
        Value::Number(_) | Value::Bool(_) | Value::Null => true,
        Value::String(text) => OWN_WORDS.contains(&text.as_str()) || is_time(text),
        Value::Array(_) | Value::Object(_) => false,
    };
    let known_name = |name: &str| name.len() <= 20 && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let kept = arguments.iter().filter(stays).filter(|(name, _)| known_name(name));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}
