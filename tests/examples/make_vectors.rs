//! Writes the golden vectors: `cargo run -p safelight-tests --example make_vectors [FOLDER]`.
//!
//! Keys, ids and "random" bytes are fixed, so it writes the same files each time. A vector that was released is never
//! changed: a new format gets a new file beside it, and `tests/golden.rs` opens both for ever.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU8, Ordering};

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use safelight_core::keys::{
    AccountKey, ContentIdKey, DeviceKey, LibraryKey, LibrarySecrets, PasswordKey, RecoverySigner, RecoveryWords,
};
use safelight_core::ports::Rng;
use safelight_core::seal::{Base, PartPlace, RecordPlace};
use safelight_protocol::account::{
    NewRecovery, Stretch, UnlockedPasswordFinish, WrappedKey, new_password_message, new_words_message,
};
use safelight_protocol::identity::identity_message;
use safelight_protocol::record::{PartRef, SealedRecord};
use safelight_protocol::{AccountId, Blob, ContentId, DeviceId, LibraryId, MutationId, PartId, RecordId};
use serde_json::{Value, json};

const ACCOUNT: AccountId = AccountId([0xa0; 16]);
const DEVICE: DeviceId = DeviceId([0xd0; 16]);
const LIBRARY: LibraryId = LibraryId([0x1b; 16]);
const LIBRARY_KEYS: [(u32, [u8; 32]); 2] = [(1, [0x11; 32]), (2, [0x22; 32])];
const CONTENT_ID_KEY: [u8; 32] = [0xc1; 32];

type Failure = Box<dyn std::error::Error>;

/// Counts: each byte is one more than the last.
#[derive(Default)]
struct Counter(AtomicU8);

impl Rng for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.0.fetch_add(1, Ordering::Relaxed));
    }
}

fn main() -> Result<(), Failure> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors");
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from(beside), PathBuf::from);
    for (name, vector) in [
        ("ids-1", ids()?),
        ("words-1", words()?),
        ("wraps-1", wraps()?),
        ("parts-1", parts()?),
        ("records-1", records()?),
        ("signatures-1", signatures()),
    ] {
        let text = serde_json::to_string_pretty(&vector)? + "\n";
        std::fs::write(folder.join(name).with_extension("json"), text)?;
    }
    Ok(())
}

/// What a server and a device sign.
fn signatures() -> Value {
    let key = DeviceKey::from_seed(&[0x5e; 32]);
    let (nonce, time_ms, address) = ([0x0f; 32], 1_600_000_000_000, "https://photos.example.org:8443");
    let proofs: Vec<Value> = [true, false]
        .into_iter()
        .map(|listed| {
            let message = identity_message(&nonce, time_ms, listed, address);
            json!({
                "nonce": HEXLOWER.encode(&nonce), "time_ms": time_ms, "listed": listed, "address": address,
                "message": HEXLOWER.encode(&message), "signature": HEXLOWER.encode(&key.sign(&message)),
            })
        })
        .collect();
    let finish = UnlockedPasswordFinish {
        attempt: Blob(vec![1; 16]),
        new: Blob(vec![2; 33]),
        stretch: Stretch::STANDARD,
        password_wrap: WrappedKey { generation: 7, sealed: Blob(vec![3; 105]) },
        signature: Blob(Vec::new()),
    };
    let message = new_password_message(&[0xcc; 32], &DEVICE, &finish);
    let finish = UnlockedPasswordFinish { signature: Blob(key.sign(&message).to_vec()), ..finish };
    let new = NewRecovery {
        recovery_wrap: WrappedKey { generation: 7, sealed: Blob(vec![3; 105]) },
        recovery_public_key: Blob(vec![4; 32]),
        signature: Blob(Vec::new()),
    };
    let words_message = new_words_message(&DEVICE, &new);
    let new = NewRecovery { signature: Blob(key.sign(&words_message).to_vec()), ..new };
    json!({
        "seed": HEXLOWER.encode(&[0x5e; 32]),
        "public_key": HEXLOWER.encode(&key.public_key()),
        "server_identity": proofs,
        "new_password": { "challenge": HEXLOWER.encode(&[0xcc; 32]), "device": DEVICE, "finish": finish, "message": HEXLOWER.encode(&message) },
        "new_words": { "device": DEVICE, "new": new, "message": HEXLOWER.encode(&words_message) },
    })
}

/// The library with the key generations up to `newest`.
fn library(newest: u32) -> Result<LibrarySecrets, Failure> {
    let keys = LIBRARY_KEYS.into_iter().filter(|(generation, _)| *generation <= newest);
    let keys = keys.map(|(generation, key)| (generation, LibraryKey::from_bytes(key)));
    Ok(LibrarySecrets::from_keys(LIBRARY, keys, ContentIdKey::from_bytes(CONTENT_ID_KEY))?)
}

fn library_json() -> Value {
    let keys: BTreeMap<String, String> =
        LIBRARY_KEYS.iter().map(|(generation, key)| (generation.to_string(), HEXLOWER.encode(key))).collect();
    json!({ "library": LIBRARY, "library_keys": keys, "content_id_key": HEXLOWER.encode(&CONTENT_ID_KEY) })
}

fn ids() -> Result<Value, Failure> {
    let secrets = library(1)?;
    let mut hasher = secrets.content_hasher();
    hasher.update(b"a photo");
    let content = hasher.finish();
    let asset = secrets.asset_id(&content);
    let album = RecordId([0xa1; 16]);
    Ok(json!({
        "secrets": library_json(),
        "content": BASE64URL_NOPAD.encode(b"a photo"),
        "content_id": content,
        "asset_id": asset,
        "album": album,
        "album_entry_id": secrets.album_entry_id(&album, &asset),
        "device": DEVICE,
        "device_card_id": secrets.device_card_id(&DEVICE),
        "settings_id": secrets.settings_id(),
    }))
}

fn words() -> Result<Value, Failure> {
    let words = RecoveryWords::generate(&Counter::default());
    let signer = RecoverySigner::derive(words.key());
    Ok(json!({
        "words": words.words().join(" "),
        "key": HEXLOWER.encode(words.key().expose()),
        "public_key": HEXLOWER.encode(&signer.public_key()),
        "message": BASE64URL_NOPAD.encode(b"a challenge"),
        "signature": HEXLOWER.encode(&signer.sign(b"a challenge")),
        "device_seed": HEXLOWER.encode(&[0x5e; 32]),
        "device_public_key": HEXLOWER.encode(&DeviceKey::from_seed(&[0x5e; 32]).public_key()),
    }))
}

fn wraps() -> Result<Value, Failure> {
    let rng = Counter::default();
    let key = AccountKey::from_bytes([0xac; 32]);
    let export_key = [0xe0; 64];
    let words = RecoveryWords::generate(&Counter::default());
    Ok(json!({
        "account": ACCOUNT,
        "account_key": HEXLOWER.encode(key.expose()),
        "opaque_export_key": HEXLOWER.encode(&export_key),
        "password_wrap": PasswordKey::derive(&export_key).wrap(&rng, ACCOUNT, 3, &key)?,
        "recovery_words": words.words().join(" "),
        "recovery_wrap": words.key().wrap(&rng, ACCOUNT, 2, &key)?,
        "secrets": library_json(),
        "library_keys": key.wrap_library(&rng, ACCOUNT, 4, &library(2)?)?,
        "device": DEVICE,
        "device_name": "Iris’ phone",
        "sealed_name": key.seal_name(&rng, ACCOUNT, DEVICE, "Iris’ phone")?,
    }))
}

fn parts() -> Result<Value, Failure> {
    let content = ContentId([0xc0; 32]);
    let mut cases = Vec::new();
    for (generation, index, count, plaintext) in
        [(1, 0, 1, b"".to_vec()), (1, 0, 1, b"a photo".to_vec()), (2, 1, 3, (0..=255).cycle().take(1000).collect())]
    {
        let place = PartPlace { content: &content, index, count };
        let sealed = library(generation)?.seal_part(place, plaintext.clone())?;
        cases.push(json!({
            "content_id": content,
            "index": index,
            "count": count,
            "plaintext": Blob(plaintext),
            "generation": sealed.generation,
            "suite": sealed.suite,
            "hash": sealed.hash,
            "part_id": sealed.id,
            "sealed": Blob(sealed.bytes),
        }));
    }
    Ok(json!({ "secrets": library_json(), "parts": cases }))
}

fn records() -> Result<Value, Failure> {
    let rng = Counter::default();
    let parts = [PartRef { id: PartId([1; 32]), bytes: 16 }, PartRef { id: PartId([2; 32]), bytes: 8_388_624 }];
    let mut cases = Vec::new();
    for (generation, tombstone, parts, base, plaintext) in [
        (1, false, parts.as_slice(), Base::NONE, b"{\"caption\":\"lake\"}".to_vec()),
        (2, false, &parts[..1], Base::of(6, b"the body before"), vec![b'x'; 5_000]),
        (2, true, &[], Base::of(7, b"the body before that was deleted"), b"gone".to_vec()),
    ] {
        let place = RecordPlace { record: RecordId([0xa5; 16]), tombstone, parts, base };
        let body = library(generation)?.seal_record(&rng, &place, &plaintext)?;
        let record = SealedRecord {
            record: place.record,
            version: base.version + 1,
            sequence: 9,
            mutation: MutationId([0x3a; 16]),
            parts: parts.to_vec(),
            trash: tombstone,
            trashed_at_ms: None,
            tombstone,
            body: Blob(body),
        };
        cases.push(json!({
            "record": record,
            "plaintext": Blob(plaintext),
            "base_version": base.version,
            "base_body": base.body,
        }));
    }
    Ok(json!({ "secrets": library_json(), "records": cases }))
}
