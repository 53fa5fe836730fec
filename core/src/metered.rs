//! The one way to the network: nothing passes that has no leave, and everything that passes is counted.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;

use crate::gate::{Errand, Gate, Pass, Withdrawn};
use crate::ports::{EventSource, NetworkChanges, Prober, Remote, RemoteError, RemoteRequest, RemoteResponse};
use crate::sync::Live;

/// How much of a stream is asked leave for at a time.
const BLOCK: u64 = 4 * 1024;

/// A remote before which the gate stands. Its bytes are counted as they move and booked when they have.
pub(crate) struct Metered {
    inner: Arc<dyn Remote>,
    live: Arc<Live>,
    gate: Gate,
    changes: NetworkChanges,
    /// The network of the last request.
    network: Mutex<Option<&'static str>>,
}

impl Metered {
    pub(crate) fn new(inner: Arc<dyn Remote>, live: Arc<Live>, gate: Gate, changes: NetworkChanges) -> Self {
        Self { inner, live, gate, changes, network: Mutex::default() }
    }

    /// Whether a request may go over the network of its pass: not if it was meant for a server that proved itself on another.
    fn is_for(&self, request: &RemoteRequest, pass: &Pass) -> bool {
        let network = self.network.lock().unwrap_or_else(PoisonError::into_inner).replace(pass.network());
        if network.is_some_and(|network| network != pass.network()) {
            self.changes.note();
        }
        request.unchanged.as_ref().is_none_or(|unchanged| unchanged.holds())
    }

    fn counting(&self, mut request: RemoteRequest, pass: &Pass) -> RemoteRequest {
        let (live, moved, listener) = (Arc::clone(&self.live), pass.moved(), request.transferred.take());
        request.max_answer = request.max_answer.min(pass.largest_answer());
        request.transferred = Some(Arc::new(move |sent, received| {
            live.moved(sent, received);
            moved.add(sent, received);
            if let Some(listener) = &listener {
                listener(sent, received);
            }
        }));
        request
    }
}

#[async_trait]
impl Remote for Metered {
    async fn send(&self, request: RemoteRequest) -> Result<RemoteResponse, RemoteError> {
        let errand = Errand::current();
        loop {
            let pass = self.gate.admit(errand, &request).await?;
            if pass.is_stale() {
                // Something was said while leave was being given.
                pass.give_back().await;
                continue;
            }
            if !self.is_for(&request, &pass) {
                pass.give_back().await;
                return Err(RemoteError::Rerouted);
            }
            let limited = pass.largest_answer() < request.max_answer;
            let ended = tokio::select! {
                biased;
                result = self.inner.send(self.counting(request.clone(), &pass)) => Ok(result),
                why = pass.withdrawn() => Err(why),
            };
            if let Ok(Ok(answer)) = &ended {
                pass.answered(answer);
            }
            pass.settle().await;
            match ended {
                Ok(Err(RemoteError::TooLarge)) if limited => return Err(RemoteError::Held("net.budget".to_owned())),
                Ok(result) => return result,
                Err(Withdrawn::Held(code)) => return Err(RemoteError::Held(code)),
                Err(Withdrawn::Rerouted) => {}
            }
        }
    }

    async fn stream(
        &self,
        request: RemoteRequest,
    ) -> Result<Result<Box<dyn EventSource>, RemoteResponse>, RemoteError> {
        let errand = Errand::current().expecting(BLOCK);
        let pass = self.gate.admit(errand, &request).await?;
        if !self.is_for(&request, &pass) {
            pass.settle().await;
            return Err(RemoteError::Rerouted);
        }
        let opened = tokio::select! {
            biased;
            opened = self.inner.stream(self.counting(request.clone(), &pass)) => opened?,
            why = pass.withdrawn() => return Err(ended(why)),
        };
        Ok(opened.map(|inner| {
            let (live, gate) = (Arc::clone(&self.live), self.gate.clone());
            Box::new(Listening { inner, live, gate, errand, request, pass: Some(pass) }) as Box<dyn EventSource>
        }))
    }

    fn prober(&self) -> Option<Arc<dyn Prober>> {
        self.inner.prober()
    }
}

fn ended(why: Withdrawn) -> RemoteError {
    match why {
        Withdrawn::Held(code) => RemoteError::Held(code),
        Withdrawn::Rerouted => RemoteError::Interrupted,
    }
}

/// A stream that has leave for some bytes at a time, and ends when it has none.
struct Listening {
    inner: Box<dyn EventSource>,
    live: Arc<Live>,
    gate: Gate,
    errand: Errand,
    request: RemoteRequest,
    pass: Option<Pass>,
}

#[async_trait]
impl EventSource for Listening {
    async fn next(&mut self) -> Result<Option<Bytes>, RemoteError> {
        // Leave for the next block is asked for before anything is read: once read, bytes are handed on without a pause, so
        // that whoever drops this future loses none.
        if self.pass.as_ref().is_none_or(Pass::is_used_up) {
            if let Some(used) = self.pass.take() {
                used.settle().await;
            }
            self.pass = Some(self.gate.admit(self.errand, &self.request).await?);
        }
        let Some(pass) = &self.pass else { return Ok(None) };
        tokio::select! {
            biased;
            why = pass.withdrawn() => Err(ended(why)),
            bytes = self.inner.next() => {
                let bytes = bytes?;
                let count = u64::try_from(bytes.as_ref().map_or(0, Bytes::len)).unwrap_or(0);
                self.live.moved(0, count);
                pass.moved().add(0, count);
                Ok(bytes)
            }
        }
    }
}
