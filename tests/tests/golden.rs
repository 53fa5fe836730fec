//! Everything that was ever sealed opens for ever: vectors with fixed keys, one file for each format and version.
//!
//! A file that stands in `vectors/` is never changed. `examples/make_vectors.rs` made them.
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::collections::BTreeMap;
use std::path::Path;

use data_encoding::HEXLOWER;
use safelight_core::keys::{
    AccountKey, ContentIdKey, DeviceKey, LibraryKey, LibrarySecrets, PasswordKey, RecoverySigner, RecoveryWords,
};
use safelight_core::seal::{Base, PartHash, PartPlace};
use safelight_protocol::account::{
    LibraryKeys, NewRecovery, UnlockedPasswordFinish, WrappedKey, new_password_message, new_words_message,
};
use safelight_protocol::identity::identity_message;
use safelight_protocol::record::SealedRecord;
use safelight_protocol::{AccountId, Blob, ContentId, DeviceId, Digest, LibraryId, PartId, RecordId};
use serde::Deserialize;
use serde::de::DeserializeOwned;

fn vector<T: DeserializeOwned>(name: &str) -> T {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn hex<const N: usize>(text: &str) -> [u8; N] {
    HEXLOWER.decode(text.as_bytes()).unwrap().try_into().unwrap()
}

#[derive(Deserialize)]
struct Secrets {
    library: LibraryId,
    library_keys: BTreeMap<u32, String>,
    content_id_key: String,
}

impl Secrets {
    fn open(&self) -> LibrarySecrets {
        let keys = self.library_keys.iter().map(|(generation, key)| (*generation, LibraryKey::from_bytes(hex(key))));
        let keys: Vec<_> = keys.collect();
        LibrarySecrets::from_keys(self.library, keys, ContentIdKey::from_bytes(hex(&self.content_id_key))).unwrap()
    }
}

#[test]
fn ids_of_version_1_are_derived_for_ever() {
    #[derive(Deserialize)]
    struct Ids {
        secrets: Secrets,
        content: Blob,
        content_id: ContentId,
        asset_id: RecordId,
        album: RecordId,
        album_entry_id: RecordId,
        device: DeviceId,
        device_card_id: RecordId,
        settings_id: RecordId,
    }
    let ids: Ids = vector("ids-1.json");
    let secrets = ids.secrets.open();
    let mut hasher = secrets.content_hasher();
    hasher.update(ids.content.as_slice());
    assert_eq!(hasher.finish(), ids.content_id);
    assert_eq!(secrets.asset_id(&ids.content_id), ids.asset_id);
    assert_eq!(secrets.album_entry_id(&ids.album, &ids.asset_id), ids.album_entry_id);
    assert_eq!(secrets.device_card_id(&ids.device), ids.device_card_id);
    assert_eq!(secrets.settings_id(), ids.settings_id);
}

#[test]
fn words_of_version_1_give_their_key_and_signature_for_ever() {
    #[derive(Deserialize)]
    struct Words {
        words: String,
        key: String,
        public_key: String,
        message: Blob,
        signature: String,
        device_seed: String,
        device_public_key: String,
    }
    let known: Words = vector("words-1.json");
    let words = RecoveryWords::parse(&known.words).unwrap();
    assert_eq!(words.key().expose(), &hex::<32>(&known.key));
    let signer = RecoverySigner::derive(words.key());
    assert_eq!(signer.public_key(), hex::<32>(&known.public_key));
    assert_eq!(signer.sign(known.message.as_slice()), hex::<64>(&known.signature));
    let device = DeviceKey::from_seed(&hex(&known.device_seed));
    assert_eq!(device.public_key(), hex::<32>(&known.device_public_key));
}

#[test]
fn wraps_of_version_1_open_for_ever() {
    #[derive(Deserialize)]
    struct Wraps {
        account: AccountId,
        account_key: String,
        opaque_export_key: String,
        password_wrap: WrappedKey,
        recovery_words: String,
        recovery_wrap: WrappedKey,
        secrets: Secrets,
        library_keys: LibraryKeys,
        device: DeviceId,
        device_name: String,
        sealed_name: Blob,
    }
    let wraps: Wraps = vector("wraps-1.json");
    let key = AccountKey::from_bytes(hex(&wraps.account_key));
    let password = PasswordKey::derive(&hex::<64>(&wraps.opaque_export_key));
    assert_eq!(password.unwrap(wraps.account, &wraps.password_wrap).unwrap().expose(), key.expose());
    let words = RecoveryWords::parse(&wraps.recovery_words).unwrap();
    assert_eq!(words.key().unwrap(wraps.account, &wraps.recovery_wrap).unwrap().expose(), key.expose());
    let library = key.unwrap_library(wraps.account, &wraps.library_keys).unwrap();
    assert_eq!(library.library(), wraps.secrets.library);
    assert_eq!(library.newest_generation(), 2);
    assert_eq!(library.settings_id(), wraps.secrets.open().settings_id(), "the content-id key came back");
    let sealed = library.seal_part(PartPlace { content: &ContentId([0; 32]), index: 0, count: 1 }, vec![1]).unwrap();
    let expected = wraps.secrets.open();
    let expected = expected.seal_part(PartPlace { content: &ContentId([0; 32]), index: 0, count: 1 }, vec![1]).unwrap();
    assert_eq!(sealed, expected, "the library key came back");
    assert_eq!(key.open_name(wraps.account, wraps.device, &wraps.sealed_name).unwrap(), wraps.device_name);
}

#[test]
fn parts_of_suite_1_open_for_ever_and_are_sealed_the_same() {
    #[derive(Deserialize)]
    struct Parts {
        secrets: Secrets,
        parts: Vec<Part>,
    }
    #[derive(Deserialize)]
    struct Part {
        content_id: ContentId,
        index: u32,
        count: u32,
        plaintext: Blob,
        generation: u32,
        suite: u8,
        hash: PartHash,
        part_id: PartId,
        sealed: Blob,
    }
    let parts: Parts = vector("parts-1.json");
    let secrets = parts.secrets.open();
    assert_eq!(parts.parts.len(), 3);
    for part in parts.parts {
        let place = PartPlace { content: &part.content_id, index: part.index, count: part.count };
        let opened = secrets.open_part(part.generation, part.suite, place, &part.hash, part.sealed.0.clone()).unwrap();
        assert_eq!(opened, part.plaintext.0);
        if part.generation == secrets.newest_generation() {
            let again = secrets.seal_part(place, part.plaintext.0).unwrap();
            assert_eq!((again.id, again.hash, again.bytes), (part.part_id, part.hash, part.sealed.0));
        }
    }
}

#[test]
fn records_of_version_1_open_for_ever() {
    #[derive(Deserialize)]
    struct Records {
        secrets: Secrets,
        records: Vec<Record>,
    }
    #[derive(Deserialize)]
    struct Record {
        record: SealedRecord,
        plaintext: Blob,
        base_version: u64,
        base_body: Digest,
    }
    let records: Records = vector("records-1.json");
    let secrets = records.secrets.open();
    assert_eq!(records.records.len(), 3);
    for known in records.records {
        let opened = secrets.open_record(&known.record).unwrap();
        assert_eq!(opened.plaintext, known.plaintext.0);
        assert_eq!(opened.base, Base { version: known.base_version, body: known.base_body });
    }
}

#[test]
fn what_servers_and_devices_sign_stays_as_it_is() {
    #[derive(Deserialize)]
    struct Signatures {
        seed: String,
        public_key: String,
        server_identity: Vec<Proof>,
        new_password: NewPassword,
        new_words: NewWords,
    }
    #[derive(Deserialize)]
    struct NewWords {
        device: DeviceId,
        new: NewRecovery,
        message: String,
    }
    #[derive(Deserialize)]
    struct Proof {
        nonce: String,
        time_ms: i64,
        listed: bool,
        address: String,
        message: String,
        signature: String,
    }
    #[derive(Deserialize)]
    struct NewPassword {
        challenge: String,
        device: DeviceId,
        finish: UnlockedPasswordFinish,
        message: String,
    }
    let known: Signatures = vector("signatures-1.json");
    let key = DeviceKey::from_seed(&hex(&known.seed));
    assert_eq!(key.public_key(), hex(&known.public_key));
    assert_eq!(known.server_identity.len(), 2);
    for proof in known.server_identity {
        let message = identity_message(&hex(&proof.nonce), proof.time_ms, proof.listed, &proof.address);
        assert_eq!(HEXLOWER.encode(&message), proof.message);
        assert_eq!(key.sign(&message), hex(&proof.signature));
    }
    let NewPassword { challenge, device, finish, message } = known.new_password;
    let signed = new_password_message(&hex::<32>(&challenge), &device, &finish);
    assert_eq!(HEXLOWER.encode(&signed), message);
    assert_eq!(key.sign(&signed).as_slice(), finish.signature.as_slice());
    let NewWords { device, new, message } = known.new_words;
    let signed = new_words_message(&device, &new);
    assert_eq!(HEXLOWER.encode(&signed), message);
    assert_eq!(key.sign(&signed).as_slice(), new.signature.as_slice());
}
