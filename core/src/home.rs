//! A home: the folder in which one device keeps its library.
//!
//! ```text
//! HOME/
//!   library.db            what is known (see store/schema.sql)
//!   originals/ab/…        originals of ours, named by content id and a mark
//!   derivatives/ab/…      previews and thumbnails, named by content id
//!   incoming/…            originals on their way from the cloud
//! ```

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use safelight_protocol::ContentId;
use tokio::sync::watch;

use crate::borrowed::Borrowed;
use crate::ports::{FileStamp, Ports, ReadSeek, WorkLost, offload, random};
use crate::store::files::{LocalFile, Owner};
use crate::store::{Store, StoreError};

/// Why something local could not be done.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file could not be read or written.
    #[error("a file could not be read or written")]
    File(#[from] io::Error),
    /// A file does not fit on this device. Bytes: what it needs, what is free, and what could leave because the cloud has it.
    #[error("it needs {need} bytes and {free} are free on this device; what the cloud has could make room for {could}")]
    NoRoom {
        /// What it needs.
        need: u64,
        /// What is free.
        free: u64,
        /// What could leave.
        could: u64,
    },
    /// The work was cut off.
    #[error(transparent)]
    Lost(#[from] WorkLost),
}

impl HomeError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::File(error) => file_code(error),
            Self::NoRoom { .. } => "disk.device",
            Self::Lost(_) => "eng.interrupted",
        }
    }
}

/// The code of a file's trouble.
pub(crate) fn file_code(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "item.missing",
        io::ErrorKind::PermissionDenied => "lib.denied",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "disk.device",
        _ => "item.corrupt",
    }
}

/// How a borrowed original in the phone's own photo library is noted: this, then the system's id. No absolute path of a
/// file begins so.
pub(crate) const PHOTO_SCHEME: &str = "photos:";

/// One device's folder, its database and the ports it uses.
#[derive(Clone)]
pub(crate) struct Home {
    pub(crate) root: PathBuf,
    pub(crate) ports: Ports,
    store: Arc<Store>,
    changed: watch::Sender<u64>,
    edited: watch::Sender<u64>,
}

impl std::fmt::Debug for Home {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Home").field("root", &self.root).finish_non_exhaustive()
    }
}

impl Home {
    /// Opens a home, making what is missing.
    pub(crate) async fn open(root: &Path, ports: Ports) -> Result<Self, HomeError> {
        let (disk, path) = (Arc::clone(&ports.disk), root.to_owned());
        let store = offload(ports.workers.as_ref(), move || -> Result<Store, HomeError> {
            for folder in ["originals", "derivatives", "incoming"] {
                disk.create_folder(&path.join(folder))?;
            }
            Ok(Store::open(disk.as_ref(), &path.join("library.db"))?)
        })
        .await??;
        Ok(Self {
            root: root.to_owned(),
            ports,
            store: Arc::new(store),
            changed: watch::Sender::new(0),
            edited: watch::Sender::new(0),
        })
    }

    /// The time by this device's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// Reads the database.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&rusqlite::Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, HomeError> {
        let store = Arc::clone(&self.store);
        Ok(offload(self.ports.workers.as_ref(), move || store.read(read)).await??)
    }

    /// Writes what the person did, and tells whoever waits for that: the engine.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, HomeError> {
        let written = self.write_quietly(write).await?;
        self.tell_edited();
        Ok(written)
    }

    /// Writes what the engine did: screens are told, the engine itself is not.
    pub(crate) async fn write_quietly<T: Send + 'static>(
        &self,
        write: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, HomeError> {
        let store = Arc::clone(&self.store);
        let written = offload(self.ports.workers.as_ref(), move || store.write(write)).await??;
        self.tell_changed();
        Ok(written)
    }

    /// Runs blocking work that uses files and the database.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, HomeError> {
        let home = self.clone();
        Ok(offload(self.ports.workers.as_ref(), move || job(&home)).await?)
    }

    /// The database, for code that runs on the workers already.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// A receiver that wakes when the person does something in this process.
    pub(crate) fn edits(&self) -> watch::Receiver<u64> {
        self.edited.subscribe()
    }

    /// Wakes the engine, too.
    pub(crate) fn tell_edited(&self) {
        self.edited.send_modify(|count| *count = count.wrapping_add(1));
        self.tell_changed();
    }

    /// A receiver that wakes when this process changes the library.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Wakes whoever waits for changes.
    pub(crate) fn tell_changed(&self) {
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// A new place for an original of ours, relative to the home. No name is used twice: a removal that comes late can
    /// never hit a file that was taken in again meanwhile.
    pub(crate) fn new_original_path(&self, content: &ContentId) -> String {
        let mark: [u8; 4] = random(self.ports.rng.as_ref());
        format!("{}-{}", Self::spread("originals", content), HEXLOWER.encode(&mark))
    }

    /// Where a preview or thumbnail belongs, relative to the home.
    pub(crate) fn derivative_path(content: &ContentId) -> String {
        Self::spread("derivatives", content)
    }

    fn spread(folder: &str, content: &ContentId) -> String {
        let name = content.to_string();
        let shard: String = name.chars().take(2).collect();
        format!("{folder}/{shard}/{name}")
    }

    /// Opens a file to read, wherever it is. Blocks.
    pub(crate) fn open_local(&self, file: &LocalFile) -> io::Result<Box<dyn ReadSeek>> {
        match file.owner {
            Owner::Ours => self.ports.disk.open_file(&self.path_of(file)),
            Owner::Borrowed => Borrowed::parse(&file.path)?.open(self),
        }
    }

    /// What a file looks like now, wherever it is. Blocks.
    pub(crate) fn stamp_local(&self, file: &LocalFile) -> io::Result<FileStamp> {
        match file.owner {
            Owner::Ours => self.ports.disk.stamp(&self.path_of(file)),
            Owner::Borrowed => Borrowed::parse(&file.path)?.stamp(self),
        }
    }

    /// Where a file is; of a Live Photo on a disk, its still.
    pub(crate) fn path_of(&self, file: &LocalFile) -> PathBuf {
        match file.owner {
            Owner::Ours => self.root.join(&file.path),
            Owner::Borrowed => Borrowed::parse(&file.path).map_or_else(|_| PathBuf::from(&file.path), Borrowed::path),
        }
    }
}
