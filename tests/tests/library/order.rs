//! The order of reasons, tested by acting: whoever mends what the phone lists, one after another, sees the photo arrive
//! with the last one and never before.

use std::collections::BTreeSet;

use jiff::Timestamp;
use safelight_core::policy::{Change, Class, Held, Intent, decide};
use safelight_core::{SafetyState, SyncOutcome};
use safelight_tests::in_process::{Failure, TestServer};
use safelight_tests::phone::Phone;
use safelight_tests::processes::Seeded;

/// How each cause that facts and settings tell comes about. `open` takes limits away that would hide it.
#[rustfmt::skip]
const CAUSES: &[(&str, &str)] = &[
    ("acct.sync_off", "setting.sync=false"),
    ("eng.paused", "setting.pause_until=2100-01-01T00:00:00Z"),
    ("net.offline", "fact.network=none"),
    ("net.captive", "fact.network=wifi fact.captive=true"),
    ("net.unvalidated", "fact.network=wifi fact.validated=false"),
    ("net.app_cell_denied", "setting.cellular_photos=unlimited fact.network=cellular fact.cellular_allowed=false"),
    ("net.roaming", "setting.cellular_photos=unlimited fact.network=cellular fact.roaming=true"),
    ("net.data_saver", "setting.cellular_photos=unlimited fact.network=cellular fact.data_saver=true"),
    ("net.wifi_required", "setting.cellular_photos=small fact.network=cellular"),
    ("net.wifi_required", "setting.cellular_photos=off fact.network=cellular"),
    ("net.vpn_metered", "fact.network=wifi fact.vpn=wifi fact.metered=true"),
    ("net.expensive", "fact.network=wifi fact.vpn=false fact.metered=true"),
    ("net.expensive", "fact.network=wifi fact.vpn=false fact.metered=unknown"),
    ("net.low_data", "fact.network=wifi fact.constrained=true"),
    ("disk.device", "fact.free_bytes=1000000"),
    ("bg.refresh_off", "fact.app_state=background fact.background=denied"),
    ("bg.disabled", "fact.app_state=background fact.background=restricted"),
    ("lib.not_asked", "fact.photo_access=not_asked"),
    ("lib.denied", "fact.photo_access=none"),
    ("lib.restricted", "fact.photo_access=restricted"),
    ("pwr.not_charging", "fact.charging=unplugged setting.charging_only=true"),
    ("pwr.low", "fact.charging=unplugged fact.battery=18"),
    ("pwr.saver", "fact.low_power=true"),
    ("eng.hours", "setting.hours=01:00-01:01"),
    ("heat", "fact.thermal=serious"),
    ("heat", "fact.thermal=critical"),
];

type Cause = (&'static str, &'static str);

fn values(cause: Cause) -> impl Iterator<Item = (&'static str, &'static str)> {
    cause.1.split_whitespace().filter_map(|change| change.split_once('='))
}

/// Whether two causes can be so at once.
fn agree(one: Cause, other: Cause) -> bool {
    one.0 != other.0 && values(one).all(|(key, value)| values(other).all(|(k, v)| k != key || v == value))
}

/// Every pair, and some threes, of these in any of their ways: the same ones each time.
fn combinations() -> Vec<Vec<Cause>> {
    let mut all = Vec::new();
    let is_first = |cause: &&Cause| CAUSES.iter().find(|first| first.0 == cause.0) == Some(*cause);
    let firsts: Vec<&Cause> = CAUSES.iter().filter(is_first).collect();
    for (index, one) in firsts.iter().enumerate() {
        for two in firsts.iter().skip(index + 1).filter(|two| agree(**one, ***two)) {
            all.push(vec![**one, **two]);
        }
    }
    let (mut seeded, pairs) = (Seeded::new(5), all.clone());
    let mut threes = BTreeSet::new();
    while threes.len() < 40 {
        let pick = |end: usize, seeded: &mut Seeded| usize::try_from(seeded.below(end as u64)).unwrap();
        let mut three = pairs[pick(pairs.len(), &mut seeded)].clone();
        let third = CAUSES[pick(CAUSES.len(), &mut seeded)];
        if three.iter().all(|cause| agree(*cause, third)) {
            three.push(third);
            three.sort_unstable();
            threes.insert(three);
        }
    }
    all.extend(threes);
    all
}

/// What ends a hold and no other: as the phone itself proposes it.
async fn lift(phone: &Phone, held: &Held, left: &[String]) -> Result<Vec<Change>, Failure> {
    let inputs = phone.library.inputs(Intent::Pocket).await?;
    for lift in &held.lifts {
        let mut then = inputs.clone();
        lift.changes.iter().try_for_each(|change| then.apply(change))?;
        if decide(&then).photos.codes() == left {
            return Ok(lift.changes.clone());
        }
    }
    Err(format!("{} can't be lifted alone", held.code()).into())
}

async fn bring_about(phone: &Phone, changes: &[Change]) -> Result<(), Failure> {
    for change in changes {
        match change {
            Change::Fact { key, value } => phone.say(&format!("fact.{key}={value}")).await?,
            Change::Setting { key, value } => phone.say(&format!("setting.{key}={value}")).await?,
            Change::Time { until } => phone.device.clock.pass(until.duration_since(now(phone))),
            other => return Err(format!("{other:?} is not for the person to do here").into()),
        }
    }
    Ok(())
}

fn now(phone: &Phone) -> Timestamp {
    phone.device.clock.time()
}

fn codes(outcome: &SyncOutcome) -> Vec<String> {
    outcome.holds.iter().map(|hold| hold.code.clone()).collect()
}

#[tokio::test]
async fn the_photo_arrives_when_the_last_listed_cause_is_mended_and_never_before() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let phone = Phone::signed_up(&server, "iris@example.org", "Iris’ phone").await?;
    let combinations = combinations();
    for (number, causes) in combinations.iter().enumerate() {
        let id = phone.import(&format!("{number}.heic"), format!("photo {number}").as_bytes()).await?.imported[0];
        for (_, changes) in causes {
            phone.say(changes).await?;
        }
        let outcome = phone.sync().await?;
        let mut left: Vec<String> = phone
            .library
            .verdicts(Intent::Pocket)
            .await?
            .photos
            .codes()
            .iter()
            .map(|code| (*code).to_owned())
            .collect();
        assert_eq!(codes(&outcome), left, "{causes:?}");
        for (code, _) in causes {
            assert!(left.iter().any(|listed| listed == code), "{code} is hidden: {left:?}");
        }
        while !left.is_empty() {
            let details = phone.library.details(id).await?.ok_or("the photo is there")?;
            assert_ne!(details.asset.state, SafetyState::Safe, "{causes:?} with {left:?} left");
            let held = phone.library.verdicts(Intent::Pocket).await?.of(Class::Photos).holds()[0].clone();
            assert_eq!(held.code(), left.remove(0), "{causes:?}");
            bring_about(&phone, &lift(&phone, &held, &left).await?).await?;
            assert_eq!(codes(&phone.sync().await?), left, "{causes:?}");
        }
        let details = phone.library.details(id).await?.ok_or("the photo is there")?;
        assert_eq!(details.asset.state, SafetyState::Safe, "{causes:?}");
        phone.library.reset_settings().await?;
        phone.library.clear_facts().await?;
    }
    assert!(combinations.len() > 180, "only {}", combinations.len());
    Ok(())
}
