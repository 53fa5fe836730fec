//! Why a phone waits, as the page shows it: the first reason with its button, and all of them.
//!
//! The first reason comes from what the engine says of itself at once. Where that is only what the last run met (nobody
//! answered, a name was unknown), the phone looks closer by itself, and the first finding of that look is shown; it is
//! forgotten as soon as the engine says something else.

use safelight_core::diagnosis::{DiagnoseRequest, Diagnosis, Finding, Repaired};
use safelight_core::reasons::{Form, Platform};
use safelight_core::{Fix, Hold, HomeError, Severity, Status, StatusState, StoredFinding};
use serde::Serialize;
use serde_json::Value;

use crate::phone::Phone;
use crate::words::catalogue;

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Reason {
    pub(crate) code: String,
    pub(crate) severity: Severity,
    pub(crate) sentence: String,
    /// What was observed, where that says more.
    pub(crate) observed: Option<String>,
    /// What ends it.
    pub(crate) lifts: String,
    pub(crate) fix: Button,
}

/// What the person can do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Button {
    pub(crate) action: &'static str,
    pub(crate) label: String,
    /// How it is carried out on this phone.
    #[serde(flatten)]
    pub(crate) form: Form,
}

/// What this phone is, as far as buttons go: the first one an iPhone, the second one runs Android.
pub(crate) fn platform(phone: &Phone) -> Platform {
    if phone.n == 1 { Platform::Ios } else { Platform::Android }
}

impl Button {
    fn of(fix: Fix, platform: Platform) -> Self {
        Self { action: fix.action.name(), form: fix.form(platform), label: fix.label }
    }
}

impl Reason {
    pub(crate) fn of_hold(hold: &Hold, platform: Platform) -> Self {
        let severity = safelight_core::reasons::reason(&hold.code).map_or(Severity::Warning, |reason| reason.severity);
        Self {
            code: hold.code.clone(),
            severity,
            sentence: hold.sentence(catalogue()),
            observed: None,
            lifts: hold.lifts(catalogue()),
            fix: Button::of(hold.fix(catalogue()), platform),
        }
    }

    pub(crate) fn of_finding(finding: &Finding, platform: Platform) -> Self {
        let sentence = finding.title(catalogue());
        Self {
            code: finding.code.clone(),
            severity: finding.severity,
            observed: Some(finding.told_evidence(catalogue())).filter(|told| *told != sentence),
            sentence,
            lifts: finding.lifts(catalogue()),
            fix: Button::of(finding.fix(catalogue()), platform),
        }
    }
}

/// What the engine itself says first: nothing while nothing waits.
fn said_first(status: &Status) -> Option<Hold> {
    match status.state {
        StatusState::UpToDate | StatusState::Syncing => None,
        StatusState::Attention => status
            .holds
            .iter()
            .find(|hold| hold.names_a_file())
            .cloned()
            .or_else(|| status.findings.first().map(StoredFinding::reason)),
        StatusState::Waiting | StatusState::SignedOut => {
            status.holds.iter().find(|hold| !hold.names_a_file()).or(status.holds.first()).cloned()
        }
    }
}

/// The first reason why a phone waits; none while it does not.
pub(crate) fn first(phone: &Phone, status: &Status) -> Option<Reason> {
    let locked = phone.locked().filter(|_| !status.pending.is_empty());
    let said = said_first(status).or(locked)?;
    let found = phone.diagnosis().filter(|known| known.of == codes(status));
    let finding = found.as_ref().and_then(|known| known.diagnosis.findings.first());
    Some(match finding {
        Some(finding) => Reason::of_finding(finding, platform(phone)),
        None => Reason::of_hold(&said, platform(phone)),
    })
}

/// What the engine says, in short: a look is good for as long as this stays.
pub(crate) fn codes(status: &Status) -> Vec<String> {
    status.holds.iter().map(|hold| hold.code.clone()).collect()
}

/// Whether what the engine says first is only what it met, and a closer look would tell more.
pub(crate) fn wants_a_look(phone: &Phone, status: &Status) -> bool {
    let met = |code: &str| {
        let typed = matches!(code, "srv.maintenance" | "srv.429" | "srv.processing");
        (code.starts_with("srv.") && !typed) || matches!(code, "net.tls_untrusted" | "net.dns" | "eng.backoff")
    };
    said_first(status).is_some_and(|hold| met(&hold.code))
        && phone.diagnosis().is_none_or(|known| known.of != codes(status))
}

/// What a closer look says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Look {
    /// All reasons, the true one first.
    pub(crate) reasons: Vec<Reason>,
    /// What was mended on the way, in sentences.
    pub(crate) repaired: Vec<String>,
    /// What could not be looked at, and why.
    pub(crate) unchecked: Vec<String>,
}

impl Phone {
    /// Looks closely at itself and its way to the cloud, and remembers what it found.
    pub(crate) async fn look_closely(&self) -> Result<Look, HomeError> {
        let safelight = self.safelight();
        let diagnosis = safelight.diagnose(DiagnoseRequest::default()).await?;
        let status = safelight.status().await?;
        let look = look(self, &status, &diagnosis);
        if !diagnosis.repaired.is_empty() {
            // What was put right can go on at once.
            self.nudge();
        }
        self.note_diagnosis(codes(&status), diagnosis);
        Ok(look)
    }
}

/// The findings in their order, then what only the engine says.
fn look(phone: &Phone, status: &Status, diagnosis: &Diagnosis) -> Look {
    let platform = platform(phone);
    let mut reasons: Vec<Reason> =
        diagnosis.findings.iter().map(|finding| Reason::of_finding(finding, platform)).collect();
    for hold in &status.holds {
        let mended = !diagnosis.repaired.is_empty() && hold.code == "eng.lock";
        let by_the_way = hold.is_aside() || mended || (!diagnosis.findings.is_empty() && hold.code == "eng.backoff");
        if !by_the_way && !reasons.iter().any(|reason| reason.code == hold.code) {
            reasons.push(Reason::of_hold(hold, platform));
        }
    }
    Look {
        reasons,
        repaired: diagnosis.repaired.iter().map(mended).collect(),
        unchecked: diagnosis
            .unchecked
            .iter()
            .map(|unchecked| catalogue().title(&unchecked.code, &serde_json::Map::new()))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect(),
    }
}

fn mended(repaired: &Repaired) -> String {
    let arguments = [("count".to_owned(), Value::from(repaired.count))].into_iter().collect();
    catalogue().with(&format!("repaired-{}", repaired.what), &arguments)
}
