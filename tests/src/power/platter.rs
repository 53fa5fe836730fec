use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::simulation::Chance;

/// What a disk writes at once: it is there, is not, or holds rubbish.
const SECTOR: usize = 512;

/// One thing that happened to a file.
#[derive(Debug, Clone)]
pub enum Step {
    /// Bytes were written, and may still be anywhere.
    Write(Arc<Path>, u64, Vec<u8>),
    /// The file was cut to a length, or lengthened.
    Truncate(Arc<Path>, u64),
    /// What was done to the file until now survives.
    Sync(Arc<Path>),
    /// The file was removed; whether that survives is open.
    Remove(Arc<Path>),
    /// The file was removed, and that survives.
    RemoveDurably(Arc<Path>),
    /// A whole file was put there, and survives.
    Put(Arc<Path>, Vec<u8>),
}

/// The files as they lie on the disk at one step.
#[derive(Debug, Clone, Default)]
pub struct Platter {
    files: BTreeMap<PathBuf, File>,
    /// A disk that says "synced" and lies: to see whether that would be noticed.
    lies: bool,
}

#[derive(Debug, Clone, Default)]
struct File {
    /// What survives; none for a file that is not there.
    durable: Option<Vec<u8>>,
    /// What was done since, in order.
    pending: Vec<Pending>,
}

#[derive(Debug, Clone)]
enum Pending {
    Write(usize, Vec<u8>),
    Truncate(usize),
    Remove,
}

impl Platter {
    /// An empty disk that keeps its word.
    pub fn honest() -> Self {
        Self::default()
    }

    /// An empty disk that says of databases that they are synced when they are not.
    pub fn lying() -> Self {
        Self { lies: true, ..Self::default() }
    }

    /// One step further.
    pub fn pass(&mut self, step: &Step) {
        let (Step::Write(path, ..)
        | Step::Truncate(path, _)
        | Step::Sync(path)
        | Step::Remove(path)
        | Step::RemoveDurably(path)
        | Step::Put(path, _)) = step;
        let file = self.files.entry(path.to_path_buf()).or_default();
        match step {
            Step::Write(_, at, bytes) => file.pending.push(Pending::Write(length(*at), bytes.clone())),
            Step::Truncate(_, bytes) => file.pending.push(Pending::Truncate(length(*bytes))),
            Step::Remove(_) => file.pending.push(Pending::Remove),
            Step::Sync(_) if self.lies => {}
            Step::Sync(_) => {
                let new = file.durable.is_none();
                let pending = std::mem::take(&mut file.pending);
                // A file that was made and synced is there, even if nothing was written.
                file.durable.get_or_insert_default();
                pending.into_iter().for_each(|change| change.apply(&mut file.durable));
                // SQLite syncs the folder of a new journal along with it, and of no other file.
                if new && path.to_str().is_some_and(|path| path.ends_with("-wal") || path.ends_with("-journal")) {
                    self.sync_folder(path);
                }
            }
            Step::RemoveDurably(_) => {
                *file = File::default();
                self.sync_folder(path);
            }
            Step::Put(_, bytes) => {
                *file = File { durable: Some(bytes.clone()), pending: Vec::new() };
                self.sync_folder(path);
            }
        }
    }

    /// From now on it is settled which names there are beside this file.
    fn sync_folder(&mut self, beside: &Path) {
        for (_, file) in self.files.iter_mut().filter(|(path, _)| path.parent() == beside.parent()) {
            if let Some(removed) = file.pending.iter().rposition(|change| matches!(change, Pending::Remove)) {
                file.pending.drain(..=removed);
                file.durable = None;
            }
        }
    }

    /// What is found when the power comes back after a cut at this moment.
    pub fn after_power_loss(&self, seed: u64) -> BTreeMap<PathBuf, Vec<u8>> {
        let chance = Chance::of_seed(seed);
        let mut found = BTreeMap::new();
        for (path, file) in &self.files {
            let mut bytes = file.durable.clone();
            for change in &file.pending {
                match change {
                    Pending::Write(at, written) => {
                        for (index, sector) in written.chunks(SECTOR).enumerate() {
                            let at = at + index * SECTOR;
                            match chance.below(4) {
                                0 => Pending::Write(at, rubbish(&chance, sector.len())).apply(&mut bytes),
                                1 | 2 => Pending::Write(at, sector.to_vec()).apply(&mut bytes),
                                _ => {}
                            }
                        }
                    }
                    change if chance.one_in(2) => change.clone().apply(&mut bytes),
                    _ => {}
                }
            }
            if let Some(bytes) = bytes {
                found.insert(path.clone(), bytes);
            }
        }
        found
    }
}

impl Pending {
    fn apply(self, file: &mut Option<Vec<u8>>) {
        match self {
            Self::Write(at, bytes) => {
                let file = file.get_or_insert_default();
                let end = at + bytes.len();
                if file.len() < end {
                    file.resize(end, 0);
                }
                if let Some(place) = file.get_mut(at..end) {
                    place.copy_from_slice(&bytes);
                }
            }
            Self::Truncate(bytes) => file.get_or_insert_default().resize(bytes, 0),
            Self::Remove => *file = None,
        }
    }
}

fn rubbish(chance: &Chance, bytes: usize) -> Vec<u8> {
    let mut rubbish = vec![0; bytes];
    safelight_core::ports::Rng::fill(chance, &mut rubbish);
    rubbish
}

fn length(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}
