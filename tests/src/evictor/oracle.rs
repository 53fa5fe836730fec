//! What must be true, read from the phone's disk and the server's.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use safelight_core::VerifyScope;

use super::way::{Edited, is_whole};
use super::{Sha, World, lock, sha};
use crate::in_process::Failure;
use crate::phone::files_in;

impl World {
    /// The photos in the phone's own gallery; its recently deleted does not count.
    pub(super) fn in_gallery(&self) -> Result<Vec<PathBuf>, Failure> {
        let files = files_in(self.gallery_folder.path())?;
        let hidden = |path: &Path| path.components().any(|one| one.as_os_str() == ".recently-deleted");
        Ok(files.into_iter().filter(|path| !hidden(path)).collect())
    }

    pub(super) fn on_phone(&self) -> Result<BTreeSet<Sha>, Failure> {
        let mut files = files_in(&self.phone()?.home().join("originals"))?;
        files.extend(self.in_gallery()?);
        Ok(files.iter().filter_map(|path| fs::read(path).ok()).map(|bytes| sha(&bytes)).collect())
    }

    /// Takes note of what was struck, and of how originals are cut.
    pub(super) async fn settle_accounts(&mut self) -> Result<(), Failure> {
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

    pub(super) fn check(&self) -> Result<(), Failure> {
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
    pub(super) async fn check_healed(&self) -> Result<(), Failure> {
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
