use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rusqlite::Connection;

/// Something to read from, anywhere.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// What tells that a file is still the one that was looked at: size and time of change, and its number on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStamp {
    /// Bytes.
    pub bytes: u64,
    /// Time of the last change, in nanoseconds since 1970 UTC; 0 where the disk does not tell.
    pub modified_ns: i64,
    /// The file's number on its disk; 0 where there is none.
    pub inode: u64,
}

impl FileStamp {
    /// Whether a file that looks like this is still the one that was noted. A system that does not tell the size says 0;
    /// what was noted has the size that was read.
    pub(crate) fn is_still(&self, noted: &Self) -> bool {
        let size = if self.bytes == 0 { noted.bytes } else { self.bytes };
        Self { bytes: size, ..*self } == *noted
    }
}

/// One file found in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// What it looked like.
    pub stamp: FileStamp,
}

/// Room on the disk, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// What may still be written.
    pub free: u64,
    /// All.
    pub total: u64,
}

/// Files and databases. Everything that the core keeps goes through here, so that the simulation can cut the power.
pub trait Disk: Send + Sync {
    /// Opens a database, made if it does not exist. The core sets its own pragmas.
    fn open_database(&self, path: &Path) -> rusqlite::Result<Connection>;

    /// Opens a file to read.
    fn open_file(&self, path: &Path) -> io::Result<Box<dyn ReadSeek>>;

    /// What tells that a file is still the same.
    fn stamp(&self, path: &Path) -> io::Result<FileStamp>;

    /// Copies `source` to `path`. When this returns, the bytes *and the name* survive a power cut; until then nothing
    /// stands under `path`, or what stood there before. Returns how many bytes.
    fn write_durable(&self, path: &Path, source: &mut dyn Read) -> io::Result<u64>;

    /// Removes a file; one that is not there is fine.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Every regular file under `root`, however deep, in the order of their paths; or `root` itself if it is a file.
    /// Names that begin with a dot are passed over, and no link is followed.
    fn list(&self, root: &Path) -> io::Result<Vec<Found>>;

    /// Makes a folder and those above it.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Room on the disk that holds `path`; none where the system does not tell.
    fn space(&self, path: &Path) -> Option<Space>;
}

/// The device's disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn open_database(&self, path: &Path) -> rusqlite::Result<Connection> {
        Connection::open(path)
    }

    fn open_file(&self, path: &Path) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(File::open(path)?))
    }

    fn stamp(&self, path: &Path) -> io::Result<FileStamp> {
        Ok(stamp_of(&fs::metadata(path)?))
    }

    fn write_durable(&self, path: &Path, source: &mut dyn Read) -> io::Result<u64> {
        let folder = path.parent().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        fs::create_dir_all(folder)?;
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(format!(".{}.partial", std::process::id()));
        let partial = folder.join(name);
        let written = write_and_sync(&partial, source).and_then(|bytes| {
            fs::rename(&partial, path)?;
            sync_folder(folder)?;
            Ok(bytes)
        });
        if written.is_err() {
            // The first error is the one to tell; a left-over partial file is swept by `doctor`.
            let _ = fs::remove_file(&partial);
        }
        written
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    fn list(&self, root: &Path) -> io::Result<Vec<Found>> {
        let mut found = Vec::new();
        let metadata = fs::metadata(root)?;
        if metadata.is_file() {
            found.push(Found { path: root.to_owned(), stamp: stamp_of(&metadata) });
            return Ok(found);
        }
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                if entry.file_name().to_string_lossy().starts_with('.') {
                    continue;
                }
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() {
                    found.push(Found { path: entry.path(), stamp: stamp_of(&entry.metadata()?) });
                }
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn space(&self, path: &Path) -> Option<Space> {
        let stat = rustix::fs::statvfs(path).ok()?;
        Some(Space {
            free: stat.f_bavail.saturating_mul(stat.f_frsize),
            total: stat.f_blocks.saturating_mul(stat.f_frsize),
        })
    }
}

fn write_and_sync(path: &Path, source: &mut dyn Read) -> io::Result<u64> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
    let mut buffer = vec![0; 256 * 1024];
    let mut bytes = 0;
    loop {
        let read = match source.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        file.write_all(buffer.get(..read).unwrap_or_default())?;
        bytes += u64::try_from(read).unwrap_or(0);
    }
    file.sync_all()?;
    Ok(bytes)
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn stamp_of(metadata: &fs::Metadata) -> FileStamp {
    let modified_ns = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_nanos()).ok())
        .unwrap_or(0);
    FileStamp { bytes: metadata.len(), modified_ns, inode: inode(metadata) }
}

#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_metadata: &fs::Metadata) -> u64 {
    0
}
