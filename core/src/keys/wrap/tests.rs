use proptest::prelude::*;

use super::*;
use crate::ports::SystemRng;

const ACCOUNT: AccountId = AccountId([1; 16]);

fn places() -> Vec<BoxPlace> {
    let other = AccountId([2; 16]);
    let library = LibraryId([3; 16]);
    let device = DeviceId([3; 16]);
    vec![
        BoxPlace::Password { account: ACCOUNT, generation: 1 },
        BoxPlace::Password { account: ACCOUNT, generation: 2 },
        BoxPlace::Password { account: other, generation: 1 },
        BoxPlace::Recovery { account: ACCOUNT, generation: 1 },
        BoxPlace::Library { account: ACCOUNT, library, generation: 1 },
        BoxPlace::Library { account: ACCOUNT, library: LibraryId([4; 16]), generation: 1 },
        BoxPlace::ContentId { account: ACCOUNT, library, generation: 1 },
        BoxPlace::DeviceName { account: ACCOUNT, device },
        BoxPlace::DeviceName { account: ACCOUNT, device: DeviceId([4; 16]) },
    ]
}

#[test]
fn a_box_opens_in_its_own_place_only() {
    for (sealed_for, place) in places().iter().enumerate() {
        let sealed = seal_box(&SystemRng, &[7; 32], place, b"key").unwrap();
        for (opened_as, other) in places().iter().enumerate() {
            let opened = open_box(&[7; 32], other, &sealed);
            assert_eq!(opened.is_ok(), sealed_for == opened_as, "{place:?} opened as {other:?}");
        }
        assert!(open_box(&[8; 32], place, &sealed).is_err());
    }
}

#[test]
fn the_commitment_decides_before_the_cipher() {
    let place = BoxPlace::Password { account: ACCOUNT, generation: 1 };
    let mut sealed = seal_box(&SystemRng, &[7; 32], &place, b"key").unwrap();
    *sealed.get_mut(1).unwrap() ^= 1;
    assert_eq!(open_box(&[7; 32], &place, &sealed), Err(OpenError));
}

#[test]
fn an_account_key_comes_back_from_password_and_words() {
    let key = AccountKey::generate(&SystemRng);
    let password = PasswordKey::derive(&[5; 64]);
    let words = RecoveryKey::generate(&SystemRng);

    let wrapped = password.wrap(&SystemRng, ACCOUNT, 3, &key).unwrap();
    assert_eq!(wrapped.generation, 3);
    assert_eq!(password.unwrap(ACCOUNT, &wrapped).unwrap().expose(), key.expose());
    assert!(password.unwrap(AccountId([9; 16]), &wrapped).is_err());
    assert!(password.unwrap(ACCOUNT, &WrappedKey { generation: 4, ..wrapped.clone() }).is_err());
    assert!(PasswordKey::derive(&[6; 64]).unwrap(ACCOUNT, &wrapped).is_err());

    let wrapped = words.wrap(&SystemRng, ACCOUNT, 1, &key).unwrap();
    assert_eq!(words.unwrap(ACCOUNT, &wrapped).unwrap().expose(), key.expose());
    let as_password = PasswordKey::from_bytes(*words.expose());
    assert!(as_password.unwrap(ACCOUNT, &wrapped).is_err(), "the purpose is bound");
}

#[test]
fn a_library_comes_back_with_every_key_generation() {
    let key = AccountKey::generate(&SystemRng);
    let secrets = LibrarySecrets::from_keys(
        LibraryId([3; 16]),
        [(1, LibraryKey::from_bytes([1; 32])), (2, LibraryKey::from_bytes([2; 32]))],
        ContentIdKey::from_bytes([4; 32]),
    )
    .unwrap();
    let wrapped = key.wrap_library(&SystemRng, ACCOUNT, 1, &secrets).unwrap();
    let back = key.unwrap_library(ACCOUNT, &wrapped).unwrap();
    assert_eq!(back.library(), secrets.library());
    assert_eq!(back.newest_generation(), 2);
    let keys =
        |secrets: &LibrarySecrets| -> Vec<_> { secrets.library_keys().map(|(n, key)| (n, *key.expose())).collect() };
    assert_eq!(keys(&back), [(1, [1; 32]), (2, [2; 32])]);
    assert_eq!(back.content_id_key().expose(), &[4; 32]);

    let moved = LibraryKeys { library: LibraryId([9; 16]), ..wrapped.clone() };
    assert!(key.unwrap_library(ACCOUNT, &moved).is_err(), "the library is bound");
    let swapped = LibraryKeys { key: wrapped.content_id_key.clone(), content_id_key: wrapped.key.clone(), ..wrapped };
    assert!(key.unwrap_library(ACCOUNT, &swapped).is_err(), "the purpose is bound");
}

proptest! {
    #[test]
    fn a_flipped_bit_or_a_cut_anywhere_is_refused(bit in 0usize..(57 + 32 + 16) * 8, cut in 0usize..57 + 32 + 16) {
        let place = BoxPlace::Recovery { account: ACCOUNT, generation: 1 };
        let sealed = seal_box(&SystemRng, &[7; 32], &place, &[9; 32]).unwrap();
        let mut flipped = sealed.clone();
        *flipped.get_mut(bit / 8).unwrap() ^= 1 << (bit % 8);
        prop_assert_eq!(open_box(&[7; 32], &place, &flipped), Err(OpenError));
        prop_assert_eq!(open_box(&[7; 32], &place, sealed.get(..cut).unwrap()), Err(OpenError));
        let longer = [sealed.as_slice(), &[0]].concat();
        prop_assert_eq!(open_box(&[7; 32], &place, &longer), Err(OpenError));
    }

    #[test]
    fn junk_is_answered_without_a_panic(junk in proptest::collection::vec(any::<u8>(), 0..300)) {
        let place = BoxPlace::Recovery { account: ACCOUNT, generation: 1 };
        prop_assert_eq!(open_box(&[7; 32], &place, &junk), Err(OpenError));
        let as_one = [[FORMAT].as_slice(), &junk].concat();
        prop_assert_eq!(open_box(&[7; 32], &place, &as_one), Err(OpenError));
    }
}
