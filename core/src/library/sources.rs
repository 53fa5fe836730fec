//! Folders that the library takes from.
//!
//! A scan looks at every file once: one whose size, time and number on the disk are as before is not read again. A file
//! that vanishes from a folder is never deleted from the library on that evidence.

use std::path::{Path, PathBuf};

use crate::home::{Home, HomeError};
use crate::ports::Found;
use crate::store::sources::{self, SourceFile, SourceRow};

use super::import::{ImportContext, ImportOptions, ImportReport, Imported, import_file};

/// Adds a folder.
pub(crate) async fn add(home: &Home, folder: &Path) -> Result<(), HomeError> {
    let folder = std::path::absolute(folder)?;
    home.ports.disk.list(&folder)?;
    home.write(move |db| sources::add(db, &folder.to_string_lossy())).await
}

/// Takes a folder off the list; false if it was not on it.
pub(crate) async fn remove(home: &Home, folder: &Path) -> Result<bool, HomeError> {
    let folder = std::path::absolute(folder)?;
    home.write(move |db| sources::remove(db, &folder.to_string_lossy())).await
}

/// The folders in numbers.
pub(crate) async fn list(home: &Home) -> Result<Vec<SourceRow>, HomeError> {
    home.read(sources::list).await
}

/// The files of a folder and what became of each.
pub(crate) async fn files(home: &Home, folder: &Path) -> Result<Vec<SourceFile>, HomeError> {
    let folder = std::path::absolute(folder)?;
    home.read(move |db| sources::files(db, &folder.to_string_lossy())).await
}

/// Looks through every folder and takes in what is new.
pub(crate) async fn scan(context: &ImportContext) -> Result<ImportReport, HomeError> {
    let mut report = ImportReport::default();
    for (source, folder) in context.home.read(sources::paths).await? {
        let path = PathBuf::from(&folder);
        let found = match context.home.blocking(move |home| home.ports.disk.list(&path)).await? {
            Ok(found) => found,
            Err(error) => {
                report.add_unlisted(folder.into(), &error);
                continue;
            }
        };
        for file in found.clone() {
            take(context, source, file, &mut report).await?;
        }
        context.home.write(move |db| sources::keep_only(db, source, &found)).await?;
    }
    Ok(report)
}

async fn take(context: &ImportContext, source: i64, file: Found, report: &mut ImportReport) -> Result<(), HomeError> {
    let known = file.clone();
    if context.home.read(move |db| sources::is_known(db, source, &known)).await? {
        return Ok(());
    }
    let result = import_file(context, &file.path, ImportOptions::default()).await;
    let (record, code) = match &result {
        Ok(Imported::New(id) | Imported::Duplicate(id)) => (Some(*id), None),
        Ok(Imported::Ignored(id)) => (Some(*id), Some("item.ignored_trash")),
        Err(error) => (None, Some(error.code())),
    };
    let noted = file.clone();
    context.home.write(move |db| sources::note(db, source, &noted, record.as_ref(), code)).await?;
    report.add(file.path, result);
    Ok(())
}
