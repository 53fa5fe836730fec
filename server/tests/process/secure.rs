//! HTTPS: certificates that change, both versions of HTTP, and handshakes that do not end.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use futures_util::StreamExt;
use http::{Method, Request, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use safelight_protocol::version::PROTOCOL_HEADER;
use safelight_protocol::{MAX_SEALED_PART_BYTES, route};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{Server, attack};
use crate::phone::{Cloud, part_of};

fn openssl(folder: &Path, arguments: &[&str]) {
    let output = Command::new("openssl").current_dir(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "openssl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// An authority of one's own and a certificate that it has signed for this machine.
pub struct Pki {
    folder: tempfile::TempDir,
}

const NEW_KEY: [&str; 5] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

impl Pki {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority = ["req", "-x509", "-days", "9", "-subj", "/CN=ours", "-keyout", "ca.key", "-out", "ca.pem"];
        openssl(folder.path(), &[&authority[..], &NEW_KEY].concat());
        let pki = Self { folder };
        pki.issue("first");
        pki.install("first");
        pki
    }

    /// A certificate with this name.
    pub fn issue(&self, name: &str) {
        let (subject, key, out) = (format!("/CN={name}"), format!("{name}.key"), format!("{name}.pem"));
        let request = ["req", "-x509", "-days", "9", "-subj", &subject, "-keyout", &key, "-out", &out];
        let signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-addext", "basicConstraints=critical,CA:FALSE"];
        let names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
        openssl(self.folder.path(), &[&request[..], &NEW_KEY, &signed, &names].concat());
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn certificate(&self) -> PathBuf {
        self.path("server.pem")
    }

    pub fn key(&self) -> PathBuf {
        self.path("server.key")
    }

    /// Puts a certificate in the place where the server looks: each file in one step, as a good renewal does.
    pub fn install(&self, name: &str) {
        for end in ["key", "pem"] {
            std::fs::copy(self.path(&format!("{name}.{end}")), self.path("new")).unwrap();
            std::fs::rename(self.path("new"), self.path(&format!("server.{end}"))).unwrap();
        }
    }

    pub fn options(&self) -> Vec<std::ffi::OsString> {
        let (certificate, key) = (self.certificate().into_os_string(), self.key().into_os_string());
        vec!["--tls-cert".into(), certificate, "--tls-key".into(), key]
    }

    /// What trusts this authority, and offers these protocols.
    pub fn connector(&self, alpn: &[&[u8]]) -> TlsConnector {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(self.path("ca.pem")).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
        TlsConnector::from(Arc::new(config))
    }

    async fn connect(&self, address: SocketAddr, alpn: &[&[u8]]) -> TlsStream<TcpStream> {
        let stream = TcpStream::connect(address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        self.connector(alpn).connect(name, stream).await.unwrap()
    }

    /// The name in the certificate that the server shows now.
    async fn shown(&self, address: SocketAddr) -> String {
        let stream = self.connect(address, &[b"http/1.1"]).await;
        let shown = stream.get_ref().1.peer_certificates().unwrap()[0].to_vec();
        let named = |name: &str| shown.windows(name.len()).any(|bytes| bytes == name.as_bytes());
        ["first", "second"].into_iter().find(|name| named(name)).unwrap_or_default().to_owned()
    }
}

type H2 = hyper::client::conn::http2::SendRequest<Body>;

async fn http_2(pki: &Pki, address: SocketAddr) -> H2 {
    let stream = pki.connect(address, &[b"h2", b"http/1.1"]).await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
    let handshake = hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await;
    let (sender, connection) = handshake.unwrap();
    tokio::spawn(connection);
    sender
}

fn ask(path: &str) -> Request<Body> {
    let request = Request::get(format!("https://localhost{path}")).header(PROTOCOL_HEADER, "1");
    request.body(Body::empty()).unwrap()
}

#[tokio::test]
async fn the_server_speaks_https_in_both_versions_of_http() {
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::new());
    let server = Server::with(&folder.path().join("data"), &pki.options());
    assert_eq!(server.scheme, "https");
    let answer = http_2(&pki, server.address).await.send_request(ask(route::SERVER)).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.version()), (200, Version::HTTP_2));
    let stream = pki.connect(server.address, &[]).await;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake::<_, Body>(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::get(route::SERVER).header(PROTOCOL_HEADER, "1").body(Body::empty()).unwrap();
    let answer = sender.send_request(request).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.version()), (200, Version::HTTP_11));
    // Plain HTTP to the same port gets nothing.
    let mut plain = TcpStream::connect(server.address).await.unwrap();
    plain.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut said = Vec::new();
    let _ = plain.read_to_end(&mut said).await;
    assert!(!said.starts_with(b"HTTP/"), "{said:?}");
    assert_eq!(server.stop("-TERM").code(), Some(0));
}

#[tokio::test]
async fn a_stop_ends_streams_of_http_2_and_lets_what_runs_finish() {
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::new());
    let data = folder.path().join("data");
    let plain = Server::start(&data);
    let anna = Cloud::at(plain.address).sign_up("anna@example.org").await;
    plain.stop("-TERM");
    let server = Server::with(&data, &pki.options());
    let mut sender = http_2(&pki, server.address).await;
    let token = format!("Bearer {}", anna.token().unwrap());
    let with_token = |mut request: Request<Body>| {
        request.headers_mut().insert("authorization", token.parse().unwrap());
        request
    };
    let stream = sender.send_request(with_token(ask(route::EVENTS))).await.unwrap().into_body();
    let mut stream = Body::new(stream).into_data_stream();
    stream.next().await.unwrap().unwrap();
    // An upload that is half sent when the signal comes.
    let sealed = vec![9u8; 400_000];
    let (halves, body) = tokio::sync::mpsc::channel::<Result<Vec<u8>, std::io::Error>>(1);
    let body = futures_util::stream::unfold(body, |mut body| async move { Some((body.recv().await?, body)) });
    let path = route::part(&anna.library, &part_of(&sealed).id);
    let mut request = with_token(ask(&path));
    *request.method_mut() = Method::PUT;
    *request.body_mut() = Body::from_stream(body);
    let upload = tokio::spawn(sender.send_request(request));
    halves.send(Ok(sealed[..200_000].to_vec())).await.unwrap();
    // A later request on the same connection is answered, so the first has begun.
    sender.send_request(ask(route::HEALTH)).await.unwrap();
    server.signal("-TERM");
    while let Some(piece) = stream.next().await {
        assert!(piece.unwrap().is_empty(), "the stream ends");
    }
    halves.send(Ok(sealed[200_000..].to_vec())).await.unwrap();
    drop(halves);
    assert_eq!(upload.await.unwrap().unwrap().status().as_u16(), 204);
    let mut server = server;
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[tokio::test]
async fn a_new_certificate_is_used_without_a_restart_and_a_broken_one_never() {
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::new());
    let log = folder.path().join("log");
    let options = pki.options();
    let server = Server::logging(&folder.path().join("data"), &options, std::fs::File::create(&log).unwrap().into());
    assert_eq!(pki.shown(server.address).await, "first");
    let logged = |text: &'static str| {
        let log = log.clone();
        async move {
            let found = async {
                while !std::fs::read_to_string(&log).unwrap().contains(text) {
                    let _ = timeout(Duration::from_millis(20), std::future::pending::<()>()).await;
                }
            };
            timeout(Duration::from_secs(20), found).await.unwrap_or_else(|_| panic!("the log never said {text:?}"));
        }
    };
    // Half a renewal: a key that is another certificate's.
    pki.issue("second");
    std::fs::copy(pki.path("second.key"), pki.key()).unwrap();
    server.signal("-HUP");
    logged("do not go together").await;
    assert_eq!(pki.shown(server.address).await, "first");
    std::fs::File::create(pki.certificate()).unwrap().write_all(b"not a certificate").unwrap();
    server.signal("-HUP");
    logged("there is no PEM certificate in").await;
    assert_eq!(pki.shown(server.address).await, "first");
    // The whole of it, and nobody says so.
    pki.install("second");
    logged("the certificate was read again").await;
    assert_eq!(pki.shown(server.address).await, "second");
    assert_eq!(server.stop("-TERM").code(), Some(0));
}

#[test]
fn a_server_without_a_good_certificate_does_not_start_and_says_why() {
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::new());
    pki.issue("second");
    std::fs::copy(pki.path("second.key"), pki.key()).unwrap();
    let data = folder.path().join("data");
    let start = |options: &[std::ffi::OsString]| {
        Command::new(super::BINARY).arg("--data").arg(&data).args(options).stdout(Stdio::null()).output().unwrap()
    };
    let output = start(&pki.options());
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("do not go together"), "{output:?}");
    assert_eq!(start(&pki.options()[..2]).status.code(), Some(2), "a certificate without a key is a mistake in use");
    assert!(!data.exists());
}

#[tokio::test]
async fn sighup_does_no_harm_to_a_server_without_a_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data"));
    server.signal("-HUP");
    Cloud::at(server.address).get(route::HEALTH, None).await.done();
    assert_eq!(server.stop("-TERM").code(), Some(0));
}

/// Attacks in the clear at what expects TLS, and below TLS at what expects HTTP.
#[tokio::test(flavor = "multi_thread")]
async fn half_open_handshakes_and_idle_connections_are_let_go_and_others_are_served_meanwhile() {
    let (folder, pki) = (tempfile::tempdir().unwrap(), Arc::new(Pki::new()));
    let server = Server::with(&folder.path().join("data"), &pki.options());
    let (address, begun) = (server.address, Instant::now());
    let mut attackers = tokio::task::JoinSet::new();
    // The beginning of a ClientHello: a record of 512 bytes of which a few come.
    let hello = [&[22u8, 3, 1, 2, 0, 1, 0, 1, 252][..], &[3; 40]].concat();
    for n in 0..40 {
        for (first, then) in
            [(Vec::new(), b"".as_slice()), (hello.clone(), b""), (hello.clone(), b"\x03"), (vec![n; 700], b"")]
        {
            attackers.spawn(async move {
                attack(address, first, then).await;
            });
        }
        let pki = Arc::clone(&pki);
        attackers.spawn(async move {
            let alpn: &[&[u8]] = if n % 2 == 0 { &[b"h2"] } else { &[b"http/1.1"] };
            let mut stream = pki.connect(address, alpn).await;
            match n % 4 {
                // Nothing at all after the handshake, in either version.
                0 | 1 => {}
                2 => stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap(),
                _ => stream.write_all(b"GET / HTTP/1.1\r\nhost").await.unwrap(),
            }
            let mut buffer = [0; 4096];
            while let Ok(1..) = stream.read(&mut buffer).await {}
        });
    }
    for _ in 0..20 {
        let waited = Instant::now();
        let mut sender = http_2(&pki, address).await;
        assert_eq!(sender.send_request(ask(route::HEALTH)).await.unwrap().status().as_u16(), 200);
        assert!(waited.elapsed() < Duration::from_secs(5), "an honest phone waited {:?}", waited.elapsed());
    }
    while let Some(attacked) = attackers.join_next().await {
        attacked.unwrap();
        assert!(begun.elapsed() < Duration::from_secs(30), "one was held for {:?}", begun.elapsed());
    }
    assert_eq!(server.stop("-TERM").code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_http_2_that_takes_nothing_is_let_go_though_it_answers_pings() {
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::new());
    let data = folder.path().join("data");
    let plain = Server::start(&data);
    let anna = Cloud::at(plain.address).sign_up("anna@example.org").await;
    let (_, part) = anna.store(&vec![4u8; MAX_SEALED_PART_BYTES as usize]).await;
    plain.stop("-TERM");
    let server = Server::with(&data, &pki.options());
    let mut sender = http_2(&pki, server.address).await;
    let get = || {
        let mut request = ask(&route::part(&anna.library, &part.id));
        let token = format!("Bearer {}", anna.token().unwrap());
        request.headers_mut().insert("authorization", token.parse().unwrap());
        request
    };
    // An honest reader gets all of it.
    let whole = sender.send_request(get()).await.unwrap().into_body();
    let whole = axum::body::to_bytes(Body::new(whole), usize::MAX).await.unwrap();
    assert_eq!(part_of(&whole).id, part.id);
    let stuck = sender.send_request(get()).await.unwrap();
    let begun = Instant::now();
    let closed = async {
        while sender.ready().await.is_ok() {
            let _ = timeout(Duration::from_millis(100), std::future::pending::<()>()).await;
        }
    };
    timeout(Duration::from_secs(45), closed).await.expect("it is let go");
    assert!(begun.elapsed() > Duration::from_secs(25), "too soon: {:?}", begun.elapsed());
    let mut rest = Body::new(stuck.into_body()).into_data_stream();
    while let Some(piece) = rest.next().await {
        if piece.is_err() {
            return;
        }
    }
    panic!("the answer did not break off");
}
