//! Backups: a folder from which the whole server can be made again.
//!
//! `backup.json` is the manifest: it names a snapshot of the database, `server-….db`, which holds every secret of the
//! server too, OPAQUE's setup among them. `parts/` holds the parts that the snapshot names, in the same form as the
//! server's own.
//!
//! What it promises: a backup counts from the moment in which its manifest is in place, which is its last step; until then
//! the one before it is whole, because nothing that it names is removed earlier. Whatever is copied is hashed when it is
//! read and again when it is written; of what older backups have copied a sixteenth is hashed again each time. What it
//! does not do: keep more than the newest state. Use several folders for that.

mod manifest;
mod restore;

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use safelight_protocol::record::PartRef;
use safelight_protocol::{PartId, SMALL_PART_BYTES};

use crate::app::App;
use crate::blobs::{BlobError, BlobStore, FolderBlobs};
use crate::digest::sha256;
use crate::folder::{self, FolderError};
use crate::parts::Found;
use crate::port::Unfinished;
use crate::refusal::Refusal;
use crate::store::{SCHEMA_VERSION, Snapshot, StoreError};
use manifest::Manifest;
pub use restore::{Restored, restore};

const LOCK: &str = "backup.lock";
const NEW_DATABASE: &str = "server.new.db";
const WALK_BATCH: usize = 1_000;

/// So many bytes of small parts are written at once.
const MOST_BATCH_BYTES: usize = 8 * 1024 * 1024;

/// Each backup hashes again what older ones have copied to so many of the 256 shelves.
const CHECKED_SHELVES: u8 = 16;

/// A backup or a restore did not end. What was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The path is not absolute.
    #[error("the backup's folder must be named with its whole path")]
    NotAbsolute,
    /// The folder is the server's own, or in it, or around it.
    #[error("a backup does not lie in the server's own folder, nor around it")]
    Inside,
    /// The folder holds other things.
    #[error("{0} is neither empty nor a backup")]
    NotABackup(PathBuf),
    /// Another one writes there.
    #[error("another backup is being written or read in {0}")]
    InUse(PathBuf),
    /// No manifest, or none that can be read.
    #[error("there is no backup in {0}")]
    NoBackup(PathBuf),
    /// A newer server has written it.
    #[error("the backup was written by a newer version of the server")]
    Newer,
    /// The copy of the database is not what the manifest says.
    #[error("the backup's database is damaged")]
    Damaged,
    /// What was written is not what was read.
    #[error("what was written to the backup reads differently: its disk is failing")]
    Unreliable,
    /// The file system refused.
    #[error("can't use {0}")]
    Io(PathBuf, #[source] io::Error),
    /// A part can't be written or read.
    #[error(transparent)]
    Blobs(#[from] BlobError),
    /// The database can't be copied or read.
    #[error(transparent)]
    Store(StoreError),
    /// The folder of the server.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The server failed.
    #[error("the server failed: {0}")]
    Failed(String),
}

impl BackupError {
    /// A stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAbsolute | Self::Inside | Self::NotABackup(_) => "admin.backup_folder",
            Self::InUse(_) => "admin.backup_in_use",
            Self::NoBackup(_) => "admin.no_backup",
            Self::Newer | Self::Store(StoreError::Newer) => "admin.backup_newer",
            Self::Damaged => "admin.backup_damaged",
            Self::Unreliable => "admin.backup_unreliable",
            Self::Folder(FolderError::NotEmpty(_)) => "admin.not_empty",
            Self::Store(StoreError::DiskFull) | Self::Blobs(BlobError::DiskFull) => "disk.server",
            Self::Folder(FolderError::InUse(_)) => "admin.running",
            Self::Io(..) | Self::Blobs(_) | Self::Store(_) | Self::Folder(_) => "admin.folder",
            Self::Failed(_) => "srv.5xx",
        }
    }
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Newer => Self::Newer,
            other => Self::Store(other),
        }
    }
}

impl From<Unfinished> for BackupError {
    fn from(error: Unfinished) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<Refusal> for BackupError {
    fn from(refusal: Refusal) -> Self {
        Self::Failed(refusal.code().to_owned())
    }
}

/// What one backup did.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BackedUp {
    /// The state that it holds.
    #[serde(serialize_with = "as_rfc3339", rename = "at")]
    pub at_ms: i64,
    /// Parts that the backup holds.
    pub parts: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Parts that were not in it before.
    pub copied: u64,
    /// Their bytes.
    pub copied_bytes: u64,
    /// Parts of older backups that were hashed again.
    pub checked: u64,
    /// Parts that were removed from it because nothing holds them any more.
    pub removed: u64,
    /// Parts that the server has lost, so that they are not in the backup either.
    pub missing: Vec<PartId>,
}

fn as_rfc3339<S: serde::Serializer>(ms: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&crate::admin::rfc3339(*ms))
}

/// A backup's folder, held by this process.
struct BackupFolder {
    root: PathBuf,
    _lock: File,
}

impl BackupFolder {
    /// Makes the folder if need be, for its owner only, and holds it.
    fn open(root: &Path, data: &Path) -> Result<Self, BackupError> {
        if !root.is_absolute() {
            return Err(BackupError::NotAbsolute);
        }
        let failed = |error| BackupError::Io(root.to_owned(), error);
        folder::create_private(root).map_err(failed)?;
        let (own, data) = (root.canonicalize().map_err(failed)?, data.canonicalize().map_err(failed)?);
        if own.starts_with(&data) || data.starts_with(&own) {
            return Err(BackupError::Inside);
        }
        let ours = root.join(LOCK).is_file();
        if !ours && fs::read_dir(root).map_err(failed)?.next().is_some() {
            return Err(BackupError::NotABackup(root.to_owned()));
        }
        folder::make_private(root).map_err(failed)?;
        let lock = File::options().create(true).truncate(false).write(true).open(root.join(LOCK)).map_err(failed)?;
        hold(&lock, root)?;
        Ok(Self { root: root.to_owned(), _lock: lock })
    }

    fn failed(&self, error: io::Error) -> BackupError {
        BackupError::Io(self.root.clone(), error)
    }
}

fn hold(lock: &File, root: &Path) -> Result<(), BackupError> {
    match lock.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(BackupError::InUse(root.to_owned())),
        Err(TryLockError::Error(error)) => Err(BackupError::Io(root.to_owned(), error)),
    }
}

impl App {
    /// Brings the backup in this folder up to date, or makes it. Everybody goes on meanwhile but the collector.
    pub(crate) async fn back_up(&self, root: PathBuf) -> Result<BackedUp, BackupError> {
        let (blocking, data) = (self.blocking(), self.config().data.clone());
        let folder = blocking.run(move || BackupFolder::open(&root, &data)).await??;
        let root = folder.root.clone();
        let before = blocking.run(move || Manifest::read(&root)).await?;
        let before = match before {
            Err(BackupError::NoBackup(_)) => None,
            other => Some(other?),
        };
        // What the snapshot names stays until it is copied.
        let _paused = self.parts().pause_collecting().await;
        let at_ms = self.now_ms();
        let new = folder.root.join(NEW_DATABASE);
        let stale = new.clone();
        let removed = blocking.run(move || remove(&stale)).await?;
        removed.map_err(|error| folder.failed(error))?;
        self.records().snapshot(new.clone()).await?;
        let path = new.clone();
        let snapshot = blocking.run(move || Snapshot::open(&path, blocking)).await??;
        let parts = folder.root.join("parts");
        let blobs = blocking.run(move || FolderBlobs::open(&parts, blocking)).await??;
        let first_shelf = before.as_ref().map_or(0, |before| before.next_shelf);
        let mut copy = Copying { app: self, blobs: &blobs, first_shelf, done: BackedUp::at(at_ms), batch: Vec::new() };
        copy.all(&snapshot).await?;
        let mut done = copy.done;
        let reach = snapshot.reach(done.missing.iter().copied().collect()).await?;
        let manifest = Manifest {
            next_shelf: first_shelf.wrapping_add(CHECKED_SHELVES),
            ..Manifest::of(self, at_ms, done.parts, done.bytes)
        };
        let folder = blocking.run(move || manifest.publish(folder)).await??;
        done.removed = remove_strangers(&blobs, &snapshot).await?;
        self.records().note_backup(at_ms, reach).await?;
        drop(folder);
        tracing::info!(parts = done.parts, copied = done.copied, missing = done.missing.len(), "backed up");
        Ok(done)
    }
}

impl BackedUp {
    fn at(at_ms: i64) -> Self {
        Self { at_ms, parts: 0, bytes: 0, copied: 0, copied_bytes: 0, checked: 0, removed: 0, missing: Vec::new() }
    }
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Copies what a snapshot names.
struct Copying<'a> {
    app: &'a App,
    blobs: &'a FolderBlobs,
    first_shelf: u8,
    done: BackedUp,
    batch: Vec<(PartId, Bytes)>,
}

impl Copying<'_> {
    async fn all(&mut self, snapshot: &Snapshot) -> Result<(), BackupError> {
        let mut after = None;
        loop {
            let parts = snapshot.parts(after, WALK_BATCH).await?;
            let Some(last) = parts.last() else { break };
            after = Some(last.id);
            for part in parts {
                self.one(part).await?;
            }
        }
        self.flush().await
    }

    async fn one(&mut self, part: PartRef) -> Result<(), BackupError> {
        if self.has(part).await? {
            self.done.parts += 1;
            self.done.bytes += part.bytes;
            return Ok(());
        }
        match self.app.parts().find(part.id).await? {
            Found::Whole(bytes) => {
                self.batch.push((part.id, bytes));
                let waiting: usize = self.batch.iter().map(|(_, bytes)| bytes.len()).sum();
                if part.bytes > SMALL_PART_BYTES || waiting >= MOST_BATCH_BYTES {
                    self.flush().await?;
                }
            }
            Found::Missing | Found::Damaged => {
                tracing::error!("a part is gone or damaged and can't be backed up: see admin verify");
                self.app.records().mark_damaged(part.id).await?;
                self.done.missing.push(part.id);
            }
        }
        Ok(())
    }

    /// Whether the backup has the part already; whole, where it is this part's turn to be looked at.
    async fn has(&mut self, part: PartRef) -> Result<bool, BackupError> {
        if self.blobs.size(part.id).await? != Some(part.bytes) {
            return Ok(false);
        }
        let shelf = part.id.0.first().copied().unwrap_or_default();
        if shelf.wrapping_sub(self.first_shelf) >= CHECKED_SHELVES {
            return Ok(true);
        }
        self.done.checked += 1;
        self.is_whole(part.id).await
    }

    async fn is_whole(&self, part: PartId) -> Result<bool, BackupError> {
        let Some(bytes) = self.blobs.get(part).await? else { return Ok(false) };
        Ok(self.app.blocking().run(move || sha256(&[&bytes]) == part.0).await?)
    }

    /// Writes what waits, reads it again and compares.
    async fn flush(&mut self) -> Result<(), BackupError> {
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return Ok(());
        }
        self.blobs.put(batch.clone()).await?;
        for (part, bytes) in batch {
            if !self.is_whole(part).await? {
                return Err(BackupError::Unreliable);
            }
            let bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            self.done.parts += 1;
            self.done.bytes += bytes;
            self.done.copied += 1;
            self.done.copied_bytes += bytes;
        }
        Ok(())
    }
}

/// Removes the parts that the snapshot does not name; returns how many.
async fn remove_strangers(blobs: &FolderBlobs, snapshot: &Snapshot) -> Result<u64, BackupError> {
    let (mut after, mut removed) = (None, 0);
    loop {
        let parts = blobs.list(after, WALK_BATCH).await?;
        let Some(last) = parts.last() else { return Ok(removed) };
        after = Some(*last);
        let strangers: BTreeSet<PartId> = snapshot.strangers(parts).await?.into_iter().collect();
        removed += u64::try_from(strangers.len()).unwrap_or(u64::MAX);
        if !strangers.is_empty() {
            blobs.delete(strangers.into_iter().collect()).await?;
        }
    }
}

/// The schema that a manifest of this server names.
const SCHEMA: u32 = SCHEMA_VERSION;
