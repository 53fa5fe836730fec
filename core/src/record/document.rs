use std::collections::BTreeMap;

use safelight_protocol::{ContentId, DeviceId, RecordId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How many overwritten values a record remembers.
const HISTORY_ENTRIES: usize = 16;

/// The body of a record: a JSON object with a `kind`.
///
/// Typed views are read from it and written into it field by field, so what no view knows stays.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document(pub(crate) Map<String, Value>);

/// A body that is not a document, or lacks what its kind needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Not a JSON object with a `kind`.
    #[error("the record's body is not a document")]
    Malformed,
    /// A field that its kind needs is missing or of the wrong shape.
    #[error("a field of the record is missing or malformed")]
    Field,
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A photo, video or Live Photo.
    Asset,
    /// An album.
    Album,
    /// An asset's place in an album.
    AlbumEntry,
    /// A device's card.
    Device,
    /// The library's settings.
    Settings,
    /// Deleted for good.
    Tombstone,
    /// Something that a newer version knows.
    Unknown(String),
}

impl Kind {
    /// The name in the document.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Asset => "asset",
            Self::Album => "album",
            Self::AlbumEntry => "album_entry",
            Self::Device => "device",
            Self::Settings => "settings",
            Self::Tombstone => "tombstone",
            Self::Unknown(name) => name,
        }
    }

    /// The kind of this name.
    pub fn parse(name: &str) -> Self {
        match name {
            "asset" => Self::Asset,
            "album" => Self::Album,
            "album_entry" => Self::AlbumEntry,
            "device" => Self::Device,
            "settings" => Self::Settings,
            "tombstone" => Self::Tombstone,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

/// The field that counts lives.
pub(super) const LIFE: &str = "life";

impl Document {
    /// Reads a body.
    pub fn parse(bytes: &[u8]) -> Result<Self, DocumentError> {
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(fields)) if fields.get("kind").is_some_and(Value::is_string) => Ok(Self(fields)),
            _ => Err(DocumentError::Malformed),
        }
    }

    /// Writes a body.
    pub fn to_bytes(&self) -> Vec<u8> {
        // A map of JSON values with string keys can always be written.
        serde_json::to_vec(&self.0).unwrap_or_default()
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        self.0.get("kind").and_then(Value::as_str).map_or(Kind::Unknown(String::new()), Kind::parse)
    }

    /// A typed view.
    pub fn view<T: DeserializeOwned>(&self) -> Result<T, DocumentError> {
        serde_json::from_value(Value::Object(self.0.clone())).map_err(|_| DocumentError::Field)
    }

    /// A document from a typed value.
    pub fn of<T: Serialize>(kind: &Kind, value: &T) -> Self {
        let mut document = Self::default();
        document.0.insert("kind".to_owned(), Value::String(kind.as_str().to_owned()));
        document.write(value);
        document
    }

    /// Writes the fields in which a typed value differs from what it was. What did not change stays to the letter: a
    /// value that only a newer version understands is not flattened to what this one made of it.
    pub fn update<T: Serialize>(&mut self, before: Option<&T>, after: &T) {
        let fields = |value: Option<&T>| match serde_json::to_value(value) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let (before, after) = (fields(before), fields(Some(after)));
        for name in before.keys().chain(after.keys()) {
            match after.get(name) {
                value if value == before.get(name) => {}
                Some(value) => drop(self.0.insert(name.clone(), value.clone())),
                None => drop(self.0.remove(name)),
            }
        }
    }

    fn write<T: Serialize>(&mut self, value: &T) {
        if let Ok(Value::Object(fields)) = serde_json::to_value(value) {
            self.0.extend(fields);
        }
    }

    /// Values that lost against another device's, newest last.
    pub fn history(&self) -> Vec<HistoryEntry> {
        self.0.get("history").and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
    }

    pub(crate) fn remember(&mut self, lost: Vec<HistoryEntry>) {
        if lost.is_empty() {
            return;
        }
        let mut history = self.history();
        history.extend(lost.into_iter().filter(|entry| !history.contains(entry)).collect::<Vec<_>>());
        let surplus = history.len().saturating_sub(HISTORY_ENTRIES);
        history.drain(..surplus);
        if let Ok(value) = serde_json::to_value(history) {
            self.0.insert("history".to_owned(), value);
        }
    }
}

/// A value that was overwritten by a change made at the same time on another device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// The field.
    pub field: String,
    /// What it held.
    pub value: Value,
}

/// An album.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Album {
    /// Its name.
    pub name: String,
}

/// An asset's place in an album.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlbumEntry {
    /// The album.
    pub album: RecordId,
    /// The asset.
    pub asset: RecordId,
}

/// What a phone tells the others about itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeviceCard {
    /// The device.
    pub device: DeviceId,
    /// Its name.
    pub name: String,
    /// The app and its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_version: Option<String>,
    /// When it last was up to date with nothing left to send, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_success: Option<String>,
    /// How many originals it has to send.
    #[serde(default)]
    pub backlog: u64,
    /// The first code of what holds it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_hold: Option<String>,
    /// Arguments for that code's sentence.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub hold_evidence: Map<String, Value>,
    /// Since when it holds, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_since: Option<String>,
    /// In which band the battery is: `0-19`, `20-49`, `50-79` or `80-100` percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery: Option<String>,
    /// Whether power comes in: the word of the fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charging: Option<String>,
    /// When it said all this, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_at: Option<String>,
    /// Between which times it expected to send, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<(String, String)>,
    /// What else it says.
    #[serde(flatten)]
    pub rest: BTreeMap<String, Value>,
}

/// The end of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// What the record was.
    pub of: String,
    /// For an asset: its original's content id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_id: Option<ContentId>,
    /// Which life it ends: see [`Document::life`].
    #[serde(default, skip_serializing_if = "is_first")]
    pub life: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_first(life: &u64) -> bool {
    *life == 0
}

impl DeviceCard {
    /// The card of a device that has said nothing yet.
    pub fn new(device: DeviceId, name: &str) -> Self {
        Self {
            device,
            name: name.to_owned(),
            app_version: None,
            last_success: None,
            backlog: 0,
            first_hold: None,
            hold_evidence: Map::new(),
            hold_since: None,
            battery: None,
            charging: None,
            told_at: None,
            expected: None,
            rest: BTreeMap::new(),
        }
    }
}

impl Document {
    /// The tombstone of a record that said this. A tombstone's is itself.
    pub fn tombstone(of: &Self) -> Self {
        if of.kind() == Kind::Tombstone {
            return of.clone();
        }
        let content_id = of.view::<super::Asset>().ok().and_then(|asset| asset.content_id());
        let of = Tombstone { of: of.kind().as_str().to_owned(), content_id, life: of.life() };
        Self::of(&Kind::Tombstone, &of)
    }

    /// How many times what it describes was deleted for good and came back. A tombstone ends the life that it names and
    /// those before it: one that comes late, from a backup of the server or from a phone that was away, ends none that
    /// began since.
    pub fn life(&self) -> u64 {
        self.0.get(LIFE).and_then(Value::as_u64).unwrap_or(0)
    }

    /// Begins the life after everything that `ended` speaks of.
    pub(crate) fn live_after(&mut self, ended: &Self) {
        self.live_at_least(ended.life().saturating_add(1));
    }

    /// Takes a life for this one's if it began later.
    pub(crate) fn live_at_least(&mut self, life: u64) {
        if life > self.life() {
            self.0.insert(LIFE.to_owned(), life.into());
        }
    }
}
