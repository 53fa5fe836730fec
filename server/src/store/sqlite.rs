//! The rows in one SQLite file: the embedded default.
//!
//! One connection writes, in `IMMEDIATE` transactions, so that commits have one order; another reads beside it. The
//! journal is a WAL with `synchronous=FULL`: what was answered survives a power loss.

mod accounts;
mod backup;
mod charges;
mod commit;
mod devices;
mod feed;
mod parts;
mod rows;
mod schema;
mod server;
mod snapshot;
mod sweep;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::StoreError;
use crate::port::Blocking;
pub(crate) use schema::VERSION as SCHEMA_VERSION;
pub(crate) use snapshot::Snapshot;

/// [`RecordStore`](super::RecordStore) on SQLite.
#[derive(Clone)]
pub struct SqliteRecords {
    /// None in memory.
    file: Option<PathBuf>,
    writer: Arc<Mutex<Connection>>,
    reader: Arc<Mutex<Connection>>,
    blocking: Blocking,
    default_quota: u64,
}

impl SqliteRecords {
    /// Opens or makes the database of a server, and brings its schema up to date. A file that a newer server has written
    /// is refused untouched.
    pub fn open(file: &Path, default_quota: u64, blocking: Blocking) -> Result<Self, StoreError> {
        if file.exists() {
            schema::refuse_newer_file(file)?;
        }
        let mut writer = Connection::open(file)?;
        schema::refuse_newer(&writer)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        Self::prepare(&writer)?;
        schema::migrate(&mut writer, Some(file))?;
        let reader = Connection::open(file)?;
        Self::prepare(&reader)?;
        Ok(Self {
            file: Some(file.to_owned()),
            writer: Arc::new(Mutex::new(writer)),
            reader: Arc::new(Mutex::new(reader)),
            blocking,
            default_quota,
        })
    }

    /// A database that lives as long as this value.
    pub fn in_memory(default_quota: u64, blocking: Blocking) -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        Self::prepare(&connection)?;
        schema::migrate(&mut connection, None)?;
        let connection = Arc::new(Mutex::new(connection));
        Ok(Self { file: None, writer: Arc::clone(&connection), reader: connection, blocking, default_quota })
    }

    fn prepare(connection: &Connection) -> Result<(), StoreError> {
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(128);
        Ok(())
    }

    /// One write transaction. It is committed if the work returns `Ok`, and rolled back otherwise.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let writer = Arc::clone(&self.writer);
        self.blocking
            .run(move || {
                let mut connection = writer.lock().unwrap_or_else(PoisonError::into_inner);
                let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let result = work(&transaction)?;
                transaction.commit()?;
                Ok(result)
            })
            .await?
    }

    /// One read transaction: everything is seen as of one moment.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let reader = Arc::clone(&self.reader);
        self.blocking
            .run(move || {
                let mut connection = reader.lock().unwrap_or_else(PoisonError::into_inner);
                let transaction = connection.transaction()?;
                work(&transaction)
            })
            .await?
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            _ => Self::Database(Box::new(error)),
        }
    }
}
