//! Codes are the same for everybody; sentences are in the language of whoever reads.

use safelight_tests::processes::{Cloud, Phone};
use serde_json::Value;

fn status(phone: &Phone, environment: &[(&str, &str)]) -> Value {
    let output = phone.command(&["status"]).envs(environment.iter().copied()).output().expect("the command runs");
    serde_json::from_slice(&output.stdout).expect("a document")
}

#[test]
fn sentences_are_in_the_persons_language_and_codes_are_codes() {
    let mut cloud = Cloud::new(&[]);
    let phone = cloud.phone();
    let cases = [
        (vec![], "Nobody is signed in on this phone.", "Sign in"),
        (vec![("LANG", "pl_PL.UTF-8")], "Na tym telefonie nikt nie jest zalogowany.", "Zaloguj się"),
        (vec![("LANG", "pl_PL.UTF-8"), ("LC_ALL", "C")], "Nobody is signed in on this phone.", "Sign in"),
        (
            vec![("LC_ALL", "en_GB"), ("SAFELIGHT_LANG", "pl")],
            "Na tym telefonie nikt nie jest zalogowany.",
            "Zaloguj się",
        ),
        (vec![("SAFELIGHT_LANG", "tlh")], "Nobody is signed in on this phone.", "Sign in"),
    ];
    for (environment, summary, label) in cases {
        let document = status(&phone, &environment);
        assert_eq!(document["summary"], summary, "{environment:?}");
        assert_eq!(document["holds"][0]["code"], "acct.signed_out", "{environment:?}");
        assert_eq!(document["holds"][0]["fix"]["action"], "sign_in", "{environment:?}");
        assert_eq!(document["holds"][0]["fix"]["label"], label, "{environment:?}");
    }
}

#[test]
fn help_and_refusals_are_in_the_persons_language() {
    let mut cloud = Cloud::new(&[]);
    let phone = cloud.phone();
    let said = |arguments: &[&str]| {
        let mut command = phone.command(arguments);
        let output = command.env("SAFELIGHT_LANG", "pl").output().expect("the command runs");
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    };
    let help = said(&["album", "--help"]);
    for word in ["Wypisz albumy, twórz je i napełniaj", "Użycie: safelight", "Polecenia:", "Opcje:", "Przykłady:"] {
        assert!(help.contains(word), "{word} is missing in {help}");
    }
    let refused: Value = serde_json::from_str(&said(&["frobnicate"])).expect("a document");
    assert_eq!(refused["error"]["code"], "req.usage");
    assert_eq!(refused["error"]["fix"]["label"], "Pokaż pomoc");
}
