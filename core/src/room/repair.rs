//! An original of ours that is not what it was any more is put back from the cloud.
//!
//! A disk that rots, or somebody who wrote into the home, leaves a file that gives other parts than its record names. Where
//! the cloud has the original, it is fetched, every part opened and the whole hashed, and only then our note points to it;
//! a note that has changed meanwhile is left alone. What lay there before is not touched: no row names it any more, and
//! `doctor` sweeps it some day. A borrowed file is not ours to repair: of one that is gone from the phone's own gallery only our
//! note ends, so that the photo counts as being in the cloud, from where it can be fetched.

use safelight_protocol::RecordId;

use crate::home::{Home, HomeError};
use crate::library::{Reason, remove_original};
use crate::reasons::codes;
use crate::record::ResourceKind;
use crate::store::files::{self, LocalFile, Owner};
use crate::store::{findings, records};
use crate::sync::{Engine, FetchError, SyncError, find};

/// Whether a file that can't be proven for this reason may be put back.
pub(super) fn is_mendable(code: &str) -> bool {
    [codes::ITEM_CHANGED, codes::ITEM_CORRUPT, codes::ITEM_MISSING].contains(&code)
}

impl Engine {
    /// Puts the original of a photo back; false where there is nothing to put back, or nothing to do it with.
    pub(crate) async fn repair(&self, id: RecordId) -> Result<bool, SyncError> {
        let (resource, local) = match find(&self.home, id, ResourceKind::Original).await {
            Ok(found) => found,
            Err(FetchError::Home(error)) => return Err(error.into()),
            Err(_) => return Ok(false),
        };
        if let Some(file) = local.as_ref().filter(|file| file.in_gallery().is_some()) {
            return Ok(self.end_stale_note(id, file).await?);
        }
        let (Some(noted), Some(parts)) = (local.filter(|file| file.owner == Owner::Ours), resource.parts.clone())
        else {
            return Ok(false);
        };
        match self.whole(ResourceKind::Original, &resource, &parts, None).await {
            Ok(whole) => Ok(self.home.blocking(move |home| put_back(home, id, &noted, &whole)).await??),
            Err(FetchError::Session(error)) => Err(error.into()),
            Err(FetchError::Home(error)) if error.code() != codes::DISK_DEVICE => Err(error.into()),
            // The cloud does not have it either, or there is no room for it now: it stays named.
            Err(_) => Ok(false),
        }
    }
}

impl Engine {
    /// Ends our note of an original in the phone's own gallery that is not there any more, where the cloud has it: whoever
    /// opens it fetches it. True if the note ended.
    pub(crate) async fn end_stale_note(&self, id: RecordId, file: &LocalFile) -> Result<bool, HomeError> {
        let file = file.clone();
        let end = move |home: &Home| -> Result<bool, HomeError> {
            if !remove_original(home, &id, &file.content, Reason::GoneThere)? {
                return Ok(false);
            }
            let now = home.now();
            home.store().write(|db| match records::load(db, &id)? {
                Some(record) => records::save(db, &record, now),
                None => Ok(()),
            })?;
            home.tell_changed();
            Ok(true)
        };
        self.home.blocking(end).await?
    }
}

fn put_back(home: &Home, id: RecordId, noted: &LocalFile, whole: &LocalFile) -> Result<bool, HomeError> {
    let now = home.now();
    let put = home.store().write(|db| {
        if files::load(db, &noted.content)?.as_ref() != Some(noted) {
            return Ok(false);
        }
        files::save(db, whole)?;
        findings::withdraw(db, codes::ITEM_CHANGED, &id.to_string())?;
        if let Some(record) = records::load(db, &id)? {
            records::save(db, &record, now)?;
        }
        Ok(true)
    })?;
    if !put {
        home.ports.disk.remove(&home.path_of(whole))?;
    }
    home.tell_changed();
    Ok(put)
}
