//! Registered, opened, suspended, resumed, shut down.

use std::sync::Arc;
use std::time::Duration;

use safelight_ffi::values::SignInState;
use safelight_ffi::{AssetQuery, CancelToken, OpenListener, OpenStage, SafelightError, register};
use safelight_tests::processes::{Cloud, Way};

use crate::app::{self, bare, configuration, credentials, folder, library, opened, photos, registered};

fn everything() -> AssetQuery {
    AssetQuery {
        shelf: safelight_core::Shelf::Timeline,
        album: None,
        favourites: false,
        since: None,
        until: None,
        after: None,
        limit: 200,
    }
}

#[tokio::test]
async fn registering_opens_nothing_and_twice_gives_the_same() {
    let folder = folder();
    let one = registered(&folder, bare());
    let two = registered(&folder, bare());
    assert!(Arc::ptr_eq(&one, &two));
    assert!(!library(&folder).exists(), "registering has made the library");
}

#[tokio::test]
async fn a_folder_that_is_no_absolute_path_is_refused() {
    let mut configuration = configuration(&folder());
    configuration.folder = "library".to_owned();
    assert!(matches!(register(configuration, bare()), Err(SafelightError::Correct { .. })));
}

struct Stages(std::sync::Mutex<Vec<OpenStage>>);

impl OpenListener for Stages {
    fn on_stage(&self, stage: OpenStage) -> Result<(), SafelightError> {
        self.0.lock().unwrap().push(stage);
        Ok(())
    }
}

#[tokio::test]
async fn whoever_opens_is_given_the_same_library_and_what_came_before_waits() {
    let folder = folder();
    let registration = registered(&folder, bare());
    let early = tokio::spawn(Arc::clone(&registration).opened(None));
    let stages = Arc::new(Stages(std::sync::Mutex::default()));
    let (one, two) = tokio::join!(
        Arc::clone(&registration).open(Some(Arc::clone(&stages) as Arc<dyn OpenListener>), None),
        Arc::clone(&registration).open(None, None)
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert!(Arc::ptr_eq(&one, &two));
    assert!(Arc::ptr_eq(&one, &early.await.unwrap().unwrap()));
    assert_eq!(one.sign_in_state().await, Ok(SignInState::Never));
}

#[tokio::test]
async fn a_wait_for_the_opening_can_be_cancelled() {
    let registration = registered(&folder(), bare());
    let cancel = CancelToken::new();
    let waits = tokio::spawn(registration.opened(Some(Arc::clone(&cancel))));
    cancel.cancel();
    assert!(matches!(waits.await.unwrap(), Err(SafelightError::Cancelled)));
}

#[tokio::test]
async fn a_library_of_a_newer_version_is_refused_untouched() {
    let folder = folder();
    opened(&folder).await.shut_down().await.unwrap();
    let database = library(&folder).join("library.db");
    // The schema's version stands in the header, at 60. What is in the journal was written back by the shut-down.
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[60..64].copy_from_slice(&999_u32.to_be_bytes());
    std::fs::write(&database, &bytes).unwrap();

    let refused = registered(&folder, bare()).open(None, None).await;
    assert!(matches!(&refused, Err(SafelightError::UpdateApp { reason }) if reason.code == "ver.client_old"));
    assert_eq!(std::fs::read(&database).unwrap()[60..64], 999_u32.to_be_bytes());
}

#[tokio::test]
async fn a_library_that_was_shut_down_is_over_and_another_can_be_opened() {
    let folder = folder();
    let first = opened(&folder).await;
    let stream = first.change_stream().unwrap();
    first.shut_down().await.unwrap();
    first.shut_down().await.unwrap();
    assert!(first.is_shut_down());
    assert_eq!(first.albums().await, Err(SafelightError::Closed));
    assert_eq!(first.suspend().await, Err(SafelightError::Closed));
    assert_eq!(first.resume().await, Err(SafelightError::Closed));
    assert_eq!(stream.next().await, Ok(None));

    let second = opened(&folder).await;
    assert!(!Arc::ptr_eq(&first, &second));
    assert_eq!(second.albums().await, Ok(Vec::new()));
}

/// The files of a folder that this process holds locks on.
fn locked(folder: &std::path::Path) -> Vec<String> {
    use std::os::unix::fs::MetadataExt;

    let locks = std::fs::read_to_string("/proc/locks").unwrap();
    let own = std::process::id().to_string();
    let inodes: Vec<String> = locks
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|words| words.contains(&own.as_str()))
        .filter_map(|words| words.iter().find(|word| word.matches(':').count() == 2).map(|word| (*word).to_owned()))
        .filter_map(|place| place.rsplit(':').next().map(str::to_owned))
        .collect();
    std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .filter(|entry| inodes.contains(&entry.metadata().unwrap().ino().to_string()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// The files of a folder that this process has open.
fn open_files(folder: &std::path::Path) -> Vec<String> {
    std::fs::read_dir("/proc/self/fd")
        .unwrap()
        .flatten()
        .filter_map(|entry| std::fs::read_link(entry.path()).ok())
        .filter(|path| path.starts_with(folder))
        .map(|path| path.to_string_lossy().into_owned())
        .collect()
}

#[tokio::test]
async fn nothing_is_locked_while_suspended_and_calls_wait_for_the_resume() {
    let folder = folder();
    let library_folder = library(&folder);
    let safelight = opened(&folder).await;
    safelight.albums().await.unwrap();
    assert!(!locked(&library_folder).is_empty(), "the test can't see locks: an open store holds one");

    safelight.suspend().await.unwrap();
    assert_eq!(locked(&library_folder), Vec::<String>::new());
    assert_eq!(open_files(&library_folder), Vec::<String>::new());
    safelight.suspend().await.unwrap();

    let asked = Arc::clone(&safelight);
    let waits = tokio::spawn(async move { asked.page(everything()).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!waits.is_finished(), "a call has gone through a suspended library");
    assert_eq!(locked(&library_folder), Vec::<String>::new());

    safelight.resume().await.unwrap();
    safelight.resume().await.unwrap();
    assert!(waits.await.unwrap().unwrap().assets.is_empty());
}

#[tokio::test]
async fn a_run_is_ended_in_good_order_by_a_suspension_and_nothing_stays_locked() {
    let folder = folder();
    let mut cloud = Cloud::new(&[]);
    let wire = cloud.phone().wire.clone();
    let safelight = opened(&folder).await;
    safelight.sign_up(credentials(&wire.url(), "anna@example.org"), None, None).await.unwrap();
    safelight.take_in(photos(&folder, 0..6), app::COPY, None, None).await.unwrap();

    wire.stop();
    let before = wire.bytes(Way::Up);
    let syncing = Arc::clone(&safelight);
    let run = tokio::spawn(async move { syncing.sync(false, None).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!run.is_finished());
    let began = std::time::Instant::now();
    safelight.suspend().await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(5), "the suspension took {:?}", began.elapsed());
    assert_eq!(locked(&library(&folder)), Vec::<String>::new());
    let ended = run.await.unwrap();
    assert!(matches!(&ended, Err(SafelightError::Wait { reason }) if reason.code == "eng.interrupted"), "{ended:?}");

    wire.go_on();
    safelight.resume().await.unwrap();
    let outcome = safelight.sync(false, None).await.unwrap();
    assert!(outcome.up_to_date, "{outcome:?}");
    assert!(wire.bytes(Way::Up) > before);
}

#[tokio::test]
async fn a_shut_down_during_a_call_ends_the_call() {
    let folder = folder();
    let mut cloud = Cloud::new(&[]);
    let wire = cloud.phone().wire.clone();
    let safelight = opened(&folder).await;
    safelight.sign_up(credentials(&wire.url(), "anna@example.org"), None, None).await.unwrap();
    wire.stop();
    let asked = Arc::clone(&safelight);
    let call = tokio::spawn(async move { asked.devices(None).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    safelight.shut_down().await.unwrap();
    assert_eq!(call.await.unwrap(), Err(SafelightError::Closed));
    assert_eq!(open_files(&library(&folder)), Vec::<String>::new());
}

#[tokio::test]
async fn a_page_is_at_most_two_hundred() {
    let folder = folder();
    let mut cloud = Cloud::new(&[]);
    let wire = cloud.phone().wire.clone();
    let safelight = opened(&folder).await;
    safelight.sign_up(credentials(&wire.url(), "anna@example.org"), None, None).await.unwrap();
    let report = safelight.take_in(photos(&folder, 0..205), app::COPY, None, None).await.unwrap();
    assert_eq!((report.imported.len(), report.imported_count), (200, 205));
    let page = safelight.page(AssetQuery { limit: 10_000, ..everything() }).await.unwrap();
    assert_eq!(page.assets.len(), 200);
    let rest = safelight.page(AssetQuery { after: page.next, ..everything() }).await.unwrap();
    assert_eq!((rest.assets.len(), rest.next), (5, None));
    let wrong = safelight.page(AssetQuery { after: Some("nothing".to_owned()), ..everything() }).await;
    assert!(matches!(wrong, Err(SafelightError::Correct { .. })));
}
