use super::*;
use crate::sentences::Sentences;

fn start() -> Timestamp {
    "2026-05-01T12:00:00Z".parse().unwrap()
}

fn after(hours: i64) -> Timestamp {
    start() + SignedDuration::from_hours(hours)
}

fn calm(now: Timestamp) -> Standing {
    Standing {
        now,
        backlog: 0,
        waiting_since: None,
        last_safe: Some(start()),
        holds: Vec::new(),
        findings: Vec::new(),
        cards: Vec::new(),
    }
}

fn hold(code: &str, since: Timestamp) -> Hold {
    Hold::new(code, WorkClass::Everything, since)
}

fn card(name: &str, number: u8, told_at: Timestamp) -> DeviceCard {
    DeviceCard {
        told_at: Some(told_at.to_string()),
        ..DeviceCard::new(DeviceId::from_slice(&[number; 16]).unwrap(), name)
    }
}

/// Looks at each of these states in turn and gives the codes that were new each time, and those that stood.
fn played(states: &[Standing]) -> Vec<(Vec<String>, Vec<String>)> {
    let mut memory = Memory::new();
    let look = |standing: &Standing| {
        let (found, after) = alerts(&memory, standing);
        memory = after;
        let codes = |new: bool| found.iter().filter(|alert| alert.new >= new).map(|alert| alert.code.clone()).collect();
        (codes(true), codes(false))
    };
    states.iter().map(look).collect()
}

#[test]
fn what_only_the_person_can_mend_is_told_once_after_an_hour() {
    let holds = |hours| Standing { holds: vec![hold("acct.reauth", start())], ..calm(after(hours)) };
    let told =
        played(&[holds(0), holds(2), holds(30), calm(after(31)), holds(40), calm(after(41)), holds(41 + 8 * 24)]);
    let new: Vec<usize> = told.iter().map(|(new, _)| new.len()).collect();
    let stands: Vec<usize> = told.iter().map(|(_, stands)| stands.len()).collect();
    assert_eq!(new, [0, 1, 0, 0, 0, 0, 1], "back within a week it is the same cause");
    assert_eq!(stands, [0, 1, 1, 0, 1, 0, 1], "it withdraws itself when mended");
}

#[test]
fn what_the_person_chose_or_what_passes_by_itself_disturbs_nobody() {
    for code in ["net.wifi_required", "pwr.low", "acct.sync_off", "eng.paused", "srv.outage", "heat", "new.code"] {
        let standing = Standing { holds: vec![hold(code, start())], ..calm(after(24 * 30)) };
        assert_eq!(played(&[standing]), [(Vec::new(), Vec::new())], "{code}");
    }
}

#[test]
fn photos_that_wait_for_three_days_while_nothing_becomes_safe_are_told_once_whatever_they_wait_for() {
    let waits = |hours, code: &str| Standing {
        backlog: 3,
        waiting_since: Some(start()),
        holds: vec![hold(code, after(hours - 1))],
        ..calm(after(hours))
    };
    let states = [
        waits(71, "net.wifi_required"),
        waits(73, "net.wifi_required"),
        waits(100, "pwr.low"),
        Standing { last_safe: Some(after(101)), ..waits(102, "pwr.low") },
        Standing { backlog: 0, waiting_since: None, ..calm(after(200)) },
    ];
    let told = played(&states);
    assert_eq!(told[0], (vec![], vec![]));
    assert_eq!(told[1], (vec!["net.wifi_required".into()], vec!["net.wifi_required".into()]));
    assert_eq!(told[2], (vec![], vec!["pwr.low".into()]), "the same wait for another reason is not told again");
    assert_eq!(told[3], (vec![], vec![]), "one became safe: it goes on");
    assert_eq!(told[4], (vec![], vec![]));
    let unexplained = Standing { holds: Vec::new(), ..waits(80, "heat") };
    assert_eq!(played(&[unexplained])[0].0, ["bg.no_window"]);
}

#[test]
fn one_cause_is_not_told_twice_in_two_ways() {
    let standing = Standing {
        backlog: 3,
        waiting_since: Some(start()),
        holds: vec![hold("quota.full", start()), hold("lib.denied", start())],
        findings: vec![Hold { class: WorkClass::Files, ..hold("quota.full", start()) }],
        ..calm(after(100))
    };
    assert_eq!(played(&[standing])[0].0, ["quota.full", "lib.denied"]);
}

#[test]
fn in_a_simulated_month_a_silent_phone_is_told_once_and_a_healthy_one_never() {
    // Anna's iPhone says something for two days and then nothing more; Ben's says something every day.
    let mut memories = [Memory::new(), Memory::new()];
    let mut new = [0, 0];
    let mut text = String::new();
    for hour in (0..30 * 24).step_by(6) {
        let now = after(hour);
        let anna = DeviceCard {
            first_hold: Some("pwr.not_charging".into()),
            backlog: 212,
            ..card("Anna's iPhone", 1, now.min(after(48)))
        };
        let ben = card("Ben's phone", 2, after(hour - hour % 24));
        // Ben's phone takes photos and sends them every night.
        let of_ben = Standing {
            backlog: u64::from(hour % 24 > 12),
            waiting_since: (hour % 24 > 12).then(|| now - SignedDuration::from_hours(6)),
            last_safe: Some(after(hour - hour % 24)),
            holds: vec![hold("pwr.not_charging", after(hour - hour % 24))],
            cards: vec![anna],
            ..calm(now)
        };
        // What a tablet sees that knows of the healthy phone only.
        let of_tablet = Standing { cards: vec![ben], ..calm(now) };
        for (at, standing) in [of_ben, of_tablet].iter().enumerate() {
            let (found, after) = alerts(&memories[at], standing);
            memories[at] = after;
            new[at] += found.iter().filter(|alert| alert.new).count();
            let at_two_days = self::after(48);
            if let Some(alert) = found.iter().find(|alert| alert.new) {
                text = alert.told.sentence(&Sentences::english(), &now.to_zoned(jiff::tz::TimeZone::UTC));
                assert_eq!((alert.code.as_str(), alert.since), ("bg.silent", at_two_days));
            }
        }
    }
    assert_eq!(new, [1, 0]);
    assert_eq!(
        text,
        "Anna's iPhone was last heard of on Sunday at 12:00; then it waited for a charger, 212 photos to go."
    );
}

#[test]
fn a_phone_that_had_nothing_to_send_may_be_silent_longer() {
    let standing = |days: i64| Standing { cards: vec![card("Old iPad", 3, start())], ..calm(after(days * 24)) };
    assert!(played(&[standing(13)])[0].0.is_empty());
    assert_eq!(played(&[standing(14)])[0].0, ["bg.silent"]);
}

#[test]
fn what_is_remembered_does_not_grow_for_ever() {
    let mut memory = Memory::new();
    for day in 0..400 {
        let now = after(day * 24);
        let number = u8::try_from(day % 250).unwrap();
        let standing = Standing { cards: vec![card("X", number, after((day - 15) * 24))], ..calm(now) };
        memory = alerts(&memory, &standing).1;
    }
    assert!(memory.len() <= 91, "{}", memory.len());
}
