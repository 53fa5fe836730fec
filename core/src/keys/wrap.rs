//! A small sealed box: a key under a key, or a device's name under the account key.
//!
//! ```text
//! offset  bytes
//!      0      1  format version: 1
//!      1     32  commitment
//!     33     24  nonce, random
//!     57      n  XChaCha20-Poly1305 ciphertext
//!   57+n     16  its tag
//!
//! associated data, 42 bytes, not stored:
//!      0      1  format version: 1
//!      1      1  purpose: 1 password, 2 recovery, 3 library key, 4 content-id key, 5 device name
//!      2     16  account id
//!     18     16  library id for purposes 3 and 4, device id for 5, else zeros
//!     34      8  generation, big endian; 0 for purpose 5
//!
//! key (32) || commitment (32) = HKDF-SHA256(the wrapping key, salt = nonce, info = "safelight box 1" || 0 || associated data)
//! ```
//!
//! The commitment is compared, in constant time, before anything is opened. It stands for key, nonce and associated data
//! together, so one box can't be made that opens under two keys or in two places.

use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};
use safelight_protocol::account::{LibraryKeys, WrappedKey};
use safelight_protocol::{AccountId, DeviceId, LibraryId};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{AccountKey, ContentIdKey, LibraryKey, LibrarySecrets, PasswordKey, RecoveryKey, derive};
use crate::ports::{Rng, random};
use crate::seal::{OpenError, SealError};

const FORMAT: u8 = 1;
const COMMITMENT_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;
const HEADER_BYTES: usize = 1 + COMMITMENT_BYTES + NONCE_BYTES;
const PLACE_BYTES: usize = 1 + 1 + AccountId::BYTES + LibraryId::BYTES + 8;

/// The most that goes into one box, in bytes of plaintext.
const MAX_PLAINTEXT: usize = 64 * 1024;

/// One library key in the box of a library's keys: its generation and its bytes.
const RING_ENTRY_BYTES: usize = 4 + 32;

const _: () = assert!(HEADER_BYTES == 57);
const _: () = assert!(PLACE_BYTES == 42);
const _: () = assert!(LibraryId::BYTES == DeviceId::BYTES);

/// Where a box belongs. It opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub(crate) enum BoxPlace {
    /// The account key under a password.
    Password { account: AccountId, generation: u64 },
    /// The account key under recovery words.
    Recovery { account: AccountId, generation: u64 },
    /// A library's keys under the account key.
    Library { account: AccountId, library: LibraryId, generation: u64 },
    /// A library's content-id key under the account key.
    ContentId { account: AccountId, library: LibraryId, generation: u64 },
    /// A device's name under the account key.
    DeviceName { account: AccountId, device: DeviceId },
}

impl BoxPlace {
    fn associated_data(&self) -> [u8; PLACE_BYTES] {
        let (purpose, account, subject, generation) = match self {
            Self::Password { account, generation } => (1, account, [0; 16], *generation),
            Self::Recovery { account, generation } => (2, account, [0; 16], *generation),
            Self::Library { account, library, generation } => (3, account, library.0, *generation),
            Self::ContentId { account, library, generation } => (4, account, library.0, *generation),
            Self::DeviceName { account, device } => (5, account, device.0, 0),
        };
        let mut data = [0; PLACE_BYTES];
        let fields = [&[FORMAT, purpose], account.as_bytes().as_slice(), &subject, &generation.to_be_bytes()];
        for (byte, value) in data.iter_mut().zip(fields.into_iter().flatten()) {
            *byte = *value;
        }
        data
    }
}

/// Seals a few bytes under `key` for one place.
pub(crate) fn seal_box(
    rng: &dyn Rng,
    key: &[u8; 32],
    place: &BoxPlace,
    plaintext: &[u8],
) -> Result<Vec<u8>, SealError> {
    if plaintext.len() > MAX_PLAINTEXT {
        return Err(SealError::TooLong { bytes: plaintext.len(), most: MAX_PLAINTEXT });
    }
    let nonce: [u8; NONCE_BYTES] = random(rng);
    let place = place.associated_data();
    let (cipher, commitment) = box_key(key, &nonce, &place);
    let mut ciphertext = plaintext.to_vec();
    let tag = cipher
        .encrypt_in_place_detached(XNonce::from_slice(&nonce), &place, &mut ciphertext)
        .map_err(|_| SealError::Cipher)?;
    Ok([&[FORMAT], commitment.as_slice(), &nonce, &ciphertext, &tag].concat())
}

/// Opens a box that was sealed under `key` for this place.
pub(crate) fn open_box(key: &[u8; 32], place: &BoxPlace, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (version, rest) = sealed.split_first_chunk::<1>().ok_or(OpenError)?;
    let (stored, rest) = rest.split_first_chunk::<COMMITMENT_BYTES>().ok_or(OpenError)?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError)?;
    let (ciphertext, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(OpenError)?;
    if *version != [FORMAT] || ciphertext.len() > MAX_PLAINTEXT {
        return Err(OpenError);
    }
    let place = place.associated_data();
    let (cipher, commitment) = box_key(key, nonce, &place);
    if !bool::from(commitment.as_slice().ct_eq(stored)) {
        return Err(OpenError);
    }
    let mut plaintext = Zeroizing::new(ciphertext.to_vec());
    cipher
        .decrypt_in_place_detached(XNonce::from_slice(nonce), &place, &mut plaintext, Tag::from_slice(tag))
        .map_err(|_| OpenError)?;
    Ok(plaintext)
}

fn box_key(
    key: &[u8; 32],
    nonce: &[u8; NONCE_BYTES],
    place: &[u8; PLACE_BYTES],
) -> (XChaCha20Poly1305, [u8; COMMITMENT_BYTES]) {
    let derived = derive::<64>(key, Some(nonce), "safelight box 1", place);
    let (key, commitment) = derived.split_at(32);
    let mut stored = [0; COMMITMENT_BYTES];
    stored.copy_from_slice(commitment);
    (XChaCha20Poly1305::new(chacha20poly1305::Key::from_slice(key)), stored)
}

fn wrap(
    rng: &dyn Rng,
    key: &[u8; 32],
    place: &BoxPlace,
    generation: u64,
    wrapped: &[u8],
) -> Result<WrappedKey, SealError> {
    Ok(WrappedKey { generation, sealed: seal_box(rng, key, place, wrapped)?.into() })
}

fn unwrap_key(key: &[u8; 32], place: &BoxPlace, wrapped: &WrappedKey) -> Result<Zeroizing<[u8; 32]>, OpenError> {
    let opened = open_box(key, place, wrapped.sealed.as_slice())?;
    opened.as_slice().try_into().map(Zeroizing::new).map_err(|_| OpenError)
}

impl PasswordKey {
    /// Wraps the account key. `generation` counts the passwords of the account, from 1.
    pub fn wrap(
        &self,
        rng: &dyn Rng,
        account: AccountId,
        generation: u64,
        key: &AccountKey,
    ) -> Result<WrappedKey, SealError> {
        wrap(rng, self.expose(), &BoxPlace::Password { account, generation }, generation, key.expose())
    }

    /// The account key that was wrapped for this account under this password.
    pub fn unwrap(&self, account: AccountId, wrapped: &WrappedKey) -> Result<AccountKey, OpenError> {
        let place = BoxPlace::Password { account, generation: wrapped.generation };
        unwrap_key(self.expose(), &place, wrapped).map(|key| AccountKey::from_bytes(*key))
    }
}

impl RecoveryKey {
    /// Wraps the account key. `generation` counts the recovery words of the account, from 1.
    pub fn wrap(
        &self,
        rng: &dyn Rng,
        account: AccountId,
        generation: u64,
        key: &AccountKey,
    ) -> Result<WrappedKey, SealError> {
        wrap(rng, self.expose(), &BoxPlace::Recovery { account, generation }, generation, key.expose())
    }

    /// The account key that was wrapped for this account under these words.
    pub fn unwrap(&self, account: AccountId, wrapped: &WrappedKey) -> Result<AccountKey, OpenError> {
        let place = BoxPlace::Recovery { account, generation: wrapped.generation };
        unwrap_key(self.expose(), &place, wrapped).map(|key| AccountKey::from_bytes(*key))
    }
}

impl AccountKey {
    /// Wraps a library's keys. `generation` counts the wraps of this library, from 1.
    ///
    /// The box of the library key holds every generation of it: for each its number (4 bytes, big endian) and its 32 bytes,
    /// in ascending order.
    pub fn wrap_library(
        &self,
        rng: &dyn Rng,
        account: AccountId,
        generation: u64,
        secrets: &LibrarySecrets,
    ) -> Result<LibraryKeys, SealError> {
        let library = secrets.library();
        let mut ring = Zeroizing::new(Vec::with_capacity(MAX_PLAINTEXT));
        for (number, key) in secrets.library_keys() {
            ring.extend_from_slice(&number.to_be_bytes());
            ring.extend_from_slice(key.expose());
        }
        let key_place = BoxPlace::Library { account, library, generation };
        let content_place = BoxPlace::ContentId { account, library, generation };
        Ok(LibraryKeys {
            library,
            key: wrap(rng, self.expose(), &key_place, generation, &ring)?,
            content_id_key: wrap(rng, self.expose(), &content_place, generation, secrets.content_id_key().expose())?,
        })
    }

    /// The library's secrets that were wrapped for this account.
    pub fn unwrap_library(&self, account: AccountId, wrapped: &LibraryKeys) -> Result<LibrarySecrets, OpenError> {
        let library = wrapped.library;
        let place = BoxPlace::Library { account, library, generation: wrapped.key.generation };
        let ring = open_box(self.expose(), &place, wrapped.key.sealed.as_slice())?;
        let (entries, rest) = ring.as_chunks::<RING_ENTRY_BYTES>();
        if !rest.is_empty() {
            return Err(OpenError);
        }
        let mut keys = Vec::with_capacity(entries.len());
        for entry in entries {
            let (number, key) = entry.split_first_chunk::<4>().ok_or(OpenError)?;
            let key = Zeroizing::new(<[u8; 32]>::try_from(key).map_err(|_| OpenError)?);
            keys.push((u32::from_be_bytes(*number), LibraryKey::from_bytes(*key)));
        }
        let place = BoxPlace::ContentId { account, library, generation: wrapped.content_id_key.generation };
        let content_id_key = unwrap_key(self.expose(), &place, &wrapped.content_id_key)?;
        LibrarySecrets::from_keys(library, keys, ContentIdKey::from_bytes(*content_id_key))
    }
}

#[cfg(test)]
mod tests;
