//! When a certificate is good: the two dates out of its DER, and nothing else of it.
//!
//! Reads foreign bytes: whatever they are, there is an answer or none, never a panic.

use jiff::civil;
use jiff::tz::Offset;

use crate::ports::Validity;

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// From when to when a certificate (RFC 5280, in DER) is good.
pub(crate) fn validity(der: &[u8]) -> Option<Validity> {
    let (certificate, _) = element(der, SEQUENCE)?;
    let (mut fields, _) = element(certificate, SEQUENCE)?;
    if fields.first() == Some(&VERSION) {
        (_, fields) = any(fields)?;
    }
    // Serial number, signature algorithm and issuer stand before it.
    for _ in 0..3 {
        (_, fields) = any(fields)?;
    }
    let (dates, _) = element(fields, SEQUENCE)?;
    let (not_before_s, rest) = time(dates)?;
    let (not_after_s, _) = time(rest)?;
    Some(Validity { not_before_s, not_after_s })
}

/// The content of the next element, which must have this tag, and what follows it.
fn element(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    (bytes.first() == Some(&tag)).then(|| any(bytes)).flatten()
}

/// The content of the next element, and what follows it.
fn any(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&short, rest) = bytes.get(1..)?.split_first()?;
    let (length, rest) = if short < 0x80 {
        (usize::from(short), rest)
    } else {
        let digits = usize::from(short & 0x7f);
        if digits > 3 {
            return None;
        }
        let (digits, rest) = rest.split_at_checked(digits)?;
        (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
    };
    rest.split_at_checked(length)
}

fn time(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let (text, rest) = any(bytes)?;
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    let (year, at) = match *bytes.first()? {
        // Two digits: 1950 to 2049.
        UTC_TIME => (number(0, 2).map(|year| if year < 50 { year + 2000 } else { year + 1900 })?, 2),
        GENERALIZED_TIME => (number(0, 4)?, 4),
        _ => return None,
    };
    let two = |place: usize| i8::try_from(number(at + 2 * place, at + 2 * place + 2)?).ok();
    let at = civil::DateTime::new(year, two(0)?, two(1)?, two(2)?, two(3)?, two(4)?, 0).ok()?;
    Some((Offset::UTC.to_timestamp(at).ok()?.as_second(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u8::try_from(content.len()).unwrap();
        [&[tag, 0x81, length], content].concat()
    }

    fn certificate(dates: &[u8]) -> Vec<u8> {
        let before = [der(VERSION, &[2, 1, 2]), der(2, &[1]), der(SEQUENCE, &[]), der(SEQUENCE, &[])].concat();
        let fields = [before, der(SEQUENCE, dates)].concat();
        der(SEQUENCE, &der(SEQUENCE, &fields))
    }

    #[test]
    fn both_dates_are_read_in_both_forms() {
        let dates = [der(UTC_TIME, b"260501210400Z"), der(GENERALIZED_TIME, b"20500101000000Z")].concat();
        let found = validity(&certificate(&dates)).unwrap();
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_second();
        assert_eq!(found.not_before_s, at("2026-05-01T21:04:00Z"));
        assert_eq!(found.not_after_s, at("2050-01-01T00:00:00Z"));
    }

    #[test]
    fn cut_off_or_garbled_bytes_give_nothing_and_no_panic() {
        let dates = [der(UTC_TIME, b"260501210400Z"), der(GENERALIZED_TIME, b"20500101000000Z")].concat();
        let whole = certificate(&dates);
        for cut in 0..whole.len() {
            assert_eq!(validity(&whole[..cut]), None, "{cut} bytes");
        }
        for place in 0..whole.len() {
            for byte in [0, 0x30, 0x7f, 0x80, 0x84, 0xff] {
                let mut garbled = whole.clone();
                garbled[place] = byte;
                let _ = validity(&garbled);
            }
        }
    }
}
