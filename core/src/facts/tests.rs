use super::*;

fn at() -> Timestamp {
    "2026-05-01T21:04:00+02:00".parse().unwrap()
}

/// Every value of the contract, by key.
const CONTRACT: &[(&str, &[&str])] = &[
    ("battery", &["0", "18", "100"]),
    ("charging", &["charging", "full", "limited", "unplugged"]),
    ("low_power", &["true", "false"]),
    ("network", &["wifi", "cellular", "ethernet", "none"]),
    ("metered", &["true", "false"]),
    ("constrained", &["true", "false"]),
    ("roaming", &["true", "false"]),
    ("validated", &["true", "false"]),
    ("captive", &["true", "false"]),
    ("vpn", &["true", "false", "wifi", "cellular", "ethernet"]),
    ("lan_allowed", &["true", "false"]),
    ("data_saver", &["true", "false"]),
    ("cellular_allowed", &["true", "false"]),
    ("thermal", &["nominal", "fair", "serious", "critical"]),
    ("photo_access", &["full", "limited", "none", "restricted", "not_asked"]),
    ("background", &["allowed", "denied", "restricted"]),
    ("battery_optimised", &["true", "false"]),
    ("bucket", &["active", "working_set", "frequent", "rare", "restricted"]),
    ("app_state", &["foreground", "background", "extension"]),
    ("lane", &["in_app", "background_session", "user_initiated_job", "photokit_job", "continued_task", "worker"]),
    ("system", &["none", "bg.quota", "acct.managed,bg.doze"]),
    ("free_bytes", &["0", "18446744073709551615"]),
    ("total_bytes", &["128000000000"]),
    ("clock_offset_s", &["-86401", "0", "90000"]),
    ("app_version", &["1.4.0", "unbekannt"]),
    ("os_version", &["17", "26.4"]),
    ("device_model", &["Pixel 9 Pro"]),
];

#[test]
fn every_key_and_value_of_the_contract_is_read_and_written_back() {
    let keys: Vec<&str> = CONTRACT.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, Facts::KEYS);
    for (key, values) in CONTRACT {
        for value in values.iter().chain(["unknown"].iter()) {
            let mut facts = Facts::unknown();
            facts.set(key, value, at()).unwrap();
            assert_eq!(facts.show(key).as_deref(), Some(*value), "{key}");
        }
    }
}

#[test]
fn a_wrong_value_is_refused_with_those_that_are_allowed() {
    let mut facts = Facts::unknown();
    for (key, text) in [
        ("battery", "101"),
        ("battery", "+5"),
        ("battery", ""),
        ("metered", "yes"),
        ("charging", "Charging"),
        ("free_bytes", "-1"),
        ("free_bytes", "18446744073709551616"),
        ("clock_offset_s", "--1"),
        ("app_version", ""),
        ("app_version", "1\n2"),
    ] {
        let error = facts.set(key, text, at()).unwrap_err();
        let message = error.to_string();
        assert!(message.contains(key) && message.contains(Facts::allowed(key).unwrap()), "{message}");
        assert_eq!(error.code(), "req.invalid");
    }
    assert_eq!(facts, Facts::unknown());
    let message = facts.set("batery", "5", at()).unwrap_err().to_string();
    assert!(message.contains("battery, charging, low_power"), "{message}");
}

#[test]
fn facts_survive_a_round_trip_through_json() {
    let mut facts = Facts::desktop_default(at());
    for (key, values) in CONTRACT {
        facts.set(key, values.last().unwrap(), at()).unwrap();
    }
    facts.set("roaming", "unknown", at()).unwrap();
    let json = serde_json::to_value(&facts).unwrap();
    assert_eq!(json["battery"]["value"], 100);
    assert_eq!(json["metered"]["value"], false);
    assert_eq!(json["roaming"], serde_json::json!({ "value": "unknown", "at": null }));
    assert_eq!(serde_json::from_value::<Facts>(json).unwrap(), facts);
}

#[test]
fn what_a_newer_version_stored_is_unknown_and_no_error() {
    let json = serde_json::json!({
        "thermal": { "value": "molten", "at": at() },
        "satellite": { "value": true, "at": at() },
        "battery": { "value": 18, "at": at() },
    });
    let facts: Facts = serde_json::from_value(json).unwrap();
    assert_eq!(facts.thermal, Fact::Unknown);
    assert_eq!(facts.show("battery").as_deref(), Some("18"));
}

#[test]
fn a_fact_that_is_said_again_keeps_its_time() {
    let later = "2026-05-02T08:00:00+02:00".parse().unwrap();
    let mut facts = Facts::unknown();
    facts.set("metered", "true", at()).unwrap();
    facts.set("metered", "true", later).unwrap();
    assert_eq!(facts.metered.at(), Some(at()));
    facts.set("metered", "false", later).unwrap();
    assert_eq!(facts.metered.at(), Some(later));
}

#[test]
fn an_update_takes_over_what_is_known_and_keeps_the_rest() {
    let later: Timestamp = "2026-05-02T08:00:00+02:00".parse().unwrap();
    let mut facts = Facts::desktop_default(at());
    let mut news = Facts::unknown();
    news.set("network", "cellular", later).unwrap();
    news.set("metered", "false", later).unwrap();
    facts.update(&news);
    assert_eq!(facts.network, Fact::known(Network::Cellular, later));
    assert_eq!(facts.metered, Fact::known(false, at()), "no news");
    assert_eq!(facts.charging, Fact::known(Charging::Full, at()));
}
