use std::collections::BTreeMap;

use async_trait::async_trait;
use rusqlite::{OptionalExtension, Transaction, params};
use safelight_protocol::part::PartState;
use safelight_protocol::record::PartRef;
use safelight_protocol::{AccountId, LibraryId, PartId};

use super::{SqliteRecords, charges, rows, sweep};
use crate::quota::{self, Short, Wanted};
use crate::store::{Begun, BlobRow, Counts, Incarnation, PartStore, PlanOutcome, StoreError, StoredPart};

#[async_trait]
impl PartStore for SqliteRecords {
    async fn plan(&self, library: LibraryId, parts: Vec<PartRef>, until_ms: i64) -> Result<PlanOutcome, StoreError> {
        let default_quota = self.default_quota;
        self.write(move |tx| plan(tx, library, &parts, until_ms, default_quota)).await
    }

    async fn release(&self, library: LibraryId, parts: Vec<PartId>) -> Result<(), StoreError> {
        self.write(move |tx| {
            let owner = rows::library(tx, library)?.owner;
            parts.iter().try_for_each(|part| charges::unreserve(tx, (owner, library), *part))
        })
        .await
    }

    async fn begin_put(&self, library: LibraryId, parts: Vec<PartRef>, until_ms: i64) -> Result<Begun, StoreError> {
        let default_quota = self.default_quota;
        self.write(move |tx| begin_put(tx, library, &parts, until_ms, default_quota)).await
    }

    async fn finish_put(
        &self,
        library: LibraryId,
        parts: Vec<(PartId, Incarnation)>,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        self.write(move |tx| finish_put(tx, library, &parts, now_ms)).await
    }

    async fn stored_part(&self, library: LibraryId, part: PartId) -> Result<Option<StoredPart>, StoreError> {
        self.read(move |tx| find(tx, library, part)).await
    }

    async fn mark_damaged(&self, part: PartId) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.execute("UPDATE blob SET damaged = 1 WHERE part = ?1 AND stored = 1", params![part.0])?;
            Ok(())
        })
        .await
    }

    async fn mark_whole(&self, part: PartId) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.execute("UPDATE blob SET damaged = 0 WHERE part = ?1 AND doomed = 0", params![part.0])?;
            Ok(())
        })
        .await
    }

    async fn expire_reservations(&self, now_ms: i64) -> Result<usize, StoreError> {
        self.write(move |tx| sweep::expire_reservations(tx, now_ms)).await
    }

    async fn doom(&self, before_ms: i64, limit: usize) -> Result<Vec<PartId>, StoreError> {
        self.write(move |tx| sweep::doom(tx, before_ms, limit)).await
    }

    async fn doom_stray(&self, part: PartId) -> Result<bool, StoreError> {
        self.write(move |tx| sweep::doom_stray(tx, part)).await
    }

    async fn forget(&self, parts: Vec<PartId>) -> Result<(), StoreError> {
        self.write(move |tx| sweep::forget(tx, &parts)).await
    }

    async fn blobs(&self, after: Option<PartId>, limit: usize) -> Result<Vec<BlobRow>, StoreError> {
        self.read(move |tx| sweep::blobs(tx, after, limit)).await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        self.read(sweep::counts).await
    }
}

/// The part, if the library holds it, its bytes were put, and the collector is not at it.
pub(super) fn find(tx: &Transaction<'_>, library: LibraryId, part: PartId) -> Result<Option<StoredPart>, StoreError> {
    Ok(tx
        .prepare_cached(
            "SELECT part.bytes, blob.damaged FROM part JOIN blob ON blob.part = part.part
             WHERE part.library = ?1 AND part.part = ?2 AND blob.stored = 1 AND blob.doomed = 0",
        )?
        .query_row(params![library.0, part.0], |row| Ok(StoredPart { bytes: row.get(0)?, damaged: row.get(1)? }))
        .optional()?)
}

/// Whether the owner's room takes what is wanted.
pub(super) fn check_room(
    tx: &Transaction<'_>,
    owner: AccountId,
    wanted: Wanted,
    default_quota: u64,
) -> Result<Result<(), Short>, StoreError> {
    let usage = charges::usage(tx, owner, default_quota)?.ok_or(StoreError::Damaged("owner of a library"))?;
    Ok(quota::fits(&usage, wanted))
}

fn plan(
    tx: &Transaction<'_>,
    library: LibraryId,
    parts: &[PartRef],
    until_ms: i64,
    default_quota: u64,
) -> Result<PlanOutcome, StoreError> {
    let owner = rows::library(tx, library)?.owner;
    let mut states = Vec::with_capacity(parts.len());
    let mut sizes = BTreeMap::new();
    let mut wanted = Wanted::default();
    for part in parts {
        let stored = find(tx, library, part.id)?;
        let charge = charges::find(tx, owner, part.id)?;
        let known =
            stored.map(|stored| stored.bytes).or(charge.filter(|charge| charge.refs > 0).map(|charge| charge.bytes));
        if known.is_some_and(|bytes| bytes != part.bytes) {
            return Ok(PlanOutcome::WrongSize(part.id));
        }
        match sizes.insert(part.id, part.bytes) {
            Some(bytes) if bytes != part.bytes => return Ok(PlanOutcome::WrongSize(part.id)),
            Some(_) => {}
            None if charge.is_some_and(|charge| charge.bytes == part.bytes) => {}
            None => wanted.add(part.bytes),
        }
        let have = stored.is_some_and(|stored| !stored.damaged);
        states.push(if have { PartState::Have } else { PartState::Send });
    }
    if let Err(short) = check_room(tx, owner, wanted, default_quota)? {
        return Ok(PlanOutcome::Full(short));
    }
    for (id, bytes) in sizes {
        charges::reserve(tx, (owner, library), id, bytes, until_ms)?;
    }
    Ok(PlanOutcome::Planned(states))
}

fn begin_put(
    tx: &Transaction<'_>,
    library: LibraryId,
    parts: &[PartRef],
    until_ms: i64,
    default_quota: u64,
) -> Result<Begun, StoreError> {
    let owner = rows::library(tx, library)?.owner;
    let sizes: BTreeMap<PartId, u64> = parts.iter().map(|part| (part.id, part.bytes)).collect();
    let mut wanted = Wanted::default();
    for (id, bytes) in &sizes {
        match charges::find(tx, owner, *id)? {
            Some(charge) if charge.bytes != *bytes => return Ok(Begun::WrongSize(*id)),
            Some(_) => {}
            None => wanted.add(*bytes),
        }
        let doomed = tx.prepare_cached("SELECT 1 FROM blob WHERE part = ?1 AND doomed = 1")?.exists(params![id.0])?;
        if doomed {
            return Ok(Begun::Doomed);
        }
    }
    if let Err(short) = check_room(tx, owner, wanted, default_quota)? {
        return Ok(Begun::Full(short));
    }
    for (id, bytes) in &sizes {
        charges::reserve(tx, (owner, library), *id, *bytes, until_ms)?;
        tx.prepare_cached("INSERT INTO blob (part, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute(params![id.0, bytes])?;
    }
    let incarnations = parts.iter().map(|part| incarnation(tx, part.id)).collect::<Result<_, _>>()?;
    Ok(Begun::Write(incarnations))
}

fn incarnation(tx: &Transaction<'_>, part: PartId) -> Result<Incarnation, StoreError> {
    Ok(tx
        .prepare_cached("SELECT incarnation FROM blob WHERE part = ?1")?
        .query_row(params![part.0], |row| row.get(0).map(Incarnation))?)
}

fn finish_put(
    tx: &Transaction<'_>,
    library: LibraryId,
    parts: &[(PartId, Incarnation)],
    now_ms: i64,
) -> Result<bool, StoreError> {
    for (part, incarnation) in parts {
        let same = tx
            .prepare_cached("SELECT 1 FROM blob WHERE part = ?1 AND incarnation = ?2 AND doomed = 0")?
            .exists(params![part.0, incarnation.0])?;
        if !same {
            return Ok(false);
        }
    }
    for (part, _) in parts {
        tx.prepare_cached("UPDATE blob SET stored = 1, damaged = 0 WHERE part = ?1")?.execute(params![part.0])?;
        tx.prepare_cached(
            "INSERT INTO part (library, part, bytes, unreferenced_ms)
             SELECT ?1, part, bytes, ?3 FROM blob WHERE part = ?2 ON CONFLICT DO NOTHING",
        )?
        .execute(params![library.0, part.0, now_ms])?;
    }
    Ok(true)
}
