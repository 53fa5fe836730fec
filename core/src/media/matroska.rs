//! What the header of a Matroska or WebM file says.

use std::ops::Range;

use jiff::{SignedDuration, civil};

use super::boxes::number;
use super::date;
use super::inspected::{CaptureSource, Captured, Dimensions, Inspected, OffsetSource, UtcOffset};
use super::metered::Metered;

/// The most elements of one level that are looked at. Headers come before the clusters of frames in any file that a
/// camera writes.
const MAX_ELEMENTS: usize = 1024;

const SEGMENT: u64 = 0x1853_8067;
const INFO: u64 = 0x1549_a966;
const TICK_NS: u64 = 0x2a_d7b1;
const DURATION: u64 = 0x4489;
const DATE: u64 = 0x4461;
const TRACKS: u64 = 0x1654_ae6b;
const TRACK: u64 = 0xae;
const VIDEO: u64 = 0xe0;
const WIDTH: u64 = 0xb0;
const HEIGHT: u64 = 0xba;

/// Writes into `inspected` what the file says.
pub(super) fn describe(source: &mut Metered<'_>, inspected: &mut Inspected) {
    let whole = 0..source.length();
    let Some(segment) = find(source, whole, SEGMENT) else { return };
    for (id, body) in elements(source, segment) {
        match id {
            INFO => describe_info(source, body, inspected),
            TRACKS => inspected.dimensions = picture_size(source, body),
            _ => continue,
        }
    }
}

fn describe_info(source: &mut Metered<'_>, info: Range<u64>, inspected: &mut Inspected) {
    let mut tick_ns = 1_000_000;
    let mut ticks = None;
    for (id, body) in elements(source, info) {
        let Some(bytes) = source.bytes(body.start, (body.end - body.start).min(8)) else { continue };
        match id {
            TICK_NS => tick_ns = number(&bytes),
            DURATION => ticks = float(&bytes),
            DATE => inspected.captured = captured(&bytes),
            _ => {}
        }
    }
    let seconds = ticks.map(|ticks| ticks * (tick_ns as f64) / 1e9);
    let duration = seconds.and_then(|seconds| SignedDuration::try_from_secs_f64(seconds).ok());
    inspected.duration_ms =
        duration.and_then(|duration| u64::try_from(duration.as_millis()).ok()).filter(|duration| *duration > 0);
}

fn float(bytes: &[u8]) -> Option<f64> {
    match *bytes {
        [a, b, c, d] => Some(f32::from_be_bytes([a, b, c, d]).into()),
        [a, b, c, d, e, f, g, h] => Some(f64::from_be_bytes([a, b, c, d, e, f, g, h])),
        _ => None,
    }
}

/// Nanoseconds since the beginning of 2001, UTC. Zero means "not set".
fn captured(bytes: &[u8]) -> Option<Captured> {
    let nanoseconds = i64::from_be_bytes(bytes.try_into().ok()?);
    let since = SignedDuration::from_nanos((nanoseconds != 0).then_some(nanoseconds)?);
    let at = date::believed(civil::date(2001, 1, 1).at(0, 0, 0, 0).checked_add(since).ok()?)?;
    let offset = Some(UtcOffset { minutes: 0, source: OffsetSource::Utc });
    Some(Captured { at, offset, source: CaptureSource::Matroska })
}

/// Width and height of the first track with a picture.
fn picture_size(source: &mut Metered<'_>, tracks: Range<u64>) -> Option<Dimensions> {
    let tracks = elements(source, tracks);
    tracks.into_iter().filter(|(id, _)| *id == TRACK).find_map(|(_, track)| {
        let video = find(source, track, VIDEO)?;
        let mut side = |id| {
            let body = find(source, video.clone(), id)?;
            u32::try_from(number(&source.bytes(body.start, (body.end - body.start).min(8))?)).ok()
        };
        Dimensions::new(side(WIDTH)?, side(HEIGHT)?)
    })
}

fn find(source: &mut Metered<'_>, within: Range<u64>, wanted: u64) -> Option<Range<u64>> {
    elements(source, within).into_iter().find(|(id, _)| *id == wanted).map(|(_, body)| body)
}

/// The elements in a range of the file, in order, as far as they make sense: their ids and where their bodies are.
fn elements(source: &mut Metered<'_>, within: Range<u64>) -> Vec<(u64, Range<u64>)> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end && found.len() < MAX_ELEMENTS {
        let Some((id, body)) = variable(source, at, Marker::Kept) else { break };
        let Some((length, body)) = variable(source, body, Marker::Cleared) else { break };
        let end = body.saturating_add(length).min(within.end);
        found.push((id, body.min(end)..end));
        at = end;
    }
    found
}

/// Whether the bit that tells a number's length belongs to the number.
#[derive(Clone, Copy, PartialEq)]
enum Marker {
    Kept,
    Cleared,
}

/// A number of one to eight bytes, and where the next byte is. A length with all bits set is "not known": to the end.
fn variable(source: &mut Metered<'_>, at: u64, marker: Marker) -> Option<(u64, u64)> {
    let [first] = source.array(at)?;
    let length = first.leading_zeros() + 1;
    let bytes = source.bytes(at, u64::from(length).min(9)).filter(|bytes| bytes.len() <= 8)?;
    let bits = number(&bytes);
    let cleared = bits & ((1 << (7 * length)) - 1);
    let value = match marker {
        Marker::Kept => bits,
        Marker::Cleared if cleared == (1 << (7 * length)) - 1 => u64::MAX,
        Marker::Cleared => cleared,
    };
    Some((value, at + u64::from(length)))
}
