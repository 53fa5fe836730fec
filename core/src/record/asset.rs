use std::collections::{BTreeMap, BTreeSet};

use safelight_protocol::record::PartRef;
use safelight_protocol::{ContentId, DeviceId, PartId};
use serde::{Deserialize, Serialize};

use super::Document;
use crate::seal::PartHash;

/// What an asset is to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// A photo.
    Photo,
    /// A video.
    Video,
    /// A photo with a short video.
    LivePhoto,
    /// A file that nobody here can show: kept, synced and exported all the same.
    #[serde(other)]
    Other,
}

impl Media {
    /// The name in documents and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Video => "video",
            Self::LivePhoto => "live_photo",
            Self::Other => "other",
        }
    }
}

/// Where a capture date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakenAtSource {
    /// The file's own metadata, offset included.
    Metadata,
    /// The file's own metadata; the offset is that of the zone in which it was imported.
    MetadataLocal,
    /// The person corrected it.
    Person,
    /// The file's time of last change: the file itself tells nothing.
    #[serde(other)]
    File,
}

/// A camera.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Camera {
    /// Maker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    /// Model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

/// A place on earth, in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Latitude, north positive.
    pub lat: f64,
    /// Longitude, east positive.
    pub lon: f64,
}

/// A photo or video as the person sees it.
///
/// Fields at their default are left out of the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asset {
    /// What it is.
    pub media: Media,
    /// Capture date, RFC 3339 with offset.
    pub taken_at: String,
    /// Where that date comes from.
    pub taken_at_source: TakenAtSource,
    /// The name of the file that was imported.
    pub file_name: String,
    /// Width as shown, after orientation, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height as shown, after orientation, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// EXIF orientation as stored, 1 to 8.
    #[serde(default = "upright", skip_serializing_if = "is_upright")]
    pub orientation: u8,
    /// Length of a video, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// Of a Live Photo: how many bytes of its original are the still. What follows is the video.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub still_bytes: Option<u64>,
    /// The camera.
    #[serde(default, skip_serializing_if = "is_default")]
    pub camera: Camera,
    /// Where it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The person's heart.
    #[serde(default, skip_serializing_if = "is_default")]
    pub favourite: bool,
    /// Not shown in the timeline.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hidden: bool,
    /// The person's words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub caption: String,
    /// In the trash.
    #[serde(default, skip_serializing_if = "is_default")]
    pub trashed: bool,
    /// Its files.
    #[serde(default)]
    pub resources: Resources,
}

/// The files of an asset, by kind. A kind that this version does not know is kept as it is.
pub type Resources = BTreeMap<String, Resource>;

/// What a file is to its asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResourceKind {
    /// What the camera made.
    Original,
    /// At most 2016 pixels, for the screen.
    Preview,
    /// At most 504 pixels, for the grid.
    Thumbnail,
}

impl ResourceKind {
    /// The name in documents and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Preview => "preview",
            Self::Thumbnail => "thumbnail",
        }
    }

    /// The kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Original, Self::Preview, Self::Thumbnail].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Whether the cloud has a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stored {
    /// Not yet, or as far as the part list says.
    #[default]
    Listed,
    /// It was in the cloud and is nowhere now.
    #[serde(other)]
    Lost,
}

/// A file of an asset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// Keyed hash of its bytes.
    pub content_id: ContentId,
    /// How many bytes.
    pub bytes: u64,
    /// Media type.
    pub media_type: String,
    /// Its parts in the cloud; none while it has not been sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<SealedParts>,
    /// Whether it is known to be nowhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub stored: Stored,
    /// The devices that have the file and have not sent it yet: where to look while the cloud lacks it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub holders: BTreeSet<DeviceId>,
    /// For a preview or thumbnail: the version of what drew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renderer: Option<u32>,
    /// What a newer version says of it.
    #[serde(flatten)]
    pub rest: BTreeMap<String, serde_json::Value>,
}

/// How a resource lies in the cloud.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedParts {
    /// The generation of the library key.
    pub generation: u32,
    /// How they are sealed.
    pub suite: u8,
    /// In order; every part but the last holds 8 MiB of the file.
    pub list: Vec<PartEntry>,
}

/// One part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartEntry {
    /// SHA-256 of the sealed bytes.
    pub id: PartId,
    /// Keyed hash of the plaintext.
    pub hash: PartHash,
    /// Sealed bytes.
    pub bytes: u64,
}

impl Resource {
    /// A resource that the cloud does not have yet.
    pub fn local(content_id: ContentId, bytes: u64, media_type: &str) -> Self {
        Self {
            content_id,
            bytes,
            media_type: media_type.to_owned(),
            parts: None,
            stored: Stored::Listed,
            holders: BTreeSet::new(),
            renderer: None,
            rest: BTreeMap::new(),
        }
    }
}

impl Asset {
    /// A resource by kind.
    pub fn resource(&self, kind: ResourceKind) -> Option<&Resource> {
        self.resources.get(kind.as_str())
    }

    /// A resource by kind, to change.
    pub fn resource_mut(&mut self, kind: ResourceKind) -> Option<&mut Resource> {
        self.resources.get_mut(kind.as_str())
    }

    /// The original's content id.
    pub fn content_id(&self) -> Option<ContentId> {
        self.resource(ResourceKind::Original).map(|original| original.content_id)
    }

    /// Whether the committed record names the original's parts: then, and only then, it is called safe.
    pub fn original_in_cloud(&self) -> bool {
        self.resource(ResourceKind::Original)
            .is_some_and(|original| original.parts.is_some() && original.stored == Stored::Listed)
    }

    /// Writes what changed of this asset into its document; all else in it stays to the letter.
    pub fn write_to(&self, document: &mut Document) {
        let before: Option<Self> = document.view().ok();
        document.update(before.as_ref(), self);
    }
}

impl Document {
    /// Every part that the record names, of resources that this version does not know too, in a fixed order.
    pub fn part_refs(&self) -> Vec<PartRef> {
        let mut parts = Vec::new();
        let mut seen = BTreeSet::new();
        let resources = self.0.get("resources").and_then(serde_json::Value::as_object);
        for resource in resources.into_iter().flat_map(|resources| resources.values()) {
            let sealed = resource.get("parts").and_then(|parts| serde_json::from_value(parts.clone()).ok());
            for entry in sealed.map(|sealed: SealedParts| sealed.list).unwrap_or_default() {
                let part = PartRef { id: entry.id, bytes: entry.bytes };
                if seen.insert(part.id) {
                    parts.push(part);
                }
            }
        }
        parts
    }
}

fn upright() -> u8 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_upright(orientation: &u8) -> bool {
    *orientation == 1
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
