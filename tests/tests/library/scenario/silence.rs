//! Causes that only time tells: slots that the system did not give, or cut short, and a network that is too slow.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::SignedDuration;
use safelight_core::{RunBudget, SyncOutcome, SyncRequest};
use safelight_tests::in_process::{Failure, Fate, TestServer};
use safelight_tests::processes::{noise, video};
use tokio::sync::watch;

use super::stage::{EMAIL, Hand, Stage};

/// The codes that these scenes bring about.
pub(super) const CODES: &[&str] = &["bg.no_window", "bg.bucket", "bg.optimised", "bg.expired", "net.poor"];

/// A slot that the system grants.
async fn slot(hand: &Hand, bytes: Option<u64>) -> Result<SyncOutcome, Failure> {
    let (_stop, stopped) = watch::channel(false);
    let budget = RunBudget { task: Some("nightly".into()), time: None, bytes };
    Ok(hand.library.run(budget, stopped).await?)
}

/// For four days the system starts nobody; then somebody opens the app and asks why.
async fn nobody_was_started(facts: &str, code: &str) -> Result<(), Failure> {
    let stage = Stage::new().await?;
    stage.here.say(facts).await?;
    let id = stage.here.take(1).await?;
    stage.wait(SignedDuration::from_hours(96));
    stage.there.sync().await?;
    assert!(!stage.there.has(id).await?);
    let found = stage.here.diagnose().await?.findings;
    assert_eq!((found[0].code.as_str(), found.len()), (code, 1));
    assert_eq!(found[0].evidence["days"], 4);
    // The app stays open, and has its turn.
    slot(&stage.here, None).await?;
    stage.there.sync().await?;
    assert!(stage.there.has(id).await?);
    assert!(stage.here.is_well().await?);
    Ok(())
}

#[tokio::test]
async fn the_system_gave_no_slot() -> Result<(), Failure> {
    nobody_was_started("fact.app_state=background", "bg.no_window").await
}

#[tokio::test]
async fn the_system_gives_seldom_used_apps_no_slot() -> Result<(), Failure> {
    nobody_was_started("fact.app_state=background fact.bucket=restricted", "bg.bucket").await?;
    nobody_was_started("fact.app_state=background fact.bucket=rare", "bg.bucket").await
}

#[tokio::test]
async fn the_system_saves_battery_at_our_cost() -> Result<(), Failure> {
    let facts = "fact.app_state=background fact.battery_optimised=true fact.bucket=rare";
    nobody_was_started(facts, "bg.optimised").await
}

#[tokio::test]
async fn three_days_without_a_slot_are_told_by_the_ledger_of_slots_and_a_killed_one_counts() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    stage.here.take(1).await?;
    stage.wait(SignedDuration::from_hours(60));
    // A slot that is killed in its first moments notes no end of a run; but it was a slot.
    let (stop, stopped) = watch::channel(false);
    let run = stage.here.library.run(RunBudget::default(), stopped);
    stage.here.front.becomes(crate::diagnosis::front::Way::Silent);
    tokio::select! {
        biased;
        ran = run => return Err(format!("it came through: {ran:?}").into()),
        () = connected(&stage.here) => {}
    }
    drop(stop);
    stage.here.front.becomes(crate::diagnosis::front::Way::Open);
    stage.wait(SignedDuration::from_hours(60));
    assert!(!stage.here.found().await?.iter().any(|code| code == "bg.no_window"), "the last slot was 60 hours ago");
    stage.wait(SignedDuration::from_hours(13));
    assert_eq!(stage.here.found().await?, ["bg.no_window"]);
    Ok(())
}

/// Returns when somebody has connected.
async fn connected(hand: &Hand) {
    let before = hand.front.connections();
    while hand.front.connections() == before {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_system_ends_every_slot_before_it_is_through() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    stage.here.say("fact.app_state=background fact.lane=worker").await?;
    let id = stage.here.import("A.heic", &noise(1, 2_000_000)).await?;
    for _ in 0..2 {
        let outcome = slot(&stage.here, Some(100_000)).await?;
        assert_eq!(outcome.sent.originals, 0);
        stage.wait(SignedDuration::from_hours(12));
    }
    stage.there.sync().await?;
    assert!(!stage.there.has(id).await?);
    let found = stage.here.diagnose().await?.findings;
    assert_eq!((found[0].code.as_str(), &found[0].evidence["count"]), ("bg.expired", &2.into()));
    slot(&stage.here, None).await?;
    stage.there.sync().await?;
    assert!(stage.there.has(id).await?);
    assert!(stage.here.is_well().await?);
    Ok(())
}

/// A phone whose large bodies take so long as the switch says.
async fn slow(stage: &mut Stage, on: Arc<AtomicBool>) -> Result<(), Failure> {
    let clocks =
        [&stage.server.clock, &stage.here.set_up.device.clock, &stage.there.set_up.device.clock].map(Clone::clone);
    let remote = stage.here.set_up.device.remote.with_fates(Arc::new(move |request| {
        if on.load(Ordering::Relaxed) && request.body.len() > 1_000_000 {
            let clocks = clocks.clone();
            return Fate::Changed(Arc::new(move |answer| {
                clocks.iter().for_each(|clock| clock.pass(SignedDuration::from_mins(20)));
                answer
            }));
        }
        Fate::Delivered
    }));
    let spare = Hand::new(&stage.server, "nobody's").await?;
    let here = std::mem::replace(&mut stage.here, spare);
    stage.here = here
        .reopened(|set_up| {
            (set_up.device.remote, set_up.socket) = (remote, false);
        })
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_network_that_moves_too_little_is_named_with_its_pace() -> Result<(), Failure> {
    let on = Arc::new(AtomicBool::new(true));
    let mut stage = Stage::at("https://cloud.test").await?;
    slow(&mut stage, Arc::clone(&on)).await?;
    let id = stage.here.import("A.heic", &noise(1, 40_000_000)).await?;
    for _ in 0..2 {
        slot(&stage.here, Some(9_000_000)).await?;
        stage.wait(SignedDuration::from_hours(1));
    }
    stage.there.sync().await?;
    assert!(!stage.there.has(id).await?);
    let found = stage.here.diagnose().await?.findings;
    assert_eq!(found.first().map(|finding| finding.code.as_str()), Some("net.poor"), "{found:?}");
    let pace = found[0].evidence["pace"].as_u64().ok_or("no pace")?;
    assert!((6_000..8_000).contains(&pace), "8 MiB in 20 minutes are no {pace} bytes a second");
    // Another network.
    on.store(false, Ordering::Relaxed);
    slot(&stage.here, None).await?;
    stage.there.sync().await?;
    assert!(stage.there.has(id).await?);
    assert!(stage.here.is_well().await?);
    Ok(())
}

/// Nobody waits behind a film for longer than one piece of it takes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_that_is_taken_while_a_film_is_sent_goes_before_the_rest_of_the_film() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let here = Hand::new(&server, "Iris’ phone").await?;
    let pieces: Arc<std::sync::Mutex<Vec<usize>>> = Arc::default();
    let seen = Arc::clone(&pieces);
    let (first, piece) = std::sync::mpsc::sync_channel::<()>(0);
    let (taken, photo) = std::sync::mpsc::channel::<()>();
    let (first, photo) = (std::sync::Mutex::new(Some(first)), std::sync::Mutex::new(photo));
    let remote = here.set_up.device.remote.with_fates(Arc::new(move |request| {
        if request.body.len() > 1000 && request.url.contains("/parts") {
            seen.lock().unwrap().push(request.body.len());
        }
        if request.body.len() > 1_000_000
            && let Some(first) = first.lock().unwrap().take()
        {
            // While the first piece of the film is on its way somebody takes a photo.
            first.send(()).unwrap();
            photo.lock().unwrap().recv().unwrap();
        }
        Fate::Delivered
    }));
    let here = here
        .reopened(|set_up| {
            (set_up.device.remote, set_up.socket, set_up.server) = (remote, false, Some("https://cloud.test".into()));
        })
        .await?;
    here.sign_up(EMAIL).await?;
    here.import("MOV_1.mp4", &video(1, 40_000_000)).await?;
    let library = here.library.clone();
    let (_keep, stopped) = watch::channel(false);
    let running = tokio::spawn(async move { library.sync(SyncRequest::default(), stopped).await });
    tokio::task::spawn_blocking(move || piece.recv()).await??;
    here.import("A.heic", &noise(2, 300_000)).await?;
    taken.send(())?;
    assert!(running.await??.up_to_date);
    let large: Vec<bool> = pieces.lock().unwrap().iter().map(|bytes| *bytes > 1_000_000).collect();
    let photo = large.iter().rposition(|large| !large).ok_or("the photo did not go")?;
    assert_eq!(large[..photo].iter().filter(|large| **large).count(), 1, "one piece, the photo, the rest: {large:?}");
    assert_eq!(large.iter().filter(|large| **large).count(), 5, "no piece goes twice");
    Ok(())
}
