//! "N of N proven."

use safelight_protocol::RecordId;

use super::chores::wanted;
use super::proof::{ProofReport, VerifyScope};
use crate::home::HomeError;
use crate::reasons::codes;
use crate::record::{ResourceKind, Stored};
use crate::settings::Optimise;
use crate::store::{findings, room as rows, timeline};
use crate::sync::{Engine, FetchError, SyncError, find};

impl Engine {
    /// Proves these originals; ids that name nothing are counted and not proven.
    pub(crate) async fn prove_these(&self, ids: Vec<RecordId>) -> Result<ProofReport, SyncError> {
        let mut report = ProofReport::new(self.home.now());
        for (id, outcome) in self.prove_all(ids).await? {
            let code = outcome.code().filter(|_| !outcome.is_held());
            report.count(id, code);
        }
        Ok(report)
    }

    /// Proves the originals that are here and, if all are asked for, reads the others from the cloud.
    pub(crate) async fn verify(&self, scope: VerifyScope) -> Result<ProofReport, SyncError> {
        let here = self.home.read(rows::here).await?;
        let mut report = self.prove_these(here.iter().map(|one| one.id).collect()).await?;
        if scope == VerifyScope::All {
            for id in self.home.read(timeline::not_here).await? {
                let code = self.read_back(id).await?;
                report.count(id, code);
            }
        }
        Ok(report)
    }

    /// Reads an original from the cloud, part by part, and keeps nothing of it. The code of what is wrong with it.
    async fn read_back(&self, id: RecordId) -> Result<Option<&'static str>, SyncError> {
        let resource = match find(&self.home, id, ResourceKind::Original).await {
            Ok((resource, _)) => resource,
            Err(FetchError::Home(error)) => return Err(error.into()),
            Err(_) => return Ok(Some(codes::ITEM_UNKNOWN)),
        };
        let Some(parts) = resource.parts.clone() else {
            return Ok(Some(if resource.stored == Stored::Lost { codes::ITEM_LOST } else { codes::ITEM_ELSEWHERE }));
        };
        let mut code = None;
        for index in 0..u32::try_from(parts.list.len()).unwrap_or(u32::MAX) {
            match self.part_from_cloud(&resource, &parts, index, None).await {
                Ok(_) => {}
                Err(FetchError::Lost | FetchError::Damaged) => code = Some(codes::CLOUD_DAMAGED),
                Err(FetchError::Session(error)) => return Err(error.into()),
                Err(FetchError::Home(error)) => return Err(error.into()),
                Err(_) => code = Some(codes::ITEM_UNKNOWN),
            }
        }
        self.tell_read_back(id, code).await?;
        Ok(code)
    }

    async fn tell_read_back(&self, id: RecordId, code: Option<&'static str>) -> Result<(), HomeError> {
        let now_ms = self.home.now().as_millisecond();
        self.home
            .write_quietly(move |db| {
                let subject = id.to_string();
                let Some(code) = code else { return findings::withdraw(db, codes::CLOUD_DAMAGED, &subject) };
                let asset = crate::store::records::load(db, &id)?.and_then(|record| record.asset());
                let name = asset.map(|asset| asset.file_name).unwrap_or_default();
                let evidence = serde_json::json!({ "name": name, "count": 1 }).to_string();
                findings::raise(db, code, &subject, &evidence, now_ms)
            })
            .await
    }

    /// What `optimise` without a number asks for: what the setting wants, and everything where it is off.
    pub(crate) async fn asked_by_setting(&self) -> Result<Option<u64>, HomeError> {
        let setting = self.gate.settings().await?.optimise;
        if setting == Optimise::Off {
            return Ok(None);
        }
        self.home.blocking(move |home| Some(wanted(home, setting))).await
    }
}
