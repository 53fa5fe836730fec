use std::sync::OnceLock;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Time. The only clock that the core reads.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The wall clock. May jump, and may be years off: never used to order two devices.
    fn now(&self) -> Timestamp;

    /// Time since some fixed point, which never goes back while the device runs: for leases and time-outs.
    fn monotonic(&self) -> Duration;

    /// Names the time since the device last started: [`monotonic`](Self::monotonic) counts within one name.
    fn boot(&self) -> String;

    /// The zone in which the person lives now.
    fn zone(&self) -> TimeZone;

    /// Returns after `duration`.
    async fn sleep(&self, duration: Duration);
}

/// The device's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the port's own implementation")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the port's own implementation")]
    fn monotonic(&self) -> Duration {
        // Between processes of one boot the kernel's uptime is comparable, an `Instant` of this process is not.
        uptime().unwrap_or_else(|| {
            static START: OnceLock<Instant> = OnceLock::new();
            START.get_or_init(Instant::now).elapsed()
        })
    }

    fn boot(&self) -> String {
        let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        text.trim().to_owned()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the port's own implementation")]
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn uptime() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/uptime").ok()?;
    let seconds = text.split_whitespace().next()?.parse::<f64>().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn uptime() -> Option<Duration> {
    None
}
