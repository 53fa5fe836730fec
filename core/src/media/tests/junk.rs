//! Junk, and real files with damage: nothing panics, and everything is kept.

use proptest::prelude::*;

use super::crafted::*;
use super::{MediaKind, derive, full_photo, movie, read};

/// One small whole file of each format that is read.
fn whole() -> Vec<Vec<u8>> {
    let block = tiff(vec![ascii(0x10f, "Acme")], &[ascii(0x9003, "2016:09:28 18:18:05")], &[], &[1; 9]);
    let picture = image::RgbaImage::from_fn(9, 7, |x, y| image::Rgba([x as u8, y as u8, 99, 200]));
    let encoded = [image::ImageFormat::Png, image::ImageFormat::WebP, image::ImageFormat::Gif].map(|format| {
        let mut bytes = Vec::new();
        picture.write_to(&mut std::io::Cursor::new(&mut bytes), format).unwrap();
        bytes
    });
    let pairs = [("com.apple.quicktime.creationdate", "2019-02-12T15:27:12+0800")];
    let mut all = vec![full_photo(), block.clone(), heic(&block), movie(3_600_000_000, true, &pairs), webm()];
    all.extend(encoded);
    all
}

#[test]
fn a_file_that_breaks_off_anywhere_is_kept() {
    for whole in whole() {
        let kind = read(&whole).kind;
        let step = whole.len() / 400 + 1;
        for length in (0..whole.len()).step_by(step) {
            let told = read(&whole[..length]);
            assert!(told.kind == kind || told.kind == MediaKind::Other, "{:?} at {length}", told.kind);
            let _: Result<_, _> = derive(&told, &whole[..length]);
        }
    }
}

#[test]
fn a_photo_that_breaks_off_in_its_picture_still_has_one() {
    let whole = jpeg(640, 480, |x, y| [x as u8, y as u8, 7]);
    let half = &whole[..whole.len() / 2];
    let derived = derive(&read(half), half).unwrap();
    assert_eq!((derived.preview.dimensions.width, derived.preview.dimensions.height), (640, 480));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_bytes_are_kept(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _: Result<_, _> = derive(&read(&bytes), &bytes);
    }

    #[test]
    fn random_bytes_behind_any_magic_number_are_kept(which in 0..8_usize, tail in proptest::collection::vec(any::<u8>(), 0..600)) {
        let whole = whole();
        let bytes = [&whole[which][..12], &tail].concat();
        let _: Result<_, _> = derive(&read(&bytes), &bytes);
    }

    #[test]
    fn flipped_bits_are_kept(which in 0..8_usize, flips in proptest::collection::vec((any::<prop::sample::Index>(), 0..8_u8), 1..12)) {
        let mut bytes = whole().swap_remove(which);
        for (index, bit) in flips {
            let at = index.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        let told = read(&bytes);
        prop_assert!(told.camera_make.is_none_or(|make| make.chars().count() <= super::MAX_CAMERA_CHARS));
        prop_assert!(told.place.is_none_or(|place| place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0));
        let _: Result<_, _> = derive(&read(&bytes), &bytes);
    }
}
