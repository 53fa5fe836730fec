//! Live Photos: two files, one original.

use std::fs;
use std::io::{self, Cursor};
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use safelight_core::ports::{FileStamp, PhotoChanges, PhotoItem, PhotoSource, PhotoSourceError, ReadSeek};
use safelight_core::{ImportOptions, Media, OriginalPlace, Placement, SafetyState, Shelf};
use safelight_tests::in_process::{Failure, TestServer};
use safelight_tests::live::{still, video};
use safelight_tests::phone::{Phone, photo, settle};

const EMAIL: &str = "noor@example.org";
const ONE: &str = "3B7A1F0C-1111-4222-8333-0123456789AB";
const OTHER: &str = "99999999-1111-4222-8333-0123456789AB";

async fn two() -> Result<(TestServer, Phone, Phone), Failure> {
    let server = TestServer::start().await?;
    let a = Phone::signed_up(&server, EMAIL, "Noor’s phone").await?;
    let b = Phone::signed_in(&server, EMAIL, "The tablet").await?;
    Ok((server, a, b))
}

/// What a camera folder may hold: two Live Photos, and five files that only look like halves of one.
fn camera(phone: &Phone) -> Result<std::path::PathBuf, Failure> {
    phone.file("DCIM/IMG_0001.JPG", &still(ONE, 1))?;
    phone.file("DCIM/IMG_0001.MOV", &video(ONE, 5000))?;
    phone.file("DCIM/IMG_0002.jpeg", &still(OTHER, 2))?;
    phone.file("DCIM/img_0002.mov", &video(OTHER, 700))?;
    // The same name, and nothing that says they belong together.
    phone.file("DCIM/IMG_0003.JPG", &still(ONE, 3))?;
    phone.file("DCIM/IMG_0003.MOV", &video(OTHER, 800))?;
    phone.file("DCIM/IMG_0004.png", &photo(4))?;
    phone.file("DCIM/IMG_0004.MOV", &video(ONE, 900))?;
    let lonely = phone.file("DCIM/IMG_0005.MOV", &video(ONE, 1000))?;
    Ok(lonely.parent().ok_or("no folder")?.to_owned())
}

fn files_below(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut files = Vec::new();
    for path in safelight_tests::phone::files_in(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.ends_with(".json") {
            files.push((name, fs::read(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

#[tokio::test]
async fn a_still_and_a_video_that_belong_together_are_one_photo_here_there_and_taken_out() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    let folder = camera(&a)?;
    let report = a.library.import(std::slice::from_ref(&folder), ImportOptions::default(), |_| {}).await?;
    assert_eq!((report.imported.len(), report.failed.len()), (7, 0), "{report:?}");
    settle(&[&a, &b]).await?;

    let shown = b.shown().await?;
    let live: Vec<_> = shown.iter().filter(|asset| asset.kind == Media::LivePhoto).collect();
    let mut names: Vec<_> = live.iter().map(|asset| asset.file_name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["IMG_0001.JPG", "IMG_0002.jpeg"]);
    assert!(live.iter().all(|asset| asset.state == SafetyState::Safe && asset.duration_ms == Some(2500)), "{live:?}");
    assert!(live.iter().all(|asset| asset.width == Some(64)), "the still tells the size: {live:?}");

    let (still_out, video_out) = (b.home().join("out/1.jpg"), b.home().join("out/1.mov"));
    let first = live.iter().find(|asset| asset.file_name == "IMG_0001.JPG").ok_or("gone")?;
    b.library.write_live_photo(first.id, &still_out, &video_out, None).await?.ok_or("no Live Photo")?;
    assert_eq!((fs::read(&still_out)?, fs::read(&video_out)?), (still(ONE, 1), video(ONE, 5000)));
    let plain = shown.iter().find(|asset| asset.kind == Media::Photo).ok_or("no photo")?;
    assert!(b.library.write_live_photo(plain.id, &still_out, &video_out, None).await?.is_none());

    // Taken out on the tablet, all files are back, bit for bit; taken in again anywhere, nothing is new.
    let out = tempfile::tempdir()?;
    let exported = b.library.export(out.path(), None, |_| {}).await?;
    assert_eq!((exported.exported, exported.failed.len()), (7, 0), "{exported:?}");
    let sorted = |mut files: Vec<(String, Vec<u8>)>| {
        files.sort_by(|one, other| one.1.cmp(&other.1));
        files.into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>()
    };
    assert_eq!(sorted(files_below(out.path())?), sorted(files_below(&folder)?));
    // (But what stands beside them: seven sidecars and the manifest.)
    let again = a.library.import(&[out.path().to_owned()], ImportOptions::default(), |_| {}).await?;
    assert_eq!((again.imported.len(), again.duplicates.len(), again.failed.len()), (8, 7, 0), "{again:?}");
    Ok(())
}

#[tokio::test]
async fn a_live_photo_leaves_only_whole_and_comes_back_whole() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    let folder = camera(&a)?;
    a.library.import(&[folder], ImportOptions::default(), |_| {}).await?;
    settle(&[&a, &b]).await?;
    a.library.optimise(None).await?;
    let shown = a.shown().await?;
    let live: Vec<_> = shown.iter().filter(|asset| asset.kind == Media::LivePhoto).collect();
    assert!(live.len() == 2 && live.iter().all(|asset| asset.original == OriginalPlace::Cloud), "{live:?}");
    for asset in live {
        let original = a.original(asset.id).await?;
        let (id, seed, bytes) = if asset.file_name == "IMG_0001.JPG" { (ONE, 1, 5000) } else { (OTHER, 2, 700) };
        assert_eq!(original, [still(id, seed), video(id, bytes)].concat());
    }
    Ok(())
}

#[tokio::test]
async fn a_live_photo_that_is_left_where_it_is_is_sent_from_there_and_waits_if_either_file_changes()
-> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    let options = ImportOptions { placement: Placement::InPlace, ..ImportOptions::default() };
    a.file("x/IMG_1.JPG", &still(ONE, 1))?;
    let half = a.file("x/IMG_1.MOV", &video(ONE, 5000))?;
    let folder = half.parent().ok_or("no folder")?.to_owned();
    let report = a.library.import(std::slice::from_ref(&folder), options, |_| {}).await?;
    assert_eq!(report.imported.len(), 1, "{report:?}");
    fs::write(&half, video(ONE, 5001))?;
    a.sync().await?;
    assert_ne!(a.shown().await?[0].state, SafetyState::Safe, "its video is another one by now");

    // Taken in again, it is what it is now; the old form is nowhere, and named.
    let report = a.library.import(&[folder], options, |_| {}).await?;
    assert_eq!(report.imported.len(), 1, "{report:?}");
    settle(&[&a, &b]).await?;
    let id = *report.imported.first().ok_or("none")?;
    assert_eq!(b.original(id).await?, [still(ONE, 1), video(ONE, 5001)].concat());
    Ok(())
}

#[tokio::test]
async fn a_watched_folder_counts_both_files_and_they_are_safe_together() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    let folder = camera(&a)?;
    a.library.add_source(&folder).await?;
    settle(&[&a, &b]).await?;
    let source = a.library.sources().await?.into_iter().next().ok_or("no source")?;
    assert_eq!((source.found, source.safe, source.waiting, source.set_aside, source.left_out), (9, 9, 0, 0, 0));
    assert_eq!(b.shown().await?.len(), 7);
    a.sync().await?;
    assert_eq!(a.shown().await?.len(), 7, "a second look finds nothing new");
    Ok(())
}

#[tokio::test]
async fn deleted_for_good_neither_half_comes_back() -> Result<(), Failure> {
    let (_server, a, b) = two().await?;
    a.file("DCIM/IMG_0001.JPG", &still(ONE, 1))?;
    let half = a.file("DCIM/IMG_0001.MOV", &video(ONE, 5000))?;
    let folder = half.parent().ok_or("no folder")?.to_owned();
    a.library.add_source(&folder).await?;
    settle(&[&a, &b]).await?;
    let id = b.shown().await?.first().ok_or("nothing came")?.id;
    b.library.trash(vec![id]).await?;
    b.library.purge(vec![id]).await?;
    settle(&[&b, &a]).await?;
    let report = a.library.import(&[folder], ImportOptions::default(), |_| {}).await?;
    assert_eq!((report.imported.len(), report.ignored.len()), (0, 1), "{report:?}");
    assert!(a.shown().await?.is_empty() && a.shelf(Shelf::Trash).await?.is_empty());
    Ok(())
}

/// A phone's own photo library with one Live Photo.
struct OneLive;

#[async_trait]
impl PhotoSource for OneLive {
    async fn changes(&self, _since: Option<&str>) -> Result<PhotoChanges, PhotoSourceError> {
        let item = PhotoItem {
            id: "A/L0/001".into(),
            name: "IMG_0001.JPG".into(),
            stamp: self.stamp("").map_err(|_| PhotoSourceError::Unavailable)?,
        };
        Ok(PhotoChanges { items: vec![item], gone: Vec::new(), token: None })
    }

    fn open_original(&self, _id: &str) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Cursor::new(still(ONE, 1))))
    }

    fn open_video(&self, _id: &str) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Cursor::new(video(ONE, 5000))))
    }

    fn stamp(&self, _id: &str) -> io::Result<FileStamp> {
        let bytes = u64::try_from(still(ONE, 1).len() + video(ONE, 5000).len()).unwrap_or(0);
        Ok(FileStamp { bytes, modified_ns: 1, inode: 0 })
    }
}

#[tokio::test]
async fn the_same_live_photo_from_a_phones_library_and_from_a_folder_is_one() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let a = Phone::with_photos(&server, Arc::new(OneLive)).await?;
    a.sign_up(EMAIL, "Noor’s phone").await?;
    let b = Phone::signed_in(&server, EMAIL, "The laptop").await?;
    a.library.add_photo_library().await?;
    settle(&[&a, &b]).await?;
    b.file("card/IMG_0001.JPG", &still(ONE, 1))?;
    let half = b.file("card/IMG_0001.MOV", &video(ONE, 5000))?;
    let folder = half.parent().ok_or("no folder")?.to_owned();
    let report = b.library.import(&[folder], ImportOptions::default(), |_| {}).await?;
    assert_eq!((report.imported.len(), report.duplicates.len()), (0, 1), "{report:?}");
    let shown = b.shown().await?;
    assert_eq!((shown.len(), shown[0].kind, shown[0].state), (1, Media::LivePhoto, SafetyState::Safe));
    assert_eq!(b.original(shown[0].id).await?, [still(ONE, 1), video(ONE, 5000)].concat());
    Ok(())
}
