//! What a server does by itself: give back what nobody holds, and let go what has run out.

use std::time::Duration;

use crate::app::App;
use crate::parts::Collected;
use crate::refusal::Refusal;

/// How often a running server keeps house.
const PAUSE: Duration = Duration::from_secs(60);

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
}

impl App {
    /// One round: accounts whose deletion is due, reservations whose time has passed, and parts that nobody has held
    /// for the grace period.
    pub async fn keep_house(&self) -> Result<Kept, HousekeepingError> {
        self.attempts().expire(self.now_ms());
        self.limits().forget_idle();
        let accounts = self.records().remove_deleted(self.now_ms()).await.map_err(Refusal::from)?;
        let collected = self.parts().collect(self.config().part_grace).await?;
        Ok(Kept { accounts, collected })
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
