//! The catalogue's sentences as the page needs them. Every sentence on the page comes from here.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use safelight_core::{Language, Locale, Sentences};
use serde_json::{Map, Value};

/// What the ids of the page's own sentences begin with.
const PREFIX: &str = "page-";

/// One catalogue a language, in the order of [`Language::ALL`].
static CATALOGUES: OnceLock<Vec<Sentences>> = OnceLock::new();

/// Which of them is spoken now.
static SPOKEN: AtomicUsize = AtomicUsize::new(0);

/// Sets for whom the page speaks; English for nobody in particular. The first call settles clock and zone.
pub(crate) fn speak(locale: &Locale) {
    CATALOGUES.get_or_init(|| all_languages(locale));
    speak_in(locale.language);
}

fn all_languages(locale: &Locale) -> Vec<Sentences> {
    let of = |language: &Language| Sentences::new(&Locale { language: *language, ..locale.clone() });
    Language::ALL.iter().map(of).collect()
}

/// Speaks another language from now on.
pub(crate) fn speak_in(language: Language) {
    let at = Language::ALL.iter().position(|one| *one == language).unwrap_or_default();
    SPOKEN.store(at, Ordering::Relaxed);
}

/// The catalogue, for sentences that are not the page's own.
pub(crate) fn catalogue() -> &'static Sentences {
    static ENGLISH: OnceLock<Sentences> = OnceLock::new();
    let all = CATALOGUES.get_or_init(|| all_languages(&Locale::english()));
    all.get(SPOKEN.load(Ordering::Relaxed)).unwrap_or_else(|| ENGLISH.get_or_init(Sentences::english))
}

/// A sentence without arguments; `id` without its prefix.
pub(crate) fn say(id: &str) -> String {
    catalogue().text(&format!("{PREFIX}{id}"))
}

/// A sentence with arguments.
pub(crate) fn say_with<const N: usize>(id: &str, arguments: [(&str, Value); N]) -> String {
    let arguments: Map<String, Value> = arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    catalogue().with(&format!("{PREFIX}{id}"), &arguments)
}

/// All sentences of the page by their ids. Those that speak of the trash are told its `days`.
pub(crate) fn all(days: u32) -> BTreeMap<String, String> {
    let arguments: Map<String, Value> = [("days".to_owned(), Value::from(days))].into_iter().collect();
    catalogue().all(PREFIX).into_keys().map(|id| (id.clone(), catalogue().with(&id, &arguments))).collect()
}

/// A page with every `{{page-…}}` in it replaced by its sentence.
pub(crate) fn fill(page: &str) -> String {
    let mut filled = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((id, tail)) = after.split_once("}}") else { break };
        filled.push_str(before);
        filled.push_str(&catalogue().text(id));
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// A number of bytes for people: `850 kB`, `3.1 MB`.
pub(crate) fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    if unit == 1_000 {
        return format!("{} {name}", bytes.div_ceil(unit).min(999));
    }
    let tenths = (bytes + unit / 20) / (unit / 10);
    let point = if catalogue().language() == Language::Polish { ',' } else { '.' };
    format!("{}{point}{} {name}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1 kB"),
            (1_001, "2 kB"),
            (999_999, "999 kB"),
            (3_149_999, "3.1 MB"),
            (3_150_000, "3.2 MB"),
            (5 << 30, "5.4 GB"),
        ];
        for (bytes, text) in cases {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn the_page_is_filled_in() {
        assert_eq!(fill("<title>{{page-title}}</title>"), "<title>Safelight simulator</title>");
        assert_eq!(fill("no end {{page-title"), "no end {{page-title");
    }

    #[test]
    fn every_sentence_that_the_scripts_name_is_in_the_catalogue() {
        let all = all(30);
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page");
        let mut named = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "js") {
                let script = std::fs::read_to_string(&path).unwrap();
                for (at, _) in script.match_indices("t('") {
                    let (before, call) = script.split_at(at);
                    let id = call.split('\'').nth(1).unwrap();
                    // `post('…')` and the like are other calls.
                    let is_other = before.ends_with(|before: char| before.is_alphanumeric());
                    if !is_other && id.chars().all(|c| c.is_ascii_lowercase() || c == '-') && id.contains('-') {
                        assert!(all.contains_key(&format!("page-{id}")), "{id} of {}", path.display());
                        named += 1;
                    }
                }
            }
        }
        assert!(named > 40, "only {named} sentences were found");
    }
}
