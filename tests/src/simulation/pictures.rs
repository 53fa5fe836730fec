//! What the person has on a memory card: small pictures, pictures that look alike, and files that are none.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use image::{ImageFormat, Rgb, RgbImage};
use sha2::{Digest, Sha256};

use super::chance::Chance;

/// One file, and what it holds.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    pub(super) path: PathBuf,
    pub(super) sha256: [u8; 32],
    /// Its time of last change, in milliseconds since 1970 UTC.
    pub(super) changed_ms: i64,
}

/// Fills a memory card.
pub(super) fn take(folder: &Path, chance: &Chance) -> io::Result<Vec<Picture>> {
    fs::create_dir_all(folder)?;
    let mut pictures = Vec::new();
    let mut last = Vec::new();
    for number in 0..6 + chance.below(5) {
        let (name, bytes) = match chance.below(12) {
            0 => (format!("{number}.bin"), noise(chance, 200_000)),
            1 => (format!("{number}.jpg"), noise(chance, 3_000)),
            2 if number > 0 => (format!("{number}.jpg"), [last.as_slice(), b"shared again"].concat()),
            3 => (format!("{number}.png"), picture(chance, ImageFormat::Png)?),
            4 => (format!("{number}.txt"), format!("junk {number} {}", chance.next()).into_bytes()),
            5 if chance.one_in(8) => (format!("{number}.mov"), noise(chance, 9 * 1024 * 1024)),
            _ => (format!("{number}.jpg"), picture(chance, ImageFormat::Jpeg)?),
        };
        let path = folder.join(name);
        fs::write(&path, &bytes)?;
        let changed_ms = 1_600_000_000_000 + i64::try_from(chance.below(10_000_000)).unwrap_or(0) * 1_000;
        let since = Duration::from_millis(u64::try_from(changed_ms).unwrap_or(0));
        File::options().write(true).open(&path)?.set_modified(UNIX_EPOCH + since)?;
        pictures.push(Picture { path, sha256: Sha256::digest(&bytes).into(), changed_ms });
        last = bytes;
    }
    Ok(pictures)
}

fn noise(chance: &Chance, bytes: usize) -> Vec<u8> {
    let mut noise = vec![0; bytes];
    safelight_core::ports::Rng::fill(chance, &mut noise);
    noise
}

fn picture(chance: &Chance, format: ImageFormat) -> io::Result<Vec<u8>> {
    let (hue, slope) = (chance.next(), u32::try_from(chance.below(7)).unwrap_or(0) + 1);
    let [red, green, blue, ..] = hue.to_le_bytes();
    let shade = |value: u8, at: u32| value.wrapping_add(u8::try_from(at * slope % 256).unwrap_or(0));
    let image = RgbImage::from_fn(48, 32, |x, y| Rgb([shade(red, x), shade(green, y), shade(blue, x + y)]));
    let mut bytes = io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).map_err(io::Error::other)?;
    Ok(bytes.into_inner())
}
