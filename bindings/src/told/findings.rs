use jiff::Timestamp;
use safelight_core::diagnosis;
use safelight_core::reasons;
use safelight_core::{Severity, StoredFinding, WorkClass};
use safelight_protocol::DeviceId;

use super::reason::time;
use super::{ClassVerdict, Fix, Teller, evidence};

/// One line of a diagnosis.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Finding {
    /// The code.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in a sentence.
    pub title: String,
    /// What that rests on, in a sentence.
    pub told_evidence: String,
    /// What lifts it, in a sentence.
    pub lifts: String,
    /// What can be done.
    pub fix: Fix,
    /// Since when, where that is known.
    pub since: Option<Timestamp>,
    /// Arguments of its sentences, as a JSON object.
    pub evidence: String,
    /// Names of the first few files that it is about.
    pub names: Vec<String>,
}

/// Something that was not looked at.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Unchecked {
    /// A name for programs.
    pub name: String,
    /// The code of why.
    pub code: String,
}

/// Something that was mended just now.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Repaired {
    /// A name for programs.
    pub what: String,
    /// How many things.
    pub count: u64,
    /// In a sentence.
    pub sentence: String,
}

/// What a diagnosis says.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Diagnosis {
    /// What is wrong, the true cause first; empty when nothing is.
    pub findings: Vec<Finding>,
    /// Names of what was looked at.
    pub checked: Vec<String>,
    /// What was not looked at, and why.
    pub unchecked: Vec<Unchecked>,
    /// What was mended on the way.
    pub repaired: Vec<Repaired>,
    /// When a run last ended with nothing left to do.
    pub last_success: Option<Timestamp>,
    /// When put-off work is tried again.
    pub next: Option<Timestamp>,
    /// Three words that another phone of the same account on the same server shows, too; empty where nobody signed in.
    pub words: Vec<String>,
}

/// What comes out of a support bundle.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Replayed {
    /// What might go, by class.
    pub verdicts: Vec<ClassVerdict>,
    /// What was wrong.
    pub findings: Vec<Finding>,
    /// Whether this version comes to the same end as the one that wrote it.
    pub same: bool,
}

/// Something that deserves to disturb the person.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Alert {
    /// The code.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// In a sentence.
    pub title: String,
    /// Why, in a sentence.
    pub told_evidence: String,
    /// What can be done.
    pub fix: Fix,
    /// Since when.
    pub since: Timestamp,
    /// The other phone that it is about; none: this one.
    pub device: Option<DeviceId>,
    /// Whether it is told for the first time. Only then it should disturb.
    pub is_new: bool,
}

impl Teller {
    pub(crate) fn diagnosis(&self, diagnosis: &diagnosis::Diagnosis, words: Vec<String>) -> Diagnosis {
        Diagnosis {
            findings: diagnosis.findings.iter().map(|finding| self.finding(finding)).collect(),
            checked: diagnosis.checked.iter().map(|name| (*name).to_owned()).collect(),
            unchecked: diagnosis
                .unchecked
                .iter()
                .map(|unchecked| Unchecked { name: unchecked.name.to_owned(), code: unchecked.code.clone() })
                .collect(),
            repaired: diagnosis.repaired.iter().map(|repaired| self.repaired(repaired)).collect(),
            last_success: diagnosis.last_success,
            next: diagnosis.next,
            words,
        }
    }

    fn repaired(&self, repaired: &diagnosis::Repaired) -> Repaired {
        let sentence = self.text(&format!("repaired-{}", repaired.what), [("count", repaired.count.into())]);
        Repaired { what: repaired.what.clone(), count: repaired.count, sentence }
    }

    pub(crate) fn finding(&self, finding: &diagnosis::Finding) -> Finding {
        Finding {
            code: finding.code.clone(),
            severity: finding.severity,
            title: finding.title(&self.sentences),
            told_evidence: finding.told_evidence(&self.sentences),
            lifts: finding.lifts(&self.sentences),
            fix: self.fix(&finding.fix(&self.sentences)),
            since: finding.since,
            evidence: evidence(&finding.evidence),
            names: finding.names.clone(),
        }
    }

    /// What stays until somebody looks at it.
    pub(crate) fn stored(&self, finding: &StoredFinding) -> Finding {
        let hold = finding.reason();
        Finding {
            code: finding.code.clone(),
            severity: reasons::reason(&finding.code).map_or(Severity::Warning, |reason| reason.severity),
            title: hold.sentence(&self.sentences),
            told_evidence: finding.subject.clone(),
            lifts: hold.lifts(&self.sentences),
            fix: self.fix(&hold.fix(&self.sentences)),
            since: Some(time(finding.since_ms)),
            evidence: finding.evidence.clone(),
            names: Vec::new(),
        }
    }

    pub(crate) fn alert(&self, alert: &safelight_core::Alert) -> Alert {
        let hold = safelight_core::Hold {
            evidence: alert.evidence.clone(),
            ..safelight_core::Hold::new(&alert.code, WorkClass::Everything, alert.since)
        };
        Alert {
            code: alert.code.clone(),
            severity: alert.severity(),
            title: self.told(&alert.told),
            told_evidence: hold.sentence(&self.sentences),
            fix: self.fix(&hold.fix(&self.sentences)),
            since: alert.since,
            device: alert.device,
            is_new: alert.new,
        }
    }
}
