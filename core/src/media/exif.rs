//! What EXIF says about a photo: when, where, with which camera, which way up.

use jiff::civil;
use safelight_protocol::Blob;

use super::apple;
use super::date;
use super::inspected::{
    CaptureSource, Captured, Inspected, MAX_CAMERA_CHARS, MAX_EMBEDDED_THUMBNAIL_BYTES, OffsetSource, Orientation,
    Place, UtcOffset,
};
use super::metered::Metered;
use super::tiff::{Branch, Directory, Tiff};

mod tag {
    pub(super) const MAKE: u16 = 0x010f;
    pub(super) const MODEL: u16 = 0x0110;
    pub(super) const ORIENTATION: u16 = 0x0112;
    pub(super) const MODIFIED: u16 = 0x0132;
    pub(super) const THUMBNAIL_OFFSET: u16 = 0x0201;
    pub(super) const THUMBNAIL_LENGTH: u16 = 0x0202;
    pub(super) const ORIGINAL: u16 = 0x9003;
    pub(super) const DIGITIZED: u16 = 0x9004;
    pub(super) const MAKER_NOTE: u16 = 0x927c;
    pub(super) const OFFSET: u16 = 0x9010;
    pub(super) const OFFSET_ORIGINAL: u16 = 0x9011;
    pub(super) const OFFSET_DIGITIZED: u16 = 0x9012;
    pub(super) const SUBSEC: u16 = 0x9290;
    pub(super) const SUBSEC_ORIGINAL: u16 = 0x9291;
    pub(super) const SUBSEC_DIGITIZED: u16 = 0x9292;
    pub(super) const LATITUDE_REF: u16 = 1;
    pub(super) const LATITUDE: u16 = 2;
    pub(super) const LONGITUDE_REF: u16 = 3;
    pub(super) const LONGITUDE: u16 = 4;
    pub(super) const GPS_TIME: u16 = 7;
    pub(super) const GPS_DATE: u16 = 29;
}

/// Writes into `inspected` what the directories say. What is there already and is not said here stays.
pub(super) fn describe(tiff: &Tiff, source: &mut Metered<'_>, inspected: &mut Inspected) {
    let main = tiff.at(Branch::Image(0));
    let exif = tiff.at(Branch::Exif);
    let gps = tiff.at(Branch::Gps);
    if let Some(main) = main {
        inspected.camera_make = camera_name(main.text(tag::MAKE)).or(inspected.camera_make.take());
        inspected.camera_model = camera_name(main.text(tag::MODEL)).or(inspected.camera_model.take());
        if let Some(orientation) = orientation(main) {
            inspected.orientation = orientation;
        }
    }
    inspected.captured = captured(main, exif, gps).or(inspected.captured);
    inspected.place = gps.and_then(place).or(inspected.place);
    let maker_note = exif.and_then(|exif| exif.bytes(tag::MAKER_NOTE));
    inspected.live_photo_id = maker_note.and_then(apple::live_photo_id).or(inspected.live_photo_id.take());
    inspected.embedded_thumbnail = thumbnail(tiff, source).or(inspected.embedded_thumbnail.take());
}

/// The stored orientation, if it is one.
pub(super) fn orientation(directory: &Directory) -> Option<Orientation> {
    u8::try_from(directory.number(tag::ORIENTATION)?).ok()?.try_into().ok()
}

/// A camera's name, cut to what is kept; `None` if nothing is left of it.
pub(super) fn camera_name(text: Option<String>) -> Option<String> {
    let clean: String = text?.chars().filter(|c| !c.is_control()).take(MAX_CAMERA_CHARS).collect();
    let trimmed = clean.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

fn captured(main: Option<&Directory>, exif: Option<&Directory>, gps: Option<&Directory>) -> Option<Captured> {
    let fix = gps.and_then(gps_instant);
    let stated = |directory: Option<&Directory>, date, fraction, offset, source| {
        let at = date::exif(&directory?.text(date)?)?;
        let at =
            exif.and_then(|exif| exif.text(fraction)).and_then(|text| date::with_fraction(at, &text)).unwrap_or(at);
        let written = exif.and_then(|exif| exif.text(offset)).and_then(|text| date::offset_minutes(&text));
        let offset = written
            .map(|minutes| UtcOffset { minutes, source: OffsetSource::Stated })
            .or_else(|| inferred_offset(at, fix?));
        Some(Captured { at, offset, source })
    };
    stated(exif, tag::ORIGINAL, tag::SUBSEC_ORIGINAL, tag::OFFSET_ORIGINAL, CaptureSource::ExifOriginal)
        // A few old cameras and many scanners put the EXIF dates into the main directory.
        .or_else(|| {
            stated(main, tag::ORIGINAL, tag::SUBSEC_ORIGINAL, tag::OFFSET_ORIGINAL, CaptureSource::ExifOriginal)
        })
        .or_else(|| {
            stated(exif, tag::DIGITIZED, tag::SUBSEC_DIGITIZED, tag::OFFSET_DIGITIZED, CaptureSource::ExifDigitized)
        })
        .or_else(|| {
            let offset = Some(UtcOffset { minutes: 0, source: OffsetSource::Utc });
            fix.map(|at| Captured { at, offset, source: CaptureSource::ExifGps })
        })
        .or_else(|| stated(main, tag::MODIFIED, tag::SUBSEC, tag::OFFSET, CaptureSource::ExifModified))
}

/// The offset that explains the difference between the wall's clock and the satellite's.
fn inferred_offset(wall: civil::DateTime, fix: civil::DateTime) -> Option<UtcOffset> {
    let minutes = date::offset_between(wall, fix)?;
    Some(UtcOffset { minutes, source: OffsetSource::Gps })
}

fn gps_instant(gps: &Directory) -> Option<civil::DateTime> {
    let [hours, minutes, seconds] = gps.fractions(tag::GPS_TIME)?;
    date::gps(&gps.text(tag::GPS_DATE)?, hours, minutes, seconds)
}

fn place(gps: &Directory) -> Option<Place> {
    let axis = |value, reference, positive: u8, negative: u8| {
        let degrees = degrees(gps, value)?;
        let side = gps.bytes(reference)?.first()?.to_ascii_uppercase();
        if side == positive { Some(degrees) } else { (side == negative).then_some(-degrees) }
    };
    let latitude = axis(tag::LATITUDE, tag::LATITUDE_REF, b'N', b'S')?;
    let longitude = axis(tag::LONGITUDE, tag::LONGITUDE_REF, b'E', b'W')?;
    Place::new(latitude, longitude)
}

fn degrees(gps: &Directory, tag: u16) -> Option<f64> {
    let [degrees, minutes, seconds] = gps
        .fractions::<3>(tag)
        // Some write 0/0 for the seconds, and some leave them out.
        .or_else(|| gps.fractions::<2>(tag).map(|[degrees, minutes]| [degrees, minutes, 0.0]))?;
    Some(degrees + minutes / 60.0 + seconds / 3600.0)
}

/// The JPEG thumbnail of the second image directory; of the first in files that have only one.
fn thumbnail(tiff: &Tiff, source: &mut Metered<'_>) -> Option<Blob> {
    let directory = tiff.at(Branch::Image(1))?;
    let offset = directory.number(tag::THUMBNAIL_OFFSET)?;
    let length = directory.number(tag::THUMBNAIL_LENGTH)?;
    if !(4..=MAX_EMBEDDED_THUMBNAIL_BYTES).contains(&length) {
        return None;
    }
    let bytes = source.bytes(tiff.base + u64::from(offset), u64::from(length))?;
    bytes.starts_with(&[0xff, 0xd8, 0xff]).then_some(Blob(bytes))
}
