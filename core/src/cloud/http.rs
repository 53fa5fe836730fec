use std::collections::BTreeMap;
use std::error::Error as _;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures_util::stream;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, RequestBuilder, Response};

use super::authority::{Authority, Fingerprint};
use crate::diagnosis::SocketProber;
use crate::ports::{EventSource, Method, Prober, Remote, RemoteError, RemoteRequest, RemoteResponse};

/// How much of a body goes out between two reports of progress.
const CHUNK: usize = 64 * 1024;

/// The event stream carries a comment every 15 seconds: after this long without one it is dead.
const EVENTS_IDLE: Duration = Duration::from_secs(45);

/// The built-in way to the cloud: reqwest with rustls.
#[derive(Debug, Clone)]
pub struct HttpRemote {
    client: Client,
    /// A client for each authority of the person's own: each keeps its connections to itself.
    own: Arc<Mutex<BTreeMap<Fingerprint, Client>>>,
}

impl HttpRemote {
    /// A client that trusts the system's authorities, and for each request the one that comes with it.
    pub fn new() -> Result<Self, RemoteError> {
        Ok(Self { client: client(None)?, own: Arc::default() })
    }

    fn client_for(&self, authority: Option<&Authority>) -> Result<Client, RemoteError> {
        let Some(authority) = authority else { return Ok(self.client.clone()) };
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        let name = authority.fingerprint();
        if let Some(client) = own.get(&name) {
            return Ok(client.clone());
        }
        let made = client(Some(authority))?;
        own.insert(name, made.clone());
        Ok(made)
    }

    fn prepare(&self, request: &RemoteRequest) -> Result<RequestBuilder, RemoteError> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut builder = self.client_for(request.authority.as_deref())?.request(method, &request.url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if request.body.is_empty() {
            return Ok(builder);
        }
        let length = request.body.len();
        Ok(builder.header("content-length", length).body(reqwest::Body::wrap_stream(chunks(request))))
    }
}

/// A client that also trusts one authority of the person's own.
fn client(authority: Option<&Authority>) -> Result<Client, RemoteError> {
    // Another part of the app may have installed a provider already: then that one serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .redirect(Policy::none())
        .connect_timeout(Duration::from_secs(10))
        .no_proxy()
        .pool_idle_timeout(Duration::from_secs(10));
    if let Some(authority) = authority {
        let certificate = Certificate::from_der(authority.der()).map_err(|_| RemoteError::Tls)?;
        builder = builder.tls_certs_merge([certificate]);
    }
    builder.build().map_err(|_| RemoteError::Tls)
}

/// The body in pieces, telling as each leaves.
fn chunks(
    request: &RemoteRequest,
) -> impl futures_util::Stream<Item = Result<Bytes, std::convert::Infallible>> + use<> {
    let transferred = request.transferred.clone();
    stream::unfold(request.body.clone(), move |mut rest| {
        let transferred = transferred.clone();
        async move {
            if rest.is_empty() {
                return None;
            }
            let chunk = rest.split_to(rest.len().min(CHUNK));
            if let Some(transferred) = &transferred {
                transferred(u64::try_from(chunk.len()).unwrap_or(0), 0);
            }
            Some((Ok(chunk), rest))
        }
    })
}

#[async_trait]
impl Remote for HttpRemote {
    async fn send(&self, mut request: RemoteRequest) -> Result<RemoteResponse, RemoteError> {
        let moved = watch_movement(&mut request);
        let answer = async {
            let response = self.prepare(&request)?.send().await.map_err(|error| classify(&error))?;
            read(response, &request).await
        };
        unless_idle(answer, &moved, request.idle_timeout).await
    }

    async fn stream(
        &self,
        request: RemoteRequest,
    ) -> Result<Result<Box<dyn EventSource>, RemoteResponse>, RemoteError> {
        let opening = async {
            let response = self.prepare(&request)?.send().await.map_err(|error| classify(&error))?;
            if response.status() == reqwest::StatusCode::OK {
                return Ok(Ok(Box::new(HttpEvents(response)) as Box<dyn EventSource>));
            }
            read(response, &request).await.map(Err)
        };
        tokio::time::timeout(request.idle_timeout, opening).await.map_err(|_| RemoteError::Timeout)?
    }

    fn prober(&self) -> Option<Arc<dyn Prober>> {
        Some(Arc::new(SocketProber))
    }
}

/// Counts every movement of the request's bytes, beside telling whoever asked for it.
fn watch_movement(request: &mut RemoteRequest) -> Arc<AtomicU64> {
    let moved = Arc::new(AtomicU64::new(0));
    let (counter, listener) = (Arc::clone(&moved), request.transferred.take());
    request.transferred = Some(Arc::new(move |sent, received| {
        counter.fetch_add(1, Ordering::Relaxed);
        if let Some(listener) = &listener {
            listener(sent, received);
        }
    }));
    moved
}

/// Gives up when nothing has moved for `idle`. reqwest's own read time-out would also end a long upload.
async fn unless_idle<T>(
    work: impl Future<Output = Result<T, RemoteError>>,
    moved: &AtomicU64,
    idle: Duration,
) -> Result<T, RemoteError> {
    let mut work = std::pin::pin!(work);
    loop {
        let before = moved.load(Ordering::Relaxed);
        match tokio::time::timeout(idle, &mut work).await {
            Ok(result) => return result,
            Err(_) if moved.load(Ordering::Relaxed) == before => return Err(RemoteError::Timeout),
            Err(_) => {}
        }
    }
}

async fn read(mut response: Response, request: &RemoteRequest) -> Result<RemoteResponse, RemoteError> {
    let status = response.status().as_u16();
    let headers: BTreeMap<String, String> = response
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| classify(&error))? {
        if body.len() + chunk.len() > request.max_answer {
            return Err(RemoteError::TooLarge);
        }
        if let Some(transferred) = &request.transferred {
            transferred(0, u64::try_from(chunk.len()).unwrap_or(0));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(RemoteResponse { status, headers, body: body.freeze() })
}

struct HttpEvents(Response);

#[async_trait]
impl EventSource for HttpEvents {
    async fn next(&mut self) -> Result<Option<Bytes>, RemoteError> {
        let chunk = tokio::time::timeout(EVENTS_IDLE, self.0.chunk()).await.map_err(|_| RemoteError::Timeout)?;
        chunk.map_err(|error| classify(&error))
    }
}

/// Which step failed. The libraries tell it only through the chain of causes.
fn classify(error: &reqwest::Error) -> RemoteError {
    if error.is_builder() {
        return RemoteError::BadAddress;
    }
    if error.is_timeout() {
        return RemoteError::Timeout;
    }
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<rustls::Error>() {
            return RemoteError::Tls;
        }
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            if hides_tls(io) {
                return RemoteError::Tls;
            }
            match io.kind() {
                std::io::ErrorKind::NetworkUnreachable | std::io::ErrorKind::NetworkDown => {
                    return RemoteError::Offline;
                }
                _ => {}
            }
        }
        if inner.to_string().starts_with("dns error") {
            return RemoteError::Resolve;
        }
        cause = inner.source();
    }
    if error.is_connect() { RemoteError::Connect } else { RemoteError::Interrupted }
}

/// rustls hides inside an `io::Error`, which hides inside another one: and their `source` steps over what they hold.
fn hides_tls(error: &std::io::Error) -> bool {
    let mut held = error.get_ref();
    while let Some(inner) = held {
        if inner.is::<rustls::Error>() {
            return true;
        }
        held = inner.downcast_ref::<std::io::Error>().and_then(|inner| inner.get_ref());
    }
    false
}
