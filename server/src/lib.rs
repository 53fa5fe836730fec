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
mod blobs;
mod config;
mod digest;
mod folder;
mod housekeeping;
mod http;
mod identity;
mod limits;
mod mutants;
mod opaque;
mod parts;
mod port;
mod quota;
mod refusal;
mod serve;
mod store;
mod token;

pub mod admin;

pub use self::http::{Route, Who, routes};
pub use app::{App, OpenError};
pub use blobs::{BlobError, BlobStore, FolderBlobs};
pub use config::{Config, Rate, Rates};
pub use folder::FolderError;
pub use housekeeping::{HousekeepingError, Kept};
#[cfg(feature = "mutants")]
pub use mutants::plant;
pub use parts::{Collected, Verified};
pub use port::{Blocking, Clock, Ports, Rng, SystemClock, SystemRng, Unfinished};
pub use quota::Short;
pub use serve::serve;
pub use store::{
    AccountLine, AccountState, AccountStore, Begun, BlobRow, CommitOutcome, Counts, Created, Credentials, DeviceState,
    Ended, Incarnation, Invitation, LibraryStore, NewAccount, NewPassword, NewSession, OffLog, PartStore, PlanOutcome,
    RecordStore, Refreshed, Replaced, Secrets, ServerStore, SessionBegun, SqliteRecords, Standing, StoreError,
    StoredPart, Switches,
};
