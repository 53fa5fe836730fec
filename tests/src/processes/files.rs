//! Files to take in.

use std::io::Cursor;

use data_encoding::HEXLOWER;
use image::{ImageFormat, Rgb, RgbImage};
use sha2::{Digest, Sha256};

use super::Seeded;

/// SHA-256 in hex, as the command line tells it.
pub fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// Bytes that look like nothing, different for each seed.
pub fn noise(seed: u64, bytes: usize) -> Vec<u8> {
    let mut seeded = Seeded::new(seed);
    let block: Vec<u8> = (0..bytes.min(64 * 1024) / 8 + 1).flat_map(|_| seeded.next_number().to_le_bytes()).collect();
    let mut noise = Vec::with_capacity(bytes + block.len());
    let mut count = 0_u64;
    while noise.len() < bytes {
        // Each block differs from the one before, so that no two parts are the same.
        noise.extend_from_slice(&count.to_le_bytes());
        noise.extend_from_slice(&block);
        count += 1;
    }
    noise.truncate(bytes);
    noise
}

/// A real JPEG, different for each seed.
pub fn photo(seed: u32) -> Vec<u8> {
    let [_, high, middle, low] = seed.to_be_bytes();
    let picture = RgbImage::from_fn(160, 120, |x, y| {
        let fade = |n: u32| u8::try_from(n % 256).unwrap_or(0);
        Rgb([fade(x + u32::from(low)), fade(y + u32::from(middle)), fade(x * y + u32::from(high))])
    });
    // The seed in the picture's corner survives JPEG as a comment would not: as a segment of its own.
    let mut jpeg = Cursor::new(Vec::new());
    picture.write_to(&mut jpeg, ImageFormat::Jpeg).expect("a picture can be written");
    with_segment(jpeg.get_ref(), 0xfe, format!("seed {seed}").as_bytes())
}

/// A file that says it is HEIC.
pub fn heic(seed: u64, bytes: usize) -> Vec<u8> {
    boxed(b"heic", b"mif1", seed, bytes)
}

/// A file that says it is MP4.
pub fn video(seed: u64, bytes: usize) -> Vec<u8> {
    boxed(b"isom", b"mp42", seed, bytes)
}

fn boxed(brand: &[u8; 4], compatible: &[u8; 4], seed: u64, bytes: usize) -> Vec<u8> {
    let mut file = Vec::with_capacity(bytes + 32);
    file.extend_from_slice(&20_u32.to_be_bytes());
    file.extend_from_slice(b"ftyp");
    file.extend_from_slice(brand);
    file.extend_from_slice(&[0; 4]);
    file.extend_from_slice(compatible);
    let rest = bytes.saturating_sub(28);
    file.extend_from_slice(&u32::try_from(rest + 8).expect("a box of less than 4 GiB").to_be_bytes());
    file.extend_from_slice(b"mdat");
    file.extend(noise(seed, rest));
    file
}

/// What a photo with metadata says.
#[derive(Debug, Clone, Copy)]
pub struct Photo<'a> {
    /// The camera's maker.
    pub make: &'a str,
    /// Degrees north and east, as whole degrees, minutes and hundredths of seconds.
    pub place: [[u32; 3]; 2],
}

/// A JPEG whose EXIF names a camera and a place.
pub fn exif_photo(seed: u32, says: Photo<'_>) -> Vec<u8> {
    let mut make = says.make.as_bytes().to_vec();
    make.push(0);
    let ifd0_end = 8 + 2 + 2 * 12 + 4;
    let gps = ifd0_end + u32::try_from(make.len()).expect("a short name");
    let numbers = gps + 2 + 4 * 12 + 4;
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    tiff.extend(2_u16.to_be_bytes());
    tiff.extend(entry(0x010f, 2, u32::try_from(make.len()).expect("a short name"), ifd0_end));
    tiff.extend(entry(0x8825, 4, 1, gps));
    tiff.extend([0; 4]);
    tiff.extend(&make);
    tiff.extend(4_u16.to_be_bytes());
    tiff.extend(entry(1, 2, 2, u32::from_be_bytes(*b"N\0\0\0")));
    tiff.extend(entry(2, 5, 3, numbers));
    tiff.extend(entry(3, 2, 2, u32::from_be_bytes(*b"E\0\0\0")));
    tiff.extend(entry(4, 5, 3, numbers + 24));
    tiff.extend([0; 4]);
    for [degrees, minutes, hundredths] in says.place {
        for (number, of) in [(degrees, 1), (minutes, 1), (hundredths, 100_u32)] {
            tiff.extend(number.to_be_bytes());
            tiff.extend(of.to_be_bytes());
        }
    }
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend(tiff);
    with_segment(&photo(seed), 0xe1, &segment)
}

fn entry(tag: u16, kind: u16, count: u32, value: u32) -> Vec<u8> {
    let mut entry = Vec::with_capacity(12);
    entry.extend(tag.to_be_bytes());
    entry.extend(kind.to_be_bytes());
    entry.extend(count.to_be_bytes());
    entry.extend(value.to_be_bytes());
    entry
}

/// A JPEG with one more segment at its beginning.
fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let (start, rest) = jpeg.split_at(2);
    let length = u16::try_from(body.len() + 2).expect("a short segment");
    let mut whole = start.to_vec();
    whole.extend([0xff, marker]);
    whole.extend(length.to_be_bytes());
    whole.extend(body);
    whole.extend(rest);
    whole
}
