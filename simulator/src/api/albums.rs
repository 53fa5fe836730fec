//! Albums of one phone.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use safelight_core::{AlbumError, PageQuery};
use safelight_protocol::RecordId;
use serde::Deserialize;
use serde_json::json;

use super::photos::Item;
use super::{Answer, OnPhone, Refusal, Shared};
use crate::state::Membership;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/phones/{n}/albums", post(create))
        .route("/api/phones/{n}/albums/{id}/{deed}", post(change))
        .route("/api/phones/{n}/photos/{id}/albums", get(of_photo))
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

async fn create(OnPhone(phone): OnPhone, Json(new): Json<Named>) -> Answer {
    let album = phone.safelight().create_album(&new.name).await?;
    Ok(Json(json!({ "id": album.id })))
}

/// What to do with an album, as the address says it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Deed {
    Add,
    Remove,
    Rename,
    Delete,
}

#[derive(Deserialize)]
struct Which {
    id: RecordId,
    deed: Deed,
}

/// What the deed needs to know.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Details {
    photo: Option<RecordId>,
    name: Option<String>,
}

async fn change(
    OnPhone(phone): OnPhone,
    Path(Which { id, deed }): Path<Which>,
    Json(details): Json<Details>,
) -> Answer {
    let (phone, album) = (&phone.safelight(), id.to_string());
    match (deed, details) {
        (Deed::Add, Details { photo: Some(photo), .. }) => drop(phone.add_to_album(&album, vec![photo]).await?),
        (Deed::Remove, Details { photo: Some(photo), .. }) => drop(phone.remove_from_album(&album, vec![photo]).await?),
        (Deed::Rename, Details { name: Some(name), .. }) => drop(phone.rename_album(&album, &name).await?),
        (Deed::Delete, _) => drop(phone.delete_album(&album).await?),
        _ => return Err(Refusal::new(StatusCode::BAD_REQUEST, AlbumError::Name.code())),
    }
    Ok(Json(json!({})))
}

async fn of_photo(OnPhone(phone): OnPhone, Path(Item { id }): Path<Item>) -> Answer {
    let mut albums = Vec::new();
    for album in phone.safelight().albums().await? {
        let inside = phone.safelight().page(PageQuery { album: Some(album.id), ..PageQuery::default() }).await?;
        let chosen = inside.assets.iter().any(|asset| asset.id == id);
        albums.push(Membership { id: album.id.to_string(), name: album.name, chosen });
    }
    Ok(Json(json!({ "albums": albums })))
}
