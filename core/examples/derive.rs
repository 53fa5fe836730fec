//! What the core reads in photos and makes of them, and what that costs.
//!
//! ```text
//! cargo run --release -p safelight-core --example derive -- PHOTO...
//! ```
//!
//! For each photo: what `inspect` says as JSON, the sizes of preview and thumbnail, and the best of five runs of `derive`
//! beside a naive way to the same two sizes: decode everything, then scale it twice. Without a photo it draws one of
//! 12 megapixels.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "an example prints, and measures time")]

use std::error::Error;
use std::hint::black_box;
use std::io::Cursor;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use image::imageops::FilterType;
use safelight_core::media::{PREVIEW_PIXELS, THUMBNAIL_PIXELS, derive, inspect};

fn main() -> Result<(), Box<dyn Error>> {
    let photos: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if photos.is_empty() {
        report("drawn 12 MP", &drawn(4032, 3024)?)?;
    }
    for photo in photos {
        report(&photo.to_string_lossy(), &std::fs::read(&photo)?)?;
    }
    Ok(())
}

fn report(name: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let inspected = inspect(name, &mut Cursor::new(bytes));
    println!("{name}: {} bytes\n  {}", bytes.len(), serde_json::to_string(&inspected)?);
    let derived = match derive(&inspected, bytes) {
        Ok(derived) => derived,
        Err(error) => {
            println!("  no preview: {error} ({})", error.code());
            return Ok(());
        }
    };
    println!("  preview {:?}, thumbnail {:?}", derived.preview, derived.thumbnail);
    let ours = best(|| derive(&inspected, bytes).map(drop).map_err(Into::into))?;
    let decoding = best(|| {
        black_box(image::load_from_memory(bytes)?);
        Ok(())
    })?;
    let naive = best(|| naively(bytes))?;
    println!("  derive {ours:.1?}; a full decode alone {decoding:.1?}; full decode, two resizes and JPEGs {naive:.1?}");
    Ok(())
}

fn best(mut run: impl FnMut() -> Result<(), Box<dyn Error>>) -> Result<Duration, Box<dyn Error>> {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        run()?;
        best = best.min(start.elapsed());
    }
    Ok(best)
}

/// Decodes all pixels and scales them once for each size, with the `image` crate alone.
fn naively(bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let image = image::load_from_memory(bytes)?.into_rgb8();
    for longest in [PREVIEW_PIXELS, THUMBNAIL_PIXELS] {
        let scale = f64::from(longest) / f64::from(image.width().max(image.height()));
        let side = |length: u32| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a fraction of a u32")]
            let side = (f64::from(length) * scale.min(1.0)).round() as u32;
            side.max(1)
        };
        let small = image::imageops::resize(&image, side(image.width()), side(image.height()), FilterType::CatmullRom);
        small.write_to(&mut Cursor::new(Vec::new()), image::ImageFormat::Jpeg)?;
    }
    Ok(())
}

/// A picture with slopes, edges and grain, as busy as a photo of leaves.
fn drawn(width: u32, height: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut state = 1_u32;
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (state >> 28) as u8;
        let edge = if (x / 37 + y / 53) % 5 == 0 { 60 } else { 0 };
        let slope = |value: u32, whole: u32| u8::try_from(value * 150 / whole).unwrap_or(150);
        image::Rgb([
            slope(x, width) + edge + grain,
            slope(y, height) + edge + grain,
            slope(x + y, width + height) + grain,
        ])
    });
    let mut jpeg = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut jpeg, 90);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    let side = |length: u32| u16::try_from(length);
    encoder.encode(picture.as_raw(), side(width)?, side(height)?, jpeg_encoder::ColorType::Rgb)?;
    Ok(jpeg)
}
