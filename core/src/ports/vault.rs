use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use data_encoding::HEXLOWER;
use zeroize::{Zeroize, Zeroizing};

/// A secret's bytes: wiped when dropped, never shown.
pub type Secret = Zeroizing<Vec<u8>>;

/// Why a secret could not be had. The three are told apart because only *missing*, which is `Ok(None)`, may lead to a new
/// sign-in, and none may lead to wiping anything.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The device has not been unlocked since it started. Try again later.
    #[error("the key store is locked until the device is unlocked")]
    Locked,
    /// The key store answered with an error.
    #[error("the key store failed: {0}")]
    Failed(String),
}

/// Secrets that never leave this device and are in no backup of it: the Keychain, the Keystore, a file.
///
/// Calls may block.
pub trait KeyVault: Send + Sync {
    /// The secret under a name; none if there is none.
    fn load(&self, name: &str) -> Result<Option<Secret>, VaultError>;

    /// Keeps a secret under a name. Durable when it returns; the old one stays until the new one is.
    fn save(&self, name: &str, secret: &[u8]) -> Result<(), VaultError>;

    /// Forgets a secret; one that is not there is fine.
    fn remove(&self, name: &str) -> Result<(), VaultError>;
}

/// Secrets in memory, for tests: gone with the process.
#[derive(Default)]
pub struct MemoryVault(Mutex<BTreeMap<String, Secret>>);

impl fmt::Debug for MemoryVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryVault")
    }
}

impl MemoryVault {
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Secret>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The copy has the same secrets and goes its own way.
impl Clone for MemoryVault {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.lock().clone()))
    }
}

impl KeyVault for MemoryVault {
    fn load(&self, name: &str) -> Result<Option<Secret>, VaultError> {
        Ok(self.lock().get(name).cloned())
    }

    fn save(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        self.lock().insert(name.to_owned(), Zeroizing::new(secret.to_vec()));
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), VaultError> {
        self.lock().remove(name);
        Ok(())
    }
}

/// Secrets in files that only their owner can read: what a desktop or a NAS box has.
///
/// Each file begins with its own number on the disk and a mark of the machine. A copy of the folder (a restored backup, a
/// clone) has other numbers and reads as empty, so that it becomes a new device instead of using the old one's tokens.
#[derive(Debug)]
pub struct FileVault {
    folder: PathBuf,
}

impl FileVault {
    /// A vault in a folder, made when first needed.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(HEXLOWER.encode(name.as_bytes()))
    }
}

impl KeyVault for FileVault {
    fn load(&self, name: &str) -> Result<Option<Secret>, VaultError> {
        let mut file = match File::open(self.path(name)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(&error)),
        };
        let mut bytes = Zeroizing::new(Vec::new());
        file.read_to_end(&mut bytes).map_err(|error| failed(&error))?;
        let place = place(&file).map_err(|error| failed(&error))?;
        Ok(bytes.strip_prefix(place.as_slice()).map(|secret| Zeroizing::new(secret.to_vec())))
    }

    fn save(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        create_private_folder(&self.folder).map_err(|error| failed(&error))?;
        let path = self.path(name);
        let fresh = self.folder.join(format!("{}.{}.partial", HEXLOWER.encode(name.as_bytes()), std::process::id()));
        let written = write_private(&fresh, secret)
            .and_then(|()| fs::rename(&fresh, &path))
            .and_then(|()| File::open(&self.folder)?.sync_all());
        if written.is_err() {
            // The first error is the one to tell.
            let _ = fs::remove_file(&fresh);
        }
        written.map_err(|error| failed(&error))
    }

    fn remove(&self, name: &str) -> Result<(), VaultError> {
        match fs::remove_file(self.path(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&error)),
            _ => Ok(()),
        }
    }
}

fn failed(error: &io::Error) -> VaultError {
    VaultError::Failed(error.kind().to_string())
}

fn write_private(path: &Path, secret: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut bytes = place(&file)?;
    bytes.extend_from_slice(secret);
    let written = file.write_all(&bytes).and_then(|()| file.sync_all());
    bytes.zeroize();
    written
}

/// Sixteen bytes that say which file on which machine this is: kept by a rename and a reboot, lost by a copy.
#[cfg(unix)]
fn place(file: &File) -> io::Result<Vec<u8>> {
    use std::os::unix::fs::MetadataExt;

    let machine = fs::read("/etc/machine-id").unwrap_or_default();
    let machine = blake3::derive_key("safelight file vault 1 machine", &machine);
    let mut place = file.metadata()?.ino().to_be_bytes().to_vec();
    place.extend(machine.iter().take(8));
    Ok(place)
}

#[cfg(not(unix))]
fn place(_file: &File) -> io::Result<Vec<u8>> {
    Ok(Vec::new())
}

fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_survives_and_its_copy_does_not() {
        let home = tempfile::tempdir().unwrap();
        let vault = FileVault::new(home.path().join("vault"));
        vault.save("tokens", b"first").unwrap();
        vault.save("tokens", b"second").unwrap();
        assert_eq!(vault.load("tokens").unwrap().unwrap().as_slice(), b"second");
        assert_eq!(vault.load("other").unwrap(), None);

        let clone = home.path().join("clone");
        fs::create_dir(&clone).unwrap();
        for entry in fs::read_dir(home.path().join("vault")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), clone.join(entry.file_name())).unwrap();
        }
        assert_eq!(FileVault::new(&clone).load("tokens").unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read() {
        use std::os::unix::fs::PermissionsExt;

        let home = tempfile::tempdir().unwrap();
        let vault = FileVault::new(home.path().join("vault"));
        vault.save("tokens", b"secret").unwrap();
        let mode = fs::metadata(vault.path("tokens")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
