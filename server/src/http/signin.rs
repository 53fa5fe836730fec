//! Sign-in. Known and unknown accounts are answered alike until the end, and there with the same refusal.

use axum::extract::State;
use safelight_protocol::account::{Session, SigninChallenge, SigninFinish, SigninStart, Stretch, normalise_email};
use safelight_protocol::{Blob, codes};

use super::body::{Json, SmallJson};
use super::session;
use super::who::Stranger;
use crate::app::App;
use crate::attempts::{Attempt, SIGNIN_MS};
use crate::refusal::Refusal;

pub(super) async fn start(
    _: Stranger,
    State(app): State<App>,
    Json(request): SmallJson<SigninStart>,
) -> Result<Json<SigninChallenge>, Refusal> {
    let email = normalise_email(&request.email);
    app.limits().check_email(&email)?;
    let known = app.records().credentials(email.clone()).await?;
    let record = known.as_ref().map(|known| known.opaque.as_slice());
    let (login, opaque) = app.opaque().start(app.rng(), &email, record, &request.opaque)?;
    let stretch = known.as_ref().map_or(Stretch::STANDARD, |known| known.stretch);
    let attempt = Attempt::Signin { known: known.map(Box::new), login: Box::new(login) };
    let attempt = app.attempts().keep(app.rng(), app.now_ms().saturating_add(SIGNIN_MS), attempt);
    Ok(Json(SigninChallenge { attempt: Blob(attempt), stretch, opaque }))
}

pub(super) async fn finish(
    _: Stranger,
    State(app): State<App>,
    Json(request): SmallJson<SigninFinish>,
) -> Result<Json<Session>, Refusal> {
    let session = session::new_session(&app, request.device)?;
    let Some((_, Attempt::Signin { known, login })) = app.attempts().take(&request.attempt.0, app.now_ms()) else {
        return Err(Refusal::new(codes::ATTEMPT));
    };
    login.finish(&request.opaque)?;
    let known = known.ok_or_else(|| Refusal::new(codes::CREDENTIALS))?;
    let begun = app.records().begin_session(known.account, session.clone()).await?;
    session::answer(&app, known.account, &session, begun).await
}
