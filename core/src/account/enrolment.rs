use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use safelight_protocol::account::{
    NewDevice, RecoveryChallenge, RecoveryFinish, RecoveryGrant, RecoveryProve, RecoveryStart, RenameDevice,
    Session as Granted, SigninChallenge, SigninFinish, SigninStart, SignupChallenge, SignupFinish, SignupStart,
    normalise_email, recovery_message,
};
use safelight_protocol::{AccountId, DeviceId, route};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::kept::{KeptAccount, KeptSession};
use super::opaque::{Login, Registration, StretchPolicy};
use super::{AccountError, SessionError, password};
use crate::cloud::{Body, Cloud, CloudError};
use crate::keys::{AccountKey, DeviceKey, LibrarySecrets, RecoverySigner, RecoveryWords};
use crate::ports::{Method, Ports, Rng, offload, random};
use crate::seal::{MAX_NAME, SealError};

/// Clocks further apart than this are an error: what is stamped by one makes no sense to the other.
const CLOCKS_APART_MS: i64 = 24 * 60 * 60 * 1000;

/// Who comes, and from where.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// The e-mail address, as typed.
    pub email: &'a str,
    /// The device's name, as the person knows it: at most 508 bytes. The server sees it sealed.
    pub device_name: &'a str,
    /// The account to which this home already belongs, if to any: another one is refused.
    pub home: Option<AccountId>,
}

/// A device that is part of an account now. Keys and tokens are in the vault; all but the secrets may be stored in the open.
#[derive(Clone)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// Its e-mail address, in the form in which the server knows it.
    pub email: String,
    /// The server's address.
    pub server: String,
    /// This device.
    pub device: DeviceId,
    /// The personal library.
    pub secrets: LibrarySecrets,
    /// Whether the server has the device's name. If not, send it with [`Session::rename_device`](super::Session::rename_device).
    pub named: bool,
    /// Whether this took back a deletion of the account.
    pub deletion_taken_back: bool,
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address is personal: it does not belong in a log.
        f.debug_struct("SignedIn")
            .field("account", &self.account)
            .field("server", &self.server)
            .field("device", &self.device)
            .field("secrets", &self.secrets)
            .field("named", &self.named)
            .field("deletion_taken_back", &self.deletion_taken_back)
            .finish_non_exhaustive()
    }
}

/// Makes a device part of an account: by signing up, by signing in, by recovery words.
///
/// What comes back is durable. After an error the vault is as it was before.
#[derive(Clone)]
pub struct Enrolment {
    cloud: Cloud,
    ports: Ports,
    stretch: StretchPolicy,
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Enrolment").field("cloud", &self.cloud).finish_non_exhaustive()
    }
}

impl Enrolment {
    /// Enrolment at one server.
    pub fn new(cloud: Cloud, ports: Ports, stretch: StretchPolicy) -> Self {
        Self { cloud, ports, stretch }
    }

    /// Makes a new account with its personal library, and this device its first. The words are to be shown to the person
    /// now: they are kept nowhere.
    ///
    /// # Errors
    /// [`AccountError::WeakPassword`], [`AccountError::Email`], [`AccountError::Invitation`], [`AccountError::Taken`],
    /// [`AccountError::Clock`], [`AccountError::Mismatch`] where this home has an account already.
    pub async fn sign_up(
        &self,
        arrival: &Arrival<'_>,
        password: &str,
        invite: Option<&str>,
    ) -> Result<(SignedIn, RecoveryWords), AccountError> {
        if arrival.home.is_some() {
            return Err(AccountError::Mismatch);
        }
        let email = self.check(arrival)?;
        password::check(password, &email).map_err(AccountError::WeakPassword)?;
        let rng = Arc::clone(&self.ports.rng);
        let invite = invite.map(str::to_owned);
        let (registration, request) = Registration::start(&rng, password::normalise(password))?;
        let start = SignupStart { email: email.clone(), invite: invite.clone(), opaque: request };
        let challenge: SignupChallenge = self.ask(route::SIGNUP_START, &start).await?;
        self.check_clock()?;
        let stretch = self.stretch.chosen;
        let device_key = DeviceKey::generate(rng.as_ref());
        let device = newcomer(&device_key);
        let (finish, key, words) = offload(self.ports.workers.as_ref(), move || {
            let (upload, password_key) = registration.finish(&rng, &challenge.opaque, stretch)?;
            let new = NewAccount::generate(rng.as_ref());
            let finish = SignupFinish {
                email,
                invite,
                account: new.account,
                opaque: upload,
                stretch,
                password_wrap: password_key.wrap(rng.as_ref(), new.account, 1, &new.key)?,
                recovery_wrap: new.words.key().wrap(rng.as_ref(), new.account, 1, &new.key)?,
                recovery_public_key: RecoverySigner::derive(new.words.key()).public_key().to_vec().into(),
                library: new.key.wrap_library(rng.as_ref(), new.account, 1, &new.secrets)?,
                device,
            };
            Ok::<_, AccountError>((finish, new.key, new.words))
        })
        .await??;
        let arrival = Arrival { home: Some(finish.account), ..*arrival };
        let signed_in = match self.ask::<Granted>(route::SIGNUP_FINISH, &finish).await {
            Ok(granted) => self.settle(&arrival, granted, device_key, key).await?,
            // The answer was lost, and perhaps only that: if the account is ours, its password opens it.
            Err(lost @ AccountError::Session(SessionError::Cloud(CloudError::Remote(_)))) => {
                self.sign_in(&arrival, password).await.map_err(|_| lost)?
            }
            Err(error) => return Err(error),
        };
        Ok((signed_in, words))
    }

    /// Makes this device one of an account that exists.
    ///
    /// # Errors
    /// [`AccountError::Credentials`] for a wrong password and for an unknown account, [`AccountError::Mismatch`] where this
    /// home belongs to another account, [`AccountError::Clock`], [`AccountError::Stretch`], [`AccountError::RolledBack`].
    pub async fn sign_in(&self, arrival: &Arrival<'_>, password: &str) -> Result<SignedIn, AccountError> {
        let email = self.check(arrival)?;
        let rng = Arc::clone(&self.ports.rng);
        let (login, request) = Login::start(&rng, password::normalise(password))?;
        let challenge: SigninChallenge = self.ask(route::SIGNIN_START, &SigninStart { email, opaque: request }).await?;
        self.check_clock()?;
        let stretch = self.stretch.accept(challenge.stretch)?;
        let (proof, password_key) =
            offload(self.ports.workers.as_ref(), move || login.finish(&rng, &challenge.opaque, stretch)).await??;
        let device_key = DeviceKey::generate(self.ports.rng.as_ref());
        let finish = SigninFinish { attempt: challenge.attempt, opaque: proof, device: newcomer(&device_key) };
        let granted: Granted = self.ask(route::SIGNIN_FINISH, &finish).await?;
        let Ok(key) = password_key.unwrap(granted.account.account, &granted.account.password_wrap) else {
            return self.withdraw(&granted, AccountError::KeyMissing).await;
        };
        self.settle(arrival, granted, device_key, key).await
    }

    /// Makes this device one of an account whose password is forgotten, and gives the account a new password. Other devices
    /// stay signed in, the words stay valid.
    ///
    /// # Errors
    /// [`AccountError::Credentials`] where the words are not this account's, otherwise as for a sign-in.
    pub async fn recover(
        &self,
        arrival: &Arrival<'_>,
        words: &RecoveryWords,
        password: &str,
    ) -> Result<SignedIn, AccountError> {
        let email = self.check(arrival)?;
        password::check(password, &email).map_err(AccountError::WeakPassword)?;
        let rng = Arc::clone(&self.ports.rng);
        let challenge: RecoveryChallenge =
            self.ask(route::RECOVERY_START, &RecoveryStart { email: email.clone() }).await?;
        self.check_clock()?;
        let message = recovery_message(challenge.challenge.as_slice(), &email);
        let signature = RecoverySigner::derive(words.key()).sign(&message).to_vec().into();
        let (registration, request) = Registration::start(&rng, password::normalise(password))?;
        let prove = RecoveryProve { attempt: challenge.attempt.clone(), signature, opaque: request };
        let grant: RecoveryGrant = self.ask(route::RECOVERY_PROVE, &prove).await?;
        if arrival.home.is_some_and(|home| home != grant.account) {
            return Err(AccountError::Mismatch);
        }
        let key = words.key().unwrap(grant.account, &grant.recovery_wrap).map_err(|_| AccountError::KeyMissing)?;
        self.check_generation(&grant).await?;
        let generation = grant.password_generation.checked_add(1).ok_or(AccountError::RolledBack)?;
        let stretch = self.stretch.chosen;
        let device_key = DeviceKey::generate(rng.as_ref());
        let (account, response) = (grant.account, grant.opaque);
        let (upload, password_key) =
            offload(self.ports.workers.as_ref(), move || registration.finish(&rng, &response, stretch)).await??;
        let finish = RecoveryFinish {
            attempt: challenge.attempt,
            opaque: upload,
            stretch,
            password_wrap: password_key.wrap(self.ports.rng.as_ref(), account, generation, &key)?,
            device: newcomer(&device_key),
        };
        match self.ask::<Granted>(route::RECOVERY_FINISH, &finish).await {
            Ok(granted) => self.settle(arrival, granted, device_key, key).await,
            // As at a sign-up: if only the answer was lost, the new password is good already.
            Err(lost @ AccountError::Session(SessionError::Cloud(CloudError::Remote(_)))) => {
                self.sign_in(arrival, password).await.map_err(|_| lost)
            }
            Err(error) => Err(error),
        }
    }

    /// Makes what the server granted durable; withdraws the new device where it can't be used.
    async fn settle(
        &self,
        arrival: &Arrival<'_>,
        granted: Granted,
        device_key: DeviceKey,
        key: AccountKey,
    ) -> Result<SignedIn, AccountError> {
        let account = granted.account.account;
        if arrival.home.is_some_and(|home| home != account) {
            return self.withdraw(&granted, AccountError::Mismatch).await;
        }
        let opened = granted.account.libraries.first().and_then(|wrapped| key.unwrap_library(account, wrapped).ok());
        let Some(secrets) = opened else { return self.withdraw(&granted, AccountError::KeyMissing).await };
        let kept = KeptAccount {
            account,
            key: key.clone(),
            password_generation: granted.account.password_wrap.generation,
            recovery_generation: granted.account.recovery_generation,
            libraries: granted.account.libraries.clone(),
        };
        let session = KeptSession::new(granted.device, device_key, granted.tokens.clone());
        let replaced = match self.keep(kept, session).await {
            Ok(replaced) => replaced,
            Err(error) => return self.withdraw(&granted, error).await,
        };
        if let Some(replaced) = replaced {
            // The device that this home was before. If it can't be told now, it stays in the list until somebody revokes it.
            let _ = self.say_goodbye(&replaced.tokens.access).await;
        }
        Ok(SignedIn {
            account,
            email: granted.account.email.clone(),
            server: self.cloud.server().to_owned(),
            device: granted.device,
            secrets,
            named: self.send_name(arrival, &granted, &key).await.is_ok(),
            deletion_taken_back: granted.deletion_taken_back,
        })
    }

    /// Account first, session last: a kill between leaves the old session, which still works. Returns the one replaced.
    async fn keep(&self, offered: KeptAccount, session: KeptSession) -> Result<Option<KeptSession>, AccountError> {
        let vault = Arc::clone(&self.ports.vault);
        offload(self.ports.workers.as_ref(), move || {
            let seen = match KeptAccount::load(vault.as_ref()) {
                // A sign-in is the one thing that may replace an entry that can't be read.
                Err(SessionError::Unreadable) => None,
                seen => seen?,
            };
            let kept = match seen {
                Some(seen) => seen.follow(offered)?,
                None => offered,
            };
            let replaced = KeptSession::load(vault.as_ref()).ok().flatten();
            kept.save(vault.as_ref())?;
            session.save(vault.as_ref())?;
            Ok(replaced.filter(|replaced| replaced.ended().is_none() && replaced.device != session.device))
        })
        .await?
    }

    async fn send_name(&self, arrival: &Arrival<'_>, granted: &Granted, key: &AccountKey) -> Result<(), AccountError> {
        let name = arrival.device_name.trim();
        let sealed_name = key.seal_name(self.ports.rng.as_ref(), granted.account.account, granted.device, name)?;
        let token = Some(granted.tokens.access.as_str());
        let body = Body::json(&RenameDevice { sealed_name });
        Ok(self.cloud.tell(Method::Put, &route::device(&granted.device), token, body).await?)
    }

    /// Signs out the device that was just granted, and fails.
    async fn withdraw<T>(&self, granted: &Granted, error: AccountError) -> Result<T, AccountError> {
        // If it can't be told now, it stays in the list of devices until somebody revokes it: it holds no keys.
        let _ = self.say_goodbye(&granted.tokens.access).await;
        Err(error)
    }

    async fn say_goodbye(&self, access: &str) -> Result<(), CloudError> {
        self.cloud.tell(Method::Post, route::SESSION_SIGNOUT, Some(access), Body::None).await
    }

    async fn ask<T: DeserializeOwned>(&self, route: &str, request: &impl Serialize) -> Result<T, AccountError> {
        Ok(self.cloud.call(Method::Post, route, None, Body::json(request)).await?)
    }

    /// The address in its known form, if everything that can be checked without the server is in order.
    fn check(&self, arrival: &Arrival<'_>) -> Result<String, AccountError> {
        let email = normalise_email(arrival.email);
        if !email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()) {
            return Err(AccountError::Email);
        }
        let bytes = arrival.device_name.trim().len();
        if bytes > MAX_NAME {
            return Err(SealError::TooLong { bytes, most: MAX_NAME }.into());
        }
        Ok(email)
    }

    fn check_clock(&self) -> Result<(), AccountError> {
        let offset_ms = self.cloud.clock_offset_ms();
        if offset_ms.unsigned_abs() <= CLOCKS_APART_MS.unsigned_abs() {
            return Ok(());
        }
        let device = self.ports.clock.now();
        let server = device.checked_add(SignedDuration::from_millis(offset_ms)).unwrap_or(Timestamp::MAX);
        Err(AccountError::Clock { device, server })
    }

    async fn check_generation(&self, grant: &RecoveryGrant) -> Result<(), AccountError> {
        let vault = Arc::clone(&self.ports.vault);
        let seen = offload(self.ports.workers.as_ref(), move || KeptAccount::load(vault.as_ref())).await?;
        let seen = seen.ok().flatten().filter(|seen| seen.account == grant.account);
        let older = seen.is_some_and(|seen| {
            grant.password_generation < seen.password_generation
                || grant.recovery_wrap.generation < seen.recovery_generation
        });
        if older { Err(AccountError::RolledBack) } else { Ok(()) }
    }
}

/// What an account begins with.
struct NewAccount {
    account: AccountId,
    key: AccountKey,
    words: RecoveryWords,
    secrets: LibrarySecrets,
}

impl NewAccount {
    fn generate(rng: &dyn Rng) -> Self {
        Self {
            account: AccountId(random(rng)),
            key: AccountKey::generate(rng),
            words: RecoveryWords::generate(rng),
            secrets: LibrarySecrets::generate(rng),
        }
    }
}

fn newcomer(key: &DeviceKey) -> NewDevice {
    NewDevice { public_key: key.public_key().to_vec().into(), sealed_name: None }
}
