use async_trait::async_trait;
use safelight_protocol::part::PartState;
use safelight_protocol::record::PartRef;
use safelight_protocol::{LibraryId, PartId};

use super::StoreError;
use crate::quota::Short;

/// One life of a stored file. A file that is collected and put again gets another one, so that a put which was overtaken
/// by the collector notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Incarnation(pub i64);

/// What became of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanOutcome {
    /// All parts are reserved; whether each must be sent, in the order of the request.
    Planned(Vec<PartState>),
    /// They do not all fit: nothing is reserved.
    Full(Short),
    /// A part is stored with another size than the plan says.
    WrongSize(PartId),
}

/// What became of the first half of a put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// Room is reserved: write the bytes, then finish with these, in the order of the request.
    Write(Vec<Incarnation>),
    /// There is no room.
    Full(Short),
    /// A part was planned or stored with another size.
    WrongSize(PartId),
    /// The collector is removing the file: try again.
    Doomed,
}

/// A part that is stored for a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredPart {
    /// Sealed bytes.
    pub bytes: u64,
    /// Whether the file was found damaged or gone.
    pub damaged: bool,
}

/// A stored file, as `verify` walks over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobRow {
    /// The part.
    pub part: PartId,
    /// Sealed bytes.
    pub bytes: u64,
    /// Whether it was found damaged or gone.
    pub damaged: bool,
    /// Whether a record names it.
    pub referenced: bool,
}

/// What the whole server holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Accounts.
    pub accounts: u64,
    /// Signed-in devices.
    pub devices: u64,
    /// Records.
    pub records: u64,
    /// Stored parts.
    pub parts: u64,
    /// Their bytes.
    pub bytes: u64,
    /// How many of them were found damaged or gone, and have not come again.
    pub damaged: u64,
}

/// Who holds which part. Presence is by (library, part); a file is kept once, and goes when nobody holds it.
#[async_trait]
pub trait PartStore: Send + Sync + 'static {
    /// Says which parts must be sent and reserves room for all of them, or for none.
    async fn plan(&self, library: LibraryId, parts: Vec<PartRef>, until_ms: i64) -> Result<PlanOutcome, StoreError>;

    /// Ends reservations; parts that are not reserved are passed over.
    async fn release(&self, library: LibraryId, parts: Vec<PartId>) -> Result<(), StoreError>;

    /// First half of a put: makes sure that room is reserved for these parts and that their files have rows, so that
    /// no file is ever without one.
    async fn begin_put(&self, library: LibraryId, parts: Vec<PartRef>, until_ms: i64) -> Result<Begun, StoreError>;

    /// Second half, after the bytes are durable: the library holds the parts. False, and nothing changed, where the
    /// collector was faster: begin again.
    async fn finish_put(
        &self,
        library: LibraryId,
        parts: Vec<(PartId, Incarnation)>,
        now_ms: i64,
    ) -> Result<bool, StoreError>;

    /// The part, if it is stored for this library.
    async fn stored_part(&self, library: LibraryId, part: PartId) -> Result<Option<StoredPart>, StoreError>;

    /// Notes that a file is damaged or gone: until it is put again it counts as not stored, for every library.
    async fn mark_damaged(&self, part: PartId) -> Result<(), StoreError>;

    /// Notes that a file was found whole after all.
    async fn mark_whole(&self, part: PartId) -> Result<(), StoreError>;

    /// Ends the reservations whose time has passed; returns how many.
    async fn expire_reservations(&self, now_ms: i64) -> Result<usize, StoreError>;

    /// Dooms up to `limit` files that no library holds and no plan reserves, after dropping the holdings that have been
    /// unreferenced and unreserved since `before_ms`. From here on no put uses them. Returns all doomed files, those of
    /// an interrupted collection too.
    async fn doom(&self, before_ms: i64, limit: usize) -> Result<Vec<PartId>, StoreError>;

    /// Dooms a file that has no row at all, left by a database that was rolled back; false where it has one.
    async fn doom_stray(&self, part: PartId) -> Result<bool, StoreError>;

    /// Forgets doomed files whose bytes are gone.
    async fn forget(&self, parts: Vec<PartId>) -> Result<(), StoreError>;

    /// The stored files after this one, by id.
    async fn blobs(&self, after: Option<PartId>, limit: usize) -> Result<Vec<BlobRow>, StoreError>;

    /// What the whole server holds.
    async fn counts(&self) -> Result<Counts, StoreError>;
}
