//! Which files are on this device, and how they are cut and sealed.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use safelight_protocol::{ContentId, PartId};

use super::{StoreError, id, signed, unsigned};
use crate::borrowed::Borrowed;
use crate::ports::FileStamp;
use crate::record::{PartEntry, SealedParts};
use crate::seal::PartHash;

/// Whose a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Under the home's own folders; the path is relative to the home.
    Ours,
    /// Somewhere else, left where it is; the path is absolute.
    Borrowed,
}

/// A file of a resource on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LocalFile {
    pub(crate) content: ContentId,
    pub(crate) owner: Owner,
    pub(crate) path: String,
    pub(crate) stamp: FileStamp,
}

impl LocalFile {
    /// Where it is borrowed from; none for a file of ours.
    pub(crate) fn borrowed(&self) -> Option<Borrowed> {
        (self.owner == Owner::Borrowed).then(|| Borrowed::parse(&self.path).ok()).flatten()
    }

    /// The system's id of an original in the phone's own photo library.
    pub(crate) fn in_gallery(&self) -> Option<String> {
        self.borrowed()?.in_gallery().map(str::to_owned)
    }
}

/// The file with this content, if it is here.
pub(crate) fn load(db: &Connection, content: &ContentId) -> Result<Option<LocalFile>, StoreError> {
    Ok(db
        .prepare_cached("SELECT ours, path, bytes, modified_ns, inode FROM local_file WHERE content_id = ?1")?
        .query_row(params![content.as_bytes()], |row| {
            Ok(LocalFile {
                content: *content,
                owner: if row.get(0)? { Owner::Ours } else { Owner::Borrowed },
                path: row.get(1)?,
                stamp: FileStamp {
                    bytes: unsigned(row.get(2)?),
                    modified_ns: row.get(3)?,
                    inode: u64::from_be_bytes(row.get::<_, i64>(4)?.to_be_bytes()),
                },
            })
        })
        .optional()?)
}

/// Notes a file. A file of ours is never replaced by a borrowed one.
pub(crate) fn save(db: &Transaction<'_>, file: &LocalFile) -> Result<(), StoreError> {
    let ours = file.owner == Owner::Ours;
    db.prepare_cached(
        "INSERT INTO local_file (content_id, ours, path, bytes, modified_ns, inode) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT (content_id) DO UPDATE SET ours = ?2, path = ?3, bytes = ?4, modified_ns = ?5, inode = ?6 \
         WHERE local_file.ours <= ?2",
    )?
    .execute(params![
        file.content.as_bytes(),
        ours,
        file.path,
        signed(file.stamp.bytes),
        file.stamp.modified_ns,
        i64::from_be_bytes(file.stamp.inode.to_be_bytes()),
    ])?;
    Ok(())
}

/// Forgets a file. Only the eviction function may call this for an original.
pub(crate) fn forget(db: &Transaction<'_>, content: &ContentId) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM local_file WHERE content_id = ?1")?.execute(params![content.as_bytes()])?;
    Ok(())
}

/// Bytes of files on this device: `(ours, borrowed)`.
pub(crate) fn bytes(db: &Connection) -> Result<(u64, u64), StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT coalesce(sum(bytes) FILTER (WHERE ours = 1), 0), coalesce(sum(bytes) FILTER (WHERE ours = 0), 0) \
             FROM local_file",
        )?
        .query_row([], |row| Ok((unsigned(row.get(0)?), unsigned(row.get(1)?))))?)
}

/// Every file of ours, as paths relative to the home.
pub(crate) fn our_paths(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = db.prepare("SELECT path FROM local_file WHERE ours = 1 ORDER BY path")?;
    let paths = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(paths)
}

/// How a resource was cut and sealed here; none if it never was.
pub(crate) fn parts(db: &Connection, content: &ContentId) -> Result<Option<SealedParts>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT part_id, hash, bytes, generation, suite FROM part WHERE content_id = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query(params![content.as_bytes()])?;
    let mut sealed: Option<SealedParts> = None;
    while let Some(row) = rows.next()? {
        let (generation, suite) = (row.get(3)?, row.get(4)?);
        let sealed = sealed.get_or_insert_with(|| SealedParts { generation, suite, list: Vec::new() });
        sealed.list.push(PartEntry {
            id: id(row.get_ref(0)?.as_blob().unwrap_or_default(), PartId::from_slice)?,
            hash: PartHash(row.get(1)?),
            bytes: unsigned(row.get(2)?),
        });
    }
    Ok(sealed)
}

/// Notes how a resource is cut and sealed. Nothing of it counts as sent.
pub(crate) fn save_parts(db: &Transaction<'_>, content: &ContentId, parts: &SealedParts) -> Result<(), StoreError> {
    forget_parts(db, content)?;
    let mut statement = db.prepare_cached(
        "INSERT INTO part (content_id, position, part_id, hash, bytes, generation, suite) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (position, part) in (0_i64..).zip(&parts.list) {
        statement.execute(params![
            content.as_bytes(),
            position,
            part.id.as_bytes(),
            part.hash.0,
            signed(part.bytes),
            parts.generation,
            parts.suite,
        ])?;
    }
    Ok(())
}

/// Forgets how a resource was sealed.
pub(crate) fn forget_parts(db: &Transaction<'_>, content: &ContentId) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM part WHERE content_id = ?1")?.execute(params![content.as_bytes()])?;
    Ok(())
}

/// Notes that the server has said it holds these parts, or that it no longer does.
pub(crate) fn mark_acked(db: &Transaction<'_>, parts: &[PartId], acked: bool) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached("UPDATE part SET acked = ?2 WHERE part_id = ?1")?;
    for part in parts {
        statement.execute(params![part.as_bytes(), acked])?;
    }
    Ok(())
}

/// Every file that is noted.
pub(crate) fn all(db: &Connection) -> Result<Vec<LocalFile>, StoreError> {
    let mut statement = db.prepare("SELECT content_id FROM local_file ORDER BY content_id")?;
    let mut rows = statement.query([])?;
    let mut files = Vec::new();
    while let Some(row) = rows.next()? {
        let content = id(row.get_ref(0)?.as_blob().unwrap_or_default(), ContentId::from_slice)?;
        files.extend(load(db, &content)?);
    }
    Ok(files)
}

/// Bytes of originals of ours on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Originals {
    pub(crate) photos: u64,
    pub(crate) videos: u64,
}

/// Bytes of originals of ours on this device, by kind.
pub(crate) fn originals(db: &Connection) -> Result<Originals, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT coalesce(sum(local_file.bytes) FILTER (WHERE asset.media <> 'video'), 0), \
                    coalesce(sum(local_file.bytes) FILTER (WHERE asset.media = 'video'), 0) \
             FROM asset JOIN local_file ON local_file.content_id = asset.content_id WHERE local_file.ours = 1",
        )?
        .query_row([], |row| Ok(Originals { photos: unsigned(row.get(0)?), videos: unsigned(row.get(1)?) }))?)
}

/// Bytes of previews and thumbnails that committed records name.
pub(crate) fn derivatives_in_cloud(db: &Connection) -> Result<u64, StoreError> {
    Ok(unsigned(
        db.prepare_cached(
            "SELECT coalesce(sum(json_extract(resource.value, '$.bytes')), 0) \
             FROM record, json_each(record.base, '$.resources') AS resource \
             WHERE record.kind = 'asset' AND record.base IS NOT NULL AND resource.key <> 'original' \
               AND json_extract(resource.value, '$.parts') IS NOT NULL",
        )?
        .query_row([], |row| row.get(0))?,
    ))
}
