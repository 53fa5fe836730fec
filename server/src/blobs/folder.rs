use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use safelight_protocol::{PartId, SMALL_PART_BYTES};

use super::small::SmallParts;
use super::{BlobError, BlobStore};
use crate::port::Blocking;

/// Parts in a folder: each large one a file of its own, `ab/abcd…`, named by its SHA-256; small ones packed into
/// `small.db` beside them.
///
/// A file is written under another name, synced, renamed, and its folder synced: whatever stands under a part's name was
/// whole when it got there.
#[derive(Clone)]
pub struct FolderBlobs {
    folder: Arc<Folder>,
    blocking: Blocking,
}

struct Folder {
    root: PathBuf,
    small: Mutex<SmallParts>,
    unfinished: AtomicU64,
}

impl FolderBlobs {
    /// Opens or makes the folder, and removes what an interrupted put left behind.
    pub fn open(root: &Path, blocking: Blocking) -> Result<Self, BlobError> {
        let unfinished = root.join("unfinished");
        match fs::remove_dir_all(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        fs::create_dir_all(&unfinished)?;
        let small = SmallParts::open(&root.join("small.db"))?;
        sync_folder(root)?;
        if let Some(parent) = root.parent() {
            sync_folder(parent)?;
        }
        let folder = Folder { root: root.to_owned(), small: Mutex::new(small), unfinished: AtomicU64::new(0) };
        Ok(Self { folder: Arc::new(folder), blocking })
    }

    /// Opens a folder of parts to read from it; it may lie where nothing can be written.
    pub(crate) fn open_to_read(root: &Path, blocking: Blocking) -> Result<Self, BlobError> {
        let small = SmallParts::open_to_read(&root.join("small.db"))?;
        let folder = Folder { root: root.to_owned(), small: Mutex::new(small), unfinished: AtomicU64::new(0) };
        Ok(Self { folder: Arc::new(folder), blocking })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Folder) -> Result<T, BlobError> + Send + 'static,
    ) -> Result<T, BlobError> {
        let folder = Arc::clone(&self.folder);
        self.blocking.run(move || work(&folder)).await?
    }
}

#[async_trait]
impl BlobStore for FolderBlobs {
    async fn put(&self, parts: Vec<(PartId, Bytes)>) -> Result<(), BlobError> {
        self.run(move |folder| {
            let (small, large): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, bytes)| is_small(bytes));
            if !small.is_empty() {
                folder.small().put(&small)?;
            }
            large.iter().try_for_each(|(part, bytes)| folder.write(*part, bytes))
        })
        .await
    }

    async fn get(&self, part: PartId) -> Result<Option<Bytes>, BlobError> {
        self.run(move |folder| match found(fs::read(folder.file(part)))? {
            Some(bytes) => Ok(Some(bytes.into())),
            None => folder.small().get(part),
        })
        .await
    }

    async fn delete(&self, parts: Vec<PartId>) -> Result<(), BlobError> {
        self.run(move |folder| {
            folder.small().delete(&parts)?;
            parts.iter().try_for_each(|part| Ok(found(fs::remove_file(folder.file(*part))).map(|_| ())?))
        })
        .await
    }

    async fn list(&self, after: Option<PartId>, limit: usize) -> Result<Vec<PartId>, BlobError> {
        self.run(move |folder| folder.list(after, limit)).await
    }

    async fn size(&self, part: PartId) -> Result<Option<u64>, BlobError> {
        self.run(move |folder| match found(fs::metadata(folder.file(part)))? {
            Some(metadata) => Ok(Some(metadata.len())),
            None => folder.small().size(part),
        })
        .await
    }
}

impl Folder {
    fn small(&self) -> MutexGuard<'_, SmallParts> {
        self.small.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn shelf(&self, part: PartId) -> PathBuf {
        self.root.join(format!("{:02x}", part.0.first().copied().unwrap_or_default()))
    }

    fn file(&self, part: PartId) -> PathBuf {
        self.shelf(part).join(part.to_string())
    }

    fn write(&self, part: PartId, bytes: &[u8]) -> Result<(), BlobError> {
        let number = self.unfinished.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.root.join("unfinished").join(format!("{part}.{number}"));
        let written = self.write_and_rename(part, bytes, &unfinished);
        if written.is_err() {
            // The error that matters is the one above; what is left here goes at the next start.
            let _ = fs::remove_file(&unfinished);
        }
        Ok(written?)
    }

    fn write_and_rename(&self, part: PartId, bytes: &[u8], unfinished: &Path) -> io::Result<()> {
        let mut file = File::create_new(unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        let shelf = self.shelf(part);
        if !shelf.is_dir() {
            fs::create_dir_all(&shelf)?;
            sync_folder(&self.root)?;
        }
        fs::rename(unfinished, self.file(part))?;
        sync_folder(&shelf)
    }

    fn list(&self, after: Option<PartId>, limit: usize) -> Result<Vec<PartId>, BlobError> {
        let mut parts: BTreeSet<PartId> = self.small().list(after, limit)?.into_iter().collect();
        let first = after.and_then(|part| part.0.first().copied()).unwrap_or_default();
        for shelf in first..=u8::MAX {
            let Some(files) = found(fs::read_dir(self.root.join(format!("{shelf:02x}"))))? else { continue };
            for file in files {
                let part: Option<PartId> = file?.file_name().to_str().and_then(|name| name.parse().ok());
                parts.extend(part.filter(|part| after.is_none_or(|after| *part > after)));
            }
            // The shelves come in order: what is still to be read sorts after all of this.
            if parts.iter().take_while(|part| part.0.first() <= Some(&shelf)).count() >= limit {
                break;
            }
        }
        Ok(parts.into_iter().take(limit).collect())
    }
}

fn is_small(bytes: &Bytes) -> bool {
    u64::try_from(bytes.len()).is_ok_and(|bytes| bytes <= SMALL_PART_BYTES)
}

/// None where there is no such file.
fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
