use safelight_protocol::RecordId;

use super::{Safelight, SafelightError};
use crate::account::SessionError;
use crate::cloud::CloudError;
use crate::gate::Errand;
use crate::home::HomeError;
use crate::library::{Changed, EditError};
use crate::policy::{Class, Intent};
use crate::ports::WorkLost;
use crate::room::{
    Asked, FreeUpPlan, ProofReport, RoomMade, RoomRequestPlan, RoomRequested, VerifyScope, free_up_plan,
};
use crate::store::records::{self, Record};
use crate::store::room as rows;
use crate::sync::SyncError;

/// Room on this phone, and proof of what the cloud holds.
impl Safelight {
    /// Asks the cloud to prove, now and from its own disk, that it holds these originals, and compares with the files here.
    ///
    /// # Errors
    /// Where the cloud can't be asked: then the answer is not known.
    pub async fn prove(&self, ids: Vec<RecordId>) -> Result<ProofReport, SafelightError> {
        Ok(self.engine_or_signed_out()?.prove_these(ids).await?)
    }

    /// The same for all originals of a scope: "N of N proven".
    ///
    /// # Errors
    /// Where the cloud can't be asked: then the answer is not known.
    pub async fn verify(&self, scope: VerifyScope) -> Result<ProofReport, SafelightError> {
        let engine = self.engine_or_signed_out()?;
        Ok(Errand::work(Class::OnDemand, Intent::Person).run(engine.verify(scope)).await?)
    }

    /// Makes room on this phone: originals that the cloud has just proven to hold leave, least useful first. `bytes`: how
    /// many should be free that are not; none for what the setting asks for or, where it is off, for as many as possible.
    /// Nothing goes from the cloud or from another phone.
    ///
    /// # Errors
    /// Where the cloud can't be asked: then nothing more leaves.
    pub async fn optimise(&self, bytes: Option<u64>) -> Result<RoomMade, SafelightError> {
        let engine = self.engine_or_signed_out()?;
        let bytes = match bytes {
            Some(bytes) => Some(bytes),
            None => engine.asked_by_setting().await?,
        };
        Ok(engine.make_room(bytes, Asked::ByPerson).await?)
    }

    /// What the system would be asked to remove from the phone's own photo library to make `bytes` of room (none: as many as
    /// possible), with number, size and warnings. Asks nobody and proves nothing yet.
    ///
    /// # Errors
    /// Where nobody is signed in.
    pub async fn room_request_plan(&self, bytes: Option<u64>) -> Result<RoomRequestPlan, SafelightError> {
        Ok(self.engine_or_signed_out()?.room_request_plan(bytes).await?)
    }

    /// Makes room in the phone's own photo library: proves that the cloud holds these originals, then asks the system once,
    /// and the system asks the person. Show [`room_request_plan`](Self::room_request_plan) with its warnings before.
    ///
    /// # Errors
    /// Where the cloud can't be asked: then the system is not asked either.
    pub async fn request_room(&self, bytes: Option<u64>) -> Result<RoomRequested, SafelightError> {
        Ok(self.engine_or_signed_out()?.request_room(bytes).await?)
    }

    /// What could go from the cloud, and so from all phones: the largest videos, and what is in recently deleted. Changes
    /// nothing. `bytes`: how much is wanted; none for the ten largest videos.
    ///
    /// To do it, [`trash`](Self::trash) the videos: that alone frees nothing. [`purge`](Self::purge) of what is in recently
    /// deleted does, for good and everywhere: ask again before.
    pub async fn free_up_plan(&self, bytes: Option<u64>) -> Result<FreeUpPlan, HomeError> {
        free_up_plan(self.home(), self.viewer(), bytes).await
    }

    /// Keeps the originals of these photos on this phone: the next run fetches those that are not here, and none of them
    /// leaves to make room.
    ///
    /// # Errors
    /// An id that names nothing. Nothing is changed then.
    pub async fn pin(&self, ids: Vec<RecordId>) -> Result<Changed, EditError> {
        self.set_pinned(ids, true).await
    }

    /// Lets them go again when room runs low.
    ///
    /// # Errors
    /// An id that names nothing. Nothing is changed then.
    pub async fn unpin(&self, ids: Vec<RecordId>) -> Result<Changed, EditError> {
        self.set_pinned(ids, false).await
    }

    async fn set_pinned(&self, ids: Vec<RecordId>, pinned: bool) -> Result<Changed, EditError> {
        let changed = self
            .home()
            .write(move |db| {
                let mut changed = Changed::default();
                for id in &ids {
                    if records::load(db, id)?.filter(Record::shown).and_then(|record| record.asset()).is_none() {
                        return Ok(Err(*id));
                    }
                }
                for id in ids {
                    let list =
                        if rows::set_pinned(db, &id, pinned)? { &mut changed.changed } else { &mut changed.unchanged };
                    list.push(id);
                }
                Ok(Ok(changed))
            })
            .await?;
        changed.map_err(EditError::NotFound)
    }

    /// Notes that somebody opened an original: what is opened stays longer.
    pub(crate) async fn note_opened(&self, content: safelight_protocol::ContentId) -> Result<(), HomeError> {
        let now_ms = self.home().now().as_millisecond();
        let last = self.home().read(move |db| rows::used(db, &content)).await?;
        // To the minute is enough, and spares the disk.
        if (now_ms - last).abs() < 60_000 {
            return Ok(());
        }
        self.home().write_quietly(move |db| rows::note_used(db, &content, now_ms)).await
    }
}

impl From<SyncError> for SafelightError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Home(error) => error.into(),
            SyncError::Session(error) => error.into(),
            SyncError::Server(_) => SessionError::Cloud(CloudError::Foreign { status: 200 }).into(),
            SyncError::Busy | SyncError::TakenOver | SyncError::Stopped => HomeError::Lost(WorkLost).into(),
        }
    }
}
