//! Previews and thumbnails.
//!
//! From one decode come two JPEGs, upright and without any metadata of the original: no date, no place, no camera.
//!
//! - The **preview** fills a phone's screen: longest side 2016 px. That is half of a 12 megapixel photo and a quarter of a
//!   48 megapixel one, so the decoder need only compute the pixels that are wanted. Quality 80 with halved colour: about
//!   400 KB for a typical photo.
//! - The **thumbnail** is for the grid: longest side 504 px, quality 75, and lower where that is needed to travel as a small
//!   part ([`MAX_THUMBNAIL_BYTES`]).
//!
//! Colour: pixels are not converted. A small RGB profile of the original (Display P3 has some 550 bytes, Adobe RGB 560)
//! goes into both JPEGs, so that colours are shown as they were; a larger one is left out and the picture taken for sRGB,
//! as are CMYK pictures after a plain conversion. Transparent pictures are laid on white.

use std::panic::{AssertUnwindSafe, catch_unwind};

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use safelight_protocol::{PART_OVERHEAD, SMALL_PART_BYTES};

use super::decode;
use super::inspected::{Dimensions, Inspected};
use super::pixels::Pixels;

/// Counts the ways to make previews and thumbnails: it grows whenever the same original gives other bytes. Derivatives of
/// an older renderer may be replaced.
pub const RENDERER_VERSION: u32 = 1;

/// The longest side of a preview, in pixels.
pub const PREVIEW_PIXELS: u32 = 2016;

/// The longest side of a thumbnail, in pixels.
pub const THUMBNAIL_PIXELS: u32 = 504;

/// The largest thumbnail, in bytes: sealed, it is still a small part.
pub const MAX_THUMBNAIL_BYTES: usize = 131_056;

const _: () = assert!(MAX_THUMBNAIL_BYTES as u64 + PART_OVERHEAD == SMALL_PART_BYTES);

/// The longest side of an original that is decoded, in pixels.
pub const MAX_DECODED_SIDE: u32 = 20_000;

/// The most memory that decoding one original may take, in bytes: 64 MiB.
pub const MAX_DECODED_BYTES: u64 = 64 * 1024 * 1024;

const PREVIEW_QUALITY: u8 = 80;

/// Qualities for the thumbnail, best first; the last one fits any picture of 504 by 504 pixels.
const THUMBNAIL_QUALITIES: [u8; 6] = [75, 65, 50, 35, 20, 5];

/// A preview and a thumbnail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// For the whole screen.
    pub preview: Rendition,
    /// For the grid; at most [`MAX_THUMBNAIL_BYTES`].
    pub thumbnail: Rendition,
}

/// One picture made from an original: a JPEG, upright, without metadata.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendition {
    /// The JPEG file.
    pub jpeg: Vec<u8>,
    /// Its width and height.
    pub dimensions: Dimensions,
}

impl std::fmt::Debug for Rendition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Dimensions { width, height } = self.dimensions;
        write!(f, "Rendition({width} x {height}, {} bytes)", self.jpeg.len())
    }
}

/// Why there is no preview. The original is kept and synced all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeriveError {
    /// The core does not decode this format; the shell's system may.
    #[error("this format is not decoded here")]
    Unsupported,
    /// A side is longer than [`MAX_DECODED_SIDE`], or decoding would take more than [`MAX_DECODED_BYTES`].
    #[error("the picture is too large to be decoded")]
    TooLarge,
    /// The file is damaged, or not what it says.
    #[error("the picture is damaged")]
    Corrupt,
}

impl DeriveError {
    /// The stable code of the vocabulary.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unsupported => "item.unsupported",
            Self::TooLarge => "item.too_large",
            Self::Corrupt => "item.corrupt",
        }
    }
}

/// Makes preview and thumbnail of an original, given what [`inspect`](super::inspect) said of it and all of its bytes.
///
/// The same bytes give the same derivatives, on every processor: decoder and encoder do without the processor's vectors, whose
/// rounding differs, and the scaler's vectors round like its plain code. A JPEG that breaks off in its middle has a picture down to there, grey below.
///
/// # Errors
///
/// [`DeriveError::Unsupported`] for formats other than JPEG, PNG, WebP and GIF; [`DeriveError::TooLarge`] and
/// [`DeriveError::Corrupt`] as they say.
pub fn derive(inspected: &Inspected, bytes: &[u8]) -> Result<Derived, DeriveError> {
    // Decoders on foreign bytes: one that panics has met a damaged file, and nothing of it is used afterwards.
    let decoded = catch_unwind(AssertUnwindSafe(|| decode::decode(inspected, bytes)));
    let decode::Decoded { pixels, full, profile } = decoded.map_err(|_| DeriveError::Corrupt)??;
    let shown = full.shown(inspected.orientation);
    let preview = scaled(pixels, full.fitted(PREVIEW_PIXELS))?;
    let preview = preview.turned(inspected.orientation);
    let thumbnail = scaled(preview.clone(), shown.fitted(THUMBNAIL_PIXELS))?;
    let jpeg = encoded(&preview, PREVIEW_QUALITY, profile.as_deref())?;
    Ok(Derived {
        thumbnail: small(&thumbnail, profile.as_deref())?,
        preview: Rendition { jpeg, dimensions: preview.dimensions },
    })
}

fn scaled(pixels: Pixels, to: Dimensions) -> Result<Pixels, DeriveError> {
    if pixels.dimensions == to {
        return Ok(pixels);
    }
    let Dimensions { width, height } = pixels.dimensions;
    let source = ImageRef::new(width, height, &pixels.rgb, PixelType::U8x3).map_err(|_| DeriveError::Corrupt)?;
    let mut target = Image::new(to.width, to.height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(&source, &mut target, &options).map_err(|_| DeriveError::Corrupt)?;
    Ok(Pixels { rgb: target.into_vec(), dimensions: to })
}

fn small(thumbnail: &Pixels, profile: Option<&[u8]>) -> Result<Rendition, DeriveError> {
    for quality in THUMBNAIL_QUALITIES {
        let jpeg = encoded(thumbnail, quality, profile)?;
        if jpeg.len() <= MAX_THUMBNAIL_BYTES {
            return Ok(Rendition { jpeg, dimensions: thumbnail.dimensions });
        }
    }
    Err(DeriveError::TooLarge)
}

fn encoded(pixels: &Pixels, quality: u8, profile: Option<&[u8]>) -> Result<Vec<u8>, DeriveError> {
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    if let Some(profile) = profile {
        encoder.add_icc_profile(profile).map_err(|_| DeriveError::Corrupt)?;
    }
    let side = |length| u16::try_from(length).map_err(|_| DeriveError::TooLarge);
    let (width, height) = (side(pixels.dimensions.width)?, side(pixels.dimensions.height)?);
    encoder.encode(&pixels.rgb, width, height, ColorType::Rgb).map_err(|_| DeriveError::Corrupt)?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests;
