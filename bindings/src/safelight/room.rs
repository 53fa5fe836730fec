use std::sync::Arc;

use safelight_core::{Changed, EraseCheck, FreeUpPlan, ProofReport, RoomMade, RoomRequested, UsageReport, VerifyScope};
use safelight_protocol::RecordId;

use super::Safelight;
use crate::cancel::CancelToken;
use crate::error::SafelightError;
use crate::values::RoomWish;

/// Room here and in the cloud, and proof of what the cloud holds.
#[uniffi::export]
impl Safelight {
    /// Room in the cloud and on this device. Asks nobody.
    pub async fn usage(&self) -> Result<UsageReport, SafelightError> {
        self.ask(|engine| async move { engine.usage().await }).await
    }

    /// Whether this device may be erased: the cloud proves, now and from its own disk, what it holds.
    ///
    /// # Errors
    /// Where the cloud can't be asked: then the answer is not known.
    pub async fn erase_check(&self, cancel: Option<Arc<CancelToken>>) -> Result<EraseCheck, SafelightError> {
        self.ask_for_long(cancel, |engine| async move { engine.erase_check().await }).await
    }

    /// Asks the cloud to prove that it holds these originals.
    pub async fn prove(
        &self,
        ids: Vec<RecordId>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<ProofReport, SafelightError> {
        self.ask_for_long(cancel, |engine| async move { engine.prove(ids).await }).await
    }

    /// The same for all originals of a scope: "N of N proven".
    pub async fn verify(
        &self,
        scope: VerifyScope,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<ProofReport, SafelightError> {
        self.ask_for_long(cancel, move |engine| async move { engine.verify(scope).await }).await
    }

    /// Makes room on this device: originals that the cloud has just proven to hold leave. `bytes`: how many should be free
    /// that are not; none for what the setting asks for or, where it is off, for as many as possible.
    pub async fn optimise(
        &self,
        bytes: Option<u64>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<RoomMade, SafelightError> {
        self.ask_for_long(cancel, move |engine| async move { engine.optimise(bytes).await }).await
    }

    /// What the system would be asked to remove from the phone's own photo library to make room. Asks nobody.
    pub async fn room_request_plan(&self, bytes: Option<u64>) -> Result<RoomWish, SafelightError> {
        Ok(self.ask(move |engine| async move { engine.room_request_plan(bytes).await }).await?.into())
    }

    /// Asks the system, in one request that it confirms with the person.
    pub async fn request_room(
        &self,
        bytes: Option<u64>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<RoomRequested, SafelightError> {
        self.ask_for_long(cancel, move |engine| async move { engine.request_room(bytes).await }).await
    }

    /// What could go from the cloud, and so from all phones. Changes nothing: to do it, trash the videos, then purge what is
    /// in recently deleted.
    pub async fn free_up_plan(&self, bytes: Option<u64>) -> Result<FreeUpPlan, SafelightError> {
        self.ask(move |engine| async move { engine.free_up_plan(bytes).await }).await
    }

    /// Keeps the originals of these photos on this device.
    pub async fn pin(&self, ids: Vec<RecordId>) -> Result<Changed, SafelightError> {
        self.ask(|engine| async move { engine.pin(ids).await }).await
    }

    /// Lets them go again when room runs low.
    pub async fn unpin(&self, ids: Vec<RecordId>) -> Result<Changed, SafelightError> {
        self.ask(|engine| async move { engine.unpin(ids).await }).await
    }
}
