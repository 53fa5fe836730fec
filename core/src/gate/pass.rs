//! Leave for one request: booked before it goes, watched while it is on its way, put right when it is over.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{Notify, watch};

use super::{Errand, Gate, place, wire};
use crate::facts::Network;
use crate::home::{Home, HomeError};
use crate::policy::{Inputs, network_costs};
use crate::ports::{RemoteError, RemoteRequest, RemoteResponse};
use crate::store::StoreError;
use crate::store::ledger::{self, Line};

/// How often what is in flight is looked at for changes that another process made. Every second look is also for what
/// time brings about.
const LOOK: Duration = Duration::from_millis(400);

/// The code of a budget that is used up.
const BUDGET: &str = "net.budget";

/// Leave for one request. However it ends, dropped too, what was moved is booked.
#[derive(Debug)]
pub(crate) struct Pass {
    gate: Gate,
    errand: Errand,
    url: String,
    terms: Terms,
    moved: Arc<Moved>,
    changed: watch::Receiver<u64>,
    settled: bool,
}

/// What leave was given for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Terms {
    line: Line,
    /// What was booked beforehand: sent and received.
    booked: (u64, u64),
    /// The most that may be moved, both ways.
    most: u64,
}

/// Why leave has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Withdrawn {
    /// It may not go on: the code of why.
    Held(String),
    /// Another network carries the bytes now: it must be asked for anew.
    Rerouted,
}

/// Counts one request's bytes as they move.
#[derive(Debug)]
pub(crate) struct Moved {
    sent: AtomicU64,
    received: AtomicU64,
    most: u64,
    over: Notify,
}

impl Moved {
    /// Bytes moved.
    pub(crate) fn add(&self, sent: u64, received: u64) {
        let before =
            self.sent.fetch_add(sent, Ordering::Relaxed) + self.received.fetch_add(received, Ordering::Relaxed);
        if before.saturating_add(sent).saturating_add(received) > self.most {
            self.over.notify_one();
        }
    }

    fn so_far(&self) -> (u64, u64) {
        (self.sent.load(Ordering::Relaxed), self.received.load(Ordering::Relaxed))
    }
}

impl Gate {
    /// Asks for leave for a request of an errand.
    ///
    /// # Errors
    /// [`RemoteError::Held`]: nothing may be sent.
    pub(crate) async fn admit(&self, errand: Errand, request: &RemoteRequest) -> Result<Pass, RemoteError> {
        // From here on no change is missed: what is said while this looks ends the leave at once.
        let changed = self.changes();
        let head = self.last_used.head(request, self.home.ports.clock.monotonic());
        let body = u64::try_from(request.body.len()).unwrap_or(u64::MAX);
        let (gate, url) = (self.clone(), request.url.clone());
        let wanted = (head.saturating_add(body), errand.answer());
        let terms = self.home.blocking(move |home| gate.terms(home, errand, &url, wanted)).await;
        match terms.and_then(|terms| terms) {
            Ok(Ok(terms)) => {
                let moved = Moved {
                    sent: AtomicU64::new(head),
                    received: AtomicU64::new(0),
                    most: terms.most,
                    over: Notify::new(),
                };
                let (gate, url) = (self.clone(), request.url.clone());
                Ok(Pass { gate, errand, url, terms, moved: Arc::new(moved), changed, settled: false })
            }
            Ok(Err(code)) => Err(RemoteError::Held(code)),
            Err(error) => Err(RemoteError::Held(error.code().to_owned())),
        }
    }

    fn terms(
        &self,
        home: &Home,
        errand: Errand,
        url: &str,
        wanted: (u64, u64),
    ) -> Result<Result<Terms, String>, HomeError> {
        // On a network that costs nothing, looking is enough: a row is booked when the bytes have moved.
        let look = home.store().read(|db| {
            let inputs = self.inputs_for(db, errand, url)?;
            Ok(if network_costs(&inputs) { None } else { Some(free(errand, &inputs)) })
        })?;
        match look {
            Some(terms) => Ok(terms),
            None => Ok(home.store().write(|db| {
                let inputs = self.inputs_for(db, errand, url)?;
                if network_costs(&inputs) { paid(db, errand, &inputs, wanted) } else { Ok(free(errand, &inputs)) }
            })?),
        }
    }

    fn inputs_for(&self, db: &Connection, errand: Errand, url: &str) -> Result<Inputs, StoreError> {
        self.conditions(db, Some(place::of(url)), errand.intent())
    }
}

fn line(errand: Errand, inputs: &Inputs) -> Line {
    Line {
        day: inputs.now.date().to_string(),
        network: inputs.facts.network.value().copied().map_or(crate::facts::UNKNOWN, Network::word),
        paid: network_costs(inputs),
        purpose: errand.purpose(),
    }
}

fn free(errand: Errand, inputs: &Inputs) -> Result<Terms, String> {
    errand.ruling(inputs).map(|_| Terms { line: line(errand, inputs), booked: (0, 0), most: u64::MAX })
}

fn paid(
    db: &Connection,
    errand: Errand,
    inputs: &Inputs,
    (sent, received): (u64, u64),
) -> Result<Result<Terms, String>, StoreError> {
    let left = match errand.ruling(inputs) {
        Ok(left) => left.unwrap_or(u64::MAX),
        Err(code) => return Ok(Err(code)),
    };
    if sent.saturating_add(received) > left {
        return Ok(Err(BUDGET.to_owned()));
    }
    let line = line(errand, inputs);
    ledger::book(db, &line, ledger::bytes(sent), ledger::bytes(received))?;
    Ok(Ok(Terms { line, booked: (sent, received), most: left }))
}

impl Pass {
    /// Counts the request's bytes.
    pub(crate) fn moved(&self) -> Arc<Moved> {
        Arc::clone(&self.moved)
    }

    /// What carries the bytes: a network's word, or `unknown`.
    pub(crate) fn network(&self) -> &'static str {
        self.terms.line.network
    }

    /// The largest answer that its budget leaves room for.
    pub(crate) fn largest_answer(&self) -> usize {
        let (sent, _) = self.terms.booked;
        usize::try_from(self.terms.most.saturating_sub(sent)).unwrap_or(usize::MAX)
    }

    /// Counts an answer's head.
    pub(crate) fn answered(&self, answer: &RemoteResponse) {
        self.moved.add(0, wire::head_of(answer, &self.url));
    }

    /// Whether facts or settings have changed in this process since leave was asked for.
    pub(crate) fn is_stale(&self) -> bool {
        self.changed.has_changed().unwrap_or(false)
    }

    /// Gives leave back that was not used.
    pub(crate) async fn give_back(self) {
        self.moved.sent.store(0, Ordering::Relaxed);
        self.settle().await;
    }

    /// Whether as much has moved as was booked beforehand.
    pub(crate) fn is_used_up(&self) -> bool {
        let (sent, received) = self.moved.so_far();
        sent.saturating_add(received) >= self.errand.answer()
    }

    /// Returns when leave has ended, and not before.
    pub(crate) async fn withdrawn(&self) -> Withdrawn {
        let clock = &self.gate.home.ports.clock;
        let (mut changed, mut looks, mut version) = (self.changed.clone(), 0_u32, None);
        loop {
            tokio::select! {
                biased;
                // The gate itself holds the sender, so there always is one.
                _ = changed.changed() => {}
                () = self.moved.over.notified() => return Withdrawn::Held(BUDGET.to_owned()),
                () = clock.sleep(LOOK) => {
                    looks = looks.wrapping_add(1);
                    let now = self.gate.home.blocking(|home| home.store().data_version().ok()).await.ok().flatten();
                    if now == version && looks % 2 == 1 {
                        continue;
                    }
                    version = now;
                }
            }
            match self.look_again().await {
                Ok(None) => {}
                Ok(Some(why)) => return why,
                Err(error) => return Withdrawn::Held(error.code().to_owned()),
            }
        }
    }

    async fn look_again(&self) -> Result<Option<Withdrawn>, HomeError> {
        let (gate, errand, url, terms) = (self.gate.clone(), self.errand, self.url.clone(), self.terms.clone());
        let own = terms.booked.0.saturating_add(terms.booked.1);
        let look = move |db: &Connection| {
            let mut inputs = gate.inputs_for(db, errand, &url)?;
            if inputs.now.date().to_string() == terms.line.day && terms.line.paid {
                errand.forget_own(&mut inputs, own);
            }
            let now = line(errand, &inputs);
            Ok(match errand.ruling(&inputs) {
                Err(code) => Some(Withdrawn::Held(code)),
                Ok(Some(left)) if left < own => Some(Withdrawn::Held(BUDGET.to_owned())),
                Ok(_) if errand.is_work() && (now.network, now.paid) != (terms.line.network, terms.line.paid) => {
                    Some(Withdrawn::Rerouted)
                }
                Ok(_) => None,
            })
        };
        self.gate.home.read(look).await
    }

    /// Books what was moved. Durable when it returns.
    pub(crate) async fn settle(mut self) {
        self.settled = true;
        let (line, by) = self.correction();
        // If the disk refuses, what was booked beforehand stands: too much, never too little.
        let _ = self.gate.home.blocking(move |home| home.store().write(|db| ledger::book(db, &line, by.0, by.1))).await;
    }

    fn correction(&self) -> (Line, (i64, i64)) {
        let ((sent, received), booked) = (self.moved.so_far(), self.terms.booked);
        let by = |moved: u64, booked: u64| ledger::bytes(moved).saturating_sub(ledger::bytes(booked));
        (self.terms.line.clone(), (by(sent, booked.0), by(received, booked.1)))
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if !self.settled {
            let (home, (line, by)) = (self.gate.home.clone(), self.correction());
            self.gate.home.ports.workers.run(Box::new(move || {
                let _ = home.store().write(|db| ledger::book(db, &line, by.0, by.1));
            }));
        }
    }
}
