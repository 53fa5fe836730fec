//! Dates as cameras write them.
//!
//! A date that can't be is no date: month 0, the year 0000 of a camera without a battery, 1904 of a movie header that was
//! never filled in.

use jiff::civil::{self, DateTime};
use jiff::{SignedDuration, Span};

/// The earliest year that is believed: photography began in 1826.
const FIRST_YEAR: i16 = 1826;

/// `2016:09:28 18:18:05`, also with the separators of ISO 8601; what follows the seconds is not read.
pub(super) fn exif(text: &str) -> Option<DateTime> {
    let written = |c: char| c.is_ascii_digit() || matches!(c, ':' | '-' | '/' | ' ' | 'T');
    if !text.chars().take("2016:09:28 18:18:05".len()).all(written) {
        return None;
    }
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let mut next = || numbers.next();
    let year: i16 = next()?.parse().ok()?;
    let month: i8 = next()?.parse().ok()?;
    let day: i8 = next()?.parse().ok()?;
    let hour: i8 = next()?.parse().ok()?;
    let minute: i8 = next()?.parse().ok()?;
    let second: i8 = next().map_or(Ok(0), str::parse).ok()?;
    // Some receivers write a leap second; the calendar here has none.
    let second = if second == 60 { 59 } else { second };
    believed(DateTime::new(year, month, day, hour, minute, second, 0).ok()?)
}

/// The same moment with the fraction of a second that EXIF keeps apart, as digits after the point.
pub(super) fn with_fraction(at: DateTime, text: &str) -> Option<DateTime> {
    let digits: String = text.trim().chars().take_while(char::is_ascii_digit).take(9).collect();
    if digits.is_empty() {
        return None;
    }
    let nanoseconds: i32 = format!("{digits:0<9}").parse().ok()?;
    at.with().subsec_nanosecond(nanoseconds).build().ok()
}

/// `+02:00`, `-0330`, `Z` in minutes.
pub(super) fn offset_minutes(text: &str) -> Option<i16> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits: String = rest.chars().filter(|c| *c != ':').collect();
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i16 = digits.parse().ok()?;
    let (hours, minutes) = (number / 100, number % 100);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= 14 * 60).then_some(sign * total)
}

/// The date and time of a GPS fix, in UTC.
pub(super) fn gps(date: &str, hours: f64, minutes: f64, seconds: f64) -> Option<DateTime> {
    let mut numbers = date.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let year: i16 = numbers.next()?.parse().ok()?;
    let month: i8 = numbers.next()?.parse().ok()?;
    let day: i8 = numbers.next()?.parse().ok()?;
    let total = hours * 3600.0 + minutes * 60.0 + seconds;
    if !(0.0..86_400.0).contains(&total) {
        return None;
    }
    let midnight = civil::date(1970, 1, 1).at(0, 0, 0, 0).with().year(year).month(month).day(day).build().ok()?;
    believed(midnight.checked_add(SignedDuration::try_from_secs_f64(total).ok()?).ok()?)
}

/// Offsets in use that are not whole hours, in minutes.
const ODD_OFFSETS: [i64; 14] = [-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765, -150, 225, 825];

/// The offset in use somewhere that `wall` is ahead of `utc`, within a minute.
pub(super) fn offset_between(wall: DateTime, utc: DateTime) -> Option<i16> {
    let seconds = wall.duration_since(utc).as_secs();
    let minutes = (seconds + 30).div_euclid(60);
    let whole_hour = (minutes + 30).div_euclid(60) * 60;
    let nearest = ODD_OFFSETS.into_iter().chain([whole_hour]).min_by_key(|offset| (offset * 60 - seconds).abs())?;
    let close = (nearest * 60 - seconds).abs() <= 60;
    (close && (-12 * 60..=14 * 60).contains(&nearest)).then_some(i16::try_from(nearest).ok()?)
}

/// Seconds since midnight of 1 January 1904, UTC: the clock of QuickTime and MP4. Zero, which means "not set", and
/// anything before 1970 are no dates; a movie header can't be older than the format.
pub(super) fn movie(seconds: u64) -> Option<DateTime> {
    const UNTIL_1970: u64 = 2_082_844_800;
    // A few cameras count from 1970, as Unix does.
    let since_1970 = seconds.checked_sub(UNTIL_1970).or((seconds > 86_400 * 365).then_some(seconds))?;
    let span = Span::new().try_seconds(i64::try_from(since_1970).ok()?).ok()?;
    believed(civil::date(1970, 1, 1).at(0, 0, 0, 0).checked_add(span).ok()?)
}

/// `2019-02-12T15:27:12+0800`: the time of the wall and its offset.
pub(super) fn iso_8601(text: &str) -> Option<(DateTime, Option<i16>)> {
    let text = text.trim();
    let at = exif(text)?;
    let (_, time) = text.split_once(['T', ' '])?;
    let offset = time.find(['+', '-', 'Z', 'z']).and_then(|index| offset_minutes(time.get(index..)?));
    Some((at, offset))
}

pub(super) fn believed(at: DateTime) -> Option<DateTime> {
    (at.year() >= FIRST_YEAR).then_some(at)
}
