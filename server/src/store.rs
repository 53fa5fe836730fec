//! Where the server keeps its rows: accounts, devices, libraries, records, and who holds which part.
//!
//! [`RecordStore`] promises that what it has answered is durable, that every method is one transaction, and that a
//! library's sequence numbers are taken inside the transaction that commits them, so that no reader's cursor can pass a
//! commit that has not ended. It does not keep the bytes of parts: that is [`BlobStore`](crate::BlobStore)'s.
//!
//! The contract is the suite in `tests/contract`: every backend passes it.

mod account;
mod backup;
mod library;
mod part;
mod server;
mod sqlite;

pub use account::{
    AccountLine, AccountState, AccountStore, Created, Credentials, DeviceState, Ended, NewAccount, NewPassword,
    NewSession, Refreshed, Replaced, SessionBegun, Standing,
};
pub use backup::{BackupStore, Reach, RestoredFrom, Scrub};
pub use library::{CommitOutcome, LibraryStore, OffLog};
pub use part::{Begun, BlobRow, Counts, Incarnation, PartStore, PlanOutcome, StoredPart};
pub use server::{Invitation, Secrets, ServerStore, Switches};
pub use sqlite::SqliteRecords;
pub(crate) use sqlite::{SCHEMA_VERSION, Snapshot};

use crate::port::Unfinished;

/// Everything that a server keeps but the bytes of parts.
pub trait RecordStore: AccountStore + BackupStore + LibraryStore + PartStore + ServerStore {}

impl<T: AccountStore + BackupStore + LibraryStore + PartStore + ServerStore> RecordStore for T {}

/// The store could not do it. What it was asked to do has not happened.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A row does not hold what the server once wrote there.
    #[error("the database holds a damaged {0}")]
    Damaged(&'static str),
    /// There is no such library, or no longer.
    #[error("there is no such library")]
    NoLibrary,
    /// The folder was written by a newer server: it is left untouched.
    #[error("the data was written by a newer version of the server")]
    Newer,
    /// The work did not end.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}
