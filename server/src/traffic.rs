//! What goes on: requests in flight and answered, counted by route. Nothing of whom or of what.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Upper ends of the buckets of durations, in milliseconds.
pub(crate) const BUCKETS_MS: [u64; 8] = [5, 25, 100, 250, 1_000, 5_000, 15_000, 60_000];

/// An answer that took longer is remembered by itself.
const SLOW_MS: u64 = 1_000;
const MOST_SLOW: usize = 20;

/// Rates are of this many minutes at most.
const MINUTES: usize = 5;

/// One request, as far as it is nobody's business: method, the route's pattern, its name in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) method: &'static str,
    /// A pattern such as `/v1/libraries/{library}/commit`; `other` where there is none.
    pub(crate) route: String,
    pub(crate) name: String,
    pub(crate) begun_ms: i64,
}

/// An answer that took long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slow {
    pub(crate) asked: Asked,
    pub(crate) status: u16,
    pub(crate) took_ms: u64,
}

/// The answers of one route with one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Answered {
    pub(crate) count: u64,
    pub(crate) sum_ms: u64,
    /// How many took at most as long as each of [`BUCKETS_MS`].
    pub(crate) within: [u64; BUCKETS_MS.len()],
}

/// By method, route and status.
pub(crate) type Answers = BTreeMap<(&'static str, String, u16), Answered>;

#[derive(Default)]
pub(crate) struct Traffic {
    connections: AtomicU64,
    begun: AtomicU64,
    bytes_in: AtomicU64,
    bytes_out: AtomicU64,
    in_flight: Mutex<BTreeMap<u64, Asked>>,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    answers: Answers,
    slow: VecDeque<Slow>,
    /// Minute since 1970, answers, refusals by the server's own fault.
    minutes: VecDeque<(i64, u64, u64)>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One request in flight, until it is dropped.
pub(crate) struct InFlight<'a> {
    traffic: &'a Traffic,
    number: u64,
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        lock(&self.traffic.in_flight).remove(&self.number);
    }
}

/// One open connection, until it is dropped.
pub(crate) struct Connected<'a>(&'a Traffic);

impl Drop for Connected<'_> {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Traffic {
    pub(crate) fn connect(&self) -> Connected<'_> {
        self.connections.fetch_add(1, Ordering::Relaxed);
        Connected(self)
    }

    pub(crate) fn begin(&self, asked: Asked) -> InFlight<'_> {
        let number = self.begun.fetch_add(1, Ordering::Relaxed);
        lock(&self.in_flight).insert(number, asked);
        InFlight { traffic: self, number }
    }

    /// Counts an answer, and its bytes as far as both sides have announced them.
    pub(crate) fn answered(&self, asked: Asked, status: u16, now_ms: i64, bytes: (u64, u64)) {
        let took_ms = u64::try_from(now_ms.saturating_sub(asked.begun_ms)).unwrap_or_default();
        self.bytes_in.fetch_add(bytes.0, Ordering::Relaxed);
        self.bytes_out.fetch_add(bytes.1, Ordering::Relaxed);
        let mut told = lock(&self.told);
        let answered = told.answers.entry((asked.method, asked.route.clone(), status)).or_default();
        answered.count += 1;
        answered.sum_ms = answered.sum_ms.saturating_add(took_ms);
        for (within, most) in answered.within.iter_mut().zip(BUCKETS_MS) {
            *within += u64::from(took_ms <= most);
        }
        told.count_minute(now_ms.div_euclid(60_000), status >= 500);
        if took_ms >= SLOW_MS {
            told.slow.push_back(Slow { asked, status, took_ms });
            let surplus = told.slow.len().saturating_sub(MOST_SLOW);
            told.slow.drain(..surplus);
        }
    }

    pub(crate) fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }

    /// Bytes of bodies in and out.
    pub(crate) fn bytes(&self) -> (u64, u64) {
        (self.bytes_in.load(Ordering::Relaxed), self.bytes_out.load(Ordering::Relaxed))
    }

    /// The requests that are being answered, the oldest first.
    pub(crate) fn in_flight(&self) -> Vec<Asked> {
        lock(&self.in_flight).values().cloned().collect()
    }

    pub(crate) fn answers(&self) -> Answers {
        lock(&self.told).answers.clone()
    }

    /// The last slow answers, the newest first.
    pub(crate) fn slow(&self) -> Vec<Slow> {
        lock(&self.told).slow.iter().rev().cloned().collect()
    }

    /// Answers and our own failures in the minutes before this one, the newest first.
    pub(crate) fn minutes(&self, now_ms: i64) -> Vec<(u64, u64)> {
        let now = now_ms.div_euclid(60_000);
        let told = lock(&self.told);
        let of = |minute| told.minutes.iter().find(|(other, ..)| *other == minute);
        (0..MINUTES)
            .map(|back| now - i64::try_from(back).unwrap_or_default())
            .map(|minute| of(minute).map_or((0, 0), |(_, answers, failures)| (*answers, *failures)))
            .collect()
    }
}

impl Told {
    fn count_minute(&mut self, minute: i64, failed: bool) {
        if self.minutes.back().is_none_or(|(last, ..)| *last != minute) {
            self.minutes.push_back((minute, 0, 0));
            let surplus = self.minutes.len().saturating_sub(MINUTES);
            self.minutes.drain(..surplus);
        }
        if let Some((_, answers, failures)) = self.minutes.back_mut() {
            *answers += 1;
            *failures += u64::from(failed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(begun_ms: i64) -> Asked {
        Asked { method: "GET", route: "/v1/server".to_owned(), name: "n".to_owned(), begun_ms }
    }

    #[test]
    fn a_request_is_in_flight_until_it_is_answered_or_dropped() {
        let traffic = Traffic::default();
        let (first, second) = (traffic.begin(asked(1)), traffic.begin(asked(2)));
        assert_eq!(traffic.in_flight(), [asked(1), asked(2)]);
        drop(first);
        assert_eq!(traffic.in_flight(), [asked(2)]);
        drop(second);
        assert_eq!(traffic.in_flight(), []);
    }

    #[test]
    fn answers_are_counted_by_how_long_they_took_and_slow_ones_remembered() {
        let traffic = Traffic::default();
        for took in [0, 5, 6, 2_000] {
            traffic.answered(asked(0), 200, took, (1, 10));
        }
        let answers = traffic.answers();
        let answered = answers[&("GET", "/v1/server".to_owned(), 200)];
        assert_eq!((answered.count, answered.sum_ms, answered.within), (4, 2_011, [2, 3, 3, 3, 3, 4, 4, 4]));
        assert_eq!(traffic.bytes(), (4, 40));
        assert_eq!(traffic.slow(), [Slow { asked: asked(0), status: 200, took_ms: 2_000 }]);
        for _ in 0..100 {
            traffic.answered(asked(0), 500, 3_000, (0, 0));
        }
        assert_eq!(traffic.slow().len(), MOST_SLOW);
        assert_eq!(traffic.minutes(0)[0], (104, 100));
        assert_eq!(traffic.minutes(60_000), [(0, 0), (104, 100), (0, 0), (0, 0), (0, 0)]);
    }
}
