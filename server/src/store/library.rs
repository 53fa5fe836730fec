use async_trait::async_trait;
use safelight_protocol::record::{
    Backfill, BackfillQuery, ChangesQuery, Commit, Committed, Fetched, LibraryDigest, Listing, ListingQuery, Page,
};
use safelight_protocol::{Head, LibraryId, RecordId};

use super::StoreError;

/// The reader's cursor is not on this log: another epoch, or a log that was rolled back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OffLog;

/// What became of a commit as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommitOutcome {
    /// Each change has its result.
    Done(Committed),
    /// The client knows another life of the data: nothing was done.
    OffLog,
    /// A mutation id was used before for another record: nothing was done.
    MutationReused,
}

/// Libraries, their records and their commit logs. A library that does not exist is [`StoreError::NoLibrary`].
#[async_trait]
pub trait LibraryStore: Send + Sync + 'static {
    /// Where the library's log ends.
    async fn head(&self, library: LibraryId) -> Result<Head, StoreError>;

    /// Applies the changes, each for itself, in one transaction. The shape of the request (sizes, no record twice, no
    /// parts on a tombstone) was checked.
    async fn commit(&self, library: LibraryId, commit: Commit, now_ms: i64) -> Result<CommitOutcome, StoreError>;

    /// What was committed after a cursor.
    async fn changes(&self, library: LibraryId, query: ChangesQuery) -> Result<Result<Page, OffLog>, StoreError>;

    /// What was committed before a sequence number, newest first.
    async fn backfill(&self, library: LibraryId, query: BackfillQuery) -> Result<Result<Backfill, OffLog>, StoreError>;

    /// The sum over all records.
    async fn digest(&self, library: LibraryId) -> Result<LibraryDigest, StoreError>;

    /// A page of ids, versions and hashes.
    async fn listing(&self, library: LibraryId, query: ListingQuery) -> Result<Listing, StoreError>;

    /// Records by id; those that do not exist are left out.
    async fn fetch(&self, library: LibraryId, records: Vec<RecordId>) -> Result<Fetched, StoreError>;
}
