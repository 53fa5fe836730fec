//! The sample camera: what the button "Take a photo" sees.
//!
//! Every shot is a crop of one of the sample photographs, another one each time, so that its bytes are new. It is as large
//! as a small phone's photo (about half a megabyte), so that its way over a slow connection can be watched. The date
//! inside it is now; the camera says that it is simulated.

mod exif;

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, GenericImageView, ImageError};
use jiff::Zoned;

use crate::samples::Sample;

/// The longer side of a shot in pixels.
const SIDE: u32 = 2000;

/// One pull of the trigger: `seed` chooses the crop, `at` is written into the picture.
pub(crate) fn shoot(sample: &Sample, seed: u64, at: &Zoned) -> Result<Vec<u8>, ImageError> {
    let scene = image::load_from_memory(sample.jpeg)?;
    let (x, y, width, height) = crop(scene.dimensions(), seed);
    let shot = scene.crop_imm(x, y, width, height);
    let scale = f64::from(SIDE) / f64::from(width.max(height).max(1));
    let shot = shot.resize_exact(scaled(width, scale), scaled(height, scale), FilterType::CatmullRom);
    Ok(exif::stamp(&encode(&shot)?, at))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a side of at most SIDE pixels")]
fn scaled(side: u32, scale: f64) -> u32 {
    (f64::from(side) * scale).round().max(1.0) as u32
}

/// Between 70 and 95 % of the picture, somewhere in it.
fn crop((width, height): (u32, u32), seed: u64) -> (u32, u32, u32, u32) {
    let share = |shift: u32| u32::from(seed.to_le_bytes().get(shift as usize).copied().unwrap_or_default());
    let (w, h) = (part_of(width, 700 + share(0)).max(1), part_of(height, 700 + share(1)).max(1));
    let x = part_of(width.saturating_sub(w), share(2) * 1000 / 255);
    let y = part_of(height.saturating_sub(h), share(3) * 1000 / 255);
    (x, y, w, h)
}

/// So many thousandths of a side.
fn part_of(side: u32, thousandths: u32) -> u32 {
    side.saturating_mul(thousandths.min(1000)) / 1000
}

fn encode(shot: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let mut jpeg = Cursor::new(Vec::new());
    shot.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 88))?;
    Ok(jpeg.into_inner())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::samples::SAMPLES;

    #[test]
    fn every_shot_has_other_bytes_and_is_a_picture() {
        let at: Zoned = "2026-11-23T14:05:06+01:00[Europe/Berlin]".parse().unwrap();
        let sample = SAMPLES.first().unwrap();
        let shots: BTreeSet<_> = [1, 0x00ff_00ff, 0x8040_2010].map(|seed| shoot(sample, seed, &at).unwrap()).into();
        assert_eq!(shots.len(), 3);
        for shot in &shots {
            let picture = image::load_from_memory(shot).unwrap();
            assert_eq!(picture.width().max(picture.height()), SIDE);
        }
    }

    #[test]
    fn a_crop_stays_inside_the_picture() {
        for seed in [0, u64::MAX, 0x1234_5678, 0xff00_ff00] {
            for size in [(1, 1), (3, 700), (1600, 900)] {
                let (x, y, w, h) = crop(size, seed);
                assert!(w >= 1 && h >= 1 && x + w <= size.0 && y + h <= size.1, "{size:?} {seed:x}");
            }
        }
    }
}
