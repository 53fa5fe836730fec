//! Originals that nobody opened yet, for whoever wants all of the library on this phone.

use safelight_protocol::RecordId;

use super::{Engine, FetchError, SyncError};
use crate::record::ResourceKind;
use crate::settings::Originals;
use crate::store::room;
use crate::store::timeline::{self, Key};

/// How many originals are looked for at a time.
const AT_A_TIME: usize = 50;

/// What arrived, and what did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Ahead {
    pub(super) parts: u64,
    pub(super) bytes: u64,
}

impl Engine {
    /// Fetches originals that are not here, newest first. What can't be had is left out until the next run.
    pub(super) async fn fetch_ahead(&self, ahead: &mut Ahead) -> Result<(), SyncError> {
        self.fetch_pinned(ahead).await?;
        if self.gate.settings().await?.originals != Originals::All {
            return Ok(());
        }
        let mut after: Option<Key> = None;
        loop {
            let from = after;
            let next = self.home.read(move |db| timeline::elsewhere(db, AT_A_TIME, from)).await?;
            let Some(last) = next.last().copied() else { return Ok(()) };
            for key in next {
                self.fetch_one(key.id, ahead).await?;
            }
            after = Some(last);
        }
    }

    /// Fetches originals that the person wants to have here always.
    async fn fetch_pinned(&self, ahead: &mut Ahead) -> Result<(), SyncError> {
        for id in self.home.read(|db| room::pinned_elsewhere(db, usize::MAX)).await? {
            self.fetch_one(id, ahead).await?;
        }
        Ok(())
    }

    async fn fetch_one(&self, id: RecordId, ahead: &mut Ahead) -> Result<(), SyncError> {
        self.live.let_first().await;
        match Box::pin(self.resource(id, ResourceKind::Original, None)).await {
            Ok(file) => {
                ahead.parts += file.stamp.bytes.div_ceil(safelight_protocol::PART_BYTES).max(1);
                ahead.bytes += file.stamp.bytes;
                Ok(())
            }
            Err(FetchError::Session(error)) => Err(error.into()),
            Err(FetchError::Home(error)) => Err(error.into()),
            // It is nowhere, damaged, or gone meanwhile: others are not.
            Err(_) => Ok(()),
        }
    }
}
