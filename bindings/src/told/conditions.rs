use jiff::Timestamp;
use safelight_core::Locale;
use safelight_core::facts::Facts;
use safelight_core::policy::{self, Class, Verdicts};
use safelight_core::settings::Settings;
use serde_json::json;

use super::{Hold, Teller};

/// Something that the phone knows now, as text.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Fact {
    /// Its key.
    pub key: String,
    /// Its value; `unknown` where the phone can't tell.
    pub value: String,
    /// Since when it is known.
    pub at: Option<Timestamp>,
}

/// Something that the person wants of this phone, as text.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Setting {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// Whether a class of work may go now.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct ClassVerdict {
    /// The class.
    pub class: Class,
    /// Whether it may.
    pub runs: bool,
    /// What it waits for, all of it.
    pub holds: Vec<Hold>,
}

/// What would go.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Outlook {
    /// Photos.
    pub photos: u64,
    /// Videos.
    pub videos: u64,
    /// Bytes of both.
    pub bytes: u64,
    /// What holds the rest up.
    pub holds: Vec<Hold>,
}

/// What would go if some things were otherwise.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct WhatIf {
    /// As things are.
    pub now: Outlook,
    /// As they would be. (`then` is a word that some languages keep for themselves.)
    pub after: Outlook,
    /// That in a sentence.
    pub sentence: String,
}

/// Facts with their times.
pub(crate) fn facts(facts: &Facts) -> Vec<Fact> {
    let stated = json!(facts);
    let at = |key: &str| stated[key]["at"].as_str().and_then(|at| at.parse().ok());
    let fact = |key: &&str| Fact { key: (*key).to_owned(), value: facts.show(key).unwrap_or_default(), at: at(key) };
    Facts::KEYS.iter().map(fact).collect()
}

pub(crate) fn settings(settings: &Settings) -> Vec<Setting> {
    let setting = |key: &&str| Setting { key: (*key).to_owned(), value: settings.show(key).unwrap_or_default() };
    Settings::KEYS.iter().map(setting).collect()
}

impl Teller {
    pub(crate) fn verdicts(&self, verdicts: &Verdicts) -> Vec<ClassVerdict> {
        let one = |class: &Class| {
            let verdict = verdicts.of(*class);
            ClassVerdict { class: *class, runs: verdict.runs(), holds: self.held(verdict.holds()) }
        };
        Class::ALL.iter().map(one).collect()
    }

    pub(crate) fn what_if(&self, what_if: &policy::WhatIf) -> WhatIf {
        let (now, after) = (self.outlook(&what_if.now), self.outlook(&what_if.then));
        let size = Locale::for_language(self.sentences.language().tag()).bytes(after.bytes);
        let numbers = [("photos", after.photos.into()), ("videos", after.videos.into()), ("size", size.into())];
        let sentence = self.text("cli-what-if", numbers);
        WhatIf { now, after, sentence }
    }

    fn outlook(&self, outlook: &policy::Outlook) -> Outlook {
        let policy::Outlook { photos, videos, bytes, .. } = *outlook;
        Outlook { photos, videos, bytes, holds: self.held(&outlook.holds) }
    }

    fn held(&self, held: &[policy::Held]) -> Vec<Hold> {
        held.iter().map(|held| self.hold(&held.told(self.now.timestamp()))).collect()
    }
}
