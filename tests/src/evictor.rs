//! Random histories of a phone that makes room, against a server whose disk is struck at any moment.
//!
//! The oracle believes nobody: it reads the phone's disk, its gallery and the server's disk. An original that was taken in
//! and not deleted by the person must be whole on one of them, always; a file that was edited behind the phone's back must
//! stay. The one thing that no phone can help is forgiven: a strike at the only copy there is, or at one that the server has
//! just read for the proof on which the removal rests.

mod deeds;
mod oracle;
mod way;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use safelight_core::ports::FolderGallery;
use safelight_protocol::{PartId, RecordId};
use safelight_server::admin::Command;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::sync::Notify;

use crate::disk::SmallDisk;
use crate::in_process::{Failure, TestDevice, TestServer};
use crate::phone::Phone;
use crate::simulation::chance::Chance;
use way::{Damage, Edited, Trap, Way, fates};

const EMAIL: &str = "rosa@example.org";
const STEPS: u64 = 24;

/// The histories of the test set.
pub const SEEDS: std::ops::Range<u64> = 0..36;

type Sha = [u8; 32];

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
    /// The phone's own gallery.
    gallery: Arc<FolderGallery>,
    gallery_folder: TempDir,
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
        let gallery_folder = TempDir::with_prefix("safelight-gallery-")?;
        let gallery = Arc::new(FolderGallery::new(gallery_folder.path()));
        let device = TestDevice {
            disk: Arc::<SmallDisk>::clone(&disk),
            photos: Arc::<FolderGallery>::clone(&gallery),
            ..TestDevice::new(&server)
        };
        let device = device.with_fates(fates(&way));
        let phone = Phone::on(device.clone()).await?;
        phone.sign_up(EMAIL, "Rosa’s phone").await?;
        phone.library.add_photo_library().await?;
        lock(&way).originals = phone.home().join("originals");
        Ok(Self {
            chance: Chance::of_seed(seed),
            server: Some(server),
            phone: Some(phone),
            device,
            disk,
            gallery,
            gallery_folder,
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
            match self.chance.below(18) {
                0 | 1 => self.take_in().await?,
                14 => self.photograph().await?,
                15 | 16 => self.ask_for_room().await?,
                17 => self.delete_in_gallery().await?,
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
        // Time for the phone to look at all that it has, and for what it found to be mended.
        for _ in 0..2 {
            self.pass_time();
            for _ in 0..3 {
                self.sync().await?;
            }
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
}
