//! The one way in which an original leaves this device.
//!
//! Whatever starts a removal comes through [`remove_original`], which names the reason and refuses when the reason does
//! not allow it. A borrowed file is never removed: only our note of it goes.

use rusqlite::Transaction;
use safelight_protocol::{ContentId, RecordId};

use crate::home::{Home, HomeError};
use crate::mutants::mutant;
use crate::store::StoreError;
use crate::store::files::{self, Owner};
use crate::store::records::{self, Record};

/// Why an original may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The person deleted the photo for good, here or on another device, and the tombstone is committed.
    Purged,
}

/// Removes the local file of an asset's original, if the reason holds in the database at this moment.
pub(crate) fn remove_original(
    home: &Home,
    record: &RecordId,
    content: &ContentId,
    reason: Reason,
) -> Result<bool, HomeError> {
    let file = home.store().write(|db| {
        let allowed = match reason {
            Reason::Purged => is_gone_for_good(db, record)?,
        };
        let Some(file) = files::load(db, content)?.filter(|_| allowed) else { return Ok(None) };
        files::forget(db, content)?;
        files::forget_parts(db, content)?;
        Ok(Some(file))
    })?;
    let Some(file) = file else { return Ok(false) };
    if file.owner == Owner::Ours {
        // A power cut before this leaves a file that no row names; `doctor` sweeps it.
        home.ports.disk.remove(&home.path_of(&file))?;
    }
    Ok(true)
}

/// The cloud holds the tombstone, and nothing here wants the photo back.
fn is_gone_for_good(db: &Transaction<'_>, record: &RecordId) -> Result<bool, StoreError> {
    let said = |record: &Record| record.tombstone || mutant("evicted_before_tombstone");
    Ok(records::load(db, record)?.is_some_and(|record| said(&record) && !record.shown()))
}
