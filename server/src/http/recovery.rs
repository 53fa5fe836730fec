//! A new password by the recovery words: a key derived from them signs a challenge. Unknown accounts get a challenge too,
//! and fail where wrong words fail.

use axum::extract::State;
use safelight_protocol::account::{
    RecoveryChallenge, RecoveryFinish, RecoveryGrant, RecoveryProve, RecoveryStart, Session, normalise_email,
    recovery_message,
};
use safelight_protocol::{Blob, codes};

use super::body::{Json, SmallJson};
use super::who::Stranger;
use super::{session, signup};
use crate::app::App;
use crate::attempts::{Attempt, Proven, RECOVERY_MS};
use crate::refusal::Refusal;
use crate::store::Replaced;

pub(super) async fn start(
    _: Stranger,
    State(app): State<App>,
    Json(request): SmallJson<RecoveryStart>,
) -> Result<Json<RecoveryChallenge>, Refusal> {
    let email = normalise_email(&request.email);
    app.limits().check_email(&email)?;
    let known = app.records().credentials(email.clone()).await?.map(Box::new);
    let challenge = app.rng().bytes::<32>();
    let attempt = Attempt::Recovery { known, email, challenge, proven: Proven::Not };
    let attempt = app.attempts().keep(app.rng(), app.now_ms().saturating_add(RECOVERY_MS), attempt);
    Ok(Json(RecoveryChallenge { attempt: Blob(attempt), challenge: Blob(challenge.to_vec()) }))
}

pub(super) async fn prove(
    _: Stranger,
    State(app): State<App>,
    Json(request): SmallJson<RecoveryProve>,
) -> Result<Json<RecoveryGrant>, Refusal> {
    let taken = app.attempts().take(&request.attempt.0, app.now_ms());
    let Some((until_ms, Attempt::Recovery { known, email, challenge, .. })) = taken else {
        return Err(Refusal::new(codes::ATTEMPT));
    };
    // The same work for an unknown account, with a key of nobody's.
    let public_key = known.as_ref().map_or(&[0; 32][..], |known| &known.recovery_public_key);
    let signed = session::signed(public_key, &recovery_message(&challenge, &email), &request.signature.0);
    let opaque = app.opaque().register(&email, &request.opaque)?;
    let Some(known) = known.filter(|_| signed) else {
        return Err(Refusal::new(codes::CREDENTIALS));
    };
    let grant = RecoveryGrant {
        account: known.account,
        recovery_wrap: known.recovery_wrap.clone(),
        password_generation: known.password_generation,
        opaque,
    };
    let proven = Attempt::Recovery { known: Some(known), email, challenge, proven: Proven::Yes };
    if let Ok(name) = request.attempt.0.as_slice().try_into() {
        app.attempts().put_back(name, until_ms, proven);
    }
    Ok(Json(grant))
}

pub(super) async fn finish(
    _: Stranger,
    State(app): State<App>,
    Json(request): SmallJson<RecoveryFinish>,
) -> Result<Json<Session>, Refusal> {
    let session = session::new_session(&app, request.device)?;
    let password = signup::password(&request.opaque, request.stretch, request.password_wrap)?;
    let taken = app.attempts().take(&request.attempt.0, app.now_ms());
    let Some((_, Attempt::Recovery { known: Some(known), proven: Proven::Yes, .. })) = taken else {
        return Err(Refusal::new(codes::ATTEMPT));
    };
    let (replaced, begun) = app.records().recover(known.account, password, session.clone()).await?;
    match replaced {
        Replaced::Done => session::answer(&app, known.account, &session, begun).await,
        Replaced::WrongGeneration => Err(Refusal::new(codes::GENERATION)),
        Replaced::Gone => Err(Refusal::new(codes::CREDENTIALS)),
    }
}
