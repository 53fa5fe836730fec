use std::sync::Arc;

use safelight_protocol::DeviceId;

use super::{INSTALLATION, Identity, Safelight, SafelightError, SignIn, State};
use crate::account::{self, AccountDevice, AccountError, Arrival, Enrolment, SessionError, SignedIn};
use crate::cloud::Cloud;
use crate::diagnosis::note_other_account;
use crate::home::HomeError;
use crate::keys::RecoveryWords;
use crate::ports::DeviceUnlock;
use crate::record::{DeviceCard, Document, Kind};
use crate::store::records::{self, Record};
use crate::store::{meta, work};

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
        let cloud = self.newly_met(&credentials.server).await?;
        let (signed_in, words) =
            self.enrolment(&cloud).sign_up(&self.arrival(credentials), &credentials.password, invite).await?;
        self.home().write(|db| meta::save(db, meta::WORDS_CONFIRMED, &false)).await?;
        Ok((self.settle(signed_in, cloud, &credentials.device_name).await?, words))
    }

    /// Makes this device one of an account.
    ///
    /// # Errors
    /// See [`Enrolment::sign_in`].
    pub async fn sign_in(&self, credentials: &Credentials) -> Result<Identity, SafelightError> {
        let cloud = self.newly_met(&credentials.server).await?;
        let signed_in = self.enrolment(&cloud).sign_in(&self.arrival(credentials), &credentials.password).await;
        if matches!(signed_in, Err(AccountError::Mismatch)) {
            let now = self.home().now();
            self.home().write_quietly(move |db| note_other_account(db, now)).await?;
        }
        self.settle(signed_in?, cloud, &credentials.device_name).await
    }

    /// Gives an account whose password is forgotten a new one, and makes this device one of it.
    ///
    /// # Errors
    /// See [`Enrolment::recover`].
    pub async fn recover(&self, credentials: &Credentials, words: &RecoveryWords) -> Result<Identity, SafelightError> {
        let cloud = self.newly_met(&credentials.server).await?;
        let enrolment = self.enrolment(&cloud);
        let signed_in = enrolment.recover(&self.arrival(credentials), words, &credentials.password).await?;
        self.settle(signed_in, cloud, &credentials.device_name).await
    }

    fn enrolment(&self, cloud: &Cloud) -> Enrolment {
        Enrolment::new(cloud.clone(), self.0.home.ports.clone(), self.0.options.stretch)
    }

    fn arrival<'a>(&self, credentials: &'a Credentials) -> Arrival<'a> {
        let home = self.state().identity.map(|identity| identity.account);
        Arrival { email: &credentials.email, device_name: &credentials.device_name, home }
    }

    /// Writes down who is signed in, with the device's card for the other phones.
    async fn settle(&self, signed_in: SignedIn, cloud: Cloud, name: &str) -> Result<Identity, SafelightError> {
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
        let client = Some(self.0.options.client.clone());
        let card = DeviceCard { app_version: client, ..DeviceCard::new(identity.device, name) };
        let card =
            Record::fresh(signed_in.secrets.device_card_id(&identity.device), Document::of(&Kind::Device, &card));
        let (kept, named, name, now) = (identity.clone(), signed_in.named, name.to_owned(), home.now());
        let secrets = signed_in.secrets.clone();
        let server = cloud.addresses().map(|addresses| addresses.known());
        home.write(move |db| {
            let before: Option<Identity> = meta::load(db, meta::IDENTITY)?;
            if let Some(before) = before.filter(|before| before.device != kept.device) {
                // The same phone under a new name: what it held, it holds.
                records::change_holder(db, &before.device, &kept.device, now)?;
                records::bury(db, &secrets.device_card_id(&before.device), now)?;
            }
            meta::save(db, meta::IDENTITY, &kept)?;
            meta::save(db, meta::SERVER, &server.unwrap_or_default())?;
            meta::save(db, INSTALLATION, &installation.to_string())?;
            if !named {
                meta::save(db, meta::NAME_TO_SEND, &name)?;
            }
            records::save(db, &card, now)
        })
        .await?;
        let engine = self.engine(&identity, signed_in.secrets, cloud);
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

    /// Sets a new password without the old one, for who has forgotten it: after the device's own unlock, by its key.
    ///
    /// # Errors
    /// See [`Session::set_new_password`](account::Session::set_new_password).
    pub async fn set_new_password(&self, unlock: &dyn DeviceUnlock, new: &str) -> Result<(), SafelightError> {
        Ok(self.active()?.session.set_new_password(unlock, new).await?)
    }

    /// Draws recovery words that are good for nothing yet. Show them to the person, then
    /// [`adopt`](Self::adopt_recovery_words) them.
    pub fn draw_recovery_words(&self) -> RecoveryWords {
        RecoveryWords::generate(self.home().ports.rng.as_ref())
    }

    /// Makes these the account's recovery words; the old ones are void. The person has seen them before: whatever dies
    /// between the two, words that somebody wrote down are valid. Until three are asked back, a reminder stays.
    pub async fn adopt_recovery_words(&self, words: &RecoveryWords) -> Result<(), SafelightError> {
        self.active()?.session.new_recovery_words(words).await?;
        self.home().write(|db| meta::save(db, meta::WORDS_CONFIRMED, &false)).await?;
        Ok(())
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

    pub(crate) async fn cards(&self) -> Result<Vec<DeviceCard>, HomeError> {
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
        let engine = self.active()?;
        engine.session.revoke_device(device).await?;
        // Nobody waits for word of it any more.
        let (card, now) = (engine.secrets.device_card_id(&device), self.home().now());
        self.home().write(move |db| records::bury(db, &card, now).map(drop)).await?;
        Ok(())
    }
}
