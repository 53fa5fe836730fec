//! The cloud as the engine sees it: typed calls over the [`Remote`] port, and what can go wrong with one.
//!
//! A call is one request and one answer. It carries the version handshake, notes the server's clock, and turns a refusal
//! into the server's [`Problem`]. It keeps no token: sessions do. It repeats nothing but what never arrived, or may arrive
//! twice, and that only at another address of the same server; everything else is the engine's.
//!
//! Nothing goes over plain http but to this device itself: it is refused before a byte leaves.

mod address;
mod addresses;
mod authority;
#[cfg(feature = "http")]
mod http;
mod proof;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use safelight_protocol::identity::{IdentityProof, ProveIdentity, normalise_address};
use safelight_protocol::{Blob, Problem, codes, problem, route, version};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use address::{AddressAnswer, AddressTried};
pub(crate) use addresses::{Addresses, KnownServer};
use addresses::{Candidate, Way};
pub use authority::{Authority, Fingerprint, NotACertificate};
#[cfg(feature = "http")]
pub use http::HttpRemote;
pub(crate) use proof::proves;

use crate::ports::{Clock, EventSource, Method, Remote, RemoteError, RemoteRequest, RemoteResponse, Transferred};

/// How long a request may stand still.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// How long an address may take to prove itself.
const PROOF_TIMEOUT: Duration = Duration::from_secs(10);

/// How often a call is made again at once.
const REPEATS: u32 = 3;

/// The largest answer to that.
const MAX_PROOF: usize = 64 * 1024;

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
    /// The address is plain http to another machine. Nothing was sent.
    #[error("the address is not https: nothing is sent there")]
    NotSecure,
    /// What answers has another key than the account's server. It was told nothing of the account.
    #[error("another server answers at this address")]
    OtherServer,
    /// The account's server answers, but does not count the address as its own: something passes the questions on.
    #[error("the server does not count this address as its own")]
    NotListed,
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
            Self::Remote(
                RemoteError::Timeout | RemoteError::Connect | RemoteError::Interrupted | RemoteError::Rerouted,
            ) => "srv.outage",
            Self::Foreign { status: 413 } => "net.proxy_limit",
            Self::Remote(RemoteError::TooLarge) | Self::Foreign { .. } => "srv.foreign",
            Self::Refused(problem) => &problem.code,
            Self::NotSecure => "net.tls_required",
            Self::OtherServer | Self::NotListed => "srv.impostor",
        }
    }

    /// Whether the server refused with this code.
    pub fn refused_with(&self, code: &str) -> bool {
        matches!(self, Self::Refused(problem) if problem.code == code)
    }

    /// Whether the same call may succeed later without anybody doing anything.
    pub fn passes_by_itself(&self) -> bool {
        match self {
            Self::Remote(RemoteError::BadAddress | RemoteError::Tls) | Self::NotSecure => false,
            Self::Remote(_) | Self::Foreign { .. } | Self::OtherServer | Self::NotListed => true,
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
    addresses: Option<Arc<Addresses>>,
}

impl std::fmt::Debug for Cloud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cloud").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Cloud {
    /// A server by one address, which is taken for what it is; `client` names the app and its version, for example
    /// `safelight-cli/0.1.0`.
    pub fn new(remote: Arc<dyn Remote>, clock: Arc<dyn Clock>, server: &str, client: &str) -> Self {
        Self {
            remote,
            clock,
            server: normalise_address(server),
            client: client.to_owned(),
            offset_ms: Arc::new(AtomicI64::new(0)),
            addresses: None,
        }
    }

    /// A server by its addresses: each call goes to one that has proven to be that server.
    pub(crate) fn among(addresses: Arc<Addresses>, server: &str, alike: Self) -> Self {
        Self { server: normalise_address(server), addresses: Some(addresses), ..alike }
    }

    /// The addresses of this server; none where it was given as one that is taken for what it is.
    pub(crate) fn addresses(&self) -> Option<&Arc<Addresses>> {
        self.addresses.as_ref()
    }

    /// The app and its version.
    pub(crate) fn client(&self) -> &str {
        &self.client
    }

    /// An address that has proven to be this server, and whom to trust there: for whoever carries something to it later.
    pub(crate) async fn proven_address(&self) -> Result<(String, Option<Arc<Authority>>), CloudError> {
        let way = self.way().await?;
        Ok((way.url, way.authority))
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
        let way = self.way().await?;
        let request = self.request(&way, Method::Get, route, Some(token), Body::None, None);
        let opened = match self.remote.stream(request).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(answer)) => self.refusal(&answer),
            Err(error) => error.into(),
        };
        self.doubt(&way, &opened);
        Err(opened)
    }

    async fn exchange(
        &self,
        method: Method,
        route: &str,
        token: Option<&str>,
        body: Body,
        transferred: Option<Transferred>,
    ) -> Result<RemoteResponse, CloudError> {
        for repeats in 0.. {
            let way = self.way().await?;
            let asked = self.exchange_at(&way, method, route, token, body.clone(), transferred.clone()).await;
            let error = match asked {
                Ok(answer) => {
                    if let Some(addresses) = &self.addresses {
                        addresses.keep(&way.url, self.clock.monotonic());
                    }
                    return Ok(answer);
                }
                Err(error) => error,
            };
            let doubted = self.doubt(&way, &error);
            if repeats == REPEATS || !doubted || !self.may_be_repeated(&way, method, route, &error).await {
                return Err(error);
            }
        }
        Err(RemoteError::Interrupted.into())
    }

    /// Whether a call that failed at an address may be made again now: where the network changed and the server has to prove
    /// itself first, or where it proves itself at another address and arriving twice does no harm.
    async fn may_be_repeated(&self, way: &Way, method: Method, route: &str, error: &CloudError) -> bool {
        if *error == CloudError::Remote(RemoteError::Rerouted) {
            return true;
        }
        let others = self.addresses.as_ref().is_some_and(|all| all.has_others(&way.url));
        others && is_harmless_twice(method, route, error) && self.way().await.is_ok_and(|found| found.url != way.url)
    }

    /// The address to ask.
    async fn way(&self) -> Result<Way, CloudError> {
        let Some(addresses) = &self.addresses else {
            return Ok(Way { url: self.server.clone(), authority: None, unchanged: None });
        };
        let ask = |candidate: Candidate, authority, nonce, known| async move {
            self.prove(&candidate, authority, &nonce, known).await
        };
        Box::pin(addresses.find(self.clock.as_ref(), ask)).await
    }

    /// Asks an address to prove that it is the server. Nothing of the account goes there.
    async fn prove(
        &self,
        candidate: &Candidate,
        authority: Option<Arc<Authority>>,
        nonce: &[u8; 32],
        known: Option<[u8; 32]>,
    ) -> Result<proof::Proven, CloudError> {
        let way = Way { url: candidate.url.clone(), authority, unchanged: None };
        let question = Body::json(&ProveIdentity { nonce: Blob(nonce.to_vec()), address: candidate.url.clone() });
        let answer = self.exchange_at(&way, Method::Post, route::SERVER_PROOF, None, question, None).await;
        let answer = answer.map_err(|error| {
            // A server from before there were proofs.
            let old = error.refused_with(codes::NOT_FOUND);
            if old { CloudError::Refused(Box::new(Problem::new(codes::SERVER_OLD))) } else { error }
        })?;
        let foreign = |_| CloudError::Foreign { status: answer.status };
        let answer: IdentityProof = serde_json::from_slice(&answer.body).map_err(foreign)?;
        let proven = proof::check(&answer, nonce, &candidate.url, known)?;
        if proven.listed || candidate.typed { Ok(proven) } else { Err(CloudError::NotListed) }
    }

    /// Takes back an address's proof where it no longer answers like the server. True if it does not.
    fn doubt(&self, way: &Way, error: &CloudError) -> bool {
        let lost = match error {
            CloudError::Remote(RemoteError::BadAddress | RemoteError::TooLarge | RemoteError::Held(_))
            | CloudError::Refused(_) => false,
            // A proxy that takes no large bodies is still in front of the right server.
            CloudError::Foreign { status } => *status != 413,
            _ => true,
        };
        if let Some(addresses) = self.addresses.as_ref().filter(|_| lost) {
            addresses.lose(&way.url);
        }
        lost
    }

    async fn exchange_at(
        &self,
        way: &Way,
        method: Method,
        route: &str,
        token: Option<&str>,
        body: Body,
        transferred: Option<Transferred>,
    ) -> Result<RemoteResponse, CloudError> {
        if !address::is_private_way(&way.url) {
            return Err(CloudError::NotSecure);
        }
        let answer = self.remote.send(self.request(way, method, route, token, body, transferred)).await?;
        self.note_clock(&answer);
        // A captive portal or a proxy's own page carries no handshake: whatever it says, it is not our server's word.
        if !(200..300).contains(&answer.status) || !answer.headers.contains_key(version::PROTOCOL_HEADER) {
            return Err(self.refusal(&answer));
        }
        Ok(answer)
    }

    fn request(
        &self,
        way: &Way,
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
        let proof = route == route::SERVER_PROOF;
        RemoteRequest {
            method,
            url: format!("{}{route}", way.url),
            headers,
            body,
            max_answer: if proof { MAX_PROOF } else { MAX_ANSWER },
            idle_timeout: if proof { PROOF_TIMEOUT } else { IDLE_TIMEOUT },
            authority: way.authority.clone(),
            unchanged: way.unchanged.clone(),
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

/// Whether a call never arrived, or may arrive twice.
fn is_harmless_twice(method: Method, route: &str, error: &CloudError) -> bool {
    let never_arrived = matches!(
        error,
        CloudError::Remote(RemoteError::Offline | RemoteError::Resolve | RemoteError::Connect | RemoteError::Tls)
    );
    // Parts are known by their hash and commits by their mutation; a refresh gives the same tokens again.
    let harmless = method == Method::Get || route.starts_with("/v1/libraries/") || route == route::SESSION_REFRESH;
    never_arrived || harmless
}
