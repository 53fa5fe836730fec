//! Sealed parts: plan, put, get, prove.
//!
//! Presence is by (library, part): a library that never put the bytes itself is told `send`, even where the server keeps
//! the same file for another. Knowing a hash gives nothing.

use serde::{Deserialize, Serialize};

use crate::blob::Blob;
use crate::id::{Digest, Epoch, PartId};
use crate::record::PartRef;

/// Which of these are missing? Reserves room for them.
///
/// All or nothing: where they do not all fit, the answer is 507 `quota.full` with `need` and `have` and nothing is
/// reserved. Parts of at most [`SMALL_PART_BYTES`](crate::SMALL_PART_BYTES) may use the last tenth of the quota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// At most [`MAX_PARTS`](crate::MAX_PARTS).
    pub parts: Vec<PartRef>,
}

/// Answers a [`Plan`], in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// One for each part.
    pub parts: Vec<PlannedPart>,
    /// When the reservation ends unless it is touched again, in milliseconds since 1970 UTC by the server's clock.
    pub reserved_until_ms: i64,
}

/// One part of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPart {
    /// The part.
    pub id: PartId,
    /// What to do with it.
    pub state: PartState,
}

/// Answers a [`Plan`] whose parts somebody else is to carry: for each that must be sent a token that puts it and is good for
/// nothing else, from as many tries as it takes, until the reservation ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permits {
    /// One for each part, in the order of the request.
    pub parts: Vec<PermittedPart>,
    /// When reservations and permits end, in milliseconds since 1970 UTC by the server's clock.
    pub reserved_until_ms: i64,
}

/// One part of a plan, with the permission to put it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermittedPart {
    /// The part.
    pub id: PartId,
    /// What stands in the place of the access token; none for a part that need not be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permit: Option<String>,
}

/// Whether a part must be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Stored for this library and whole, as far as the server knows: do not send it.
    Have,
    /// Send it.
    Send,
}

/// Gives up reservations: these parts will not be committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// At most [`MAX_PARTS`](crate::MAX_PARTS).
    pub parts: Vec<PartId>,
}

/// Answers a request that carried small parts: every one of them is durable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Put {
    /// In the order of the request.
    pub parts: Vec<PartId>,
}

/// Asks for small parts; those that are not stored are left out of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchParts {
    /// At most [`MAX_PARTS`](crate::MAX_PARTS). The answer ends early when it would pass
    /// [`MAX_BATCH_BYTES`](crate::MAX_BATCH_BYTES): ask again for the rest.
    pub parts: Vec<PartId>,
}

/// Asks the server to prove that it holds parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// 32 fresh random bytes.
    pub nonce: Blob,
    /// At most [`MAX_PARTS`](crate::MAX_PARTS), and at most 256 MiB together.
    pub parts: Vec<PartId>,
}

/// The server's word, re-read from its own disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The life of the server's data.
    pub epoch: Epoch,
    /// Where the server is backed up: the last sequence of this library that a backup holds. None where there never was
    /// a backup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backed_up_to: Option<u64>,
    /// When the last backup was taken, in milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backed_up_at_ms: Option<i64>,
    /// One for each part asked for, in that order.
    pub parts: Vec<ProvenPart>,
}

/// The proof of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenPart {
    /// The part.
    pub id: PartId,
    /// `SHA-256(nonce || sealed bytes)`; none where the part is not stored for this library or can't be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
}

/// Many small parts in one body: for each its id (32 bytes), its length (4 bytes, big endian) and its sealed bytes.
pub mod frames {
    use std::fmt;

    use crate::id::PartId;

    /// What stands before the bytes of each part.
    pub const HEADER_BYTES: usize = PartId::BYTES + 4;

    /// Why a body is not a sequence of frames.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum FrameError {
        /// It ends inside a frame.
        Truncated,
        /// A part is longer than a small part may be.
        TooLong,
    }

    impl fmt::Display for FrameError {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(match self {
                Self::Truncated => "the body ends inside a frame",
                Self::TooLong => "a part in a frame is longer than a small part may be",
            })
        }
    }

    impl std::error::Error for FrameError {}

    /// Appends one frame. Bytes beyond 4 GiB do not occur: a part has at most 8 MiB.
    pub fn push(body: &mut Vec<u8>, id: &PartId, bytes: &[u8]) {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        body.reserve(HEADER_BYTES + bytes.len());
        body.extend_from_slice(id.as_bytes());
        body.extend_from_slice(&length.to_be_bytes());
        body.extend_from_slice(bytes);
    }

    /// The frames of a body, in order. Reads no byte outside `body`, whatever it holds.
    pub fn parse(mut body: &[u8]) -> Result<Vec<(PartId, &[u8])>, FrameError> {
        let mut frames = Vec::new();
        while !body.is_empty() {
            let (id, rest) = body.split_first_chunk::<{ PartId::BYTES }>().ok_or(FrameError::Truncated)?;
            let (length, rest) = rest.split_first_chunk::<4>().ok_or(FrameError::Truncated)?;
            let length = u64::from(u32::from_be_bytes(*length));
            if length > crate::SMALL_PART_BYTES {
                return Err(FrameError::TooLong);
            }
            let length = usize::try_from(length).map_err(|_| FrameError::TooLong)?;
            let (bytes, rest) = rest.split_at_checked(length).ok_or(FrameError::Truncated)?;
            frames.push((PartId(*id), bytes));
            body = rest;
        }
        Ok(frames)
    }

    #[cfg(test)]
    mod tests {
        use proptest::prelude::*;

        use super::*;

        proptest! {
            #[test]
            fn frames_survive_the_trip(parts in proptest::collection::vec((any::<[u8; 32]>(), proptest::collection::vec(any::<u8>(), 0..300)), 0..8)) {
                let mut body = Vec::new();
                for (id, bytes) in &parts {
                    push(&mut body, &PartId(*id), bytes);
                }
                let back: Vec<_> = parse(&body).unwrap().into_iter().map(|(id, bytes)| (id.0, bytes.to_vec())).collect();
                prop_assert_eq!(back, parts);
            }

            #[test]
            fn any_bytes_are_answered_without_a_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
                let _ = parse(&body);
            }
        }

        #[test]
        fn a_body_cut_anywhere_is_refused() {
            let mut body = Vec::new();
            push(&mut body, &PartId([7; 32]), b"sealed");
            for cut in 1..body.len() {
                assert_eq!(parse(body.get(..cut).unwrap()), Err(FrameError::Truncated), "cut at {cut}");
            }
        }
    }
}
