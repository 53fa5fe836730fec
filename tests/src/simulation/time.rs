//! Time in a simulation: one course of time, and on every device a clock that shows it more or less well.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::time::Instant;

/// When every simulation begins: 1 May 2026, noon UTC, in milliseconds since 1970.
const BEGINNING_MS: i64 = 1_777_636_800_000;

/// The course of time: the runtime's paused clock, and the days that were skipped.
#[derive(Debug)]
pub(super) struct Course {
    begun: Instant,
    skipped_ms: AtomicI64,
}

impl Course {
    pub(super) fn begin() -> Arc<Self> {
        Arc::new(Self { begun: Instant::now(), skipped_ms: AtomicI64::new(0) })
    }

    /// True time, in milliseconds since 1970 UTC.
    pub(super) fn now_ms(&self) -> i64 {
        BEGINNING_MS + self.since_ms()
    }

    /// Milliseconds since the simulation began.
    pub(super) fn since_ms(&self) -> i64 {
        let ran = i64::try_from(self.begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        ran + self.skipped_ms.load(Ordering::Relaxed)
    }

    /// Lets time pass in which nothing happens.
    pub(super) fn skip_ms(&self, ms: i64) {
        self.skipped_ms.fetch_add(ms, Ordering::Relaxed);
    }
}

/// Lets others run for this long.
#[expect(clippy::disallowed_methods, reason = "the paused clock of the simulation's own runtime")]
pub(super) async fn pause(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

/// The clock of a device.
#[derive(Debug)]
pub(super) struct DeviceClock {
    course: Arc<Course>,
    wrong_by_ms: AtomicI64,
    boot: AtomicU64,
}

impl DeviceClock {
    pub(super) fn new(course: &Arc<Course>) -> Arc<Self> {
        Arc::new(Self { course: Arc::clone(course), wrong_by_ms: AtomicI64::new(0), boot: AtomicU64::new(1) })
    }

    /// Sets the wall clock so far ahead of true time.
    pub(super) fn set_wrong_by(&self, ms: i64) {
        self.wrong_by_ms.store(ms, Ordering::Relaxed);
    }

    /// The device starts anew.
    pub(super) fn reboot(&self) {
        self.boot.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn wall_ms(&self) -> i64 {
        self.course.now_ms() + self.wrong_by_ms.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl safelight_core::ports::Clock for DeviceClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.wall_ms()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn monotonic(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.course.since_ms()).unwrap_or(0))
    }

    fn boot(&self) -> String {
        format!("boot {}", self.boot.load(Ordering::Relaxed))
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    #[expect(clippy::disallowed_methods, reason = "the paused clock of the simulation's own runtime")]
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

impl safelight_server::Clock for DeviceClock {
    fn now_ms(&self) -> i64 {
        self.wall_ms()
    }

    #[expect(clippy::disallowed_methods, reason = "the paused clock of the simulation's own runtime")]
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(duration))
    }
}
