//! Facts, settings and what-if on the command line, and what a kill leaves of a budget.

use safelight_tests::processes::{Cloud, Phone, Way, noise, photo};
use serde_json::{Value, json};

fn codes(document: &Value) -> Vec<String> {
    let holds = document["holds"].as_array().expect("a list");
    holds.iter().map(|hold| hold["code"].as_str().expect("a code").to_owned()).collect()
}

fn a_phone() -> (Cloud, Phone) {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    a.sync();
    (cloud, a)
}

#[test]
fn facts_and_settings_are_shown_set_and_forgotten() {
    let (_cloud, a) = a_phone();
    let facts = a.done(&["facts"]);
    assert_eq!(facts["facts"]["network"]["value"], "wifi");
    assert!(facts["facts"]["free_bytes"]["value"].as_u64().is_some(), "{facts}");
    let facts = a.done(&["facts", "set", "network=cellular", "battery=18", "roaming=unknown"]);
    assert_eq!(facts["facts"]["battery"]["value"], 18);
    assert_eq!(facts["facts"]["roaming"], json!({ "value": "unknown", "at": null }));
    assert!(facts["facts"]["network"]["at"].as_str().is_some_and(|at| at.ends_with('Z') || at.contains('+')));
    // One wrong value changes nothing.
    let ran = a.run(&["facts", "set", "battery=50", "network=pigeon"]);
    assert_eq!((ran.code, ran.error_code().as_str()), (Some(2), "req.invalid"));
    assert_eq!(a.done(&["facts", "show"])["facts"]["battery"]["value"], 18);
    assert_eq!(a.done(&["facts", "clear"])["facts"]["network"]["value"], "wifi");

    assert_eq!(a.done(&["settings"])["settings"]["cellular_photos"], "small");
    let settings = a.done(&["settings", "set", "cellular_photos=200000000", "hours=22:00-07:00"]);
    assert_eq!(settings["settings"]["cellular_photos"], 200_000_000);
    assert_eq!(a.run(&["settings", "set", "cellular_videos=small"]).code, Some(2));
    assert_eq!(a.done(&["settings", "reset"])["settings"]["hours"], "always");
}

#[test]
fn a_photo_waits_says_all_its_reasons_and_goes_when_asked() {
    let (_cloud, a) = a_phone();
    let id = a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.done(&["facts", "set", "low_power=true", "lan_allowed=false"]);
    let asked = a.wire.exchanges().len();
    let waits = a.waits(&["sync"]);
    assert_eq!(codes(&waits), ["net.lan_denied", "pwr.saver"]);
    assert_eq!(a.wire.exchanges().len(), asked, "nothing is asked where nothing may be");
    let hold = &waits["holds"][0];
    for key in ["code", "class", "evidence", "lifts", "fix", "since"] {
        assert!(!hold[key].is_null(), "{key} in {hold}");
    }
    assert_eq!(codes(&a.done(&["status"])), codes(&waits));
    a.done(&["facts", "set", "lan_allowed=true"]);
    assert_eq!(codes(&a.done(&["status"])), ["pwr.saver"], "status tells what is so now");
    assert_eq!(a.waits(&["sync"])["passed"], json!([]));
    assert_eq!(a.show(&id)["waits"][0]["code"], "pwr.saver");
    let done = a.done(&["sync", "--now"]);
    assert_eq!(done["passed"], json!(["pwr.saver"]));
    assert_eq!(a.show(&id)["state"], "safe");
}

#[test]
fn what_if_tells_how_many_would_go_and_changes_nothing() {
    let (_cloud, a) = a_phone();
    a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.done(&["facts", "set", "network=cellular"]);
    let what_if = a.done(&["what-if", "cellular_photos=200000000"]);
    assert_eq!((what_if["now"]["photos"].as_u64(), what_if["then"]["photos"].as_u64()), (Some(0), Some(1)));
    assert_eq!(codes(&what_if["now"]), ["net.wifi_required"]);
    assert!(what_if["sentence"].as_str().is_some_and(|sentence| sentence.starts_with("One photo")), "{what_if}");
    assert_eq!(a.done(&["settings"])["settings"]["cellular_photos"], "small");
    assert_eq!(a.run(&["what-if", "battery=500"]).code, Some(2));
}

#[test]
fn a_watching_phone_obeys_what_another_process_says() {
    let (_cloud, a) = a_phone();
    let watching = a.start(&["sync", "--watch"]);
    assert!(
        a.wire.wait_for(|seen| seen.iter().any(|one| one.path == "/v1/events" && one.status == Some(200))),
        "it listens"
    );
    a.done(&["settings", "set", "sync=false"]);
    let told = watching.line();
    assert_eq!(codes(&told), ["acct.sync_off"]);
    let bytes = a.wire.bytes(Way::Up) + a.wire.bytes(Way::Down);
    let id = a.import(&a.file("IMG_1.jpg", &photo(1)));
    assert_eq!(a.waits(&["sync", "--for", "1"])["up_to_date"], false);
    assert_eq!(a.wire.bytes(Way::Up) + a.wire.bytes(Way::Down), bytes, "nothing moves, the stream has ended");
    a.done(&["settings", "set", "sync=true"]);
    while a.show(&id)["state"] != "safe" {
        watching.line();
    }
    watching.signal("TERM");
    assert_eq!(watching.end().code, Some(0));
}

#[test]
fn kills_in_mid_part_make_a_budget_forget_nothing() {
    const BUDGET: u64 = 20_000_000;
    let (_cloud, a) = a_phone();
    a.import(&a.file("large.heic", &noise(1, 60_000_000)));
    a.done(&["facts", "set", "network=cellular"]);
    a.done(&["settings", "set", &format!("cellular_photos={BUDGET}")]);
    let before = a.wire.bytes(Way::Up) + a.wire.bytes(Way::Down);
    let moved = || a.wire.bytes(Way::Up) + a.wire.bytes(Way::Down) - before;
    for kill in 0..4_u64 {
        let mut running = a.start(&["sync"]);
        a.wire.wait_for_bytes(Way::Up, a.wire.bytes(Way::Up) + 1_000_000 * (kill + 1), || running.is_over());
        running.kill();
    }
    let waits = a.waits(&["sync"]);
    assert_eq!(codes(&waits), ["net.budget"], "{waits}");
    assert!(moved() <= BUDGET, "{} bytes", moved());
    assert!(moved() > 1_000_000, "{} bytes", moved());
}
