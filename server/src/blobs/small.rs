use std::path::Path;

use bytes::Bytes;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};
use safelight_protocol::PartId;

use super::BlobError;

/// Small parts packed into one SQLite file: a batch of thumbnails costs one sync to disk, not one for each.
pub(super) struct SmallParts {
    connection: Connection,
}

impl SmallParts {
    pub(super) fn open(file: &Path) -> Result<Self, BlobError> {
        let connection = Connection::open(file)?;
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // One row for each part: its SHA-256 and its sealed bytes.
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS small (
                 id    INTEGER PRIMARY KEY,
                 part  BLOB NOT NULL UNIQUE,
                 bytes BLOB NOT NULL
             ) STRICT",
        )?;
        Ok(Self { connection })
    }

    /// Where nothing can be written, SQLite's journal can't be opened, and what lies there changes under nobody: it is
    /// read as it is.
    pub(super) fn open_to_read(file: &Path) -> Result<Self, BlobError> {
        let readable = |connection: &Connection| connection.query_row("SELECT count(*) FROM small", [], |_| Ok(()));
        let usual = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .and_then(|connection| readable(&connection).map(|()| connection));
        if let Ok(connection) = usual {
            return Ok(Self { connection });
        }
        let escaped: String = file
            .to_string_lossy()
            .chars()
            .map(|c| if matches!(c, '%' | '?' | '#') { format!("%{:02x}", u32::from(c)) } else { c.to_string() })
            .collect();
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(format!("file:{escaped}?immutable=1"), flags)?;
        readable(&connection)?;
        Ok(Self { connection })
    }

    pub(super) fn put(&mut self, parts: &[(PartId, Bytes)]) -> Result<(), BlobError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (part, bytes) in parts {
            tx.prepare_cached(
                "INSERT INTO small (part, bytes) VALUES (?1, ?2) ON CONFLICT (part) DO UPDATE SET bytes = ?2",
            )?
            .execute(params![part.0, bytes.as_ref()])?;
        }
        Ok(tx.commit()?)
    }

    pub(super) fn get(&self, part: PartId) -> Result<Option<Bytes>, BlobError> {
        Ok(self
            .connection
            .prepare_cached("SELECT bytes FROM small WHERE part = ?1")?
            .query_row(params![part.0], |row| row.get::<_, Vec<u8>>(0))
            .optional()?
            .map(Bytes::from))
    }

    pub(super) fn size(&self, part: PartId) -> Result<Option<u64>, BlobError> {
        Ok(self
            .connection
            .prepare_cached("SELECT length(bytes) FROM small WHERE part = ?1")?
            .query_row(params![part.0], |row| row.get(0))
            .optional()?)
    }

    pub(super) fn delete(&mut self, parts: &[PartId]) -> Result<(), BlobError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for part in parts {
            tx.prepare_cached("DELETE FROM small WHERE part = ?1")?.execute(params![part.0])?;
        }
        tx.commit()?;
        // Gives freed pages back to the disk, a few at a time so that nobody waits for it.
        Ok(self.connection.execute_batch("PRAGMA incremental_vacuum(1000)")?)
    }

    pub(super) fn list(&self, after: Option<PartId>, limit: usize) -> Result<Vec<PartId>, BlobError> {
        let after = after.map_or_else(Vec::new, |part| part.0.to_vec());
        let mut statement =
            self.connection.prepare_cached("SELECT part FROM small WHERE part > ?1 ORDER BY part LIMIT ?2")?;
        let parts = statement.query_map(params![after, limit], |row| row.get(0).map(PartId))?;
        Ok(parts.collect::<Result<_, _>>()?)
    }
}
