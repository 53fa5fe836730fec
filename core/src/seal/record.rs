//! Sealed records.
//!
//! ```text
//! offset  bytes
//!      0      3  magic: "SLR"
//!      3      1  format version: 1
//!      4      1  suite: 1 = XChaCha20-Poly1305
//!      5      4  key generation, big endian
//!      9      8  base version, big endian: the version that this one replaces, 0 for none
//!     17     32  SHA-256 of the sealed body that it replaces; zeros for none
//!     49     32  commitment
//!     81     24  nonce, random
//!    105      n  ciphertext of the padded plaintext
//!  105+n     16  its tag
//!
//! associated data, 114 bytes: bytes 0 to 48 of the body, then
//!     49     16  library id
//!     65     16  record id
//!     81      1  1 for a tombstone, else 0
//!     82     32  SHA-256 over (part id || size as 8 bytes, big endian) of each part, in order
//!
//! key (32) || commitment (32) = HKDF-SHA256(record root of the key generation, salt = nonce,
//!                                           info = "safelight record 1" || 0 || associated data)
//! ```
//!
//! The version that the server gives is the base version plus one, so an old body under a new version does not open.

use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};
use safelight_protocol::record::{PartRef, SealedRecord};
use safelight_protocol::{Digest, LibraryId, MAX_PARTS, MAX_RECORD_BYTES, RecordId};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use super::padding::{LENGTH_BYTES, pad, padded_length, unpad};
use super::{OpenError, SealError};
use crate::keys::{LibrarySecrets, derive};
use crate::ports::{Rng, random};

const MAGIC: [u8; 3] = *b"SLR";
const FORMAT: u8 = 1;
const SUITE_XCHACHA20_POLY1305: u8 = 1;
const NONCE_BYTES: usize = 24;
const COMMITMENT_BYTES: usize = 32;
const TAG_BYTES: usize = 16;

/// The part of the header that is bound by the associated data.
const BOUND_BYTES: usize = 3 + 1 + 1 + 4 + 8 + Digest::BYTES;
const HEADER_BYTES: usize = BOUND_BYTES + COMMITMENT_BYTES + NONCE_BYTES;
const PLACE_BYTES: usize = BOUND_BYTES + LibraryId::BYTES + RecordId::BYTES + 1 + Digest::BYTES;

/// The longest plaintext of a record, in bytes: the longest whose padded and sealed form a server accepts.
pub const MAX_RECORD_PLAINTEXT: usize = 252 * 1024 - LENGTH_BYTES;

const _: () = assert!(BOUND_BYTES == 49);
const _: () = assert!(HEADER_BYTES == 105);
const _: () = assert!(PLACE_BYTES == 114);
const _: () = assert!(
    HEADER_BYTES + padded_length(LENGTH_BYTES + MAX_RECORD_PLAINTEXT) + TAG_BYTES <= MAX_RECORD_BYTES
        && HEADER_BYTES + padded_length(LENGTH_BYTES + MAX_RECORD_PLAINTEXT + 1) + TAG_BYTES > MAX_RECORD_BYTES
);

/// What a version of a record replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// The version; 0 for a record that did not exist.
    pub version: u64,
    /// SHA-256 of the sealed body of that version; zeros for none.
    pub body: Digest,
}

impl Base {
    /// The base of a record's first version.
    pub const NONE: Self = Self { version: 0, body: Digest([0; 32]) };

    /// The base of the version that replaces this sealed body.
    pub fn of(version: u64, sealed_body: &[u8]) -> Self {
        Self { version, body: Digest(Sha256::digest(sealed_body).into()) }
    }

    fn is_sound(&self) -> bool {
        (self.version == 0) == (self.body.0 == [0; 32]) && self.version < u64::MAX
    }
}

/// Where a sealed record belongs.
#[derive(Debug, Clone, Copy)]
pub struct RecordPlace<'a> {
    /// The record.
    pub record: RecordId,
    /// Whether this version says that the asset was deleted for good.
    pub tombstone: bool,
    /// The parts that this version names, as they will be committed.
    pub parts: &'a [PartRef],
    /// What it replaces.
    pub base: Base,
}

/// A record that was opened.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedRecord {
    /// What was sealed.
    pub plaintext: Vec<u8>,
    /// What this version replaced.
    pub base: Base,
}

impl std::fmt::Debug for OpenedRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenedRecord")
            .field("plaintext_bytes", &self.plaintext.len())
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

/// SHA-256 over id and size (8 bytes, big endian) of each part, in order.
pub fn parts_hash(parts: &[PartRef]) -> Digest {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.id.as_bytes());
        hasher.update(part.bytes.to_be_bytes());
    }
    Digest(hasher.finalize().into())
}

/// The bytes before the commitment.
struct Bound {
    generation: u32,
    base: Base,
}

impl Bound {
    fn write(&self) -> Vec<u8> {
        [
            MAGIC.as_slice(),
            &[FORMAT, SUITE_XCHACHA20_POLY1305],
            &self.generation.to_be_bytes(),
            &self.base.version.to_be_bytes(),
            self.base.body.as_bytes(),
        ]
        .concat()
    }

    fn parse(bytes: &[u8; BOUND_BYTES]) -> Option<Self> {
        let rest = bytes.strip_prefix(&MAGIC)?.strip_prefix(&[FORMAT, SUITE_XCHACHA20_POLY1305])?;
        let (generation, rest) = rest.split_first_chunk::<4>()?;
        let (version, body) = rest.split_first_chunk::<8>()?;
        let base = Base { version: u64::from_be_bytes(*version), body: Digest::from_slice(body).ok()? };
        base.is_sound().then_some(Self { generation: u32::from_be_bytes(*generation), base })
    }
}

impl LibrarySecrets {
    /// Seals a record's plaintext for one place, under the newest key generation.
    ///
    /// # Errors
    /// [`SealError::TooLong`] above [`MAX_RECORD_PLAINTEXT`] bytes or [`MAX_PARTS`] parts, [`SealError::Place`] where the
    /// base has a version without a hash, or a hash without a version.
    pub fn seal_record(&self, rng: &dyn Rng, place: &RecordPlace<'_>, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        if plaintext.len() > MAX_RECORD_PLAINTEXT {
            return Err(SealError::TooLong { bytes: plaintext.len(), most: MAX_RECORD_PLAINTEXT });
        }
        if place.parts.len() > MAX_PARTS {
            return Err(SealError::TooLong { bytes: place.parts.len(), most: MAX_PARTS });
        }
        if !place.base.is_sound() {
            return Err(SealError::Place);
        }
        let generation = self.newest_generation();
        let bound = Bound { generation, base: place.base }.write();
        let associated = self.associated_data(&bound, place.record, place.tombstone, place.parts);
        let nonce: [u8; NONCE_BYTES] = random(rng);
        let (cipher, commitment) = self.record_key(generation, &nonce, &associated).ok_or(SealError::Cipher)?;
        let mut padded = pad(plaintext);
        let tag = cipher
            .encrypt_in_place_detached(XNonce::from_slice(&nonce), &associated, &mut padded)
            .map_err(|_| SealError::Cipher)?;
        Ok([bound.as_slice(), &commitment, &nonce, &padded, &tag].concat())
    }

    /// Opens a record as the server gave it. Its id, version, parts and tombstone flag are the ones that were sealed; its
    /// trash bit and time stamps are the server's word and are not checked.
    pub fn open_record(&self, record: &SealedRecord) -> Result<OpenedRecord, OpenError> {
        let body = record.body.as_slice();
        if body.len() > MAX_RECORD_BYTES || record.parts.len() > MAX_PARTS {
            return Err(OpenError);
        }
        let (header, rest) = body.split_first_chunk::<BOUND_BYTES>().ok_or(OpenError)?;
        let (stored, rest) = rest.split_first_chunk::<COMMITMENT_BYTES>().ok_or(OpenError)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError)?;
        let (ciphertext, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(OpenError)?;
        let bound = Bound::parse(header).ok_or(OpenError)?;
        if bound.base.version.checked_add(1) != Some(record.version) {
            return Err(OpenError);
        }
        let associated = self.associated_data(header, record.record, record.tombstone, &record.parts);
        let (cipher, commitment) = self.record_key(bound.generation, nonce, &associated).ok_or(OpenError)?;
        if !bool::from(commitment.as_slice().ct_eq(stored)) {
            return Err(OpenError);
        }
        let mut padded = zeroize::Zeroizing::new(ciphertext.to_vec());
        cipher
            .decrypt_in_place_detached(XNonce::from_slice(nonce), &associated, &mut padded, Tag::from_slice(tag))
            .map_err(|_| OpenError)?;
        Ok(OpenedRecord { plaintext: unpad(&padded)?.to_vec(), base: bound.base })
    }

    fn associated_data(&self, bound: &[u8], record: RecordId, tombstone: bool, parts: &[PartRef]) -> Vec<u8> {
        let library = self.library();
        let parts = parts_hash(parts);
        let data = [bound, library.as_bytes(), record.as_bytes(), &[u8::from(tombstone)], parts.as_bytes()].concat();
        debug_assert_eq!(data.len(), PLACE_BYTES);
        data
    }

    /// None for a generation that this device does not have.
    fn record_key(
        &self,
        generation: u32,
        nonce: &[u8; NONCE_BYTES],
        associated: &[u8],
    ) -> Option<(XChaCha20Poly1305, [u8; COMMITMENT_BYTES])> {
        let derived = derive::<64>(self.record_root(generation)?, Some(nonce), "safelight record 1", associated);
        let (key, commitment) = derived.split_first_chunk::<32>()?;
        let cipher = XChaCha20Poly1305::new(chacha20poly1305::Key::from_slice(key));
        Some((cipher, commitment.try_into().ok()?))
    }
}

#[cfg(test)]
mod tests;
