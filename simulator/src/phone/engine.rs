//! Starting a phone's engine, and starting it anew.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use safelight_core::ports::{FileVault, NoPhotos, NoRenderer, Ports, Remote, SystemRng, TokioWorkers};
use safelight_core::{Options, Safelight, SafelightError};
use tokio::sync::watch;

use super::{Engine, Phone, Told};
use crate::clock::{PhoneClock, Time};
use crate::disk::PhoneDisk;
use crate::link::{Link, Origin};

/// The version that the app on a phone has at first.
const VERSION: &str = "1.0.0";

/// What an engine lives in: it outlives the engine.
pub(super) struct Body {
    /// Where the phone keeps everything.
    folder: PathBuf,
    ports: Ports,
}

impl Body {
    async fn start(&self, version: &str) -> Result<Safelight, SafelightError> {
        let options = Options::new(&format!("safelight-simulator/{version}"));
        Safelight::open(&self.home(), self.ports.clone(), options).await
    }

    /// The engine's own folder.
    fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    fn version_file(&self) -> PathBuf {
        self.folder.join("version")
    }
}

impl Phone {
    /// Opens a phone's home in `folder`. Its requests go through a link over `remote`.
    pub(crate) async fn open(
        n: usize,
        called: &'static str,
        folder: &Path,
        remote: Arc<dyn Remote>,
        origin: Origin,
        time: Time,
    ) -> Result<Self, SafelightError> {
        let link = Arc::new(Link::new(remote, origin));
        let (clock, disk) = (PhoneClock::new(time), PhoneDisk::new(&folder.join("home")));
        let ports = Ports {
            clock: Arc::new(clock.clone()),
            rng: Arc::new(SystemRng),
            workers: Arc::new(TokioWorkers),
            disk: Arc::new(disk.clone()),
            remote: Arc::clone(&link) as Arc<dyn Remote>,
            vault: Arc::new(FileVault::new(folder.join("vault"))),
            photos: Arc::new(NoPhotos),
            renderer: Arc::new(NoRenderer),
        };
        let body = Body { folder: folder.to_owned(), ports };
        let version = std::fs::read_to_string(body.version_file()).unwrap_or_else(|_| VERSION.to_owned());
        let safelight = body.start(&version).await?;
        let phone = Self {
            n,
            called,
            link,
            clock,
            disk,
            camera: folder.join("camera"),
            body,
            engine: RwLock::new(Engine { safelight, version, counted: 0 }),
            starts: watch::Sender::new(0),
            told: Mutex::new(Told::default()),
            diagnosis: Mutex::default(),
            locked: Mutex::default(),
            seen: Mutex::default(),
        };
        phone.wake_up().await?;
        Ok(phone)
    }

    /// Restarts the phone: the engine that runs now ends, and another one goes on with what it has left.
    pub(crate) async fn restart(&self) -> Result<(), SafelightError> {
        self.update_to(&self.version()).await
    }

    /// Installs another version of the app, which restarts it.
    pub(crate) async fn update_to(&self, version: &str) -> Result<(), SafelightError> {
        let safelight = self.body.start(version).await?;
        // Without the file the phone is updated once more after the next start of the simulator.
        let _ = std::fs::write(self.body.version_file(), version);
        let counted = self.revision() + 1;
        *self.engine.write().unwrap_or_else(PoisonError::into_inner) =
            Engine { safelight, version: version.to_owned(), counted };
        self.nudge();
        self.tell_version().await
    }

    /// The app's version.
    pub(crate) fn version(&self) -> String {
        self.engine.read().unwrap_or_else(PoisonError::into_inner).version.clone()
    }

    /// The engine's own folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.body.home()
    }

    /// Changes whenever the library or what is shown of it may have changed.
    pub(crate) fn revision(&self) -> u64 {
        let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
        let changes = *engine.safelight.changes().borrow();
        engine.counted + changes
    }
}
