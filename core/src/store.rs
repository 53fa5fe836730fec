//! The local database: what this device knows and has promised.
//!
//! One SQLite file in WAL mode with `synchronous = FULL`: a transaction that has returned survives a power cut. One
//! connection writes, another reads, so that a long list never waits for a write. Every function here blocks; callers run
//! them on the workers.
//!
//! The invariant: a change of a record and of everything derived from it (lists, work) is one transaction, made by
//! [`records::save`]. Nothing else writes those tables.

pub(crate) mod albums;
pub(crate) mod files;
pub(crate) mod findings;
pub(crate) mod gallery;
pub(crate) mod lease;
pub(crate) mod ledger;
pub(crate) mod meta;
pub(crate) mod records;
pub(crate) mod room;
pub(crate) mod saved;
pub(crate) mod sources;
pub(crate) mod tickets;
pub(crate) mod timeline;
mod touched;
pub(crate) mod windows;
pub(crate) mod work;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use safelight_protocol::RecordId;
use tokio::sync::broadcast;

use crate::ports::Disk;

/// Why the local database gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the local database failed")]
    Database(#[source] rusqlite::Error),
    /// The device's disk is full.
    #[error("this device's disk is full")]
    DiskFull,
    /// The database was written by a newer version of the app.
    #[error("this library was written by a newer version of the app")]
    Newer,
    /// A row does not hold what this version writes.
    #[error("a row of the local database is malformed: {0}")]
    Malformed(&'static str),
}

impl StoreError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Database(_) | Self::Malformed(_) => "eng.database",
            Self::DiskFull => "disk.device",
            Self::Newer => "ver.client_old",
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            _ => Self::Database(error),
        }
    }
}

/// How long a statement waits for another process that writes.
const BUSY: Duration = Duration::from_secs(10);

/// So many transactions may be told and not heard yet; who is later has missed some, and is told so.
const TOLD: usize = 256;

/// The database of one home.
#[derive(Debug)]
pub(crate) struct Store {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
    /// What each transaction of this process touched.
    touched: broadcast::Sender<Arc<[RecordId]>>,
}

fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("store/schema.sql")),
        M::up(include_str!("store/schema-2.sql")),
        M::up(include_str!("store/schema-3.sql")),
        M::up(include_str!("store/schema-4.sql")),
        M::up(include_str!("store/schema-5.sql")),
        M::up(include_str!("store/schema-6.sql")),
    ])
}

impl Store {
    /// Opens the database, making or migrating it. One written by a newer version is refused untouched.
    pub(crate) fn open(disk: &dyn Disk, path: &Path) -> Result<Self, StoreError> {
        let mut writer = connect(disk, path)?;
        let migrations = migrations();
        match migrations.current_version(&writer).map_err(migration_error)? {
            rusqlite_migration::SchemaVersion::Outside(_) => return Err(StoreError::Newer),
            _ => migrations.to_latest(&mut writer).map_err(migration_error)?,
        }
        let reader = connect(disk, path)?;
        reader.pragma_update(None, "query_only", true)?;
        touched::watch(&writer)?;
        Ok(Self { writer: Mutex::new(writer), reader: Mutex::new(reader), touched: broadcast::Sender::new(TOLD) })
    }

    /// Hears the ids of assets and albums that this process changes from now on, a transaction at a time.
    pub(crate) fn touched(&self) -> broadcast::Receiver<Arc<[RecordId]>> {
        self.touched.subscribe()
    }

    /// Reads. Sees what was committed when it began.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut connection = lock(&self.reader);
        let snapshot = connection.transaction()?;
        let result = read(&snapshot)?;
        snapshot.commit()?;
        Ok(result)
    }

    /// Writes: all of it or nothing, and durable when it returns.
    pub(crate) fn write<T>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = lock(&self.writer);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = write(&transaction)?;
        let touched = touched::drain(&transaction)?;
        transaction.commit()?;
        if !touched.is_empty() {
            // Nobody may listen.
            let _ = self.touched.send(touched.into());
        }
        Ok(result)
    }

    /// A number that changes whenever another connection has written.
    pub(crate) fn data_version(&self) -> Result<i64, StoreError> {
        Ok(lock(&self.reader).query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// What SQLite itself finds wrong with the file; empty when nothing is.
    pub(crate) fn integrity(&self) -> Result<Vec<String>, StoreError> {
        let connection = lock(&self.reader);
        let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
        let lines = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }
}

fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    // A panic inside a transaction rolled it back when the guard was dropped: the connection itself is sound.
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(disk: &dyn Disk, path: &Path) -> Result<Connection, StoreError> {
    let connection = disk.open_database(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    #[cfg(target_vendor = "apple")]
    {
        connection.pragma_update(None, "fullfsync", true)?;
        connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    }
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn migration_error(error: rusqlite_migration::Error) -> StoreError {
    match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        rusqlite_migration::Error::MigrationDefinition(
            rusqlite_migration::MigrationDefinitionError::DatabaseTooFarAhead,
        ) => StoreError::Newer,
        _ => StoreError::Malformed("schema version"),
    }
}

/// Reads an id from a column.
pub(crate) fn id<T>(
    bytes: &[u8],
    make: impl FnOnce(&[u8]) -> Result<T, safelight_protocol::ParseIdError>,
) -> Result<T, StoreError> {
    make(bytes).map_err(|_| StoreError::Malformed("id"))
}

/// SQLite's integers are signed: what the core counts fits, and what does not is stored as the largest.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A count read back; a negative one can't have been written by us and reads as zero.
pub(crate) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Whether there is anything to send or fetch now.
pub(crate) fn anything_to_send(db: &Connection, now: jiff::Timestamp) -> Result<bool, StoreError> {
    let due: i64 = db
        .prepare_cached("SELECT count(*) FROM work WHERE state = 'waiting' AND next_ms <= ?1")?
        .query_row([now.as_millisecond()], |row| row.get(0))?;
    Ok(due > 0 || records::count_dirty(db)? > 0)
}
