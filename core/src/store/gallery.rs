//! What became of photos of the phone's own photo library after they were taken in.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use safelight_protocol::RecordId;
use serde::Serialize;

use super::{StoreError, id};

/// What was done to a photo in the phone's own gallery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InGallery {
    /// It was deleted there.
    Deleted,
    /// It was edited there, and its former form is only in Safelight now.
    Edited,
}

impl InGallery {
    fn as_str(self) -> &'static str {
        match self {
            Self::Deleted => "deleted",
            Self::Edited => "edited",
        }
    }
}

/// A photo of which nobody has said yet what it means that it was deleted or edited there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Undecided {
    pub(crate) record: RecordId,
    pub(crate) what: InGallery,
    pub(crate) at_ms: i64,
}

/// Notes that the system is asked to remove an item, before it is.
pub(crate) fn note_asked(db: &Transaction<'_>, path: &str, record: &RecordId, at_ms: i64) -> Result<(), StoreError> {
    note(db, path, record, "asked", at_ms)
}

/// Notes what was done to a photo there.
pub(crate) fn note_undecided(
    db: &Transaction<'_>,
    path: &str,
    record: &RecordId,
    what: InGallery,
    at_ms: i64,
) -> Result<(), StoreError> {
    note(db, path, record, what.as_str(), at_ms)
}

fn note(db: &Transaction<'_>, path: &str, record: &RecordId, what: &str, at_ms: i64) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO gallery (path, record, what, at_ms) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (path, record) DO UPDATE SET what = ?3, at_ms = ?4",
    )?
    .execute(params![path, record.as_bytes(), what, at_ms])?;
    Ok(())
}

/// Whether the system was asked to remove an item.
pub(crate) fn was_asked(db: &Connection, path: &str) -> Result<bool, StoreError> {
    let found = db
        .prepare_cached("SELECT 1 FROM gallery WHERE path = ?1 AND what = 'asked'")?
        .query_row(params![path], |_| Ok(()));
    Ok(found.optional()?.is_some())
}

/// Forgets that the system was asked to remove an item.
pub(crate) fn answered(db: &Transaction<'_>, path: &str) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM gallery WHERE path = ?1 AND what = 'asked'")?.execute(params![path])?;
    Ok(())
}

/// Forgets questions to the system that are older than `before_ms`: whatever goes now, it is not for those.
pub(crate) fn forget_asked(db: &Transaction<'_>, before_ms: i64) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM gallery WHERE what = 'asked' AND at_ms < ?1")?.execute(params![before_ms])?;
    Ok(())
}

/// Forgets that a photo was deleted or edited there: it is back, or somebody has decided.
pub(crate) fn settle(db: &Transaction<'_>, record: &RecordId) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM gallery WHERE record = ?1 AND what <> 'asked'")?
        .execute(params![record.as_bytes()])?;
    Ok(())
}

/// Photos of the timeline that nobody has decided about, oldest first.
pub(crate) fn undecided(db: &Connection) -> Result<Vec<Undecided>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT gallery.record, gallery.what = 'edited', gallery.at_ms FROM gallery JOIN asset ON asset.id = gallery.record \
         WHERE gallery.what <> 'asked' AND asset.shelf < 2 ORDER BY gallery.at_ms, gallery.record",
    )?;
    let mut rows = statement.query([])?;
    let mut undecided = Vec::new();
    while let Some(row) = rows.next()? {
        undecided.push(Undecided {
            record: id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice)?,
            what: if row.get(1)? { InGallery::Edited } else { InGallery::Deleted },
            at_ms: row.get(2)?,
        });
    }
    Ok(undecided)
}
