//! What the person, the phone, the server and the world do.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use safelight_core::{ImportOptions, Purged, RoomMade};
use safelight_protocol::PartId;

use super::way::{Damage, Time, edit_file, fates, is_whole, strike};
use super::{Original, World, lock, sha};
use crate::in_process::{Failure, InProcess, TestDevice};
use crate::phone::files_in;

impl World {
    pub(super) async fn take_in(&mut self) -> Result<(), Failure> {
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

    /// The phone's own camera takes a photo, which lies in the gallery and is borrowed from there.
    pub(super) async fn photograph(&mut self) -> Result<(), Failure> {
        let length = 150_000 + usize::try_from(self.chance.below(50_000)).unwrap_or(0);
        let mut bytes = vec![0; length];
        safelight_core::ports::Rng::fill(&self.chance, &mut bytes);
        let number = self.originals.len();
        fs::write(self.gallery_folder.path().join(format!("{number}.bin")), &bytes)?;
        let outcome = self.phone()?.sync().await?;
        let Some(id) = outcome.imported.imported.first().copied() else { return Ok(()) };
        self.tell(format!("photographed {number} as {id}"));
        self.originals.push(Original { id, sha: sha(&bytes), bytes, parts: Vec::new(), forgiven: false });
        Ok(())
    }

    /// Room is wanted in the gallery; the system asks, and the person says yes more often than no.
    pub(super) async fn ask_for_room(&mut self) -> Result<(), Failure> {
        let bytes = self.chance.one_in(2).then(|| 1 + self.chance.below(400_000));
        let yes = !self.chance.one_in(4);
        self.tell(format!("asks for room {bytes:?}, answered {yes}"));
        self.lay_trap();
        self.gallery.agree(yes);
        let kill = Arc::clone(&lock(&self.way).kill);
        let library = self.phone()?.library.clone();
        let made = tokio::select! {
            made = library.request_room(bytes) => Some(made),
            () = kill.notified() => None,
        };
        drop(library);
        self.gallery.agree(false);
        match made {
            Some(Ok(made)) => self.tell(format!("  {} went, {} stay", made.evicted.len(), made.kept.len())),
            Some(Err(error)) => self.tell(format!("  {}", error.code())),
            None => self.die().await?,
        }
        Ok(())
    }

    /// Somebody deletes a photo in the gallery: in Safelight it stays, unless it was the only copy.
    pub(super) async fn delete_in_gallery(&mut self) -> Result<(), Failure> {
        let files = self.in_gallery()?;
        let Some(path) = self.chance.pick(&files).cloned() else { return Ok(()) };
        let before = sha(&fs::read(&path)?);
        fs::remove_file(&path)?;
        self.tell(format!("deleted {} in the gallery", path.display()));
        let (here, parts) = (self.on_phone()?, lock(&self.way).parts.clone());
        for original in self.originals.iter_mut().filter(|one| one.sha == before) {
            let in_cloud = !original.parts.is_empty() && original.parts.iter().all(|part| is_whole(&parts, part));
            original.forgiven |= !in_cloud && !here.contains(&original.sha);
        }
        self.sync().await
    }

    pub(super) async fn sync(&mut self) -> Result<(), Failure> {
        self.tell("sync".to_owned());
        self.phone()?.sync().await?;
        Ok(())
    }

    pub(super) async fn optimise(&mut self) -> Result<(), Failure> {
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
    pub(super) async fn die(&mut self) -> Result<(), Failure> {
        self.tell("  killed".to_owned());
        self.begin_step();
        let phone = self.phone.take().ok_or("the phone is off")?;
        self.phone = Some(phone.reopened(self.device.clone()).await?);
        Ok(())
    }

    pub(super) async fn open_one(&mut self) -> Result<(), Failure> {
        let Some(id) = self.chance.pick(&self.originals).map(|one| one.id) else { return Ok(()) };
        self.lay_trap();
        let opened = self.phone()?.original(id).await;
        self.tell(format!("opened {id}: {}", opened.map_or_else(|error| error.to_string(), |_| "here".to_owned())));
        self.begin_step();
        Ok(())
    }

    pub(super) fn edit_one(&mut self) -> Result<(), Failure> {
        let files = files_in(&self.phone()?.home().join("originals"))?;
        if let Some(path) = self.chance.pick(&files) {
            let path = path.clone();
            self.tell(format!("edited {} behind its back", path.display()));
            let edited = edit_file(&path, Time::SetBack)?;
            lock(&self.way).edited.push((path, edited));
        }
        Ok(())
    }

    pub(super) fn strike_one(&mut self) {
        let parts: Vec<PartId> = self.originals.iter().flat_map(|one| one.parts.iter().copied()).collect();
        let Some(part) = self.chance.pick(&parts).copied() else { return };
        self.tell(format!("struck {part}"));
        let mut way = lock(&self.way);
        strike(&way.parts, &part, Damage::Flipped);
        way.struck.push((part, false));
    }

    pub(super) async fn delete_one(&mut self) -> Result<(), Failure> {
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

    pub(super) fn pass_time(&mut self) {
        self.tell("two days pass".to_owned());
        self.device.clock.pass(jiff::SignedDuration::from_hours(48));
    }

    /// The server's disk is copied, or put back as it was: it notices nothing itself.
    pub(super) async fn snapshot_or_roll_back(&mut self) -> Result<(), Failure> {
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
                let unplugged = TestDevice { remote: InProcess::new(axum::Router::new()), ..phone.device.clone() };
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
