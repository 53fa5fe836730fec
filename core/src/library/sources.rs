//! Where the library takes from: folders, and the phone's own photo library.
//!
//! A scan looks at every file once: one whose size, time and number on the disk are as before is not read again. A file
//! that vanishes from a source is never deleted from the library on that evidence.

use std::path::{Path, PathBuf};

use crate::home::{Home, HomeError, PHOTO_SCHEME, file_code};
use crate::ports::Found;
use crate::store::sources::{self, SourceFile, SourceRow};
use crate::store::{StoreError, findings, gallery, meta};

use super::gallery::{TOKEN, former_form_gone, scan_photos};
use super::import::{ImportContext, ImportOptions, ImportReport, Imported, Origin, Taken, import_file, paired};

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

/// Takes from the phone's own photo library from now on.
pub(crate) async fn add_photo_library(home: &Home) -> Result<(), HomeError> {
    home.write(|db| sources::add(db, PHOTO_SCHEME)).await
}

/// Stops taking from it; false if it was not taken from.
pub(crate) async fn remove_photo_library(home: &Home) -> Result<bool, HomeError> {
    home.write(|db| {
        meta::remove(db, TOKEN)?;
        sources::remove(db, PHOTO_SCHEME)
    })
    .await
}

/// The sources in numbers.
pub(crate) async fn list(home: &Home) -> Result<Vec<SourceRow>, HomeError> {
    home.read(sources::list).await
}

/// The files of a source and what became of each.
pub(crate) async fn files(home: &Home, source: &Path) -> Result<Vec<SourceFile>, HomeError> {
    let name = if source == Path::new(PHOTO_SCHEME) { source.to_owned() } else { std::path::absolute(source)? };
    home.read(move |db| sources::files(db, &name.to_string_lossy())).await
}

/// Looks through every source and takes in what is new.
pub(crate) async fn scan(context: &ImportContext) -> Result<ImportReport, HomeError> {
    let mut report = ImportReport::default();
    for (source, name) in context.home.read(sources::paths).await? {
        if name == PHOTO_SCHEME {
            scan_photos(context, source, &mut report).await?;
        } else {
            scan_folder(context, source, PathBuf::from(name), &mut report).await?;
        }
    }
    Ok(report)
}

async fn scan_folder(
    context: &ImportContext,
    source: i64,
    folder: PathBuf,
    report: &mut ImportReport,
) -> Result<(), HomeError> {
    let listed = folder.clone();
    let found = match context.home.blocking(move |home| home.ports.disk.list(&listed)).await? {
        Ok(found) => found,
        Err(error) => {
            cannot_be_read(&context.home, folder.to_string_lossy().into_owned(), file_code(&error)).await?;
            report.add_unlisted(folder, &error);
            return Ok(());
        }
    };
    let name = folder.to_string_lossy().into_owned();
    let unknown = context.home.read({
        let found = found.clone();
        move |db| {
            found
                .into_iter()
                .filter_map(|file| match sources::is_known(db, source, &file) {
                    Ok(true) => None,
                    Ok(false) => Some(Ok(file)),
                    Err(error) => Some(Err(error)),
                })
                .collect()
        }
    });
    let unknown: Vec<Found> = unknown.await?;
    for Taken { origin, files } in context.home.blocking(move |home| paired(home, unknown)).await? {
        take(context, source, files, &origin, ImportOptions::default(), report).await?;
    }
    context
        .home
        .write_quietly(move |db| {
            can_be_read(db, &name)?;
            sources::keep_only(db, source, &found)
        })
        .await
}

/// Why a source can't be read at all: photos that are taken meanwhile are not even known, so it is said.
const UNREADABLE: &[&str] = &["item.corrupt", "item.missing", "lib.denied", "lib.restricted", "lib.unavailable"];

pub(super) async fn cannot_be_read(home: &Home, source: String, code: &'static str) -> Result<(), HomeError> {
    let now_ms = home.now().as_millisecond();
    let evidence = serde_json::json!({ "name": source, "count": 1 }).to_string();
    home.write_quietly(move |db| {
        for other in UNREADABLE.iter().filter(|other| **other != code) {
            findings::withdraw(db, other, &source)?;
        }
        findings::raise(db, code, &source, &evidence, now_ms)
    })
    .await
}

pub(super) fn can_be_read(db: &rusqlite::Transaction<'_>, source: &str) -> Result<(), StoreError> {
    UNREADABLE.iter().try_for_each(|code| findings::withdraw(db, code, source))
}

/// Takes in what a source has anew, and notes what became of each file that it is made of.
pub(super) async fn take(
    context: &ImportContext,
    source: i64,
    files: Vec<Found>,
    origin: &Origin,
    options: ImportOptions,
    report: &mut ImportReport,
) -> Result<(), HomeError> {
    let first = files.first().map(|file| file.path.to_string_lossy().into_owned()).unwrap_or_default();
    let noted = first.clone();
    let before = context.home.read(move |db| sources::record_of(db, source, &noted)).await?;
    let result = import_file(context, origin, options).await;
    let (record, code) = match &result {
        Ok(Imported::New(id) | Imported::Duplicate(id)) => (Some(*id), None),
        Ok(Imported::Ignored(id)) => (Some(*id), Some("item.ignored_trash")),
        Err(error) => (None, Some(error.code())),
    };
    context
        .home
        .write_quietly(move |db| {
            if let Some(record) = record.as_ref().filter(|_| code.is_none()) {
                gallery::settle(db, record)?;
            }
            files.iter().try_for_each(|file| sources::note(db, source, file, record.as_ref(), code))
        })
        .await?;
    if let (true, Some(before), Some(after)) = (origin.is_in_gallery(), before, record)
        && before != after
    {
        former_form_gone(&context.home, first, before).await?;
    }
    report.add(origin.shown(), result);
    Ok(())
}
