//! The Safelight cloud: it keeps sealed bytes that it can't read, and tells a person's phones of one another's changes.
//!
//! [`App`] is the whole server without a socket, made from a [`Config`] and the [`Ports`] to the machine;
//! [`App::router`] is the API. [`serve`] puts it on a listener. [`RecordStore`] and [`BlobStore`] are where things are
//! kept; the embedded default is SQLite and a folder.
//!
//! What it promises: what was answered survives a power loss; whatever a commit names is stored; a cursor skips
//! nothing; the quota is never passed; junk is answered 4xx. What it does not do: read, merge or judge anything inside a
//! sealed body.

mod announcer;
mod app;
mod attempts;
mod backup;
mod bills;
mod blobs;
mod config;
mod digest;
mod folder;
mod housekeeping;
mod http;
mod identity;
mod limits;
mod metrics;
mod mutants;
mod network;
mod opaque;
mod parts;
mod port;
mod quota;
mod refusal;
mod serve;
mod store;
mod token;
mod traffic;

pub mod admin;

pub use self::http::{Route, Who, routes};
pub use app::{App, OpenError};
pub use backup::{BackedUp, BackupError, Restored, restore};
pub use blobs::{BlobError, BlobStore, FolderBlobs};
pub use config::{BillingSecret, Config, Rate, Rates};
pub use folder::FolderError;
pub use housekeeping::{HousekeepingError, Kept};
pub use metrics::serve_metrics;
#[cfg(feature = "mutants")]
pub use mutants::plant;
pub use network::{Network, ParseNetworkError};
pub use parts::{Collected, Verified};
pub use port::{Blocking, Clock, Ports, Rng, Space, SystemClock, SystemRng, SystemSpace, Unfinished};
pub use quota::Short;
pub use serve::{Certificate, CertificateError, Reading, serve, serve_securely};
pub use store::{
    AccountLine, AccountState, AccountStore, BackupStore, Begun, BlobRow, CommitOutcome, Counts, Created, Credentials,
    DeviceState, Ended, Incarnation, Invitation, LibraryStore, NewAccount, NewPassword, NewSession, OffLog, PartStore,
    PlanOutcome, Reach, RecordStore, Refreshed, Replaced, RestoredFrom, Scrub, Secrets, ServerStore, SessionBegun,
    SqliteRecords, Standing, StoreError, StoredPart, Switches,
};
