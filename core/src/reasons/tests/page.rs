//! The vocabulary on a page: `docs/reasons.md` is what the code says.

use std::fmt::Write as _;

use super::*;

const INTRODUCTION: &str = "\
# Why a photo waits

Written by the code; `SAFELIGHT_WRITE_PAGE=1 cargo test -p safelight-core --lib reasons_page` writes it anew.

One row a code: how bad it is, whose it is to mend, how much it stops, what confirms it, what the person can do and in
which form on iOS, on Android and on a desktop, and what it says in English. The same stands in Polish in
`core/sentences/pl.ftl`. Numbers, sizes and times that are known at the moment are in the sentence too; here it stands without.
A code that is not here is no error: a newer server or another phone may send it, and it gets a neutral sentence.

**asks**: the system's own question. **does**: Safelight does it. **own page**: Safelight's own page in the system's
settings, on iOS the only one an app may open. An intent: that page of Android's settings. **by hand**: numbered steps, below.
**no**: nothing to do, it passes by itself. *fact*, *setting*, *probe*: what confirms it. *not observable*: no app can see it.
Whether a phone roams is not observable on iOS either; there the fact is unknown.

";

#[test]
fn reasons_page_is_what_the_code_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/reasons.md");
    let page = page();
    if std::env::var_os("SAFELIGHT_WRITE_PAGE").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let stands = std::fs::read_to_string(path).unwrap();
    assert!(stands == page, "docs/reasons.md is out of date; its first lines say how to write it anew");
}

fn page() -> String {
    let sentences = Sentences::english();
    let mut page = INTRODUCTION.to_owned();
    page.push_str("| code | severity | whose | stops | confirmed by | fix | iOS | Android | desktop | it says |\n");
    page.push_str("|---|---|---|---|---|---|---|---|---|---|\n");
    for reason in reasons() {
        writeln!(page, "{}", row(reason, &sentences)).unwrap();
    }
    page.push_str("\n## By hand\n");
    for action in Action::ALL {
        by_hand(*action, &sentences, &mut page);
    }
    page
}

fn row(reason: &Reason, sentences: &Sentences) -> String {
    let Reason { code, severity, whose, stops, confirmed_by, .. } = reason;
    let only = match reason.met_on {
        MetOn::Any => "",
        MetOn::Phones => " (phones)",
        MetOn::Ios => " (iOS)",
        MetOn::Android => " (Android)",
    };
    let confirmed: Vec<String> = confirmed_by.iter().map(|confirmed| confirmation(*confirmed)).collect();
    let forms = Platform::ALL.iter().map(|platform| form(forms(code, *platform)));
    let text =
        format!("{} {}", sentences.reason(code, None, &Map::new()), sentences.reason(code, Some("lifts"), &Map::new()));
    let word = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
    format!(
        "| `{code}`{only} | {} | {} | {} | {} | {} | {} | {text} |",
        word(severity),
        word(whose),
        word(stops),
        confirmed.join(", "),
        Fix::of(code, sentences).label,
        forms.collect::<Vec<_>>().join(" | "),
    )
}

fn confirmation(confirmed: Confirmed) -> String {
    match confirmed {
        Confirmed::Fact(key) => format!("*fact* {key}"),
        Confirmed::Setting(key) => format!("*setting* {key}"),
        Confirmed::Account => "the account".to_owned(),
        Confirmed::ServerAnswer => "the server's answer".to_owned(),
        Confirmed::Probe(probe) => format!("*probe* {}", format!("{probe:?}").to_lowercase()),
        Confirmed::History => "the history".to_owned(),
        Confirmed::Item => "the file".to_owned(),
        Confirmed::Library => "the library".to_owned(),
        Confirmed::System => "the system".to_owned(),
        Confirmed::Request => "what was asked".to_owned(),
        Confirmed::NotObservable => "*not observable*".to_owned(),
    }
}

fn form(form: Form) -> String {
    match form {
        Form::Ask => "asks".to_owned(),
        Form::Act => "does".to_owned(),
        Form::SettingsPage => "own page".to_owned(),
        Form::SystemPage(intent) => format!("`{intent}`"),
        Form::Steps => "by hand".to_owned(),
        Form::Nothing => "no".to_owned(),
    }
}

/// The steps of an action; platforms on which they are the same stand together.
fn by_hand(action: Action, sentences: &Sentences, page: &mut String) {
    let label = sentences.text(&format!("fix-{}", action.name()));
    let fix = Fix { action, label };
    let mut told: Vec<(Vec<&str>, Vec<String>)> = Vec::new();
    for platform in Platform::ALL {
        let steps = fix.steps(*platform, sentences);
        match told.iter_mut().find(|(_, known)| *known == steps) {
            _ if steps.is_empty() => {}
            Some((platforms, _)) => platforms.push(shown(*platform)),
            None => told.push((vec![shown(*platform)], steps)),
        }
    }
    for (platforms, steps) in told {
        writeln!(page, "\n**{}** (`{}`), on {}:\n", fix.label, action.name(), platforms.join(", ")).unwrap();
        for (at, step) in steps.iter().enumerate() {
            writeln!(page, "{}. {step}", at + 1).unwrap();
        }
    }
}

fn shown(platform: Platform) -> &'static str {
    match platform {
        Platform::Ios => "iOS",
        Platform::Android => "Android",
        Platform::Desktop => "desktop",
    }
}
