use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use safelight_protocol::{Digest, Epoch};
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use super::{BackupError, BackupFolder, NEW_DATABASE, SCHEMA, remove};
use crate::app::App;

pub(super) const MANIFEST: &str = "backup.json";
const NEW_MANIFEST: &str = "backup.new.json";

/// The form of a backup's folder.
const FORMAT: u32 = 1;

/// What a backup says of itself. Members that this version does not know are passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The form of the folder; a reader refuses a higher one.
    pub(super) format: u32,
    /// When the snapshot was taken, in milliseconds since 1970 UTC.
    pub(super) at_ms: i64,
    /// The version of the server that wrote it.
    pub(super) version: String,
    /// The version of the database's schema.
    pub(super) schema: u32,
    /// The life of the data.
    pub(super) epoch: Epoch,
    /// The snapshot's file name.
    pub(super) database: String,
    /// Its SHA-256.
    pub(super) sha256: Digest,
    /// How many parts it names, without those that were lost.
    pub(super) parts: u64,
    /// Their bytes.
    pub(super) bytes: u64,
    /// Which of older parts the next backup begins to hash again.
    #[serde(default)]
    pub(super) next_shelf: u8,
}

impl Manifest {
    pub(super) fn of(app: &App, at_ms: i64, parts: u64, bytes: u64) -> Self {
        Self {
            format: FORMAT,
            at_ms,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema: SCHEMA,
            epoch: app.epoch(),
            database: String::new(),
            sha256: Digest([0; 32]),
            parts,
            bytes,
            next_shelf: 0,
        }
    }

    /// The manifest of the backup in this folder.
    pub(super) fn read(root: &Path) -> Result<Self, BackupError> {
        let text = match fs::read(root.join(MANIFEST)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(BackupError::NoBackup(root.to_owned()));
            }
            Err(error) => return Err(BackupError::Io(root.join(MANIFEST), error)),
        };
        // The form comes first: of a newer one nothing else needs to be understood.
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        match serde_json::from_slice::<Form>(&text) {
            Ok(form) if form.format > FORMAT => return Err(BackupError::Newer),
            _ => {}
        }
        let manifest: Self = serde_json::from_slice(&text).map_err(|_| BackupError::NoBackup(root.to_owned()))?;
        let plain = manifest.database.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
        if !plain || !manifest.database.starts_with("server-") {
            return Err(BackupError::NoBackup(root.to_owned()));
        }
        if manifest.schema > SCHEMA {
            return Err(BackupError::Newer);
        }
        Ok(manifest)
    }

    /// Puts the new snapshot in its place, then this manifest in the old one's, and then removes what only the old one
    /// named.
    pub(super) fn publish(mut self, folder: BackupFolder) -> Result<BackupFolder, BackupError> {
        self.write(&folder).map_err(|error| folder.failed(error))?;
        Ok(folder)
    }

    fn write(&mut self, folder: &BackupFolder) -> io::Result<()> {
        let root = &folder.root;
        let new = root.join(NEW_DATABASE);
        self.sha256 = hash(&new)?;
        let [a, b, c, d, ..] = self.sha256.0;
        self.database = format!("server-{}-{a:02x}{b:02x}{c:02x}{d:02x}.db", self.at_ms);
        fs::rename(&new, root.join(&self.database))?;
        sync(root)?;
        let text = serde_json::to_vec_pretty(self)?;
        let manifest = root.join(NEW_MANIFEST);
        remove(&manifest)?;
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&manifest)?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&manifest, root.join(MANIFEST))?;
        sync(root)?;
        self.remove_older(root)
    }

    fn remove_older(&self, root: &Path) -> io::Result<()> {
        for entry in fs::read_dir(root)? {
            let name = entry?.file_name();
            let Some(name) = name.to_str() else { continue };
            if name.starts_with("server-") && name.contains(".db") && name != self.database {
                remove(&root.join(name))?;
            }
        }
        Ok(())
    }
}

/// Makes the names in a folder durable.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// The SHA-256 of a file.
pub(super) fn hash(file: &Path) -> io::Result<Digest> {
    let (mut file, mut hash) = (File::open(file)?, sha2::Sha256::new());
    let mut buffer = vec![0; 1024 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
    }
    Ok(Digest(hash.finalize().into()))
}
