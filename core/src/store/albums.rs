//! Albums and what is in them, derived from their records.

use rusqlite::{Connection, Transaction, params};
use safelight_protocol::RecordId;

use super::records::Record;
use super::{StoreError, id, unsigned};
use crate::record::{Album, AlbumEntry, Kind};

/// An album in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlbumRow {
    /// The album.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// How many photos and videos are in it and not in the trash.
    pub count: u64,
}

/// Writes what is derived from an album or an entry.
pub(crate) fn derive(db: &Transaction<'_>, record: &Record) -> Result<(), StoreError> {
    let shown = record.shown();
    match record.doc.kind() {
        Kind::Album if shown => {
            let album: Album = record.doc.view().map_err(|_| StoreError::Malformed("album"))?;
            db.prepare_cached("INSERT INTO album (id, name) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET name = ?2")?
                .execute(params![record.id.as_bytes(), album.name])?;
        }
        Kind::AlbumEntry if shown => {
            let entry: AlbumEntry = record.doc.view().map_err(|_| StoreError::Malformed("album entry"))?;
            db.prepare_cached("INSERT INTO album_entry (id, album, asset) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
                .execute(params![record.id.as_bytes(), entry.album.as_bytes(), entry.asset.as_bytes()])?;
        }
        _ => {
            db.prepare_cached("DELETE FROM album WHERE id = ?1")?.execute(params![record.id.as_bytes()])?;
            db.prepare_cached("DELETE FROM album_entry WHERE id = ?1")?.execute(params![record.id.as_bytes()])?;
        }
    }
    Ok(())
}

/// Every album by name, or those with exactly this name or id.
pub(crate) fn list(db: &Connection, wanted: Option<&str>) -> Result<Vec<AlbumRow>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT album.id, album.name, \
                (SELECT count(*) FROM album_entry JOIN asset ON asset.id = album_entry.asset \
                 WHERE album_entry.album = album.id AND asset.shelf < 2) \
         FROM album WHERE ?1 IS NULL OR album.name = ?1 OR lower(hex(album.id)) = ?1 ORDER BY album.name, album.id",
    )?;
    let mut rows = statement.query(params![wanted])?;
    let mut albums = Vec::new();
    while let Some(row) = rows.next()? {
        albums.push(AlbumRow {
            id: id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice)?,
            name: row.get(1)?,
            count: unsigned(row.get(2)?),
        });
    }
    Ok(albums)
}

/// The names of the albums that an asset is in.
pub(crate) fn names_of(db: &Connection, asset: &RecordId) -> Result<Vec<String>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT album.name FROM album_entry JOIN album ON album.id = album_entry.album \
         WHERE album_entry.asset = ?1 ORDER BY album.name",
    )?;
    let names = statement.query_map(params![asset.as_bytes()], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}

/// The entries of an album.
pub(crate) fn entries(db: &Connection, album: &RecordId) -> Result<Vec<RecordId>, StoreError> {
    let mut statement = db.prepare_cached("SELECT id FROM album_entry WHERE album = ?1 ORDER BY id")?;
    let mut rows = statement.query(params![album.as_bytes()])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice)?);
    }
    Ok(entries)
}
