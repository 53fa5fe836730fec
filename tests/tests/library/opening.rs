//! Opening a photo: what is shown at once, what is fetched first, and what comes of giving up.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use safelight_core::{OriginalPlace, ResourceKind};
use safelight_protocol::{PART_BYTES, RecordId};
use safelight_tests::browse;
use safelight_tests::in_process::{Failure, Fate, Fates, TestDevice, TestServer};
use safelight_tests::phone::{Phone, photo, settle};

use crate::room::{EMAIL, noise, place};

/// Photos whose originals are in the cloud only, oldest first.
async fn evicted(count: u8) -> Result<(TestServer, Phone, Vec<RecordId>), Failure> {
    let server = TestServer::start().await?;
    let phone = Phone::signed_up(&server, EMAIL, "Mila’s phone").await?;
    let mut ids = Vec::new();
    for seed in 0..count {
        let id = phone.take(seed).await?;
        let date = format!("2024-05-{:02}T12:00:00+02:00", seed + 1);
        let edit = safelight_core::Edit { taken_at: Some(date), ..safelight_core::Edit::default() };
        phone.library.edit(vec![id], edit).await?;
        ids.push(id);
    }
    settle(&[&phone]).await?;
    assert_eq!(phone.library.optimise(None).await?.evicted.len(), usize::from(count));
    Ok((server, phone, ids))
}

#[tokio::test]
async fn the_preview_of_a_photo_that_left_is_shown_at_once_without_any_network() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let phone = Phone::signed_up(&server, EMAIL, "Mila’s phone").await?;
    let picture = image::RgbImage::from_raw(900, 600, noise(4, 900 * 600 * 3)).ok_or("no picture")?;
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png)?;
    let id = phone.import("noise.png", bytes.get_ref()).await?.imported[0];
    settle(&[&phone]).await?;
    assert_eq!(phone.library.optimise(None).await?.evicted.len(), 1);
    let device = phone.device.with_fates(Arc::new(|_| Fate::RequestLost));
    let phone = phone.reopened(device).await?;
    for kind in [ResourceKind::Preview, ResourceKind::Thumbnail] {
        let path = phone.library.file(id, kind, None).await?;
        assert!(image::load_from_memory(&std::fs::read(path)?)?.width() > 0, "{kind:?}");
    }
    assert!(phone.library.file(id, ResourceKind::Original, None).await.is_err());
    Ok(())
}

#[tokio::test]
async fn whoever_gives_up_loses_no_piece_and_holds_nobody_up() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let phone = Phone::signed_up(&server, EMAIL, "Mila’s phone").await?;
    let bytes = noise(3, 3 * usize::try_from(PART_BYTES)? + 1000);
    let id = phone.import("film.bin", &bytes).await?.imported[0];
    settle(&[&phone]).await?;
    assert_eq!(phone.library.optimise(None).await?.evicted.len(), 1);
    let (gets, stuck) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(true)));
    let (counted, sticks) = (Arc::clone(&gets), Arc::clone(&stuck));
    let fates: Fates = Arc::new(move |request| {
        let piece = request.url.contains("/parts/");
        let number = counted.fetch_add(usize::from(piece), Ordering::Relaxed);
        if piece && number == 2 && sticks.load(Ordering::Relaxed) { Fate::Stuck } else { Fate::Delivered }
    });
    let device = phone.device.with_fates(fates);
    let phone = phone.reopened(device).await?;
    let progress = Arc::new(AtomicU64::new(0));
    let told = Arc::clone(&progress);
    let mut opening = Box::pin(phone.library.file(
        id,
        ResourceKind::Original,
        Some(Arc::new(move |_, received| {
            told.fetch_add(received, Ordering::Relaxed);
        })),
    ));
    // Two pieces come, the third hangs: then the person goes back.
    while gets.load(Ordering::Relaxed) < 3 {
        tokio::select! {
            biased;
            opened = &mut opening => return Err(format!("it is here: {opened:?}").into()),
            () = tokio::task::yield_now() => {}
        }
    }
    assert!(progress.load(Ordering::Relaxed) >= 2 * PART_BYTES, "two pieces were told of");
    drop(opening);
    stuck.store(false, Ordering::Relaxed);
    assert_eq!(place(&phone, id).await?, OriginalPlace::Cloud);
    // The background, which stood aside, goes on.
    let other = phone.take(9).await?;
    settle(&[&phone]).await?;
    assert_eq!(place(&phone, other).await?, OriginalPlace::Both);
    gets.store(10, Ordering::Relaxed);
    assert_eq!(phone.original(id).await?, bytes);
    assert_eq!(gets.load(Ordering::Relaxed), 12, "the two pieces that came are not fetched again");
    Ok(())
}

#[tokio::test]
async fn neighbours_come_when_the_policy_lets_them_and_no_more_than_four() -> Result<(), Failure> {
    let (_server, phone, ids) = evicted(9).await?;
    let here = async || -> Result<Vec<usize>, Failure> {
        let mut here = Vec::new();
        for (at, id) in ids.iter().enumerate() {
            if place(&phone, *id).await? == OriginalPlace::Both {
                here.push(at);
            }
        }
        Ok(here)
    };
    for held in ["fact.metered=true", "fact.free_bytes=900000000", "fact.low_power=true", "setting.sync=false"] {
        phone.say(held).await?;
        assert_eq!(phone.library.prefetch_neighbours(ids[4]).await?, 0, "{held}");
        phone.library.clear_facts().await?;
        phone.say("setting.sync=true").await?;
    }
    phone.say(&format!("setting.optimise=keep:{}", u64::MAX / 4)).await?;
    assert_eq!(phone.library.prefetch_neighbours(ids[4]).await?, 0, "the room that is to be kept is kept");
    phone.say("setting.optimise=off").await?;
    assert_eq!(here().await?, [0; 0]);
    assert_eq!(phone.library.prefetch_neighbours(ids[4]).await?, 4);
    assert_eq!(here().await?, [2, 3, 5, 6]);
    assert_eq!(phone.library.prefetch_neighbours(ids[4]).await?, 0, "what is here is not fetched again");
    assert_eq!(phone.library.prefetch_neighbours(ids[8]).await?, 1, "only as far as the second");
    assert_eq!(here().await?, [2, 3, 5, 6, 7]);
    Ok(())
}

/// Polls a future until something is so.
async fn until(work: impl Future, mut so: impl AsyncFnMut() -> Result<bool, Failure>) -> Result<(), Failure> {
    let mut work = Box::pin(work);
    loop {
        tokio::select! {
            biased;
            _ = &mut work => return if so().await? { Ok(()) } else { Err("it ended before".into()) },
            () = tokio::task::yield_now() => {}
        }
        if so().await? {
            return Ok(());
        }
    }
}

async fn with_thumbnail(phone: &Phone, ids: &[RecordId]) -> Result<usize, Failure> {
    let mut count = 0;
    for id in ids {
        count += usize::from(phone.library.local_file(*id, ResourceKind::Thumbnail).await?.is_some());
    }
    Ok(count)
}

#[tokio::test]
async fn what_somebody_looks_at_comes_before_what_is_newer() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let camera = Phone::signed_up(&server, EMAIL, "Mila’s phone").await?;
    let mut ids = BTreeMap::new();
    for seed in 0..250_u8 {
        let id = camera.take(seed).await?;
        let date = format!("20{:02}-{:02}-01T12:00:00+02:00", seed / 12, seed % 12 + 1);
        let edit = safelight_core::Edit { taken_at: Some(date), ..safelight_core::Edit::default() };
        camera.library.edit(vec![id], edit).await?;
        ids.insert(seed, id);
    }
    settle(&[&camera]).await?;
    // Thumbnails are held until all records are there, so that the order is seen.
    let new = Phone::on(TestDevice::new(&server)).await?;
    new.sign_in(EMAIL, "The new phone").await?;
    let fetches: Fates =
        Arc::new(
            move |request| {
                if request.url.ends_with("/parts/fetch") { Fate::RequestLost } else { Fate::Delivered }
            },
        );
    let device = new.device.clone();
    let new = new.reopened(device.with_fates(fetches)).await?;
    drop(new.sync().await);
    let new = new.reopened(device).await?;
    let oldest: Vec<RecordId> = (0..30).filter_map(|seed| ids.get(&seed).copied()).collect();
    let newest: Vec<RecordId> = (220..250).filter_map(|seed| ids.get(&seed).copied()).collect();
    assert_eq!(with_thumbnail(&new, &oldest).await? + with_thumbnail(&new, &newest).await?, 0);
    new.library.look_at(oldest.clone()).await?;
    until(new.sync(), async || Ok(with_thumbnail(&new, &oldest).await? == 30)).await?;
    assert_eq!(with_thumbnail(&new, &newest).await?, 0, "what is looked at went first");
    settle(&[&new]).await?;
    let all: Vec<RecordId> = ids.values().copied().collect();
    assert_eq!(with_thumbnail(&new, &all).await?, 250, "and then the others");
    Ok(())
}

#[tokio::test]
async fn a_new_phone_shows_its_first_screen_before_it_knows_all_records() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let camera = Phone::signed_up(&server, EMAIL, "Mila’s phone").await?;
    let mut paths = Vec::new();
    for number in 0..450_u32 {
        let mut bytes = photo(1);
        // Bytes behind the end of a picture are nobody's business: each file is another photo.
        bytes.extend(number.to_le_bytes());
        paths.push(camera.file(&format!("{number}.png"), &bytes)?);
    }
    camera.library.import(&paths, safelight_core::ImportOptions::default(), |_| {}).await?;
    settle(&[&camera]).await?;
    let new = Phone::on(TestDevice::new(&server)).await?;
    new.sign_in(EMAIL, "The new phone").await?;
    let (pages, pages_before) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counted, before) = (Arc::clone(&pages), Arc::clone(&pages_before));
    let fates: Fates = Arc::new(move |request| {
        counted.fetch_add(usize::from(request.url.contains("/backfill")), Ordering::Relaxed);
        if request.url.ends_with("/parts/fetch") {
            let so_far = counted.load(Ordering::Relaxed);
            let _ = before.compare_exchange(0, so_far, Ordering::Relaxed, Ordering::Relaxed);
        }
        Fate::Delivered
    });
    let device = new.device.with_fates(fates);
    let new = new.reopened(device).await?;
    settle(&[&new]).await?;
    assert_eq!(pages_before.load(Ordering::Relaxed), 1, "thumbnails come with the first page of records");
    assert!(pages.load(Ordering::Relaxed) > 2, "and there were more pages");
    assert_eq!(new.shown().await?.len(), 450);
    Ok(())
}

#[tokio::test]
async fn a_library_that_is_larger_than_its_phone_is_browsed_without_a_loss() -> Result<(), Failure> {
    let plan =
        browse::Plan { library: 40_000_000, photo: 250_000, free: 6_000_000, floor: 2_000_000, views: 100, seed: 1 };
    let figures = browse::run(plan).await?;
    assert_eq!((figures.views, figures.proven), (100, u64::try_from(figures.photos)?));
    assert!(figures.least_free >= plan.floor && figures.hits < 50 && figures.fetched > 10_000_000, "{figures:?}");
    Ok(())
}
