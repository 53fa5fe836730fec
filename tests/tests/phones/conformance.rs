//! The same stories on every kind of phone: see [`safelight_tests::conformance`].

use safelight_tests::conformance::{Kind, play, scenarios};

#[test]
#[expect(clippy::print_stdout, reason = "how many were played, and which could not be, belongs into the log")]
fn every_scenario_ends_alike_on_every_phone() {
    // One kind alone: the others have been played before.
    let only = std::env::var("SAFELIGHT_PHONE").ok();
    for kind in Kind::all().into_iter().filter(|kind| only.as_ref().is_none_or(|only| *only == kind.name)) {
        let (mut played, mut skipped, mut wrong) = (0, Vec::new(), Vec::new());
        for (name, scenario) in scenarios() {
            match play(&scenario, &kind) {
                Some(Ok(())) => played += 1,
                Some(Err(error)) => {
                    println!("{}: {name}: {error}", kind.name);
                    wrong.push(format!("{name} ({}): {error}", scenario.shows));
                }
                None => skipped.push(name),
            }
        }
        assert!(wrong.is_empty(), "on the {} phone:\n{}", kind.name, wrong.join("\n"));
        // The engine has a word for everything; a platform may lack one or the other, and names which.
        assert!(kind.name != "rust" || skipped.is_empty(), "not played: {skipped:?}");
        println!("{}: {played} scenarios played; it has no words for {skipped:?}", kind.name);
    }
}
