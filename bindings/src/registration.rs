use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use safelight_core::cloud::HttpRemote;
use safelight_core::ports::{self, FileVault, NoPhotos, NoRenderer, Ports, SystemClock, SystemDisk, SystemRng};
use safelight_core::reasons::Platform;
use safelight_core::{Options, ports::Workers};
use tokio::sync::{mpsc, watch};

use crate::cancel::{CancelToken, cancelled};
use crate::door::Door;
use crate::error::SafelightError;
use crate::locale::{Catalogue, Reader};
use crate::log::{self, LogSink};
use crate::ports::{AppPhotos, AppRenderer, AppVault, KeyVault, MediaRenderer, PhotoExtras, PhotoSource};
use crate::runtime::{self, CountedWorkers};
use crate::safelight::Safelight;
use crate::told::{ToldReason, actions, places};

/// The system that the app runs on. It decides in which form a fix is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum OperatingSystem {
    /// iPhone and iPad.
    Ios,
    /// Android phones and tablets.
    Android,
    /// Everything else.
    Desktop,
}

impl OperatingSystem {
    pub(crate) fn platform(self) -> Platform {
        match self {
            Self::Ios => Platform::Ios,
            Self::Android => Platform::Android,
            Self::Desktop => Platform::Desktop,
        }
    }
}

/// What kind of process this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum ProcessKind {
    /// The app itself.
    App,
    /// An extension beside it, with little memory: it works on one thread.
    Extension,
}

/// What an app says of itself before anything is opened.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Configuration {
    /// The folder of the library: in the app group's container where an extension shares it. Made if it is new.
    pub folder: String,
    /// Name and version of the app, for example `my-gallery/1.0.0`.
    pub client: String,
    /// The system.
    pub system: OperatingSystem,
    /// What kind of process this is.
    pub process: ProcessKind,
    /// Who reads the sentences.
    pub reader: Reader,
}

/// What an app gives of its own. What is none is done without: a vault of files, no photo library, no other pictures.
#[derive(uniffi::Record)]
pub struct PlatformObjects {
    /// Its key store.
    pub vault: Option<Arc<dyn KeyVault>>,
    /// The phone's own photo library.
    pub photos: Option<Arc<dyn PhotoSource>>,
    /// Pictures of what the engine can't decode.
    pub renderer: Option<Arc<dyn MediaRenderer>>,
    /// Where the log goes.
    pub log: Option<Arc<dyn LogSink>>,
    /// What its photo library can do beside.
    #[uniffi(default = None)]
    pub extras: Option<Arc<dyn PhotoExtras>>,
}

/// How far an opening is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum OpenStage {
    /// The library is opened, made or brought to this version.
    Opening,
    /// It is open.
    Ready,
}

/// Hears how far an opening is.
#[uniffi::export(foreign)]
pub trait OpenListener: Send + Sync {
    /// So far.
    ///
    /// # Errors
    /// Nobody acts on one but the log.
    fn on_stage(&self, stage: OpenStage) -> Result<(), SafelightError>;
}

/// A library that this process knows of and may not have opened yet.
#[derive(uniffi::Object)]
pub struct Registration {
    configuration: Configuration,
    objects: PlatformObjects,
    catalogue: Arc<Catalogue>,
    /// Held by whoever opens.
    opening: tokio::sync::Mutex<()>,
    opened: watch::Sender<Option<Arc<Safelight>>>,
}

/// What was registered, by folder.
static REGISTERED: LazyLock<Mutex<HashMap<PathBuf, Arc<Registration>>>> = LazyLock::new(Mutex::default);

/// Says which library this process will use. Opens nothing, and returns at once: to be called before the system may call
/// (`Application.onCreate`, `didFinishLaunching`). A folder that was registered before gives what it gave then; the first
/// configuration stays.
///
/// # Errors
/// A folder that is no absolute path.
#[uniffi::export]
pub fn register(configuration: Configuration, objects: PlatformObjects) -> Result<Arc<Registration>, SafelightError> {
    let folder = PathBuf::from(&configuration.folder);
    if !folder.is_absolute() {
        return Err(SafelightError::invalid("the library's folder is no absolute path"));
    }
    runtime::start(if configuration.process == ProcessKind::App { 2 } else { 1 })?;
    if let Some(sink) = &objects.log {
        log::to(Arc::clone(sink));
    }
    let mut registered = REGISTERED.lock().unwrap_or_else(PoisonError::into_inner);
    let registration = registered.entry(folder).or_insert_with(|| {
        let catalogue = Arc::new(Catalogue::new(configuration.system, configuration.reader.clone()));
        let (opening, opened) = (tokio::sync::Mutex::default(), watch::Sender::new(None));
        Arc::new(Registration { configuration, objects, catalogue, opening, opened })
    });
    Ok(Arc::clone(registration))
}

/// The version of this library.
#[uniffi::export]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

#[uniffi::export]
impl Registration {
    /// Opens the library: makes it, brings one of an older version to this one, refuses one of a newer version untouched.
    /// Whoever asks in this process is given the same one, until it is shut down.
    ///
    /// # Errors
    /// [`SafelightError::UpdateApp`] for a newer library; [`SafelightError::Wait`] while the phone is locked; otherwise
    /// what the disk says.
    pub async fn open(
        self: Arc<Self>,
        listener: Option<Arc<dyn OpenListener>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<Safelight>, SafelightError> {
        runtime::run(async move {
            tokio::select! {
                biased;
                () = cancelled(cancel.as_ref()) => Err(SafelightError::Cancelled),
                opened = self.opened_by(listener) => opened,
            }
        })
        .await
    }

    /// The library once somebody has opened it: for what the system says before.
    ///
    /// # Errors
    /// [`SafelightError::Cancelled`] if it is cancelled.
    pub async fn opened(self: Arc<Self>, cancel: Option<Arc<CancelToken>>) -> Result<Arc<Safelight>, SafelightError> {
        let usable = |opened: &Option<Arc<Safelight>>| opened.as_ref().is_some_and(|opened| !opened.door().is_closed());
        let mut opened = self.opened.subscribe();
        tokio::select! {
            biased;
            () = cancelled(cancel.as_ref()) => Err(SafelightError::Cancelled),
            found = opened.wait_for(usable) => found.ok().and_then(|found| found.clone()).ok_or(SafelightError::Closed),
        }
    }

    /// Somebody else reads from now on: another language, clock or zone.
    pub fn read_by(&self, reader: Reader) {
        self.catalogue.read_by(reader);
    }

    /// What a code says, in sentences. `evidence`: a JSON object, as holds carry it; anything else counts as none.
    pub fn reason(&self, code: String, evidence: Option<String>) -> ToldReason {
        let evidence = evidence.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        self.catalogue.teller().reason(&code, evidence)
    }

    /// Every code of this version's vocabulary.
    pub fn codes(&self) -> Vec<String> {
        safelight_core::reasons::reasons().iter().map(|reason| reason.code.to_owned()).collect()
    }

    /// The names of everything that a fix may be.
    pub fn fix_actions(&self) -> Vec<String> {
        actions()
    }

    /// The names of every place of the app that a button may open.
    pub fn places(&self) -> Vec<String> {
        places()
    }
}

impl Registration {
    async fn opened_by(
        self: Arc<Self>,
        listener: Option<Arc<dyn OpenListener>>,
    ) -> Result<Arc<Safelight>, SafelightError> {
        let _opening = self.opening.lock().await;
        let before = self.opened.borrow().clone();
        if let Some(open) = before.filter(|before| !before.door().is_closed()) {
            return Ok(open);
        }
        let stages = Stages::told_to(listener);
        stages.tell(OpenStage::Opening);
        let workers = CountedWorkers::default();
        let engine = self.engine(&workers).await?;
        let door = Door::open(engine, workers.clone());
        let safelight = Safelight::behind(door, Arc::clone(&self), workers);
        self.opened.send_replace(Some(Arc::clone(&safelight)));
        stages.tell(OpenStage::Ready);
        Ok(safelight)
    }

    /// The engine, opened.
    pub(crate) async fn engine(&self, workers: &CountedWorkers) -> Result<safelight_core::Safelight, SafelightError> {
        let ports = self.ports(Arc::new(workers.clone()))?;
        let options = Options::new(&self.configuration.client);
        Ok(safelight_core::Safelight::open(self.folder(), ports, options).await?)
    }

    pub(crate) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    fn folder(&self) -> &Path {
        Path::new(&self.configuration.folder)
    }

    fn ports(&self, workers: Arc<dyn Workers>) -> Result<Ports, SafelightError> {
        let remote = HttpRemote::new().map_err(|error| SafelightError::of("net.tls_untrusted", error.to_string()))?;
        let folder = self.folder();
        let objects = &self.objects;
        let vault: Arc<dyn ports::KeyVault> = match &objects.vault {
            Some(vault) => Arc::new(AppVault(Arc::clone(vault))),
            None => Arc::new(FileVault::new(folder.join("vault"))),
        };
        let photos: Arc<dyn ports::PhotoSource> = match &objects.photos {
            Some(photos) => {
                Arc::new(AppPhotos { source: Arc::clone(photos), extras: objects.extras.as_ref().map(Arc::clone) })
            }
            None => Arc::new(NoPhotos),
        };
        let renderer: Arc<dyn ports::MediaRenderer> = match &objects.renderer {
            Some(renderer) => Arc::new(AppRenderer { renderer: Arc::clone(renderer), folder: folder.join("incoming") }),
            None => Arc::new(NoRenderer),
        };
        let (clock, rng, disk) = (Arc::new(SystemClock), Arc::new(SystemRng), Arc::new(SystemDisk));
        Ok(Ports { clock, rng, workers, disk, remote: Arc::new(remote), vault, photos, renderer })
    }
}

/// Tells a listener, in order, on a thread that may block, and does not wait for it.
struct Stages(Option<mpsc::UnboundedSender<OpenStage>>);

impl Stages {
    fn told_to(listener: Option<Arc<dyn OpenListener>>) -> Self {
        let Some(listener) = listener else { return Self(None) };
        let (sender, mut stages) = mpsc::unbounded_channel();
        runtime::beside(async move {
            while let Some(stage) = stages.recv().await {
                let listener = Arc::clone(&listener);
                let told = runtime::blocking(move || listener.on_stage(stage)).await;
                if let Err(error) | Ok(Err(error)) = told {
                    log::note(log::LogLevel::Warning, "listener", &error.to_string());
                }
            }
        });
        Self(Some(sender))
    }

    fn tell(&self, stage: OpenStage) {
        if let Some(sender) = &self.0 {
            // Whoever listened is gone with its runtime.
            let _ = sender.send(stage);
        }
    }
}
