use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use safelight_protocol::{ContentId, DeviceId, LibraryId, RecordId};
use zeroize::Zeroizing;

use super::{ContentIdKey, LibraryKey, derive};
use crate::ports::{Rng, random};
use crate::seal::OpenError;

/// All that a member of a library knows: its keys, and the subkeys that name and seal its content.
///
/// Cheap to clone. New writes use the newest key generation, every known one opens. Ids come from the content-id key alone,
/// so they stay the same for ever and on every device.
#[derive(Clone)]
pub struct LibrarySecrets(Arc<Inner>);

struct Inner {
    library: LibraryId,
    newest: u32,
    generations: BTreeMap<u32, Generation>,
    content_id_key: ContentIdKey,
    names: Names,
}

struct Generation {
    key: LibraryKey,
    part_root: Zeroizing<[u8; 32]>,
    record_root: Zeroizing<[u8; 32]>,
}

/// One BLAKE3 key for each kind of thing that is named, so that no two kinds share an id.
struct Names {
    content: Zeroizing<[u8; 32]>,
    part: Zeroizing<[u8; 32]>,
    asset: Zeroizing<[u8; 32]>,
    album_entry: Zeroizing<[u8; 32]>,
    device_card: Zeroizing<[u8; 32]>,
    settings: Zeroizing<[u8; 32]>,
}

impl LibrarySecrets {
    /// A new library: random id, random keys, key generation 1.
    pub fn generate(rng: &dyn Rng) -> Self {
        let key = LibraryKey::generate(rng);
        Self::build(LibraryId(random(rng)), BTreeMap::from([(1, key)]), 1, ContentIdKey::generate(rng))
    }

    /// A library by its keys, each with its generation: at least one, ascending, from 1.
    pub fn from_keys(
        library: LibraryId,
        keys: impl IntoIterator<Item = (u32, LibraryKey)>,
        content_id_key: ContentIdKey,
    ) -> Result<Self, OpenError> {
        let mut known = BTreeMap::new();
        let mut newest = 0;
        for (generation, key) in keys {
            if generation <= newest {
                return Err(OpenError);
            }
            newest = generation;
            known.insert(generation, key);
        }
        if newest == 0 { Err(OpenError) } else { Ok(Self::build(library, known, newest, content_id_key)) }
    }

    fn build(library: LibraryId, keys: BTreeMap<u32, LibraryKey>, newest: u32, content_id_key: ContentIdKey) -> Self {
        let generations =
            keys.into_iter().map(|(number, key)| (number, Generation::derive(library, number, key))).collect();
        let names = Names::derive(library, &content_id_key);
        Self(Arc::new(Inner { library, newest, generations, content_id_key, names }))
    }

    /// The library.
    pub fn library(&self) -> LibraryId {
        self.0.library
    }

    /// The key generation under which new things are sealed.
    pub fn newest_generation(&self) -> u32 {
        self.0.newest
    }

    /// Names a resource by its plaintext, given piece by piece.
    pub fn content_hasher(&self) -> ContentHasher {
        ContentHasher(blake3::Hasher::new_keyed(&self.0.names.content))
    }

    /// The record of an asset, by the content id of its main original: two phones that import the same photo meet here.
    pub fn asset_id(&self, original: &ContentId) -> RecordId {
        name(&self.0.names.asset, &[original.as_bytes()])
    }

    /// The record of an asset's place in an album.
    pub fn album_entry_id(&self, album: &RecordId, asset: &RecordId) -> RecordId {
        name(&self.0.names.album_entry, &[album.as_bytes(), asset.as_bytes()])
    }

    /// The record of a device's card.
    pub fn device_card_id(&self, device: &DeviceId) -> RecordId {
        name(&self.0.names.device_card, &[device.as_bytes()])
    }

    /// The record of the library's settings.
    pub fn settings_id(&self) -> RecordId {
        name(&self.0.names.settings, &[])
    }

    pub(crate) fn part_name_key(&self) -> &[u8; 32] {
        &self.0.names.part
    }

    pub(crate) fn part_root(&self, generation: u32) -> Option<&[u8; 32]> {
        self.0.generations.get(&generation).map(|generation| &*generation.part_root)
    }

    pub(crate) fn record_root(&self, generation: u32) -> Option<&[u8; 32]> {
        self.0.generations.get(&generation).map(|generation| &*generation.record_root)
    }

    pub(super) fn library_keys(&self) -> impl Iterator<Item = (u32, &LibraryKey)> {
        self.0.generations.iter().map(|(number, generation)| (*number, &generation.key))
    }

    pub(super) fn content_id_key(&self) -> &ContentIdKey {
        &self.0.content_id_key
    }
}

impl fmt::Debug for LibrarySecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LibrarySecrets").field("library", &self.0.library).finish_non_exhaustive()
    }
}

impl Generation {
    fn derive(library: LibraryId, number: u32, key: LibraryKey) -> Self {
        let context = [library.as_bytes().as_slice(), &number.to_be_bytes()].concat();
        Self {
            part_root: derive(key.expose(), None, "safelight part root 1", &context),
            record_root: derive(key.expose(), None, "safelight record root 1", &context),
            key,
        }
    }
}

impl Names {
    fn derive(library: LibraryId, key: &ContentIdKey) -> Self {
        let subkey = |label| derive(key.expose(), None, label, library.as_bytes());
        Self {
            content: subkey("safelight content id 1"),
            part: subkey("safelight part hash 1"),
            asset: subkey("safelight asset id 1"),
            album_entry: subkey("safelight album entry id 1"),
            device_card: subkey("safelight device card id 1"),
            settings: subkey("safelight settings id 1"),
        }
    }
}

/// The first 16 bytes of the keyed hash of what names a record. Each key is used with fields of one fixed length.
fn name(key: &[u8; 32], fields: &[&[u8]]) -> RecordId {
    let mut hasher = blake3::Hasher::new_keyed(key);
    for field in fields {
        hasher.update(field);
    }
    let mut id = [0; RecordId::BYTES];
    hasher.finalize_xof().fill(&mut id);
    RecordId(id)
}

/// Names a resource while its bytes go by.
#[derive(Clone)]
pub struct ContentHasher(blake3::Hasher);

impl ContentHasher {
    /// The next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The content id of all bytes so far.
    pub fn finish(self) -> ContentId {
        ContentId(*self.0.finalize().as_bytes())
    }
}

impl Drop for ContentHasher {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

impl fmt::Debug for ContentHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentHasher(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::ports::SystemRng;

    fn content(secrets: &LibrarySecrets, pieces: &[&[u8]]) -> ContentId {
        let mut hasher = secrets.content_hasher();
        for piece in pieces {
            hasher.update(piece);
        }
        hasher.finish()
    }

    #[test]
    fn a_content_id_depends_on_bytes_and_library_and_not_on_pieces() {
        let library = LibrarySecrets::generate(&SystemRng);
        let other = LibrarySecrets::generate(&SystemRng);
        assert_eq!(content(&library, &[b"a photo"]), content(&library, &[b"a ", b"", b"photo"]));
        assert_ne!(content(&library, &[b"a photo"]), content(&library, &[b"a phot0"]));
        assert_ne!(content(&library, &[b"a photo"]), content(&other, &[b"a photo"]));
    }

    #[test]
    fn ids_of_different_kinds_never_meet() {
        let library = LibrarySecrets::generate(&SystemRng);
        let ids = BTreeSet::from([
            library.asset_id(&ContentId([7; 32])),
            library.album_entry_id(&RecordId([7; 16]), &RecordId([7; 16])),
            library.album_entry_id(&RecordId([7; 16]), &RecordId([8; 16])),
            library.album_entry_id(&RecordId([8; 16]), &RecordId([7; 16])),
            library.device_card_id(&DeviceId([7; 16])),
            library.settings_id(),
        ]);
        assert_eq!(ids.len(), 6);
    }

    #[test]
    fn ids_outlive_a_new_key_generation() {
        let first = LibrarySecrets::from_keys(
            LibraryId([1; 16]),
            [(1, LibraryKey::from_bytes([2; 32]))],
            ContentIdKey::from_bytes([3; 32]),
        )
        .unwrap();
        let second = LibrarySecrets::from_keys(
            LibraryId([1; 16]),
            [(1, LibraryKey::from_bytes([2; 32])), (2, LibraryKey::from_bytes([4; 32]))],
            ContentIdKey::from_bytes([3; 32]),
        )
        .unwrap();
        assert_eq!(second.newest_generation(), 2);
        assert_eq!(content(&first, &[b"x"]), content(&second, &[b"x"]));
        assert_eq!(first.settings_id(), second.settings_id());
    }

    #[test]
    fn a_library_without_a_key_or_with_generations_out_of_order_is_refused() {
        let build = |generations: &[u32]| {
            let keys = generations.iter().map(|number| (*number, LibraryKey::from_bytes([2; 32])));
            LibrarySecrets::from_keys(LibraryId([1; 16]), keys.collect::<Vec<_>>(), ContentIdKey::from_bytes([3; 32]))
        };
        for bad in [[].as_slice(), &[0], &[1, 1], &[2, 1]] {
            assert!(build(bad).is_err(), "{bad:?} was taken");
        }
        assert!(build(&[1, 3]).is_ok());
    }

    #[test]
    fn debug_shows_the_library_and_no_key() {
        let secrets = LibrarySecrets::from_keys(
            LibraryId([1; 16]),
            [(1, LibraryKey::from_bytes([0x5a; 32]))],
            ContentIdKey::from_bytes([0x5a; 32]),
        )
        .unwrap();
        assert_eq!(
            format!("{secrets:?} {:?}", secrets.content_hasher()),
            format!("LibrarySecrets {{ library: LibraryId({}), .. }} ContentHasher(..)", "01".repeat(16))
        );
    }
}
