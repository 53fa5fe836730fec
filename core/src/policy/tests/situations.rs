//! One row a situation: what is so, and what each class of work waits for.

use super::*;

/// What is so; then records, photos, videos, opening an original. `-` runs, `+CODE` runs and passes CODE.
#[rustfmt::skip]
const TABLE: &[(&str, Intent, &str, &str, &str, &str)] = &[
    // The seven tips.
    ("setting.sync=false", Intent::Pocket, "acct.sync_off", "acct.sync_off", "acct.sync_off", "acct.sync_off"),
    ("fact.network=none fact.metered=true fact.captive=true", Intent::Person, "net.offline", "net.offline", "net.offline", "net.offline"),
    ("fact.network=cellular", Intent::Pocket, "-", "net.wifi_required", "net.wifi_required", "net.wifi_required"),
    ("fact.charging=unplugged fact.battery=19", Intent::Pocket, "-", "pwr.low", "pwr.low", "-"),
    ("fact.charging=unplugged fact.battery=20", Intent::Pocket, "-", "-", "-", "-"),
    ("fact.low_power=true", Intent::Pocket, "-", "pwr.saver", "pwr.saver", "-"),
    // A charge limit is a charger.
    ("setting.charging_only=true fact.charging=limited", Intent::Pocket, "-", "-", "-", "-"),
    ("setting.charging_only=true fact.charging=unknown", Intent::Pocket, "-", "pwr.not_charging", "pwr.not_charging", "-"),
    ("fact.battery=3 fact.charging=limited", Intent::Pocket, "-", "-", "-", "-"),
    // Networks that cost.
    ("fact.network=cellular setting.cellular_photos=off", Intent::Person, "net.wifi_required", "net.wifi_required", "net.wifi_required", "net.wifi_required"),
    ("fact.network=cellular setting.cellular_photos=unlimited", Intent::Pocket, "-", "-", "net.wifi_required", "-"),
    ("fact.network=cellular fact.metered=false", Intent::Pocket, "-", "net.wifi_required", "net.wifi_required", "net.wifi_required"),
    ("fact.metered=unknown", Intent::Pocket, "-", "net.expensive", "net.expensive", "net.expensive"),
    ("fact.metered=true fact.vpn=true", Intent::Pocket, "-", "net.vpn_metered", "net.vpn_metered", "net.vpn_metered"),
    ("fact.metered=false fact.vpn=cellular", Intent::Pocket, "-", "net.wifi_required", "net.wifi_required", "net.wifi_required"),
    ("fact.network=cellular fact.roaming=true", Intent::Pocket, "net.roaming", "net.roaming net.wifi_required", "net.roaming net.wifi_required", "net.roaming net.wifi_required"),
    ("fact.network=cellular fact.roaming=unknown", Intent::Pocket, "-", "net.wifi_required", "net.wifi_required", "net.wifi_required"),
    ("fact.network=wifi fact.roaming=true", Intent::Pocket, "-", "-", "-", "-"),
    ("fact.data_saver=true fact.metered=true fact.app_state=background", Intent::Pocket, "net.data_saver", "net.data_saver net.expensive", "net.data_saver net.expensive", "net.data_saver net.expensive"),
    // What stops everything is said first.
    ("fact.network=cellular fact.thermal=critical", Intent::Pocket, "heat", "heat net.wifi_required", "heat net.wifi_required", "heat net.wifi_required"),
    ("fact.low_power=true fact.thermal=serious", Intent::Pocket, "-", "pwr.saver heat", "pwr.saver heat", "-"),
    ("fact.thermal=serious setting.when_hot=true", Intent::Pocket, "-", "-", "-", "-"),
    ("fact.thermal=critical setting.when_hot=true", Intent::Pocket, "heat", "heat", "heat", "heat"),
    // A person's own request.
    ("fact.low_power=true fact.charging=unplugged fact.battery=5", Intent::Person, "-", "+pwr.low pwr.saver", "+pwr.low pwr.saver", "-"),
    ("setting.pause_until=2026-05-02T07:00:00+02:00", Intent::Person, "+eng.paused", "+eng.paused", "+eng.paused", "+eng.paused"),
    ("fact.network=cellular", Intent::Person, "-", "net.wifi_required", "net.wifi_required", "+net.wifi_required"),
    ("fact.network=cellular fact.roaming=true", Intent::Person, "net.roaming", "net.roaming net.wifi_required", "net.roaming net.wifi_required", "net.roaming"),
    ("setting.boost_until=2026-05-01T22:00:00+02:00 setting.hours=01:00-05:00", Intent::Pocket, "-", "+eng.hours", "+eng.hours", "-"),
    ("setting.boost_until=2026-05-01T21:04:00+02:00 setting.hours=01:00-05:00", Intent::Pocket, "-", "eng.hours", "eng.hours", "-"),
    ("setting.sync=false", Intent::Person, "acct.sync_off", "acct.sync_off", "acct.sync_off", "+acct.sync_off"),
    // Access.
    ("fact.photo_access=limited", Intent::Pocket, "-", "-", "-", "-"),
    ("fact.photo_access=not_asked", Intent::Pocket, "-", "lib.not_asked", "lib.not_asked", "-"),
    ("fact.app_state=background fact.background=denied", Intent::Pocket, "bg.refresh_off", "bg.refresh_off", "bg.refresh_off", "bg.refresh_off"),
    // What the system itself says.
    ("fact.app_state=background fact.system=bg.doze,bg.quota", Intent::Pocket, "bg.quota bg.doze", "bg.quota bg.doze", "bg.quota bg.doze", "bg.quota bg.doze"),
    ("fact.app_state=foreground fact.system=bg.doze,bg.memory,bg.quota", Intent::Pocket, "-", "-", "-", "-"),
    ("fact.app_state=background fact.system=bg.memory,bg.notif_denied", Intent::Pocket, "-", "-", "-", "-"),
    ("fact.system=acct.managed,net.satellite", Intent::Person, "-", "acct.managed net.satellite", "acct.managed net.satellite", "net.satellite"),
    ("fact.app_state=foreground fact.background=denied", Intent::Pocket, "-", "-", "-", "-"),
];

fn told(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Run { passed, .. } if passed.is_empty() => "-".to_owned(),
        Verdict::Run { passed, .. } => format!("+{}", passed.join(" ")),
        Verdict::Hold { .. } => verdict.codes().join(" "),
    }
}

#[test]
fn each_situation_has_its_reasons() {
    for (changes, intent, records, photos, videos, opened) in TABLE {
        let mut inputs = Inputs { intent: *intent, ..Inputs::calm(evening()) };
        witness("", changes).bring_about(&mut inputs);
        let verdicts = decide(&inputs);
        let got = [&verdicts.records, &verdicts.photos, &verdicts.videos, &verdicts.on_demand].map(told);
        assert_eq!(got, [*records, *photos, *videos, *opened], "{changes} {intent:?}");
    }
}

#[test]
fn a_budget_counts_everything_but_videos_and_leaves_what_is_left() {
    let mut inputs = Inputs::calm(evening());
    witness("", "fact.network=cellular setting.cellular_photos=200 setting.cellular_videos=50")
        .bring_about(&mut inputs);
    inputs.ledger = Ledger { records: 20, photos: 100, on_demand: 30, videos: 49, ..Ledger::default() };
    let bytes = |inputs: &Inputs, class| match decide(inputs).of(class) {
        Verdict::Run { limits, .. } => limits.bytes,
        Verdict::Hold { .. } => Some(0),
    };
    assert_eq!(bytes(&inputs, Class::Photos), Some(50));
    assert_eq!(bytes(&inputs, Class::Records), Some(50));
    assert_eq!(bytes(&inputs, Class::Videos), Some(1));
    inputs.ledger.thumbnails = 50;
    assert_eq!(decide(&inputs).records.codes(), ["net.budget"]);
    assert_eq!(bytes(&inputs, Class::Videos), Some(1));
    inputs.apply(&Change::Time { until: midnight(&inputs).unwrap() }).unwrap();
    assert_eq!(bytes(&inputs, Class::Photos), Some(200), "a new day");
}

#[test]
fn limits_name_the_networks_even_where_the_present_one_is_free() {
    let limits = |class| match decide(&Inputs::calm(evening())).of(class) {
        Verdict::Run { limits, .. } => *limits,
        Verdict::Hold { holds } => panic!("{holds:?}"),
    };
    assert_eq!(limits(Class::Records).paid, Allowance::Unlimited);
    let photos = Limits { paid: Allowance::Nothing, bytes: None, roaming: false, low_data: false };
    assert_eq!(limits(Class::Photos), photos);
}

#[test]
fn what_if_tells_how_many_go_today() {
    let mut inputs = Inputs::calm(evening());
    inputs.facts.set("network", "cellular", inputs.now.timestamp()).unwrap();
    inputs.backlog.photos = Waiting { count: 212, bytes: 212 * 3_250_000, smallest: 3_250_000 };
    let what_if = what_if(&inputs, &[Change::parse("cellular_photos=200000000").unwrap()]).unwrap();
    assert_eq!((what_if.now.photos, what_if.now.bytes), (0, 0));
    assert_eq!(what_if.now.holds.first().map(Held::code), Some("net.wifi_required"));
    assert_eq!((what_if.then.photos, what_if.then.bytes), (61, 61 * 3_250_000));
}

#[test]
fn what_if_takes_a_key_that_is_both_for_the_setting() {
    let setting = Change::Setting { key: "roaming".into(), value: "true".into() };
    assert_eq!(Change::parse("roaming=true").unwrap(), setting);
    assert!(matches!(Change::parse("fact.roaming=true").unwrap(), Change::Fact { .. }));
    assert!(matches!(Change::parse("battery=5").unwrap(), Change::Fact { .. }));
    assert!(Change::parse("batery=5").unwrap_err().to_string().contains("battery"));
    let error = what_if(&Inputs::calm(evening()), &[Change::parse("battery=500").unwrap()]).unwrap_err();
    assert!(error.to_string().contains("0 to 100"), "{error}");
}

#[test]
fn an_unknown_code_of_a_newer_server_holds_and_is_no_error() {
    let mut inputs = Inputs::calm(evening());
    inputs.account.standing = Standing::Ended("acct.moon".into());
    let verdicts = decide(&inputs);
    assert_eq!(verdicts.records.codes(), ["acct.moon"]);
    assert_eq!(verdicts.records.holds().first().map(Held::fix), Some("retry"));
}

#[test]
fn a_hold_says_since_when() {
    let mut inputs = Inputs::calm(evening());
    let since = "2026-05-01T18:00:00+02:00".parse().unwrap();
    inputs.facts.set("low_power", "true", since).unwrap();
    let verdicts = decide(&inputs);
    let hold = verdicts.photos.holds().first().unwrap().told(inputs.now.timestamp());
    assert_eq!(hold.since_ms, since.as_millisecond());
}
