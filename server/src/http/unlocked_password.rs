//! A new password without the old one, from a device that is signed in: its key signs exactly what is set. An access token
//! alone, stolen or not, sets nothing.

use axum::extract::State;
use http::StatusCode;
use safelight_protocol::account::{
    UnlockedPasswordChallenge, UnlockedPasswordFinish, UnlockedPasswordStart, new_password_message,
};
use safelight_protocol::{Blob, codes};

use super::account::{account, replaced};
use super::body::Json;
use super::who::Device;
use super::{session, signup};
use crate::app::App;
use crate::attempts::{Attempt, SIGNIN_MS};
use crate::refusal::Refusal;

pub(super) async fn start(
    device: Device,
    State(app): State<App>,
    Json(request): Json<UnlockedPasswordStart>,
) -> Result<Json<UnlockedPasswordChallenge>, Refusal> {
    let Json(known) = account(device, State(app.clone())).await?;
    app.limits().check_email(&known.email)?;
    let new = app.opaque().register(&known.email, &request.new)?;
    let challenge = app.rng().bytes::<32>();
    let attempt = Attempt::UnlockedPassword { device: device.device, challenge };
    let attempt = app.attempts().keep(app.rng(), app.now_ms().saturating_add(SIGNIN_MS), attempt);
    Ok(Json(UnlockedPasswordChallenge { attempt: Blob(attempt), challenge: Blob(challenge.to_vec()), new }))
}

pub(super) async fn finish(
    device: Device,
    State(app): State<App>,
    Json(request): Json<UnlockedPasswordFinish>,
) -> Result<StatusCode, Refusal> {
    let password = signup::password(&request.new, request.stretch, request.password_wrap.clone())?;
    let Some((_, Attempt::UnlockedPassword { device: begun, challenge })) =
        app.attempts().take(&request.attempt.0, app.now_ms())
    else {
        return Err(Refusal::new(codes::ATTEMPT));
    };
    if begun != device.device {
        return Err(Refusal::new(codes::ATTEMPT));
    }
    let state = app.records().device(device.device).await?.ok_or_else(|| Refusal::new(codes::SIGNED_OUT))?;
    let message = new_password_message(&challenge, &device.device, &request);
    if !session::signed(&state.public_key, &message, &request.signature.0) {
        return Err(Refusal::new(codes::CREDENTIALS));
    }
    replaced(app.records().replace_password(device.account, password).await?)
}
