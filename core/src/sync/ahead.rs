//! Originals that nobody opened yet, for whoever wants all of the library on this phone.

use safelight_protocol::RecordId;

use super::{Engine, FetchError, SyncError};
use crate::gate::Errand;
use crate::policy::{Class, Intent};
use crate::reasons::codes;
use crate::record::ResourceKind;
use crate::room::keeps_room;
use crate::settings::Originals;
use crate::store::room;
use crate::store::timeline::{self, Key};

/// How many originals are looked for at a time.
const AT_A_TIME: usize = 50;

/// How many photos are fetched on either side of one that somebody looks at, and how large each may be.
const NEIGHBOURS: usize = 2;
const NEIGHBOUR_BYTES: u64 = 32 * 1024 * 1024;

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

    /// Fetches what lies next to a photo that somebody looks at, if that may be done now and leaves the room that the person
    /// wants kept. How many originals came.
    pub(crate) async fn prefetch_neighbours(&self, id: RecordId) -> Result<usize, SyncError> {
        let errand = Errand::work(Class::Prefetch, Intent::Pocket);
        let setting = self.gate.settings().await?.optimise;
        let near = self.home.read(move |db| timeline::neighbours(db, &id, NEIGHBOURS, NEIGHBOUR_BYTES)).await?;
        let mut fetched = 0;
        for id in near {
            let fits = self.home.blocking(move |home| keeps_room(home, setting, NEIGHBOUR_BYTES)).await?;
            if !fits || self.gate.allows(errand).await?.is_err() {
                break;
            }
            let mut ahead = Ahead::default();
            match Box::pin(errand.run(self.fetch_one(id, &mut ahead))).await {
                Ok(()) => fetched += usize::from(ahead.parts > 0),
                Err(error) if error.held().is_some() => break,
                Err(error) => return Err(error),
            }
        }
        Ok(fetched)
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
            // No room for it is no room for what comes ahead of anybody's wish; a broken home is another thing.
            Err(FetchError::Home(error)) if error.code() != codes::DISK_DEVICE => Err(error.into()),
            // It is nowhere, damaged, or gone meanwhile: others are not.
            Err(_) => Ok(()),
        }
    }
}
