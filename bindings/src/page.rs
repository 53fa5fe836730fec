use jiff::Timestamp;
use safelight_core::{AssetView, PageCursor, PageQuery, Shelf};
use safelight_protocol::RecordId;

use crate::error::SafelightError;

/// The most that one call gives.
pub const LARGEST_PAGE: u32 = 200;
/// The same, to count with.
pub(crate) const MOST: usize = 200;

/// A question to the timeline. Times are when photos were taken.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct AssetQuery {
    /// Which shelf.
    pub shelf: Shelf,
    /// Only this album.
    #[uniffi(default = None)]
    pub album: Option<RecordId>,
    /// Only favourites.
    #[uniffi(default = false)]
    pub favourites: bool,
    /// Taken at or after.
    #[uniffi(default = None)]
    pub since: Option<Timestamp>,
    /// Taken before.
    #[uniffi(default = None)]
    pub until: Option<Timestamp>,
    /// Go on after this: what the page before gave.
    #[uniffi(default = None)]
    pub after: Option<String>,
    /// How many are wanted; more than 200 are not given at once.
    #[uniffi(default = 200)]
    pub limit: u32,
}

/// A page of the timeline, newest first.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct AssetPage {
    /// Photos and videos, at most 200.
    pub assets: Vec<AssetView>,
    /// Where the next page begins; none at the end.
    pub next: Option<String>,
}

impl AssetQuery {
    pub(crate) fn query(self) -> Result<PageQuery, SafelightError> {
        let after = self.after.map(|text| text.parse::<PageCursor>()).transpose();
        Ok(PageQuery {
            shelf: self.shelf,
            album: self.album,
            favourites: self.favourites,
            since: self.since,
            until: self.until,
            after: after.map_err(|error| SafelightError::invalid(&error.to_string()))?,
            limit: Some(usize::try_from(self.limit).unwrap_or(MOST).clamp(1, MOST)),
        })
    }
}

impl From<safelight_core::Page> for AssetPage {
    fn from(page: safelight_core::Page) -> Self {
        Self { assets: page.assets, next: page.next.map(|cursor| cursor.to_string()) }
    }
}
