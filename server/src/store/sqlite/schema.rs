//! The schema, by forward migrations only. `schema.sql` and what follows it say in words what the tables hold.

use std::io::Read;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite_migration::{M, Migrations};

use super::backup::write_snapshot;
use crate::store::StoreError;

const STEPS: &[M<'_>] = &[M::up(include_str!("schema.sql")), M::up(include_str!("schema-2.sql"))];

/// The version of the schema that this server writes.
pub(crate) const VERSION: u32 = 2;

pub(super) fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Refuses a file that a newer server has written, without opening it as a database: that alone would make files beside
/// it. The version stands in the header, 60 bytes from the start (SQLite's file format).
pub(super) fn refuse_newer_file(file: &Path) -> Result<(), StoreError> {
    let mut header = Vec::with_capacity(64);
    let opened = std::fs::File::open(file);
    let read = opened.and_then(|file| file.take(64).read_to_end(&mut header));
    read.map_err(|error| StoreError::Database(error.into()))?;
    match header.last_chunk::<4>() {
        Some(version) if header.len() == 64 && u32::from_be_bytes(*version) > VERSION => Err(StoreError::Newer),
        _ => Ok(()),
    }
}

/// Refuses what a newer server has written, and leaves its journal as it lies.
pub(super) fn refuse_newer(connection: &Connection) -> Result<(), StoreError> {
    if version(connection)? > VERSION {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        return Err(StoreError::Newer);
    }
    Ok(())
}

/// Where the rows of an older server are kept before they are changed.
fn kept(file: &Path, version: u32) -> std::path::PathBuf {
    file.with_file_name(format!("server-before-schema-{}-from-{version}.db", VERSION))
}

/// Brings the schema up to date. Where there is something to lose, a copy of the rows is kept beside the file first.
pub(super) fn migrate(connection: &mut Connection, file: Option<&Path>) -> Result<(), StoreError> {
    refuse_newer(connection)?;
    let before = version(connection)?;
    if let Some(file) = file.filter(|_| (1..VERSION).contains(&before)) {
        let kept = kept(file, before);
        // Left by a migration that was cut off, or of an earlier try: this one is newer.
        match std::fs::remove_file(&kept) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::Database(error.into()));
            }
            _ => {}
        }
        write_snapshot(connection, &kept)?;
        tracing::info!(from = before, to = VERSION, "a copy of the database is kept before it is changed");
    }
    Migrations::from_slice(STEPS).to_latest(connection).map_err(|error| StoreError::Database(Box::new(error)))?;
    if before != VERSION {
        // So that an older server sees the new version without reading the journal.
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_are_sound() {
        Migrations::from_slice(STEPS).validate().unwrap();
        assert_eq!(u32::try_from(STEPS.len()), Ok(VERSION));
    }

    #[test]
    fn a_newer_schema_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(migrate(&mut connection, None), Err(StoreError::Newer)));
    }

    fn schema(connection: &Connection) -> Vec<String> {
        let mut statement =
            connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn every_released_schema_ends_in_the_one_of_a_new_database_with_its_rows_kept_beside_it() {
        let mut new = Connection::open_in_memory().unwrap();
        migrate(&mut new, None).unwrap();
        for released in 1..STEPS.len() {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("server.db");
            let mut old = Connection::open(&file).unwrap();
            old.pragma_update(None, "journal_mode", "WAL").unwrap();
            Migrations::from_slice(&STEPS[..released]).to_latest(&mut old).unwrap();
            old.execute("INSERT INTO setting (name, value) VALUES ('marker', x'07')", []).unwrap();
            migrate(&mut old, Some(&file)).unwrap();
            assert_eq!(schema(&old), schema(&new));
            let before = u32::try_from(released).unwrap();
            let kept = Connection::open(kept(&file, before)).unwrap();
            assert_eq!(version(&kept).unwrap(), before);
            let marker: Vec<u8> = kept.query_row("SELECT value FROM setting", [], |row| row.get(0)).unwrap();
            assert_eq!(marker, [7]);
            migrate(&mut old, Some(&file)).unwrap();
        }
    }
}
