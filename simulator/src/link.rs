//! A phone's connection: as fast as the person at the page chose, and cut when they pull the plug.
//!
//! [`Link`] stands between an engine and the real transport. It holds bodies back until the chosen speed would have
//! carried them, in both directions, counts them as they move, and ends every request and the event stream the moment
//! the plug is pulled: as on a real phone, an answer may then be lost although the cloud did what was asked. In a network
//! with a portal it is the portal that answers, whatever was asked.
//!
//! It counts bodies, not headers, and it paces the two directions apart.

mod door;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use safelight_core::ports::{
    Clock, EventSource, Method, Remote, RemoteError, RemoteRequest, RemoteResponse, SystemClock, Transferred,
};
use safelight_protocol::part::frames;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::time::Instant;

pub(crate) use door::{Door, Doors, Origin};

/// What a slow cloud takes or gives a second at most, in bytes.
const SLOW_CLOUD: u64 = 60_000;

/// How long a slow cloud thinks about a request.
const SLOW_THOUGHT: Duration = Duration::from_millis(1_200);

/// Where the portal of a network sends everybody.
const PORTAL: &str = "http://welcome.cafe.example/sign-in";

/// How many sealed parts of a link's past are kept to be shown.
const SHOWN_PARTS: usize = 9;

/// How fast a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Speed {
    /// 40 Mbit/s.
    Wifi,
    /// 1 Mbit/s, as on a poor mobile network.
    Slow,
    /// The plug is pulled.
    Off,
}

impl Speed {
    /// Bytes a second; none without a connection.
    fn bytes_per_second(self) -> Option<u64> {
        match self {
            Self::Wifi => Some(5_000_000),
            Self::Slow => Some(125_000),
            Self::Off => None,
        }
    }
}

/// Bytes that have passed since the simulator was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Passed {
    /// To the cloud.
    pub(crate) sent: u64,
    /// From the cloud.
    pub(crate) received: u64,
}

/// A sealed part that this link has put into the cloud, as the cloud knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SealedPart {
    /// The first digits of its id.
    pub(crate) id: String,
    /// Its length in bytes.
    pub(crate) bytes: u64,
    /// Its place in the order of all links of this process.
    pub(crate) order: u64,
}

/// The way of one phone to the cloud.
pub(crate) struct Link {
    inner: Arc<dyn Remote>,
    origin: Origin,
    speed: watch::Sender<Speed>,
    portal: watch::Sender<bool>,
    up: Direction,
    down: Direction,
    parts: Mutex<VecDeque<SealedPart>>,
}

impl Link {
    /// A fast connection over `inner`.
    pub(crate) fn new(inner: Arc<dyn Remote>, origin: Origin) -> Self {
        Self {
            inner,
            origin,
            speed: watch::Sender::new(Speed::Wifi),
            portal: watch::Sender::new(false),
            up: Direction::default(),
            down: Direction::default(),
            parts: Mutex::default(),
        }
    }

    /// How fast it is now.
    pub(crate) fn speed(&self) -> Speed {
        *self.speed.borrow()
    }

    /// Changes its speed; what is on its way goes on at the new one, or ends.
    pub(crate) fn set_speed(&self, speed: Speed) {
        self.speed.send_replace(speed);
    }

    /// Whether a portal answers.
    pub(crate) fn has_portal(&self) -> bool {
        *self.portal.borrow()
    }

    /// Puts a portal between phone and cloud, or takes it away.
    pub(crate) fn set_portal(&self, portal: bool) {
        self.portal.send_replace(portal);
    }

    /// Whether nothing of the network itself keeps the phone from the cloud's door.
    fn leads_on(&self) -> bool {
        self.speed() != Speed::Off && !self.has_portal() && self.origin.doors.door() == Door::Open
    }

    /// Returns when a way that was shut is open again.
    pub(crate) async fn reopened(&self) {
        let (mut speed, mut portal, mut door) =
            (self.speed.subscribe(), self.portal.subscribe(), self.origin.doors.changes());
        let mut was_shut = !self.leads_on();
        loop {
            // The senders live as long as this link: no wait can fail.
            tokio::select! {
                _ = speed.changed() => {}
                _ = portal.changed() => {}
                _ = door.changed() => {}
            }
            if was_shut && self.leads_on() {
                return;
            }
            was_shut = !self.leads_on();
        }
    }

    /// What has passed so far.
    pub(crate) fn passed(&self) -> Passed {
        Passed { sent: self.up.passed(), received: self.down.passed() }
    }

    /// The sealed parts that were put last, newest first.
    pub(crate) fn latest_parts(&self) -> Vec<SealedPart> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Bytes a second, now; none without a connection.
    fn rate(&self) -> Option<u64> {
        let most = if self.origin.doors.is_slow() { SLOW_CLOUD } else { u64::MAX };
        self.speed().bytes_per_second().map(|rate| rate.min(most))
    }

    /// Runs `work` unless the plug is pulled; cuts it off when that happens, or when the way changes under it.
    async fn while_plugged<T>(&self, work: impl Future<Output = Result<T, RemoteError>>) -> Result<T, RemoteError> {
        if self.speed() == Speed::Off {
            return Err(RemoteError::Offline);
        }
        let (mut speed, mut portal, mut door) =
            (self.speed.subscribe(), self.portal.subscribe(), self.origin.doors.changes());
        let pulled = speed.wait_for(|speed| *speed == Speed::Off);
        tokio::select! {
            done = work => done,
            _ = pulled => Err(RemoteError::Interrupted),
            _ = portal.changed() => Err(RemoteError::Interrupted),
            _ = door.changed() => Err(RemoteError::Interrupted),
        }
    }

    fn note_parts(&self, request: &RemoteRequest) {
        let put = parts_in(request);
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, bytes) in put {
            parts.push_front(SealedPart { id, bytes, order: next_order() });
        }
        parts.truncate(SHOWN_PARTS);
    }
}

#[async_trait]
impl Remote for Link {
    async fn send(&self, request: RemoteRequest) -> Result<RemoteResponse, RemoteError> {
        self.while_plugged(async {
            if self.has_portal() {
                return Ok(portal());
            }
            let tell = request.transferred.clone();
            let body = request.body.len();
            let url = self.origin.lead(&request.url)?;
            if self.origin.doors.is_slow() {
                SystemClock.sleep(SLOW_THOUGHT).await;
            }
            self.up.carry(body, || self.rate(), |bytes| report(tell.as_ref(), bytes, 0)).await;
            // The real transport runs on loopback: its own report would come all at once.
            let response = self.inner.send(RemoteRequest { url, transferred: None, ..request.clone() }).await?;
            if (200..300).contains(&response.status) {
                self.note_parts(&request);
            }
            self.down.carry(response.body.len(), || self.rate(), |bytes| report(tell.as_ref(), 0, bytes)).await;
            Ok(response)
        })
        .await
    }

    async fn stream(
        &self,
        request: RemoteRequest,
    ) -> Result<Result<Box<dyn EventSource>, RemoteResponse>, RemoteError> {
        if self.speed() != Speed::Off && self.has_portal() {
            return Ok(Err(portal()));
        }
        let (speed, portal, door) = (self.speed.subscribe(), self.portal.subscribe(), self.origin.doors.changes());
        let url = self.origin.lead(&request.url)?;
        let opened = self.while_plugged(self.inner.stream(RemoteRequest { url, ..request })).await?;
        Ok(opened.map(|inner| {
            let passed = Arc::clone(&self.down.passed);
            Box::new(LinkedEvents { inner, speed, portal, door, passed }) as Box<dyn EventSource>
        }))
    }
}

/// The event stream over a link.
struct LinkedEvents {
    inner: Box<dyn EventSource>,
    speed: watch::Receiver<Speed>,
    portal: watch::Receiver<bool>,
    door: watch::Receiver<Door>,
    passed: Arc<AtomicU64>,
}

#[async_trait]
impl EventSource for LinkedEvents {
    async fn next(&mut self) -> Result<Option<Bytes>, RemoteError> {
        let Self { inner, speed, portal, door, passed } = self;
        tokio::select! {
            next = inner.next() => {
                if let Ok(Some(bytes)) = &next {
                    passed.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                }
                next
            }
            _ = speed.wait_for(|speed| *speed == Speed::Off) => Err(RemoteError::Interrupted),
            _ = portal.changed() => Err(RemoteError::Interrupted),
            _ = door.changed() => Err(RemoteError::Interrupted),
        }
    }
}

/// What a portal answers to everything.
fn portal() -> RemoteResponse {
    let headers = [("location", PORTAL), ("content-type", "text/html")];
    RemoteResponse {
        status: 302,
        headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        body: Bytes::from_static(b"<!doctype html><title>Welcome</title>"),
    }
}

/// One direction of a link. Requests that run at once share its speed.
#[derive(Default)]
struct Direction {
    passed: Arc<AtomicU64>,
    free_at: Mutex<Option<Instant>>,
}

impl Direction {
    fn passed(&self) -> u64 {
        self.passed.load(Ordering::Relaxed)
    }

    /// Takes as long as `bytes` take at the chosen speed, and tells as they pass. Never ends once the plug is pulled.
    async fn carry(&self, bytes: usize, rate: impl Fn() -> Option<u64>, mut tell: impl FnMut(u64)) {
        let mut left = bytes as u64;
        while left > 0 {
            let Some(rate) = rate() else {
                return std::future::pending().await;
            };
            // A twentieth of a second at a time: a new speed is felt at once, and progress looks even.
            let step = left.min(rate / 20);
            tokio::time::sleep_until(self.reserve(step, rate)).await;
            self.passed.fetch_add(step, Ordering::Relaxed);
            tell(step);
            left -= step;
        }
    }

    /// When `bytes` will have passed, after all that was reserved before.
    fn reserve(&self, bytes: u64, rate: u64) -> Instant {
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let start = free_at.map_or(now, |at| at.max(now));
        let done = start + Duration::from_micros(bytes.saturating_mul(1_000_000) / rate);
        *free_at = Some(done);
        done
    }
}

fn report(tell: Option<&Transferred>, sent: u64, received: u64) {
    if let Some(tell) = tell {
        tell(sent, received);
    }
}

/// The sealed parts that a request puts: short id and length of each.
fn parts_in(request: &RemoteRequest) -> Vec<(String, u64)> {
    let short = |id: &str| id.chars().take(8).collect::<String>();
    match (request.method, request.url.rsplit_once("/parts")) {
        (Method::Put, Some((_, id))) => {
            vec![(short(id.trim_start_matches('/')), request.body.len() as u64)]
        }
        (Method::Post, Some((_, ""))) => frames::parse(&request.body)
            .unwrap_or_default()
            .iter()
            .map(|(id, bytes)| (short(&id.to_string()), bytes.len() as u64))
            .collect(),
        _ => Vec::new(),
    }
}

fn next_order() -> u64 {
    static ORDER: AtomicU64 = AtomicU64::new(1);
    ORDER.fetch_add(1, Ordering::Relaxed)
}

#[cfg(test)]
mod tests;
