//! What can break.

use safelight_core::ports::{Clock, SystemClock};
use serde::Deserialize;

use super::Stories;
use crate::api::Refusal;
use crate::link::Door;
use crate::phone::Phone;
use crate::simulator::{EMAIL, Simulator};

/// One thing that keeps a photo from the cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Trouble {
    SyncOff,
    Cellular,
    CloudFull,
    DiskFull,
    Wedged,
    OldApp,
    EmptyOnCellular,
    Portal,
    WrongCertificate,
    NoName,
    Outage,
    Hours,
    Paused,
    LowData,
    CellularDenied,
    Roaming,
    PhotosDenied,
    LowPower,
    Hot,
    SignedOut,
}

/// What a surprise may be: what no picture on the page gives away, and a person can end.
pub(super) const SURPRISES: &[Trouble] = &[
    Trouble::SyncOff,
    Trouble::Cellular,
    Trouble::DiskFull,
    Trouble::Wedged,
    Trouble::OldApp,
    Trouble::Portal,
    Trouble::WrongCertificate,
    Trouble::NoName,
    Trouble::Hours,
    Trouble::Paused,
    Trouble::LowData,
    Trouble::CellularDenied,
    Trouble::Roaming,
    Trouble::PhotosDenied,
    Trouble::LowPower,
    Trouble::Hot,
    Trouble::SignedOut,
];

/// Below this no phone syncs: room for the database.
const FLOOR: u64 = 64 << 20;

/// So much less is free. The photo that can't go takes up to a megabyte more.
const MISSING: u64 = 60_000;

/// So much can leave the phone again: more than is missing then.
const CAN_LEAVE: u64 = 2_000_000;

/// What is left of the cloud when it is full: enough for a thumbnail.
const LEFT: u64 = 120_000;

/// Blurred shots that the person deletes before the cloud is full: there is something to empty.
const BLURRED: usize = 4;

impl Trouble {
    /// The sentence that tells it afterwards.
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::SyncOff => "trouble-sync-off",
            Self::Cellular => "trouble-cellular",
            Self::CloudFull => "trouble-cloud-full",
            Self::DiskFull => "trouble-disk-full",
            Self::Wedged => "trouble-wedged",
            Self::OldApp => "trouble-old-app",
            Self::EmptyOnCellular => "trouble-empty-on-cellular",
            Self::Portal => "trouble-portal",
            Self::WrongCertificate => "trouble-certificate",
            Self::NoName => "trouble-no-name",
            Self::Outage => "trouble-outage",
            Self::Hours => "trouble-hours",
            Self::Paused => "trouble-paused",
            Self::LowData => "trouble-low-data",
            Self::CellularDenied => "trouble-cellular-denied",
            Self::Roaming => "trouble-roaming",
            Self::PhotosDenied => "trouble-photos-denied",
            Self::LowPower => "trouble-low-power",
            Self::Hot => "trouble-hot",
            Self::SignedOut => "trouble-signed-out",
        }
    }

    /// Facts that it changes, each with what a panel shows while nobody knows.
    fn facts(self) -> &'static [(&'static str, &'static str, &'static str)] {
        match self {
            Self::Cellular => &[("network", "cellular", "wifi")],
            Self::EmptyOnCellular => {
                &[("network", "cellular", "wifi"), ("charging", "unplugged", "unplugged"), ("battery", "14", "82")]
            }
            // The phone itself is not told: its closer look must find it.
            Self::Portal => &[("captive", "true", "false"), ("captive", "unknown", "false")],
            Self::LowData => &[("constrained", "true", "false")],
            Self::CellularDenied => &[("network", "cellular", "wifi"), ("cellular_allowed", "false", "true")],
            Self::Roaming => &[("network", "cellular", "wifi"), ("roaming", "true", "false")],
            Self::PhotosDenied => &[("photo_access", "none", "full")],
            Self::LowPower => &[("low_power", "true", "false")],
            Self::Hot => &[("thermal", "serious", "nominal")],
            _ => &[],
        }
    }

    /// Settings that it changes, likewise.
    fn settings(self) -> &'static [(&'static str, &'static str, &'static str)] {
        match self {
            Self::SyncOff => &[("sync", "false", "true")],
            _ => &[],
        }
    }

    /// Brings it about. What a panel would show of it is covered first.
    pub(super) async fn befall(self, simulator: &Simulator, phone: &Phone) -> Result<(), Refusal> {
        self.cover(simulator, phone, &simulator.story);
        for (key, value, _) in self.facts() {
            phone.make_so(&[(*key, *value)]).await?;
        }
        for (key, value, _) in self.settings() {
            set(phone, key, value).await?;
        }
        match self {
            Self::Hours => set(phone, "hours", &hours_elsewhere(phone)).await?,
            Self::Paused => {
                let until = phone.clock.now().saturating_add(jiff::SignedDuration::from_hours(8)).unwrap_or_default();
                set(phone, "pause_until", &until.to_string()).await?;
            }
            Self::DiskFull => fill_disk(simulator, phone).await?,
            Self::WrongCertificate => simulator.cloud.doors.set_door(Door::WrongCertificate),
            Self::NoName => simulator.cloud.doors.set_door(Door::Nameless),
            Self::Outage => simulator.cloud.doors.set_door(Door::Closed),
            Self::Wedged => wedge(phone)?,
            Self::CloudFull => fill_cloud(simulator, phone).await?,
            Self::OldApp => outdate(simulator, phone).await?,
            Self::SignedOut => simulator.sign_out(phone).await?,
            _ => {}
        }
        Ok(())
    }

    /// Lets panels show what they would if nothing had happened.
    fn cover(self, simulator: &Simulator, phone: &Phone, story: &Stories) {
        for (key, _, shown) in self.facts() {
            story.cover_fact(phone.n, key, shown);
        }
        for (key, _, shown) in self.settings() {
            story.cover_setting(phone.n, key, shown);
        }
        match self {
            Self::Hours => story.cover_setting(phone.n, "hours", "always"),
            Self::Paused => story.cover_setting(phone.n, "pause_until", "none"),
            Self::DiskFull => story.cover_fact(phone.n, "free_bytes", &phone.disk.free().to_string()),
            Self::OldApp => {
                for one in &simulator.phones {
                    story.cover_fact(one.n, "app_version", &one.version());
                }
            }
            _ => {}
        }
        if matches!(self, Self::WrongCertificate | Self::NoName | Self::Outage | Self::OldApp) {
            story.cover_cloud();
        }
    }
}

async fn set(phone: &Phone, key: &str, value: &str) -> Result<(), Refusal> {
    phone.safelight().set_settings(vec![(key.to_owned(), value.to_owned())]).await?;
    phone.forget_diagnosis();
    Ok(())
}

/// Two hours of the day that are far from now.
fn hours_elsewhere(phone: &Phone) -> String {
    let hour = phone.clock.now().to_zoned(SystemClock.zone()).hour();
    let at = |hours: i8| (i32::from(hour) + i32::from(hours)) % 24;
    format!("{:02}:00-{:02}:00", at(10), at(12))
}

/// An extension of the app dies and leaves its lock behind, with a date that never comes.
fn wedge(phone: &Phone) -> Result<(), Refusal> {
    let database = rusqlite::Connection::open(phone.home().join("library.db"));
    let planted = database.and_then(|database| {
        database.execute(
            "INSERT INTO lease (name, holder, generation, boot, until_ms) VALUES ('engine', 'extension', 1, ?1, ?2) \
             ON CONFLICT (name) DO UPDATE SET holder = 'extension', generation = generation + 1, boot = ?1, until_ms = ?2",
            rusqlite::params![phone.clock.boot(), i64::MAX / 1_000],
        )
    });
    planted.map(drop).map_err(|_| Refusal::failed("eng.database"))
}

/// Other apps take nearly all room. What Safelight can give back is enough.
async fn fill_disk(simulator: &Simulator, phone: &Phone) -> Result<(), Refusal> {
    for _ in 0..BLURRED {
        if phone.safelight().usage().await?.device.could_leave < CAN_LEAVE {
            simulator.take_photo(phone).await?;
            simulator.settle().await?;
        }
    }
    phone.disk.leave_free(FLOOR - MISSING);
    Ok(())
}

/// The person has deleted a few shots and not emptied recently deleted; then the account's room is used up.
async fn fill_cloud(simulator: &Simulator, phone: &Phone) -> Result<(), Refusal> {
    let mut blurred = Vec::new();
    for _ in 0..BLURRED {
        blurred.extend(simulator.take_photo(phone).await?.imported);
    }
    simulator.settle().await?;
    phone.safelight().trash(blurred).await?;
    simulator.settle().await?;
    let kept = simulator.cloud.kept(EMAIL).await.ok_or_else(|| Refusal::failed("srv.5xx"))?;
    simulator.cloud.set_quota(EMAIL, kept.usage.used + LEFT).await?;
    Ok(())
}

/// A new version is out, the other phone has it, and the cloud serves no older one.
async fn outdate(simulator: &Simulator, phone: &Phone) -> Result<(), Refusal> {
    let major = |version: String| version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0_u32);
    let newest = simulator.phones.iter().map(|phone| major(phone.version())).max().unwrap_or(0) + 1;
    let version = format!("{newest}.0.0");
    for other in simulator.phones.iter().filter(|other| other.n != phone.n) {
        other.update_to(&version).await?;
    }
    simulator.cloud.set_floor(&version).await?;
    Ok(())
}
