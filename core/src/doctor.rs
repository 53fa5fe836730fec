//! Checks and mends the home.
//!
//! Files that no row names are left over from a power cut between two steps and are swept once they are old enough not to
//! belong to work that is under way. A row whose file is gone forgets it, so that it is fetched or named again. Nothing
//! here removes a file that a row names.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Serialize;

use crate::home::{Home, HomeError};
use crate::safelight::Safelight;
use crate::store::files::{self, Owner};
use crate::store::records;

/// A file that no row names is left alone for so long.
const LEFT_OVER: Duration = Duration::from_secs(3600);

/// What was looked at and what was mended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct DoctorReport {
    /// Names of the checks.
    pub checked: Vec<&'static str>,
    /// What was done, each with the name of its check.
    pub mended: Vec<Mended>,
    /// What can't be mended here.
    pub broken: Vec<Mended>,
}

/// Something that was mended, or can't be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mended {
    /// The check.
    pub check: &'static str,
    /// How many things.
    pub count: u64,
}

impl DoctorReport {
    fn mend(&mut self, check: &'static str, count: usize) {
        self.checked.push(check);
        if count > 0 {
            self.mended.push(Mended { check, count: u64::try_from(count).unwrap_or(u64::MAX) });
        }
    }
}

impl Safelight {
    /// Checks and mends the local database and files. Asks nobody.
    pub async fn doctor(&self) -> Result<DoctorReport, HomeError> {
        self.home().blocking(examine).await?
    }
}

fn examine(home: &Home) -> Result<DoctorReport, HomeError> {
    let mut report = DoctorReport::default();
    let broken = home.store().integrity()?;
    report.checked.push("database");
    if !broken.is_empty() {
        let count = u64::try_from(broken.len()).unwrap_or(u64::MAX);
        report.broken.push(Mended { check: "database", count });
        return Ok(report);
    }
    report.mend("missing_files", forget_missing(home)?);
    report.mend("left_over_files", sweep(home)?);
    report.mend("work", derive_again(home)?);
    home.tell_changed();
    Ok(report)
}

/// Forgets files of ours that are not there any more. A borrowed file may be on a disk that is not plugged in now.
fn forget_missing(home: &Home) -> Result<usize, HomeError> {
    let all = home.store().read(files::all)?;
    let gone: Vec<_> = all
        .into_iter()
        .filter(|file| file.owner == Owner::Ours)
        .filter(|file| {
            let found = home.ports.disk.stamp(&home.path_of(file));
            matches!(found, Err(error) if error.kind() == std::io::ErrorKind::NotFound)
        })
        .collect();
    home.store().write(|db| gone.iter().try_for_each(|file| files::forget(db, &file.content)))?;
    Ok(gone.len())
}

/// Removes files in the home's own folders that no row names.
fn sweep(home: &Home) -> Result<usize, HomeError> {
    let named: BTreeSet<_> =
        home.store().read(files::our_paths)?.into_iter().map(|path| home.root.join(path)).collect();
    let now_ns = home.now().as_nanosecond();
    let mut swept = 0;
    for folder in ["originals", "derivatives", "incoming"] {
        for found in home.ports.disk.list(&home.root.join(folder))? {
            let age_ns = now_ns - i128::from(found.stamp.modified_ns);
            let old = u128::try_from(age_ns).is_ok_and(|age| age > LEFT_OVER.as_nanos());
            if old && !named.contains(&found.path) {
                home.ports.disk.remove(&found.path)?;
                swept += 1;
            }
        }
    }
    Ok(swept)
}

/// Derives lists and work anew from the records. Returns how many records had other work than they should.
fn derive_again(home: &Home) -> Result<usize, HomeError> {
    let now = home.now();
    Ok(home.store().write(|db| {
        let before = crate::store::work::fingerprint(db)?;
        for id in records::ids(db)? {
            if let Some(record) = records::load(db, &id)? {
                records::save(db, &record, now)?;
            }
        }
        let after = crate::store::work::fingerprint(db)?;
        Ok(before.symmetric_difference(&after).count())
    })?)
}
