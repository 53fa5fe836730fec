//! A phone's disk: its files are real, its size is the simulator's.
//!
//! A real disk is never full when somebody wants to see what happens then. Here the phone has a size of its own, other apps
//! take as much of it as the person at the page says, and the photos of Safelight take what they really take: so making
//! room makes room. The database is left out, so that the figures are the photos' alone.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use safelight_core::ports::{Disk, FileStamp, Found, ReadSeek, Space, SystemDisk};

/// The size of a phone's disk: 64 GB.
pub(crate) const TOTAL: u64 = 64_000_000_000;
/// What is free at the beginning: 21 GB.
const FREE: u64 = 21_000_000_000;

/// Where photos lie in a home.
const PHOTOS: [&str; 3] = ["originals", "derivatives", "incoming"];

/// The disk of one phone. Cheap to clone; clones are the same disk.
#[derive(Debug, Clone)]
pub(crate) struct PhoneDisk {
    home: Arc<PathBuf>,
    others: Arc<AtomicU64>,
}

impl PhoneDisk {
    /// A disk with room, for the home in this folder.
    pub(crate) fn new(home: &Path) -> Self {
        Self { home: Arc::new(home.to_owned()), others: Arc::new(AtomicU64::new(TOTAL - FREE)) }
    }

    /// What the photos take.
    fn photos(&self) -> u64 {
        let of = |folder: &str| SystemDisk.list(&self.home.join(folder)).unwrap_or_default();
        PHOTOS.into_iter().flat_map(of).map(|found| found.stamp.bytes).sum()
    }

    /// What is free.
    pub(crate) fn free(&self) -> u64 {
        TOTAL.saturating_sub(self.others.load(Ordering::Relaxed)).saturating_sub(self.photos())
    }

    /// Lets other apps take so much that this is free now.
    pub(crate) fn leave_free(&self, bytes: u64) {
        let others = TOTAL.saturating_sub(self.photos()).saturating_sub(bytes);
        self.others.store(others, Ordering::Relaxed);
    }
}

impl Disk for PhoneDisk {
    fn open_database(&self, path: &Path) -> rusqlite::Result<rusqlite::Connection> {
        SystemDisk.open_database(path)
    }

    fn open_file(&self, path: &Path) -> io::Result<Box<dyn ReadSeek>> {
        SystemDisk.open_file(path)
    }

    fn stamp(&self, path: &Path) -> io::Result<FileStamp> {
        SystemDisk.stamp(path)
    }

    fn write_durable(&self, path: &Path, source: &mut dyn Read) -> io::Result<u64> {
        SystemDisk.write_durable(path, source)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        SystemDisk.remove(path)
    }

    fn list(&self, root: &Path) -> io::Result<Vec<Found>> {
        SystemDisk.list(root)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        SystemDisk.create_folder(path)
    }

    fn space(&self, _path: &Path) -> Option<Space> {
        Some(Space { free: self.free(), total: TOTAL })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_take_what_they_take_and_give_it_back() {
        let home = tempfile::tempdir().unwrap();
        let disk = PhoneDisk::new(home.path());
        disk.leave_free(1_000);
        let photo = home.path().join("originals").join("a");
        disk.create_folder(photo.parent().unwrap()).unwrap();
        disk.write_durable(&photo, &mut [7; 300].as_slice()).unwrap();
        assert_eq!(disk.free(), 700);
        disk.remove(&photo).unwrap();
        assert_eq!(disk.space(home.path()).unwrap().free, 1_000);
    }
}
