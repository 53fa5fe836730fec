use std::path::PathBuf;
use std::sync::Arc;

use safelight_core::diagnosis::{DiagnoseRequest, DiagnoseScope, replay, support_bundle};
use serde_json::json;

use super::{Engine, Safelight};
use crate::cancel::CancelToken;
use crate::error::SafelightError;
use crate::runtime;
use crate::told::{Alert, Diagnosis, Replayed};
use crate::values::{Doctored, count};

/// Why photos wait.
#[uniffi::export]
impl Safelight {
    /// Finds out why photos wait; the first finding is the true cause. Within five seconds. `offline`: sends nothing.
    /// `other_phone`: the person says that another phone has the same account.
    pub async fn diagnose(
        &self,
        offline: bool,
        other_phone: bool,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Diagnosis, SafelightError> {
        let request = DiagnoseRequest { scope: scope(offline), expects_other_phone: other_phone };
        let asked = move |engine: Engine| async move {
            let diagnosis = engine.diagnose(request).await?;
            Ok::<_, SafelightError>((diagnosis, engine.compare_words().await))
        };
        let (diagnosis, words) = self.ask_for_long(cancel, asked).await?;
        Ok(self.teller().diagnosis(&diagnosis, words.unwrap_or_default()))
    }

    /// Writes a file for those who help, without anything that names a person, a place, a file or a server. Gives its size.
    pub async fn write_support_bundle(
        &self,
        file: String,
        offline: bool,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<u64, SafelightError> {
        let request = DiagnoseRequest { scope: scope(offline), expects_other_phone: false };
        let path = PathBuf::from(file);
        let asked = move |engine: Engine| async move {
            let text = format!("{}\n", json!(support_bundle(&engine.evidence(request).await?)));
            let bytes = count(text.len());
            runtime::blocking(move || std::fs::write(path, text)).await?.map_err(of_a_file)?;
            Ok::<_, SafelightError>(bytes)
        };
        self.ask_for_long(cancel, asked).await
    }

    /// Reads a support bundle and comes to its findings again.
    pub async fn replay_support_bundle(&self, file: String) -> Result<Replayed, SafelightError> {
        let read = |_| async move {
            let bytes = runtime::blocking(move || std::fs::read(file)).await?.map_err(of_a_file)?;
            Ok::<_, SafelightError>(replay(&bytes)?)
        };
        let replayed = self.ask(read).await?;
        let teller = self.teller();
        Ok(Replayed {
            verdicts: teller.verdicts(&replayed.verdicts),
            findings: replayed.diagnosis.findings.iter().map(|finding| teller.finding(finding)).collect(),
            same: replayed.same,
        })
    }

    /// What deserves to disturb the person now. What is told here counts as told.
    pub async fn alerts(&self) -> Result<Vec<Alert>, SafelightError> {
        let alerts = self.ask(|engine| async move { engine.alerts().await }).await?;
        let teller = self.teller();
        Ok(alerts.iter().map(|alert| teller.alert(alert)).collect())
    }

    /// Checks and mends the database and the files on this device. Asks nobody.
    pub async fn doctor(&self, cancel: Option<Arc<CancelToken>>) -> Result<Doctored, SafelightError> {
        Ok(self.ask_for_long(cancel, |engine| async move { engine.doctor().await }).await?.into())
    }
}

fn scope(offline: bool) -> DiagnoseScope {
    if offline { DiagnoseScope::Offline } else { DiagnoseScope::Everything }
}

fn of_a_file(error: std::io::Error) -> SafelightError {
    safelight_core::HomeError::from(error).into()
}
