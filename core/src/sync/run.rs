//! One run: bounded, stoppable, safe to kill.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::watch;

use super::send::{Held, Shipped};
use super::{Engine, SyncError};
use crate::home::HomeError;
use crate::library::ImportReport;
use crate::policy::{Class, Intent};
use crate::reasons::Hold;
use crate::store::lease::{self, Lease};
use crate::store::windows;

/// How long a lease lasts unless it is made longer; it is, every third of that.
const LEASE: Duration = Duration::from_secs(60);

/// Whether a lease with so much left was made longer when it should have been: its holder is at work. `Duration` beyond a
/// whole lease is nobody's who works.
pub(crate) fn is_fresh(left: Duration) -> bool {
    (LEASE / 2..=LEASE).contains(&left)
}

/// What is asked of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SyncRequest {
    /// The person's own wish: passes the limits that are theirs to pass, and what was put off or set aside is tried again at
    /// once.
    pub now: bool,
    /// Stop after this long.
    pub time: Option<Duration>,
    /// Send at most this many bytes of parts.
    pub bytes: Option<u64>,
}

/// What was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Sent {
    /// Records.
    pub records: u64,
    /// Parts.
    pub parts: u64,
    /// Bytes of parts.
    pub bytes: u64,
    /// Originals of which all parts went.
    pub originals: u64,
}

/// What arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Received {
    /// Records.
    pub records: u64,
    /// Parts.
    pub parts: u64,
    /// Bytes of parts.
    pub bytes: u64,
}

/// What is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Pending {
    /// Records to send.
    pub records: u64,
    /// Thumbnails to send or receive.
    pub thumbnails: u64,
    /// Originals to send.
    pub originals: u64,
    /// Bytes to send.
    pub bytes: u64,
}

impl Pending {
    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a run did, and why it did not do more.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SyncOutcome {
    /// What was sent.
    pub sent: Sent,
    /// What arrived.
    pub received: Received,
    /// What is left.
    pub pending: Pending,
    /// Why it is left: what the policy says under the facts and settings at the run's end, then what the run met.
    pub holds: Vec<Hold>,
    /// Codes of limits that the person's own wish passed.
    pub passed: Vec<&'static str>,
    /// The code of what ended the run before it was through with all that it might do; none if nothing did.
    pub cut_short: Option<String>,
    /// Whether the feed was followed to its head and nothing is left.
    pub up_to_date: bool,
    /// What the sources gave.
    pub imported: ImportReport,
}

impl SyncOutcome {
    /// Whether anything moved.
    pub fn did_something(&self) -> bool {
        self.sent != Sent::default() || self.received != Received::default()
    }
}

/// How many bytes a run may still send.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU64);

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU64::new(u64::MAX))
    }
}

impl Budget {
    fn set(&self, bytes: Option<u64>) {
        self.0.store(bytes.unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Takes bytes out of the budget, or says that it is used up.
    pub(super) fn spend(&self, bytes: u64) -> Result<(), SyncError> {
        let spent = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| match left {
            u64::MAX => Some(u64::MAX),
            left => left.checked_sub(bytes),
        });
        spent.map(drop).map_err(|_| SyncError::Stopped)
    }
}

/// What a run has done so far.
pub(super) struct Tally {
    pub(super) outcome: SyncOutcome,
    pub(super) full: Option<(u64, u64)>,
    pub(super) reached_head: bool,
    /// Whose wish the run is.
    pub(super) intent: Intent,
    /// Classes for which a budget has something left, and not enough.
    pub(super) short: Vec<Class>,
    /// Whether the server has answered.
    pub(super) contacted: bool,
}

impl Tally {
    fn of(intent: Intent) -> Self {
        let outcome = SyncOutcome::default();
        Self { outcome, full: None, reached_head: false, intent, short: Vec::new(), contacted: false }
    }

    pub(super) fn shipped(&mut self, class: Class, shipped: Shipped) {
        self.outcome.sent.parts += shipped.parts;
        self.outcome.sent.bytes += shipped.bytes;
        self.outcome.sent.originals += shipped.originals;
        self.full = shipped.full.or(self.full);
        self.cut_short(class, shipped.held);
    }

    pub(super) fn cut_short(&mut self, class: Class, held: Held) {
        if held == Held::ByBudget && !self.short.contains(&class) {
            self.short.push(class);
        }
    }
}

impl Engine {
    /// Does what can be done now. What can't is told in the outcome's holds; only a broken home is an error.
    pub(crate) async fn run(
        &self,
        request: SyncRequest,
        stop: watch::Receiver<bool>,
    ) -> Result<SyncOutcome, HomeError> {
        self.run_in(None, request, stop).await
    }

    /// The same in a slot that the system calls `task`.
    pub(crate) async fn run_in(
        &self,
        task: Option<&str>,
        request: SyncRequest,
        stop: watch::Receiver<bool>,
    ) -> Result<SyncOutcome, HomeError> {
        let Some(lease) = self.take_lease().await? else {
            return self.outcome(Tally::of(Intent::Pocket), Some(SyncError::Busy)).await;
        };
        // A home in which nothing can be written down says so in the run itself.
        let window = self.window_begins(&request, task, &stop).await.ok();
        self.budget.set(request.bytes);
        let intent = if request.now { Intent::Person } else { Intent::Pocket };
        let mut tally = Tally::of(intent);
        let result = self.bounded(&lease, request, stop, &mut tally).await;
        self.live.set_sending(None);
        let result = match result {
            Err(SyncError::Home(error)) => Err(error),
            other => self.outcome(tally, other.err()).await,
        };
        if let Some(window) = window {
            let noted = self.window_ends(window, &result).await;
            tracing::debug!(failed = noted.is_err(), "a window is written down");
        }
        let given_back = self.home.write_quietly(move |db| lease::give_back(db, &lease)).await;
        result.and_then(|outcome| given_back.map(|()| outcome))
    }

    pub(super) async fn take_lease(&self) -> Result<Option<Lease>, HomeError> {
        let (holder, clock) = (self.holder.clone(), Arc::clone(&self.home.ports.clock));
        self.home.write_quietly(move |db| lease::take(db, lease::ENGINE, &holder, clock.as_ref(), LEASE)).await
    }

    /// The rounds under their bounds: told to stop, out of time, or taken over.
    async fn bounded(
        &self,
        lease: &Lease,
        request: SyncRequest,
        mut stop: watch::Receiver<bool>,
        tally: &mut Tally,
    ) -> Result<(), SyncError> {
        let clock = &self.home.ports.clock;
        let stopped = async {
            // A sender that is gone can't stop anything any more.
            if stop.wait_for(|stop| *stop).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let out_of_time = async {
            match request.time {
                Some(time) => clock.sleep(time).await,
                None => std::future::pending().await,
            }
        };
        let rounds = Box::pin(self.rounds(lease, request, tally));
        tokio::select! {
            biased;
            () = stopped => Err(SyncError::Stopped),
            result = self.keeping_lease(lease, rounds) => result,
            () = out_of_time => Err(SyncError::Stopped),
        }
    }

    async fn keeping_lease(
        &self,
        lease: &Lease,
        work: impl Future<Output = Result<(), SyncError>>,
    ) -> Result<(), SyncError> {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                biased;
                result = &mut work => return result,
                () = self.home.ports.clock.sleep(LEASE / 3) => {
                    let (lease, until) = (lease.clone(), self.home.ports.clock.monotonic() + LEASE);
                    let now = self.home.now();
                    let extend = move |db: &rusqlite::Transaction<'_>| {
                        windows::alive(db, now)?;
                        lease::extend(db, &lease, until)
                    };
                    if !self.home.write_quietly(extend).await? {
                        return Err(SyncError::TakenOver);
                    }
                }
            }
        }
    }
}
