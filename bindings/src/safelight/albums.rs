use safelight_core::{AlbumRow, Changed};
use safelight_protocol::RecordId;

use super::Safelight;
use crate::error::SafelightError;

/// Albums. An album is named by its id or, where only one has it, by its name.
#[uniffi::export]
impl Safelight {
    /// All albums by name.
    pub async fn albums(&self) -> Result<Vec<AlbumRow>, SafelightError> {
        self.ask(|engine| async move { engine.albums().await }).await
    }

    /// One album.
    pub async fn album(&self, name_or_id: String) -> Result<AlbumRow, SafelightError> {
        self.ask(|engine| async move { engine.album(&name_or_id).await }).await
    }

    /// Makes an album.
    pub async fn create_album(&self, name: String) -> Result<AlbumRow, SafelightError> {
        self.ask(|engine| async move { engine.create_album(&name).await }).await
    }

    /// Gives an album another name.
    pub async fn rename_album(&self, name_or_id: String, name: String) -> Result<AlbumRow, SafelightError> {
        self.ask(|engine| async move { engine.rename_album(&name_or_id, &name).await }).await
    }

    /// Deletes an album; its photos stay.
    pub async fn delete_album(&self, name_or_id: String) -> Result<AlbumRow, SafelightError> {
        self.ask(|engine| async move { engine.delete_album(&name_or_id).await }).await
    }

    /// Puts assets into an album.
    pub async fn add_to_album(&self, name_or_id: String, ids: Vec<RecordId>) -> Result<Changed, SafelightError> {
        self.ask(|engine| async move { engine.add_to_album(&name_or_id, ids).await }).await
    }

    /// Takes assets out of an album; they stay in the library.
    pub async fn remove_from_album(&self, name_or_id: String, ids: Vec<RecordId>) -> Result<Changed, SafelightError> {
        self.ask(|engine| async move { engine.remove_from_album(&name_or_id, ids).await }).await
    }
}
