//! Two phones and the real server in one process: what the person does on one, and what the other shows.

#![expect(clippy::unwrap_used, reason = "a lock that is poisoned belongs to a test that has failed already")]

#[path = "library/diagnosis.rs"]
mod diagnosis;
#[path = "library/evictor.rs"]
mod evictor;
#[path = "library/full.rs"]
mod full;
#[path = "library/gallery.rs"]
mod gallery;
#[path = "library/history.rs"]
mod history;
#[path = "library/leave.rs"]
mod leave;
#[path = "library/live.rs"]
mod live;
#[path = "library/mending.rs"]
mod mending;
#[path = "library/opening.rs"]
mod opening;
#[path = "library/order.rs"]
mod order;
#[path = "library/press.rs"]
mod press;
#[path = "library/room.rs"]
mod room;
#[path = "library/scenario.rs"]
mod scenario;
#[path = "library/tickets.rs"]
mod tickets;
#[path = "library/trash.rs"]
mod trash;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Seek, Write};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use safelight_core::ports::{
    FileStamp, PhotoChanges, PhotoItem, PhotoSource, PhotoSourceError, ReadSeek, RemoteResponse,
};
use safelight_core::{
    Edit, ImportOptions, OriginalPlace, Placement, Purged, SafetyState, Shelf, SignIn, SignedOut, SourceState,
    StatusState, UnsentChoice,
};
use safelight_tests::in_process::{Failure, Fate, TestServer};
use safelight_tests::phone::{Phone, files_in, photo, settle};

const EMAIL: &str = "iris@example.org";

async fn two() -> Result<(TestServer, Phone, Phone), Failure> {
    let server = TestServer::start().await?;
    let a = Phone::signed_up(&server, EMAIL, "Iris’ phone").await?;
    let b = Phone::signed_in(&server, EMAIL, "The tablet").await?;
    Ok((server, a, b))
}

fn caption(text: &str) -> Edit {
    Edit { caption: Some(text.to_owned()), ..Edit::default() }
}

fn favourite() -> Edit {
    Edit { favourite: Some(true), ..Edit::default() }
}

#[tokio::test]
async fn a_photo_taken_on_one_phone_is_on_the_other() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    let id = a.take(1).await?;
    assert_eq!(a.shown().await?[0].state, SafetyState::Waiting);
    let outcome = a.sync().await?;
    assert!(outcome.up_to_date, "{outcome:?}");
    assert_eq!(a.shown().await?[0].state, SafetyState::Safe);
    b.sync().await?;
    let shown = b.shown().await?;
    assert_eq!(shown.len(), 1);
    assert_eq!((shown[0].id, shown[0].original), (id, OriginalPlace::Cloud));
    assert_eq!(b.original(id).await?, photo(1));
    assert_eq!(b.shown().await?[0].original, OriginalPlace::Both);
    assert_eq!(b.library.status().await?.state, StatusState::UpToDate);
    Ok(())
}

#[tokio::test]
async fn a_second_run_sends_nothing() -> Result<(), Failure> {
    let (_server, a, _b) = two().await?;
    a.take(1).await?;
    settle(&[&a]).await?;
    let outcome = a.sync().await?;
    assert!(!outcome.did_something(), "{outcome:?}");
    Ok(())
}

#[tokio::test]
async fn both_phones_import_the_same_photo_and_there_is_one() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    let on_a = a.take(1).await?;
    let on_b = b.take(1).await?;
    assert_eq!(on_a, on_b);
    settle(&[&a, &b]).await?;
    assert_eq!(a.shown().await?, b.shown().await?);
    assert_eq!(a.shown().await?.len(), 1);
    assert_eq!(a.shown().await?[0].original, OriginalPlace::Both);
    Ok(())
}

#[tokio::test]
async fn a_photo_without_original_in_the_cloud_names_the_phone_that_has_it() -> Result<(), Failure> {
    let (server, a, b) = two().await?;
    let quota = 200 * 1024;
    server.set_quota(EMAIL, quota).await?;
    let noise: Vec<u8> = (0..300 * 1024_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let report = a.import("clip.bin", &noise).await?;
    let outcome = a.sync().await?;
    assert_eq!(outcome.holds.first().map(|hold| hold.code.as_str()), Some("quota.full"), "{outcome:?}");
    b.sync().await?;
    let shown = b.shown().await?;
    assert_eq!(shown[0].id, report.imported[0]);
    assert_eq!(shown[0].original, OriginalPlace::Elsewhere);
    assert_eq!(shown[0].held_by, ["Iris’ phone"]);
    server.set_quota(EMAIL, 10 * 1024 * 1024).await?;
    settle(&[&a, &b]).await?;
    assert_eq!(b.shown().await?[0].state, SafetyState::Safe);
    Ok(())
}

#[tokio::test]
async fn edits_of_different_fields_survive_both_and_of_the_same_the_later_wins() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    let id = a.take(1).await?;
    settle(&[&a, &b]).await?;
    a.library.edit(vec![id], favourite()).await?;
    b.library.edit(vec![id], caption("from b")).await?;
    settle(&[&a, &b]).await?;
    for phone in [&a, &b] {
        let shown = phone.shown().await?;
        assert!(shown[0].favourite);
        assert_eq!(shown[0].caption, "from b");
    }
    a.library.edit(vec![id], caption("a")).await?;
    b.library.edit(vec![id], caption("b")).await?;
    a.sync().await?;
    settle(&[&b, &a]).await?;
    for phone in [&a, &b] {
        let details = phone.library.details(id).await?.ok_or("gone")?;
        assert_eq!(details.asset.caption, "b");
        assert!(details.history.iter().any(|entry| entry.value == "a"), "{:?}", details.history);
    }
    Ok(())
}

#[tokio::test]
async fn trash_restore_and_a_trashed_photo_edited_elsewhere() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    let id = a.take(1).await?;
    settle(&[&a, &b]).await?;
    a.library.trash(vec![id]).await?;
    b.library.edit(vec![id], caption("sea")).await?;
    settle(&[&a, &b]).await?;
    for phone in [&a, &b] {
        assert!(phone.shown().await?.is_empty());
        let trash = phone.shelf(Shelf::Trash).await?;
        assert_eq!(trash[0].caption, "sea");
        assert!(trash[0].trashed_at_ms.is_some());
    }
    b.library.restore(vec![id]).await?;
    settle(&[&b, &a]).await?;
    assert_eq!(a.shown().await?[0].caption, "sea");
    Ok(())
}

#[tokio::test]
async fn a_purged_photo_stays_purged_unless_it_is_asked_for() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    let id = a.take(1).await?;
    settle(&[&a, &b]).await?;
    b.original(id).await?;
    a.library.trash(vec![id]).await?;
    a.library.purge(vec![id]).await?;
    settle(&[&a, &b]).await?;
    for phone in [&a, &b] {
        assert!(phone.shelf(Shelf::Trash).await?.is_empty());
        assert_eq!(files_in(&phone.home().join("originals"))?, Vec::<std::path::PathBuf>::new());
    }
    let report = b.import("again.png", &photo(1)).await?;
    assert_eq!(report.ignored.len(), 1, "{report:?}");
    settle(&[&b, &a]).await?;
    assert!(a.shown().await?.is_empty());
    let again = ImportOptions { purged: Purged::BringBack, ..ImportOptions::default() };
    let report = b.import_with("again.png", &photo(1), again).await?;
    assert_eq!(report.imported, [id], "{report:?}");
    settle(&[&b, &a]).await?;
    assert_eq!(a.original(id).await?, photo(1));
    Ok(())
}

#[tokio::test]
async fn a_restore_that_was_not_sent_is_not_undone_by_a_purge_elsewhere() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    let id = a.take(1).await?;
    a.library.trash(vec![id]).await?;
    settle(&[&a, &b]).await?;
    a.library.purge(vec![id]).await?;
    a.sync().await?;
    b.library.restore(vec![id]).await?;
    b.sync().await?;
    let contested = b.library.contested().await?;
    assert_eq!(contested.iter().map(|asset| asset.id).collect::<Vec<_>>(), [id]);
    assert_eq!(b.library.status().await?.state, StatusState::Attention);
    settle(&[&a, &b]).await?;
    assert!(a.shown().await?.is_empty(), "nothing came back by itself");
    assert_eq!(b.library.contested().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn an_original_that_the_cloud_never_had_survives_a_purge_elsewhere() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    let id = a.take(1).await?;
    settle(&[&a]).await?;
    a.library.trash(vec![id]).await?;
    a.library.purge(vec![id]).await?;
    settle(&[&a]).await?;
    assert_eq!(b.take(1).await?, id, "b has not heard of it yet");
    b.sync().await?;
    assert_eq!(b.library.contested().await?.len(), 1);
    assert_eq!(b.original(id).await?, photo(1));
    b.library.restore(vec![id]).await?;
    settle(&[&b, &a]).await?;
    assert_eq!(a.original(id).await?, photo(1));
    Ok(())
}

#[tokio::test]
async fn albums_are_filled_from_both_phones() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    let (first, second) = (a.take(1).await?, b.take(2).await?);
    a.library.create_album("Summer").await?;
    settle(&[&a, &b]).await?;
    a.library.add_to_album("Summer", vec![first]).await?;
    b.library.add_to_album("Summer", vec![second]).await?;
    settle(&[&a, &b]).await?;
    for phone in [&a, &b] {
        let albums = phone.library.albums().await?;
        assert_eq!((albums[0].name.as_str(), albums[0].count), ("Summer", 2));
    }
    b.library.remove_from_album("Summer", vec![first]).await?;
    a.library.rename_album("Summer", "Sea").await?;
    settle(&[&a, &b]).await?;
    assert_eq!(b.library.albums().await?[0].name, "Sea");
    assert_eq!(a.library.albums().await?[0].count, 1);
    b.library.add_to_album("Sea", vec![first]).await?;
    settle(&[&a, &b]).await?;
    assert_eq!(a.library.albums().await?[0].count, 2);
    a.library.delete_album("Sea").await?;
    settle(&[&a, &b]).await?;
    assert!(b.library.albums().await?.is_empty());
    assert_eq!(b.shown().await?.len(), 2, "no photo goes with an album");
    Ok(())
}

#[tokio::test]
async fn what_is_trashed_for_long_enough_goes_for_good() -> Result<(), Failure> {
    let (server, a, b) = two().await?;
    let id = a.take(1).await?;
    a.library.trash(vec![id]).await?;
    settle(&[&a, &b]).await?;
    server.clock.pass(jiff::SignedDuration::from_hours(29 * 24));
    settle(&[&a, &b]).await?;
    assert_eq!(a.shelf(Shelf::Trash).await?.len(), 1);
    server.clock.pass(jiff::SignedDuration::from_hours(2 * 24));
    settle(&[&b, &a]).await?;
    assert!(a.shelf(Shelf::Trash).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_revoked_phone_is_out_and_keeps_what_only_it_has() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    settle(&[&a, &b]).await?;
    let id = b.take(2).await?;
    let devices = a.library.devices().await?;
    assert_eq!(devices.len(), 2);
    let tablet = devices.iter().find(|(device, _)| !device.current).ok_or("no other device")?;
    assert_eq!(tablet.0.name.as_deref(), Some("The tablet"));
    a.library.revoke_device(tablet.0.device).await?;
    let outcome = b.sync().await?;
    assert_eq!(outcome.holds[0].code, "acct.revoked");
    assert!(matches!(b.library.sign_in_state().await, SignIn::Ended(_, code) if code == "acct.revoked"));
    let target = b.home().join("../export");
    let report = b.library.export(&target, None, |_| {}).await?;
    assert_eq!((report.exported, report.failed.len()), (1, 0), "{report:?}");
    b.library
        .sign_in(&safelight_core::Credentials {
            server: "https://cloud.test".into(),
            email: EMAIL.into(),
            password: safelight_tests::phone::PASSWORD.into(),
            device_name: "The tablet".into(),
        })
        .await?;
    settle(&[&b, &a]).await?;
    assert_eq!(a.original(id).await?, photo(2));
    Ok(())
}

#[tokio::test]
async fn signing_out_with_unsent_photos_waits_for_a_choice() -> Result<(), Failure> {
    let (_server, a, _b) = two().await?;
    let id = a.take(1).await?;
    let waiting = a.library.sign_out(UnsentChoice::Wait).await?;
    assert!(matches!(waiting, SignedOut::Waiting(unsent) if unsent.originals == 1), "{waiting:?}");
    assert!(matches!(a.library.sign_in_state().await, SignIn::Active(_)));
    let done = a.library.sign_out(UnsentChoice::Leave).await?;
    assert!(matches!(done, SignedOut::Done(_)), "{done:?}");
    assert_eq!(a.original(id).await?, photo(1), "an only copy stays");
    Ok(())
}

#[tokio::test]
async fn erase_check_names_what_would_be_lost() -> Result<(), Failure> {
    let (_server, a, _b) = two().await?;
    let first = a.take(1).await?;
    settle(&[&a]).await?;
    let check = a.library.erase_check().await?;
    assert!(check.ready && check.proven == 1 && check.of == 1, "{check:?}");
    let second = a.take(2).await?;
    let check = a.library.erase_check().await?;
    assert_eq!((check.ready, check.lost_if_erased.as_slice()), (false, [second].as_slice()));
    let path = a.library.local_file(first, safelight_core::ResourceKind::Original).await?.ok_or("not here")?;
    let mut bytes = std::fs::read(&path)?;
    bytes[40] ^= 1;
    std::fs::write(&path, bytes)?;
    let check = a.library.erase_check().await?;
    assert!(check.lost_if_erased.contains(&first), "the file here is not the one in the cloud any more: {check:?}");
    Ok(())
}

#[tokio::test]
async fn the_numbers_of_a_folder_add_up_and_open_as_lists() -> Result<(), Failure> {
    let (server, a, _b) = two().await?;
    let folder = a.home().join("../DCIM");
    std::fs::create_dir(&folder)?;
    for seed in 1..=4 {
        std::fs::write(folder.join(format!("{seed}.png")), photo(seed))?;
    }
    let purged = a.take(4).await?;
    a.library.trash(vec![purged]).await?;
    a.library.purge(vec![purged]).await?;
    settle(&[&a]).await?;
    // Room for thumbnails and one original.
    let noise: Vec<u8> = (0..600 * 1024_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    std::fs::write(folder.join("5.bin"), noise)?;
    server.set_quota(EMAIL, 400 * 1024).await?;
    a.library.add_source(&folder).await?;
    a.sync().await?;
    let row = a.library.sources().await?.pop().ok_or("no folder")?;
    assert_eq!((row.found, row.safe, row.waiting, row.set_aside, row.left_out), (5, 3, 1, 0, 1), "{row:?}");
    let files = a.library.source_files(&folder).await?;
    let states: Vec<_> = files.iter().map(|file| file.state).collect();
    use SourceState::{LeftOut, Safe, Waiting};
    assert_eq!(states, [Safe, Safe, Safe, LeftOut, Waiting]);
    assert_eq!(files[4].code.as_deref(), Some("quota.full"));
    std::fs::remove_file(folder.join("1.png"))?;
    a.sync().await?;
    assert_eq!(a.library.sources().await?[0].found, 4);
    assert_eq!(a.shown().await?.len(), 4, "a file that vanishes from a folder takes no photo with it");
    Ok(())
}

/// A phone's own photo library, under the test's hand.
#[derive(Default)]
struct Gallery(Mutex<BTreeMap<String, Vec<u8>>>);

impl Gallery {
    fn put(&self, id: &str, bytes: Option<Vec<u8>>) {
        let mut photos = self.0.lock().unwrap();
        match bytes {
            Some(bytes) => drop(photos.insert(id.to_owned(), bytes)),
            None => drop(photos.remove(id)),
        }
    }

    fn bytes(&self, id: &str) -> io::Result<Vec<u8>> {
        self.0.lock().unwrap().get(id).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

#[async_trait]
impl PhotoSource for Gallery {
    async fn changes(&self, since: Option<&str>) -> Result<PhotoChanges, PhotoSourceError> {
        let ids: Vec<String> = self.0.lock().unwrap().keys().cloned().collect();
        let items = ids.iter().map(|id| {
            let stamp = self.stamp(id).unwrap();
            PhotoItem { id: id.clone(), name: format!("{id}.png"), stamp }
        });
        let gone = since.into_iter().flat_map(|told| told.split(','));
        let gone = gone.filter(|id| !ids.iter().any(|here| here == id)).map(str::to_owned).collect();
        Ok(PhotoChanges { items: items.collect(), gone, token: Some(ids.join(",")) })
    }

    fn open_original(&self, id: &str) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(io::Cursor::new(self.bytes(id)?)))
    }

    fn stamp(&self, id: &str) -> io::Result<FileStamp> {
        let bytes = u64::try_from(self.bytes(id)?.len()).unwrap_or(0);
        Ok(FileStamp { bytes, modified_ns: 1, inode: 1 })
    }
}

#[tokio::test]
async fn the_phone_s_own_photo_library_is_borrowed_and_never_copied() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let gallery = Arc::new(Gallery::default());
    let a = Phone::with_photos(&server, Arc::clone(&gallery) as Arc<dyn PhotoSource>).await?;
    a.sign_up(EMAIL, "Iris’ phone").await?;
    let b = Phone::signed_in(&server, EMAIL, "The tablet").await?;
    gallery.put("L0/001", Some(photo(1)));
    gallery.put("L0/002", Some(photo(2)));
    a.library.add_photo_library().await?;
    settle(&[&a, &b]).await?;
    assert_eq!(files_in(&a.home().join("originals"))?.len(), 0, "nothing was copied");
    let shown = b.shown().await?;
    assert_eq!(shown.len(), 2);
    assert_eq!(b.original(shown[0].id).await?, gallery.bytes(&shown[0].file_name.replace(".png", ""))?);
    let export = a.home().join("../export");
    assert_eq!(a.library.export(&export, None, |_| {}).await?.exported, 2);
    // Deleted in the phone's own gallery: not in Safelight, on that evidence.
    gallery.put("L0/001", None);
    settle(&[&a, &b]).await?;
    assert_eq!((a.shown().await?.len(), b.shown().await?.len()), (2, 2));
    Ok(())
}

#[tokio::test]
async fn a_borrowed_photo_that_vanishes_before_it_is_safe_is_named_and_healed() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let gallery = Arc::new(Gallery::default());
    let a = Phone::with_photos(&server, Arc::clone(&gallery) as Arc<dyn PhotoSource>).await?;
    a.sign_up(EMAIL, "Iris’ phone").await?;
    server.set_quota(EMAIL, 1).await?;
    gallery.put("L0/001", Some(photo(1)));
    a.library.add_photo_library().await?;
    a.sync().await?;
    gallery.put("L0/001", None);
    server.set_quota(EMAIL, 1 << 30).await?;
    let outcome = a.sync().await?;
    assert!(outcome.holds.iter().any(|hold| hold.code == "item.missing"), "{outcome:?}");
    assert_eq!(a.shown().await?[0].state, SafetyState::Failed);
    assert!(a.library.status().await?.findings.iter().any(|finding| finding.evidence.contains("L0/001.png")));
    let report = a.import("found.png", &photo(1)).await?;
    assert_eq!(report.duplicates.len(), 1, "{report:?}");
    settle(&[&a]).await?;
    assert_eq!(a.shown().await?[0].state, SafetyState::Safe);
    Ok(())
}

#[tokio::test]
async fn a_file_that_changes_between_hashing_and_sending_is_never_sent_under_the_old_key() -> Result<(), Failure> {
    const PART: usize = 8 * 1024 * 1024;
    let server = TestServer::start().await?;
    let a = Phone::signed_up(&server, EMAIL, "Iris’ phone").await?;
    let bytes: Vec<u8> =
        (0..u32::try_from(PART + 1000)?).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let path = a.file("clip.bin", &bytes)?;
    let sent = Arc::new(Mutex::new(Vec::new()));
    let (seen, changing) = (Arc::clone(&sent), path.clone());
    // The moment after the server has been told the parts, the last byte of the second one changes, and the file's date
    // and size stay as they were: only the bytes themselves tell.
    let device = a.device.with_fates(Arc::new(move |request| {
        if request.url.ends_with("/plan") {
            let modified = std::fs::metadata(&changing).unwrap().modified().unwrap();
            let mut file = std::fs::OpenOptions::new().write(true).open(&changing).unwrap();
            file.seek(io::SeekFrom::End(-1)).unwrap();
            file.write_all(&[0]).unwrap();
            file.set_modified(modified).unwrap();
        }
        if request.url.contains("/parts/") {
            seen.lock().unwrap().push(request.url.clone());
        }
        Fate::Delivered
    }));
    let a = a.reopened(device).await?;
    let borrowed = ImportOptions { placement: Placement::InPlace, ..ImportOptions::default() };
    assert_ne!(bytes.last(), Some(&0));
    let report = a.library.import(&[path], borrowed, |_| {}).await?;
    let outcome = a.sync().await?;
    assert!(outcome.holds.iter().any(|hold| hold.code == "item.changed"), "{outcome:?}");
    let puts: BTreeSet<String> = sent.lock().unwrap().iter().cloned().collect();
    assert_eq!(puts.len(), 1, "the first part went, the changed one did not: {puts:?}");
    let details = a.library.details(report.imported[0]).await?.ok_or("gone")?;
    assert_eq!(details.asset.original, OriginalPlace::Local, "and nothing calls it safe");
    Ok(())
}

#[tokio::test]
async fn a_part_that_is_refused_again_and_again_blocks_nobody() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let a = Phone::signed_up(&server, EMAIL, "Iris’ phone").await?;
    // A proxy's own page, as it comes without our handshake.
    let refusal = RemoteResponse { status: 413, headers: BTreeMap::new(), body: Bytes::new() };
    let device = a.device.with_fates(Arc::new(move |request| {
        if request.body.len() > 200_000 { Fate::Answered(refusal.clone()) } else { Fate::Delivered }
    }));
    let (clock, a) = (a.device.clock.clone(), a.reopened(device).await?);
    let noise: Vec<u8> = (0..300 * 1024_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    a.import("large.bin", &noise).await?;
    let small = a.take(1).await?;
    for _ in 0..9 {
        let outcome = a.sync().await?;
        assert_eq!(outcome.holds.iter().map(|hold| hold.code.as_str()).collect::<Vec<_>>(), ["net.proxy_limit"]);
        clock.pass(jiff::SignedDuration::from_hours(3));
    }
    let shown = a.shown().await?;
    let state = |id| shown.iter().find(|asset| (asset.id == small) == id).map(|asset| asset.state);
    assert_eq!((state(true), state(false)), (Some(SafetyState::Safe), Some(SafetyState::Failed)));
    Ok(())
}
