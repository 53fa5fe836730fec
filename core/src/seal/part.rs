//! Sealed parts: ciphertext and tag, no header.
//!
//! ```text
//! key  = HKDF-SHA256(part root of a key generation, info = "safelight part 1" || 0 || context)
//! context, 73 bytes:
//!      0      1  suite: 1 = AES-256-GCM
//!      1     32  content id of the resource
//!     33      4  index of the part, big endian
//!     37      4  how many parts the resource has, big endian
//!     41     32  part hash: keyed BLAKE3 of this part's plaintext
//! nonce = 12 zero bytes; no associated data: all of it is in the key
//! sealed part = ciphertext || tag (16)
//! ```
//!
//! The fixed nonce is safe because the key depends on the plaintext: other bytes, another key. For the same reason sealing
//! is deterministic. GCM does not commit to its key, so the opened plaintext is hashed again and compared.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use safelight_protocol::{ContentId, PART_BYTES, PART_OVERHEAD, PartId};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use super::{OpenError, SealError};
use crate::keys::{LibrarySecrets, derive};

/// The suite that parts are sealed with: AES-256-GCM under a key by HKDF-SHA256, hashed by keyed BLAKE3.
pub const SUITE_AES_256_GCM: u8 = 1;

const TAG_BYTES: usize = 16;
const CONTEXT_BYTES: usize = 1 + ContentId::BYTES + 4 + 4 + 32;

// Lossless: both are far below 32 bits.
#[expect(clippy::cast_possible_truncation, reason = "8 MiB fits into any usize")]
const MAX_PLAINTEXT: usize = PART_BYTES as usize;

const _: () = assert!(CONTEXT_BYTES == 73);
const _: () = assert!(TAG_BYTES as u64 == PART_OVERHEAD);
const _: () = assert!(MAX_PLAINTEXT == 8 * 1024 * 1024);

/// A keyed hash of one part's plaintext. The sealed record lists it; without it the part can't be opened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartHash(pub [u8; 32]);

impl fmt::Display for PartHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for PartHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PartHash({self})")
    }
}

impl FromStr for PartHash {
    type Err = safelight_protocol::ParseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // The same text form as every other 32-byte id.
        text.parse::<PartId>().map(|id| Self(id.0))
    }
}

impl Serialize for PartHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&HEXLOWER.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for PartHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Where a part belongs.
#[derive(Debug, Clone, Copy)]
pub struct PartPlace<'a> {
    /// The resource.
    pub content: &'a ContentId,
    /// Which part of it, from 0.
    pub index: u32,
    /// How many parts it has.
    pub count: u32,
}

/// A sealed part, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedPart {
    /// SHA-256 of `bytes`.
    pub id: PartId,
    /// What the record must remember to open it again.
    pub hash: PartHash,
    /// The key generation under which it was sealed.
    pub generation: u32,
    /// How it was sealed.
    pub suite: u8,
    /// Ciphertext and tag.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for SealedPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedPart")
            .field("id", &self.id)
            .field("generation", &self.generation)
            .field("suite", &self.suite)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl LibrarySecrets {
    /// Seals one part under the newest key generation, in the buffer that it is given; the hash is taken from that very
    /// buffer, so a file that changes meanwhile can't bring other bytes under the same key.
    ///
    /// Room for [`PART_OVERHEAD`] more bytes in `plaintext` saves a copy.
    ///
    /// # Errors
    /// [`SealError::TooLong`] above [`PART_BYTES`], [`SealError::Place`] where the index is not below the count.
    pub fn seal_part(&self, place: PartPlace<'_>, plaintext: Vec<u8>) -> Result<SealedPart, SealError> {
        if plaintext.len() > MAX_PLAINTEXT {
            return Err(SealError::TooLong { bytes: plaintext.len(), most: MAX_PLAINTEXT });
        }
        if place.index >= place.count {
            return Err(SealError::Place);
        }
        let generation = self.newest_generation();
        let hash = self.part_hash(&plaintext);
        let key = self.part_key(generation, &place, &hash).ok_or(SealError::Cipher)?;
        let mut bytes = plaintext;
        bytes.reserve_exact(TAG_BYTES);
        key.seal_in_place_append_tag(zero_nonce(), Aad::empty(), &mut bytes).map_err(|_| SealError::Cipher)?;
        let id = PartId(Sha256::digest(&bytes).into());
        Ok(SealedPart { id, hash, generation, suite: SUITE_AES_256_GCM, bytes })
    }

    /// Opens one part. What comes back has the hash that the record names.
    pub fn open_part(
        &self,
        generation: u32,
        suite: u8,
        place: PartPlace<'_>,
        hash: &PartHash,
        sealed: Vec<u8>,
    ) -> Result<Vec<u8>, OpenError> {
        if suite != SUITE_AES_256_GCM || place.index >= place.count || sealed.len() > MAX_PLAINTEXT + TAG_BYTES {
            return Err(OpenError);
        }
        let key = self.part_key(generation, &place, hash).ok_or(OpenError)?;
        let mut bytes = sealed;
        let length = key.open_in_place(zero_nonce(), Aad::empty(), &mut bytes).map_err(|_| OpenError)?.len();
        bytes.truncate(length);
        if !bool::from(self.part_hash(&bytes).0.ct_eq(&hash.0)) {
            return Err(OpenError);
        }
        Ok(bytes)
    }

    /// Whether a plaintext is the part with this hash.
    pub(crate) fn is_part(&self, plaintext: &[u8], hash: &PartHash) -> bool {
        self.part_hash(plaintext).0.ct_eq(&hash.0).into()
    }

    fn part_hash(&self, plaintext: &[u8]) -> PartHash {
        PartHash(*blake3::keyed_hash(self.part_name_key(), plaintext).as_bytes())
    }

    /// None for a generation that this device does not have.
    fn part_key(&self, generation: u32, place: &PartPlace<'_>, hash: &PartHash) -> Option<LessSafeKey> {
        let context = [
            [SUITE_AES_256_GCM].as_slice(),
            place.content.as_bytes(),
            &place.index.to_be_bytes(),
            &place.count.to_be_bytes(),
            &hash.0,
        ]
        .concat();
        debug_assert_eq!(context.len(), CONTEXT_BYTES);
        let key = derive::<32>(self.part_root(generation)?, None, "safelight part 1", &context);
        UnboundKey::new(&AES_256_GCM, key.as_slice()).ok().map(LessSafeKey::new)
    }
}

fn zero_nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

#[cfg(test)]
mod tests;
