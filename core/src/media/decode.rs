//! Decoding, as small as the preview allows.

use std::io::{Cursor, Read};

use image::{AnimationDecoder as _, DynamicImage, ImageDecoder, Limits, RgbImage};
use jpeg_decoder::{Decoder, PixelFormat};

use super::derive::{DeriveError, MAX_DECODED_BYTES, MAX_DECODED_SIDE, PREVIEW_PIXELS};
use super::inspected::{Dimensions, Inspected};
use super::jpeg::{self, Coding, Segments};
use super::metered::Metered;
use super::pixels::Pixels;

/// A decoded original, not turned yet.
pub(super) struct Decoded {
    /// At least as large as the preview where the original is.
    pub(super) pixels: Pixels,
    /// The original's own size as stored.
    pub(super) full: Dimensions,
    /// The colour profile to pass on.
    pub(super) profile: Option<Vec<u8>>,
}

/// The largest colour profile that is passed on, in bytes.
const MAX_PROFILE_BYTES: usize = 4 * 1024;

/// Decodes an original by the format that it was found to have.
pub(super) fn decode(inspected: &Inspected, bytes: &[u8]) -> Result<Decoded, DeriveError> {
    match inspected.media_type.as_str() {
        "image/jpeg" => decode_jpeg(bytes).or_else(|error| match error {
            DeriveError::Corrupt => decode_jpeg_leniently(bytes),
            error => Err(error),
        }),
        "image/png" => {
            let decoder = image::codecs::png::PngDecoder::with_limits(Cursor::new(bytes), limits()).map_err(reason)?;
            decode_whole(decoder)
        }
        "image/webp" => decode_whole(image::codecs::webp::WebPDecoder::new(Cursor::new(bytes)).map_err(reason)?),
        "image/gif" => decode_gif(bytes),
        _ => Err(DeriveError::Unsupported),
    }
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MAX_DECODED_SIDE);
    limits.max_image_height = Some(MAX_DECODED_SIDE);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    limits
}

fn reason(error: image::ImageError) -> DeriveError {
    match error {
        image::ImageError::Limits(_) => DeriveError::TooLarge,
        image::ImageError::Unsupported(_) => DeriveError::Unsupported,
        _ => DeriveError::Corrupt,
    }
}

/// Refuses what is over the limits before a byte is set aside for it.
fn within_limits(full: Dimensions, bytes_needed: u64) -> Result<(), DeriveError> {
    let fits = full.width.max(full.height) <= MAX_DECODED_SIDE && bytes_needed <= MAX_DECODED_BYTES;
    fits.then_some(()).ok_or(DeriveError::TooLarge)
}

const END_MARK: &[u8] = &[0xff, 0xd9];

fn decode_jpeg(bytes: &[u8]) -> Result<Decoded, DeriveError> {
    let segments = jpeg::segments(&mut Metered::new(&mut Cursor::new(bytes)), 0).ok_or(DeriveError::Corrupt)?;
    let full = segments.dimensions.ok_or(DeriveError::Corrupt)?;
    // A file that breaks off in its picture gets JPEG's end mark, which the decoder takes for grey down to the bottom.
    let mut decoder = Decoder::new(bytes.chain(END_MARK));
    decoder.read_info().map_err(jpeg_reason)?;
    let wanted = full.fitted(PREVIEW_PIXELS);
    let side = |length| u16::try_from(length).map_err(|_| DeriveError::TooLarge);
    let (width, height) = decoder.scale(side(wanted.width)?, side(wanted.height)?).map_err(jpeg_reason)?;
    let scaled = Dimensions::new(width.into(), height.into()).ok_or(DeriveError::Corrupt)?;
    within_limits(full, jpeg_memory(&segments, full, scaled)?)?;
    let samples = decoder.decode().map_err(jpeg_reason)?;
    let format = decoder.info().ok_or(DeriveError::Corrupt)?.pixel_format;
    let pixels = Pixels::new(rgb_from(format, samples), scaled).ok_or(DeriveError::Corrupt)?;
    let profile = (format == PixelFormat::RGB24).then_some(segments.profile).flatten();
    Ok(Decoded { pixels, full, profile: profile.and_then(passed_on) })
}

/// The decoder of the `image` crate forgives more, junk between segments for example. It knows no scaled decode, so it is
/// the second choice.
fn decode_jpeg_leniently(bytes: &[u8]) -> Result<Decoded, DeriveError> {
    let segments = jpeg::segments(&mut Metered::new(&mut Cursor::new(bytes)), 0).ok_or(DeriveError::Corrupt)?;
    let full = segments.dimensions.ok_or(DeriveError::Corrupt)?;
    within_limits(full, jpeg_memory(&segments, full, full)?)?;
    decode_whole(image::codecs::jpeg::JpegDecoder::new(Cursor::new(bytes)).map_err(reason)?)
}

/// What decoding takes at its peak: the planes and the joined picture, both scaled, and in progressive JPEGs all
/// coefficients of the full picture.
fn jpeg_memory(segments: &Segments, full: Dimensions, scaled: Dimensions) -> Result<u64, DeriveError> {
    let area = |dimensions: Dimensions| u64::from(dimensions.width) * u64::from(dimensions.height);
    let samples = |dimensions| area(dimensions) * u64::from(segments.half_samples_per_pixel) / 2;
    match segments.coding {
        Some(Coding::Sequential) => Ok(samples(scaled) + area(scaled) * 4),
        Some(Coding::Progressive) => Ok(samples(full) * 2 + samples(scaled) + area(scaled) * 4),
        Some(Coding::Unusual) | None => Err(DeriveError::Unsupported),
    }
}

fn jpeg_reason(error: jpeg_decoder::Error) -> DeriveError {
    match error {
        jpeg_decoder::Error::Unsupported(_) => DeriveError::Unsupported,
        _ => DeriveError::Corrupt,
    }
}

fn rgb_from(format: PixelFormat, samples: Vec<u8>) -> Vec<u8> {
    match format {
        PixelFormat::RGB24 => samples,
        PixelFormat::L8 => samples.into_iter().flat_map(|grey| [grey; 3]).collect(),
        PixelFormat::L16 => {
            samples.as_chunks::<2>().0.iter().flat_map(|pair| [(u16::from_ne_bytes(*pair) >> 8) as u8; 3]).collect()
        }
        PixelFormat::CMYK32 => {
            samples.as_chunks::<4>().0.iter().flat_map(|[c, m, y, k]| [c, m, y].map(|ink| lit(*ink, *k))).collect()
        }
    }
}

/// What is left of white light after one ink and black.
fn lit(ink: u8, black: u8) -> u8 {
    let light = u32::from(255 - ink) * u32::from(255 - black);
    u8::try_from((light + 127) / 255).unwrap_or(u8::MAX)
}

/// PNG and WebP have no scaled decode: they are decoded whole, within the limits.
fn decode_whole(mut decoder: impl ImageDecoder) -> Result<Decoded, DeriveError> {
    let (width, height) = decoder.dimensions();
    let full = Dimensions::new(width, height).ok_or(DeriveError::Corrupt)?;
    within_limits(full, decoder.total_bytes())?;
    decoder.set_limits(limits()).map_err(reason)?;
    let profile = decoder.icc_profile().ok().flatten().and_then(passed_on);
    let colour = decoder.color_type().has_color();
    let image = DynamicImage::from_decoder(decoder).map_err(reason)?;
    let pixels = Pixels::new(on_white(image).into_raw(), full).ok_or(DeriveError::Corrupt)?;
    Ok(Decoded { pixels, full, profile: profile.filter(|_| colour) })
}

/// The first frame, on the whole canvas.
fn decode_gif(bytes: &[u8]) -> Result<Decoded, DeriveError> {
    let mut decoder = image::codecs::gif::GifDecoder::new(Cursor::new(bytes)).map_err(reason)?;
    let (width, height) = decoder.dimensions();
    let full = Dimensions::new(width, height).ok_or(DeriveError::Corrupt)?;
    within_limits(full, decoder.total_bytes())?;
    decoder.set_limits(limits()).map_err(reason)?;
    let frame = decoder.into_frames().next().ok_or(DeriveError::Corrupt)?.map_err(reason)?;
    let image = DynamicImage::ImageRgba8(frame.into_buffer());
    let pixels = Pixels::new(on_white(image).into_raw(), full).ok_or(DeriveError::Corrupt)?;
    Ok(Decoded { pixels, full, profile: None })
}

fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let blend = |colour: u8, alpha: u8| {
        let sum = u32::from(colour) * u32::from(alpha) + 255 * u32::from(255 - alpha);
        u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
    };
    let rgba = image.into_rgba8();
    let mut rgb = RgbImage::new(rgba.width(), rgba.height());
    for (to, from) in rgb.pixels_mut().zip(rgba.pixels()) {
        let [r, g, b, alpha] = from.0;
        to.0 = [r, g, b].map(|colour| blend(colour, alpha));
    }
    rgb
}

/// A profile that goes into the derivatives: of an RGB display or working space, and small.
fn passed_on(profile: Vec<u8>) -> Option<Vec<u8>> {
    let is_rgb = profile.get(16..20) == Some(b"RGB ") && profile.get(36..40) == Some(b"acsp");
    (is_rgb && profile.len() <= MAX_PROFILE_BYTES).then_some(profile)
}
