//! Random histories of a phone that makes room, against a server whose disk is struck at any moment.
//!
//! The oracle believes nobody: it reads the phone's disk and the server's. An original that was taken in and not deleted by
//! the person must be whole on one of them, always; a file that was edited behind the phone's back must stay. The one thing
//! that no phone can help is forgiven: a strike at the only copy there is, or at one that the server has just read for the
//! proof on which the removal rests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

use safelight_core::ports::RemoteRequest;
use safelight_core::{ImportOptions, Purged, RoomMade, VerifyScope};
use safelight_protocol::part::Challenge;
use safelight_protocol::{PartId, RecordId};
use safelight_server::admin::Command;
use sha2::{Digest, Sha256};
use tokio::sync::Notify;

use crate::disk::SmallDisk;
use crate::in_process::{Failure, Fate, Fates, TestDevice, TestServer};
use crate::phone::{Phone, files_in};
use crate::simulation::chance::Chance;

const EMAIL: &str = "rosa@example.org";
const STEPS: u64 = 24;

/// The histories of the test set.
pub const SEEDS: std::ops::Range<u64> = 0..36;

type Sha = [u8; 32];

/// What is done to a part on the server's disk.
#[derive(Debug, Clone, Copy)]
enum Damage {
    Deleted,
    Truncated,
    Flipped,
}

/// What happens at a request.
#[derive(Debug, Clone, Copy)]
enum Trap {
    /// The server's disk is struck before it arrives.
    StrikeBefore(PartId, Damage),
    /// The server's disk is struck after it was answered, before the phone hears the answer.
    StrikeAfter(PartId, Damage),
    RequestLost,
    AnswerLost,
    /// The phone's process dies.
    Kill,
    /// The phone's file changes while it waits for the answer.
    Edit(u64),
}

/// A file that was changed behind the phone's back: what it was, and what it is.
#[derive(Debug, Clone, Copy)]
struct Edited {
    before: Sha,
    after: Sha,
}

/// What the way to the server knows.
struct Way {
    parts: PathBuf,
    originals: PathBuf,
    /// Counts down to the trap.
    left: u64,
    trap: Option<Trap>,
    /// Parts that the server has read for a proof since the step began.
    read: BTreeSet<PartId>,
    /// Parts that were struck, and whether the server had read them for a proof just before.
    struck: Vec<(PartId, bool)>,
    edited: Vec<(PathBuf, Edited)>,
    kill: Arc<Notify>,
}

/// One original that was taken in.
struct Original {
    id: RecordId,
    sha: Sha,
    bytes: Vec<u8>,
    parts: Vec<PartId>,
    /// Deleted by the person, or struck where nothing could be helped.
    forgiven: bool,
}

struct World {
    chance: Chance,
    server: Option<TestServer>,
    phone: Option<Phone>,
    device: TestDevice,
    disk: Arc<SmallDisk>,
    way: Arc<Mutex<Way>>,
    originals: Vec<Original>,
    edited: BTreeMap<PathBuf, Edited>,
    /// What was whole on the phone when the step began.
    was_here: BTreeSet<Sha>,
    snapshot: Option<tempfile::TempDir>,
    told: Vec<String>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn sha(bytes: &[u8]) -> Sha {
    Sha256::digest(bytes).into()
}

fn part_file(parts: &Path, part: &PartId) -> PathBuf {
    let name = part.to_string();
    parts.join(name.get(..2).unwrap_or_default()).join(name)
}

fn is_whole(parts: &Path, part: &PartId) -> bool {
    fs::read(part_file(parts, part)).is_ok_and(|bytes| sha(&bytes) == part.0)
}

fn strike(parts: &Path, part: &PartId, damage: Damage) {
    let path = part_file(parts, part);
    let Ok(mut bytes) = fs::read(&path) else { return };
    // A part that is not there any more can't be struck.
    let _ = match damage {
        Damage::Deleted => fs::remove_file(&path),
        Damage::Truncated => fs::write(&path, bytes.split_at(bytes.len() / 2).0),
        Damage::Flipped => {
            if let Some(byte) = bytes.last_mut() {
                *byte ^= 1;
            }
            fs::write(&path, bytes)
        }
    };
}

/// What an edit does to the time of last change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    Moves,
    /// Set back, so that only the bytes tell.
    SetBack,
}

/// Changes one byte of a file.
fn edit_file(path: &Path, time: Time) -> io::Result<Edited> {
    let changed = fs::metadata(path)?.modified().unwrap_or(UNIX_EPOCH);
    let mut bytes = fs::read(path)?;
    let before = sha(&bytes);
    if let Some(byte) = bytes.first_mut() {
        *byte = byte.wrapping_add(1);
    }
    fs::write(path, &bytes)?;
    if time == Time::SetBack {
        fs::File::options().write(true).open(path)?.set_modified(changed)?;
    }
    Ok(Edited { before, after: sha(&bytes) })
}

fn read_for_proof(request: &RemoteRequest) -> Vec<PartId> {
    let challenge = request.url.ends_with("/proof").then(|| serde_json::from_slice::<Challenge>(&request.body).ok());
    challenge.flatten().map(|challenge| challenge.parts).unwrap_or_default()
}

/// The way on which traps lie.
fn fates(way: &Arc<Mutex<Way>>) -> Fates {
    let way = Arc::clone(way);
    Arc::new(move |request| {
        let mut at = lock(&way);
        let asked = read_for_proof(request);
        at.left = at.left.saturating_sub(1);
        let trap = if at.left == 0 { at.trap.take() } else { None };
        match trap {
            Some(Trap::StrikeBefore(part, damage)) => {
                strike(&at.parts, &part, damage);
                let read = at.read.contains(&part);
                at.struck.push((part, read));
            }
            Some(Trap::RequestLost) => return Fate::RequestLost,
            Some(Trap::AnswerLost) => return Fate::AnswerLost,
            Some(Trap::Kill) => {
                at.kill.notify_one();
                return Fate::RequestLost;
            }
            Some(Trap::Edit(which)) => {
                let files = files_in(&at.originals).unwrap_or_default();
                let index = usize::try_from(which).unwrap_or(0) % files.len().max(1);
                if let Some(path) = files.get(index)
                    && let Ok(edited) = edit_file(path, Time::Moves)
                {
                    at.edited.push((path.clone(), edited));
                }
            }
            _ => {}
        }
        let after = match trap {
            Some(Trap::StrikeAfter(part, damage)) => Some((part, damage)),
            _ => None,
        };
        if asked.is_empty() && after.is_none() {
            return Fate::Delivered;
        }
        let way = Arc::clone(&way);
        Fate::Changed(Arc::new(move |answer| {
            let mut at = lock(&way);
            at.read.extend(asked.iter().copied());
            if let Some((part, damage)) = after {
                strike(&at.parts, &part, damage);
                let read = at.read.contains(&part);
                at.struck.push((part, read));
            }
            answer
        }))
    })
}

/// Plays the history of a seed. What is wrong, if anything is.
pub fn run(seed: u64) -> Option<String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return Some(error.to_string()),
    };
    runtime.block_on(async {
        match World::begin(seed).await {
            Ok(mut world) => {
                let ended = Box::pin(world.play()).await;
                ended.err().map(|error| format!("{error}\nseed {seed}:\n{}", world.told.join("\n")))
            }
            Err(error) => Some(error.to_string()),
        }
    })
}

impl World {
    async fn begin(seed: u64) -> Result<Self, Failure> {
        let server = TestServer::start().await?;
        let disk = Arc::new(SmallDisk::of(u64::MAX / 2));
        let way = Arc::new(Mutex::new(Way {
            parts: server.folder().join("parts"),
            originals: PathBuf::new(),
            left: 0,
            trap: None,
            read: BTreeSet::new(),
            struck: Vec::new(),
            edited: Vec::new(),
            kill: Arc::new(Notify::new()),
        }));
        let device = TestDevice { disk: Arc::<SmallDisk>::clone(&disk), ..TestDevice::new(&server) };
        let device = device.with_fates(fates(&way));
        let phone = Phone::on(device.clone()).await?;
        phone.sign_up(EMAIL, "Rosa’s phone").await?;
        lock(&way).originals = phone.home().join("originals");
        Ok(Self {
            chance: Chance::of_seed(seed),
            server: Some(server),
            phone: Some(phone),
            device,
            disk,
            way,
            originals: Vec::new(),
            edited: BTreeMap::new(),
            was_here: BTreeSet::new(),
            snapshot: None,
            told: Vec::new(),
        })
    }

    fn phone(&self) -> Result<&Phone, Failure> {
        self.phone.as_ref().ok_or_else(|| "the phone is off".into())
    }

    fn server(&self) -> Result<&TestServer, Failure> {
        self.server.as_ref().ok_or_else(|| "the server is off".into())
    }

    async fn play(&mut self) -> Result<(), Failure> {
        self.take_in().await?;
        self.sync().await?;
        for _ in 0..STEPS {
            self.begin_step();
            match self.chance.below(14) {
                0 | 1 => self.take_in().await?,
                2 | 3 => self.sync().await?,
                4..=7 => self.optimise().await?,
                8 => self.open_one().await?,
                9 => self.edit_one()?,
                10 => self.strike_one(),
                11 => self.delete_one().await?,
                12 => self.pass_time(),
                _ => self.snapshot_or_roll_back().await?,
            }
            self.settle_accounts().await?;
            self.check()?;
        }
        self.begin_step();
        for _ in 0..6 {
            self.sync().await?;
        }
        self.server()?.app.carry_out(Command::Collect).await?;
        self.settle_accounts().await?;
        self.check()?;
        self.check_healed().await
    }

    fn tell(&mut self, what: String) {
        self.told.push(what);
    }

    fn begin_step(&mut self) {
        let mut way = lock(&self.way);
        way.read.clear();
        way.trap = None;
    }

    /// Lays a trap at one of the next requests, now and then.
    fn lay_trap(&mut self) {
        if self.chance.one_in(3) {
            return;
        }
        let parts: Vec<PartId> = self.originals.iter().flat_map(|one| one.parts.iter().copied()).collect();
        let damage = [Damage::Deleted, Damage::Truncated, Damage::Flipped];
        let damage = self.chance.pick(&damage).copied().unwrap_or(Damage::Deleted);
        let part = self.chance.pick(&parts).copied();
        let trap = match (self.chance.below(8), part) {
            (0..=2, Some(part)) => Trap::StrikeBefore(part, damage),
            (3, Some(part)) => Trap::StrikeAfter(part, damage),
            (4, _) => Trap::AnswerLost,
            (5, _) => Trap::Kill,
            (6, _) => Trap::Edit(self.chance.next()),
            _ => Trap::RequestLost,
        };
        let left = 1 + self.chance.below(4);
        self.tell(format!("  trap at request {left}: {trap:?}"));
        let mut way = lock(&self.way);
        way.left = left;
        way.trap = Some(trap);
    }

    async fn take_in(&mut self) -> Result<(), Failure> {
        let length = 150_000 + usize::try_from(self.chance.below(50_000)).unwrap_or(0);
        let mut bytes = vec![0; length];
        safelight_core::ports::Rng::fill(&self.chance, &mut bytes);
        let number = self.originals.len();
        let report = self.phone()?.import(&format!("{number}.bin"), &bytes).await?;
        let Some(id) = report.imported.first().copied() else { return Ok(()) };
        self.tell(format!("took in {number} as {id}"));
        self.originals.push(Original { id, sha: sha(&bytes), bytes, parts: Vec::new(), forgiven: false });
        Ok(())
    }

    async fn sync(&mut self) -> Result<(), Failure> {
        self.tell("sync".to_owned());
        self.phone()?.sync().await?;
        Ok(())
    }

    async fn optimise(&mut self) -> Result<(), Failure> {
        let bytes = (!self.chance.one_in(3)).then(|| 1 + self.chance.below(600_000));
        self.tell(format!("optimise {bytes:?}"));
        self.lay_trap();
        let stuck = self.chance.one_in(8);
        self.disk.keep_all(stuck);
        let kill = Arc::clone(&lock(&self.way).kill);
        let library = self.phone()?.library.clone();
        let made: Option<Result<RoomMade, _>> = tokio::select! {
            made = library.optimise(bytes) => Some(made),
            () = kill.notified() => None,
        };
        drop(library);
        self.disk.keep_all(false);
        match made {
            Some(Ok(made)) => self.tell(format!("  {} went, {} stay", made.evicted.len(), made.kept.len())),
            Some(Err(error)) => self.tell(format!("  {}", error.code())),
            None => self.die().await?,
        }
        Ok(())
    }

    /// The phone's process dies and comes back.
    async fn die(&mut self) -> Result<(), Failure> {
        self.tell("  killed".to_owned());
        self.begin_step();
        let phone = self.phone.take().ok_or("the phone is off")?;
        self.phone = Some(phone.reopened(self.device.clone()).await?);
        Ok(())
    }

    async fn open_one(&mut self) -> Result<(), Failure> {
        let Some(id) = self.chance.pick(&self.originals).map(|one| one.id) else { return Ok(()) };
        self.lay_trap();
        let opened = self.phone()?.original(id).await;
        self.tell(format!("opened {id}: {}", opened.map_or_else(|error| error.to_string(), |_| "here".to_owned())));
        self.begin_step();
        Ok(())
    }

    fn edit_one(&mut self) -> Result<(), Failure> {
        let files = files_in(&self.phone()?.home().join("originals"))?;
        if let Some(path) = self.chance.pick(&files) {
            let path = path.clone();
            self.tell(format!("edited {} behind its back", path.display()));
            let edited = edit_file(&path, Time::SetBack)?;
            lock(&self.way).edited.push((path, edited));
        }
        Ok(())
    }

    fn strike_one(&mut self) {
        let parts: Vec<PartId> = self.originals.iter().flat_map(|one| one.parts.iter().copied()).collect();
        let Some(part) = self.chance.pick(&parts).copied() else { return };
        self.tell(format!("struck {part}"));
        let mut way = lock(&self.way);
        strike(&way.parts, &part, Damage::Flipped);
        way.struck.push((part, false));
    }

    async fn delete_one(&mut self) -> Result<(), Failure> {
        let Some(index) = self.chance.pick(&(0..self.originals.len()).collect::<Vec<_>>()).copied() else {
            return Ok(());
        };
        let Some(original) = self.originals.get_mut(index) else { return Ok(()) };
        let (id, bytes) = (original.id, original.bytes.clone());
        let phone = self.phone.as_ref().ok_or("the phone is off")?;
        if original.forgiven {
            // Deleted before, or lost: the person finds the file and wants it back.
            let again = ImportOptions { purged: Purged::BringBack, ..ImportOptions::default() };
            let report = phone.import_with(&format!("again-{index}.bin"), &bytes, again).await?;
            original.forgiven = report.imported.is_empty();
            self.tell(format!("took {id} in again"));
        } else if phone.library.trash(vec![id]).await.is_ok() && self.chance.one_in(2) {
            original.forgiven = true;
            phone.library.purge(vec![id]).await?;
            self.tell(format!("deleted {id}"));
        } else {
            phone.library.restore(vec![id]).await?;
            self.tell(format!("trashed and restored {id}"));
        }
        Ok(())
    }

    fn pass_time(&mut self) {
        self.tell("two days pass".to_owned());
        self.device.clock.pass(jiff::SignedDuration::from_hours(48));
    }

    /// The server's disk is copied, or put back as it was: it notices nothing itself.
    async fn snapshot_or_roll_back(&mut self) -> Result<(), Failure> {
        match self.snapshot.take() {
            None => {
                let copy = tempfile::TempDir::with_prefix("safelight-snapshot-")?;
                copy_folder(self.server()?.folder(), copy.path())?;
                self.snapshot = Some(copy);
                self.tell("snapshot".to_owned());
            }
            Some(copy) => {
                self.tell("rolled back".to_owned());
                let phone = self.phone.take().ok_or("the phone is off")?;
                let way = lock(&self.way).parts.clone();
                let unplugged = TestDevice {
                    remote: crate::in_process::InProcess::new(axum::Router::new()),
                    ..phone.device.clone()
                };
                let phone = phone.reopened(unplugged.clone()).await?;
                self.device = unplugged;
                let server = self.server.take().ok_or("the server is off")?;
                let server = server
                    .restarted(|folder| {
                        fs::remove_dir_all(folder)?;
                        copy_folder(copy.path(), folder)
                    })
                    .await?;
                let device = TestDevice { remote: server.remote.clone(), ..self.device.clone() };
                self.device = device.with_fates(fates(&self.way));
                self.phone = Some(phone.reopened(self.device.clone()).await?);
                self.server = Some(server);
                // What the copy does not have was taken by whoever put it back.
                let here = self.on_phone()?;
                for original in &mut self.originals {
                    let whole = !original.parts.is_empty() && original.parts.iter().all(|part| is_whole(&way, part));
                    original.forgiven |= !whole && !here.contains(&original.sha);
                }
            }
        }
        Ok(())
    }

    fn on_phone(&self) -> Result<BTreeSet<Sha>, Failure> {
        let files = files_in(&self.phone()?.home().join("originals"))?;
        Ok(files.iter().filter_map(|path| fs::read(path).ok()).map(|bytes| sha(&bytes)).collect())
    }

    /// Takes note of what was struck, and of how originals are cut.
    async fn settle_accounts(&mut self) -> Result<(), Failure> {
        for index in 0..self.originals.len() {
            let Some(id) = self.originals.get(index).map(|one| one.id) else { continue };
            let details = self.phone()?.library.details(id).await?;
            let parts = details.and_then(|details| {
                details.resources.into_iter().find(|file| file.kind == "original").map(|file| file.parts)
            });
            if let (Some(original), Some(parts)) = (self.originals.get_mut(index), parts)
                && !parts.is_empty()
            {
                original.parts = parts;
            }
        }
        let (struck, edited) = {
            let mut way = lock(&self.way);
            (std::mem::take(&mut way.struck), std::mem::take(&mut way.edited))
        };
        let here = self.on_phone()?;
        let parts = lock(&self.way).parts.clone();
        for (path, edited) in edited {
            // Whoever edits the only copy has lost the original.
            for original in self.originals.iter_mut().filter(|one| one.sha == edited.before) {
                let in_cloud = !original.parts.is_empty() && original.parts.iter().all(|part| is_whole(&parts, part));
                original.forgiven |= !in_cloud && !here.contains(&original.sha);
            }
            let before = self.edited.get(&path).map_or(edited.before, |known| known.before);
            self.edited.insert(path, Edited { before, ..edited });
        }
        for (part, read) in struck {
            for original in self.originals.iter_mut().filter(|one| one.parts.contains(&part)) {
                let gone_before = !self.was_here.contains(&original.sha);
                original.forgiven |= (read || gone_before) && !here.contains(&original.sha);
            }
        }
        self.was_here = here;
        Ok(())
    }

    fn check(&self) -> Result<(), Failure> {
        let here = self.on_phone()?;
        let parts = lock(&self.way).parts.clone();
        for original in self.originals.iter().filter(|one| !one.forgiven) {
            let in_cloud = !original.parts.is_empty() && original.parts.iter().all(|part| is_whole(&parts, part));
            if !in_cloud && !here.contains(&original.sha) {
                return Err(format!("{} is nowhere", original.id).into());
            }
        }
        for (path, edited) in &self.edited {
            let wanted = self.originals.iter().any(|one| one.sha == edited.before && !one.forgiven);
            if wanted && !fs::read(path).is_ok_and(|bytes| sha(&bytes) == edited.after) {
                return Err(format!("{} was edited and is gone", path.display()).into());
            }
        }
        Ok(())
    }

    /// At rest, the cloud has again what this phone had to give.
    async fn check_healed(&self) -> Result<(), Failure> {
        let report = self.phone()?.library.verify(VerifyScope::Here).await?;
        for unproven in report.unproven {
            let original = self.originals.iter().find(|one| one.id == unproven.id);
            let edited = original.is_some_and(|one| self.edited.values().any(|edited| edited.before == one.sha));
            let excused = edited || original.is_none_or(|one| one.forgiven);
            if !excused {
                return Err(format!("{} is not proven at rest: {}", unproven.id, unproven.code).into());
            }
        }
        Ok(())
    }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else if path.is_file() {
            fs::copy(&path, target)?;
        }
    }
    Ok(())
}
