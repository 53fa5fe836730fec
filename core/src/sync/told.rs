//! What a run tells: what is left, and all the reasons why.
//!
//! First what the policy says under the facts and settings at the run's end, in its order; then what only the run met:
//! a process that was faster, a server that had no room, single files. A refusal of the server is kept, so that the policy
//! can tell it until a run is answered again.

use jiff::Timestamp;
use safelight_protocol::codes;

use super::run::Tally;
use super::{Engine, Pending, SyncError, SyncOutcome};
use crate::account::SessionError;
use crate::cloud::CloudError;
use crate::diagnosis::note_run;
use crate::home::HomeError;
use crate::policy::{Refusal, Standing};
use crate::reasons::{Hold, WorkClass};
use crate::store::{meta, records, work};

impl Engine {
    pub(super) async fn outcome(&self, tally: Tally, error: Option<SyncError>) -> Result<SyncOutcome, HomeError> {
        let mut outcome = tally.outcome;
        let now = self.home.now();
        self.note_refusal(error.as_ref(), tally.contacted, now).await?;
        let met = self.met(error.as_ref(), tally.full, now).await?;
        let situation = self.gate.situation(self.standing().await, tally.intent).await?;
        let holds = self.gate.holds(&situation, &tally.short).await?;
        outcome.cut_short = error.as_ref().map(|error| error.code().to_owned());
        // What the server, or the way to it, said in this very run is told, although a person's wish passes what it said before.
        let said = error.as_ref().and_then(refusal).map(|code| Hold::new(code, WorkClass::Everything, now));
        outcome.holds = with(with(holds, said.into_iter().collect()), met.clone());
        let (backlog, records) = self.home.read(|db| Ok((work::backlog(db)?, records::count_dirty(db)?))).await?;
        outcome.pending =
            Pending { records, thumbnails: backlog.thumbnails, originals: backlog.originals, bytes: backlog.bytes };
        let stopped = |hold: &Hold| !hold.names_a_file() && !hold.is_aside();
        outcome.up_to_date = tally.reached_head && outcome.pending.is_empty() && !outcome.holds.iter().any(stopped);
        let success = outcome.up_to_date;
        let busy = matches!(error, Some(SyncError::Busy | SyncError::TakenOver));
        let ended = outcome.clone();
        self.home
            .write_quietly(move |db| {
                note_run(db, &ended, now)?;
                if success {
                    meta::save(db, meta::LAST_SUCCESS, &now.as_millisecond())?;
                }
                // What the process that runs has met is its own to tell.
                if busy { Ok(()) } else { meta::save(db, meta::HOLDS, &met) }
            })
            .await?;
        Ok(outcome)
    }

    /// How it stands with the sign-in, as this device knows it.
    pub(super) async fn standing(&self) -> Standing {
        match self.session.ended().await {
            Ok(Some(end)) => Standing::Ended(end.code().to_owned()),
            _ => Standing::SignedIn,
        }
    }

    /// What the run itself met.
    async fn met(
        &self,
        error: Option<&SyncError>,
        full: Option<(u64, u64)>,
        now: Timestamp,
    ) -> Result<Vec<Hold>, HomeError> {
        let mut met: Vec<Hold> = error
            .filter(|error| refusal(error).is_none())
            .map(|error| Hold::new(error.code(), WorkClass::Everything, now))
            .into_iter()
            .collect();
        if let Some((need, have)) = full {
            let hold = Hold::new(codes::QUOTA_FULL, WorkClass::Originals, now);
            met.push(hold.with("need", need).with("have", have));
        }
        let delayed = self.home.read(|db| work::delayed(db, None)).await?;
        met.extend(delayed.iter().filter(|delayed| delayed.code != codes::QUOTA_FULL).map(Hold::of_work));
        Ok(met)
    }

    /// Keeps what was said against the run, until a run is answered.
    async fn note_refusal(&self, error: Option<&SyncError>, answered: bool, now: Timestamp) -> Result<(), HomeError> {
        let before: Option<Refusal> = self.home.read(|db| meta::load(db, meta::REFUSAL)).await?;
        match error.and_then(refusal) {
            Some(code) => {
                let since = before.filter(|before| before.code == code).and_then(|before| before.since);
                // Until when it asked to wait is not kept: whoever syncs again asks again, and hears it.
                let refusal = Refusal { code: code.to_owned(), since: since.or(Some(now)), until: None };
                self.home.write_quietly(move |db| meta::save(db, meta::REFUSAL, &refusal)).await
            }
            None if answered && before.is_some() => self.home.write_quietly(|db| meta::remove(db, meta::REFUSAL)).await,
            None => Ok(()),
        }
    }
}

/// The code of what the server, or the way to it, says against everything.
fn refusal(error: &SyncError) -> Option<&str> {
    match error {
        SyncError::Session(SessionError::Cloud(CloudError::Remote(crate::ports::RemoteError::Held(_)))) => None,
        SyncError::Session(SessionError::Cloud(error)) => Some(error.code()),
        _ => None,
    }
}

/// The policy's holds, then what else was met; one code once.
pub(crate) fn with(mut holds: Vec<Hold>, met: Vec<Hold>) -> Vec<Hold> {
    for hold in met {
        if hold.names_a_file() || !holds.iter().any(|known| known.code == hold.code) {
            holds.push(hold);
        }
    }
    holds
}
