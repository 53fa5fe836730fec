use std::collections::BTreeMap;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ring::signature::{ED25519, UnparsedPublicKey};
use safelight_protocol::{Problem, problem, version};

use super::*;
use crate::keys::DeviceKey;
use crate::ports::{
    Clock, InPlace, MemoryVault, NoPhotos, NoRenderer, RemoteError, RemoteRequest, RemoteResponse, Secret, SystemDisk,
    SystemRng, VaultError,
};

const START: &str = "2026-11-23T12:00:00Z";
const DEVICE: DeviceId = DeviceId([4; 16]);
const SEED: [u8; 32] = [9; 32];
const TOKEN_MS: i64 = 15 * 60 * 1000;

/// A server with one device, by the rules of the protocol: successors by generation, the previous refresh token good until
/// the successor's access token or refresh token is used.
struct FakeServer(Mutex<State>);

struct State {
    now: Timestamp,
    /// Of the newest refresh token.
    generation: u64,
    /// Whether anything of the newest generation was used.
    used: bool,
    end: Option<&'static str>,
    /// What happens to the next answers.
    lose: usize,
    foreign: usize,
    refreshes: usize,
    requests: usize,
}

impl FakeServer {
    fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(State {
            now: START.parse().unwrap(),
            generation: 1,
            used: true,
            end: None,
            lose: 0,
            foreign: 0,
            refreshes: 0,
            requests: 0,
        })))
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn pass(&self, minutes: i64) {
        self.state().now += SignedDuration::from_mins(minutes);
    }
}

impl State {
    fn tokens(&self, generation: u64) -> Tokens {
        let access_expires_ms = self.now.as_millisecond() + TOKEN_MS;
        Tokens {
            access: format!("a.{generation}.{access_expires_ms}"),
            access_expires_ms,
            refresh: format!("r.{generation}"),
        }
    }

    fn answer(&mut self, request: &RemoteRequest) -> Result<Vec<u8>, &'static str> {
        if request.url.ends_with(route::SESSION_REFRESH) {
            return self.refresh(&serde_json::from_slice(&request.body).unwrap());
        }
        let header = request.headers.iter().find(|(name, _)| *name == "authorization").ok_or(codes::SIGNED_OUT)?;
        let mut fields = header.1.strip_prefix("Bearer a.").ok_or(codes::SIGNED_OUT)?.split('.');
        let generation: u64 = fields.next().unwrap().parse().unwrap();
        let expires_ms: i64 = fields.next().unwrap().parse().unwrap();
        if let Some(end) = self.end {
            return Err(end);
        }
        if expires_ms <= self.now.as_millisecond() {
            return Err(codes::TOKEN_EXPIRED);
        }
        self.used |= generation == self.generation;
        Ok(b"\"answered\"".to_vec())
    }

    fn refresh(&mut self, refresh: &Refresh) -> Result<Vec<u8>, &'static str> {
        self.refreshes += 1;
        let message = refresh_message(&refresh.device, &refresh.refresh);
        let key = UnparsedPublicKey::new(&ED25519, DeviceKey::from_seed(&SEED).public_key());
        key.verify(&message, refresh.signature.as_slice()).map_err(|_| codes::SIGNED_OUT)?;
        if let Some(end) = self.end {
            return Err(end);
        }
        let generation: u64 = refresh.refresh.strip_prefix("r.").unwrap().parse().unwrap();
        if generation == self.generation {
            self.generation += 1;
            self.used = false;
        } else if generation + 1 != self.generation || self.used {
            self.end = Some(codes::REAUTH);
            return Err(codes::REAUTH);
        }
        Ok(serde_json::to_vec(&self.tokens(self.generation)).unwrap())
    }
}

#[async_trait]
impl crate::ports::Remote for FakeServer {
    async fn send(&self, request: RemoteRequest) -> Result<RemoteResponse, RemoteError> {
        // So that what runs at the same time really interleaves.
        tokio::task::yield_now().await;
        let mut state = self.state();
        state.requests += 1;
        let answer = state.answer(&request);
        if state.lose > 0 {
            state.lose -= 1;
            return Err(RemoteError::Interrupted);
        }
        let mut headers = BTreeMap::from([
            (version::PROTOCOL_HEADER.to_owned(), "1".to_owned()),
            (version::TIME_HEADER.to_owned(), state.now.as_millisecond().to_string()),
        ]);
        if state.foreign > 0 {
            state.foreign -= 1;
            return Ok(RemoteResponse { status: 401, headers: BTreeMap::new(), body: Bytes::from_static(b"log in") });
        }
        let (status, body) = match answer {
            Ok(body) => (200, body),
            Err(code) => {
                headers.insert("content-type".to_owned(), problem::MEDIA_TYPE.to_owned());
                let problem = Problem::new(code);
                (problem.status, serde_json::to_vec(&problem).unwrap())
            }
        };
        Ok(RemoteResponse { status, headers, body: body.into() })
    }

    async fn stream(
        &self,
        request: RemoteRequest,
    ) -> Result<Result<Box<dyn EventSource>, RemoteResponse>, RemoteError> {
        let answer = self.send(request).await?;
        if answer.status == 200 { Ok(Ok(Box::new(NoEvents))) } else { Ok(Err(answer)) }
    }
}

struct NoEvents;

#[async_trait]
impl EventSource for NoEvents {
    async fn next(&mut self) -> Result<Option<Bytes>, RemoteError> {
        Ok(None)
    }
}

struct DeviceClock(Mutex<Timestamp>);

#[async_trait]
impl Clock for DeviceClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn boot(&self) -> String {
        String::new()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    async fn sleep(&self, _duration: Duration) {}
}

/// A vault whose next saves fail, as if the process had been killed just before them.
#[derive(Default)]
struct BreakingVault {
    inner: MemoryVault,
    breaking: Mutex<usize>,
}

impl KeyVault for BreakingVault {
    fn load(&self, name: &str) -> Result<Option<Secret>, VaultError> {
        self.inner.load(name)
    }

    fn save(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        let mut breaking = self.breaking.lock().unwrap();
        if *breaking > 0 {
            *breaking -= 1;
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

struct Phone {
    server: Arc<FakeServer>,
    vault: Arc<BreakingVault>,
    clock: Arc<DeviceClock>,
    lease: Arc<Lease>,
}

impl Phone {
    fn new() -> Self {
        let server = FakeServer::new();
        let vault = Arc::new(BreakingVault::default());
        let tokens = server.state().tokens(1);
        KeptSession::new(DEVICE, DeviceKey::from_seed(&SEED), tokens).save(vault.as_ref()).unwrap();
        let clock = Arc::new(DeviceClock(Mutex::new(START.parse().unwrap())));
        Self { server, vault, clock, lease: Arc::default() }
    }

    /// A process of the app, just started.
    fn process(&self) -> Session {
        let ports = Ports {
            clock: self.clock.clone(),
            rng: Arc::new(SystemRng),
            workers: Arc::new(InPlace),
            disk: Arc::new(SystemDisk),
            remote: self.server.clone(),
            vault: self.vault.clone(),
            photos: Arc::new(NoPhotos),
            renderer: Arc::new(NoRenderer),
        };
        let cloud = Cloud::new(self.server.clone(), self.clock.clone(), "https://cloud", "test/1");
        Session::new(cloud, ports, self.lease.clone(), StretchPolicy::default())
    }

    /// Time passes on server and phone.
    fn pass(&self, minutes: i64) {
        self.server.pass(minutes);
        *self.clock.0.lock().unwrap() += SignedDuration::from_mins(minutes);
    }
}

async fn ask(session: &Session) -> Result<String, SessionError> {
    session.call(Method::Get, "/v1/something", Body::None).await
}

#[tokio::test]
async fn a_token_that_has_ended_is_renewed_before_it_is_used() {
    let phone = Phone::new();
    let session = phone.process();
    assert_eq!(ask(&session).await.unwrap(), "answered");
    phone.pass(20);
    assert_eq!(ask(&session).await.unwrap(), "answered");
    assert_eq!(phone.server.state().refreshes, 1);
    assert_eq!(phone.server.state().requests, 3, "one call, one renewal, one call");
}

#[tokio::test]
async fn a_phone_whose_clock_stands_still_renews_when_the_server_says_so() {
    let phone = Phone::new();
    let session = phone.process();
    phone.server.pass(20);
    assert_eq!(ask(&session).await.unwrap(), "answered");
    assert_eq!(phone.server.state().refreshes, 1);
    assert_eq!(phone.server.state().requests, 3, "refused, renewed, answered");
}

#[tokio::test]
async fn a_lost_answer_to_a_renewal_signs_nobody_out() {
    let phone = Phone::new();
    for round in 1..=1_000 {
        phone.pass(20);
        phone.server.state().lose = 3;
        let session = phone.process();
        for _ in 0..3 {
            assert_eq!(ask(&session).await.unwrap_err().code(), "srv.outage", "round {round}");
        }
        assert_eq!(ask(&session).await.unwrap(), "answered", "round {round}");
        assert_eq!(ask(&session).await.unwrap(), "answered", "round {round}");
    }
}

#[tokio::test]
async fn a_process_killed_before_the_new_tokens_were_durable_signs_nobody_out() {
    let phone = Phone::new();
    for round in 1..=1_000 {
        phone.pass(20);
        *phone.vault.breaking.lock().unwrap() = 1;
        let killed = phone.process();
        assert_eq!(ask(&killed).await.unwrap_err().code(), "acct.vault", "round {round}");
        drop(killed);
        assert_eq!(ask(&phone.process()).await.unwrap(), "answered", "round {round}");
    }
}

#[tokio::test]
async fn new_tokens_that_could_not_be_kept_are_not_used() {
    let phone = Phone::new();
    phone.pass(20);
    let session = phone.process();
    *phone.vault.breaking.lock().unwrap() = 1;
    assert_eq!(ask(&session).await.unwrap_err().code(), "acct.vault");
    *phone.vault.breaking.lock().unwrap() = 1;
    assert_eq!(ask(&session).await.unwrap_err().code(), "acct.vault", "asked for again, and not used from memory");
    assert!(!phone.server.state().used);
    assert_eq!(ask(&phone.process()).await.unwrap(), "answered");
}

#[tokio::test]
async fn a_future_dropped_anywhere_signs_nobody_out() {
    use futures_util::FutureExt;

    let phone = Phone::new();
    for steps in 0..12 {
        phone.pass(20);
        let session = phone.process();
        {
            let mut call = Box::pin(ask(&session));
            for _ in 0..steps {
                if call.as_mut().now_or_never().is_some() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        assert_eq!(ask(&phone.process()).await.unwrap(), "answered", "dropped after {steps} steps");
    }
}

#[tokio::test]
async fn two_processes_at_once_renew_once() {
    let phone = Phone::new();
    for round in 1..=1_000 {
        phone.pass(20);
        let (app, extension) = (phone.process(), phone.process());
        let calls = [ask(&app), ask(&extension), ask(&app), ask(&extension)];
        for answer in futures_util::future::join_all(calls).await {
            assert_eq!(answer.unwrap(), "answered", "round {round}");
        }
        assert_eq!(phone.server.state().refreshes, round);
    }
}

#[tokio::test]
async fn an_end_is_said_again_without_asking_the_server_and_keeps_the_session() {
    for code in [codes::SIGNED_OUT, codes::REAUTH, codes::REVOKED, codes::LOCKED, codes::DELETED] {
        for expired in [false, true] {
            let phone = Phone::new();
            let session = phone.process();
            phone.server.state().end = Some(code);
            if expired {
                phone.pass(20);
            }
            assert_eq!(ask(&session).await.unwrap_err().code(), code);
            let asked = phone.server.state().requests;
            phone.server.state().end = None;

            assert_eq!(ask(&session).await.unwrap_err().code(), code);
            let restarted = phone.process();
            assert_eq!(restarted.ended().await.unwrap(), End::from_code(code));
            assert_eq!(restarted.stream("/v1/events").await.err().unwrap().code(), code);
            assert_eq!(phone.server.state().requests, asked, "{code}: the server was asked again");
            assert_eq!(KeptSession::load(phone.vault.as_ref()).unwrap().unwrap().key.expose_seed(), &SEED);
        }
    }
}

#[tokio::test]
async fn no_trouble_on_the_way_ends_a_session() {
    let phone = Phone::new();
    phone.pass(20);
    let session = phone.process();
    phone.server.state().foreign = 1;
    assert_eq!(ask(&session).await.unwrap_err().code(), "srv.foreign");
    phone.server.state().lose = 1;
    assert_eq!(ask(&session).await.unwrap_err().code(), "srv.outage");
    assert_eq!(ask(&session).await.unwrap(), "answered");
}

#[tokio::test]
async fn a_disabled_account_that_is_enabled_again_goes_on_when_asked_to_look() {
    let phone = Phone::new();
    let session = phone.process();
    phone.server.state().end = Some(codes::LOCKED);
    assert_eq!(ask(&session).await.unwrap_err(), SessionError::Ended(End::Locked));
    session.look_again().await.unwrap();
    assert_eq!(ask(&session).await.unwrap_err(), SessionError::Ended(End::Locked));
    phone.server.state().end = None;
    session.look_again().await.unwrap();
    assert_eq!(ask(&session).await.unwrap(), "answered");

    phone.server.state().end = Some(codes::REVOKED);
    assert_eq!(ask(&session).await.unwrap_err(), SessionError::Ended(End::Revoked));
    phone.server.state().end = None;
    session.look_again().await.unwrap();
    assert_eq!(ask(&session).await.unwrap_err(), SessionError::Ended(End::Revoked), "only a lock is looked at again");
}

#[tokio::test]
async fn a_process_whose_session_ended_takes_up_the_one_that_another_signed_in() {
    let phone = Phone::new();
    let session = phone.process();
    ask(&session).await.unwrap();
    let old = KeptSession::load(phone.vault.as_ref()).unwrap().unwrap();
    phone.server.state().end = Some(codes::REVOKED);
    assert_eq!(ask(&session).await.unwrap_err(), SessionError::Ended(End::Revoked));

    phone.server.state().end = None;
    phone.server.state().generation = 7;
    let tokens = phone.server.state().tokens(7);
    old.with_tokens(tokens).save(phone.vault.as_ref()).unwrap();
    assert_eq!(ask(&session).await.unwrap(), "answered");
}

#[tokio::test]
async fn signing_out_keeps_nothing_that_could_ask_and_everything_else() {
    let phone = Phone::new();
    let session = phone.process();
    phone.server.state().lose = 1;
    assert_eq!(session.sign_out().await.unwrap_err().code(), "srv.outage");
    assert_eq!(ask(&session).await.unwrap(), "answered", "nothing has changed without the server");
    session.sign_out().await.unwrap();
    let asked = phone.server.state().requests;
    assert_eq!(ask(&session).await.unwrap_err(), SessionError::Ended(End::SignedOut));
    assert_eq!(phone.server.state().requests, asked);
}

#[tokio::test]
async fn a_vault_without_a_session_is_signed_out() {
    let phone = Phone::new();
    super::super::forget(phone.vault.as_ref()).unwrap();
    assert_eq!(ask(&phone.process()).await.unwrap_err(), SessionError::Ended(End::SignedOut));
    assert_eq!(phone.server.state().requests, 0);
}

#[test]
fn what_a_session_does_can_move_between_threads() {
    fn moves<T: Send>(_: T) {}

    let session = Phone::new().process();
    moves(session.call::<String>(Method::Get, "/", Body::None));
    moves(session.stream("/"));
    moves(session.change_password("", ""));
    moves(session.sign_out());
}

#[test]
fn debug_shows_no_token() {
    let phone = Phone::new();
    assert_eq!(format!("{:?}", phone.process()), "Session { cloud: Cloud { server: \"https://cloud\", .. }, .. }");
}
