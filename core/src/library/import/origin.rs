//! Where an original comes from: a disk, or the phone's own photo library.

use std::io;
use std::path::{Path, PathBuf};

use crate::borrowed::Borrowed;
use crate::home::Home;
use crate::ports::{FileStamp, PhotoItem, ReadSeek};

/// Where an original comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A file on a disk.
    File(PathBuf),
    /// A Live Photo on a disk: still and video.
    LiveFiles(PathBuf, PathBuf),
    /// An item of the phone's own photo library.
    Photo(PhotoItem),
    /// A Live Photo of the phone's own photo library.
    LivePhoto(PhotoItem),
}

impl Origin {
    /// An item of the phone's own photo library. May block.
    pub(crate) fn photo(home: &Home, item: PhotoItem) -> Self {
        match home.ports.photos.open_video(&item.id) {
            Ok(_) => Self::LivePhoto(item),
            Err(_) => Self::Photo(item),
        }
    }

    /// Whether it is an item of the phone's own photo library.
    pub(crate) fn is_in_gallery(&self) -> bool {
        matches!(self, Self::Photo(_) | Self::LivePhoto(_))
    }

    /// Where it stays if it is borrowed.
    pub(super) fn place(&self) -> Borrowed {
        match self.clone() {
            Self::File(path) => Borrowed::File(path),
            Self::LiveFiles(still, video) => Borrowed::LiveFiles(still, video),
            Self::Photo(item) => Borrowed::Photo(item.id),
            Self::LivePhoto(item) => Borrowed::LivePhoto(item.id),
        }
    }

    /// Opens it to read.
    pub(super) fn open(&self, home: &Home) -> io::Result<Box<dyn ReadSeek>> {
        self.place().open(home)
    }

    /// Of a Live Photo: how many bytes of it are its still.
    pub(super) fn still_bytes(&self, home: &Home) -> io::Result<Option<u64>> {
        match self {
            Self::File(_) | Self::Photo(_) => Ok(None),
            Self::LiveFiles(..) | Self::LivePhoto(_) => Ok(Some(self.place().open_live(home)?.seam())),
        }
    }

    /// What tells that it is still the same.
    pub(super) fn stamp(&self, home: &Home) -> io::Result<FileStamp> {
        self.place().stamp(home)
    }

    /// The name of the file, without folders; a Live Photo has its still's.
    pub(super) fn name(&self) -> String {
        let name = match self {
            Self::File(path) | Self::LiveFiles(path, _) => path.file_name().unwrap_or_default().to_string_lossy(),
            Self::Photo(item) | Self::LivePhoto(item) => item.name.as_str().into(),
        };
        name.chars().take(255).collect()
    }

    /// How it is named in a report.
    pub(crate) fn shown(&self) -> PathBuf {
        match self {
            Self::File(path) | Self::LiveFiles(path, _) => path.clone(),
            Self::Photo(item) | Self::LivePhoto(item) => Path::new(&item.name).to_path_buf(),
        }
    }
}
