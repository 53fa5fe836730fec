//! When can it be expected? Learnt from when the phone could send before: a range, or that it can't be known.
//!
//! For each day of the last weeks the estimator asks what it is asked now: *at this time of day, how long was it until the
//! next slot in which originals might go?* The answers give a range in which most of them lie. Days are weighed: newer
//! ones more, and where days of the same weekday, or weekend days among themselves, agree much better than all days do,
//! only those count. Nothing is assumed about why a habit is one.
//!
//! It promises nothing: the range is right in most cases, as a test over simulated months measures. Where there are
//! too few days to learn from, or they say anything from now until the end of the week, it says nothing.

use jiff::civil::Weekday;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use serde::Serialize;

use super::{Ending, Window};

/// How many days are asked.
const DAYS: i32 = 56;
/// Fewer answers say nothing.
const FEWEST: usize = 5;
/// The share of answers that lie in the range.
const SHARE: f64 = 0.9;
/// A wider range says nothing.
const WIDEST: SignedDuration = SignedDuration::from_hours(72);
/// By so much an answer of the day before weighs less.
const FADING: f64 = 0.97;
/// Days of one kind count alone where their answers lie within this share of the range of all.
const MUCH_BETTER: f64 = 0.6;
/// So many slots in a row, at most, are looked ahead.
const AHEAD: u64 = 14;
/// Two slots with less between them are one opening.
const ONE_OPENING: SignedDuration = SignedDuration::from_mins(30);

/// When something can be expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// Not before.
    pub from: Timestamp,
    /// Most likely not after.
    pub to: Timestamp,
}

/// A stretch in which originals might go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Opening {
    from: Timestamp,
    until: Timestamp,
}

/// What windows have taught.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Habit {
    openings: Vec<Opening>,
    /// Since when windows are kept.
    known_since: Option<Timestamp>,
    /// Bytes that a window which was used up has sent; none if none ever was.
    per_window: Option<u64>,
    /// Bytes sent in a second.
    rate: Option<u64>,
}

impl Habit {
    /// Learns from windows, oldest first.
    pub fn of(windows: &[Window]) -> Self {
        let mut openings: Vec<Opening> = Vec::new();
        for window in windows.iter().filter(|window| might_send(window)) {
            match openings.last_mut().filter(|last| window.from.duration_since(last.until) <= ONE_OPENING) {
                Some(last) => last.until = last.until.max(window.until),
                None => openings.push(Opening { from: window.from, until: window.until }),
            }
        }
        let sending = || windows.iter().filter(|window| window.moved.sent > 0);
        let seconds = |window: &Window| u64::try_from(window.until.duration_since(window.from).as_secs()).unwrap_or(0);
        let cut = |window: &&Window| matches!(window.ending, Some(Ending::Expired | Ending::Killed));
        Self {
            openings,
            known_since: windows.first().map(|window| window.from),
            per_window: median(sending().filter(cut).map(|window| window.moved.sent).collect()),
            rate: median(sending().map(|window| window.moved.sent / seconds(window).max(1)).collect()),
        }
    }

    /// Bytes that this phone sends in a second, if it ever did.
    pub fn rate(&self) -> Option<u64> {
        self.rate
    }

    /// How many slots so many bytes need.
    fn slots(&self, bytes: u64) -> u64 {
        self.per_window.map_or(1, |per_window| bytes.div_ceil(per_window.max(1)).clamp(1, AHEAD))
    }

    /// From a moment until the beginning of the opening that is so many ahead (1: the next); none if it is not known.
    fn wait(&self, since: Timestamp, ahead: u64) -> Option<SignedDuration> {
        if self.known_since? > since {
            return None;
        }
        let next = self.openings.partition_point(|opening| opening.until < since);
        let opening = self.openings.get(next.checked_add(usize::try_from(ahead.checked_sub(1)?).ok()?)?)?;
        Some(opening.from.duration_since(since).max(SignedDuration::ZERO))
    }
}

fn might_send(window: &Window) -> bool {
    // What the person started says nothing of what comes by itself.
    !window.wish && (window.photos || window.moved.originals > 0)
}

/// When so many bytes will have begun to go, as far as it can be known.
pub fn expected(habit: &Habit, bytes: u64, now: &Zoned) -> Option<Expected> {
    let slots = habit.slots(bytes);
    let answers: Vec<Answer> = (1..=DAYS)
        .filter_map(|days| {
            let then = now.checked_sub(days.days()).ok()?;
            let wait = habit.wait(then.timestamp(), slots)?.as_secs_f64();
            Some(Answer { weekday: then.weekday(), wait, weight: FADING.powi(days) })
        })
        .collect();
    let of_a_kind = |same: &dyn Fn(Weekday) -> bool| -> Vec<Answer> {
        answers.iter().copied().filter(|answer| same(answer.weekday)).collect()
    };
    let all = range(&answers)?;
    let kinds = [of_a_kind(&|day| day == now.weekday()), of_a_kind(&|day| free(day) == free(now.weekday()))];
    let better =
        kinds.iter().filter_map(|kind| range(kind)).find(|(low, high)| high - low < (all.1 - all.0) * MUCH_BETTER);
    let (low, high) = better.unwrap_or(all);
    let seconds = |seconds: f64| SignedDuration::try_from_secs_f64(seconds).ok();
    let (low, high) = (seconds(low)?, seconds(high)?);
    if high - low > WIDEST {
        return None;
    }
    Some(rounded(now, low, high))
}

#[derive(Debug, Clone, Copy)]
struct Answer {
    weekday: Weekday,
    wait: f64,
    weight: f64,
}

fn free(day: Weekday) -> bool {
    matches!(day, Weekday::Saturday | Weekday::Sunday)
}

/// Between which waits the middle share of answers lies, in seconds. Of few answers all count, and a little more.
fn range(answers: &[Answer]) -> Option<(f64, f64)> {
    if answers.len() < FEWEST {
        return None;
    }
    let mut sorted = answers.to_vec();
    sorted.sort_by(|one, other| one.wait.total_cmp(&other.wait));
    let total: f64 = sorted.iter().map(|answer| answer.weight).sum();
    let tail = if sorted.len() < 20 { 0.0 } else { total * (1.0 - SHARE) / 2.0 };
    let (low, high) = (beyond(tail, sorted.iter())?, beyond(tail, sorted.iter().rev())?);
    // The next one may lie a little outside of all that were.
    let margin = (high - low) / (sorted.len() as f64) + 300.0;
    Some(((low - margin).max(0.0), high + margin))
}

/// The first wait beyond so much weight.
fn beyond<'a>(mut tail: f64, mut answers: impl Iterator<Item = &'a Answer>) -> Option<f64> {
    let first = answers.find(|answer| {
        tail -= answer.weight;
        tail < 0.0
    });
    first.map(|answer| answer.wait)
}

/// A range in whole quarters of an hour, or whole hours where it is wide: nobody reads more from it.
fn rounded(now: &Zoned, low: SignedDuration, high: SignedDuration) -> Expected {
    let step = if high - low > SignedDuration::from_hours(2) { 3600 } else { 900 };
    // On the clock of the person's zone, of which offsets are whole quarters of an hour.
    let offset = i64::from(now.offset().seconds());
    let second =
        |wait: SignedDuration| now.timestamp().as_second().saturating_add(wait.as_secs()).saturating_add(offset);
    let on_the_clock = |second: i64| Timestamp::from_second(second - offset).unwrap_or(Timestamp::MAX);
    let from = second(low).div_euclid(step) * step;
    let to = (second(high).div_euclid(step) + 1) * step;
    Expected { from: on_the_clock(from).max(now.timestamp()), to: on_the_clock(to) }
}

fn median(mut values: Vec<u64>) -> Option<u64> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests;
