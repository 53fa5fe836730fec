//! The proxies that packaging/ has files for: the files as they stand, but for names, ports and where certificates lie, run
//! by the real programs (`tests/setup/proxies.sh` installs them).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::body::Body;
use futures_util::StreamExt;
use http::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use safelight_protocol::account::RecoveryStart;
use safelight_protocol::part::{Put, frames};
use safelight_protocol::{MAX_BATCH_BYTES, MAX_SEALED_PART_BYTES, SMALL_PART_BYTES, codes, route};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;

use super::Server;
use super::secure::Pki;
use crate::phone::{Answer, Cloud, change, part_of, random};

const NGINX: &str = include_str!("../../../packaging/nginx.conf");

/// A server behind a real proxy.
struct Front {
    child: Child,
    pki: Pki,
    address: SocketAddr,
    server: Server,
    _folder: tempfile::TempDir,
}

impl Drop for Front {
    fn drop(&mut self) {
        // nginx has a child of its own: it is asked to go, and takes it along.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// The file with these words in the place of those; each must stand in it.
fn with(file: &str, words: &[(&str, String)]) -> String {
    words.iter().fold(file.to_owned(), |file, (word, other)| {
        assert!(file.contains(word), "{word:?} is not in the file");
        file.replace(word, other)
    })
}

/// Its file is used as it stands: what is different here is said in the environment.
fn caddy(folder: &Path, pki: &Pki, server: SocketAddr, own: SocketAddr) -> Command {
    let tls = format!("tls {} {}\n\tbind 127.0.0.1", pki.certificate().display(), pki.key().display());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packaging/Caddyfile");
    let mut command = Command::new("caddy");
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(file);
    command.env("SAFELIGHT_NAME", format!("https://localhost:{}", own.port()));
    command.env("SAFELIGHT_TLS", tls).env("SAFELIGHT_SERVER", server.to_string());
    // Its own administration goes to a socket that nobody asks.
    command.env("CADDY_ADMIN", format!("unix/{}", folder.join("caddy.sock").display()));
    command.env("HOME", folder).env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder);
    command
}

fn nginx(folder: &Path, pki: &Pki, server: SocketAddr, own: SocketAddr) -> Command {
    let site = with(
        NGINX,
        &[
            ("    listen [::]:443 ssl http2;\n", String::new()),
            ("listen 443 ssl http2;", format!("listen {own} ssl http2;")),
            ("server_name photos.example.org;", "server_name localhost;".to_owned()),
            ("/etc/letsencrypt/live/photos.example.org/fullchain.pem", pki.certificate().display().to_string()),
            ("/etc/letsencrypt/live/photos.example.org/privkey.pem", pki.key().display().to_string()),
            ("http://127.0.0.1:8080", format!("http://{server}")),
        ],
    );
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {}/{name};\n", folder.display()))
        .concat();
    let root = if rustix::process::geteuid().is_root() { "user root;\n" } else { "" };
    let main = format!(
        "{root}daemon off;\npid {0}/pid;\nerror_log {0}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}{site}}}\n",
        folder.display()
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, main).unwrap();
    let mut command = Command::new(if Path::new("/usr/sbin/nginx").exists() { "/usr/sbin/nginx" } else { "nginx" });
    command.arg("-p").arg(folder).arg("-e").arg(folder.join("error.log")).arg("-c").arg(file);
    command
}

impl Front {
    async fn start(proxy: fn(&Path, &Pki, SocketAddr, SocketAddr) -> Command) -> Self {
        let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::new());
        let server = Server::with(&folder.path().join("data"), &["--trusted-proxy", "127.0.0.1"]);
        // A port that was free a moment ago.
        let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let mut command = proxy(folder.path(), &pki, server.address, address);
        let log = std::fs::File::create(folder.path().join("proxy.log")).unwrap();
        let child = command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).spawn();
        let child = child.expect("the proxy is not installed: run tests/setup/proxies.sh");
        let mut front = Self { child, pki, address, server, _folder: folder };
        let up = async {
            while TcpStream::connect(address).await.is_err() {
                if front.child.try_wait().unwrap().is_some() {
                    break;
                }
                let _ = timeout(Duration::from_millis(50), std::future::pending::<()>()).await;
            }
        };
        timeout(Duration::from_secs(20), up).await.expect("the proxy does not listen");
        if front.child.try_wait().unwrap().is_some() {
            panic!("the proxy ended: {}", std::fs::read_to_string(front._folder.path().join("proxy.log")).unwrap());
        }
        front
    }

    /// Asks through the proxy, from one of this machine's own addresses.
    async fn ask(&self, last_byte: u8, mut request: Request<Body>) -> http::Response<Body> {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((IpAddr::V4(Ipv4Addr::new(127, 0, 0, last_byte)), 0).into()).unwrap();
        let stream = socket.connect(self.address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let stream = self.pki.connector(&[b"http/1.1"]).connect(name, stream).await.unwrap();
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let host = format!("localhost:{}", self.address.port());
        request.headers_mut().insert("host", host.parse().unwrap());
        sender.send_request(request).await.unwrap().map(Body::new)
    }

    async fn send(&self, last_byte: u8, request: Request<Body>) -> Answer {
        let (parts, body) = self.ask(last_byte, request).await.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// Announcements pass at once, and full-size bodies in both directions.
async fn carries_everything(front: &Front) {
    let anna = Cloud::at(front.server.address).sign_up("anna@example.org").await;
    let request = |method, path: &str| Cloud::request(method, path, anna.token());
    let stream = front.ask(1, request(Method::GET, route::EVENTS).body(Body::empty()).unwrap()).await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let mut stream = stream.into_body().into_data_stream();
    let soon = Duration::from_secs(5);
    timeout(soon, stream.next()).await.expect("the first word passes at once").unwrap().unwrap();
    let part = vec![3u8; usize::try_from(MAX_SEALED_PART_BYTES).unwrap()];
    let reference = part_of(&part);
    let path = route::part(&anna.library, &reference.id);
    front.send(1, request(Method::PUT, &path).body(part.clone().into()).unwrap()).await.done();
    let back = front.send(1, request(Method::GET, &path).body(Body::empty()).unwrap()).await;
    assert!(back.body == part, "the part came back differently");
    // Many small parts in a body that is as large as it may be.
    let mut batch = Vec::new();
    let small = usize::try_from(SMALL_PART_BYTES).unwrap();
    for seed in 0u32.. {
        let bytes = [&seed.to_be_bytes()[..], &vec![1; small - 4]].concat();
        if batch.len() + frames::HEADER_BYTES + bytes.len() > usize::try_from(MAX_BATCH_BYTES).unwrap() {
            break;
        }
        frames::push(&mut batch, &part_of(&bytes).id, &bytes);
    }
    let path = route::library(&anna.library, "parts");
    let put: Put = front.send(1, request(Method::POST, &path).body(batch.into()).unwrap()).await.ok();
    assert_eq!(put.parts.len(), 63);
    // A body that is too large is refused by the server, which says why.
    let path = route::part(&anna.library, &reference.id);
    let large = vec![0u8; usize::try_from(MAX_SEALED_PART_BYTES).unwrap() + 1];
    front.send(1, request(Method::PUT, &path).body(large.into()).unwrap()).await.refused(codes::TOO_LARGE);
    anna.commit_one(change(safelight_protocol::RecordId(random()), 0, &[reference])).await;
    let announced = timeout(soon, stream.next()).await.expect("an announcement passes at once").unwrap().unwrap();
    assert!(String::from_utf8_lossy(&announced).contains(&anna.library.to_string()));
}

/// Each client counts as itself, whatever it writes into its headers.
async fn tells_who_asks(front: &Front) {
    let ask = |last_byte: u8, n: u32| {
        let body = serde_json::to_vec(&RecoveryStart { email: format!("{last_byte}-{n}@example.org") }).unwrap();
        let request = Cloud::request(Method::POST, route::RECOVERY_START, None)
            .header("content-type", "application/json")
            .header("x-forwarded-for", format!("198.51.100.{}", n % 250))
            .header("forwarded", format!("for=203.0.113.{}", n % 250));
        front.send(last_byte, request.body(body.into()).unwrap())
    };
    let mut asked = 0;
    while ask(2, asked).await.status != StatusCode::TOO_MANY_REQUESTS {
        asked += 1;
        assert!(asked < 3_000, "an address is counted by what it says of itself");
    }
    ask(3, 0).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn caddy_carries_everything_and_tells_who_asks() {
    let front = Front::start(caddy).await;
    carries_everything(&front).await;
    tells_who_asks(&front).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nginx_carries_everything_and_tells_who_asks() {
    let front = Front::start(nginx).await;
    carries_everything(&front).await;
    tells_who_asks(&front).await;
}
