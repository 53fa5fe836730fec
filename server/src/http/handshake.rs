//! What every request and every answer carries.

use std::any::Any;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use safelight_protocol::codes;
use safelight_protocol::version::{
    CLIENT_HEADER, PROBLEM_HEADER, PROTOCOL, PROTOCOL_HEADER, REQUEST_ID_HEADER, TIME_HEADER,
};
use tracing::Instrument;

use crate::app::App;
use crate::refusal::Refusal;
use crate::traffic::Asked;

/// A request's name that a proxy, or whoever asks, has given it; answered with the same one.
const X_REQUEST_ID: &str = "x-request-id";

/// The oldest protocol that this server speaks.
pub(crate) const PROTOCOL_MIN: u32 = 1;

/// The description of the API says how the handshake goes, so it asks for none.
const WITHOUT_HANDSHAKE: &[&str] = &["/v1/openapi.json"];

/// What answers while the server is in maintenance.
const IN_MAINTENANCE: &[&str] = &["/v1/openapi.json", "/v1/server", "/v1/server/proof"];

/// Puts protocol, time and a name on every answer, and makes sure that every refusal is a problem document.
///
/// The log knows a request by its name, its method and the pattern of its route: not by its path, which has ids in it.
pub(super) async fn stamp(State(app): State<App>, request: Request, next: Next) -> Response {
    let name = HEXLOWER.encode(&app.rng().bytes::<8>());
    let given = request.headers().get(X_REQUEST_ID).and_then(|value| value.to_str().ok()).filter(|id| is_plain(id));
    let given = given.map_or_else(|| name.clone(), str::to_owned);
    let asked = Asked {
        method: method(request.method()),
        route: request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned(),
        name: given.clone(),
        begun_ms: app.now_ms(),
    };
    let span = tracing::info_span!("request", request = name, id = given, method = asked.method, route = asked.route);
    let bytes_in = announced(request.headers());
    let in_flight = app.traffic().begin(asked.clone());
    let mut response = with_problem(next.run(request).instrument(span.clone()).await);
    drop(in_flight);
    let (now_ms, status) = (app.now_ms(), response.status().as_u16());
    let bytes_out = axum::body::HttpBody::size_hint(response.body()).exact().unwrap_or_default();
    let code = response.headers().get(PROBLEM_HEADER).and_then(|code| code.to_str().ok());
    span.in_scope(|| tracing::info!(status, code, ms = now_ms.saturating_sub(asked.begun_ms), "answered"));
    app.traffic().answered(asked, status, now_ms, (bytes_in, bytes_out));
    let headers = response.headers_mut();
    let stamps = [
        (PROTOCOL_HEADER, PROTOCOL.to_string()),
        (TIME_HEADER, now_ms.to_string()),
        (REQUEST_ID_HEADER, name),
        (X_REQUEST_ID, given),
    ];
    for (header, value) in stamps {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(header), value);
        }
    }
    response
}

/// Whether a name that somebody else has given a request may stand in a log.
fn is_plain(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// The methods of the API; whatever else somebody sends is one kind.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

fn announced(headers: &HeaderMap) -> u64 {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    length.unwrap_or_default()
}

/// A refusal that some layer below made in its own way becomes a problem document.
fn with_problem(response: Response) -> Response {
    let status = response.status();
    let refused = status.is_client_error() || status.is_server_error();
    if !refused || response.headers().contains_key(PROBLEM_HEADER) {
        return response;
    }
    let code = match status {
        StatusCode::NOT_FOUND => codes::NOT_FOUND,
        StatusCode::METHOD_NOT_ALLOWED => codes::METHOD,
        StatusCode::PAYLOAD_TOO_LARGE => codes::TOO_LARGE,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => codes::MEDIA_TYPE,
        StatusCode::REQUEST_TIMEOUT => codes::TIMEOUT,
        status if status.is_client_error() => codes::MALFORMED,
        _ => codes::INTERNAL,
    };
    Refusal::new(code).into_response()
}

/// The answer to a request whose handler panicked. The process goes on.
pub(super) fn after_panic(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let said = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(said, "a request panicked");
    Refusal::new(codes::INTERNAL).retry_after(5).into_response()
}

/// Refuses who speaks another protocol, who is too old, and everybody during maintenance.
pub(super) async fn check(State(app): State<App>, request: Request, next: Next) -> Result<Response, Refusal> {
    let path = request.uri().path();
    if path.starts_with("/v1/") && !WITHOUT_HANDSHAKE.contains(&path) {
        let switches = app.switches();
        check_versions(request.headers(), switches.version_floor.as_deref())?;
        if switches.maintenance && !IN_MAINTENANCE.contains(&path) {
            return Err(Refusal::new(codes::MAINTENANCE).retry_after(60));
        }
    }
    if request.headers().get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err(Refusal::because(codes::MEDIA_TYPE, "Encoded bodies are not taken."));
    }
    Ok(next.run(request).await)
}

fn check_versions(headers: &HeaderMap, floor: Option<&str>) -> Result<(), Refusal> {
    let protocol: u32 = headers
        .get(PROTOCOL_HEADER)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .ok_or_else(|| Refusal::new(codes::HANDSHAKE))?;
    if protocol < PROTOCOL_MIN {
        return Err(Refusal::new(codes::CLIENT_OLD));
    }
    if protocol > PROTOCOL {
        return Err(Refusal::new(codes::SERVER_OLD));
    }
    let Some(floor) = floor.and_then(version) else { return Ok(()) };
    let client = headers.get(CLIENT_HEADER).and_then(|value| version(value.to_str().ok()?.rsplit_once('/')?.1));
    match client {
        None => Err(Refusal::because(codes::HANDSHAKE, "The client header does not name a version.")),
        Some(client) if client < floor => Err(Refusal::new(codes::CLIENT_OLD)),
        Some(_) => Ok(()),
    }
}

/// The numbers of a version; what follows them (`-rc1`, `+build`) does not count.
pub(crate) fn version(text: &str) -> Option<[u64; 3]> {
    let numbers = text.split(['-', '+', ' ']).next()?;
    let mut version = [0; 3];
    let mut places = version.iter_mut();
    for number in numbers.split('.') {
        *places.next()? = number.parse().ok()?;
    }
    Some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(version("0.10.0") > version("0.9.9"));
        assert_eq!(version("1.2"), version("1.2.0-rc1"));
        for bad in ["", "x", "1.2.3.4", "1..2", "-1"] {
            assert_eq!(version(bad), None, "{bad:?}");
        }
    }
}
