use safelight_core::ConditionsError;
use safelight_core::policy::{Change, Intent};

use super::{Engine, Safelight};
use crate::error::SafelightError;
use crate::told::{ClassVerdict, Fact, Setting, WhatIf, conditions};

/// What the phone knows, what the person wants of it, and what follows.
#[uniffi::export]
impl Safelight {
    /// What the phone knows now.
    pub async fn facts(&self) -> Result<Vec<Fact>, SafelightError> {
        Ok(conditions::facts(&self.ask(|engine| async move { engine.facts().await }).await?))
    }

    /// Notes what the shell knows, by key and as text; `unknown` where it can't tell. What is not named stays.
    ///
    /// # Errors
    /// [`SafelightError::Correct`] for a key or a value that there is not. Nothing is changed then.
    pub async fn set_facts(&self, facts: Vec<Setting>) -> Result<Vec<Fact>, SafelightError> {
        let said = pairs(facts);
        Ok(conditions::facts(&self.ask(|engine| async move { engine.set_facts(said).await }).await?))
    }

    /// Forgets everything that was said of the phone.
    pub async fn clear_facts(&self) -> Result<Vec<Fact>, SafelightError> {
        Ok(conditions::facts(&self.ask(|engine| async move { engine.clear_facts().await }).await?))
    }

    /// What the person wants of this phone.
    pub async fn settings(&self) -> Result<Vec<Setting>, SafelightError> {
        Ok(conditions::settings(&self.ask(|engine| async move { engine.settings().await }).await?))
    }

    /// Changes settings, by key and as text.
    ///
    /// # Errors
    /// [`SafelightError::Correct`] for a key or a value that there is not. Nothing is changed then.
    pub async fn set_settings(&self, settings: Vec<Setting>) -> Result<Vec<Setting>, SafelightError> {
        let said = pairs(settings);
        Ok(conditions::settings(&self.ask(|engine| async move { engine.set_settings(said).await }).await?))
    }

    /// Makes all settings what they were at the beginning.
    pub async fn reset_settings(&self) -> Result<Vec<Setting>, SafelightError> {
        Ok(conditions::settings(&self.ask(|engine| async move { engine.reset_settings().await }).await?))
    }

    /// What may go now, by class. `person`: at the person's own wish.
    pub async fn verdicts(&self, person: bool) -> Result<Vec<ClassVerdict>, SafelightError> {
        let intent = if person { Intent::Person } else { Intent::Pocket };
        let verdicts = self.ask(move |engine| async move { engine.verdicts(intent).await }).await?;
        Ok(self.teller().verdicts(&verdicts))
    }

    /// What would go if some facts or settings were otherwise. Changes nothing.
    pub async fn what_if(&self, changes: Vec<Setting>) -> Result<WhatIf, SafelightError> {
        let parse = |change: Setting| Change::parse(&format!("{}={}", change.key, change.value));
        let changes: Vec<Change> =
            changes.into_iter().map(parse).collect::<Result<_, _>>().map_err(ConditionsError::Change)?;
        let imagined = self.ask(|engine: Engine| async move { engine.what_if(&changes).await }).await?;
        Ok(self.teller().what_if(&imagined))
    }
}

fn pairs(said: Vec<Setting>) -> Vec<(String, String)> {
    said.into_iter().map(|setting| (setting.key, setting.value)).collect()
}
