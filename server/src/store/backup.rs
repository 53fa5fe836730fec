use std::collections::BTreeSet;
use std::path::PathBuf;

use async_trait::async_trait;
use safelight_protocol::{Epoch, LibraryId, PartId};

use super::StoreError;

/// How far the last backup holds a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// When it was taken.
    pub at_ms: i64,
    /// The last sequence of the library of which it holds everything; 0 where it holds nothing.
    pub sequence: u64,
}

/// When the data was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestoredFrom {
    /// When the backup was taken: what happened after this is undone.
    pub from_ms: i64,
    /// When it was restored.
    pub at_ms: i64,
}

/// How the walk that reads every stored part again stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Scrub {
    /// When the walk began that is under way, or the last one.
    pub began_ms: i64,
    /// The last part that it has read; none at its beginning, and when it has ended.
    pub after: Option<PartId>,
    /// Parts that it has read.
    pub parts: u64,
    /// Their bytes.
    pub bytes: u64,
    /// How many of them it found damaged or gone.
    pub damaged: u64,
    /// When the last whole walk ended.
    pub ended_ms: Option<i64>,
}

/// Copies of the rows, and what is remembered of them.
#[async_trait]
pub trait BackupStore: Send + Sync + 'static {
    /// Writes all rows as they are at one moment into a new file, durably. Readers and writers are not held up.
    async fn snapshot(&self, file: PathBuf) -> Result<(), StoreError>;

    /// Notes that a backup holds each of these libraries up to its sequence. Libraries that are not named, or no longer
    /// there, keep what was noted before.
    async fn note_backup(&self, at_ms: i64, reach: Vec<(LibraryId, u64)>) -> Result<(), StoreError>;

    /// When the last backup was taken; none where there never was one.
    async fn last_backup(&self) -> Result<Option<i64>, StoreError>;

    /// How far the last backup holds this library; none where there never was one.
    async fn reach(&self, library: LibraryId) -> Result<Option<Reach>, StoreError>;

    /// Begins another life of the data after a restore: a new epoch; these parts count as damaged; the backup that it was
    /// restored from holds the rest, so it is the last backup.
    async fn begin_again(
        &self,
        epoch: Epoch,
        restored: RestoredFrom,
        damaged: BTreeSet<PartId>,
    ) -> Result<(), StoreError>;

    /// When the data was restored last; none where it never was.
    async fn restored(&self) -> Result<Option<RestoredFrom>, StoreError>;

    /// How the scrub stands.
    async fn scrub(&self) -> Result<Scrub, StoreError>;

    /// Notes how the scrub stands.
    async fn set_scrub(&self, scrub: Scrub) -> Result<(), StoreError>;
}
