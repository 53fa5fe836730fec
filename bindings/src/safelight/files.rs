use std::path::PathBuf;
use std::sync::Arc;

use safelight_core::ResourceKind;
use safelight_protocol::RecordId;

use super::{Engine, Safelight};
use crate::cancel::CancelToken;
use crate::error::SafelightError;
use crate::progress::{self, FileProgressListener};
use crate::values::path;

/// Files of assets.
#[uniffi::export]
impl Safelight {
    /// A file of an asset as a path on this device: fetched and verified first if it is not here. An original that is
    /// borrowed from the phone's own photo library is named `photos:` and the system's id.
    pub async fn file(
        &self,
        id: RecordId,
        kind: ResourceKind,
        listener: Option<Arc<dyn FileProgressListener>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<String, SafelightError> {
        let asked = move |engine: Engine| async move { engine.file(id, kind, progress::of_a_file(listener)).await };
        Ok(path(self.ask_for_long(cancel, asked).await?))
    }

    /// A file of an asset if it is on this device. Asks nobody.
    pub async fn local_file(&self, id: RecordId, kind: ResourceKind) -> Result<Option<String>, SafelightError> {
        Ok(self.ask(move |engine| async move { engine.local_file(id, kind).await }).await?.map(path))
    }

    /// Writes the two files of a Live Photo, bit for bit as the camera made them: what the system's viewer wants. False for
    /// an asset that is no Live Photo.
    pub async fn write_live_photo(
        &self,
        id: RecordId,
        still: String,
        video: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<bool, SafelightError> {
        let (still, video) = (PathBuf::from(still), PathBuf::from(video));
        let asked = move |engine: Engine| async move { engine.write_live_photo(id, &still, &video, None).await };
        Ok(self.ask_for_long(cancel, asked).await?.is_some())
    }

    /// Bytes of a file from `start`, at most `length` and at most 16 MiB of them: what a player asks for. Only the pieces
    /// that are touched are fetched.
    pub async fn file_range(
        &self,
        id: RecordId,
        kind: ResourceKind,
        start: u64,
        length: u64,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Vec<u8>, SafelightError> {
        let range = start..start.saturating_add(length);
        self.ask_for_long(cancel, move |engine| async move { engine.open_range(id, kind, range, None).await }).await
    }
}
