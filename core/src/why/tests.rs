use safelight_protocol::DeviceId;

use super::*;
use crate::sentences::Sentences;

fn now() -> Timestamp {
    "2026-05-13T21:00:00Z".parse().unwrap()
}

fn hold(code: &str) -> Hold {
    Hold::new(code, WorkClass::Originals, now())
}

fn anna() -> DeviceCard {
    DeviceCard {
        told_at: Some("2026-05-13T20:00:00Z".into()),
        first_hold: Some("pwr.not_charging".into()),
        backlog: 212,
        ..DeviceCard::new(DeviceId::from_slice(&[7; 16]).unwrap(), "Anna's iPhone")
    }
}

/// A photo that is where it belongs.
fn calm() -> Sight {
    Sight {
        record_sent: true,
        thumbnail: Some((true, true)),
        original: OriginalPlace::Both,
        sending: false,
        met: Vec::new(),
        holders: Vec::new(),
        own: OwnHolds::default(),
    }
}

fn codes(hop: &Hop) -> Vec<&str> {
    hop.holds.iter().map(|hold| hold.code.as_str()).collect()
}

fn sentence(sight: &Sight, expected: Option<Expected>) -> String {
    let zoned = now().to_zoned(jiff::tz::TimeZone::UTC);
    told(&hops(sight, now()), &sight.holders, expected.as_ref(), now()).sentence(&Sentences::english(), &zoned)
}

#[test]
fn each_hop_says_where_it_is_and_why_it_waits() {
    use HopState::{Arrived, Failed, Moving, Waits};

    let own = OwnHolds {
        records: vec![hold("net.offline")],
        thumbnails: vec![hold("net.data_saver")],
        originals: vec![hold("net.wifi_required"), hold("pwr.low")],
        opening: Vec::new(),
    };
    let aside = vec![(hold("item.corrupt"), true)];
    let opening = OwnHolds { opening: vec![hold("net.offline")], ..OwnHolds::default() };
    let local = Sight { original: OriginalPlace::Local, own: own.clone(), ..calm() };
    let elsewhere = Sight { original: OriginalPlace::Elsewhere, holders: vec![anna()], ..calm() };
    let cases: Vec<(Sight, usize, Where, HopState, &[&str])> = vec![
        (calm(), 0, Where::Both, Arrived, &[]),
        (calm(), 1, Where::Both, Arrived, &[]),
        (calm(), 2, Where::Both, Arrived, &[]),
        (Sight { record_sent: false, own: own.clone(), ..calm() }, 0, Where::Here, Waits, &["net.offline"]),
        (Sight { thumbnail: None, ..calm() }, 1, Where::None, Arrived, &[]),
        (
            Sight { thumbnail: Some((true, false)), own: own.clone(), ..calm() },
            1,
            Where::Here,
            Waits,
            &["net.data_saver"],
        ),
        (Sight { thumbnail: Some((false, true)), own, ..calm() }, 1, Where::Cloud, Waits, &["net.data_saver"]),
        (
            Sight { thumbnail: Some((false, false)), ..elsewhere.clone() },
            1,
            Where::Elsewhere,
            Waits,
            &["pwr.not_charging", "item.elsewhere"],
        ),
        (Sight { original: OriginalPlace::Cloud, ..calm() }, 2, Where::Cloud, Arrived, &[]),
        (Sight { original: OriginalPlace::Cloud, own: opening, ..calm() }, 2, Where::Cloud, Waits, &["net.offline"]),
        (Sight { original: OriginalPlace::Lost, ..calm() }, 2, Where::Lost, Failed, &["item.lost"]),
        (elsewhere, 2, Where::Elsewhere, Waits, &["pwr.not_charging", "item.elsewhere"]),
        (Sight { original: OriginalPlace::Elsewhere, ..calm() }, 2, Where::Elsewhere, Waits, &["item.elsewhere"]),
        (local.clone(), 2, Where::Here, Waits, &["net.wifi_required", "pwr.low"]),
        (Sight { sending: true, ..local.clone() }, 2, Where::Here, Moving, &[]),
        (Sight { met: aside, ..local.clone() }, 2, Where::Here, Failed, &["item.corrupt"]),
        (
            Sight { met: vec![(hold("item.too_large"), false)], ..local },
            2,
            Where::Here,
            Waits,
            &["item.too_large", "net.wifi_required", "pwr.low"],
        ),
    ];
    for (number, (sight, at, place, state, expected)) in cases.into_iter().enumerate() {
        let hop = &hops(&sight, now())[at];
        assert_eq!((hop.place, hop.state, codes(hop).as_slice()), (place, state, expected), "case {number}");
    }
}

#[test]
fn the_first_hop_that_waits_is_told_with_when_to_expect_it() {
    let range = Expected { from: "2026-05-14T01:00:00Z".parse().unwrap(), to: "2026-05-14T03:00:00Z".parse().unwrap() };
    let own = OwnHolds { originals: vec![hold("pwr.not_charging")], ..OwnHolds::default() };
    let local = Sight { original: OriginalPlace::Local, own, ..calm() };
    assert_eq!(
        sentence(&local, Some(range)),
        "The original is on this phone and waits for a charger. It can be expected tomorrow between 01:00 and 03:00, \
         if the phone is plugged in."
    );
    assert_eq!(
        sentence(&local, None),
        "The original is on this phone and waits for a charger. When it comes can't be known."
    );
    let elsewhere = Sight { original: OriginalPlace::Elsewhere, holders: vec![anna()], ..calm() };
    assert_eq!(
        sentence(&elsewhere, None),
        "The original is only on another phone. Anna's iPhone waits for a charger, 212 photos to go. \
         When it comes can't be known."
    );
    assert_eq!(sentence(&calm(), None), "All of it is on this phone and in the cloud.");
    let cloud = Sight { original: OriginalPlace::Cloud, ..calm() };
    assert_eq!(sentence(&cloud, None), "It is in the cloud; the original comes when you open it.");
    let turn = Sight { original: OriginalPlace::Local, ..calm() };
    assert_eq!(
        sentence(&turn, Some(range)),
        "The original is on this phone and next in turn. It can be expected tomorrow between 01:00 and 03:00."
    );
}

#[test]
fn what_only_a_decision_ends_has_no_expected_time() {
    assert!(by_habit(&[hold("pwr.not_charging"), hold("net.wifi_required")]));
    assert!(by_habit(&[]));
    for code in ["acct.sync_off", "eng.paused", "quota.full", "lib.denied", "acct.reauth", "new.code"] {
        assert!(!by_habit(&[hold("pwr.low"), hold(code)]), "{code}");
    }
}

#[test]
fn of_several_phones_the_one_that_was_heard_of_last_is_told() {
    let old = DeviceCard {
        name: "Old iPad".into(),
        told_at: Some("2026-04-01T20:00:00Z".into()),
        first_hold: Some("acct.reauth".into()),
        ..anna()
    };
    let sight = Sight { original: OriginalPlace::Elsewhere, holders: vec![anna(), old], ..calm() };
    let hop = &hops(&sight, now())[2];
    assert_eq!(hop.phones, ["Anna's iPhone", "Old iPad"]);
    assert_eq!(codes(hop)[0], "pwr.not_charging");
    assert_eq!(hop.as_of, card::told_at(&anna()));
}
