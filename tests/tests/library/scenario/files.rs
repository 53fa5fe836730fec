//! Single photos, and the places that they are taken from: each is named, and blocks no other.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use safelight_core::ports::{FileStamp, PhotoChanges, PhotoSource, PhotoSourceError, ReadSeek};
use safelight_core::{ImportOptions, Placement};
use safelight_tests::disk::SmallDisk;
use safelight_tests::in_process::{Failure, TestServer};
use safelight_tests::phone::photo;
use safelight_tests::processes::noise;

use super::stage::{EMAIL, Hand, Side, Stage};
use crate::Gallery;
use crate::diagnosis::front::Way;

/// The codes that these scenes bring about.
pub(super) const CODES: &[&str] = &[
    "lib.denied",
    "lib.restricted",
    "lib.unavailable",
    "lib.limited",
    "item.missing",
    "item.changed",
    "item.contested",
    "item.too_large",
    "item.hash_mismatch",
];

/// A phone's own photo library that may be closed to the app, all of it or all that was not selected.
#[derive(Default)]
struct Guarded {
    inner: Gallery,
    refuses: Mutex<Option<PhotoSourceError>>,
    hidden: Mutex<Vec<String>>,
}

impl Guarded {
    fn refuses(&self, why: Option<PhotoSourceError>) {
        *self.refuses.lock().unwrap_or_else(PoisonError::into_inner) = why;
    }

    fn hides(&self, ids: &[&str]) {
        *self.hidden.lock().unwrap_or_else(PoisonError::into_inner) = ids.iter().map(|id| (*id).to_owned()).collect();
    }
}

#[async_trait]
impl PhotoSource for Guarded {
    async fn changes(&self, since: Option<&str>) -> Result<PhotoChanges, PhotoSourceError> {
        let refused = *self.refuses.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(why) = refused {
            return Err(why);
        }
        let mut changes = self.inner.changes(since).await?;
        let hidden = self.hidden.lock().unwrap_or_else(PoisonError::into_inner);
        changes.items.retain(|item| !hidden.contains(&item.id));
        Ok(changes)
    }

    fn open_original(&self, id: &str) -> io::Result<Box<dyn ReadSeek>> {
        self.inner.open_original(id)
    }

    fn stamp(&self, id: &str) -> io::Result<FileStamp> {
        self.inner.stamp(id)
    }
}

/// Two phones; the one in hand takes photos from its own photo library.
async fn with_a_gallery() -> Result<(Stage, Arc<Guarded>), Failure> {
    let server = TestServer::start().await?;
    let gallery = Arc::new(Guarded::default());
    let photos = Arc::clone(&gallery);
    let here = Hand::new(&server, "Iris’ phone").await?;
    let here = here.reopened(|set_up| set_up.device.photos = photos).await?;
    here.sign_up(EMAIL).await?;
    here.library.add_photo_library().await?;
    let there = Hand::new(&server, "The tablet").await?;
    there.sign_in().await?;
    let stage = Stage { server, here, there };
    gallery.inner.put("L0/001", Some(photo(1)));
    stage.come_to_rest().await?;
    Ok((stage, gallery))
}

/// How many photos the other phone shows.
async fn there(stage: &Stage) -> Result<usize, Failure> {
    let query = safelight_core::PageQuery::default();
    Ok(stage.there.library.page(query).await?.assets.len())
}

#[tokio::test]
async fn photos_that_the_app_may_not_read_are_not_even_known_and_that_is_told() -> Result<(), Failure> {
    for (why, code) in [
        (PhotoSourceError::Denied, "lib.denied"),
        (PhotoSourceError::Restricted, "lib.restricted"),
        (PhotoSourceError::Unavailable, "lib.unavailable"),
    ] {
        let (stage, gallery) = with_a_gallery().await?;
        gallery.refuses(Some(why));
        gallery.inner.put("L0/002", Some(photo(2)));
        stage.pass(Side::Here).await?;
        assert_eq!(there(&stage).await?, 1);
        assert_eq!(stage.here.found().await?.first().map(String::as_str), Some(code));
        gallery.refuses(None);
        stage.pass(Side::Here).await?;
        assert_eq!(there(&stage).await?, 2);
        assert!(stage.here.is_well().await?, "{:?}", stage.here.found().await?);
    }
    Ok(())
}

#[tokio::test]
async fn photos_that_were_not_selected_stay_on_the_phone_and_that_is_told() -> Result<(), Failure> {
    let (stage, gallery) = with_a_gallery().await?;
    gallery.hides(&["L0/002"]);
    gallery.inner.put("L0/002", Some(photo(2)));
    gallery.inner.put("L0/003", Some(photo(3)));
    stage.here.say("fact.photo_access=limited").await?;
    stage.pass(Side::Here).await?;
    assert_eq!(there(&stage).await?, 2, "what was selected goes");
    assert_eq!(stage.here.found().await?, ["lib.limited"]);
    stage.here.say("fact.photo_access=full").await?;
    gallery.hides(&[]);
    stage.pass(Side::Here).await?;
    assert_eq!(there(&stage).await?, 3);
    assert!(stage.here.is_well().await?);
    Ok(())
}

#[tokio::test]
async fn a_photo_that_is_gone_before_it_was_safe_is_named() -> Result<(), Failure> {
    let (stage, gallery) = with_a_gallery().await?;
    stage.here.say("fact.network=none").await?;
    gallery.inner.put("L0/002", Some(photo(2)));
    stage.pass(Side::Here).await?;
    gallery.inner.put("L0/002", None);
    stage.here.say("fact.network=wifi").await?;
    stage.pass(Side::Here).await?;
    let found = stage.here.diagnose().await?.findings;
    assert_eq!(found[0].code, "item.missing");
    assert!(found[0].names.iter().any(|name| name.contains("L0/002")), "{:?}", found[0].names);
    // Somebody finds it again.
    let id = stage.here.import("found.png", &photo(2)).await?;
    stage.pass(Side::Here).await?;
    assert!(stage.there.has(id).await?);
    Ok(())
}

#[tokio::test]
async fn a_folder_that_is_not_there_any_more_is_named_and_taken_up_again() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    let folder = stage.here.home().with_file_name("card");
    std::fs::create_dir(&folder)?;
    stage.here.library.add_source(&folder).await?;
    stage.come_to_rest().await?;
    let away = folder.with_file_name("pulled out");
    std::fs::rename(&folder, &away)?;
    std::fs::write(away.join("IMG_2.png"), photo(2))?;
    stage.pass(Side::Here).await?;
    assert_eq!(there(&stage).await?, 0);
    assert_eq!(stage.here.found().await?, ["item.missing"]);
    std::fs::rename(&away, &folder)?;
    stage.pass(Side::Here).await?;
    assert_eq!(there(&stage).await?, 1);
    assert!(stage.here.is_well().await?, "{:?}", stage.here.found().await?);
    Ok(())
}

#[tokio::test]
async fn a_photo_that_found_no_room_here_is_taken_in_when_there_is_some() -> Result<(), Failure> {
    let mut stage = Stage::new().await?;
    let disk = Arc::new(SmallDisk::of(20 << 30));
    let small = Arc::clone(&disk);
    let spare = Hand::new(&stage.server, "nobody's").await?;
    let here = std::mem::replace(&mut stage.here, spare);
    stage.here = here.reopened(|set_up| set_up.device.disk = small).await?;
    let folder = stage.here.home().with_file_name("card");
    std::fs::create_dir(&folder)?;
    stage.here.library.add_source(&folder).await?;
    disk.resize(disk.used() + 1000);
    std::fs::write(folder.join("A.heic"), noise(1, 200_000))?;
    stage.pass(Side::Here).await?;
    assert_eq!(there(&stage).await?, 0);
    assert_eq!(stage.here.found().await?.first().map(String::as_str), Some("disk.device"));
    disk.resize(20 << 30);
    stage.pass(Side::Here).await?;
    assert_eq!(there(&stage).await?, 1, "{:?}", stage.here.found().await?);
    assert!(stage.here.is_well().await?, "{:?}", stage.here.found().await?);
    Ok(())
}

#[tokio::test]
async fn a_photo_that_was_changed_since_it_was_taken_in_is_named() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    stage.here.say("fact.network=none").await?;
    let path = stage.here.file("A.png", &photo(1))?;
    let borrowed = ImportOptions { placement: Placement::InPlace, ..ImportOptions::default() };
    let old = stage.here.library.import(std::slice::from_ref(&path), borrowed, |_| {}).await?.imported[0];
    std::fs::write(&path, photo(2))?;
    stage.here.say("fact.network=wifi").await?;
    stage.pass(Side::Here).await?;
    assert!(!stage.there.has(old).await?);
    let found = stage.here.diagnose().await?.findings;
    assert_eq!((found[0].code.as_str(), found[0].names.as_slice()), ("item.changed", &["A.png".to_owned()][..]));
    // As it is now it is another photo, and that one goes.
    let new = stage.here.library.import(&[path], ImportOptions::default(), |_| {}).await?.imported[0];
    stage.pass(Side::Here).await?;
    assert!(stage.there.has(new).await?);
    Ok(())
}

#[tokio::test]
async fn a_photo_that_one_phone_deletes_and_the_other_brings_back_waits_for_a_decision() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    let id = stage.here.take(1).await?;
    stage.here.library.trash(vec![id]).await?;
    stage.come_to_rest().await?;
    stage.there.library.purge(vec![id]).await?;
    stage.there.sync().await?;
    stage.here.library.restore(vec![id]).await?;
    stage.pass(Side::Here).await?;
    assert!(!stage.there.has(id).await?);
    assert_eq!(stage.here.found().await?.first().map(String::as_str), Some("item.contested"));
    stage.here.library.restore(vec![id]).await?;
    stage.pass(Side::Here).await?;
    assert!(stage.there.has(id).await?);
    assert!(stage.here.is_well().await?, "{:?}", stage.here.found().await?);
    Ok(())
}

#[tokio::test]
async fn a_photo_that_the_server_will_not_take_is_named_and_the_next_one_goes() -> Result<(), Failure> {
    for (refused, code) in [("req.too_large", "item.too_large"), ("item.hash_mismatch", "item.hash_mismatch")] {
        let stage = Stage::new().await?;
        stage.here.front.becomes(Way::RefusesLarge(refused, 300_000));
        let id = stage.here.import("A.heic", &noise(1, 1_000_000)).await?;
        let small = stage.here.take(1).await?;
        stage.pass(Side::Here).await?;
        assert!(!stage.there.has(id).await? && stage.there.has(small).await?);
        let found = stage.here.diagnose().await?.findings;
        assert_eq!((found[0].code.as_str(), found[0].names.as_slice()), (code, &["A.heic".to_owned()][..]));
        stage.here.front.becomes(Way::Open);
        stage.here.sync_now().await?;
        stage.there.sync().await?;
        assert!(stage.there.has(id).await?);
        assert!(stage.here.is_well().await?);
    }
    Ok(())
}
