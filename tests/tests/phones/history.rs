//! What happened, on the command line: also when the process died in the middle of it.

use safelight_tests::processes::{Cloud, photo};
use serde_json::Value;

fn has(document: &Value, fields: &[&str]) {
    for field in fields {
        assert!(document.get(field).is_some(), "no {field} in {document}");
    }
}

#[test]
fn what_happened_is_told_also_when_the_process_was_killed_in_it() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "Anna's phone");
    a.sync();
    let id = a.import(&a.file("IMG_1.jpg", &photo(1)));

    // Killed while the server says nothing.
    let connections = a.wire.connections();
    a.wire.stop();
    let running = a.start(&["sync"]);
    assert!(a.wire.wait_for_connection(connections));
    running.kill();
    let windows = a.done(&["timeline"])["windows"].as_array().expect("a list").clone();
    assert_eq!(windows.last().expect("a window")["ending"], "killed", "seen before any other run: {windows:?}");
    // Its time is over while the server says nothing.
    let expired = a.waits(&["sync", "--for", "1"]);
    assert_eq!(expired["sent"]["originals"], 0);
    a.wire.go_on();
    a.sync();

    let timeline = a.done(&["timeline"]);
    has(&timeline, &["windows", "sentences", "decisions", "entries"]);
    let windows = timeline["windows"].as_array().expect("a list");
    let endings: Vec<&str> = windows.iter().filter_map(|window| window["ending"].as_str()).collect();
    assert_eq!(endings, ["done", "killed", "expired", "done"], "{timeline}");
    assert_eq!(windows[2]["budget_s"], 1);
    assert_eq!(windows[3]["moved"]["originals"], 1);
    for field in ["from", "until", "lane", "app_state", "code", "runs", "photos", "videos"] {
        has(&windows[0], &[field]);
    }
    let sentences: Vec<&str> =
        timeline["sentences"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(sentences.iter().any(|text| text.ends_with("Then the phone ended it.")), "{sentences:?}");
    assert!(sentences.iter().any(|text| text.contains("one photo was sent")), "{sentences:?}");
    assert_eq!(a.done(&["timeline", "--since", "2999-01-01"])["windows"], Value::Array(Vec::new()));

    let receipts = a.done(&["receipts"]);
    has(&receipts["months"][0], &["month", "wifi", "cellular", "saved"]);
    assert!(receipts["months"][0]["wifi"]["sent"].as_u64().is_some_and(|sent| sent > 0), "{receipts}");
    assert_eq!(a.done(&["receipts", "--month", "2001-02"])["months"][0]["wifi"]["sent"], 0);
    assert_eq!(a.run(&["receipts", "--month", "2001"]).code, Some(2));

    let why = a.done(&["why", &id]);
    has(&why, &["hops", "expected", "sentence"]);
    has(&why["hops"][0], &["what", "where", "state", "holds"]);
    assert_eq!(why["sentence"], "All of it is on this phone and in the cloud.");
    assert_eq!(a.fails(&["why", &"0".repeat(32)]), "item.unknown");
    assert_eq!(a.run(&["why"]).code, Some(2));
    assert_eq!(a.fails(&["explain", "nobody"]), "acct.device_unknown");
    assert_eq!(a.fails(&["why", "--from", "nobody"]), "acct.device_unknown");
    assert_eq!(a.done(&["alerts"]), serde_json::json!({ "alerts": [] }));

    a.done(&["facts", "set", "network=none"]);
    a.import(&a.file("IMG_2.jpg", &photo(2)));
    let explained = a.done(&["explain", "Anna's phone"]);
    has(&explained, &["sentence", "holds", "as_of"]);
    assert_eq!(explained["sentence"], "Anna's phone waits for a connection, one photo to go.");
    assert_eq!(explained["holds"][0]["code"], "net.offline");
    let wake = &a.done(&["status"])["next"]["wake"];
    assert!(wake["requests"].as_array().is_some_and(|requests| !requests.is_empty()), "{wake}");
    has(&wake["requests"][0], &["kind", "classes", "network", "charger", "not_before", "bytes"]);
}
