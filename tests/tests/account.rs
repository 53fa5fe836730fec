//! Accounts, end to end: the core's flows against the real server, in one process.
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jiff::SignedDuration;
use safelight_core::account::{
    AccountError, Arrival, End, Enrolment, OnlyProcess, RefreshBusy, RefreshGuard, RefreshPermit, Session,
    SessionError, SignedIn, StretchPolicy, Unlocked, Weakness, unlock,
};
use safelight_core::keys::RecoveryWords;
use safelight_core::ports::{KeyVault, MemoryVault, RemoteRequest, Secret, SystemRng, VaultError};
use safelight_protocol::account::{RecoveryGrant, SigninChallenge, Stretch};
use safelight_protocol::{AccountId, route};
use safelight_tests::in_process::{Fate, Fates, TestDevice, TestServer};

const EMAIL: &str = "iris@example.org";
const PASSWORD: &str = "tulpe-kran-sieben";
const NEW_PASSWORD: &str = "nebel-lampe-dorf";

/// Argon2id is not what is tested here.
fn cheap() -> StretchPolicy {
    StretchPolicy::with_floor(Stretch { memory_kib: 8, passes: 1, lanes: 1 })
}

fn enrolment(device: &TestDevice) -> Enrolment {
    Enrolment::new(device.cloud(), device.ports(), cheap())
}

fn session(device: &TestDevice) -> Session {
    Session::new(device.cloud(), device.ports(), Arc::new(OnlyProcess), cheap())
}

fn unlocked(device: &TestDevice) -> Unlocked {
    unlock(device.vault.as_ref()).unwrap().expect("somebody signed in on this device")
}

fn from<'a>(device_name: &'a str) -> Arrival<'a> {
    Arrival { email: EMAIL, device_name, home: None }
}

async fn sign_up(device: &TestDevice) -> (SignedIn, RecoveryWords) {
    enrolment(device).sign_up(&from("Iris’ phone"), PASSWORD, None).await.unwrap()
}

async fn sign_in(device: &TestDevice, password: &str) -> Result<SignedIn, AccountError> {
    enrolment(device).sign_in(&from("The tablet"), password).await
}

/// Every `Nth` request to this route meets this fate, the others arrive.
fn nth(route: &'static str, n: usize, fate: Fate) -> Fates {
    let seen = AtomicUsize::new(0);
    Arc::new(move |request: &RemoteRequest| {
        if !request.url.ends_with(route) || seen.fetch_add(1, Ordering::SeqCst) + 1 != n {
            return Fate::Delivered;
        }
        fate.clone()
    })
}

#[tokio::test]
async fn a_second_device_gets_the_same_library_and_sees_the_first_by_name() {
    let server = TestServer::start().await.unwrap();
    let (phone, tablet) = (TestDevice::new(&server), TestDevice::new(&server));
    let (on_phone, _) = sign_up(&phone).await;
    server.clock.pass(SignedDuration::from_mins(1));
    let on_tablet = sign_in(&tablet, PASSWORD).await.unwrap();
    assert!(on_phone.named && on_tablet.named);
    assert_eq!(on_phone.account, on_tablet.account);
    assert_ne!(on_phone.device, on_tablet.device);
    assert_eq!(on_phone.secrets.library(), on_tablet.secrets.library());
    assert_eq!(on_phone.secrets.settings_id(), on_tablet.secrets.settings_id());

    let devices = session(&tablet).devices().await.unwrap();
    let shown: Vec<_> = devices.iter().map(|device| (device.name.as_deref(), device.current)).collect();
    assert_eq!(shown, [(Some("Iris’ phone"), false), (Some("The tablet"), true)]);
    session(&tablet).rename_device(on_phone.device, "Old phone").await.unwrap();
    let devices = session(&phone).devices().await.unwrap();
    assert_eq!(devices.first().unwrap().name.as_deref(), Some("Old phone"));
}

#[tokio::test]
async fn keys_are_there_again_after_a_restart() {
    let server = TestServer::start().await.unwrap();
    let phone = TestDevice::new(&server);
    let (signed_in, _) = sign_up(&phone).await;
    let unlocked = unlocked(&phone);
    assert_eq!((unlocked.account, unlocked.device), (signed_in.account, Some(signed_in.device)));
    assert_eq!(unlocked.libraries.first().unwrap().settings_id(), signed_in.secrets.settings_id());
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_are_one_answer() {
    let server = TestServer::start().await.unwrap();
    let (phone, tablet) = (TestDevice::new(&server), TestDevice::new(&server));
    sign_up(&phone).await;
    let wrong = sign_in(&tablet, NEW_PASSWORD).await.unwrap_err();
    let unknown = Arrival { email: "nobody@example.org", ..from("x") };
    let unknown = enrolment(&tablet).sign_in(&unknown, PASSWORD).await.unwrap_err();
    assert_eq!((wrong.code(), &wrong), ("acct.credentials", &AccountError::Credentials));
    assert_eq!(unknown, wrong);
    assert!(unlock(tablet.vault.as_ref()).unwrap().is_none(), "nothing was kept");
}

#[tokio::test]
async fn what_is_wrong_with_a_sign_up_is_said() {
    let server = TestServer::start().await.unwrap();
    let phone = TestDevice::new(&server);
    sign_up(&phone).await;
    let other = TestDevice::new(&server);
    let sign_up = async |email, password: &str| {
        enrolment(&other).sign_up(&Arrival { email, ..from("x") }, password, None).await.unwrap_err()
    };
    assert_eq!(sign_up(" Iris@Example.ORG ", PASSWORD).await, AccountError::Taken);
    assert_eq!(sign_up("iris", PASSWORD).await, AccountError::Email);
    assert_eq!(sign_up("a@b.c", "password123").await, AccountError::WeakPassword(Weakness::Obvious));
    assert_eq!(
        enrolment(&other).sign_up(&Arrival { home: Some(AccountId([1; 16])), ..from("x") }, PASSWORD, None).await.err(),
        Some(AccountError::Mismatch)
    );
    assert!(unlock(other.vault.as_ref()).unwrap().is_none(), "nothing was kept");
}

#[tokio::test]
async fn where_sign_up_is_closed_an_invitation_is_asked_for() {
    let invited =
        |config: &mut safelight_server::Config| config.signup = safelight_protocol::server::Signup::Invitation;
    let server = TestServer::start_with(invited).await.unwrap();
    let phone = TestDevice::new(&server);
    for invite in [None, Some("unknown")] {
        let refused = enrolment(&phone).sign_up(&from("x"), PASSWORD, invite).await.unwrap_err();
        assert_eq!(refused.code(), "acct.invitation");
    }
}

#[tokio::test]
async fn a_clock_that_is_days_off_is_named_with_both_times() {
    let server = TestServer::start().await.unwrap();
    let phone = TestDevice::new(&server);
    let (_, words) = sign_up(&phone).await;
    for hours in [-25, 25] {
        let mut wrong = TestDevice::new(&server);
        wrong.clock = safelight_tests::in_process::TestClock::at(server.clock.time());
        wrong.clock.pass(SignedDuration::from_hours(hours));
        let clock = AccountError::Clock { device: wrong.clock.time(), server: server.clock.time() };
        assert_eq!(clock.code(), "net.clock");
        let arrival = Arrival { email: "new@example.org", ..from("x") };
        assert_eq!(enrolment(&wrong).sign_up(&arrival, PASSWORD, None).await.unwrap_err(), clock);
        assert_eq!(sign_in(&wrong, PASSWORD).await.unwrap_err(), clock);
        assert_eq!(enrolment(&wrong).recover(&from("x"), &words, NEW_PASSWORD).await.unwrap_err(), clock);
    }
}

#[tokio::test]
async fn words_bring_the_account_back_and_other_devices_stay() {
    let server = TestServer::start().await.unwrap();
    let (phone, tablet) = (TestDevice::new(&server), TestDevice::new(&server));
    let (first, words) = sign_up(&phone).await;
    let typed = RecoveryWords::parse(&words.words().join(" ").to_uppercase()).unwrap();
    let recovered = enrolment(&tablet).recover(&from("The tablet"), &typed, NEW_PASSWORD).await.unwrap();
    assert_eq!(recovered.secrets.settings_id(), first.secrets.settings_id());

    assert_eq!(session(&phone).devices().await.unwrap().len(), 2, "the phone is still signed in");
    assert_eq!(sign_in(&TestDevice::new(&server), PASSWORD).await.unwrap_err(), AccountError::Credentials);
    sign_in(&TestDevice::new(&server), NEW_PASSWORD).await.unwrap();
    let again = enrolment(&TestDevice::new(&server)).recover(&from("x"), &words, "dritte-bank-wolke").await;
    assert!(again.is_ok(), "the words stay valid");
}

#[tokio::test]
async fn a_server_that_offers_an_older_key_than_was_seen_is_not_followed() {
    let server = TestServer::start().await.unwrap();
    let phone = TestDevice::new(&server);
    let (_, words) = sign_up(&phone).await;
    session(&phone).change_password(PASSWORD, NEW_PASSWORD).await.unwrap();
    let older = |mut answer: safelight_core::ports::RemoteResponse| {
        let mut grant: RecoveryGrant = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(grant.password_generation, 2);
        grant.password_generation = 1;
        answer.body = serde_json::to_vec(&grant).unwrap().into();
        answer
    };
    let rolled_back = phone.with_fates(nth(route::RECOVERY_PROVE, 1, Fate::Changed(Arc::new(older))));
    let refused = enrolment(&rolled_back).recover(&from("x"), &words, "dritte-bank-wolke").await.unwrap_err();
    assert_eq!(refused.code(), "acct.rolled_back");
    sign_in(&TestDevice::new(&server), NEW_PASSWORD).await.expect("the password was not touched");
}

#[tokio::test]
async fn other_words_and_an_unknown_account_are_one_answer() {
    let server = TestServer::start().await.unwrap();
    let (phone, tablet) = (TestDevice::new(&server), TestDevice::new(&server));
    let (_, words) = sign_up(&phone).await;
    let others = RecoveryWords::generate(&SystemRng);
    let wrong = enrolment(&tablet).recover(&from("x"), &others, NEW_PASSWORD).await.unwrap_err();
    let arrival = Arrival { email: "nobody@example.org", ..from("x") };
    let unknown = enrolment(&tablet).recover(&arrival, &words, NEW_PASSWORD).await.unwrap_err();
    assert_eq!([wrong, unknown], [AccountError::Credentials, AccountError::Credentials]);
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one_and_nothing_else() {
    let server = TestServer::start().await.unwrap();
    let (phone, tablet) = (TestDevice::new(&server), TestDevice::new(&server));
    let (_, words) = sign_up(&phone).await;
    sign_in(&tablet, PASSWORD).await.unwrap();

    let refused = session(&phone).change_password("falsch-falsch-falsch", NEW_PASSWORD).await.unwrap_err();
    assert_eq!(refused, AccountError::Credentials);
    let refused = session(&phone).change_password(PASSWORD, "qwertyuiop12").await.unwrap_err();
    assert_eq!(refused.code(), "acct.weak_password");
    session(&phone).change_password(PASSWORD, NEW_PASSWORD).await.unwrap();

    assert_eq!(session(&tablet).devices().await.unwrap().len(), 2, "other devices stay signed in");
    assert_eq!(sign_in(&TestDevice::new(&server), PASSWORD).await.unwrap_err(), AccountError::Credentials);
    sign_in(&TestDevice::new(&server), NEW_PASSWORD).await.unwrap();
    enrolment(&TestDevice::new(&server)).recover(&from("x"), &words, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_password_change_whose_answer_is_lost_is_known_to_have_taken_place() {
    let server = TestServer::start().await.unwrap();
    let phone = TestDevice::new(&server);
    sign_up(&phone).await;
    let lossy = phone.with_fates(nth(route::PASSWORD, 1, Fate::AnswerLost));
    session(&lossy).change_password(PASSWORD, NEW_PASSWORD).await.unwrap();
    sign_in(&TestDevice::new(&server), NEW_PASSWORD).await.unwrap();

    let lossy = phone.with_fates(nth(route::PASSWORD, 1, Fate::RequestLost));
    let lost = session(&lossy).change_password(NEW_PASSWORD, PASSWORD).await.unwrap_err();
    assert_eq!(lost.code(), "srv.outage");
    sign_in(&TestDevice::new(&server), NEW_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn new_words_replace_the_old_ones_even_where_the_answer_is_lost() {
    for fate in [Fate::Delivered, Fate::AnswerLost, Fate::RequestLost] {
        let server = TestServer::start().await.unwrap();
        let phone = TestDevice::new(&server);
        let (_, old) = sign_up(&phone).await;
        let new = RecoveryWords::generate(&SystemRng);
        let lossy = phone.with_fates(nth(route::RECOVERY, 1, fate));
        session(&lossy).new_recovery_words(&new).await.unwrap();
        let with_old = enrolment(&TestDevice::new(&server)).recover(&from("x"), &old, NEW_PASSWORD).await;
        assert_eq!(with_old.unwrap_err(), AccountError::Credentials);
        enrolment(&TestDevice::new(&server)).recover(&from("x"), &new, NEW_PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn a_sign_up_or_recovery_whose_answer_is_lost_is_finished_by_signing_in() {
    let server = TestServer::start().await.unwrap();
    let phone = TestDevice::new(&server);
    let lossy = phone.with_fates(nth(route::SIGNUP_FINISH, 1, Fate::AnswerLost));
    let (signed_in, words) = sign_up(&lossy).await;
    assert_eq!(unlocked(&phone).device, Some(signed_in.device));

    let tablet = TestDevice::new(&server).with_fates(nth(route::RECOVERY_FINISH, 1, Fate::AnswerLost));
    let recovered = enrolment(&tablet).recover(&from("x"), &words, NEW_PASSWORD).await.unwrap();
    assert_eq!(recovered.account, signed_in.account);

    let nowhere = TestDevice::new(&server).with_fates(nth(route::SIGNUP_FINISH, 1, Fate::RequestLost));
    let arrival = Arrival { email: "new@example.org", ..from("x") };
    let lost = enrolment(&nowhere).sign_up(&arrival, PASSWORD, None).await.unwrap_err();
    assert_eq!(lost.code(), "srv.outage");
    assert!(unlock(nowhere.vault.as_ref()).unwrap().is_none());
}

#[tokio::test]
async fn a_revoked_device_is_out_at_once_says_so_for_ever_and_keeps_its_keys() {
    let server = TestServer::start().await.unwrap();
    let (phone, tablet) = (TestDevice::new(&server), TestDevice::new(&server));
    sign_up(&phone).await;
    let on_tablet = sign_in(&tablet, PASSWORD).await.unwrap();
    let tablets = session(&tablet);
    tablets.devices().await.unwrap();
    session(&phone).revoke_device(on_tablet.device).await.unwrap();

    for _ in 0..2 {
        assert_eq!(tablets.account().await.unwrap_err(), SessionError::Ended(End::Revoked));
    }
    let cut_off = tablet.with_fates(Arc::new(|_| panic!("the server was asked again")));
    assert_eq!(session(&cut_off).account().await.unwrap_err().code(), "acct.revoked");
    let keys = unlocked(&tablet);
    assert_eq!(keys.ended, Some(End::Revoked));
    assert_eq!(keys.libraries.first().unwrap().settings_id(), on_tablet.secrets.settings_id());

    let home = Arrival { home: Some(on_tablet.account), ..from("The tablet") };
    let again = enrolment(&tablet).sign_in(&home, PASSWORD).await.unwrap();
    assert_ne!(again.device, on_tablet.device);
    assert_eq!(tablets.devices().await.unwrap().len(), 2, "the same session goes on");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_keeps_the_keys() {
    let server = TestServer::start().await.unwrap();
    let (phone, tablet) = (TestDevice::new(&server), TestDevice::new(&server));
    sign_up(&phone).await;
    sign_in(&tablet, PASSWORD).await.unwrap();
    session(&tablet).sign_out().await.unwrap();
    assert_eq!(session(&tablet).account().await.unwrap_err(), SessionError::Ended(End::SignedOut));
    assert_eq!(session(&phone).devices().await.unwrap().len(), 1);
    assert_eq!(unlocked(&tablet).ended, Some(End::SignedOut));
}

#[tokio::test]
async fn a_home_belongs_to_one_account() {
    let server = TestServer::start().await.unwrap();
    let (phone, other) = (TestDevice::new(&server), TestDevice::new(&server));
    let (iris, _) = sign_up(&phone).await;
    let otto = Arrival { email: "otto@example.org", ..from("Otto’s phone") };
    let (_, ottos_words) = enrolment(&other).sign_up(&otto, PASSWORD, None).await.unwrap();

    let otto_here = Arrival { home: Some(iris.account), ..otto };
    let refused = enrolment(&phone).sign_in(&otto_here, PASSWORD).await.unwrap_err();
    assert_eq!(refused.code(), "acct.mismatch");
    let refused = enrolment(&phone).recover(&otto_here, &ottos_words, NEW_PASSWORD).await.unwrap_err();
    assert_eq!(refused.code(), "acct.mismatch");
    assert_eq!(session(&other).devices().await.unwrap().len(), 1, "no device was left behind at Otto’s");
    enrolment(&TestDevice::new(&server)).sign_in(&otto, PASSWORD).await.expect("Otto’s password was not touched");
    assert_eq!(session(&phone).account().await.unwrap().email, EMAIL, "Iris is still signed in");
}

#[tokio::test]
async fn signing_in_again_on_a_device_leaves_no_ghost_behind() {
    let server = TestServer::start().await.unwrap();
    let phone = TestDevice::new(&server);
    let (first, _) = sign_up(&phone).await;
    let again = sign_in(&phone, PASSWORD).await.unwrap();
    let devices = session(&phone).devices().await.unwrap();
    assert_eq!(devices.iter().map(|device| device.device).collect::<Vec<_>>(), [again.device]);
    assert_ne!(again.device, first.device);
}

#[tokio::test]
async fn a_deletion_ends_all_sessions_and_is_taken_back_by_signing_in() {
    let server = TestServer::start().await.unwrap();
    let (phone, tablet) = (TestDevice::new(&server), TestDevice::new(&server));
    sign_up(&phone).await;
    sign_in(&tablet, PASSWORD).await.unwrap();
    session(&phone).delete_account("otto@example.org").await.expect_err("the address is asked against accidents");

    let gone = session(&phone).delete_account(EMAIL).await.unwrap().unwrap();
    assert_eq!(gone.duration_since(server.clock.time()), SignedDuration::from_hours(14 * 24));
    assert_eq!(session(&phone).account().await.unwrap_err(), SessionError::Ended(End::Deleted));
    assert_eq!(session(&tablet).account().await.unwrap_err(), SessionError::Ended(End::Deleted));

    server.clock.pass(SignedDuration::from_hours(13 * 24));
    let back = sign_in(&phone, PASSWORD).await.unwrap();
    assert!(back.deletion_taken_back);
    assert_eq!(session(&phone).account().await.unwrap().deleted_at_ms, None);
    assert_eq!(session(&tablet).account().await.unwrap_err(), SessionError::Ended(End::Deleted), "it stays ended");
}

#[tokio::test]
async fn a_server_that_weakens_the_stretching_is_not_given_a_proof() {
    let server = TestServer::start().await.unwrap();
    let phone = TestDevice::new(&server);
    sign_up(&phone).await;
    for stretch in [
        Stretch { memory_kib: 7, passes: 1, lanes: 1 },
        Stretch { memory_kib: 4 * 1024 * 1024, passes: 1, lanes: 1 },
        Stretch { memory_kib: 8, passes: u32::MAX, lanes: 1 },
    ] {
        let weaken = move |mut answer: safelight_core::ports::RemoteResponse| {
            let mut challenge: SigninChallenge = serde_json::from_slice(&answer.body).unwrap();
            challenge.stretch = stretch;
            answer.body = serde_json::to_vec(&challenge).unwrap().into();
            answer
        };
        let tablet = TestDevice::new(&server);
        let tablet = tablet.with_fates(nth(route::SIGNIN_START, 1, Fate::Changed(Arc::new(weaken))));
        assert_eq!(sign_in(&tablet, PASSWORD).await.unwrap_err().code(), "acct.stretch", "{stretch:?}");
    }
}

#[tokio::test]
async fn the_wire_carries_no_password_no_key_and_no_name() {
    let server = TestServer::start().await.unwrap();
    let wire: Arc<Mutex<Vec<u8>>> = Arc::default();
    let tap = Arc::clone(&wire);
    let phone = TestDevice::new(&server).with_fates(Arc::new(move |request: &RemoteRequest| {
        tap.lock().unwrap().extend_from_slice(&request.body);
        Fate::Delivered
    }));
    let (_, words) = sign_up(&phone).await;
    session(&phone).change_password(PASSWORD, NEW_PASSWORD).await.unwrap();
    let account_key = *unlocked(&phone).account_key().expose();
    let wire = wire.lock().unwrap();
    assert!(wire.len() > 2_000, "the tap was not open");
    let encoded = |bytes: &[u8]| data_encoding::BASE64URL_NOPAD.encode(bytes).into_bytes();
    for (what, marker) in [
        ("the password", PASSWORD.as_bytes().to_vec()),
        ("the password as a blob", encoded(PASSWORD.as_bytes())),
        ("the new password", NEW_PASSWORD.as_bytes().to_vec()),
        ("the device's name", "Iris’ phone".as_bytes().to_vec()),
        ("the account key", encoded(&account_key)),
        ("the recovery key", encoded(words.key().expose())),
    ] {
        assert!(!wire.windows(marker.len()).any(|window| window == marker), "{what} went over the wire");
    }
}

/// A vault whose next save fails, as if the process had been killed just before it.
#[derive(Default)]
struct BreakingVault {
    inner: MemoryVault,
    breaking: AtomicUsize,
}

impl KeyVault for BreakingVault {
    fn load(&self, name: &str) -> Result<Option<Secret>, VaultError> {
        self.inner.load(name)
    }

    fn save(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        if self.breaking.swap(0, Ordering::SeqCst) > 0 {
            return Err(VaultError::Failed("killed".to_owned()));
        }
        self.inner.save(name, secret)
    }

    fn remove(&self, name: &str) -> Result<(), VaultError> {
        self.inner.remove(name)
    }
}

/// What several processes share: one at a time.
#[derive(Default)]
struct Lease(Arc<tokio::sync::Mutex<()>>);

#[async_trait]
impl RefreshGuard for Lease {
    async fn acquire(&self) -> Result<RefreshPermit, RefreshBusy> {
        Ok(Box::new(Arc::clone(&self.0).lock_owned().await))
    }
}

const LONGER_THAN_A_TOKEN: SignedDuration = SignedDuration::from_mins(16);

#[tokio::test]
async fn lost_answers_to_renewals_sign_nobody_out() {
    let server = TestServer::start().await.unwrap();
    let phone = TestDevice::new(&server);
    sign_up(&phone).await;
    for round in 1..=100 {
        server.clock.pass(LONGER_THAN_A_TOKEN);
        for fate in [Fate::AnswerLost, Fate::RequestLost, Fate::AnswerLost] {
            let lossy = phone.with_fates(nth(route::SESSION_REFRESH, 1, fate));
            assert_eq!(session(&lossy).account().await.unwrap_err().code(), "srv.outage", "round {round}");
        }
        session(&phone).account().await.unwrap();
    }
}

#[tokio::test]
async fn an_answer_to_a_renewal_that_is_cut_at_any_byte_signs_nobody_out() {
    let server = TestServer::start().await.unwrap();
    let phone = TestDevice::new(&server);
    sign_up(&phone).await;
    for length in 0.. {
        let whole = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&whole);
        let cut = move |mut answer: safelight_core::ports::RemoteResponse| {
            seen.store(answer.body.len(), Ordering::SeqCst);
            answer.body.truncate(length);
            answer
        };
        server.clock.pass(LONGER_THAN_A_TOKEN);
        let lossy = phone.with_fates(nth(route::SESSION_REFRESH, 1, Fate::Changed(Arc::new(cut))));
        let answer = session(&lossy).account().await;
        if length >= whole.load(Ordering::SeqCst) {
            assert!(answer.is_ok() && length > 100, "a whole answer of {length} bytes was refused");
            break;
        }
        assert_eq!(answer.unwrap_err().code(), "srv.foreign", "cut at {length}");
        session(&phone).account().await.unwrap();
    }
}

#[tokio::test]
async fn kills_before_new_tokens_are_durable_sign_nobody_out() {
    let server = TestServer::start().await.unwrap();
    let vault = Arc::new(BreakingVault::default());
    let phone = TestDevice { vault: vault.clone(), ..TestDevice::new(&server) };
    sign_up(&phone).await;
    for round in 1..=100 {
        server.clock.pass(LONGER_THAN_A_TOKEN);
        vault.breaking.store(1, Ordering::SeqCst);
        assert_eq!(session(&phone).account().await.unwrap_err().code(), "acct.vault", "round {round}");
        session(&phone).account().await.unwrap();
    }
}

#[tokio::test]
async fn two_processes_that_renew_at_once_both_go_on() {
    let server = TestServer::start().await.unwrap();
    let renewals = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&renewals);
    let phone = TestDevice::new(&server).with_fates(Arc::new(move |request: &RemoteRequest| {
        counted.fetch_add(usize::from(request.url.ends_with(route::SESSION_REFRESH)), Ordering::SeqCst);
        Fate::Delivered
    }));
    sign_up(&phone).await;
    let lease = Arc::new(Lease::default());
    let process = || Session::new(phone.cloud(), phone.ports(), lease.clone(), cheap());
    for round in 1..=100 {
        server.clock.pass(LONGER_THAN_A_TOKEN);
        let (app, extension) = (process(), process());
        let both = tokio::join!(app.account(), extension.account());
        assert!(both.0.is_ok() && both.1.is_ok(), "round {round}: {both:?}");
        assert_eq!(renewals.load(Ordering::SeqCst), round);
    }
}

/// What a thief has who copied the session's entry but not the device's key: the tokens, signed for with another key.
fn without_the_key(vault: &dyn KeyVault) -> Arc<MemoryVault> {
    let stolen = Arc::new(MemoryVault::default());
    for name in ["safelight.account", "safelight.session"] {
        let mut entry: serde_json::Value = serde_json::from_slice(&vault.load(name).unwrap().unwrap()).unwrap();
        if let Some(seed) = entry.get_mut("device_seed") {
            *seed = data_encoding::BASE64URL_NOPAD.encode(&[1; 32]).into();
        }
        stolen.save(name, &serde_json::to_vec(&entry).unwrap()).unwrap();
    }
    stolen
}

#[tokio::test]
async fn a_thief_of_tokens_alone_renews_nothing_and_ends_nobodys_session() {
    let server = TestServer::start().await.unwrap();
    let phone = TestDevice::new(&server);
    sign_up(&phone).await;
    for round in 0..100 {
        let thief = TestDevice { vault: without_the_key(phone.vault.as_ref()), ..phone.clone() };
        server.clock.pass(LONGER_THAN_A_TOKEN);
        let thief_first = round % 2 == 0;
        if !thief_first {
            session(&phone).account().await.unwrap();
        }
        assert!(session(&thief).account().await.is_err(), "round {round}: the thief got in");
        session(&phone).account().await.unwrap();
    }
}

#[tokio::test]
async fn a_copy_of_the_whole_vault_is_found_out_when_an_old_token_is_used_again() {
    let server = TestServer::start().await.unwrap();
    let phone = TestDevice::new(&server);
    sign_up(&phone).await;
    let stolen = Arc::new(MemoryVault::default());
    for name in ["safelight.account", "safelight.session"] {
        stolen.save(name, &phone.vault.load(name).unwrap().unwrap()).unwrap();
    }
    let thief = TestDevice { vault: stolen, ..phone.clone() };
    for _ in 0..2 {
        server.clock.pass(LONGER_THAN_A_TOKEN);
        session(&phone).account().await.unwrap();
    }
    assert_eq!(session(&thief).account().await.unwrap_err(), SessionError::Ended(End::Reauth));
    assert_eq!(session(&phone).account().await.unwrap_err(), SessionError::Ended(End::Reauth));
    let home = Arrival { home: Some(unlocked(&phone).account), ..from("Iris’ phone") };
    enrolment(&phone).sign_in(&home, PASSWORD).await.unwrap();
    session(&phone).account().await.unwrap();
}
