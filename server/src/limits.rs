//! How many requests are taken from whom.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use safelight_protocol::{DeviceId, codes};

use crate::config::{Rate, Rates};
use crate::digest::sha256;
use crate::port::Clock;
use crate::refusal::Refusal;

const MOST_PAUSE: Duration = Duration::from_secs(60 * 60);
const MOST_BURST: u32 = 1_000_000;

/// The server's clock in the shape that `governor` wants.
#[derive(Clone)]
struct PortClock(Arc<dyn Clock>);

impl governor::clock::Clock for PortClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.now_ms()).unwrap_or_default())
    }
}

struct Keyed<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, PortClock, NoOpMiddleware<Duration>>,
    clock: PortClock,
}

impl<K: Hash + Eq + Clone> Keyed<K> {
    fn new(rate: Rate, clock: &Arc<dyn Clock>) -> Self {
        // Nanoseconds for a whole burst must fit into 64 bits.
        let every = rate.every.clamp(Duration::from_nanos(1), MOST_PAUSE);
        let burst = NonZeroU32::new(rate.burst.get().min(MOST_BURST)).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(every).unwrap_or(Quota::per_second(burst)).allow_burst(burst);
        let clock = PortClock(Arc::clone(clock));
        Self { limiter: RateLimiter::dashmap_with_clock(quota, clock.clone()), clock }
    }

    fn check(&self, key: &K) -> Result<(), Refusal> {
        self.limiter.check_key(key).map_err(|later| {
            let wait = later.wait_time_from(self.clock.now());
            Refusal::new(codes::RATE).retry_after(wait.as_secs().saturating_add(1))
        })
    }
}

/// The server's counters.
pub(crate) struct Limits {
    addresses: Keyed<IpAddr>,
    emails: Keyed<[u8; 32]>,
    devices: Keyed<DeviceId>,
}

impl Limits {
    pub(crate) fn new(rates: Rates, clock: &Arc<dyn Clock>) -> Self {
        Self {
            addresses: Keyed::new(rates.auth_by_address, clock),
            emails: Keyed::new(rates.auth_by_email, clock),
            devices: Keyed::new(rates.by_device, clock),
        }
    }

    /// Somebody who is not signed in asks from this address.
    pub(crate) fn check_address(&self, address: IpAddr) -> Result<(), Refusal> {
        self.addresses.check(&network(address))
    }

    /// Somebody who is not signed in asks about this account, which may not exist.
    pub(crate) fn check_email(&self, normalised: &str) -> Result<(), Refusal> {
        self.emails.check(&sha256(&[normalised.as_bytes()]))
    }

    pub(crate) fn check_device(&self, device: DeviceId) -> Result<(), Refusal> {
        self.devices.check(&device)
    }

    /// Forgets those who have not asked for a while.
    pub(crate) fn forget_idle(&self) {
        self.addresses.limiter.retain_recent();
        self.emails.limiter.retain_recent();
        self.devices.limiter.retain_recent();
    }
}

/// Who is counted as one: an IPv4 address, or the /64 that an IPv6 subscriber has to himself.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscriber_is_one_whichever_address_he_takes() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("2001:db8:1:2::7"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::7"), network("2001:db8:1:3::7"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }
}
