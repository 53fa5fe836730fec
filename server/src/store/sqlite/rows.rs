//! How values lie in columns.

use rusqlite::{Connection, OptionalExtension, Row, params};
use safelight_protocol::record::{PartRef, SealedRecord};
use safelight_protocol::{AccountId, Blob, Cursor, Digest, Epoch, Head, LibraryId, MutationId, PartId, RecordId};

use crate::store::StoreError;

const PART_REF_BYTES: usize = PartId::BYTES + 8;

/// The columns that [`record`] reads, in its order.
pub(super) const RECORD_COLUMNS: &str = "id, version, sequence, mutation, parts, trash, trashed_at_ms, tombstone, body";

pub(super) fn record(row: &Row<'_>) -> Result<SealedRecord, StoreError> {
    Ok(SealedRecord {
        record: RecordId(row.get(0)?),
        version: row.get(1)?,
        sequence: row.get(2)?,
        mutation: MutationId(row.get(3)?),
        parts: unpack_parts(row.get_ref(4)?.as_blob().map_err(|_| StoreError::Damaged("list of parts"))?)?,
        trash: row.get(5)?,
        trashed_at_ms: row.get(6)?,
        tombstone: row.get(7)?,
        body: Blob(row.get(8)?),
    })
}

pub(super) fn pack_parts(parts: &[PartRef]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(parts.len() * PART_REF_BYTES);
    for part in parts {
        packed.extend_from_slice(part.id.as_bytes());
        packed.extend_from_slice(&part.bytes.to_be_bytes());
    }
    packed
}

pub(super) fn unpack_parts(packed: &[u8]) -> Result<Vec<PartRef>, StoreError> {
    let (entries, rest) = packed.as_chunks::<PART_REF_BYTES>();
    if !rest.is_empty() {
        return Err(StoreError::Damaged("list of parts"));
    }
    entries
        .iter()
        .map(|entry| {
            let (id, bytes) = entry.split_first_chunk::<{ PartId::BYTES }>().ok_or(StoreError::Damaged("part"))?;
            let bytes = bytes.try_into().map_err(|_| StoreError::Damaged("part"))?;
            Ok(PartRef { id: PartId(*id), bytes: u64::from_be_bytes(bytes) })
        })
        .collect()
}

/// A library's row.
pub(super) struct LibraryRow {
    pub(super) owner: AccountId,
    pub(super) head: Head,
    pub(super) digest: [u8; 32],
    pub(super) records: u64,
}

pub(super) fn library(connection: &Connection, library: LibraryId) -> Result<LibraryRow, StoreError> {
    let epoch = epoch(connection)?;
    connection
        .prepare_cached("SELECT owner, sequence, hash, digest, records FROM library WHERE id = ?1")?
        .query_row(params![library.0], |row| {
            Ok(LibraryRow {
                owner: AccountId(row.get(0)?),
                head: Cursor { epoch, sequence: row.get(1)?, hash: Digest(row.get(2)?) },
                digest: row.get(3)?,
                records: row.get(4)?,
            })
        })
        .optional()?
        .ok_or(StoreError::NoLibrary)
}

pub(super) fn setting(connection: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row(params![name], |row| row.get(0))
        .optional()?)
}

pub(super) fn set_setting(connection: &Connection, name: &str, value: &[u8]) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")?
        .execute(params![name, value])?;
    Ok(())
}

pub(super) fn epoch(connection: &Connection) -> Result<Epoch, StoreError> {
    let bytes = setting(connection, "epoch")?.ok_or(StoreError::Damaged("epoch"))?;
    Epoch::from_slice(&bytes).map_err(|_| StoreError::Damaged("epoch"))
}
