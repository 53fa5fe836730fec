//! Which assets and albums a transaction touched, for screens that show them.
//!
//! Triggers of the writing connection alone note the ids in a table of its own memory; a transaction that is rolled back takes
//! its notes along. An asset is touched by what is known of it, by the work that it waits for, and by its original coming here
//! or leaving. Nothing of it reaches the disk.
//!
//! The triggers look before they insert: an `OR IGNORE` of their own would give way to the conflict clause of the statement
//! that fires them, and the update of an upsert aborts.

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
                 BEGIN INSERT INTO touched SELECT {row}.{column} \
                 WHERE {row}.{column} NOT IN (SELECT id FROM touched); END;"
            ))?;
        }
    }
    for (event, row) in [("INSERT", "NEW"), ("DELETE", "OLD")] {
        writer.execute_batch(&format!(
            "CREATE TEMP TRIGGER touched_local_file_{event} AFTER {event} ON main.local_file \
             BEGIN INSERT INTO touched SELECT id FROM asset \
             WHERE content_id = {row}.content_id AND id NOT IN (SELECT id FROM touched); END;"
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
        // A row that names no record is put right elsewhere; it holds no transaction up.
        touched.extend(id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice).ok());
    }
    Ok(touched)
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::*;
    use crate::ports::SystemDisk;

    const UPSERT: &str = "INSERT INTO work (direction, record, resource, class, taken_ms, bytes, since_ms) \
                          VALUES ('send', ?1, 'original', 1, 0, 0, 0) \
                          ON CONFLICT (direction, record, resource) DO UPDATE SET attempts = attempts + 1";

    #[test]
    fn one_transaction_may_touch_the_same_thing_often_and_tells_it_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&SystemDisk, &folder.path().join("library.db")).unwrap();
        let mut heard = store.touched();
        let id = RecordId([7; 16]);
        for _ in 0..2 {
            store
                .write(|db| {
                    for _ in 0..3 {
                        db.execute(UPSERT, [id.as_bytes()])?;
                    }
                    Ok(())
                })
                .unwrap();
            assert_eq!(heard.try_recv().unwrap().as_ref(), [id]);
        }
        assert!(heard.try_recv().is_err());
    }

    #[test]
    fn what_is_rolled_back_is_not_told() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&SystemDisk, &folder.path().join("library.db")).unwrap();
        let mut heard = store.touched();
        let failed: Result<(), StoreError> = store.write(|db| {
            db.execute(UPSERT, [RecordId([7; 16]).as_bytes()])?;
            Err(StoreError::Malformed("on purpose"))
        });
        assert!(failed.is_err());
        store.write(|db| Ok(db.execute(UPSERT, [RecordId([8; 16]).as_bytes()])?)).unwrap();
        assert_eq!(heard.try_recv().unwrap().as_ref(), [RecordId([8; 16])]);
    }
}
