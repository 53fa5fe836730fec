use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use safelight_core::ports::{self, FileStamp, PhotoChanges, PhotoSourceError, ReadSeek};

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

/// The app's photo library as the engine's.
pub(crate) struct AppPhotos(pub(crate) Arc<dyn PhotoSource>);

#[async_trait]
impl ports::PhotoSource for AppPhotos {
    async fn changes(&self, since: Option<&str>) -> Result<PhotoChanges, PhotoSourceError> {
        self.0.changes(since.map(str::to_owned)).await.map_err(|failure| {
            noted("photos", &failure.to_string());
            match failure {
                PhotoSourceFailure::Denied => PhotoSourceError::Denied,
                PhotoSourceFailure::Restricted => PhotoSourceError::Restricted,
                PhotoSourceFailure::TokenExpired => PhotoSourceError::TokenExpired,
                PhotoSourceFailure::Gone | PhotoSourceFailure::Unavailable { .. } => PhotoSourceError::Unavailable,
            }
        })
    }

    fn open_original(&self, id: &str) -> io::Result<Box<dyn ReadSeek>> {
        match self.0.original(id.to_owned()).map_err(of_a_file)? {
            Original::File { path, temporary: false } => Ok(Box::new(File::open(path)?)),
            Original::File { path, temporary: true } => Ok(Box::new(Temporary::open(path.into())?)),
            Original::Descriptor { number } => Ok(Box::new(taken_over(number)?)),
        }
    }

    fn stamp(&self, id: &str) -> io::Result<FileStamp> {
        self.0.stamp(id.to_owned()).map_err(of_a_file)
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
