//! Records and everything that is derived from them.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row as SqlRow, Transaction, params};
use safelight_protocol::{ContentId, DeviceId, Digest, MutationId, RecordId};

use super::{StoreError, albums, files, id, signed, unsigned, work};
use crate::record::{Asset, Document, Kind};

/// One record as this device holds it. See `schema.sql` for the meaning of each field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    pub(crate) id: RecordId,
    pub(crate) version: u64,
    pub(crate) sequence: u64,
    pub(crate) body_sha: Option<Digest>,
    pub(crate) base: Option<Document>,
    pub(crate) doc: Document,
    pub(crate) dirty: bool,
    pub(crate) purge: bool,
    pub(crate) tombstone: bool,
    pub(crate) trashed_at_ms: Option<i64>,
    pub(crate) mutation: Option<MutationId>,
    pub(crate) sent: Option<Document>,
    pub(crate) contested: bool,
    pub(crate) set_aside: bool,
    pub(crate) seen: u64,
}

impl Record {
    /// A record that only this device knows.
    pub(crate) fn fresh(id: RecordId, doc: Document) -> Self {
        Self {
            id,
            version: 0,
            sequence: 0,
            body_sha: None,
            base: None,
            doc,
            dirty: true,
            purge: false,
            tombstone: false,
            trashed_at_ms: None,
            mutation: None,
            sent: None,
            contested: false,
            set_aside: false,
            seen: 0,
        }
    }

    /// Whether the person sees it: not deleted for good, here or in the cloud; or deleted there and wanted back here.
    pub(crate) fn shown(&self) -> bool {
        !self.purge && (!self.tombstone || self.contested || self.dirty)
    }

    /// The asset that it is, if it is one.
    pub(crate) fn asset(&self) -> Option<Asset> {
        (self.doc.kind() == Kind::Asset).then(|| self.doc.view().ok()).flatten()
    }

    /// The asset as the cloud has it.
    pub(crate) fn base_asset(&self) -> Option<Asset> {
        let base = self.base.as_ref()?;
        (base.kind() == Kind::Asset).then(|| base.view().ok()).flatten()
    }
}

const COLUMNS: &str = "id, version, sequence, body_sha, base, doc, dirty, purge, tombstone, trashed_at, mutation, \
                       contested, set_aside, seen, sent";

/// A record by id.
pub(crate) fn load(db: &Connection, record: &RecordId) -> Result<Option<Record>, StoreError> {
    db.prepare_cached(&format!("SELECT {COLUMNS} FROM record WHERE id = ?1"))?
        .query_row(params![record.as_bytes()], |row| Ok(read(row)))
        .optional()?
        .transpose()
}

/// The records that are to be committed, in the order of their kinds (albums before their entries do not matter to the
/// server) and ids; `after` is the last one seen.
pub(crate) fn dirty(db: &Connection, limit: usize) -> Result<Vec<Record>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM record WHERE dirty = 1 AND contested = 0 ORDER BY kind, id LIMIT ?1");
    collect(db, &sql, params![i64::try_from(limit).unwrap_or(i64::MAX)])
}

/// How many records are to be committed.
pub(crate) fn count_dirty(db: &Connection) -> Result<u64, StoreError> {
    count(db, "SELECT count(*) FROM record WHERE dirty = 1 AND contested = 0")
}

/// Assets with changes that the cloud does not have.
pub(crate) fn count_unsent_assets(db: &Connection) -> Result<u64, StoreError> {
    count(db, "SELECT count(*) FROM record WHERE dirty = 1 AND kind = 'asset'")
}

/// Every record of a kind, deleted ones left out.
pub(crate) fn of_kind(db: &Connection, kind: &Kind) -> Result<Vec<Record>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM record WHERE kind = ?1 AND tombstone = 0 ORDER BY id");
    collect(db, &sql, params![kind.as_str()])
}

/// Records that wait for the person's word.
pub(crate) fn of_contested(db: &Connection) -> Result<Vec<Record>, StoreError> {
    collect(db, &format!("SELECT {COLUMNS} FROM record WHERE contested = 1 ORDER BY id"), [])
}

/// Records in the trash whose stamp is older than `before_ms`.
pub(crate) fn trashed_before(db: &Connection, before_ms: i64) -> Result<Vec<Record>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM record WHERE kind = 'asset' AND trashed_at IS NOT NULL AND trashed_at < ?1 \
         AND dirty = 0 AND tombstone = 0 ORDER BY id"
    );
    collect(db, &sql, params![before_ms])
}

/// Records that the server has, or had before it was restored, and that a walk did not meet.
pub(crate) fn unseen(db: &Connection, walk: u64) -> Result<Vec<Record>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM record WHERE version > 0 AND seen <> ?1 ORDER BY id");
    collect(db, &sql, params![signed(walk)])
}

/// What the digest is taken over: `(id, version, SHA-256 of the body)` of everything that the server has.
pub(crate) fn versions(db: &Connection) -> Result<Vec<(RecordId, u64, Digest)>, StoreError> {
    let mut statement = db.prepare("SELECT id, version, body_sha FROM record WHERE version > 0 ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut versions = Vec::new();
    while let Some(row) = rows.next()? {
        let record = id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice)?;
        let body = id(row.get_ref(2)?.as_blob().unwrap_or_default(), Digest::from_slice)?;
        versions.push((record, unsigned(row.get(1)?), body));
    }
    Ok(versions)
}

/// The ids of all records.
pub(crate) fn ids(db: &Connection) -> Result<Vec<RecordId>, StoreError> {
    id_list(db, "SELECT id FROM record ORDER BY id", [])
}

/// Assets that are shown and have something that the cloud does not have: an edit, or an original to be sent.
pub(crate) fn unsent_ids(db: &Connection) -> Result<Vec<RecordId>, StoreError> {
    id_list(
        db,
        "SELECT asset.id FROM asset JOIN record ON record.id = asset.id \
         WHERE record.dirty = 1 OR record.contested = 1 \
            OR EXISTS (SELECT 1 FROM work WHERE work.record = asset.id AND direction = 'send' AND resource = 'original') \
         ORDER BY asset.id",
        [],
    )
}

/// The ids that a query gives in its first column.
pub(super) fn id_list(db: &Connection, sql: &str, arguments: impl Params) -> Result<Vec<RecordId>, StoreError> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(arguments)?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        ids.push(id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice)?);
    }
    Ok(ids)
}

/// Writes a record and everything that is derived from it: lists, albums, work.
pub(crate) fn save(db: &Transaction<'_>, record: &Record, now: Timestamp) -> Result<(), StoreError> {
    let kind = if !record.shown() { Kind::Tombstone } else { record.doc.kind() };
    db.prepare_cached(
        "INSERT INTO record (id, kind, version, sequence, body_sha, base, doc, dirty, purge, tombstone, trashed_at, \
                             mutation, contested, set_aside, seen, sent) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) \
         ON CONFLICT (id) DO UPDATE SET kind = ?2, version = ?3, sequence = ?4, body_sha = ?5, base = ?6, doc = ?7, \
             dirty = ?8, purge = ?9, tombstone = ?10, trashed_at = ?11, mutation = ?12, contested = ?13, \
             set_aside = ?14, seen = ?15, sent = ?16",
    )?
    .execute(params![
        record.id.as_bytes(),
        kind.as_str(),
        signed(record.version),
        signed(record.sequence),
        record.body_sha.as_ref().map(Digest::as_bytes),
        record.base.as_ref().map(text),
        text(&record.doc),
        record.dirty,
        record.purge,
        record.tombstone,
        record.trashed_at_ms,
        record.mutation.as_ref().map(MutationId::as_bytes),
        record.contested,
        record.set_aside,
        signed(record.seen),
        record.sent.as_ref().filter(|_| record.mutation.is_some()).map(text),
    ])?;
    derive(db, record, now)
}

/// Forgets a record that neither the cloud nor the person needs: only for drafts that were never committed.
pub(crate) fn forget(db: &Transaction<'_>, record: &RecordId) -> Result<(), StoreError> {
    for sql in
        ["DELETE FROM record WHERE id = ?1", "DELETE FROM album WHERE id = ?1", "DELETE FROM album_entry WHERE id = ?1"]
    {
        db.execute(sql, params![record.as_bytes()])?;
    }
    Ok(())
}

/// Marks a record as to be ended by a tombstone; one that the cloud never had is forgotten.
pub(crate) fn bury(db: &Transaction<'_>, id: &RecordId, now: Timestamp) -> Result<bool, StoreError> {
    let Some(record) = load(db, id)?.filter(Record::shown) else { return Ok(false) };
    if record.version == 0 && record.mutation.is_none() {
        forget(db, id)?;
        return Ok(true);
    }
    save(db, &Record { purge: true, dirty: true, ..record }, now)?;
    Ok(true)
}

/// Puts one device in the place of another wherever that one holds originals which the cloud does not have.
pub(crate) fn change_holder(
    db: &Transaction<'_>,
    from: &DeviceId,
    to: &DeviceId,
    now: Timestamp,
) -> Result<(), StoreError> {
    for id in id_list(db, "SELECT DISTINCT record FROM work WHERE direction = 'send' ORDER BY record", [])? {
        let Some(mut record) = load(db, &id)? else { continue };
        let Some(mut asset) = record.asset() else { continue };
        let mut held = false;
        for resource in asset.resources.values_mut() {
            if resource.holders.remove(from) {
                held |= resource.holders.insert(*to);
            }
        }
        if held {
            asset.write_to(&mut record.doc);
            record.dirty = record.base.as_ref() != Some(&record.doc);
            save(db, &record, now)?;
        }
    }
    Ok(())
}

fn derive(db: &Transaction<'_>, record: &Record, now: Timestamp) -> Result<(), StoreError> {
    match record.base.as_ref().map_or_else(|| record.doc.kind(), Document::kind) {
        Kind::Album | Kind::AlbumEntry => return albums::derive(db, record),
        Kind::Tombstone if record.doc.kind() != Kind::Asset => albums::derive(db, record)?,
        _ => {}
    }
    match record.asset().filter(|_| record.shown()) {
        Some(asset) => {
            index(db, record, &asset)?;
            work::derive(db, record, &asset, now)
        }
        None => {
            db.prepare_cached("DELETE FROM asset WHERE id = ?1")?.execute(params![record.id.as_bytes()])?;
            work::clear(db, &record.id)
        }
    }
}

fn index(db: &Transaction<'_>, record: &Record, asset: &Asset) -> Result<(), StoreError> {
    let shelf = if record.contested {
        3
    } else if asset.trashed {
        2
    } else {
        i64::from(asset.hidden)
    };
    // What the cloud was found to lack does not count, whatever its record still says.
    let in_cloud = record.base_asset().is_some_and(|base| base.original_in_cloud()) && asset.original_in_cloud();
    db.prepare_cached(
        "INSERT INTO asset (id, shelf, taken_ms, favourite, media, content_id, bytes, in_cloud) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
         ON CONFLICT (id) DO UPDATE SET shelf = ?2, taken_ms = ?3, favourite = ?4, media = ?5, content_id = ?6, \
             bytes = ?7, in_cloud = ?8",
    )?
    .execute(params![
        record.id.as_bytes(),
        shelf,
        taken_ms(asset),
        asset.favourite,
        asset.media.as_str(),
        asset.content_id().as_ref().map(ContentId::as_bytes),
        signed(asset.resources.get("original").map_or(0, |original| original.bytes)),
        in_cloud,
    ])?;
    Ok(())
}

/// The capture date as an instant; a date that can't be read sorts first of all.
pub(crate) fn taken_ms(asset: &Asset) -> i64 {
    asset.taken_at.parse::<Timestamp>().map_or(i64::MIN, Timestamp::as_millisecond)
}

/// Originals that are still here although their photo was deleted for good: a kill came between the two.
pub(crate) fn left_behind(db: &Connection) -> Result<Vec<(RecordId, ContentId)>, StoreError> {
    let mut statement = db.prepare(
        "SELECT record.id, local_file.content_id FROM record \
         JOIN local_file ON local_file.content_id = unhex(json_extract(record.doc, '$.content_id')) \
         WHERE record.kind = 'tombstone' AND record.tombstone = 1 ORDER BY record.id",
    )?;
    let mut rows = statement.query([])?;
    let mut left = Vec::new();
    while let Some(row) = rows.next()? {
        let record = id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice)?;
        left.push((record, id(row.get_ref(1)?.as_blob().unwrap_or_default(), ContentId::from_slice)?));
    }
    Ok(left)
}

/// Whether this device has an original that the cloud never had: what a tombstone may not take away.
pub(crate) fn holds_unsent_original(db: &Connection, record: &Record) -> Result<bool, StoreError> {
    if record.base_asset().is_some_and(|base| base.original_in_cloud()) {
        return Ok(false);
    }
    match record.asset().and_then(|asset| asset.content_id()) {
        Some(content) => Ok(files::load(db, &content)?.is_some()),
        None => Ok(false),
    }
}

fn collect(db: &Connection, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<Record>, StoreError> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(parameters, |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

fn count(db: &Connection, sql: &str) -> Result<u64, StoreError> {
    Ok(unsigned(db.prepare_cached(sql)?.query_row([], |row| row.get(0))?))
}

fn text(document: &Document) -> String {
    serde_json::to_string(&document.0).unwrap_or_default()
}

fn read(row: &SqlRow<'_>) -> Result<Record, StoreError> {
    let document = |text: String| Document::parse(text.as_bytes()).map_err(|_| StoreError::Malformed("document"));
    let blob = |index: usize| -> Result<Option<Vec<u8>>, StoreError> { Ok(row.get(index)?) };
    Ok(Record {
        id: id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice)?,
        version: unsigned(row.get(1)?),
        sequence: unsigned(row.get(2)?),
        body_sha: blob(3)?.map(|bytes| id(&bytes, Digest::from_slice)).transpose()?,
        base: row.get::<_, Option<String>>(4)?.map(document).transpose()?,
        doc: document(row.get(5)?)?,
        dirty: row.get(6)?,
        purge: row.get(7)?,
        tombstone: row.get(8)?,
        trashed_at_ms: row.get(9)?,
        mutation: blob(10)?.map(|bytes| id(&bytes, MutationId::from_slice)).transpose()?,
        contested: row.get(11)?,
        set_aside: row.get(12)?,
        seen: unsigned(row.get(13)?),
        sent: row.get::<_, Option<String>>(14)?.map(document).transpose()?,
    })
}
