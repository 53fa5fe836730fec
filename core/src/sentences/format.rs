//! Numbers, sizes and times as a person reads them: in their language, by their clock, in their zone.
//!
//! The catalogue calls these by name: `BYTES($need)`, `PERCENT($level)`, `WHEN($until)`, `CLOCK($clock)`, `HOURS($hours)`. What is not of
//! the right kind comes back as the catalogue was given it.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentResource, FluentValue};
use jiff::civil::{Date, Time};
use jiff::{Timestamp, Zoned};

use super::locale::{HourCycle, Language, Locale};

const ENGLISH_DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// With their preposition: on Monday.
const POLISH_DAYS: [&str; 7] =
    ["w poniedziałek", "we wtorek", "w środę", "w czwartek", "w piątek", "w sobotę", "w niedzielę"];
/// As they stand in a date: of January.
const POLISH_MONTHS: [&str; 12] = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
];

/// A whole number, its digits in groups.
pub(super) fn number(value: f64, language: Language) -> String {
    let text = format!("{}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    // Polish leaves numbers of four digits alone.
    let (separator, least, point) = match language {
        Language::English => (',', 4, '.'),
        Language::Polish => ('\u{a0}', 5, ','),
    };
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        let left = whole.len() - at;
        if at > 0 && left % 3 == 0 && whole.len() >= least {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    let sign = if value < 0.0 { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{point}{fraction}") }
}

/// Bytes in the largest unit that leaves at least one; never rounded up.
pub(super) fn bytes(bytes: u64, language: Language) -> String {
    const UNITS: [&str; 6] = ["B", "kB", "MB", "GB", "TB", "PB"];
    let (mut unit, mut left, mut rest) = (0, bytes, 0);
    while left >= 1000 && unit + 1 < UNITS.len() {
        rest = left % 1000;
        left /= 1000;
        unit += 1;
    }
    let name = UNITS.get(unit).copied().unwrap_or_default();
    let point = if language == Language::Polish { ',' } else { '.' };
    if unit == 0 || left >= 100 { format!("{left} {name}") } else { format!("{left}{point}{} {name}", rest / 100) }
}

/// A moment: "on Saturday 2 May at 07:00".
pub(super) fn when(time: Timestamp, locale: &Locale) -> String {
    let there: Zoned = time.to_zoned(locale.zone.clone());
    let (day, weekday, month) = (there.day(), there.weekday().to_monday_zero_offset(), there.month() - 1);
    let clock = clock(there.time(), locale);
    match locale.language {
        Language::English => {
            format!("on {} {day} {} at {clock}", named(&ENGLISH_DAYS, weekday), named(&ENGLISH_MONTHS, month))
        }
        Language::Polish => {
            format!("{} {day} {} o {clock}", named(&POLISH_DAYS, weekday), named(&POLISH_MONTHS, month))
        }
    }
}

/// A day: "2 May 2026".
pub(super) fn day(date: Date, language: Language) -> String {
    let months = if language == Language::Polish { &POLISH_MONTHS } else { &ENGLISH_MONTHS };
    format!("{} {} {}", date.day(), named(months, date.month() - 1), date.year())
}

fn named(names: &[&'static str], at: i8) -> &'static str {
    usize::try_from(at).ok().and_then(|at| names.get(at).copied()).unwrap_or_default()
}

/// A time of day.
fn clock(time: Time, locale: &Locale) -> String {
    let form = match (locale.hours, locale.language) {
        (HourCycle::Twelve, _) => "%-I:%M %p",
        (HourCycle::TwentyFour, Language::English) => "%H:%M",
        (HourCycle::TwentyFour, Language::Polish) => "%-H:%M",
    };
    time.strftime(form).to_string()
}

/// `22:00-07:00` by the person's clock.
pub(super) fn hours(hours: &str, locale: &Locale) -> Option<String> {
    let (from, until) = hours.split_once('-')?;
    let read = |text: &str| text.parse::<Time>().ok();
    Some(format!("{}–{}", clock(read(from)?, locale), clock(read(until)?, locale)))
}

/// What the catalogue calls by name.
type Function = Box<dyn Fn(&FluentValue<'_>) -> Option<String> + Send + Sync>;

/// Teaches a bundle how the person reads numbers and times.
pub(super) fn teach(bundle: &mut FluentBundle<FluentResource>, locale: &Locale) {
    bundle.set_formatter(Some(match locale.language {
        Language::English => |value, _| written(value, Language::English),
        Language::Polish => |value, _| written(value, Language::Polish),
    }));
    let language = locale.language;
    let by_clock = locale.clone();
    let by_calendar = locale.clone();
    let by_hand = locale.clone();
    let functions: [(&str, Function); 5] = [
        ("BYTES", Box::new(move |value| Some(bytes(whole(value)?, language)))),
        ("PERCENT", Box::new(move |value| Some(format!("{}%", whole(value)?)))),
        ("WHEN", Box::new(move |value| Some(when(text(value)?.parse().ok()?, &by_calendar)))),
        ("CLOCK", Box::new(move |value| Some(clock(text(value)?.parse().ok()?, &by_hand)))),
        ("HOURS", Box::new(move |value| hours(text(value)?, &by_clock))),
    ];
    for (name, function) in functions {
        // A name is taken only if it stands in the list twice.
        let _ = bundle.add_function(name, move |positional, _| {
            let Some(value) = positional.first() else { return FluentValue::Error };
            function(value).map_or_else(|| value.into_owned(), FluentValue::from)
        });
    }
}

fn written(value: &FluentValue<'_>, language: Language) -> Option<String> {
    if let FluentValue::Number(found) = value { Some(number(found.value, language)) } else { None }
}

fn text<'a>(value: &'a FluentValue<'_>) -> Option<&'a str> {
    if let FluentValue::String(text) = value { Some(text) } else { None }
}

fn whole(value: &FluentValue<'_>) -> Option<u64> {
    let FluentValue::Number(number) = value else { return None };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float's cast saturates; a size is not negative"
    )]
    (number.value >= 0.0).then_some(number.value as u64)
}

#[cfg(test)]
mod tests {
    use jiff::tz::{TimeZone, offset};

    use super::*;

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        let cases = [
            (7.0, "7", "7"),
            (1234.0, "1,234", "1234"),
            (12_345.0, "12,345", "12\u{a0}345"),
            (1_234_567.0, "1,234,567", "1\u{a0}234\u{a0}567"),
            (-1234.0, "-1,234", "-1234"),
            (0.5, "0.5", "0,5"),
        ];
        for (value, english, polish) in cases {
            assert_eq!(number(value, Language::English), english);
            assert_eq!(number(value, Language::Polish), polish);
        }
    }

    #[test]
    fn sizes_are_short_and_never_rounded_up() {
        let cases = [
            (0, "0 B", "0 B"),
            (999, "999 B", "999 B"),
            (1_999_999, "1.9 MB", "1,9 MB"),
            (123_456_789, "123 MB", "123 MB"),
            (u64::MAX, "18446 PB", "18446 PB"),
        ];
        for (size, english, polish) in cases {
            assert_eq!(bytes(size, Language::English), english);
            assert_eq!(bytes(size, Language::Polish), polish);
        }
    }

    #[test]
    fn a_moment_is_told_in_the_persons_zone_and_by_their_clock() {
        let time: Timestamp = "2026-05-01T22:05:00Z".parse().unwrap();
        let told = |tag: &str| when(time, &Locale::for_language(tag).in_zone(TimeZone::fixed(offset(2))));
        assert_eq!(told("en-GB"), "on Saturday 2 May at 00:05");
        assert_eq!(told("en-US"), "on Saturday 2 May at 12:05 AM");
        assert_eq!(told("pl"), "w sobotę 2 maja o 0:05");
        let date = jiff::civil::date(2026, 5, 2);
        assert_eq!(day(date, Language::English), "2 May 2026");
        assert_eq!(day(date, Language::Polish), "2 maja 2026");
    }

    #[test]
    fn hours_are_told_by_the_persons_clock() {
        let told = |tag: &str| hours("22:00-07:00", &Locale::for_language(tag));
        assert_eq!(told("en-US").as_deref(), Some("10:00 PM–7:00 AM"));
        assert_eq!(told("en").as_deref(), Some("22:00–07:00"));
        assert_eq!(told("pl").as_deref(), Some("22:00–7:00"));
        assert_eq!(hours("whenever", &Locale::english()), None);
    }
}
