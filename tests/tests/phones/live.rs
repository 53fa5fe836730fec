//! Staying in step without asking again and again.

use std::thread;
use std::time::Duration;

use safelight_tests::processes::{Cloud, Phone, Running, photo};

/// Two phones in step, the second of which listens to the cloud's announcements.
fn a_watched_library() -> (Cloud, Phone, Phone, Running) {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let b = cloud.sign_in("anna@example.org", "B");
    a.sync();
    b.sync();
    let watching = b.start(&["sync", "--watch"]);
    assert!(
        b.wire
            .wait_for(|seen| seen.iter().any(|exchange| exchange.path == "/v1/events" && exchange.status == Some(200)))
    );
    (cloud, a, b, watching)
}

#[test]
fn a_change_reaches_a_watching_phone_and_nothing_is_asked_in_between() {
    let (_cloud, a, b, watching) = a_watched_library();
    let id = a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.sync();
    while watching.line()["received"]["records"] == 0 {}
    while b.show(&id)["state"] != "safe" {
        watching.line();
    }
    // An edit of another process on the same device wakes it, too.
    b.done(&["set", &id, "--caption", "from here"]);
    while watching.line()["sent"]["records"] != 1 {}
    a.sync();
    assert_eq!(a.show(&id)["caption"], "from here");

    // The announcement of its own change may still be on its way; after that nothing is asked.
    let quiet = (0..20).any(|_| {
        let asked = b.wire.exchanges().len();
        thread::sleep(Duration::from_secs(3));
        b.wire.exchanges().len() == asked
    });
    assert!(quiet, "{:?}", b.wire.exchanges());

    watching.signal("TERM");
    let ran = watching.end();
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn a_watching_phone_comes_back_when_the_server_does() {
    let (mut cloud, a, b, watching) = a_watched_library();
    cloud.kill();
    let lost = watching.line();
    assert_eq!(lost["up_to_date"], false, "{lost}");
    cloud.start_again();
    let id = a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.sync();
    while b.run(&["show", &id]).code != Some(0) {
        watching.line();
    }
    watching.signal("INT");
    assert_eq!(watching.end().code, Some(0));
}

#[test]
fn a_sync_that_is_told_to_stop_stops_and_says_what_is_left() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    a.sync();
    a.import(&a.file("IMG_1.jpg", &photo(1)));
    let (before, connections) = (a.wire.exchanges().len(), a.wire.connections());
    a.wire.stop();
    let running = a.start(&["sync"]);
    // The wire takes nothing, so the run can't get on.
    assert!(a.wire.wait_for_connection(connections));
    running.signal("TERM");
    let ran = running.end();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(ran.document()["holds"][0]["code"], "eng.interrupted");
    assert_eq!(ran.document()["pending"]["originals"], 1);
    assert_eq!(a.wire.exchanges().len(), before);
    a.wire.go_on();
    a.sync();
}
