//! Keeping a library the same on all devices and safe in the cloud.
//!
//! One *run* does, in this order and again until nothing is left or something holds it up:
//!
//! 1. **pull**: follow the change feed (or, on a new device, walk down it from the newest), each page and its cursor in
//!    one transaction;
//! 2. **thumbnails up, records up**: what other phones need to show a photo, many to a request;
//! 3. **thumbnails down**;
//! 4. **originals up**, newest first: plan, put, commit;
//! 5. **originals down**, where the person wants all of them here;
//! 6. now and then: compare the library's digest with the server's.
//!
//! Each step asks the gate ([`crate::gate`]) whether its class of work may run now, and so does each request of it: a step
//! that may not is left out and told as what it waits for, and the others go on.
//!
//! It may be killed at any instruction. What the server has acknowledged is noted before the next thing is sent; what was
//! sent and not acknowledged is recognised by its content or its mutation id. Two processes never run at once: a lease is
//! checked inside every write.

mod ahead;
mod apply;
mod carry;
mod chores;
mod cut;
mod drift;
mod fetch;
mod first;
mod live;
mod pull;
mod push;
mod range;
mod rounds;
mod run;
mod send;
mod server;
mod told;
mod window;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rusqlite::Transaction;
use safelight_protocol::{DeviceId, LibraryId, RecordId, route};

use crate::account::{Session, SessionError};
use crate::cloud::CloudError;
use crate::gate::Gate;
use crate::home::{Home, HomeError};
use crate::keys::LibrarySecrets;
use crate::ports::RemoteError;
use crate::store::StoreError;
use crate::store::lease::{self, Lease};

pub(crate) use apply::CONTESTED;
pub(crate) use cut::seal_again;
pub use fetch::FetchError;
pub(crate) use fetch::find;
pub use live::WatchEvent;
pub(crate) use run::is_fresh;
pub use run::{Pending, Received, Sent, SyncOutcome, SyncRequest};
pub(crate) use told::with as holds_with;
pub use window::RunBudget;

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The cloud could not be used.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The home could not be used.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// Another process runs.
    #[error("another process is syncing this library")]
    Busy,
    /// Another process has taken over.
    #[error("another process has taken over")]
    TakenOver,
    /// It was told to stop, or its budget is used up.
    #[error("stopped")]
    Stopped,
    /// The server contradicts itself.
    #[error("the server contradicts itself: {0}")]
    Server(&'static str),
}

impl SyncError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &str {
        match self {
            Self::Session(error) => error.code(),
            Self::Home(error) => error.code(),
            Self::Busy | Self::TakenOver => "eng.lock",
            Self::Stopped => "eng.interrupted",
            Self::Server(_) => "srv.5xx",
        }
    }
}

impl SyncError {
    /// The code of why it may not go on now, where that is what stopped it: no failure.
    pub(crate) fn held(&self) -> Option<&str> {
        match self {
            Self::Session(error) => held(error),
            _ => None,
        }
    }
}

/// The code of why a call may not leave now.
fn held(error: &SessionError) -> Option<&str> {
    match error {
        SessionError::Cloud(CloudError::Remote(RemoteError::Held(code))) => Some(code),
        _ => None,
    }
}

impl From<StoreError> for SyncError {
    fn from(error: StoreError) -> Self {
        Self::Home(error.into())
    }
}

/// What a running engine shows to whoever looks.
#[derive(Debug, Default)]
pub(crate) struct Live {
    sending: Mutex<Option<RecordId>>,
    sent: AtomicU64,
    received: AtomicU64,
    /// How many files somebody waits for.
    opening: tokio::sync::watch::Sender<u32>,
    /// What somebody looks at: the thumbnails of these go first.
    looked_at: Mutex<Vec<RecordId>>,
}

impl Live {
    /// The asset whose original is on its way.
    pub(crate) fn sending(&self) -> Option<RecordId> {
        *self.sending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What somebody looks at now.
    fn looked_at(&self) -> Vec<RecordId> {
        self.looked_at.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes what somebody looks at now, in place of what they looked at before.
    pub(crate) fn look_at(&self, records: Vec<RecordId>) {
        *self.looked_at.lock().unwrap_or_else(PoisonError::into_inner) = records;
    }

    fn set_sending(&self, record: Option<RecordId>) {
        *self.sending.lock().unwrap_or_else(PoisonError::into_inner) = record;
    }

    /// Bytes that moved since the process began: `(sent, received)`.
    pub(crate) fn totals(&self) -> (u64, u64) {
        (self.sent.load(Ordering::Relaxed), self.received.load(Ordering::Relaxed))
    }

    /// Books bytes as they move.
    pub(crate) fn moved(&self, sent: u64, received: u64) {
        self.sent.fetch_add(sent, Ordering::Relaxed);
        self.received.fetch_add(received, Ordering::Relaxed);
    }
}

/// What moves a library.
#[derive(Debug, Clone)]
pub(crate) struct Engine {
    pub(crate) home: Home,
    pub(crate) secrets: LibrarySecrets,
    pub(crate) session: Session,
    pub(crate) device: DeviceId,
    pub(crate) gate: Gate,
    pub(crate) live: Arc<Live>,
    pub(crate) budget: Arc<run::Budget>,
    /// Names this process in leases.
    pub(crate) holder: String,
}

impl Engine {
    fn library(&self) -> LibraryId {
        self.secrets.library()
    }

    pub(crate) fn route(&self, rest: &str) -> String {
        route::library(&self.library(), rest)
    }

    /// Writes under a lease: if it is no longer held, nothing is written.
    async fn write<T: Send + 'static>(
        &self,
        lease: &Lease,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, SyncError> {
        let lease = lease.clone();
        let written = self
            .home
            .write_quietly(move |db| if lease::held(db, &lease)? { write(db).map(Some) } else { Ok(None) })
            .await?;
        written.ok_or(SyncError::TakenOver)
    }
}
