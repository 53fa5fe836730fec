//! Pulling the plug: what is on the disk after a power cut.
//!
//! `kill -9` proves nothing about `fsync`, since the system keeps what a dead process wrote. Here every write, truncation,
//! sync and removal of a database is noted as it passes SQLite's own file layer ([`watch_databases`]), and so is what goes through the
//! core's [`Disk`](safelight_core::ports::Disk) port ([`NotedDisk`]). Afterwards the power can be cut at each of these
//! steps: what was synced is there, and of the rest each sector of 512 bytes is there, is not, or holds rubbish
//! ([`Platter`]).
//!
//! The limits: files that the server writes beside its databases are not noted; they stay as they are.

mod disk;
mod platter;
mod vfs;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

pub use disk::NotedDisk;
pub use platter::{Platter, Step};
pub use vfs::watch_databases;

/// What happened to the files, in order.
#[derive(Debug, Default)]
pub struct Notes {
    steps: Mutex<Vec<Step>>,
    closed: AtomicBool,
}

impl Notes {
    /// How many steps there are so far: what was told before is told by these.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether nothing has happened yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All steps; from here on nothing more is noted.
    pub fn take(&self) -> Vec<Step> {
        self.closed.store(true, Ordering::SeqCst);
        std::mem::take(&mut self.lock())
    }

    fn add(&self, step: Step) {
        if !self.closed.load(Ordering::SeqCst) {
            self.lock().push(step);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Step>> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Notes that several share.
pub type SharedNotes = Arc<Notes>;
