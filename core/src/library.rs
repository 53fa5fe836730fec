//! The library as the person uses it: take in, look at, change, put into albums, throw away, take out.
//!
//! Everything here works without the network and is durable when it returns. A change marks its record as to be
//! committed; `sync` does the rest.

mod albums;
mod edit;
mod evict;
mod export;
mod gallery;
mod import;
mod sources;
mod view;

pub use albums::AlbumError;
pub(crate) use albums::{
    add as add_to_album, create as create_album, delete as delete_album, find as album, list as albums,
    remove as remove_from_album, rename as rename_album,
};
pub use edit::{Changed, Edit, EditError};
pub(crate) use edit::{Deed, carry_out};
pub(crate) use evict::{Reason, may_be_asked_for, remove_original};
pub use export::{ExportError, ExportReport};
pub(crate) use export::{copy_apart, export};
pub use gallery::{Choices, GalleryAnswer, GalleryChange};
pub(crate) use gallery::{choices, decide as decide_gallery};
pub(crate) use import::{ImportContext, import, write_derivative};
pub use import::{ImportFailure, ImportOptions, ImportProgress, ImportReport, Placement, Purged};
pub(crate) use sources::{
    add as add_source, add_photo_library, files as source_files, list as list_sources, remove as remove_source,
    remove_photo_library, scan as scan_sources,
};
pub use view::{
    AssetDetails, AssetView, CursorError, OriginalPlace, Page, PageCursor, PageQuery, ResourceView, SafetyState, Shelf,
};
pub(crate) use view::{Viewer, contested, details, device_names, local_file, page, views};
