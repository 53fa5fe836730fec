//! The data folder: whose it is, and that only one server has it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The folder can't be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A server holds it.
    #[error("another server is running on {0}")]
    InUse(PathBuf),
    /// A restore into it was cut off.
    #[error("a restore into {0} did not end: restore again")]
    Unfinished(PathBuf),
    /// It is to be restored into, and holds something.
    #[error("{0} is not empty: a backup is restored into an empty folder")]
    NotEmpty(PathBuf),
    /// The file system refused.
    #[error("can't use the folder {folder}")]
    Io {
        /// The folder.
        folder: PathBuf,
        /// What it said.
        #[source]
        source: io::Error,
    },
}

const LOCK: &str = "server.lock";
const RESTORING: &str = "restoring";

/// A data folder that this process has for itself, until the value is dropped or the process dies.
///
/// `server.lock` is locked; `server.db` holds the rows, `parts/` the bytes, `admin.sock` takes commands. While `restoring`
/// lies there, a restore has not ended.
#[derive(Debug)]
pub(crate) struct DataFolder {
    root: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Makes the folder if need be, for its owner only, and locks it.
    pub(crate) fn open(root: &Path) -> Result<Self, FolderError> {
        let folder = Self::lock(root)?;
        if folder.unfinished().exists() {
            return Err(FolderError::Unfinished(root.to_owned()));
        }
        folder.keep_private().map_err(|source| folder.failed(source))?;
        Ok(folder)
    }

    /// Makes the folder if need be, locks it, and empties it of a restore that was cut off. Until
    /// [`restored`](Self::restored) no server opens it.
    pub(crate) fn open_to_restore(root: &Path) -> Result<Self, FolderError> {
        let failed = |source| FolderError::Io { folder: root.to_owned(), source };
        let begun = root.join(RESTORING).exists();
        // Before there is a lock in it: whether anything is.
        let empty = match fs::read_dir(root) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(failed(error)),
        };
        if !empty && !begun {
            // A server that runs there is the better reason.
            if root.join(LOCK).is_file() {
                Self::lock(root)?;
            }
            return Err(FolderError::NotEmpty(root.to_owned()));
        }
        let folder = Self::lock(root)?;
        folder.make_empty().map_err(failed)?;
        Ok(folder)
    }

    /// The names that a restore makes durable before it writes anything else, and what it removes of an earlier one.
    fn make_empty(&self) -> io::Result<()> {
        make_private(&self.root)?;
        File::create(self.unfinished())?.sync_all()?;
        File::open(&self.root)?.sync_all()?;
        for entry in fs::read_dir(&self.root)? {
            let entry = entry?;
            match entry.file_name().to_str() {
                Some(LOCK | RESTORING) => {}
                _ if entry.file_type()?.is_dir() => fs::remove_dir_all(entry.path())?,
                _ => fs::remove_file(entry.path())?,
            }
        }
        create_private(&self.parts())
    }

    /// Ends a restore: the database that was prepared takes its place, and servers may open the folder.
    pub(crate) fn restored(self) -> Result<(), FolderError> {
        let publish = || {
            // Rows that are still in the journal would be left behind.
            let mut journal = self.staged().into_os_string();
            journal.push("-wal");
            if fs::metadata(&journal).is_ok_and(|journal| journal.len() > 0) {
                return Err(io::Error::other("the database was not closed"));
            }
            make_file_private(&self.staged())?;
            fs::rename(self.staged(), self.database())?;
            File::open(&self.root)?.sync_all()?;
            fs::remove_file(self.unfinished())?;
            File::open(&self.root)?.sync_all()
        };
        publish().map_err(|source| self.failed(source))
    }

    fn lock(root: &Path) -> Result<Self, FolderError> {
        let failed = |source| FolderError::Io { folder: root.to_owned(), source };
        create_private(root).map_err(failed)?;
        let mut options = File::options();
        options.create(true).truncate(false).read(true).write(true);
        let lock = options.open(root.join(LOCK)).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { root: root.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(FolderError::InUse(root.to_owned())),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    fn failed(&self, source: io::Error) -> FolderError {
        FolderError::Io { folder: self.root.clone(), source }
    }

    /// The folder may be one that others can list; what lies in it is the owner's alone. SQLite gives its journal the
    /// mode of the database.
    fn keep_private(&self) -> io::Result<()> {
        create_private(&self.parts())?;
        let mut options = File::options();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(self.database()).map(|_| ())
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.root.join("server.db")
    }

    pub(crate) fn parts(&self) -> PathBuf {
        self.root.join("parts")
    }

    /// Where a restore prepares the database.
    pub(crate) fn staged(&self) -> PathBuf {
        self.root.join("server.restoring.db")
    }

    fn unfinished(&self) -> PathBuf {
        self.root.join(RESTORING)
    }
}

/// Makes a folder that only its owner sees into; one that is there stays as it is.
pub(crate) fn create_private(root: &Path) -> io::Result<()> {
    if root.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(root)
}

/// Lets only its owner see into a folder.
pub(crate) fn make_private(root: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(root, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    #[cfg(not(unix))]
    let _ = root;
    Ok(())
}

fn make_file_private(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}
