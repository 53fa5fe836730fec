//! Sealing: how parts, records and device names become bytes that only the library's members can read.
//!
//! Promises: what opens is what was sealed, under this key, in this place and in no other; sealing a part is deterministic
//! in a library and changed bytes never meet an old key; bytes from outside never panic. Does not: decide what is sealed,
//! or talk to anybody. `docs/formats.md` has every byte; golden vectors under `tests/vectors` must open for ever.

mod name;
mod padding;
mod part;
mod record;

pub(crate) use name::MAX_NAME;
pub use part::{PartHash, PartPlace, SUITE_AES_256_GCM, SealedPart};
pub use record::{Base, MAX_RECORD_PLAINTEXT, OpenedRecord, RecordPlace, parts_hash};

/// A sealed thing did not open: another key, another place, or not the bytes that were sealed. Which of them is never
/// told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sealed bytes could not be opened")]
pub struct OpenError;

impl OpenError {
    /// The code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        "item.corrupt"
    }
}

/// Why something can't be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It is longer than fits.
    #[error("{bytes} bytes do not fit: at most {most}")]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        most: usize,
    },
    /// The place contradicts itself: a part's index is not below the count, or a base has no version or no hash.
    #[error("the place of what is to be sealed contradicts itself")]
    Place,
    /// The cipher refused. It does not for the lengths that are allowed here.
    #[error("the cipher refused")]
    Cipher,
}

impl SealError {
    /// The code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "item.too_large",
            Self::Place | Self::Cipher => "eng.seal",
        }
    }
}
