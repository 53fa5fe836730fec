use super::*;
use crate::policy::Change;

fn inputs(changes: &[(&str, &str)]) -> Inputs {
    let mut inputs = Inputs::calm("2026-05-13T21:00:00+02:00[Europe/Berlin]".parse().unwrap());
    for (key, value) in changes {
        inputs.apply(&Change::parse(&format!("{key}={value}")).unwrap()).unwrap();
    }
    inputs
}

type Changes = &'static [(&'static str, &'static str)];
/// Which networks a ticket may use, and how many bytes of the ones that cost; none where nothing is handed over.
type Handed = Option<(Networks, Option<u64>)>;

fn networks(paid: bool, roaming: bool, low_data: bool) -> Networks {
    Networks { paid, roaming, low_data }
}

#[test]
fn terms_follow_from_the_settings_whatever_the_present_network_is() {
    let table: Vec<(Changes, Handed)> = vec![
        (&[], Some((networks(false, false, false), Some(0)))),
        (&[("network", "cellular")], Some((networks(false, false, false), Some(0)))),
        (&[("network", "none")], Some((networks(false, false, false), Some(0)))),
        (&[("cellular_photos", "unlimited")], Some((networks(true, false, false), None))),
        (&[("cellular_photos", "5000"), ("network", "cellular")], Some((networks(true, false, false), Some(5000)))),
        (&[("cellular_photos", "unlimited"), ("setting.roaming", "true")], Some((networks(true, true, false), None))),
        (&[("setting.roaming", "true"), ("low_data", "true")], Some((networks(false, false, true), Some(0)))),
        (&[("cellular_photos", "off")], Some((networks(false, false, false), Some(0)))),
        (&[("charging_only", "true")], None),
        (&[("hours", "20:00-22:00")], None),
        (&[("sync", "false")], None),
        (&[("battery", "5"), ("charging", "unplugged")], None),
        (&[("thermal", "serious")], None),
        (&[("photo_access", "none")], None),
    ];
    for (changes, expected) in table {
        let found = terms(&inputs(changes), Class::Photos).map(|terms| (terms.networks, terms.paid_left));
        assert_eq!(found, expected, "{changes:?}");
    }
}

#[test]
fn a_ticket_stays_out_until_its_terms_are_too_loose_or_it_is_too_old() {
    let now = inputs(&[]).now.timestamp();
    let out = Out {
        networks: networks(true, false, false),
        handed: now - SignedDuration::from_hours(1),
        ends: now + SignedDuration::from_hours(100),
    };
    let of = |changes: &[(&str, &str)]| terms(&inputs(changes), Class::Photos);
    let unlimited = of(&[("cellular_photos", "unlimited")]);
    assert!(may_stay(&out, unlimited.as_ref(), now));
    assert!(!may_stay(&out, of(&[]).as_ref(), now), "cellular was switched off");
    assert!(!may_stay(&out, of(&[("sync", "false")]).as_ref(), now));
    let free = Out { networks: networks(false, false, false), ..out };
    assert!(may_stay(&free, of(&[]).as_ref(), now));
    assert!(may_stay(&free, unlimited.as_ref(), now), "looser settings cancel nothing");
    assert!(!may_stay(&free, of(&[]).as_ref(), out.ends));
    assert!(!may_stay(&free, of(&[]).as_ref(), now + STALE));
}
