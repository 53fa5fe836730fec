//! Records: the small documents that say what is in a library.
//!
//! A record's body is a JSON object. This version knows the fields below; what it does not know it keeps as it is, parts
//! included, so that an older phone never takes away what a newer one wrote. Fields at their default are left out: that
//! is what makes two phones that import the same photo write the same thing.
//!
//! | kind | id | says |
//! |---|---|---|
//! | `asset` | keyed hash of the original's content id | one photo or video: facts, the person's edits, its resources |
//! | `album` | random | a name |
//! | `album_entry` | keyed hash of album and asset | this asset is in this album |
//! | `device` | keyed hash of the device | a phone's name and last state |
//! | `settings` | keyed hash | what all phones of a library share |
//! | `tombstone` | that of the record it ends | deleted for good; for an asset with its content id, so that it is known again |

mod asset;
mod document;
mod merge;

pub use asset::{
    Asset, Camera, Media, PartEntry, Place, Resource, ResourceKind, Resources, SealedParts, Stored, TakenAtSource,
};
pub use document::{Album, AlbumEntry, DeviceCard, Document, DocumentError, HistoryEntry, Kind, Tombstone};
pub(crate) use merge::merge;
