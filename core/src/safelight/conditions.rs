use super::{Safelight, SignIn};
use crate::facts::{FactError, Facts};
use crate::gate::Situation;
use crate::home::HomeError;
use crate::policy::{Change, ChangeError, Inputs, Intent, Standing, Verdicts, WhatIf, decide, what_if};
use crate::settings::{SettingError, Settings};
use crate::store::meta;

/// Why facts or settings can't be read, changed or imagined.
#[derive(Debug, thiserror::Error)]
pub enum ConditionsError {
    /// A fact's key or value.
    #[error(transparent)]
    Fact(#[from] FactError),
    /// A setting's key or value.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// A change that is only imagined.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// The home.
    #[error(transparent)]
    Home(#[from] HomeError),
}

impl ConditionsError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fact(error) => error.code(),
            Self::Setting(error) => error.code(),
            Self::Change(error) => error.code(),
            Self::Home(error) => error.code(),
        }
    }
}

/// Facts, settings, and what follows from them. They belong to the home: every process that has it open obeys them, within
/// a second, in what is on its way, too.
impl Safelight {
    /// What the phone knows now: what shells said of it, over what it knows by itself (room on its disk, its clock), over a
    /// phone that is plugged in, on Wi-Fi and on the person's table.
    pub async fn facts(&self) -> Result<Facts, HomeError> {
        self.gate().facts().await
    }

    /// Notes what a shell knows, by key and as text; `unknown` where it can't tell. What is not named stays as it was said
    /// before; the same value again keeps its time.
    ///
    /// # Errors
    /// A key or a value that there is not. Nothing is changed then.
    pub async fn set_facts(&self, said: Vec<(String, String)>) -> Result<Facts, ConditionsError> {
        self.gate().say_facts(said).await??;
        self.note_breaks().await?;
        Ok(self.facts().await?)
    }

    /// Forgets everything that was said of the phone.
    pub async fn clear_facts(&self) -> Result<Facts, HomeError> {
        self.gate().forget(meta::FACTS).await?;
        self.note_breaks().await?;
        self.facts().await
    }

    /// What the person wants of this phone.
    pub async fn settings(&self) -> Result<Settings, HomeError> {
        self.gate().settings().await
    }

    /// Changes settings, by key and as text.
    ///
    /// # Errors
    /// A key or a value that there is not. Nothing is changed then.
    pub async fn set_settings(&self, said: Vec<(String, String)>) -> Result<Settings, ConditionsError> {
        self.gate().say_settings(said).await??;
        self.note_breaks().await?;
        Ok(self.settings().await?)
    }

    /// Makes all settings what they were at the beginning.
    pub async fn reset_settings(&self) -> Result<Settings, HomeError> {
        self.gate().forget(meta::SETTINGS).await?;
        self.note_breaks().await?;
        self.settings().await
    }

    /// Everything that the policy looks at, as it is now.
    pub async fn inputs(&self, intent: Intent) -> Result<Inputs, HomeError> {
        Ok(self.situation(intent).await?.inputs)
    }

    /// What may be done now, and what waits for what.
    pub async fn verdicts(&self, intent: Intent) -> Result<Verdicts, HomeError> {
        Ok(decide(&self.inputs(intent).await?))
    }

    /// What would go if some things were otherwise. Changes nothing.
    ///
    /// # Errors
    /// A key or a value that there is not.
    pub async fn what_if(&self, changes: &[Change]) -> Result<WhatIf, ConditionsError> {
        Ok(what_if(&self.inputs(Intent::Pocket).await?, changes)?)
    }

    pub(crate) async fn situation(&self, intent: Intent) -> Result<Situation, HomeError> {
        let standing = match self.sign_in_state().await {
            SignIn::Active(_) => Standing::SignedIn,
            SignIn::Never => Standing::SignedOut,
            SignIn::Ended(_, code) => Standing::Ended(code),
        };
        self.gate().situation(standing, intent).await
    }

    /// Looks once, so that what a change ended has ended, and what it began has begun.
    async fn note_breaks(&self) -> Result<(), HomeError> {
        let situation = self.situation(Intent::Pocket).await?;
        self.gate().holds(&situation, &[]).await.map(drop)
    }
}
