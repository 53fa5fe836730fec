use std::collections::BTreeSet;

use proptest::prelude::*;
use safelight_protocol::LibraryId;

use super::*;
use crate::keys::{ContentIdKey, LibraryKey};

const CONTENT: ContentId = ContentId([6; 32]);
const PLACE: PartPlace<'static> = PartPlace { content: &CONTENT, index: 1, count: 3 };

fn library(library: u8, key: u8, generation: u32) -> LibrarySecrets {
    LibrarySecrets::from_keys(
        LibraryId([library; 16]),
        [(generation, LibraryKey::from_bytes([key; 32]))],
        ContentIdKey::from_bytes([3; 32]),
    )
    .unwrap()
}

fn open(secrets: &LibrarySecrets, place: PartPlace<'_>, sealed: &SealedPart) -> Result<Vec<u8>, OpenError> {
    secrets.open_part(sealed.generation, sealed.suite, place, &sealed.hash, sealed.bytes.clone())
}

#[test]
fn sealing_is_deterministic_and_changed_bytes_give_another_key() {
    let secrets = library(1, 2, 1);
    let first = secrets.seal_part(PLACE, b"the bytes of a photo".to_vec()).unwrap();
    assert_eq!(first, library(1, 2, 1).seal_part(PLACE, b"the bytes of a photo".to_vec()).unwrap());
    assert_eq!(first.bytes.len(), 20 + 16);
    assert_eq!(first.id.0, <[u8; 32]>::from(Sha256::digest(&first.bytes)));

    let second = secrets.seal_part(PLACE, b"the bytes of a phot0".to_vec()).unwrap();
    // One key for both would show: the key stream of GCM cancels out, and the sum of the two would be that of the plaintexts.
    let sum: Vec<u8> = first.bytes.iter().zip(&second.bytes).take(19).map(|(a, b)| a ^ b).collect();
    assert!(sum.iter().any(|byte| *byte != 0), "equal plaintext met an equal key stream");
    assert_ne!(first.hash, second.hash);
}

#[test]
fn the_same_bytes_in_another_place_get_another_key() {
    let other = ContentId([7; 32]);
    let places = [
        PLACE,
        PartPlace { index: 0, ..PLACE },
        PartPlace { count: 4, ..PLACE },
        PartPlace { content: &other, ..PLACE },
    ];
    let mut ids = BTreeSet::new();
    for (sealed_at, place) in places.iter().enumerate() {
        let sealed = library(1, 2, 1).seal_part(*place, vec![0; 64]).unwrap();
        ids.insert(sealed.id);
        for (opened_at, other) in places.iter().enumerate() {
            assert_eq!(open(&library(1, 2, 1), *other, &sealed).is_ok(), sealed_at == opened_at);
        }
    }
    assert_eq!(ids.len(), places.len());
}

#[test]
fn another_library_key_or_generation_does_not_open() {
    let sealed = library(1, 2, 1).seal_part(PLACE, b"photo".to_vec()).unwrap();
    assert_eq!(open(&library(1, 2, 1), PLACE, &sealed).unwrap(), b"photo");
    assert_eq!(open(&library(9, 2, 1), PLACE, &sealed), Err(OpenError));
    assert_eq!(open(&library(1, 9, 1), PLACE, &sealed), Err(OpenError));
    assert_eq!(open(&library(1, 2, 2), PLACE, &sealed), Err(OpenError));
    let renumbered = SealedPart { generation: 2, ..sealed.clone() };
    assert_eq!(open(&library(1, 2, 2), PLACE, &renumbered), Err(OpenError));
    let other_suite = SealedPart { suite: 2, ..sealed.clone() };
    assert_eq!(open(&library(1, 2, 1), PLACE, &other_suite), Err(OpenError));
    let other_hash = SealedPart { hash: PartHash([0; 32]), ..sealed };
    assert_eq!(open(&library(1, 2, 1), PLACE, &other_hash), Err(OpenError));
}

#[test]
fn a_part_whose_plaintext_has_another_hash_is_refused_though_its_tag_is_right() {
    // What a member with the keys could forge: any plaintext under the key of a hash that is not its own.
    let secrets = library(1, 2, 1);
    let claimed = PartHash([8; 32]);
    let key = secrets.part_key(1, &PLACE, &claimed).unwrap();
    let mut forged = b"other bytes".to_vec();
    key.seal_in_place_append_tag(zero_nonce(), Aad::empty(), &mut forged).unwrap();
    assert_eq!(secrets.open_part(1, SUITE_AES_256_GCM, PLACE, &claimed, forged), Err(OpenError));
}

#[test]
fn sizes_and_places_out_of_range_are_refused() {
    let secrets = library(1, 2, 1);
    let longest = secrets.seal_part(PLACE, vec![1; MAX_PLAINTEXT]).unwrap();
    assert_eq!(longest.bytes.len() as u64, safelight_protocol::MAX_SEALED_PART_BYTES);
    assert_eq!(open(&secrets, PLACE, &longest).unwrap().len(), MAX_PLAINTEXT);
    assert_eq!(
        secrets.seal_part(PLACE, vec![1; MAX_PLAINTEXT + 1]),
        Err(SealError::TooLong { bytes: MAX_PLAINTEXT + 1, most: MAX_PLAINTEXT })
    );
    assert_eq!(secrets.seal_part(PartPlace { index: 3, ..PLACE }, vec![1]), Err(SealError::Place));
    let empty = secrets.seal_part(PartPlace { index: 0, count: 1, ..PLACE }, Vec::new()).unwrap();
    assert_eq!(open(&secrets, PartPlace { index: 0, count: 1, ..PLACE }, &empty).unwrap(), b"");
}

#[test]
fn a_part_hash_is_hex_in_json() {
    let hash = PartHash([0xa7; 32]);
    let json = serde_json::to_string(&hash).unwrap();
    assert_eq!(json, format!("\"{}\"", "a7".repeat(32)));
    assert_eq!(serde_json::from_str::<PartHash>(&json).unwrap(), hash);
    assert!(serde_json::from_str::<PartHash>("\"A7\"").is_err());
}

proptest! {
    #[test]
    fn what_was_sealed_opens(plaintext in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let secrets = library(1, 2, 1);
        let sealed = secrets.seal_part(PLACE, plaintext.clone()).unwrap();
        prop_assert_eq!(open(&secrets, PLACE, &sealed).unwrap(), plaintext);
    }

    #[test]
    fn a_flipped_bit_or_a_cut_anywhere_is_refused(bit in 0usize..(64 + 16) * 8, cut in 0usize..64 + 16) {
        let secrets = library(1, 2, 1);
        let sealed = secrets.seal_part(PLACE, vec![5; 64]).unwrap();
        let mut flipped = sealed.clone();
        *flipped.bytes.get_mut(bit / 8).unwrap() ^= 1 << (bit % 8);
        prop_assert_eq!(open(&secrets, PLACE, &flipped), Err(OpenError));
        let mut cut_off = sealed;
        cut_off.bytes.truncate(cut);
        prop_assert_eq!(open(&secrets, PLACE, &cut_off), Err(OpenError));
    }

    #[test]
    fn junk_is_answered_without_a_panic(junk in proptest::collection::vec(any::<u8>(), 0..300), generation in 0u32..3) {
        let opened = library(1, 2, 1).open_part(generation, 1, PLACE, &PartHash([0; 32]), junk);
        prop_assert_eq!(opened, Err(OpenError));
    }
}
