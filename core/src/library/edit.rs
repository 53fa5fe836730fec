//! What the person changes.

use jiff::Timestamp;
use rusqlite::Transaction;
use safelight_protocol::RecordId;

use crate::home::{Home, HomeError};
use crate::record::{Asset, Document, TakenAtSource};
use crate::store::records::{self, Record};
use crate::store::{StoreError, findings};

/// A change of one asset; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edit {
    /// The heart.
    pub favourite: Option<bool>,
    /// Not shown in the timeline.
    pub hidden: Option<bool>,
    /// The person's words.
    pub caption: Option<String>,
    /// A corrected capture date, RFC 3339 with an offset.
    pub taken_at: Option<String>,
}

/// Which assets were changed, and which were as asked already.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    /// Changed.
    pub changed: Vec<RecordId>,
    /// As they were.
    pub unchanged: Vec<RecordId>,
}

/// Why an edit was refused.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// No such asset.
    #[error("no photo or video has this id")]
    NotFound(RecordId),
    /// The date can't be read.
    #[error("not a date with an offset, such as 2024-05-01T12:30:00+02:00")]
    Date,
    /// The home failed.
    #[error(transparent)]
    Home(#[from] HomeError),
}

impl EditError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "item.unknown",
            Self::Date => "item.date",
            Self::Home(error) => error.code(),
        }
    }
}

impl From<StoreError> for EditError {
    fn from(error: StoreError) -> Self {
        Self::Home(error.into())
    }
}

/// What to do with assets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    Edit(Edit),
    Trash,
    Restore,
    Purge,
}

/// Carries out one deed on several assets, all or none of them.
pub(crate) async fn carry_out(home: &Home, ids: Vec<RecordId>, deed: Deed) -> Result<Changed, EditError> {
    if let Deed::Edit(Edit { taken_at: Some(date), .. }) = &deed
        && date.parse::<Timestamp>().is_err()
    {
        return Err(EditError::Date);
    }
    let now = home.now();
    let outcome = home
        .write(move |db| {
            let mut changed = Changed::default();
            for id in ids {
                let Some(record) = records::load(db, &id)?.filter(Record::shown) else { return Ok(Err(id)) };
                match apply(record, &deed) {
                    Some(record) => {
                        save_edited(db, record, now)?;
                        changed.changed.push(id);
                    }
                    None => changed.unchanged.push(id),
                }
            }
            Ok(Ok(changed))
        })
        .await?;
    outcome.map_err(EditError::NotFound)
}

/// The record after the deed; none if nothing changes.
fn apply(mut record: Record, deed: &Deed) -> Option<Record> {
    let mut asset = record.asset()?;
    match deed {
        Deed::Edit(edit) => {
            let before = asset.clone();
            change(&mut asset, edit);
            if asset == before {
                return None;
            }
        }
        Deed::Trash if asset.trashed || record.contested => return None,
        Deed::Trash => asset.trashed = true,
        Deed::Restore if record.contested => {
            record.contested = false;
            asset.trashed = false;
            record.doc.live_after(record.base.as_ref().unwrap_or(&record.doc.clone()));
        }
        Deed::Restore if !asset.trashed => return None,
        Deed::Restore => asset.trashed = false,
        Deed::Purge if record.contested => {
            // The cloud has the tombstone already: this device agrees.
            record.contested = false;
            record.dirty = false;
            record.doc = record.base.clone().unwrap_or_else(|| Document::tombstone(&record.doc));
            return Some(record);
        }
        Deed::Purge if !asset.trashed => return None,
        Deed::Purge => {
            record.purge = true;
            record.dirty = true;
            return Some(record);
        }
    }
    asset.write_to(&mut record.doc);
    record.dirty = record.base.as_ref() != Some(&record.doc);
    Some(record)
}

fn change(asset: &mut Asset, edit: &Edit) {
    if let Some(favourite) = edit.favourite {
        asset.favourite = favourite;
    }
    if let Some(hidden) = edit.hidden {
        asset.hidden = hidden;
    }
    if let Some(caption) = &edit.caption {
        asset.caption.clone_from(caption);
    }
    if let Some(date) = &edit.taken_at
        && *date != asset.taken_at
    {
        asset.taken_at.clone_from(date);
        asset.taken_at_source = TakenAtSource::Person;
    }
}

fn save_edited(db: &Transaction<'_>, record: Record, now: Timestamp) -> Result<(), StoreError> {
    findings::withdraw(db, crate::sync::CONTESTED, &record.id.to_string())?;
    records::save(db, &record, now)
}

/// Moves one asset to the trash; false if it is there already, or not shown.
pub(super) fn move_to_trash(db: &Transaction<'_>, id: &RecordId, now: Timestamp) -> Result<bool, StoreError> {
    let record = records::load(db, id)?.filter(Record::shown);
    match record.and_then(|record| apply(record, &Deed::Trash)) {
        Some(record) => save_edited(db, record, now).map(|()| true),
        None => Ok(false),
    }
}

/// Takes an asset out of the trash, or gives one that another device deleted for good a new life.
pub(crate) async fn bring_back(home: &Home, id: RecordId) -> Result<(), HomeError> {
    let now = home.now();
    home.write(move |db| match records::load(db, &id)?.and_then(|record| apply(record, &Deed::Restore)) {
        Some(record) => save_edited(db, record, now),
        None => Ok(()),
    })
    .await
}
