use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use data_encoding::HEXLOWER;
use safelight_protocol::{AccountId, DeviceId, LibraryId, RecordId};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::account::{
    self, AccountDevice, AccountError, Arrival, Enrolment, RefreshBusy, RefreshGuard, RefreshPermit, Session,
    SessionError, SignedIn, StretchPolicy,
};
use crate::cloud::Cloud;
use crate::home::{Home, HomeError};
use crate::keys::RecoveryWords;
use crate::library::{
    self, AlbumError, AssetDetails, AssetView, Changed, Deed, Edit, EditError, ExportError, ExportReport,
    ImportContext, ImportOptions, ImportProgress, ImportReport, Page, PageQuery, Viewer,
};
use crate::metered::Metered;
use crate::ports::{Ports, Transferred, random};
use crate::record::{DeviceCard, Document, Kind, ResourceKind};
use crate::store::albums::AlbumRow;
use crate::store::lease::{self, Lease};
use crate::store::records::{self, Record};
use crate::store::sources::SourceRow;
use crate::store::{StoreError, meta, work};
use crate::sync::{Engine, FetchError, Live, SyncOutcome, SyncRequest, WatchEvent};

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

/// Who signs up or in, and from where.
#[derive(Clone)]
pub struct Credentials {
    /// The server's address.
    pub server: String,
    /// E-mail address.
    pub email: String,
    /// The password. Never leaves the device.
    pub password: String,
    /// What this device is called.
    pub device_name: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("server", &self.server).finish_non_exhaustive()
    }
}

/// What would be left behind by a sign-out: nothing of it is lost, and nothing of it is in the cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unsent {
    /// Originals that the cloud does not have.
    pub originals: u64,
    /// Photos with changes that the cloud does not have.
    pub edits: u64,
}

/// Whether to sign out although something was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnsentChoice {
    /// Sign out only if everything was sent.
    Wait,
    /// Sign out; what was not sent stays on this device only.
    Leave,
}

/// How a sign-out ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedOut {
    /// Signed out.
    Done(Identity),
    /// Nothing was done: this much was not sent.
    Waiting(Unsent),
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
}

impl SafelightError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &str {
        match self {
            Self::Account(error) => error.code(),
            Self::Home(error) => error.code(),
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
    live: Arc<Live>,
    holder: String,
    state: RwLock<State>,
}

#[derive(Debug, Clone, Default)]
struct State {
    identity: Option<Identity>,
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
        let live = Arc::new(Live::default());
        let remote = Arc::new(Metered::new(Arc::clone(&ports.remote), Arc::clone(&live)));
        let home = Home::open(root, Ports { remote, ..ports }).await?;
        let holder = HEXLOWER.encode(&random::<8>(home.ports.rng.as_ref()));
        let safelight = Self(Arc::new(Inner { home, options, live, holder, state: RwLock::default() }));
        safelight.unlock().await?;
        Ok(safelight)
    }

    /// Reads who is signed in, from the store and the vault.
    async fn unlock(&self) -> Result<(), SafelightError> {
        let (identity, installation) = self
            .0
            .home
            .read(|db| Ok((meta::load::<Identity>(db, meta::IDENTITY)?, meta::load::<String>(db, INSTALLATION)?)))
            .await?;
        let Some(identity) = identity else { return Ok(()) };
        let vault = Arc::clone(&self.0.home.ports.vault);
        let (kept, unlocked) = self
            .0
            .home
            .blocking(move |_| {
                Ok::<_, AccountError>((
                    account::installation(vault.as_ref()).map_err(AccountError::Session)?,
                    account::unlock(vault.as_ref())?,
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
                state.engine = Some(self.engine(&identity, secrets));
            }
            None => state.ended = Some("acct.key_missing".to_owned()),
        }
        self.set_state(state);
        Ok(())
    }

    fn engine(&self, identity: &Identity, secrets: crate::keys::LibrarySecrets) -> Engine {
        Engine {
            home: self.0.home.clone(),
            secrets,
            session: self.session(&identity.server),
            device: identity.device,
            live: Arc::clone(&self.0.live),
            budget: Arc::default(),
            holder: self.0.holder.clone(),
        }
    }

    fn cloud(&self, server: &str) -> Cloud {
        let ports = &self.0.home.ports;
        Cloud::new(Arc::clone(&ports.remote), Arc::clone(&ports.clock), server, &self.0.options.client)
    }

    fn session(&self, server: &str) -> Session {
        let guard = LeaseGuard { home: self.0.home.clone(), holder: self.0.holder.clone() };
        Session::new(self.cloud(server), self.0.home.ports.clone(), Arc::new(guard), self.0.options.stretch)
    }

    fn state(&self) -> State {
        self.0.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_state(&self, state: State) {
        *self.0.state.write().unwrap_or_else(PoisonError::into_inner) = state;
        self.0.home.tell_changed();
    }

    fn active(&self) -> Result<Engine, AccountError> {
        self.state().engine.ok_or(AccountError::Session(SessionError::Ended(account::End::SignedOut)))
    }

    pub(crate) fn engine_or_signed_out(&self) -> Result<Engine, SafelightError> {
        Ok(self.active()?)
    }

    pub(crate) fn home(&self) -> &Home {
        &self.0.home
    }

    pub(crate) fn viewer(&self) -> Viewer {
        Viewer { device: self.state().identity.map(|identity| identity.device), sending: self.0.live.sending() }
    }

    /// Wakes whenever this process changes the library or its state.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.home.changes()
    }

    /// Bytes that moved over the network since this process opened the home: `(sent, received)`.
    pub fn bytes_moved(&self) -> (u64, u64) {
        self.0.live.totals()
    }
}

/// The account.
impl Safelight {
    /// Whether this home is part of an account. Asks nobody.
    pub async fn sign_in_state(&self) -> SignIn {
        let state = self.state();
        let Some(identity) = state.identity else { return SignIn::Never };
        if let Some(code) = state.ended {
            return SignIn::Ended(identity, code);
        }
        match state.engine {
            Some(engine) => match engine.session.ended().await {
                Ok(None) => SignIn::Active(identity),
                Ok(Some(end)) => SignIn::Ended(identity, end.code().to_owned()),
                Err(error) => SignIn::Ended(identity, error.code().to_owned()),
            },
            None => SignIn::Ended(identity, "acct.key_missing".to_owned()),
        }
    }

    /// Makes an account with its library. The words are to be shown to the person now: they are kept nowhere.
    ///
    /// # Errors
    /// [`AccountError::Mismatch`] where this home belongs to an account already; see [`Enrolment::sign_up`].
    pub async fn sign_up(
        &self,
        credentials: &Credentials,
        invite: Option<&str>,
    ) -> Result<(Identity, RecoveryWords), SafelightError> {
        let (signed_in, words) = self
            .enrolment(&credentials.server)
            .sign_up(&self.arrival(credentials), &credentials.password, invite)
            .await?;
        self.home().write(|db| meta::save(db, meta::WORDS_CONFIRMED, &false)).await?;
        Ok((self.settle(signed_in, &credentials.device_name).await?, words))
    }

    /// Makes this device one of an account.
    ///
    /// # Errors
    /// See [`Enrolment::sign_in`].
    pub async fn sign_in(&self, credentials: &Credentials) -> Result<Identity, SafelightError> {
        let signed_in =
            self.enrolment(&credentials.server).sign_in(&self.arrival(credentials), &credentials.password).await?;
        self.settle(signed_in, &credentials.device_name).await
    }

    /// Gives an account whose password is forgotten a new one, and makes this device one of it.
    ///
    /// # Errors
    /// See [`Enrolment::recover`].
    pub async fn recover(&self, credentials: &Credentials, words: &RecoveryWords) -> Result<Identity, SafelightError> {
        let signed_in = self
            .enrolment(&credentials.server)
            .recover(&self.arrival(credentials), words, &credentials.password)
            .await?;
        self.settle(signed_in, &credentials.device_name).await
    }

    fn enrolment(&self, server: &str) -> Enrolment {
        Enrolment::new(self.cloud(server), self.0.home.ports.clone(), self.0.options.stretch)
    }

    fn arrival<'a>(&self, credentials: &'a Credentials) -> Arrival<'a> {
        let home = self.state().identity.map(|identity| identity.account);
        Arrival { email: &credentials.email, device_name: &credentials.device_name, home }
    }

    /// Writes down who is signed in, with the device's card for the other phones.
    async fn settle(&self, signed_in: SignedIn, name: &str) -> Result<Identity, SafelightError> {
        let identity = Identity {
            account: signed_in.account,
            email: signed_in.email,
            server: signed_in.server,
            device: signed_in.device,
            library: signed_in.secrets.library(),
        };
        let home = self.home();
        let (vault, rng) = (Arc::clone(&home.ports.vault), Arc::clone(&home.ports.rng));
        let installation = home
            .blocking(move |_| match account::installation(vault.as_ref())? {
                Some(installation) => Ok::<_, SessionError>(installation),
                None => account::make_installation(vault.as_ref(), rng.as_ref()),
            })
            .await??;
        let card = DeviceCard {
            device: identity.device,
            name: name.to_owned(),
            app_version: Some(self.0.options.client.clone()),
            last_success: None,
            backlog: 0,
            first_hold: None,
            rest: std::collections::BTreeMap::new(),
        };
        let card =
            Record::fresh(signed_in.secrets.device_card_id(&identity.device), Document::of(&Kind::Device, &card));
        let (kept, named, name, now) = (identity.clone(), signed_in.named, name.to_owned(), home.now());
        home.write(move |db| {
            meta::save(db, meta::IDENTITY, &kept)?;
            meta::save(db, INSTALLATION, &installation.to_string())?;
            if !named {
                meta::save(db, meta::NAME_TO_SEND, &name)?;
            }
            records::save(db, &card, now)
        })
        .await?;
        let engine = self.engine(&identity, signed_in.secrets);
        self.set_state(State { identity: Some(identity.clone()), engine: Some(engine), ended: None });
        Ok(identity)
    }

    /// What a sign-out would leave on this device only.
    pub async fn unsent(&self) -> Result<Unsent, HomeError> {
        self.home()
            .read(|db| Ok(Unsent { originals: work::unsent_originals(db)?, edits: records::count_unsent_assets(db)? }))
            .await
    }

    /// Ends this device's session. Photos that are not in the cloud stay on this device either way.
    pub async fn sign_out(&self, choice: UnsentChoice) -> Result<SignedOut, SafelightError> {
        let engine = self.active()?;
        let unsent = self.unsent().await?;
        if choice == UnsentChoice::Wait && unsent != Unsent::default() {
            return Ok(SignedOut::Waiting(unsent));
        }
        match engine.session.sign_out().await {
            // A server that can't be reached must not keep the person signed in here.
            Err(SessionError::Cloud(_)) => engine.session.sign_out_here().await?,
            other => other?,
        }
        let mut state = self.state();
        state.ended = Some(account::End::SignedOut.code().to_owned());
        let identity = state.identity.clone();
        self.set_state(state);
        identity.map(SignedOut::Done).ok_or_else(|| AccountError::KeyMissing.into())
    }

    /// Replaces the password.
    pub async fn change_password(&self, old: &str, new: &str) -> Result<(), SafelightError> {
        Ok(self.active()?.session.change_password(old, new).await?)
    }

    /// Makes new recovery words; the old ones are void. They are to be shown to the person now.
    pub async fn new_recovery_words(&self) -> Result<RecoveryWords, SafelightError> {
        let words = RecoveryWords::generate(self.home().ports.rng.as_ref());
        self.active()?.session.new_recovery_words(&words).await?;
        self.home().write(|db| meta::save(db, meta::WORDS_CONFIRMED, &false)).await?;
        Ok(words)
    }

    /// Whether the person has shown that they hold the recovery words. True on devices that never showed them.
    pub async fn words_confirmed(&self) -> Result<bool, HomeError> {
        self.home().read(|db| Ok(meta::load(db, meta::WORDS_CONFIRMED)?.unwrap_or(true))).await
    }

    /// Checks words that the person was asked back, each with its number from 1; at least three must be asked. True, and
    /// remembered, if all are right.
    pub async fn confirm_words(&self, words: &RecoveryWords, answers: &[(usize, String)]) -> Result<bool, HomeError> {
        let right = answers.len() >= 3 && answers.iter().all(|(number, word)| words.word_is(*number, word));
        if right {
            self.home().write(|db| meta::save(db, meta::WORDS_CONFIRMED, &true)).await?;
        }
        Ok(right)
    }

    /// Asks that the account be deleted in 14 days; signing in takes that back. Nothing on this device is touched.
    pub async fn delete_account(&self) -> Result<Option<jiff::Timestamp>, SafelightError> {
        let engine = self.active()?;
        let email = self.state().identity.map(|identity| identity.email).unwrap_or_default();
        let until = engine.session.delete_account(&email).await?;
        self.unlock().await?;
        Ok(until)
    }

    /// The account's devices, with what their cards say.
    pub async fn devices(&self) -> Result<Vec<(AccountDevice, Option<DeviceCard>)>, SafelightError> {
        let devices = self.active()?.session.devices().await?;
        let cards = self.cards().await?;
        Ok(devices
            .into_iter()
            .map(|device| {
                let card = cards.iter().find(|card| card.device == device.device).cloned();
                (device, card)
            })
            .collect())
    }

    async fn cards(&self) -> Result<Vec<DeviceCard>, HomeError> {
        self.home()
            .read(|db| {
                let records = records::of_kind(db, &Kind::Device)?;
                Ok(records.iter().filter_map(|record| record.doc.view().ok()).collect())
            })
            .await
    }

    /// Gives a device another name, everywhere.
    pub async fn rename_device(&self, device: DeviceId, name: &str) -> Result<(), SafelightError> {
        let engine = self.active()?;
        engine.session.rename_device(device, name).await?;
        let (id, name, now) = (engine.secrets.device_card_id(&device), name.to_owned(), self.home().now());
        self.home()
            .write(move |db| {
                let Some(mut record) = records::load(db, &id)? else { return Ok(()) };
                record.doc.0.insert("name".to_owned(), name.into());
                record.dirty = record.base.as_ref() != Some(&record.doc);
                records::save(db, &record, now)
            })
            .await?;
        Ok(())
    }

    /// Removes a device from the account: it is out at once, and keeps what is on it.
    pub async fn revoke_device(&self, device: DeviceId) -> Result<(), SafelightError> {
        Ok(self.active()?.session.revoke_device(device).await?)
    }
}

/// The library.
impl Safelight {
    fn import_context(&self) -> Result<ImportContext, AccountError> {
        let engine = self.active()?;
        Ok(ImportContext { home: engine.home, secrets: engine.secrets, device: engine.device })
    }

    /// Takes in files and folders. Each file is durable before it is reported.
    ///
    /// # Errors
    /// Only where nobody ever signed in here; what goes wrong with a file is in the report.
    pub async fn import(
        &self,
        paths: &[PathBuf],
        options: ImportOptions,
        progress: impl FnMut(ImportProgress) + Send,
    ) -> Result<ImportReport, SafelightError> {
        Ok(library::import(&self.import_context()?, paths, options, progress).await?)
    }

    /// A page of the timeline, newest first.
    pub async fn page(&self, query: PageQuery) -> Result<Page, HomeError> {
        library::page(self.home(), self.viewer(), query).await
    }

    /// Everything about one asset; none if there is none.
    pub async fn details(&self, id: RecordId) -> Result<Option<AssetDetails>, HomeError> {
        library::details(self.home(), self.viewer(), id).await
    }

    /// Photos that another phone deleted for good while this one holds what the cloud never had: restore or purge them.
    pub async fn contested(&self) -> Result<Vec<AssetView>, HomeError> {
        library::contested(self.home(), self.viewer()).await
    }

    /// Changes assets.
    pub async fn edit(&self, ids: Vec<RecordId>, edit: Edit) -> Result<Changed, EditError> {
        library::carry_out(self.home(), ids, Deed::Edit(edit)).await
    }

    /// Moves assets to the trash.
    pub async fn trash(&self, ids: Vec<RecordId>) -> Result<Changed, EditError> {
        library::carry_out(self.home(), ids, Deed::Trash).await
    }

    /// Takes assets out of the trash.
    pub async fn restore(&self, ids: Vec<RecordId>) -> Result<Changed, EditError> {
        library::carry_out(self.home(), ids, Deed::Restore).await
    }

    /// Deletes assets that are in the trash for good, on all devices.
    pub async fn purge(&self, ids: Vec<RecordId>) -> Result<Changed, EditError> {
        library::carry_out(self.home(), ids, Deed::Purge).await
    }

    /// All albums by name.
    pub async fn albums(&self) -> Result<Vec<AlbumRow>, AlbumError> {
        library::albums(self.home()).await
    }

    /// The one album of this name or id.
    pub async fn album(&self, name_or_id: &str) -> Result<AlbumRow, AlbumError> {
        library::album(self.home(), name_or_id).await
    }

    /// Makes an album.
    pub async fn create_album(&self, name: &str) -> Result<AlbumRow, AlbumError> {
        library::create_album(self.home(), name).await
    }

    /// Gives an album another name.
    pub async fn rename_album(&self, name_or_id: &str, name: &str) -> Result<AlbumRow, AlbumError> {
        library::rename_album(self.home(), name_or_id, name).await
    }

    /// Deletes an album; its photos stay.
    pub async fn delete_album(&self, name_or_id: &str) -> Result<AlbumRow, AlbumError> {
        library::delete_album(self.home(), name_or_id).await
    }

    /// Puts assets into an album.
    pub async fn add_to_album(&self, name_or_id: &str, ids: Vec<RecordId>) -> Result<Changed, AlbumError> {
        let secrets = self.active().map_err(|_| AlbumError::SignedOut)?.secrets;
        library::add_to_album(self.home(), &secrets, name_or_id, ids).await
    }

    /// Takes assets out of an album; they stay in the library.
    pub async fn remove_from_album(&self, name_or_id: &str, ids: Vec<RecordId>) -> Result<Changed, AlbumError> {
        let secrets = self.active().map_err(|_| AlbumError::SignedOut)?.secrets;
        library::remove_from_album(self.home(), &secrets, name_or_id, ids).await
    }

    /// Adds a folder that `sync` takes from.
    pub async fn add_source(&self, folder: &Path) -> Result<(), HomeError> {
        library::add_source(self.home(), folder).await
    }

    /// Takes a folder off the list; false if it was not on it. No photo goes with it.
    pub async fn remove_source(&self, folder: &Path) -> Result<bool, HomeError> {
        library::remove_source(self.home(), folder).await
    }

    /// The folders in numbers.
    pub async fn sources(&self) -> Result<Vec<SourceRow>, HomeError> {
        library::list_sources(self.home()).await
    }

    /// A file of an asset as a path on this device: fetched and verified first if it is not here.
    pub async fn file(
        &self,
        id: RecordId,
        kind: ResourceKind,
        transferred: Option<Transferred>,
    ) -> Result<PathBuf, FetchError> {
        let file = match self.state().engine {
            Some(engine) => engine.resource(id, kind, transferred).await?,
            None => library::local_file(self.home(), id, kind).await?.ok_or(FetchError::SignedOut)?,
        };
        Ok(self.home().path_of(&file))
    }

    /// A file of an asset if it is on this device.
    pub async fn local_file(&self, id: RecordId, kind: ResourceKind) -> Result<Option<PathBuf>, HomeError> {
        Ok(library::local_file(self.home(), id, kind).await?.map(|file| self.home().path_of(&file)))
    }

    /// Writes originals into a folder by date, a JSON sidecar beside each, and a manifest with their SHA-256.
    pub async fn export(
        &self,
        folder: &Path,
        album: Option<&str>,
        progress: impl FnMut(ImportProgress) + Send,
    ) -> Result<ExportReport, ExportError> {
        library::export(self, folder, album, progress).await
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

    /// Stays in step until told to stop: runs when the cloud says that something changed, and when something changed here.
    pub async fn watch(
        &self,
        stop: watch::Receiver<bool>,
        told: impl FnMut(WatchEvent) + Send,
    ) -> Result<(), SafelightError> {
        Ok(self.active()?.watch(stop, told).await?)
    }
}

/// The store's lease as the guard of a session's refresh.
struct LeaseGuard {
    home: Home,
    holder: String,
}

/// How long a refresh may take, and how often its turn is asked for.
const REFRESH: (Duration, Duration) = (Duration::from_secs(60), Duration::from_millis(100));

#[async_trait]
impl RefreshGuard for LeaseGuard {
    async fn acquire(&self) -> Result<RefreshPermit, RefreshBusy> {
        let clock = &self.home.ports.clock;
        let deadline = clock.monotonic() + REFRESH.0 + REFRESH.1;
        loop {
            let (holder, boot, now) = (self.holder.clone(), clock.boot(), clock.monotonic());
            let taken = self.home.write(move |db| lease::take(db, lease::TOKENS, &holder, &boot, now, REFRESH.0)).await;
            match taken {
                Ok(Some(lease)) => return Ok(Box::new(Permit { home: self.home.clone(), lease: Some(lease) })),
                Ok(None) if clock.monotonic() < deadline => clock.sleep(REFRESH.1).await,
                _ => return Err(RefreshBusy),
            }
        }
    }
}

struct Permit {
    home: Home,
    lease: Option<Lease>,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let (home, lease) = (self.home.clone(), self.lease.take());
        self.home.ports.workers.run(Box::new(move || {
            if let Some(lease) = lease {
                // If it can't be given back it runs out by itself.
                let _ = home.store().write(|db| lease::give_back(db, &lease));
            }
        }));
    }
}
