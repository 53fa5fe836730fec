//! Sealed records, commits, and the feed by which a library's members follow one another.
//!
//! The server sees of a record: its id, version, size, list of parts, trash bit, whether it is a tombstone, and when it
//! was committed. All else is in the sealed body.

use serde::{Deserialize, Serialize};

use crate::blob::Blob;
use crate::id::{Digest, Epoch, MutationId, PartId, RecordId};
use crate::sequence::{Cursor, Head};

/// A part that a record names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartRef {
    /// SHA-256 of the sealed bytes.
    pub id: PartId,
    /// How many sealed bytes.
    pub bytes: u64,
}

/// A record as the server holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRecord {
    /// The record.
    pub record: RecordId,
    /// Its version: 1 for the first, then one more for each commit.
    pub version: u64,
    /// The place of this version in the library's commit log.
    pub sequence: u64,
    /// The mutation that made this version.
    pub mutation: MutationId,
    /// The parts that this version names, in the order in which they were committed.
    pub parts: Vec<PartRef>,
    /// Whether it is in the trash.
    pub trash: bool,
    /// When the server put it there, in milliseconds since 1970 UTC: kept through edits, cleared by a restore.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trashed_at_ms: Option<i64>,
    /// Whether it says that the asset was deleted for good.
    pub tombstone: bool,
    /// The sealed body.
    pub body: Blob,
}

/// One change of one record: it takes place only if the record is still at `base_version`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The record.
    pub record: RecordId,
    /// Names this attempt. A repeated mutation is answered as the first time.
    pub mutation: MutationId,
    /// The version that this change replaces; 0 for a record that does not exist yet.
    pub base_version: u64,
    /// The parts that the new version names. All must be stored for this library.
    pub parts: Vec<PartRef>,
    /// Whether the record is in the trash. The server stamps the time at which it goes on.
    pub trash: bool,
    /// Whether the new version is a tombstone.
    pub tombstone: bool,
    /// The sealed body, at most [`MAX_RECORD_BYTES`](crate::MAX_RECORD_BYTES).
    pub body: Blob,
}

/// Several changes in one request. Each stands alone: one that conflicts does not stop the others. No record may be named
/// twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// The life of the server's data that the client knows; another one is answered 409 `sync.epoch` and nothing is done.
    pub epoch: Epoch,
    /// At most [`MAX_RECORDS`](crate::MAX_RECORDS).
    pub changes: Vec<Change>,
}

/// Answers a [`Commit`]: one result for each change, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    /// One for each change.
    pub results: Vec<ChangeResult>,
    /// The library's head after the commit.
    pub head: Head,
}

/// What became of one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum ChangeResult {
    /// It is durable.
    Committed {
        /// The record's new version.
        version: u64,
        /// Its place in the commit log.
        sequence: u64,
        /// The trash stamp of the new version.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        trashed_at_ms: Option<i64>,
    },
    /// The record is at another version. Nothing was changed.
    Conflict {
        /// The record as it is now; none if it does not exist.
        current: Option<SealedRecord>,
    },
    /// Parts are not stored for this library, or were found damaged. Nothing was changed.
    MissingParts {
        /// Which.
        parts: Vec<PartId>,
    },
    /// The parts are stored but no longer reserved, and there is no room for them. Nothing was changed.
    Full {
        /// Bytes that the change needs.
        need: u64,
        /// Bytes that are free.
        have: u64,
    },
}

/// Asks for what was committed after a cursor, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesQuery {
    /// From the cursor. If the server's data has another epoch, or its log does not contain `hash` at `after`, the answer
    /// is 409 `sync.epoch`.
    pub epoch: Epoch,
    /// From the cursor: its sequence.
    pub after: u64,
    /// From the cursor: its hash.
    pub hash: Digest,
    /// The most records wanted, up to [`MAX_RECORDS`](crate::MAX_RECORDS).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

/// One page of changes. A record that has changed several times appears once, in its newest version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Oldest first.
    pub records: Vec<SealedRecord>,
    /// Where to go on.
    pub cursor: Cursor,
    /// The library's head.
    pub head: Head,
}

/// Asks for what was committed before a sequence number, newest first: how a new device fills itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackfillQuery {
    /// Records at or after this sequence are left out; none to begin at the head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// The life of the server's data in which the walk began; none to begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<Epoch>,
    /// The most records wanted, up to [`MAX_RECORDS`](crate::MAX_RECORDS).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

/// One page downwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backfill {
    /// Newest first.
    pub records: Vec<SealedRecord>,
    /// Where to go on downwards; none when the beginning of the log was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// The library's head. The first page's is noted, and followed upwards afterwards.
    pub head: Head,
}

/// Asks for records by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchRecords {
    /// At most [`MAX_RECORDS`](crate::MAX_RECORDS).
    pub records: Vec<RecordId>,
}

/// Answers [`FetchRecords`]; a record that does not exist is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetched {
    /// In no particular order.
    pub records: Vec<SealedRecord>,
    /// The library's head.
    pub head: Head,
}

/// The sum over all of a library's records, to notice drift.
///
/// Addition modulo 2^256, as big-endian numbers, of `SHA-256(record id || version as 8 bytes, big endian ||
/// SHA-256(sealed body))`: independent of order, and kept up to date by one addition and one subtraction a commit. It
/// finds mistakes; against a malicious server the commit log's running hash is compared between devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryDigest {
    /// The head at which it was taken.
    pub head: Head,
    /// The sum.
    pub digest: Digest,
    /// How many records.
    pub records: u64,
}

/// Asks for a page of the listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingQuery {
    /// List records whose id is greater than this; none to begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<RecordId>,
    /// The most entries wanted, up to [`MAX_PARTS`](crate::MAX_PARTS).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

/// What a library holds, by record id: how drift is found and mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// In the order of their ids.
    pub entries: Vec<ListingEntry>,
    /// Whether there is more after the last.
    pub more: bool,
    /// The library's head.
    pub head: Head,
}

/// One record in a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingEntry {
    /// The record.
    pub record: RecordId,
    /// Its version.
    pub version: u64,
    /// SHA-256 of its sealed body.
    pub body: Digest,
}
