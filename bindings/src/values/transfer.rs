use safelight_core::ports::{
    Crossed, FileStamp, Networks, PhotoChanges, PhotoItem, Removal, TicketOutcome, TicketResult,
};
use safelight_core::{Carriage, Pending, Received, Sent};

/// What was sent.
#[uniffi::remote(Record)]
pub struct Sent {
    /// Records.
    pub records: u64,
    /// Parts.
    pub parts: u64,
    /// Bytes of parts.
    pub bytes: u64,
    /// Originals of which all parts went.
    pub originals: u64,
}

/// What arrived.
#[uniffi::remote(Record)]
pub struct Received {
    /// Records.
    pub records: u64,
    /// Parts.
    pub parts: u64,
    /// Bytes of parts.
    pub bytes: u64,
}

/// What is left.
#[uniffi::remote(Record)]
pub struct Pending {
    /// Records to send.
    pub records: u64,
    /// Thumbnails to send or receive.
    pub thumbnails: u64,
    /// Originals to send.
    pub originals: u64,
    /// Bytes to send.
    pub bytes: u64,
}

/// What became of a round of handing over.
#[uniffi::remote(Record)]
pub struct Carriage {
    /// Parts that the server has taken, by results that were new.
    pub arrived: u64,
    /// Tickets that ended without that.
    pub failed: u64,
    /// Tickets that were taken back.
    pub cancelled: u64,
    /// Tickets that were handed over.
    pub handed_over: u64,
    /// Another process runs: nothing was done.
    pub busy: bool,
}

/// Over which networks a ticket may be carried.
#[uniffi::remote(Record)]
pub struct Networks {
    /// Networks that cost: cellular, personal hotspots.
    pub paid: bool,
    /// Cellular networks abroad.
    pub roaming: bool,
    /// Networks on which the system asks to save data.
    pub low_data: bool,
}

/// What became of a ticket.
#[uniffi::remote(Enum)]
pub enum TicketOutcome {
    /// The server answered with this status.
    Answered(u16),
    /// There was no answer, or the system gave up.
    Failed,
}

/// What its bytes crossed.
#[uniffi::remote(Enum)]
pub enum Crossed {
    /// Nobody knows.
    Unknown,
    /// A network that costs nothing.
    Free,
    /// A network that costs.
    Paid,
    /// They are booked already.
    Counted,
}

/// How a ticket ended.
#[uniffi::remote(Record)]
pub struct TicketResult {
    /// Which.
    pub id: String,
    /// How.
    pub outcome: TicketOutcome,
    /// Over what.
    pub crossed: Crossed,
}

/// What tells that a file is still the same.
#[uniffi::remote(Record)]
pub struct FileStamp {
    /// Bytes.
    pub bytes: u64,
    /// Time of the last change, in nanoseconds since 1970 UTC; 0 where the system does not tell.
    pub modified_ns: i64,
    /// The file's number; 0 where there is none.
    pub inode: u64,
}

/// One photo or video in the phone's own photo library.
#[uniffi::remote(Record)]
pub struct PhotoItem {
    /// The system's name for it: lasting, and never given to another.
    pub id: String,
    /// The name of its original file.
    pub name: String,
    /// What tells that its original is still the same.
    pub stamp: FileStamp,
}

/// What the phone's own photo library holds, or what has changed in it.
#[uniffi::remote(Record)]
pub struct PhotoChanges {
    /// New and changed ones; all of them where there was no token.
    pub items: Vec<PhotoItem>,
    /// The ids of those that are gone.
    pub gone: Vec<String>,
    /// What to ask with next time; none where the system has no such thing.
    pub token: Option<String>,
}

/// What became of one item that the system was asked to remove.
#[uniffi::remote(Enum)]
pub enum Removal {
    /// The system has removed it.
    Removed,
    /// The person said no.
    Declined,
    /// The system could not, or did not say.
    Failed,
}

/// Bytes that moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Bytes {
    /// To the cloud.
    pub sent: u64,
    /// From it.
    pub received: u64,
}
