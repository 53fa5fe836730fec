//! Every sentence that a person reads, in one catalogue.
//!
//! The catalogue is Fluent (`core/sentences/LANGUAGE.ftl`). Codes, ids and evidence stay typed until they reach a screen;
//! here they become text in the person's language. A code that this version does not know gets a neutral sentence.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Pattern};
use serde_json::{Map, Value};
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../sentences/en.ftl");

/// The catalogue in one language.
pub struct Sentences {
    bundle: FluentBundle<FluentResource>,
    ids: Vec<String>,
}

impl std::fmt::Debug for Sentences {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sentences").field("count", &self.ids.len()).finish_non_exhaustive()
    }
}

impl Sentences {
    /// The English catalogue.
    pub fn english() -> Self {
        // A mistake in the catalogue leaves out the message that holds it; a test reads the catalogue strictly.
        let resource = FluentResource::try_new(ENGLISH.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let ids = resource
            .entries()
            .filter_map(|entry| match entry {
                Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            })
            .collect();
        let mut bundle = FluentBundle::new_concurrent(vec![english()]);
        bundle.set_use_isolating(false);
        // Two messages of one name: the first stands, and the test says so.
        let _ = bundle.add_resource(resource);
        Self { bundle, ids }
    }

    /// A sentence without arguments. An unknown id comes back as it is.
    pub fn text(&self, id: &str) -> String {
        self.format(id, None, None)
    }

    /// A sentence with arguments: numbers choose the plural.
    pub fn with(&self, id: &str, arguments: &Map<String, Value>) -> String {
        self.format(id, None, Some(&to_fluent(arguments)))
    }

    /// Whether the catalogue has this id.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// Every sentence without arguments whose id begins so: what a page is given at its start.
    pub fn all(&self, prefix: &str) -> BTreeMap<String, String> {
        self.ids.iter().filter(|id| id.starts_with(prefix)).map(|id| (id.clone(), self.text(id))).collect()
    }

    /// What a reason's code says: `why` it waits, or what `lifts` it.
    pub(crate) fn reason(&self, code: &str, attribute: Option<&str>, evidence: &Map<String, Value>) -> String {
        let id = format!("reason-{}", code.replace('.', "-"));
        let mut arguments = to_fluent(evidence);
        if arguments.get("count").is_none() {
            arguments.set("count", 1);
        }
        if self.has(&id) {
            return self.format(&id, attribute, Some(&arguments));
        }
        arguments.set("code", code.to_owned());
        self.format("reason-unknown", attribute, Some(&arguments))
    }

    /// A reason in a few words, for the head of a finding.
    pub fn title(&self, code: &str, evidence: &Map<String, Value>) -> String {
        self.reason(code, Some("title"), evidence)
    }

    /// The numbered steps of an action on a platform, without their numbers.
    pub(crate) fn steps(&self, action: &str, platform: &str) -> Vec<String> {
        let id = format!("steps-{action}");
        let own = self.bundle.get_message(&id).is_some_and(|message| message.get_attribute(platform).is_some());
        let text = self.format(&id, own.then_some(platform), None);
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn format(&self, id: &str, attribute: Option<&str>, arguments: Option<&FluentArgs<'_>>) -> String {
        match self.pattern(id, attribute) {
            // What is wrong with an argument shows in the text itself; a test formats every sentence.
            Some(pattern) => self.bundle.format_pattern(pattern, arguments, &mut Vec::new()).into_owned(),
            None => id.to_owned(),
        }
    }

    fn pattern(&self, id: &str, attribute: Option<&str>) -> Option<&Pattern<&str>> {
        let message = self.bundle.get_message(id)?;
        match attribute {
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()).or(message.value()),
            None => message.value(),
        }
    }
}

fn english() -> LanguageIdentifier {
    // Whatever can't be parsed has the plural rules of no language; "en" can.
    "en".parse().unwrap_or_default()
}

fn to_fluent(arguments: &Map<String, Value>) -> FluentArgs<'static> {
    let mut converted = FluentArgs::new();
    for (name, value) in arguments {
        let value: FluentValue<'static> = match value {
            Value::Number(number) => number.as_f64().unwrap_or(0.0).into(),
            Value::String(text) => text.clone().into(),
            other => other.to_string().into(),
        };
        converted.set(name.clone(), value);
    }
    converted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of the code that a person never reads.
    const CODE_WORDS: &[&str] = &["asset", "hold", "verdict", "part", "lane", "drift", "tombstone", "evict", "purge"];

    #[test]
    fn the_catalogue_is_well_formed() {
        let resource = FluentResource::try_new(ENGLISH.to_owned()).map_err(|(_, errors)| errors).unwrap();
        let mut bundle = FluentBundle::new_concurrent(vec![english()]);
        assert!(bundle.add_resource(resource).is_ok(), "two sentences have one id");
    }

    #[test]
    fn every_reason_says_why_and_what_lifts_it() {
        let sentences = Sentences::english();
        for id in sentences.ids.iter().filter(|id| id.starts_with("reason-")) {
            let message = sentences.bundle.get_message(id).unwrap();
            assert!(message.value().is_some(), "{id} does not say why");
            assert!(message.get_attribute("lifts").is_some(), "{id} does not say what lifts it");
        }
    }

    #[test]
    fn people_do_not_read_words_of_the_code() {
        let values = ENGLISH.lines().filter(|line| !line.starts_with('#'));
        let values = values.filter_map(|line| line.split_once('=').map(|(_, value)| value).or(Some(line)));
        for value in values {
            let without_arguments = value.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
            let text = without_arguments.collect::<String>().to_lowercase();
            for word in text.split(|c: char| !c.is_alphabetic()) {
                let stem = word.strip_suffix('s').unwrap_or(word);
                assert!(!CODE_WORDS.contains(&stem), "{value:?} says {word:?}");
            }
        }
    }

    #[test]
    fn an_unknown_code_gets_a_neutral_sentence() {
        let text = Sentences::english().reason("new.code", None, &Map::new());
        assert!(text.contains("new.code"), "{text}");
    }

    #[test]
    fn numbers_choose_the_plural() {
        let sentences = Sentences::english();
        let count = |n: u64| [("safe".to_owned(), Value::from(n))].into_iter().collect();
        assert_eq!(sentences.with("status-up_to_date", &count(1)), "Up to date. One photo is safe.");
        assert_eq!(sentences.with("status-up_to_date", &count(14)), "Up to date. 14 photos are safe.");
    }
}
