//! What the header of an MP4 or QuickTime movie says.

use std::ops::Range;

use super::boxes::{at_path, boxes, first, number};
use super::date;
use super::exif::camera_name;
use super::inspected::{CaptureSource, Captured, Dimensions, Inspected, OffsetSource, Place, UtcOffset};
use super::metered::Metered;
use super::tiff::text;

/// The most tracks that are looked at.
const MAX_TRACKS: usize = 32;

/// The most bytes of a metadata value that are read.
const MAX_VALUE_BYTES: u64 = 1024;

/// Writes into `inspected` what the movie's header says.
pub(super) fn describe(source: &mut Metered<'_>, inspected: &mut Inspected) {
    let whole = 0..source.length();
    let Some(moov) = first(source, whole, b"moov") else { return };
    let header = first(source, moov.clone(), b"mvhd").and_then(|mvhd| Header::read(source, mvhd.start));
    inspected.duration_ms = header.as_ref().and_then(Header::duration_ms);
    inspected.captured = header.and_then(|header| date::movie(header.created)).map(|at| Captured {
        at,
        offset: Some(UtcOffset { minutes: 0, source: OffsetSource::Utc }),
        source: CaptureSource::MovieHeader,
    });
    let children = boxes(source, moov.clone());
    let tracks = children.iter().filter(|boxed| boxed.kind == *b"trak").take(MAX_TRACKS);
    for track in tracks {
        if let Some(dimensions) = picture_size(source, track.body.clone()) {
            inspected.dimensions = Some(dimensions);
            break;
        }
    }
    if let Some(udta) = first(source, moov.clone(), b"udta") {
        user_data(source, udta, inspected);
    }
    for (key, value) in metadata(source, moov) {
        apple(&key, &value, inspected);
    }
}

/// The movie header, and a track's media header: they begin alike.
struct Header {
    created: u64,
    per_second: u64,
    duration: u64,
}

impl Header {
    fn read(source: &mut Metered<'_>, at: u64) -> Option<Self> {
        let [version] = source.array(at)?;
        let bytes: [u8; 32] = source.array(at)?;
        let (created, per_second, duration) =
            if version == 1 { (4..12, 20..24, 24..32) } else { (4..8, 12..16, 16..20) };
        let unknown = bytes.get(duration.clone())?.iter().all(|byte| *byte == 0xff);
        Some(Self {
            created: number(bytes.get(created)?),
            per_second: number(bytes.get(per_second)?),
            duration: if unknown { 0 } else { number(bytes.get(duration)?) },
        })
    }

    fn duration_ms(&self) -> Option<u64> {
        let milliseconds =
            u128::from(self.duration) * 1000 / u128::from((self.per_second > 0).then_some(self.per_second)?);
        u64::try_from(milliseconds).ok().filter(|duration| (1..=MAX_DURATION_MS).contains(duration))
    }
}

/// The longest duration that is believed, in milliseconds: a year.
const MAX_DURATION_MS: u64 = 366 * 24 * 3600 * 1000;

/// Width and height of a video track as shown: its matrix may turn it by quarters.
fn picture_size(source: &mut Metered<'_>, track: Range<u64>) -> Option<Dimensions> {
    let handler = at_path(source, track.clone(), &[b"mdia", b"hdlr"])?;
    if source.array(handler.start + 8) != Some(*b"vide") {
        return None;
    }
    let header = first(source, track, b"tkhd")?;
    let [version] = source.array(header.start)?;
    let matrix = header.start + if version == 1 { 52 } else { 40 };
    let bytes: [u8; 44] = source.array(matrix)?;
    let fixed =
        |index: usize| bytes.get(4 * index..4 * index + 4).map(number).and_then(|bits| u32::try_from(bits).ok());
    let dimensions = Dimensions::new(fixed(9)? >> 16, fixed(10)? >> 16)?;
    // The matrix is a b u, c d v, x y w: a quarter turn has nothing on its diagonal.
    let quarter_turn = fixed(0)? == 0 && fixed(4)? == 0 && fixed(1)? != 0;
    Some(if quarter_turn { dimensions.turned() } else { dimensions })
}

/// QuickTime's old user data, which Android's cameras still write: texts with a length and a language before them.
fn user_data(source: &mut Metered<'_>, udta: Range<u64>, inspected: &mut Inspected) {
    for boxed in boxes(source, udta) {
        let Some(body) = source.bytes(boxed.body.start, (boxed.body.end - boxed.body.start).min(MAX_VALUE_BYTES))
        else {
            continue;
        };
        let value = || text(body.get(4..)?);
        match &boxed.kind {
            b"\xa9xyz" => inspected.place = value().and_then(|text| iso_6709(&text)),
            b"\xa9mak" => inspected.camera_make = camera_name(value()),
            b"\xa9mod" => inspected.camera_model = camera_name(value()),
            _ => {}
        }
    }
}

/// The pairs of Apple's metadata: names in one box, values in another, joined by number.
fn metadata(source: &mut Metered<'_>, moov: Range<u64>) -> Vec<(String, String)> {
    let Some(meta) = first(source, moov, b"meta") else { return Vec::new() };
    // In MP4 this box has four bytes of version and flags before its children, in QuickTime it has none.
    let plain = first(source, meta.clone(), b"keys").is_some();
    let meta = if plain { meta } else { meta.start + 4..meta.end };
    let Some(keys) = first(source, meta.clone(), b"keys") else { return Vec::new() };
    let Some(list) = first(source, meta, b"ilst") else { return Vec::new() };
    // A name's length and kind are written like a box's length and type.
    let names = boxes(source, keys.start + 8..keys.end);
    let mut pairs = Vec::new();
    for item in boxes(source, list) {
        let index = usize::try_from(u32::from_be_bytes(item.kind)).unwrap_or(0);
        let Some(name) = index.checked_sub(1).and_then(|index| names.get(index)) else { continue };
        let Some(data) = first(source, item.body, b"data") else { continue };
        let mut short = |range: Range<u64>| {
            let bytes = source.bytes(range.start, range.end.checked_sub(range.start)?.min(MAX_VALUE_BYTES))?;
            text(&bytes)
        };
        pairs.extend(Option::zip(short(name.body.clone()), short(data.start + 8..data.end)));
    }
    pairs
}

fn apple(key: &str, value: &str, inspected: &mut Inspected) {
    match key {
        "com.apple.quicktime.creationdate" => {
            if let Some((at, minutes)) = date::iso_8601(value) {
                let offset = minutes.map(|minutes| UtcOffset { minutes, source: OffsetSource::Stated });
                inspected.captured = Some(Captured { at, offset, source: CaptureSource::QuickTime });
            }
        }
        "com.apple.quicktime.make" => inspected.camera_make = camera_name(Some(value.to_owned())),
        "com.apple.quicktime.model" => inspected.camera_model = camera_name(Some(value.to_owned())),
        "com.android.manufacturer" if inspected.camera_make.is_none() => {
            inspected.camera_make = camera_name(Some(value.to_owned()));
        }
        "com.android.model" if inspected.camera_model.is_none() => {
            inspected.camera_model = camera_name(Some(value.to_owned()));
        }
        "com.apple.quicktime.location.ISO6709" => inspected.place = iso_6709(value),
        "com.apple.quicktime.content.identifier" => inspected.live_photo_id = camera_name(Some(value.to_owned())),
        _ => {}
    }
}

/// `+27.1281+100.2508+000.000/`: degrees north, degrees east, metres up. The short forms with minutes and seconds in one
/// number are not written by cameras.
fn iso_6709(text: &str) -> Option<Place> {
    let starts: Vec<usize> =
        text.char_indices().filter(|(_, c)| matches!(c, '+' | '-' | '/')).map(|(at, _)| at).collect();
    let latitude = text.get(*starts.first()?..*starts.get(1)?)?.parse().ok()?;
    let longitude = text.get(*starts.get(1)?..starts.get(2).copied().unwrap_or(text.len()))?.parse().ok()?;
    Place::new(latitude, longitude)
}
