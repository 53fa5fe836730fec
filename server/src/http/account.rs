//! The account of a signed-in device.

use axum::extract::State;
use http::StatusCode;
use safelight_protocol::account::{
    Account, DELETION_DAYS, DeleteAccount, NewRecovery, PasswordChallenge, PasswordFinish, PasswordStart,
    new_words_message, normalise_email,
};
use safelight_protocol::server::Usage;
use safelight_protocol::{Blob, codes};

use super::body::Json;
use super::who::Device;
use super::{session, signup};
use crate::app::App;
use crate::attempts::{Attempt, SIGNIN_MS};
use crate::refusal::Refusal;
use crate::store::Replaced;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

pub(super) async fn account(device: Device, State(app): State<App>) -> Result<Json<Account>, Refusal> {
    app.records().account(device.account).await?.map(Json).ok_or_else(|| Refusal::new(codes::SIGNED_OUT))
}

pub(super) async fn usage(device: Device, State(app): State<App>) -> Result<Json<Usage>, Refusal> {
    app.records().usage(device.account).await?.map(Json).ok_or_else(|| Refusal::new(codes::SIGNED_OUT))
}

pub(super) async fn delete(
    device: Device,
    State(app): State<App>,
    Json(request): Json<DeleteAccount>,
) -> Result<Json<Account>, Refusal> {
    let Json(mut found) = account(device, State(app.clone())).await?;
    if normalise_email(&request.email) != found.email {
        return Err(Refusal::because(codes::INVALID, "The e-mail is not this account's."));
    }
    let at_ms = app.now_ms().saturating_add(i64::from(DELETION_DAYS) * DAY_MS);
    app.records().delete_account(device.account, at_ms).await?;
    app.announcer().end_account(device.account);
    found.deleted_at_ms = Some(at_ms);
    Ok(Json(found))
}

pub(super) async fn password_start(
    device: Device,
    State(app): State<App>,
    Json(request): Json<PasswordStart>,
) -> Result<Json<PasswordChallenge>, Refusal> {
    let Json(Account { email, .. }) = account(device, State(app.clone())).await?;
    app.limits().check_email(&email)?;
    let known = app.records().credentials(email.clone()).await?.ok_or_else(|| Refusal::new(codes::SIGNED_OUT))?;
    let (login, old) = app.opaque().start(app.rng(), &email, Some(&known.opaque), &request.old)?;
    let new = app.opaque().register(&email, &request.new)?;
    let attempt = Attempt::Password { account: device.account, login: Box::new(login) };
    let attempt = app.attempts().keep(app.rng(), app.now_ms().saturating_add(SIGNIN_MS), attempt);
    Ok(Json(PasswordChallenge { attempt: Blob(attempt), stretch: known.stretch, old, new }))
}

pub(super) async fn password_finish(
    device: Device,
    State(app): State<App>,
    Json(request): Json<PasswordFinish>,
) -> Result<StatusCode, Refusal> {
    let password = signup::password(&request.new, request.stretch, request.password_wrap)?;
    let taken = app.attempts().take(&request.attempt.0, app.now_ms());
    let Some((_, Attempt::Password { account, login })) = taken else {
        return Err(Refusal::new(codes::ATTEMPT));
    };
    if account != device.account {
        return Err(Refusal::new(codes::ATTEMPT));
    }
    login.finish(&request.old)?;
    replaced(app.records().replace_password(account, password).await?)
}

pub(super) async fn replace_recovery(
    device: Device,
    State(app): State<App>,
    Json(request): Json<NewRecovery>,
) -> Result<StatusCode, Refusal> {
    signup::check_wraps(&[&request.recovery_wrap])?;
    let public_key = session::key(&request.recovery_public_key.0)?.to_vec();
    let state = app.records().device(device.device).await?.ok_or_else(|| Refusal::new(codes::SIGNED_OUT))?;
    if !session::signed(&state.public_key, &new_words_message(&device.device, &request), &request.signature.0) {
        return Err(Refusal::new(codes::CREDENTIALS));
    }
    replaced(app.records().replace_recovery(device.account, request.recovery_wrap, public_key).await?)
}

pub(super) fn replaced(replaced: Replaced) -> Result<StatusCode, Refusal> {
    match replaced {
        Replaced::Done => Ok(StatusCode::NO_CONTENT),
        Replaced::WrongGeneration => Err(Refusal::new(codes::GENERATION)),
        Replaced::Gone => Err(Refusal::new(codes::SIGNED_OUT)),
    }
}
