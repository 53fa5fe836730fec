use std::sync::Arc;

use jiff::Timestamp;
use safelight_core::cloud::{Authority, Fingerprint};
use safelight_core::{OriginalPlace, PageQuery, Shelf, SignedOut, UnsentChoice};
use safelight_protocol::DeviceId;

use super::{Engine, Safelight};
use crate::cancel::CancelToken;
use crate::error::SafelightError;
use crate::page::MOST;
use crate::ports::{AppUnlock, DeviceUnlock};
use crate::told::{Device, Explanation};
use crate::values::{Credentials, LeftBehind, RecoveryWords, SignInState, SignedUp, WordAnswer};
use safelight_core::Identity;

/// The account.
#[uniffi::export]
impl Safelight {
    /// Whether somebody is signed in. Asks nobody.
    pub async fn sign_in_state(&self) -> Result<SignInState, SafelightError> {
        self.ask(|engine| async move { Ok::<_, SafelightError>(engine.sign_in_state().await.into()) }).await
    }

    /// Makes an account with its library. Show the words now: they are kept nowhere.
    pub async fn sign_up(
        &self,
        credentials: Credentials,
        invite: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<SignedUp, SafelightError> {
        let asked = |engine: Engine| async move {
            let (identity, words) = engine.sign_up(&credentials.into(), invite.as_deref()).await?;
            Ok::<_, SafelightError>(SignedUp { identity, words: Arc::new(RecoveryWords(words)) })
        };
        self.ask_for_long(cancel, asked).await
    }

    /// Makes this device one of an account.
    pub async fn sign_in(
        &self,
        credentials: Credentials,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Identity, SafelightError> {
        let asked = |engine: Engine| async move { engine.sign_in(&credentials.into()).await };
        self.ask_for_long(cancel, asked).await
    }

    /// Gives an account whose password is forgotten a new one, and makes this device one of it.
    pub async fn recover(
        &self,
        credentials: Credentials,
        words: Arc<RecoveryWords>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Identity, SafelightError> {
        let asked = |engine: Engine| async move { engine.recover(&credentials.into(), &words.0).await };
        self.ask_for_long(cancel, asked).await
    }

    /// What a sign-out or a deletion would leave behind. Asks nobody.
    pub async fn left_behind(&self) -> Result<LeftBehind, SafelightError> {
        self.ask(left_behind).await
    }

    /// Ends this device's session. With `although_unsent` false nothing is done while something was not sent: then the
    /// answer is false. Photos that are not in the cloud stay on this device either way.
    pub async fn sign_out(&self, although_unsent: bool) -> Result<bool, SafelightError> {
        let choice = if although_unsent { UnsentChoice::Leave } else { UnsentChoice::Wait };
        let asked = move |engine: Engine| async move { engine.sign_out(choice).await };
        Ok(matches!(self.ask(asked).await?, SignedOut::Done(_)))
    }

    /// Replaces the password.
    pub async fn change_password(
        &self,
        old: String,
        new: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<(), SafelightError> {
        self.ask_for_long(cancel, |engine| async move { engine.change_password(&old, &new).await }).await
    }

    /// Sets a new password without the old one, after the device's own unlock.
    pub async fn set_new_password(
        &self,
        unlock: Arc<dyn DeviceUnlock>,
        new: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<(), SafelightError> {
        let unlock = AppUnlock(unlock);
        self.ask_for_long(cancel, |engine| async move { engine.set_new_password(&unlock, &new).await }).await
    }

    /// Draws recovery words that are good for nothing yet: show them, then adopt them.
    pub async fn draw_recovery_words(&self) -> Result<Arc<RecoveryWords>, SafelightError> {
        let drawn = |engine: Engine| async move {
            Ok::<_, SafelightError>(Arc::new(RecoveryWords(engine.draw_recovery_words())))
        };
        self.ask(drawn).await
    }

    /// Makes these the account's recovery words; the old ones are void.
    pub async fn adopt_recovery_words(
        &self,
        words: Arc<RecoveryWords>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<(), SafelightError> {
        self.ask_for_long(cancel, |engine| async move { engine.adopt_recovery_words(&words.0).await }).await
    }

    /// Checks words that the person was asked back, three at least. True, and remembered, if all are right.
    pub async fn confirm_words(
        &self,
        words: Arc<RecoveryWords>,
        answers: Vec<WordAnswer>,
    ) -> Result<bool, SafelightError> {
        let answers: Vec<(usize, String)> = answers
            .into_iter()
            .map(|answer| (usize::try_from(answer.number).unwrap_or(usize::MAX), answer.word))
            .collect();
        self.ask(|engine| async move { engine.confirm_words(&words.0, &answers).await }).await
    }

    /// Asks that the account be deleted; signing in before the time that this gives takes it back. Nothing on this device is
    /// touched.
    pub async fn delete_account(&self, cancel: Option<Arc<CancelToken>>) -> Result<Option<Timestamp>, SafelightError> {
        self.ask_for_long(cancel, |engine| async move { engine.delete_account().await }).await
    }

    /// The account's devices.
    pub async fn devices(&self, cancel: Option<Arc<CancelToken>>) -> Result<Vec<Device>, SafelightError> {
        let devices = self.ask_for_long(cancel, |engine| async move { engine.devices().await }).await?;
        Ok(devices.into_iter().map(Device::from).collect())
    }

    /// Gives a device another name, everywhere.
    pub async fn rename_device(&self, device: DeviceId, name: String) -> Result<(), SafelightError> {
        self.ask(move |engine| async move { engine.rename_device(device, &name).await }).await
    }

    /// Removes a device from the account: it is out at once, and keeps what is on it.
    pub async fn revoke_device(&self, device: DeviceId) -> Result<(), SafelightError> {
        self.ask(move |engine| async move { engine.revoke_device(device).await }).await
    }

    /// Another phone's state in a sentence, by its id or name.
    ///
    /// # Errors
    /// [`SafelightError::Correct`] where no one device is called so.
    pub async fn explain_device(&self, id_or_name: String) -> Result<Explanation, SafelightError> {
        let card = self.ask(|engine| async move { card(&engine, &id_or_name).await }).await?;
        Ok(self.teller().explanation(&card))
    }

    /// Trusts an authority of the person's own (PEM) for the server of the next sign-up, sign-in or recovery.
    /// `fingerprint`: what the server's owner said, in hex. Gives the authority's fingerprint.
    pub async fn trust_authority(&self, pem: String, fingerprint: Option<String>) -> Result<String, SafelightError> {
        let authority =
            Authority::parse(&pem).map_err(|error| SafelightError::of("net.authority_file", error.to_string()))?;
        let expected = fingerprint.map(|text| {
            Fingerprint::parse(&text).ok_or_else(|| SafelightError::invalid("not a SHA-256 fingerprint in hex"))
        });
        let (expected, offered) = (expected.transpose()?, authority.fingerprint().to_string());
        self.ask(move |engine| async move { engine.trust_authority(authority, expected).await }).await?;
        Ok(offered)
    }

    /// The fingerprint of the authority that is trusted for this library's server beside the system's.
    pub async fn authority(&self) -> Result<Option<String>, SafelightError> {
        let kept = self.ask(|engine| async move { engine.authority().await }).await?;
        Ok(kept.map(|fingerprint| fingerprint.to_string()))
    }
}

/// A phone's card by id or name.
pub(super) async fn card(engine: &Engine, id_or_name: &str) -> Result<safelight_core::DeviceCard, SafelightError> {
    let unknown = || SafelightError::of("acct.device_unknown", "no one device is called so".to_owned());
    engine.card_of(id_or_name).await?.ok_or_else(unknown)
}

async fn left_behind(engine: Engine) -> Result<LeftBehind, SafelightError> {
    let unsent = engine.unsent().await?;
    let mut left = LeftBehind {
        unsent_originals: unsent.originals,
        unsent_edits: unsent.edits,
        only_in_cloud: 0,
        only_in_cloud_bytes: 0,
    };
    for shelf in [Shelf::Timeline, Shelf::Hidden, Shelf::Trash] {
        let mut after = None;
        loop {
            let page = engine.page(PageQuery { shelf, after, limit: Some(MOST), ..PageQuery::default() }).await?;
            for asset in page.assets.iter().filter(|asset| asset.original == OriginalPlace::Cloud) {
                left.only_in_cloud += 1;
                left.only_in_cloud_bytes = left.only_in_cloud_bytes.saturating_add(asset.bytes);
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(left)
}
