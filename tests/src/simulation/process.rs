//! A process that dies: at a disk operation, at a commit of its database, at a request, or between two steps.
//!
//! A dead process changes nothing any more: its transactions roll back, its files stay as they are, its jobs do not run.
//! What it had begun is thrown away at the next step of whoever waits for it.

use std::fs;
use std::future::Future;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::Poll;

use rusqlite::Connection;
use safelight_core::ports::{
    Disk, FileStamp, Found, KeyVault, MemoryVault, ReadSeek, Secret, Space, SystemDisk, VaultError, Workers,
};

use super::chance::Chance;
use super::time::DeviceClock;

/// One process on a phone, from its start to its death.
#[derive(Debug)]
pub(super) struct Process {
    dead: AtomicBool,
    /// How many durable operations it has left; the last one happens or not.
    left: AtomicU64,
    last_happens: AtomicBool,
}

/// The process died before the work was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Killed;

impl Process {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            dead: AtomicBool::new(false),
            left: AtomicU64::new(u64::MAX),
            last_happens: AtomicBool::new(false),
        })
    }

    /// Lets it die at the durable operation with this number, counted from now.
    pub(super) fn die_after(&self, operations: u64, last_happens: bool) {
        self.last_happens.store(last_happens, Ordering::Relaxed);
        self.left.store(operations.max(1), Ordering::Relaxed);
    }

    /// Lets it live.
    pub(super) fn disarm(&self) {
        self.left.store(u64::MAX, Ordering::Relaxed);
    }

    pub(super) fn kill(&self) {
        self.dead.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_dead(&self) -> bool {
        self.dead.load(Ordering::Relaxed)
    }

    /// Whether a durable operation happens.
    fn durable(&self) -> bool {
        if self.is_dead() {
            return false;
        }
        match self.left.load(Ordering::Relaxed) {
            u64::MAX => true,
            1 => {
                self.kill();
                self.last_happens.load(Ordering::Relaxed)
            }
            left => {
                self.left.store(left - 1, Ordering::Relaxed);
                true
            }
        }
    }

    /// Carries out work of this process for as long as it lives.
    pub(super) async fn run<T>(&self, work: impl Future<Output = T>) -> Result<T, Killed> {
        let mut work = pin!(work);
        std::future::poll_fn(|context| {
            if self.is_dead() {
                return Poll::Ready(Err(Killed));
            }
            let step = work.as_mut().poll(context);
            // What it did in the step in which it died, nobody was told.
            if self.is_dead() { Poll::Ready(Err(Killed)) } else { step.map(Ok) }
        })
        .await
    }
}

fn killed() -> io::Error {
    io::Error::other("the process was killed")
}

/// The disk as a mortal process sees it.
pub(super) struct MortalDisk {
    pub(super) process: Arc<Process>,
    pub(super) home: PathBuf,
    pub(super) clock: Arc<DeviceClock>,
}

impl MortalDisk {
    fn alive(&self) -> io::Result<()> {
        if self.process.is_dead() { Err(killed()) } else { Ok(()) }
    }

    /// Nothing that the machine chooses: files of the home have the simulation's time, files have no number.
    fn tamed(&self, path: &Path, stamp: FileStamp) -> FileStamp {
        let ours = path.starts_with(&self.home);
        let modified_ns = if ours { self.clock.wall_ms().saturating_mul(1_000_000) } else { stamp.modified_ns };
        FileStamp { modified_ns, inode: 0, ..stamp }
    }
}

impl Disk for MortalDisk {
    fn open_database(&self, path: &Path) -> rusqlite::Result<Connection> {
        if self.process.is_dead() {
            return Err(rusqlite::Error::InvalidQuery);
        }
        let connection = SystemDisk.open_database(path)?;
        let process = Arc::clone(&self.process);
        connection.commit_hook(Some(move || !process.durable()))?;
        Ok(connection)
    }

    fn open_file(&self, path: &Path) -> io::Result<Box<dyn ReadSeek>> {
        self.alive()?;
        SystemDisk.open_file(path)
    }

    fn stamp(&self, path: &Path) -> io::Result<FileStamp> {
        self.alive()?;
        Ok(self.tamed(path, SystemDisk.stamp(path)?))
    }

    fn write_durable(&self, path: &Path, source: &mut dyn Read) -> io::Result<u64> {
        self.alive()?;
        if self.process.durable() {
            // Rename without sync: the page cache of this machine survives the deaths of the simulation.
            let folder = path.parent().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
            fs::create_dir_all(folder)?;
            let partial = path.with_extension("partial");
            let written = io::copy(source, &mut fs::File::create(&partial)?)?;
            fs::rename(&partial, path)?;
            return Ok(written);
        }
        Err(killed())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        if self.process.durable() { SystemDisk.remove(path) } else { Err(killed()) }
    }

    fn list(&self, root: &Path) -> io::Result<Vec<Found>> {
        self.alive()?;
        let found = SystemDisk.list(root)?;
        Ok(found.into_iter().map(|found| Found { stamp: self.tamed(&found.path, found.stamp), ..found }).collect())
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.alive()?;
        SystemDisk.create_folder(path)
    }

    fn space(&self, _: &Path) -> Option<Space> {
        Some(Space { free: 1 << 40, total: 1 << 41 })
    }
}

/// The key store: it outlives every process.
pub(super) struct MortalVault {
    pub(super) process: Arc<Process>,
    pub(super) inner: Arc<MemoryVault>,
}

impl MortalVault {
    fn change(&self, change: impl FnOnce(&MemoryVault) -> Result<(), VaultError>) -> Result<(), VaultError> {
        if self.process.durable() { change(&self.inner) } else { Err(VaultError::Failed(killed().to_string())) }
    }
}

impl KeyVault for MortalVault {
    fn load(&self, name: &str) -> Result<Option<Secret>, VaultError> {
        self.inner.load(name)
    }

    fn save(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        self.change(|vault| vault.save(name, secret))
    }

    fn remove(&self, name: &str) -> Result<(), VaultError> {
        self.change(|vault| vault.remove(name))
    }
}

/// Work that blocks: done at once, or after everybody else had a turn.
pub(super) struct MortalWorkers {
    pub(super) process: Arc<Process>,
    pub(super) chance: Chance,
}

impl Workers for MortalWorkers {
    fn run(&self, job: Box<dyn FnOnce() + Send>) {
        if self.process.is_dead() {
            return;
        }
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) if self.chance.one_in(2) => {
                let process = Arc::clone(&self.process);
                runtime.spawn(async move {
                    if !process.is_dead() {
                        job();
                    }
                });
            }
            _ => job(),
        }
    }
}
