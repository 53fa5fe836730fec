//! Taking photos in.
//!
//! A file is hashed, copied into the home under its content id, synced to disk and only then written into the database:
//! what is reported as imported survives a power cut. The same bytes are taken in once. The source is never touched.

mod described;
mod drawn;
mod live;
mod origin;

use std::io::{self, Read};
use std::path::PathBuf;

use safelight_protocol::{ContentId, DeviceId, RecordId};

use described::describe;
pub(crate) use described::write_derivative;
use drawn::{Drawn, draw, draw_embedded, render};
pub(crate) use live::{Taken, paired};
pub(crate) use origin::Origin;

use crate::home::{Home, HomeError, file_code};
use crate::keys::LibrarySecrets;
use crate::media::{self, Inspected, Stretch};
use crate::mutants::mutant;
use crate::ports::{FileStamp, ReadSeek};
use crate::record::{Asset, Document, Kind};
use crate::store::files::{LocalFile, Owner};
use crate::store::records::{self, Record};
use crate::store::{StoreError, files, work};

/// Where the bytes of an original stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Placement {
    /// Copied into the home.
    #[default]
    Copy,
    /// Left where they are and read again when needed.
    InPlace,
}

/// What to do with a photo that was deleted for good earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purged {
    /// It stays deleted.
    #[default]
    Ignore,
    /// The person wants it back; one in the trash is restored too.
    BringBack,
}

/// How to import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportOptions {
    /// Where the bytes stay.
    pub placement: Placement,
    /// What to do with what was deleted for good.
    pub purged: Purged,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportProgress {
    /// Files done.
    pub done: usize,
    /// Files found.
    pub of: usize,
}

/// A file that could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFailure {
    /// The file.
    pub path: PathBuf,
    /// The cause's code.
    pub code: String,
    /// What happened, in a few words of English for a log.
    pub detail: String,
}

/// What became of each file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// New in the library.
    pub imported: Vec<RecordId>,
    /// In the library already.
    pub duplicates: Vec<(PathBuf, RecordId)>,
    /// Left out on purpose, with the code of why.
    pub ignored: Vec<(PathBuf, String)>,
    /// Not taken in.
    pub failed: Vec<ImportFailure>,
}

/// What became of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Imported {
    New(RecordId),
    Duplicate(RecordId),
    Ignored(RecordId),
}

/// What an import needs to know.
#[derive(Debug, Clone)]
pub(crate) struct ImportContext {
    pub(crate) home: Home,
    pub(crate) secrets: LibrarySecrets,
    pub(crate) device: DeviceId,
}

/// A file whose bytes are known.
struct Hashed {
    content: ContentId,
    stamp: FileStamp,
}

/// Takes in files and everything in folders.
pub(crate) async fn import(
    context: &ImportContext,
    paths: &[PathBuf],
    options: ImportOptions,
    mut progress: impl FnMut(ImportProgress) + Send,
) -> Result<ImportReport, HomeError> {
    let mut report = ImportReport::default();
    let mut files = Vec::new();
    for path in paths.iter().cloned() {
        let listed = path.clone();
        match context.home.blocking(move |home| home.ports.disk.list(&listed)).await? {
            Ok(found) => files.extend(found),
            Err(error) => report.add_unlisted(path, &error),
        }
    }
    let of = files.len();
    let mut done = 0;
    let taken = context.home.blocking(move |home| paired(home, files)).await?;
    for Taken { origin, files } in taken {
        let result = import_file(context, &origin, options).await;
        done += files.len();
        report.add(origin.shown(), result);
        progress(ImportProgress { done, of });
    }
    Ok(report)
}

/// Takes in one file.
pub(crate) async fn import_file(
    context: &ImportContext,
    origin: &Origin,
    options: ImportOptions,
) -> Result<Imported, HomeError> {
    let (hashing, file) = (context.clone(), origin.clone());
    let hashed = context.home.blocking(move |_| hash(&hashing, &file)).await??;
    if let Some(known) = settle_known(context, origin, &hashed, options).await? {
        return Ok(known);
    }
    let (placing, file) = (context.clone(), origin.clone());
    let (mut placed, inspected, drawn) =
        context.home.blocking(move |_| place(&placing, &file, &hashed, options.placement)).await??;
    let drawn = match drawn {
        Some(drawn) => Some(drawn),
        None => render(context, origin, &placed, &inspected).await?.or_else(|| draw_embedded(&inspected)),
    };
    let (saving, name) = (context.clone(), origin.name());
    context
        .home
        .blocking(move |home| {
            let asset = describe(home, &saving, &name, &mut placed, &inspected, drawn.as_ref())?;
            save(&saving, &placed, asset, options.purged)
        })
        .await?
        .inspect(|_| context.home.tell_edited())
}

/// The content id of a file as it is now; fails if it changes while it is read.
fn hash(context: &ImportContext, origin: &Origin) -> Result<Hashed, HomeError> {
    let home = &context.home;
    let stamp = origin.stamp(home)?;
    let (content, read) = hash_reader(&context.secrets, &mut origin.open(home)?)?;
    if origin.stamp(home)? != stamp {
        return Err(changed_while_read().into());
    }
    let bytes = if stamp.bytes == 0 { read } else { stamp.bytes };
    Ok(Hashed { content, stamp: FileStamp { bytes, ..stamp } })
}

/// The content id of what a reader gives, and how many bytes that is.
fn hash_reader(secrets: &LibrarySecrets, reader: &mut dyn Read) -> io::Result<(ContentId, u64)> {
    let (mut hasher, mut bytes) = (secrets.content_hasher(), 0);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok((hasher.finish(), bytes)),
            Ok(read) => {
                bytes += u64::try_from(read).unwrap_or(0);
                hasher.update(buffer.get(..read).unwrap_or_default());
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn changed_while_read() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the file changed while it was read")
}

/// Answers for a photo that the library knows already, without copying anything that is not needed.
async fn settle_known(
    context: &ImportContext,
    origin: &Origin,
    hashed: &Hashed,
    options: ImportOptions,
) -> Result<Option<Imported>, HomeError> {
    let id = context.secrets.asset_id(&hashed.content);
    let content = hashed.content;
    let (record, local) =
        context.home.read(move |db| Ok((records::load(db, &id)?, files::load(db, &content)?))).await?;
    let Some(record) = record else { return Ok(None) };
    if !record.shown() && !mutant("tombstone_forgotten") {
        return Ok((options.purged == Purged::Ignore).then_some(Imported::Ignored(id)));
    }
    let in_cloud = record.base_asset().is_some_and(|asset| asset.original_in_cloud());
    let costs_nothing = options.placement == Placement::InPlace;
    if (!in_cloud || costs_nothing) && !is_here(&context.home, local).await? {
        // The library has the photo, and the bytes are on another phone, in the cloud or nowhere: these can heal it.
        keep_bytes(context, origin, hashed, options.placement, id).await?;
    }
    if options.purged == Purged::BringBack {
        super::edit::bring_back(&context.home, id).await?;
    }
    Ok(Some(Imported::Duplicate(id)))
}

/// Whether a noted file can still be read: a borrowed one may have vanished.
async fn is_here(home: &Home, local: Option<LocalFile>) -> Result<bool, HomeError> {
    let Some(file) = local else { return Ok(false) };
    home.blocking(move |home| {
        home.stamp_local(&file).is_ok_and(|stamp| match file.owner {
            Owner::Ours => stamp.bytes == file.stamp.bytes,
            // Touched since it was noted: it would not be sent, so it must be noted anew.
            Owner::Borrowed => stamp.is_still(&file.stamp),
        })
    })
    .await
}

async fn keep_bytes(
    context: &ImportContext,
    origin: &Origin,
    hashed: &Hashed,
    placement: Placement,
    id: RecordId,
) -> Result<(), HomeError> {
    let (placing, origin, hashed) = (context.clone(), origin.clone(), Hashed { ..*hashed });
    context
        .home
        .blocking(move |home| -> Result<(), HomeError> {
            let file = put(&placing, &origin, &hashed, placement)?;
            let now = home.now();
            home.store().write(|db| {
                files::forget(db, &file.content)?;
                files::save(db, &file)?;
                work::clear(db, &id)?;
                match records::load(db, &id)? {
                    Some(record) => records::save(db, &record, now),
                    None => Ok(()),
                }
            })?;
            Ok(())
        })
        .await?
}

/// A file that is where it stays.
struct Placed {
    original: LocalFile,
    /// The file that was taken in: a copy has another time of last change.
    source: FileStamp,
    /// Of a Live Photo: how many bytes are its still.
    still_bytes: Option<u64>,
    derivatives: Vec<LocalFile>,
}

/// Brings the bytes where they stay and reads what they say.
fn place(
    context: &ImportContext,
    origin: &Origin,
    hashed: &Hashed,
    placement: Placement,
) -> Result<(Placed, Inspected, Option<Drawn>), HomeError> {
    let original = put(context, origin, hashed, placement)?;
    let still_bytes = origin.still_bytes(&context.home)?;
    let reader = context.home.open_local(&original)?;
    let mut still = Stretch::new(reader, 0, still_bytes.unwrap_or(u64::MAX));
    let mut inspected = media::inspect(&origin.name(), &mut still);
    let drawn = draw(&mut still, &inspected, still_bytes.unwrap_or(original.stamp.bytes));
    if let Some(seam) = still_bytes {
        let video = media::inspect("", &mut Stretch::behind(context.home.open_local(&original)?, seam)?);
        inspected.duration_ms = video.duration_ms;
    }
    Ok((Placed { original, source: hashed.stamp, still_bytes, derivatives: Vec::new() }, inspected, drawn))
}

/// Copies (or borrows) the bytes, checking that they are still the ones that were hashed.
fn put(
    context: &ImportContext,
    origin: &Origin,
    hashed: &Hashed,
    placement: Placement,
) -> Result<LocalFile, HomeError> {
    let home = &context.home;
    if placement == Placement::InPlace {
        let path = origin.place().noted()?;
        return Ok(LocalFile { content: hashed.content, owner: Owner::Borrowed, path, stamp: hashed.stamp });
    }
    expect_room(home, hashed.stamp.bytes)?;
    let relative = home.new_original_path(&hashed.content);
    let target = home.root.join(&relative);
    let mut source = Tee { inner: origin.open(home)?, hasher: context.secrets.content_hasher() };
    let bytes = home.ports.disk.write_durable(&target, &mut source)?;
    if source.hasher.finish() != hashed.content {
        home.ports.disk.remove(&target)?;
        return Err(changed_while_read().into());
    }
    let stamp = FileStamp { bytes, ..home.ports.disk.stamp(&target)? };
    Ok(LocalFile { content: hashed.content, owner: Owner::Ours, path: relative, stamp })
}

/// What an import needs besides the file itself: its row, and what is drawn of it.
const BESIDES: u64 = 1024 * 1024;

/// Says what is missing before a copy fails half-way. Where the system does not tell what is free, the copy will.
fn expect_room(home: &Home, bytes: u64) -> Result<(), HomeError> {
    let Some(space) = home.ports.disk.space(&home.root) else { return Ok(()) };
    let need = bytes.saturating_add(BESIDES);
    if need <= space.free {
        return Ok(());
    }
    Err(crate::room::shortage(home, need, space.free))
}

/// Hashes what is read through it.
struct Tee {
    inner: Box<dyn ReadSeek>,
    hasher: crate::keys::ContentHasher,
}

impl Read for Tee {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hasher.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

/// Writes the record. Another process may have been faster: then it is a duplicate after all.
fn save(context: &ImportContext, placed: &Placed, asset: Asset, purged: Purged) -> Result<Imported, HomeError> {
    let id = context.secrets.asset_id(&placed.original.content);
    let now = context.home.now();
    let imported = context.home.store().write(|db| -> Result<Imported, StoreError> {
        let document = Document::of(&Kind::Asset, &asset);
        let (record, imported) = match records::load(db, &id)? {
            None => (Record::fresh(id, document), Imported::New(id)),
            Some(record) if record.shown() => (record, Imported::Duplicate(id)),
            Some(_) if purged == Purged::Ignore && !mutant("tombstone_forgotten") => return Ok(Imported::Ignored(id)),
            Some(record) => {
                // A new life on the tombstone's version; or, if that was never committed, on the old life's.
                let mut document = document;
                document.live_after(&record.doc);
                let revived = Record { doc: document, dirty: true, purge: false, contested: false, ..record };
                (revived, Imported::New(id))
            }
        };
        for file in placed.derivatives.iter().chain([&placed.original]) {
            files::save(db, file)?;
        }
        records::save(db, &record, now)?;
        Ok(imported)
    })?;
    Ok(imported)
}

impl ImportReport {
    pub(crate) fn add(&mut self, path: PathBuf, result: Result<Imported, HomeError>) {
        match result {
            Ok(Imported::New(id)) => self.imported.push(id),
            Ok(Imported::Duplicate(id)) => self.duplicates.push((path, id)),
            Ok(Imported::Ignored(_)) => self.ignored.push((path, "item.ignored_trash".to_owned())),
            Err(error) => {
                let code = error.code().to_owned();
                self.failed.push(ImportFailure { path, code, detail: error.to_string() });
            }
        }
    }

    /// Adds a path that could not even be listed.
    pub(crate) fn add_unlisted(&mut self, path: PathBuf, error: &io::Error) {
        self.failed.push(ImportFailure { path, code: file_code(error).to_owned(), detail: error.to_string() });
    }
}
