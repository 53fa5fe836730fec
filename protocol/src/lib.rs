//! What the Safelight core and the Safelight server say to one another.
//!
//! This crate is plain data: routes, headers, requests, answers, problem codes and the protocol's version. It reads no
//! clock, opens no socket and knows no cryptography, so that both sides and every test can share it.
//!
//! Read it in this order:
//!
//! 1. [`id`]: the names of things: accounts, devices, libraries, records, parts.
//! 2. [`version`]: the handshake that every request carries.
//! 3. [`route`]: every address of the API, in one place.
//! 4. [`account`]: sign-up, sign-in, recovery, sessions, devices.
//! 5. [`record`]: sealed records, commits, the change feed and its cursor.
//! 6. [`part`]: plan, put, get and proof of sealed parts.
//! 7. [`problem`]: how the server says no.
//! 8. [`identity`]: by what a server is known again at each of its addresses.
//!
//! Everything crosses as JSON but the bytes of parts: one part is the whole body of a request, many small ones travel in
//! the frames of [`part::frames`]. Bytes inside JSON are base64url without padding ([`Blob`]); ids and digests are lower
//! case hex.

mod blob;
mod events;
mod sequence;

pub mod account;
pub mod id;
pub mod identity;
pub mod part;
pub mod problem;
pub mod record;
pub mod route;
pub mod server;
pub mod version;

pub use blob::Blob;
pub use events::HeadEvent;
pub use id::{
    AccountId, ContentId, DeviceId, Digest, Epoch, FamilyId, LibraryId, MutationId, ParseIdError, PartId, RecordId,
};
pub use problem::{Problem, codes};
pub use sequence::{Cursor, Head};

/// The size of every part of a resource but its last, in bytes of plaintext: 8 MiB.
pub const PART_BYTES: u64 = 8 * 1024 * 1024;

/// What sealing adds to a part, in bytes: the AEAD's tag.
pub const PART_OVERHEAD: u64 = 16;

/// The largest sealed part that a server accepts, in bytes.
pub const MAX_SEALED_PART_BYTES: u64 = PART_BYTES + PART_OVERHEAD;

/// Parts of at most this many sealed bytes are *small*: they travel many to a request, and the last tenth of a quota is
/// kept for them so that thumbnails still fit into a full cloud.
pub const SMALL_PART_BYTES: u64 = 128 * 1024;

/// The largest body of a request that carries many small parts, in bytes.
pub const MAX_BATCH_BYTES: u64 = 8 * 1024 * 1024;

/// The largest sealed body of a record, in bytes.
pub const MAX_RECORD_BYTES: usize = 256 * 1024;

/// The most records in one commit, and in one page of the change feed.
pub const MAX_RECORDS: usize = 500;

/// The most parts that one request may name: in a plan, a release, a batch or a proof; and in one record.
pub const MAX_PARTS: usize = 10_000;

/// The largest JSON body of a request, in bytes.
pub const MAX_JSON_BYTES: usize = 16 * 1024 * 1024;
