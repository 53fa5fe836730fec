//! What a person changes about the account while signed in.

use std::sync::Arc;

use jiff::Timestamp;
use safelight_protocol::account::{
    Account, DeleteAccount, Devices, NewRecovery, PasswordChallenge, PasswordFinish, PasswordStart, RenameDevice,
    WrappedKey, new_words_message,
};
use safelight_protocol::{DeviceId, route};

use super::kept::KeptAccount;
use super::opaque::{Login, Registration};
use super::{AccountError, End, Session, SessionError, password};
use crate::cloud::{Body, CloudError};
use crate::keys::{RecoverySigner, RecoveryWords};
use crate::ports::{Method, offload};

/// How often new recovery words are sent again where the answer was lost or another device was faster.
const RECOVERY_TRIES: usize = 3;

/// One device of the account, as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDevice {
    /// The device.
    pub device: DeviceId,
    /// Its name; none where it has none yet, or where it does not open.
    pub name: Option<String>,
    /// Whether it is this one.
    pub current: bool,
    /// When it signed in.
    pub signed_in: Timestamp,
    /// When it last asked for anything, to the hour.
    pub last_seen: Timestamp,
}

impl Session {
    /// What the server keeps of the account.
    pub async fn account(&self) -> Result<Account, SessionError> {
        self.call(Method::Get, route::ACCOUNT, Body::None).await
    }

    /// Replaces the password. Other devices stay signed in, the recovery words stay valid, nothing is sealed anew.
    ///
    /// # Errors
    /// [`AccountError::Credentials`] where the old password is wrong, [`AccountError::WeakPassword`] for the new one,
    /// [`AccountError::Changed`] where another device was faster.
    pub async fn change_password(&self, old: &str, new: &str) -> Result<(), AccountError> {
        let account = self.account().await?;
        password::check(new, &account.email).map_err(AccountError::WeakPassword)?;
        let mut kept = self.kept_account().await?.ok_or(AccountError::KeyMissing)?;
        if account.password_wrap.generation < kept.password_generation {
            return Err(AccountError::RolledBack);
        }
        let rng = Arc::clone(&self.ports().rng);
        let (login, old_request) = Login::start(&rng, password::normalise(old))?;
        let (registration, new_request) = Registration::start(&rng, password::normalise(new))?;
        let start = Body::json(&PasswordStart { old: old_request, new: new_request });
        let challenge: PasswordChallenge = self.call(Method::Post, route::PASSWORD_START, start).await?;
        let old_stretch = self.stretch().accept(challenge.stretch)?;
        let stretch = self.stretch().chosen;
        let generation = account.password_wrap.generation.checked_add(1).ok_or(AccountError::RolledBack)?;
        let (account_id, old_wrap) = (kept.account, account.password_wrap);
        let PasswordChallenge { attempt, old: old_response, new: new_response, .. } = challenge;
        let finish = offload(self.ports().workers.as_ref(), move || {
            let (proof, old_key) = login.finish(&rng, &old_response, old_stretch)?;
            let (upload, new_key) = registration.finish(&rng, &new_response, stretch)?;
            let key = old_key.unwrap(account_id, &old_wrap).map_err(|_| AccountError::KeyMissing)?;
            let password_wrap = new_key.wrap(rng.as_ref(), account_id, generation, &key)?;
            Ok::<_, AccountError>(PasswordFinish { attempt, old: proof, new: upload, stretch, password_wrap })
        })
        .await??;
        self.send_password(&finish).await?;
        kept.password_generation = generation;
        self.keep_account(kept).await
    }

    /// Sends the change; where the answer was lost, looks whether it took place.
    async fn send_password(&self, finish: &PasswordFinish) -> Result<(), AccountError> {
        let sent = self.tell(Method::Put, route::PASSWORD, Body::json(finish)).await;
        match sent {
            Err(SessionError::Cloud(CloudError::Remote(lost))) => {
                let now: WrappedKey = self.account().await?.password_wrap;
                if now == finish.password_wrap { Ok(()) } else { Err(CloudError::Remote(lost).into()) }
            }
            sent => Ok(sent?),
        }
    }

    /// Replaces the recovery words by these, which the person has been shown already: so a kill never leaves an account
    /// whose words nobody has. The old words are good for nothing afterwards.
    ///
    /// After an error other than a refusal it is not known which words are valid: ask again with the same ones.
    pub async fn new_recovery_words(&self, words: &RecoveryWords) -> Result<(), AccountError> {
        let mut kept = self.kept_account().await?.ok_or(AccountError::KeyMissing)?;
        let recovery_public_key = RecoverySigner::derive(words.key()).public_key().to_vec();
        let (device, key) = (self.device().await?, self.device_key().await?);
        let mut failed = AccountError::Changed;
        for _ in 0..RECOVERY_TRIES {
            let seen = self.account().await?.recovery_generation;
            if seen < kept.recovery_generation {
                return Err(AccountError::RolledBack);
            }
            let generation = seen.checked_add(1).ok_or(AccountError::RolledBack)?;
            let recovery_wrap = words.key().wrap(self.ports().rng.as_ref(), kept.account, generation, &kept.key)?;
            let recovery_public_key = recovery_public_key.clone().into();
            let mut new = NewRecovery { recovery_wrap, recovery_public_key, signature: Vec::new().into() };
            new.signature = key.sign(&new_words_message(&device, &new)).to_vec().into();
            match self.tell(Method::Put, route::RECOVERY, Body::json(&new)).await.map_err(AccountError::from) {
                Ok(()) => {
                    kept.recovery_generation = generation;
                    return self.keep_account(kept).await;
                }
                // Sent again as the next generation: whether the first arrived does not matter then.
                Err(lost @ AccountError::Session(SessionError::Cloud(CloudError::Remote(_)))) => failed = lost,
                Err(AccountError::Changed) => failed = AccountError::Changed,
                Err(error) => return Err(error),
            }
        }
        Err(failed)
    }

    /// Asks that the account be deleted, and says when. Until then a sign-in takes it back. All sessions end at once; keys
    /// and what is on this device stay.
    pub async fn delete_account(&self, email: &str) -> Result<Option<Timestamp>, AccountError> {
        let request = Body::json(&DeleteAccount { email: email.to_owned() });
        let account: Account = self.call(Method::Delete, route::ACCOUNT, request).await?;
        self.end_here(End::Deleted).await?;
        Ok(account.deleted_at_ms.map(timestamp))
    }

    /// The account's devices that are signed in, oldest first.
    pub async fn devices(&self) -> Result<Vec<AccountDevice>, AccountError> {
        let kept = self.kept_account().await?.ok_or(AccountError::KeyMissing)?;
        let current = self.device().await?;
        let devices: Devices = self.call(Method::Get, route::DEVICES, Body::None).await?;
        let shown = devices.devices.into_iter().map(|device| AccountDevice {
            device: device.device,
            name: device.sealed_name.and_then(|sealed| kept.key.open_name(kept.account, device.device, &sealed).ok()),
            current: device.device == current,
            signed_in: timestamp(device.signed_in_ms),
            last_seen: timestamp(device.last_seen_ms),
        });
        Ok(shown.collect())
    }

    /// Gives a device of the account a new name.
    pub async fn rename_device(&self, device: DeviceId, name: &str) -> Result<(), AccountError> {
        let kept = self.kept_account().await?.ok_or(AccountError::KeyMissing)?;
        let sealed_name = kept.key.seal_name(self.ports().rng.as_ref(), kept.account, device, name.trim())?;
        let request = Body::json(&RenameDevice { sealed_name });
        Ok(self.tell(Method::Put, &route::device(&device), request).await?)
    }

    /// Takes a device out of the account: its session and its streams end at once. The keys that it has seen it keeps.
    pub async fn revoke_device(&self, device: DeviceId) -> Result<(), AccountError> {
        Ok(self.tell(Method::Delete, &route::device(&device), Body::None).await?)
    }

    pub(super) async fn keep_account(&self, kept: KeptAccount) -> Result<(), AccountError> {
        Ok(self.in_vault(move |vault| kept.save(vault)).await?)
    }
}

/// A time that a server gave; one outside of all calendars becomes 1970.
fn timestamp(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}
