//! What a Matroska or WebM file says, read by nom-exif.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;
use nom_exif::{EntryValue, MediaParser, MediaSource, TrackInfo, TrackInfoTag};

use super::date;
use super::inspected::{CaptureSource, Captured, Dimensions, Inspected, OffsetSource, UtcOffset};
use super::metered::Metered;

/// Writes into `inspected` what the file says.
pub(super) fn describe(source: &mut Metered<'_>, inspected: &mut Inspected) {
    // A foreign parser on foreign bytes: it has asserts inside, and a file that trips one is a file that can't be
    // understood, not the end of an import. Nothing of it is used after a panic.
    let info = catch_unwind(AssertUnwindSafe(|| parse(source))).ok().flatten();
    let Some(info) = info else { return };
    let number = |tag| info.get(tag).and_then(EntryValue::as_u32);
    inspected.dimensions = Option::zip(number(TrackInfoTag::Width), number(TrackInfoTag::Height))
        .and_then(|(width, height)| Dimensions::new(width, height));
    inspected.duration_ms = match info.get(TrackInfoTag::DurationMs) {
        Some(EntryValue::U64(duration)) if *duration > 0 => Some(*duration),
        _ => None,
    };
    let created = info.get(TrackInfoTag::CreateDate).and_then(EntryValue::as_datetime);
    inspected.captured = created
        .and_then(|created| Timestamp::from_second(created.aware()?.timestamp()).ok())
        .and_then(|created| date::believed(created.to_zoned(jiff::tz::TimeZone::UTC).datetime()))
        .map(|at| Captured {
            at,
            offset: Some(UtcOffset { minutes: 0, source: OffsetSource::Utc }),
            source: CaptureSource::Matroska,
        });
}

fn parse(source: &mut Metered<'_>) -> Option<TrackInfo> {
    std::io::Seek::rewind(source).ok()?;
    MediaParser::new().parse_track(MediaSource::seekable(source).ok()?).ok()
}
