//! The built-in prober: each step on a socket of its own, nothing kept, nothing trusted that the engine does not trust.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

use async_trait::async_trait;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use reqwest::redirect::Policy;
use reqwest::tls::TlsInfo;
use reqwest::{Certificate, Client, RequestBuilder, Response};
use rustls::CertificateError;
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use super::address::{Address, kind_of, place_of};
use super::answer::Heard;
use super::certificate::validity;
use super::through::{MOST_ANSWER, headers, is_to_prove, not_proven, proof_body, proof_url, url};
use crate::ports::{Behind, BodyLimit, Met, Place, Probe, ProbeRequest, Prober, TlsFault};

/// A question's head, roughly, an answer's first line, and a connection's TLS handshake.
const HEAD: u64 = 400;
const STATUS_LINE: u64 = 40;
const HANDSHAKE: u64 = 6 * 1024;

/// The most addresses of one name that are tried.
const MOST_ADDRESSES: usize = 8;

/// Looks at the way to a server over sockets of its own.
#[derive(Debug, Clone, Copy, Default)]
pub struct SocketProber;

#[async_trait]
impl Prober for SocketProber {
    async fn probe(&self, request: &ProbeRequest) -> Probe {
        // What is written here before a step is what it means when time runs out in it.
        let mut probe = Probe::of(kind_of(&request.server), Met::NameUnanswered);
        let steps = self.steps(request, &mut probe);
        // Out of time: the step that was under way is the finding.
        let _ = tokio::time::timeout(request.time, steps).await;
        probe
    }
}

impl SocketProber {
    async fn steps(&self, request: &ProbeRequest, probe: &mut Probe) {
        let Some(address) = Address::parse(&request.server) else {
            probe.met = Met::BadAddress;
            return;
        };
        let found = match resolve(&address).await {
            Ok(found) => found,
            Err(met) => {
                probe.met = met;
                return;
            }
        };
        let far = probe.address.place == Place::Internet;
        if let Some(place) = found.first().map(|first| place_of(first.ip())).filter(|_| far) {
            // A public name may lead into the local network.
            probe.address.place = place;
        }
        probe.met = Met::Silent;
        let reached = match connect(&found).await {
            Ok(reached) => reached,
            Err(met) => {
                probe.met = met;
                return;
            }
        };
        probe.met = Met::Unanswered;
        self.ask(request, &address, reached, probe).await;
    }

    async fn ask(&self, request: &ProbeRequest, address: &Address, reached: SocketAddr, probe: &mut Probe) {
        let Some(client) = client(&address.host, reached, request, Trust::Checked) else {
            probe.met = Met::Tls { fault: TlsFault::Failed, behind: Behind::Nobody };
            return;
        };
        match put(&client, request).send().await {
            Ok(response) => {
                note(response, request, probe).await;
                if is_to_prove(&probe.met)
                    && let Some(met) = proven(&client, request).await
                {
                    // Whoever it is, what it says of the time is not the server's word.
                    probe.clock_offset_s = None;
                    probe.met = met;
                }
                if is_to_prove(&probe.met) && !request.bodies.is_empty() {
                    probe.body_limit = Some(body_limit(&client, request).await);
                }
            }
            Err(error) => match fault(&error) {
                Some(fault) => {
                    probe.met = Met::Tls { fault, behind: Behind::Nobody };
                    self.look_behind(request, address, reached, fault, probe).await;
                }
                None => probe.met = broken(&error),
            },
        }
    }

    /// Who answers although the certificate is not good: asked without a token, and believed only as far as a clue goes.
    async fn look_behind(
        &self,
        request: &ProbeRequest,
        address: &Address,
        reached: SocketAddr,
        fault: TlsFault,
        probe: &mut Probe,
    ) {
        let Some(client) = client(&address.host, reached, request, Trust::Anybody) else { return };
        (request.transferred)(HANDSHAKE, 0);
        let Ok(response) = put(&client, request).send().await else { return };
        let behind = note(response, request, probe).await;
        probe.met = Met::Tls { fault, behind };
    }
}

fn client(host: &str, reached: SocketAddr, request: &ProbeRequest, trust: Trust) -> Option<Client> {
    // Another part of the app may have installed a provider already: then that one serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .timeout(request.time)
        .pool_max_idle_per_host(0)
        .tls_info(true)
        .resolve_to_addrs(host, &[reached]);
    if trust == Trust::Anybody {
        builder = builder.tls_danger_accept_invalid_certs(true);
    } else if let Some(authority) = &request.authority {
        builder = builder.tls_certs_merge([Certificate::from_der(authority.der()).ok()?]);
    }
    builder.build().ok()
}

/// What stands against believing the answer: none if whoever gave it has the server's key.
async fn proven(client: &Client, request: &ProbeRequest) -> Option<Met> {
    let key = request.identity?;
    let body = proof_body(request);
    (request.transferred)(HEAD + count(body.len()), 0);
    let question = dress(client.post(proof_url(request)), request).header("content-type", "application/json");
    let response = match question.body(body).send().await {
        Ok(response) => response,
        Err(error) => return Some(broken(&error)),
    };
    let (status, headers) = (response.status().as_u16(), names_and_values(&response));
    let body = read(response, request).await;
    not_proven(&Heard { status, headers: &headers, body: &body }, key, request)
}

/// Whose certificates are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// Those of authorities that the engine trusts.
    Checked,
    /// Anybody's: to see who is there, never to tell them anything.
    Anybody,
}

/// Asks the system's resolver, on a thread that nobody waits for: it can't be stopped, and may take half a minute.
async fn resolve(address: &Address) -> Result<Vec<SocketAddr>, Met> {
    let (send, receive) = oneshot::channel();
    let (host, port) = (address.host.clone(), address.port);
    std::thread::spawn(move || {
        let found = (host.as_str(), port).to_socket_addrs().map(Iterator::collect::<Vec<_>>);
        // Nobody waits any more when the time was up.
        let _ = send.send(found);
    });
    let found = receive.await.map_err(|_| Met::NameUnanswered)?.map_err(|error| unresolved(&error))?;
    let nowhere = |found: &SocketAddr| {
        let loops = found.ip().is_loopback() && address.kind.place == Place::Internet;
        found.ip().is_unspecified() || loops
    };
    if found.is_empty() {
        return Err(Met::NameUnknown);
    }
    if address.kind.named && found.iter().all(nowhere) {
        return Err(Met::NameFiltered);
    }
    Ok(found.into_iter().take(MOST_ADDRESSES).collect())
}

fn unresolved(error: &io::Error) -> Met {
    // The resolver's own codes reach us only as text.
    if error.to_string().contains("emporary") { Met::NameUnanswered } else { Met::NameUnknown }
}

/// The first address that takes a connection; otherwise what tells most.
async fn connect(found: &[SocketAddr]) -> Result<SocketAddr, Met> {
    let mut tries: FuturesUnordered<_> =
        found.iter().map(|at| async move { TcpStream::connect(at).await.map(|_| *at) }).collect();
    let mut told: Vec<Met> = Vec::new();
    while let Some(tried) = tries.next().await {
        match tried {
            Ok(reached) => return Ok(reached),
            Err(error) => told.push(unconnected(&error)),
        }
    }
    let most = [Met::Refused, Met::Denied, Met::Reset, Met::Silent, Met::Unreachable, Met::NoNetwork];
    Err(most.into_iter().find(|met| told.contains(met)).unwrap_or(Met::Unreachable))
}

fn unconnected(error: &io::Error) -> Met {
    use io::ErrorKind;
    match error.kind() {
        ErrorKind::ConnectionRefused => Met::Refused,
        ErrorKind::PermissionDenied => Met::Denied,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => Met::Reset,
        ErrorKind::TimedOut => Met::Silent,
        ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown | ErrorKind::AddrNotAvailable => Met::NoNetwork,
        _ => Met::Unreachable,
    }
}

fn put(client: &Client, request: &ProbeRequest) -> RequestBuilder {
    dress(client.get(url(request)), request)
}

fn dress(mut builder: RequestBuilder, request: &ProbeRequest) -> RequestBuilder {
    for (name, value) in headers(request) {
        builder = builder.header(name, value);
    }
    builder
}

/// Writes down what an answer says; returns who it would be behind a certificate that is not good.
async fn note(response: Response, request: &ProbeRequest, probe: &mut Probe) -> Behind {
    let status = response.status().as_u16();
    let headers = names_and_values(&response);
    let certificate = response.extensions().get::<TlsInfo>().and_then(TlsInfo::peer_certificate).and_then(validity);
    probe.certificate = certificate.or(probe.certificate);
    let body = read(response, request).await;
    let heard = Heard { status, headers: &headers, body: &body };
    probe.met = heard.met(&request.server);
    probe.clock_offset_s = heard.clock_offset_s(request.now);
    heard.behind(&request.server)
}

/// An answer that ends too early is judged by what there is of it.
async fn read(mut response: Response, request: &ProbeRequest) -> Vec<u8> {
    let mut body = Vec::new();
    let head: usize = response.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    (request.transferred)(0, count(head) + STATUS_LINE);
    while let Ok(Some(chunk)) = response.chunk().await {
        (request.transferred)(0, count(chunk.len()));
        body.extend_from_slice(&chunk);
        if body.len() > MOST_ANSWER {
            break;
        }
    }
    body
}

fn count(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

fn names_and_values(response: &Response) -> BTreeMap<String, String> {
    let text = response.headers().iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    text.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

async fn body_limit(client: &Client, request: &ProbeRequest) -> BodyLimit {
    let mut limit = BodyLimit { passed: 0, refused: None };
    for &bytes in &request.bodies {
        let body = vec![0_u8; usize::try_from(bytes).unwrap_or(0)];
        (request.transferred)(HEAD + bytes, HEAD);
        let answer = dress(client.post(url(request)), request).body(body).send().await;
        let ours = answer.is_ok_and(|answer| {
            let headers = names_and_values(&answer);
            Heard { status: answer.status().as_u16(), headers: &headers, body: &[] }.spoken()
        });
        if !ours {
            limit.refused = Some(bytes);
            break;
        }
        limit.passed = bytes;
    }
    limit
}

/// What is wrong with the certificate; none if that is not what went wrong.
fn fault(error: &reqwest::Error) -> Option<TlsFault> {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(error) = secured(inner) {
            return Some(fault_of(error));
        }
        cause = inner.source();
    }
    None
}

/// rustls's own error, which hides in an I/O error, and that in another. Their `source` passes it over.
fn secured<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a rustls::Error> {
    if let Some(found) = error.downcast_ref() {
        return Some(found);
    }
    secured(error.downcast_ref::<io::Error>()?.get_ref()?)
}

fn fault_of(error: &rustls::Error) -> TlsFault {
    let rustls::Error::InvalidCertificate(error) = error else { return TlsFault::Failed };
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsFault::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => TlsFault::NotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => TlsFault::Name,
        _ => TlsFault::Untrusted,
    }
}

/// What a request that got no answer met.
fn broken(error: &reqwest::Error) -> Met {
    if error.is_builder() {
        Met::BadAddress
    } else if error.is_timeout() {
        Met::Unanswered
    } else if error.is_connect() {
        // The connection itself stood a moment ago.
        Met::TlsReset
    } else {
        Met::Reset
    }
}
