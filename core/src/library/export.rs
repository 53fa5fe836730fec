//! Taking photos out: everything, readable without Safelight.
//!
//! ```text
//! DIR/2024/05/IMG_0001.jpg         the original, bit for bit
//! DIR/2024/05/IMG_0001.jpg.json    what Safelight knows of it
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
            Ok(line) => {
                report.exported += 1;
                report.bytes += line.bytes;
                lines.push(line);
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
    // Names that differ only in case are one name on many disks.
    while !taken.insert(PathBuf::from(candidate.to_string_lossy().to_lowercase())) {
        candidate = folder.join(format!("{stem} ({number}){extension}"));
        number += 1;
    }
    candidate
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
) -> Result<Line, (String, String)> {
    let source = safelight
        .local(asset.id, ResourceKind::Original, None)
        .await
        .map_err(|error| (error.code().to_owned(), error.to_string()))?;
    let albums = safelight.details(asset.id).await.ok().flatten().map(|details| details.albums).unwrap_or_default();
    let sidecar = serde_json::to_vec_pretty(&Sidecar { asset, albums: &albums }).unwrap_or_default();
    let (target, id, name) = (folder.join(relative), asset.id, relative.to_string_lossy().replace('\\', "/"));
    let written = safelight
        .home()
        .blocking(move |home| -> io::Result<(u64, String)> {
            let copied = copy(home, &source, &target)?;
            let mut beside = target.into_os_string();
            beside.push(".json");
            home.ports.disk.write_durable(Path::new(&beside), &mut Cursor::new(sidecar))?;
            Ok(copied)
        })
        .await
        .map_err(|error| (error.code().to_owned(), error.to_string()))?;
    let (bytes, sha256) = written.map_err(|error| (crate::home::file_code(&error).to_owned(), error.to_string()))?;
    Ok(Line { path: name, id, bytes, sha256 })
}

fn copy(home: &Home, source: &LocalFile, target: &Path) -> io::Result<(u64, String)> {
    let mut reader = Hashing { inner: home.open_local(source)?, hasher: Sha256::new() };
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
