//! Staying in step: run when the cloud says that something changed, and when something changed here.
//!
//! The cloud announces changes by server-sent events; nothing asks it in a loop. Changes that another process on this
//! device makes, to facts and settings too, are seen by SQLite's own change counter, twice a second, without touching the
//! disk. Where the announcements' own network may not be used, nothing listens.

use std::time::Duration;

use safelight_protocol::{HeadEvent, route};
use tokio::sync::watch;

use super::{Engine, SyncError, SyncOutcome, SyncRequest};
use crate::gate::{Errand, Fingerprint};
use crate::home::HomeError;
use crate::policy::{Class, Intent};
use crate::ports::{EventSource, random};
use crate::store::work;

/// The first wait after a failure, and the longest.
const BACKOFF: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(300));
/// How often other processes' changes are looked for.
const GLANCE: Duration = Duration::from_millis(500);
/// What listening to announcements is.
const LISTENING: Errand = Errand::work(Class::Records, Intent::Pocket);
/// The largest event that is read.
const MAX_EVENT: usize = 64 * 1024;

/// What a watcher is told.
#[derive(Debug, Clone, PartialEq)]
pub enum WatchEvent {
    /// A run ended.
    Ran(Box<SyncOutcome>),
}

/// Why a wait ended.
enum Woken {
    Stop,
    Work,
    /// The stream of announcements ended or failed.
    StreamLost,
}

impl Engine {
    /// Runs whenever there is reason to, until told to stop.
    pub(crate) async fn watch(
        &self,
        stop: watch::Receiver<bool>,
        mut told: impl FnMut(WatchEvent) + Send,
    ) -> Result<(), HomeError> {
        let mut stream = None;
        let mut failures = 0_u32;
        loop {
            let (edits, conditions) = (self.home.edits(), self.gate.changes());
            let fingerprint = self.gate.fingerprint().await?;
            let outcome = self.run_beside(&mut stream, stop.clone()).await?;
            let failed = outcome.cut_short.is_some();
            let stuck = !outcome.holds.is_empty() || !outcome.did_something();
            told(WatchEvent::Ran(Box::new(outcome)));
            if *stop.borrow() {
                return Ok(());
            }
            failures = if failed { failures + 1 } else { 0 };
            if failed || self.gate.allows(LISTENING).await?.is_err() {
                stream = None;
            } else if stream.is_none() {
                stream = LISTENING.run(self.session.stream(route::EVENTS)).await.ok().map(Announcements::new);
                if stream.is_none() {
                    failures = 1;
                }
            }
            let version = self.data_version().await?;
            if failures == 0 && !stuck && self.has_work().await? {
                // Another process has written while this run was busy.
                continue;
            }
            let wait = Wait { edits, conditions, fingerprint, version, failures, stop: stop.clone() };
            match self.wait(wait, stream.as_mut()).await? {
                Woken::Stop => return Ok(()),
                Woken::Work => {}
                Woken::StreamLost => stream = None,
            }
        }
    }

    /// A run; what is announced meanwhile is listened to, so that the stream ends at once where it may not go on.
    async fn run_beside(
        &self,
        stream: &mut Option<Announcements>,
        stop: watch::Receiver<bool>,
    ) -> Result<SyncOutcome, HomeError> {
        let mut run = std::pin::pin!(self.run(SyncRequest::default(), stop));
        loop {
            tokio::select! {
                biased;
                outcome = &mut run => return outcome,
                () = listen(stream.as_mut()) => *stream = None,
            }
        }
    }

    async fn wait(&self, mut wait: Wait, mut stream: Option<&mut Announcements>) -> Result<Woken, HomeError> {
        let clock = &self.home.ports.clock;
        let pause = self.pause(wait.failures).await?;
        let until = pause.map(|pause| clock.monotonic() + pause);
        loop {
            tokio::select! {
                biased;
                () = stopped(&mut wait.stop) => return Ok(Woken::Stop),
                edited = wait.edits.changed(), if wait.failures == 0 => {
                    if edited.is_ok() {
                        return Ok(Woken::Work);
                    }
                }
                // The gate itself holds the sender, so there always is one.
                _ = wait.conditions.changed() => return Ok(Woken::Work),
                event = next_event(stream.as_deref_mut()) => match event {
                    Ok(Some(event)) => {
                        if self.is_news(&event).await {
                            return Ok(Woken::Work);
                        }
                    }
                    Ok(None) | Err(_) => return Ok(Woken::StreamLost),
                },
                () = clock.sleep(GLANCE) => {
                    if until.is_some_and(|until| clock.monotonic() >= until) {
                        return Ok(Woken::Work);
                    }
                    if self.data_version().await? == wait.version {
                        continue;
                    }
                    let work = wait.failures == 0 && self.has_work().await?;
                    if work || self.gate.fingerprint().await? != wait.fingerprint {
                        return Ok(Woken::Work);
                    }
                }
            }
        }
    }

    /// Whether an announcement says something that this device does not know.
    async fn is_news(&self, announced: &Announced) -> bool {
        match announced {
            Announced::Head(event) => {
                let cursor = self.cursor().await.ok().flatten();
                event.library == self.secrets.library() && cursor != Some(event.head)
            }
            Announced::Room => true,
        }
    }

    /// How long to wait at most: after failures twice as long each time, with jitter; else until put-off work is due.
    async fn pause(&self, failures: u32) -> Result<Option<Duration>, HomeError> {
        if failures > 0 {
            let longest = BACKOFF.0.saturating_mul(1 << failures.min(10).saturating_sub(1)).min(BACKOFF.1);
            let jitter = f64::from(u32::from_be_bytes(random(self.home.ports.rng.as_ref()))) / f64::from(u32::MAX);
            return Ok(Some(longest.mul_f64(0.5 + jitter / 2.0)));
        }
        let now = self.home.now();
        let tried = self.home.read(move |db| work::next_attempt(db, now)).await?;
        let lifted = self.gate.lifted_at(self.standing().await).await?.map(jiff::Timestamp::as_millisecond);
        let next = tried.into_iter().chain(lifted).min();
        Ok(next.map(|next| Duration::from_millis(u64::try_from(next - now.as_millisecond()).unwrap_or(0))))
    }

    async fn data_version(&self) -> Result<i64, HomeError> {
        Ok(self.home.blocking(|home| home.store().data_version()).await??)
    }

    async fn has_work(&self) -> Result<bool, HomeError> {
        let now = self.home.now();
        self.home.read(move |db| crate::store::anything_to_send(db, now)).await
    }
}

/// What a wait watches.
struct Wait {
    edits: watch::Receiver<u64>,
    /// Facts and settings, as this process changes them.
    conditions: watch::Receiver<u64>,
    /// Facts and settings as they were when the last run began.
    fingerprint: Fingerprint,
    version: i64,
    failures: u32,
    stop: watch::Receiver<bool>,
}

/// Returns when the word to stop is given. The guard that `wait_for` gives would tie the whole future to one thread.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // Whoever could give the word has gone: that means the same.
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn next_event(stream: Option<&mut Announcements>) -> Result<Option<Announced>, SyncError> {
    match stream {
        Some(stream) => stream.next().await,
        None => std::future::pending().await,
    }
}

/// What the cloud announces.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Announced {
    /// A library has a new head.
    Head(HeadEvent),
    /// There is more or less room than before: what waits for it is worth another try.
    Room,
}

/// Listens until the stream ends; the last announcement is kept for whoever asks next.
async fn listen(stream: Option<&mut Announcements>) {
    let Some(stream) = stream else { return std::future::pending().await };
    while let Ok(Some(event)) = stream.read().await {
        // Room before heads: a head is seen by every run, room only by one that begins after it.
        if stream.kept != Some(Announced::Room) {
            stream.kept = Some(event);
        }
    }
}

/// The stream of announcements, cut into events.
struct Announcements {
    source: Box<dyn EventSource>,
    buffer: Vec<u8>,
    /// The last one that nobody has asked for yet.
    kept: Option<Announced>,
}

impl Announcements {
    fn new(source: Box<dyn EventSource>) -> Self {
        Self { source, buffer: Vec::new(), kept: None }
    }

    /// The announcement that was kept, or the next one; none at the end.
    async fn next(&mut self) -> Result<Option<Announced>, SyncError> {
        match self.kept.take() {
            Some(kept) => Ok(Some(kept)),
            None => self.read().await,
        }
    }

    /// The next announcement; none at the end. Safe to drop while it waits: what was read stays in the buffer.
    async fn read(&mut self) -> Result<Option<Announced>, SyncError> {
        loop {
            while let Some(block) = self.take_block() {
                if let Some(event) = parse(&block) {
                    return Ok(Some(event));
                }
            }
            let Ok(Some(bytes)) = self.source.next().await else { return Ok(None) };
            self.buffer.extend_from_slice(&bytes);
            if self.buffer.len() > MAX_EVENT {
                return Err(SyncError::Server("an event does not end"));
            }
        }
    }

    fn take_block(&mut self) -> Option<Vec<u8>> {
        let end = self.buffer.windows(2).position(|window| window == b"\n\n")?;
        let rest = self.buffer.split_off(end + 2);
        Some(std::mem::replace(&mut self.buffer, rest))
    }
}

/// The announcement in one event; none in a comment or an event of another kind.
fn parse(block: &[u8]) -> Option<Announced> {
    let text = std::str::from_utf8(block).ok()?;
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim_start);
    match field("event:")? {
        "head" => serde_json::from_str(field("data:")?).ok().map(Announced::Head),
        "room" => Some(Announced::Room),
        _ => None,
    }
}
