//! A real server in this process, and the way to it without a socket: requests go straight into its router.
//!
//! A test decides the fate of each request: delivered, lost on the way there, lost on the way back, or changed.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::io;
use std::num::NonZeroU32;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use futures_util::StreamExt;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use safelight_core::cloud::Cloud;
use safelight_core::ports::{
    Clock, Disk, EventSource, KeyVault, MemoryVault, NoPhotos, NoRenderer, PhotoSource, Ports, Remote, RemoteError,
    RemoteRequest, RemoteResponse, SystemDisk, SystemRng, TokioWorkers,
};
use safelight_server::admin::Command;
use safelight_server::{App, Config, Rate, Rates};
use tempfile::TempDir;
use tower::ServiceExt;

/// Why a test has no server.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// So much room a folder in memory must have to be one.
const ROOM: u64 = 8 << 30;

/// A temporary folder for a home or a server: in memory where the machine has room, since nobody pulls a plug here, and
/// on a disk every commit waits for it.
pub fn folder(prefix: &str) -> io::Result<TempDir> {
    let memory = Path::new("/dev/shm");
    let roomy = SystemDisk.space(memory).is_some_and(|space| space.free >= ROOM);
    if roomy && let Ok(folder) = TempDir::with_prefix_in(prefix, memory) {
        return Ok(folder);
    }
    TempDir::with_prefix(prefix)
}

/// A clock that stands still until it is moved. Server and devices each have one.
#[derive(Clone)]
pub struct TestClock(Arc<Mutex<Timestamp>>);

impl TestClock {
    /// A clock that shows this time.
    pub fn at(time: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(time)))
    }

    /// What it shows.
    pub fn time(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves it.
    pub fn pass(&self, time: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.saturating_add(time).unwrap_or(*now);
    }
}

impl fmt::Debug for TestClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TestClock({})", self.time())
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.time()
    }

    fn monotonic(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.time().as_millisecond()).unwrap_or(0))
    }

    fn boot(&self) -> String {
        "the one boot of this test".to_owned()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    #[expect(clippy::disallowed_methods, reason = "what waits must not wait for a clock that stands still")]
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

impl safelight_server::Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.time().as_millisecond()
    }

    #[expect(clippy::disallowed_methods, reason = "what waits must not wait for a clock that stands still")]
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// What becomes of a request.
#[derive(Clone, Default)]
pub enum Fate {
    /// It arrives, and so does its answer.
    #[default]
    Delivered,
    /// It never arrives.
    RequestLost,
    /// It arrives and is carried out; the answer is lost.
    AnswerLost,
    /// It never arrives; something on the way answers instead.
    Answered(RemoteResponse),
    /// Half of it leaves, and then nothing moves until whoever sent it gives up.
    Stuck,
    /// Nobody knows the server's name.
    Unresolved,
    /// Its answer is changed on the way.
    Changed(Arc<dyn Fn(RemoteResponse) -> RemoteResponse + Send + Sync>),
}

/// Decides what becomes of each request.
pub type Fates = Arc<dyn Fn(&RemoteRequest) -> Fate + Send + Sync>;

/// The way to a router in this process.
#[derive(Clone)]
pub struct InProcess {
    router: Router,
    fates: Fates,
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InProcess")
    }
}

impl InProcess {
    /// A way on which nothing gets lost.
    pub fn new(router: Router) -> Self {
        Self { router, fates: Arc::new(|_| Fate::Delivered) }
    }

    /// The same way with these fates.
    #[must_use]
    pub fn with_fates(&self, fates: Fates) -> Self {
        Self { fates, ..self.clone() }
    }

    async fn ask(&self, request: RemoteRequest) -> Result<http::Response<Body>, RemoteError> {
        let sent = u64::try_from(request.body.len()).unwrap_or(u64::MAX);
        let mut builder = http::Request::builder().method(request.method.as_str()).uri(&request.url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let built = builder.body(Body::from(request.body)).map_err(|_| RemoteError::BadAddress)?;
        if let Some(transferred) = &request.transferred {
            transferred(sent, 0);
        }
        match self.router.clone().oneshot(built).await {
            Ok(answer) => Ok(answer),
            Err(never) => match never {},
        }
    }
}

fn headers(answer: &http::Response<Body>) -> BTreeMap<String, String> {
    let text = answer.headers().iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    text.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

async fn whole(answer: http::Response<Body>, max_answer: usize) -> Result<RemoteResponse, RemoteError> {
    let (status, headers) = (answer.status().as_u16(), headers(&answer));
    let body = axum::body::to_bytes(answer.into_body(), max_answer).await.map_err(|_| RemoteError::TooLarge)?;
    Ok(RemoteResponse { status, headers, body })
}

#[async_trait]
impl Remote for InProcess {
    async fn send(&self, request: RemoteRequest) -> Result<RemoteResponse, RemoteError> {
        let fate = (self.fates)(&request);
        if matches!(fate, Fate::RequestLost) {
            return Err(RemoteError::Connect);
        }
        if matches!(fate, Fate::Unresolved) {
            return Err(RemoteError::Resolve);
        }
        if let Fate::Answered(answer) = fate {
            // Whoever answers has taken the body.
            if let Some(transferred) = &request.transferred {
                transferred(u64::try_from(request.body.len()).unwrap_or(u64::MAX), 0);
            }
            return Ok(answer);
        }
        if matches!(fate, Fate::Stuck) {
            if let Some(transferred) = &request.transferred {
                transferred(u64::try_from(request.body.len() / 2).unwrap_or(u64::MAX), 0);
            }
            return std::future::pending().await;
        }
        let (max_answer, transferred) = (request.max_answer, request.transferred.clone());
        let answer = whole(self.ask(request).await?, max_answer).await?;
        match fate {
            Fate::AnswerLost => return Err(RemoteError::Interrupted),
            Fate::Changed(change) => return Ok(change(answer)),
            Fate::Delivered | Fate::RequestLost | Fate::Unresolved | Fate::Answered(_) | Fate::Stuck => {}
        }
        if let Some(transferred) = transferred {
            transferred(0, u64::try_from(answer.body.len()).unwrap_or(u64::MAX));
        }
        Ok(answer)
    }

    async fn stream(
        &self,
        request: RemoteRequest,
    ) -> Result<Result<Box<dyn EventSource>, RemoteResponse>, RemoteError> {
        if !matches!((self.fates)(&request), Fate::Delivered) {
            return Err(RemoteError::Interrupted);
        }
        let max_answer = request.max_answer;
        let answer = self.ask(request).await?;
        if answer.status() == http::StatusCode::OK {
            Ok(Ok(Box::new(Events(Box::pin(answer.into_body().into_data_stream())))))
        } else {
            whole(answer, max_answer).await.map(Err)
        }
    }
}

struct Events(Pin<Box<axum::body::BodyDataStream>>);

#[async_trait]
impl EventSource for Events {
    async fn next(&mut self) -> Result<Option<Bytes>, RemoteError> {
        self.0.next().await.transpose().map_err(|_| RemoteError::Interrupted)
    }
}

/// A server on a folder of its own, and its clock.
pub struct TestServer {
    /// The server.
    pub app: App,
    /// The server's clock.
    pub clock: TestClock,
    /// The way to it.
    pub remote: InProcess,
    folder: Arc<TempDir>,
}

impl fmt::Debug for TestServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestServer").field("clock", &self.clock).finish_non_exhaustive()
    }
}

impl TestServer {
    /// Starts one, as it is when nothing else is said, but for the limits on how often one may ask.
    pub async fn start() -> Result<Self, Failure> {
        Self::start_with(|_| {}).await
    }

    /// Starts one that is set up otherwise.
    pub async fn start_with(set_up: impl FnOnce(&mut Config)) -> Result<Self, Failure> {
        Self::start_on(folder("safelight-test-")?, set_up).await
    }

    /// Starts one on a folder that may hold another one's data.
    pub async fn start_on(folder: TempDir, set_up: impl FnOnce(&mut Config)) -> Result<Self, Failure> {
        // A time that no real clock shows any more: whoever reads one by mistake is noticed.
        let clock = TestClock::at(Timestamp::from_second(1_600_000_000).unwrap_or_default());
        Self::open(Arc::new(folder), clock, set_up).await
    }

    async fn open(folder: Arc<TempDir>, clock: TestClock, set_up: impl FnOnce(&mut Config)) -> Result<Self, Failure> {
        let mut config = Config::new(folder.path());
        let often = Rate { burst: NonZeroU32::MAX, every: Duration::from_nanos(1) };
        config.rates = Rates { auth_by_address: often, auth_by_email: often, by_device: often };
        set_up(&mut config);
        let ports = safelight_server::Ports { clock: Arc::new(clock.clone()), ..safelight_server::Ports::system() };
        let app = App::open(config, ports).await?;
        let remote = InProcess::new(app.router());
        Ok(Self { app, clock, remote, folder })
    }

    /// Where the server keeps everything.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The server after it was stopped, something was done to its folder, and it was started again. Whoever else holds a
    /// way to it must have let go.
    pub async fn restarted(self, meanwhile: impl FnOnce(&Path) -> std::io::Result<()>) -> Result<Self, Failure> {
        let Self { app, clock, remote, folder } = self;
        drop((app, remote));
        meanwhile(folder.path())?;
        Self::open(folder, clock, |_| {}).await
    }

    /// Sets an account's quota, as its owner would.
    pub async fn set_quota(&self, email: &str, bytes: u64) -> Result<(), Failure> {
        self.app.carry_out(Command::Quota { email: email.to_owned(), bytes }).await?;
        Ok(())
    }
}

/// A device: its vault, its clock, its way to the server.
#[derive(Clone)]
pub struct TestDevice {
    /// Its vault.
    pub vault: Arc<dyn KeyVault>,
    /// Its clock.
    pub clock: TestClock,
    /// Its way to the server.
    pub remote: InProcess,
    /// Its own photo library.
    pub photos: Arc<dyn PhotoSource>,
    /// Its disk.
    pub disk: Arc<dyn Disk>,
}

impl fmt::Debug for TestDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestDevice").field("clock", &self.clock).finish_non_exhaustive()
    }
}

impl TestDevice {
    /// A new device with an empty vault, whose clock agrees with the server's now and ever after.
    pub fn new(server: &TestServer) -> Self {
        Self {
            vault: Arc::new(MemoryVault::default()),
            clock: server.clock.clone(),
            remote: server.remote.clone(),
            photos: Arc::new(NoPhotos),
            disk: Arc::new(SystemDisk),
        }
    }

    /// The same device with another way to the server.
    #[must_use]
    pub fn with_fates(&self, fates: Fates) -> Self {
        Self { remote: self.remote.with_fates(fates), ..self.clone() }
    }

    /// What the core takes from this device.
    pub fn ports(&self) -> Ports {
        Ports {
            clock: Arc::new(self.clock.clone()),
            rng: Arc::new(SystemRng),
            workers: Arc::new(TokioWorkers),
            disk: Arc::clone(&self.disk),
            remote: Arc::new(self.remote.clone()),
            vault: Arc::clone(&self.vault),
            photos: Arc::clone(&self.photos),
            renderer: Arc::new(NoRenderer),
        }
    }

    /// The server as this device sees it.
    pub fn cloud(&self) -> Cloud {
        Cloud::new(
            Arc::new(self.remote.clone()),
            Arc::new(self.clock.clone()),
            "https://cloud.test",
            "safelight-tests/0.1.0",
        )
    }
}
