//! What the collector and `verify` ask of the rows.

use rusqlite::{Transaction, params};
use safelight_protocol::{AccountId, LibraryId, PartId};

use super::charges;
use crate::mutants::mutant;
use crate::store::{BlobRow, Counts, StoreError};

pub(super) fn expire_reservations(tx: &Transaction<'_>, now_ms: i64) -> Result<usize, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT library.owner, library.id, part FROM reservation JOIN library ON library.id = reservation.library
         WHERE until_ms <= ?1",
    )?;
    let expired: Vec<(AccountId, LibraryId, PartId)> = statement
        .query_map(params![now_ms], |row| Ok((AccountId(row.get(0)?), LibraryId(row.get(1)?), PartId(row.get(2)?))))?
        .collect::<Result<_, _>>()?;
    for (owner, library, part) in &expired {
        charges::unreserve(tx, (*owner, *library), *part)?;
    }
    Ok(expired.len())
}

pub(super) fn doom(tx: &Transaction<'_>, before_ms: i64, limit: usize) -> Result<Vec<PartId>, StoreError> {
    drop_unreferenced(tx, before_ms, limit)?;
    tx.prepare_cached(
        "UPDATE blob SET idle = 0 WHERE idle = 1 AND EXISTS (SELECT 1 FROM part WHERE part.part = blob.part)",
    )?
    .execute([])?;
    tx.prepare_cached(
        "UPDATE blob SET idle = 0, doomed = 1 WHERE part IN (
             SELECT part FROM blob WHERE idle = 1
             AND NOT EXISTS (SELECT 1 FROM part WHERE part.part = blob.part)
             AND NOT EXISTS (SELECT 1 FROM reservation WHERE reservation.part = blob.part)
             LIMIT ?1)",
    )?
    .execute(params![limit])?;
    let mut statement = tx.prepare_cached("SELECT part FROM blob WHERE doomed = 1 ORDER BY part LIMIT ?1")?;
    let doomed = statement.query_map(params![limit], |row| row.get(0).map(PartId))?;
    Ok(doomed.collect::<Result<_, _>>()?)
}

/// Drops the holdings that no record names and no plan reserves, and have not since `before_ms`.
fn drop_unreferenced(tx: &Transaction<'_>, before_ms: i64, limit: usize) -> Result<(), StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT library, part FROM part WHERE refs = 0 AND unreferenced_ms <= ?1
         AND (?3 OR NOT EXISTS (SELECT 1 FROM reservation WHERE reservation.library = part.library
                                AND reservation.part = part.part)) LIMIT ?2",
    )?;
    let dropped: Vec<(LibraryId, PartId)> = statement
        .query_map(params![before_ms, limit, mutant("reservation_ignored")], |row| {
            Ok((LibraryId(row.get(0)?), PartId(row.get(1)?)))
        })?
        .collect::<Result<_, _>>()?;
    for (library, part) in dropped {
        tx.prepare_cached("DELETE FROM part WHERE library = ?1 AND part = ?2")?.execute(params![library.0, part.0])?;
        tx.prepare_cached("UPDATE blob SET idle = 1 WHERE part = ?1")?.execute(params![part.0])?;
    }
    Ok(())
}

pub(super) fn doom_stray(tx: &Transaction<'_>, part: PartId) -> Result<bool, StoreError> {
    let inserted = tx
        .prepare_cached("INSERT INTO blob (part, bytes, idle, doomed) VALUES (?1, 0, 0, 1) ON CONFLICT DO NOTHING")?
        .execute(params![part.0])?;
    Ok(inserted > 0)
}

pub(super) fn forget(tx: &Transaction<'_>, parts: &[PartId]) -> Result<(), StoreError> {
    for part in parts {
        tx.prepare_cached("DELETE FROM blob WHERE part = ?1 AND doomed = 1")?.execute(params![part.0])?;
    }
    Ok(())
}

pub(super) fn blobs(tx: &Transaction<'_>, after: Option<PartId>, limit: usize) -> Result<Vec<BlobRow>, StoreError> {
    let after = after.map_or_else(Vec::new, |part| part.0.to_vec());
    let mut statement = tx.prepare_cached(
        "SELECT part, bytes, damaged,
             EXISTS (SELECT 1 FROM part WHERE part.part = blob.part AND refs > 0)
         FROM blob WHERE stored = 1 AND doomed = 0 AND part > ?1 ORDER BY part LIMIT ?2",
    )?;
    let blobs = statement.query_map(params![after, limit], |row| {
        Ok(BlobRow { part: PartId(row.get(0)?), bytes: row.get(1)?, damaged: row.get(2)?, referenced: row.get(3)? })
    })?;
    Ok(blobs.collect::<Result<_, _>>()?)
}

pub(super) fn counts(tx: &Transaction<'_>) -> Result<Counts, StoreError> {
    Ok(tx.query_row(
        "SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM device WHERE ended IS NULL),
             (SELECT coalesce(sum(records), 0) FROM library),
             (SELECT count(*) FROM blob WHERE stored = 1 AND doomed = 0),
             (SELECT coalesce(sum(bytes), 0) FROM blob WHERE stored = 1 AND doomed = 0),
             (SELECT count(*) FROM blob WHERE stored = 1 AND doomed = 0 AND damaged = 1)",
        [],
        |row| {
            Ok(Counts {
                accounts: row.get(0)?,
                devices: row.get(1)?,
                records: row.get(2)?,
                parts: row.get(3)?,
                bytes: row.get(4)?,
                damaged: row.get(5)?,
            })
        },
    )?)
}
