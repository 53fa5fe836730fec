//! Every sentence that a person reads, in one catalogue.
//!
//! The catalogue is Fluent (`core/sentences/LANGUAGE.ftl`), one file a language, each complete. Codes, ids and evidence stay
//! typed until they reach a screen; here they become text for one person: in their language, by their clock, in their zone
//! ([`Locale`]). A code that this version does not know gets a neutral sentence.

mod arguments;
mod format;
mod locale;

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::{Entry, Pattern};
use serde_json::{Map, Value};

pub use locale::{HourCycle, Language, Locale};

const ENGLISH: &str = include_str!("../sentences/en.ftl");
const POLISH: &str = include_str!("../sentences/pl.ftl");

/// The catalogue for one person.
pub struct Sentences {
    bundle: FluentBundle<FluentResource>,
    ids: Vec<String>,
    language: Language,
}

impl std::fmt::Debug for Sentences {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sentences")
            .field("count", &self.ids.len())
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

impl Sentences {
    /// The English catalogue; times are told in UTC.
    pub fn english() -> Self {
        Self::new(&Locale::english())
    }

    /// The catalogue in the first of these languages that there is, else in English. See [`Locale::for_language`].
    pub fn for_language(tags: &str) -> Self {
        Self::new(&Locale::for_language(tags))
    }

    /// The catalogue for one person.
    pub fn new(locale: &Locale) -> Self {
        // A mistake in the catalogue leaves out the message that holds it; a test reads the catalogue strictly.
        let resource =
            FluentResource::try_new(catalogue(locale.language).to_owned()).unwrap_or_else(|(resource, _)| resource);
        let ids = resource
            .entries()
            .filter_map(|entry| match entry {
                Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            })
            .collect();
        // A tag that can't be parsed has the plural rules of no language; those of the catalogues can.
        let mut bundle = FluentBundle::new_concurrent(vec![locale.language.tag().parse().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        format::teach(&mut bundle, locale);
        // Two messages of one name: the first stands, and the test says so.
        let _ = bundle.add_resource(resource);
        Self { bundle, ids, language: locale.language }
    }

    /// The language that it is in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A sentence without arguments. An unknown id comes back as it is.
    pub fn text(&self, id: &str) -> String {
        self.format(id, None, None)
    }

    /// A sentence with arguments: numbers choose the plural.
    pub fn with(&self, id: &str, arguments: &Map<String, Value>) -> String {
        self.format(id, None, Some(&arguments::of(arguments)))
    }

    /// Whether the catalogue has this id.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// Every sentence without arguments whose id begins so: what a page is given at its start.
    pub fn all(&self, prefix: &str) -> BTreeMap<String, String> {
        self.ids.iter().filter(|id| id.starts_with(prefix)).map(|id| (id.clone(), self.text(id))).collect()
    }

    /// A day, with its month in words.
    pub fn day(&self, date: jiff::civil::Date) -> String {
        format::day(date, self.language)
    }

    /// A reason in a few words, for the head of a finding.
    pub fn title(&self, code: &str, evidence: &Map<String, Value>) -> String {
        self.reason(code, Some("title"), evidence)
    }

    /// What a reason's code says: why it waits, or what `lifts` it. Evidence that is missing is left out of the sentence.
    pub(crate) fn reason(&self, code: &str, attribute: Option<&str>, evidence: &Map<String, Value>) -> String {
        let mut arguments = arguments::of_evidence(evidence);
        let id = format!("reason-{}", code.replace('.', "-"));
        let known = self.has(&id);
        let id = if known { id.as_str() } else { "reason-unknown" };
        if !known {
            // It may come from anywhere: whatever moves a cursor is left out.
            arguments.set("code", code.chars().filter(|c| !c.is_control()).collect::<String>());
        }
        if let Some(pattern) = self.pattern(id, attribute) {
            for name in arguments::named_in(pattern, &self.bundle) {
                if arguments.get(name).is_none() {
                    arguments.set(name.to_owned(), arguments::MISSING);
                }
            }
        }
        self.format(id, attribute, Some(&arguments))
    }

    /// The steps of an action on a platform, one after the other.
    pub(crate) fn steps(&self, action: &str, platform: &str) -> Vec<String> {
        let id = format!("steps-{action}");
        let text = self.format(&id, Some(platform), None);
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn format(&self, id: &str, attribute: Option<&str>, arguments: Option<&FluentArgs<'_>>) -> String {
        match self.pattern(id, attribute) {
            // What is wrong with an argument shows in the text itself; a test formats every sentence.
            Some(pattern) => self.bundle.format_pattern(pattern, arguments, &mut Vec::new()).into_owned(),
            None => id.to_owned(),
        }
    }

    /// An attribute's text, or the message's own where it has no such attribute.
    fn pattern(&self, id: &str, attribute: Option<&str>) -> Option<&Pattern<&str>> {
        let message = self.bundle.get_message(id)?;
        let own = attribute.and_then(|name| message.get_attribute(name)).map(|attribute| attribute.value());
        own.or(message.value())
    }
}

fn catalogue(language: Language) -> &'static str {
    match language {
        Language::English => ENGLISH,
        Language::Polish => POLISH,
    }
}

#[cfg(test)]
mod tests;
