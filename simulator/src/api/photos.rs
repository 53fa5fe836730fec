//! Photos of one phone: lists, pictures, and what a person does with them.

use std::path::Path as FilePath;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::StreamExt;
use safelight_core::{Edit, ImportReport, PageQuery, ResourceKind, Shelf};
use safelight_protocol::RecordId;
use serde::Deserialize;
use serde_json::json;
use tokio::io::AsyncWriteExt;

use super::{Answer, OnPhone, Refusal, Shared};
use crate::simulator::Simulator;
use crate::state::PhotoList;
use crate::view;
use crate::words::say_with;

/// The most bytes of a file from the computer: 1 GiB.
const MAX_UPLOAD: u64 = 1 << 30;

/// The most photos in one list.
const MAX_LIST: usize = 10_000;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/phones/{n}/photos", get(list))
        .route("/api/phones/{n}/photos/take", post(take))
        .route("/api/phones/{n}/photos/upload", post(upload))
        .route("/api/phones/{n}/photos/{id}", post(edit))
        .route("/api/phones/{n}/photos/{id}/{what}", get(picture).post(act))
}

/// One photo in an address.
#[derive(Deserialize)]
pub(super) struct Item {
    pub(super) id: RecordId,
}

#[derive(Deserialize)]
struct View {
    view: String,
    limit: Option<usize>,
}

async fn list(OnPhone(phone): OnPhone, Query(View { view, limit }): Query<View>) -> Result<Json<PhotoList>, Refusal> {
    let mut query = PageQuery { limit: Some(limit.unwrap_or(MAX_LIST).min(MAX_LIST)), ..PageQuery::default() };
    match view.split_once(':') {
        Some(("album", id)) => query.album = Some(id.parse().map_err(|_| Refusal::not_found())?),
        None if view == "library" => {}
        None if view == "favourites" => query.favourites = true,
        None if view == "trash" => query.shelf = Shelf::Trash,
        _ => return Err(Refusal::not_found()),
    }
    let in_library = view == "library";
    let page = phone.safelight().page(query).await?;
    // What the person must decide stands first; it is on no shelf.
    let contested = if in_library { phone.safelight().contested().await? } else { Vec::new() };
    let mut photos = Vec::with_capacity(contested.len() + page.assets.len());
    for asset in contested.iter().chain(&page.assets) {
        photos.push(view::photo(&phone, asset).await?);
    }
    Ok(Json(PhotoList { photos, more: page.next.is_some() }))
}

#[derive(Deserialize)]
struct PictureOf {
    id: RecordId,
    what: Size,
}

/// How large a picture is wanted.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Size {
    Thumbnail,
    Preview,
    Original,
}

async fn picture(OnPhone(phone): OnPhone, Path(PictureOf { id, what }): Path<PictureOf>) -> Result<Response, Refusal> {
    let path = match what {
        Size::Thumbnail => phone.safelight().local_file(id, ResourceKind::Thumbnail).await?,
        // Until the larger picture has come, the small one stands in.
        Size::Preview => match phone.safelight().file(id, ResourceKind::Preview, None).await {
            Ok(path) => Some(path),
            Err(_) => phone.safelight().local_file(id, ResourceKind::Thumbnail).await?,
        },
        Size::Original => Some(phone.safelight().file(id, ResourceKind::Original, None).await?),
    };
    let path = path.ok_or_else(Refusal::not_found)?;
    let bytes = tokio::fs::read(&path).await.map_err(|_| Refusal::not_found())?;
    let kept = if what == Size::Preview { "no-store" } else { "private, max-age=3600" };
    Ok(([(header::CONTENT_TYPE, media_type(&bytes)), (header::CACHE_CONTROL, kept)], bytes).into_response())
}

/// What a picture is, by its first bytes. What a browser can't show, or would run, is only bytes.
fn media_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f', ..] => "image/avif",
        _ => "application/octet-stream",
    }
}

async fn take(State(simulator): State<Arc<Simulator>>, OnPhone(phone): OnPhone) -> Answer {
    let report = simulator.take_photo(&phone).await?;
    let id = report.imported.first().ok_or_else(|| refusal_of(&report))?;
    Ok(Json(json!({ "id": id })))
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

async fn upload(
    State(simulator): State<Arc<Simulator>>,
    OnPhone(phone): OnPhone,
    Query(Named { name }): Query<Named>,
    body: Body,
) -> Answer {
    let failed = |_: std::io::Error| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "disk.device");
    let file = phone.inbox(&name).map_err(failed)?;
    if let Err(refusal) = receive(body, &file).await {
        // Half a file is no photo.
        let _ = tokio::fs::remove_file(&file).await;
        return Err(refusal);
    }
    let report = phone.take_in(file).await?;
    if let Some(id) = report.imported.first() {
        simulator.tell(&phone, "log-added", [("photos", 1.into())]);
        return Ok(Json(json!({ "id": id, "sentence": say_with("added", [("photos", 1.into())]) })));
    }
    let (_, id) = report.duplicates.first().ok_or_else(|| refusal_of(&report))?;
    let sentence = say_with("log-known", [("phone", phone.name().into())]);
    Ok(Json(json!({ "id": id, "sentence": sentence })))
}

/// Writes a body into a file as it comes.
async fn receive(body: Body, file: &FilePath) -> Result<(), Refusal> {
    let failed = |_| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "disk.device");
    let mut file = tokio::fs::File::create(file).await.map_err(failed)?;
    let mut body = body.into_data_stream();
    let mut length = 0;
    while let Some(bytes) = body.next().await {
        let bytes = bytes.map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "req.malformed"))?;
        length += bytes.len() as u64;
        if length > MAX_UPLOAD {
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "req.too_large"));
        }
        file.write_all(&bytes).await.map_err(failed)?;
    }
    file.flush().await.map_err(failed)
}

/// Why an import took nothing in.
fn refusal_of(report: &ImportReport) -> Refusal {
    let ignored = report.ignored.first().map(|(_, code)| code.as_str());
    let code = ignored.or(report.failed.first().map(|failure| failure.code.as_str())).unwrap_or("item.corrupt");
    Refusal::new(StatusCode::CONFLICT, code)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Change {
    favourite: Option<bool>,
    caption: Option<String>,
}

async fn edit(OnPhone(phone): OnPhone, Path(Item { id }): Path<Item>, Json(change): Json<Change>) -> Answer {
    let edit = Edit { favourite: change.favourite, caption: change.caption, ..Edit::default() };
    phone.safelight().edit(vec![id], edit).await?;
    Ok(Json(json!({})))
}

/// What to do with a photo, as the address says it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Deed {
    Trash,
    Restore,
    Delete,
}

#[derive(Deserialize)]
struct DeedOn {
    id: RecordId,
    what: Deed,
}

async fn act(OnPhone(phone): OnPhone, Path(DeedOn { id, what }): Path<DeedOn>) -> Answer {
    match what {
        Deed::Trash => phone.safelight().trash(vec![id]).await?,
        Deed::Restore => phone.safelight().restore(vec![id]).await?,
        Deed::Delete => phone.safelight().purge(vec![id]).await?,
    };
    Ok(Json(json!({})))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_are_served_as_pictures() {
        assert_eq!(media_type(&[0xFF, 0xD8, 0xFF, 0xE1, 0]), "image/jpeg");
        for other in [b"<svg onload=x>".as_slice(), b"<html>", b"", b"\xFF\xD8"] {
            assert_eq!(media_type(other), "application/octet-stream");
        }
    }
}
