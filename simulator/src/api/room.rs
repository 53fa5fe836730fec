//! Making room: on this phone, and, which is another thing, in the cloud.

use axum::extract::Path;
use axum::routing::{get, post};
use axum::{Json, Router};
use safelight_core::CouldGo;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, OnPhone, Refusal, Shared};
use crate::mend::{self, Pressed};
use crate::words::{say_with, size};

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/phones/{n}/make-room", post(make_room))
        .route("/api/phones/{n}/free-up", get(plan))
        .route("/api/phones/{n}/free-up/{deed}", post(free_up))
}

async fn make_room(OnPhone(phone): OnPhone) -> Result<Json<Pressed>, Refusal> {
    Ok(Json(mend::make_room(&phone).await?))
}

async fn plan(OnPhone(phone): OnPhone) -> Result<Json<Value>, Refusal> {
    let plan = phone.safelight().free_up_plan(None).await?;
    let told = |id: &str, list: &[CouldGo], bytes: u64| {
        json!({
            "count": list.len(),
            "sentence": say_with(id, [("count", list.len().into()), ("size", size(bytes).into())]),
        })
    };
    Ok(Json(json!({
        "videos": told("free-up-videos", &plan.videos, plan.video_bytes),
        "deleted": told("free-up-deleted", &plan.recently_deleted, plan.recently_deleted_bytes),
    })))
}

/// The two deeds of which the second can't be undone.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Deed {
    Trash,
    Empty,
}

#[derive(Deserialize)]
struct Wanted {
    deed: Deed,
}

async fn free_up(OnPhone(phone): OnPhone, Path(Wanted { deed }): Path<Wanted>) -> Answer {
    let safelight = phone.safelight();
    let plan = safelight.free_up_plan(None).await?;
    let ids = |list: Vec<CouldGo>| list.into_iter().map(|one| one.id).collect::<Vec<_>>();
    let (changed, bytes, id) = match deed {
        Deed::Trash => (safelight.trash(ids(plan.videos)).await?, plan.video_bytes, "freed-trash"),
        Deed::Empty => (safelight.purge(ids(plan.recently_deleted)).await?, plan.recently_deleted_bytes, "freed-empty"),
    };
    let numbers = [("count", changed.changed.len().into()), ("size", size(bytes).into())];
    Ok(Json(json!({ "sentence": say_with(id, numbers) })))
}
