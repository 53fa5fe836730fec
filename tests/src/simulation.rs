//! A deterministic simulation: real phones and the real server in one process, under seeded time, network and death.
//!
//! A seed makes a world: two or three engines on folders of their own, the server's code on its folder, a memory card of
//! small pictures, and a person who imports, edits, throws away and deletes at random on all phones at once. Requests and
//! answers are lost, late and doubled; phones die at a disk operation, at a commit, at a request; the server dies between
//! any two steps; clocks are wrong; days pass. Now and then everything heals and the phones sync until nothing is left to
//! do. Then all must show the same library, and nothing may be lost, doubled or back from the dead.
//!
//! Everything that happens follows from the seed: [`run`] twice gives the same trace. What it does not cover: power
//! losses (the page cache survives these deaths: see `power`), live announcements, several processes on one phone.

pub(crate) mod chance;
mod cloud;
mod conditions;
mod journal;
mod link;
mod model;
mod oracle;
mod person;
mod phone;
mod pictures;
mod process;
mod time;
mod world;

use std::fmt;
use std::path::Path;

use tempfile::TempDir;

pub(crate) use chance::Chance;
use world::{Life, World};

/// The seeds of the test set.
pub const SEEDS: std::ops::Range<u64> = 0..100;

/// The seeds of the test set in which the server is restored from a backup. The last two find what the others don't: an old
/// tombstone that is taken for a new deed.
pub const RESTORED_SEEDS: [u64; 12] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 72, 96];

/// The seeds outside the test set that once found a mistake.
pub fn corpus() -> Vec<u64> {
    let lines = include_str!("simulation/corpus.txt").lines();
    lines.filter_map(|line| line.split(' ').next()?.parse().ok()).collect()
}

/// How many of its last lines a trace shows when something was wrong.
const LAST_LINES: usize = 60;

/// One life of one world, from its seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The seed.
    pub seed: u64,
    /// Everything that happened, in order.
    pub lines: Vec<String>,
    /// SHA-256 of the lines.
    pub digest: String,
    /// The first thing that was wrong.
    pub wrong: Option<String>,
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = self.lines.len().saturating_sub(LAST_LINES);
        for line in self.lines.iter().skip(from) {
            writeln!(f, "{line}")?;
        }
        match &self.wrong {
            None => writeln!(f, "seed {}: all is well", self.seed),
            Some(wrong) => {
                writeln!(f, "seed {}: {wrong}", self.seed)?;
                writeln!(f, "again: SAFELIGHT_SEED={} cargo test -p safelight-tests --test simulation", self.seed)
            }
        }
    }
}

/// Runs a seed.
///
/// # Panics
/// Where the machine has no room for a world or no runtime.
pub fn run(seed: u64) -> Trace {
    trace(seed, Life::Any)
}

/// Runs a seed in which the server is restored from a backup under the phones.
///
/// # Panics
/// As [`run`].
pub fn run_restored(seed: u64) -> Trace {
    trace(seed, Life::Restored)
}

fn trace(seed: u64, course_of_life: Life) -> Trace {
    let folder = folder();
    let (lines, digest, wrong) = live(seed, folder.path(), course_of_life);
    if wrong.is_some() && std::env::var_os("SAFELIGHT_KEEP").is_some() {
        // A person wants to look at the databases.
        let _kept = folder.keep();
    }
    Trace { seed, lines, digest, wrong }
}

#[expect(clippy::unwrap_used, reason = "without a folder there is no world to run in")]
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory).unwrap() } else { TempDir::new().unwrap() }
}

#[expect(clippy::unwrap_used, reason = "without a runtime there is no world to run")]
fn live(seed: u64, folder: &Path, course_of_life: Life) -> (Vec<String>, String, Option<String>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        match World::begin(seed, folder, course_of_life).await {
            Ok(world) => {
                match course_of_life {
                    Life::Any => world.live().await,
                    Life::Restored => world.live_through_restores().await,
                }
                (world.journal.lines(), world.journal.digest(), world.journal.failure())
            }
            Err(wrong) => (Vec::new(), String::new(), Some(wrong)),
        }
    })
}
