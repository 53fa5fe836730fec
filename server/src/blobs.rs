//! Where the bytes of sealed parts lie.
//!
//! [`BlobStore`] promises that what [`put`](BlobStore::put) has answered survives a power loss, and that a reader sees a
//! part whole or not at all. It knows nothing of libraries or quotas, and it believes what it reads: who asks compares
//! the bytes with their hash.

mod folder;
mod small;

use async_trait::async_trait;
use bytes::Bytes;
use safelight_protocol::PartId;

pub use folder::FolderBlobs;

use crate::port::Unfinished;

/// Sealed bytes by their SHA-256.
#[async_trait]
pub trait BlobStore: Send + Sync + 'static {
    /// Stores parts durably, replacing what lies there. When it fails, some of them may be stored.
    async fn put(&self, parts: Vec<(PartId, Bytes)>) -> Result<(), BlobError>;

    /// A part's bytes as they lie there now; none where there are none.
    async fn get(&self, part: PartId) -> Result<Option<Bytes>, BlobError>;

    /// Deletes parts; those that are not there are passed over.
    async fn delete(&self, parts: Vec<PartId>) -> Result<(), BlobError>;

    /// Up to `limit` parts after this one, in the order of their ids.
    async fn list(&self, after: Option<PartId>, limit: usize) -> Result<Vec<PartId>, BlobError>;

    /// How many bytes a part has; none where there are none.
    async fn size(&self, part: PartId) -> Result<Option<u64>, BlobError>;
}

/// The bytes could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The disk or the file system failed.
    #[error("the folder of parts failed")]
    Io(#[source] std::io::Error),
    /// The database of small parts failed.
    #[error("the database of small parts failed")]
    Database(#[source] rusqlite::Error),
    /// The work did not end.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl From<std::io::Error> for BlobError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io(error),
        }
    }
}

impl From<rusqlite::Error> for BlobError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            _ => Self::Database(error),
        }
    }
}
