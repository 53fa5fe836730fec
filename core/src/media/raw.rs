//! Raw files of cameras: most are TIFF inside, in one wrapping or another.

use std::ops::Range;

use super::boxes::{boxes, first};
use super::exif;
use super::inspected::{Dimensions, Inspected};
use super::jpeg;
use super::metered::Metered;
use super::sniff::Format;
use super::tiff::{Branch, Directory, Tiff};

const SUBFILE: u16 = 0x00fe;
const WIDTH: u16 = 0x0100;
const HEIGHT: u16 = 0x0101;
const PHOTOMETRIC: u16 = 0x0106;
const EXIF_WIDTH: u16 = 0xa002;
const EXIF_HEIGHT: u16 = 0xa003;
const DNG_VERSION: u16 = 0xc612;

/// A TIFF, or a raw file that is one but for its magic number.
pub(super) fn describe_tiff(name: &str, format: Format, source: &mut Metered<'_>, inspected: &mut Inspected) {
    let Some(tiff) = Tiff::read(source, 0) else { return };
    exif::describe(&tiff, source, inspected);
    if format == Format::Tiff {
        inspected.media_type = media_type(name, &tiff, source, inspected.camera_make.as_deref()).to_owned();
    }
    let stored = match (format, inspected.media_type.as_str()) {
        (Format::Rw2, _) => panasonic_size(&tiff),
        // The directories of a CR2 tell the sizes of its previews; only EXIF tells the photo's.
        (_, "image/x-canon-cr2") => exif_size(&tiff).or_else(|| largest(&tiff)),
        (_, PHASE_ONE) => phase_one_size(source).or_else(|| largest(&tiff)),
        // A TIFF of several pages is shown by its first.
        (_, "image/tiff") => tiff.at(Branch::Image(0)).and_then(size).or_else(|| largest(&tiff)),
        _ => largest(&tiff),
    };
    inspected.dimensions = stored.map(|stored| stored.shown(inspected.orientation));
}

/// The largest picture that is not marked as a reduced one.
fn largest(tiff: &Tiff) -> Option<Dimensions> {
    let pictures =
        || tiff.directories.iter().filter(|directory| matches!(directory.place, Branch::Image(_) | Branch::SubImage));
    let full = |directory: &&Directory| directory.number(SUBFILE).is_none_or(|kind| kind & 1 == 0);
    let largest = |sizes: &mut dyn Iterator<Item = &Directory>| {
        sizes.filter_map(size).max_by_key(|size| u64::from(size.width) * u64::from(size.height))
    };
    largest(&mut pictures().filter(full)).or_else(|| largest(&mut pictures()))
}

fn size(directory: &Directory) -> Option<Dimensions> {
    Dimensions::new(directory.number(WIDTH)?, directory.number(HEIGHT)?)
}

fn exif_size(tiff: &Tiff) -> Option<Dimensions> {
    let exif = tiff.at(Branch::Exif)?;
    Dimensions::new(exif.number(EXIF_WIDTH)?, exif.number(EXIF_HEIGHT)?)
}

/// Panasonic tells the four borders of the sensor's used area.
fn panasonic_size(tiff: &Tiff) -> Option<Dimensions> {
    let main = tiff.at(Branch::Image(0))?;
    let [top, left, bottom, right] = [main.number(4)?, main.number(5)?, main.number(6)?, main.number(7)?];
    Dimensions::new(right.checked_sub(left)?, bottom.checked_sub(top)?)
}

const PHASE_ONE: &str = "image/x-raw";

/// Phase One and Leaf keep a directory of their own behind the TIFF header: rows of tag, type, length and value.
fn phase_one_size(source: &mut Metered<'_>) -> Option<Dimensions> {
    const START: u64 = 8;
    let directory = START + u64::from(source.array(START + 8).map(u32::from_le_bytes)?);
    let count = source.array(directory).map(u32::from_le_bytes)?.min(256);
    let (mut width, mut height) = (None, None);
    for row in 0..u64::from(count) {
        let [t0, t1, t2, t3, .., v0, v1, v2, v3] = source.array::<16>(directory + 8 + 16 * row)?;
        match u32::from_le_bytes([t0, t1, t2, t3]) {
            0x10c => width = Some(u32::from_le_bytes([v0, v1, v2, v3])),
            0x10d => height = Some(u32::from_le_bytes([v0, v1, v2, v3])),
            _ => {}
        }
    }
    Dimensions::new(width?, height?)
}

/// Tells raw formats apart that all begin like TIFF: by their marks where they have one, by the maker where the picture
/// is a sensor's, and by the name only after that.
fn media_type(name: &str, tiff: &Tiff, source: &mut Metered<'_>, make: Option<&str>) -> &'static str {
    if tiff.at(Branch::Image(0)).is_some_and(|main| main.bytes(DNG_VERSION).is_some()) {
        return "image/x-adobe-dng";
    }
    if source.array(8) == Some(*b"CR\x02") {
        return "image/x-canon-cr2";
    }
    if source.array(8) == Some(*b"IIII") {
        return PHASE_ONE;
    }
    // 32803 is a colour filter array, 34892 linear raw.
    let sensor = |directory: &Directory| matches!(directory.number(PHOTOMETRIC), Some(32803 | 34892));
    let named = RAW_TYPES.iter().find(|(ending, ..)| has_ending(name, ending)).map(|(.., media_type)| *media_type);
    if tiff.directories.iter().any(sensor) {
        let make = make.unwrap_or_default().to_ascii_uppercase();
        let by_maker =
            RAW_TYPES.iter().find(|(_, maker, _)| make.starts_with(maker)).map(|(.., media_type)| *media_type);
        return named.or(by_maker).unwrap_or("image/x-raw");
    }
    named.unwrap_or("image/tiff")
}

/// Ending, maker in capitals, media type; a maker's first row is its usual format.
const RAW_TYPES: &[(&str, &str, &str)] = &[
    ("nef", "NIKON", "image/x-nikon-nef"),
    ("nrw", "NIKON", "image/x-nikon-nrw"),
    ("arw", "SONY", "image/x-sony-arw"),
    ("sr2", "SONY", "image/x-sony-sr2"),
    ("pef", "PENTAX", "image/x-pentax-pef"),
    ("srw", "SAMSUNG", "image/x-samsung-srw"),
    ("3fr", "HASSELBLAD", "image/x-hasselblad-3fr"),
    ("erf", "SEIKO EPSON", "image/x-epson-erf"),
    ("kdc", "EASTMAN KODAK", "image/x-kodak-kdc"),
    ("dcr", "KODAK", "image/x-kodak-dcr"),
    ("mef", "MAMIYA", "image/x-mamiya-mef"),
    ("rwl", "LEICA", "image/x-leica-rwl"),
];

fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(ending))
}

/// Fujifilm: a header that points to a JPEG with EXIF.
pub(super) fn describe_raf(source: &mut Metered<'_>, inspected: &mut Inspected) {
    let Some(start) = source.array(84).map(u32::from_be_bytes) else { return };
    let Some(segments) = jpeg::segments(source, start.into()) else { return };
    describe_exif_at(segments.exif, source, inspected);
    inspected.dimensions = segments.dimensions.map(|stored| stored.shown(inspected.orientation));
}

/// Minolta: blocks, one with the sensor's size and one with a TIFF.
pub(super) fn describe_mrw(source: &mut Metered<'_>, inspected: &mut Inspected) {
    let mut at = 8;
    let mut stored = None;
    while let Some([0, kind @ .., a, b, c, d]) = source.array::<8>(at) {
        let body = at + 8;
        match &kind {
            b"PRD" => {
                let side = |source: &mut Metered<'_>, offset| source.array(body + offset).map(u16::from_be_bytes);
                let (height, width) = (side(source, 12), side(source, 14));
                stored =
                    Option::zip(width, height).and_then(|(width, height)| Dimensions::new(width.into(), height.into()));
            }
            b"TTW" => describe_exif_at(Some(body), source, inspected),
            _ => {}
        }
        at = body + u64::from(u32::from_be_bytes([a, b, c, d]));
    }
    inspected.dimensions = stored.map(|stored| stored.shown(inspected.orientation));
}

/// Canon's box for its metadata inside `moov`.
const CANON: [u8; 16] = *b"\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48";

/// Canon's CR3: boxes as in a movie, with one TIFF each for the photo, EXIF and GPS.
pub(super) fn describe_cr3(source: &mut Metered<'_>, inspected: &mut Inspected) {
    let whole = 0..source.length();
    let Some(moov) = first(source, whole, b"moov") else { return };
    let Some(canon) = boxes(source, moov)
        .into_iter()
        .find(|boxed| boxed.kind == *b"uuid" && source.array(boxed.body.start) == Some(CANON))
    else {
        return;
    };
    let inner = boxes(source, canon.body.start + 16..canon.body.end);
    let block = |kind: &[u8; 4]| inner.iter().find(|boxed| boxed.kind == *kind).map(|boxed| boxed.body.clone());
    let mut joined = Tiff::default();
    for (kind, branch) in [(b"CMT1", Branch::Image(0)), (b"CMT2", Branch::Exif), (b"CMT4", Branch::Gps)] {
        let tiff = block(kind).and_then(|body: Range<u64>| Tiff::read(source, body.start));
        let main =
            tiff.and_then(|tiff| tiff.directories.into_iter().find(|directory| directory.place == Branch::Image(0)));
        joined.directories.extend(main.map(|directory| Directory { place: branch, ..directory }));
    }
    exif::describe(&joined, source, inspected);
    inspected.dimensions = largest(&joined).map(|stored| stored.shown(inspected.orientation));
}

/// EXIF at a place of the file, if it was found.
pub(super) fn describe_exif_at(at: Option<u64>, source: &mut Metered<'_>, inspected: &mut Inspected) {
    if let Some(tiff) = at.and_then(|at| Tiff::read(source, at)) {
        exif::describe(&tiff, source, inspected);
    }
}
