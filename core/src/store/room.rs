//! What room is made of: which originals are here, how useful each is, which are pinned, and how full the cloud was.

use rusqlite::{Connection, Transaction, params};
use safelight_protocol::{ContentId, RecordId};

use super::files::{self, LocalFile, Owner};
use super::{StoreError, id, records, signed, unsigned};

/// An original on this device, with all that decides how soon it may leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Here {
    pub(crate) id: RecordId,
    pub(crate) content: ContentId,
    pub(crate) owner: Owner,
    pub(crate) bytes: u64,
    pub(crate) taken_ms: i64,
    pub(crate) favourite: bool,
    pub(crate) trashed: bool,
    /// Whether the committed record names its parts.
    pub(crate) in_cloud: bool,
    pub(crate) pinned: bool,
    /// When it was last opened or fetched; 0 for never.
    pub(crate) used_ms: i64,
    /// When the cloud last proved that it holds it; 0 for never.
    pub(crate) proven_ms: i64,
}

/// Every original on this device.
pub(crate) fn here(db: &Connection) -> Result<Vec<Here>, StoreError> {
    here_where(db, "1")
}

/// Every original in the phone's own photo library.
pub(crate) fn in_gallery(db: &Connection) -> Result<Vec<Here>, StoreError> {
    here_where(db, "local_file.ours = 0 AND (local_file.path LIKE 'photos:%' OR local_file.path LIKE 'live:photos:%')")
}

fn here_where(db: &Connection, condition: &str) -> Result<Vec<Here>, StoreError> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT asset.id, asset.content_id, local_file.ours, local_file.bytes, asset.taken_ms, asset.favourite, \
                asset.shelf = 2, asset.in_cloud, pin.record IS NOT NULL, \
                coalesce(standing.used_ms, 0), coalesce(standing.proven_ms, 0) \
         FROM asset JOIN local_file ON local_file.content_id = asset.content_id \
              LEFT JOIN pin ON pin.record = asset.id \
              LEFT JOIN standing ON standing.content_id = asset.content_id \
         WHERE {condition} ORDER BY asset.id"
    ))?;
    let mut rows = statement.query([])?;
    let mut here = Vec::new();
    while let Some(row) = rows.next()? {
        here.push(Here {
            id: id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice)?,
            content: id(row.get_ref(1)?.as_blob().unwrap_or_default(), ContentId::from_slice)?,
            owner: if row.get(2)? { Owner::Ours } else { Owner::Borrowed },
            bytes: unsigned(row.get(3)?),
            taken_ms: row.get(4)?,
            favourite: row.get(5)?,
            trashed: row.get(6)?,
            in_cloud: row.get(7)?,
            pinned: row.get(8)?,
            used_ms: row.get(9)?,
            proven_ms: row.get(10)?,
        });
    }
    Ok(here)
}

/// Notes that a file was opened or fetched.
pub(crate) fn note_used(db: &Transaction<'_>, content: &ContentId, at_ms: i64) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO standing (content_id, used_ms) VALUES (?1, ?2) ON CONFLICT (content_id) DO UPDATE SET used_ms = ?2",
    )?
    .execute(params![content.as_bytes(), at_ms])?;
    Ok(())
}

/// When a file was last opened or fetched; 0 for never.
pub(crate) fn used(db: &Connection, content: &ContentId) -> Result<i64, StoreError> {
    Ok(db
        .prepare_cached("SELECT coalesce(max(used_ms), 0) FROM standing WHERE content_id = ?1")?
        .query_row(params![content.as_bytes()], |row| row.get(0))?)
}

/// Notes that the cloud has proven that it holds a file.
pub(crate) fn note_proven(db: &Transaction<'_>, content: &ContentId, at_ms: i64) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO standing (content_id, proven_ms) VALUES (?1, ?2) \
         ON CONFLICT (content_id) DO UPDATE SET proven_ms = ?2",
    )?
    .execute(params![content.as_bytes(), at_ms])?;
    Ok(())
}

/// Pins an asset or lets it go; false if it was so already.
pub(crate) fn set_pinned(db: &Transaction<'_>, record: &RecordId, pinned: bool) -> Result<bool, StoreError> {
    let sql =
        if pinned { "INSERT OR IGNORE INTO pin (record) VALUES (?1)" } else { "DELETE FROM pin WHERE record = ?1" };
    Ok(db.prepare_cached(sql)?.execute(params![record.as_bytes()])? > 0)
}

/// Whether an asset is pinned.
pub(crate) fn is_pinned(db: &Connection, record: &RecordId) -> Result<bool, StoreError> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM pin WHERE record = ?1")?
        .query_row(params![record.as_bytes()], |row| row.get::<_, i64>(0))?
        > 0)
}

/// The newest pinned assets whose original is in the cloud and not here.
pub(crate) fn pinned_elsewhere(db: &Connection, limit: usize) -> Result<Vec<RecordId>, StoreError> {
    records::id_list(
        db,
        "SELECT asset.id FROM asset JOIN pin ON pin.record = asset.id \
         WHERE asset.shelf < 2 AND asset.in_cloud = 1 \
           AND NOT EXISTS (SELECT 1 FROM local_file WHERE local_file.content_id = asset.content_id) \
         ORDER BY asset.taken_ms DESC, asset.id DESC LIMIT ?1",
        params![i64::try_from(limit).unwrap_or(i64::MAX)],
    )
}

/// Previews on this device that committed records name, of photos that were not opened for the longest time first.
pub(crate) fn previews(db: &Connection) -> Result<Vec<LocalFile>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT local_file.content_id FROM asset JOIN record ON record.id = asset.id \
              JOIN local_file ON local_file.content_id = unhex(json_extract(record.base, '$.resources.preview.content_id')) \
              LEFT JOIN pin ON pin.record = asset.id \
              LEFT JOIN standing ON standing.content_id = asset.content_id \
         WHERE json_extract(record.base, '$.resources.preview.parts') IS NOT NULL AND pin.record IS NULL \
           AND asset.content_id <> local_file.content_id \
         ORDER BY coalesce(standing.used_ms, 0), asset.taken_ms, asset.id",
    )?;
    let mut rows = statement.query([])?;
    let mut previews = Vec::new();
    while let Some(row) = rows.next()? {
        let content = id(row.get_ref(0)?.as_blob().unwrap_or_default(), ContentId::from_slice)?;
        previews.extend(files::load(db, &content)?.filter(|file| file.owner == Owner::Ours));
    }
    Ok(previews)
}

/// How full the cloud was on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Day {
    /// `YYYY-MM-DD`, in the phone's zone.
    pub(crate) day: String,
    pub(crate) used: u64,
    pub(crate) quota: u64,
}

/// How many days of history are kept.
const DAYS: i64 = 400;

/// Notes how full the cloud is today.
pub(crate) fn note_day(db: &Transaction<'_>, today: &Day) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO room_history (day, used, quota) VALUES (?1, ?2, ?3) \
         ON CONFLICT (day) DO UPDATE SET used = ?2, quota = ?3",
    )?
    .execute(params![today.day, signed(today.used), signed(today.quota)])?;
    db.prepare_cached(
        "DELETE FROM room_history WHERE day NOT IN (SELECT day FROM room_history ORDER BY day DESC LIMIT ?1)",
    )?
    .execute(params![DAYS])?;
    Ok(())
}

/// How full the cloud was, oldest day first.
pub(crate) fn days(db: &Connection) -> Result<Vec<Day>, StoreError> {
    let mut statement = db.prepare_cached("SELECT day, used, quota FROM room_history ORDER BY day")?;
    let rows = statement
        .query_map([], |row| Ok(Day { day: row.get(0)?, used: unsigned(row.get(1)?), quota: unsigned(row.get(2)?) }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Bytes of originals that are on other phones only.
pub(crate) fn pending_elsewhere(db: &Connection) -> Result<u64, StoreError> {
    Ok(unsigned(
        db.prepare_cached(
            "SELECT coalesce(sum(asset.bytes), 0) FROM asset JOIN record ON record.id = asset.id \
             WHERE asset.in_cloud = 0 AND asset.shelf < 2 \
               AND json_extract(record.doc, '$.resources.original.stored') IS NOT 'lost' \
               AND NOT EXISTS (SELECT 1 FROM local_file WHERE local_file.content_id = asset.content_id)",
        )?
        .query_row([], |row| row.get(0))?,
    ))
}

/// The largest videos that are in the cloud, neither in the trash nor with a heart nor pinned here: the largest first.
pub(crate) fn largest_videos(db: &Connection, limit: usize) -> Result<Vec<RecordId>, StoreError> {
    records::id_list(
        db,
        "SELECT asset.id FROM asset LEFT JOIN pin ON pin.record = asset.id \
         WHERE asset.media = 'video' AND asset.shelf < 2 AND asset.in_cloud = 1 AND asset.favourite = 0 \
           AND pin.record IS NULL ORDER BY asset.bytes DESC, asset.id LIMIT ?1",
        params![i64::try_from(limit).unwrap_or(i64::MAX)],
    )
}
