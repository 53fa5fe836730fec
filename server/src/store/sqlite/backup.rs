use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use async_trait::async_trait;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, params};
use safelight_protocol::{Epoch, LibraryId, PartId};

use super::rows::{set_setting, setting};
use super::{SqliteRecords, snapshot};
use crate::store::{BackupStore, Reach, RestoredFrom, Scrub, StoreError};

#[async_trait]
impl BackupStore for SqliteRecords {
    async fn snapshot(&self, file: PathBuf) -> Result<(), StoreError> {
        let (own, writer) = (self.file.clone(), std::sync::Arc::clone(&self.writer));
        self.blocking
            .run(move || match own {
                // A connection of its own: whoever reads or writes goes on.
                Some(own) => {
                    write_snapshot(&Connection::open_with_flags(own, OpenFlags::SQLITE_OPEN_READ_ONLY)?, &file)
                }
                None => write_snapshot(&writer.lock().unwrap_or_else(PoisonError::into_inner), &file),
            })
            .await?
    }

    async fn note_backup(&self, at_ms: i64, reach: Vec<(LibraryId, u64)>) -> Result<(), StoreError> {
        self.write(move |tx| {
            set_setting(tx, "backup_at_ms", &at_ms.to_be_bytes())?;
            for (library, sequence) in reach {
                tx.prepare_cached(
                    "INSERT INTO backup (library, sequence) SELECT id, ?2 FROM library WHERE id = ?1
                     ON CONFLICT (library) DO UPDATE SET sequence = ?2",
                )?
                .execute(params![library.0, sequence])?;
            }
            Ok(())
        })
        .await
    }

    async fn last_backup(&self) -> Result<Option<i64>, StoreError> {
        self.read(|tx| time(tx, "backup_at_ms")).await
    }

    async fn reach(&self, library: LibraryId) -> Result<Option<Reach>, StoreError> {
        self.read(move |tx| {
            let Some(at_ms) = time(tx, "backup_at_ms")? else { return Ok(None) };
            let sequence = tx
                .prepare_cached("SELECT sequence FROM backup WHERE library = ?1")?
                .query_row(params![library.0], |row| row.get(0))
                .optional()?;
            Ok(Some(Reach { at_ms, sequence: sequence.unwrap_or_default() }))
        })
        .await
    }

    async fn begin_again(
        &self,
        epoch: Epoch,
        restored: RestoredFrom,
        damaged: BTreeSet<PartId>,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            set_setting(tx, "epoch", epoch.as_bytes())?;
            set_setting(tx, "restored_from_ms", &restored.from_ms.to_be_bytes())?;
            set_setting(tx, "restored_at_ms", &restored.at_ms.to_be_bytes())?;
            set_setting(tx, "backup_at_ms", &restored.from_ms.to_be_bytes())?;
            for part in &damaged {
                tx.prepare_cached("UPDATE blob SET damaged = 1 WHERE part = ?1")?.execute(params![part.0])?;
            }
            tx.execute("DELETE FROM backup", [])?;
            for (library, sequence) in snapshot::reach(tx, &damaged)? {
                tx.execute("INSERT INTO backup (library, sequence) VALUES (?1, ?2)", params![library.0, sequence])?;
            }
            Ok(())
        })
        .await
    }

    async fn restored(&self) -> Result<Option<RestoredFrom>, StoreError> {
        self.read(|tx| {
            let restored = time(tx, "restored_from_ms")?.zip(time(tx, "restored_at_ms")?);
            Ok(restored.map(|(from_ms, at_ms)| RestoredFrom { from_ms, at_ms }))
        })
        .await
    }

    async fn scrub(&self) -> Result<Scrub, StoreError> {
        self.read(|tx| {
            let stored = setting(tx, "scrub")?.map(|json| serde_json::from_slice(&json)).transpose();
            Ok(stored.map_err(|_| StoreError::Damaged("scrub"))?.unwrap_or_default())
        })
        .await
    }

    async fn set_scrub(&self, scrub: Scrub) -> Result<(), StoreError> {
        let json = serde_json::to_vec(&scrub).map_err(|_| StoreError::Damaged("scrub"))?;
        self.write(move |tx| set_setting(tx, "scrub", &json)).await
    }
}

fn time(tx: &Transaction<'_>, name: &str) -> Result<Option<i64>, StoreError> {
    let stored = setting(tx, name)?.map(<[u8; 8]>::try_from).transpose();
    Ok(stored.map_err(|_| StoreError::Damaged("time"))?.map(i64::from_be_bytes))
}

/// Copies a database as it is now into a file that is not there yet, for its owner only, and makes it durable.
pub(super) fn write_snapshot(connection: &Connection, file: &Path) -> Result<(), StoreError> {
    let durable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::DiskFull,
        _ => StoreError::Database(Box::new(error)),
    };
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // SQLite writes into an empty file as it is, with its mode.
    let made = options.open(file).map_err(durable)?;
    let name = file.to_str().ok_or(StoreError::Damaged("path: it is not Unicode"))?;
    connection.execute("VACUUM INTO ?1", params![name])?;
    made.sync_all().map_err(durable)?;
    if let Some(folder) = file.parent() {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(durable)?;
    }
    Ok(())
}
