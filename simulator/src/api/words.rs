//! The recovery words on the page: shown, and three of them asked back.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Shared};
use crate::simulator::Simulator;
use crate::words::say_with;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/show", post(show)).route("/ask", post(ask)).route("/answer", post(answer))
}

async fn show(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    Json(json!({ "words": simulator.words_to_show() }))
}

async fn ask(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    let asked: Vec<_> = simulator
        .words_to_ask()
        .into_iter()
        .map(|number| say_with("word-number", [("number", number.into())]))
        .collect();
    Json(json!({ "asked": asked }))
}

#[derive(Deserialize)]
struct Given {
    words: Vec<String>,
}

async fn answer(State(simulator): State<Arc<Simulator>>, Json(given): Json<Given>) -> Answer {
    Ok(Json(json!({ "right": simulator.check_words(&given.words).await? })))
}
