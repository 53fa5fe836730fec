//! The one way in which an original leaves this device.
//!
//! Whatever starts a removal comes through [`remove_original`], which names the reason and refuses when the reason does
//! not allow it. A borrowed file is never removed: only our note of it goes. The system may be asked to remove one from the
//! phone's own photo library, on a proof that still holds at that moment ([`may_be_asked_for`]).
//!
//! The reason is asked in the transaction that forgets the file, so nothing comes in between: not another process, not a
//! deletion, a restore or a pin, not a file that was fetched or taken in anew, not a server that was found to be another
//! one. The bytes go after that transaction is durable. A kill between the two leaves a file that no row names, and
//! never a row whose file is gone.

use std::io;

use rusqlite::Transaction;
use safelight_protocol::{ContentId, Cursor, RecordId};

use crate::home::{Home, HomeError, PHOTO_SCHEME};
use crate::mutants::mutant;
use crate::ports::FileStamp;
use crate::room::Proven;
use crate::store::StoreError;
use crate::store::files::{self, LocalFile, Owner};
use crate::store::records::{self, Record};
use crate::store::{meta, room, sources};

/// Why an original may leave.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reason<'a> {
    /// The person deleted the photo for good, here or on another device, and the tombstone is committed.
    Purged,
    /// The cloud has just proven, from its own disk, that it holds what this file was when it was read for the proof.
    Proven(&'a Proven),
    /// A borrowed file is not where it lay, or it is another one by now, and the committed record names it in the cloud.
    GoneThere,
}

/// Removes the local file of an asset's original, if the reason holds in the database at this moment.
pub(crate) fn remove_original(
    home: &Home,
    record: &RecordId,
    content: &ContentId,
    reason: Reason<'_>,
) -> Result<bool, HomeError> {
    let file = home.store().write(|db| {
        let Some(file) = files::load(db, content)? else { return Ok(None) };
        let allowed = match reason {
            Reason::Purged => is_gone_for_good(db, record)?,
            Reason::Proven(proven) => {
                proven.record == *record
                    && file.owner == Owner::Ours
                    && still_holds(home, db, proven, &file)?
                    && !room::is_pinned(db, record)?
            }
            Reason::GoneThere => is_gone_there(home, db, record, &file)?,
        };
        if !allowed {
            return Ok(None);
        }
        files::forget(db, content)?;
        match twin(db, record, &file)? {
            // The same photo lies there a second time.
            Some(twin) => files::save(db, &twin)?,
            None => files::forget_parts(db, content)?,
        }
        Ok(Some(file))
    })?;
    let Some(file) = file else { return Ok(false) };
    if file.owner == Owner::Ours {
        // A power cut before this leaves a file that no row names; it is swept.
        home.ports.disk.remove(&home.path_of(&file))?;
    }
    Ok(true)
}

/// The cloud holds the tombstone, and nothing here wants the photo back.
fn is_gone_for_good(db: &Transaction<'_>, record: &RecordId) -> Result<bool, StoreError> {
    let said = |record: &Record| record.tombstone || mutant("evicted_before_tombstone");
    Ok(records::load(db, record)?.is_some_and(|record| said(&record) && !record.shown()))
}

/// Nothing that a proof rests on has changed since: the record, the life of the server's data, the file.
fn still_holds(home: &Home, db: &Transaction<'_>, proven: &Proven, file: &LocalFile) -> Result<bool, StoreError> {
    let Some(record) = records::load(db, &proven.record)? else { return Ok(false) };
    let same_record = record.shown()
        && !record.contested
        && record.version == proven.version
        && record.body_sha == Some(proven.body)
        && record.base_asset().is_some_and(|base| base.original_in_cloud() && base.content_id() == Some(file.content));
    // A walk over the server's data is under way while there is no cursor: then nobody knows what it holds.
    let cursor: Option<Cursor> = meta::load(db, meta::CURSOR)?;
    let same_server =
        cursor.is_some_and(|cursor| cursor.epoch == proven.epoch) && meta::text(db, meta::BACKFILL)?.is_none();
    let same_file = *file == proven.file && home.stamp_local(file).is_ok_and(|stamp| stamp == proven.seen);
    Ok(same_record && same_server && same_file)
}

/// Whether the system may be asked, now, to remove a borrowed original: by the same rules as a removal of ours.
pub(crate) fn may_be_asked_for(home: &Home, db: &Transaction<'_>, proven: &Proven) -> Result<bool, StoreError> {
    let Some(file) = files::load(db, &proven.file.content)? else { return Ok(false) };
    Ok(file.owner == Owner::Borrowed && still_holds(home, db, proven, &file)? && !room::is_pinned(db, &proven.record)?)
}

/// A borrowed file is not there any more as it was noted, and by its committed record the cloud has it.
fn is_gone_there(home: &Home, db: &Transaction<'_>, record: &RecordId, file: &LocalFile) -> Result<bool, StoreError> {
    let there = match home.stamp_local(file) {
        Ok(stamp) => stamp.is_still(&file.stamp),
        // A library that can't be read now says nothing about its photos.
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    };
    let in_cloud = records::load(db, record)?.is_some_and(|record| {
        let named = |base: crate::record::Asset| base.original_in_cloud() && base.content_id() == Some(file.content);
        record.asset().is_some_and(|asset| asset.original_in_cloud()) && record.base_asset().is_some_and(named)
    });
    Ok(file.owner == Owner::Borrowed && !there && in_cloud)
}

/// The same photo under another name in the phone's own photo library.
fn twin(db: &Transaction<'_>, record: &RecordId, file: &LocalFile) -> Result<Option<LocalFile>, StoreError> {
    let Some(borrowed) = file.borrowed() else { return Ok(None) };
    let Some(id) = borrowed.in_gallery() else { return Ok(None) };
    let twin = sources::twin(db, PHOTO_SCHEME, record, id)?;
    Ok(twin.and_then(|(id, stamp)| {
        let path = borrowed.twin(id)?.noted().ok()?;
        // The same photo has the same size, whether the system tells it or not.
        Some(LocalFile { path, stamp: FileStamp { bytes: file.stamp.bytes, ..stamp }, ..file.clone() })
    }))
}
