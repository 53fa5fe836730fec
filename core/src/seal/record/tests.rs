use proptest::prelude::*;
use safelight_protocol::{Blob, MutationId, PartId};

use super::*;
use crate::keys::{ContentIdKey, LibraryKey};
use crate::ports::SystemRng;

const PARTS: [PartRef; 2] = [PartRef { id: PartId([1; 32]), bytes: 16 }, PartRef { id: PartId([2; 32]), bytes: 17 }];

fn library(library: u8, key: u8, generation: u32) -> LibrarySecrets {
    LibrarySecrets::from_keys(
        LibraryId([library; 16]),
        [(generation, LibraryKey::from_bytes([key; 32]))],
        ContentIdKey::from_bytes([3; 32]),
    )
    .unwrap()
}

fn base() -> Base {
    Base::of(4, b"the body before")
}

/// A record as the server would give it back.
fn sealed(plaintext: &[u8]) -> SealedRecord {
    let place = RecordPlace { record: RecordId([5; 16]), tombstone: false, parts: &PARTS, base: base() };
    let body = library(1, 2, 1).seal_record(&SystemRng, &place, plaintext).unwrap();
    SealedRecord {
        record: place.record,
        version: 5,
        sequence: 77,
        mutation: MutationId([6; 16]),
        parts: PARTS.to_vec(),
        trash: true,
        trashed_at_ms: Some(1),
        tombstone: false,
        body: Blob(body),
    }
}

fn open(record: &SealedRecord) -> Result<OpenedRecord, OpenError> {
    library(1, 2, 1).open_record(record)
}

#[test]
fn a_record_opens_where_it_belongs() {
    assert_eq!(open(&sealed(b"caption")).unwrap(), OpenedRecord { plaintext: b"caption".to_vec(), base: base() });
}

#[test]
fn what_the_server_alone_decides_is_not_bound() {
    let record = SealedRecord { trash: false, trashed_at_ms: None, sequence: 1, ..sealed(b"caption") };
    assert!(open(&record).is_ok());
}

#[test]
fn a_record_opens_nowhere_else() {
    let record = sealed(b"caption");
    let [first, second] = PARTS;
    let elsewhere = [
        ("another record", SealedRecord { record: RecordId([6; 16]), ..record.clone() }),
        ("an old body under a new version", SealedRecord { version: 6, ..record.clone() }),
        ("version 0", SealedRecord { version: 0, ..record.clone() }),
        ("a forged tombstone", SealedRecord { tombstone: true, ..record.clone() }),
        ("a part dropped", SealedRecord { parts: vec![first], ..record.clone() }),
        ("parts swapped", SealedRecord { parts: vec![second, first], ..record.clone() }),
        ("a part's size", SealedRecord { parts: vec![first, PartRef { bytes: 18, ..second }], ..record.clone() }),
    ];
    for (what, record) in elsewhere {
        assert_eq!(open(&record), Err(OpenError), "{what} was taken");
    }
    for (what, other) in [("library", library(9, 2, 1)), ("key", library(1, 9, 1)), ("generation", library(1, 2, 2))] {
        assert_eq!(other.open_record(&record), Err(OpenError), "another {what} was taken");
    }
}

#[test]
fn another_base_is_refused() {
    let record = sealed(b"caption");
    for (offset, bytes) in [(5, 4), (9, 8), (17, 32)] {
        for byte in offset..offset + bytes {
            let mut forged = record.clone();
            *forged.body.0.get_mut(byte).unwrap() ^= 1;
            for version in [record.version, 4, 6] {
                assert_eq!(open(&SealedRecord { version, ..forged.clone() }), Err(OpenError), "byte {byte}");
            }
        }
    }
}

#[test]
fn a_first_version_has_no_base_and_others_have_one() {
    let secrets = library(1, 2, 1);
    let seal = |base| {
        let place = RecordPlace { record: RecordId([5; 16]), tombstone: true, parts: &[], base };
        secrets.seal_record(&SystemRng, &place, b"gone")
    };
    assert!(seal(Base::NONE).is_ok());
    assert_eq!(seal(Base { version: 1, ..Base::NONE }), Err(SealError::Place));
    assert_eq!(seal(Base { version: 0, body: Digest([1; 32]) }), Err(SealError::Place));
    assert_eq!(seal(Base { version: u64::MAX, body: Digest([1; 32]) }), Err(SealError::Place));
}

#[test]
fn the_longest_record_fits_and_a_longer_one_is_refused() {
    let longest = sealed(&vec![1; MAX_RECORD_PLAINTEXT]);
    assert!(longest.body.0.len() <= MAX_RECORD_BYTES);
    assert_eq!(open(&longest).unwrap().plaintext.len(), MAX_RECORD_PLAINTEXT);
    let place = RecordPlace { record: RecordId([5; 16]), tombstone: false, parts: &PARTS, base: base() };
    assert_eq!(
        library(1, 2, 1).seal_record(&SystemRng, &place, &vec![1; MAX_RECORD_PLAINTEXT + 1]),
        Err(SealError::TooLong { bytes: MAX_RECORD_PLAINTEXT + 1, most: MAX_RECORD_PLAINTEXT })
    );
}

#[test]
fn sealing_twice_shows_neither_sameness_nor_length() {
    let (first, second) = (sealed(b"caption"), sealed(b"a longer caption"));
    assert_eq!(first.body.0.len(), second.body.0.len());
    assert_ne!(sealed(b"caption").body, sealed(b"caption").body);
}

#[test]
fn debug_shows_no_plaintext() {
    let shown = format!("{:?}", open(&sealed(b"caption")).unwrap());
    assert!(shown.contains("plaintext_bytes: 7") && !shown.contains("99, 97"), "{shown}");
}

proptest! {
    #[test]
    fn what_was_sealed_opens(plaintext in proptest::collection::vec(any::<u8>(), 0..5_000)) {
        prop_assert_eq!(open(&sealed(&plaintext)).unwrap().plaintext, plaintext);
    }

    #[test]
    fn a_flipped_bit_or_a_cut_anywhere_is_refused(bit in 0usize..(105 + 256 + 16) * 8, cut in 0usize..105 + 256 + 16) {
        let record = sealed(b"caption");
        let mut flipped = record.clone();
        *flipped.body.0.get_mut(bit / 8).unwrap() ^= 1 << (bit % 8);
        prop_assert_eq!(open(&flipped), Err(OpenError));
        let mut cut_off = record;
        cut_off.body.0.truncate(cut);
        prop_assert_eq!(open(&cut_off), Err(OpenError));
    }

    #[test]
    fn junk_is_answered_without_a_panic(junk in proptest::collection::vec(any::<u8>(), 0..400), version in any::<u64>()) {
        let mut record = SealedRecord { version, ..sealed(b"") };
        record.body = Blob(junk.clone());
        prop_assert_eq!(open(&record), Err(OpenError));
        record.body = Blob([b"SLR\x01\x01\0\0\0\x01".as_slice(), &junk].concat());
        prop_assert_eq!(open(&record), Err(OpenError));
    }
}
