//! Streams: each subscriber has one of its own and asks it for the next value.
//!
//! A reader pulls, so nothing of the app is called and nothing waits for it: a *state* keeps its newest value only, *events* are
//! bounded, and a reader who falls behind gets one [`ChangeEvent::Reload`] instead of what it missed. While the library is
//! suspended a stream waits; when it is shut down, or the stream is ended, it gives none.

use std::sync::Arc;
use std::time::Duration;

use safelight_core::ports::{Clock, SystemClock};
use safelight_protocol::RecordId;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{Mutex, broadcast, watch};

use crate::cancel::{CancelToken, happened};
use crate::error::SafelightError;
use crate::page::MOST;
use crate::runtime;
use crate::safelight::{Engine, Safelight, standing};
use crate::told::{Status, SyncOutcome};

/// Between two values of a state.
const BETWEEN: Duration = Duration::from_millis(100);

/// How it stands, now and whenever that changes.
#[derive(uniffi::Object)]
pub struct StatusStream {
    shared: Arc<Statuses>,
    ended: watch::Sender<bool>,
}

struct Statuses {
    safelight: Arc<Safelight>,
    last: Mutex<Option<Status>>,
}

impl StatusStream {
    pub(crate) fn of(safelight: Arc<Safelight>) -> Arc<Self> {
        let shared = Arc::new(Statuses { safelight, last: Mutex::default() });
        Arc::new(Self { shared, ended: watch::Sender::new(false) })
    }
}

#[uniffi::export]
impl StatusStream {
    /// The present state at first, then the newest one that differs from the last; none at the end.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn next(&self) -> Result<Option<Status>, SafelightError> {
        let shared = Arc::clone(&self.shared);
        until_ended(&self.ended, async move { shared.next().await }).await
    }

    /// Ends the stream: whoever waits for the next value gets none.
    pub fn end(&self) {
        self.ended.send_replace(true);
    }
}

impl Statuses {
    async fn next(&self) -> Result<Status, SafelightError> {
        let mut last = self.last.lock().await;
        loop {
            let visit = self.safelight.door().enter().await?;
            let engine = visit.engine()?;
            let mut changes = engine.changes();
            let (leave, standing) = (visit.leave.clone(), standing(engine));
            let stands = tokio::select! {
                biased;
                () = happened(leave) => None,
                stands = standing => Some(stands?),
            };
            drop(visit);
            let Some((status, wake, confirmed)) = stands else { continue };
            let status = self.safelight.teller().status(&status, wake, confirmed);
            if last.as_ref() != Some(&status) {
                *last = Some(status.clone());
                return Ok(status);
            }
            // An error says that the engine was closed: the door tells whether for good.
            let _ = changes.changed().await;
            SystemClock.sleep(BETWEEN).await;
        }
    }
}

/// The next value of a stream; none once it is ended, or where it meets a shut-down.
async fn until_ended<T: Send + 'static>(
    ended: &watch::Sender<bool>,
    next: impl Future<Output = Result<T, SafelightError>> + Send + 'static,
) -> Result<Option<T>, SafelightError> {
    let ended = ended.subscribe();
    runtime::run(async move {
        tokio::select! {
            biased;
            () = happened(ended) => Ok(None),
            next = next => match next {
                Ok(value) => Ok(Some(value)),
                Err(SafelightError::Closed) => Ok(None),
                Err(error) => Err(error),
            },
        }
    })
    .await
}

/// What changed in the library.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum ChangeEvent {
    /// These photos and albums are otherwise now, new or gone: ask for those that are on the screen.
    Changed {
        /// At most 200.
        ids: Vec<RecordId>,
    },
    /// More changed than could be told, or it was not watched: ask for everything that is on the screen.
    Reload,
}

/// Which photos and albums change in this process.
///
/// What another process on this device changes (an extension beside the app) is told as [`ChangeEvent::Reload`] after the next
/// resume.
#[derive(uniffi::Object)]
pub struct ChangeStream {
    shared: Arc<Changes>,
    ended: watch::Sender<bool>,
}

struct Changes {
    safelight: Arc<Safelight>,
    /// None while nothing is watched: something may be missed.
    heard: Mutex<Option<broadcast::Receiver<Arc<[RecordId]>>>>,
}

impl ChangeStream {
    pub(crate) fn of(safelight: Arc<Safelight>) -> Arc<Self> {
        let heard = safelight.door().glance().map(|engine| engine.touched());
        let shared = Arc::new(Changes { safelight, heard: Mutex::new(heard) });
        Arc::new(Self { shared, ended: watch::Sender::new(false) })
    }
}

#[uniffi::export]
impl ChangeStream {
    /// The next change; none at the end.
    ///
    /// # Errors
    /// Only a mistake of ours.
    pub async fn next(&self) -> Result<Option<ChangeEvent>, SafelightError> {
        let shared = Arc::clone(&self.shared);
        until_ended(&self.ended, async move { shared.next().await }).await
    }

    /// Ends the stream: whoever waits for the next change gets none.
    pub fn end(&self) {
        self.ended.send_replace(true);
    }
}

impl Changes {
    async fn next(&self) -> Result<ChangeEvent, SafelightError> {
        let mut heard = self.heard.lock().await;
        loop {
            let Some(receiver) = heard.as_mut() else {
                let visit = self.safelight.door().enter().await?;
                *heard = Some(visit.engine()?.touched());
                return Ok(ChangeEvent::Reload);
            };
            match receiver.recv().await {
                Ok(ids) => return Ok(gathered(receiver, &ids)),
                Err(RecvError::Lagged(_)) => {
                    *receiver = receiver.resubscribe();
                    return Ok(ChangeEvent::Reload);
                }
                // The engine was closed: the door tells whether for good.
                Err(RecvError::Closed) => *heard = None,
            }
        }
    }
}

/// What was heard, with what came right after it.
fn gathered(receiver: &mut broadcast::Receiver<Arc<[RecordId]>>, first: &[RecordId]) -> ChangeEvent {
    let mut ids: Vec<RecordId> = first.to_vec();
    loop {
        if ids.len() > MOST {
            *receiver = receiver.resubscribe();
            return ChangeEvent::Reload;
        }
        match receiver.try_recv() {
            Ok(more) => ids.extend(more.iter().filter(|id| !first.contains(id)).copied()),
            Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            Err(TryRecvError::Lagged(_)) => {
                *receiver = receiver.resubscribe();
                return ChangeEvent::Reload;
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    ChangeEvent::Changed { ids }
}

/// Stays in step with the cloud, and tells what each run did.
#[derive(uniffi::Object)]
pub struct SyncStream {
    safelight: Arc<Safelight>,
    /// What the last run did, or what ended the stream.
    ran: Arc<watch::Sender<Ran>>,
    /// Told to whoever reads; the reader's place.
    read: Arc<Mutex<watch::Receiver<Ran>>>,
    stop: Arc<CancelToken>,
    started: std::sync::Once,
}

#[derive(Debug, Clone)]
enum Ran {
    NotYet,
    Outcome(Box<safelight_core::SyncOutcome>),
    Ended(Option<SafelightError>),
}

impl SyncStream {
    pub(crate) fn of(safelight: Arc<Safelight>) -> Arc<Self> {
        let ran = Arc::new(watch::Sender::new(Ran::NotYet));
        let read = Arc::new(Mutex::new(ran.subscribe()));
        Arc::new(Self { safelight, ran, read, stop: CancelToken::new(), started: std::sync::Once::new() })
    }
}

#[uniffi::export]
impl SyncStream {
    /// What the newest run did that was not told yet; none at the end. The first call starts it: from then on it runs by
    /// itself until it is ended or let go of.
    ///
    /// # Errors
    /// Why it can't go on: nobody is signed in, the store is broken. The stream has ended then.
    pub async fn next(&self) -> Result<Option<SyncOutcome>, SafelightError> {
        let (safelight, ran, stop) = (Arc::clone(&self.safelight), Arc::clone(&self.ran), Arc::clone(&self.stop));
        self.started.call_once(|| runtime::beside(in_step(safelight, ran, stop)));
        let (safelight, read) = (Arc::clone(&self.safelight), Arc::clone(&self.read));
        runtime::run(async move {
            let mut read = read.lock().await;
            let over = matches!(*read.borrow(), Ran::Ended(_));
            if !over && read.changed().await.is_err() {
                return Ok(None);
            }
            let newest = read.borrow_and_update().clone();
            match newest {
                Ran::Outcome(outcome) => Ok(Some(safelight.teller().outcome(&outcome))),
                Ran::NotYet | Ran::Ended(None) => Ok(None),
                Ran::Ended(Some(error)) => Err(error),
            }
        })
        .await
    }

    /// Ends it: what runs ends within a second and in good order.
    pub fn end(&self) {
        self.stop.cancel();
    }
}

impl Drop for SyncStream {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Runs until it is told to stop, across suspensions.
async fn in_step(safelight: Arc<Safelight>, ran: Arc<watch::Sender<Ran>>, stop: Arc<CancelToken>) {
    let ended = loop {
        let told = Arc::clone(&ran);
        let watched = safelight.run_until_told(Some(Arc::clone(&stop)), |engine: Engine, stop| async move {
            let tell = move |event| {
                let safelight_core::WatchEvent::Ran(outcome) = event;
                told.send_replace(Ran::Outcome(outcome));
            };
            engine.watch(stop, tell).await
        });
        match watched.await {
            // Suspended: it goes on after the resume.
            Err(SafelightError::Wait { reason }) if reason.code == "eng.interrupted" && !stop.is_cancelled() => {}
            Ok(()) | Err(SafelightError::Cancelled | SafelightError::Closed) => break None,
            Err(error) => break Some(error),
        }
    };
    ran.send_replace(Ran::Ended(ended));
}
