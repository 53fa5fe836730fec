use safelight_protocol::DeviceId;

use super::*;
use crate::sentences::Sentences;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-05-13T12:00:00Z")
}

fn blank() -> DeviceCard {
    DeviceCard::new(DeviceId::from_slice(&[7; 16]).unwrap(), "Anna's iPhone")
}

fn state(hold: Option<Hold>, backlog: u64) -> State {
    State {
        backlog,
        last_success: Some(at("2026-05-10T09:00:00Z")),
        first_hold: hold,
        battery: Some(band(18)),
        charging: Some(Charging::Unplugged),
        app_version: "gallery/1.0.0".into(),
        expected: None,
    }
}

fn low(level: u8) -> Hold {
    Hold::new("pwr.low", WorkClass::Originals, at("2026-05-13T07:00:00Z")).with("level", level).with("floor", 20)
}

fn said(card: &DeviceCard, now: Timestamp) -> String {
    let zoned = now.to_zoned(jiff::tz::TimeZone::UTC);
    explain(card, now).told.sentence(&Sentences::english(), &zoned)
}

#[test]
fn a_battery_is_told_in_four_bands() {
    let bands: Vec<&str> = [0, 19, 20, 49, 50, 79, 80, 100].map(band).into();
    assert_eq!(bands, ["0-19", "0-19", "20-49", "20-49", "50-79", "50-79", "80-100", "80-100"]);
}

#[test]
fn another_phone_is_explained_in_a_sentence() {
    let told = at("2026-05-13T10:00:00Z");
    let cases = [
        (Some(low(18)), 212, "Anna's iPhone waits for a charger (battery under 20%), 212 photos to go."),
        (Some(low(18)), 1, "Anna's iPhone waits for a charger (battery under 20%), one photo to go."),
        (
            Some(Hold::new("net.wifi_required", WorkClass::Originals, told)),
            3,
            "Anna's iPhone waits for Wi-Fi, 3 photos to go.",
        ),
        (
            Some(Hold::new("acct.reauth", WorkClass::Everything, told)),
            0,
            "Anna's iPhone waits for somebody to sign in.",
        ),
        (
            Some(Hold::new("new.code", WorkClass::Everything, told)),
            2,
            "Anna's iPhone waits for something that this version of the app does not know (new.code), 2 photos to go.",
        ),
        (None, 5, "Anna's iPhone is sending, 5 photos to go."),
        (None, 0, "Anna's iPhone is up to date."),
    ];
    for (hold, backlog, sentence) in cases {
        let card = card(&blank(), &state(hold.clone(), backlog), told);
        assert_eq!(said(&card, now()), sentence);
        let explanation = explain(&card, now());
        assert_eq!(explanation.as_of, Some(told));
        assert_eq!(explanation.holds.first().map(|hold| &hold.code), hold.as_ref().map(|hold| &hold.code));
    }
}

#[test]
fn an_old_card_is_told_as_past() {
    let card_of = |hold, backlog| card(&blank(), &state(hold, backlog), at("2026-05-11T10:00:00Z"));
    let later = at("2026-05-15T12:00:00Z");
    assert_eq!(
        said(&card_of(Some(low(18)), 212), later),
        "Anna's iPhone was last heard of on Monday at 10:00; then it waited for a charger (battery under 20%), \
         212 photos to go."
    );
    assert_eq!(
        said(&card_of(None, 0), later),
        "Anna's iPhone was last heard of on Monday at 10:00; then it was up to date."
    );
    assert_eq!(said(&blank(), later), "Anna's iPhone has not said anything yet.");
}

#[test]
fn a_card_is_written_when_it_says_something_new_and_else_once_a_day() {
    let first = at("2026-05-13T10:00:00Z");
    let before = card(&blank(), &state(Some(low(18)), 5), first);
    assert!(is_news(&blank(), &before));
    let later = |minutes: i64, state: &State| card(&before, state, first + SignedDuration::from_mins(minutes));
    let same = state(Some(low(18)), 5);
    assert!(!is_news(&before, &later(5, &same)));
    assert!(!is_news(&before, &later(5, &state(Some(low(11)), 5))), "a percent is no news");
    assert!(is_news(&before, &later(24 * 60, &same)), "a day is");
    assert!(is_news(&before, &later(-5, &same)), "a clock that was set back is");
    assert!(is_news(&before, &later(5, &state(Some(low(18)), 4))));
    assert!(is_news(&before, &later(5, &state(None, 5))));
    assert!(is_news(&before, &later(5, &State { battery: Some(band(20)), ..same.clone() })));
    assert!(is_news(&before, &later(5, &State { charging: Some(Charging::Charging), ..same.clone() })));
    assert!(is_news(&before, &later(5, &State { app_version: "gallery/1.1.0".into(), ..same })));
}

#[test]
fn a_card_tells_no_exact_charge() {
    let card = card(&blank(), &state(Some(low(18)), 5), now());
    let text = serde_json::to_string(&card).unwrap();
    assert!(!text.contains("18"), "{text}");
    let hold = hold(&card).unwrap();
    assert_eq!(hold.sentence(&Sentences::english()), "The battery is at 0–19%, below the 20% that you set.");
}
