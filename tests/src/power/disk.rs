use std::io::{self, Read};
use std::path::Path;

use rusqlite::Connection;
use safelight_core::ports::{Disk, FileStamp, Found, ReadSeek, Space, SystemDisk};

use super::{SharedNotes, Step};

/// The device's disk, and a note of every file that is put on it or removed.
#[derive(Debug, Clone)]
pub struct NotedDisk(pub SharedNotes);

impl Disk for NotedDisk {
    fn open_database(&self, path: &Path) -> rusqlite::Result<Connection> {
        SystemDisk.open_database(path)
    }

    fn open_file(&self, path: &Path) -> io::Result<Box<dyn ReadSeek>> {
        SystemDisk.open_file(path)
    }

    fn stamp(&self, path: &Path) -> io::Result<FileStamp> {
        SystemDisk.stamp(path)
    }

    fn write_durable(&self, path: &Path, source: &mut dyn Read) -> io::Result<u64> {
        let bytes = SystemDisk.write_durable(path, source)?;
        self.0.add(Step::Put(path.into(), std::fs::read(path)?));
        Ok(bytes)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        SystemDisk.remove(path)?;
        self.0.add(Step::Remove(path.into()));
        Ok(())
    }

    fn list(&self, root: &Path) -> io::Result<Vec<Found>> {
        SystemDisk.list(root)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        SystemDisk.create_folder(path)
    }

    fn space(&self, path: &Path) -> Option<Space> {
        SystemDisk.space(path)
    }
}
