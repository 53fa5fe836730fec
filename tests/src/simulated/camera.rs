//! The phone's own photo library: a folder into which the camera writes.

use std::fs;
use std::io::{self, Seek};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use async_trait::async_trait;
use safelight_core::ports::{
    Disk, FileStamp, PhotoChanges, PhotoItem, PhotoSource, PhotoSourceError, ReadSeek, SystemDisk,
};

use super::world::World;

/// A camera roll, which may be read as far as the person allows.
#[derive(Debug)]
pub(super) struct Camera {
    roll: PathBuf,
    refused: Mutex<Option<PhotoSourceError>>,
}

impl Camera {
    pub(super) fn new(roll: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&roll)?;
        Ok(Self { roll, refused: Mutex::default() })
    }

    pub(super) fn allow(&self, world: &World) {
        let refused = match world.word("photos") {
            "none" | "not_asked" => Some(PhotoSourceError::Denied),
            "restricted" => Some(PhotoSourceError::Restricted),
            _ => None,
        };
        *self.refused.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = refused;
    }

    /// The camera writes a photo.
    pub(super) fn take(&self, file: &Path) -> io::Result<()> {
        let name = file.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        fs::copy(file, self.roll.join(name)).map(|_| ())
    }
}

#[async_trait]
impl PhotoSource for Camera {
    async fn changes(&self, _since: Option<&str>) -> Result<PhotoChanges, PhotoSourceError> {
        if let Some(refused) = *self.refused.lock().unwrap_or_else(std::sync::PoisonError::into_inner) {
            return Err(refused);
        }
        let found = SystemDisk.list(&self.roll).map_err(|_| PhotoSourceError::Unavailable)?;
        let items = found.iter().filter_map(|file| {
            let name = file.path.file_name()?.to_string_lossy().into_owned();
            // A Live Photo is one item, whatever it consists of on the disk.
            let is_half = name.ends_with(".MOV") && file.path.with_extension("JPG").exists();
            (!is_half).then(|| PhotoItem { stamp: self.stamp(&name).unwrap_or(file.stamp), id: name.clone(), name })
        });
        Ok(PhotoChanges { items: items.collect(), gone: Vec::new(), token: None })
    }

    fn open_original(&self, id: &str) -> io::Result<Box<dyn ReadSeek>> {
        SystemDisk.open_file(&self.roll.join(id))
    }

    fn open_video(&self, id: &str) -> io::Result<Box<dyn ReadSeek>> {
        let still = self.roll.join(id);
        if still.extension().is_some_and(|ending| ending == "JPG") {
            SystemDisk.open_file(&still.with_extension("MOV"))
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    fn stamp(&self, id: &str) -> io::Result<FileStamp> {
        let still = SystemDisk.stamp(&self.roll.join(id))?;
        let video = self.open_video(id).and_then(|mut video| video.seek(io::SeekFrom::End(0)));
        Ok(FileStamp { bytes: still.bytes + video.unwrap_or(0), ..still })
    }
}
