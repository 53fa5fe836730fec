use std::sync::Arc;
use std::time::Duration;

use safelight_core::{Carriage, RunBudget, SyncRequest, WakePlan};

use super::{Engine, Safelight};
use crate::cancel::CancelToken;
use crate::error::SafelightError;
use crate::ports::{AppCarrier, Carrier};
use crate::told::{Pressed, Status, SyncOutcome};
use crate::values::Bytes;

/// Sync.
#[uniffi::export]
impl Safelight {
    /// Does what can be done now; what can't is told in the outcome's holds. `now`: the person's own wish, which passes the
    /// limits that are theirs to pass. Ends within a second and in good order when it is cancelled.
    pub async fn sync(&self, now: bool, cancel: Option<Arc<CancelToken>>) -> Result<SyncOutcome, SafelightError> {
        let request = SyncRequest { now, ..SyncRequest::default() };
        let ran = self.run_until_told(cancel, move |engine, stop| async move { engine.sync(request, stop).await });
        Ok(self.teller().outcome(&ran.await?))
    }

    /// The same in a slot that the system granted, bounded by its time and bytes. `task`: what the system calls it. The slot
    /// is written down with how it ended.
    pub async fn run(
        &self,
        task: Option<String>,
        time: Option<Duration>,
        bytes: Option<u64>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<SyncOutcome, SafelightError> {
        let budget = RunBudget { task, time, bytes };
        let ran = self.run_until_told(cancel, move |engine, stop| async move { engine.run(budget, stop).await });
        Ok(self.teller().outcome(&ran.await?))
    }

    /// Goes on with what somebody else carries: notes what has ended, takes back what may not stay out, hands over what may
    /// go now. What arrived is committed by the next run.
    ///
    /// # Errors
    /// Also what the carrier threw; results that it gave before are noted all the same.
    pub async fn carry(
        &self,
        carrier: Arc<dyn Carrier>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Carriage, SafelightError> {
        let asked = move |engine: Engine| async move {
            let carrier = AppCarrier::new(carrier);
            let carriage = engine.carry(&carrier).await?;
            carrier.failure().map_or(Ok(carriage), Err)
        };
        self.ask_for_long(cancel, asked).await
    }

    /// Presses the button of a reason: does what Safelight can do by itself, and says what the app opens for the rest. A try
    /// may take as long as any run.
    pub async fn press(&self, code: String, cancel: Option<Arc<CancelToken>>) -> Result<Pressed, SafelightError> {
        let platform = self.teller().platform();
        let pressed = move |engine: Engine, stop| async move { engine.press(&code, platform, stop).await };
        Ok(self.run_until_told(cancel, pressed).await?.into())
    }

    /// How it stands. Asks nobody.
    pub async fn status(&self) -> Result<Status, SafelightError> {
        let (status, wake, confirmed) = self.ask(standing).await?;
        Ok(self.teller().status(&status, wake, confirmed))
    }

    /// What to ask of the system before the app sleeps.
    pub async fn wake_plan(&self) -> Result<WakePlan, SafelightError> {
        self.ask(|engine| async move { engine.wake_plan().await }).await
    }

    /// Bytes that moved over the network since the library was opened.
    pub async fn bytes_moved(&self) -> Result<Bytes, SafelightError> {
        let moved = |engine: Engine| async move { Ok::<_, SafelightError>(engine.bytes_moved()) };
        let (sent, received) = self.ask(moved).await?;
        Ok(Bytes { sent, received })
    }
}

/// What a status is told from.
pub(crate) async fn standing(engine: Engine) -> Result<(safelight_core::Status, WakePlan, bool), SafelightError> {
    let status = engine.status().await?;
    Ok((status, engine.wake_plan().await?, engine.words_confirmed().await?))
}
