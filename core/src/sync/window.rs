//! A run's line in the ledger of windows: written when it begins, and when it ends.

use std::time::Duration;

use safelight_protocol::PartId;
use safelight_protocol::part::{PartState, Planned};
use tokio::sync::watch;

use super::run::{SyncOutcome, SyncRequest};
use super::{Engine, SyncError};
use crate::history::{Ending, Moved};
use crate::home::HomeError;
use crate::policy::{Intent, Standing, decide, network_costs};
use crate::store::lease::Lease;
use crate::store::saved;
use crate::store::windows::{self, Closing, Opening};

/// What a slot allows that the system granted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunBudget {
    /// What the system calls the slot: the name of a task or a worker.
    pub task: Option<String>,
    /// How long it may be.
    pub time: Option<Duration>,
    /// How many bytes of files it may send.
    pub bytes: Option<u64>,
}

/// A window that was begun.
pub(super) struct Begun {
    id: i64,
    /// Bytes that had moved in this process before it: sent and received.
    before: (u64, u64),
    stop: watch::Receiver<bool>,
}

impl Engine {
    /// Writes that a window begins. To be called once the lease is held.
    pub(super) async fn window_begins(
        &self,
        request: &SyncRequest,
        task: Option<&str>,
        stop: &watch::Receiver<bool>,
    ) -> Result<Begun, HomeError> {
        let facts = self.gate.facts().await?;
        let opening = Opening {
            holder: self.holder.clone(),
            lane: facts.lane.value().map_or(crate::facts::UNKNOWN, |lane| lane.word()),
            app_state: facts.app_state.value().map_or(crate::facts::UNKNOWN, |state| state.word()),
            task: task.map(str::to_owned),
            wish: request.now,
            budget_ms: request.time.map(|time| i64::try_from(time.as_millis()).unwrap_or(i64::MAX)),
            budget_bytes: request.bytes,
        };
        let now = self.home.now();
        let today = now.to_zoned(self.home.ports.clock.zone()).date();
        let begin = move |db: &rusqlite::Transaction<'_>| {
            saved::fold(db, today)?;
            windows::open(db, &opening, now)
        };
        let before = self.live.totals();
        Ok(Begun { id: self.home.write_quietly(begin).await?, before, stop: stop.clone() })
    }

    /// Writes how it ended.
    pub(super) async fn window_ends(
        &self,
        begun: Begun,
        result: &Result<SyncOutcome, HomeError>,
    ) -> Result<(), HomeError> {
        let verdicts = decide(&self.gate.situation(self.standing().await, Intent::Pocket).await?.inputs);
        let cut_short = match result {
            Ok(outcome) => outcome.cut_short.clone(),
            Err(error) => Some(error.code().to_owned()),
        };
        let (ending, code) = match cut_short {
            None => (Ending::Done, None),
            Some(code) if code != STOPPED => (Ending::Failed, Some(code)),
            Some(_) if *begun.stop.borrow() => (Ending::Stopped, None),
            Some(_) => (Ending::Expired, None),
        };
        let moved = result.as_ref().map_or(Moved::default(), |outcome| Moved {
            records: outcome.sent.records.saturating_add(outcome.received.records),
            originals: outcome.sent.originals,
            sent: outcome.sent.bytes,
            received: outcome.received.bytes,
        });
        // A run that was cut off counts no piece that was on its way, and yet that took its time: the wire knows it.
        let (sent, received) = self.live.totals();
        let on_the_wire = (sent.saturating_sub(begun.before.0), received.saturating_sub(begun.before.1));
        let moved = match ending {
            Ending::Done => moved,
            _ => Moved { sent: moved.sent.max(on_the_wire.0), received: moved.received.max(on_the_wire.1), ..moved },
        };
        let closing = Closing { ending, code, moved, photos: verdicts.photos.runs(), videos: verdicts.videos.runs() };
        let now = self.home.now();
        self.home.write_quietly(move |db| windows::close(db, begun.id, &closing, now)).await
    }
}

/// The code of a run that was told to stop, or whose budget is used up.
const STOPPED: &str = "eng.interrupted";

impl Engine {
    /// Notes which parts the cloud has already: what was due to be sent and need not be is saved.
    pub(super) async fn note_present(&self, lease: &Lease, planned: &Planned) -> Result<(), SyncError> {
        let have = planned.parts.iter().filter(|part| part.state == PartState::Have).map(|part| part.id);
        let have: Vec<PartId> = have.collect();
        if have.is_empty() {
            return Ok(());
        }
        let day = self.today();
        self.write(lease, move |db| saved::note_present(db, &day, &have)).await
    }

    /// The day, and whether the present network costs nothing.
    pub(super) async fn day_and_whether_it_is_free(&self) -> Result<(String, bool), SyncError> {
        let situation = self.gate.situation(Standing::SignedIn, Intent::Pocket).await?;
        Ok((self.today(), !network_costs(&situation.inputs)))
    }

    fn today(&self) -> String {
        self.home.now().to_zoned(self.home.ports.clock.zone()).date().to_string()
    }
}
