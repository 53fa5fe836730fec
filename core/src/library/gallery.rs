//! The phone's own photo library: what is taken from it, and what it means that a photo is gone from it.
//!
//! A photo that somebody deletes or edits there is never deleted here on that evidence. It stays, and the person is asked
//! once what such a thing means ([`GalleryAnswer`]); until then, and without an answer, it stays. Whoever chose to follow
//! the gallery finds the photo in recently deleted, never further; and where a great part of the gallery is gone at once,
//! or the phone lets us see a part of it only, that is asked again. What we asked the system to remove to make room is
//! nobody's deletion.
//!
//! A photo that is gone before it was safe is a finding with its name.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;
use rusqlite::Transaction;
use safelight_protocol::RecordId;
use serde::{Deserialize, Serialize};

use super::edit::move_to_trash;
use super::evict::{Reason, remove_original};
use super::import::{ImportContext, ImportFailure, ImportOptions, ImportReport, Origin, Placement};
use super::sources::{can_be_read, cannot_be_read, take};
use super::view::{AssetView, Viewer, contested, views};
use super::{Changed, EditError};
use crate::facts::PhotoAccess;
use crate::gate::Gate;
use crate::home::{Home, HomeError, PHOTO_SCHEME};
use crate::ports::{Found, PhotoChanges, PhotoItem, PhotoSourceError};
use crate::reasons::codes;
use crate::store::gallery::{self, InGallery};
use crate::store::records::{self, Record};
use crate::store::{StoreError, files, findings, meta, sources};

/// What the phone's own photo library was last asked with.
pub(super) const TOKEN: &str = "photo_token";
/// What the person said it means that a photo is deleted or edited there.
const ANSWER: &str = "gallery_answer";
/// For how long a photo that the system was asked to remove may still go on our behalf.
const ASKED_MS: i64 = 24 * 3600 * 1000;
/// So many at once, and more than half of all, are asked about whatever was said before.
const MANY: usize = 20;

/// What it means that a photo is deleted or edited in the phone's own gallery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GalleryAnswer {
    /// Nothing: it stays in Safelight, on all phones. So it is until somebody says otherwise.
    Keep,
    /// It goes to recently deleted, on all phones; of an edited one, the former form.
    Follow,
}

/// A photo that was deleted or edited in the phone's own gallery, while nobody has said what that means.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GalleryChange {
    /// The photo, as Safelight keeps it.
    pub photo: AssetView,
    /// What was done there.
    pub what: InGallery,
    /// When it was noticed.
    pub at: Timestamp,
}

/// What only the person can decide. Nothing is lost while they don't.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choices {
    /// Another phone deleted these for good while this one holds what the cloud never had: restore or purge each.
    pub contested: Vec<AssetView>,
    /// Deleted or edited in the phone's own gallery.
    pub gallery: Vec<GalleryChange>,
    /// What was said about the gallery, once and for all; none while nobody was asked.
    pub gallery_answer: Option<GalleryAnswer>,
}

/// What waits for the person's word.
pub(crate) async fn choices(home: &Home, viewer: Viewer) -> Result<Choices, HomeError> {
    let (undecided, gallery_answer) = home.read(|db| Ok((gallery::undecided(db)?, meta::load(db, ANSWER)?))).await?;
    let photos = views(home, viewer.clone(), undecided.iter().map(|one| one.record).collect()).await?;
    let of = |photo: AssetView| {
        let one = undecided.iter().find(|one| one.record == photo.id)?;
        let at = Timestamp::from_millisecond(one.at_ms).ok()?;
        Some(GalleryChange { photo, what: one.what, at })
    };
    let gallery = photos.into_iter().filter_map(of).collect();
    Ok(Choices { contested: contested(home, viewer).await?, gallery, gallery_answer })
}

/// Notes what the person said about the gallery, for what waits and for ever after.
pub(crate) async fn decide(home: &Home, answer: GalleryAnswer) -> Result<Changed, EditError> {
    let now = home.now();
    let changed = home
        .write(move |db| {
            meta::save(db, ANSWER, &answer)?;
            let mut changed = Changed::default();
            for one in gallery::undecided(db)? {
                let moved = answer == GalleryAnswer::Follow && move_to_trash(db, &one.record, now)?;
                let list = if moved { &mut changed.changed } else { &mut changed.unchanged };
                list.push(one.record);
                gallery::settle(db, &one.record)?;
            }
            tell(db, now)?;
            Ok(changed)
        })
        .await?;
    Ok(changed)
}

/// Asks the phone's photo library what has changed. Its token is kept only when all of it was taken in, so that a kill
/// half-way asks for the same again.
pub(super) async fn scan_photos(
    context: &ImportContext,
    source: i64,
    report: &mut ImportReport,
) -> Result<(), HomeError> {
    let home = &context.home;
    let token: Option<String> = home.read(|db| meta::load(db, TOKEN)).await?;
    let mut all = token.is_none();
    let asked = match home.ports.photos.changes(token.as_deref()).await {
        Err(PhotoSourceError::TokenExpired) => {
            all = true;
            home.ports.photos.changes(None).await
        }
        other => other,
    };
    let PhotoChanges { items, mut gone, token } = match asked {
        Ok(changes) => changes,
        Err(error) => {
            cannot_be_read(home, PHOTO_SCHEME.to_owned(), error.code()).await?;
            let (code, detail) = (error.code().to_owned(), error.to_string());
            report.failed.push(ImportFailure { path: PathBuf::from(PHOTO_SCHEME), code, detail });
            return Ok(());
        }
    };
    let noted = home.read(move |db| sources::noted_paths(db, source)).await?;
    if all && !items.is_empty() {
        // Whoever lists everything says of the rest that it is gone; whoever lists nothing says nothing.
        let there: BTreeSet<&str> = items.iter().map(|item| item.id.as_str()).collect();
        gone.extend(noted.iter().filter(|id| !there.contains(id.as_str())).cloned());
    }
    let options = ImportOptions { placement: Placement::InPlace, ..ImportOptions::default() };
    for item in items {
        let PhotoItem { id, stamp, .. } = item.clone();
        let file = Found { path: PathBuf::from(id), stamp };
        let known = file.clone();
        if home.read(move |db| sources::is_known(db, source, &known)).await? {
            continue;
        }
        let origin = home.blocking(move |home| Origin::photo(home, item)).await?;
        take(context, source, vec![file], &origin, options, report).await?;
    }
    let trust = trust(home, gone.len(), noted.len()).await?;
    home.blocking(move |home| gone.iter().try_for_each(|id| photo_gone(home, source, id, trust))).await??;
    let now = home.now();
    home.write_quietly(move |db| {
        can_be_read(db, PHOTO_SCHEME)?;
        gallery::forget_asked(db, now.as_millisecond().saturating_sub(ASKED_MS))?;
        tell(db, now)?;
        match token {
            Some(token) => meta::save(db, TOKEN, &token),
            None => meta::remove(db, TOKEN),
        }
    })
    .await
}

/// What may be concluded from a photo that is not in the gallery any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// Nothing: we see only a part of the gallery.
    Nothing,
    /// Somebody deleted it; what that means is to be asked.
    Ask,
    /// Somebody deleted it, and said before what that means.
    Answered(GalleryAnswer),
}

async fn trust(home: &Home, gone: usize, noted: usize) -> Result<Trust, HomeError> {
    if !Gate::new(home.clone()).facts().await?.photo_access.is(&PhotoAccess::Full) {
        return Ok(Trust::Nothing);
    }
    let many = gone > MANY && gone.saturating_mul(2) > noted;
    let answer: Option<GalleryAnswer> = home.read(|db| meta::load(db, ANSWER)).await?;
    Ok(match answer {
        Some(GalleryAnswer::Follow) if many => Trust::Ask,
        Some(answer) => Trust::Answered(answer),
        None => Trust::Ask,
    })
}

/// A photo is not in the gallery any more.
fn photo_gone(home: &Home, source: i64, id: &str, trust: Trust) -> Result<(), HomeError> {
    let store = home.store();
    let Some(record) = store.read(|db| sources::record_of(db, source, id))? else {
        return Ok(store.write(|db| forget(db, source, id))?);
    };
    let asked = store.read(|db| gallery::was_asked(db, id))?;
    let trust = if asked { Trust::Nothing } else { trust };
    end_note(home, id, &record, InGallery::Deleted, trust)?;
    Ok(store.write(|db| forget(db, source, id))?)
}

fn forget(db: &Transaction<'_>, source: i64, id: &str) -> Result<(), StoreError> {
    sources::forget_file(db, source, id)?;
    gallery::answered(db, id)
}

/// Another picture lies under the id of this photo: its former form is not in the gallery any more.
pub(super) async fn former_form_gone(home: &Home, id: String, record: RecordId) -> Result<(), HomeError> {
    let trust = trust(home, 1, 1).await?;
    home.blocking(move |home| end_note(home, &id, &record, InGallery::Edited, trust)).await??;
    let now = home.now();
    home.write_quietly(move |db| tell(db, now)).await
}

/// Ends our note of a photo whose original is not there any more, and says what follows: nothing while the same photo lies
/// there a second time; a finding if it was not safe; else what the person chose, or the question.
fn end_note(home: &Home, id: &str, record: &RecordId, what: InGallery, trust: Trust) -> Result<(), HomeError> {
    let store = home.store();
    let Some(known) = store.read(|db| records::load(db, record))?.filter(Record::shown) else { return Ok(()) };
    let Some(asset) = known.asset() else { return Ok(()) };
    let Some(content) = asset.content_id() else { return Ok(()) };
    let in_cloud = asset.original_in_cloud() && known.base_asset().is_some_and(|base| base.original_in_cloud());
    let again = store.read(|db| sources::twin(db, PHOTO_SCHEME, record, id))?.is_some();
    let forgotten = remove_original(home, record, &content, Reason::GoneThere)?;
    let now = home.now();
    store.write(|db| {
        if let Some(loaded) = records::load(db, record)?.filter(|_| forgotten) {
            records::save(db, &loaded, now)?;
        }
        if files::load(db, &content)?.is_some_and(|file| file.in_gallery().as_deref() == Some(id)) {
            if in_cloud {
                return Ok(());
            }
            let evidence = serde_json::json!({ "name": asset.file_name, "count": 1 }).to_string();
            return findings::raise(db, codes::ITEM_MISSING, &record.to_string(), &evidence, now.as_millisecond());
        }
        if again {
            return Ok(());
        }
        match trust {
            Trust::Ask => gallery::note_undecided(db, id, record, what, now.as_millisecond()),
            Trust::Answered(GalleryAnswer::Follow) => move_to_trash(db, record, now).map(drop),
            Trust::Answered(GalleryAnswer::Keep) | Trust::Nothing => Ok(()),
        }
    })?;
    home.tell_edited();
    Ok(())
}

/// One finding for all that waits for the person's word about the gallery.
fn tell(db: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    match gallery::undecided(db)?.len() {
        0 => findings::withdraw(db, codes::LIB_GALLERY_CHOICE, ""),
        count => {
            let evidence = serde_json::json!({ "count": count }).to_string();
            findings::raise(db, codes::LIB_GALLERY_CHOICE, "", &evidence, now.as_millisecond())
        }
    }
}
