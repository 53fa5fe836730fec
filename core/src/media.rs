//! What a file is, and what it looks like small.
//!
//! Two pure functions: [`inspect`] reads a file's metadata, [`derive()`] makes its preview and thumbnail. Neither knows a
//! clock, a network, a random number or a path; the caller opens the file and hands it in. The same bytes always give the
//! same answer.
//!
//! **Every file is kept.** [`inspect`] never fails: what it can't understand is [`MediaKind::Other`], and so imported,
//! synced and exported bit for bit like any photo. [`derive()`] may say why there is no preview; that, too, takes nothing
//! away from the original.
//!
//! **A hostile file costs little.** At most 24 MiB of a file are read to understand it and at most 64 MiB are allocated to
//! make it small, whatever its headers promise; no structure inside it is followed twice or by recursion. Work is bounded
//! by counting, since there is no clock here.
//!
//! JPEG, PNG, WebP and GIF are decoded here. HEIC, raw files and videos are understood but not decoded: the shell's
//! operating system shows them, by a port.

mod apple;
mod boxes;
mod chunks;
mod date;
mod decode;
mod derive;
mod exif;
mod heif;
mod inspected;
mod jpeg;
mod live;
mod matroska;
mod metered;
mod movie;
mod pixels;
mod raw;
mod sniff;
mod tiff;

pub use derive::{
    DeriveError, Derived, MAX_DECODED_BYTES, MAX_DECODED_SIDE, MAX_THUMBNAIL_BYTES, PREVIEW_PIXELS, RENDERER_VERSION,
    Rendition, THUMBNAIL_PIXELS, derive,
};
pub use inspected::{
    CaptureSource, Captured, Dimensions, Inspected, MAX_CAMERA_CHARS, MAX_EMBEDDED_THUMBNAIL_BYTES, MediaKind,
    OffsetSource, Orientation, OrientationError, Place, UtcOffset,
};
pub(crate) use live::{Joined, Stretch};
pub use metered::ReadSeek;

use metered::Metered;
use sniff::Format;

/// Reads what a file says about itself: its kind, size, orientation, date, camera, place, duration.
///
/// Never fails. A file that can't be understood, or not be read, is [`MediaKind::Other`]; one that is understood in part
/// has what was understood. `name` is the file's name without its folders; only where a raw format can't be told from
/// plain TIFF by its content does its ending decide.
///
/// ```
/// use safelight_core::media::{MediaKind, inspect};
///
/// let note = inspect("note.jpg", &mut std::io::Cursor::new(b"milk, eggs, bread"));
/// assert_eq!(note.kind, MediaKind::Other);
/// ```
pub fn inspect(name: &str, source: &mut dyn ReadSeek) -> Inspected {
    let mut source = Metered::new(source);
    let head = source.prefix(0, sniff::SNIFFED_BYTES).unwrap_or_default();
    let format = sniff::sniff(&head);
    let (kind, media_type) = named(format);
    let mut inspected = Inspected::new(kind, media_type);
    describe(name, format, &mut source, &mut inspected);
    inspected
}

fn describe(name: &str, format: Format, source: &mut Metered<'_>, inspected: &mut Inspected) {
    match format {
        Format::Jpeg => {
            let Some(segments) = jpeg::segments(source, 0) else { return };
            raw::describe_exif_at(segments.exif, source, inspected);
            inspected.dimensions = segments.dimensions.map(|stored| stored.shown(inspected.orientation));
        }
        Format::Png | Format::WebP => {
            let chunks = if format == Format::Png { chunks::png(source) } else { chunks::webp(source) };
            raw::describe_exif_at(chunks.exif, source, inspected);
            inspected.dimensions = chunks.dimensions.map(|stored| stored.shown(inspected.orientation));
        }
        Format::Gif => inspected.dimensions = gif_size(source),
        Format::Tiff | Format::Orf | Format::Rw2 => raw::describe_tiff(name, format, source, inspected),
        Format::Raf => raw::describe_raf(source, inspected),
        Format::Mrw => raw::describe_mrw(source, inspected),
        Format::Cr3 => raw::describe_cr3(source, inspected),
        Format::Heic | Format::Heif | Format::Avif => {
            let picture = heif::read(source);
            raw::describe_exif_at(picture.exif, source, inspected);
            // HEIF states its turn outside EXIF, and that one counts; EXIF's is the camera's note of the same.
            inspected.dimensions = picture.dimensions;
        }
        Format::QuickTime | Format::Mp4 | Format::M4v | Format::ThreeGp => movie::describe(source, inspected),
        Format::Matroska | Format::WebM => matroska::describe(source, inspected),
        Format::Avi => {
            let chunks = chunks::avi(source);
            inspected.dimensions = chunks.dimensions;
            inspected.duration_ms = chunks.duration_ms;
        }
        Format::OtherPhoto(_) | Format::OtherVideo(_) | Format::Other(_) | Format::Unknown => {}
    }
}

fn gif_size(source: &mut Metered<'_>) -> Option<Dimensions> {
    let [w0, w1, h0, h1] = source.array(6)?;
    Dimensions::new(u16::from_le_bytes([w0, w1]).into(), u16::from_le_bytes([h0, h1]).into())
}

fn named(format: Format) -> (MediaKind, &'static str) {
    match format {
        Format::Jpeg => (MediaKind::Photo, "image/jpeg"),
        Format::Png => (MediaKind::Photo, "image/png"),
        Format::WebP => (MediaKind::Photo, "image/webp"),
        Format::Gif => (MediaKind::Photo, "image/gif"),
        Format::Tiff => (MediaKind::Photo, "image/tiff"),
        Format::Orf => (MediaKind::Photo, "image/x-olympus-orf"),
        Format::Rw2 => (MediaKind::Photo, "image/x-panasonic-rw2"),
        Format::Raf => (MediaKind::Photo, "image/x-fujifilm-raf"),
        Format::Mrw => (MediaKind::Photo, "image/x-minolta-mrw"),
        Format::Cr3 => (MediaKind::Photo, "image/x-canon-cr3"),
        Format::Heic => (MediaKind::Photo, "image/heic"),
        Format::Heif => (MediaKind::Photo, "image/heif"),
        Format::Avif => (MediaKind::Photo, "image/avif"),
        Format::QuickTime => (MediaKind::Video, "video/quicktime"),
        Format::Mp4 => (MediaKind::Video, "video/mp4"),
        Format::M4v => (MediaKind::Video, "video/x-m4v"),
        Format::ThreeGp => (MediaKind::Video, "video/3gpp"),
        Format::Matroska => (MediaKind::Video, "video/x-matroska"),
        Format::WebM => (MediaKind::Video, "video/webm"),
        Format::Avi => (MediaKind::Video, "video/x-msvideo"),
        Format::OtherPhoto(media_type) => (MediaKind::Photo, media_type),
        Format::OtherVideo(media_type) => (MediaKind::Video, media_type),
        Format::Other(media_type) => (MediaKind::Other, media_type),
        Format::Unknown => (MediaKind::Other, "application/octet-stream"),
    }
}

#[cfg(test)]
mod tests;
