use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::*;
use crate::facts::Facts;
use crate::settings::Settings;

mod page;

/// The causes seen in the field: a code a line, with `U` behind what no app can observe.
const FIELD: &str = include_str!("field.txt");

#[test]
fn every_code_has_one_row() {
    let codes: BTreeSet<&str> = reasons().iter().map(|reason| reason.code).collect();
    assert_eq!(codes.len(), reasons().len(), "a code has two rows");
    for reason in reasons() {
        assert_eq!(super::reason(reason.code), Some(reason));
        assert!(!reason.confirmed_by.is_empty(), "nothing confirms {}", reason.code);
    }
}

#[test]
fn what_confirms_a_cause_exists() {
    for reason in reasons() {
        for confirmed in reason.confirmed_by {
            match confirmed {
                Confirmed::Fact(key) => assert!(Facts::KEYS.contains(key), "{}: no fact {key}", reason.code),
                Confirmed::Setting(key) => assert!(Settings::KEYS.contains(key), "{}: no setting {key}", reason.code),
                _ => {}
            }
        }
    }
}

#[test]
fn every_cause_seen_in_the_field_has_a_row() {
    let mut unobservable = BTreeSet::new();
    let mut count = 0;
    for line in FIELD.lines().filter(|line| !line.starts_with('#')) {
        let (code, mark) = line.split_once(' ').unwrap_or((line, ""));
        let reason = reason(code).unwrap_or_else(|| panic!("{code} has no row"));
        count += 1;
        assert_eq!(mark == "U", reason.confirmed_by == [Confirmed::NotObservable], "{code}");
        unobservable.extend((mark == "U").then_some(code));
    }
    assert!(count > 100, "only {count} causes");
    let marked = reasons().iter().filter(|reason| reason.confirmed_by.contains(&Confirmed::NotObservable));
    assert_eq!(unobservable, marked.map(|reason| reason.code).collect());
}

#[test]
fn every_problem_of_the_server_has_a_row() {
    for (code, ..) in safelight_protocol::problem::codes::ALL {
        assert!(reason(code).is_some(), "{code} has no row");
    }
}

#[test]
fn every_code_in_the_sources_has_a_row() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = BTreeSet::new();
    for folder in ["core/src", "protocol/src", "server/src", "cli/src", "simulator/src"] {
        for path in sources(&root.join(folder)) {
            let text = std::fs::read_to_string(&path).unwrap();
            // What stands below is a test, and a test may make a code up.
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            for literal in text.split('"').filter(|literal| looks_like_a_code(literal)) {
                assert!(reason(literal).is_some(), "{literal} in {} has no row", path.display());
                found.insert(literal.to_owned());
            }
        }
    }
    assert!(found.len() > 100, "only {} codes were found", found.len());
}

/// All source files below a folder that are not tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() && name != "tests" {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") && name != "tests.rs" {
            found.push(path);
        }
    }
    found
}

/// `family.name`, and neither a file's name nor a key of facts and settings.
fn looks_like_a_code(literal: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "css", "db", "html", "jpg", "js", "json", "lock", "mp4", "new", "old", "png", "sock", "sql", "svg", "tmp",
        "toml", "zip",
    ];
    let Some((family, name)) = literal.split_once('.') else { return false };
    let lower = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase());
    let word =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    lower(family) && word(name) && !ENDINGS.contains(&name) && !["fact", "safelight", "setting"].contains(&family)
}

#[test]
fn every_code_has_a_form_that_its_platform_allows() {
    for reason in reasons() {
        for platform in Platform::ALL {
            let allowed = match forms(reason.code, *platform) {
                Form::SystemPage(intent) => *platform == Platform::Android && intent.starts_with("android."),
                Form::Ask | Form::SettingsPage => *platform != Platform::Desktop,
                Form::Act | Form::Steps | Form::Nothing => true,
            };
            assert!(allowed, "{} on {platform:?}", reason.code);
        }
    }
}

#[test]
fn every_action_is_some_codes_fix_and_has_one_name() {
    let names: BTreeSet<&str> = Action::ALL.iter().map(|action| action.name()).collect();
    assert_eq!(names.len(), Action::ALL.len());
    for action in Action::ALL {
        assert!(reasons().iter().any(|reason| reason.action == *action), "{} fixes nothing", action.name());
    }
}

#[test]
fn what_passes_by_itself_is_nobodys_to_do() {
    for reason in reasons() {
        let idle = matches!(reason.action, Action::Wait | Action::Nothing);
        assert!(!(idle && reason.severity == Severity::Error), "{} is an error that nobody mends", reason.code);
    }
}

#[test]
fn an_unknown_code_is_no_error() {
    let sentences = Sentences::english();
    let hold = Hold::new("new.code", WorkClass::Files, Timestamp::UNIX_EPOCH);
    assert_eq!(hold.fix(&sentences).action, Action::Retry);
    assert!(hold.sentence(&sentences).contains("new.code"));
    assert!(reason("new.code").is_none());
}
