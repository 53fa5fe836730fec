//! The Safelight engine: one photo library, the same on all of a person's phones and safe in a cloud they choose.
//!
//! This is a skeleton of the tour; it grows with the modules.

mod doctor;
mod home;
mod library;
mod metered;
mod reasons;
pub mod record;
mod safelight;
mod sentences;
mod status;
mod store;
mod sync;

pub mod account;
pub mod cloud;
pub mod keys;
pub mod media;
pub mod ports;
pub mod seal;

pub use doctor::{DoctorReport, Mended};
pub use home::HomeError;
pub use library::*;
pub use reasons::{Fix, Hold, WorkClass};
pub use record::{Camera, DeviceCard, HistoryEntry, Media, Place, ResourceKind, TakenAtSource};
pub use safelight::*;
pub use sentences::Sentences;
pub use status::{CloudUsage, DeviceUsage, EraseCheck, Status, StatusState, UsageReport};
pub use store::StoreError;
pub use store::albums::AlbumRow;
pub use store::findings::StoredFinding;
pub use store::sources::SourceRow;
pub use store::work::Delayed;
pub use sync::*;
