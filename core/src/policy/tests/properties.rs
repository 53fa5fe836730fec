//! What is true of every situation.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// Mends what a class waits for, one after another in the order in which it is said: each has a change that lifts it and
/// nothing else, and the class runs after the last and never before.
fn mend_one_after_another(mut inputs: Inputs, class: Class) {
    let first = decide(&inputs);
    let mut left: Vec<String> = first.of(class).codes().into_iter().map(str::to_owned).collect();
    while !left.is_empty() {
        let verdicts = decide(&inputs);
        let held = verdicts.of(class).holds().first().cloned().unwrap();
        left.remove(0);
        let mended = held.lifts.iter().find_map(|lift| {
            let mut mended = inputs.clone();
            lift.changes.iter().for_each(|change| mended.apply(change).unwrap());
            (decide(&mended).of(class).codes() == left).then_some(mended)
        });
        inputs = mended.unwrap_or_else(|| panic!("{} can't be lifted alone: {inputs:#?}", held.code()));
    }
    assert!(decide(&inputs).of(class).runs());
}

#[test]
fn two_and_three_causes_are_mended_one_after_another() {
    let all = witnesses();
    let mut combinations = 0;
    for (index, one) in all.iter().enumerate() {
        for (second, two) in all.iter().enumerate().skip(index + 1).filter(|(_, two)| !one.conflicts(two)) {
            let third = all.iter().skip(second + 1).filter(|three| !one.conflicts(three) && !two.conflicts(three));
            for three in std::iter::once(None).chain(third.map(Some)) {
                let mut inputs = Inputs::calm(evening());
                let causes: Vec<&Witness> = [Some(one), Some(two), three].into_iter().flatten().collect();
                causes.iter().for_each(|cause| cause.bring_about(&mut inputs));
                let holds = decide(&inputs).holds(Class::ALL);
                for cause in causes {
                    assert!(holds.iter().any(|held| held.code() == cause.code), "{} is hidden: {holds:?}", cause.code);
                }
                for class in [Class::Photos, Class::OnDemand] {
                    mend_one_after_another(inputs.clone(), class);
                }
                combinations += 1;
            }
        }
    }
    assert!(combinations > 5_000, "only {combinations}");
}

/// Values to draw facts and settings from; hostile ones too.
const DRAWN: &[(&str, &[&str])] = &[
    ("fact.battery", &["0", "19", "20", "100", "unknown"]),
    ("fact.charging", &["charging", "full", "limited", "unplugged", "unknown"]),
    ("fact.low_power", &["true", "false", "unknown"]),
    ("fact.network", &["wifi", "cellular", "ethernet", "unknown"]),
    ("fact.metered", &["true", "false", "unknown"]),
    ("fact.constrained", &["true", "false", "unknown"]),
    ("fact.roaming", &["true", "false", "unknown"]),
    ("fact.validated", &["true", "false", "unknown"]),
    ("fact.captive", &["true", "false", "unknown"]),
    ("fact.vpn", &["true", "false", "wifi", "cellular", "ethernet", "unknown"]),
    ("fact.lan_allowed", &["true", "false", "unknown"]),
    ("fact.data_saver", &["true", "false", "unknown"]),
    ("fact.cellular_allowed", &["true", "false", "unknown"]),
    ("fact.thermal", &["nominal", "serious", "critical", "unknown"]),
    ("fact.photo_access", &["full", "limited", "none", "restricted", "not_asked", "unknown"]),
    ("fact.background", &["allowed", "denied", "restricted", "unknown"]),
    ("fact.app_state", &["foreground", "background", "extension", "unknown"]),
    (
        "fact.system",
        &["none", "bg.doze,bg.quota", "acct.managed,net.satellite", "bg.force_quit,load.system", "unknown"],
    ),
    ("fact.free_bytes", &["0", "100000000", "500000000", "18446744073709551615", "unknown"]),
    ("fact.clock_offset_s", &["-9223372036854775808", "0", "86400", "86401", "unknown"]),
    ("setting.sync", &["true", "false"]),
    ("setting.cellular_photos", &["off", "small", "1", "1000", "18446744073709551615", "unlimited"]),
    ("setting.cellular_videos", &["off", "1", "1000", "unlimited"]),
    ("setting.roaming", &["true", "false"]),
    ("setting.low_data", &["true", "false"]),
    ("setting.charging_only", &["true", "false"]),
    ("setting.battery_floor", &["0", "20", "100"]),
    ("setting.in_low_power", &["true", "false"]),
    ("setting.when_hot", &["true", "false"]),
    ("setting.hours", &["always", "22:00-07:00", "07:00-22:00"]),
    ("setting.pause_until", &["none", "2026-05-02T07:00:00+02:00", "-009999-01-02T01:59:59Z", "9999-12-30T22:00:00Z"]),
    ("setting.boost_until", &["none", "2026-05-01T22:00:00+02:00"]),
];

/// What makes a situation worse.
const WORSE: &[&str] = &[
    "fact.battery=0",
    "fact.charging=unplugged",
    "fact.low_power=true",
    "fact.network=none",
    "fact.network=cellular",
    "fact.metered=true",
    "fact.metered=unknown",
    "fact.constrained=true",
    "fact.roaming=true",
    "fact.validated=false",
    "fact.captive=true",
    "fact.vpn=cellular",
    "fact.lan_allowed=false",
    "fact.data_saver=true",
    "fact.cellular_allowed=false",
    "fact.thermal=critical",
    "fact.photo_access=none",
    "fact.app_state=background",
    "fact.system=acct.os_sync_off,bg.ext_off,bg.quota,net.satellite",
    "fact.free_bytes=0",
    "setting.sync=false",
    "setting.cellular_photos=off",
    "setting.cellular_videos=off",
    "setting.roaming=false",
    "setting.low_data=false",
    "setting.charging_only=true",
    "setting.battery_floor=100",
    "setting.in_low_power=false",
    "setting.when_hot=false",
    "setting.pause_until=9999-12-30T22:00:00Z",
    "setting.boost_until=none",
];

prop_compose! {
    fn situations()(
        drawn in proptest::collection::vec((select(DRAWN), any::<prop::sample::Index>()), 0..14),
        used in select(&[0_u64, 1, 999, 1000, u64::MAX]),
        local in any::<bool>(),
        person in any::<bool>(),
        room in proptest::option::of(select(&[0_u64, 10, u64::MAX])),
        refusal in proptest::option::of(select(&["ver.client_old", "srv.429", "srv.5xx", "new.code"])),
        at in select(&["2026-05-01T21:04:00+02:00[+02:00]", "9999-12-30T21:00:00+00:00[UTC]", "2026-10-25T02:30:00+01:00[+01:00]"]),
    ) -> Inputs {
        let mut inputs = Inputs::calm(at.parse().unwrap());
        for ((key, values), index) in drawn {
            inputs.apply(&Change::parse(&format!("{key}={}", index.get(values))).unwrap()).unwrap();
        }
        inputs.ledger = Ledger { records: used, photos: used, videos: used, ..Ledger::default() };
        inputs.intent = if person { Intent::Person } else { Intent::Pocket };
        inputs.account.place = if local { ServerPlace::LocalNetwork } else { ServerPlace::Internet };
        inputs.account.room = room.map(|room| CloudRoom { originals: room, small: room });
        inputs.backlog.photos = Waiting { count: 3, bytes: u64::MAX, smallest: 11 };
        inputs.account.refusal = refusal.map(|code| Refusal { code: code.to_owned(), since: None, until: None });
        inputs
    }
}

proptest! {
    #[test]
    fn whatever_holds_can_be_mended_one_after_another(inputs in situations()) {
        for class in Class::ALL {
            mend_one_after_another(inputs.clone(), *class);
        }
    }

    #[test]
    fn the_order_is_total_and_what_stops_everything_comes_first(inputs in situations()) {
        let verdicts = decide(&inputs);
        prop_assert_eq!(&verdicts, &decide(&inputs));
        for class in Class::ALL {
            let ranks: Vec<_> = verdicts.of(*class).holds().iter().map(Held::rank).collect();
            prop_assert!(ranks.is_sorted(), "{:?}", ranks);
            let mut codes = verdicts.of(*class).codes();
            codes.sort_unstable();
            prop_assert!(codes.windows(2).all(|pair| pair.first() != pair.last()), "one code twice: {:?}", codes);
        }
    }

    #[test]
    fn what_gets_worse_never_lets_anything_run(inputs in situations(), worse in select(WORSE)) {
        let mut then = inputs.clone();
        then.apply(&Change::parse(worse).unwrap()).unwrap();
        let (before, after) = (decide(&inputs), decide(&then));
        for class in Class::ALL {
            prop_assert!(before.of(*class).runs() || !after.of(*class).runs(), "{}: {:?} runs", worse, class);
        }
    }

    #[test]
    fn no_values_break_an_outlook_and_inputs_survive_json(inputs in situations()) {
        let outlook = Outlook::of(&inputs);
        prop_assert!(outlook.photos <= inputs.backlog.photos.count);
        let stored = serde_json::to_string(&inputs).unwrap();
        let again: Inputs = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(decide(&again), decide(&inputs));
    }
}
