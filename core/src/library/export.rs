//! Taking photos out: everything, readable without Safelight.
//!
//! ```text
//! DIR/2024/05/IMG_0001.jpg         the original, bit for bit
//! DIR/2024/05/IMG_0001.jpg.json    what Safelight knows of it
//! DIR/2024/05/IMG_0001.mov         of a Live Photo, its video
//! DIR/manifest.json                every file with its SHA-256
//! ```

use std::collections::BTreeSet;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use safelight_protocol::RecordId;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::import::{ImportFailure, ImportProgress};
use super::view::{AssetView, PageQuery};
use crate::home::{Home, HomeError};
use crate::library::AlbumError;
use crate::media::Stretch;
use crate::record::ResourceKind;
use crate::safelight::Safelight;
use crate::store::files::LocalFile;

/// Why an export did not begin.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The album.
    #[error(transparent)]
    Album(#[from] AlbumError),
    /// The home, or the folder to write to.
    #[error(transparent)]
    Home(#[from] HomeError),
}

impl ExportError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Album(error) => error.code(),
            Self::Home(error) => error.code(),
        }
    }
}

/// What was taken out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportReport {
    /// Originals written.
    pub exported: u64,
    /// Their bytes.
    pub bytes: u64,
    /// What could not be written; `path` is where it would have stood.
    pub failed: Vec<ImportFailure>,
}

/// One line of the manifest.
#[derive(Serialize)]
struct Line {
    path: String,
    id: RecordId,
    bytes: u64,
    sha256: String,
}

/// What stands beside each original.
#[derive(Serialize)]
struct Sidecar<'a> {
    #[serde(flatten)]
    asset: &'a AssetView,
    albums: &'a [String],
}

pub(crate) async fn export(
    safelight: &Safelight,
    folder: &Path,
    album: Option<&str>,
    mut progress: impl FnMut(ImportProgress) + Send,
) -> Result<ExportReport, ExportError> {
    let album = match album {
        Some(name) => Some(safelight.album(name).await?.id),
        None => None,
    };
    let mut assets = safelight.page(PageQuery { album, ..PageQuery::default() }).await?.assets;
    if album.is_none() {
        let hidden = super::view::Shelf::Hidden;
        assets.extend(safelight.page(PageQuery { shelf: hidden, ..PageQuery::default() }).await?.assets);
        // What another phone deleted for good and only this one holds must be easy to save.
        assets.extend(safelight.contested().await?);
    }
    let of = assets.len();
    let mut report = ExportReport::default();
    let mut lines = Vec::new();
    let mut taken = BTreeSet::new();
    for (done, asset) in assets.into_iter().enumerate() {
        let relative = place(&asset, &mut taken);
        match write_one(safelight, folder, &relative, &asset).await {
            Ok(written) => {
                report.exported += 1;
                report.bytes += written.iter().map(|line| line.bytes).sum::<u64>();
                lines.extend(written);
            }
            Err((code, detail)) => report.failed.push(ImportFailure { path: relative, code, detail }),
        }
        progress(ImportProgress { done: done + 1, of });
    }
    let manifest = serde_json::to_vec_pretty(&serde_json::json!({ "files": lines })).unwrap_or_default();
    let path = folder.join("manifest.json");
    safelight
        .home()
        .blocking(move |home| home.ports.disk.write_durable(&path, &mut Cursor::new(manifest)))
        .await?
        .map_err(HomeError::from)?;
    Ok(report)
}

/// `YYYY/MM/name.ext`; a name that is taken gets a number.
fn place(asset: &AssetView, taken: &mut BTreeSet<PathBuf>) -> PathBuf {
    let mut date = asset.taken_at.split('-');
    let digits = |part: Option<&str>, fallback: &str| {
        part.filter(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
            .unwrap_or(fallback)
            .to_owned()
    };
    let folder = PathBuf::from(digits(date.next(), "0000")).join(digits(date.next(), "00"));
    let name = safe_name(&asset.file_name);
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem.to_owned(), format!(".{extension}")),
        _ => (name.clone(), String::new()),
    };
    let mut candidate = folder.join(&name);
    let mut number = 2;
    loop {
        let video = asset.still_bytes.map(|_| video_beside(&candidate));
        // Names that differ only in case are one name on many disks.
        let names = [Some(candidate.clone()), video];
        let names = names.into_iter().flatten().map(|path| PathBuf::from(path.to_string_lossy().to_lowercase()));
        let names: Vec<PathBuf> = names.collect();
        if !names.iter().any(|name| taken.contains(name)) {
            taken.extend(names);
            return candidate;
        }
        candidate = folder.join(format!("{stem} ({number}){extension}"));
        number += 1;
    }
}

/// Where a Live Photo's video stands: beside its still, under its name.
fn video_beside(still: &Path) -> PathBuf {
    still.with_extension("mov")
}

/// A file name that came from another device, made fit for any disk: it names no folder and hides nothing.
fn safe_name(name: &str) -> String {
    let cleaned: String =
        name.chars()
            .map(|c| {
                if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') {
                    '_'
                } else {
                    c
                }
            })
            .take(120)
            .collect();
    let trimmed = cleaned.trim_matches(['.', ' ']);
    if trimmed.is_empty() { "photo".to_owned() } else { trimmed.to_owned() }
}

async fn write_one(
    safelight: &Safelight,
    folder: &Path,
    relative: &Path,
    asset: &AssetView,
) -> Result<Vec<Line>, (String, String)> {
    let source = safelight
        .local(asset.id, ResourceKind::Original, None)
        .await
        .map_err(|error| (error.code().to_owned(), error.to_string()))?;
    let albums = safelight.details(asset.id).await.ok().flatten().map(|details| details.albums).unwrap_or_default();
    let sidecar = serde_json::to_vec_pretty(&Sidecar { asset, albums: &albums }).unwrap_or_default();
    let (target, id, seam) = (folder.join(relative), asset.id, asset.still_bytes);
    let written = safelight
        .home()
        .blocking(move |home| -> io::Result<Vec<(u64, String)>> {
            let copied = match seam {
                Some(seam) => copy_apart(home, &source, seam, &target, &video_beside(&target))?.to_vec(),
                None => vec![copy(home, home.open_local(&source)?, &target)?],
            };
            let mut beside = target.into_os_string();
            beside.push(".json");
            home.ports.disk.write_durable(Path::new(&beside), &mut Cursor::new(sidecar))?;
            Ok(copied)
        })
        .await
        .map_err(|error| (error.code().to_owned(), error.to_string()))?;
    let written = written.map_err(|error| (crate::home::file_code(&error).to_owned(), error.to_string()))?;
    let line = |(path, (bytes, sha256)): (PathBuf, _)| Line {
        path: path.to_string_lossy().replace('\\', "/"),
        id,
        bytes,
        sha256,
    };
    Ok([relative.to_owned(), video_beside(relative)].into_iter().zip(written).map(line).collect())
}

/// Writes the two files of a Live Photo: still, then video. Gives each one's bytes and SHA-256. Blocks.
pub(crate) fn copy_apart(
    home: &Home,
    source: &LocalFile,
    seam: u64,
    still: &Path,
    video: &Path,
) -> io::Result<[(u64, String); 2]> {
    Ok([
        copy(home, Stretch::new(home.open_local(source)?, 0, seam), still)?,
        copy(home, Stretch::behind(home.open_local(source)?, seam)?, video)?,
    ])
}

fn copy(home: &Home, reader: impl Read, target: &Path) -> io::Result<(u64, String)> {
    let mut reader = Hashing { inner: reader, hasher: Sha256::new() };
    let bytes = home.ports.disk.write_durable(target, &mut reader)?;
    Ok((bytes, data_encoding::HEXLOWER.encode(&reader.hasher.finalize())))
}

struct Hashing<R> {
    inner: R,
    hasher: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hasher.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_elsewhere_cannot_leave_the_folder() {
        for hostile in ["../../etc/passwd", "..", "/abs", "a\\b", "C:\\x", ".hidden", "\u{0}", ""] {
            let name = safe_name(hostile);
            let path = Path::new(&name);
            assert_eq!(path.components().count(), 1, "{hostile:?} became {name:?}");
            assert!(!name.starts_with('.') && !name.is_empty(), "{hostile:?} became {name:?}");
        }
    }
}
