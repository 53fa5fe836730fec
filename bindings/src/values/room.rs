use jiff::Timestamp;
use jiff::civil::Date as Day;
use safelight_core::history::{Month, Traffic};
use safelight_core::{
    Askable, CloudUsage, CouldGo, DeviceUsage, EraseCheck, Evicted, Forecast, FreeUpPlan, Kept, ProofReport, RoomMade,
    RoomRequested, RoomWarning, Unproven, UsageReport, VerifyScope,
};
use safelight_protocol::RecordId;

/// When the cloud will be full.
#[uniffi::remote(Record)]
pub struct Forecast {
    /// Bytes that come to it a day.
    pub bytes_a_day: u64,
    /// Bytes that wait to be sent.
    pub still_to_go: u64,
    /// Whether all that waits fits.
    pub fits: bool,
    /// In how many days it is full.
    pub full_in_days: Option<u64>,
    /// The day on which it is.
    pub full_on: Option<Day>,
}

/// Room, in bytes.
#[uniffi::remote(Record)]
pub struct UsageReport {
    /// In the cloud.
    pub cloud: CloudUsage,
    /// On this device.
    pub device: DeviceUsage,
}

/// What the cloud holds, in bytes, as of the last run.
#[uniffi::remote(Record)]
pub struct CloudUsage {
    /// The most that may be stored; none before the first run.
    pub quota: Option<u64>,
    /// What is stored.
    pub used: Option<u64>,
    /// What is planned and not stored yet.
    pub reserved: Option<u64>,
    /// Originals of photos.
    pub photos: u64,
    /// Originals of videos.
    pub videos: u64,
    /// Previews and thumbnails.
    pub derivatives: u64,
    /// Originals in the trash.
    pub recently_deleted: u64,
    /// What of the quota is kept for what is small.
    pub kept_for_small: Option<u64>,
    /// What this device has to send.
    pub pending: u64,
    /// Originals that only other phones have, and have to send.
    pub pending_elsewhere: u64,
    /// When it will be full; none while too little is known.
    pub forecast: Option<Forecast>,
}

/// What is on this device, in bytes.
#[uniffi::remote(Record)]
pub struct DeviceUsage {
    /// Free on the disk.
    pub free: Option<u64>,
    /// Originals of photos, ours.
    pub photos: u64,
    /// Originals of videos, ours.
    pub videos: u64,
    /// Originals that stay where they are.
    pub borrowed: u64,
    /// Of the originals that are ours: those that only this device has.
    pub only_here: u64,
    /// Of the originals that are ours: those that may leave when room runs low.
    pub could_leave: u64,
    /// Previews and thumbnails.
    pub derivatives: u64,
    /// The database.
    pub database: u64,
    /// Files on their way.
    pub spool: u64,
}

/// May this device be erased?
#[uniffi::remote(Record)]
pub struct EraseCheck {
    /// Whether nothing would be lost.
    pub ready: bool,
    /// Originals on this device that the cloud has proven to hold just now.
    pub proven: u64,
    /// Originals on this device.
    pub of: u64,
    /// What would be lost.
    pub lost_if_erased: Vec<RecordId>,
}

/// An original that left this device.
#[uniffi::remote(Record)]
pub struct Evicted {
    /// The photo.
    pub id: RecordId,
    /// What its file had.
    pub bytes: u64,
}

/// An original that stays, and why.
#[uniffi::remote(Record)]
pub struct Kept {
    /// The photo.
    pub id: RecordId,
    /// The code of why.
    pub code: String,
}

/// What left this device and what stays.
#[uniffi::remote(Record)]
pub struct RoomMade {
    /// What left.
    pub evicted: Vec<Evicted>,
    /// What stays although it was its turn.
    pub kept: Vec<Kept>,
    /// Bytes that are free now and were not before.
    pub freed: u64,
    /// Bytes that were asked for; none for as many as possible.
    pub asked: Option<u64>,
}

/// A photo that could go from the cloud.
#[uniffi::remote(Record)]
pub struct CouldGo {
    /// The photo.
    pub id: RecordId,
    /// What its original takes.
    pub bytes: u64,
    /// The name of its file.
    pub file_name: String,
}

/// What would go from the cloud.
#[uniffi::remote(Record)]
pub struct FreeUpPlan {
    /// The largest videos: moved to recently deleted first.
    pub videos: Vec<CouldGo>,
    /// What they take together.
    pub video_bytes: u64,
    /// What is in recently deleted already: emptied second.
    pub recently_deleted: Vec<CouldGo>,
    /// What that takes together.
    pub recently_deleted_bytes: u64,
}

/// Which originals are to be proven.
#[uniffi::remote(Enum)]
pub enum VerifyScope {
    /// Those on this device.
    Here,
    /// All of the library.
    All,
}

/// An original that is not proven.
#[uniffi::remote(Record)]
pub struct Unproven {
    /// The photo.
    pub id: RecordId,
    /// The code of why.
    pub code: String,
}

/// "N of N proven."
#[uniffi::remote(Record)]
pub struct ProofReport {
    /// Originals that the cloud has just proven to hold.
    pub proven: u64,
    /// Originals that were looked at.
    pub of: u64,
    /// Those that the cloud should hold and does not, or not whole.
    pub damaged: Vec<RecordId>,
    /// All that are not proven, with why.
    pub unproven: Vec<Unproven>,
    /// When.
    pub at: Timestamp,
}

/// Bytes that moved.
#[uniffi::remote(Record)]
pub struct Traffic {
    /// To the cloud.
    pub sent: u64,
    /// From it.
    pub received: u64,
}

/// Data used and saved in a month.
#[uniffi::remote(Record)]
pub struct Month {
    /// `2026-05`.
    pub month: String,
    /// By Wi-Fi.
    pub wifi: Traffic,
    /// By mobile networks.
    pub cellular: Traffic,
    /// By cable.
    pub ethernet: Traffic,
    /// Nobody knows.
    pub unknown: Traffic,
    /// What was not moved, in all.
    pub saved: u64,
    /// Of it: what the cloud had already.
    pub saved_again: u64,
    /// Of it: what waited for a network that costs nothing.
    pub saved_paid: u64,
}

/// What was looked at and what was mended on this device.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Doctored {
    /// Names of the checks.
    pub checked: Vec<String>,
    /// What was done.
    pub mended: Vec<Mended>,
    /// What can't be mended here.
    pub broken: Vec<Mended>,
}

/// Something that was mended, or can't be.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Mended {
    /// The check.
    pub check: String,
    /// How many things.
    pub count: u64,
}

impl From<safelight_core::DoctorReport> for Doctored {
    fn from(report: safelight_core::DoctorReport) -> Self {
        let mended = |all: Vec<safelight_core::Mended>| {
            all.into_iter().map(|one| Mended { check: one.check.to_owned(), count: one.count }).collect()
        };
        Self {
            checked: report.checked.into_iter().map(str::to_owned).collect(),
            mended: mended(report.mended),
            broken: mended(report.broken),
        }
    }
}

/// What a person must know before they say yes to a request for room.
#[uniffi::remote(Enum)]
pub enum RoomWarning {
    /// Where iCloud Photos or Google Photos is on, they go from there, too.
    LeavesSystemCloud,
    /// The system gives the room back only from its own recently deleted.
    RoomComesLater,
}

/// An original that the system would be asked to remove.
#[uniffi::remote(Record)]
pub struct Askable {
    /// The photo.
    pub id: RecordId,
    /// What its original takes.
    pub bytes: u64,
}

/// What the system would be asked; nothing is proven yet, and nobody was asked.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RoomWish {
    /// The originals, least useful first.
    pub originals: Vec<Askable>,
    /// What they take together.
    pub bytes: u64,
    /// What the person must know.
    pub warnings: Vec<RoomWarning>,
}

/// What became of a request for room.
#[uniffi::remote(Record)]
pub struct RoomRequested {
    /// What the system was asked to remove.
    pub requested: Vec<Askable>,
    /// What it removed.
    pub evicted: Vec<Evicted>,
    /// What stays, and why.
    pub kept: Vec<Kept>,
    /// Bytes that were freed.
    pub freed: u64,
    /// Bytes that were asked for.
    pub asked: Option<u64>,
}

impl From<safelight_core::RoomRequestPlan> for RoomWish {
    fn from(plan: safelight_core::RoomRequestPlan) -> Self {
        Self { originals: plan.originals, bytes: plan.bytes, warnings: plan.warnings.to_vec() }
    }
}
