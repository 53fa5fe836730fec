//! The asset that a file becomes.

use std::io;

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

use super::drawn::Drawn;
use super::{ImportContext, Placed, hash_reader};
use crate::home::{Home, HomeError};
use crate::keys::LibrarySecrets;
use crate::media::{self, Inspected, MediaKind};
use crate::ports::FileStamp;
use crate::record::{Asset, Camera, Media, Place, Resource, ResourceKind, Resources, TakenAtSource};
use crate::store::files::{LocalFile, Owner};

/// Writes the derivatives and puts the asset together.
pub(super) fn describe(
    home: &Home,
    context: &ImportContext,
    name: &str,
    placed: &mut Placed,
    inspected: &Inspected,
    drawn: Option<&Drawn>,
) -> Result<Asset, HomeError> {
    let file = &placed.original;
    let mut original = Resource::local(file.content, file.stamp.bytes, &inspected.media_type);
    original.holders.insert(context.device);
    let mut resources = Resources::new();
    resources.insert(ResourceKind::Original.as_str().to_owned(), original);
    let preview = drawn.and_then(|drawn| drawn.preview.as_ref()).map(|preview| (ResourceKind::Preview, preview));
    let thumbnail = drawn.map(|drawn| (ResourceKind::Thumbnail, &drawn.thumbnail));
    for (kind, rendition) in preview.into_iter().chain(thumbnail) {
        let local = write_derivative(home, &context.secrets, &rendition.jpeg)?;
        let mut resource = Resource::local(local.content, local.stamp.bytes, "image/jpeg");
        resource.renderer = Some(media::RENDERER_VERSION);
        resources.insert(kind.as_str().to_owned(), resource);
        placed.derivatives.push(local);
    }
    let preview = drawn.and_then(|drawn| drawn.preview.as_ref());
    let shown = inspected.dimensions.or_else(|| preview.map(|preview| preview.dimensions));
    let (taken_at, taken_at_source) = taken(inspected, &placed.source, &home.ports.clock.zone());
    Ok(Asset {
        media: match inspected.kind {
            _ if placed.still_bytes.is_some() => Media::LivePhoto,
            MediaKind::Photo => Media::Photo,
            MediaKind::Video => Media::Video,
            MediaKind::Other => Media::Other,
        },
        taken_at,
        taken_at_source,
        file_name: name.to_owned(),
        width: shown.map(|shown| shown.width),
        height: shown.map(|shown| shown.height),
        orientation: inspected.orientation.into(),
        duration_ms: inspected.duration_ms,
        still_bytes: placed.still_bytes,
        camera: Camera { make: inspected.camera_make.clone(), model: inspected.camera_model.clone() },
        place: inspected.place.map(|place| Place { lat: place.latitude, lon: place.longitude }),
        favourite: false,
        hidden: false,
        caption: String::new(),
        trashed: false,
        resources,
    })
}

pub(crate) fn write_derivative(home: &Home, secrets: &LibrarySecrets, bytes: &[u8]) -> Result<LocalFile, HomeError> {
    let (content, _) = hash_reader(secrets, &mut io::Cursor::new(bytes))?;
    let path = Home::derivative_path(&content);
    let target = home.root.join(&path);
    home.ports.disk.write_durable(&target, &mut io::Cursor::new(bytes))?;
    Ok(LocalFile { content, owner: Owner::Ours, path, stamp: home.ports.disk.stamp(&target)? })
}

/// The capture date: the file's own, in its own offset or else that of the zone where it is taken in; for a file that
/// tells nothing, the time of its last change.
fn taken(inspected: &Inspected, stamp: &FileStamp, zone: &TimeZone) -> (String, TakenAtSource) {
    let told = inspected.captured.and_then(|captured| match captured.offset {
        Some(offset) => at_offset(captured.at, offset.minutes).map(|text| (text, TakenAtSource::Metadata)),
        None => captured.at.to_zoned(zone.clone()).ok().map(|zoned| (rfc3339(&zoned), TakenAtSource::MetadataLocal)),
    });
    told.unwrap_or_else(|| {
        let changed = Timestamp::from_nanosecond(i128::from(stamp.modified_ns)).unwrap_or(Timestamp::UNIX_EPOCH);
        (rfc3339(&changed.to_zoned(zone.clone())), TakenAtSource::File)
    })
}

fn at_offset(at: DateTime, minutes: i16) -> Option<String> {
    let offset = Offset::from_seconds(i32::from(minutes) * 60).ok()?;
    at.to_zoned(TimeZone::fixed(offset)).ok().map(|zoned| rfc3339(&zoned))
}

/// A time with its offset, as RFC 3339 writes it.
pub(crate) fn rfc3339(zoned: &Zoned) -> String {
    zoned.timestamp().display_with_offset(zoned.offset()).to_string()
}
