//! A folder that plays the phone's own photo library, where a device has none: a desktop, a test, a page.
//!
//! What the system would do is done with files. A photo's id is its path in the folder; what is removed goes to
//! `.recently-deleted` beside the photos, as a phone's own recently deleted would keep it; and nothing is removed unless
//! somebody has just said yes in the place of the system's question ([`FolderGallery::agree`]).

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;

use super::{Disk, FileStamp, PhotoChanges, PhotoItem, PhotoSource, PhotoSourceError, ReadSeek, Removal, SystemDisk};

/// Where removed photos lie. Names that begin with a dot are no photos.
const RECENTLY_DELETED: &str = ".recently-deleted";

/// A folder that plays the phone's own photo library.
#[derive(Debug)]
pub struct FolderGallery {
    folder: PathBuf,
    agreed: AtomicBool,
}

impl FolderGallery {
    /// The photos in a folder.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), agreed: AtomicBool::new(false) }
    }

    /// What the person answers to the system's next question, once.
    pub fn agree(&self, agreed: bool) {
        self.agreed.store(agreed, Ordering::Release);
    }

    /// The file of an id; none for one that leads out of the folder.
    fn path(&self, id: &str) -> io::Result<PathBuf> {
        let inside = Path::new(id).components().all(|component| matches!(component, Component::Normal(_)));
        if inside && !id.is_empty() { Ok(self.folder.join(id)) } else { Err(io::ErrorKind::NotFound.into()) }
    }

    fn remove(&self, id: &str) -> io::Result<()> {
        let bin = self.folder.join(RECENTLY_DELETED);
        fs::create_dir_all(&bin)?;
        let name = id.replace(['/', '\\'], "_");
        let free = (0_u32..).map(|n| bin.join(format!("{n}-{name}"))).find(|path| !path.exists());
        fs::rename(self.path(id)?, free.unwrap_or(bin))
    }
}

#[async_trait]
impl PhotoSource for FolderGallery {
    /// Everything each time: a folder remembers no changes.
    async fn changes(&self, _since: Option<&str>) -> Result<PhotoChanges, PhotoSourceError> {
        let found = SystemDisk.list(&self.folder).map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => PhotoSourceError::Denied,
            _ => PhotoSourceError::Unavailable,
        })?;
        let item = |found: super::Found| {
            let id = found.path.strip_prefix(&self.folder).ok()?.to_str()?.to_owned();
            let name = found.path.file_name()?.to_string_lossy().into_owned();
            Some(PhotoItem { id, name, stamp: found.stamp })
        };
        Ok(PhotoChanges { items: found.into_iter().filter_map(item).collect(), gone: Vec::new(), token: None })
    }

    fn open_original(&self, id: &str) -> io::Result<Box<dyn ReadSeek>> {
        SystemDisk.open_file(&self.path(id)?)
    }

    fn stamp(&self, id: &str) -> io::Result<FileStamp> {
        SystemDisk.stamp(&self.path(id)?)
    }

    async fn request_removal(&self, ids: &[String]) -> Result<Vec<Removal>, PhotoSourceError> {
        if !self.agreed.swap(false, Ordering::AcqRel) {
            return Ok(vec![Removal::Declined; ids.len()]);
        }
        let removed = |id: &String| self.remove(id).map_or(Removal::Failed, |()| Removal::Removed);
        Ok(ids.iter().map(removed).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nothing_is_removed_without_a_yes_and_nothing_is_lost_with_one() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("2024"))?;
        fs::write(folder.path().join("2024/a.jpg"), "a")?;
        let gallery = FolderGallery::new(folder.path());
        let ids = vec!["2024/a.jpg".to_owned(), "gone.jpg".to_owned(), "../x".to_owned()];
        let answers = gallery.request_removal(&ids).await.unwrap_or_default();
        assert_eq!(answers, [Removal::Declined; 3]);
        gallery.agree(true);
        let answers = gallery.request_removal(&ids).await.unwrap_or_default();
        assert_eq!(answers, [Removal::Removed, Removal::Failed, Removal::Failed]);
        assert_eq!(fs::read(folder.path().join(".recently-deleted/0-2024_a.jpg"))?, b"a");
        assert!(gallery.changes(None).await.is_ok_and(|changes| changes.items.is_empty()));
        let again = gallery.request_removal(&ids).await.unwrap_or_default();
        assert_eq!(again, [Removal::Declined; 3], "a yes is for one question");
        Ok(())
    }
}
