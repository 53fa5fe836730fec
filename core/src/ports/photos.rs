use std::io;

use async_trait::async_trait;

use super::{FileStamp, ReadSeek};

/// One photo or video in the phone's own photo library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoItem {
    /// The system's name for it: lasting, and never given to another.
    pub id: String,
    /// The name of its original file.
    pub name: String,
    /// What tells that its original is still the same. A system that does not tell the size says 0.
    pub stamp: FileStamp,
}

/// What the phone's own photo library holds, or what has changed in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PhotoChanges {
    /// New and changed ones; all of them where there was no token.
    pub items: Vec<PhotoItem>,
    /// The ids of those that are gone. Nothing is deleted from Safelight on that evidence.
    pub gone: Vec<String>,
    /// What to ask with next time; none where the system has no such thing.
    pub token: Option<String>,
}

/// Why the phone's own photo library can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotoSourceError {
    /// The person has not allowed it.
    #[error("the photo library may not be read")]
    Denied,
    /// The system forbids it, whatever the person wants.
    #[error("reading the photo library is forbidden on this device")]
    Restricted,
    /// It can't be read now.
    #[error("the photo library cannot be read now")]
    Unavailable,
    /// The system no longer knows what has changed since the token: ask for everything.
    #[error("the photo library does not know its changes any more")]
    TokenExpired,
}

impl PhotoSourceError {
    /// The cause's code in the shared vocabulary.
    pub fn code(self) -> &'static str {
        match self {
            Self::Denied => "lib.denied",
            Self::Restricted => "lib.restricted",
            Self::Unavailable => "lib.unavailable",
            Self::TokenExpired => "lib.rescan",
        }
    }
}

/// What became of one item that the system was asked to remove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// The system has removed it.
    Removed,
    /// The person said no.
    Declined,
    /// The system could not, or did not say.
    Failed,
}

/// The phone's own photo library: originals that the core borrows and never copies.
#[async_trait]
pub trait PhotoSource: Send + Sync {
    /// Asks the system, in one request that it confirms with the person, to remove these items from the library: the
    /// answers in the same order. Called only for originals that the cloud has just proven to hold, only when the person
    /// asked for room, and never by itself.
    ///
    /// # Errors
    /// Where the system can't be asked; so it is where nobody says otherwise. Nothing is removed then.
    async fn request_removal(&self, _ids: &[String]) -> Result<Vec<Removal>, PhotoSourceError> {
        Err(PhotoSourceError::Unavailable)
    }

    /// What has changed since a token, or everything.
    async fn changes(&self, since: Option<&str>) -> Result<PhotoChanges, PhotoSourceError>;

    /// Opens the original of one item, as the camera made it: with its place, and not a copy made smaller. May block.
    fn open_original(&self, id: &str) -> io::Result<Box<dyn ReadSeek>>;

    /// Opens the video of a Live Photo; [`io::ErrorKind::NotFound`] for an item that is none. May block.
    fn open_video(&self, id: &str) -> io::Result<Box<dyn ReadSeek>> {
        let _ = id;
        Err(io::ErrorKind::NotFound.into())
    }

    /// What tells that an original is still the same; of a Live Photo, both files together. May block.
    /// [`io::ErrorKind::NotFound`] if it is gone.
    fn stamp(&self, id: &str) -> io::Result<FileStamp>;
}

/// A device without a photo library of its own: a desktop, a NAS box.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPhotos;

#[async_trait]
impl PhotoSource for NoPhotos {
    async fn changes(&self, _since: Option<&str>) -> Result<PhotoChanges, PhotoSourceError> {
        Err(PhotoSourceError::Unavailable)
    }

    fn open_original(&self, _id: &str) -> io::Result<Box<dyn ReadSeek>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn stamp(&self, _id: &str) -> io::Result<FileStamp> {
        Err(io::ErrorKind::NotFound.into())
    }
}
