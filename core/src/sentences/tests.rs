use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Expression, InlineExpression, Message, PatternElement, VariantKey};
use jiff::tz::{TimeZone, offset};
use serde_json::json;

use super::*;
use crate::reasons::{Action, Fix, Form, Platform, reasons};

/// Words of the code that a person never reads, in either language.
const CODE_WORDS: &[&str] = &[
    "asset",
    "hold",
    "verdict",
    "part",
    "lane",
    "drift",
    "tombstone",
    "evict",
    "purge",
    "zasób",
    "zasoby",
    "zasobów",
    "werdykt",
    "nagrobek",
    "partia",
    "rekord",
    "rekordy",
    "rekordów",
];

/// Which forms of a number a selector must have, for whole numbers.
fn plurals(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => &["one", "other"],
        Language::Polish => &["one", "few", "many"],
    }
}

fn both() -> [Sentences; 2] {
    [Sentences::english(), Sentences::for_language("pl-PL")]
}

/// The messages of a catalogue; one that is not well-formed fails.
fn messages(language: Language) -> Vec<Message<&'static str>> {
    let parsed = fluent_syntax::parser::parse(catalogue(language));
    let resource = parsed.unwrap_or_else(|(_, errors)| panic!("{}.ftl: {errors:?}", language.tag()));
    let messages = resource
        .body
        .into_iter()
        .filter_map(|entry| if let Entry::Message(message) = entry { Some(message) } else { None });
    messages.collect()
}

/// The patterns of a message: its own under no name, and its attributes'.
fn patterns<'a>(message: &'a Message<&'static str>) -> BTreeMap<&'static str, &'a Pattern<&'static str>> {
    let own = message.value.iter().map(|pattern| ("", pattern));
    own.chain(message.attributes.iter().map(|attribute| (attribute.id.name, &attribute.value))).collect()
}

/// The arguments of a pattern, and those that choose a plural with the forms that they choose from.
#[derive(Debug, Default, PartialEq)]
struct Uses {
    arguments: BTreeSet<String>,
    plurals: BTreeMap<String, Vec<BTreeSet<String>>>,
}

impl Uses {
    fn of(pattern: &Pattern<&'static str>) -> Self {
        let mut uses = Self::default();
        uses.look_at(pattern);
        uses
    }

    fn look_at(&mut self, pattern: &Pattern<&'static str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::Placeable { expression: Expression::Inline(inline) } => self.look_at_inline(inline),
                PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                    self.look_at_inline(selector);
                    let keys: BTreeSet<String> = variants.iter().map(|variant| key(&variant.key)).collect();
                    let is_plural = keys.iter().any(|key| ["one", "few", "many", "other"].contains(&key.as_str()));
                    if let (InlineExpression::VariableReference { id }, true) = (selector, is_plural) {
                        self.plurals.entry(id.name.to_owned()).or_default().push(keys);
                    }
                    variants.iter().for_each(|variant| self.look_at(&variant.value));
                }
                PatternElement::TextElement { .. } => {}
            }
        }
    }

    fn look_at_inline(&mut self, inline: &InlineExpression<&'static str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.arguments.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().for_each(|argument| self.look_at_inline(argument));
            }
            InlineExpression::MessageReference { id, .. } => {
                self.arguments.insert(format!("message {}", id.name));
            }
            _ => {}
        }
    }
}

fn key(key: &VariantKey<&'static str>) -> String {
    match key {
        VariantKey::Identifier { name } => (*name).to_owned(),
        VariantKey::NumberLiteral { value } => (*value).to_owned(),
    }
}

#[test]
fn the_catalogues_are_well_formed() {
    for language in Language::ALL {
        let ids: Vec<&str> = messages(*language).iter().map(|message| message.id.name).collect();
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        let twice: Vec<&&str> = ids.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1).collect();
        assert_eq!(once.len(), ids.len(), "two sentences of {}.ftl have one id: {twice:?}", language.tag());
    }
}

#[test]
fn every_sentence_is_in_both_languages() {
    let ids = |language: Language| -> BTreeSet<String> {
        let names = messages(language);
        let all = names.iter().flat_map(|message| {
            patterns(message).into_keys().map(|name| format!("{} .{name}", message.id.name)).collect::<Vec<_>>()
        });
        all.map(|id| id.trim_end_matches(" .").to_owned()).collect()
    };
    let (english, polish) = (ids(Language::English), ids(Language::Polish));
    let list = |ids: Vec<&String>| ids.into_iter().map(String::as_str).collect::<Vec<_>>().join("\n  ");
    let missing = list(english.difference(&polish).collect());
    let left_over = list(polish.difference(&english).collect());
    assert!(missing.is_empty(), "pl.ftl lacks:\n  {missing}");
    assert!(left_over.is_empty(), "en.ftl lacks what pl.ftl has:\n  {left_over}");
}

#[test]
fn a_sentence_says_the_same_in_both_languages() {
    let polish: BTreeMap<&str, Message<_>> =
        messages(Language::Polish).into_iter().map(|message| (message.id.name, message)).collect();
    for message in messages(Language::English) {
        let Some(other) = polish.get(message.id.name) else { continue };
        let theirs = patterns(other);
        for (name, pattern) in patterns(&message) {
            let Some(translated) = theirs.get(name) else { continue };
            let (mine, theirs) = (Uses::of(pattern), Uses::of(translated));
            assert_eq!(mine.arguments, theirs.arguments, "{} {name}", message.id.name);
            for argument in mine.plurals.keys() {
                assert!(theirs.plurals.contains_key(argument), "{} {name}: ${argument} has no plural", message.id.name);
            }
        }
    }
}

#[test]
fn every_plural_has_the_forms_of_its_language() {
    for language in Language::ALL {
        let mut count = 0;
        for message in messages(*language) {
            for (name, pattern) in patterns(&message) {
                for (argument, selectors) in Uses::of(pattern).plurals {
                    for keys in selectors {
                        count += 1;
                        for form in plurals(*language) {
                            let at = format!("{} {name} in {}.ftl", message.id.name, language.tag());
                            assert!(keys.contains(*form), "{at}: ${argument} has no form for {form:?}");
                        }
                    }
                }
            }
        }
        assert!(count > 50, "only {count} plurals in {}.ftl", language.tag());
    }
}

#[test]
fn every_sentence_can_be_said() {
    for sentences in both() {
        for message in messages(sentences.language()) {
            for pattern in patterns(&message).into_values() {
                let mut arguments = FluentArgs::new();
                for name in arguments::named_in(pattern, &sentences.bundle) {
                    arguments.set(name.to_owned(), 7);
                }
                let mut errors = Vec::new();
                let text = sentences.bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
                assert!(errors.is_empty(), "{}: {text}: {errors:?}", message.id.name);
            }
        }
    }
}

#[test]
fn every_code_has_all_its_sentences() {
    for sentences in both() {
        let language = sentences.language().tag();
        for reason in reasons() {
            let id = format!("reason-{}", reason.code.replace('.', "-"));
            let message = sentences.bundle.get_message(&id).unwrap_or_else(|| panic!("{id} is not in {language}.ftl"));
            assert!(message.value().is_some(), "{id} does not say why in {language}.ftl");
            for attribute in ["title", "lifts"] {
                assert!(message.get_attribute(attribute).is_some(), "{id} has no .{attribute} in {language}.ftl");
            }
        }
        for id in sentences.ids.iter().filter_map(|id| id.strip_prefix("reason-")) {
            let known = reasons().iter().any(|reason| reason.code.replace('.', "-") == id);
            assert!(known || id == "unknown", "reason-{id} in {language}.ftl is nobody's");
        }
    }
}

#[test]
fn every_action_has_its_label_and_its_steps() {
    for sentences in both() {
        for action in Action::ALL {
            let fix = Fix { action: *action, label: sentences.text(&format!("fix-{}", action.name())) };
            assert!(sentences.has(&format!("fix-{}", action.name())), "{} has no label", action.name());
            for platform in Platform::ALL {
                let steps = fix.steps(*platform, &sentences);
                let by_hand = fix.form(*platform) == Form::Steps;
                assert_eq!(by_hand, steps.len() > 1, "{} on {platform:?}: {steps:?}", action.name());
                assert!(steps.iter().all(|step| step.ends_with('.')), "{steps:?}");
            }
        }
        for id in &sentences.ids {
            let Some((kind, name)) = id.split_once('-').filter(|(kind, _)| ["fix", "steps"].contains(kind)) else {
                continue;
            };
            let action = Action::ALL.iter().find(|action| action.name() == name);
            let used = action.is_some_and(|action| {
                kind == "fix" || Platform::ALL.iter().any(|platform| action.form(*platform) == Form::Steps)
            });
            assert!(used, "{id} is nobody's");
        }
    }
}

#[test]
fn people_do_not_read_words_of_the_code() {
    for language in Language::ALL {
        let values = catalogue(*language).lines().filter(|line| !line.starts_with('#'));
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
}

/// All that a reason can be told, as the engine tells it.
fn evidence() -> Map<String, Value> {
    let all = json!({
        "until": "2026-05-02T05:00:00Z", "need": 61_000_000, "have": 1_500_000, "free": 120_000_000, "level": 18, "floor": 20,
        "hours": "22:00-07:00", "offset_s": 90_000, "budget": 200_000_000, "used": 200_000_001, "count": 1234, "limit": "no_videos",
        "network": "cellular", "metered": "unknown", "vpn": "wifi", "charging": "unplugged", "thermal": "critical",
        "variable": "SAFELIGHT_PASSWORD", "path": "/photos", "days": 3, "size": 4_200_000_000_u64, "tried": "10.0.0.2",
    });
    if let Value::Object(map) = all { map } else { Map::new() }
}

#[test]
fn a_reason_is_whole_with_all_its_evidence_and_with_none() {
    let nulls = evidence().into_iter().map(|(name, _)| (name, Value::Null)).collect();
    for sentences in both() {
        for reason in reasons() {
            for attribute in [None, Some("title"), Some("lifts")] {
                for evidence in [Map::new(), evidence(), Map::clone(&nulls)] {
                    let text = sentences.reason(reason.code, attribute, &evidence);
                    let bare = text.split(|c: char| !c.is_alphabetic()).all(|word| word != "none" && word != "null");
                    assert!(bare && !text.contains(['{', '}', '$']), "{}: {text}", reason.code);
                }
            }
        }
    }
}

#[test]
fn evidence_is_told_as_the_person_reads_it() {
    let zone = TimeZone::fixed(offset(2));
    let here = |tag: &str| Sentences::new(&Locale::for_language(tag).in_zone(zone.clone()));
    let (american, polish) = (here("en-US"), here("pl-PL"));
    let cases = [
        (
            "quota.full",
            None,
            "The cloud is full: 61.0 MB are needed, 1.5 MB are free.",
            "Chmura jest pełna: potrzeba 61,0 MB, wolne jest 1,5 MB.",
        ),
        (
            "pwr.low",
            None,
            "The battery is at 18%, below the 20% that you set.",
            "Bateria ma 18%, mniej niż ustawione 20%.",
        ),
        (
            "eng.hours",
            None,
            "Photos are sent only in the hours that you chose (10:00 PM–7:00 AM).",
            "Zdjęcia są wysyłane tylko w wybranych godzinach (22:00–7:00).",
        ),
        (
            "srv.outage",
            Some("lifts"),
            "It is tried again by itself on Saturday 2 May at 7:00 AM.",
            "Kolejna próba nastąpi sama w sobotę 2 maja o 7:00.",
        ),
        (
            "net.clock",
            None,
            "The clock of this phone is wrong by 25 hours.",
            "Zegar tego telefonu myli się o 25 godzin.",
        ),
        ("item.missing", None, "1,234 files are not there any more.", "1234 plików już tam nie ma."),
    ];
    for (code, attribute, english, told) in cases {
        assert_eq!(american.reason(code, attribute, &evidence()), english);
        assert_eq!(polish.reason(code, attribute, &evidence()), told);
    }
}

#[test]
fn an_unknown_code_gets_a_neutral_sentence() {
    for sentences in both() {
        let text = sentences.reason("new.\u{1b}[2Jcode", None, &Map::new());
        assert!(text.contains("new.[2Jcode"), "{text}");
        assert_ne!(sentences.title("new.code", &Map::new()), "");
    }
}

#[test]
fn numbers_choose_the_plural() {
    let count = |n: u64| [("safe".to_owned(), Value::from(n))].into_iter().collect();
    let [english, polish] = both();
    assert_eq!(english.with("status-up_to_date", &count(1)), "Up to date. One photo is safe.");
    assert_eq!(english.with("status-up_to_date", &count(14)), "Up to date. 14 photos are safe.");
    let polish =
        |n| polish.with("status-up_to_date", &count(n)).split_once(". ").map(|(_, rest)| rest.to_owned()).unwrap();
    assert_eq!(polish(0), "Nie ma jeszcze zdjęć.");
    assert_eq!(polish(1), "Jedno zdjęcie jest bezpieczne.");
    assert_eq!(polish(3), "3 zdjęcia są bezpieczne.");
    assert_eq!(polish(12), "12 zdjęć jest bezpiecznych.");
    assert_eq!(polish(22), "22 zdjęcia są bezpieczne.");
    assert_eq!(polish(25), "25 zdjęć jest bezpiecznych.");
}
