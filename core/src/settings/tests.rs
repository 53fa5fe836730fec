use serde_json::json;

use super::*;

/// Every kind of value of the contract, by key.
const CONTRACT: &[(&str, &[&str])] = &[
    ("sync", &["true", "false"]),
    ("cellular_photos", &["off", "small", "200000000", "unlimited"]),
    ("cellular_videos", &["off", "1", "unlimited"]),
    ("roaming", &["true", "false"]),
    ("low_data", &["true", "false"]),
    ("charging_only", &["true", "false"]),
    ("battery_floor", &["0", "20", "100"]),
    ("in_low_power", &["true", "false"]),
    ("when_hot", &["true", "false"]),
    ("hours", &["always", "22:00-07:00", "00:00-23:59"]),
    ("pause_until", &["none", "2026-05-01T05:00:00Z"]),
    ("boost_until", &["none", "2026-05-01T05:00:00Z"]),
    ("optimise", &["off", "automatic", "keep:5000000000"]),
    ("originals", &["on_demand", "all"]),
];

#[test]
fn every_key_and_value_of_the_contract_is_read_and_written_back() {
    let keys: Vec<&str> = CONTRACT.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, Settings::KEYS);
    for (key, values) in CONTRACT {
        for value in *values {
            let mut settings = Settings::default();
            settings.set(key, value).unwrap();
            assert_eq!(settings.show(key).as_deref(), Some(*value), "{key}");
            let stored = serde_json::to_string(&settings).unwrap();
            assert_eq!(serde_json::from_str::<Settings>(&stored).unwrap(), settings, "{stored}");
        }
    }
}

#[test]
fn a_wrong_value_is_refused_with_those_that_are_allowed() {
    let mut settings = Settings::default();
    for (key, text, allowed) in [
        ("sync", "on", "true, false"),
        ("cellular_photos", "0", "off, small, a number of bytes a day (1 or more), unlimited"),
        ("cellular_videos", "small", "off, a number of bytes a day"),
        ("battery_floor", "101", "from 0 to 100"),
        ("hours", "7-22", "22:00-07:00"),
        ("hours", "24:00-07:00", "22:00-07:00"),
        ("hours", "07:00-07:00", "two different times"),
        ("pause_until", "2026-05-01T07:00:00", "with an offset"),
        ("pause_until", "tomorrow", "with an offset"),
        ("optimise", "keep:", "keep:BYTES"),
        ("originals", "none", "on_demand, all"),
    ] {
        let message = settings.set(key, text).unwrap_err().to_string();
        assert!(message.contains(key) && message.contains(allowed), "{message}");
    }
    assert_eq!(settings, Settings::default());
    assert!(settings.set("cellular", "off").unwrap_err().to_string().contains("cellular_photos"));
}

#[test]
fn a_time_may_be_said_with_any_offset() {
    let mut settings = Settings::default();
    settings.set("pause_until", "2026-05-01T07:00:00+02:00").unwrap();
    assert_eq!(settings.show("pause_until").as_deref(), Some("2026-05-01T05:00:00Z"));
}

#[test]
fn hours_wrap_midnight() {
    let night = <Hours as Spelled>::parse("22:00-07:00").unwrap();
    let day = <Hours as Spelled>::parse("07:00-22:00").unwrap();
    for (hour, minute, at_night) in [(22, 0, true), (0, 0, true), (6, 59, true), (7, 0, false), (21, 59, false)] {
        assert_eq!(night.contains(time(hour, minute, 0, 0)), at_night, "{hour}:{minute}");
        assert_eq!(day.contains(time(hour, minute, 0, 0)), !at_night, "{hour}:{minute}");
    }
}

#[test]
fn what_a_newer_version_stored_survives() {
    let stored = json!({
        "version": 7,
        "charging_only": true,
        "satellite": { "bytes": [1, 2] },
        "optimise": "clever",
    });
    let mut settings: Settings = serde_json::from_value(stored.clone()).unwrap();
    assert!(settings.charging_only);
    assert_eq!(settings.optimise, Optimise::Off, "what can't be read counts as the default");
    let again = serde_json::to_value(&settings).unwrap();
    for key in ["version", "satellite", "optimise", "charging_only"] {
        assert_eq!(again[key], stored[key], "{key}");
    }
    settings.set("optimise", "automatic").unwrap();
    assert_eq!(serde_json::to_value(&settings).unwrap()["optimise"], "automatic");
}

#[test]
fn the_first_stored_form_needs_no_version() {
    let settings: Settings = serde_json::from_value(json!({ "cellular_photos": 5_000_000 })).unwrap();
    assert_eq!(settings.cellular_photos, Cellular::BytesPerDay(5_000_000));
    assert_eq!(serde_json::to_value(&settings).unwrap()["version"], VERSION);
}
