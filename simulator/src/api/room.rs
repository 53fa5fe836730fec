//! Making room: on this phone, and, which is another thing, in the cloud.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::routing::{get, post};
use axum::{Json, Router};
use safelight_core::reasons::WorkClass;
use safelight_core::{CouldGo, Hold, ProofReport, VerifyScope};
use safelight_protocol::RecordId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::photos::Item;
use super::{Answer, OnPhone, Refusal, Shared};
use crate::mend::{self, Pressed};
use crate::words::{catalogue, say, say_with, size};

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/phones/{n}/make-room", post(make_room))
        .route("/api/phones/{n}/free-up", get(plan))
        .route("/api/phones/{n}/free-up/{deed}", post(free_up))
        .route("/api/phones/{n}/verify", post(verify))
        .route("/api/phones/{n}/photos/{id}/keep/{wish}", post(keep))
        .route("/api/phones/{n}/photos/{id}/proof/now", post(prove))
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

/// Asks the cloud to prove every original of the library.
async fn verify(OnPhone(phone): OnPhone) -> Answer {
    Ok(proven(&phone.safelight().verify(VerifyScope::All).await?))
}

/// Asks the cloud to prove one original.
async fn prove(OnPhone(phone): OnPhone, Path(Item { id }): Path<Item>) -> Answer {
    Ok(proven(&phone.safelight().prove(vec![id]).await?))
}

/// How many are proven, and why the others are not, each reason once.
fn proven(report: &ProofReport) -> Json<Value> {
    let mut said = say_with("proven", [("proven", report.proven.into()), ("of", report.of.into())]);
    let codes: BTreeSet<&str> = report.unproven.iter().map(|one| one.code.as_str()).collect();
    for code in codes {
        said.push(' ');
        said.push_str(&Hold::new(code, WorkClass::Files, report.at).sentence(catalogue()));
    }
    Json(json!({ "sentence": said, "whole": report.is_whole() }))
}

/// What the person wants of an original on this phone.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Wish {
    Pin,
    Unpin,
}

#[derive(Deserialize)]
struct Kept {
    id: RecordId,
    wish: Wish,
}

async fn keep(OnPhone(phone): OnPhone, Path(Kept { id, wish }): Path<Kept>) -> Answer {
    let said = match wish {
        Wish::Pin => phone.safelight().pin(vec![id]).await.map(|_| "pinned")?,
        Wish::Unpin => phone.safelight().unpin(vec![id]).await.map(|_| "unpinned")?,
    };
    phone.nudge();
    Ok(Json(json!({ "sentence": say(said) })))
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
