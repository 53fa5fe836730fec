//! What facts can be.

use serde_json::Value;

use super::spelling::{Spelled, digits, words};
use crate::reasons::{Confirmed, Reason, reason};

/// A charge from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u8);

/// A number that is not a percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not between 0 and 100")]
pub struct NotAPercentage(u8);

impl Percent {
    /// Nothing.
    pub const EMPTY: Self = Self(0);
    /// All.
    pub const FULL: Self = Self(100);

    pub(crate) const fn at_most_full(value: u8) -> Self {
        if value > 100 { Self::FULL } else { Self(value) }
    }

    /// From 0 to 100.
    pub fn value(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Percent {
    type Error = NotAPercentage;

    fn try_from(value: u8) -> Result<Self, NotAPercentage> {
        if value <= 100 { Ok(Self(value)) } else { Err(NotAPercentage(value)) }
    }
}

impl Spelled for Percent {
    const ALLOWED: &'static str = "a number from 0 to 100";

    fn parse(text: &str) -> Option<Self> {
        Self::try_from(digits(text)?.parse::<u8>().ok()?).ok()
    }

    fn print(&self) -> String {
        self.0.to_string()
    }

    fn json(&self) -> Value {
        self.0.into()
    }
}

words! {
    /// Whether power comes in.
    Charging: "charging, full, limited, unplugged" {
        /// The battery fills.
        Charging = "charging",
        /// The battery is full and power comes in.
        Full = "full",
        /// Power comes in, and the person's charge limit holds the battery where it is: plugged in all the same.
        Limited = "limited",
        /// On battery.
        Unplugged = "unplugged",
    }
}

words! {
    /// How the phone is connected.
    Network: "wifi, cellular, ethernet, none" {
        /// By Wi-Fi.
        Wifi = "wifi",
        /// By a mobile network.
        Cellular = "cellular",
        /// By a cable.
        Ethernet = "ethernet",
        /// Not at all.
        Disconnected = "none",
    }
}

words! {
    /// Whether a VPN carries the bytes, and what is under it.
    Vpn: "false, true (what is under it can't be told), wifi, cellular, ethernet" {
        /// There is none.
        Off = "false",
        /// There is one; what is under it can't be told.
        OverSomething = "true",
        /// Over Wi-Fi.
        OverWifi = "wifi",
        /// Over a mobile network.
        OverCellular = "cellular",
        /// Over a cable.
        OverEthernet = "ethernet",
    }
}

words! {
    /// How warm the phone is.
    Thermal: "nominal, fair, serious, critical" {
        /// Cool.
        Nominal = "nominal",
        /// Warm.
        Fair = "fair",
        /// Hot: nothing heavy.
        Serious = "serious",
        /// Too hot: nothing at all.
        Critical = "critical",
    }
}

words! {
    /// Which photos the app may read.
    PhotoAccess: "full, limited, none, restricted, not_asked" {
        /// All.
        Full = "full",
        /// Those that the person selected.
        Limited = "limited",
        /// None: the person said no.
        Denied = "none",
        /// None: the phone's manager or a parent said no.
        Restricted = "restricted",
        /// None yet: the person was not asked.
        NotAsked = "not_asked",
    }
}

words! {
    /// Whether the app may work in the background.
    Background: "allowed, denied, restricted" {
        /// It may.
        Allowed = "allowed",
        /// The person switched it off.
        Denied = "denied",
        /// The system or the phone's manager keeps it from it.
        Restricted = "restricted",
    }
}

words! {
    /// How often the system lets the app run (Android's standby bucket).
    Bucket: "active, working_set, frequent, rare, restricted" {
        /// In use.
        Active = "active",
        /// Used every day.
        WorkingSet = "working_set",
        /// Used often.
        Frequent = "frequent",
        /// Hardly used.
        Rare = "rare",
        /// Once a day at most.
        Restricted = "restricted",
    }
}

words! {
    /// Where the app is.
    AppState: "foreground, background, extension" {
        /// On the screen.
        Foreground = "foreground",
        /// Not on the screen.
        Background = "background",
        /// An extension of it runs, not the app.
        Extension = "extension",
    }
}

words! {
    /// Who moves the bytes.
    Lane: "in_app, background_session, user_initiated_job, photokit_job, continued_task, worker" {
        /// The app itself.
        InApp = "in_app",
        /// The system's background session (iOS).
        BackgroundSession = "background_session",
        /// A job that the person started (Android).
        UserInitiatedJob = "user_initiated_job",
        /// The photo library's own upload jobs (iOS).
        PhotokitJob = "photokit_job",
        /// A task that goes on when the person leaves the app (iOS).
        ContinuedTask = "continued_task",
        /// A worker of the system's scheduler (Android).
        Worker = "worker",
    }
}

/// What a phone's system gives as its own reasons why the app's work waits: codes of the vocabulary that nothing but the
/// system confirms (a stop reason, a pending reason, a restriction of the profile). A shell says them anew whenever the
/// system has started the app, `none` where it gives none; what it said before counts until then.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SystemReasons(Vec<&'static Reason>);

/// Causes that the system tells in the middle of an act, as that act's own error.
const TOLD_BY_AN_ERROR: &[&str] = &["acct.unlock_refused", "acct.unlock_unavailable", "acct.vault", "item.declined"];
const NO_REASONS: &str = "none";

impl SystemReasons {
    /// Each once, by code.
    pub fn iter(&self) -> impl Iterator<Item = &'static Reason> {
        self.0.iter().copied()
    }

    /// Whether a code may be said here.
    pub fn may_hold(reason: &Reason) -> bool {
        reason.confirmed_by.contains(&Confirmed::System) && !TOLD_BY_AN_ERROR.contains(&reason.code)
    }

    /// The same without one of them.
    #[must_use]
    pub fn without(&self, code: &str) -> Self {
        Self(self.iter().filter(|reason| reason.code != code).collect())
    }
}

impl std::fmt::Display for SystemReasons {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.print())
    }
}

impl Spelled for SystemReasons {
    const ALLOWED: &'static str = "none, or codes of reasons that the system itself gives, with commas between";

    fn parse(text: &str) -> Option<Self> {
        if text == NO_REASONS {
            return Some(Self::default());
        }
        let known = |code| reason(code).filter(|reason| Self::may_hold(reason));
        let mut reasons = text.split(',').map(known).collect::<Option<Vec<_>>>()?;
        reasons.sort_by_key(|reason| reason.code);
        reasons.dedup_by_key(|reason| reason.code);
        Some(Self(reasons))
    }

    fn print(&self) -> String {
        let codes: Vec<&str> = self.iter().map(|reason| reason.code).collect();
        if codes.is_empty() { NO_REASONS.to_owned() } else { codes.join(",") }
    }
}
