//! The timeline: assets by capture date, in pages by key.

use rusqlite::{Connection, ToSql, params};
use safelight_protocol::{ContentId, DeviceId, RecordId};

use super::{StoreError, id, records, signed, unsigned};

/// Where a page begins: after this asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) taken_ms: i64,
    pub(crate) id: RecordId,
}

/// Which photos a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shelf {
    /// Neither hidden nor in the trash.
    #[default]
    Timeline,
    /// Hidden.
    Hidden,
    /// In the trash.
    Trash,
}

/// A question to the timeline.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    pub(crate) shelf: Shelf,
    pub(crate) album: Option<RecordId>,
    pub(crate) favourites: bool,
    /// Taken at or after, in milliseconds since 1970 UTC.
    pub(crate) since_ms: Option<i64>,
    /// Taken before, in milliseconds since 1970 UTC.
    pub(crate) until_ms: Option<i64>,
    pub(crate) after: Option<Key>,
    /// None for all.
    pub(crate) limit: Option<usize>,
}

/// The keys of a page, newest first. Reads as many index entries as the page is long, however deep it lies.
pub(crate) fn page(db: &Connection, query: &Query) -> Result<Vec<Key>, StoreError> {
    let shelf = match query.shelf {
        Shelf::Timeline => 0,
        Shelf::Hidden => 1,
        Shelf::Trash => 2,
    };
    let mut sql = String::from("SELECT asset.taken_ms, asset.id FROM asset");
    let mut values: Vec<Box<dyn ToSql>> = vec![Box::new(shelf)];
    let mut conditions = String::from(" WHERE asset.shelf = ?");
    let mut require = |condition: &str, value: Box<dyn ToSql>| {
        conditions.push_str(condition);
        values.push(value);
    };
    if let Some(album) = query.album {
        sql.push_str(" JOIN album_entry ON album_entry.asset = asset.id");
        require(" AND album_entry.album = ?", Box::new(*album.as_bytes()));
    }
    if let Some(since) = query.since_ms {
        require(" AND asset.taken_ms >= ?", Box::new(since));
    }
    if let Some(until) = query.until_ms {
        require(" AND asset.taken_ms < ?", Box::new(until));
    }
    if let Some(key) = query.after {
        require(" AND (asset.taken_ms, asset.id) < (?, ", Box::new(key.taken_ms));
        require("?)", Box::new(*key.id.as_bytes()));
    }
    if query.favourites {
        conditions.push_str(" AND asset.favourite = 1");
    }
    values.push(Box::new(query.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(-1))));
    sql.push_str(&conditions);
    sql.push_str(" ORDER BY asset.taken_ms DESC, asset.id DESC LIMIT ?");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(values.iter()))?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        let id = id(row.get_ref(1)?.as_blob().unwrap_or_default(), RecordId::from_slice)?;
        keys.push(Key { taken_ms: row.get(0)?, id });
    }
    Ok(keys)
}

/// Assets in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    /// Not in the trash.
    pub(crate) photos: u64,
    /// Not in the trash.
    pub(crate) videos: u64,
    /// In the trash.
    pub(crate) trashed: u64,
    /// Not in the trash, and their original is named by a committed record.
    pub(crate) safe: u64,
    /// Bytes of originals of photos in the cloud, not in the trash.
    pub(crate) photo_bytes: u64,
    /// Bytes of originals of videos in the cloud, not in the trash.
    pub(crate) video_bytes: u64,
    /// Bytes of originals in the trash, in the cloud.
    pub(crate) trash_bytes: u64,
}

/// Counts the assets.
pub(crate) fn counts(db: &Connection) -> Result<Counts, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE shelf < 2 AND media <> 'video'), \
                    count(*) FILTER (WHERE shelf < 2 AND media = 'video'), \
                    count(*) FILTER (WHERE shelf = 2), \
                    count(*) FILTER (WHERE shelf < 2 AND in_cloud), \
                    coalesce(sum(bytes) FILTER (WHERE shelf < 2 AND in_cloud AND media <> 'video'), 0), \
                    coalesce(sum(bytes) FILTER (WHERE shelf < 2 AND in_cloud AND media = 'video'), 0), \
                    coalesce(sum(bytes) FILTER (WHERE shelf = 2 AND in_cloud), 0) \
             FROM asset",
        )?
        .query_row([], |row| {
            Ok(Counts {
                photos: unsigned(row.get(0)?),
                videos: unsigned(row.get(1)?),
                trashed: unsigned(row.get(2)?),
                safe: unsigned(row.get(3)?),
                photo_bytes: unsigned(row.get(4)?),
                video_bytes: unsigned(row.get(5)?),
                trash_bytes: unsigned(row.get(6)?),
            })
        })?)
}

/// The assets whose original is on this device, with whether the cloud's committed record names it.
pub(crate) fn local_originals(db: &Connection) -> Result<Vec<(RecordId, ContentId, bool)>, StoreError> {
    let mut statement = db.prepare(
        "SELECT asset.id, asset.content_id, asset.in_cloud FROM asset \
         JOIN local_file ON local_file.content_id = asset.content_id ORDER BY asset.id",
    )?;
    let mut rows = statement.query(params![])?;
    let mut originals = Vec::new();
    while let Some(row) = rows.next()? {
        originals.push((
            id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice)?,
            id(row.get_ref(1)?.as_blob().unwrap_or_default(), ContentId::from_slice)?,
            row.get(2)?,
        ));
    }
    Ok(originals)
}

/// The newest photos and videos whose original is in the cloud and not on this device, the trash left out.
pub(crate) fn elsewhere(db: &Connection, limit: usize, after: Option<Key>) -> Result<Vec<Key>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT taken_ms, id FROM asset WHERE shelf < 2 AND in_cloud = 1 \
           AND (?2 IS NULL OR (taken_ms, id) < (?2, ?3)) \
           AND NOT EXISTS (SELECT 1 FROM local_file WHERE local_file.content_id = asset.content_id) \
         ORDER BY taken_ms DESC, id DESC LIMIT ?1",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let id_after = after.map_or(Vec::new(), |key| key.id.as_bytes().to_vec());
    let mut rows = statement.query(params![limit, after.map(|key| key.taken_ms), id_after])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        let id = id(row.get_ref(1)?.as_blob().unwrap_or_default(), RecordId::from_slice)?;
        keys.push(Key { taken_ms: row.get(0)?, id });
    }
    Ok(keys)
}

/// What lies next to a photo in the timeline and could be fetched: photos of at most `most` bytes, `each` on either side, the
/// nearest first.
pub(crate) fn neighbours(db: &Connection, of: &RecordId, each: usize, most: u64) -> Result<Vec<RecordId>, StoreError> {
    let side = |older: bool| {
        let (than, order) = if older { ("<", "DESC") } else { (">", "ASC") };
        let sql = format!(
            "SELECT near.id, near.in_cloud = 1 AND near.media <> 'video' AND near.bytes <= ?3 AND NOT EXISTS \
                 (SELECT 1 FROM local_file WHERE local_file.content_id = near.content_id) \
             FROM asset JOIN asset AS near ON near.shelf = asset.shelf \
              AND (near.taken_ms, near.id) {than} (asset.taken_ms, asset.id) \
             WHERE asset.id = ?1 ORDER BY near.taken_ms {order}, near.id {order} LIMIT ?2"
        );
        let mut statement = db.prepare_cached(&sql)?;
        let limit = i64::try_from(each).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![of.as_bytes(), limit, signed(most)])?;
        let mut near = Vec::new();
        while let Some(row) = rows.next()? {
            let id = id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice)?;
            near.push(row.get::<_, bool>(1)?.then_some(id));
        }
        Ok::<_, StoreError>(near)
    };
    let (older, newer) = (side(true)?, side(false)?);
    let at = |list: &[Option<RecordId>], n: usize| list.get(n).copied().flatten();
    Ok((0..each).flat_map(|n| [at(&older, n), at(&newer, n)]).flatten().collect())
}

/// How many photos and videos that were taken at or after a time have an original that only this other device has.
pub(crate) fn held_by(db: &Connection, device: &DeviceId, since_ms: i64) -> Result<u64, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT count(*) FROM asset JOIN record ON record.id = asset.id \
             WHERE asset.shelf < 2 AND asset.in_cloud = 0 AND asset.taken_ms >= ?2 \
               AND EXISTS (SELECT 1 FROM json_each(record.doc, '$.resources.original.holders') WHERE value = ?1)",
        )?
        .query_row(params![device.to_string(), since_ms], |row| Ok(unsigned(row.get(0)?)))?)
}

/// The assets whose original is not on this device.
pub(crate) fn not_here(db: &Connection) -> Result<Vec<RecordId>, StoreError> {
    records::id_list(
        db,
        "SELECT id FROM asset WHERE content_id IS NOT NULL \
           AND NOT EXISTS (SELECT 1 FROM local_file WHERE local_file.content_id = asset.content_id) ORDER BY id",
        [],
    )
}
