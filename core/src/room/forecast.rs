//! When will the cloud be full? A straight line through the last weeks. Pure.

use jiff::civil::Date;
use serde::Serialize;

use crate::store::room::Day;

/// How far back the pace is taken from.
const WINDOW_DAYS: i32 = 28;
/// A pace needs so many days between its ends.
const LEAST_DAYS: i32 = 3;

/// When the cloud will be full at the present pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Forecast {
    /// Bytes that come to it a day; 0 where it does not grow.
    pub bytes_a_day: u64,
    /// Bytes that wait to be sent, from this phone and from others.
    pub still_to_go: u64,
    /// Whether all that waits fits.
    pub fits: bool,
    /// In how many days it is full; none where it does not grow, or not within ten years.
    pub full_in_days: Option<u64>,
    /// The day on which it is.
    pub full_on: Option<Date>,
}

/// The longest that is foretold.
const FAR: u64 = 3_650;

/// Foretells from what the cloud held, day by day, oldest first. None where that is too little to tell: less than three
/// days lie between first and last.
pub(crate) fn forecast(days: &[Day], still_to_go: u64) -> Option<Forecast> {
    let dated = |day: &Day| Some((day.day.parse::<Date>().ok()?, day.used));
    let last = days.last()?;
    let (today, used) = dated(last)?;
    let age = |date: Date| (today - date).get_days();
    let (first, before) = days.iter().filter_map(dated).find(|(date, _)| age(*date) <= WINDOW_DAYS)?;
    let span = u64::try_from(age(first)).ok().filter(|_| age(first) >= LEAST_DAYS)?;
    let bytes_a_day = used.saturating_sub(before) / span;
    let left = last.quota.saturating_sub(used);
    let fits = still_to_go <= left;
    let full_in_days = match (fits, bytes_a_day) {
        (false, _) => Some(0),
        (true, 0) => None,
        (true, pace) => Some((left - still_to_go) / pace).filter(|days| *days <= FAR),
    };
    let full_on = full_in_days.and_then(|days| {
        let days = i64::try_from(days).ok()?;
        today.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
    });
    Some(Forecast { bytes_a_day, still_to_go, fits, full_in_days, full_on })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn history(days: &[(&str, u64)]) -> Vec<Day> {
        days.iter().map(|(day, used)| Day { day: (*day).to_owned(), used: *used, quota: 1_000 }).collect()
    }

    #[test]
    fn a_steady_pace_ends_on_a_day() {
        let days = history(&[("2026-05-01", 100), ("2026-05-06", 150), ("2026-05-11", 200)]);
        let told = forecast(&days, 100).unwrap();
        assert_eq!((told.bytes_a_day, told.full_in_days, told.fits), (10, Some(70), true));
        assert_eq!(told.full_on, Some(date(2026, 7, 20)));
    }

    #[test]
    fn what_waits_and_does_not_fit_is_full_today() {
        let days = history(&[("2026-05-01", 100), ("2026-05-11", 200)]);
        let told = forecast(&days, 801).unwrap();
        assert_eq!((told.full_in_days, told.fits, told.full_on), (Some(0), false, Some(date(2026, 5, 11))));
    }

    #[test]
    fn a_cloud_that_does_not_grow_is_never_full() {
        for used in [100, 50] {
            let told = forecast(&history(&[("2026-05-01", 100), ("2026-05-11", used)]), 0).unwrap();
            assert_eq!((told.bytes_a_day, told.full_in_days, told.full_on), (0, None, None));
        }
    }

    #[test]
    fn only_the_last_weeks_make_the_pace() {
        let days = history(&[("2026-01-01", 0), ("2026-05-01", 900), ("2026-05-11", 910)]);
        assert_eq!(forecast(&days, 0).unwrap().bytes_a_day, 1);
    }

    #[test]
    fn too_little_history_foretells_nothing() {
        assert_eq!(forecast(&[], 0), None);
        assert_eq!(forecast(&history(&[("2026-05-10", 1), ("2026-05-11", 2)]), 0), None);
        assert_eq!(forecast(&history(&[("not a day", 1), ("nor this", 2)]), 0), None);
    }
}
