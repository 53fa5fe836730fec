//! A small disk: it holds so many bytes and no more, and may refuse to remove.

use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use safelight_core::ports::{Disk, FileStamp, Found, ReadSeek, Space, SystemDisk};

/// The system's disk as if it were small. Files count that were written through it; databases do not.
#[derive(Debug)]
pub struct SmallDisk {
    capacity: AtomicU64,
    used: AtomicU64,
    most_used: AtomicU64,
    keeps: AtomicBool,
    /// How many more files are written before one does not fit.
    fits: AtomicU64,
    database_full: AtomicBool,
}

impl SmallDisk {
    /// A disk of so many bytes.
    pub fn of(capacity: u64) -> Self {
        Self {
            capacity: AtomicU64::new(capacity),
            used: AtomicU64::new(0),
            most_used: AtomicU64::new(0),
            keeps: AtomicBool::new(false),
            fits: AtomicU64::new(u64::MAX),
            database_full: AtomicBool::new(false),
        }
    }

    /// Makes it larger or smaller.
    pub fn resize(&self, capacity: u64) {
        self.capacity.store(capacity, Ordering::Relaxed);
    }

    /// Bytes that are used.
    pub fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    /// Bytes that are free.
    pub fn free(&self) -> u64 {
        self.capacity.load(Ordering::Relaxed).saturating_sub(self.used.load(Ordering::Relaxed))
    }

    /// Counts the fewest free bytes from now on.
    pub fn watch_from_now(&self) {
        self.most_used.store(self.used.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// The fewest bytes that were ever free.
    pub fn least_free(&self) -> u64 {
        self.capacity.load(Ordering::Relaxed).saturating_sub(self.most_used.load(Ordering::Relaxed))
    }

    /// Refuses to remove anything, as if the power went at that moment; or no longer.
    pub fn keep_all(&self, keeps: bool) {
        self.keeps.store(keeps, Ordering::Relaxed);
    }

    /// Writes so many more files; the one after them does not fit, and everything after it does.
    pub fn fill_at(&self, files: u64) {
        self.fits.store(files, Ordering::Relaxed);
    }

    /// Whether that file has come.
    pub fn was_full(&self) -> bool {
        self.fits.load(Ordering::Relaxed) == u64::MAX
    }

    /// Lets databases that are opened from now on not grow; or lets them again.
    pub fn fill_databases(&self, full: bool) {
        self.database_full.store(full, Ordering::Relaxed);
    }

    /// Whether this write finds no room; counts down to it.
    fn refuses(&self) -> bool {
        let next = |left: u64| if left == u64::MAX { None } else { Some(left.checked_sub(1).unwrap_or(u64::MAX)) };
        self.fits.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next) == Ok(0)
    }

    fn take(&self, bytes: u64) {
        let used = self.used.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.most_used.fetch_max(used, Ordering::Relaxed);
    }

    fn give(&self, bytes: u64) {
        // What was there before this disk was put in its place is not counted.
        let less = |used: u64| Some(used.saturating_sub(bytes));
        let _ = self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }
}

/// Reads until the disk is full.
struct Filling<'a> {
    disk: &'a SmallDisk,
    source: &'a mut dyn Read,
    taken: u64,
}

impl Read for Filling<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        let bytes = u64::try_from(read).unwrap_or(u64::MAX);
        if bytes > self.disk.free() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.disk.take(bytes);
        self.taken += bytes;
        Ok(read)
    }
}

impl Disk for SmallDisk {
    fn open_database(&self, path: &Path) -> rusqlite::Result<rusqlite::Connection> {
        let connection = SystemDisk.open_database(path)?;
        if self.database_full.load(Ordering::Relaxed) {
            let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
            connection.query_row(&format!("PRAGMA max_page_count = {}", pages.max(1)), [], |_| Ok(()))?;
        }
        Ok(connection)
    }

    fn open_file(&self, path: &Path) -> io::Result<Box<dyn ReadSeek>> {
        SystemDisk.open_file(path)
    }

    fn stamp(&self, path: &Path) -> io::Result<FileStamp> {
        SystemDisk.stamp(path)
    }

    fn write_durable(&self, path: &Path, source: &mut dyn Read) -> io::Result<u64> {
        if self.refuses() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let before = SystemDisk.stamp(path).map_or(0, |stamp| stamp.bytes);
        let mut source = Filling { disk: self, source, taken: 0 };
        let written = SystemDisk.write_durable(path, &mut source);
        match &written {
            Ok(_) => self.give(before),
            Err(_) => self.give(source.taken),
        }
        written
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        if self.keeps.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        let bytes = SystemDisk.stamp(path).map_or(0, |stamp| stamp.bytes);
        SystemDisk.remove(path)?;
        self.give(bytes);
        Ok(())
    }

    fn list(&self, root: &Path) -> io::Result<Vec<Found>> {
        SystemDisk.list(root)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        SystemDisk.create_folder(path)
    }

    fn space(&self, _path: &Path) -> Option<Space> {
        Some(Space { free: self.free(), total: self.capacity.load(Ordering::Relaxed) })
    }
}
