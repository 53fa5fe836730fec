//! A server in memory of this process, and phones that speak to it as real ones do: OPAQUE, signatures, tokens.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version};
use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode};
use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, Identifiers, RegistrationResponse,
};
use rand_core::{CryptoRng, OsRng, RngCore};
use ring::signature::{Ed25519KeyPair, KeyPair};
use safelight_protocol::account::*;
use safelight_protocol::part::*;
use safelight_protocol::record::*;
use safelight_protocol::version::{CLIENT_HEADER, PROBLEM_HEADER, PROTOCOL_HEADER};
use safelight_protocol::{
    AccountId, Blob, Cursor, DeviceId, Epoch, LibraryId, MutationId, PartId, Problem, RecordId, route,
};
use safelight_server::{App, Blocking, Clock, Config, Ports, Rng, Space};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::TempDir;
use tower::ServiceExt;

/// A clock that goes with tokio's, and can be turned.
pub struct TurnedClock {
    begun: tokio::time::Instant,
    turned_ms: AtomicI64,
}

impl TurnedClock {
    pub fn turn(&self, by: Duration) {
        self.turned_ms.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

#[expect(clippy::disallowed_methods, reason = "the clock of these tests")]
impl Clock for TurnedClock {
    fn now_ms(&self) -> i64 {
        let elapsed = i64::try_from(self.begun.elapsed().as_millis()).unwrap();
        1_800_000_000_000 + elapsed + self.turned_ms.load(Ordering::SeqCst)
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A generator that gives the same bytes in every run.
pub struct Seeded(AtomicU64);

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Rng for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
    }
}

pub struct Suite;

impl CipherSuite for Suite {
    type OprfCs = opaque_ke::Ristretto255;
    type KeyExchange = opaque_ke::TripleDh<opaque_ke::Ristretto255, sha2::Sha512>;
    type Ksf = Argon2<'static>;
}

/// So cheap that a test can afford it.
pub const CHEAP: Stretch = Stretch { memory_kib: 8, passes: 1, lanes: 1 };

/// A disk with as much room as the test says.
pub struct GivenSpace(AtomicU64);

impl GivenSpace {
    pub fn set(&self, bytes: u64) {
        self.0.store(bytes, Ordering::SeqCst);
    }
}

impl Space for GivenSpace {
    fn free_bytes(&self, _: &std::path::Path) -> std::io::Result<u64> {
        Ok(self.0.load(Ordering::SeqCst))
    }
}

fn ksf(stretch: Stretch) -> Argon2<'static> {
    let params = Params::new(stretch.memory_kib, stretch.passes, stretch.lanes, None).unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    OsRng.fill_bytes(&mut bytes);
    bytes
}

fn framed(message: &[u8]) -> Blob {
    Blob([&[OPAQUE_SUITE], message].concat())
}

pub struct Registering(ClientRegistration<Suite>);

/// First half of a registration, on the phone.
pub fn registration(password: &str, rng: &mut (impl RngCore + CryptoRng)) -> (Registering, Blob) {
    let started = ClientRegistration::<Suite>::start(rng, password.as_bytes()).unwrap();
    (Registering(started.state), framed(&started.message.serialize()))
}

impl Registering {
    /// Second half.
    pub fn finish(self, password: &str, response: &Blob) -> Blob {
        let response = RegistrationResponse::deserialize(&response.0[1..]).unwrap();
        let ksf = ksf(CHEAP);
        let parameters = ClientRegistrationFinishParameters::new(Identifiers::default(), Some(&ksf));
        framed(&self.0.finish(&mut OsRng, password.as_bytes(), response, parameters).unwrap().message.serialize())
    }
}

pub struct LoggingIn(ClientLogin<Suite>);

/// First half of a sign-in, on the phone.
pub fn login(password: &str) -> (LoggingIn, Blob) {
    let started = ClientLogin::<Suite>::start(&mut OsRng, password.as_bytes()).unwrap();
    (LoggingIn(started.state), framed(&started.message.serialize()))
}

impl LoggingIn {
    /// Second half; none where the phone itself sees that the password is wrong or the account unknown.
    pub fn finish(self, password: &str, stretch: Stretch, response: &Blob) -> Option<Blob> {
        let response = CredentialResponse::deserialize(&response.0[1..]).unwrap();
        let ksf = ksf(stretch);
        let parameters = ClientLoginFinishParameters::new(Some(OPAQUE_CONTEXT), Identifiers::default(), Some(&ksf));
        let finished = self.0.finish(&mut OsRng, password.as_bytes(), response, parameters).ok()?;
        Some(framed(&finished.message.serialize()))
    }
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{} {}", self.status, String::from_utf8_lossy(&self.body));
        serde_json::from_slice(&self.body).unwrap()
    }

    #[track_caller]
    pub fn done(&self) {
        assert!(self.status.is_success(), "{} {}", self.status, String::from_utf8_lossy(&self.body));
    }

    /// The problem, after a look at whether it is a proper one.
    #[track_caller]
    pub fn problem(&self) -> Problem {
        assert!(!self.status.is_success(), "was not refused: {}", self.status);
        assert_eq!(self.headers["content-type"], safelight_protocol::problem::MEDIA_TYPE);
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(self.headers[PROBLEM_HEADER], problem.code.as_str());
        assert_eq!(problem.kind, safelight_protocol::problem::kind(&problem.code));
        problem
    }

    #[track_caller]
    pub fn refused(&self, code: &str) {
        assert_eq!(self.problem().code, code, "{}", String::from_utf8_lossy(&self.body));
    }
}

/// Where the server is.
#[derive(Clone)]
enum Reach {
    /// In this process, without a socket.
    Here { app: App, router: Router },
    /// In another one.
    There(SocketAddr),
}

/// A server.
#[derive(Clone)]
pub struct Cloud {
    reach: Reach,
    pub clock: Arc<TurnedClock>,
    pub space: Arc<GivenSpace>,
    pub folder: Arc<TempDir>,
}

impl Cloud {
    pub async fn open() -> Self {
        Self::with(|_| {}).await
    }

    /// In one thread: things happen in the order in which they are called.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::make(change, Blocking::Inline).await
    }

    /// As in production, on threads.
    pub async fn threaded(change: impl FnOnce(&mut Config)) -> Self {
        Self::make(change, Blocking::Threads).await
    }

    async fn make(change: impl FnOnce(&mut Config), blocking: Blocking) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let clock = Arc::new(TurnedClock { begun: tokio::time::Instant::now(), turned_ms: AtomicI64::new(0) });
        let mut config = Config::new(folder.path().join("data"));
        change(&mut config);
        Self::start(folder, clock, config, blocking).await
    }

    async fn start(folder: Arc<TempDir>, clock: Arc<TurnedClock>, config: Config, blocking: Blocking) -> Self {
        let space = Arc::new(GivenSpace(AtomicU64::new(u64::MAX)));
        let ports = Ports {
            clock: Arc::clone(&clock) as _,
            rng: Arc::new(Seeded::new(1)),
            blocking,
            space: Arc::clone(&space) as _,
        };
        let app = App::open(config, ports).await.unwrap();
        let reach = Reach::Here { router: app.router(), app };
        Self { reach, clock, space, folder }
    }

    /// Another server with the same clock.
    pub async fn beside(&self, config: Config) -> Self {
        Self::start(Arc::clone(&self.folder), Arc::clone(&self.clock), config, Blocking::Inline).await
    }

    pub fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// The server that listens there.
    pub fn at(address: SocketAddr) -> Self {
        let clock = Arc::new(TurnedClock { begun: tokio::time::Instant::now(), turned_ms: AtomicI64::new(0) });
        let space = Arc::new(GivenSpace(AtomicU64::new(u64::MAX)));
        Self { reach: Reach::There(address), clock, space, folder: Arc::new(tempfile::tempdir().unwrap()) }
    }

    pub fn app(&self) -> &App {
        let Reach::Here { app, .. } = &self.reach else { panic!("the server is in another process") };
        app
    }

    /// Asks, and returns as soon as the head of the answer is there.
    pub async fn ask(&self, request: Request<Body>) -> Result<http::Response<Body>, Box<dyn std::error::Error>> {
        match &self.reach {
            Reach::Here { router, .. } => Ok(router.clone().oneshot(request).await?),
            Reach::There(address) => {
                let stream = hyper_util::rt::TokioIo::new(tokio::net::TcpStream::connect(address).await?);
                let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await?;
                tokio::spawn(connection);
                Ok(sender.send_request(request).await?.map(Body::new))
            }
        }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        self.try_send(request).await.unwrap()
    }

    /// The whole answer; an error where it broke off.
    pub async fn try_send(&self, request: Request<Body>) -> Result<Answer, Box<dyn std::error::Error>> {
        let response = self.ask(request).await?;
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await?;
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    }

    pub fn request(method: Method, path: &str, token: Option<&str>) -> http::request::Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(PROTOCOL_HEADER, "1")
            .header(CLIENT_HEADER, "test/1.0.0");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        request
    }

    pub async fn get(&self, path: &str, token: Option<&str>) -> Answer {
        self.send(Self::request(Method::GET, path, token).body(Body::empty()).unwrap()).await
    }

    pub async fn json(&self, method: Method, path: &str, token: Option<&str>, body: &impl Serialize) -> Answer {
        let request = Self::request(method, path, token).header("content-type", "application/json");
        self.send(request.body(serde_json::to_vec(body).unwrap().into()).unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        self.json(Method::POST, path, None, body).await
    }

    /// A new account with its first phone.
    pub async fn sign_up(&self, email: &str) -> Phone {
        self.try_sign_up(email, None).await.map_err(|answer| answer.problem().code).unwrap()
    }

    pub async fn try_sign_up(&self, email: &str, invite: Option<&str>) -> Result<Phone, Answer> {
        let password = "correct horse".to_owned();
        let (registering, opaque) = registration(&password, &mut OsRng);
        let invite = invite.map(str::to_owned);
        let start = SignupStart { email: email.to_owned(), invite: invite.clone(), opaque };
        let answer = self.post(route::SIGNUP_START, &start).await;
        if !answer.status.is_success() {
            return Err(answer);
        }
        let challenge: SignupChallenge = answer.ok();
        let (device_key, recovery_key) = (new_key(), new_key());
        let library = LibraryId(random());
        let finish = SignupFinish {
            email: email.to_owned(),
            invite,
            account: AccountId(random()),
            opaque: registering.finish(&password, &challenge.opaque),
            stretch: CHEAP,
            password_wrap: wrap(1),
            recovery_wrap: wrap(1),
            recovery_public_key: Blob(recovery_key.public_key().as_ref().to_vec()),
            library: LibraryKeys { library, key: wrap(1), content_id_key: wrap(1) },
            device: new_device(&device_key),
        };
        let answer = self.post(route::SIGNUP_FINISH, &finish).await;
        if !answer.status.is_success() {
            return Err(answer);
        }
        let session: Session = answer.ok();
        Ok(Phone {
            cloud: self.clone(),
            email: email.to_owned(),
            password,
            library,
            recovery_key: Arc::new(recovery_key),
            device_key: Arc::new(device_key),
            session,
        })
    }

    /// Signs another phone in; the answer of the step that failed otherwise.
    pub async fn try_sign_in(&self, email: &str, password: &str) -> Result<(Session, Ed25519KeyPair), Answer> {
        let (logging_in, opaque) = login(password);
        let answer = self.post(route::SIGNIN_START, &SigninStart { email: email.to_owned(), opaque }).await;
        if !answer.status.is_success() {
            return Err(answer);
        }
        let challenge: SigninChallenge = answer.ok();
        let key = new_key();
        // A phone that sees that the password is wrong would stop here; a thief's sends something anyway.
        let opaque =
            logging_in.finish(password, challenge.stretch, &challenge.opaque).unwrap_or_else(|| framed(&[7; 64]));
        let finish = SigninFinish { attempt: challenge.attempt, opaque, device: new_device(&key) };
        let answer = self.post(route::SIGNIN_FINISH, &finish).await;
        if answer.status.is_success() { Ok((answer.ok(), key)) } else { Err(answer) }
    }
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

pub fn new_key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&random::<32>()).unwrap()
}

pub fn new_device(key: &Ed25519KeyPair) -> NewDevice {
    NewDevice { public_key: Blob(key.public_key().as_ref().to_vec()), sealed_name: Some(Blob(b"sealed".to_vec())) }
}

pub fn wrap(generation: u64) -> WrappedKey {
    WrappedKey { generation, sealed: Blob(random::<60>().to_vec()) }
}

/// A phone that is signed in.
#[derive(Clone)]
pub struct Phone {
    pub cloud: Cloud,
    pub email: String,
    pub password: String,
    pub library: LibraryId,
    pub recovery_key: Arc<Ed25519KeyPair>,
    pub device_key: Arc<Ed25519KeyPair>,
    pub session: Session,
}

impl Phone {
    /// Another phone of the same account.
    pub async fn another(&self) -> Self {
        let signed_in = self.cloud.try_sign_in(&self.email, &self.password).await;
        let (session, key) = signed_in.map_err(|answer| answer.problem().code).unwrap();
        Self { device_key: Arc::new(key), session, ..self.clone() }
    }

    /// Copies the server's folder while it is stopped, and starts it again. This must be the only one who holds it.
    pub async fn copy_aside(self) -> (Self, std::path::PathBuf) {
        let copy = self.cloud.folder.path().join("copy");
        let to = copy.clone();
        (self.restarted(move |data| copy_folder(data, &to)).await, copy)
    }

    /// Starts the server again on an old copy of its folder. This must be the only one who holds it.
    pub async fn roll_back(self, copy: std::path::PathBuf) -> Self {
        self.restarted(move |data| {
            std::fs::remove_dir_all(data).unwrap();
            copy_folder(&copy, data);
        })
        .await
    }

    async fn restarted(self, meanwhile: impl FnOnce(&std::path::Path)) -> Self {
        let data = self.cloud.data();
        let Cloud { reach, clock, folder, .. } = self.cloud;
        drop(reach);
        meanwhile(&data);
        let cloud = Cloud::start(folder, clock, Config::new(data), Blocking::Inline).await;
        Self { cloud, ..self }
    }

    pub fn device(&self) -> DeviceId {
        self.session.device
    }

    pub fn token(&self) -> Option<&str> {
        Some(&self.session.tokens.access)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.cloud.get(path, self.token()).await
    }

    pub async fn json(&self, method: Method, path: &str, body: &impl Serialize) -> Answer {
        self.cloud.json(method, path, self.token(), body).await
    }

    pub async fn post(&self, rest: &str, body: &impl Serialize) -> Answer {
        self.json(Method::POST, &route::library(&self.library, rest), body).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.cloud.send(Cloud::request(Method::DELETE, path, self.token()).body(Body::empty()).unwrap()).await
    }

    pub fn sign_refresh(&self, refresh: &str) -> Refresh {
        let signature = self.device_key.sign(&refresh_message(&self.device(), refresh));
        Refresh { device: self.device(), refresh: refresh.to_owned(), signature: Blob(signature.as_ref().to_vec()) }
    }

    pub async fn refresh(&self, token: &str) -> Answer {
        self.cloud.post(route::SESSION_REFRESH, &self.sign_refresh(token)).await
    }

    pub async fn plan(&self, parts: &[PartRef]) -> Answer {
        self.post("plan", &Plan { parts: parts.to_vec() }).await
    }

    pub async fn put(&self, bytes: &[u8]) -> Answer {
        self.put_as(part_of(bytes).id, bytes).await
    }

    pub async fn put_as(&self, id: PartId, bytes: &[u8]) -> Answer {
        let request = Cloud::request(Method::PUT, &route::part(&self.library, &id), self.token());
        self.cloud.send(request.body(bytes.to_vec().into()).unwrap()).await
    }

    pub async fn part(&self, id: PartId) -> Answer {
        self.get(&route::part(&self.library, &id)).await
    }

    pub async fn head(&self) -> Cursor {
        self.get(&route::library(&self.library, "digest")).await.ok::<LibraryDigest>().head
    }

    pub async fn epoch(&self) -> Epoch {
        self.head().await.epoch
    }

    pub async fn commit(&self, changes: Vec<Change>) -> Answer {
        let epoch = self.epoch().await;
        self.post("commit", &Commit { epoch, changes }).await
    }

    /// Commits one change and returns its result.
    pub async fn commit_one(&self, change: Change) -> ChangeResult {
        self.commit(vec![change]).await.ok::<Committed>().results.remove(0)
    }

    pub async fn usage(&self) -> safelight_protocol::server::Usage {
        self.get(route::USAGE).await.ok()
    }

    /// Plans, puts and commits one part under a new record.
    pub async fn store(&self, bytes: &[u8]) -> (RecordId, PartRef) {
        let part = part_of(bytes);
        self.plan(&[part]).await.ok::<Planned>();
        self.put(bytes).await.done();
        let change = change(RecordId(random()), 0, &[part]);
        let record = change.record;
        assert!(matches!(self.commit_one(change).await, ChangeResult::Committed { .. }));
        (record, part)
    }
}

pub fn part_of(bytes: &[u8]) -> PartRef {
    let hash = ring::digest::digest(&ring::digest::SHA256, bytes);
    PartRef { id: PartId::from_slice(hash.as_ref()).unwrap(), bytes: bytes.len() as u64 }
}

pub fn change(record: RecordId, base_version: u64, parts: &[PartRef]) -> Change {
    Change {
        record,
        mutation: MutationId(random()),
        base_version,
        parts: parts.to_vec(),
        trash: false,
        tombstone: false,
        body: Blob(random::<48>().to_vec()),
    }
}
