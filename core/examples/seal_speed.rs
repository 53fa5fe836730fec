//! How fast parts are sealed, and how the two candidate ciphers compare:
//! `cargo run --release -p safelight-core --example seal_speed`.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]
#![expect(clippy::disallowed_methods, reason = "a measurement needs the machine's own clock")]

use std::time::Instant;

use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use ring::aead::{AES_256_GCM, Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use safelight_core::keys::LibrarySecrets;
use safelight_core::ports::SystemRng;
use safelight_core::seal::PartPlace;
use safelight_protocol::{ContentId, PART_BYTES};

const ROUNDS: u32 = 24;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bytes = usize::try_from(PART_BYTES)?;
    let mut part = vec![7_u8; bytes];
    part.reserve(16);

    for (name, algorithm) in [("ring AES-256-GCM", &AES_256_GCM), ("ring ChaCha20-Poly1305", &CHACHA20_POLY1305)] {
        let key = LessSafeKey::new(UnboundKey::new(algorithm, &[1; 32]).map_err(|_| "a key of 32 bytes")?);
        measure(name, bytes, || {
            let nonce = Nonce::assume_unique_for_key([0; 12]);
            key.seal_in_place_separate_tag(nonce, Aad::empty(), &mut part).map(drop).map_err(|_| "sealing")
        })?;
    }
    let cipher = ChaCha20Poly1305::new(&[1; 32].into());
    measure("chacha20poly1305", bytes, || {
        cipher.encrypt_in_place_detached(&[0; 12].into(), &[], &mut part).map(drop).map_err(|_| "sealing")
    })?;
    measure("keyed BLAKE3", bytes, || {
        let _ = std::hint::black_box(blake3::keyed_hash(&[1; 32], &part));
        Ok(())
    })?;
    measure("SHA-256 (sha2)", bytes, || {
        let _ = std::hint::black_box(<sha2::Sha256 as sha2::Digest>::digest(&part));
        Ok(())
    })?;

    let secrets = LibrarySecrets::generate(&SystemRng);
    let content = ContentId([3; 32]);
    let place = PartPlace { content: &content, index: 0, count: 1 };
    let mut buffers: Vec<Vec<u8>> = (0..ROUNDS).map(|_| part.clone()).collect();
    buffers.iter_mut().for_each(|buffer| buffer.reserve(16));
    let mut sealed = Vec::new();
    measure("seal_part: hash, seal, part id", bytes, || {
        sealed.push(secrets.seal_part(place, buffers.pop().unwrap_or_default()).map_err(|_| "sealing")?);
        Ok(())
    })?;
    measure("open_part: open, hash", bytes, || {
        let part = sealed.pop().ok_or("nothing left")?;
        secrets.open_part(part.generation, part.suite, place, &part.hash, part.bytes).map(drop).map_err(|_| "opening")
    })?;
    Ok(())
}

fn measure(
    name: &str,
    bytes: usize,
    mut round: impl FnMut() -> Result<(), &'static str>,
) -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    for _ in 0..ROUNDS {
        round()?;
    }
    let seconds = start.elapsed().as_secs_f64();
    let mebibytes = f64::from(u32::try_from(bytes / (1024 * 1024))?) * f64::from(ROUNDS);
    println!("{name:32} {:>8.0} MiB/s", mebibytes / seconds);
    Ok(())
}
