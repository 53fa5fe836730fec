//! The person: imports, edits, throws away, changes her mind, on whichever phone is at hand.

use safelight_core::{
    AssetView, Edit, ImportOptions, PageQuery, Placement, Purged, ResourceKind, Safelight, Shelf, UnsentChoice,
};
use safelight_protocol::RecordId;
use sha2::{Digest, Sha256};

use super::model::{Done, Field};
use super::phone::Phone;
use super::process::Killed;
use super::time::pause;
use super::world::World;

/// Everything that a phone shows, on all shelves.
pub(super) async fn everything(engine: &Safelight) -> Result<Vec<AssetView>, String> {
    let mut all = Vec::new();
    for shelf in [Shelf::Timeline, Shelf::Hidden, Shelf::Trash] {
        let page =
            engine.page(PageQuery { shelf, ..PageQuery::default() }).await.map_err(|error| format!("{error:?}"))?;
        all.extend(page.assets);
    }
    Ok(all)
}

impl World {
    /// One deed on one phone.
    pub(super) async fn act(&self, phone: &Phone) {
        let chance = &phone.chance;
        let done = match chance.below(24) {
            0..=5 => self.import(phone).await,
            6..=10 => self.edit(phone).await,
            11..=13 => self.throw_away(phone).await,
            14 => self.take_back(phone).await,
            15..=17 => self.purge(phone).await,
            18..=20 => self.albums(phone).await,
            21 => self.sign_out_and_in(phone).await,
            22 if chance.one_in(2) => {
                self.journal.note(&format!("{} is killed", phone.name));
                phone.kill().await;
                Ok(())
            }
            _ => self.look(phone).await,
        };
        if done == Err(Killed) {
            self.journal.note(&format!("{} died over what the person did", phone.name));
        }
    }

    async fn import(&self, phone: &Phone) -> Result<(), Killed> {
        let Some(number) = self.some_picture(phone) else { return Ok(()) };
        let purged = if phone.chance.one_in(4) { Purged::BringBack } else { Purged::Ignore };
        self.import_picture(phone, number, purged).await
    }

    async fn import_picture(&self, phone: &Phone, number: usize, purged: Purged) -> Result<(), Killed> {
        let Some(picture) = self.pictures.get(number) else { return Ok(()) };
        let options = ImportOptions { placement: Placement::Copy, purged };
        let paths = vec![picture.path.clone()];
        let result = phone.attempt(|engine| async move { engine.import(&paths, options, |_| ()).await }).await;
        let done = match &result {
            Err(Killed) => Done::Maybe,
            Ok(Ok(report)) if !report.imported.is_empty() || !report.duplicates.is_empty() => Done::Yes,
            Ok(_) => Done::No,
        };
        self.journal.note(&format!("{} imports {number} {purged:?}: {done:?}", phone.name));
        let now_ms = self.course.now_ms();
        if let Ok(Ok(report)) = &result
            && let Some(id) = report.imported.first().copied()
        {
            let details = phone.attempt(|engine| async move { engine.details(id).await }).await;
            let content = details.ok().and_then(Result::ok).flatten().and_then(|details| details.asset.content_id);
            self.photo(number, |photo| photo.hold(phone.name, content.map(|content| (id, content))));
        }
        self.photo(number, |photo| {
            let deeds = photo.deeds(phone.name);
            let seen = if purged == Purged::BringBack { &mut deeds.brought_back } else { &mut deeds.imported };
            *seen = (*seen).max(done);
            if purged == Purged::BringBack {
                photo.set(
                    phone.name,
                    Field::Trashed,
                    "false",
                    if done == Done::No { Done::No } else { Done::Maybe },
                    now_ms,
                );
            }
        });
        match result {
            Ok(Ok(report)) => {
                for failure in report.failed {
                    self.journal.fail(format!("{} can't import {number}: {}", phone.name, failure.code));
                }
                Ok(())
            }
            Ok(Err(error)) => {
                // Only a phone on which nobody signed in yet refuses.
                self.journal.note(&format!("{} refuses: {}", phone.name, error.code()));
                Ok(())
            }
            Err(Killed) => Err(Killed),
        }
    }

    fn some_picture(&self, phone: &Phone) -> Option<usize> {
        let count = u64::try_from(self.pictures.len()).ok()?;
        let any = usize::try_from(phone.chance.below(count)).ok();
        self.subject().filter(|_| !phone.chance.one_in(3)).or(any)
    }

    /// One of the photos that a phone shows, with its number on the memory card.
    async fn some_shown(
        &self,
        phone: &Phone,
        test: fn(&AssetView) -> bool,
    ) -> Result<Option<(usize, AssetView)>, Killed> {
        let all = phone.attempt(|engine| async move { everything(&engine).await }).await?;
        let all = match all {
            Ok(all) => all,
            Err(error) => {
                self.journal.fail(format!("{} can't list its photos: {error}", phone.name));
                Vec::new()
            }
        };
        let fitting: Vec<AssetView> = all.into_iter().filter(test).collect();
        let subject = self.subject().filter(|_| !phone.chance.one_in(3));
        let on_mind = fitting.iter().find(|view| subject.is_some() && self.number_of(&view.file_name) == subject);
        let chosen = on_mind.or(phone.chance.pick(&fitting)).cloned();
        Ok(chosen.and_then(|view| Some((self.number_of(&view.file_name)?, view))))
    }

    async fn edit(&self, phone: &Phone) -> Result<(), Killed> {
        let Some((number, view)) = self.some_shown(phone, |_| true).await? else { return Ok(()) };
        let chance = &phone.chance;
        let (field, value, edit) = match chance.below(4) {
            0 => {
                let wanted = !view.favourite;
                (Field::Favourite, wanted.to_string(), Edit { favourite: Some(wanted), ..Edit::default() })
            }
            1 => {
                let wanted = !view.hidden;
                (Field::Hidden, wanted.to_string(), Edit { hidden: Some(wanted), ..Edit::default() })
            }
            2 => {
                let wanted = format!("words {}", chance.below(1000));
                (Field::Caption, wanted.clone(), Edit { caption: Some(wanted), ..Edit::default() })
            }
            _ => {
                let wanted = format!("20{:02}-03-04T05:06:07+02:00", chance.below(26));
                (Field::TakenAt, wanted.clone(), Edit { taken_at: Some(wanted), ..Edit::default() })
            }
        };
        let id = view.id;
        let result = phone.attempt(|engine| async move { engine.edit(vec![id], edit).await }).await;
        self.note_change(phone, (number, id), (field, &value), result.map(|edited| edited.map_err(|e| e.to_string())))
    }

    fn note_change(
        &self,
        phone: &Phone,
        (number, id): (usize, RecordId),
        (field, value): (Field, &str),
        result: Result<Result<safelight_core::Changed, String>, Killed>,
    ) -> Result<(), Killed> {
        let done = match &result {
            Err(Killed) => Done::Maybe,
            Ok(Ok(changed)) if changed.changed.contains(&id) => Done::Yes,
            Ok(_) => Done::No,
        };
        self.journal.note(&format!("{} sets {field:?} of {number} to {value:?}: {done:?}", phone.name));
        let now_ms = self.course.now_ms();
        self.photo(number, |photo| photo.set(phone.name, field, value, done, now_ms));
        result.map(drop)
    }

    async fn throw_away(&self, phone: &Phone) -> Result<(), Killed> {
        let Some((number, view)) = self.some_shown(phone, |view| !view.trashed).await? else { return Ok(()) };
        let id = view.id;
        let result = phone.attempt(|engine| async move { engine.trash(vec![id]).await }).await;
        let result = result.map(|changed| changed.map_err(|error| error.to_string()));
        self.note_change(phone, (number, id), (Field::Trashed, "true"), result)
    }

    async fn take_back(&self, phone: &Phone) -> Result<(), Killed> {
        let Some((number, view)) = self.some_shown(phone, |view| view.trashed).await? else { return Ok(()) };
        let id = view.id;
        let result = phone.attempt(|engine| async move { engine.restore(vec![id]).await }).await;
        let result = result.map(|changed| changed.map_err(|error| error.to_string()));
        self.note_change(phone, (number, id), (Field::Trashed, "false"), result)
    }

    async fn purge(&self, phone: &Phone) -> Result<(), Killed> {
        let Some((number, view)) = self.some_shown(phone, |view| view.trashed).await? else { return Ok(()) };
        let id = view.id;
        // From here on a phone may show it no more, whatever else happens.
        self.photo(number, |photo| photo.deeds(phone.name).purged = photo.deeds(phone.name).purged.max(Done::Maybe));
        let result = phone.attempt(|engine| async move { engine.purge(vec![id]).await }).await;
        let done = match &result {
            Err(Killed) => Done::Maybe,
            Ok(Ok(changed)) if changed.changed.contains(&id) => Done::Yes,
            Ok(_) => Done::No,
        };
        self.journal.note(&format!("{} deletes {number} for good: {done:?}", phone.name));
        self.photo(number, |photo| photo.deeds(phone.name).purged = photo.deeds(phone.name).purged.max(done));
        if result.is_ok() && phone.chance.one_in(3) {
            // A change of mind, perhaps before the cloud has heard of the first one.
            if phone.chance.one_in(2) {
                self.sync_somehow(phone).await;
            }
            pause(phone.chance.below(8_000)).await;
            self.import_picture(phone, number, Purged::BringBack).await?;
        }
        result.map(drop)
    }

    async fn albums(&self, phone: &Phone) -> Result<(), Killed> {
        let shown = self.some_shown(phone, |view| !view.trashed).await?;
        let listed = phone.attempt(|engine| async move { engine.albums().await }).await?;
        let albums = listed.unwrap_or_default();
        let album = phone.chance.pick(&albums).cloned();
        let deed = phone.chance.below(8);
        let name = format!("album {} of {}", phone.chance.below(1_000_000), phone.name);
        let said = phone
            .attempt(|engine| async move {
                match (deed, album, shown) {
                    (0, Some(album), _) => format!(
                        "deletes {}: {:?}",
                        album.name,
                        engine.delete_album(&album.id.to_string()).await.is_ok()
                    ),
                    (1, Some(album), _) => format!(
                        "renames {}: {:?}",
                        album.name,
                        engine.rename_album(&album.id.to_string(), &name).await.is_ok()
                    ),
                    (2..=4, Some(album), Some((number, view))) => {
                        let added = engine.add_to_album(&album.id.to_string(), vec![view.id]).await;
                        format!("puts {number} into {}: {:?}", album.name, added.is_ok())
                    }
                    (5, Some(album), Some((number, view))) => {
                        let removed = engine.remove_from_album(&album.id.to_string(), vec![view.id]).await;
                        format!("takes {number} out of {}: {:?}", album.name, removed.is_ok())
                    }
                    _ => format!("makes {name}: {:?}", engine.create_album(&name).await.is_ok()),
                }
            })
            .await?;
        self.journal.note(&format!("{} {said}", phone.name));
        Ok(())
    }

    async fn sign_out_and_in(&self, phone: &Phone) -> Result<(), Killed> {
        let out = phone.attempt(|engine| async move { engine.sign_out(UnsentChoice::Leave).await.is_ok() }).await?;
        let back = phone.sign_in().await?;
        self.journal.note(&format!("{} signs out ({out}) and in ({back})", phone.name));
        Ok(())
    }

    /// Opens the original of a photo.
    async fn look(&self, phone: &Phone) -> Result<(), Killed> {
        let Some((number, view)) = self.some_shown(phone, |_| true).await? else { return Ok(()) };
        let opened = self.open(phone, number, view.id).await?;
        let said = opened.map_or_else(|code| code, |()| "there".to_owned());
        self.journal.note(&format!("{} looks at {number}: {said}", phone.name));
        Ok(())
    }

    /// Opens an original, and checks that it is the file that was imported. `Err` inside: the code of why it can't be had.
    pub(super) async fn open(&self, phone: &Phone, number: usize, id: RecordId) -> Result<Result<(), String>, Killed> {
        let opened = phone.attempt(|engine| async move { engine.file(id, ResourceKind::Original, None).await }).await?;
        let path = match opened {
            Ok(path) => path,
            Err(error) => return Ok(Err(error.code().to_owned())),
        };
        let bytes = std::fs::read(&path).unwrap_or_default();
        let expected = self.pictures.get(number).map(|picture| picture.sha256);
        if expected != Some(Sha256::digest(&bytes).into()) {
            self.journal.fail(format!("{} opens {number} and gets other bytes than were imported", phone.name));
        }
        Ok(Ok(()))
    }
}
