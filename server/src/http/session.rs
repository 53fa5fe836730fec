//! Tokens: given at a sign-in, exchanged, and given back.

use axum::extract::State;
use http::StatusCode;
use ring::signature::{ED25519, UnparsedPublicKey};
use safelight_protocol::account::{NewDevice, Refresh, Session, Tokens, refresh_message};
use safelight_protocol::{AccountId, DeviceId, FamilyId, codes};

use super::body::{Json, SmallJson};
use super::who::{Caller, Device, shut_out};
use crate::app::App;
use crate::refusal::Refusal;
use crate::store::{DeviceState, Ended, NewSession, Refreshed, SessionBegun};
use crate::token::{ACCESS_MS, Access, RefreshToken};

const MOST_NAME_BYTES: usize = 1024;

/// A session for a device that is not stored yet.
pub(super) fn new_session(app: &App, device: NewDevice) -> Result<NewSession, Refusal> {
    let public_key = key(&device.public_key.0)?;
    if device.sealed_name.as_ref().is_some_and(|name| name.0.len() > MOST_NAME_BYTES) {
        return Err(Refusal::because(codes::INVALID, "The device's name is too long."));
    }
    Ok(NewSession {
        device: DeviceId(app.rng().bytes()),
        family: FamilyId(app.rng().bytes()),
        public_key,
        sealed_name: device.sealed_name.map(|name| name.0),
        now_ms: app.now_ms(),
    })
}

/// An Ed25519 public key, by its length.
pub(super) fn key(bytes: &[u8]) -> Result<[u8; 32], Refusal> {
    bytes.try_into().map_err(|_| Refusal::because(codes::INVALID, "An Ed25519 public key has 32 bytes."))
}

/// Whether this key has signed this.
pub(super) fn signed(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key).verify(message, signature).is_ok()
}

fn tokens(app: &App, device: DeviceId, refresh: RefreshToken) -> Tokens {
    let access_expires_ms = app.now_ms().saturating_add(ACCESS_MS);
    Tokens {
        access: app.tokens().access(Access { device, expires_ms: access_expires_ms }),
        access_expires_ms,
        refresh: app.tokens().refresh(refresh),
    }
}

/// What a device is told that has just signed in.
pub(super) async fn answer(
    app: &App,
    account: AccountId,
    session: &NewSession,
    begun: SessionBegun,
) -> Result<Json<Session>, Refusal> {
    let deletion_taken_back = match begun {
        SessionBegun::Begun { deletion_taken_back } => deletion_taken_back,
        SessionBegun::Locked => return Err(Refusal::new(codes::LOCKED)),
        SessionBegun::Gone => return Err(Refusal::new(codes::CREDENTIALS)),
    };
    let account = app.records().account(account).await?.ok_or_else(|| Refusal::new(codes::CREDENTIALS))?;
    Ok(Json(Session {
        device: session.device,
        tokens: tokens(app, session.device, RefreshToken { family: session.family, generation: 1 }),
        account,
        deletion_taken_back,
    }))
}

/// Only what fails is counted by address: whatever others do behind the same one, a signed-in phone stays signed in.
pub(super) async fn refresh(
    caller: Caller,
    State(app): State<App>,
    Json(request): SmallJson<Refresh>,
) -> Result<Json<Tokens>, Refusal> {
    let signed_out = || Refusal::new(codes::SIGNED_OUT);
    let Some((token, state)) = genuine(&app, &request).await? else {
        app.limits().check_address(caller.address)?;
        return Err(signed_out());
    };
    app.limits().check_device(request.device)?;
    if let Some(refusal) = shut_out(&state) {
        return Err(refusal);
    }
    match app.records().refresh(request.device, token.family, token.generation).await? {
        Refreshed::Successor(generation) => {
            Ok(Json(tokens(&app, request.device, RefreshToken { family: token.family, generation })))
        }
        Refreshed::Reused => {
            app.announcer().end_device(request.device);
            Err(Refusal::new(codes::REAUTH))
        }
        Refreshed::NotSignedIn => Err(signed_out()),
    }
}

/// The request's token and the state of its device, if the server has made the one for the other and the device has
/// signed.
async fn genuine(app: &App, request: &Refresh) -> Result<Option<(RefreshToken, DeviceState)>, Refusal> {
    let Some(token) = app.tokens().read_refresh(&request.refresh) else { return Ok(None) };
    let Some(state) = app.records().device(request.device).await? else { return Ok(None) };
    let message = refresh_message(&request.device, &request.refresh);
    let fits = state.family == token.family && signed(&state.public_key, &message, &request.signature.0);
    Ok(fits.then_some((token, state)))
}

pub(super) async fn signout(device: Device, State(app): State<App>) -> Result<StatusCode, Refusal> {
    app.records().end_session(device.account, device.device, Ended::SignedOut).await?;
    app.announcer().end_device(device.device);
    Ok(StatusCode::NO_CONTENT)
}
