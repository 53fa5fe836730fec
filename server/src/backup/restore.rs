//! A server from its backup.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use safelight_protocol::{Epoch, PartId};

use super::manifest::{self, Manifest};
use super::{BackupError, LOCK, MOST_BATCH_BYTES, WALK_BATCH, hold};
use crate::blobs::{BlobStore, FolderBlobs};
use crate::config::Config;
use crate::digest::sha256;
use crate::folder::DataFolder;
use crate::port::Ports;
use crate::store::{BackupStore, RestoredFrom, Snapshot, SqliteRecords};

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Restored {
    /// When the backup was taken: what happened after this is undone.
    #[serde(serialize_with = "super::as_rfc3339", rename = "from")]
    pub from_ms: i64,
    /// Parts that are there again, each hashed.
    pub parts: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Parts that the backup does not hold, or not whole: phones that have them are asked for them.
    pub damaged: Vec<PartId>,
}

/// Makes a server's folder from a backup: `data` must be empty, or hold a restore that was cut off.
///
/// Everything is read and hashed. The data begins a new life (another epoch), so that phones compare what they have and
/// send what it lacks. Until the last step no server starts on the folder.
pub async fn restore(data: &Path, backup: &Path, ports: &Ports) -> Result<Restored, BackupError> {
    let blocking = ports.blocking;
    let root = backup.to_owned();
    let (manifest, _lock) = blocking
        .run(move || {
            let manifest = Manifest::read(&root)?;
            let lock = File::open(root.join(LOCK)).map_err(|error| BackupError::Io(root.join(LOCK), error))?;
            hold(&lock, &root)?;
            Ok::<_, BackupError>((manifest, lock))
        })
        .await??;
    let root = data.to_owned();
    let folder = blocking.run(move || DataFolder::open_to_restore(&root)).await??;
    let staged = folder.staged();
    let (from, to, hash) = (backup.join(&manifest.database), staged.clone(), manifest.sha256);
    blocking.run(move || copy_database(&from, &to, hash)).await??;
    let to = staged.clone();
    let snapshot = blocking.run(move || Snapshot::open(&to, blocking)).await??;
    let (from, to) = (backup.join("parts"), folder.parts());
    let from = blocking.run(move || FolderBlobs::open_to_read(&from, blocking)).await??;
    let to = blocking.run(move || FolderBlobs::open(&to, blocking)).await??;
    let mut restored = Restored { from_ms: manifest.at_ms, parts: 0, bytes: 0, damaged: Vec::new() };
    copy_parts(&snapshot, &from, &to, &mut restored, ports).await?;
    drop(snapshot);
    let quota = Config::new(data).quota;
    let records = blocking.run(move || SqliteRecords::open(&staged, quota, blocking)).await??;
    let times = RestoredFrom { from_ms: manifest.at_ms, at_ms: ports.clock.now_ms() };
    let damaged: BTreeSet<PartId> = restored.damaged.iter().copied().collect();
    records.begin_again(Epoch(ports.rng.bytes()), times, damaged).await?;
    // Closing it leaves everything in the one file.
    drop(records);
    blocking.run(move || folder.restored()).await??;
    Ok(restored)
}

fn copy_database(from: &Path, to: &Path, expected: safelight_protocol::Digest) -> Result<(), BackupError> {
    let failed = |path: &Path| {
        let path = PathBuf::from(path);
        move |error| BackupError::Io(path, error)
    };
    fs::copy(from, to).map_err(failed(from))?;
    File::open(to).and_then(|file| file.sync_all()).map_err(failed(to))?;
    // Of the copy: then both are right.
    if manifest::hash(to).map_err(failed(to))? == expected { Ok(()) } else { Err(BackupError::Damaged) }
}

async fn copy_parts(
    snapshot: &Snapshot,
    from: &FolderBlobs,
    to: &FolderBlobs,
    restored: &mut Restored,
    ports: &Ports,
) -> Result<(), BackupError> {
    let mut after = None;
    let mut batch: Vec<(PartId, Bytes)> = Vec::new();
    loop {
        let parts = snapshot.parts(after, WALK_BATCH).await?;
        let Some(last) = parts.last() else { break };
        after = Some(last.id);
        for part in parts {
            let bytes = from.get(part.id).await?.unwrap_or_default();
            let same = bytes.clone();
            let whole = ports.blocking.run(move || sha256(&[&same]) == part.id.0).await?;
            if !whole {
                restored.damaged.push(part.id);
                continue;
            }
            restored.parts += 1;
            restored.bytes += part.bytes;
            batch.push((part.id, bytes));
            if batch.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() >= MOST_BATCH_BYTES {
                to.put(std::mem::take(&mut batch)).await?;
            }
        }
    }
    Ok(to.put(batch).await?)
}
