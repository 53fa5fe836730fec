//! The account's devices.

use axum::extract::State;
use http::StatusCode;
use safelight_protocol::account::{Devices, RenameDevice};
use safelight_protocol::codes;

use super::body::Json;
use super::who::{Device, PathDevice};
use crate::app::App;
use crate::refusal::Refusal;
use crate::store::Ended;

const MOST_NAME_BYTES: usize = 1024;

pub(super) async fn list(device: Device, State(app): State<App>) -> Result<Json<Devices>, Refusal> {
    Ok(Json(Devices { devices: app.records().devices(device.account).await? }))
}

pub(super) async fn rename(
    device: Device,
    PathDevice(named): PathDevice,
    State(app): State<App>,
    Json(request): Json<RenameDevice>,
) -> Result<StatusCode, Refusal> {
    if request.sealed_name.0.len() > MOST_NAME_BYTES {
        return Err(Refusal::because(codes::INVALID, "The device's name is too long."));
    }
    found(app.records().rename_device(device.account, named, request.sealed_name.0).await?)
}

pub(super) async fn revoke(
    device: Device,
    PathDevice(named): PathDevice,
    State(app): State<App>,
) -> Result<StatusCode, Refusal> {
    let ended = app.records().end_session(device.account, named, Ended::Revoked).await?;
    if ended {
        app.announcer().end_device(named);
    }
    found(ended)
}

fn found(found: bool) -> Result<StatusCode, Refusal> {
    if found { Ok(StatusCode::NO_CONTENT) } else { Err(Refusal::not_found()) }
}
