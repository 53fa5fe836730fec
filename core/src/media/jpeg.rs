//! The segments of a JPEG file before its picture data.

use super::inspected::Dimensions;
use super::metered::Metered;

/// What the segments say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Segments {
    /// The size of the stored picture.
    pub(super) dimensions: Option<Dimensions>,
    /// Bits per sample: 8 in all JPEGs that people meet.
    pub(super) precision: u8,
    /// How the picture is coded, from the frame header's marker.
    pub(super) coding: Option<Coding>,
    /// Samples per pixel of the whole picture in halves, each plane counted with its share: 3 for 4:2:0, 6 for 4:4:4.
    pub(super) half_samples_per_pixel: u32,
    /// Where the TIFF structure of EXIF begins in the file.
    pub(super) exif: Option<u64>,
    /// The colour profile, joined from its pieces.
    pub(super) profile: Option<Vec<u8>>,
}

/// How a JPEG is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// From top to bottom, in one pass.
    Sequential,
    /// In several passes over the whole picture, which must be held in memory meanwhile.
    Progressive,
    /// Arithmetic or lossless: no decoder here.
    Unusual,
}

/// The largest colour profile that is joined together, in bytes.
const MAX_PROFILE_BYTES: usize = 1024 * 1024;

/// Reads the segments of the JPEG that begins at `start`, up to its first scan.
pub(super) fn segments(source: &mut Metered<'_>, start: u64) -> Option<Segments> {
    let [0xff, 0xd8] = source.array(start)? else { return None };
    let mut found = Segments::default();
    let mut at = start + 2;
    while let Some([fill, marker]) = source.array::<2>(at) {
        // Some cameras put junk between segments, and any number of fill bytes is allowed.
        if fill != 0xff || marker == 0xff || marker == 0 {
            at += 1;
            continue;
        }
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            at += 2;
            continue;
        }
        if matches!(marker, 0xd9 | 0xda) {
            break;
        }
        let Some(length) = source.array(at + 2).map(u16::from_be_bytes).filter(|length| *length >= 2) else { break };
        let body = at + 4;
        let body_length = u64::from(length) - 2;
        match marker {
            0xc4 | 0xc8 | 0xcc => {}
            0xc0..=0xcf => found.frame(source, marker, body, body_length),
            0xe1 if found.exif.is_none() && source.array(body) == Some(*b"Exif\0") => found.exif = Some(body + 6),
            0xe2 if source.array(body) == Some(*b"ICC_PROFILE\0") => found.piece(source, body, body_length),
            _ => {}
        }
        at = body + body_length;
    }
    Some(found)
}

impl Segments {
    fn frame(&mut self, source: &mut Metered<'_>, marker: u8, body: u64, length: u64) {
        let Some([precision, h0, h1, w0, w1, planes]) = source.array(body) else { return };
        if self.dimensions.is_some() {
            return;
        }
        self.dimensions = Dimensions::new(u16::from_be_bytes([w0, w1]).into(), u16::from_be_bytes([h0, h1]).into());
        self.precision = precision;
        self.coding = Some(match marker {
            0xc0 | 0xc1 => Coding::Sequential,
            0xc2 => Coding::Progressive,
            _ => Coding::Unusual,
        });
        let planes = source.bytes(body + 6, (u64::from(planes) * 3).min(length.saturating_sub(6))).unwrap_or_default();
        let shares =
            planes.as_chunks::<3>().0.iter().map(|[_, share, _]| u32::from(share >> 4) * u32::from(share & 15));
        let most = shares.clone().max().unwrap_or(1).max(1);
        self.half_samples_per_pixel = (shares.sum::<u32>() * 2).div_ceil(most);
    }

    /// One piece of the colour profile: its number and how many there are, then its bytes. Pieces come in order in every
    /// file that was ever seen; one that does not ends the profile.
    fn piece(&mut self, source: &mut Metered<'_>, body: u64, length: u64) {
        let profile = self.profile.get_or_insert_default();
        if profile.len() > MAX_PROFILE_BYTES || length < 14 {
            return;
        }
        if let Some(bytes) = source.bytes(body + 14, length - 14) {
            profile.extend(bytes);
        }
    }
}
