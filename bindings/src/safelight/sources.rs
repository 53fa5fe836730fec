use std::path::PathBuf;

use safelight_core::SourceRow;

use super::Safelight;
use crate::error::SafelightError;
use crate::page::MOST;
use crate::values::SourceFiles;

/// What is taken from by itself: folders, the phone's own photo library.
#[uniffi::export]
impl Safelight {
    /// Adds a folder that every run takes from.
    pub async fn add_source(&self, folder: String) -> Result<(), SafelightError> {
        let folder = PathBuf::from(folder);
        self.ask(|engine| async move { engine.add_source(&folder).await }).await
    }

    /// Takes a folder off the list; false if it was not on it. No photo goes with it.
    pub async fn remove_source(&self, folder: String) -> Result<bool, SafelightError> {
        let folder = PathBuf::from(folder);
        self.ask(|engine| async move { engine.remove_source(&folder).await }).await
    }

    /// Takes from the phone's own photo library from now on: its originals are borrowed, never copied.
    pub async fn add_photo_library(&self) -> Result<(), SafelightError> {
        self.ask(|engine| async move { engine.add_photo_library().await }).await
    }

    /// Stops taking from the phone's own photo library. No photo goes with it.
    pub async fn remove_photo_library(&self) -> Result<bool, SafelightError> {
        self.ask(|engine| async move { engine.remove_photo_library().await }).await
    }

    /// The sources in numbers that add up.
    pub async fn sources(&self) -> Result<Vec<SourceRow>, SafelightError> {
        self.ask(|engine| async move { engine.sources().await }).await
    }

    /// What became of the files of a source, 200 at a time; `after`: what the page before gave as its `next`.
    pub async fn source_files(&self, folder: String, after: Option<u32>) -> Result<SourceFiles, SafelightError> {
        let folder = PathBuf::from(folder);
        let all = self.ask(|engine| async move { engine.source_files(&folder).await }).await?;
        let from = after.map_or(0, |after| usize::try_from(after).unwrap_or(usize::MAX));
        let until = from.saturating_add(MOST);
        let next = (all.len() > until).then(|| u32::try_from(until).ok()).flatten();
        Ok(SourceFiles { files: all.into_iter().skip(from).take(MOST).collect(), next })
    }
}
