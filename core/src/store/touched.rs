//! Which assets and albums a transaction touched, for screens that show them.
//!
//! Triggers of the writing connection alone note the ids in a table of its own memory; a transaction that is rolled back takes
//! its notes along. An asset is touched by what is known of it, by the work that it waits for, and by its original coming here
//! or leaving. Nothing of it reaches the disk.

use rusqlite::{Connection, Transaction};
use safelight_protocol::RecordId;

use super::{StoreError, id};

const NOTES: &str = "\
    PRAGMA temp_store = MEMORY; \
    CREATE TEMP TABLE touched (id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;";

/// The tables whose rows are of one asset or album, and the column that names it.
const OF_ONE: [(&str, &str); 3] = [("record", "id"), ("asset", "id"), ("work", "record")];

/// Begins to note what this connection touches.
pub(super) fn watch(writer: &Connection) -> Result<(), StoreError> {
    writer.execute_batch(NOTES)?;
    for (table, column) in OF_ONE {
        for (event, row) in [("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")] {
            writer.execute_batch(&format!(
                "CREATE TEMP TRIGGER touched_{table}_{event} AFTER {event} ON main.{table} \
                 BEGIN INSERT OR IGNORE INTO touched VALUES ({row}.{column}); END;"
            ))?;
        }
    }
    for (event, row) in [("INSERT", "NEW"), ("DELETE", "OLD")] {
        writer.execute_batch(&format!(
            "CREATE TEMP TRIGGER touched_local_file_{event} AFTER {event} ON main.local_file \
             BEGIN INSERT OR IGNORE INTO touched SELECT id FROM asset WHERE content_id = {row}.content_id; END;"
        ))?;
    }
    Ok(())
}

/// What this transaction touched; the next one begins with nothing.
pub(super) fn drain(db: &Transaction<'_>) -> Result<Vec<RecordId>, StoreError> {
    let mut statement = db.prepare_cached("DELETE FROM touched RETURNING id")?;
    let mut rows = statement.query([])?;
    let mut touched = Vec::new();
    while let Some(row) = rows.next()? {
        touched.push(id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice)?);
    }
    Ok(touched)
}
