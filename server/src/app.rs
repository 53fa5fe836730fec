//! One server: its rows, its bytes, its keys, and the API over them.

use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use safelight_protocol::Epoch;
use safelight_protocol::server::{ServerDescription, Signup};
use safelight_protocol::version::PROTOCOL;

use crate::announcer::Announcer;
use crate::attempts::Attempts;
use crate::bills::Bills;
use crate::blobs::{BlobError, BlobStore, FolderBlobs};
use crate::config::Config;
use crate::folder::{DataFolder, FolderError};
use crate::http;
use crate::identity::Identity;
use crate::limits::Limits;
use crate::opaque::Opaque;
use crate::parts::Parts;
use crate::port::{Blocking, Clock, Ports, Rng};
use crate::quota::Short;
use crate::refusal::Refusal;
use crate::store::{RecordStore, Secrets, SqliteRecords, StoreError, Switches};
use crate::token::{TokenKey, invitation_code};
use crate::traffic::Traffic;

/// The server can't be opened. Nothing was changed that an older or a newer one would miss.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The rows.
    #[error("can't open the database of the server")]
    Store(#[from] StoreError),
    /// The bytes.
    #[error("can't open the folder of parts")]
    Blobs(#[from] BlobError),
    /// The keys.
    #[error("the server's OPAQUE setup is damaged: restore it from a backup, or no password will open anything")]
    Keys,
}

/// One server on one data folder, without a socket: a service to be called, by connections or by a simulation.
///
/// ```no_run
/// use safelight_server::{App, Config, Ports};
///
/// # async fn example() -> Result<(), safelight_server::OpenError> {
/// let app = App::open(Config::new("/var/lib/safelight"), Ports::system()).await?;
/// let api: axum::Router = app.router();
/// # Ok(())
/// # }
/// ```
///
/// Cheap to clone; the folder is free again when all clones, routers and answers in flight are gone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    config: Config,
    ports: Ports,
    records: Arc<dyn RecordStore>,
    parts: Parts,
    opaque: Opaque,
    tokens: TokenKey,
    identity: Identity,
    epoch: Epoch,
    attempts: Attempts,
    announcer: Arc<Announcer>,
    limits: Limits,
    traffic: Traffic,
    switches: RwLock<Switches>,
    bills: Bills,
    _folder: Option<DataFolder>,
}

impl App {
    /// Opens the server's folder, or makes it, and finishes what an earlier process left undone.
    pub async fn open(config: Config, ports: Ports) -> Result<Self, OpenError> {
        let root = config.data.clone();
        let folder = ports.blocking.run(move || DataFolder::open(&root)).await.map_err(StoreError::from)??;
        let (database, parts) = (folder.database(), folder.parts());
        let (quota, blocking) = (config.quota, ports.blocking);
        let records = blocking.run(move || SqliteRecords::open(&database, quota, blocking));
        let records = records.await.map_err(StoreError::from)??;
        let blobs = blocking.run(move || FolderBlobs::open(&parts, blocking)).await.map_err(StoreError::from)??;
        Self::with_stores(config, ports, Arc::new(records), Arc::new(blobs), Some(folder)).await
    }

    async fn with_stores(
        config: Config,
        ports: Ports,
        records: Arc<dyn RecordStore>,
        blobs: Arc<dyn BlobStore>,
        folder: Option<DataFolder>,
    ) -> Result<Self, OpenError> {
        let fresh = Secrets {
            epoch: Epoch(ports.rng.bytes()),
            opaque_setup: Opaque::generate(&*ports.rng),
            token_key: ports.rng.bytes(),
            identity_seed: ports.rng.bytes(),
        };
        let secrets = records.secrets(fresh).await?;
        let switches = records.switches().await?;
        let app = Self(Arc::new(Inner {
            opaque: Opaque::from_bytes(&secrets.opaque_setup).map_err(|_| OpenError::Keys)?,
            tokens: TokenKey::new(&secrets.token_key),
            identity: Identity::from_seed(&secrets.identity_seed, config.addresses.clone())
                .map_err(|_| OpenError::Keys)?,
            epoch: secrets.epoch,
            attempts: Attempts::default(),
            announcer: Arc::new(Announcer::default()),
            limits: Limits::new(config.rates, &ports.clock),
            traffic: Traffic::default(),
            switches: RwLock::new(switches),
            bills: Bills::default(),
            parts: Parts::new(Arc::clone(&records), blobs, ports.clone()),
            records,
            ports,
            config,
            _folder: folder,
        }));
        if app.parts().finish_collecting().await.is_err() {
            tracing::error!("could not finish an interrupted collection; housekeeping will try again");
        }
        Ok(app)
    }

    /// The API as a service. The client's address is read from the extension `ConnectInfo<SocketAddr>`; without one a
    /// request counts as local.
    pub fn router(&self) -> Router {
        http::router(self.clone())
    }

    /// On the first start of a server that is closed to others: an invitation, which is told this once and kept hashed.
    pub async fn first_invitation(&self) -> Result<Option<String>, StoreError> {
        let config = self.config();
        let from_elsewhere = !config.trusted_proxies.is_empty() && config.signup_from_elsewhere == Signup::Invitation;
        if config.signup == Signup::Open && !from_elsewhere {
            return Ok(None);
        }
        let code = invitation_code(self.rng());
        let kept = self.records().create_first_invitation(http::invitation_hash(&code), self.now_ms()).await?;
        Ok(kept.then_some(code))
    }

    /// Ends all event streams, so that connections can end.
    pub fn end_streams(&self) {
        self.announcer().end_all();
    }

    /// What the server says of itself.
    ///
    /// Without the times of backup and restore, which its rows know.
    pub fn description(&self) -> ServerDescription {
        ServerDescription {
            service: "safelight".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            protocol_min: http::PROTOCOL_MIN,
            protocol_max: PROTOCOL,
            signup: self.config().signup,
            trash_days: self.config().trash_days,
            time_ms: self.now_ms(),
            backed_up_at_ms: None,
            restored_from_ms: None,
            restored_at_ms: None,
            identity: Some(self.identity().public_key()),
            addresses: self.identity().addresses().to_vec(),
        }
    }

    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.0.ports.clock.now_ms()
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.ports.clock
    }

    /// Bytes that are free where the server's folder lies; none where the machine does not say.
    pub(crate) async fn free_bytes(&self) -> Option<u64> {
        let (space, data) = (Arc::clone(&self.0.ports.space), self.config().data.clone());
        self.blocking().run(move || space.free_bytes(&data)).await.ok()?.ok()
    }

    /// Refuses what would not leave the disk's floor free, so that records go on being written and read.
    pub(crate) async fn check_disk(&self, bytes: u64) -> Result<(), Refusal> {
        let floor = self.config().disk_floor;
        if floor == 0 || bytes == 0 {
            return Ok(());
        }
        match self.free_bytes().await.map(|free| free.saturating_sub(floor)) {
            Some(have) if have < bytes => Err(Refusal::disk(Short { need: bytes, have })),
            _ => Ok(()),
        }
    }

    pub(crate) fn blocking(&self) -> Blocking {
        self.0.ports.blocking
    }

    pub(crate) fn rng(&self) -> &dyn Rng {
        &*self.0.ports.rng
    }

    pub(crate) fn records(&self) -> &dyn RecordStore {
        &*self.0.records
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0.parts
    }

    pub(crate) fn opaque(&self) -> &Opaque {
        &self.0.opaque
    }

    pub(crate) fn tokens(&self) -> &TokenKey {
        &self.0.tokens
    }

    pub(crate) fn identity(&self) -> &Identity {
        &self.0.identity
    }

    pub(crate) fn epoch(&self) -> Epoch {
        self.0.epoch
    }

    pub(crate) fn attempts(&self) -> &Attempts {
        &self.0.attempts
    }

    pub(crate) fn announcer(&self) -> &Arc<Announcer> {
        &self.0.announcer
    }

    pub(crate) fn bills(&self) -> &Bills {
        &self.0.bills
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn traffic(&self) -> &Traffic {
        &self.0.traffic
    }

    pub(crate) fn switches(&self) -> Switches {
        self.0.switches.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sets the switches, durably, for all requests from now on.
    pub(crate) async fn set_switches(&self, switches: Switches) -> Result<(), StoreError> {
        self.records().set_switches(switches.clone()).await?;
        *self.0.switches.write().unwrap_or_else(PoisonError::into_inner) = switches;
        Ok(())
    }
}
