//! Originals that nobody opened yet, for whoever wants all of the library on this phone.

use super::{Engine, FetchError, SyncError};
use crate::record::ResourceKind;
use crate::settings::Originals;
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
        if self.gate.settings().await?.originals != Originals::All {
            return Ok(());
        }
        let mut after: Option<Key> = None;
        loop {
            let from = after;
            let next = self.home.read(move |db| timeline::elsewhere(db, AT_A_TIME, from)).await?;
            let Some(last) = next.last().copied() else { return Ok(()) };
            for key in next {
                match Box::pin(self.resource(key.id, ResourceKind::Original, None)).await {
                    Ok(file) => {
                        ahead.parts += file.stamp.bytes.div_ceil(safelight_protocol::PART_BYTES).max(1);
                        ahead.bytes += file.stamp.bytes;
                    }
                    Err(FetchError::Session(error)) => return Err(error.into()),
                    Err(FetchError::Home(error)) => return Err(error.into()),
                    // It is nowhere, damaged, or gone meanwhile: others are not.
                    Err(_) => {}
                }
            }
            after = Some(last);
        }
    }
}
