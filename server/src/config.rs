use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use safelight_protocol::identity::ServerAddress;
use safelight_protocol::server::Signup;

use crate::network::Network;

/// How one server is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of everything that it keeps.
    pub data: PathBuf,
    /// For how many days deleted photos stay: told to the clients, who then write the tombstones.
    pub trash_days: u32,
    /// For how long a part stays that no record names and no plan reserves.
    pub part_grace: Duration,
    /// Who may sign up from this machine.
    pub signup: Signup,
    /// Who may sign up from elsewhere: over the network, or through a proxy that speaks to the network.
    pub signup_from_elsewhere: Signup,
    /// Bytes of sealed parts that an account may store, unless an admin has said otherwise for it.
    pub quota: u64,
    /// Bytes that stay free on the disk: below, no parts are taken.
    pub disk_floor: u64,
    /// Proxies whose word on a client's address is believed (`X-Forwarded-For`, `Forwarded`).
    pub trusted_proxies: Vec<Network>,
    /// Where phones find the server, the best first; empty: where they found it.
    pub addresses: Vec<ServerAddress>,
    /// How many requests are taken from whom.
    pub rates: Rates,
    /// What a billing system signs quotas with; none where no such system is listened to.
    pub billing_secret: Option<BillingSecret>,
}

impl Config {
    /// A server in this folder as it is when nothing else is said: 30 days of trash, a day of grace, 5 GiB an account, the last GiB
    /// of the disk left free.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            trash_days: 30,
            part_grace: Duration::from_secs(24 * 60 * 60),
            signup: Signup::Open,
            signup_from_elsewhere: Signup::Open,
            quota: 5 * 1024 * 1024 * 1024,
            disk_floor: 1024 * 1024 * 1024,
            trusted_proxies: Vec::new(),
            addresses: Vec::new(),
            rates: Rates::default(),
            billing_secret: None,
        }
    }
}

/// A secret shared with a billing system. It shows itself nowhere.
#[derive(Clone)]
pub struct BillingSecret(String);

impl BillingSecret {
    /// A secret of at least 16 bytes; none of less, which could be guessed.
    pub fn new(secret: &str) -> Option<Self> {
        let secret = secret.trim();
        (secret.len() >= 16).then(|| Self(secret.to_owned()))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for BillingSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BillingSecret")
    }
}

/// A number of requests at once, and how fast it grows back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// So many at once.
    pub burst: NonZeroU32,
    /// One more after each of these.
    pub every: Duration,
}

/// How many requests are taken from whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Sign-up, sign-in and recovery, from one address (one /64 in IPv6).
    pub auth_by_address: Rate,
    /// Sign-up, sign-in and recovery, for one e-mail.
    pub auth_by_email: Rate,
    /// Everything else, by device.
    pub by_device: Rate,
}

const fn rate(burst: u32, every_ms: u64) -> Rate {
    let burst = match NonZeroU32::new(burst) {
        Some(burst) => burst,
        None => NonZeroU32::MIN,
    };
    Rate { burst, every: Duration::from_millis(every_ms) }
}

impl Default for Rates {
    /// An address gets 200 at once and five a second: a family behind one router signs in undisturbed. An e-mail gets 20
    /// and one every six seconds: guessing a password stays hopeless. A device gets far more than it can use.
    fn default() -> Self {
        Self { auth_by_address: rate(200, 200), auth_by_email: rate(20, 6_000), by_device: rate(2_000, 5) }
    }
}
