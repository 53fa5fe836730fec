use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use safelight_protocol::problem::MEDIA_TYPE;
use safelight_protocol::version::PROBLEM_HEADER;
use safelight_protocol::{Problem, codes};

use crate::blobs::BlobError;
use crate::opaque::OpaqueError;
use crate::port::Unfinished;
use crate::quota::Short;
use crate::store::StoreError;

/// The server says no, and why: a problem document, its code in a header too.
#[derive(Debug)]
pub(crate) struct Refusal(Box<Problem>);

impl Refusal {
    /// One of [`codes`].
    pub(crate) fn new(code: &str) -> Self {
        Self(Box::new(Problem::new(code)))
    }

    /// With a sentence of what happened here.
    pub(crate) fn because(code: &str, detail: &str) -> Self {
        Self(Box::new(Problem::new(code).with_detail(detail)))
    }

    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after_s = Some(seconds);
        self
    }

    /// The server's own disk has no room for parts.
    pub(crate) fn disk(short: Short) -> Self {
        let mut refusal = Self::new(codes::SERVER_DISK).retry_after(600);
        refusal.0.need = Some(short.need);
        refusal.0.have = Some(short.have);
        refusal
    }

    pub(crate) fn not_found() -> Self {
        Self::new(codes::NOT_FOUND)
    }

    pub(crate) fn code(&self) -> &str {
        &self.0.code
    }
}

impl From<Short> for Refusal {
    fn from(short: Short) -> Self {
        let mut refusal = Self::new(codes::QUOTA_FULL);
        refusal.0.need = Some(short.need);
        refusal.0.have = Some(short.have);
        refusal
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => Self::new(codes::SERVER_DISK),
            StoreError::NoLibrary => Self::not_found(),
            other => mistake(&other),
        }
    }
}

impl From<BlobError> for Refusal {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::DiskFull => Self::new(codes::SERVER_DISK),
            other => mistake(&other),
        }
    }
}

impl From<Unfinished> for Refusal {
    fn from(error: Unfinished) -> Self {
        mistake(&error)
    }
}

impl From<OpaqueError> for Refusal {
    fn from(error: OpaqueError) -> Self {
        match error {
            OpaqueError::Malformed => Self::because(codes::MALFORMED, "An OPAQUE message is not one of suite 1."),
            OpaqueError::Refused => Self::new(codes::CREDENTIALS),
        }
    }
}

/// Our own mistake: the log says what, the client only that.
fn mistake(error: &dyn std::error::Error) -> Refusal {
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    tracing::error!(%error, cause, "a request failed");
    Refusal::new(codes::INTERNAL).retry_after(5)
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if let Ok(code) = HeaderValue::from_str(&self.0.code) {
            headers.insert(PROBLEM_HEADER, code);
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.0.retry_after_s {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
