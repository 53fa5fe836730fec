//! Why work waits: each cause with its code, its evidence, what lifts it and what the person can do.
//!
//! One table, [`Cause::row`], says all that is said of a cause. Codes are those of the shared vocabulary.

use jiff::{SignedDuration, Timestamp};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::change::Change;
use super::inputs::Class;
use crate::facts::{Network, Thermal, Vpn};
use crate::reasons::{self, Reason, Whose, WorkClass};

/// How much of the work a cause stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All of it.
    Everything,
    /// One kind, or some.
    Some,
}

/// Who ends a cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mend {
    /// The person: they chose it or can mend it now.
    Person,
    /// Time, or somebody else.
    Others,
}

/// Which request of the person passes a cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Passes {
    /// None.
    Never,
    /// Any request of their own, "sync now" too.
    Asked,
    /// Opening an original.
    Opened,
}

/// Which of the person's limits for networks that cost applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CellularLimit {
    /// Nothing may cross them.
    NotAByte,
    /// Records and thumbnails may.
    SmallOnly,
    /// Videos may not.
    NoVideos,
}

/// A cause, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table below says what each is; fields are evidence, named as the shells see them")]
pub enum Cause {
    SyncOff,
    Paused { until: Timestamp },
    Offline,
    Captive,
    CellularDenied,
    Roaming,
    DataSaver,
    WifiRequired { limit: CellularLimit, network: Option<Network> },
    Expensive { limit: CellularLimit, known: bool },
    VpnMetered { limit: CellularLimit, vpn: Option<Vpn> },
    Budget { budget: u64, used: u64, until: Option<Timestamp> },
    LowData,
    LanDenied,
    Unvalidated,
    SignedOut,
    SignInEnded { code: String },
    Refused { code: String, until: Option<Timestamp> },
    QuotaFull { need: u64, have: u64 },
    DiskFull { free: u64, need: u64 },
    RefreshOff,
    BackgroundRestricted,
    AccessDenied,
    AccessRestricted,
    AccessNotAsked,
    NotCharging { known: bool },
    LowBattery { level: u8, floor: u8 },
    LowPower,
    Hours { hours: String, opens: Option<Timestamp> },
    Hot { thermal: Thermal },
    Clock { offset_s: i64 },
    System { reason: &'static Reason },
}

/// What is said of a cause.
struct Row<'a> {
    code: &'a str,
    mend: Mend,
    passes: Passes,
}

/// The order of causes where scope and mend are alike: first what can be mended with no connection, then the
/// connection, then what needs one to be mended.
const ORDER: &[&str] = &[
    "acct.sync_off",
    "eng.paused",
    "net.offline",
    "net.captive",
    "net.app_cell_denied",
    "net.roaming",
    "net.data_saver",
    "net.wifi_required",
    "net.vpn_metered",
    "net.expensive",
    "net.budget",
    "net.low_data",
    "net.lan_denied",
    "net.unvalidated",
    "net.tls_untrusted",
    "acct.signed_out",
    "acct.reauth",
    "acct.revoked",
    "acct.key_missing",
    "acct.mismatch",
    "acct.deleted",
    "acct.terms",
    "acct.payment",
    "acct.locked",
    "ver.client_old",
    "ver.server_old",
    "disk.device",
    "acct.os_sync_off",
    "acct.profile_locked",
    "bg.refresh_off",
    "bg.disabled",
    "bg.locked_boot",
    "bg.force_quit",
    "bg.hibernated",
    "bg.oem",
    "bg.quota",
    "bg.doze",
    "bg.resources",
    "bg.fgs_timeout",
    "lib.not_asked",
    "lib.denied",
    "lib.restricted",
    "acct.managed",
    "acct.child",
    "lib.location_stripped",
    "lib.unavailable",
    "bg.ext_off",
    "bg.job_limit",
    "load.system",
    "net.satellite",
    "quota.full",
    "pwr.not_charging",
    "pwr.low",
    "pwr.saver",
    "eng.hours",
    "net.clock",
    "heat",
    "srv.maintenance",
    "srv.429",
    "srv.outage",
    "srv.5xx",
    "net.dns",
    "disk.server",
    "eng.backoff",
];

impl Cause {
    #[rustfmt::skip]
    fn row(&self) -> Row<'_> {
        use Mend::{Others, Person};
        use Passes::{Asked, Never, Opened};

        let (code, mend, passes) = match self {
            Self::SyncOff => ("acct.sync_off", Person, Opened),
            Self::Paused { .. } => ("eng.paused", Person, Asked),
            Self::Offline => ("net.offline", Person, Never),
            Self::Captive => ("net.captive", Person, Never),
            Self::CellularDenied => ("net.app_cell_denied", Person, Never),
            Self::Roaming => ("net.roaming", Person, Never),
            Self::DataSaver => ("net.data_saver", Person, Opened),
            Self::WifiRequired { limit, .. } => ("net.wifi_required", Person, limit.passes()),
            Self::VpnMetered { limit, .. } => ("net.vpn_metered", Person, limit.passes()),
            Self::Expensive { limit, .. } => ("net.expensive", Person, limit.passes()),
            Self::Budget { .. } => ("net.budget", Person, Opened),
            Self::LowData => ("net.low_data", Person, Opened),
            Self::LanDenied => ("net.lan_denied", Person, Never),
            Self::Unvalidated => ("net.unvalidated", Person, Never),
            Self::SignedOut => ("acct.signed_out", Person, Never),
            Self::SignInEnded { code } if code == "acct.locked" => (code.as_str(), Others, Never),
            Self::SignInEnded { code } => (code.as_str(), Person, Never),
            Self::Refused { code, .. } => (code.as_str(), refusal_mend(code), refusal_passes(code)),
            Self::QuotaFull { .. } => ("quota.full", Person, Never),
            Self::DiskFull { .. } => ("disk.device", Person, Never),
            Self::RefreshOff => ("bg.refresh_off", Person, Never),
            Self::BackgroundRestricted => ("bg.disabled", Person, Never),
            Self::AccessDenied => ("lib.denied", Person, Never),
            Self::AccessRestricted => ("lib.restricted", Others, Never),
            Self::AccessNotAsked => ("lib.not_asked", Person, Never),
            Self::NotCharging { .. } => ("pwr.not_charging", Person, Asked),
            Self::LowBattery { .. } => ("pwr.low", Person, Asked),
            Self::LowPower => ("pwr.saver", Person, Asked),
            Self::Hours { .. } => ("eng.hours", Person, Asked),
            Self::Hot { .. } => ("heat", Others, Never),
            Self::Clock { .. } => ("net.clock", Person, Never),
            Self::System { reason } => (reason.code, if reason.whose == Whose::Person { Person } else { Others }, Never),
        };
        Row { code, mend, passes }
    }

    /// The code in the shared vocabulary.
    pub fn code(&self) -> &str {
        self.row().code
    }

    /// The code, if this version knows it.
    pub(super) fn known_code(&self) -> Option<&'static str> {
        ORDER.iter().copied().find(|code| *code == self.code())
    }

    /// Who ends it.
    pub fn mend(&self) -> Mend {
        self.row().mend
    }

    /// Which request of the person passes it.
    pub fn passes(&self) -> Passes {
        self.row().passes
    }

    /// What it rests on: arguments for its sentence. Bytes, seconds and percent are numbers, times RFC 3339.
    pub fn evidence(&self) -> Map<String, Value> {
        let evidence = match self {
            Self::Paused { until } => json!({ "until": until }),
            Self::WifiRequired { limit, network } => {
                json!({ "limit": limit, "network": network.map_or("unknown", Network::word) })
            }
            Self::Expensive { limit, known } => json!({ "limit": limit, "metered": known_word(*known) }),
            Self::VpnMetered { limit, vpn } => json!({ "limit": limit, "vpn": vpn.map_or("unknown", Vpn::word) }),
            Self::Budget { budget, used, until } => json!({ "budget": budget, "used": used, "until": until }),
            Self::Refused { until, .. } => json!({ "until": until }),
            Self::QuotaFull { need, have } => json!({ "need": need, "have": have }),
            Self::DiskFull { free, need } => json!({ "free": free, "need": need }),
            Self::NotCharging { known } => json!({ "charging": if *known { "unplugged" } else { "unknown" } }),
            Self::LowBattery { level, floor } => json!({ "level": level, "floor": floor }),
            Self::Hours { hours, opens } => json!({ "hours": hours, "until": opens }),
            Self::Hot { thermal } => json!({ "thermal": thermal.word() }),
            Self::Clock { offset_s } => json!({ "offset_s": offset_s }),
            _ => json!({}),
        };
        if let Value::Object(map) = evidence { map } else { Map::new() }
    }
}

fn known_word(known: bool) -> &'static str {
    if known { "true" } else { "unknown" }
}

impl CellularLimit {
    /// A person who switched cellular off is taken at their word, whatever they open.
    fn passes(self) -> Passes {
        if self == Self::NotAByte { Passes::Never } else { Passes::Opened }
    }
}

fn refusal_mend(code: &str) -> Mend {
    if matches!(code, "ver.client_old" | "net.tls_untrusted") { Mend::Person } else { Mend::Others }
}

/// Trying again at once is the person's to ask, unless the server itself asked for the wait.
fn refusal_passes(code: &str) -> Passes {
    let asked_for = code.starts_with("ver.") || matches!(code, "srv.429" | "srv.maintenance");
    if asked_for { Passes::Never } else { Passes::Asked }
}

/// Changes that together end a hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lift {
    /// All of them are needed.
    pub changes: Vec<Change>,
}

impl Lift {
    pub(super) fn by(change: Change) -> Self {
        Self { changes: vec![change] }
    }

    pub(super) fn fact(key: &'static str, value: &str) -> Self {
        Self::by(Change::Fact { key: key.to_owned(), value: value.to_owned() })
    }

    pub(super) fn setting(key: &'static str, value: &str) -> Self {
        Self::by(Change::Setting { key: key.to_owned(), value: value.to_owned() })
    }

    pub(super) fn wait(until: Timestamp) -> Self {
        Self::by(Change::Time { until })
    }

    pub(super) fn free_wifi() -> Self {
        let facts = [("network", "wifi"), ("metered", "false"), ("vpn", "false")];
        let fact = |(key, value): (&str, &str)| Change::Fact { key: key.to_owned(), value: value.to_owned() };
        Self { changes: facts.into_iter().map(fact).collect() }
    }

    pub(super) fn and_setting(mut self, key: &'static str, value: &str) -> Self {
        self.changes.push(Change::Setting { key: key.to_owned(), value: value.to_owned() });
        self
    }
}

/// A cause that holds work up now.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Why.
    pub cause: Cause,
    /// How much of the work it stops.
    pub scope: Scope,
    /// Since when, where that is known.
    pub since: Option<Timestamp>,
    /// What would lift it: any of these does. One of them lifts nothing else.
    pub lifts: Vec<Lift>,
    classes: &'static [Class],
}

impl Held {
    pub(super) fn everything(cause: Cause, lifts: Vec<Lift>) -> Self {
        Self { cause, scope: Scope::Everything, since: None, lifts, classes: Class::ALL }
    }

    pub(super) fn some(cause: Cause, classes: &'static [Class], lifts: Vec<Lift>) -> Self {
        Self { cause, scope: Scope::Some, since: None, lifts, classes }
    }

    /// One of several that together stop everything.
    pub(super) fn stopping_everything(mut self) -> Self {
        self.scope = Scope::Everything;
        self
    }

    pub(super) fn since(mut self, since: Option<Timestamp>) -> Self {
        self.since = since;
        self
    }

    /// The code in the shared vocabulary.
    pub fn code(&self) -> &str {
        self.cause.code()
    }

    /// What the person can do: a stable name.
    pub fn fix(&self) -> &'static str {
        reasons::Action::of(self.code()).name()
    }

    /// When it ends by itself, if time ends it.
    pub fn passes_at(&self) -> Option<Timestamp> {
        self.lifts.iter().find_map(|lift| match lift.changes.as_slice() {
            [Change::Time { until }] => Some(*until),
            _ => None,
        })
    }

    /// Whether it stops chores and nothing that anybody waits for.
    pub fn stops_only_chores(&self) -> bool {
        self.classes == [Class::Housekeeping]
    }

    /// Whether it stops a class of work.
    pub fn stops(&self, class: Class) -> bool {
        self.classes.contains(&class)
    }

    /// Its place among holds: what has the lower one is said first.
    pub fn rank(&self) -> (Scope, Mend, usize) {
        let place = ORDER.iter().position(|code| *code == self.code()).unwrap_or(ORDER.len());
        (self.scope, self.cause.mend(), place)
    }

    /// The same as it is stored and shown beside what other sources find.
    pub fn told(&self, now: Timestamp) -> reasons::Hold {
        self.told_among(Class::ALL, now)
    }

    /// The same, said of the classes that have something to do.
    pub fn told_among(&self, wanted: &[Class], now: Timestamp) -> reasons::Hold {
        let stopped: Vec<Class> = wanted.iter().copied().filter(|class| self.stops(*class)).collect();
        let class = if self.scope == Scope::Everything { WorkClass::Everything } else { WorkClass::of(&stopped) };
        // A fact from the future (a clock that was set back) holds since now.
        let since = self.since.filter(|since| now.duration_since(*since) >= SignedDuration::ZERO).unwrap_or(now);
        reasons::Hold { evidence: self.cause.evidence(), ..reasons::Hold::new(self.code(), class, since) }
    }
}

impl Serialize for Held {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut held = serializer.serialize_struct("Held", 6)?;
        held.serialize_field("code", self.code())?;
        held.serialize_field("scope", &self.scope)?;
        held.serialize_field("evidence", &self.cause.evidence())?;
        held.serialize_field("since", &self.since)?;
        held.serialize_field("lifts", &self.lifts)?;
        held.serialize_field("fix", self.fix())?;
        held.end()
    }
}

#[cfg(test)]
pub(super) fn order() -> &'static [&'static str] {
    ORDER
}
