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

impl SourceRow {
    /// Whether it is the phone's own photo library.
    pub fn is_photo_library(&self) -> bool {
        self.path == crate::home::PHOTO_SCHEME
    }
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

/// The number of a source; none where it is not taken from.
pub(crate) fn find(db: &Connection, path: &str) -> Result<Option<i64>, StoreError> {
    let found = db.prepare_cached("SELECT id FROM source WHERE path = ?1")?.query_row(params![path], |row| row.get(0));
    Ok(found.optional()?)
}

/// Whether a file was looked at and is still the same. One that could not be taken in is tried again: what was in the way
/// may be gone.
pub(crate) fn is_known(db: &Connection, source: i64, found: &Found) -> Result<bool, StoreError> {
    let stamp: Option<FileStamp> = db
        .prepare_cached(
            "SELECT bytes, modified_ns, inode FROM source_file WHERE source = ?1 AND path = ?2 \
               AND (code IS NULL OR code = 'item.ignored_trash')",
        )?
        .query_row(params![source, found.path.to_string_lossy()], |row| stamp(row, 0))
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
    for path in noted_paths(db, source)? {
        if !paths.contains(&path) {
            forget_file(db, source, &path)?;
        }
    }
    Ok(())
}

/// The photo that a file was taken in as.
pub(crate) fn record_of(db: &Connection, source: i64, path: &str) -> Result<Option<RecordId>, StoreError> {
    let record: Option<Vec<u8>> = db
        .prepare_cached("SELECT record FROM source_file WHERE source = ?1 AND path = ?2")?
        .query_row(params![source, path], |row| row.get(0))
        .optional()?
        .flatten();
    record.map(|bytes| id(&bytes, RecordId::from_slice)).transpose()
}

/// Another file of a source with the same photo: the first by its path.
pub(crate) fn twin(
    db: &Connection,
    source: &str,
    record: &RecordId,
    path: &str,
) -> Result<Option<(String, FileStamp)>, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT file.path, file.bytes, file.modified_ns, file.inode FROM source_file AS file \
             JOIN source ON source.id = file.source \
             WHERE source.path = ?1 AND file.record = ?2 AND file.path <> ?3 ORDER BY file.path LIMIT 1",
        )?
        .query_row(params![source, record.as_bytes(), path], |row| Ok((row.get(0)?, stamp(row, 1)?)))
        .optional()?)
}

/// The paths of all files of a source.
pub(crate) fn noted_paths(db: &Connection, source: i64) -> Result<Vec<String>, StoreError> {
    let mut statement = db.prepare_cached("SELECT path FROM source_file WHERE source = ?1 ORDER BY path")?;
    Ok(statement.query_map(params![source], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn stamp(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<FileStamp> {
    Ok(FileStamp {
        bytes: unsigned(row.get(at)?),
        modified_ns: row.get(at + 1)?,
        inode: u64::from_be_bytes(row.get::<_, i64>(at + 2)?.to_be_bytes()),
    })
}

/// Forgets what became of one file.
pub(crate) fn forget_file(db: &Transaction<'_>, source: i64, path: &str) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM source_file WHERE source = ?1 AND path = ?2")?.execute(params![source, path])?;
    Ok(())
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceState {
    /// Its original is in the cloud.
    Safe,
    /// Not yet.
    Waiting,
    /// It could not be taken in or sent.
    SetAside,
    /// Left out by choice: deleted for good.
    LeftOut,
}

/// A file in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The file.
    pub path: String,
    /// What became of it.
    pub state: SourceState,
    /// The photo that it is.
    pub id: Option<RecordId>,
    /// Why it was set aside or left out.
    pub code: Option<String>,
}

/// The state of each file, in one place: the numbers are sums over the same rows that open as a list.
const FILES: &str = "\
    SELECT file.source AS source, file.path AS path, file.record AS record, coalesce(file.code, work.code) AS code, \
           CASE WHEN file.code = 'item.ignored_trash' OR file.code IS NULL AND asset.id IS NULL THEN 'left_out' \
                WHEN file.code IS NOT NULL THEN 'set_aside' \
                WHEN asset.in_cloud = 1 THEN 'safe' \
                WHEN work.state = 'set_aside' THEN 'set_aside' \
                ELSE 'waiting' END AS state \
    FROM source_file AS file LEFT JOIN asset ON asset.id = file.record \
         LEFT JOIN work ON work.record = file.record AND work.direction = 'send' AND work.resource = 'original'";

/// The files of a folder, by path.
pub(crate) fn files(db: &Connection, folder: &str) -> Result<Vec<SourceFile>, StoreError> {
    let mut statement = db.prepare(&format!(
        "SELECT file.path, file.state, file.record, file.code FROM ({FILES}) AS file \
         JOIN source ON source.id = file.source WHERE source.path = ?1 ORDER BY file.path"
    ))?;
    let mut rows = statement.query(params![folder])?;
    let mut files = Vec::new();
    while let Some(row) = rows.next()? {
        let record: Option<Vec<u8>> = row.get(2)?;
        files.push(SourceFile {
            path: row.get(0)?,
            state: match row.get_ref(1)?.as_str().unwrap_or_default() {
                "safe" => SourceState::Safe,
                "set_aside" => SourceState::SetAside,
                "left_out" => SourceState::LeftOut,
                _ => SourceState::Waiting,
            },
            id: record.map(|bytes| id(&bytes, RecordId::from_slice)).transpose()?,
            code: row.get(3)?,
        });
    }
    Ok(files)
}

/// Files that could not be taken in, each with its code; none of those that were left out by choice.
pub(crate) fn failed(db: &Connection) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT code, path FROM source_file WHERE code IS NOT NULL AND code <> 'item.ignored_trash' \
         ORDER BY code, path LIMIT 1000",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every folder in numbers.
pub(crate) fn list(db: &Connection) -> Result<Vec<SourceRow>, StoreError> {
    let mut statement = db.prepare(&format!(
        "SELECT source.path, count(file.path), count(*) FILTER (WHERE file.state = 'safe'), \
                count(*) FILTER (WHERE file.state = 'waiting'), count(*) FILTER (WHERE file.state = 'set_aside'), \
                count(*) FILTER (WHERE file.state = 'left_out') \
         FROM source LEFT JOIN ({FILES}) AS file ON file.source = source.id GROUP BY source.id ORDER BY source.path"
    ))?;
    let rows = statement.query_map([], |row| {
        Ok(SourceRow {
            path: row.get(0)?,
            found: unsigned(row.get(1)?),
            safe: unsigned(row.get(2)?),
            waiting: unsigned(row.get(3)?),
            set_aside: unsigned(row.get(4)?),
            left_out: unsigned(row.get(5)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
