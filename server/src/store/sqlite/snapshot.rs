//! A copy of the rows in a file, to be read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags, params};
use safelight_protocol::record::PartRef;
use safelight_protocol::{LibraryId, PartId};

use super::schema;
use crate::port::Blocking;
use crate::store::StoreError;

/// A whole copy of the rows as they were at one moment. Nobody writes to it.
#[derive(Clone)]
pub(crate) struct Snapshot {
    connection: Arc<Mutex<Connection>>,
    blocking: Blocking,
}

impl Snapshot {
    /// Opens a snapshot and checks that it is whole, and of a version that this server knows.
    pub(crate) fn open(file: &Path, blocking: Blocking) -> Result<Self, StoreError> {
        let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        schema::refuse_newer(&connection)?;
        let verdict: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if verdict != "ok" {
            return Err(StoreError::Damaged("page"));
        }
        Ok(Self { connection: Arc::new(Mutex::new(connection)), blocking })
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let connection = Arc::clone(&self.connection);
        self.blocking.run(move || work(&connection.lock().unwrap_or_else(PoisonError::into_inner))).await?
    }

    /// The stored parts after this one, by id.
    pub(crate) async fn parts(&self, after: Option<PartId>, limit: usize) -> Result<Vec<PartRef>, StoreError> {
        self.read(move |connection| {
            let after = after.map_or_else(Vec::new, |part| part.0.to_vec());
            let mut statement = connection.prepare_cached(
                "SELECT part, bytes FROM blob WHERE stored = 1 AND doomed = 0 AND part > ?1 ORDER BY part LIMIT ?2",
            )?;
            let parts = statement
                .query_map(params![after, limit], |row| Ok(PartRef { id: PartId(row.get(0)?), bytes: row.get(1)? }))?;
            Ok(parts.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Those of these parts that it does not name.
    pub(crate) async fn strangers(&self, parts: Vec<PartId>) -> Result<Vec<PartId>, StoreError> {
        self.read(move |connection| {
            let mut named =
                connection.prepare_cached("SELECT 1 FROM blob WHERE part = ?1 AND stored = 1 AND doomed = 0")?;
            let mut strangers = Vec::new();
            for part in parts {
                if !named.exists(params![part.0])? {
                    strangers.push(part);
                }
            }
            Ok(strangers)
        })
        .await
    }

    /// Up to which sequence each library is whole, where these parts are missing.
    pub(crate) async fn reach(&self, missing: BTreeSet<PartId>) -> Result<Vec<(LibraryId, u64)>, StoreError> {
        self.read(move |connection| reach(connection, &missing)).await
    }
}

/// The libraries that name none of the missing parts, each with where its log ends.
pub(super) fn reach(connection: &Connection, missing: &BTreeSet<PartId>) -> Result<Vec<(LibraryId, u64)>, StoreError> {
    let mut libraries = connection.prepare_cached("SELECT id, sequence FROM library")?;
    let mut reach: BTreeMap<LibraryId, u64> =
        libraries.query_map([], |row| Ok((LibraryId(row.get(0)?), row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut holders = connection.prepare_cached("SELECT library FROM part WHERE part = ?1 AND refs > 0")?;
    for part in missing {
        let short = holders.query_map(params![part.0], |row| row.get(0).map(LibraryId))?;
        for library in short {
            reach.remove(&library?);
        }
    }
    Ok(reach.into_iter().collect())
}
