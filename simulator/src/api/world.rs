//! What lies beyond the phones: the cloud's troubles, stories, time, the language of the page.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use safelight_core::Language;
use serde::Deserialize;
use serde_json::json;

use super::{Answer, Refusal, Shared};
use crate::link::Door;
use crate::simulator::{EMAIL, Simulator};
use crate::story::{Tip, Trouble};
use crate::words;

/// The longest step of the clock: a year.
const LONGEST_STEP: u64 = 366 * 24;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/cloud", post(change_cloud))
        .route("/api/tip", post(tip))
        .route("/api/surprise", post(surprise))
        .route("/api/reveal", post(reveal))
        .route("/api/calm", post(calm))
        .route("/api/clock", post(move_clock))
        .route("/api/language", post(speak))
}

/// What becomes of the cloud; what is not named stays.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Change {
    quota: Option<u64>,
    door: Option<Door>,
    slow: Option<bool>,
    maintenance: Option<bool>,
    floor: Option<String>,
}

async fn change_cloud(State(simulator): State<Arc<Simulator>>, Json(change): Json<Change>) -> Answer {
    let cloud = &simulator.cloud;
    simulator.story.uncover_cloud();
    if let Some(bytes) = change.quota {
        cloud.set_quota(EMAIL, bytes).await?;
    }
    if let Some(door) = change.door {
        cloud.doors.set_door(door);
    }
    if let Some(slow) = change.slow {
        cloud.doors.set_slow(slow);
    }
    if let Some(on) = change.maintenance {
        cloud.set_maintenance(on).await?;
    }
    if let Some(floor) = &change.floor {
        cloud.set_floor(floor).await?;
    }
    for phone in &simulator.phones {
        phone.forget_diagnosis();
    }
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Which {
    tip: Tip,
}

async fn tip(State(simulator): State<Arc<Simulator>>, Json(Which { tip }): Json<Which>) -> Answer {
    simulator.tell_tip(tip).await?;
    Ok(Json(json!({})))
}

/// What to break, and on which phone; drawn by lot where it is not said.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Lot {
    trouble: Option<Trouble>,
    phone: Option<usize>,
}

async fn surprise(State(simulator): State<Arc<Simulator>>, Json(lot): Json<Lot>) -> Answer {
    simulator.surprise(lot.trouble, lot.phone).await?;
    Ok(Json(json!({})))
}

async fn reveal(State(simulator): State<Arc<Simulator>>) -> Answer {
    simulator.story.reveal();
    Ok(Json(json!({})))
}

async fn calm(State(simulator): State<Arc<Simulator>>) -> Answer {
    simulator.story.forget();
    simulator.calm().await?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Step {
    hours: u64,
}

async fn move_clock(State(simulator): State<Arc<Simulator>>, Json(Step { hours }): Json<Step>) -> Answer {
    let by = Duration::from_secs(hours.min(LONGEST_STEP) * 3_600);
    simulator.move_on(by).map_err(|_| Refusal::failed("disk.device"))?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Spoken {
    language: String,
}

async fn speak(State(simulator): State<Arc<Simulator>>, Json(Spoken { language }): Json<Spoken>) -> Answer {
    let known = Language::ALL.iter().find(|known| known.tag() == language);
    words::speak_in(*known.ok_or_else(Refusal::not_found)?);
    simulator.rename_phones().await;
    Ok(Json(json!({})))
}
