//! A phone whose sync failed says why: each cause on real sockets, after the engine's own run has met it.

#[path = "diagnosis/front.rs"]
pub(crate) mod front;
#[path = "diagnosis/wedged.rs"]
mod wedged;

use std::sync::Arc;
use std::time::Duration;

use front::{Authority, Front, Term, Way};
use jiff::SignedDuration;
use safelight_core::account::StretchPolicy;
use safelight_core::cloud::HttpRemote;
use safelight_core::diagnosis::{DiagnoseRequest, DiagnoseScope, Diagnosis, replay, support_bundle};
use safelight_core::ports::{Ports, Remote};
use safelight_core::{Credentials, ImportOptions, Options, Safelight, SyncRequest};
use safelight_protocol::account::Stretch;
use safelight_tests::in_process::{Failure, TestDevice, TestServer};
use safelight_tests::phone::{PASSWORD, Phone, photo};
use tempfile::TempDir;
use tokio::time::Instant;

const EMAIL: &str = "iris@example.org";

/// A phone whose bytes go over real sockets.
struct Far {
    library: Safelight,
    device: TestDevice,
    folder: TempDir,
}

fn options() -> Options {
    let stretch = StretchPolicy::with_floor(Stretch { memory_kib: 8, passes: 1, lanes: 1 });
    Options { stretch, ..Options::new("safelight-tests/0.1.0") }
}

impl Far {
    /// A phone of a new account, with one photo that is safe.
    async fn signed_up(server: &TestServer, address: &str, authority: Option<&Authority>) -> Result<Self, Failure> {
        let far = Self::open(TestDevice::new(server), Arc::new(HttpRemote::new()?), TempDir::new()?).await?;
        if let Some(authority) = authority {
            far.library.trust_authority(safelight_core::cloud::Authority::parse(&authority.pem)?, None).await?;
        }
        far.sign_up(address).await?;
        far.take(1).await?;
        assert_eq!(far.sync().await?, [""; 0]);
        assert_eq!(far.codes().await?, [""; 0], "a healthy phone has no finding");
        Ok(far)
    }

    async fn open(device: TestDevice, remote: Arc<dyn Remote>, folder: TempDir) -> Result<Self, Failure> {
        let ports = Ports { remote, ..device.ports() };
        let library = Safelight::open(&folder.path().join("home"), ports, options()).await?;
        Ok(Self { library, device, folder })
    }

    async fn sign_up(&self, address: &str) -> Result<(), Failure> {
        let credentials = Credentials {
            server: address.into(),
            email: EMAIL.into(),
            password: PASSWORD.into(),
            device_name: "Iris’ phone".into(),
        };
        self.library.sign_up(&credentials, None).await?;
        Ok(())
    }

    async fn take(&self, seed: u8) -> Result<(), Failure> {
        let path = self.folder.path().join(format!("IMG_{seed:04}.png"));
        std::fs::write(&path, photo(seed))?;
        self.library.import(&[path], ImportOptions::default(), |_| {}).await?;
        Ok(())
    }

    /// A run of two seconds at most, at the person's wish; the codes of what holds it up or cut it short.
    async fn sync(&self) -> Result<Vec<String>, Failure> {
        let (_keep, stop) = tokio::sync::watch::channel(false);
        let request = SyncRequest { now: true, time: Some(Duration::from_secs(2)), ..SyncRequest::default() };
        let outcome = self.library.sync(request, stop).await?;
        let mut codes: Vec<String> = outcome.holds.iter().map(|hold| hold.code.clone()).collect();
        // What cut a run short that the person asked for holds up none of the next.
        codes.extend(outcome.cut_short.clone().filter(|code| !codes.contains(code)));
        assert_eq!(outcome.up_to_date, codes.is_empty(), "{outcome:?}");
        Ok(codes)
    }

    async fn diagnose(&self) -> Result<Diagnosis, Failure> {
        let begun = Instant::now();
        let diagnosis = self.library.diagnose(DiagnoseRequest::default()).await?;
        assert!(begun.elapsed() < Duration::from_secs(5), "it took {:?}", begun.elapsed());
        Ok(diagnosis)
    }

    async fn codes(&self) -> Result<Vec<String>, Failure> {
        Ok(self.diagnose().await?.findings.into_iter().map(|finding| finding.code).collect())
    }

    /// A photo waits, the engine's run does not come through, and the diagnosis says first why.
    async fn finds(&self, code: &str) -> Result<(), Failure> {
        self.take(2).await?;
        assert_ne!(self.sync().await?, [""; 0], "{code} holds nothing up");
        assert_eq!(self.codes().await?.first().map(String::as_str), Some(code));
        let bundle = support_bundle(&self.library.evidence(DiagnoseRequest::default()).await?);
        let text = serde_json::to_string(&bundle)?;
        assert!(!text.contains("IMG_") && !text.contains("iris") && !text.contains("127.0.0.1"), "{text}");
        let replayed = replay(text.as_bytes())?;
        assert!(replayed.same);
        assert_eq!(replayed.diagnosis.findings[0].code, code);
        Ok(())
    }

    /// Mended, the photo goes, and nothing is wrong any more.
    async fn goes_on(&self) -> Result<(), Failure> {
        assert_eq!(self.sync().await?, [""; 0]);
        assert_eq!(self.codes().await?, [""; 0]);
        Ok(())
    }
}

/// A phone whose way becomes this, and then opens again.
async fn on_a_way(way: Way, code: &str) -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let front = Front::before(&server).await?;
    let phone = Far::signed_up(&server, &front.http(), None).await?;
    front.becomes(way);
    phone.finds(code).await?;
    front.becomes(Way::Open);
    phone.goes_on().await
}

#[tokio::test]
async fn a_portal_that_sends_everything_on() -> Result<(), Failure> {
    on_a_way(Way::Portal, "net.captive").await
}

#[tokio::test]
async fn a_portal_that_answers_with_its_own_page() -> Result<(), Failure> {
    on_a_way(Way::Says(200), "net.captive").await
}

#[tokio::test]
async fn a_proxy_behind_which_nobody_is() -> Result<(), Failure> {
    on_a_way(Way::Says(502), "srv.outage").await
}

#[tokio::test]
async fn a_proxy_that_has_had_enough() -> Result<(), Failure> {
    on_a_way(Way::Says(429), "srv.429").await
}

#[tokio::test]
async fn a_server_that_accepts_and_never_answers() -> Result<(), Failure> {
    on_a_way(Way::Silent, "srv.outage").await
}

#[tokio::test]
async fn a_connection_that_is_reset() -> Result<(), Failure> {
    on_a_way(Way::Resets, "srv.outage").await
}

#[tokio::test]
async fn a_proxy_that_lets_no_large_body_through() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let front = Front::before(&server).await?;
    let phone = Far::signed_up(&server, &front.http(), None).await?;
    front.becomes(Way::Limits(300_000));
    let film: Vec<u8> = (0..1_500_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    let path = phone.folder.path().join("MOV_1.bin");
    std::fs::write(&path, film)?;
    phone.library.import(&[path], ImportOptions::default(), |_| {}).await?;
    assert_eq!(phone.sync().await?, ["net.proxy_limit"]);
    let diagnosis = phone.diagnose().await?;
    let finding = &diagnosis.findings[0];
    assert_eq!((finding.code.as_str(), diagnosis.findings.len()), ("net.proxy_limit", 1));
    assert_eq!((&finding.evidence["passed"], &finding.evidence["refused"]), (&262_144.into(), &1_200_000.into()));
    assert_eq!(finding.names, ["MOV_1.bin"]);
    front.becomes(Way::Open);
    phone.goes_on().await
}

#[tokio::test]
async fn a_closed_port() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let mut front = Front::before(&server).await?;
    let phone = Far::signed_up(&server, &front.http(), None).await?;
    front.closes().await;
    phone.finds("srv.outage").await?;
    assert_eq!(phone.diagnose().await?.findings[0].observed, Some("observed-refused"));
    Ok(())
}

#[tokio::test]
async fn a_name_that_does_not_resolve() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let device = TestDevice::new(&server);
    // In this process any name leads to the server; on the network this one leads nowhere, for ever (RFC 6761).
    let phone = Far::open(device.clone(), Arc::new(device.remote.clone()), TempDir::new()?).await?;
    phone.sign_up("https://photos.cloud.invalid").await?;
    phone.goes_on().await?;
    let Far { library, device, folder } = phone;
    drop(library);
    let phone = Far::open(device, Arc::new(HttpRemote::new()?), folder).await?;
    phone.finds("net.dns").await
}

#[tokio::test]
async fn certificates_that_are_not_good_are_told_apart() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let front = Front::before(&server).await?;
    let (ours, theirs) = (Authority::new()?, Authority::new()?);
    let good = ours.certificate("localhost", Term::Now)?;
    front.shows(&good);
    let phone = Far::signed_up(&server, &front.https(), Some(&ours)).await?;
    // The phone's own clock is in 2020 here, but certificates are judged by the system's: nothing but them is wrong.
    for (certificate, code, observed) in [
        (theirs.certificate("localhost", Term::Now)?, "net.tls_untrusted", "observed-cert_untrusted"),
        (ours.certificate("elsewhere.example", Term::Now)?, "net.tls_untrusted", "observed-cert_name"),
        (ours.certificate("localhost", Term::Past)?, "srv.cert_expired", "observed-cert_expired"),
        (ours.certificate("localhost", Term::Future)?, "net.tls_untrusted", "observed-cert_not_yet"),
    ] {
        front.shows(&certificate);
        phone.finds(code).await?;
        assert_eq!(phone.diagnose().await?.findings[0].observed, Some(observed));
    }
    // A portal that has no certificate of the server's: what it says behind it tells.
    front.shows(&theirs.certificate("localhost", Term::Now)?);
    for way in [Way::Portal, Way::Says(200)] {
        front.becomes(way);
        phone.finds("net.captive").await?;
    }
    // By the phone's clock the certificate is of another year, and the clock is wrong.
    front.becomes(Way::Open);
    front.shows(&ours.certificate("localhost", Term::Future)?);
    phone.device.clock.pass(SignedDuration::from_hours(-48));
    let other = TestDevice {
        clock: safelight_tests::in_process::TestClock::at(phone.device.clock.time()),
        ..phone.device.clone()
    };
    server.clock.pass(SignedDuration::from_hours(48));
    let Far { library, folder, .. } = phone;
    drop(library);
    let phone = Far::open(other, Arc::new(HttpRemote::new()?), folder).await?;
    phone.finds("net.clock").await?;
    server.clock.pass(SignedDuration::from_hours(-48));
    front.shows(&good);
    phone.goes_on().await
}

#[tokio::test]
async fn a_clock_that_is_a_day_off() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let front = Front::before(&server).await?;
    let phone = Far::signed_up(&server, &front.http(), None).await?;
    // Both phones and servers of these tests share a clock unless they are given one each.
    let Far { library, device, folder } = phone;
    drop(library);
    let clock = safelight_tests::in_process::TestClock::at(device.clock.time());
    clock.pass(SignedDuration::from_hours(24));
    let phone = Far::open(TestDevice { clock, ..device }, Arc::new(HttpRemote::new()?), folder).await?;
    phone.take(2).await?;
    phone.sync().await?;
    let diagnosis = phone.diagnose().await?;
    assert_eq!(diagnosis.findings[0].code, "net.clock");
    assert_eq!(diagnosis.findings[0].evidence["offset_s"], 86_400);
    assert!(diagnosis.checked.contains(&"clock"));
    Ok(())
}

#[tokio::test]
async fn a_phone_that_was_removed_from_the_account() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let front = Front::before(&server).await?;
    let phone = Far::signed_up(&server, &front.http(), None).await?;
    let other = Phone::signed_in(&server, EMAIL, "The tablet").await?;
    let devices = other.library.devices().await?;
    let first = devices.iter().find(|(device, _)| !device.current).ok_or("the other phone is not listed")?;
    other.library.revoke_device(first.0.device).await?;
    // Before the engine has run the account itself says so; afterwards the phone knows.
    assert_eq!(phone.codes().await?, ["acct.revoked"]);
    phone.take(2).await?;
    assert_eq!(phone.codes().await?.first().map(String::as_str), Some("acct.revoked"));
    Ok(())
}

#[tokio::test]
async fn nothing_is_asked_of_anybody_offline() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let front = Front::before(&server).await?;
    let phone = Far::signed_up(&server, &front.http(), None).await?;
    phone.take(2).await?;
    // Whoever asked now would wait.
    front.becomes(Way::Silent);
    let begun = Instant::now();
    let request = DiagnoseRequest { scope: DiagnoseScope::Offline, ..DiagnoseRequest::default() };
    let diagnosis = phone.library.diagnose(request).await?;
    assert!(begun.elapsed() < Duration::from_secs(2), "it took {:?}", begun.elapsed());
    assert_eq!(diagnosis.findings, []);
    assert!(!diagnosis.checked.contains(&"server"));
    assert_eq!(diagnosis.unchecked[0].code, "offline");
    Ok(())
}

#[tokio::test]
async fn not_a_connection_is_made_where_the_network_must_not_be_used() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let front = Front::before(&server).await?;
    let phone = Far::signed_up(&server, &front.http(), None).await?;
    phone.take(2).await?;
    let said = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    for (facts, settings, code) in [
        (vec![said("network", "none")], vec![], "net.offline"),
        (vec![said("network", "cellular"), said("cellular_allowed", "false")], vec![], "net.app_cell_denied"),
        (vec![said("network", "cellular"), said("roaming", "true")], vec![], "net.roaming"),
        (vec![said("network", "cellular")], vec![said("cellular_photos", "off")], "net.wifi_required"),
    ] {
        phone.library.clear_facts().await?;
        phone.library.set_facts(facts).await?;
        phone.library.set_settings(settings).await?;
        phone.sync().await?;
        let (before, begun) = (front.connections(), Instant::now());
        let diagnosis = phone.diagnose().await?;
        assert!(begun.elapsed() < Duration::from_secs(2), "it took {:?}", begun.elapsed());
        assert_eq!(diagnosis.findings[0].code, code);
        assert_eq!(diagnosis.unchecked[0].code, code);
        assert_eq!(front.connections(), before, "{code}");
    }
    phone.library.clear_facts().await?;
    phone.library.reset_settings().await?;
    phone.goes_on().await
}

#[tokio::test]
async fn two_phones_show_the_same_words_if_and_only_if_account_and_server_are_the_same() -> Result<(), Failure> {
    let (server, elsewhere) = (TestServer::start().await?, TestServer::start().await?);
    let phone = Phone::signed_up(&server, EMAIL, "Iris’ phone").await?;
    let same_name_elsewhere = Phone::signed_up(&elsewhere, EMAIL, "Iris’ phone").await?;
    let other_account = Phone::signed_up(&server, "jan@example.org", "Jan’s phone").await?;
    let expecting = DiagnoseRequest { expects_other_phone: true, ..DiagnoseRequest::default() };
    let alone = phone.library.diagnose(expecting).await?.findings;
    assert_eq!(alone[0].code, "acct.mismatch");
    let words = phone.library.compare_words().await.ok_or("no words")?;
    assert_eq!(alone[0].evidence["words"], words.join(" "));
    for other in [&same_name_elsewhere, &other_account] {
        assert_ne!(other.library.compare_words().await, Some(words.clone()));
    }

    let second = Phone::signed_in(&server, EMAIL, "The tablet").await?;
    assert_eq!(second.library.compare_words().await, Some(words));
    for phone in [&phone, &second] {
        assert_eq!(phone.library.diagnose(expecting).await?.findings, []);
    }
    assert_eq!(Phone::new(&server).await?.library.compare_words().await, None);

    // Somebody tried another account on this phone: the phone itself remembers that, for a week.
    let jan = Credentials {
        server: "https://cloud.test".into(),
        email: "jan@example.org".into(),
        password: PASSWORD.into(),
        device_name: "X".into(),
    };
    assert!(phone.library.sign_in(&jan).await.is_err());
    let found = phone.library.diagnose(DiagnoseRequest::default()).await?.findings;
    assert_eq!(found[0].code, "acct.mismatch");
    server.clock.pass(SignedDuration::from_hours(8 * 24));
    assert_eq!(phone.library.diagnose(DiagnoseRequest::default()).await?.findings, []);
    Ok(())
}

#[tokio::test]
async fn a_healthy_phone_has_no_finding_for_a_month() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let phone = Phone::signed_up(&server, EMAIL, "Iris’ phone").await?;
    for day in 0..30 {
        phone.take(day).await?;
        phone.sync().await?;
        let diagnosis = phone.library.diagnose(DiagnoseRequest::default()).await?;
        assert_eq!(diagnosis.findings, [], "on day {day}");
        assert_eq!(diagnosis.last_success, Some(server.clock.time()));
        server.clock.pass(SignedDuration::from_hours(24));
    }
    Ok(())
}
