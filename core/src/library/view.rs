//! What the person looks at.

use std::collections::BTreeMap;

use jiff::Timestamp;
use safelight_protocol::{ContentId, DeviceId, PartId, RecordId};
use serde::Serialize;

use crate::home::{Home, HomeError};
use crate::mutants::mutant;
use crate::reasons::{Hold, WorkClass};
use crate::record::{Asset, Camera, DeviceCard, HistoryEntry, Kind, Media, Place, ResourceKind, Stored, TakenAtSource};
use crate::store::files::{self, LocalFile};
use crate::store::records::{self, Record};
pub use crate::store::timeline::Shelf;
use crate::store::timeline::{self, Key, Query};
use crate::store::work::{self, Delayed};
use crate::store::{StoreError, albums, meta};

/// Where the bytes of an original are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginalPlace {
    /// On this device only.
    Local,
    /// In the cloud only.
    Cloud,
    /// On this device and in the cloud.
    Both,
    /// On another device, which has not sent it yet.
    Elsewhere,
    /// Nowhere any more.
    Lost,
}

/// How safe a photo is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SafetyState {
    /// Its original is not in the cloud yet.
    Waiting,
    /// Its original is on its way.
    Sending,
    /// Its original is in the cloud.
    Safe,
    /// It could not be sent and was set aside, or is nowhere any more.
    Failed,
}

/// A photo or video in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssetView {
    /// The asset.
    pub id: RecordId,
    /// The original's content id.
    pub content_id: Option<ContentId>,
    /// What it is.
    pub kind: Media,
    /// Capture date, RFC 3339 with offset.
    pub taken_at: String,
    /// Where that date comes from.
    pub taken_at_source: TakenAtSource,
    /// The name of the imported file.
    pub file_name: String,
    /// Size of the original.
    pub bytes: u64,
    /// Width as shown, in pixels.
    pub width: Option<u32>,
    /// Height as shown, in pixels.
    pub height: Option<u32>,
    /// EXIF orientation as stored, 1 to 8.
    pub orientation: u8,
    /// Length of a video, in milliseconds.
    pub duration_ms: Option<u64>,
    /// Of a Live Photo: how many bytes of its original are the still. What follows is the video.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub still_bytes: Option<u64>,
    /// The camera.
    #[serde(serialize_with = "both_names")]
    pub camera: Camera,
    /// Where it was taken.
    pub place: Option<Place>,
    /// The heart.
    pub favourite: bool,
    /// Not shown in the timeline.
    pub hidden: bool,
    /// The person's words.
    pub caption: String,
    /// In the trash.
    pub trashed: bool,
    /// When it went there by the server's clock, in milliseconds since 1970 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trashed_at_ms: Option<i64>,
    /// In the trash: how many days are left until it is deleted for good, by the server's clock, begun days counted; 0 when
    /// it goes with the next run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<u32>,
    /// Where its original is.
    pub original: OriginalPlace,
    /// How safe it is.
    pub state: SafetyState,
    /// While the cloud lacks the original: the names of the phones that have it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub held_by: Vec<String>,
    /// Another phone deleted it for good, and this one holds what the cloud never had: the person decides.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub contested: bool,
}

/// Maker and model, the unknown ones too: a document leaves them out, a list does not.
fn both_names<S: serde::Serializer>(camera: &Camera, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Named<'a> {
        make: &'a Option<String>,
        model: &'a Option<String>,
    }
    Named { make: &camera.make, model: &camera.model }.serialize(serializer)
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageCursor(pub(crate) Key);

impl std::fmt::Display for PageCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0.taken_ms, self.0.id)
    }
}

impl std::str::FromStr for PageCursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (taken_ms, id) = text.split_once('.').ok_or(CursorError)?;
        Ok(Self(Key { taken_ms: taken_ms.parse().map_err(|_| CursorError)?, id: id.parse().map_err(|_| CursorError)? }))
    }
}

/// A text that is not a page's cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor that an earlier page gave")]
pub struct CursorError;

/// A question to the timeline.
#[derive(Debug, Clone, Default)]
pub struct PageQuery {
    /// Which shelf.
    pub shelf: Shelf,
    /// Only this album.
    pub album: Option<RecordId>,
    /// Only favourites.
    pub favourites: bool,
    /// Taken at or after.
    pub since: Option<Timestamp>,
    /// Taken before.
    pub until: Option<Timestamp>,
    /// Go on after this.
    pub after: Option<PageCursor>,
    /// The most that are wanted; none for all.
    pub limit: Option<usize>,
}

/// A page of the timeline, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The photos and videos.
    pub assets: Vec<AssetView>,
    /// Where the next page begins; none at the end.
    pub next: Option<PageCursor>,
}

/// A file of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResourceView {
    /// `original`, `preview`, `thumbnail`, or what a newer version knows.
    pub kind: String,
    /// Its size.
    pub bytes: u64,
    /// Its parts in the cloud.
    pub parts: Vec<PartId>,
    /// Whether it is on this device.
    pub local: bool,
    /// Whether it is in the cloud.
    pub cloud: bool,
}

/// Everything about one asset.
#[derive(Debug, Clone, PartialEq)]
pub struct AssetDetails {
    /// The asset.
    pub asset: AssetView,
    /// Its files.
    pub resources: Vec<ResourceView>,
    /// The names of its albums.
    pub albums: Vec<String>,
    /// Values that lost against another phone's change.
    pub history: Vec<HistoryEntry>,
    /// What was tried and put off.
    pub delayed: Vec<Delayed>,
}

impl AssetDetails {
    /// Why it is not safe, or not here: its own reasons, and where it has none those of everything.
    pub fn waits(&self, of_everything: &[Hold], now: Timestamp) -> Vec<Hold> {
        let own = |code: &str| Hold::new(code, WorkClass::Files, now);
        let mut waits: Vec<Hold> = self.delayed.iter().map(Hold::of_work).collect();
        match self.asset.original {
            OriginalPlace::Elsewhere => waits.push(own("item.elsewhere")),
            OriginalPlace::Lost => waits.push(own("item.lost")),
            OriginalPlace::Local if waits.is_empty() => {
                waits.extend(of_everything.iter().filter(|hold| !hold.names_a_file()).cloned());
            }
            OriginalPlace::Local | OriginalPlace::Cloud | OriginalPlace::Both => {}
        }
        if self.asset.contested {
            waits.push(own("item.contested"));
        }
        waits
    }
}

/// What a view needs besides the database.
#[derive(Debug, Clone)]
pub(crate) struct Viewer {
    pub(crate) device: Option<DeviceId>,
    pub(crate) sending: Option<RecordId>,
    pub(crate) now: Timestamp,
}

const DAY_MS: i64 = 24 * 3600 * 1000;

/// Begun days until a photo that went to the trash at `trashed_ms` is deleted for good. None before the server has said for
/// how long it keeps them.
fn days_left(db: &rusqlite::Connection, trashed_ms: i64, now: Timestamp) -> Result<Option<u32>, StoreError> {
    let Some(days) = meta::load::<i64>(db, meta::TRASH_DAYS)? else { return Ok(None) };
    let offset_ms = meta::load::<i64>(db, meta::CLOCK_OFFSET)?.unwrap_or(0).saturating_mul(1000);
    let server_ms = now.as_millisecond().saturating_sub(offset_ms);
    let left_ms = trashed_ms.saturating_add(days.saturating_mul(DAY_MS)).saturating_sub(server_ms);
    let left = left_ms.max(0).saturating_add(DAY_MS - 1) / DAY_MS;
    Ok(Some(u32::try_from(left).unwrap_or(u32::MAX)))
}

/// A page of the timeline.
pub(crate) async fn page(home: &Home, viewer: Viewer, query: PageQuery) -> Result<Page, HomeError> {
    home.read(move |db| {
        let limit = query.limit;
        let keys = timeline::page(
            db,
            &Query {
                shelf: query.shelf,
                album: query.album,
                favourites: query.favourites,
                since_ms: query.since.map(Timestamp::as_millisecond),
                until_ms: query.until.map(Timestamp::as_millisecond),
                after: query.after.map(|cursor| cursor.0),
                limit: limit.map(|limit| limit.saturating_add(1)),
            },
        )?;
        let more = limit.is_some_and(|limit| keys.len() > limit);
        let keys = keys.get(..limit.unwrap_or(keys.len()).min(keys.len())).unwrap_or_default();
        let names = device_names(db)?;
        let mut assets = Vec::with_capacity(keys.len());
        for key in keys {
            if let Some(record) = records::load(db, &key.id)?
                && let Some(asset) = record.asset()
            {
                assets.push(view(db, &viewer, &names, &record, asset)?);
            }
        }
        let next = keys.last().filter(|_| more).map(|key| PageCursor(*key));
        Ok(Page { assets, next })
    })
    .await
}

/// These assets, in this order; those that are not shown are left out.
pub(crate) async fn views(home: &Home, viewer: Viewer, ids: Vec<RecordId>) -> Result<Vec<AssetView>, HomeError> {
    home.read(move |db| {
        let names = device_names(db)?;
        let mut views = Vec::with_capacity(ids.len());
        for id in ids {
            if let Some(record) = records::load(db, &id)?.filter(Record::shown)
                && let Some(asset) = record.asset()
            {
                views.push(view(db, &viewer, &names, &record, asset)?);
            }
        }
        Ok(views)
    })
    .await
}

/// One asset with all that is known of it; none if there is none.
pub(crate) async fn details(home: &Home, viewer: Viewer, id: RecordId) -> Result<Option<AssetDetails>, HomeError> {
    home.read(move |db| {
        let Some(record) = records::load(db, &id)?.filter(Record::shown) else { return Ok(None) };
        let Some(asset) = record.asset() else { return Ok(None) };
        let names = device_names(db)?;
        let mut resources = Vec::new();
        let base = record.base_asset();
        for (kind, resource) in &asset.resources {
            let stored =
                base.as_ref().and_then(|base| base.resources.get(kind)).filter(|base| base.stored == Stored::Listed);
            let parts = stored.and_then(|stored| stored.parts.as_ref());
            resources.push(ResourceView {
                kind: kind.clone(),
                bytes: resource.bytes,
                parts: parts.map(|parts| parts.list.iter().map(|part| part.id).collect()).unwrap_or_default(),
                local: files::load(db, &resource.content_id)?.is_some(),
                cloud: parts.is_some(),
            });
        }
        Ok(Some(AssetDetails {
            resources,
            albums: albums::names_of(db, &id)?,
            history: record.doc.history(),
            delayed: work::delayed(db, Some(&id))?,
            asset: view(db, &viewer, &names, &record, asset)?,
        }))
    })
    .await
}

/// A file of an asset, if it is on this device.
pub(crate) async fn local_file(home: &Home, id: RecordId, kind: ResourceKind) -> Result<Option<LocalFile>, HomeError> {
    home.read(move |db| {
        let asset = records::load(db, &id)?.filter(Record::shown).and_then(|record| record.asset());
        match asset.as_ref().and_then(|asset| asset.resource(kind)) {
            Some(resource) => files::load(db, &resource.content_id),
            None => Ok(None),
        }
    })
    .await
}

/// Contested assets: deleted for good elsewhere, and this device holds what the cloud never had.
pub(crate) async fn contested(home: &Home, viewer: Viewer) -> Result<Vec<AssetView>, HomeError> {
    home.read(move |db| {
        let names = device_names(db)?;
        let mut views = Vec::new();
        for record in records::of_contested(db)? {
            if let Some(asset) = record.asset() {
                views.push(view(db, &viewer, &names, &record, asset)?);
            }
        }
        Ok(views)
    })
    .await
}

/// The names of the library's devices, from their cards.
pub(crate) fn device_names(db: &rusqlite::Connection) -> Result<BTreeMap<DeviceId, String>, StoreError> {
    let cards = records::of_kind(db, &Kind::Device)?;
    Ok(cards
        .iter()
        .filter_map(|record| record.doc.view::<DeviceCard>().ok())
        .map(|card| (card.device, card.name))
        .collect())
}

fn view(
    db: &rusqlite::Connection,
    viewer: &Viewer,
    names: &BTreeMap<DeviceId, String>,
    record: &Record,
    asset: Asset,
) -> Result<AssetView, StoreError> {
    let original = asset.resource(ResourceKind::Original);
    let local = match original {
        Some(original) => files::load(db, &original.content_id)?.is_some(),
        None => false,
    };
    // What the cloud was found to lack is not called safe, whatever its record still says.
    let in_cloud = record.base_asset().is_some_and(|base| base.original_in_cloud()) && asset.original_in_cloud()
        || mutant("safe_before_commit") && asset.original_in_cloud();
    let lost = original.is_some_and(|original| original.stored == Stored::Lost);
    let place = match (local, in_cloud) {
        (true, true) => OriginalPlace::Both,
        (true, false) => OriginalPlace::Local,
        (false, true) => OriginalPlace::Cloud,
        (false, false) if lost => OriginalPlace::Lost,
        (false, false) => OriginalPlace::Elsewhere,
    };
    let set_aside = !in_cloud && work::sending(db, &record.id)?.is_some_and(|(_, set_aside)| set_aside);
    let state = match place {
        OriginalPlace::Cloud | OriginalPlace::Both => SafetyState::Safe,
        OriginalPlace::Lost => SafetyState::Failed,
        _ if set_aside => SafetyState::Failed,
        _ if viewer.sending == Some(record.id) => SafetyState::Sending,
        _ => SafetyState::Waiting,
    };
    let held_by = original.filter(|_| !in_cloud).map(|original| {
        let others = original.holders.iter().filter(|holder| Some(**holder) != viewer.device);
        others.filter_map(|holder| names.get(holder).cloned()).collect()
    });
    let trashed_at_ms = record.trashed_at_ms.filter(|_| asset.trashed);
    let days_left = match trashed_at_ms {
        Some(trashed_ms) => days_left(db, trashed_ms, viewer.now)?,
        None => None,
    };
    Ok(AssetView {
        id: record.id,
        content_id: asset.content_id(),
        kind: asset.media,
        bytes: original.map_or(0, |original| original.bytes),
        held_by: held_by.unwrap_or_default(),
        taken_at: asset.taken_at,
        taken_at_source: asset.taken_at_source,
        file_name: asset.file_name,
        width: asset.width,
        height: asset.height,
        orientation: asset.orientation,
        duration_ms: asset.duration_ms,
        still_bytes: asset.still_bytes,
        camera: asset.camera,
        place: asset.place,
        favourite: asset.favourite,
        hidden: asset.hidden,
        caption: asset.caption,
        trashed: asset.trashed,
        trashed_at_ms,
        days_left,
        original: place,
        state,
        contested: record.contested,
    })
}
