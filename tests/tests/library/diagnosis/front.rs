//! What stands before a server, on a real socket: nothing, a proxy, a portal, or something that does not answer.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use safelight_protocol::{Problem, version};
use safelight_tests::in_process::{Failure, TestServer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// What becomes of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// It leads to the server.
    Open,
    /// Whatever is asked, this is the status, with a page.
    Says(u16),
    /// Everything is sent on to a portal's page.
    Portal,
    /// It leads to the server, for bodies of up to so many bytes.
    Limits(usize),
    /// Nobody ever says anything.
    Silent,
    /// It is reset once something was asked.
    Resets,
    /// The server itself refuses everything with this code.
    Refuses(&'static str),
    /// The server itself refuses with this code whatever carries a body of more than so many bytes.
    RefusesLarge(&'static str, usize),
    /// It leads to somebody else's server.
    Elsewhere(SocketAddr),
}

/// A listener before a server.
pub(crate) struct Front {
    pub(crate) address: SocketAddr,
    /// Where the server itself listens.
    pub(crate) behind: SocketAddr,
    way: Arc<Mutex<Way>>,
    tls: Arc<Mutex<Option<TlsAcceptor>>>,
    joined: Arc<AtomicU64>,
    listening: JoinHandle<()>,
    serving: JoinHandle<()>,
}

impl Drop for Front {
    fn drop(&mut self) {
        self.listening.abort();
        self.serving.abort();
    }
}

impl Front {
    pub(crate) async fn before(server: &TestServer) -> Result<Self, Failure> {
        let backend = TcpListener::bind("127.0.0.1:0").await?;
        let behind = backend.local_addr()?;
        let router = server.app.router();
        let serving = tokio::spawn(async move {
            // It ends with the test.
            let _ = axum::serve(backend, router).await;
        });
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (way, tls) = (Arc::new(Mutex::new(Way::Open)), Arc::new(Mutex::new(None::<TlsAcceptor>)));
        let (now, secured) = (Arc::clone(&way), Arc::clone(&tls));
        let joined = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&joined);
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                let way = *now.lock().unwrap_or_else(PoisonError::into_inner);
                let acceptor = secured.lock().unwrap_or_else(PoisonError::into_inner).clone();
                tokio::spawn(async move {
                    let _ = connection(stream, acceptor, way, behind).await;
                });
            }
        });
        Ok(Self { address, behind, way, tls, joined, listening, serving })
    }

    pub(crate) fn http(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn https(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    pub(crate) fn becomes(&self, way: Way) {
        *self.way.lock().unwrap_or_else(PoisonError::into_inner) = way;
    }

    pub(crate) fn shows(&self, certificate: &Certificate) {
        *self.tls.lock().unwrap_or_else(PoisonError::into_inner) = Some(certificate.acceptor.clone());
    }

    /// How many connections there were.
    pub(crate) fn connections(&self) -> u64 {
        self.joined.load(Ordering::Relaxed)
    }

    /// Nobody listens any more.
    pub(crate) async fn closes(&mut self) {
        self.listening.abort();
        // It was aborted: that is all it can say.
        let _ = (&mut self.listening).await;
    }
}

async fn connection(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    way: Way,
    behind: SocketAddr,
) -> std::io::Result<()> {
    if way == Way::Resets {
        let mut stream = stream;
        let mut some = [0; 16];
        let _ = stream.read(&mut some).await?;
        // Closed with bytes unread and without waiting: a reset.
        socket_without_linger(&stream);
        return Ok(());
    }
    match acceptor {
        Some(acceptor) => exchange(acceptor.accept(stream).await?, way, behind).await,
        None => exchange(stream, way, behind).await,
    }
}

#[expect(deprecated, reason = "a reset is what is wanted")]
fn socket_without_linger(stream: &TcpStream) {
    let _ = stream.set_linger(Some(std::time::Duration::ZERO));
}

async fn exchange(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    way: Way,
    behind: SocketAddr,
) -> std::io::Result<()> {
    let Some((head, mut body)) = read_head(&mut stream).await? else { return Ok(()) };
    let length = content_length(&head);
    let canned = match way {
        Way::Silent => std::future::pending().await,
        Way::Says(status) => Some(page(status, "")),
        Way::Portal => Some(page(302, "location: http://login.hotel.example/welcome\r\n")),
        Way::Limits(most) if length > most => Some(page(413, "")),
        Way::Refuses(code) => Some(refusal(code)),
        Way::RefusesLarge(code, most) if length > most => Some(refusal(code)),
        Way::Open | Way::Limits(_) | Way::RefusesLarge(..) | Way::Resets | Way::Elsewhere(_) => None,
    };
    if let Some(answer) = canned {
        while body.len() < length {
            if stream.read_buf(&mut body).await? == 0 {
                break;
            }
        }
        stream.write_all(answer.as_bytes()).await?;
        return stream.shutdown().await;
    }
    let mut server = TcpStream::connect(if let Way::Elsewhere(other) = way { other } else { behind }).await?;
    // One request to a connection: what becomes of the next is decided anew.
    let head = head.replacen("\r\n", "\r\nconnection: close\r\n", 1);
    server.write_all(head.as_bytes()).await?;
    server.write_all(&body).await?;
    tokio::io::copy_bidirectional(&mut stream, &mut server).await.map(drop)
}

async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let body = bytes.split_off(end + 4);
            return Ok(Some((String::from_utf8_lossy(&bytes).into_owned(), body)));
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
}

fn content_length(head: &str) -> usize {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths.next().and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(0)
}

fn page(status: u16, headers: &str) -> String {
    let page = "<html><h1>Welcome to the hotel</h1></html>";
    let length = page.len();
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: text/html\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{page}"
    )
}

/// A refusal as the server itself words it.
fn refusal(code: &str) -> String {
    let problem = Problem::new(code);
    let body = serde_json::json!({ "code": code, "status": problem.status, "title": problem.title }).to_string();
    format!(
        "HTTP/1.1 {} X\r\ncontent-type: {}\r\n{}: {}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        problem.status,
        safelight_protocol::problem::MEDIA_TYPE,
        version::PROTOCOL_HEADER,
        version::PROTOCOL,
        body.len(),
    )
}

/// An authority of one's own.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub(crate) pem: String,
}

/// When a certificate is good.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Term {
    Now,
    Past,
    Future,
}

/// A server's certificate with its key.
pub(crate) struct Certificate {
    acceptor: TlsAcceptor,
}

impl Authority {
    pub(crate) fn new() -> Result<Self, Failure> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate()?;
        let pem = params.self_signed(&key)?.pem();
        Ok(Self { issuer: Issuer::new(params, key), pem })
    }

    pub(crate) fn certificate(&self, name: &str, term: Term) -> Result<Certificate, Failure> {
        let mut params = CertificateParams::new(vec![name.to_owned()])?;
        (params.not_before, params.not_after) = match term {
            Term::Now => (date_time_ymd(2020, 1, 1), date_time_ymd(2090, 1, 1)),
            Term::Past => (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1)),
            Term::Future => (date_time_ymd(2089, 1, 1), date_time_ymd(2090, 1, 1)),
        };
        let key = KeyPair::generate()?;
        let certificate: CertificateDer<'static> = params.signed_by(&key, &self.issuer)?.der().clone();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)?;
        Ok(Certificate { acceptor: TlsAcceptor::from(Arc::new(config)) })
    }
}
