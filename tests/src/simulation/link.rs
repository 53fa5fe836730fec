//! The network between a phone and the cloud: late, lossy, one-way, gone.
//!
//! A request is lost on its way, or carried out and its answer is lost, or carried out twice, or the phone or the server
//! dies over it. The link keeps the journal, and watches that no part is sent again that the cloud has acknowledged.
//!
//! The cloud has two addresses. One leads to it only at home; elsewhere nobody is there, or another machine, which must get
//! nothing of the account.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use data_encoding::HEXLOWER;
use safelight_core::ports::{EventSource, Method, Remote, RemoteError, RemoteRequest, RemoteResponse};
use safelight_protocol::identity::IdentityProof;
use safelight_protocol::part::frames;
use safelight_protocol::version::{PROTOCOL, PROTOCOL_HEADER};
use safelight_protocol::{Blob, PartId, route};
use sha2::{Digest, Sha256};

use super::chance::Chance;
use super::cloud::{Answer, Cloud};
use super::conditions::{Leave, Permit};
use super::journal::Journal;
use super::process::Process;
use super::time::pause;

/// How it stands with a phone's network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weather {
    /// Everything arrives.
    Calm,
    /// Requests and answers are lost, late or doubled.
    Stormy,
    /// Requests arrive, answers don't.
    OneWay,
    /// There is no network.
    Offline,
}

/// The cloud's address that leads to it from everywhere.
pub(super) const PUBLIC: &str = "https://cloud.simulation";
/// The cloud's address at home.
pub(super) const HOME: &str = "https://cloud.local";

/// Where a phone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Where the home address leads to the cloud.
    Home,
    /// Where it leads nowhere.
    Away,
    /// Where another machine has it, with a certificate that a phone trusts. The system says when a phone comes there.
    AmongStrangers,
    /// Where another machine has it, which no certificate vouches for.
    AmongJunk,
}

/// What outlives the phone's processes.
pub(super) struct Line {
    pub(super) phone: &'static str,
    pub(super) cloud: Arc<Cloud>,
    pub(super) journal: Arc<Journal>,
    pub(super) chance: Chance,
    /// What may cross, as the person knows it.
    pub(super) permit: Permit,
    weather: Mutex<Weather>,
    place: Mutex<Place>,
    /// Parts whose arrival this phone was told of, and that the cloud holds since.
    acknowledged: Mutex<BTreeSet<PartId>>,
}

impl Line {
    pub(super) fn new(phone: &'static str, cloud: &Arc<Cloud>, journal: &Arc<Journal>, chance: Chance) -> Arc<Self> {
        Arc::new(Self {
            phone,
            cloud: Arc::clone(cloud),
            journal: Arc::clone(journal),
            chance,
            permit: Permit::default(),
            weather: Mutex::new(Weather::Calm),
            place: Mutex::new(Place::Home),
            acknowledged: Mutex::default(),
        })
    }

    pub(super) fn set_weather(&self, weather: Weather) {
        *lock(&self.weather) = weather;
    }

    pub(super) fn go_to(&self, place: Place) {
        *lock(&self.place) = place;
    }

    fn weather(&self) -> Weather {
        *lock(&self.weather)
    }

    /// The cloud has let parts go: only these it still holds. Gives those that vanished.
    pub(super) fn keep_acknowledged(&self, stored: &BTreeSet<PartId>) -> Vec<PartId> {
        let mut acknowledged = lock(&self.acknowledged);
        let vanished = acknowledged.iter().filter(|part| !stored.contains(part)).copied().collect();
        acknowledged.retain(|part| stored.contains(part));
        vanished
    }

    fn sends(&self, request: &RemoteRequest) -> Vec<PartId> {
        let parts = parts_of(request);
        if parts.iter().collect::<BTreeSet<_>>().len() < parts.len() {
            self.journal.fail(format!("phone {} sends a part twice in one request", self.phone));
        }
        for part in &parts {
            if lock(&self.acknowledged).contains(part) {
                self.journal.fail(format!("phone {} sends part {part} again, which was acknowledged", self.phone));
            }
        }
        parts
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The parts that a request carries.
fn parts_of(request: &RemoteRequest) -> Vec<PartId> {
    match (request.method, request.url.rsplit_once('/')) {
        (Method::Put, Some((before, part))) if before.ends_with("/parts") => part.parse().into_iter().collect(),
        (Method::Post, Some((_, "parts"))) => {
            frames::parse(&request.body).unwrap_or_default().into_iter().map(|(part, _)| part).collect()
        }
        _ => Vec::new(),
    }
}

/// The line as one process uses it.
pub(super) struct Link {
    pub(super) line: Arc<Line>,
    pub(super) process: Arc<Process>,
}

impl Link {
    /// Whether the way is calm enough for this request to arrive; waits as long as the way takes.
    async fn travel(&self) -> Weather {
        let weather = self.line.weather();
        let longest = if weather == Weather::Stormy { 4_000 } else { 60 };
        pause(1 + self.line.chance.below(longest)).await;
        weather
    }

    /// Nothing may be on its way where not a byte may cross.
    fn judge(&self, request: &RemoteRequest) {
        if self.line.permit.now() == Leave::None {
            self.line.journal.fail(format!("phone {} sends where it may not: {}", self.line.phone, named(request)));
        }
    }

    fn strikes(&self, weather: Weather, times: u64) -> bool {
        weather == Weather::Stormy && self.line.chance.one_in(times)
    }

    async fn carry(&self, request: RemoteRequest) -> (&'static str, Result<Answer, RemoteError>) {
        self.judge(&request);
        let sent_from = *lock(&self.line.place);
        let weather = self.travel().await;
        self.judge(&request);
        if *lock(&self.line.place) != sent_from {
            return ("carried away", Err(RemoteError::Interrupted));
        }
        if weather == Weather::Offline {
            return ("offline", Err(RemoteError::Offline));
        }
        if request.url.starts_with(HOME) {
            match sent_from {
                Place::Home => {}
                Place::Away => return ("nobody there", Err(RemoteError::Connect)),
                Place::AmongJunk => return ("no certificate", Err(RemoteError::Tls)),
                Place::AmongStrangers => return ("a stranger answers", Ok(self.stranger(&request))),
            }
        }
        if self.strikes(weather, 12) {
            return ("request lost", Err(RemoteError::Timeout));
        }
        if self.strikes(weather, 14) {
            self.deliver_twice(&request);
        }
        if !self.line.cloud.is_up()
            && self.line.chance.one_in(2)
            && let Err(error) = self.line.cloud.start().await
        {
            self.line.journal.fail(error);
        }
        let Ok(answer) = self.line.cloud.answer(&request).await else {
            return ("no server", Err(RemoteError::Connect));
        };
        if answer.status == 500 {
            self.line.journal.fail(format!("the server failed: {}", String::from_utf8_lossy(&answer.body)));
        }
        if self.strikes(weather, 30) {
            // The phone dies while the answer is on its way.
            self.process.kill();
        }
        let weather = self.travel().await;
        // Of all answers, that of a commit is missed most.
        let lost_in = if request.url.ends_with("/commit") { 4 } else { 12 };
        if weather == Weather::OneWay || weather == Weather::Offline || self.strikes(weather, lost_in) {
            return ("answer lost", Err(RemoteError::Interrupted));
        }
        ("answered", Ok(answer))
    }

    /// Another machine at the home address: it says that it is the cloud, and watches that it is told nothing.
    fn stranger(&self, request: &RemoteRequest) -> Answer {
        let told = request.headers.iter().any(|(name, _)| *name == "authorization");
        if told || !request.url.ends_with(route::SERVER_PROOF) {
            self.line.journal.fail(format!("phone {} tells a stranger {}", self.line.phone, named(request)));
        }
        let proof = IdentityProof {
            identity: Blob(vec![3; 32]),
            listed: true,
            time_ms: self.line.chance.below(2_000_000_000_000).try_into().unwrap_or(0),
            signature: Blob(vec![4; 64]),
        };
        let headers = vec![(PROTOCOL_HEADER.to_owned(), PROTOCOL.to_string())];
        Answer { status: 200, headers, body: serde_json::to_vec(&proof).unwrap_or_default().into() }
    }

    /// Something on the way repeats the request, at once or later; its answer goes nowhere.
    fn deliver_twice(&self, request: &RemoteRequest) {
        if !request.url.contains("/v1/libraries/") {
            return;
        }
        let (line, request) = (Arc::clone(&self.line), request.clone());
        let late = line.chance.below(30_000);
        tokio::spawn(async move {
            pause(late).await;
            // Nobody waits for what the server says, or whether it died over it.
            let answer = line.cloud.answer(&request).await.ok();
            line.journal.note(&format!("{} doubled {} -> {:?}", line.phone, named(&request), answer.map(|a| a.status)));
        });
    }
}

fn named(request: &RemoteRequest) -> String {
    let route = request.url.split_once("/v1/").map_or(request.url.as_str(), |(_, route)| route);
    format!("{} {route} {}+{}", request.method.as_str(), request.body.len(), digest(&request.body))
}

/// The first bytes of the hash of a body.
pub(super) fn digest(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    HEXLOWER.encode(hash.get(..4).unwrap_or_default())
}

#[async_trait]
impl Remote for Link {
    async fn send(&self, request: RemoteRequest) -> Result<RemoteResponse, RemoteError> {
        let name = named(&request);
        let parts = self.line.sends(&request);
        let (fate, result) = self.carry(request).await;
        let told = result.as_ref().map_or(0, |answer| answer.status);
        let body = result.as_ref().map_or_else(|_| String::new(), |answer| digest(&answer.body));
        self.line.journal.note(&format!("{} {name} -> {fate} {told} {body}", self.line.phone));
        if self.process.is_dead() {
            return Err(RemoteError::Interrupted);
        }
        let answer = result?;
        if (200..300).contains(&answer.status) {
            let stored = if parts.is_empty() { BTreeSet::new() } else { self.line.cloud.stored().unwrap_or_default() };
            lock(&self.line.acknowledged).extend(parts.into_iter().filter(|part| stored.contains(part)));
        }
        Ok(RemoteResponse { status: answer.status, headers: answer.headers.into_iter().collect(), body: answer.body })
    }

    async fn stream(&self, _: RemoteRequest) -> Result<Result<Box<dyn EventSource>, RemoteResponse>, RemoteError> {
        // Phones of a simulation ask; being told is another test.
        Err(RemoteError::Offline)
    }
}
