use std::path::PathBuf;
use std::sync::Arc;

use safelight_core::{Changed, Edit, GalleryAnswer};
use safelight_protocol::RecordId;

use super::{Engine, Safelight};
use crate::cancel::CancelToken;
use crate::error::SafelightError;
use crate::page::{AssetPage, AssetQuery};
use crate::progress::{self, ProgressListener};
use crate::told::Details;
use crate::values::{Contested, Exported, ImportReport, TakeIn, Undecided, exported, imported};

/// The library.
#[uniffi::export]
impl Safelight {
    /// Takes in files and folders. Each file is durable before it is reported. What goes wrong with a file is in the report.
    pub async fn take_in(
        &self,
        paths: Vec<String>,
        options: TakeIn,
        listener: Option<Arc<dyn ProgressListener>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<ImportReport, SafelightError> {
        let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
        let asked = move |engine: Engine| async move {
            engine.import(&paths, options.into(), progress::of_files(listener)).await
        };
        Ok(imported(self.ask_for_long(cancel, asked).await?))
    }

    /// A page of the timeline, newest first, at most 200.
    pub async fn page(&self, query: AssetQuery) -> Result<AssetPage, SafelightError> {
        let query = query.query()?;
        Ok(self.ask(|engine| async move { engine.page(query).await }).await?.into())
    }

    /// Everything about one asset; none if there is none.
    pub async fn details(&self, id: RecordId) -> Result<Option<Details>, SafelightError> {
        let asked = move |engine: Engine| async move {
            let details = engine.details(id).await?;
            let holds = engine.status().await?.holds;
            Ok::<_, SafelightError>(details.map(|details| (details, holds)))
        };
        let found = self.ask(asked).await?;
        Ok(found.map(|(details, holds)| self.teller().details(details, &holds)))
    }

    /// Photos that another phone deleted for good while this one holds what the cloud never had: restore or purge them.
    pub async fn contested(&self) -> Result<Contested, SafelightError> {
        Ok(self.ask(|engine| async move { engine.contested().await }).await?.into())
    }

    /// What waits for the person's word.
    pub async fn choices(&self) -> Result<Undecided, SafelightError> {
        Ok(self.ask(|engine| async move { engine.choices().await }).await?.into())
    }

    /// Notes what it means that a photo is deleted or edited in the phone's own gallery, for what waits and ever after.
    pub async fn decide_gallery(&self, answer: GalleryAnswer) -> Result<Changed, SafelightError> {
        self.ask(move |engine| async move { engine.decide_gallery(answer).await }).await
    }

    /// Changes assets.
    pub async fn edit(&self, ids: Vec<RecordId>, edit: Edit) -> Result<Changed, SafelightError> {
        self.ask(|engine| async move { engine.edit(ids, edit).await }).await
    }

    /// Moves assets to the trash.
    pub async fn trash(&self, ids: Vec<RecordId>) -> Result<Changed, SafelightError> {
        self.ask(|engine| async move { engine.trash(ids).await }).await
    }

    /// Takes assets out of the trash.
    pub async fn restore(&self, ids: Vec<RecordId>) -> Result<Changed, SafelightError> {
        self.ask(|engine| async move { engine.restore(ids).await }).await
    }

    /// Deletes assets that are in the trash for good, on all devices.
    pub async fn purge(&self, ids: Vec<RecordId>) -> Result<Changed, SafelightError> {
        self.ask(|engine| async move { engine.purge(ids).await }).await
    }

    /// Writes originals into a folder by date, a JSON sidecar beside each, and a manifest with their SHA-256.
    pub async fn write_out(
        &self,
        folder: String,
        album: Option<String>,
        listener: Option<Arc<dyn ProgressListener>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Exported, SafelightError> {
        let folder = PathBuf::from(folder);
        let asked = move |engine: Engine| async move {
            engine.export(&folder, album.as_deref(), progress::of_files(listener)).await
        };
        Ok(exported(self.ask_for_long(cancel, asked).await?))
    }
}
