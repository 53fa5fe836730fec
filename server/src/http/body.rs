//! How bodies come in: of bounded size, not slower than a bad mobile network, and as what they are said to be.

use std::pin::pin;
use std::time::Duration;

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use safelight_protocol::codes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::refusal::Refusal;

/// A body has this long, and a second more for each [`BYTES_A_SECOND`] that have come.
const GRACE: Duration = Duration::from_secs(15);
const BYTES_A_SECOND: u64 = 4 * 1024;

/// The largest body of a request by somebody who is not signed in.
const STRANGER_BYTES: usize = 64 * 1024;

/// A JSON document, in or out. In: at most `LIMIT` bytes.
pub(super) struct Json<T, const LIMIT: usize = { safelight_protocol::MAX_JSON_BYTES }>(pub(super) T);

/// A JSON document from somebody who is not signed in.
pub(super) type SmallJson<T> = Json<T, STRANGER_BYTES>;

/// A body of bytes, at most `LIMIT` of them.
pub(super) struct Raw<const LIMIT: usize>(pub(super) Bytes);

/// The fields after the `?`.
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned, const LIMIT: usize> FromRequest<App> for Json<T, LIMIT> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        if !is_json(request.headers()) {
            return Err(Refusal::because(codes::MEDIA_TYPE, "The body must be application/json."));
        }
        let body = collect(request, app, LIMIT).await?;
        serde_json::from_slice(&body).map(Self).map_err(|error| {
            let place = format!("The JSON fails at line {}, column {}.", error.line(), error.column());
            Refusal::because(codes::MALFORMED, &place)
        })
    }
}

impl<const LIMIT: usize> FromRequest<App> for Raw<LIMIT> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        collect(request, app, LIMIT).await.map(Self)
    }
}

impl<T: DeserializeOwned + Send> axum::extract::FromRequestParts<App> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut http::request::Parts, _: &App) -> Result<Self, Refusal> {
        axum::extract::Query::try_from_uri(&parts.uri)
            .map(|axum::extract::Query(query)| Self(query))
            .map_err(|_| Refusal::because(codes::MALFORMED, "The query can't be understood."))
    }
}

impl<T: Serialize, const LIMIT: usize> IntoResponse for Json<T, LIMIT> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response(),
            Err(_) => Refusal::new(codes::INTERNAL).into_response(),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let essence = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()?.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

async fn collect(request: Request, app: &App, limit: usize) -> Result<Bytes, Refusal> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let announced = announced.map_or(0, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
    if announced > limit {
        return Err(Refusal::new(codes::TOO_LARGE));
    }
    // Room is made as bytes come, not as they are announced.
    let mut body = BytesMut::with_capacity(announced.min(STRANGER_BYTES));
    let mut chunks = request.into_body().into_data_stream();
    let begun_ms = app.now_ms();
    loop {
        let earned = Duration::from_secs(u64::try_from(body.len()).unwrap_or(u64::MAX) / BYTES_A_SECOND);
        let spent = Duration::from_millis(u64::try_from(app.now_ms().saturating_sub(begun_ms)).unwrap_or_default());
        let left = (GRACE + earned).saturating_sub(spent).min(GRACE);
        let chunk = match select(chunks.next(), pin!(app.clock().sleep(left))).await {
            Either::Left((chunk, _)) => chunk,
            Either::Right(_) => return Err(Refusal::new(codes::TIMEOUT)),
        };
        let Some(chunk) = chunk else { return Ok(body.freeze()) };
        let chunk = chunk.map_err(|_| Refusal::because(codes::MALFORMED, "The body broke off."))?;
        if body.len() + chunk.len() > limit {
            return Err(Refusal::new(codes::TOO_LARGE));
        }
        body.extend_from_slice(&chunk);
    }
}
