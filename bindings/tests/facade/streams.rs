//! Streams: a reader asks, and nothing waits for it.

use std::sync::Arc;

use safelight_core::StatusState;
use safelight_ffi::{ChangeEvent, Safelight};
use safelight_protocol::RecordId;
use safelight_tests::processes::{Cloud, Wire};
use tempfile::TempDir;

use crate::app::{self, credentials, folder, opened, photos};

async fn signed_up(folder: &TempDir, cloud: &mut Cloud) -> (Arc<Safelight>, Wire) {
    let wire = cloud.phone().wire.clone();
    let safelight = opened(folder).await;
    safelight.sign_up(credentials(&wire.url(), "anna@example.org"), None, None).await.unwrap();
    (safelight, wire)
}

async fn taken_in(safelight: &Safelight, folder: &TempDir, seeds: std::ops::Range<u32>) -> Vec<RecordId> {
    safelight.take_in(photos(folder, seeds), app::COPY, None, None).await.unwrap().imported
}

#[tokio::test]
async fn a_status_stream_begins_with_the_present_and_keeps_the_newest() {
    let (folder, mut cloud) = (folder(), Cloud::new(&[]));
    let (safelight, _wire) = signed_up(&folder, &mut cloud).await;
    let stream = safelight.status_stream().unwrap();
    let first = stream.next().await.unwrap().unwrap();
    assert_ne!(first.state, StatusState::SignedOut);
    taken_in(&safelight, &folder, 0..3).await;
    safelight.sync(false, None).await.unwrap();
    // Much has happened since; only how it stands now is told, and before long.
    let mut last = first;
    while last.state != StatusState::UpToDate || last.safe != 3 {
        last = stream.next().await.unwrap().unwrap();
    }
    assert!(last.summary.contains('3'), "{}", last.summary);
}

#[tokio::test]
async fn changes_come_with_the_ids_of_what_changed() {
    let (folder, mut cloud) = (folder(), Cloud::new(&[]));
    let (safelight, _wire) = signed_up(&folder, &mut cloud).await;
    let stream = safelight.change_stream().unwrap();
    let ids = taken_in(&safelight, &folder, 0..1).await;
    let Some(ChangeEvent::Changed { ids: told }) = stream.next().await.unwrap() else { panic!("no change was told") };
    assert!(told.contains(&ids[0]), "{told:?}");

    let album = safelight.create_album("Summer".to_owned()).await.unwrap();
    let Some(ChangeEvent::Changed { ids: told }) = stream.next().await.unwrap() else { panic!("no change was told") };
    assert_eq!(told, vec![album.id]);
}

#[tokio::test]
async fn a_reader_who_falls_behind_gets_one_reload_and_misses_nothing_after() {
    let (folder, mut cloud) = (folder(), Cloud::new(&[]));
    let (safelight, _wire) = signed_up(&folder, &mut cloud).await;
    let stream = safelight.change_stream().unwrap();
    for number in 0..400 {
        safelight.create_album(format!("Album {number}")).await.unwrap();
    }
    assert_eq!(stream.next().await.unwrap(), Some(ChangeEvent::Reload));
    let after = safelight.create_album("After".to_owned()).await.unwrap();
    assert_eq!(stream.next().await.unwrap(), Some(ChangeEvent::Changed { ids: vec![after.id] }));
}

#[tokio::test]
async fn each_subscriber_has_a_stream_of_its_own_and_ends_it_alone() {
    let (folder, mut cloud) = (folder(), Cloud::new(&[]));
    let (safelight, _wire) = signed_up(&folder, &mut cloud).await;
    let (one, two) = (safelight.change_stream().unwrap(), safelight.change_stream().unwrap());
    let waiting = Arc::clone(&one);
    let waits = tokio::spawn(async move { waiting.next().await });
    one.end();
    assert_eq!(waits.await.unwrap(), Ok(None));
    let album = safelight.create_album("Summer".to_owned()).await.unwrap();
    assert_eq!(two.next().await.unwrap(), Some(ChangeEvent::Changed { ids: vec![album.id] }));
    assert_eq!(one.next().await, Ok(None));
}

#[tokio::test]
async fn a_change_stream_says_reload_after_a_suspension() {
    let (folder, mut cloud) = (folder(), Cloud::new(&[]));
    let (safelight, _wire) = signed_up(&folder, &mut cloud).await;
    let stream = safelight.change_stream().unwrap();
    safelight.suspend().await.unwrap();
    safelight.resume().await.unwrap();
    assert_eq!(stream.next().await.unwrap(), Some(ChangeEvent::Reload));
    let album = safelight.create_album("Summer".to_owned()).await.unwrap();
    assert_eq!(stream.next().await.unwrap(), Some(ChangeEvent::Changed { ids: vec![album.id] }));
}

#[tokio::test]
async fn a_sync_stream_stays_in_step_and_ends_in_good_order() {
    let (folder, mut cloud) = (folder(), Cloud::new(&[]));
    let (safelight, _wire) = signed_up(&folder, &mut cloud).await;
    let stream = safelight.sync_stream().unwrap();
    assert!(stream.next().await.unwrap().is_some());
    taken_in(&safelight, &folder, 0..1).await;
    while !stream.next().await.unwrap().unwrap().up_to_date {}
    assert_eq!(safelight.status().await.unwrap().safe, 1);
    safelight.suspend().await.unwrap();
    safelight.resume().await.unwrap();
    taken_in(&safelight, &folder, 1..2).await;
    while safelight.status().await.unwrap().safe < 2 {
        stream.next().await.unwrap().unwrap();
    }
    stream.end();
    while stream.next().await.unwrap().is_some() {}
}
