//! What a server does by itself: give back what nobody holds, and let go what has run out.

use std::time::Duration;

use crate::app::App;
use crate::parts::Collected;
use crate::refusal::Refusal;
use crate::store::Scrub;

/// How often a running server keeps house.
const PAUSE: Duration = Duration::from_secs(60);

/// A round of the scrub reads at most about this much: some 4 MiB a second.
const SCRUB_BYTES: u64 = 256 * 1024 * 1024;

/// A walk over all parts begins at most this often.
const SCRUB_PAUSE_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Housekeeping failed; the next round tries again.
#[derive(Debug, thiserror::Error)]
#[error("housekeeping failed: {code}")]
pub struct HousekeepingError {
    code: String,
}

impl From<Refusal> for HousekeepingError {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code().to_owned() }
    }
}

/// What one round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Accounts whose deletion was due.
    pub accounts: usize,
    /// What the collector removed.
    pub collected: Collected,
    /// Whether a walk over all parts has ended, which every one was read again in.
    pub scrubbed: bool,
}

impl App {
    /// One round: accounts whose deletion is due, reservations whose time has passed, parts that nobody has held for the
    /// grace period, and a piece of the walk that reads every part again.
    pub async fn keep_house(&self) -> Result<Kept, HousekeepingError> {
        self.attempts().expire(self.now_ms());
        self.limits().forget_idle();
        let accounts = self.records().remove_deleted(self.now_ms()).await.map_err(Refusal::from)?;
        let collected = self.parts().collect_unless_paused(self.config().part_grace).await?;
        let scrubbed = self.scrub().await?;
        Ok(Kept { accounts, collected, scrubbed })
    }

    /// Whether the walk has ended by this step.
    async fn scrub(&self) -> Result<bool, Refusal> {
        let (mut scrub, now_ms) = (self.records().scrub().await?, self.now_ms());
        let under_way = scrub.after.is_some();
        if !under_way {
            if scrub.ended_ms.is_some() && now_ms < scrub.began_ms.saturating_add(SCRUB_PAUSE_MS) {
                return Ok(false);
            }
            scrub = Scrub { began_ms: now_ms, ended_ms: scrub.ended_ms, ..Scrub::default() };
        }
        let next = self.parts().scrub(scrub, SCRUB_BYTES).await?;
        self.records().set_scrub(next).await?;
        Ok(under_way && next.after.is_none())
    }

    /// Keeps house now and again, for ever.
    pub async fn keep_house_always(&self) {
        loop {
            match self.keep_house().await {
                Ok(kept) if kept != Kept::default() => tracing::info!(?kept, "kept house"),
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "will try again"),
            }
            self.clock().sleep(PAUSE).await;
        }
    }
}
