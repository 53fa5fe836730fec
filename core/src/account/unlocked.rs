//! A new password from a phone that is still signed in, for who has forgotten the old one.
//!
//! The phone has the account key, so it can wrap it under a new password. That it is the person who asks, the device's own
//! unlock says; that it is this device, its key says, which signs exactly the password and the wrap that are set. Whoever
//! has a token alone can do neither.

use std::sync::Arc;

use safelight_protocol::account::{
    UnlockedPasswordChallenge, UnlockedPasswordFinish, UnlockedPasswordStart, new_password_message,
};
use safelight_protocol::route;

use super::opaque::Registration;
use super::{AccountError, Session, SessionError, password};
use crate::cloud::{Body, CloudError};
use crate::ports::{DeviceUnlock, Method, UnlockReason, offload};

impl Session {
    /// Sets a new password without the old one, after the device's own unlock. Other devices stay signed in and are told,
    /// the recovery words stay valid, nothing is sealed anew.
    ///
    /// # Errors
    /// [`AccountError::Unlock`] where the person was not confirmed, [`AccountError::WeakPassword`],
    /// [`AccountError::Changed`] where another device was faster, [`AccountError::RolledBack`].
    pub async fn set_new_password(&self, unlock: &dyn DeviceUnlock, new: &str) -> Result<(), AccountError> {
        let account = self.account().await?;
        password::check(new, &account.email).map_err(AccountError::WeakPassword)?;
        let mut kept = self.kept_account().await?.ok_or(AccountError::KeyMissing)?;
        if account.password_wrap.generation < kept.password_generation {
            return Err(AccountError::RolledBack);
        }
        let generation = account.password_wrap.generation.checked_add(1).ok_or(AccountError::RolledBack)?;
        unlock.confirm(UnlockReason::NewPassword).await.map_err(AccountError::Unlock)?;
        let rng = Arc::clone(&self.ports().rng);
        let (registration, request) = Registration::start(&rng, password::normalise(new))?;
        let start = Body::json(&UnlockedPasswordStart { new: request });
        let challenge: UnlockedPasswordChallenge =
            self.call(Method::Post, route::UNLOCKED_PASSWORD_START, start).await?;
        let (stretch, device, key) = (self.stretch().chosen, self.device().await?, self.device_key().await?);
        let (account_id, account_key) = (kept.account, kept.key.clone());
        let finish = offload(self.ports().workers.as_ref(), move || {
            let (upload, new_key) = registration.finish(&rng, &challenge.new, stretch)?;
            let password_wrap = new_key.wrap(rng.as_ref(), account_id, generation, &account_key)?;
            let mut finish = UnlockedPasswordFinish {
                attempt: challenge.attempt,
                new: upload,
                stretch,
                password_wrap,
                signature: Vec::new().into(),
            };
            let message = new_password_message(challenge.challenge.as_slice(), &device, &finish);
            finish.signature = key.sign(&message).to_vec().into();
            Ok::<_, AccountError>(finish)
        })
        .await??;
        match self.tell(Method::Put, route::UNLOCKED_PASSWORD, Body::json(&finish)).await {
            // Perhaps only the answer was lost.
            Err(SessionError::Cloud(lost @ CloudError::Remote(_))) => {
                if self.account().await?.password_wrap != finish.password_wrap {
                    return Err(lost.into());
                }
            }
            sent => sent?,
        }
        kept.password_generation = generation;
        self.keep_account(kept).await
    }

    /// Whether the password, or the recovery words, were changed by another device since this one last looked: told once.
    /// A rollback of the server is no change.
    pub async fn changed_elsewhere(&self) -> Result<ChangedElsewhere, AccountError> {
        let account = self.account().await?;
        let mut kept = self.kept_account().await?.ok_or(AccountError::KeyMissing)?;
        let changed = ChangedElsewhere {
            password: account.password_wrap.generation > kept.password_generation,
            words: account.recovery_generation > kept.recovery_generation,
        };
        if changed != ChangedElsewhere::default() {
            kept.password_generation = kept.password_generation.max(account.password_wrap.generation);
            kept.recovery_generation = kept.recovery_generation.max(account.recovery_generation);
            self.keep_account(kept).await?;
        }
        Ok(changed)
    }
}

/// What another device has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChangedElsewhere {
    /// The password.
    pub password: bool,
    /// The recovery words.
    pub words: bool,
}
