use jiff::Timestamp;
use safelight_core::{
    AlbumRow, AssetView, Camera, Changed, Edit, ExportReport, GalleryAnswer, GalleryChange, ImportFailure, InGallery,
    Media, OriginalPlace, Place, Placement, Purged, ResourceKind, ResourceView, SafetyState, Shelf, SourceFile,
    SourceRow, SourceState, TakenAtSource,
};
use safelight_protocol::{ContentId, PartId, RecordId};

use super::{count, path};
use crate::page::MOST;

/// What an asset is.
#[uniffi::remote(Enum)]
pub enum Media {
    /// A photo.
    Photo,
    /// A video.
    Video,
    /// A photo with a short video.
    LivePhoto,
    /// A file that nobody here can show.
    Other,
}

/// Where a capture date comes from.
#[uniffi::remote(Enum)]
pub enum TakenAtSource {
    /// The file's own metadata, offset included.
    Metadata,
    /// The file's own metadata; the offset is that of the zone in which it was imported.
    MetadataLocal,
    /// The person corrected it.
    Person,
    /// The file's time of last change.
    File,
}

/// A camera.
#[uniffi::remote(Record)]
pub struct Camera {
    /// Maker.
    pub make: Option<String>,
    /// Model.
    pub model: Option<String>,
}

/// A place on earth, in degrees (WGS 84).
#[uniffi::remote(Record)]
pub struct Place {
    /// Latitude, north positive.
    pub lat: f64,
    /// Longitude, east positive.
    pub lon: f64,
}

/// Where the bytes of an original are.
#[uniffi::remote(Enum)]
pub enum OriginalPlace {
    /// On this device only.
    Local,
    /// In the cloud only.
    Cloud,
    /// On this device and in the cloud.
    Both,
    /// On another device, which has not sent it yet.
    Elsewhere,
    /// Nowhere any more.
    Lost,
}

/// How safe a photo is.
#[uniffi::remote(Enum)]
pub enum SafetyState {
    /// Its original is not in the cloud yet.
    Waiting,
    /// Its original is on its way.
    Sending,
    /// Its original is in the cloud.
    Safe,
    /// It could not be sent and was set aside, or is nowhere any more.
    Failed,
}

/// Which photos.
#[uniffi::remote(Enum)]
pub enum Shelf {
    /// Neither hidden nor in the trash.
    Timeline,
    /// Hidden.
    Hidden,
    /// In the trash.
    Trash,
}

/// A file of an asset.
#[uniffi::remote(Enum)]
pub enum ResourceKind {
    /// What the camera made.
    Original,
    /// At most 2016 pixels, for the screen.
    Preview,
    /// At most 504 pixels, for the grid.
    Thumbnail,
}

/// A photo or video in a list.
#[uniffi::remote(Record)]
pub struct AssetView {
    /// The asset.
    pub id: RecordId,
    /// The original's content id.
    pub content_id: Option<ContentId>,
    /// What it is.
    pub kind: Media,
    /// Capture date, RFC 3339 with offset.
    pub taken_at: String,
    /// Where that date comes from.
    pub taken_at_source: TakenAtSource,
    /// The name of the imported file.
    pub file_name: String,
    /// Size of the original.
    pub bytes: u64,
    /// Width as shown, in pixels.
    pub width: Option<u32>,
    /// Height as shown, in pixels.
    pub height: Option<u32>,
    /// EXIF orientation as stored, 1 to 8.
    pub orientation: u8,
    /// Length of a video, in milliseconds.
    pub duration_ms: Option<u64>,
    /// Of a Live Photo: how many bytes of its original are the still. What follows is the video.
    pub still_bytes: Option<u64>,
    /// The camera.
    pub camera: Camera,
    /// Where it was taken.
    pub place: Option<Place>,
    /// The heart.
    pub favourite: bool,
    /// Not shown in the timeline.
    pub hidden: bool,
    /// The person's words.
    pub caption: String,
    /// In the trash.
    pub trashed: bool,
    /// When it went there by the server's clock, in milliseconds since 1970 UTC.
    pub trashed_at_ms: Option<i64>,
    /// In the trash: how many days are left until it is deleted for good.
    pub days_left: Option<u32>,
    /// Where its original is.
    pub original: OriginalPlace,
    /// How safe it is.
    pub state: SafetyState,
    /// While the cloud lacks the original: the names of the phones that have it.
    pub held_by: Vec<String>,
    /// Another phone deleted it for good, and this one holds what the cloud never had: the person decides.
    pub contested: bool,
}

/// A file of an asset, in the details.
#[uniffi::remote(Record)]
pub struct ResourceView {
    /// `original`, `preview`, `thumbnail`, or what a newer version knows.
    pub kind: String,
    /// Its size.
    pub bytes: u64,
    /// Its parts in the cloud.
    pub parts: Vec<PartId>,
    /// Whether it is on this device.
    pub local: bool,
    /// Whether it is in the cloud.
    pub cloud: bool,
}

/// What to change of a photo. What is none stays.
#[uniffi::remote(Record)]
pub struct Edit {
    /// The heart.
    #[uniffi(default = None)]
    pub favourite: Option<bool>,
    /// Whether it is kept out of the timeline.
    #[uniffi(default = None)]
    pub hidden: Option<bool>,
    /// The person's words.
    #[uniffi(default = None)]
    pub caption: Option<String>,
    /// The capture date, RFC 3339 with offset.
    #[uniffi(default = None)]
    pub taken_at: Option<String>,
}

/// What an edit did.
#[uniffi::remote(Record)]
pub struct Changed {
    /// Those that are otherwise now.
    pub changed: Vec<RecordId>,
    /// Those that were so already.
    pub unchanged: Vec<RecordId>,
}

/// An album.
#[uniffi::remote(Record)]
pub struct AlbumRow {
    /// The album.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// How many photos and videos are in it and not in the trash.
    pub count: u64,
}

/// A folder that is taken from, in numbers that add up.
#[uniffi::remote(Record)]
pub struct SourceRow {
    /// The folder, or the phone's own photo library.
    pub path: String,
    /// Files found.
    pub found: u64,
    /// Their original is in the cloud.
    pub safe: u64,
    /// Not yet.
    pub waiting: u64,
    /// They could not be taken in or sent.
    pub set_aside: u64,
    /// Left out by choice: deleted for good earlier.
    pub left_out: u64,
}

/// What became of a file of a source.
#[uniffi::remote(Enum)]
pub enum SourceState {
    /// Its original is in the cloud.
    Safe,
    /// Not yet.
    Waiting,
    /// It could not be taken in or sent.
    SetAside,
    /// Left out by choice.
    LeftOut,
}

/// A file of a source.
#[uniffi::remote(Record)]
pub struct SourceFile {
    /// The file.
    pub path: String,
    /// What became of it.
    pub state: SourceState,
    /// The photo that it is.
    pub id: Option<RecordId>,
    /// Why it was set aside or left out.
    pub code: Option<String>,
}

/// A page of the files of a source.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SourceFiles {
    /// At most 200, by path.
    pub files: Vec<SourceFile>,
    /// Where the next page begins; none at the end.
    pub next: Option<u32>,
}

/// A page of contested photos.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Contested {
    /// At most 200.
    pub assets: Vec<AssetView>,
    /// How many there are.
    pub of: u64,
}

/// What it means that a photo is deleted or edited in the phone's own gallery.
#[uniffi::remote(Enum)]
pub enum GalleryAnswer {
    /// Nothing: it stays in Safelight, on all phones.
    Keep,
    /// It goes to recently deleted, on all phones.
    Follow,
}

/// What was done to a photo in the phone's own gallery.
#[uniffi::remote(Enum)]
pub enum InGallery {
    /// It was deleted there.
    Deleted,
    /// It was edited there.
    Edited,
}

/// A photo that was deleted or edited in the phone's own gallery, while nobody has said what that means.
#[uniffi::remote(Record)]
pub struct GalleryChange {
    /// The photo, as Safelight keeps it.
    pub photo: AssetView,
    /// What was done there.
    pub what: InGallery,
    /// When it was noticed.
    pub at: Timestamp,
}

/// What only the person can decide. Nothing is lost while they don't.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Undecided {
    /// Another phone deleted these for good while this one holds what the cloud never had: restore or purge each.
    pub contested: Contested,
    /// Deleted or edited in the phone's own gallery, the first 200.
    pub gallery: Vec<GalleryChange>,
    /// How many are.
    pub gallery_count: u64,
    /// What was said about the gallery, once and for all; none while nobody was asked.
    pub gallery_answer: Option<GalleryAnswer>,
}

impl From<Vec<AssetView>> for Contested {
    fn from(mut assets: Vec<AssetView>) -> Self {
        let of = count(assets.len());
        assets.truncate(MOST);
        Self { assets, of }
    }
}

impl From<safelight_core::Choices> for Undecided {
    fn from(choices: safelight_core::Choices) -> Self {
        Self {
            contested: choices.contested.into(),
            gallery_count: count(choices.gallery.len()),
            gallery: choices.gallery.into_iter().take(MOST).collect(),
            gallery_answer: choices.gallery_answer,
        }
    }
}

/// Where the bytes of imported originals stay.
#[uniffi::remote(Enum)]
pub enum Placement {
    /// Copied into the library.
    Copy,
    /// Left where they are and read again when needed.
    InPlace,
}

/// What to do with a photo that was deleted for good earlier.
#[uniffi::remote(Enum)]
pub enum Purged {
    /// It stays deleted.
    Ignore,
    /// The person wants it back; one in the trash is restored, too.
    BringBack,
}

/// How to import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct TakeIn {
    /// Where the bytes stay.
    pub placement: Placement,
    /// What to do with what was deleted for good.
    pub purged: Purged,
}

impl From<TakeIn> for safelight_core::ImportOptions {
    fn from(options: TakeIn) -> Self {
        Self { placement: options.placement, purged: options.purged }
    }
}

/// A file that is in the library already.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ImportDuplicate {
    /// The file.
    pub path: String,
    /// The photo that it is.
    pub id: RecordId,
}

/// A file that was left out on purpose.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ImportIgnored {
    /// The file.
    pub path: String,
    /// The code of why.
    pub code: String,
}

/// A file that could not be taken in, or written.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ImportFailed {
    /// The file.
    pub path: String,
    /// The code.
    pub code: String,
    /// For a log.
    pub detail: String,
}

/// What became of the files. Lists hold the first 200 each; the numbers are of all.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ImportReport {
    /// New in the library.
    pub imported: Vec<RecordId>,
    /// How many.
    pub imported_count: u64,
    /// In the library already.
    pub duplicates: Vec<ImportDuplicate>,
    /// How many.
    pub duplicate_count: u64,
    /// Left out on purpose.
    pub ignored: Vec<ImportIgnored>,
    /// How many.
    pub ignored_count: u64,
    /// Not taken in.
    pub failed: Vec<ImportFailed>,
    /// How many.
    pub failed_count: u64,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Exported {
    /// Originals.
    pub exported: u64,
    /// Their bytes.
    pub bytes: u64,
    /// What could not be written, the first 200.
    pub failed: Vec<ImportFailed>,
    /// How many could not.
    pub failed_count: u64,
}

/// An engine's report as it crosses.
pub fn imported(report: safelight_core::ImportReport) -> ImportReport {
    let duplicate = |(file, id)| ImportDuplicate { path: path(file), id };
    let ignored = |(file, code)| ImportIgnored { path: path(file), code };
    ImportReport {
        imported_count: count(report.imported.len()),
        duplicate_count: count(report.duplicates.len()),
        ignored_count: count(report.ignored.len()),
        failed_count: count(report.failed.len()),
        imported: report.imported.into_iter().take(MOST).collect(),
        duplicates: report.duplicates.into_iter().take(MOST).map(duplicate).collect(),
        ignored: report.ignored.into_iter().take(MOST).map(ignored).collect(),
        failed: report.failed.into_iter().take(MOST).map(failed).collect(),
    }
}

/// The same for an export.
pub fn exported(report: ExportReport) -> Exported {
    Exported {
        exported: report.exported,
        bytes: report.bytes,
        failed_count: count(report.failed.len()),
        failed: report.failed.into_iter().take(MOST).map(failed).collect(),
    }
}

fn failed(failure: ImportFailure) -> ImportFailed {
    ImportFailed { path: path(failure.path), code: failure.code, detail: failure.detail }
}
