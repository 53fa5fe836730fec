use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

use super::probe::Prober;
use crate::cloud::Authority;

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are HTTP's own")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    /// As it stands on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// Told as bytes of a body leave or arrive: `(sent, received)` since the last call.
pub type Transferred = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// Counts how often the network has changed under this process, or an address has failed that had proven itself.
#[derive(Debug, Clone, Default)]
pub struct NetworkChanges(Arc<AtomicU64>);

impl NetworkChanges {
    /// One more.
    pub fn note(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// The network as it is now.
    pub fn unchanged(&self) -> WhileUnchanged {
        WhileUnchanged { changes: self.clone(), at: self.0.load(Ordering::SeqCst) }
    }
}

/// The network as it was when a server proved itself on it.
#[derive(Debug, Clone)]
pub struct WhileUnchanged {
    changes: NetworkChanges,
    at: u64,
}

impl WhileUnchanged {
    /// Whether it still is.
    pub fn holds(&self) -> bool {
        self.changes.0.load(Ordering::SeqCst) == self.at
    }
}

/// One request. Bodies have at most some MiB and are held in memory.
#[derive(Clone)]
pub struct RemoteRequest {
    /// The method.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty for none.
    pub body: Bytes,
    /// The most bytes of answer to accept.
    pub max_answer: usize,
    /// An authority that is trusted for this request, beside the system's. No other request may profit from it, not
    /// by a connection that is kept open either.
    pub authority: Option<Arc<Authority>>,
    /// Send it only while this holds: what it carries is for a server that has proven itself. None for what anybody may see.
    pub unchanged: Option<WhileUnchanged>,
    /// Give up when nothing moves for so long.
    pub idle_timeout: Duration,
    /// Told as bytes move.
    pub transferred: Option<Transferred>,
}

impl fmt::Debug for RemoteRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers carry tokens and bodies carry wraps: neither belongs in a log.
        f.debug_struct("RemoteRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// One answer.
#[derive(Debug, Clone)]
pub struct RemoteResponse {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Bytes,
}

/// Why there was no answer. The steps of a connection are told apart: a diagnosis needs to know which one failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    /// The address is not one.
    #[error("the server's address is not a valid http or https address")]
    BadAddress,
    /// This device has no network.
    #[error("there is no network")]
    Offline,
    /// The name could not be resolved.
    #[error("the server's name could not be resolved")]
    Resolve,
    /// No connection came about.
    #[error("the server could not be reached")]
    Connect,
    /// The server's certificate is not trusted, or the handshake failed.
    #[error("the server's certificate is not trusted or the secure connection failed")]
    Tls,
    /// Nothing moved for too long.
    #[error("the server did not answer in time")]
    Timeout,
    /// The connection broke. What was sent may have arrived.
    #[error("the connection broke")]
    Interrupted,
    /// The network has changed: whoever answers now must prove itself first.
    #[error("the network changed")]
    Rerouted,
    /// The answer is larger than was asked for.
    #[error("the answer is too large")]
    TooLarge,
    /// It may not be sent now, or was stopped on its way: the code of why. No way to the cloud says this itself.
    #[error("it waits: {0}")]
    Held(String),
}

/// A stream of bytes from the server.
#[async_trait]
pub trait EventSource: Send {
    /// The next bytes; none when the server has ended the stream.
    async fn next(&mut self) -> Result<Option<Bytes>, RemoteError>;
}

/// The way to the cloud: HTTP in shape, so that a shell, a slow link or the simulation can stand in for the built-in one.
///
/// It retries nothing, follows no redirect and keeps no cookie. Dropping a future abandons the request.
#[async_trait]
pub trait Remote: Send + Sync {
    /// Sends a request and reads the whole answer.
    async fn send(&self, request: RemoteRequest) -> Result<RemoteResponse, RemoteError>;

    /// Opens a stream. An answer other than 200 is given back as it is.
    async fn stream(&self, request: RemoteRequest)
    -> Result<Result<Box<dyn EventSource>, RemoteResponse>, RemoteError>;

    /// Who looks at this way step by step when something is wrong. None: it is asked through [`send`](Self::send).
    fn prober(&self) -> Option<Arc<dyn Prober>> {
        None
    }
}
