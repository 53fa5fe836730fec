use std::ops::Range;
use std::path::{Path, PathBuf};

use safelight_protocol::RecordId;

use super::{Safelight, SafelightError};
use crate::account::AccountError;
use crate::gate::Errand;
use crate::home::HomeError;
use crate::library::{
    self, AlbumError, AssetDetails, AssetView, Changed, Choices, Deed, Edit, EditError, ExportError, ExportReport,
    GalleryAnswer, ImportContext, ImportOptions, ImportProgress, ImportReport, Page, PageQuery,
};
use crate::policy::{Class, Intent};
use crate::ports::Transferred;
use crate::record::ResourceKind;
use crate::store::albums::AlbumRow;
use crate::store::files::LocalFile;
use crate::store::sources::{SourceFile, SourceRow};
use crate::store::work;
use crate::sync::FetchError;

/// The library.
impl Safelight {
    fn import_context(&self) -> Result<ImportContext, AccountError> {
        let engine = self.active()?;
        Ok(ImportContext { home: engine.home, secrets: engine.secrets, device: engine.device })
    }

    /// Takes in files and folders. Each file is durable before it is reported.
    ///
    /// # Errors
    /// Only where nobody ever signed in here; what goes wrong with a file is in the report.
    pub async fn import(
        &self,
        paths: &[PathBuf],
        options: ImportOptions,
        progress: impl FnMut(ImportProgress) + Send,
    ) -> Result<ImportReport, SafelightError> {
        Ok(library::import(&self.import_context()?, paths, options, progress).await?)
    }

    /// A page of the timeline, newest first.
    pub async fn page(&self, query: PageQuery) -> Result<Page, HomeError> {
        library::page(self.home(), self.viewer(), query).await
    }

    /// Everything about one asset; none if there is none.
    pub async fn details(&self, id: RecordId) -> Result<Option<AssetDetails>, HomeError> {
        library::details(self.home(), self.viewer(), id).await
    }

    /// Photos that another phone deleted for good while this one holds what the cloud never had: restore or purge them.
    pub async fn contested(&self) -> Result<Vec<AssetView>, HomeError> {
        library::contested(self.home(), self.viewer()).await
    }

    /// What waits for the person's word: photos that another phone deleted for good while this one holds what the cloud never
    /// had, and photos that were deleted or edited in the phone's own gallery. Nothing is lost while nobody answers.
    pub async fn choices(&self) -> Result<Choices, HomeError> {
        library::choices(self.home(), self.viewer()).await
    }

    /// What it means that a photo is deleted or edited in the phone's own gallery: for those that wait, and from now on.
    /// The report says what moved to recently deleted.
    pub async fn decide_gallery(&self, answer: GalleryAnswer) -> Result<Changed, EditError> {
        library::decide_gallery(self.home(), answer).await
    }

    /// Changes assets.
    pub async fn edit(&self, ids: Vec<RecordId>, edit: Edit) -> Result<Changed, EditError> {
        library::carry_out(self.home(), ids, Deed::Edit(edit)).await
    }

    /// Moves assets to the trash.
    pub async fn trash(&self, ids: Vec<RecordId>) -> Result<Changed, EditError> {
        library::carry_out(self.home(), ids, Deed::Trash).await
    }

    /// Takes assets out of the trash.
    pub async fn restore(&self, ids: Vec<RecordId>) -> Result<Changed, EditError> {
        library::carry_out(self.home(), ids, Deed::Restore).await
    }

    /// Deletes assets that are in the trash for good, on all devices.
    pub async fn purge(&self, ids: Vec<RecordId>) -> Result<Changed, EditError> {
        library::carry_out(self.home(), ids, Deed::Purge).await
    }

    /// All albums by name.
    pub async fn albums(&self) -> Result<Vec<AlbumRow>, AlbumError> {
        library::albums(self.home()).await
    }

    /// The one album of this name or id.
    pub async fn album(&self, name_or_id: &str) -> Result<AlbumRow, AlbumError> {
        library::album(self.home(), name_or_id).await
    }

    /// Makes an album.
    pub async fn create_album(&self, name: &str) -> Result<AlbumRow, AlbumError> {
        library::create_album(self.home(), name).await
    }

    /// Gives an album another name.
    pub async fn rename_album(&self, name_or_id: &str, name: &str) -> Result<AlbumRow, AlbumError> {
        library::rename_album(self.home(), name_or_id, name).await
    }

    /// Deletes an album; its photos stay.
    pub async fn delete_album(&self, name_or_id: &str) -> Result<AlbumRow, AlbumError> {
        library::delete_album(self.home(), name_or_id).await
    }

    /// Puts assets into an album.
    pub async fn add_to_album(&self, name_or_id: &str, ids: Vec<RecordId>) -> Result<Changed, AlbumError> {
        let secrets = self.active().map_err(|_| AlbumError::SignedOut)?.secrets;
        library::add_to_album(self.home(), &secrets, name_or_id, ids).await
    }

    /// Takes assets out of an album; they stay in the library.
    pub async fn remove_from_album(&self, name_or_id: &str, ids: Vec<RecordId>) -> Result<Changed, AlbumError> {
        let secrets = self.active().map_err(|_| AlbumError::SignedOut)?.secrets;
        library::remove_from_album(self.home(), &secrets, name_or_id, ids).await
    }

    /// Adds a folder that `sync` takes from.
    pub async fn add_source(&self, folder: &Path) -> Result<(), HomeError> {
        library::add_source(self.home(), folder).await
    }

    /// Takes from the phone's own photo library from now on: its originals are borrowed, never copied. `sync` looks
    /// through it.
    pub async fn add_photo_library(&self) -> Result<(), HomeError> {
        library::add_photo_library(self.home()).await
    }

    /// Stops taking from the phone's own photo library. No photo goes with it.
    pub async fn remove_photo_library(&self) -> Result<bool, HomeError> {
        library::remove_photo_library(self.home()).await
    }

    /// Takes a folder off the list; false if it was not on it. No photo goes with it.
    pub async fn remove_source(&self, folder: &Path) -> Result<bool, HomeError> {
        library::remove_source(self.home(), folder).await
    }

    /// The folders in numbers.
    pub async fn sources(&self) -> Result<Vec<SourceRow>, HomeError> {
        library::list_sources(self.home()).await
    }

    /// The files of a folder and what became of each: the numbers of [`sources`](Self::sources), opened.
    pub async fn source_files(&self, folder: &Path) -> Result<Vec<SourceFile>, HomeError> {
        library::source_files(self.home(), folder).await
    }

    /// A file of an asset as a path on this device: fetched and verified first if it is not here. An original that is
    /// borrowed from the phone's own photo library is named `photos:` and the system's id: the app shows that itself.
    pub async fn file(
        &self,
        id: RecordId,
        kind: ResourceKind,
        transferred: Option<Transferred>,
    ) -> Result<PathBuf, FetchError> {
        Ok(self.home().path_of(&self.local(id, kind, transferred).await?))
    }

    pub(crate) async fn local(
        &self,
        id: RecordId,
        kind: ResourceKind,
        transferred: Option<Transferred>,
    ) -> Result<LocalFile, FetchError> {
        match self.state().engine {
            // Whoever asks for a file waits for it: that is a request of their own, whatever it is for.
            Some(engine) => {
                let _waited = self.0.live.wait_for_file();
                let opened = async {
                    engine.make_room_for(id, kind).await?;
                    engine.resource(id, kind, transferred).await
                };
                let file = Errand::work(Class::OnDemand, Intent::Person).run(opened).await?;
                if kind == ResourceKind::Original {
                    self.note_opened(file.content).await?;
                }
                Ok(file)
            }
            None => library::local_file(self.home(), id, kind).await?.ok_or(FetchError::SignedOut),
        }
    }

    /// Writes the two files of a Live Photo, bit for bit as the camera made them: what a system's viewer wants, and what a
    /// person can take elsewhere. The original is fetched and verified first if it is not here. Gives each file's bytes and
    /// SHA-256; none for an asset that is no Live Photo.
    pub async fn write_live_photo(
        &self,
        id: RecordId,
        still: &Path,
        video: &Path,
        transferred: Option<Transferred>,
    ) -> Result<Option<[(u64, String); 2]>, FetchError> {
        let Some(seam) = self.details(id).await?.and_then(|details| details.asset.still_bytes) else { return Ok(None) };
        let source = self.local(id, ResourceKind::Original, transferred).await?;
        let (still, video) = (still.to_owned(), video.to_owned());
        let written =
            self.home().blocking(move |home| library::copy_apart(home, &source, seam, &still, &video)).await?;
        Ok(Some(written.map_err(HomeError::from)?))
    }

    /// Bytes of a file of an asset from `range`, at most 16 MiB of them: what a player asks for. Where the file is not on this
    /// device, only those pieces of it are fetched that the range touches, each verified by itself. A range that ends beyond
    /// the file gives what there is; empty at its end.
    pub async fn open_range(
        &self,
        id: RecordId,
        kind: ResourceKind,
        range: Range<u64>,
        transferred: Option<Transferred>,
    ) -> Result<Vec<u8>, FetchError> {
        let engine = self.state().engine.ok_or(FetchError::SignedOut)?;
        let _waited = self.0.live.wait_for_file();
        Errand::work(Class::OnDemand, Intent::Person).run(engine.range(id, kind, range, transferred)).await
    }

    /// Fetches what lies next to a photo that somebody looks at: two photos on either side, of at most 32 MiB each, only when
    /// the policy lets such work be done and the room that the person wants kept stays. For a screen that shows one photo and
    /// has it. Nothing that anybody waits for waits for this. How many originals came; dropping the future ends it.
    pub async fn prefetch_neighbours(&self, id: RecordId) -> Result<usize, SafelightError> {
        match self.state().engine {
            Some(engine) => Ok(engine.prefetch_neighbours(id).await?),
            None => Ok(0),
        }
    }

    /// Says what is on the screen now, in place of what was before: the thumbnails of these go first, before the newest.
    pub async fn look_at(&self, ids: Vec<RecordId>) -> Result<(), HomeError> {
        self.0.live.look_at(ids.clone());
        let now = self.home().now();
        if !self.home().read(move |db| work::thumbnails_of(db, &ids, now)).await?.is_empty() {
            self.home().tell_edited();
        }
        Ok(())
    }

    /// A file of an asset if it is on this device.
    pub async fn local_file(&self, id: RecordId, kind: ResourceKind) -> Result<Option<PathBuf>, HomeError> {
        Ok(library::local_file(self.home(), id, kind).await?.map(|file| self.home().path_of(&file)))
    }

    /// Writes originals into a folder by date, a JSON sidecar beside each, and a manifest with their SHA-256.
    pub async fn export(
        &self,
        folder: &Path,
        album: Option<&str>,
        progress: impl FnMut(ImportProgress) + Send,
    ) -> Result<ExportReport, ExportError> {
        library::export(self, folder, album, progress).await
    }
}
