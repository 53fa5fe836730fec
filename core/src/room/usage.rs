//! How full it is: what is noted at the end of a run, and the findings that follow from it.

use jiff::Timestamp;
use rusqlite::{Connection, Transaction};
use safelight_protocol::server::Usage;

use super::forecast::{Forecast, forecast};
use super::leaving::low_mark;
use crate::home::{Home, HomeError};
use crate::ports::Space;
use crate::reasons::codes;
use crate::store::files::Owner;
use crate::store::room::{self as rows, Day, Here};
use crate::store::{StoreError, findings, work};

/// The cloud is nearly full from so many percent on.
const NEARLY_FULL: u64 = 90;

/// Notes what the server says of its room, and what follows from it. `day`: today, in the phone's zone.
pub(crate) fn note_cloud(db: &Transaction<'_>, usage: &Usage, day: String, now: Timestamp) -> Result<(), StoreError> {
    rows::note_day(db, &Day { day, used: usage.used, quota: usage.quota })?;
    let taken = usage.used.saturating_add(usage.reserved);
    let percent = u64::try_from(u128::from(taken) * 100 / u128::from(usage.quota.max(1))).unwrap_or(u64::MAX);
    if percent < NEARLY_FULL {
        return findings::withdraw(db, codes::QUOTA_NEAR, "");
    }
    let evidence = serde_json::json!({
        "percent": percent.min(100),
        "used": usage.used,
        "quota": usage.quota,
        "left": usage.quota.saturating_sub(taken),
    });
    findings::raise(db, codes::QUOTA_NEAR, "", &evidence.to_string(), now.as_millisecond())
}

/// Notes how much room there is on this device, before something fails for want of it.
pub(crate) fn note_device(db: &Transaction<'_>, space: Option<Space>, now: Timestamp) -> Result<(), StoreError> {
    match space {
        Some(Space { free, total }) if free < low_mark(total) => {
            let could = could_leave(&rows::here(db)?);
            let evidence = serde_json::json!({
                "percent": free * 100 / total.max(1),
                "free": free,
                "total": total,
                "could": could,
            });
            findings::raise(db, codes::DISK_LOW, "", &evidence.to_string(), now.as_millisecond())
        }
        _ => findings::withdraw(db, codes::DISK_LOW, ""),
    }
}

/// Bytes of originals that would leave this device if room had to be made.
pub(crate) fn could_leave(here: &[Here]) -> u64 {
    let leaves = |one: &&Here| one.owner == Owner::Ours && one.in_cloud && !one.pinned;
    here.iter().filter(leaves).map(|one| one.bytes).sum()
}

/// What is missing for `need` bytes, and what could make room for them. Blocks.
pub(crate) fn shortage(home: &Home, need: u64, free: u64) -> HomeError {
    match home.store().read(rows::here) {
        Ok(here) => HomeError::NoRoom { need, free, could: could_leave(&here) },
        Err(error) => error.into(),
    }
}

/// What waits to get into the cloud, and when it will be full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outlook {
    /// Bytes that this device has to send.
    pub(crate) pending: u64,
    /// Bytes of originals that other phones have to send.
    pub(crate) pending_elsewhere: u64,
    pub(crate) forecast: Option<Forecast>,
}

/// What lies ahead of the cloud.
pub(crate) fn outlook(db: &Connection) -> Result<Outlook, StoreError> {
    let pending = work::backlog(db)?.bytes;
    let pending_elsewhere = rows::pending_elsewhere(db)?;
    let forecast = forecast(&rows::days(db)?, pending.saturating_add(pending_elsewhere));
    Ok(Outlook { pending, pending_elsewhere, forecast })
}
