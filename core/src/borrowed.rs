//! Originals that stay where they are: on a disk, or in the phone's own photo library.
//!
//! How one is noted, with its row: an absolute path; `photos:` and the system's id; before either, for a Live Photo,
//! `live:`. A Live Photo on a disk is two files, noted as a JSON list of two paths.

use std::io;
use std::path::{Path, PathBuf};

use crate::home::{Home, PHOTO_SCHEME};
use crate::media::Joined;
use crate::ports::{FileStamp, ReadSeek};

const LIVE: &str = "live:";

/// Where an original stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Borrowed {
    /// A file on a disk.
    File(PathBuf),
    /// A Live Photo on a disk: still and video.
    LiveFiles(PathBuf, PathBuf),
    /// An item of the phone's own photo library.
    Photo(String),
    /// A Live Photo of the phone's own photo library.
    LivePhoto(String),
}

impl Borrowed {
    /// Reads what a row notes.
    pub(crate) fn parse(noted: &str) -> io::Result<Self> {
        let Some(live) = noted.strip_prefix(LIVE) else {
            return Ok(match noted.strip_prefix(PHOTO_SCHEME) {
                Some(id) => Self::Photo(id.to_owned()),
                None => Self::File(noted.into()),
            });
        };
        if let Some(id) = live.strip_prefix(PHOTO_SCHEME) {
            return Ok(Self::LivePhoto(id.to_owned()));
        }
        let (still, video) = serde_json::from_str(live).map_err(|_| io::Error::from(io::ErrorKind::NotFound))?;
        Ok(Self::LiveFiles(still, video))
    }

    /// How a row notes it.
    pub(crate) fn noted(&self) -> io::Result<String> {
        Ok(match self {
            Self::File(path) => utf8(path)?,
            Self::LiveFiles(still, video) => format!("{LIVE}{}", serde_json::json!([utf8(still)?, utf8(video)?])),
            Self::Photo(id) => format!("{PHOTO_SCHEME}{id}"),
            Self::LivePhoto(id) => format!("{LIVE}{PHOTO_SCHEME}{id}"),
        })
    }

    /// The system's id of an item of the phone's own photo library.
    pub(crate) fn in_gallery(&self) -> Option<&str> {
        match self {
            Self::Photo(id) | Self::LivePhoto(id) => Some(id),
            Self::File(_) | Self::LiveFiles(..) => None,
        }
    }

    /// The same original under another id of the phone's own photo library.
    pub(crate) fn twin(&self, id: String) -> Option<Self> {
        match self {
            Self::Photo(_) => Some(Self::Photo(id)),
            Self::LivePhoto(_) => Some(Self::LivePhoto(id)),
            Self::File(_) | Self::LiveFiles(..) => None,
        }
    }

    /// Where it is, or its still; an item of the phone's own library is named by `photos:` and its id.
    pub(crate) fn path(self) -> PathBuf {
        match self {
            Self::File(path) | Self::LiveFiles(path, _) => path,
            Self::Photo(id) | Self::LivePhoto(id) => format!("{PHOTO_SCHEME}{id}").into(),
        }
    }

    /// Opens it to read. Blocks.
    pub(crate) fn open(&self, home: &Home) -> io::Result<Box<dyn ReadSeek>> {
        let (disk, photos) = (&home.ports.disk, &home.ports.photos);
        match self {
            Self::File(path) => disk.open_file(path),
            Self::LiveFiles(..) | Self::LivePhoto(_) => Ok(Box::new(self.open_live(home)?)),
            Self::Photo(id) => photos.open_original(id),
        }
    }

    /// The two files of a Live Photo; [`io::ErrorKind::NotFound`] for anything else, and where one of them is gone. Blocks.
    pub(crate) fn open_live(&self, home: &Home) -> io::Result<Joined<Box<dyn ReadSeek>>> {
        let (disk, photos) = (&home.ports.disk, &home.ports.photos);
        match self {
            Self::LiveFiles(still, video) => Joined::new(disk.open_file(still)?, disk.open_file(video)?),
            Self::LivePhoto(id) => Joined::new(photos.open_original(id)?, photos.open_video(id)?),
            Self::File(_) | Self::Photo(_) => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// What tells that it is still the same. Blocks.
    pub(crate) fn stamp(&self, home: &Home) -> io::Result<FileStamp> {
        let disk = &home.ports.disk;
        match self {
            Self::File(path) => disk.stamp(path),
            Self::LiveFiles(still, video) => Ok(both(disk.stamp(still)?, disk.stamp(video)?)),
            Self::Photo(id) | Self::LivePhoto(id) => home.ports.photos.stamp(id),
        }
    }
}

/// The stamp of two files that are one original: a change of either is seen.
pub(crate) fn both(still: FileStamp, video: FileStamp) -> FileStamp {
    FileStamp {
        bytes: still.bytes.saturating_add(video.bytes),
        modified_ns: still.modified_ns.max(video.modified_ns),
        inode: still.inode ^ video.inode.rotate_left(32),
    }
}

fn utf8(path: &Path) -> io::Result<String> {
    let path = std::path::absolute(path)?;
    path.to_str().map(str::to_owned).ok_or_else(|| io::Error::other("the file's name is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_is_understood_again() {
        for borrowed in [
            Borrowed::File("/DCIM/IMG_1.JPG".into()),
            Borrowed::File("/live:/photos:x".into()),
            Borrowed::LiveFiles("/a \"b\",/IMG_1.HEIC".into(), "/c/IMG_1.MOV".into()),
            Borrowed::Photo("A/L0/001".into()),
            Borrowed::LivePhoto("live:A/L0/001".into()),
        ] {
            assert_eq!(Borrowed::parse(&borrowed.noted().unwrap()).unwrap(), borrowed);
        }
        assert!(Borrowed::parse("live:nonsense").is_err());
    }

    #[test]
    fn a_change_of_either_file_changes_the_stamp() {
        let still = FileStamp { bytes: 1000, modified_ns: 5, inode: 7 };
        let video = FileStamp { bytes: 3000, modified_ns: 6, inode: 8 };
        let whole = both(still, video);
        assert_eq!(whole.bytes, 4000);
        for changed in [
            both(FileStamp { bytes: 1001, ..still }, video),
            both(still, FileStamp { modified_ns: 9, ..video }),
            both(FileStamp { inode: 9, ..still }, video),
            both(still, FileStamp { inode: 7, ..video }),
        ] {
            assert_ne!(changed, whole);
        }
    }
}
