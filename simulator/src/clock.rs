//! One time for phones and cloud, which the person at the page can move on: by an hour, a night, a month.
//!
//! Nothing is played: the engines and the server read their clocks through ports, and sleep in them. Whoever sleeps until a
//! moment that was passed over wakes at once. A phone's own clock may stand wrong beside that; its timers do not mind.
//! How far time was moved is kept, so that a simulation that goes on does not fall back behind its own cloud.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use safelight_core::ports::{Clock, SystemClock};
use tokio::sync::watch;

/// How far ahead of the machine's clock everything here is. Cheap to clone; clones move together.
#[derive(Debug, Clone)]
pub(crate) struct Time {
    ahead: watch::Sender<Duration>,
    kept: Arc<PathBuf>,
}

impl Time {
    /// Goes on from what was kept in this file.
    pub(crate) fn kept_in(file: &Path) -> Self {
        let seconds = std::fs::read_to_string(file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        Self { ahead: watch::Sender::new(Duration::from_secs(seconds)), kept: Arc::new(file.to_owned()) }
    }

    /// Moves everybody's clock on.
    pub(crate) fn move_on(&self, by: Duration) -> std::io::Result<()> {
        let ahead = self.ahead().saturating_add(by);
        std::fs::write(self.kept.as_ref(), ahead.as_secs().to_string())?;
        self.ahead.send_replace(ahead);
        Ok(())
    }

    /// The right time.
    pub(crate) fn now(&self) -> Timestamp {
        SystemClock.now().saturating_add(signed(self.ahead())).unwrap_or(Timestamp::MAX)
    }

    /// The right time where the person lives.
    pub(crate) fn here(&self) -> Zoned {
        self.now().to_zoned(SystemClock.zone())
    }

    fn ahead(&self) -> Duration {
        *self.ahead.borrow()
    }

    fn monotonic(&self) -> Duration {
        SystemClock.monotonic().saturating_add(self.ahead())
    }

    /// Returns after `duration`, however much of it was passed over.
    async fn sleep(&self, duration: Duration) {
        let until = self.monotonic().saturating_add(duration);
        let mut ahead = self.ahead.subscribe();
        loop {
            let left = until.saturating_sub(self.monotonic());
            if left.is_zero() {
                return;
            }
            tokio::select! {
                () = SystemClock.sleep(left) => return,
                // The sender is ours: it can't have gone.
                _ = ahead.changed() => {}
            }
        }
    }
}

fn signed(duration: Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}

/// The clock of one phone.
#[derive(Debug, Clone)]
pub(crate) struct PhoneClock {
    time: Time,
    wrong_s: Arc<AtomicI64>,
}

impl PhoneClock {
    /// A clock that is right.
    pub(crate) fn new(time: Time) -> Self {
        Self { time, wrong_s: Arc::default() }
    }

    /// By how many seconds it is fast; negative where it is slow.
    pub(crate) fn wrong_s(&self) -> i64 {
        self.wrong_s.load(Ordering::Relaxed)
    }

    /// Sets it wrong, or right with 0.
    pub(crate) fn set_wrong_s(&self, seconds: i64) {
        self.wrong_s.store(seconds, Ordering::Relaxed);
    }
}

#[async_trait]
impl Clock for PhoneClock {
    fn now(&self) -> Timestamp {
        let now = self.time.now();
        now.saturating_add(SignedDuration::from_secs(self.wrong_s())).unwrap_or(now)
    }

    fn monotonic(&self) -> Duration {
        self.time.monotonic()
    }

    fn boot(&self) -> String {
        SystemClock.boot()
    }

    fn process(&self) -> String {
        SystemClock.process()
    }

    fn has_ended(&self, process: &str) -> bool {
        SystemClock.has_ended(process)
    }

    fn zone(&self) -> TimeZone {
        SystemClock.zone()
    }

    async fn sleep(&self, duration: Duration) {
        self.time.sleep(duration).await;
    }
}

/// The cloud's clock, which is always right.
#[derive(Debug, Clone)]
pub(crate) struct CloudClock(pub(crate) Time);

impl safelight_server::Clock for CloudClock {
    fn now_ms(&self) -> i64 {
        self.0.now().as_millisecond()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let time = self.0.clone();
        Box::pin(async move { time.sleep(duration).await })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_sleeps_wakes_when_time_is_moved_past_the_moment() {
        let folder = tempfile::tempdir().unwrap();
        let time = Time::kept_in(&folder.path().join("time"));
        let (phone, cloud) = (PhoneClock::new(time.clone()), CloudClock(time.clone()));
        let sleeper = {
            let phone = phone.clone();
            tokio::spawn(async move { phone.sleep(Duration::from_secs(3000)).await })
        };
        tokio::task::yield_now().await;
        let before = phone.now();
        time.move_on(Duration::from_secs(2000)).unwrap();
        assert!(!sleeper.is_finished());
        time.move_on(Duration::from_secs(1600)).unwrap();
        sleeper.await.unwrap();
        assert!(phone.now().duration_since(before) >= SignedDuration::from_hours(1));
        let apart = safelight_server::Clock::now_ms(&cloud) - phone.now().as_millisecond();
        assert!(apart.abs() < 1_000, "{apart} ms apart");

        phone.set_wrong_s(-86_400);
        assert!(phone.now() < time.now());
        let again = Time::kept_in(&folder.path().join("time"));
        assert_eq!(again.ahead(), Duration::from_secs(3600), "a simulation that goes on keeps its time");
    }
}
