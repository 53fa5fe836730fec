//! Why a phone waits, and the buttons.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, OnPhone, Refusal, Shared};
use crate::mend::{self, Pressed};
use crate::reasons::Look;
use crate::simulator::Simulator;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/phones/{n}/look", post(look))
        .route("/api/phones/{n}/sync", post(sync))
        .route("/api/phones/{n}/fix/{code}", get(forms).post(press))
        .route("/api/phones/{n}/sign-out", post(sign_out))
        .route("/api/phones/{n}/sign-in", post(sign_in))
}

async fn look(OnPhone(phone): OnPhone) -> Result<Json<Look>, Refusal> {
    Ok(Json(phone.look_closely().await?))
}

async fn sync(OnPhone(phone): OnPhone) -> Answer {
    phone.sync_now().await?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Coded {
    code: String,
}

async fn forms(OnPhone(phone): OnPhone, Path(Coded { code }): Path<Coded>) -> Json<Value> {
    Json(json!({ "platforms": mend::forms(&phone, &code) }))
}

async fn press(
    State(simulator): State<Arc<Simulator>>,
    OnPhone(phone): OnPhone,
    Path(Coded { code }): Path<Coded>,
) -> Result<Json<Pressed>, Refusal> {
    Ok(Json(mend::press(&simulator, &phone, &code).await?))
}

async fn sign_out(State(simulator): State<Arc<Simulator>>, OnPhone(phone): OnPhone) -> Answer {
    simulator.sign_out(&phone).await?;
    Ok(Json(json!({})))
}

async fn sign_in(State(simulator): State<Arc<Simulator>>, OnPhone(phone): OnPhone) -> Answer {
    simulator.sign_in_again(&phone).await?;
    Ok(Json(json!({})))
}
