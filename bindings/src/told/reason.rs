use jiff::Timestamp;
use safelight_core::reasons::{self, Action, Form, Place, Platform, Whose};
use safelight_core::{Severity, WorkClass};
use serde_json::{Map, Value};

use super::{Teller, evidence};

/// How the person, or the app for them, carries a fix out on this system.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum FixForm {
    /// The system's own question, which the app raises.
    Ask,
    /// Something that the app does itself.
    Act,
    /// The app's own page in the system's settings.
    SettingsPage,
    /// A page of the system's settings, by the action of its intent. On Android only.
    SystemPage {
        /// The action.
        intent: String,
    },
    /// Something that the person does by hand: [`Fix::steps`].
    Steps,
    /// Nothing: it passes by itself.
    Passes,
}

/// What can be done about it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Fix {
    /// A name for programs, for example `allow_cellular`.
    pub action: String,
    /// The label of a button.
    pub label: String,
    /// How it is carried out on this system.
    pub form: FixForm,
    /// What the person does by hand, one step after the other; empty unless the form is [`FixForm::Steps`].
    pub steps: Vec<String>,
}

/// One reason why work waits now.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Hold {
    /// The code.
    pub code: String,
    /// What waits for it.
    pub class: WorkClass,
    /// The whole reason in a sentence.
    pub sentence: String,
    /// What lifts it, in a sentence.
    pub lifts: String,
    /// What can be done.
    pub fix: Fix,
    /// Arguments of its sentence, as a JSON object.
    pub evidence: String,
    /// Since when.
    pub since: Timestamp,
}

/// What came of pressing the button of a reason.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Pressed {
    /// Settings were changed.
    Changed {
        /// Their keys.
        keys: Vec<String>,
    },
    /// It was tried again at once.
    Tried,
    /// The home was checked and mended.
    Repaired {
        /// How many things were not as they should be.
        count: u64,
    },
    /// The app opens this place of its own: the person has more to say there.
    Open {
        /// A name for programs, for example `cloud_room`; see `places`.
        place: String,
    },
    /// Only the system, or the person's hands, can do it.
    System {
        /// How.
        form: FixForm,
    },
}

/// What is known of a code, in sentences.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ToldReason {
    /// The code.
    pub code: String,
    /// Whether this version knows it.
    pub known: bool,
    /// In a few words, for a heading.
    pub title: String,
    /// In a sentence.
    pub sentence: String,
    /// What lifts it, in a sentence.
    pub lifts: String,
    /// What can be done.
    pub fix: Fix,
    /// How bad it is.
    pub severity: Severity,
    /// Whether the person can mend it.
    pub persons: bool,
}

impl From<Form> for FixForm {
    fn from(form: Form) -> Self {
        match form {
            Form::Ask => Self::Ask,
            Form::Act => Self::Act,
            Form::SettingsPage => Self::SettingsPage,
            Form::SystemPage(intent) => Self::SystemPage { intent: intent.to_owned() },
            Form::Steps => Self::Steps,
            Form::Nothing => Self::Passes,
        }
    }
}

impl From<safelight_core::Pressed> for Pressed {
    fn from(pressed: safelight_core::Pressed) -> Self {
        match pressed {
            safelight_core::Pressed::Changed(settings) => {
                Self::Changed { keys: settings.into_iter().map(|(key, _)| key).collect() }
            }
            safelight_core::Pressed::Tried => Self::Tried,
            safelight_core::Pressed::Repaired(count) => Self::Repaired { count },
            safelight_core::Pressed::Open(place) => Self::Open { place: place.name().to_owned() },
            safelight_core::Pressed::System(form) => Self::System { form: form.into() },
        }
    }
}

impl Teller {
    pub(crate) fn platform(&self) -> Platform {
        self.system.platform()
    }

    pub(crate) fn fix(&self, fix: &reasons::Fix) -> Fix {
        let platform = self.platform();
        let form = fix.form(platform).into();
        let steps = fix.steps(platform, &self.sentences);
        Fix { action: fix.action.name().to_owned(), label: fix.label.clone(), form, steps }
    }

    pub(crate) fn hold(&self, hold: &safelight_core::Hold) -> Hold {
        Hold {
            code: hold.code.clone(),
            class: hold.class,
            sentence: hold.sentence(&self.sentences),
            lifts: hold.lifts(&self.sentences),
            fix: self.fix(&hold.fix(&self.sentences)),
            evidence: evidence(&hold.evidence),
            since: time(hold.since_ms),
        }
    }

    pub(crate) fn holds(&self, holds: &[safelight_core::Hold]) -> Vec<Hold> {
        holds.iter().map(|hold| self.hold(hold)).collect()
    }

    /// What a code says, with evidence or without.
    pub(crate) fn reason(&self, code: &str, arguments: Map<String, Value>) -> ToldReason {
        let hold = safelight_core::Hold {
            evidence: arguments,
            ..safelight_core::Hold::new(code, WorkClass::Everything, self.now.timestamp())
        };
        let known = reasons::reason(code);
        ToldReason {
            code: code.to_owned(),
            known: known.is_some(),
            title: self.sentences.title(code, &hold.evidence),
            sentence: hold.sentence(&self.sentences),
            lifts: hold.lifts(&self.sentences),
            fix: self.fix(&hold.fix(&self.sentences)),
            severity: known.map_or(Severity::Warning, |reason| reason.severity),
            persons: known.is_some_and(|reason| reason.whose == Whose::Person),
        }
    }
}

/// Milliseconds since 1970 UTC as a time.
pub(crate) fn time(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The names of all places that a button may open.
pub(crate) fn places() -> Vec<String> {
    Place::ALL.iter().map(|place| place.name().to_owned()).collect()
}

/// The names of all actions.
pub(crate) fn actions() -> Vec<String> {
    Action::ALL.iter().map(|action| action.name().to_owned()).collect()
}
