//! Causes that no fact tells: the account, the server, the way there, the engine. Each is brought about on real sockets.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use jiff::SignedDuration;
use safelight_core::UnsentChoice;
use safelight_core::ports::{
    AddressKind, EventSource, KeyVault, MemoryVault, Met, Place, Probe, ProbeRequest, Prober, Remote, RemoteError,
    RemoteRequest, RemoteResponse, Scheme, Secret, VaultError,
};
use safelight_server::admin::Command;
use safelight_tests::in_process::{Failure, Fate, TestServer};

use super::stage::{EMAIL, Hand, Side, Stage, arrived, play, the_way_becomes};
use crate::diagnosis::front::{Authority, Front, Term, Way};

/// Declares scenes: each is a test of its own, and its code counts as brought about.
macro_rules! scenes {
    ($($code:literal $name:ident: $happens:expr => $mended:expr;)*) => {
        /// The codes that these scenes bring about.
        pub(super) const CODES: &[&str] = &[$($code),*];

        $(#[tokio::test]
        async fn $name() -> Result<(), Failure> {
            for side in [Side::Here, Side::There] {
                let mut stage = Stage::new().await?;
                play(&mut stage, $code, side, $happens, $mended).await?;
            }
            Ok(())
        })*
    };
}

fn opens() -> impl AsyncFnOnce(&mut Stage) -> Result<(), Failure> {
    the_way_becomes(Way::Open)
}

fn refuses(code: &'static str) -> impl AsyncFnOnce(&mut Stage) -> Result<(), Failure> {
    the_way_becomes(Way::Refuses(code))
}

/// The way opens, and the person signs in again.
async fn signs_in(stage: &mut Stage) -> Result<(), Failure> {
    stage.here.front.becomes(Way::Open);
    stage.here.sign_in().await
}

async fn is_removed(stage: &mut Stage) -> Result<(), Failure> {
    let devices = stage.there.library.devices().await?;
    let here = devices.iter().find(|(device, _)| !device.current).ok_or("the phone in hand is not listed")?;
    Ok(stage.there.library.revoke_device(here.0.device).await?)
}

async fn reopened(stage: &mut Stage, change: impl FnOnce(&mut super::stage::SetUp)) -> Result<(), Failure> {
    // The stage wants a phone while the other one is being opened.
    let spare = Hand::new(&stage.server, "nobody's").await?;
    let here = std::mem::replace(&mut stage.here, spare);
    stage.here = here.reopened(change).await?;
    Ok(())
}

scenes! {
    "acct.signed_out" nobody_is_signed_in:
        async |stage: &mut Stage| stage.here.library.sign_out(UnsentChoice::Leave).await.map(drop).map_err(Into::into)
        => signs_in;
    "acct.revoked" the_phone_was_removed: is_removed => signs_in;
    "acct.reauth" the_session_was_ended: refuses("acct.reauth") => signs_in;
    "acct.deleted" the_account_is_being_deleted: refuses("acct.deleted") => signs_in;
    "acct.terms" new_terms_are_to_be_read: refuses("acct.terms") => opens();
    "acct.payment" the_plan_has_ended: refuses("acct.payment") => opens();
    "acct.key_missing" the_key_store_was_emptied:
        async |stage: &mut Stage| reopened(stage, |set_up| set_up.device.vault = Arc::new(MemoryVault::default())).await
        => signs_in;
    "ver.server_old" the_server_is_too_old: refuses("ver.server_old") => opens();
    "ver.client_old" the_app_is_too_old:
        async |stage: &mut Stage| {
            let there = Hand::new(&stage.server, "nobody's").await?;
            let there = std::mem::replace(&mut stage.there, there);
            stage.there = there.reopened(|set_up| set_up.client = "safelight-tests/9.0.0".into()).await?;
            stage.admin(Command::VersionFloor { version: "2.0.0".into() }).await
        }
        => async |stage: &mut Stage| reopened(stage, |set_up| set_up.client = "safelight-tests/2.1.0".into()).await;
    "srv.maintenance" the_server_is_in_maintenance:
        refuses("srv.maintenance") => opens();
    "srv.429" the_server_has_had_enough: the_way_becomes(Way::Says(429)) => opens();
    "srv.5xx" the_server_makes_a_mistake: the_way_becomes(Way::Says(500)) => opens();
    "srv.outage" nobody_answers: the_way_becomes(Way::Resets) => opens();
    "srv.foreign" something_else_answers: the_way_becomes(Way::Says(404)) => opens();
    "net.captive" a_page_answers: the_way_becomes(Way::Says(200)) => opens();
    "net.blocked" a_firewall_refuses: the_way_becomes(Way::Says(403)) => opens();
    "disk.server" the_server_has_no_room: refuses("disk.server") => opens();
}

#[tokio::test]
async fn an_account_is_locked_by_the_server_s_owner() -> Result<(), Failure> {
    let mut stage = Stage::new().await?;
    let happens = async |stage: &mut Stage| stage.admin(Command::Disable { email: EMAIL.into() }).await;
    let mended = async |stage: &mut Stage| {
        stage.admin(Command::Enable { email: EMAIL.into() }).await?;
        // Being locked out ends nothing for good: signing in again is all that is left to do.
        for hand in [&stage.here, &stage.there] {
            if hand.sync().await?.cut_short.is_some() || !hand.shown().await?.is_empty() {
                hand.sign_in().await?;
            }
        }
        Ok(())
    };
    play(&mut stage, "acct.locked", Side::Here, happens, mended).await
}

#[tokio::test]
async fn a_server_in_maintenance_says_so_itself() -> Result<(), Failure> {
    let mut stage = Stage::new().await?;
    let happens = async |stage: &mut Stage| stage.admin(Command::Maintenance { on: true }).await;
    let mended = async |stage: &mut Stage| stage.admin(Command::Maintenance { on: false }).await;
    play(&mut stage, "srv.maintenance", Side::Here, happens, mended).await
}

#[tokio::test]
async fn somebody_else_s_server_at_the_address_is_not_believed() -> Result<(), Failure> {
    for side in [Side::Here, Side::There] {
        let other = TestServer::start().await?;
        // Its clock is years off: what an impostor says of the time is no news.
        other.clock.pass(SignedDuration::from_hours(90_000));
        let theirs = Front::before(&other).await?;
        let behind = theirs.behind;
        let mut stage = Stage::new().await?;
        let happens = async |stage: &mut Stage| {
            stage.here.front.becomes(Way::Elsewhere(behind));
            stage.here.library.network_changed();
            Ok(())
        };
        let mended = async |stage: &mut Stage| {
            stage.here.front.becomes(Way::Open);
            stage.here.library.network_changed();
            Ok(())
        };
        play(&mut stage, "srv.impostor", side, happens, mended).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_impostor_is_known_by_the_look_itself_and_its_clock_is_no_news() -> Result<(), Failure> {
    let other = TestServer::start().await?;
    other.clock.pass(SignedDuration::from_hours(90_000));
    let theirs = Front::before(&other).await?;
    let stage = Stage::new().await?;
    stage.here.front.becomes(Way::Elsewhere(theirs.behind));
    stage.here.library.network_changed();
    // Nothing has run since: only the look has met it.
    let evidence = stage.here.library.evidence(safelight_core::diagnosis::DiagnoseRequest::default()).await?;
    assert_eq!(evidence.probes[0].met, safelight_core::ports::Met::Impostor);
    assert_eq!(evidence.probes[0].clock_offset_s, None);
    assert_eq!(stage.here.found().await?, ["srv.impostor"]);
    Ok(())
}

// Certificates and clocks.

#[tokio::test]
async fn a_certificate_that_nobody_trusts() -> Result<(), Failure> {
    let (ours, theirs) = (Authority::new()?, Authority::new()?);
    let mut stage = Stage::secured(&ours).await?;
    let happens = async |stage: &mut Stage| {
        stage.here.front.shows(&theirs.certificate("localhost", Term::Now)?);
        Ok(())
    };
    play(&mut stage, "net.tls_untrusted", Side::Here, happens, good_again(&ours)).await
}

#[tokio::test]
async fn a_certificate_whose_time_is_over() -> Result<(), Failure> {
    let ours = Authority::new()?;
    let mut stage = Stage::secured(&ours).await?;
    let happens = async |stage: &mut Stage| {
        stage.here.front.shows(&ours.certificate("localhost", Term::Past)?);
        Ok(())
    };
    play(&mut stage, "srv.cert_expired", Side::There, happens, good_again(&ours)).await
}

fn good_again(ours: &Authority) -> impl AsyncFnOnce(&mut Stage) -> Result<(), Failure> {
    async move |stage: &mut Stage| {
        stage.here.front.shows(&ours.certificate("localhost", Term::Now)?);
        Ok(())
    }
}

#[tokio::test]
async fn a_clock_that_is_years_behind_sees_certificates_of_the_future() -> Result<(), Failure> {
    let ours = Authority::new()?;
    let mut stage = Stage::secured(&ours).await?;
    // Certificates are judged by the system's clock, and that of this test's phone is its own: both are put off.
    let happens = async |stage: &mut Stage| {
        stage.here.front.shows(&ours.certificate("localhost", Term::Future)?);
        stage.here.set_up.device.clock.pass(SignedDuration::from_hours(-48));
        Ok(())
    };
    let mended = async |stage: &mut Stage| {
        stage.here.front.shows(&ours.certificate("localhost", Term::Now)?);
        stage.here.set_up.device.clock.pass(SignedDuration::from_hours(48));
        Ok(())
    };
    play(&mut stage, "net.clock", Side::Here, happens, mended).await
}

#[tokio::test]
async fn a_connection_that_is_cut_while_it_is_secured() -> Result<(), Failure> {
    let ours = Authority::new()?;
    let mut stage = Stage::secured(&ours).await?;
    play(&mut stage, "net.blocked", Side::Here, the_way_becomes(Way::Resets), opens()).await
}

// Where the server can't be found.

/// A phone whose server has this address; a way to it there is only in this process.
async fn away(address: &str, code: &str, error: Fate) -> Result<(), Failure> {
    let mut stage = Stage::at(address).await?;
    let remote = stage.here.set_up.device.remote.clone();
    let home = Arc::new(AtomicBool::new(true));
    let (at_home, error) = (Arc::clone(&home), Arc::new(error));
    let changing = remote.with_fates(Arc::new(move |_| {
        if at_home.load(Ordering::Relaxed) { Fate::Delivered } else { error.as_ref().clone() }
    }));
    reopened(&mut stage, |set_up| set_up.device.remote = changing).await?;
    let (leaves, returns) = (Arc::clone(&home), home);
    let happens = async move |_: &mut Stage| {
        leaves.store(false, Ordering::Relaxed);
        Ok(())
    };
    let mended = async move |stage: &mut Stage| {
        returns.store(true, Ordering::Relaxed);
        stage.here.library.network_changed();
        Ok(())
    };
    play(&mut stage, code, Side::Here, happens, mended).await
}

#[tokio::test]
async fn a_server_at_home_and_a_phone_that_is_not() -> Result<(), Failure> {
    away("https://nas.local", "net.not_home", Fate::RequestLost).await
}

#[tokio::test]
async fn a_server_behind_a_vpn_that_is_off() -> Result<(), Failure> {
    away("https://nas.tail1234.ts.net", "net.vpn_down", Fate::RequestLost).await
}

#[tokio::test]
async fn a_name_that_nobody_knows() -> Result<(), Failure> {
    away("https://photos.example.org", "net.dns", Fate::Unresolved).await
}

/// A network in which a filter answers for the server's name: it leads to nobody.
struct Filter {
    inner: Arc<dyn Remote>,
    on: Arc<AtomicBool>,
}

#[async_trait]
impl Remote for Filter {
    async fn send(&self, request: RemoteRequest) -> Result<RemoteResponse, RemoteError> {
        if self.on.load(Ordering::Relaxed) { Err(RemoteError::Connect) } else { self.inner.send(request).await }
    }

    async fn stream(
        &self,
        request: RemoteRequest,
    ) -> Result<Result<Box<dyn EventSource>, RemoteResponse>, RemoteError> {
        self.inner.stream(request).await
    }

    fn prober(&self) -> Option<Arc<dyn Prober>> {
        self.on.load(Ordering::Relaxed).then(|| Arc::new(Nowhere) as Arc<dyn Prober>)
    }
}

/// What the look at the name finds then.
struct Nowhere;

#[async_trait]
impl Prober for Nowhere {
    async fn probe(&self, _: &ProbeRequest) -> Probe {
        let kind = AddressKind { scheme: Scheme::Https, named: true, place: Place::Internet };
        Probe::of(kind, Met::NameFiltered)
    }
}

#[tokio::test]
async fn a_name_that_a_filter_hides() -> Result<(), Failure> {
    let mut stage = Stage::at("https://photos.example.org").await?;
    let on = Arc::new(AtomicBool::new(false));
    let filter = Filter { inner: Arc::new(stage.here.set_up.device.remote.clone()), on: Arc::clone(&on) };
    reopened(&mut stage, |set_up| set_up.way = Some(Arc::new(filter))).await?;
    let switched = |to: bool| {
        let on = Arc::clone(&on);
        async move |_: &mut Stage| {
            on.store(to, Ordering::Relaxed);
            Ok(())
        }
    };
    play(&mut stage, "net.relay", Side::Here, switched(true), switched(false)).await
}

// The key store.

/// A key store that may be out of reach.
#[derive(Default)]
struct Guarded {
    inner: MemoryVault,
    locked: AtomicBool,
    broken: AtomicBool,
}

impl Guarded {
    fn ready(&self) -> Result<&MemoryVault, VaultError> {
        if self.locked.load(Ordering::Relaxed) {
            return Err(VaultError::Locked);
        }
        if self.broken.load(Ordering::Relaxed) {
            return Err(VaultError::Failed("errno 5".into()));
        }
        Ok(&self.inner)
    }
}

impl KeyVault for Guarded {
    fn load(&self, name: &str) -> Result<Option<Secret>, VaultError> {
        self.ready()?.load(name)
    }

    fn save(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        self.ready()?.save(name, secret)
    }

    fn remove(&self, name: &str) -> Result<(), VaultError> {
        self.ready()?.remove(name)
    }
}

async fn with_a_key_store(code: &str, switch: impl Fn(&Guarded) -> &AtomicBool) -> Result<(), Failure> {
    let mut stage = Stage::new().await?;
    let vault = Arc::new(Guarded::default());
    let kept = Arc::clone(&vault);
    reopened(&mut stage, |set_up| set_up.device.vault = kept).await?;
    stage.here.sign_in().await?;
    stage.come_to_rest().await?;
    let id = stage.here.take(1).await?;
    // The token has ended meanwhile, and the key that renews it can't be read.
    stage.wait(SignedDuration::from_hours(48));
    switch(&vault).store(true, Ordering::Relaxed);
    stage.pass(Side::Here).await?;
    assert!(!arrived(&stage, Side::Here, id).await?);
    assert_eq!(stage.here.found().await?.first().map(String::as_str), Some(code));
    assert_eq!(stage.here.shown().await?.first().map(String::as_str), Some(code));
    switch(&vault).store(false, Ordering::Relaxed);
    stage.pass(Side::Here).await?;
    assert!(arrived(&stage, Side::Here, id).await?);
    Ok(())
}

#[tokio::test]
async fn a_phone_that_was_not_unlocked_since_it_started() -> Result<(), Failure> {
    with_a_key_store("bg.locked_boot", |vault| &vault.locked).await
}

#[tokio::test]
async fn a_key_store_that_fails() -> Result<(), Failure> {
    with_a_key_store("acct.vault", |vault| &vault.broken).await
}

// Limits.

fn film(bytes: u32) -> Vec<u8> {
    (0..bytes / 4).flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()).collect()
}

#[tokio::test]
async fn a_proxy_takes_no_large_bodies() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    stage.here.front.becomes(Way::Limits(300_000));
    let id = stage.here.import("MOV_1.bin", &film(2_000_000)).await?;
    let small = stage.here.take(1).await?;
    stage.pass(Side::Here).await?;
    assert!(!stage.there.has(id).await? && stage.there.has(small).await?, "the small one goes");
    let found = stage.here.diagnose().await?.findings;
    assert_eq!((found[0].code.as_str(), found[0].names.as_slice()), ("net.proxy_limit", &["MOV_1.bin".to_owned()][..]));
    stage.here.front.becomes(Way::Open);
    stage.here.sync_now().await?;
    stage.there.sync().await?;
    assert!(stage.there.has(id).await?);
    Ok(())
}

#[tokio::test]
async fn a_file_that_fails_for_ever_blocks_nobody_and_is_named() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    stage.here.front.becomes(Way::RefusesLarge("req.malformed", 300_000));
    let id = stage.here.import("MOV_1.bin", &film(2_000_000)).await?;
    for _ in 0..9 {
        stage.here.sync().await?;
        stage.wait(SignedDuration::from_hours(3));
    }
    let small = stage.here.take(1).await?;
    stage.pass(Side::Here).await?;
    assert!(!stage.there.has(id).await? && stage.there.has(small).await?);
    let found = stage.here.diagnose().await?.findings;
    assert_eq!((found[0].code.as_str(), found[0].names.as_slice()), ("item.poison", &["MOV_1.bin".to_owned()][..]));
    stage.here.front.becomes(Way::Open);
    stage.here.sync_now().await?;
    stage.there.sync().await?;
    assert!(stage.there.has(id).await?);
    assert!(stage.here.is_well().await?);
    Ok(())
}

#[tokio::test]
async fn a_day_s_budget_is_used_up() -> Result<(), Failure> {
    let stage = Stage::new().await?;
    stage.here.say("fact.network=cellular setting.cellular_photos=1500000").await?;
    let first = stage.here.import("A.heic", &film(1_200_000)).await?;
    stage.pass(Side::Here).await?;
    let id = stage.here.import("B.heic", &film(1_000_000)).await?;
    stage.pass(Side::Here).await?;
    assert!(stage.there.has(first).await? && !stage.there.has(id).await?);
    assert_eq!(stage.here.shown().await?.first().map(String::as_str), Some("net.budget"));
    assert_eq!(stage.here.found().await?.first().map(String::as_str), Some("net.budget"));
    // A new day is a new budget.
    stage.wait(SignedDuration::from_hours(24));
    stage.pass(Side::Here).await?;
    assert!(stage.there.has(id).await?, "{:?}", stage.here.shown().await?);
    Ok(())
}

/// What these scenes bring about beside the table.
pub(super) const MORE: &[&str] = &[
    "acct.locked",
    "srv.impostor",
    "net.tls_untrusted",
    "srv.cert_expired",
    "net.clock",
    "net.not_home",
    "net.vpn_down",
    "net.dns",
    "net.relay",
    "bg.locked_boot",
    "acct.vault",
    "net.proxy_limit",
    "item.poison",
    "net.budget",
];
