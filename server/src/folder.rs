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

/// A data folder that this process has for itself, until the value is dropped or the process dies.
///
/// `server.lock` is locked; `server.db` holds the rows, `parts/` the bytes, `admin.sock` takes commands.
#[derive(Debug)]
pub(crate) struct DataFolder {
    root: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Makes the folder if need be, for its owner only, and locks it.
    pub(crate) fn open(root: &Path) -> Result<Self, FolderError> {
        let failed = |source| FolderError::Io { folder: root.to_owned(), source };
        create_private(root).map_err(failed)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(root.join("server.lock"))
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {
                let folder = Self { root: root.to_owned(), _lock: lock };
                folder.keep_private().map_err(failed)?;
                Ok(folder)
            }
            Err(TryLockError::WouldBlock) => Err(FolderError::InUse(root.to_owned())),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
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
}

fn create_private(root: &Path) -> io::Result<()> {
    if root.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(root)
}
