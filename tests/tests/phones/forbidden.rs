//! Not a byte on a forbidden network, counted on a real socket.
//!
//! The phone is the real engine with the real HTTP client in this process, so that its clock can be driven through a week;
//! between it and the server lies a wire of real sockets that counts bytes, requests and connections. The rule by which they
//! are judged is written down here anew, without the policy's code. When facts flip in the middle of a transfer the wire
//! stands still, and its connections break as those of a network that is gone: what then comes is new.

use std::net::SocketAddr;
use std::sync::Arc;

use jiff::SignedDuration;
use safelight_core::account::StretchPolicy;
use safelight_core::cloud::HttpRemote;
use safelight_core::policy::Intent;
use safelight_core::{Credentials, ImportOptions, Options, Safelight, SyncOutcome, SyncRequest};
use safelight_protocol::account::Stretch;
use safelight_tests::in_process::{Failure, TestDevice, TestServer};
use safelight_tests::processes::{Seeded, Way, Wire, noise};
use tempfile::TempDir;
use tokio::sync::watch;

const STEPS: u64 = 7 * 12;
const BUDGET: u64 = 2_500_000;

/// What is so in a step, as the test knows it.
#[derive(Debug, Clone, Copy)]
struct Scene {
    network: &'static str,
    metered: &'static str,
    roaming: bool,
    cellular_allowed: bool,
    captive: bool,
    sync: bool,
    paused: bool,
    photos: &'static str,
    roam: bool,
}

impl Scene {
    fn draw(seeded: &mut Seeded) -> Self {
        let mut one_in = |n: u64| seeded.below(n) == 0;
        let (roaming, cellular_allowed, captive) = (one_in(4), !one_in(5), one_in(8));
        let (sync, paused, roam) = (!one_in(8), one_in(8), one_in(3));
        let network = ["wifi", "wifi", "cellular", "cellular", "ethernet", "none", "unknown"][pick(seeded, 7)];
        let metered = ["false", "false", "true", "unknown"][pick(seeded, 4)];
        let photos = ["off", "small", "2500000", "2500000"][pick(seeded, 4)];
        Self { network, metered, roaming, cellular_allowed, captive, sync, paused, photos, roam }
    }

    fn cellular(&self) -> bool {
        matches!(self.network, "cellular" | "unknown")
    }

    fn costs(&self) -> bool {
        self.network != "none" && (self.cellular() || self.metered != "false")
    }

    /// Not a byte of anything may cross.
    fn forbidden(&self) -> bool {
        let cellular = self.cellular() && (!self.cellular_allowed || (self.roaming && !self.roam));
        let nothing = self.network == "none" || self.captive || !self.sync || self.paused;
        nothing || cellular || (self.costs() && self.photos == "off")
    }

    fn facts(&self) -> Vec<(String, String)> {
        said(&[
            ("network", self.network),
            ("metered", self.metered),
            ("roaming", word(self.roaming)),
            ("cellular_allowed", word(self.cellular_allowed)),
            ("captive", word(self.captive)),
        ])
    }

    fn settings(&self) -> Vec<(String, String)> {
        let pause = if self.paused { "2100-01-01T00:00:00Z" } else { "none" };
        said(&[
            ("sync", word(self.sync)),
            ("pause_until", pause),
            ("cellular_photos", self.photos),
            ("roaming", word(self.roam)),
        ])
    }
}

fn pick(seeded: &mut Seeded, end: u64) -> usize {
    usize::try_from(seeded.below(end)).unwrap_or(0)
}

fn word(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn said(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// A phone on a wire, twice open: as the app, and as another process that hands facts in.
struct Phone {
    app: Safelight,
    other: Safelight,
    device: TestDevice,
    wire: Wire,
    folder: TempDir,
    _server: TestServer,
}

impl Phone {
    async fn new() -> Result<Self, Failure> {
        let server = TestServer::start().await?;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address: SocketAddr = listener.local_addr()?;
        let router = server.app.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let (wire, device) = (Wire::to(address), TestDevice::new(&server));
        let folder = TempDir::with_prefix("safelight-week-")?;
        let open = || async {
            let stretch = StretchPolicy::with_floor(Stretch { memory_kib: 8, passes: 1, lanes: 1 });
            let options = Options { stretch, ..Options::new("safelight-tests/0.1.0") };
            let ports = safelight_core::ports::Ports { remote: Arc::new(HttpRemote::new()?), ..device.ports() };
            Ok::<_, Failure>(Safelight::open(&folder.path().join("home"), ports, options).await?)
        };
        let app = open().await?;
        app.sign_up(
            &Credentials {
                server: wire.url(),
                email: "iris@example.org".into(),
                password: "tulpe-kran-sieben".into(),
                device_name: "Iris’ phone".into(),
            },
            None,
        )
        .await?;
        let other = open().await?;
        Ok(Self { app, other, device, wire, folder, _server: server })
    }

    async fn say(&self, scene: &Scene) -> Result<(), Failure> {
        self.other.set_settings(scene.settings()).await?;
        self.other.set_facts(scene.facts()).await?;
        Ok(())
    }

    async fn take(&self, number: u64, bytes: usize) -> Result<(), Failure> {
        let path = self.folder.path().join(format!("{number}.heic"));
        std::fs::write(&path, noise(number, bytes))?;
        let report = self.app.import(&[path], ImportOptions::default(), |_| {}).await?;
        assert_eq!(report.imported.len(), 1, "{report:?}");
        Ok(())
    }

    async fn sync(&self) -> Result<SyncOutcome, Failure> {
        let (_stop, stopped) = watch::channel(false);
        Ok(self.app.sync(SyncRequest::default(), stopped).await?)
    }

    /// What the wire has counted: bytes both ways, and connections.
    fn counted(&self) -> (u64, u64) {
        (self.wire.bytes(Way::Up) + self.wire.bytes(Way::Down), self.wire.connections())
    }

    /// Begins a sync, stops the wire in the middle of it, says what is so now, and waits for the sync's end.
    async fn flip_in_mid_transfer(&self, after: u64, then: &Scene) -> Result<(), Failure> {
        let (wire, target) = (self.wire.clone(), self.wire.bytes(Way::Up) + after);
        let over = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let done = Arc::clone(&over);
        let stopping = tokio::task::spawn_blocking(move || {
            wire.wait_for_bytes(Way::Up, target, || done.load(std::sync::atomic::Ordering::Relaxed));
            wire.stop();
        });
        let flip = async {
            stopping.await?;
            self.say(then).await?;
            Ok::<_, Failure>(())
        };
        let run = async {
            let outcome = self.sync().await;
            over.store(true, std::sync::atomic::Ordering::Relaxed);
            outcome
        };
        let (outcome, flipped) = tokio::join!(run, flip);
        flipped?;
        // What was on its way when the network went is lost with it.
        self.wire.cut();
        self.wire.go_on();
        outcome.map(drop)
    }
}

/// Whether a request carries an original: too large to travel with thumbnails.
fn carries_an_original(method: &str, path: &str) -> bool {
    method == "PUT" && path.contains("/parts/")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_week_of_flipping_facts_moves_not_a_byte_that_is_forbidden() -> Result<(), Failure> {
    let phone = Phone::new().await?;
    let mut seeded = Seeded::new(20_260_501);
    let (mut forbidden, mut cut, mut budgeted) = (0, 0, 0);
    let (mut day, mut paid) = (0, 0);
    for step in 0..STEPS {
        if step / 12 != day {
            (day, paid) = (step / 12, 0);
        }
        let scene = Scene::draw(&mut seeded);
        let size = 200_000 + usize::try_from(seeded.below(900_000))?;
        phone.take(step, size).await?;
        phone.say(&scene).await?;
        let (before, asked) = (phone.counted(), phone.wire.exchanges().len());
        phone.sync().await?;
        // The person looks at the screen, too.
        phone.app.status().await?;
        phone.app.verdicts(Intent::Pocket).await?;
        let after = phone.counted();
        if scene.forbidden() {
            forbidden += 1;
            assert_eq!(after, before, "step {step}: {scene:?}");
        }
        if scene.costs() {
            paid += after.0 - before.0;
            if scene.photos == "2500000" {
                budgeted += 1;
                assert!(paid <= BUDGET, "step {step}: {paid} bytes on day {day}: {scene:?}");
            }
            if scene.photos == "small" {
                let large = phone.wire.exchanges().into_iter().skip(asked);
                let large: Vec<_> = large.filter(|one| carries_an_original(&one.method, &one.path)).collect();
                assert!(large.is_empty(), "step {step}: {large:?}");
            }
        }
        if scene.forbidden() && seeded.below(2) == 0 {
            // On good Wi-Fi a sync begins; in the middle of it the scene is back.
            let calm = Scene { network: "wifi", metered: "false", captive: false, sync: true, paused: false, ..scene };
            phone.say(&calm).await?;
            phone.flip_in_mid_transfer(1 + seeded.below(400_000), &scene).await?;
            cut += 1;
            let before = phone.counted();
            phone.sync().await?;
            assert_eq!(phone.counted(), before, "step {step}, after the flip: {scene:?}");
        }
        phone.device.clock.pass(SignedDuration::from_hours(2));
    }
    assert!(forbidden > 20 && cut > 8 && budgeted > 8, "{forbidden} {cut} {budgeted}");
    phone.other.reset_settings().await?;
    phone.other.clear_facts().await?;
    while !phone.sync().await?.up_to_date {}
    Ok(())
}
