use serde::{Deserialize, Serialize};

use crate::id::{Digest, Epoch};

/// How far a reader has followed a library's commit log.
///
/// `hash` is the running hash of the log up to and with `sequence`: `hash(0)` is 32 zero bytes, and
/// `hash(n) = SHA-256(hash(n-1) || record id || version as 8 bytes, big endian || SHA-256(sealed body))`.
/// A server whose log does not contain the hash at that sequence is another server, or one that was rolled back: the
/// client treats it as a new epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The life of the server's data in which the cursor was taken.
    pub epoch: Epoch,
    /// The last sequence number that was read; 0 is before the first.
    pub sequence: u64,
    /// The running hash of the commit log at `sequence`.
    pub hash: Digest,
}

/// Where a library's commit log ends now. The same shape as a cursor: a client that has read everything holds this.
pub type Head = Cursor;
