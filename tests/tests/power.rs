//! The plug is pulled at any moment, of the phone and of the server: what was told before is still true.

#![expect(clippy::unwrap_used, reason = "what happens before the power is cut must succeed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use safelight_core::ports::{MemoryVault, SystemDisk};
use safelight_core::{Edit, SafetyState, Shelf};
use safelight_protocol::RecordId;
use safelight_server::admin::Command;
use safelight_tests::in_process::{Failure, Fate, TestDevice, TestServer};
use safelight_tests::phone::{Phone, files_in, photo};
use safelight_tests::power::{NotedDisk, Notes, Platter, Step, watch_databases};
use tempfile::TempDir;

/// At how many moments the power is cut, the phone's and the server's each; `SAFELIGHT_CUTS` asks for more.
fn cuts() -> usize {
    std::env::var("SAFELIGHT_CUTS").ok().and_then(|cuts| cuts.parse().ok()).unwrap_or(500)
}

/// At each of so many moments another phone looks whether what was called safe is in the cloud.
const LOOKS: usize = 40;
const PHOTOS: u8 = 24;
const EMAIL: &str = "iris@example.org";

/// Something that was told.
#[derive(Debug, Clone)]
enum Told {
    /// The photo was reported as imported.
    Imported(RecordId, u8),
    /// The edit was reported as done.
    Captioned(RecordId, String),
    /// The photo was moved to the trash.
    Trashed(RecordId),
    /// The photo was called safe.
    Safe(RecordId, u8),
}

/// A life until the plug is pulled.
struct Story {
    steps: Vec<Step>,
    /// What was told, and after how many steps.
    told: Vec<(usize, Told)>,
    /// Where the steps begin that are of interest: both phones are signed in.
    begun: usize,
    phone: PathBuf,
    device: TestDevice,
    server: PathBuf,
    /// Another phone's home as it was at the beginning.
    other: PathBuf,
    other_device: TestDevice,
    other_vault: MemoryVault,
    _kept: (TestServer, Phone, Phone),
}

type Files = BTreeMap<PathBuf, Vec<u8>>;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Watched databases are a thing of the whole process: one story for all tests.
fn story() -> &'static Story {
    static STORY: OnceLock<Story> = OnceLock::new();
    STORY.get_or_init(|| runtime().block_on(live()).unwrap())
}

async fn live() -> Result<Story, Failure> {
    let notes = Arc::new(Notes::default());
    assert!(watch_databases(Arc::clone(&notes)));
    let mut folder = PathBuf::new();
    let server = TestServer::start_with(|config| folder.clone_from(&config.data)).await?;
    let device = TestDevice { disk: Arc::new(NotedDisk(Arc::clone(&notes))), ..TestDevice::new(&server) };
    let mut phone = Phone::on(device.clone()).await?;
    phone.sign_up(EMAIL, "Iris’ phone").await?;
    let other_vault = Arc::new(MemoryVault::default());
    let other = Phone::on(TestDevice { vault: other_vault.clone(), ..TestDevice::new(&server) }).await?;
    other.sign_in(EMAIL, "The tablet").await?;
    let other_home = copy_of(&other.home())?;
    let begun = notes.len();
    let mut told = Vec::new();
    let mut ids = Vec::new();
    for seed in 0..PHOTOS {
        let id = phone.take(seed).await?;
        ids.push(id);
        told.push((notes.len(), Told::Imported(id, seed)));
        if seed % 3 == 0 {
            let caption = format!("number {seed}");
            phone.library.edit(vec![id], Edit { caption: Some(caption.clone()), ..Edit::default() }).await?;
            told.push((notes.len(), Told::Captioned(id, caption)));
        }
        if seed % 4 == 3 {
            phone.sync().await?;
            let safe = phone.shown().await?.into_iter().filter(|shown| shown.state == SafetyState::Safe);
            let at = notes.len();
            told.extend(safe.filter_map(|shown| {
                let seed = ids.iter().position(|id| *id == shown.id)?;
                Some((at, Told::Safe(shown.id, u8::try_from(seed).ok()?)))
            }));
        }
        if seed % 5 == 4 {
            phone.library.trash(vec![id]).await?;
            told.push((notes.len(), Told::Trashed(id)));
        }
        if seed == PHOTOS / 2 {
            // Closing the last connection folds the journal into the database.
            phone = phone.reopened(device.clone()).await?;
        }
    }
    let steps = notes.take();
    Ok(Story {
        steps,
        told,
        begun,
        phone: phone.home(),
        device,
        server: folder,
        other: other_home,
        other_device: other.device.clone(),
        other_vault: (*other_vault).clone(),
        _kept: (server, phone, other),
    })
}

/// The folder's files as they are now, in a folder of their own.
fn copy_of(folder: &Path) -> Result<PathBuf, Failure> {
    let copy = TempDir::with_prefix("safelight-copy-")?.keep();
    copy_files(folder, &copy)?;
    Ok(copy)
}

fn copy_files(from: &Path, to: &Path) -> Result<(), Failure> {
    for file in files_in(from)? {
        let target = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(target.parent().ok_or("a file has a folder")?)?;
        fs::copy(file, target)?;
    }
    Ok(())
}

/// Writes the files that lay under `from` to the same places under `to`.
fn restore(found: &Files, from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    for (path, bytes) in found {
        let Ok(within) = path.strip_prefix(from) else { continue };
        let target = to.join(within);
        fs::create_dir_all(target.parent().ok_or("a file has a folder")?)?;
        fs::write(target, bytes)?;
    }
    Ok(())
}

impl Story {
    /// So many moments, evenly over the story, each with the files as a power cut there leaves them.
    fn cuts(&self, mut platter: Platter, count: usize) -> impl Iterator<Item = (usize, Files)> {
        let span = self.steps.len() - self.begun;
        let mut passed = 0;
        (0..count).map(move |cut| {
            let at = self.begun + cut * span / count;
            for step in &self.steps[passed..at] {
                platter.pass(step);
            }
            passed = at;
            (at, platter.after_power_loss(cut as u64))
        })
    }

    /// What was told before a moment.
    fn told_before(&self, at: usize) -> impl Iterator<Item = &Told> {
        self.told.iter().filter(move |(when, _)| *when <= at).map(|(_, told)| told)
    }

    /// The phone after the power is back, without a network. Fails where something that was told is not true.
    async fn look_at_phone(&self, at: usize, found: &Files) -> Result<(), Failure> {
        let folder = TempDir::with_prefix("safelight-cut-")?;
        restore(found, &self.phone, &folder.path().join("home"))?;
        let device = TestDevice { disk: Arc::new(SystemDisk), ..self.device.clone() };
        let phone = Phone::found(device.with_fates(Arc::new(|_| Fate::RequestLost)), folder).await?;
        let mut shown = BTreeMap::new();
        for shelf in [Shelf::Timeline, Shelf::Trash] {
            shown.extend(phone.shelf(shelf).await?.into_iter().map(|asset| (asset.id, asset)));
        }
        for told in self.told_before(at) {
            let (Told::Imported(id, _) | Told::Captioned(id, _) | Told::Trashed(id) | Told::Safe(id, _)) = told;
            let asset = shown.get(id).ok_or_else(|| format!("{told:?} is gone"))?;
            let kept = match told {
                Told::Imported(_, seed) => phone.original(*id).await? == photo(*seed),
                Told::Captioned(_, caption) => asset.caption == *caption,
                Told::Trashed(_) => asset.trashed,
                Told::Safe(..) => true,
            };
            if !kept {
                return Err(format!("{told:?} is not so: {asset:?}").into());
            }
        }
        Ok(())
    }

    /// The server after the power is back: what its databases say, and the files beside them.
    async fn look_at_server(&self, found: &Files) -> Result<TestServer, Failure> {
        let folder = TempDir::with_prefix("safelight-cut-")?;
        copy_files(&self.server, folder.path())?;
        for file in files_in(folder.path())? {
            if file.to_string_lossy().contains(".db") {
                fs::remove_file(file)?;
            }
        }
        restore(found, &self.server, folder.path())?;
        let data = folder.path().to_owned();
        let server = TestServer::start_on(folder, |config| config.data = data).await?;
        let verified = server.app.carry_out(Command::Verify).await?;
        let nothing = serde_json::json!([]);
        if verified["missing"] != nothing || verified["damaged"] != nothing {
            return Err(format!("the server names parts that are not there: {verified}").into());
        }
        Ok(server)
    }

    /// Fails where a photo that was called safe can't be had by another phone.
    async fn look_from_elsewhere(&self, at: usize, found: &Files) -> Result<(), Failure> {
        let server = self.look_at_server(found).await?;
        let folder = TempDir::with_prefix("safelight-cut-")?;
        copy_files(&self.other, &folder.path().join("home"))?;
        let device = TestDevice {
            remote: server.remote.clone(),
            vault: Arc::new(self.other_vault.clone()),
            ..self.other_device.clone()
        };
        let phone = Phone::found(device, folder).await?;
        let outcome = phone.sync().await?;
        if !outcome.up_to_date {
            return Err(format!("the other phone can't follow: {outcome:?}").into());
        }
        for told in self.told_before(at) {
            if let Told::Safe(id, seed) = told {
                let bytes = phone.original(*id).await.map_err(|error| format!("{told:?}: {error}"))?;
                assert_eq!(bytes, photo(*seed), "{told:?}");
            }
        }
        Ok(())
    }
}

#[test]
fn what_the_phone_told_survives_a_power_cut_at_any_moment() {
    let story = story();
    for (at, found) in story.cuts(Platter::honest(), cuts()) {
        let looked = runtime().block_on(story.look_at_phone(at, &found));
        assert!(looked.is_ok(), "cut at step {at} of {}: {looked:?}", story.steps.len());
    }
}

#[test]
fn the_server_names_no_part_that_a_power_cut_took() {
    let story = story();
    for (at, found) in story.cuts(Platter::honest(), cuts()) {
        let looked = runtime().block_on(story.look_at_server(&found)).map(drop);
        assert!(looked.is_ok(), "cut at step {at} of {}: {looked:?}", story.steps.len());
    }
}

#[test]
fn what_was_called_safe_is_in_the_cloud_after_its_power_was_cut() {
    let story = story();
    assert!(story.told.iter().any(|(_, told)| matches!(told, Told::Safe(..))));
    for (at, found) in story.cuts(Platter::honest(), LOOKS) {
        let looked = runtime().block_on(story.look_from_elsewhere(at, &found));
        assert!(looked.is_ok(), "cut at step {at} of {}: {looked:?}", story.steps.len());
    }
}

/// The test of the tests: on a disk that only says that it has synced, something that was told is lost.
#[test]
fn a_disk_that_lies_is_found_out() {
    let story = story();
    let mut lost = [0, 0];
    for (at, found) in story.cuts(Platter::lying(), 20) {
        lost[0] += usize::from(runtime().block_on(story.look_at_phone(at, &found)).is_err());
        lost[1] += usize::from(runtime().block_on(story.look_from_elsewhere(at, &found)).is_err());
    }
    assert!(lost.iter().all(|lost| *lost > 0), "nobody noticed: cuts with losses, phone and server: {lost:?}");
}
