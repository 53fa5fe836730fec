//! Which two files are one Live Photo.
//!
//! An iPhone writes a still and a video of the same name, and the same identifier into both. Both must agree: a name alone
//! is used again after ten thousand photos, and an identifier alone stands in every copy.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Origin;
use crate::home::Home;
use crate::media::{self, Inspected};
use crate::ports::Found;

/// What is taken in as one original, and the files that it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) origin: Origin,
    pub(crate) files: Vec<Found>,
}

/// Endings of what may be a Live Photo's still, and of its video.
const STILLS: &[&str] = &["heic", "heif", "jpg", "jpeg"];
const VIDEOS: &[&str] = &["mov", "mp4"];

/// Puts the files together that are one original; everything else is one by itself. The order stays. Blocks.
pub(crate) fn paired(home: &Home, found: Vec<Found>) -> Vec<Taken> {
    let mut videos: BTreeMap<(PathBuf, String), Found> = found
        .iter()
        .filter(|file| has_ending(&file.path, VIDEOS))
        .map(|file| (stem(&file.path), file.clone()))
        .collect();
    let mut taken = Vec::new();
    let mut halves = BTreeSet::new();
    for file in found {
        let candidate = has_ending(&file.path, STILLS).then(|| videos.get(&stem(&file.path))).flatten();
        let video = candidate.filter(|video| are_one(home, &file.path, &video.path)).cloned();
        let origin = match &video {
            Some(video) => Origin::LiveFiles(file.path.clone(), video.path.clone()),
            None => Origin::File(file.path.clone()),
        };
        if let Some(video) = &video {
            videos.remove(&stem(&file.path));
            halves.insert(video.path.clone());
        }
        taken.push(Taken { origin, files: [file].into_iter().chain(video).collect() });
    }
    taken.retain(|taken| !matches!(&taken.origin, Origin::File(path) if halves.contains(path)));
    taken
}

fn are_one(home: &Home, still: &Path, video: &Path) -> bool {
    let told =
        |path: &Path| -> Option<Inspected> { Some(media::inspect("", &mut home.ports.disk.open_file(path).ok()?)) };
    let Some(id) = told(still).and_then(|told| told.live_photo_id) else { return false };
    told(video).and_then(|told| told.live_photo_id) == Some(id)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().unwrap_or_default();
    endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// The folder, and the name without its ending: cameras differ in the case of both.
fn stem(path: &Path) -> (PathBuf, String) {
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    (folder, path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase())
}
