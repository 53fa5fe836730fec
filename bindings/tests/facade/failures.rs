//! What an app's own objects do wrong, what is cancelled, what is a mistake of ours.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use safelight_core::ports::{Crossed, TicketOutcome, TicketResult};
use safelight_ffi::ports::{Carrier, KeyVault, Ticket, VaultFailure};
use safelight_ffi::values::SignInState;
use safelight_ffi::{CancelToken, PlatformObjects, Progress, ProgressListener, SafelightError};
use safelight_tests::processes::{Cloud, Way, noise};

use crate::app::{self, bare, credentials, folder, opened, photos, registered};

/// A vault in memory that fails when it is told to.
#[derive(Default)]
struct Vault {
    kept: Mutex<std::collections::BTreeMap<String, Vec<u8>>>,
    fails: Mutex<Option<VaultFailure>>,
    panics: AtomicBool,
}

impl Vault {
    fn answer<T>(&self, answer: impl FnOnce() -> T) -> Result<T, VaultFailure> {
        assert!(!self.panics.load(Ordering::SeqCst), "a vault that breaks down");
        match self.fails.lock().unwrap().clone() {
            Some(failure) => Err(failure),
            None => Ok(answer()),
        }
    }
}

impl KeyVault for Vault {
    fn load(&self, name: String) -> Result<Option<Vec<u8>>, VaultFailure> {
        self.answer(|| self.kept.lock().unwrap().get(&name).cloned())
    }

    fn save(&self, name: String, secret: Vec<u8>) -> Result<(), VaultFailure> {
        self.answer(|| drop(self.kept.lock().unwrap().insert(name, secret)))
    }

    fn remove(&self, name: String) -> Result<(), VaultFailure> {
        self.answer(|| drop(self.kept.lock().unwrap().remove(&name)))
    }
}

fn with(vault: &Arc<Vault>) -> PlatformObjects {
    PlatformObjects { vault: Some(Arc::clone(vault) as Arc<dyn KeyVault>), ..bare() }
}

#[tokio::test]
async fn a_vault_that_is_locked_or_fails_lets_wait_and_signs_nobody_out() {
    let (folder, mut cloud, vault) = (folder(), Cloud::new(&[]), Arc::new(Vault::default()));
    let wire = cloud.phone().wire.clone();
    let registration = registered(&folder, with(&vault));
    let safelight = Arc::clone(&registration).open(None, None).await.unwrap();
    safelight.sign_up(credentials(&wire.url(), "anna@example.org"), None, None).await.unwrap();
    safelight.shut_down().await.unwrap();

    for (failure, code) in [
        (VaultFailure::Locked, "bg.locked_boot"),
        (VaultFailure::Failed { detail: "no key store".to_owned() }, "acct.vault"),
    ] {
        *vault.fails.lock().unwrap() = Some(failure);
        let refused = Arc::clone(&registration).open(None, None).await.err().unwrap();
        assert!(matches!(&refused, SafelightError::Wait { reason } if reason.code == code), "{refused:?}");
    }
    *vault.fails.lock().unwrap() = None;
    let safelight = registration.open(None, None).await.unwrap();
    assert!(matches!(safelight.sign_in_state().await.unwrap(), SignInState::Active { .. }));
}

#[tokio::test]
async fn a_panic_in_an_object_of_the_app_is_an_error_and_the_library_lives() {
    let (folder, vault) = (folder(), Arc::new(Vault::default()));
    let mut cloud = Cloud::new(&[]);
    let wire = cloud.phone().wire.clone();
    let safelight = registered(&folder, with(&vault)).open(None, None).await.unwrap();
    vault.panics.store(true, Ordering::SeqCst);
    let refused = safelight.sign_up(credentials(&wire.url(), "anna@example.org"), None, None).await.err().unwrap();
    assert!(refused.reason().is_some(), "{refused:?}");
    vault.panics.store(false, Ordering::SeqCst);
    assert_eq!(safelight.sign_in_state().await, Ok(SignInState::Never));
}

/// A listener that never comes back, or fails.
struct Listener {
    blocks: Option<Mutex<std::sync::mpsc::Receiver<()>>>,
    calls: AtomicUsize,
}

impl ProgressListener for Listener {
    fn on_progress(&self, _: Progress) -> Result<(), SafelightError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        match &self.blocks {
            // Until the test is over.
            Some(until) => drop(until.lock().unwrap().recv()),
            None => return Err(SafelightError::Cancelled),
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_listener_that_blocks_or_fails_holds_nothing_up() {
    let (folder, mut cloud) = (folder(), Cloud::new(&[]));
    let wire = cloud.phone().wire.clone();
    let safelight = opened(&folder).await;
    safelight.sign_up(credentials(&wire.url(), "anna@example.org"), None, None).await.unwrap();
    let (release, blocked) = std::sync::mpsc::channel();
    let blocks = Arc::new(Listener { blocks: Some(Mutex::new(blocked)), calls: AtomicUsize::new(0) });
    let listener = Arc::clone(&blocks) as Arc<dyn ProgressListener>;
    let report = safelight.take_in(photos(&folder, 0..20), app::COPY, Some(listener), None).await.unwrap();
    assert_eq!(report.imported_count, 20);
    assert!(blocks.calls.load(Ordering::SeqCst) <= 1, "a second call came before the first was over");
    drop(release);

    let fails = Arc::new(Listener { blocks: None, calls: AtomicUsize::new(0) });
    let listener = Arc::clone(&fails) as Arc<dyn ProgressListener>;
    let report = safelight.take_in(photos(&folder, 20..40), app::COPY, Some(listener), None).await.unwrap();
    assert_eq!(report.imported_count, 20);
}

#[tokio::test]
async fn a_sync_that_is_cancelled_in_mid_transfer_ends_soon_and_the_next_goes_on() {
    let (folder, mut cloud) = (folder(), Cloud::new(&[]));
    let wire = cloud.phone().wire.clone();
    let safelight = opened(&folder).await;
    safelight.sign_up(credentials(&wire.url(), "anna@example.org"), None, None).await.unwrap();
    let file = folder.path().join("large.bin");
    std::fs::write(&file, noise(7, 24 * 1024 * 1024)).unwrap();
    safelight.take_in(vec![file.to_string_lossy().into_owned()], app::COPY, None, None).await.unwrap();

    let cancel = CancelToken::new();
    let (syncing, token) = (Arc::clone(&safelight), Arc::clone(&cancel));
    let run = tokio::spawn(async move { syncing.sync(false, Some(token)).await });
    let watched = wire.clone();
    let until = 1024 * 1024;
    tokio::task::spawn_blocking(move || watched.wait_for_bytes(Way::Up, until, || false)).await.unwrap();
    let began = std::time::Instant::now();
    cancel.cancel();
    assert_eq!(run.await.unwrap(), Err(SafelightError::Cancelled));
    assert!(began.elapsed() < Duration::from_secs(3), "it took {:?}", began.elapsed());
    assert!(safelight.status().await.unwrap().pending.originals > 0);

    // Nothing of the first run stands in the way of the second.
    let outcome = safelight.sync(false, None).await.unwrap();
    assert!(outcome.up_to_date, "{outcome:?}");
}

#[tokio::test]
async fn a_run_whose_caller_goes_away_ends_in_good_order() {
    let (folder, mut cloud) = (folder(), Cloud::new(&[]));
    let wire = cloud.phone().wire.clone();
    let safelight = opened(&folder).await;
    safelight.sign_up(credentials(&wire.url(), "anna@example.org"), None, None).await.unwrap();
    safelight.take_in(photos(&folder, 0..3), app::COPY, None, None).await.unwrap();
    wire.stop();
    let dropped = tokio::time::timeout(Duration::from_millis(200), safelight.run(None, None, None, None)).await;
    assert!(dropped.is_err());
    wire.go_on();
    let mut outcome = safelight.sync(false, None).await.unwrap();
    while !outcome.up_to_date {
        outcome = safelight.sync(false, None).await.unwrap();
    }
    let windows = safelight.timeline(None).await.unwrap().windows;
    let ended: Vec<_> = windows.iter().map(|window| window.ending).collect();
    assert!(!ended.contains(&Some(safelight_core::history::Ending::Killed)), "{ended:?}");
}

/// A carrier that takes tickets and fails as it is told.
#[derive(Default)]
struct Courier {
    taken: Mutex<Vec<Ticket>>,
    fails: AtomicBool,
}

#[async_trait]
impl Carrier for Courier {
    async fn hand_over(&self, tickets: Vec<Ticket>) -> Result<Vec<String>, SafelightError> {
        let ids = tickets.iter().map(|ticket| ticket.id.clone()).collect();
        self.taken.lock().unwrap().extend(tickets);
        Ok(ids)
    }

    async fn results(&self) -> Result<Vec<TicketResult>, SafelightError> {
        if self.fails.load(Ordering::SeqCst) {
            return Err(uniffi::UnexpectedUniFFICallbackError::new("the session is gone").into());
        }
        let taken = self.taken.lock().unwrap();
        let failed = |ticket: &Ticket| TicketResult {
            id: ticket.id.clone(),
            outcome: TicketOutcome::Failed,
            crossed: Crossed::Unknown,
        };
        Ok(taken.iter().map(failed).collect())
    }

    async fn cancel(&self, _: Vec<String>) -> Result<(), SafelightError> {
        Ok(())
    }
}

#[tokio::test]
async fn a_carrier_is_given_whole_tickets_and_what_it_throws_is_told() {
    let (folder, mut cloud) = (folder(), Cloud::new(&[]));
    let wire = cloud.phone().wire.clone();
    let safelight = opened(&folder).await;
    safelight.sign_up(credentials(&wire.url(), "anna@example.org"), None, None).await.unwrap();
    safelight.take_in(photos(&folder, 0..2), app::COPY, None, None).await.unwrap();
    let courier = Arc::new(Courier::default());
    let carriage = safelight.carry(Arc::clone(&courier) as Arc<dyn Carrier>, None).await.unwrap();
    assert_eq!(carriage.handed_over, 2);
    for ticket in courier.taken.lock().unwrap().iter() {
        assert_eq!(ticket.method, "PUT");
        assert_eq!(std::fs::metadata(&ticket.file).unwrap().len(), ticket.length);
        assert!(ticket.url.starts_with(&wire.url()), "{}", ticket.url);
    }
    courier.fails.store(true, Ordering::SeqCst);
    let told = safelight.carry(Arc::clone(&courier) as Arc<dyn Carrier>, None).await.err().unwrap();
    assert!(matches!(&told, SafelightError::Foreign { reason } if reason.detail.contains("session")), "{told:?}");
}

#[tokio::test]
async fn wrong_credentials_and_a_server_that_is_not_there_are_two_things() {
    let (folder, mut cloud) = (folder(), Cloud::new(&[]));
    let wire = cloud.phone().wire.clone();
    let safelight = opened(&folder).await;
    let wrong = safelight.sign_in(credentials(&wire.url(), "nobody@example.org"), None).await.err().unwrap();
    assert!(matches!(&wrong, SafelightError::SignIn { reason } if reason.code == "acct.credentials"), "{wrong:?}");
    cloud.kill();
    let gone = safelight.sign_in(credentials(&wire.url(), "nobody@example.org"), None).await.err().unwrap();
    assert!(matches!(&gone, SafelightError::Wait { reason } if reason.code == "srv.outage"), "{gone:?}");
    let album = safelight.rename_album("None".to_owned(), "New".to_owned()).await.err().unwrap();
    assert!(matches!(&album, SafelightError::Correct { reason } if reason.code == "album.unknown"), "{album:?}");
}
