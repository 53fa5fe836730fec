//! Where this device keeps its library, and the engine opened on it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use safelight_core::cloud::HttpRemote;
use safelight_core::ports::{
    Clock, FileVault, FolderGallery, NoPhotos, NoRenderer, PhotoSource, Ports, SystemClock, SystemDisk, SystemRng,
    TokioWorkers,
};
use safelight_core::{Options, Safelight};

use crate::answer::Failure;
use crate::console::Console;

/// A phone in a terminal.
pub(crate) struct Phone<'a> {
    pub(crate) engine: Safelight,
    pub(crate) console: &'a Console,
    /// The folder that plays the phone's own gallery, if one does.
    pub(crate) gallery: Option<Arc<FolderGallery>>,
    home: PathBuf,
}

/// The file of the home that names that folder.
const GALLERY: &str = "gallery";

impl<'a> Phone<'a> {
    /// Opens the home, made if it is new, readable by its owner only.
    pub(crate) async fn open(folder: Option<PathBuf>, console: &'a Console) -> Result<Self, Failure> {
        let home = match folder.or_else(default_folder) {
            Some(home) => home,
            None => return Err(Failure::new("eng.home", "there is no data folder: use --home")),
        };
        make_private(&home).map_err(|error| unusable(&home, &error))?;
        let remote = HttpRemote::new().map_err(|error| Failure::new("net.tls_untrusted", error.to_string()))?;
        let gallery = gallery_folder(&home).map(|folder| Arc::new(FolderGallery::new(folder)));
        let photos: Arc<dyn PhotoSource> = match &gallery {
            Some(gallery) => Arc::<FolderGallery>::clone(gallery),
            None => Arc::new(NoPhotos),
        };
        let ports = Ports {
            clock: Arc::new(SystemClock),
            rng: Arc::new(SystemRng),
            workers: Arc::new(TokioWorkers),
            disk: Arc::new(SystemDisk),
            remote: Arc::new(remote),
            vault: Arc::new(FileVault::new(home.join("vault"))),
            photos,
            renderer: Arc::new(NoRenderer),
        };
        let options = Options::new(concat!("safelight-cli/", env!("CARGO_PKG_VERSION")));
        Ok(Self { engine: Safelight::open(&home, ports, options).await?, console, gallery, home })
    }

    /// The folder that plays the phone's own gallery, if one does.
    pub(crate) fn gallery_folder(&self) -> Option<PathBuf> {
        gallery_folder(&self.home)
    }

    /// Lets a folder play the phone's own gallery, or none any more.
    pub(crate) fn set_gallery_folder(&self, folder: Option<&Path>) -> Result<(), Failure> {
        let file = self.home.join(GALLERY);
        let written = match folder {
            Some(folder) => std::path::absolute(folder)
                .and_then(|folder| folder.canonicalize())
                .and_then(|folder| std::fs::write(&file, folder.to_string_lossy().as_bytes())),
            None => std::fs::remove_file(&file),
        };
        written.map_err(|error| unusable(&file, &error))
    }

    /// The time, for what is told now.
    pub(crate) fn now(&self) -> Timestamp {
        SystemClock.now()
    }

    /// The zone in which the person reads times.
    pub(crate) fn zone(&self) -> TimeZone {
        SystemClock.zone()
    }
}

fn gallery_folder(home: &Path) -> Option<PathBuf> {
    std::fs::read_to_string(home.join(GALLERY)).ok().map(PathBuf::from)
}

/// The platform's data folder.
fn default_folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if cfg!(target_os = "macos") {
        Some(set("HOME")?.join("Library/Application Support/Safelight"))
    } else if cfg!(windows) {
        Some(set("LOCALAPPDATA")?.join("Safelight"))
    } else {
        Some(set("XDG_DATA_HOME").or_else(|| Some(set("HOME")?.join(".local/share")))?.join("safelight"))
    }
}

fn make_private(home: &Path) -> std::io::Result<()> {
    if home.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(home)
}

fn unusable(home: &Path, error: &std::io::Error) -> Failure {
    let evidence = [("path".to_owned(), home.to_string_lossy().into())].into_iter().collect();
    Failure { evidence, ..Failure::new("eng.home", format!("{}: {error}", home.display())) }
}

/// What this device is called unless the person says otherwise: the machine's own name.
pub(crate) fn machine_name() -> String {
    #[cfg(unix)]
    {
        let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
        if !name.is_empty() {
            return name;
        }
    }
    "safelight".to_owned()
}
