//! Sign-up. That an e-mail is taken is said at the end only, to somebody who has done all the work, and where sign-up is
//! closed holds an invitation.

use axum::extract::State;
use safelight_protocol::account::{
    Session, SignupChallenge, SignupFinish, SignupStart, Stretch, WrappedKey, normalise_email,
};
use safelight_protocol::server::Signup;
use safelight_protocol::{Digest, codes};

use super::body::{Json, SmallJson};
use super::session;
use super::who::{Caller, Stranger};
use crate::app::App;
use crate::digest::sha256;
use crate::opaque::Opaque;
use crate::refusal::Refusal;
use crate::store::{Created, Invitation, NewAccount, NewPassword, SessionBegun};

const MOST_WRAP_BYTES: usize = 1024;
const MOST_EMAIL_BYTES: usize = 254;

pub(super) async fn start(
    _: Stranger,
    caller: Caller,
    State(app): State<App>,
    Json(request): SmallJson<SignupStart>,
) -> Result<Json<SignupChallenge>, Refusal> {
    let email = email(&request.email)?;
    app.limits().check_email(&email)?;
    if let Some(code) = invitation(caller, request.invite.as_deref())?
        && app.records().invitation(code).await? == Invitation::Bad
    {
        return Err(Refusal::new(codes::INVITATION));
    }
    Ok(Json(SignupChallenge { opaque: app.opaque().register(&email, &request.opaque)? }))
}

pub(super) async fn finish(
    _: Stranger,
    caller: Caller,
    State(app): State<App>,
    Json(request): SmallJson<SignupFinish>,
) -> Result<Json<Session>, Refusal> {
    let email = email(&request.email)?;
    app.limits().check_email(&email)?;
    let invitation = invitation(caller, request.invite.as_deref())?;
    let library = &request.library;
    check_wraps(&[&request.recovery_wrap, &library.key, &library.content_id_key])?;
    let session = session::new_session(&app, request.device)?;
    let new = NewAccount {
        account: request.account,
        email,
        password: password(&request.opaque, request.stretch, request.password_wrap)?,
        recovery_wrap: request.recovery_wrap,
        recovery_public_key: session::key(&request.recovery_public_key.0)?.to_vec(),
        library: request.library,
        session: session.clone(),
        invitation,
    };
    match app.records().create_account(new).await? {
        Created::Made => {
            session::answer(&app, request.account, &session, SessionBegun::Begun { deletion_taken_back: false }).await
        }
        Created::Taken => Err(Refusal::new(codes::TAKEN)),
        Created::BadInvitation => Err(Refusal::new(codes::INVITATION)),
        Created::IdInUse => Err(Refusal::because(codes::INVALID, "An id is in use: choose another at random.")),
    }
}

/// The hash of the invitation that a sign-up needs; none where sign-up is open.
fn invitation(caller: Caller, code: Option<&str>) -> Result<Option<Digest>, Refusal> {
    match (caller.signup, code) {
        (Signup::Open, _) => Ok(None),
        (Signup::Invitation, None) => Err(Refusal::new(codes::INVITATION)),
        (Signup::Invitation, Some(code)) => Ok(Some(invitation_hash(code))),
    }
}

/// By what an invitation is known: people type codes in capitals and with spaces around them.
pub(crate) fn invitation_hash(code: &str) -> Digest {
    Digest(sha256(&[code.trim().to_lowercase().as_bytes()]))
}

/// The normalised form of an address that could be one.
fn email(text: &str) -> Result<String, Refusal> {
    let email = normalise_email(text);
    let parts = email.rsplit_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
    let unfit = |c: char| c.is_whitespace() || c.is_control();
    if parts.is_none() || email.len() > MOST_EMAIL_BYTES || email.contains(unfit) {
        return Err(Refusal::new(codes::EMAIL));
    }
    Ok(email)
}

/// A password as it comes from a client, in whichever way it is set.
pub(super) fn password(
    upload: &safelight_protocol::Blob,
    stretch: Stretch,
    wrap: WrappedKey,
) -> Result<NewPassword, Refusal> {
    let sensible = (1..=4 * 1024 * 1024).contains(&stretch.memory_kib)
        && (1..=1_000).contains(&stretch.passes)
        && (1..=64).contains(&stretch.lanes);
    if !sensible {
        return Err(Refusal::because(codes::INVALID, "No client can stretch a password like that."));
    }
    check_wraps(&[&wrap])?;
    Ok(NewPassword { opaque: Opaque::record(upload)?, stretch, wrap })
}

pub(super) fn check_wraps(wraps: &[&WrappedKey]) -> Result<(), Refusal> {
    let fit = |wrap: &&WrappedKey| wrap.sealed.0.len() <= MOST_WRAP_BYTES && i64::try_from(wrap.generation).is_ok();
    if wraps.iter().all(fit) {
        return Ok(());
    }
    Err(Refusal::because(codes::INVALID, "A wrapped key is too long or its generation out of range."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_no_address_is_refused() {
        for good in ["a@b", " Anna@Example.ORG ", "\"a@b\"@example.org", "jörg@exämple.de"] {
            assert!(email(good).is_ok(), "{good:?}");
        }
        for bad in
            ["", "anna", "@example.org", "anna@", "an na@example.org", "a\0@b", &format!("{}@b", "a".repeat(254))]
        {
            assert!(email(bad).is_err(), "{bad:?}");
        }
    }
}
