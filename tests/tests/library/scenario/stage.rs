//! Two phones of one account, each on a socket of its own to one real server.

use std::sync::Arc;
use std::time::Duration;

use safelight_core::account::StretchPolicy;
use safelight_core::cloud::HttpRemote;
use safelight_core::diagnosis::{DiagnoseRequest, Diagnosis};
use safelight_core::ports::{Ports, Remote};
use safelight_core::{
    Credentials, ImportOptions, Options, OriginalPlace, ResourceKind, Safelight, StatusState, SyncOutcome, SyncRequest,
};
use safelight_protocol::RecordId;
use safelight_protocol::account::Stretch;
use safelight_server::admin::Command;
use safelight_tests::in_process::{Failure, TestClock, TestDevice, TestServer, folder};
use safelight_tests::phone::{PASSWORD, photo};
use tempfile::TempDir;
use tokio::sync::watch;

use crate::diagnosis::front::{Authority, Front, Way};

pub(super) const EMAIL: &str = "iris@example.org";

/// How a phone is set up.
pub(super) struct SetUp {
    pub(super) device: TestDevice,
    /// What the app calls itself.
    pub(super) client: String,
    /// Bytes go over a real socket; otherwise straight into the server's router.
    pub(super) socket: bool,
    /// A way of its own to the server.
    pub(super) way: Option<Arc<dyn Remote>>,
    /// Where the server is, if not at this phone's own socket.
    pub(super) server: Option<String>,
}

/// A phone in somebody's hand.
pub(super) struct Hand {
    pub(super) library: Safelight,
    pub(super) front: Front,
    pub(super) set_up: SetUp,
    pub(super) name: &'static str,
    folder: TempDir,
}

impl Hand {
    pub(super) async fn new(server: &TestServer, name: &'static str) -> Result<Self, Failure> {
        // Each phone has a clock of its own, which agrees with the server's until somebody moves it.
        let clock = TestClock::at(server.clock.time());
        let device = TestDevice { clock, ..TestDevice::new(server) };
        let set_up = SetUp { device, client: "safelight-tests/0.1.0".into(), socket: true, way: None, server: None };
        let (front, folder) = (Front::before(server).await?, folder("safelight-hand-")?);
        let library = open(&folder, &set_up).await?;
        Ok(Self { library, front, set_up, name, folder })
    }

    /// The same home after the app was ended and started anew, perhaps set up otherwise.
    pub(super) async fn reopened(self, change: impl FnOnce(&mut SetUp)) -> Result<Self, Failure> {
        let Self { library, front, mut set_up, name, folder } = self;
        drop(library);
        change(&mut set_up);
        let library = open(&folder, &set_up).await?;
        Ok(Self { library, front, set_up, name, folder })
    }

    fn address(&self) -> String {
        self.set_up.server.clone().unwrap_or_else(|| self.front.http())
    }

    pub(super) fn credentials(&self, email: &str) -> Credentials {
        Credentials {
            server: self.address(),
            email: email.into(),
            password: PASSWORD.into(),
            device_name: self.name.into(),
        }
    }

    pub(super) async fn sign_up(&self, email: &str) -> Result<(), Failure> {
        self.library.sign_up(&self.credentials(email), None).await?;
        Ok(())
    }

    pub(super) async fn sign_in(&self) -> Result<(), Failure> {
        self.library.sign_in(&self.credentials(EMAIL)).await?;
        Ok(())
    }

    pub(super) fn home(&self) -> std::path::PathBuf {
        self.folder.path().join("home")
    }

    /// A file beside the home.
    pub(super) fn file(&self, name: &str, bytes: &[u8]) -> Result<std::path::PathBuf, Failure> {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes)?;
        Ok(path)
    }

    pub(super) async fn import(&self, name: &str, bytes: &[u8]) -> Result<RecordId, Failure> {
        let path = self.file(name, bytes)?;
        let report = self.library.import(&[path], ImportOptions::default(), |_| {}).await?;
        let ids = report.imported.iter().chain(report.duplicates.iter().map(|(_, id)| id));
        ids.copied().next().ok_or_else(|| format!("not taken in: {report:?}").into())
    }

    /// Takes a photo.
    pub(super) async fn take(&self, seed: u8) -> Result<RecordId, Failure> {
        self.import(&format!("IMG_{seed:04}.png"), &photo(seed)).await
    }

    /// One run of the phone's own accord.
    pub(super) async fn sync(&self) -> Result<SyncOutcome, Failure> {
        let (_keep, stop) = watch::channel(false);
        Ok(self.library.sync(bounded(), stop).await?)
    }

    /// One run that the person asks for.
    pub(super) async fn sync_now(&self) -> Result<SyncOutcome, Failure> {
        let (_keep, stop) = watch::channel(false);
        let request = SyncRequest { now: true, time: Some(Duration::from_secs(10)), ..SyncRequest::default() };
        Ok(self.library.sync(request, stop).await?)
    }

    /// Sets facts and settings: `fact.KEY=VALUE` and `setting.KEY=VALUE`, with spaces between.
    pub(super) async fn say(&self, changes: &str) -> Result<(), Failure> {
        let said = |prefix: &str| {
            let own = changes.split_whitespace().filter_map(|change| change.strip_prefix(prefix)?.split_once('='));
            own.map(|(key, value)| (key.to_owned(), value.to_owned())).collect::<Vec<_>>()
        };
        self.library.set_settings(said("setting.")).await?;
        self.library.set_facts(said("fact.")).await?;
        Ok(())
    }

    pub(super) async fn diagnose(&self) -> Result<Diagnosis, Failure> {
        Ok(self.library.diagnose(DiagnoseRequest::default()).await?)
    }

    /// The codes that the phone finds, the true cause first.
    pub(super) async fn found(&self) -> Result<Vec<String>, Failure> {
        Ok(self.diagnose().await?.findings.into_iter().map(|finding| finding.code).collect())
    }

    /// The codes that the phone's screen shows, the first hold first.
    pub(super) async fn shown(&self) -> Result<Vec<String>, Failure> {
        Ok(self.library.status().await?.holds.into_iter().map(|hold| hold.code).collect())
    }

    /// Whether the person can look at the photo here: it is shown, and its original can be opened.
    pub(super) async fn has(&self, id: RecordId) -> Result<bool, Failure> {
        let Some(details) = self.library.details(id).await? else { return Ok(false) };
        Ok(match details.asset.original {
            OriginalPlace::Local | OriginalPlace::Both => true,
            OriginalPlace::Cloud => self.library.file(id, ResourceKind::Original, None).await.is_ok(),
            OriginalPlace::Elsewhere | OriginalPlace::Lost => false,
        })
    }

    /// Whether nothing is left to do and nothing is wrong.
    pub(super) async fn is_well(&self) -> Result<bool, Failure> {
        Ok(self.library.status().await?.state == StatusState::UpToDate && self.found().await?.is_empty())
    }
}

/// No run of a test takes longer, whatever is on the way.
fn bounded() -> SyncRequest {
    SyncRequest { time: Some(Duration::from_secs(2)), ..SyncRequest::default() }
}

async fn open(folder: &TempDir, set_up: &SetUp) -> Result<Safelight, Failure> {
    let stretch = StretchPolicy::with_floor(Stretch { memory_kib: 8, passes: 1, lanes: 1 });
    let options = Options { stretch, ..Options::new(&set_up.client) };
    let ports = set_up.device.ports();
    let remote: Arc<dyn Remote> = if let Some(way) = &set_up.way {
        Arc::clone(way)
    } else if set_up.socket {
        Arc::new(HttpRemote::new()?)
    } else {
        Arc::clone(&ports.remote)
    };
    Ok(Safelight::open(&folder.path().join("home"), Ports { remote, ..ports }, options).await?)
}

/// What a scene is played on.
pub(super) struct Stage {
    pub(super) server: TestServer,
    /// The phone in hand.
    pub(super) here: Hand,
    /// The other one.
    pub(super) there: Hand,
}

impl Stage {
    /// Two phones of a new account, on which nothing is left to do.
    pub(super) async fn new() -> Result<Self, Failure> {
        let server = TestServer::start().await?;
        let here = Hand::new(&server, "Iris’ phone").await?;
        here.sign_up(EMAIL).await?;
        let there = Hand::new(&server, "The tablet").await?;
        there.sign_in().await?;
        let stage = Self { server, here, there };
        stage.come_to_rest().await?;
        Ok(stage)
    }

    /// The same, the phone in hand over TLS with an authority of the person's own.
    pub(super) async fn secured(authority: &Authority) -> Result<Self, Failure> {
        let server = TestServer::start().await?;
        let mut here = Hand::new(&server, "Iris’ phone").await?;
        here.front.shows(&authority.certificate("localhost", crate::diagnosis::front::Term::Now)?);
        here.set_up.server = Some(here.front.https());
        here.library.trust_authority(safelight_core::cloud::Authority::parse(&authority.pem)?, None).await?;
        here.sign_up(EMAIL).await?;
        let there = Hand::new(&server, "The tablet").await?;
        there.sign_in().await?;
        let stage = Self { server, here, there };
        stage.come_to_rest().await?;
        Ok(stage)
    }

    /// The same, the phone in hand with a server at this address, to which this process knows the way.
    pub(super) async fn at(address: &str) -> Result<Self, Failure> {
        let server = TestServer::start().await?;
        let here = Hand::new(&server, "Iris’ phone").await?;
        let here = here
            .reopened(|set_up| {
                (set_up.socket, set_up.server) = (false, Some(address.to_owned()));
            })
            .await?;
        here.sign_up(EMAIL).await?;
        let there = Hand::new(&server, "The tablet").await?;
        there.sign_in().await?;
        let stage = Self { server, here, there };
        stage.come_to_rest().await?;
        Ok(stage)
    }

    /// Both phones sync until nothing moves.
    pub(super) async fn come_to_rest(&self) -> Result<(), Failure> {
        for _ in 0..10 {
            let (here, there) = (self.here.sync().await?, self.there.sync().await?);
            if here.up_to_date && there.up_to_date && !here.did_something() && !there.did_something() {
                return Ok(());
            }
        }
        Err("the phones do not come to rest".into())
    }

    /// Each phone goes about its business once: the phone that took the photo, then the one that waits for it.
    pub(super) async fn pass(&self, from: Side) -> Result<(), Failure> {
        let (from, to) = match from {
            Side::Here => (&self.here, &self.there),
            Side::There => (&self.there, &self.here),
        };
        for hand in [from, to] {
            // A phone on which nobody is signed in can't even begin.
            match hand.library.sync(bounded(), watch::channel(false).1).await {
                Err(error) if !error.code().starts_with("acct.") => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Time passes for everybody.
    pub(super) fn wait(&self, time: jiff::SignedDuration) {
        for clock in [&self.server.clock, &self.here.set_up.device.clock, &self.there.set_up.device.clock] {
            clock.pass(time);
        }
    }

    pub(super) async fn admin(&self, command: Command) -> Result<(), Failure> {
        self.server.app.carry_out(command).await?;
        Ok(())
    }
}

/// Which phone takes the photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The phone in hand, and it is missing on the other.
    Here,
    /// The other, and it is missing on the one in hand.
    There,
}

/// Plays a cause on the phone in hand: a photo is taken, the cause comes about, the photo does not arrive and the phone
/// names the cause first; what mends it is done, and the photo arrives.
pub(super) async fn play(
    stage: &mut Stage,
    code: &str,
    side: Side,
    happens: impl AsyncFnOnce(&mut Stage) -> Result<(), Failure>,
    mended: impl AsyncFnOnce(&mut Stage) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let id = match side {
        Side::Here => stage.here.take(1).await?,
        Side::There => {
            let id = stage.there.take(1).await?;
            stage.there.sync().await?;
            id
        }
    };
    happens(stage).await?;
    stage.pass(side).await?;
    assert!(!arrived(stage, side, id).await?, "{code} holds nothing up");
    let found = stage.here.found().await?;
    assert_eq!(found.first().map(String::as_str), Some(code), "found: {found:?}");
    mended(stage).await?;
    stage.pass(side).await?;
    assert!(arrived(stage, side, id).await?, "{code} was mended; {:?}", stage.here.found().await?);
    let found = stage.here.found().await?;
    assert!(!found.iter().any(|found| found == code), "it is still told: {found:?}");
    Ok(())
}

/// Whether a photo is where it was missing.
pub(super) async fn arrived(stage: &Stage, side: Side, id: RecordId) -> Result<bool, Failure> {
    match side {
        Side::Here => stage.there.has(id).await,
        Side::There => stage.here.has(id).await,
    }
}

/// The way of the phone in hand becomes this.
pub(super) fn the_way_becomes(way: Way) -> impl AsyncFnOnce(&mut Stage) -> Result<(), Failure> {
    async move |stage: &mut Stage| {
        stage.here.front.becomes(way);
        Ok(())
    }
}
