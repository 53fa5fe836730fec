//! A disk that is full at each stage: nothing is lost, it is said, and it goes on when there is room.

use std::sync::Arc;

use async_trait::async_trait;
use safelight_core::ports::{Carrier, Ticket, TicketResult};
use safelight_core::{HomeError, OriginalPlace, ResourceKind, SafelightError, SafetyState, SyncRequest, VerifyScope};
use safelight_protocol::{PART_BYTES, RecordId};
use safelight_tests::disk::SmallDisk;
use safelight_tests::in_process::{Failure, TestDevice, TestServer};
use safelight_tests::phone::{Phone, files_in, photo, settle};
use tokio::sync::watch;

use crate::room::{EMAIL, noise, place};

/// More stages than any of these works has.
const STAGES: u64 = 40;

async fn on_small_disk() -> Result<(TestServer, Arc<SmallDisk>, Phone), Failure> {
    let server = TestServer::start().await?;
    let disk = Arc::new(SmallDisk::of(1 << 40));
    let device = TestDevice { disk: Arc::<SmallDisk>::clone(&disk), ..TestDevice::new(&server) };
    let phone = Phone::on(device).await?;
    phone.sign_up(EMAIL, "Mila’s phone").await?;
    Ok((server, disk, phone))
}

/// A picture that is large enough for a preview and a thumbnail of its own.
fn picture(seed: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_raw(300, 200, noise(seed, 300 * 200 * 3)).unwrap_or_default();
    let mut bytes = std::io::Cursor::new(Vec::new());
    let _ = picture.write_to(&mut bytes, image::ImageFormat::Png);
    bytes.into_inner()
}

async fn run(phone: &Phone) -> Result<(), SafelightError> {
    let (_stop, stopped) = watch::channel(false);
    phone.library.sync(SyncRequest::default(), stopped).await.map(drop)
}

#[tokio::test]
async fn while_a_photo_is_taken_in_and_drawn_small() -> Result<(), Failure> {
    let (_server, disk, phone) = on_small_disk().await?;
    let (mut failures, mut seed) = (0, 0);
    for stage in 0..STAGES {
        seed += 1;
        let bytes = picture(seed);
        let path = phone.file(&format!("{seed}.png"), &bytes)?;
        disk.fill_at(stage);
        let report = phone.library.import(std::slice::from_ref(&path), Default::default(), |_| {}).await?;
        if !disk.was_full() {
            assert_eq!(report.imported.len(), 1, "{report:?}");
            break;
        }
        failures += 1;
        assert_eq!(
            report.failed.first().map(|one| one.code.as_str()),
            Some("disk.device"),
            "stage {stage}: {report:?}"
        );
        let shown = phone.shown().await?.len();
        let again = phone.library.import(&[path], Default::default(), |_| {}).await?;
        assert_eq!((again.imported.len(), phone.shown().await?.len()), (1, shown + 1), "stage {stage}: {again:?}");
        assert_eq!(phone.original(again.imported[0]).await?, bytes, "stage {stage}");
    }
    assert!(failures >= 2, "original and thumbnail are two writes at least: {failures}");
    disk.fill_at(u64::MAX);
    settle(&[&phone]).await?;
    assert!(phone.library.verify(VerifyScope::Here).await?.is_whole());
    Ok(())
}

#[tokio::test]
async fn while_the_database_is_written() -> Result<(), Failure> {
    let (server, disk, phone) = on_small_disk().await?;
    phone.import("first.png", &picture(1)).await?;
    settle(&[&phone]).await?;
    disk.fill_databases(true);
    let device = phone.device.clone();
    let phone = phone.reopened(device.clone()).await?;
    let (mut taken, mut refused) = (1, None);
    for seed in 2..200_u8 {
        let report = phone.import(&format!("{seed}.png"), &photo(seed)).await?;
        match report.failed.first() {
            Some(failure) => {
                assert_eq!(failure.code, "disk.device", "{report:?}");
                refused = Some(seed);
                break;
            }
            None => taken += 1,
        }
    }
    let refused = refused.ok_or("the database never was full")?;
    assert_eq!(phone.shown().await?.len(), taken, "what was reported is there, and nothing else");
    disk.fill_databases(false);
    let phone = phone.reopened(device).await?;
    assert_eq!(phone.import("again.png", &photo(refused)).await?.imported.len(), 1);
    settle(&[&phone]).await?;
    assert!(phone.library.verify(VerifyScope::Here).await?.is_whole());
    assert_eq!(phone.shown().await?.len(), taken + 1);

    // The same while another phone follows the feed.
    disk.fill_databases(true);
    let device = TestDevice { disk: Arc::<SmallDisk>::clone(&disk), ..TestDevice::new(&server) };
    disk.fill_databases(false);
    let other = Phone::on(device.clone()).await?;
    other.sign_in(EMAIL, "The tablet").await?;
    disk.fill_databases(true);
    let other = other.reopened(device.clone()).await?;
    let error = run(&other).await.err().ok_or("the feed fits")?;
    assert_eq!(error.code(), "disk.device");
    disk.fill_databases(false);
    let other = other.reopened(device).await?;
    settle(&[&other]).await?;
    assert_eq!(other.shown().await?.len(), taken + 1);
    Ok(())
}

#[tokio::test]
async fn while_thumbnails_arrive() -> Result<(), Failure> {
    let (server, disk, phone) = on_small_disk().await?;
    for seed in 0..6 {
        phone.take(seed).await?;
    }
    settle(&[&phone]).await?;
    let device = TestDevice { disk: Arc::<SmallDisk>::clone(&disk), ..TestDevice::new(&server) };
    let other = Phone::on(device).await?;
    other.sign_in(EMAIL, "The tablet").await?;
    disk.fill_at(3);
    let error = run(&other).await.err().ok_or("they fit")?;
    assert_eq!(error.code(), "disk.device");
    assert!(matches!(error, SafelightError::Home(HomeError::NoRoom { need: 1.., .. })), "with numbers: {error:?}");
    assert!(disk.was_full());
    settle(&[&other]).await?;
    for shown in other.shown().await? {
        assert!(other.library.local_file(shown.id, ResourceKind::Thumbnail).await?.is_some());
    }
    assert_eq!(other.shown().await?.len(), 6);
    Ok(())
}

#[tokio::test]
async fn while_an_original_is_fetched() -> Result<(), Failure> {
    let (_server, disk, phone) = on_small_disk().await?;
    let bytes = noise(5, usize::try_from(PART_BYTES)? + 1000);
    let id = phone.import("film.bin", &bytes).await?.imported[0];
    settle(&[&phone]).await?;
    let mut stages = 0;
    for stage in 0..STAGES {
        assert_eq!(phone.library.optimise(None).await?.evicted.len(), 1, "stage {stage}");
        disk.fill_at(stage);
        let opened = phone.library.file(id, ResourceKind::Original, None).await;
        if !disk.was_full() {
            opened?;
            break;
        }
        stages += 1;
        let error = opened.err().ok_or("it fits")?;
        assert_eq!(error.code(), "disk.device", "stage {stage}");
        assert!(error.to_string().contains(&(2 * bytes.len()).to_string()), "it says what it needs: {error}");
        assert_eq!(place(&phone, id).await?, OriginalPlace::Cloud, "stage {stage}");
        assert_eq!(phone.original(id).await?, bytes, "stage {stage}: when there is room it comes");
    }
    assert_eq!(stages, 3, "two pieces and the whole");
    Ok(())
}

/// A system that takes every ticket, or none.
struct System {
    takes: bool,
}

#[async_trait]
impl Carrier for System {
    async fn hand_over(&self, tickets: Vec<Ticket>) -> Vec<String> {
        tickets.into_iter().filter(|_| self.takes).map(|ticket| ticket.id).collect()
    }

    async fn results(&self) -> Vec<TicketResult> {
        Vec::new()
    }

    async fn cancel(&self, _ids: Vec<String>) {}
}

#[tokio::test]
async fn while_a_photo_is_sealed_for_the_system_to_carry() -> Result<(), Failure> {
    let (server, disk, phone) = on_small_disk().await?;
    settle(&[&phone]).await?;
    let id = phone.take(1).await?;
    disk.fill_at(0);
    let carried = phone.library.carry(&System { takes: true }).await;
    assert!(disk.was_full(), "the sealed file was to be written");
    assert!(carried.as_ref().is_ok_and(|carriage| carriage.handed_over == 0) || carried.is_err(), "{carried:?}");
    assert!(files_in(&phone.home().join("tickets")).map_or(true, |files| files.is_empty()), "nothing half is left");
    assert_eq!(phone.library.carry(&System { takes: true }).await?.handed_over, 1);
    // It never carries it: a day later the phone sends it itself.
    server.clock.pass(jiff::SignedDuration::from_hours(25));
    assert_eq!(phone.library.carry(&System { takes: false }).await?.cancelled, 1);
    settle(&[&phone]).await?;
    assert_eq!(phone.library.details(id).await?.ok_or("gone")?.asset.state, SafetyState::Safe);
    Ok(())
}

#[tokio::test]
async fn while_room_is_made() -> Result<(), Failure> {
    let (_server, disk, phone) = on_small_disk().await?;
    let mut ids: Vec<RecordId> = Vec::new();
    for seed in 0..5 {
        ids.push(phone.import(&format!("{seed}.bin"), &noise(seed, 200_000)).await?.imported[0]);
    }
    settle(&[&phone]).await?;
    disk.fill_databases(true);
    disk.resize(disk.used());
    let device = phone.device.clone();
    let phone = phone.reopened(device).await?;
    // Not a byte is free, and the database can't grow: making room needs neither.
    phone.say("fact.free_bytes=0").await?;
    let made = phone.library.optimise(None).await?;
    assert_eq!((made.evicted.len(), disk.free()), (5, 1_000_000), "{made:?}");
    disk.fill_databases(false);
    disk.resize(1 << 40);
    let device = phone.device.clone();
    let phone = phone.reopened(device).await?;
    phone.library.clear_facts().await?;
    for (seed, id) in (0..).zip(&ids) {
        assert_eq!(phone.original(*id).await?, noise(seed, 200_000));
    }
    Ok(())
}
