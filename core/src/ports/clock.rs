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

    /// Names the running process so that others of this boot can tell whether it still runs; empty where the system does not
    /// say. A name holds when the process began, so that it is never used twice.
    fn process(&self) -> String {
        String::new()
    }

    /// Whether the process of this name is known to have ended. False where that can't be known.
    fn has_ended(&self, _process: &str) -> bool {
        false
    }

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

    fn process(&self) -> String {
        process_named(&std::process::id().to_string()).unwrap_or_default()
    }

    fn has_ended(&self, process: &str) -> bool {
        let (Some(number), own) = (process.split('.').next(), self.process()) else { return false };
        // In another container the same number is somebody else: there nothing is known.
        let space = |name: &str| name.split('.').nth(2).map(str::to_owned);
        let same_space = space(process).is_some() && space(process) == space(&own);
        same_space && process_named(number).as_deref() != Some(process)
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

/// `NUMBER.START.SPACE`: its number, the tick of the boot in which it began, and the number space it is counted in. None
/// if no process has this number.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn process_named(number: &str) -> Option<String> {
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let stat = digits.then(|| std::fs::read_to_string(format!("/proc/{number}/stat")).ok())??;
    // The second field is the program's name, in brackets and as it likes; start time is the twentieth after it.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let state = fields.next()?;
    let start = fields.nth(18)?;
    let space = std::fs::read_link("/proc/self/ns/pid").ok()?;
    // A zombie runs no more, though its parent has not taken notice.
    (state != "Z").then(|| format!("{number}.{start}.{}", space.to_string_lossy().replace('.', "_")))
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn process_named(_number: &str) -> Option<String> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_known_to_have_ended_and_only_then() {
        let clock = SystemClock;
        assert!(!clock.has_ended(&clock.process()));
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let name = process_named(&child.id().to_string()).unwrap();
        assert!(!clock.has_ended(&name));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(clock.has_ended(&name));
        // The same number with another beginning is another process.
        let own = clock.process();
        let (number, rest) = own.split_once('.').unwrap();
        let (_, space) = rest.split_once('.').unwrap();
        assert!(clock.has_ended(&format!("{number}.1.{space}")));
        for unknown in ["", "1", "nonsense", &format!("{number}.1.elsewhere")] {
            assert!(!clock.has_ended(unknown), "{unknown:?}");
        }
    }
}
