//! The API's description, made from the table of routes.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use safelight_protocol::codes;
use safelight_protocol::server::ServerDescription;
use safelight_protocol::version::{CLIENT_HEADER, PROTOCOL, PROTOCOL_HEADER};

use super::body::Json;
use super::handshake::PROTOCOL_MIN;
use super::{Route, Who, routes};
use crate::app::App;
use crate::refusal::Refusal;

pub(super) async fn server(State(app): State<App>) -> Result<Json<ServerDescription>, Refusal> {
    Ok(Json(app.description()))
}

pub(super) async fn description() -> Response {
    let document = serde_json::to_vec(&document()).unwrap_or_default();
    ([(CONTENT_TYPE, "application/json")], document).into_response()
}

fn document() -> serde_json::Value {
    serde_json::json!({})
}
