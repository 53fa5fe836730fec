//! Freeing up the cloud: what would go from all phones, and how.
//!
//! It takes two deeds of the person. The first moves photos to recently deleted, and frees nothing. The second empties
//! recently deleted, and cannot be undone.

use safelight_protocol::RecordId;
use serde::Serialize;

use crate::home::{Home, HomeError};
use crate::library::{AssetView, PageQuery, Shelf, Viewer, page, views};
use crate::store::room as rows;

/// How many of the largest videos are offered at most.
const VIDEOS: usize = 10;

/// A photo or video that could go from the cloud, and so from all phones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CouldGo {
    /// The photo.
    pub id: RecordId,
    /// What its original takes.
    pub bytes: u64,
    /// The name of its file.
    pub file_name: String,
}

/// What would go from the cloud.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct FreeUpPlan {
    /// The largest videos, favourites and pinned ones left out: moved to recently deleted first.
    pub videos: Vec<CouldGo>,
    /// What they take together.
    pub video_bytes: u64,
    /// What is in recently deleted already: emptied second.
    pub recently_deleted: Vec<CouldGo>,
    /// What that takes together, as far as the cloud holds it.
    pub recently_deleted_bytes: u64,
}

impl FreeUpPlan {
    /// Whether nothing could go.
    pub fn is_empty(&self) -> bool {
        self.videos.is_empty() && self.recently_deleted.is_empty()
    }
}

impl From<AssetView> for CouldGo {
    fn from(asset: AssetView) -> Self {
        Self { id: asset.id, bytes: asset.bytes, file_name: asset.file_name }
    }
}

/// Looks what could go; changes nothing. `bytes`: how much is wanted; none for the ten largest videos. What is in recently
/// deleted counts first, because nobody wants it any more.
pub(crate) async fn plan(home: &Home, viewer: Viewer, bytes: Option<u64>) -> Result<FreeUpPlan, HomeError> {
    let trash = PageQuery { shelf: Shelf::Trash, ..PageQuery::default() };
    let recently_deleted: Vec<CouldGo> =
        page(home, viewer.clone(), trash).await?.assets.into_iter().map(CouldGo::from).collect();
    let recently_deleted_bytes = recently_deleted.iter().map(|one| one.bytes).sum();
    let ids = home.read(|db| rows::largest_videos(db, VIDEOS)).await?;
    let mut videos: Vec<CouldGo> = Vec::new();
    let mut video_bytes = 0_u64;
    for video in views(home, viewer, ids).await? {
        if bytes.is_some_and(|bytes| video_bytes + recently_deleted_bytes >= bytes) {
            break;
        }
        video_bytes = video_bytes.saturating_add(video.bytes);
        videos.push(video.into());
    }
    Ok(FreeUpPlan { videos, video_bytes, recently_deleted, recently_deleted_bytes })
}
