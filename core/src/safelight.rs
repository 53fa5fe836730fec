mod account;
mod conditions;
mod library;
mod refresh;
mod room;
mod server;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use data_encoding::HEXLOWER;
use safelight_protocol::{AccountId, DeviceId, LibraryId, RecordId};
use serde::{Deserialize, Serialize};
use tokio::sync::{broadcast, watch};

pub use account::{Credentials, SignedOut, Unsent, UnsentChoice};
pub use conditions::ConditionsError;
use refresh::LeaseGuard;
pub use server::AuthorityError;

use crate::account::{self as session, AccountError, Session, SessionError, StretchPolicy};
use crate::cloud::{Authority, Cloud, KnownServer};
use crate::diagnosis::Watched;
use crate::gate::Gate;
use crate::home::{Home, HomeError};
use crate::library::Viewer;
use crate::metered::Metered;
use crate::ports::{NetworkChanges, Ports, random};
use crate::reasons::codes;
use crate::store::{StoreError, lease, meta};
use crate::sync::{Engine, Live, RunBudget, SyncOutcome, SyncRequest, WatchEvent};

/// What an app says about itself.
#[derive(Debug, Clone)]
pub struct Options {
    /// Name and version of the app, for example `safelight-cli/0.1.0`.
    pub client: String,
    /// How passwords are stretched. Apps leave it at its default.
    pub stretch: StretchPolicy,
}

impl Options {
    /// For an app of this name and version.
    pub fn new(client: &str) -> Self {
        Self { client: client.to_owned(), stretch: StretchPolicy::default() }
    }
}

/// The account, server and device that a home belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The account.
    pub account: AccountId,
    /// Its e-mail address.
    pub email: String,
    /// The server's address.
    pub server: String,
    /// This device.
    pub device: DeviceId,
    /// The personal library.
    pub library: LibraryId,
}

/// Whether this home is part of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// Nobody has signed in here yet.
    Never,
    /// Signed in.
    Active(Identity),
    /// The session has ended, with the code of why; photos and keys are still here.
    Ended(Identity, String),
}

/// Why the engine could not be opened or asked.
#[derive(Debug, thiserror::Error)]
pub enum SafelightError {
    /// The account.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The home.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// An authority of the person's own.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
}

impl SafelightError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &str {
        match self {
            Self::Account(error) => error.code(),
            Self::Home(error) => error.code(),
            Self::Authority(error) => error.code(),
        }
    }
}

impl From<StoreError> for SafelightError {
    fn from(error: StoreError) -> Self {
        Self::Home(error.into())
    }
}

impl From<SessionError> for SafelightError {
    fn from(error: SessionError) -> Self {
        Self::Account(AccountError::Session(error))
    }
}

/// One photo library on one device: what an app holds.
///
/// Cheap to clone; clones share everything. Every future may be dropped at any point: nothing is lost by it. Several
/// processes may open the same home; only one of them syncs at a time, reading and editing never wait.
#[derive(Debug, Clone)]
pub struct Safelight(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    home: Home,
    options: Options,
    gate: Gate,
    live: Arc<Live>,
    /// Transfers that never ended and were ended.
    ended: Arc<AtomicU64>,
    holder: String,
    state: RwLock<State>,
    /// An authority for the next sign-in.
    authority: Mutex<Option<Authority>>,
    /// How often the network has changed under this process.
    changes: NetworkChanges,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(crate) identity: Option<Identity>,
    engine: Option<Engine>,
    ended: Option<String>,
}

/// The name under which the store remembers which vault it belongs to.
const INSTALLATION: &str = "installation";

impl Safelight {
    /// Opens a home, made if it is new. A database of a newer version is refused untouched.
    ///
    /// # Errors
    /// [`HomeError`] with `ver.client_old` for a newer database; otherwise what disk, database or vault say.
    pub async fn open(root: &Path, ports: Ports, options: Options) -> Result<Self, SafelightError> {
        let (live, changes) = (Arc::new(Live::default()), NetworkChanges::default());
        let mut home = Home::open(root, ports).await?;
        let (gate, ended) = (Gate::new(home.clone()), Arc::default());
        let (carrier, clock) = (Arc::clone(&home.ports.remote), Arc::clone(&home.ports.clock));
        let watched = Arc::new(Watched::new(carrier, clock, Arc::clone(&ended)));
        home.ports.remote = Arc::new(Metered::new(watched, Arc::clone(&live), gate.clone(), changes.clone()));
        let own = HEXLOWER.encode(&random::<8>(home.ports.rng.as_ref()));
        let holder = lease::holder(&own, home.ports.clock.as_ref());
        let safelight = Self(Arc::new(Inner {
            home,
            options,
            gate,
            live,
            ended,
            holder,
            state: RwLock::default(),
            authority: Mutex::default(),
            changes,
        }));
        safelight.unlock().await?;
        Ok(safelight)
    }

    /// Reads who is signed in, from the store and the vault.
    pub(crate) async fn unlock(&self) -> Result<(), SafelightError> {
        let (identity, installation, known) = self
            .0
            .home
            .read(|db| {
                let known = meta::load::<KnownServer>(db, meta::SERVER)?.unwrap_or_default();
                Ok((meta::load::<Identity>(db, meta::IDENTITY)?, meta::load::<String>(db, INSTALLATION)?, known))
            })
            .await?;
        let Some(identity) = identity else { return Ok(()) };
        let vault = Arc::clone(&self.0.home.ports.vault);
        let (kept, unlocked) = self
            .0
            .home
            .blocking(move |_| {
                Ok::<_, AccountError>((
                    session::installation(vault.as_ref()).map_err(AccountError::Session)?,
                    session::unlock(vault.as_ref())?,
                ))
            })
            .await??;
        // A store that was copied elsewhere does not find its secret there: it becomes a new device by signing in.
        let own_vault = kept.is_some_and(|kept| installation.as_deref() == Some(&kept.to_string()));
        let secrets = unlocked.as_ref().filter(|_| own_vault).and_then(|keys| keys.library(identity.library).cloned());
        let mut state = State { identity: Some(identity.clone()), engine: None, ended: None };
        match secrets {
            Some(secrets) => {
                state.ended = unlocked.and_then(|keys| keys.ended).map(|end| end.code().to_owned());
                state.engine = Some(self.engine(&identity, secrets, self.cloud(&identity.server, known)));
            }
            None => state.ended = Some(codes::ACCT_KEY_MISSING.to_owned()),
        }
        self.set_state(state);
        Ok(())
    }

    fn engine(&self, identity: &Identity, secrets: crate::keys::LibrarySecrets, cloud: Cloud) -> Engine {
        Engine {
            home: self.0.home.clone(),
            secrets,
            session: self.session(cloud),
            device: identity.device,
            gate: self.0.gate.clone(),
            live: Arc::clone(&self.0.live),
            budget: Arc::default(),
            holder: self.0.holder.clone(),
        }
    }

    fn session(&self, cloud: Cloud) -> Session {
        let guard = LeaseGuard { home: self.0.home.clone(), holder: self.0.holder.clone() };
        Session::new(cloud, self.0.home.ports.clone(), Arc::new(guard), self.0.options.stretch)
    }

    pub(crate) fn state(&self) -> State {
        self.0.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_state(&self, state: State) {
        *self.0.state.write().unwrap_or_else(PoisonError::into_inner) = state;
        self.0.home.tell_changed();
    }

    fn active(&self) -> Result<Engine, AccountError> {
        let State { engine, ended, .. } = self.state();
        let keyless = ended.as_deref() == Some(codes::ACCT_KEY_MISSING);
        let out =
            || if keyless { AccountError::KeyMissing } else { SessionError::Ended(session::End::SignedOut).into() };
        engine.ok_or_else(out)
    }

    pub(crate) fn engine_or_signed_out(&self) -> Result<Engine, SafelightError> {
        Ok(self.active()?)
    }

    pub(crate) fn home(&self) -> &Home {
        &self.0.home
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.0.gate
    }

    /// What the app calls itself.
    pub(crate) fn client(&self) -> &str {
        &self.0.options.client
    }

    /// Names this process in leases.
    pub(crate) fn holder(&self) -> &str {
        &self.0.holder
    }

    /// How many transfers this process has ended because they never would have.
    pub(crate) fn ended_transfers(&self) -> u64 {
        self.0.ended.load(Ordering::Relaxed)
    }

    pub(crate) fn viewer(&self) -> Viewer {
        let device = self.state().identity.map(|identity| identity.device);
        Viewer { device, sending: self.0.live.sending(), now: self.home().now() }
    }

    /// Wakes whenever this process changes the library or its state.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.home.changes()
    }

    /// Tells the ids of assets and albums that this process changes from now on, a transaction at a time. Bounded: who falls
    /// behind is told that they did.
    pub fn touched(&self) -> broadcast::Receiver<Arc<[RecordId]>> {
        self.0.home.store().touched()
    }

    /// Bytes that moved over the network since this process opened the home: `(sent, received)`.
    pub fn bytes_moved(&self) -> (u64, u64) {
        self.0.live.totals()
    }
}

/// Sync.
impl Safelight {
    /// Does what can be done now. What can't is told in the outcome's holds.
    ///
    /// # Errors
    /// Where nobody is signed in, or the home is broken.
    pub async fn sync(&self, request: SyncRequest, stop: watch::Receiver<bool>) -> Result<SyncOutcome, SafelightError> {
        Ok(self.active()?.run(request, stop).await?)
    }

    /// The same in a slot that the system granted: bounded by its time, its bytes and what is allowed now, and over within a
    /// second once told to stop. The slot is written down with how it ended; one that is killed is found so by the next.
    ///
    /// # Errors
    /// Where nobody is signed in, or the home is broken.
    pub async fn run(&self, budget: RunBudget, stop: watch::Receiver<bool>) -> Result<SyncOutcome, SafelightError> {
        let request = SyncRequest { now: false, time: budget.time, bytes: budget.bytes };
        Ok(self.active()?.run_in(budget.task.as_deref(), request, stop).await?)
    }

    /// Stays in step until told to stop: runs when the cloud says that something changed, and when something changed here.
    pub async fn watch(
        &self,
        stop: watch::Receiver<bool>,
        told: impl FnMut(WatchEvent) + Send,
    ) -> Result<(), SafelightError> {
        Ok(self.active()?.watch(stop, told).await?)
    }
}
