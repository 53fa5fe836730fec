//! The seven tips of every support page, each both ways: a photo taken here is not there, and a photo taken there is not
//! here. The person holds one phone and looks at it; it says which tip it is, and the tip works.

use safelight_core::diagnosis::DiagnoseRequest;
use safelight_core::policy::Class;
use safelight_core::why::{HopKind, HopState};
use safelight_core::{Edit, UnsentChoice};
use safelight_protocol::RecordId;
use safelight_server::admin::Command;
use safelight_tests::in_process::Failure;

use super::said::do_as_proposed;
use super::stage::{EMAIL, Side, Stage, arrived, play, the_way_becomes};
use crate::diagnosis::front::Way;

const BOTH_WAYS: [Side; 2] = [Side::Here, Side::There];

/// What is said of the phone in hand.
fn said(changes: &'static str) -> impl AsyncFnOnce(&mut Stage) -> Result<(), Failure> {
    async move |stage: &mut Stage| stage.here.say(changes).await
}

// 1. Settings and account.

#[tokio::test]
async fn tip_1_sync_is_switched_off() -> Result<(), Failure> {
    for side in BOTH_WAYS {
        let mut stage = Stage::new().await?;
        let mended = async |stage: &mut Stage| do_as_proposed(&stage.here, Class::Photos).await;
        play(&mut stage, "acct.sync_off", side, said("setting.sync=false"), mended).await?;
    }
    Ok(())
}

#[tokio::test]
async fn tip_1_nobody_is_signed_in() -> Result<(), Failure> {
    for side in BOTH_WAYS {
        let mut stage = Stage::new().await?;
        let happens = async |stage: &mut Stage| {
            stage.here.library.sign_out(UnsentChoice::Leave).await?;
            Ok(())
        };
        play(&mut stage, "acct.signed_out", side, happens, async |stage: &mut Stage| stage.here.sign_in().await)
            .await?;
    }
    Ok(())
}

#[tokio::test]
async fn tip_1_the_other_phone_is_in_another_account() -> Result<(), Failure> {
    for side in BOTH_WAYS {
        let stage = Stage::new().await?;
        // Somebody gave the tablet an account of its own.
        let tablet = super::stage::Hand::new(&stage.server, "The tablet").await?;
        tablet.sign_up("jan@example.org").await?;
        let old = stage.here.library.devices().await?;
        let old = old.iter().find(|(device, _)| !device.current).ok_or("the tablet is not listed")?.0.device;
        stage.here.library.revoke_device(old).await?;
        let stage = Stage { there: tablet, ..stage };
        let id = if side == Side::Here { stage.here.take(1).await? } else { stage.there.take(1).await? };
        stage.pass(side).await?;
        assert!(!arrived(&stage, side, id).await?);
        let expecting = DiagnoseRequest { expects_other_phone: true, ..DiagnoseRequest::default() };
        let found = stage.here.library.diagnose(expecting).await?.findings;
        assert_eq!(found[0].code, "acct.mismatch");
        let (ours, theirs) = (stage.here.library.compare_words().await, stage.there.library.compare_words().await);
        assert_ne!(ours, theirs, "the two phones show other words, and the person sees it");
        // The tablet's own account is left, and its photos come along into the right one.
        let tablet = super::stage::Hand::new(&stage.server, "The tablet").await?;
        tablet.sign_in().await?;
        let stage = Stage { there: tablet, ..stage };
        let id = if side == Side::Here { id } else { stage.there.take(1).await? };
        stage.pass(side).await?;
        assert!(arrived(&stage, side, id).await?);
        assert_eq!(ours, stage.there.library.compare_words().await);
        assert_eq!(stage.here.library.diagnose(expecting).await?.findings, []);
    }
    Ok(())
}

// 2. Connection and cellular data.

#[tokio::test]
async fn tip_2_there_is_no_connection() -> Result<(), Failure> {
    for side in BOTH_WAYS {
        let mut stage = Stage::new().await?;
        let mended = async |stage: &mut Stage| do_as_proposed(&stage.here, Class::Photos).await;
        play(&mut stage, "net.offline", side, said("fact.network=none"), mended).await?;
    }
    Ok(())
}

#[tokio::test]
async fn tip_2_cellular_data_is_switched_off_for_the_app() -> Result<(), Failure> {
    for side in BOTH_WAYS {
        let mut stage = Stage::new().await?;
        let happens = said("fact.network=cellular fact.cellular_allowed=false setting.cellular_photos=unlimited");
        let mended = async |stage: &mut Stage| do_as_proposed(&stage.here, Class::Photos).await;
        play(&mut stage, "net.app_cell_denied", side, happens, mended).await?;
    }
    Ok(())
}

#[tokio::test]
async fn tip_2_the_wifi_wants_to_be_signed_in_to() -> Result<(), Failure> {
    for side in BOTH_WAYS {
        let mut stage = Stage::new().await?;
        let (happens, mended) = (the_way_becomes(Way::Portal), the_way_becomes(Way::Open));
        play(&mut stage, "net.captive", side, happens, mended).await?;
    }
    Ok(())
}

// 3. The cloud is full.

/// Old photos that fill the cloud.
async fn fill_the_cloud(stage: &Stage) -> Result<Vec<RecordId>, Failure> {
    let mut old = Vec::new();
    for seed in 0..3_u32 {
        let noise: Vec<u8> =
            (0..300 * 1024_u32).map(|n| ((n ^ seed << 20).wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        old.push(stage.here.import(&format!("old-{seed}.heic"), &noise).await?);
    }
    stage.come_to_rest().await?;
    let used = stage.here.library.usage().await?.cloud.used.ok_or("nothing is known of the cloud")?;
    stage.server.set_quota(EMAIL, used * 11 / 10).await?;
    Ok(old)
}

/// A photo that does not fit.
fn large() -> Vec<u8> {
    (0..400 * 1024_u32).map(|n| (n.wrapping_mul(0x9e37_79b9) >> 24) as u8).collect()
}

#[tokio::test]
async fn tip_3_the_cloud_is_full_taken_here() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    let old = fill_the_cloud(&stage).await?;
    let id = stage.here.import("new.heic", &large()).await?;
    stage.pass(Side::Here).await?;
    assert!(!stage.there.has(id).await?);
    assert_eq!(stage.here.found().await?.first().map(String::as_str), Some("quota.full"));
    assert_eq!(stage.here.shown().await?.first().map(String::as_str), Some("quota.full"));
    free_up(&stage.here.library, old).await?;
    stage.pass(Side::Here).await?;
    assert!(stage.there.has(id).await?, "{:?}", stage.here.found().await?);
    assert!(!stage.here.found().await?.iter().any(|code| code == "quota.full"));
    Ok(())
}

#[tokio::test]
async fn tip_3_the_cloud_is_full_taken_there() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    let old = fill_the_cloud(&stage).await?;
    let id = stage.there.import("new.heic", &large()).await?;
    // Once to meet the full cloud, once to tell the others of it.
    for _ in 0..2 {
        stage.pass(Side::There).await?;
    }
    assert!(!stage.here.has(id).await?, "only its thumbnail's place is here");
    // The phone in hand has nothing to send, and knows all the same what the other one waits for.
    let why = stage.here.library.why(id).await?.ok_or("the photo is known")?;
    let hop = why.hops.iter().find(|hop| hop.what == HopKind::Original).ok_or("no hop")?;
    assert_eq!((hop.state, hop.phones.as_slice()), (HopState::Waits, &["The tablet".to_owned()][..]));
    assert_eq!(hop.holds.first().map(|hold| hold.code.as_str()), Some("quota.full"));
    assert_eq!(stage.there.found().await?.first().map(String::as_str), Some("quota.full"));
    // And it can free the cloud up.
    free_up(&stage.here.library, old).await?;
    stage.here.sync().await?;
    stage.pass(Side::There).await?;
    assert!(stage.here.has(id).await?);
    Ok(())
}

/// Old photos are deleted for good: the two deeds that the button leads to.
async fn free_up(library: &safelight_core::Safelight, old: Vec<RecordId>) -> Result<(), Failure> {
    library.trash(old.clone()).await?;
    library.purge(old).await?;
    Ok(())
}

// 4. The phone is full.

#[tokio::test]
async fn tip_4_the_phone_is_full() -> Result<(), Failure> {
    for side in BOTH_WAYS {
        let mut stage = Stage::new().await?;
        let mended = async |stage: &mut Stage| do_as_proposed(&stage.here, Class::Photos).await;
        play(&mut stage, "disk.device", side, said("fact.free_bytes=10000000"), mended).await?;
    }
    Ok(())
}

// 5. Restart.

/// An extension took the lock and died with it; the system says of it no more than its name.
fn wedge(stage: &Stage) -> Result<(), Failure> {
    let db = rusqlite::Connection::open(stage.here.home().join("library.db"))?;
    db.execute(
        "INSERT INTO lease (name, holder, generation, boot, until_ms) VALUES ('engine', 'dead@1', 7, ?1, ?2) \
         ON CONFLICT (name) DO UPDATE SET holder = 'dead@1', boot = ?1, until_ms = ?2",
        rusqlite::params!["the one boot of this test", 1_000_000_000_000_000_i64],
    )?;
    Ok(())
}

#[tokio::test]
async fn tip_5_a_wedged_engine_mends_itself_without_a_restart() -> Result<(), Failure> {
    for side in BOTH_WAYS {
        let stage = Stage::new().await?;
        let id = if side == Side::Here { stage.here.take(1).await? } else { stage.there.take(1).await? };
        wedge(&stage)?;
        stage.pass(side).await?;
        let outcome = stage.here.sync().await?;
        assert!(!arrived(&stage, side, id).await?);
        assert_eq!(outcome.holds.first().map(|hold| hold.code.as_str()), Some("eng.lock"));
        // Whoever asks why has mended it, and is told what was done.
        let diagnosis = stage.here.diagnose().await?;
        let repaired: Vec<&str> = diagnosis.repaired.iter().map(|repaired| repaired.what.as_str()).collect();
        assert_eq!((repaired, diagnosis.findings.len()), (vec!["lock"], 0));
        stage.pass(side).await?;
        assert!(arrived(&stage, side, id).await?);
        assert!(stage.here.is_well().await?);
    }
    Ok(())
}

// 6. Update.

#[tokio::test]
async fn tip_6_the_app_is_too_old() -> Result<(), Failure> {
    for side in BOTH_WAYS {
        let mut stage = Stage::new().await?;
        let there = stage.there.reopened(|set_up| set_up.client = "safelight-tests/3.0.0".into()).await?;
        stage = Stage { there, ..stage };
        stage.admin(Command::VersionFloor { version: "2.0.0".into() }).await?;
        let id = if side == Side::Here { stage.here.take(1).await? } else { stage.there.take(1).await? };
        stage.pass(side).await?;
        assert!(!arrived(&stage, side, id).await?);
        assert_eq!(stage.here.found().await?.first().map(String::as_str), Some("ver.client_old"));
        assert_eq!(stage.here.shown().await?.first().map(String::as_str), Some("ver.client_old"));
        let here = stage.here.reopened(|set_up| set_up.client = "safelight-tests/2.0.0".into()).await?;
        stage = Stage { here, ..stage };
        stage.pass(side).await?;
        assert!(arrived(&stage, side, id).await?);
        assert!(stage.here.is_well().await?, "{:?}", stage.here.diagnose().await?);
    }
    Ok(())
}

// 7. Plug it in and join a Wi-Fi.

#[tokio::test]
async fn tip_7_plug_it_in_and_join_a_wifi() -> Result<(), Failure> {
    for side in BOTH_WAYS {
        let stage = Stage::new().await?;
        let here = &stage.here;
        here.say("setting.originals=all setting.charging_only=true").await?;
        here.say("fact.network=cellular fact.charging=unplugged fact.battery=60").await?;
        let id = if side == Side::Here { here.take(1).await? } else { stage.there.take(1).await? };
        stage.pass(side).await?;
        assert!(!is_whole(&stage, side, id).await?);
        // Both are told, and each alone is not enough.
        assert_eq!(here.found().await?, ["net.wifi_required", "pwr.not_charging"]);
        assert_eq!(here.shown().await?, ["net.wifi_required", "pwr.not_charging"]);
        do_as_told(&stage, "fact.network=wifi", side).await?;
        assert!(!is_whole(&stage, side, id).await?);
        assert_eq!(here.found().await?, ["pwr.not_charging"]);
        do_as_told(&stage, "fact.charging=charging", side).await?;
        assert!(is_whole(&stage, side, id).await?);
        assert!(here.is_well().await?);
    }
    Ok(())
}

async fn do_as_told(stage: &Stage, changes: &str, side: Side) -> Result<(), Failure> {
    stage.here.say(changes).await?;
    stage.pass(side).await
}

/// Whether the original is on both phones or, for one that is not fetched by itself, in the cloud.
async fn is_whole(stage: &Stage, side: Side, id: RecordId) -> Result<bool, Failure> {
    use safelight_core::OriginalPlace::{Both, Cloud};
    let hand = if side == Side::Here { &stage.there } else { &stage.here };
    let place = hand.library.details(id).await?.map(|details| details.asset.original);
    Ok(if side == Side::Here { place == Some(Cloud) } else { place == Some(Both) })
}

/// An edit is no photo, and waits for none of this: it is there before the photo's original.
#[tokio::test]
async fn what_is_small_goes_although_originals_wait() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    let id = stage.here.take(1).await?;
    stage.come_to_rest().await?;
    stage.here.say("fact.network=cellular fact.charging=unplugged fact.battery=5").await?;
    stage.here.library.edit(vec![id], Edit { caption: Some("sea".into()), ..Edit::default() }).await?;
    stage.pass(Side::Here).await?;
    let there = stage.there.library.details(id).await?.ok_or("the photo is there")?;
    assert_eq!(there.asset.caption, "sea");
    Ok(())
}
