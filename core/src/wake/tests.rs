use super::*;
use crate::policy::{Refusal, Standing, Waiting};

fn inputs(changes: &[(&str, &str)]) -> Inputs {
    let mut inputs = Inputs::calm("2026-05-13T21:00:00+02:00[Europe/Berlin]".parse().unwrap());
    inputs.backlog.photos = Waiting { count: 40, bytes: 160_000_000, smallest: 4_000_000 };
    for (key, value) in changes {
        let change = Change::parse(&format!("{key}={value}")).unwrap();
        inputs.apply(&change).unwrap();
    }
    inputs
}

const WANTED: &[Class] = &[Class::Records, Class::Photos];

fn plan(inputs: &Inputs) -> WakePlan {
    wake_plan(inputs, WANTED, None, &Habit::default())
}

/// What the request for photos asks for.
fn photos(plan: &WakePlan) -> Option<&WakeRequest> {
    plan.requests.iter().find(|request| request.classes.contains(&Class::Photos))
}

type Changes = &'static [(&'static str, &'static str)];

#[test]
fn each_hold_becomes_what_the_system_can_wait_for() {
    use Constraint::{AnyNetwork, Charger, Later, NotBefore, Person, Unmetered};

    let until = |text: &str| NotBefore(text.parse().unwrap());
    let table: Vec<(Changes, &str, Constraint)> = vec![
        (&[("network", "none")], "net.offline", AnyNetwork),
        (&[("network", "cellular")], "net.wifi_required", Unmetered),
        (&[("metered", "true")], "net.expensive", Unmetered),
        (&[("metered", "unknown")], "net.expensive", Unmetered),
        (&[("metered", "true"), ("vpn", "wifi")], "net.vpn_metered", Unmetered),
        (&[("network", "cellular"), ("fact.roaming", "true")], "net.roaming", Later),
        (&[("captive", "true")], "net.captive", Later),
        (&[("validated", "false")], "net.unvalidated", Later),
        (&[("constrained", "true")], "net.low_data", Later),
        (&[("charging_only", "true"), ("charging", "unplugged")], "pwr.not_charging", Charger),
        (&[("battery", "11"), ("charging", "unplugged")], "pwr.low", Charger),
        (&[("low_power", "true")], "pwr.saver", Later),
        (&[("thermal", "serious")], "heat", Later),
        (&[("hours", "23:00-07:00")], "eng.hours", until("2026-05-13T23:00:00+02:00")),
        (&[("pause_until", "2026-05-14T08:00:00+02:00")], "eng.paused", until("2026-05-14T08:00:00+02:00")),
        (&[("sync", "false")], "acct.sync_off", Person),
        (&[("photo_access", "none")], "lib.denied", Person),
        (&[("background", "denied"), ("app_state", "background")], "bg.refresh_off", Person),
        (&[("free_bytes", "1000")], "disk.device", Person),
        (&[("network", "cellular"), ("cellular_allowed", "false")], "net.app_cell_denied", Person),
        (&[("system", "bg.quota"), ("app_state", "background")], "bg.quota", Later),
        (&[("system", "bg.force_quit"), ("app_state", "background")], "bg.force_quit", Person),
    ];
    for (changes, code, expected) in table {
        let verdicts = decide(&inputs(changes));
        let held = verdicts.photos.holds().iter().find(|held| held.code() == code);
        let held = held.unwrap_or_else(|| panic!("{changes:?}: no {code}"));
        assert_eq!(constraint(held), expected, "{code}");
    }
}

#[test]
fn what_shares_a_slot_asks_for_no_more_than_the_least_of_it_needs() {
    let mut few = inputs(&[("charging_only", "true"), ("charging", "unplugged")]);
    few.backlog.photos = Waiting { count: 1, bytes: 1000, smallest: 1000 };
    let [slot] = plan(&few).requests.try_into().unwrap();
    assert_eq!((slot.kind, slot.classes.len(), slot.bytes), (WakeKind::ShortRefresh, 2, 1000));
    assert!(!slot.charger, "records need none");
}

#[test]
fn a_calm_phone_asks_for_a_slot_for_its_photos_and_one_for_news() {
    let calm = inputs(&[]);
    let now = calm.now.timestamp();
    let WakePlan { requests, asleep } = plan(&calm);
    assert!(asleep.is_empty());
    assert_eq!(
        requests,
        [
            WakeRequest {
                kind: WakeKind::ShortRefresh,
                classes: vec![Class::Records],
                network: WakeNetwork::Any,
                charger: false,
                not_before: Some(now + NEWS),
                bytes: 0,
            },
            WakeRequest {
                kind: WakeKind::LongProcessing,
                classes: vec![Class::Photos],
                // Photos may not cross networks that cost, and the system is not to wake the phone for one.
                network: WakeNetwork::Unmetered,
                charger: false,
                not_before: None,
                bytes: 160_000_000,
            },
        ]
    );
}

#[test]
fn all_holds_together_make_the_constraints() {
    let held = inputs(&[
        ("network", "cellular"),
        ("charging_only", "true"),
        ("charging", "unplugged"),
        ("hours", "23:00-07:00"),
    ]);
    let plan = plan(&held);
    let photos = photos(&plan).unwrap();
    assert_eq!((photos.network, photos.charger), (WakeNetwork::Unmetered, true));
    assert_eq!(photos.not_before, Some("2026-05-13T23:00:00+02:00".parse().unwrap()));
}

#[test]
fn what_only_the_person_ends_is_not_waited_for() {
    let plan = plan(&inputs(&[("photo_access", "none"), ("charging_only", "true"), ("charging", "unplugged")]));
    assert_eq!(plan.asleep, ["lib.denied"]);
    assert!(photos(&plan).is_none());
    assert_eq!(plan.requests.len(), 1, "the others still want to hear of it");
    let mut out = inputs(&[]);
    out.account.standing = Standing::SignedOut;
    let plan = wake_plan(&out, WANTED, None, &Habit::default());
    assert_eq!((plan.requests.len(), plan.asleep.as_slice()), (0, ["acct.signed_out".to_owned()].as_slice()));
}

#[test]
fn a_server_that_does_not_answer_is_tried_again_later() {
    let mut refused = inputs(&[]);
    refused.account.refusal = Some(Refusal { code: "srv.outage".into(), since: None, until: None });
    let plan = plan(&refused);
    assert_eq!(photos(&plan).unwrap().not_before, Some(refused.now.timestamp() + LATER));
}

#[test]
fn little_work_fits_into_a_short_slot_and_a_slow_phone_needs_a_long_one() {
    let mut little = inputs(&[]);
    little.backlog.photos.bytes = 3_000_000;
    let plan = wake_plan(&little, WANTED, None, &Habit::default());
    assert_eq!(plan.requests.len(), 1);
    assert_eq!(plan.requests[0].kind, WakeKind::ShortRefresh);
    assert_eq!(plan.requests[0].classes, WANTED);
    assert_eq!(plan.requests[0].not_before, None, "photos wait now");

    let now = little.now.timestamp();
    let window = crate::history::Window {
        lane: "worker".into(),
        app_state: "background".into(),
        task: None,
        wish: false,
        budget_s: None,
        budget_bytes: None,
        from: now - SignedDuration::from_secs(100),
        until: now,
        ending: Some(crate::history::Ending::Done),
        code: None,
        photos: true,
        videos: true,
        runs: 1,
        moved: crate::history::Moved { sent: 1_000_000, originals: 1, ..Default::default() },
    };
    let slow = wake_plan(&little, WANTED, None, &Habit::of(&[window]));
    assert_eq!(photos(&slow).unwrap().kind, WakeKind::LongProcessing);
}
