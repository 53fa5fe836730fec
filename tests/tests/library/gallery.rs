//! The phone's own photo library: room in it, and what it means that a photo is gone from it.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use safelight_core::ports::{FileStamp, FolderGallery, PhotoChanges, PhotoSource, PhotoSourceError, ReadSeek, Removal};
use safelight_core::{GalleryAnswer, InGallery, OriginalPlace, SafetyState, Shelf};
use safelight_protocol::RecordId;
use safelight_tests::in_process::{Failure, TestDevice, TestServer};
use safelight_tests::phone::{Phone, files_in, photo, settle};
use tempfile::TempDir;

const EMAIL: &str = "vera@example.org";

/// What the system does when it is asked to remove photos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    /// It removes them, and the phone's process dies before it hears of it.
    YesAndDeath,
    /// It says that it did, and did not.
    Lie,
    /// It does not answer at all.
    Error,
}

/// A phone's own gallery, and the system before it.
struct System {
    folder: TempDir,
    gallery: FolderGallery,
    answer: Mutex<Answer>,
    questions: AtomicUsize,
    /// Whether it tells how large a photo is.
    tells_sizes: bool,
}

impl System {
    fn new(tells_sizes: bool) -> io::Result<Arc<Self>> {
        let folder = TempDir::with_prefix("safelight-gallery-")?;
        let gallery = FolderGallery::new(folder.path());
        let (answer, questions) = (Mutex::new(Answer::Yes), AtomicUsize::new(0));
        Ok(Arc::new(Self { folder, gallery, answer, questions, tells_sizes }))
    }

    fn told(&self, stamp: FileStamp) -> FileStamp {
        if self.tells_sizes { stamp } else { FileStamp { bytes: 0, ..stamp } }
    }

    fn path(&self, seed: u8) -> PathBuf {
        self.folder.path().join(format!("{seed:02}.png"))
    }

    fn put(&self, seed: u8) -> io::Result<()> {
        fs::write(self.path(seed), photo(seed))
    }

    fn answers(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }

    fn questions(&self) -> usize {
        self.questions.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl PhotoSource for System {
    async fn changes(&self, since: Option<&str>) -> Result<PhotoChanges, PhotoSourceError> {
        let mut changes = self.gallery.changes(since).await?;
        changes.items.iter_mut().for_each(|item| item.stamp = self.told(item.stamp));
        Ok(changes)
    }

    fn open_original(&self, id: &str) -> io::Result<Box<dyn ReadSeek>> {
        self.gallery.open_original(id)
    }

    fn stamp(&self, id: &str) -> io::Result<FileStamp> {
        self.gallery.stamp(id).map(|stamp| self.told(stamp))
    }

    async fn request_removal(&self, ids: &[String]) -> Result<Vec<Removal>, PhotoSourceError> {
        self.questions.fetch_add(1, Ordering::Relaxed);
        let answer = *self.answer.lock().unwrap();
        self.gallery.agree([Answer::Yes, Answer::YesAndDeath].contains(&answer));
        let removed = self.gallery.request_removal(ids).await;
        match answer {
            Answer::Yes | Answer::No => removed,
            Answer::YesAndDeath => std::future::pending().await,
            Answer::Lie => Ok(vec![Removal::Removed; ids.len()]),
            Answer::Error => Err(PhotoSourceError::Unavailable),
        }
    }
}

/// A phone whose gallery has these photos, all of them safe.
async fn with_gallery(seeds: &[u8]) -> Result<(TestServer, Arc<System>, Phone), Failure> {
    with_system(System::new(true)?, seeds).await
}

async fn with_system(system: Arc<System>, seeds: &[u8]) -> Result<(TestServer, Arc<System>, Phone), Failure> {
    let server = TestServer::start().await?;
    let device = TestDevice { photos: Arc::<System>::clone(&system), ..TestDevice::new(&server) };
    let phone = Phone::on(device).await?;
    phone.sign_up(EMAIL, "Vera’s phone").await?;
    for seed in seeds {
        system.put(*seed)?;
    }
    phone.library.add_photo_library().await?;
    settle(&[&phone]).await?;
    Ok((server, system, phone))
}

async fn id_of(phone: &Phone, seed: u8) -> Result<RecordId, Failure> {
    let name = format!("{seed:02}.png");
    let mut all = phone.shown().await?;
    all.extend(phone.shelf(Shelf::Trash).await?);
    Ok(all.iter().find(|photo| photo.file_name == name).ok_or("not shown")?.id)
}

async fn place(phone: &Phone, id: RecordId) -> Result<OriginalPlace, Failure> {
    Ok(phone.library.details(id).await?.ok_or("gone")?.asset.original)
}

async fn findings(phone: &Phone) -> Result<Vec<String>, Failure> {
    Ok(phone.library.status().await?.findings.into_iter().map(|finding| finding.code).collect())
}

#[tokio::test]
async fn room_in_the_gallery_is_one_question_about_what_is_proven() -> Result<(), Failure> {
    let (server, system, phone) = with_gallery(&[1, 2, 3]).await?;
    let (first, pinned) = (id_of(&phone, 1).await?, id_of(&phone, 3).await?);
    phone.library.pin(vec![pinned]).await?;
    server.set_quota(EMAIL, 1).await?;
    system.put(4)?;
    phone.sync().await?;
    let unsent = id_of(&phone, 4).await?;
    let plan = phone.library.room_request_plan(None).await?;
    let sizes = u64::try_from(photo(1).len() + photo(2).len())?;
    assert_eq!((plan.originals.len(), plan.bytes, plan.warnings.len()), (2, sizes, 2));
    assert_eq!(system.questions(), 0, "a plan asks nobody");

    let made = phone.library.request_room(None).await?;
    assert_eq!(system.questions(), 1, "one question for all of them");
    assert_eq!((made.requested.len(), made.evicted.len(), made.freed), (2, 2, sizes));
    let mut kept: Vec<_> = made.kept.iter().map(|kept| (kept.id, kept.code.as_str())).collect();
    kept.sort_unstable();
    let mut expected = [(pinned, "item.pinned"), (unsent, "item.unsent")];
    expected.sort_unstable();
    assert_eq!(kept, expected);
    assert!(!system.path(1).exists() && system.path(3).exists() && system.path(4).exists());
    assert_eq!(place(&phone, first).await?, OriginalPlace::Cloud);

    server.set_quota(EMAIL, 1 << 30).await?;
    settle(&[&phone]).await?;
    let choices = phone.library.choices().await?;
    assert!(choices.gallery.is_empty(), "what we asked for is nobody's deletion: {choices:?}");
    assert_eq!(phone.shown().await?.len(), 4);
    assert_eq!(phone.original(first).await?, photo(1));
    Ok(())
}

#[tokio::test]
async fn a_system_that_tells_no_sizes_is_served_all_the_same() -> Result<(), Failure> {
    let (server, system, phone) = with_system(System::new(false)?, &[1, 2]).await?;
    let id = id_of(&phone, 1).await?;
    let bytes = u64::try_from(photo(1).len())?;
    assert_eq!(phone.library.details(id).await?.ok_or("gone")?.asset.bytes, bytes);
    assert_eq!(phone.library.usage().await?.device.borrowed, bytes + u64::try_from(photo(2).len())?);
    fs::remove_file(system.path(1))?;
    settle(&[&phone]).await?;
    assert_eq!(place(&phone, id).await?, OriginalPlace::Cloud);
    assert_eq!(phone.library.request_room(None).await?.evicted.len(), 1);
    let other = Phone::signed_in(&server, EMAIL, "The tablet").await?;
    settle(&[&other]).await?;
    assert_eq!(other.original(id).await?, photo(1));
    Ok(())
}

#[tokio::test]
async fn as_much_is_asked_for_as_is_wanted() -> Result<(), Failure> {
    let (_server, system, phone) = with_gallery(&[1, 2, 3]).await?;
    let made = phone.library.request_room(Some(1)).await?;
    assert_eq!((made.requested.len(), made.evicted.len(), made.is_enough()), (1, 1, true));
    let made = phone.library.request_room(Some(1 << 40)).await?;
    assert_eq!((made.requested.len(), made.is_enough(), system.questions()), (2, false, 2));
    let made = phone.library.request_room(None).await?;
    assert_eq!((made.requested.len(), system.questions()), (0, 2), "where nothing can go, nobody is asked");
    Ok(())
}

#[tokio::test]
async fn whatever_the_system_says_a_note_ends_only_with_its_original() -> Result<(), Failure> {
    for (answer, code) in
        [(Answer::No, "item.declined"), (Answer::Lie, "item.busy"), (Answer::Error, "lib.unavailable")]
    {
        let (_server, system, phone) = with_gallery(&[1]).await?;
        let id = id_of(&phone, 1).await?;
        system.answers(answer);
        let made = phone.library.request_room(None).await?;
        assert_eq!((made.evicted.len(), made.freed), (0, 0), "{answer:?}");
        assert_eq!(made.kept[0].code, code, "{answer:?}");
        settle(&[&phone]).await?;
        assert_eq!(place(&phone, id).await?, OriginalPlace::Both, "{answer:?}");
        system.answers(Answer::Yes);
        assert_eq!(phone.library.request_room(None).await?.evicted.len(), 1, "{answer:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_death_after_the_system_removed_is_no_deletion_by_anybody() -> Result<(), Failure> {
    let (_server, system, phone) = with_gallery(&[1, 2]).await?;
    let id = id_of(&phone, 1).await?;
    phone.library.decide_gallery(GalleryAnswer::Follow).await?;
    system.answers(Answer::YesAndDeath);
    let library = phone.library.clone();
    tokio::select! {
        made = library.request_room(None) => return Err(format!("it is dead: {made:?}").into()),
        () = async { while system.path(2).exists() || system.path(1).exists() { tokio::task::yield_now().await } } => {}
    }
    drop(library);
    system.put(9)?;
    let device = phone.device.clone();
    let phone = phone.reopened(device).await?;
    settle(&[&phone]).await?;
    assert_eq!(place(&phone, id).await?, OriginalPlace::Cloud);
    assert!(phone.shelf(Shelf::Trash).await?.is_empty(), "although the person follows the gallery");
    assert_eq!(phone.original(id).await?, photo(1));
    Ok(())
}

#[tokio::test]
async fn what_is_not_proven_is_not_asked_for() -> Result<(), Failure> {
    let (server, system, phone) = with_gallery(&[2]).await?;
    let large: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    fs::write(system.path(1), &large)?;
    settle(&[&phone]).await?;
    // A part of more than 128 KiB is a file of its own.
    for path in files_in(&server.folder().join("parts"))? {
        if fs::metadata(&path)?.len() > 200_000 {
            fs::remove_file(path)?;
        }
    }
    fs::write(system.path(2), photo(200))?;
    let made = phone.library.request_room(None).await?;
    let codes: Vec<_> = made.kept.iter().map(|kept| kept.code.as_str()).collect();
    assert!(codes.contains(&"cloud.damaged") && codes.contains(&"item.changed"), "{codes:?}");
    assert_eq!(system.questions(), 0, "{made:?}");
    assert!(system.path(1).exists() && system.path(2).exists());
    Ok(())
}

#[tokio::test]
async fn a_photo_deleted_in_the_gallery_stays_and_is_asked_about_once() -> Result<(), Failure> {
    let (_server, system, phone) = with_gallery(&[1, 2, 3, 4]).await?;
    let (first, second) = (id_of(&phone, 1).await?, id_of(&phone, 2).await?);
    fs::remove_file(system.path(1))?;
    settle(&[&phone]).await?;
    assert_eq!(phone.shown().await?.len(), 4);
    assert_eq!(place(&phone, first).await?, OriginalPlace::Cloud, "the gallery has it no more");
    let choices = phone.library.choices().await?;
    assert_eq!(
        choices.gallery.iter().map(|one| (one.photo.id, one.what)).collect::<Vec<_>>(),
        [(first, InGallery::Deleted)]
    );
    assert_eq!(choices.gallery_answer, None);
    assert_eq!(findings(&phone).await?, ["lib.gallery_choice"]);
    assert!(phone.library.erase_check().await?.ready);

    assert_eq!(phone.library.decide_gallery(GalleryAnswer::Keep).await?.unchanged, [first]);
    assert!(findings(&phone).await?.is_empty());
    let device = phone.device.clone();
    let phone = phone.reopened(device).await?;
    fs::remove_file(system.path(2))?;
    settle(&[&phone]).await?;
    let choices = phone.library.choices().await?;
    assert!(choices.gallery.is_empty(), "it was asked once: {choices:?}");
    assert_eq!(choices.gallery_answer, Some(GalleryAnswer::Keep));
    assert_eq!((phone.shown().await?.len(), place(&phone, second).await?), (4, OriginalPlace::Cloud));
    // It comes back to the gallery, and is there again without a byte fetched.
    system.put(2)?;
    settle(&[&phone]).await?;
    assert_eq!(place(&phone, second).await?, OriginalPlace::Both);
    assert!(files_in(&phone.home().join("originals"))?.is_empty());
    Ok(())
}

#[tokio::test]
async fn whoever_follows_the_gallery_finds_its_photos_in_recently_deleted() -> Result<(), Failure> {
    let (server, system, phone) = with_gallery(&[1, 2, 3]).await?;
    let other = Phone::signed_in(&server, EMAIL, "The tablet").await?;
    let (first, second) = (id_of(&phone, 1).await?, id_of(&phone, 2).await?);
    fs::remove_file(system.path(1))?;
    settle(&[&phone, &other]).await?;
    assert_eq!(phone.library.decide_gallery(GalleryAnswer::Follow).await?.changed, [first]);
    fs::remove_file(system.path(2))?;
    settle(&[&phone, &other]).await?;
    let trashed: Vec<_> = other.shelf(Shelf::Trash).await?.iter().map(|photo| photo.id).collect();
    assert!(trashed.contains(&first) && trashed.contains(&second) && trashed.len() == 2, "{trashed:?}");
    other.library.restore(vec![second]).await?;
    settle(&[&phone, &other]).await?;
    assert_eq!(phone.original(second).await?, photo(2), "recently deleted is as far as it goes");
    Ok(())
}

#[tokio::test]
async fn a_gallery_that_is_suddenly_nearly_empty_is_asked_about_whatever_was_said() -> Result<(), Failure> {
    let seeds: Vec<u8> = (0..30).collect();
    let (_server, system, phone) = with_gallery(&seeds).await?;
    phone.library.decide_gallery(GalleryAnswer::Follow).await?;
    for seed in 0..25 {
        fs::remove_file(system.path(seed))?;
    }
    settle(&[&phone]).await?;
    assert_eq!((phone.shown().await?.len(), phone.library.choices().await?.gallery.len()), (30, 25));
    // A disk that is not plugged in lists nothing at all: that says nothing.
    for seed in 25..30 {
        fs::rename(system.path(seed), system.folder.path().join(format!(".{seed}")))?;
    }
    settle(&[&phone]).await?;
    assert_eq!((phone.shown().await?.len(), phone.library.choices().await?.gallery.len()), (30, 25));
    Ok(())
}

#[tokio::test]
async fn a_photo_deleted_in_the_gallery_a_moment_ago_opens_from_the_cloud() -> Result<(), Failure> {
    let (server, system, phone) = with_gallery(&[1, 2]).await?;
    let (first, second) = (id_of(&phone, 1).await?, id_of(&phone, 2).await?);
    fs::remove_file(system.path(1))?;
    assert_eq!(phone.original(first).await?, photo(1), "before any look at the gallery");
    // The last one is gone, and a gallery that lists nothing says nothing: the phone finds out when it looks.
    fs::remove_file(system.path(2))?;
    settle(&[&phone]).await?;
    server.clock.pass(jiff::SignedDuration::from_hours(49));
    settle(&[&phone]).await?;
    assert_eq!(place(&phone, second).await?, OriginalPlace::Cloud);
    Ok(())
}

#[tokio::test]
async fn an_edited_photo_is_a_new_one_and_the_former_form_stays() -> Result<(), Failure> {
    let (_server, system, phone) = with_gallery(&[1, 2]).await?;
    let former = id_of(&phone, 1).await?;
    fs::write(system.path(1), photo(101))?;
    settle(&[&phone]).await?;
    assert_eq!(phone.shown().await?.len(), 3);
    assert_eq!(place(&phone, former).await?, OriginalPlace::Cloud);
    let choices = phone.library.choices().await?;
    assert_eq!(
        choices.gallery.iter().map(|one| (one.photo.id, one.what)).collect::<Vec<_>>(),
        [(former, InGallery::Edited)]
    );
    assert_eq!(phone.library.decide_gallery(GalleryAnswer::Follow).await?.changed, [former]);
    settle(&[&phone]).await?;
    assert_eq!(phone.shown().await?.len(), 2);
    assert_eq!(phone.shelf(Shelf::Trash).await?[0].id, former);
    assert_eq!(phone.original(former).await?, photo(1), "its bytes are in the cloud");
    Ok(())
}

#[tokio::test]
async fn a_phone_that_sees_some_photos_only_concludes_nothing() -> Result<(), Failure> {
    let (_server, system, phone) = with_gallery(&[1, 2]).await?;
    phone.library.decide_gallery(GalleryAnswer::Follow).await?;
    phone.say("fact.photo_access=limited").await?;
    let hidden = system.folder.path().join(".hidden");
    fs::rename(system.path(1), &hidden)?;
    settle(&[&phone]).await?;
    assert_eq!((phone.shown().await?.len(), phone.library.choices().await?.gallery.len()), (2, 0));
    fs::rename(&hidden, system.path(1))?;
    phone.say("fact.photo_access=full").await?;
    settle(&[&phone]).await?;
    let id = id_of(&phone, 1).await?;
    assert_eq!(place(&phone, id).await?, OriginalPlace::Both);
    Ok(())
}

#[tokio::test]
async fn a_photo_that_lies_there_twice_is_gone_with_the_second() -> Result<(), Failure> {
    let (_server, system, phone) = with_gallery(&[1]).await?;
    let id = id_of(&phone, 1).await?;
    let copy = system.folder.path().join("copy of 01.png");
    fs::copy(system.path(1), &copy)?;
    system.put(2)?;
    settle(&[&phone]).await?;
    fs::remove_file(system.path(1))?;
    settle(&[&phone]).await?;
    assert_eq!(place(&phone, id).await?, OriginalPlace::Both);
    assert!(phone.library.choices().await?.gallery.is_empty());
    assert!(phone.library.prove(vec![id]).await?.is_whole(), "it is read from where it still lies");
    fs::remove_file(&copy)?;
    settle(&[&phone]).await?;
    assert_eq!(place(&phone, id).await?, OriginalPlace::Cloud);
    assert_eq!(phone.library.choices().await?.gallery.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_photo_gone_before_it_was_safe_is_a_finding_with_its_name_and_never_deleted() -> Result<(), Failure> {
    for edit in [false, true] {
        let (server, system, phone) = with_gallery(&[1]).await?;
        phone.library.decide_gallery(GalleryAnswer::Follow).await?;
        server.set_quota(EMAIL, 1).await?;
        system.put(2)?;
        phone.sync().await?;
        let id = id_of(&phone, 2).await?;
        if edit {
            fs::write(system.path(2), photo(102))?
        } else {
            fs::remove_file(system.path(2))?
        }
        phone.sync().await?;
        server.set_quota(EMAIL, 1 << 30).await?;
        phone.sync().await?;
        let status = phone.library.status().await?;
        let finding = status.findings.iter().find(|finding| finding.code == "item.missing").ok_or("no finding")?;
        assert!(finding.evidence.contains("02.png"), "{finding:?}");
        let details = phone.library.details(id).await?.ok_or("gone")?;
        assert_eq!((details.asset.trashed, details.asset.state), (false, SafetyState::Failed), "{edit}");
        system.put(2)?;
        phone.sync_now().await?;
        settle(&[&phone]).await?;
        assert_eq!(phone.library.details(id).await?.ok_or("gone")?.asset.state, SafetyState::Safe, "found again");
        assert!(!findings(&phone).await?.contains(&"item.missing".to_owned()), "and nothing says otherwise");
    }
    Ok(())
}
