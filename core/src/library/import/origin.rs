//! Where a file comes from: a disk, or the phone's own photo library.

use std::io;
use std::path::{Path, PathBuf};

use crate::home::{Home, PHOTO_SCHEME};
use crate::ports::{FileStamp, PhotoItem, ReadSeek};

/// Where a file comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A file on a disk.
    File(PathBuf),
    /// An item of the phone's own photo library.
    Photo(PhotoItem),
}

impl Origin {
    /// Opens it to read.
    pub(super) fn open(&self, home: &Home) -> io::Result<Box<dyn ReadSeek>> {
        match self {
            Self::File(path) => home.ports.disk.open_file(path),
            Self::Photo(item) => home.ports.photos.open_original(&item.id),
        }
    }

    /// What tells that it is still the same.
    pub(super) fn stamp(&self, home: &Home) -> io::Result<FileStamp> {
        match self {
            Self::File(path) => home.ports.disk.stamp(path),
            Self::Photo(item) => home.ports.photos.stamp(&item.id),
        }
    }

    /// The name of the file, without folders.
    pub(super) fn name(&self) -> String {
        let name = match self {
            Self::File(path) => path.file_name().unwrap_or_default().to_string_lossy(),
            Self::Photo(item) => item.name.as_str().into(),
        };
        name.chars().take(255).collect()
    }

    /// How the home notes it when it is borrowed.
    pub(super) fn noted(&self) -> io::Result<String> {
        match self {
            Self::File(path) => {
                let path = std::path::absolute(path)?;
                path.to_str().map(str::to_owned).ok_or_else(|| io::Error::other("the file's name is not UTF-8"))
            }
            Self::Photo(item) => Ok(format!("{PHOTO_SCHEME}{}", item.id)),
        }
    }

    /// How it is named in a report.
    pub(crate) fn shown(&self) -> PathBuf {
        match self {
            Self::File(path) => path.clone(),
            Self::Photo(item) => Path::new(&item.name).to_path_buf(),
        }
    }
}
