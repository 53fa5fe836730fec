//! What a file says about itself.

use jiff::civil;
use safelight_protocol::Blob;
use serde::{Deserialize, Serialize};

/// What kind of thing a file is, judged by its content and never by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A still picture, raw files of cameras among them.
    Photo,
    /// A moving picture.
    Video,
    /// Anything else, and anything that can't be understood. It is kept and synced all the same.
    Other,
}

/// What a file says about itself. All that it does not say, or says absurdly, is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inspected {
    /// Photo, video or other.
    pub kind: MediaKind,
    /// The media type (MIME), for example `image/jpeg`; `application/octet-stream` where the content is not known.
    pub media_type: String,
    /// Width and height in pixels **as shown**, that is after the orientation was applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
    /// How the stored picture must be turned to be shown.
    #[serde(default)]
    pub orientation: Orientation,
    /// When it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured: Option<Captured>,
    /// The maker's name for itself, at most [`MAX_CAMERA_CHARS`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub camera_make: Option<String>,
    /// The camera's model, at most [`MAX_CAMERA_CHARS`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub camera_model: Option<String>,
    /// Where it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// How long a video runs, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// Apple's identifier that the still and the video of one Live Photo share, where the file names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_photo_id: Option<String>,
    /// The JPEG thumbnail that the camera put into the file, at most [`MAX_EMBEDDED_THUMBNAIL_BYTES`]. It is stored as
    /// the sensor saw it: turn it by [`orientation`](Self::orientation) to show it. For this device's screen only: it
    /// may have metadata of its own and does not replace [`derive`](super::derive)'s thumbnail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embedded_thumbnail: Option<Blob>,
}

/// The most characters of a camera's make or model that are kept.
pub const MAX_CAMERA_CHARS: usize = 64;

/// The largest embedded thumbnail that is taken out of a file, in bytes: 256 KiB.
pub const MAX_EMBEDDED_THUMBNAIL_BYTES: u32 = 256 * 1024;

impl Inspected {
    /// A file of which only the media type is known.
    pub(super) fn new(kind: MediaKind, media_type: &str) -> Self {
        Self {
            kind,
            media_type: media_type.to_owned(),
            dimensions: None,
            orientation: Orientation::default(),
            captured: None,
            camera_make: None,
            camera_model: None,
            place: None,
            duration_ms: None,
            live_photo_id: None,
            embedded_thumbnail: None,
        }
    }
}

/// Width and height in pixels, neither of them 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dimensions {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

impl Dimensions {
    /// `None` if either side is 0.
    pub fn new(width: u32, height: u32) -> Option<Self> {
        (width > 0 && height > 0).then_some(Self { width, height })
    }

    /// The same picture after a quarter turn.
    #[must_use]
    pub fn turned(self) -> Self {
        Self { width: self.height, height: self.width }
    }

    /// The sides of the stored picture when shown with `orientation`.
    #[must_use]
    pub fn shown(self, orientation: Orientation) -> Self {
        if orientation.swaps_sides() { self.turned() } else { self }
    }

    /// The largest size with the same proportions whose longest side is at most `longest`; never larger than `self`, and
    /// never a side of 0.
    #[must_use]
    pub fn fitted(self, longest: u32) -> Self {
        let side = self.width.max(self.height);
        if side <= longest {
            return self;
        }
        let scaled = |length: u32| {
            let rounded = (u64::from(length) * u64::from(longest) + u64::from(side) / 2) / u64::from(side);
            u32::try_from(rounded).unwrap_or(longest).max(1)
        };
        Self { width: scaled(self.width), height: scaled(self.height) }
    }
}

/// EXIF's orientation: how the stored picture must be turned and mirrored to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Orientation {
    /// 1: as it is.
    #[default]
    Upright,
    /// 2: mirrored left to right.
    Mirrored,
    /// 3: turned by 180 degrees.
    UpsideDown,
    /// 4: mirrored top to bottom.
    Flipped,
    /// 5: mirrored along the diagonal from the upper left.
    Transposed,
    /// 6: to be turned by 90 degrees clockwise.
    Right,
    /// 7: mirrored along the diagonal from the upper right.
    Transversed,
    /// 8: to be turned by 90 degrees counterclockwise.
    Left,
}

/// A number that is not 1 to 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an orientation is a number from 1 to 8, not {0}")]
pub struct OrientationError(pub u8);

impl Orientation {
    const ALL: [Self; 8] = [
        Self::Upright,
        Self::Mirrored,
        Self::UpsideDown,
        Self::Flipped,
        Self::Transposed,
        Self::Right,
        Self::Transversed,
        Self::Left,
    ];

    /// Whether width and height change places.
    pub fn swaps_sides(self) -> bool {
        matches!(self, Self::Transposed | Self::Right | Self::Transversed | Self::Left)
    }
}

impl TryFrom<u8> for Orientation {
    type Error = OrientationError;

    fn try_from(stored: u8) -> Result<Self, OrientationError> {
        usize::from(stored)
            .checked_sub(1)
            .and_then(|index| Self::ALL.get(index))
            .copied()
            .ok_or(OrientationError(stored))
    }
}

impl From<Orientation> for u8 {
    fn from(orientation: Orientation) -> u8 {
        match orientation {
            Orientation::Upright => 1,
            Orientation::Mirrored => 2,
            Orientation::UpsideDown => 3,
            Orientation::Flipped => 4,
            Orientation::Transposed => 5,
            Orientation::Right => 6,
            Orientation::Transversed => 7,
            Orientation::Left => 8,
        }
    }
}

/// When a photo was taken, in the words of its file.
///
/// Most cameras tell the time of the wall and not the time zone. Then `offset` is `None`, and whoever needs an instant
/// decides what to assume; nothing is assumed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captured {
    /// Date and time of day, as the camera's clock showed them; in UTC where [`offset`](Self::offset) says so.
    pub at: civil::DateTime,
    /// How far that clock was ahead of UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<UtcOffset>,
    /// Where in the file it was found.
    pub source: CaptureSource,
}

/// How far a clock was ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UtcOffset {
    /// In minutes, negative in the west; from -14 hours to +14 hours.
    pub minutes: i16,
    /// How it is known.
    pub source: OffsetSource,
}

/// How an offset from UTC is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OffsetSource {
    /// The file states it beside the time.
    Stated,
    /// The time is in UTC by the format's rules: the person's own clock is not known.
    Utc,
    /// The difference between the camera's clock and the GPS's, which is UTC, came within a minute of an offset that is
    /// in use somewhere.
    Gps,
}

/// Where in a file a capture date was found, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptureSource {
    /// EXIF `DateTimeOriginal`.
    ExifOriginal,
    /// EXIF `DateTimeDigitized`, also called `CreateDate`.
    ExifDigitized,
    /// EXIF date and time of the GPS fix, in UTC.
    ExifGps,
    /// EXIF `DateTime`: the last change, which is often that of a program.
    ExifModified,
    /// QuickTime's `com.apple.quicktime.creationdate`.
    QuickTime,
    /// The header of an MP4 or QuickTime movie: UTC by its rules, though some cameras write the time of the wall.
    MovieHeader,
    /// The header of a Matroska or WebM file, in UTC.
    Matroska,
}

/// A point on Earth, in degrees of WGS 84, to seven decimals: a centimetre, and short enough to come through JSON unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// North of the equator, from -90 to 90.
    pub latitude: f64,
    /// East of Greenwich, from -180 to 180.
    pub longitude: f64,
}

impl Place {
    /// `None` if it is not on Earth, or is exactly 0, 0: what a receiver writes that never had a fix.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let [latitude, longitude] = [latitude, longitude].map(|degrees| (degrees * 1e7).round() / 1e7);
        let on_earth = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        let no_fix = latitude == 0.0 && longitude == 0.0;
        (on_earth && !no_fix).then_some(Self { latitude, longitude })
    }
}
