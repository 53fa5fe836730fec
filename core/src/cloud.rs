//! The cloud as the engine sees it: typed calls over the [`Remote`] port, and what can go wrong with one.
//!
//! A call is one request and one answer. It carries the version handshake, notes the server's clock, and turns a refusal
//! into the server's [`Problem`]. It keeps no token and retries nothing: sessions do the one, the engine the other.

#[cfg(feature = "http")]
mod http;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use safelight_protocol::{Problem, problem, version};
use serde::Serialize;
use serde::de::DeserializeOwned;

#[cfg(feature = "http")]
pub use http::HttpRemote;

use crate::ports::{Clock, EventSource, Method, Remote, RemoteError, RemoteRequest, RemoteResponse, Transferred};

/// How long a request may stand still.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// The largest JSON answer: a page of records of the largest size would be more, the server sends smaller pages then.
const MAX_ANSWER: usize = 64 * 1024 * 1024;

/// Why a call gave no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CloudError {
    /// There was no answer.
    #[error(transparent)]
    Remote(#[from] RemoteError),
    /// The server refused.
    #[error("the server refused: {}", .0.code)]
    Refused(Box<Problem>),
    /// The answer does not come from a Safelight server, or can't be understood.
    #[error("the answer (status {status}) is not a Safelight server's")]
    Foreign {
        /// The HTTP status.
        status: u16,
    },
}

impl CloudError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &str {
        match self {
            Self::Remote(RemoteError::Offline) => "net.offline",
            Self::Remote(RemoteError::Resolve) => "net.dns",
            Self::Remote(RemoteError::Tls) => "net.tls_untrusted",
            Self::Remote(RemoteError::Held(code)) => code,
            Self::Remote(RemoteError::BadAddress) => "srv.address",
            Self::Remote(RemoteError::Timeout | RemoteError::Connect | RemoteError::Interrupted) => "srv.outage",
            Self::Foreign { status: 413 } => "net.proxy_limit",
            Self::Remote(RemoteError::TooLarge) | Self::Foreign { .. } => "srv.foreign",
            Self::Refused(problem) => &problem.code,
        }
    }

    /// Whether the server refused with this code.
    pub fn refused_with(&self, code: &str) -> bool {
        matches!(self, Self::Refused(problem) if problem.code == code)
    }

    /// Whether the same call may succeed later without anybody doing anything.
    pub fn passes_by_itself(&self) -> bool {
        match self {
            Self::Remote(RemoteError::BadAddress | RemoteError::Tls) => false,
            Self::Remote(_) | Self::Foreign { .. } => true,
            Self::Refused(problem) => {
                problem.status >= 500 && problem.status != 507 || matches!(problem.status, 408 | 429)
            }
        }
    }
}

/// What a request carries.
#[derive(Debug, Clone, Default)]
pub enum Body {
    /// Nothing.
    #[default]
    None,
    /// A JSON document.
    Json(Vec<u8>),
    /// Sealed bytes.
    Sealed(Bytes),
}

impl Body {
    /// A value as JSON.
    pub fn json(value: &impl Serialize) -> Self {
        // The protocol's types have string keys only and no fallible serialisers, so this can't fail.
        Self::Json(serde_json::to_vec(value).unwrap_or_default())
    }
}

/// One server.
#[derive(Clone)]
pub struct Cloud {
    remote: Arc<dyn Remote>,
    clock: Arc<dyn Clock>,
    server: String,
    client: String,
    offset_ms: Arc<AtomicI64>,
}

impl std::fmt::Debug for Cloud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cloud").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Cloud {
    /// A server by its address; `client` names the app and its version, for example `safelight-cli/0.1.0`.
    pub fn new(remote: Arc<dyn Remote>, clock: Arc<dyn Clock>, server: &str, client: &str) -> Self {
        Self {
            remote,
            clock,
            server: server.trim().trim_end_matches('/').to_owned(),
            client: client.to_owned(),
            offset_ms: Arc::new(AtomicI64::new(0)),
        }
    }

    /// The server's address, without a slash at its end.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// How far the server's clock was ahead of ours at the last answer, in milliseconds.
    pub fn clock_offset_ms(&self) -> i64 {
        self.offset_ms.load(Ordering::Relaxed)
    }

    /// Asks and reads a JSON answer.
    pub async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        route: &str,
        token: Option<&str>,
        body: Body,
    ) -> Result<T, CloudError> {
        let answer = self.exchange(method, route, token, body, None).await?;
        serde_json::from_slice(&answer.body).map_err(|_| CloudError::Foreign { status: answer.status })
    }

    /// Asks and expects nothing back.
    pub async fn tell(&self, method: Method, route: &str, token: Option<&str>, body: Body) -> Result<(), CloudError> {
        self.exchange(method, route, token, body, None).await.map(drop)
    }

    /// Sends or fetches bytes, telling how they move.
    pub async fn transfer(
        &self,
        method: Method,
        route: &str,
        token: Option<&str>,
        body: Body,
        transferred: Option<Transferred>,
    ) -> Result<Bytes, CloudError> {
        Ok(self.exchange(method, route, token, body, transferred).await?.body)
    }

    /// Opens the stream of announcements.
    pub async fn stream(&self, route: &str, token: &str) -> Result<Box<dyn EventSource>, CloudError> {
        let request = self.request(Method::Get, route, Some(token), Body::None, None);
        match self.remote.stream(request).await? {
            Ok(stream) => Ok(stream),
            Err(answer) => Err(self.refusal(&answer)),
        }
    }

    async fn exchange(
        &self,
        method: Method,
        route: &str,
        token: Option<&str>,
        body: Body,
        transferred: Option<Transferred>,
    ) -> Result<RemoteResponse, CloudError> {
        let answer = self.remote.send(self.request(method, route, token, body, transferred)).await?;
        self.note_clock(&answer);
        // A captive portal or a proxy's own page carries no handshake: whatever it says, it is not our server's word.
        if !(200..300).contains(&answer.status) || !answer.headers.contains_key(version::PROTOCOL_HEADER) {
            return Err(self.refusal(&answer));
        }
        Ok(answer)
    }

    fn request(
        &self,
        method: Method,
        route: &str,
        token: Option<&str>,
        body: Body,
        transferred: Option<Transferred>,
    ) -> RemoteRequest {
        let mut headers = vec![
            (version::PROTOCOL_HEADER, version::PROTOCOL.to_string()),
            (version::CLIENT_HEADER, self.client.clone()),
        ];
        if let Some(token) = token {
            headers.push(("authorization", format!("Bearer {token}")));
        }
        let body = match body {
            Body::None => Bytes::new(),
            Body::Json(json) => {
                headers.push(("content-type", "application/json".to_owned()));
                json.into()
            }
            Body::Sealed(bytes) => {
                headers.push(("content-type", "application/octet-stream".to_owned()));
                bytes
            }
        };
        RemoteRequest {
            method,
            url: format!("{}{route}", self.server),
            headers,
            body,
            max_answer: MAX_ANSWER,
            idle_timeout: IDLE_TIMEOUT,
            transferred,
        }
    }

    fn refusal(&self, answer: &RemoteResponse) -> CloudError {
        self.note_clock(answer);
        let spoken = answer.headers.contains_key(version::PROTOCOL_HEADER);
        let typed = answer.headers.get("content-type").is_some_and(|kind| kind.starts_with(problem::MEDIA_TYPE));
        match serde_json::from_slice::<Problem>(&answer.body) {
            Ok(problem) if spoken && typed && !problem.code.is_empty() => CloudError::Refused(Box::new(problem)),
            _ => CloudError::Foreign { status: answer.status },
        }
    }

    fn note_clock(&self, answer: &RemoteResponse) {
        let server_ms = answer.headers.get(version::TIME_HEADER).and_then(|text| text.parse::<i64>().ok());
        if let Some(server_ms) = server_ms {
            let offset = server_ms.saturating_sub(self.clock.now().as_millisecond());
            self.offset_ms.store(offset, Ordering::Relaxed);
        }
    }
}
