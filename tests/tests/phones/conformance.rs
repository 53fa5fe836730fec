//! The same stories on every kind of phone: see [`safelight_tests::conformance`].

use safelight_tests::conformance::{Kind, play, scenarios};

#[test]
#[expect(clippy::print_stdout, reason = "how many were played, and which could not be, belongs into the log")]
fn every_scenario_ends_alike_on_every_phone() {
    for kind in Kind::all() {
        let (mut played, mut skipped, mut wrong) = (0, Vec::new(), Vec::new());
        for (name, scenario) in scenarios() {
            match play(&scenario, &kind) {
                Some(Ok(())) => played += 1,
                Some(Err(error)) => wrong.push(format!("{name} ({}): {error}", scenario.shows)),
                None => skipped.push(name),
            }
        }
        assert!(wrong.is_empty(), "on the {} phone:\n{}", kind.name, wrong.join("\n"));
        // The engine has a word for everything; a platform may lack one or the other, and names which.
        assert!(kind.name != "rust" || skipped.is_empty(), "not played: {skipped:?}");
        println!("{}: {played} scenarios played; it has no words for {skipped:?}", kind.name);
    }
}
