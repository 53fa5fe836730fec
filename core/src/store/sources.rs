//! Folders that the library takes from, and what became of each file in them.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use safelight_protocol::RecordId;

use super::{StoreError, id, signed, unsigned};
use crate::ports::{FileStamp, Found};

/// A folder in numbers; they add up: found = safe + waiting + set aside + left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// The folder.
    pub path: String,
    /// Files found.
    pub found: u64,
    /// Their original is in the cloud.
    pub safe: u64,
    /// Not yet.
    pub waiting: u64,
    /// They could not be taken in or sent.
    pub set_aside: u64,
    /// Left out by choice: deleted for good earlier.
    pub left_out: u64,
}

/// Adds a folder; one that is there already is fine.
pub(crate) fn add(db: &Transaction<'_>, path: &str) -> Result<(), StoreError> {
    db.execute("INSERT INTO source (path) VALUES (?1) ON CONFLICT DO NOTHING", params![path])?;
    Ok(())
}

/// Removes a folder from the list; false if it was not there. No photo goes with it.
pub(crate) fn remove(db: &Transaction<'_>, path: &str) -> Result<bool, StoreError> {
    Ok(db.execute("DELETE FROM source WHERE path = ?1", params![path])? > 0)
}

/// The folders.
pub(crate) fn paths(db: &Connection) -> Result<Vec<(i64, String)>, StoreError> {
    let mut statement = db.prepare("SELECT id, path FROM source ORDER BY path")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Whether a file was looked at and is still the same.
pub(crate) fn is_known(db: &Connection, source: i64, found: &Found) -> Result<bool, StoreError> {
    let stamp: Option<FileStamp> = db
        .prepare_cached("SELECT bytes, modified_ns, inode FROM source_file WHERE source = ?1 AND path = ?2")?
        .query_row(params![source, found.path.to_string_lossy()], |row| {
            Ok(FileStamp {
                bytes: unsigned(row.get(0)?),
                modified_ns: row.get(1)?,
                inode: u64::from_be_bytes(row.get::<_, i64>(2)?.to_be_bytes()),
            })
        })
        .optional()?;
    Ok(stamp == Some(found.stamp))
}

/// Notes what became of a file: the record it is, or the code of why not.
pub(crate) fn note(
    db: &Transaction<'_>,
    source: i64,
    found: &Found,
    record: Option<&RecordId>,
    code: Option<&str>,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO source_file (source, path, bytes, modified_ns, inode, record, code) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (source, path) DO UPDATE SET bytes = ?3, modified_ns = ?4, inode = ?5, record = ?6, code = ?7",
    )?
    .execute(params![
        source,
        found.path.to_string_lossy(),
        signed(found.stamp.bytes),
        found.stamp.modified_ns,
        i64::from_be_bytes(found.stamp.inode.to_be_bytes()),
        record.map(RecordId::as_bytes),
        code,
    ])?;
    Ok(())
}

/// Forgets the files of a source that are no longer in its folder.
pub(crate) fn keep_only(db: &Transaction<'_>, source: i64, found: &[Found]) -> Result<(), StoreError> {
    let paths: std::collections::BTreeSet<String> =
        found.iter().map(|found| found.path.to_string_lossy().into_owned()).collect();
    for (path, ..) in files(db, source)? {
        if !paths.contains(&path) {
            db.prepare_cached("DELETE FROM source_file WHERE source = ?1 AND path = ?2")?
                .execute(params![source, path])?;
        }
    }
    Ok(())
}

/// What became of each file of a source: its path, its record and its code.
#[expect(clippy::type_complexity, reason = "one row of three columns, read in one place")]
pub(crate) fn files(
    db: &Connection,
    source: i64,
) -> Result<Vec<(String, Option<RecordId>, Option<String>)>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT path, record, code FROM source_file WHERE source = ?1 ORDER BY path")?;
    let mut rows = statement.query(params![source])?;
    let mut files = Vec::new();
    while let Some(row) = rows.next()? {
        let record: Option<Vec<u8>> = row.get(1)?;
        files.push((row.get(0)?, record.map(|bytes| id(&bytes, RecordId::from_slice)).transpose()?, row.get(2)?));
    }
    Ok(files)
}

/// Every folder in numbers.
pub(crate) fn list(db: &Connection) -> Result<Vec<SourceRow>, StoreError> {
    let mut statement = db.prepare(
        "SELECT source.path, count(file.path), \
                count(*) FILTER (WHERE file.code IS NULL AND asset.in_cloud = 1), \
                count(*) FILTER (WHERE file.code IS NOT NULL AND file.code <> 'item.ignored_trash' \
                                 OR file.code IS NULL AND asset.in_cloud = 0 AND work.state = 'set_aside'), \
                count(*) FILTER (WHERE file.code = 'item.ignored_trash' \
                                 OR file.code IS NULL AND file.path IS NOT NULL AND asset.id IS NULL) \
         FROM source LEFT JOIN source_file AS file ON file.source = source.id \
              LEFT JOIN asset ON asset.id = file.record \
              LEFT JOIN work ON work.record = file.record AND work.direction = 'send' AND work.resource = 'original' \
         GROUP BY source.id ORDER BY source.path",
    )?;
    let rows = statement.query_map([], |row| {
        let (found, safe, set_aside, left_out) =
            (unsigned(row.get(1)?), unsigned(row.get(2)?), unsigned(row.get(3)?), unsigned(row.get(4)?));
        let waiting = found.saturating_sub(safe + set_aside + left_out);
        Ok(SourceRow { path: row.get(0)?, found, safe, waiting, set_aside, left_out })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
