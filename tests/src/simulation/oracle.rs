//! What must be true: always, and when all is quiet.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use safelight_core::{AssetDetails, AssetView, OriginalPlace, PageQuery, SafetyState};
use safelight_protocol::{ContentId, RecordId};
use safelight_server::admin::Command;

use super::link::digest;
use super::model::{Field, Must};
use super::person::everything;
use super::phone::Phone;
use super::world::World;

/// What a phone shows when all is quiet.
#[derive(Debug, PartialEq, Default)]
struct Shown {
    assets: BTreeMap<RecordId, String>,
    albums: BTreeMap<RecordId, (String, u64, BTreeSet<RecordId>)>,
}

impl World {
    /// What a phone calls safe is readable from what the server has made durable.
    pub(super) async fn check_safe(&self, phone: &Phone) {
        let Ok(Ok(all)) = phone.attempt(|engine| async move { everything(&engine).await }).await else { return };
        let safe: Vec<AssetView> = all.into_iter().filter(|view| view.state == SafetyState::Safe).collect();
        let stored = match self.cloud.stored() {
            Ok(stored) => stored,
            Err(error) => return self.journal.fail(error),
        };
        for view in safe {
            // Who has not heard yet that another phone deleted it for good may still call it safe.
            let number = self.number_of(&view.file_name);
            if number.and_then(|number| self.photo(number, |photo| photo.may_be_gone())).unwrap_or(true) {
                continue;
            }
            let id = view.id;
            let details = phone.attempt(|engine| async move { engine.details(id).await }).await;
            let Ok(Ok(Some(details))) = details else { continue };
            self.check_parts(phone, &details, &stored);
        }
    }

    /// What a phone took in is still on its disk, until the cloud has the tombstone.
    pub(super) fn check_copies(&self, phone: &Phone) {
        for number in 0..self.pictures.len() {
            let held = self.photo(number, |photo| photo.names().filter(|_| photo.must_be_held_by(phone.name)));
            let Some((record, content)) = held.flatten() else { continue };
            if !has_copy(&phone.home, &content) && self.cloud.has_tombstone(&record) == Ok(false) {
                self.journal.fail(format!("{} gave picture {number} away before it was deleted", phone.name));
            }
        }
    }

    fn check_parts(&self, phone: &Phone, details: &AssetDetails, stored: &BTreeSet<safelight_protocol::PartId>) {
        let original = details.resources.iter().find(|resource| resource.kind == "original");
        let parts = original.map(|original| original.parts.as_slice()).unwrap_or_default();
        let there = !parts.is_empty()
            && parts.iter().all(|part| stored.contains(part) && self.cloud.has_bytes(part) == Ok(true));
        if !there {
            let name = &details.asset.file_name;
            self.journal.fail(format!("{} calls {name} safe, and the cloud does not have it", phone.name));
        }
    }

    /// All is quiet: everybody shows the same, and what the model knows.
    pub(super) async fn check_quiet(&self) {
        let mut first: Option<(&Phone, Shown)> = None;
        for phone in &self.phones {
            self.check_findings(phone).await;
            self.check_held(phone).await;
            self.check_safe(phone).await;
            let Some(shown) = self.shown(phone).await else { return };
            match &first {
                None => first = Some((phone, shown)),
                Some((other, before)) if *before != shown => {
                    let difference = difference(before, &shown);
                    return self.journal.fail(format!("{} and {} differ: {difference}", other.name, phone.name));
                }
                Some(_) => {}
            }
        }
        let Some((phone, shown)) = first else { return };
        self.journal.note(&format!("all show {} {}", shown.assets.len(), digest(format!("{shown:?}").as_bytes())));
        self.check_model(phone).await;
        self.check_cloud().await;
    }

    /// No original has left a phone that nobody took away from it.
    async fn check_held(&self, phone: &Phone) {
        let Ok(Ok(all)) = phone.attempt(|engine| async move { everything(&engine).await }).await else { return };
        for view in all {
            let Some(number) = self.number_of(&view.file_name) else { continue };
            let must = self.photo(number, |photo| photo.must_be_held_by(phone.name)) == Some(true);
            if must && !matches!(view.original, OriginalPlace::Local | OriginalPlace::Both) {
                self.journal.fail(format!("{} has lost the original of picture {number}", phone.name));
            }
        }
    }

    /// What only a broken library or a lying server gives rise to.
    async fn check_findings(&self, phone: &Phone) {
        let Ok(Ok(status)) = phone.attempt(|engine| async move { engine.status().await }).await else { return };
        let may_be_lost =
            (0..self.pictures.len()).any(|number| self.photo(number, |photo| photo.may_be_lost()) == Some(true));
        for finding in status.findings {
            // A disk that was rolled back in silence is noticed record by record.
            let expected = match finding.code.as_str() {
                "srv.restored" | "srv.fell_back" | "eng.drift" => self.restores(),
                "item.lost" => may_be_lost,
                // Where somebody makes backups at all, weeks pass between them.
                "cloud.backup_old" => true,
                _ => false,
            };
            if expected {
                continue;
            }
            self.journal
                .fail(format!("{} finds {} {} {}", phone.name, finding.code, finding.subject, finding.evidence));
        }
        if !status.pending.is_empty() {
            self.journal.fail(format!("{} is at rest with work left: {:?}", phone.name, status.pending));
        }
    }

    async fn shown(&self, phone: &Phone) -> Option<Shown> {
        let read = phone.attempt(|engine| async move {
            let mut shown = Shown::default();
            for view in everything(&engine).await? {
                let details = engine.details(view.id).await.map_err(|error| format!("{error:?}"))?;
                let details = details.ok_or_else(|| format!("{} has no details", view.file_name))?;
                if shown.assets.insert(view.id, in_words(&details)).is_some() {
                    return Err(format!("{} is shown twice", view.file_name));
                }
            }
            for album in engine.albums().await.map_err(|error| format!("{error:?}"))? {
                let query = PageQuery { album: Some(album.id), ..PageQuery::default() };
                let page = engine.page(query).await.map_err(|error| format!("{error:?}"))?;
                let inside = page.assets.iter().map(|view| view.id).collect();
                shown.albums.insert(album.id, (album.name, album.count, inside));
            }
            Ok(shown)
        });
        match read.await {
            Ok(Ok(shown)) => Some(shown),
            Ok(Err(error)) => {
                self.journal.fail(format!("{} can't be read: {error}", phone.name));
                None
            }
            Err(_) => None,
        }
    }

    /// Nothing lost, doubled, or back from the dead; every field as somebody set it.
    async fn check_model(&self, phone: &Phone) {
        let Ok(Ok(all)) = phone.attempt(|engine| async move { everything(&engine).await }).await else { return };
        let mut shown: BTreeMap<usize, AssetView> = BTreeMap::new();
        for view in all {
            match self.number_of(&view.file_name) {
                Some(number) => {
                    if shown.insert(number, view).is_some() {
                        self.journal.fail(format!("picture {number} is in the library twice"));
                    }
                }
                None => self.journal.fail(format!("{} was never taken", view.file_name)),
            }
        }
        for number in 0..self.pictures.len() {
            self.check_photo(number, shown.get(&number));
        }
    }

    fn check_photo(&self, number: usize, view: Option<&AssetView>) {
        let now_ms = self.course.now_ms();
        let wrong = self.photo(number, |photo| {
            // Who deletes on a server that was rolled back may find that it says something else, and shows the photo again.
            let unsure = self.restores() && photo.may_be_gone() && photo.was_there();
            let mut wrong = match (photo.must(), view) {
                _ if unsure => Vec::new(),
                (Must::BeThere, None) => vec![format!("picture {number} is lost")],
                (Must::BeGone, Some(_)) => vec![format!("picture {number} is back from the dead")],
                (Must::NeverHaveBeen, Some(_)) => vec![format!("picture {number} was never imported")],
                _ => Vec::new(),
            };
            let values = view.map(fields_of);
            for (field, value) in values.iter().flatten() {
                // A server that was rolled back has no base: what was done before counts as done at once.
                let allowed = photo.allowed(*field).filter(|_| !self.restores());
                if let Some(allowed) = allowed.filter(|allowed| !allowed.contains(value)) {
                    wrong.push(format!("{field:?} of picture {number} is {value:?} and may be {allowed:?}"));
                }
            }
            photo.agree(values, now_ms);
            wrong
        });
        wrong.into_iter().flatten().for_each(|wrong| self.journal.fail(wrong));
        let Some(view) = view else { return };
        let may_be_lost = self.photo(number, |photo| photo.may_be_lost()) == Some(true);
        if view.state != SafetyState::Safe && !(may_be_lost && view.state == SafetyState::Failed) {
            self.journal.fail(format!("picture {number} is {:?} although nothing is left to do", view.state));
        }
        if view.taken_at_source == safelight_core::TakenAtSource::File {
            let changed_ms = self.pictures.get(number).map(|picture| picture.changed_ms);
            let taken_ms = view.taken_at.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond);
            if taken_ms != changed_ms {
                self.journal.fail(format!("picture {number} has the date {}, not its file's", view.taken_at));
            }
        }
    }

    /// The server's own state is whole.
    async fn check_cloud(&self) {
        match self.cloud.carry_out(Command::Verify).await {
            Ok(Ok(verified)) => {
                self.journal.note(&format!("verified {verified}"));
                for kind in ["missing", "damaged"] {
                    if verified.get(kind).and_then(serde_json::Value::as_array).is_none_or(|list| !list.is_empty()) {
                        self.journal.fail(format!("verify finds parts {kind}: {verified}"));
                    }
                }
            }
            other => self.journal.fail(format!("verify fails: {other:?}")),
        }
        for wrong in self.cloud.check_sums() {
            self.journal.fail(wrong);
        }
    }

    /// At the end: every original can be opened on every phone.
    pub(super) async fn check_originals(&self) {
        for phone in &self.phones {
            let Ok(Ok(all)) = phone.attempt(|engine| async move { everything(&engine).await }).await else { return };
            for view in all {
                let Some(number) = self.number_of(&view.file_name) else { continue };
                let may_be_lost = self.photo(number, |photo| photo.may_be_lost()) == Some(true);
                if let Ok(Err(code)) = self.open(phone, number, view.id).await
                    && !(may_be_lost && code == "item.lost")
                {
                    self.journal.fail(format!("{} can't open picture {number}: {code}", phone.name));
                }
            }
        }
    }
}

/// Whether an original lies in a home.
fn has_copy(home: &Path, content: &ContentId) -> bool {
    let name = content.to_string();
    let shelf: String = name.chars().take(2).collect();
    let files = std::fs::read_dir(home.join("originals").join(shelf));
    files.is_ok_and(|files| files.flatten().any(|file| file.file_name().to_string_lossy().starts_with(&name)))
}

fn fields_of(view: &AssetView) -> BTreeMap<Field, String> {
    BTreeMap::from([
        (Field::Favourite, view.favourite.to_string()),
        (Field::Hidden, view.hidden.to_string()),
        (Field::Caption, view.caption.clone()),
        (Field::TakenAt, view.taken_at.clone()),
        (Field::Trashed, view.trashed.to_string()),
    ])
}

/// What all phones must show alike.
fn in_words(details: &AssetDetails) -> String {
    let AssetDetails { asset, albums, history, resources, .. } = details;
    let resources: Vec<_> =
        resources.iter().map(|resource| (&resource.kind, resource.bytes, &resource.parts, resource.cloud)).collect();
    let AssetView { content_id, kind, taken_at, taken_at_source, file_name, bytes, width, height, .. } = asset;
    let AssetView { orientation, camera, place, favourite, hidden, caption, trashed, trashed_at_ms, .. } = asset;
    format!(
        "{file_name} {content_id:?} {kind:?} {taken_at} {taken_at_source:?} {bytes} {width:?}x{height:?} {orientation} \
         {camera:?} {place:?} favourite {favourite} hidden {hidden} {caption:?} trashed {trashed} {trashed_at_ms:?} \
         {:?} {:?} in {albums:?} after {history:?} as {resources:?}",
        asset.state, asset.held_by
    )
}

fn difference(one: &Shown, other: &Shown) -> String {
    let keys: BTreeSet<_> = one.assets.keys().chain(other.assets.keys()).collect();
    let mut lines: Vec<String> = keys
        .into_iter()
        .filter(|key| one.assets.get(key) != other.assets.get(key))
        .map(|key| format!("\n  {:?}\n  {:?}", one.assets.get(key), other.assets.get(key)))
        .collect();
    if one.albums != other.albums {
        lines.push(format!("\n  {:?}\n  {:?}", one.albums, other.albums));
    }
    lines.concat()
}
