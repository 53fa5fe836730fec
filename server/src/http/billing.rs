//! A billing system says how much an account has paid for. Off unless the server is given a secret.
//!
//! It signs what it says: `safelight-signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256 under the shared secret of
//! `SECONDS.BODY`, and SECONDS (since 1970 UTC) is no more than five minutes off this server's clock. A message may be sent again:
//! saying the same twice changes nothing, and one that is older than the last for its account is refused, so that nobody who
//! kept it can bring an old quota back.

use axum::extract::State;
use bytes::Bytes;
use data_encoding::HEXLOWER_PERMISSIVE;
use http::{HeaderMap, StatusCode};
use ring::hmac;
use safelight_protocol::account::normalise_email;
use safelight_protocol::codes;
use serde::Deserialize;

use super::body::Raw;
use crate::app::App;
use crate::refusal::Refusal;

/// The header with time and signature.
const SIGNATURE: &str = "safelight-signature";
/// How far the two clocks may be apart.
const TOLERANCE_S: i64 = 5 * 60;
/// The longest message.
const MOST: usize = 16 * 1024;

/// What is said of an account.
#[derive(Debug, Deserialize)]
struct Paid {
    email: String,
    /// Bytes of sealed parts.
    quota: u64,
}

pub(super) async fn quota(
    State(app): State<App>,
    headers: HeaderMap,
    Raw(body): Raw<MOST>,
) -> Result<StatusCode, Refusal> {
    let secret = app.config().billing_secret.as_ref().ok_or_else(Refusal::not_found)?;
    let header = headers.get(SIGNATURE).and_then(|header| header.to_str().ok()).unwrap_or_default();
    let said_at = signed_at(secret.as_bytes(), header, &body).ok_or_else(|| Refusal::new(codes::SIGNED_OUT))?;
    let now_s = app.now_ms().div_euclid(1000);
    if (now_s - said_at).abs() > TOLERANCE_S {
        return Err(Refusal::because(codes::SIGNED_OUT, "The signature is too old, or of the future."));
    }
    let paid: Paid = serde_json::from_slice(&body)
        .map_err(|_| Refusal::because(codes::MALFORMED, "Expected an e-mail and a quota in bytes."))?;
    if i64::try_from(paid.quota).is_err() {
        return Err(Refusal::because(codes::INVALID, "The quota is out of range."));
    }
    let email = normalise_email(&paid.email);
    if !app.bills().is_news(&email, said_at) {
        return Err(Refusal::because(codes::INVALID, "Something newer was said of this account."));
    }
    let account = app.records().set_quota(email, paid.quota).await?.ok_or_else(Refusal::not_found)?;
    app.announcer().tell_room(account);
    Ok(StatusCode::NO_CONTENT)
}

/// When a message was signed; none if its signature is not one under this secret.
fn signed_at(secret: &[u8], header: &str, body: &Bytes) -> Option<i64> {
    let mut time = None;
    let mut signatures = Vec::new();
    for field in header.split(',') {
        match field.trim().split_once('=')? {
            ("t", value) => time = Some(value),
            ("v1", value) => signatures.push(HEXLOWER_PERMISSIVE.decode(value.as_bytes()).ok()?),
            // A later form of signature beside ours.
            _ => {}
        }
    }
    let time = time?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let message = [time.as_bytes(), b".", body].concat();
    let good = signatures.iter().any(|signature| hmac::verify(&key, &message, signature).is_ok());
    time.parse().ok().filter(|_| good)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(secret: &[u8], time: &str, body: &[u8]) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
        let tag = hmac::sign(&key, &[time.as_bytes(), b".", body].concat());
        format!("t={time},v1={}", HEXLOWER_PERMISSIVE.encode(tag.as_ref()))
    }

    #[test]
    fn only_what_is_signed_whole_under_the_secret_is_believed() {
        let body = Bytes::from_static(b"{\"email\":\"a@example.org\",\"quota\":1}");
        let good = sign(b"secret", "1700000000", &body);
        assert_eq!(signed_at(b"secret", &good, &body), Some(1_700_000_000));
        assert_eq!(signed_at(b"secret", &format!("v2=later,{good}"), &body), Some(1_700_000_000));
        assert_eq!(signed_at(b"other", &good, &body), None);
        assert_eq!(signed_at(b"secret", &good, &Bytes::from_static(b"{}")), None);
        assert_eq!(signed_at(b"secret", &good.replace("17000", "17001"), &body), None);
        for header in ["", "t=1", "v1=00", "t=1,v1=zz", "t=1,v1=", "nonsense", "t=x,v1=00"] {
            assert_eq!(signed_at(b"secret", header, &body), None, "{header}");
        }
    }
}
