//! Compare-and-set of records, and the log that it writes.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Transaction, params};
use safelight_protocol::record::{Change, ChangeResult, Commit, Committed, PartRef, SealedRecord};
use safelight_protocol::{Digest, LibraryId, PartId, RecordId};

use super::rows::{self, LibraryRow};
use super::{charges, parts};
use crate::digest::{self, sha256};
use crate::mutants::mutant;
use crate::quota::Wanted;
use crate::store::{CommitOutcome, StoreError};

/// One commit on its way through a library.
struct Log<'a> {
    tx: &'a Transaction<'a>,
    library: LibraryId,
    row: LibraryRow,
    now_ms: i64,
    default_quota: u64,
}

/// What a new version changes in who names which part.
struct PartsChange {
    added: Vec<PartRef>,
    dropped: BTreeSet<PartId>,
}

pub(super) fn commit(
    tx: &Transaction<'_>,
    library: LibraryId,
    commit: &Commit,
    now_ms: i64,
    default_quota: u64,
) -> Result<CommitOutcome, StoreError> {
    let row = rows::library(tx, library)?;
    if row.head.epoch != commit.epoch {
        return Ok(CommitOutcome::OffLog);
    }
    let mut log = Log { tx, library, row, now_ms, default_quota };
    let mut answered = Vec::with_capacity(commit.changes.len());
    for change in &commit.changes {
        let earlier = log.answered_before(change)?;
        if earlier.as_ref().is_some_and(|(record, _)| *record != change.record) {
            return Ok(CommitOutcome::MutationReused);
        }
        answered.push(earlier.map(|(_, result)| result));
    }
    let mut results = Vec::with_capacity(answered.len());
    for (change, earlier) in commit.changes.iter().zip(answered) {
        results.push(match earlier {
            Some(result) => result,
            None => log.apply(change)?,
        });
    }
    log.write_library()?;
    Ok(CommitOutcome::Done(Committed { results, head: log.row.head }))
}

impl Log<'_> {
    /// What this mutation was answered when it was committed, however long ago.
    fn answered_before(&self, change: &Change) -> Result<Option<(RecordId, ChangeResult)>, StoreError> {
        Ok(self
            .tx
            .prepare_cached(
                "SELECT record, version, sequence, trashed_at_ms FROM log WHERE library = ?1 AND mutation = ?2",
            )?
            .query_row(params![self.library.0, change.mutation.0], |row| {
                let result =
                    ChangeResult::Committed { version: row.get(1)?, sequence: row.get(2)?, trashed_at_ms: row.get(3)? };
                Ok((RecordId(row.get(0)?), result))
            })
            .optional()?)
    }

    fn apply(&mut self, change: &Change) -> Result<ChangeResult, StoreError> {
        let current = self.current(change.record)?;
        if current.as_ref().map_or(0, |current| current.version) != change.base_version {
            return Ok(ChangeResult::Conflict { current });
        }
        let old_parts = current.as_ref().map_or(&[][..], |current| &current.parts);
        let (parts, missing) = self.compare_parts(old_parts, &change.parts)?;
        if !missing.is_empty() {
            return Ok(ChangeResult::MissingParts { parts: missing });
        }
        let mut wanted = Wanted::default();
        for part in &parts.added {
            if charges::find(self.tx, self.row.owner, part.id)?.is_none() {
                wanted.add(part.bytes);
            }
        }
        if let Err(short) = parts::check_room(self.tx, self.row.owner, wanted, self.default_quota)? {
            return Ok(ChangeResult::Full { need: short.need, have: short.have });
        }
        self.move_references(&parts)?;
        for part in &change.parts {
            charges::unreserve(self.tx, (self.row.owner, self.library), part.id)?;
        }
        self.write(change, current.as_ref())
    }

    fn current(&self, record: RecordId) -> Result<Option<SealedRecord>, StoreError> {
        let mut statement = self
            .tx
            .prepare_cached(&format!("SELECT {} FROM record WHERE library = ?1 AND id = ?2", rows::RECORD_COLUMNS))?;
        let mut found = statement.query(params![self.library.0, record.0])?;
        found.next()?.map(rows::record).transpose()
    }

    /// What the new list adds and drops, and which of its parts are not stored. Parts that the old list named too are
    /// not asked for: a file that was damaged since must not stand in the way of a caption.
    fn compare_parts(&self, old: &[PartRef], new: &[PartRef]) -> Result<(PartsChange, Vec<PartId>), StoreError> {
        let old_refs: BTreeSet<PartRef> = old.iter().copied().collect();
        let old_ids: BTreeSet<PartId> = old.iter().map(|part| part.id).collect();
        let new_refs: BTreeSet<PartRef> = new.iter().copied().collect();
        let new_ids: BTreeSet<PartId> = new.iter().map(|part| part.id).collect();
        let mut missing = Vec::new();
        for part in new_refs.difference(&old_refs) {
            let stored = parts::find(self.tx, self.library, part.id)?;
            if !stored.is_some_and(|stored| stored.bytes == part.bytes && !stored.damaged) && !mutant("taken_for_sent")
            {
                missing.push(part.id);
            }
        }
        let added = new_refs.into_iter().filter(|part| !old_ids.contains(&part.id)).collect();
        Ok((PartsChange { added, dropped: old_ids.difference(&new_ids).copied().collect() }, missing))
    }

    fn move_references(&self, parts: &PartsChange) -> Result<(), StoreError> {
        let (owner, library) = (self.row.owner, self.library);
        for part in &parts.added {
            self.tx
                .prepare_cached("UPDATE part SET refs = refs + 1 WHERE library = ?1 AND part = ?2")?
                .execute(params![library.0, part.id.0])?;
            charges::refer(self.tx, owner, part.id, part.bytes)?;
        }
        for part in &parts.dropped {
            self.tx
                .prepare_cached(
                    "UPDATE part SET refs = refs - 1, unreferenced_ms = ?3 WHERE library = ?1 AND part = ?2",
                )?
                .execute(params![library.0, part.0, self.now_ms])?;
            charges::unrefer(self.tx, owner, *part)?;
        }
        Ok(())
    }

    fn write(&mut self, change: &Change, old: Option<&SealedRecord>) -> Result<ChangeResult, StoreError> {
        let version = change.base_version + 1;
        let sequence = self.row.head.sequence + 1;
        let body_hash = Digest(sha256(&[&change.body.0]));
        let stamp = old.filter(|old| old.trash).and_then(|old| old.trashed_at_ms);
        let trashed_at_ms = change.trash.then(|| stamp.unwrap_or(self.now_ms));
        let hash = digest::log_hash(self.row.head.hash, change.record, version, body_hash);
        self.tx
            .prepare_cached(
                "INSERT INTO log (library, sequence, record, version, mutation, trashed_at_ms, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                self.library.0,
                sequence,
                change.record.0,
                version,
                change.mutation.0,
                trashed_at_ms,
                hash.0
            ])?;
        self.tx
            .prepare_cached(
                "INSERT INTO record (library, id, version, sequence, mutation, parts, trash, trashed_at_ms, tombstone,
                     body, body_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT (library, id) DO UPDATE SET version = ?3, sequence = ?4, mutation = ?5, parts = ?6,
                     trash = ?7, trashed_at_ms = ?8, tombstone = ?9, body = ?10, body_hash = ?11",
            )?
            .execute(params![
                self.library.0,
                change.record.0,
                version,
                sequence,
                change.mutation.0,
                rows::pack_parts(&change.parts),
                change.trash,
                trashed_at_ms,
                change.tombstone,
                change.body.0,
                body_hash.0
            ])?;
        if let Some(old) = old {
            let old_hash = Digest(sha256(&[&old.body.0]));
            digest::subtract(&mut self.row.digest, &digest::term(old.record, old.version, old_hash));
        } else {
            self.row.records += 1;
        }
        digest::add(&mut self.row.digest, &digest::term(change.record, version, body_hash));
        self.row.head.sequence = sequence;
        self.row.head.hash = hash;
        Ok(ChangeResult::Committed { version, sequence, trashed_at_ms })
    }

    fn write_library(&self) -> Result<(), StoreError> {
        self.tx
            .prepare_cached("UPDATE library SET sequence = ?2, hash = ?3, digest = ?4, records = ?5 WHERE id = ?1")?
            .execute(params![
                self.library.0,
                self.row.head.sequence,
                self.row.head.hash.0,
                self.row.digest,
                self.row.records
            ])?;
        Ok(())
    }
}
