//! Simulated months of several habits: how often the range is right, how wide it is, how often nothing can be known.

use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;
use crate::history::Moved;

/// Chance from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `low` to `high`.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.next() % u64::try_from(high - low + 1).unwrap()).unwrap()
    }

    /// Around `middle`, mostly within `spread`: the mean of three draws.
    fn around(&mut self, middle: i64, spread: i64) -> i64 {
        middle + (0..3).map(|_| self.between(-spread, spread)).sum::<i64>() / 2
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.next().is_multiple_of(many)
    }
}

/// When a person lets their phone send, on a day: minutes from its midnight, and how long each lasts.
type Habits = fn(&mut Chance, Weekday) -> Vec<(i64, i64)>;

fn nightly_charger(chance: &mut Chance, _: Weekday) -> Vec<(i64, i64)> {
    if chance.one_in(25) {
        return Vec::new();
    }
    let plugged = chance.around(22 * 60 + 45, 50);
    let first = plugged + chance.between(40, 150);
    vec![(first, chance.between(5, 30)), (first + chance.between(60, 150), chance.between(5, 20))]
}

fn irregular(chance: &mut Chance, _: Weekday) -> Vec<(i64, i64)> {
    let times = chance.between(0, 2);
    let mut at: Vec<i64> = (0..times).map(|_| chance.between(7 * 60, 23 * 60)).collect();
    at.sort_unstable();
    at.into_iter().map(|at| (at, chance.between(10, 50))).collect()
}

fn weekend_lies_in(chance: &mut Chance, day: Weekday) -> Vec<(i64, i64)> {
    let plugged = if free(day) { chance.around(11 * 60, 60) } else { chance.around(6 * 60 + 30, 20) };
    vec![(plugged, chance.between(10, 40))]
}

fn only_at_weekends(chance: &mut Chance, day: Weekday) -> Vec<(i64, i64)> {
    if free(day) { vec![(chance.around(15 * 60, 90), 60)] } else { Vec::new() }
}

fn home_in_the_evening(chance: &mut Chance, day: Weekday) -> Vec<(i64, i64)> {
    let home = chance.around(if free(day) { 14 * 60 } else { 18 * 60 + 30 }, 60);
    (0..3).map(|times| (home + times * 110 + chance.between(0, 30), chance.between(5, 15))).collect()
}

fn window(from: Timestamp, minutes: i64) -> Window {
    Window {
        lane: "worker".into(),
        app_state: "background".into(),
        task: None,
        wish: false,
        budget_s: None,
        budget_bytes: None,
        from,
        until: from + SignedDuration::from_mins(minutes),
        ending: Some(Ending::Done),
        code: None,
        photos: true,
        videos: true,
        runs: 1,
        moved: Moved::default(),
    }
}

const LENGTH: i32 = 150;
const LEARNT: i32 = 28;

fn lived(habits: Habits, seed: u64) -> Vec<Window> {
    let (mut chance, zone) = (Chance(seed), zone());
    let mut windows = Vec::new();
    for day in 0..LENGTH {
        let midnight = date(2026, 2, 1).checked_add(day.days()).unwrap().to_zoned(zone.clone()).unwrap();
        for (minute, length) in habits(&mut chance, midnight.weekday()) {
            windows.push(window(midnight.timestamp() + SignedDuration::from_mins(minute), length));
        }
    }
    windows.sort_by_key(|window| window.from);
    windows
}

fn zone() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

#[derive(Default)]
struct Score {
    asked: u32,
    known: u32,
    right: u32,
    hours: Vec<i64>,
}

/// Asks four times a day at any hour, of what was known by then.
fn score(habits: Habits, seed: u64, score: &mut Score) {
    let windows = lived(habits, seed);
    let mut chance = Chance(seed ^ 0x5EED);
    for day in LEARNT..LENGTH - 7 {
        for _ in 0..4 {
            let midnight = date(2026, 2, 1).checked_add(day.days()).unwrap().to_zoned(zone()).unwrap();
            let now = midnight.timestamp() + SignedDuration::from_mins(chance.between(0, 24 * 60 - 1));
            let known = windows.partition_point(|window| window.until < now);
            let truth = windows[known].from.max(now);
            score.asked += 1;
            if let Some(Expected { from, to }) = expected(&Habit::of(&windows[..known]), 0, &now.to_zoned(zone())) {
                assert!(now <= from && from < to, "{now}: {from} to {to}");
                score.known += 1;
                score.right += u32::from(from <= truth && truth <= to);
                score.hours.push(to.duration_since(from).as_hours());
            }
        }
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "how good the ranges are is to be read")]
fn over_simulated_months_the_range_is_right_in_four_of_five_cases() {
    let habits: [(&str, Habits, i64, u32); 5] = [
        ("nightly charger", nightly_charger, 5, 95),
        ("home in the evening", home_in_the_evening, 5, 95),
        ("weekend lies in", weekend_lies_in, 5, 95),
        ("only at weekends", only_at_weekends, 8, 50),
        ("irregular", irregular, 60, 50),
    ];
    for (name, habit, widest, known_at_least) in habits {
        let mut total = Score::default();
        (0..8).for_each(|seed| score(habit, seed, &mut total));
        total.hours.sort_unstable();
        let median = total.hours[total.hours.len() / 2];
        let (right, known) = (100 * total.right / total.known, 100 * total.known / total.asked);
        eprintln!(
            "{name}: right in {right} % of {} ranges, median {median} h wide; not known in {} of {} cases",
            total.known,
            total.asked - total.known,
            total.asked
        );
        assert!(right >= 80, "{name}: right in {right} % only");
        assert!(known >= known_at_least, "{name}: known in {known} % only");
        assert!(median <= widest, "{name}: {median} h is no help");
    }
}

#[test]
fn without_enough_days_nothing_is_known() {
    let now = "2026-05-13T12:00:00+02:00[Europe/Berlin]".parse::<Zoned>().unwrap();
    assert_eq!(expected(&Habit::of(&[]), 0, &now), None);
    let few: Vec<Window> =
        (1..=4).map(|days| window(now.checked_sub(days.days()).unwrap().timestamp(), 10)).rev().collect();
    assert_eq!(expected(&Habit::of(&few), 0, &now), None);
}

#[test]
fn what_the_person_started_is_no_habit() {
    let now = "2026-05-13T12:00:00+02:00[Europe/Berlin]".parse::<Zoned>().unwrap();
    let every_day = |wish| -> Vec<Window> {
        let at = |days: i32| now.checked_sub(days.days()).unwrap().timestamp() + SignedDuration::from_hours(2);
        (1..=40).rev().map(|days| Window { wish, ..window(at(days), 10) }).collect()
    };
    let Expected { from, to } = expected(&Habit::of(&every_day(false)), 0, &now).unwrap();
    let in_two_hours = now.timestamp() + SignedDuration::from_hours(2);
    assert!(from <= in_two_hours && in_two_hours <= to && to.duration_since(from) <= SignedDuration::from_hours(1));
    assert_eq!(expected(&Habit::of(&every_day(true)), 0, &now), None);
}

#[test]
fn more_than_one_slot_carries_is_expected_later() {
    let now = "2026-05-13T12:00:00+02:00[Europe/Berlin]".parse::<Zoned>().unwrap();
    let moved = Moved { sent: 100, originals: 1, ..Moved::default() };
    let at = |days: i32| now.checked_sub(days.days()).unwrap().timestamp() + SignedDuration::from_hours(2);
    let windows: Vec<Window> =
        (1..=40).rev().map(|days| Window { ending: Some(Ending::Expired), moved, ..window(at(days), 10) }).collect();
    let habit = Habit::of(&windows);
    let one = expected(&habit, 100, &now).unwrap();
    let two = expected(&habit, 101, &now).unwrap();
    assert_eq!(two.from.duration_since(one.from), SignedDuration::from_hours(24));
}
