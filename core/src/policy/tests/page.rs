//! The policy on a page: `docs/policy.md` is what the code does.

use std::fmt::Write as _;

use super::*;

const INTRODUCTION: &str = "\
# What waits, and why

Written by the code; `SAFELIGHT_WRITE_PAGE=1 cargo test -p safelight-core --lib policy_page` writes it anew.

One row a cause, each brought about alone on a phone that is plugged in and on Wi-Fi with default settings, in the order
in which causes are said: what stops everything before what stops some kinds of work; within that, what the person chose
or can mend before what passes by itself or is somebody else's.

**waits**: it waits, whoever asks. **asked**: it waits until the person asks, with \"sync now\" or by opening an original.
**opened**: it waits until the person opens an original. A dot: it goes on.

";

#[test]
fn policy_page_is_what_the_code_does() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/policy.md");
    let page = page();
    if std::env::var_os("SAFELIGHT_WRITE_PAGE").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let stands = std::fs::read_to_string(path).unwrap();
    assert!(stands == page, "docs/policy.md is out of date; its first lines say how to write it anew");
}

fn page() -> String {
    let sentences = Sentences::english();
    let mut rows: Vec<_> =
        witnesses().into_iter().filter(|witness| witness.shown).map(|witness| row(&witness)).collect();
    rows.sort_by_key(|(held, _)| held.rank());
    let mut page = INTRODUCTION.to_owned();
    page.push_str(
        "| code | records | thumbnails | photos | videos | opened | fetched ahead | chores | ends by | fix |\n",
    );
    page.push_str("|---|---|---|---|---|---|---|---|---|---|\n");
    for (held, cells) in rows {
        let ends = if held.cause.mend() == Mend::Person { "the person" } else { "time, or others" };
        let fix = sentences.text(&format!("fix-{}", held.fix()));
        writeln!(page, "| `{}` | {} | {ends} | {fix} |", held.code(), cells.join(" | ")).unwrap();
    }
    page
}

fn row(witness: &Witness) -> (Held, Vec<&'static str>) {
    let mut inputs = Inputs::calm(evening());
    witness.bring_about(&mut inputs);
    let pocket = decide(&inputs);
    let person = decide(&Inputs { intent: Intent::Person, ..inputs });
    let held = pocket.holds(Class::ALL).first().cloned().unwrap();
    let cell = |class: &Class| match (pocket.of(*class).runs(), person.of(*class).runs(), held.cause.passes()) {
        (true, ..) => "·",
        (false, true, Passes::Opened) => "opened",
        (false, true, _) => "asked",
        (false, false, _) => "waits",
    };
    let cells = Class::ALL.iter().map(cell).collect();
    (held, cells)
}
