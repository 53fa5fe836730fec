//! Formats that are a row of chunks: PNG, and the RIFF family with WebP and AVI.

use super::inspected::Dimensions;
use super::metered::Metered;

/// What the chunks say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Chunks {
    pub(super) dimensions: Option<Dimensions>,
    /// Where the TIFF structure of EXIF begins in the file.
    pub(super) exif: Option<u64>,
    /// The colour profile's place in the file; compressed in PNG.
    pub(super) duration_ms: Option<u64>,
}

/// Reads a PNG's chunks.
pub(super) fn png(source: &mut Metered<'_>) -> Chunks {
    let mut found = Chunks::default();
    let mut at = 8;
    while let Some([l0, l1, l2, l3, kind @ ..]) = source.array::<8>(at) {
        let length = u64::from(u32::from_be_bytes([l0, l1, l2, l3]));
        match &kind {
            b"IHDR" => {
                found.dimensions = source.array::<8>(at + 8).and_then(|[a, b, c, d, e, f, g, h]| {
                    Dimensions::new(u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]))
                });
            }
            b"eXIf" => found.exif = Some(skip_identifier(source, at + 8)),
            b"IEND" => break,
            _ => {}
        }
        at += 12 + length;
    }
    found
}

/// Reads a WebP's chunks.
pub(super) fn webp(source: &mut Metered<'_>) -> Chunks {
    let mut found = Chunks::default();
    for_each_riff(source, 12, |source, kind, body, _| match kind {
        b"VP8X" => {
            found.dimensions = source.array::<10>(body).and_then(|[_, _, _, _, a, b, c, d, e, f]| {
                Dimensions::new(u32::from_le_bytes([a, b, c, 0]) + 1, u32::from_le_bytes([d, e, f, 0]) + 1)
            });
        }
        b"VP8 " if found.dimensions.is_none() => {
            found.dimensions = source.array::<10>(body).and_then(|[_, _, _, _, _, _, a, b, c, d]| {
                let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
                Dimensions::new(side(a, b), side(c, d))
            });
        }
        b"VP8L" if found.dimensions.is_none() => {
            found.dimensions = source.array::<5>(body).and_then(|[_, a, b, c, d]| {
                let bits = u32::from_le_bytes([a, b, c, d]);
                Dimensions::new((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)
            });
        }
        b"EXIF" => found.exif = Some(skip_identifier(source, body)),
        _ => {}
    });
    found
}

/// Reads the main header of an AVI.
pub(super) fn avi(source: &mut Metered<'_>) -> Chunks {
    let mut found = Chunks::default();
    // `RIFF size AVI LIST size hdrl avih size`: the main header is first by the rules.
    if source.array(24) == Some(*b"avih") {
        let number = |source: &mut Metered<'_>, index: u64| source.array(32 + 4 * index).map(u32::from_le_bytes);
        let frame_us = number(source, 0);
        let frames = number(source, 4);
        found.dimensions = Option::zip(number(source, 8), number(source, 9)).and_then(|(w, h)| Dimensions::new(w, h));
        found.duration_ms = Option::zip(frame_us, frames)
            .map(|(frame_us, frames)| u64::from(frame_us) * u64::from(frames) / 1000)
            .filter(|duration| *duration > 0);
    }
    found
}

fn for_each_riff(source: &mut Metered<'_>, start: u64, mut visit: impl FnMut(&mut Metered<'_>, &[u8; 4], u64, u64)) {
    let mut at = start;
    while let Some([kind @ .., l0, l1, l2, l3]) = source.array::<8>(at) {
        let length = u64::from(u32::from_le_bytes([l0, l1, l2, l3]));
        visit(source, &kind, at + 8, length);
        at += 8 + length + length % 2;
    }
}

/// Some programs keep JPEG's `Exif\0\0` before the TIFF header.
fn skip_identifier(source: &mut Metered<'_>, at: u64) -> u64 {
    if source.array(at) == Some(*b"Exif\0\0") { at + 6 } else { at }
}
