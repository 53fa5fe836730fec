//! Causes that facts and settings tell: what the shell says of the phone, and what the person chose.

use safelight_core::policy::{Change, Class, Intent};
use safelight_tests::in_process::Failure;

use super::stage::{Hand, Side, Stage, arrived};

/// A cause, how it comes about, and what a person or the phone would do about it.
pub(super) struct Said {
    pub(super) code: &'static str,
    pub(super) happens: &'static str,
    pub(super) mended: &'static str,
}

const fn said(code: &'static str, happens: &'static str, mended: &'static str) -> Said {
    Said { code, happens, mended }
}

/// What the system gives as a reason keeps an app from the background only.
const IN_THE_BACKGROUND: &str = "fact.app_state=background";

#[rustfmt::skip]
pub(super) const SAID: &[Said] = &[
    said("acct.sync_off", "setting.sync=false", "setting.sync=true"),
    said("eng.paused", "setting.pause_until=2100-01-01T00:00:00Z", "setting.pause_until=none"),
    said("eng.hours", "setting.hours=01:00-01:01", "setting.hours=always"),
    said("net.offline", "fact.network=none", "fact.network=wifi"),
    said("net.captive", "fact.captive=true", "fact.captive=false"),
    said("net.unvalidated", "fact.validated=false", "fact.validated=true"),
    said("net.app_cell_denied", "fact.network=cellular fact.cellular_allowed=false setting.cellular_photos=unlimited", "fact.cellular_allowed=true"),
    said("net.roaming", "fact.network=cellular fact.roaming=true setting.cellular_photos=unlimited", "setting.roaming=true"),
    said("net.wifi_required", "fact.network=cellular", "fact.network=wifi"),
    said("net.wifi_required", "fact.network=cellular", "setting.cellular_photos=unlimited"),
    said("net.wifi_required", "fact.network=unknown", "fact.network=wifi"),
    said("net.expensive", "fact.metered=true", "setting.cellular_photos=unlimited"),
    said("net.expensive", "fact.metered=unknown", "fact.metered=false"),
    said("net.vpn_metered", "fact.metered=true fact.vpn=wifi", "fact.vpn=false fact.metered=false"),
    said("net.low_data", "fact.constrained=true", "setting.low_data=true"),
    said("net.data_saver", "fact.network=cellular fact.data_saver=true setting.cellular_photos=unlimited", "fact.data_saver=false"),
    said("net.satellite", "fact.network=cellular fact.system=net.satellite setting.cellular_photos=unlimited", "fact.system=none"),
    said("net.lan_denied", "fact.lan_allowed=false", "fact.lan_allowed=true"),
    said("pwr.not_charging", "setting.charging_only=true fact.charging=unplugged", "fact.charging=charging"),
    said("pwr.not_charging", "setting.charging_only=true fact.charging=unplugged", "fact.charging=limited"),
    said("pwr.low", "fact.charging=unplugged fact.battery=18", "fact.charging=charging"),
    said("pwr.low", "fact.charging=unplugged fact.battery=18", "fact.battery=40"),
    said("pwr.saver", "fact.low_power=true", "fact.low_power=false"),
    said("heat", "fact.thermal=serious", "fact.thermal=fair"),
    said("heat", "fact.thermal=critical", "fact.thermal=nominal"),
    said("disk.device", "fact.free_bytes=1000000", "fact.free_bytes=9000000000"),
    said("lib.not_asked", "fact.photo_access=not_asked", "fact.photo_access=full"),
    said("lib.denied", "fact.photo_access=none", "fact.photo_access=full"),
    said("lib.restricted", "fact.photo_access=restricted", "fact.photo_access=full"),
    said("lib.location_stripped", "fact.system=lib.location_stripped", "fact.system=none"),
    said("lib.unavailable", "fact.system=lib.unavailable", "fact.system=none"),
    said("acct.managed", "fact.system=acct.managed", "fact.system=none"),
    said("acct.child", "fact.system=acct.child", "fact.system=none"),
    said("acct.os_sync_off", "fact.system=acct.os_sync_off", "fact.system=none"),
    said("acct.profile_locked", "fact.system=acct.profile_locked", "fact.system=none"),
    said("bg.refresh_off", "fact.app_state=background fact.background=denied", "fact.background=allowed"),
    said("bg.refresh_off", "fact.app_state=background fact.background=denied", "fact.app_state=foreground"),
    said("bg.disabled", "fact.app_state=background fact.background=restricted", "fact.background=allowed"),
    said("bg.force_quit", "fact.app_state=background fact.system=bg.force_quit", "fact.app_state=foreground fact.system=none"),
    said("bg.resources", "fact.app_state=background fact.system=bg.resources", "fact.system=none"),
    said("bg.quota", "fact.app_state=background fact.system=bg.quota", "fact.app_state=foreground"),
    said("bg.doze", "fact.app_state=background fact.system=bg.doze", "fact.system=none"),
    said("bg.oem", "fact.app_state=background fact.system=bg.oem", "fact.system=none"),
    said("bg.fgs_timeout", "fact.app_state=background fact.system=bg.fgs_timeout", "fact.app_state=foreground"),
    said("bg.hibernated", "fact.app_state=background fact.system=bg.hibernated", "fact.system=none"),
    said("bg.locked_boot", "fact.app_state=background fact.system=bg.locked_boot", "fact.system=none"),
    said("bg.ext_off", "fact.app_state=extension fact.system=bg.ext_off", "fact.system=none"),
    said("bg.job_limit", "fact.app_state=extension fact.system=bg.job_limit", "fact.system=none"),
    said("load.system", "fact.app_state=background fact.system=load.system", "fact.system=none"),
];

/// One row on a phone that takes a photo, or waits for one.
async fn play(stage: &Stage, side: Side, seed: u8, row: &Said) -> Result<(), Failure> {
    let (code, here) = (row.code, &stage.here);
    if side == Side::There {
        // This phone wants all originals, so that it fetches what it does not have.
        here.say("setting.originals=all").await?;
    }
    let id = if side == Side::Here { here.take(seed).await? } else { stage.there.take(seed).await? };
    here.say(row.happens).await?;
    if side == Side::There {
        stage.there.sync().await?;
    }
    let outcome = here.sync().await?;
    stage.there.sync().await?;
    assert!(!is_through(stage, side, id).await?, "{code} holds nothing up ({}): {outcome:?}", row.happens);
    let (found, shown) = (here.found().await?, here.shown().await?);
    assert_eq!(found.first().map(String::as_str), Some(code), "{}: found {found:?}", row.happens);
    assert_eq!(shown.first().map(String::as_str), Some(code), "{}: shown {shown:?}", row.happens);
    assert_eq!(outcome.holds.first().map(|hold| hold.code.as_str()), Some(code), "{}", row.happens);
    here.say(row.mended).await?;
    stage.pass(side).await?;
    assert!(is_through(stage, side, id).await?, "{code}: {} did not mend it", row.mended);
    assert!(here.is_well().await?, "{code}: {:?}", here.diagnose().await?);
    here.library.clear_facts().await?;
    here.library.reset_settings().await?;
    Ok(())
}

/// Arrived; on a phone that fetches by itself, with its original.
async fn is_through(stage: &Stage, side: Side, id: safelight_protocol::RecordId) -> Result<bool, Failure> {
    if side == Side::Here {
        return arrived(stage, side, id).await;
    }
    let details = stage.here.library.details(id).await?;
    Ok(details.is_some_and(|details| details.asset.original == safelight_core::OriginalPlace::Both))
}

/// What a fetching phone waits for by itself. What is about the photos of this phone's own library does not concern it.
fn holds_up_fetching(row: &Said) -> bool {
    !row.code.starts_with("lib.") && !matches!(row.code, "acct.managed" | "acct.child")
}

#[tokio::test]
async fn what_facts_and_settings_hold_up_is_named_and_goes_when_it_is_mended() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    for (seed, row) in (0..).zip(SAID) {
        play(&stage, Side::Here, seed, row).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_phone_that_waits_for_a_photo_names_the_same_causes() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    for (seed, row) in (0..).zip(SAID).filter(|(_, row)| holds_up_fetching(row)) {
        play(&stage, Side::There, seed, row).await?;
    }
    Ok(())
}

/// Does what the phone itself proposes for the first thing that it waits for.
pub(super) async fn do_as_proposed(hand: &Hand, class: Class) -> Result<(), Failure> {
    let verdicts = hand.library.verdicts(Intent::Pocket).await?;
    let held = verdicts.of(class).holds().first().ok_or("nothing is held up")?;
    let lift = held.lifts.first().ok_or("nothing is proposed")?;
    for change in &lift.changes {
        match change {
            Change::Fact { key, value } => hand.say(&format!("fact.{key}={value}")).await?,
            Change::Setting { key, value } => hand.say(&format!("setting.{key}={value}")).await?,
            other => return Err(format!("{other:?} is not for the person to do here").into()),
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_the_phone_proposes_mends_what_it_names() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    for (seed, row) in (0..).zip(SAID) {
        let id = stage.here.take(seed).await?;
        stage.here.say(row.happens).await?;
        stage.pass(Side::Here).await?;
        assert!(!arrived(&stage, Side::Here, id).await?, "{}", row.code);
        do_as_proposed(&stage.here, Class::Photos).await?;
        stage.pass(Side::Here).await?;
        assert!(arrived(&stage, Side::Here, id).await?, "{}: {:?}", row.code, stage.here.shown().await?);
        stage.here.library.clear_facts().await?;
        stage.here.library.reset_settings().await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_same_reasons_of_the_system_hold_nothing_up_while_the_app_is_open() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    let background = SAID.iter().filter(|row| row.code.starts_with("bg.") || row.code == "load.system");
    for (seed, row) in (0..).zip(background) {
        assert!(row.happens.contains(IN_THE_BACKGROUND) || row.happens.contains("extension"), "{}", row.happens);
        stage.here.say(row.happens).await?;
        stage.here.say("fact.app_state=foreground").await?;
        let id = stage.here.take(seed).await?;
        stage.pass(Side::Here).await?;
        assert!(arrived(&stage, Side::Here, id).await?, "{}", row.code);
        stage.here.library.clear_facts().await?;
    }
    Ok(())
}
