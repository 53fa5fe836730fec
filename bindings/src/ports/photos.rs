use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use safelight_core::ports::{self, FileStamp, PhotoChanges, PhotoSourceError, ReadSeek, Removal};

use super::noted;

/// Why the phone's own photo library gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PhotoSourceFailure {
    /// The person has not allowed it.
    #[error("the photo library may not be read")]
    Denied,
    /// The system forbids it, whatever the person wants.
    #[error("reading the photo library is forbidden on this device")]
    Restricted,
    /// The photo is not there any more.
    #[error("the photo is gone")]
    Gone,
    /// The system no longer knows what has changed since the token.
    #[error("the photo library does not know its changes any more")]
    TokenExpired,
    /// It can't be read now.
    #[error("the photo library cannot be read now: {detail}")]
    Unavailable {
        /// For a log.
        detail: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for PhotoSourceFailure {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable { detail: error.reason }
    }
}

/// An original of the phone's own photo library, opened.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Original {
    /// A file.
    File {
        /// Where it is.
        path: String,
        /// Whether it was written for this and is to be removed when it has been read.
        temporary: bool,
    },
    /// An open file of this process, by its number. Whoever gives it has let go of it (`detachFd`): it is closed here.
    Descriptor {
        /// The number.
        number: i32,
    },
}

/// The phone's own photo library: PhotoKit, MediaStore.
#[uniffi::export(foreign)]
#[async_trait]
pub trait PhotoSource: Send + Sync {
    /// What has changed since a token, or everything.
    ///
    /// # Errors
    /// Where that can't be known now.
    async fn changes(&self, since: Option<String>) -> Result<PhotoChanges, PhotoSourceFailure>;

    /// Opens the original of one item, as the camera made it: with its place, and not a copy made smaller. May block.
    ///
    /// # Errors
    /// [`PhotoSourceFailure::Gone`] where it is not there any more.
    fn original(&self, id: String) -> Result<Original, PhotoSourceFailure>;

    /// What tells that an original is still the same. May block.
    ///
    /// # Errors
    /// [`PhotoSourceFailure::Gone`] where it is not there any more.
    fn stamp(&self, id: String) -> Result<FileStamp, PhotoSourceFailure>;
}

/// What only some photo libraries can do. Beside [`PhotoSource`], so that an app whose library can't leaves it out: there are
/// no Live Photos then, and the system is never asked to remove anything.
#[uniffi::export(foreign)]
#[async_trait]
pub trait PhotoExtras: Send + Sync {
    /// Opens the video of a Live Photo, as the camera made it. May block.
    ///
    /// # Errors
    /// [`PhotoSourceFailure::Gone`] for an item that is none.
    fn video(&self, id: String) -> Result<Original, PhotoSourceFailure>;

    /// Asks the system, in one request that it confirms with the person, to remove these items: the answers in the same
    /// order. Called only for originals that the cloud has just proven to hold, and only when the person asked for room.
    ///
    /// # Errors
    /// Where the system can't be asked. Nothing is removed then.
    async fn request_removal(&self, ids: Vec<String>) -> Result<Vec<Removal>, PhotoSourceFailure>;
}

/// The app's photo library as the engine's.
pub(crate) struct AppPhotos {
    pub(crate) source: Arc<dyn PhotoSource>,
    pub(crate) extras: Option<Arc<dyn PhotoExtras>>,
}

#[async_trait]
impl ports::PhotoSource for AppPhotos {
    async fn changes(&self, since: Option<&str>) -> Result<PhotoChanges, PhotoSourceError> {
        self.source.changes(since.map(str::to_owned)).await.map_err(of_the_library)
    }

    async fn request_removal(&self, ids: &[String]) -> Result<Vec<Removal>, PhotoSourceError> {
        let extras = self.extras.as_ref().ok_or(PhotoSourceError::Unavailable)?;
        extras.request_removal(ids.to_vec()).await.map_err(of_the_library)
    }

    fn open_original(&self, id: &str) -> io::Result<Box<dyn ReadSeek>> {
        opened(self.source.original(id.to_owned()).map_err(of_a_file)?)
    }

    fn open_video(&self, id: &str) -> io::Result<Box<dyn ReadSeek>> {
        let extras = self.extras.as_ref().ok_or(io::ErrorKind::NotFound)?;
        match extras.video(id.to_owned()) {
            Ok(video) => opened(video),
            // Most photos are no Live Photo: nothing for the log.
            Err(failure @ PhotoSourceFailure::Gone) => Err(io::Error::new(io::ErrorKind::NotFound, failure)),
            Err(failure) => Err(of_a_file(failure)),
        }
    }

    fn stamp(&self, id: &str) -> io::Result<FileStamp> {
        self.source.stamp(id.to_owned()).map_err(of_a_file)
    }
}

fn opened(original: Original) -> io::Result<Box<dyn ReadSeek>> {
    match original {
        Original::File { path, temporary: false } => Ok(Box::new(File::open(path)?)),
        Original::File { path, temporary: true } => Ok(Box::new(Temporary::open(path.into())?)),
        Original::Descriptor { number } => Ok(Box::new(taken_over(number)?)),
    }
}

#[cfg(unix)]
fn taken_over(number: i32) -> io::Result<File> {
    use std::os::fd::FromRawFd;

    if number < 0 {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    // SAFETY: `Original::Descriptor` says that whoever gives the number has let go of it.
    Ok(unsafe { File::from_raw_fd(number) })
}

#[cfg(not(unix))]
fn taken_over(_number: i32) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

fn of_the_library(failure: PhotoSourceFailure) -> PhotoSourceError {
    noted("photos", &failure.to_string());
    match failure {
        PhotoSourceFailure::Denied => PhotoSourceError::Denied,
        PhotoSourceFailure::Restricted => PhotoSourceError::Restricted,
        PhotoSourceFailure::TokenExpired => PhotoSourceError::TokenExpired,
        PhotoSourceFailure::Gone | PhotoSourceFailure::Unavailable { .. } => PhotoSourceError::Unavailable,
    }
}

fn of_a_file(failure: PhotoSourceFailure) -> io::Error {
    noted("photos", &failure.to_string());
    let kind = match failure {
        PhotoSourceFailure::Gone => io::ErrorKind::NotFound,
        PhotoSourceFailure::Denied | PhotoSourceFailure::Restricted => io::ErrorKind::PermissionDenied,
        PhotoSourceFailure::TokenExpired | PhotoSourceFailure::Unavailable { .. } => io::ErrorKind::Other,
    };
    io::Error::new(kind, failure)
}

/// A file that goes when it has been read.
struct Temporary {
    file: File,
    path: PathBuf,
}

impl Temporary {
    fn open(path: PathBuf) -> io::Result<Self> {
        Ok(Self { file: File::open(&path)?, path })
    }
}

impl io::Read for Temporary {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.file.read(bytes)
    }
}

impl io::Seek for Temporary {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Whoever wrote it may have removed it.
        let _ = std::fs::remove_file(&self.path);
    }
}
