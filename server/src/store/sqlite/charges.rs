//! What an owner pays for: each part once.
//!
//! The invariant, after every transaction: `account.used` is the sum of the owner's charges with a reference, and
//! `account.reserved` the sum of those that only a reservation holds.

use rusqlite::{OptionalExtension, Transaction, params};
use safelight_protocol::server::Usage;
use safelight_protocol::{AccountId, LibraryId, PartId};

use crate::quota;
use crate::store::StoreError;

/// One owner's charge for one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Charge {
    pub(super) bytes: u64,
    pub(super) refs: u64,
    pub(super) reservations: u64,
}

impl Charge {
    fn booked(self) -> (u64, u64) {
        match (self.refs, self.reservations) {
            (0, 0) => (0, 0),
            (0, _) => (0, self.bytes),
            _ => (self.bytes, 0),
        }
    }
}

pub(super) fn usage(tx: &Transaction<'_>, owner: AccountId, default_quota: u64) -> Result<Option<Usage>, StoreError> {
    Ok(tx
        .prepare_cached("SELECT quota, used, reserved FROM account WHERE id = ?1")?
        .query_row(params![owner.0], |row| {
            Ok(quota::usage(row.get::<_, Option<u64>>(0)?.unwrap_or(default_quota), row.get(1)?, row.get(2)?))
        })
        .optional()?)
}

pub(super) fn find(tx: &Transaction<'_>, owner: AccountId, part: PartId) -> Result<Option<Charge>, StoreError> {
    Ok(tx
        .prepare_cached("SELECT bytes, refs, reservations FROM charge WHERE owner = ?1 AND part = ?2")?
        .query_row(params![owner.0, part.0], |row| {
            Ok(Charge { bytes: row.get(0)?, refs: row.get(1)?, reservations: row.get(2)? })
        })
        .optional()?)
}

/// Changes one charge and the owner's sums with it.
fn change(
    tx: &Transaction<'_>,
    owner: AccountId,
    part: PartId,
    edit: impl FnOnce(&mut Charge),
) -> Result<(), StoreError> {
    let before = find(tx, owner, part)?.unwrap_or(Charge { bytes: 0, refs: 0, reservations: 0 });
    let mut after = before;
    edit(&mut after);
    if after.refs == 0 && after.reservations == 0 {
        tx.prepare_cached("DELETE FROM charge WHERE owner = ?1 AND part = ?2")?.execute(params![owner.0, part.0])?;
    } else {
        tx.prepare_cached(
            "INSERT INTO charge (owner, part, bytes, refs, reservations) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET bytes = ?3, refs = ?4, reservations = ?5",
        )?
        .execute(params![owner.0, part.0, after.bytes, after.refs, after.reservations])?;
    }
    let ((used_before, reserved_before), (used, reserved)) = (before.booked(), after.booked());
    tx.prepare_cached("UPDATE account SET used = used + ?2 - ?3, reserved = reserved + ?4 - ?5 WHERE id = ?1")?
        .execute(params![owner.0, used, used_before, reserved, reserved_before])?;
    Ok(())
}

/// A record names the part, or one record more.
pub(super) fn refer(tx: &Transaction<'_>, owner: AccountId, part: PartId, bytes: u64) -> Result<(), StoreError> {
    change(tx, owner, part, |charge| {
        charge.bytes = bytes;
        charge.refs = charge.refs.saturating_add(1);
    })
}

/// One record less names the part.
pub(super) fn unrefer(tx: &Transaction<'_>, owner: AccountId, part: PartId) -> Result<(), StoreError> {
    change(tx, owner, part, |charge| charge.refs = charge.refs.saturating_sub(1))
}

/// Makes or renews a reservation. `bytes` replaces what an earlier plan had said.
pub(super) fn reserve(
    tx: &Transaction<'_>,
    (owner, library): (AccountId, LibraryId),
    part: PartId,
    bytes: u64,
    until_ms: i64,
) -> Result<(), StoreError> {
    let renewed = tx
        .prepare_cached("UPDATE reservation SET until_ms = max(until_ms, ?3) WHERE library = ?1 AND part = ?2")?
        .execute(params![library.0, part.0, until_ms])?;
    if renewed == 0 {
        tx.prepare_cached("INSERT INTO reservation (library, part, until_ms) VALUES (?1, ?2, ?3)")?
            .execute(params![library.0, part.0, until_ms])?;
    }
    change(tx, owner, part, |charge| {
        charge.bytes = bytes;
        charge.reservations = charge.reservations.saturating_add(u64::from(renewed == 0));
    })
}

/// Ends a reservation, if there is one.
pub(super) fn unreserve(
    tx: &Transaction<'_>,
    (owner, library): (AccountId, LibraryId),
    part: PartId,
) -> Result<(), StoreError> {
    let removed = tx
        .prepare_cached("DELETE FROM reservation WHERE library = ?1 AND part = ?2")?
        .execute(params![library.0, part.0])?;
    if removed > 0 {
        tx.prepare_cached("UPDATE blob SET idle = 1 WHERE part = ?1")?.execute(params![part.0])?;
        change(tx, owner, part, |charge| charge.reservations = charge.reservations.saturating_sub(1))?;
    }
    Ok(())
}
