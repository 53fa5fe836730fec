//! What readers of a library ask: changes after a cursor, everything downwards, and what it holds.

use async_trait::async_trait;
use rusqlite::{OptionalExtension, Rows, Transaction, params};
use safelight_protocol::record::{
    Backfill, BackfillQuery, ChangesQuery, Commit, Fetched, LibraryDigest, Listing, ListingEntry, ListingQuery, Page,
    SealedRecord,
};
use safelight_protocol::{Cursor, Digest, Head, LibraryId, MAX_PARTS, MAX_RECORDS, RecordId};

use super::rows::{self, RECORD_COLUMNS};
use super::{SqliteRecords, commit};
use crate::store::{CommitOutcome, LibraryStore, OffLog, StoreError};

/// A page ends when its bodies pass this many bytes, so that no answer grows without bound.
const PAGE_BYTES: usize = 8 * 1024 * 1024;

#[async_trait]
impl LibraryStore for SqliteRecords {
    async fn head(&self, library: LibraryId) -> Result<Head, StoreError> {
        self.read(move |tx| Ok(rows::library(tx, library)?.head)).await
    }

    async fn commit(&self, library: LibraryId, commit: Commit, now_ms: i64) -> Result<CommitOutcome, StoreError> {
        let default_quota = self.default_quota;
        self.write(move |tx| commit::commit(tx, library, &commit, now_ms, default_quota)).await
    }

    async fn changes(&self, library: LibraryId, query: ChangesQuery) -> Result<Result<Page, OffLog>, StoreError> {
        self.read(move |tx| changes(tx, library, &query)).await
    }

    async fn backfill(&self, library: LibraryId, query: BackfillQuery) -> Result<Result<Backfill, OffLog>, StoreError> {
        self.read(move |tx| backfill(tx, library, &query)).await
    }

    async fn digest(&self, library: LibraryId) -> Result<LibraryDigest, StoreError> {
        self.read(move |tx| {
            let row = rows::library(tx, library)?;
            Ok(LibraryDigest { head: row.head, digest: Digest(row.digest), records: row.records })
        })
        .await
    }

    async fn listing(&self, library: LibraryId, query: ListingQuery) -> Result<Listing, StoreError> {
        self.read(move |tx| listing(tx, library, &query)).await
    }

    async fn fetch(&self, library: LibraryId, records: Vec<RecordId>) -> Result<Fetched, StoreError> {
        self.read(move |tx| fetch(tx, library, &records)).await
    }
}

/// The running hash of the log at a sequence; none where the log does not reach so far.
fn hash_at(tx: &Transaction<'_>, library: LibraryId, sequence: u64) -> Result<Option<Digest>, StoreError> {
    if sequence == 0 {
        return Ok(Some(Digest([0; 32])));
    }
    Ok(tx
        .prepare_cached("SELECT hash FROM log WHERE library = ?1 AND sequence = ?2")?
        .query_row(params![library.0, sequence], |row| row.get(0).map(Digest))
        .optional()?)
}

fn limit(asked: Option<usize>, most: usize) -> usize {
    asked.unwrap_or(most).clamp(1, most)
}

/// Up to `limit` records, ending early at [`PAGE_BYTES`]; and whether there is more.
fn page(mut found: Rows<'_>, limit: usize) -> Result<(Vec<SealedRecord>, bool), StoreError> {
    let mut records = Vec::new();
    let mut bytes = 0;
    while let Some(row) = found.next()? {
        if records.len() == limit || bytes >= PAGE_BYTES {
            return Ok((records, true));
        }
        let record = rows::record(row)?;
        bytes += record.body.0.len();
        records.push(record);
    }
    Ok((records, false))
}

fn changes(tx: &Transaction<'_>, library: LibraryId, query: &ChangesQuery) -> Result<Result<Page, OffLog>, StoreError> {
    let head = rows::library(tx, library)?.head;
    let beyond = query.after > head.sequence;
    if query.epoch != head.epoch || beyond || hash_at(tx, library, query.after)? != Some(query.hash) {
        return Ok(Err(OffLog));
    }
    let limit = limit(query.limit, MAX_RECORDS);
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {RECORD_COLUMNS} FROM record WHERE library = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3"
    ))?;
    let found = statement.query(params![library.0, query.after, limit + 1])?;
    let (records, more) = page(found, limit)?;
    let cursor = match records.last() {
        Some(last) if more => {
            let hash = hash_at(tx, library, last.sequence)?.ok_or(StoreError::Damaged("commit log"))?;
            Cursor { epoch: head.epoch, sequence: last.sequence, hash }
        }
        _ => head,
    };
    Ok(Ok(Page { records, cursor, head }))
}

fn backfill(
    tx: &Transaction<'_>,
    library: LibraryId,
    query: &BackfillQuery,
) -> Result<Result<Backfill, OffLog>, StoreError> {
    let head = rows::library(tx, library)?.head;
    if query.epoch.is_some_and(|epoch| epoch != head.epoch) {
        return Ok(Err(OffLog));
    }
    let limit = limit(query.limit, MAX_RECORDS);
    let before = query.before.unwrap_or(u64::MAX).min(head.sequence.saturating_add(1));
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {RECORD_COLUMNS} FROM record WHERE library = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3"
    ))?;
    let (records, more) = page(statement.query(params![library.0, before, limit + 1])?, limit)?;
    let before = records.last().filter(|_| more).map(|last| last.sequence);
    Ok(Ok(Backfill { records, before, head }))
}

fn listing(tx: &Transaction<'_>, library: LibraryId, query: &ListingQuery) -> Result<Listing, StoreError> {
    let head = rows::library(tx, library)?.head;
    let limit = limit(query.limit, MAX_PARTS);
    let after = query.after.map_or_else(Vec::new, |record| record.0.to_vec());
    let mut statement = tx.prepare_cached(
        "SELECT id, version, body_hash FROM record WHERE library = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
    )?;
    let found = statement.query_map(params![library.0, after, limit + 1], |row| {
        Ok(ListingEntry { record: RecordId(row.get(0)?), version: row.get(1)?, body: Digest(row.get(2)?) })
    })?;
    let mut entries: Vec<ListingEntry> = found.collect::<Result<_, _>>()?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    Ok(Listing { entries, more, head })
}

fn fetch(tx: &Transaction<'_>, library: LibraryId, records: &[RecordId]) -> Result<Fetched, StoreError> {
    let head = rows::library(tx, library)?.head;
    let mut statement =
        tx.prepare_cached(&format!("SELECT {RECORD_COLUMNS} FROM record WHERE library = ?1 AND id = ?2"))?;
    let mut found = Vec::new();
    for record in records {
        let mut rows = statement.query(params![library.0, record.0])?;
        if let Some(row) = rows.next()? {
            found.push(self::rows::record(row)?);
        }
    }
    Ok(Fetched { records: found, head })
}
