use jiff::Zoned;
use serde_json::Map;

use super::*;
use crate::sentences::Sentences;

fn at(clock: &str) -> Timestamp {
    format!("2026-05-13T{clock}:00+02:00").parse().unwrap()
}

fn now() -> Zoned {
    "2026-05-13T09:00:00+02:00[Europe/Berlin]".parse().unwrap()
}

fn window(from: &str, until: &str, ending: Ending) -> Window {
    Window {
        lane: "worker".into(),
        app_state: "background".into(),
        task: None,
        wish: false,
        budget_s: None,
        budget_bytes: None,
        from: at(from),
        until: at(until),
        ending: Some(ending),
        code: None,
        photos: true,
        videos: true,
        runs: 1,
        moved: Moved::default(),
    }
}

fn sent(originals: u64) -> Moved {
    Moved { originals, sent: originals * 1000, ..Moved::default() }
}

fn decision(class: Class, code: Option<&str>, from: &str, until: Option<&str>) -> Decision {
    Decision { class, code: code.map(str::to_owned), evidence: Map::new(), from: at(from), until: until.map(at) }
}

fn told(history: &History) -> Vec<String> {
    let entries = sentences(history, at("00:00"), now().timestamp());
    entries.iter().map(|entry| entry.told.sentence(&Sentences::english(), &now())).collect()
}

#[test]
fn what_was_sent_before_or_after_a_wait_was_not_sent_in_it() {
    let history = History {
        windows: vec![
            Window { moved: sent(5), ..window("01:00", "01:05", Ending::Done) },
            Window { moved: sent(1), ..window("02:30", "02:35", Ending::Done) },
            Window { moved: sent(7), ..window("04:00", "04:05", Ending::Done) },
        ],
        decisions: vec![decision(Class::Photos, Some("pwr.not_charging"), "02:00", Some("03:30"))],
    };
    let told = told(&history);
    let waited = told.iter().find(|text| text.contains("waited")).unwrap();
    assert!(waited.contains("one photo"), "{waited}");
}

#[test]
fn why_not_last_night_is_answered() {
    let charger = Some("pwr.not_charging");
    let history = History {
        windows: vec![
            Window { photos: false, ..window("01:10", "01:10", Ending::Done) },
            Window { moved: sent(12), ..window("03:40", "03:45", Ending::Expired) },
        ],
        decisions: vec![
            decision(Class::Photos, charger, "01:10", Some("03:40")),
            decision(Class::Videos, charger, "01:10", Some("03:40")),
            decision(Class::Photos, None, "03:40", Some("03:45")),
        ],
    };
    assert_eq!(
        told(&history),
        [
            "Today between 01:10 and 03:40 photos and videos waited for a charger; nothing was sent.",
            "Today at 03:40 Safelight ran for 5 minutes: 12 photos were sent. Then its time was over.",
        ]
    );
}

#[test]
fn short_runs_in_a_row_are_one_sentence() {
    let quick =
        |from, originals| Window { moved: Moved { records: 1, ..sent(originals) }, ..window(from, from, Ending::Done) };
    let history = History {
        windows: vec![
            quick("01:00", 1),
            quick("01:05", 0),
            quick("01:20", 2),
            Window { moved: sent(4), ..window("01:30", "01:40", Ending::Done) },
            quick("01:50", 1),
            quick("05:00", 1),
        ],
        decisions: Vec::new(),
    };
    assert_eq!(
        told(&history),
        [
            "Today between 01:00 and 01:20 Safelight ran 3 times: 3 photos were sent.",
            "Today at 01:30 Safelight ran for 10 minutes: 4 photos were sent.",
            "Today at 01:50 Safelight ran for less than a minute: one photo was sent.",
            "Today at 05:00 Safelight ran for less than a minute: one photo was sent.",
        ]
    );
}

#[test]
fn each_ending_of_a_slot_is_told() {
    let failed = |from, until| Window { code: Some("srv.5xx".into()), ..window(from, until, Ending::Failed) };
    let running = Window { ending: None, moved: sent(1), ..window("08:59", "08:59", Ending::Done) };
    let history = History {
        windows: vec![
            window("01:00", "01:02", Ending::Done),
            window("02:00", "02:02", Ending::Stopped),
            window("03:00", "03:00", Ending::Killed),
            Window { moved: sent(1), ..window("04:00", "04:01", Ending::Stopped) },
            failed("05:00", "05:01"),
            failed("05:10", "05:11"),
            failed("05:30", "05:31"),
            failed("07:00", "07:01"),
            running,
        ],
        decisions: Vec::new(),
    };
    let text = told(&history);
    assert_eq!(
        text,
        [
            "Today at 03:00 Safelight ran for less than a minute: nothing was sent. Then the phone ended it.",
            "Today at 04:00 Safelight ran for one minute: one photo was sent. Then it was told to stop.",
            "Today between 05:00 and 05:31 Safelight tried 3 times in vain. The server made a mistake.",
            "Today at 07:00 Safelight ran for one minute: nothing was sent. The server made a mistake.",
            "Today at 08:59 Safelight began to run: one photo was sent.",
        ]
    );
}

#[test]
fn a_wait_explains_the_failures_in_it() {
    let history = History {
        windows: vec![Window { code: Some("srv.outage".into()), ..window("05:00", "05:01", Ending::Failed) }],
        decisions: vec![decision(Class::Records, Some("srv.outage"), "05:01", None)],
    };
    assert_eq!(told(&history), ["Since today at 05:01 everything has waited for the server."]);
}

#[test]
fn a_night_without_a_slot_is_told() {
    let history = History {
        windows: vec![window("07:00", "07:01", Ending::Done)],
        decisions: vec![
            decision(Class::Records, None, "00:10", None),
            decision(Class::Photos, None, "00:30", Some("07:01")),
        ],
    };
    let entries = sentences(&history, at("00:00"), now().timestamp());
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!(
        told(&history),
        ["Today between 00:30 and 07:00 nothing was in the way of photos, and Safelight did not get to run."]
    );
}

#[test]
fn what_was_held_up_for_moments_is_not_told() {
    let history = History {
        windows: Vec::new(),
        decisions: vec![Decision {
            until: Some(at("01:00") + SignedDuration::from_secs(20)),
            ..decision(Class::Photos, Some("heat"), "01:00", None)
        }],
    };
    assert_eq!(told(&history), [""; 0]);
}

#[test]
fn of_very_much_the_newest_is_told() {
    let minute = |minute: usize| format!("{:02}:{:02}", minute / 60, minute % 60);
    let slot = |at: usize| Window { moved: sent(1), ..window(&minute(at), &minute(at), Ending::Stopped) };
    let history = History { windows: (0..500).map(slot).collect(), decisions: Vec::new() };
    let entries = sentences(&history, at("00:00"), now().timestamp());
    assert_eq!(entries.len(), MOST);
    assert_eq!(entries.last().unwrap().from, at(&minute(499)));
}
