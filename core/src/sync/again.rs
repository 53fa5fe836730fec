//! What was committed, sealed again from the file that is here: what a proof is compared with.

use safelight_protocol::RecordId;

use super::Engine;
use super::cut::seal_one;
use super::send::count_of;
use crate::home::HomeError;
use crate::record::{ResourceKind, SealedParts};
use crate::seal::SealedPart;
use crate::store::files::{self, LocalFile};
use crate::store::records;

impl Engine {
    /// An original that is here and that the committed record names, with its parts as committed.
    pub(crate) async fn committed_original(&self, id: RecordId) -> Result<Option<(LocalFile, SealedParts)>, HomeError> {
        self.home
            .read(move |db| {
                let base = records::load(db, &id)?.and_then(|record| record.base_asset());
                let Some(original) = base.as_ref().and_then(|base| base.resource(ResourceKind::Original)) else {
                    return Ok(None);
                };
                let file = files::load(db, &original.content_id)?;
                Ok(file.zip(original.parts.clone()))
            })
            .await
    }

    /// One part of a file, sealed again from its bytes as they are now; none if it is not the file that it was.
    pub(crate) async fn seal_again(
        &self,
        file: &LocalFile,
        index: u32,
        parts: &SealedParts,
    ) -> Result<Option<SealedPart>, HomeError> {
        let (secrets, file, count) = (self.secrets.clone(), file.clone(), count_of(parts));
        self.home.blocking(move |home| seal_one(home, &secrets, &file, index, count).ok()).await
    }
}
