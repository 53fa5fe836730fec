//! Looking at photos, and changing what is known of them.

use safelight_core::{AssetDetails, AssetView, Changed, Edit, Page, PageQuery, SafetyState, Shelf};
use serde_json::{Value, json};

use crate::answer::{Answer, Failure};
use crate::arguments::{Change, List};
use crate::document;
use crate::home::Phone;
use crate::table::{Table, plain, size};

pub(crate) async fn list(phone: &Phone<'_>, arguments: List) -> Result<Answer, Failure> {
    let album = match &arguments.album {
        Some(name) => Some(phone.engine.album(name).await?.id),
        None => None,
    };
    let query = PageQuery {
        shelf: match (arguments.trash, arguments.hidden) {
            (true, _) => Shelf::Trash,
            (_, true) => Shelf::Hidden,
            _ => Shelf::Timeline,
        },
        album,
        favourites: arguments.favourites,
        since: arguments.since,
        until: arguments.until,
        after: arguments.after.as_deref().map(str::parse).transpose()?,
        limit: Some(arguments.limit).filter(|limit| *limit > 0),
    };
    let page = phone.engine.page(query).await?;
    let next = page.next.map(|cursor| cursor.to_string());
    let words = page_in_words(phone, &page, next.as_deref());
    Ok(Answer::done(json!({ "assets": page.assets, "next": next }), words))
}

fn page_in_words(phone: &Phone<'_>, page: &Page, next: Option<&str>) -> String {
    if page.assets.is_empty() {
        return phone.console.text("cli-ls-none", []);
    }
    let trash = page.assets.iter().any(|asset| asset.days_left.is_some());
    let mut heading = vec!["cli-head-id", "cli-head-taken", "cli-head-size", "cli-head-state", "cli-head-name"];
    heading.extend(trash.then_some("cli-head-days-left"));
    let heading: Vec<String> = heading.into_iter().map(|id| phone.console.text(id, [])).collect();
    let mut table = Table::new(&heading);
    for asset in &page.assets {
        let mut row = vec![
            asset.id.to_string(),
            day_and_time(&asset.taken_at),
            size(asset.bytes),
            state(phone, asset),
            asset.file_name.clone(),
        ];
        row.extend(asset.days_left.map(|days| days.to_string()));
        table.row(row);
    }
    match next {
        Some(next) => format!("{table}{}\n", phone.console.text("cli-ls-more", [("cursor", next.into())])),
        None => table.to_string(),
    }
}

/// The capture date as the clock on the wall showed it: without its offset.
fn day_and_time(taken_at: &str) -> String {
    taken_at.chars().take(16).map(|c| if c == 'T' { ' ' } else { c }).collect()
}

fn state(phone: &Phone<'_>, asset: &AssetView) -> String {
    let id = match asset.state {
        SafetyState::Safe => "cli-state-safe",
        SafetyState::Sending => "cli-state-sending",
        SafetyState::Failed => "cli-state-failed",
        SafetyState::Waiting if asset.held_by.is_empty() => "cli-state-waiting",
        SafetyState::Waiting => {
            return phone.console.text("cli-state-elsewhere", [("phones", plain(&asset.held_by.join(", ")).into())]);
        }
    };
    phone.console.text(id, [])
}

pub(crate) async fn show(phone: &Phone<'_>, id: &str) -> Result<Answer, Failure> {
    let id = document::id(id)?;
    let unknown = || Failure::new("item.unknown", format!("no photo or video has the id {id}"));
    let details = phone.engine.details(id).await?.ok_or_else(unknown)?;
    let status = phone.engine.status().await?;
    let waits = details.waits(&status.holds, phone.now());
    let mut shown = json!(details.asset);
    if let Value::Object(fields) = &mut shown {
        fields.insert("resources".to_owned(), json!(details.resources));
        fields.insert("albums".to_owned(), json!(details.albums));
        fields.insert("history".to_owned(), json!(details.history));
        fields.insert("waits".to_owned(), document::holds(&waits, &phone.console.sentences).into());
    }
    let mut words = details_in_words(phone, &details);
    for wait in &waits {
        words.push_str(&wait.sentence(&phone.console.sentences));
        words.push('\n');
    }
    Ok(Answer::done(shown, words))
}

fn details_in_words(phone: &Phone<'_>, details: &AssetDetails) -> String {
    let asset = &details.asset;
    let text = |id: &str| phone.console.text(id, []);
    let mut table = Table::default();
    let mut row = |head: &str, cell: String| {
        if !cell.is_empty() {
            table.row(vec![text(head), cell]);
        }
    };
    row("cli-head-name", asset.file_name.clone());
    row("cli-head-taken", asset.taken_at.clone());
    row("cli-head-size", size(asset.bytes));
    row("cli-head-pixels", asset.width.zip(asset.height).map(|(w, h)| format!("{w} × {h}")).unwrap_or_default());
    row(
        "cli-head-length",
        asset.duration_ms.map(|ms| format!("{}.{} s", ms / 1000, ms % 1000 / 100)).unwrap_or_default(),
    );
    let camera = [asset.camera.make.clone(), asset.camera.model.clone()];
    row("cli-head-camera", camera.into_iter().flatten().collect::<Vec<_>>().join(" "));
    row("cli-head-place", asset.place.map(|place| format!("{:.5}, {:.5}", place.lat, place.lon)).unwrap_or_default());
    row("cli-head-caption", asset.caption.clone());
    row("cli-head-albums", details.albums.join(", "));
    let marks =
        [("cli-mark-favourite", asset.favourite), ("cli-mark-hidden", asset.hidden), ("cli-mark-trash", asset.trashed)];
    let marks = marks.into_iter().filter(|(_, set)| *set).map(|(id, _)| text(id));
    row("cli-head-marks", marks.collect::<Vec<_>>().join(", "));
    let left = asset.days_left.map(|days| phone.console.text("cli-days-left", [("days", days.into())]));
    row("cli-head-days-left", left.unwrap_or_default());
    row("cli-head-state", state(phone, asset));
    row("cli-head-id", asset.id.to_string());
    table.to_string()
}

pub(crate) async fn set(phone: &Phone<'_>, change: Change) -> Result<Answer, Failure> {
    let ids = vec![document::id(&change.id)?];
    let edit =
        Edit { favourite: change.favourite, hidden: change.hidden, caption: change.caption, taken_at: change.date };
    Ok(changed(phone, "cli-set-done", &phone.engine.edit(ids, edit).await?))
}

pub(crate) async fn trash(phone: &Phone<'_>, ids: &[String]) -> Result<Answer, Failure> {
    Ok(changed(phone, "cli-trash-done", &phone.engine.trash(document::ids(ids)?).await?))
}

pub(crate) async fn restore(phone: &Phone<'_>, ids: &[String]) -> Result<Answer, Failure> {
    Ok(changed(phone, "cli-restore-done", &phone.engine.restore(document::ids(ids)?).await?))
}

pub(crate) async fn purge(phone: &Phone<'_>, ids: &[String]) -> Result<Answer, Failure> {
    Ok(changed(phone, "cli-purge-done", &phone.engine.purge(document::ids(ids)?).await?))
}

fn changed(phone: &Phone<'_>, sentence: &str, changed: &Changed) -> Answer {
    let document = json!({ "changed": changed.changed, "unchanged": changed.unchanged });
    let mut words = phone.console.text(sentence, [("count", changed.changed.len().into())]);
    if !changed.unchanged.is_empty() {
        words.push('\n');
        words.push_str(&phone.console.text("cli-unchanged", [("count", changed.unchanged.len().into())]));
    }
    Answer::done(document, words)
}
