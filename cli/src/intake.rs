//! Taking photos in, once or from folders that stay watched.

use std::path::Path;

use safelight_core::{ImportFailure, ImportOptions, ImportReport, Placement, Purged, SourceRow};
use serde_json::{Value, json};

use crate::answer::{Answer, Ending, Failure};
use crate::arguments::{Import, SourceDeed};
use crate::home::Phone;
use crate::table::{Table, plain};

pub(crate) async fn import(phone: &Phone<'_>, arguments: Import) -> Result<Answer, Failure> {
    let options = ImportOptions {
        placement: if arguments.in_place { Placement::InPlace } else { Placement::Copy },
        purged: if arguments.again { Purged::BringBack } else { Purged::Ignore },
    };
    let bar = phone.console.bar("cli-import-progress");
    let report = phone
        .engine
        .import(&arguments.paths, options, |progress| {
            bar.set_length(u64::try_from(progress.of).unwrap_or(u64::MAX));
            bar.set_position(u64::try_from(progress.done).unwrap_or(u64::MAX));
        })
        .await?;
    bar.finish_and_clear();
    let taken = report.imported.len() + report.duplicates.len() + report.ignored.len();
    let ending = Ending::of_many(taken, report.failed.len());
    Ok(Answer::done(of(&report), in_words(phone, &report)).ending(ending))
}

/// What an import did.
pub(crate) fn of(report: &ImportReport) -> Value {
    let duplicates = report.duplicates.iter().map(|(path, id)| json!({ "path": path.to_string_lossy(), "id": id }));
    let ignored = report.ignored.iter().map(|(path, code)| json!({ "path": path.to_string_lossy(), "code": code }));
    json!({
        "imported": report.imported,
        "duplicates": duplicates.collect::<Vec<_>>(),
        "ignored": ignored.collect::<Vec<_>>(),
        "failed": failures(&report.failed),
    })
}

/// Files that could not be taken in or out.
pub(crate) fn failures(failed: &[ImportFailure]) -> Vec<Value> {
    let one = |failure: &ImportFailure| json!({ "path": failure.path.to_string_lossy(), "code": failure.code, "detail": failure.detail });
    failed.iter().map(one).collect()
}

/// The same for people: which file, and why.
pub(crate) fn failures_in_words(phone: &Phone<'_>, failed: &[ImportFailure]) -> String {
    let mut words = String::new();
    for failure in failed {
        let reason = reason(phone, &failure.code);
        let arguments = [("path", plain(&failure.path.to_string_lossy()).into()), ("reason", reason.into())];
        words.push_str(&phone.console.text("cli-file-failed", arguments));
        words.push('\n');
    }
    words
}

fn reason(phone: &Phone<'_>, code: &str) -> String {
    use safelight_core::{Hold, WorkClass};

    Hold::new(code, WorkClass::Files, phone.now()).sentence(&phone.console.sentences)
}

fn in_words(phone: &Phone<'_>, report: &ImportReport) -> String {
    let mut words = phone.console.text("cli-import-done", [("count", report.imported.len().into())]);
    words.push('\n');
    if !report.duplicates.is_empty() {
        words.push_str(&phone.console.text("cli-import-duplicates", [("count", report.duplicates.len().into())]));
        words.push('\n');
    }
    if !report.ignored.is_empty() {
        words.push_str(&phone.console.text("cli-import-ignored", [("count", report.ignored.len().into())]));
        words.push('\n');
    }
    words.push_str(&failures_in_words(phone, &report.failed));
    words
}

pub(crate) async fn source(phone: &Phone<'_>, deed: Option<SourceDeed>) -> Result<Answer, Failure> {
    match deed.unwrap_or(SourceDeed::List) {
        SourceDeed::List => {}
        SourceDeed::Add { folder, gallery } => {
            if folder.is_file() {
                let detail = format!("{} is a file", folder.display());
                return Err(Failure::new("lib.not_a_folder", detail));
            }
            if gallery {
                phone.set_gallery_folder(Some(&folder))?;
                phone.engine.add_photo_library().await?;
            } else {
                phone.engine.add_source(&folder).await?;
            }
        }
        SourceDeed::Remove { folder } if is_gallery(phone, &folder) => {
            phone.engine.remove_photo_library().await?;
            phone.set_gallery_folder(None)?;
        }
        SourceDeed::Remove { folder } => {
            if !phone.engine.remove_source(&folder).await? {
                return Err(Failure::new("lib.source_unknown", format!("{} is not on the list", folder.display())));
            }
        }
    }
    let sources = phone.engine.sources().await?;
    let document: Vec<Value> = sources.iter().map(|source| source_document(phone, source)).collect();
    Ok(Answer::done(json!({ "sources": document }), sources_in_words(phone, &sources)))
}

fn is_gallery(phone: &Phone<'_>, folder: &Path) -> bool {
    let meant = folder.canonicalize().or_else(|_| std::path::absolute(folder)).ok();
    meant.is_some() && meant == phone.gallery_folder()
}

/// Where a source is: of the gallery, the folder that plays it.
fn source_path(phone: &Phone<'_>, source: &SourceRow) -> String {
    let played = if source.is_photo_library() { phone.gallery_folder() } else { None };
    played.map_or_else(|| source.path.clone(), |folder| folder.to_string_lossy().into_owned())
}

fn source_document(phone: &Phone<'_>, source: &SourceRow) -> Value {
    json!({
        "path": source_path(phone, source),
        "gallery": source.is_photo_library(),
        "found": source.found,
        "safe": source.safe,
        "waiting": source.waiting,
        "set_aside": source.set_aside,
        "left_out": source.left_out,
    })
}

fn sources_in_words(phone: &Phone<'_>, sources: &[SourceRow]) -> String {
    if sources.is_empty() {
        return phone.console.text("cli-source-none", []);
    }
    let heading = [
        "cli-head-folder",
        "cli-head-found",
        "cli-head-safe",
        "cli-head-waiting",
        "cli-head-set-aside",
        "cli-head-left-out",
    ];
    let mut table = Table::new(&heading.map(|id| phone.console.text(id, [])));
    for source in sources {
        let numbers = [source.found, source.safe, source.waiting, source.set_aside, source.left_out];
        let mut row = vec![source_path(phone, source)];
        row.extend(numbers.map(|number| number.to_string()));
        table.row(row);
    }
    table.to_string()
}
