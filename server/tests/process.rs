//! The binary as people run it: a process, its signals, its folder, and attackers on its port.
#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    reason = "tests"
)]

#[path = "api/phone.rs"]
mod phone;
#[path = "process/proxies.rs"]
mod proxies;
#[path = "process/secure.rs"]
mod secure;
#[path = "process/watched.rs"]
mod watched;

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::Body;
use futures_util::StreamExt;
use http::{Method, Request};
use phone::{Cloud, Phone, change, part_of, random};
use safelight_protocol::record::{Change, ChangeResult, Commit, Committed, FetchRecords, Fetched, PartRef};
use safelight_protocol::{RecordId, codes, route};
use safelight_server::routes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

const BINARY: &str = env!("CARGO_BIN_EXE_safelight-server");

/// A running server; killed when dropped.
struct Server {
    child: Child,
    scheme: String,
    address: SocketAddr,
    /// What it says after its first line.
    out: BufReader<ChildStdout>,
}

impl Server {
    fn start(data: &Path) -> Self {
        Self::with(data, &[] as &[&str])
    }

    fn with(data: &Path, options: &[impl AsRef<std::ffi::OsStr>]) -> Self {
        Self::logging(data, options, Stdio::null())
    }

    fn logging(data: &Path, options: &[impl AsRef<std::ffi::OsStr>], log: Stdio) -> Self {
        let mut command = Command::new(BINARY);
        command.arg("--data").arg(data);
        if !options.iter().any(|option| option.as_ref() == "--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        let mut child = command.args(options).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let (scheme, address) = line.trim_end().strip_prefix("listening on ").unwrap().split_once("://").unwrap();
        Self { scheme: scheme.to_owned(), address: address.parse().unwrap(), child, out }
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }

    fn stop(mut self, signal: &str) -> ExitStatus {
        self.signal(signal);
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn admin(data: &Path, arguments: &[&str]) -> Output {
    Command::new(BINARY).args(["admin", "--json", "--data"]).arg(data).args(arguments).output().unwrap()
}

fn answer(output: &Output) -> serde_json::Value {
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
async fn a_second_server_on_the_same_folder_refuses_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("deep").join("data");
    let server = Server::start(&data);
    let second = Command::new(BINARY).arg("--data").arg(&data).args(["--listen", "127.0.0.1:0"]).output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&second.stderr).contains("another server is running on"));
    assert!(second.stdout.is_empty());
    let private = std::os::unix::fs::PermissionsExt::mode(&data.metadata().unwrap().permissions());
    assert_eq!(private & 0o777, 0o700);
    assert_eq!(server.stop("-TERM").code(), Some(0));
}

#[tokio::test]
async fn what_lies_in_a_folder_that_others_can_list_is_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let server = Server::start(folder.path());
    Cloud::at(server.address).sign_up("anna@example.org").await.store(&[7; 200_000]).await;
    for name in ["server.db", "server.db-wal", "admin.sock", "parts"] {
        let mode = folder.path().join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} is {mode:o}");
    }
}

#[tokio::test]
async fn admin_commands_work_the_same_while_a_server_runs_and_while_none_does() {
    let folder = tempfile::tempdir().unwrap();
    // Longer than a socket's address may be.
    let data = folder.path().join("a".repeat(120)).join("data");
    let server = Server::start(&data);
    let anna = Cloud::at(server.address).sign_up("anna@example.org").await;
    anna.store(&[7; 1000]).await;
    assert_eq!(answer(&admin(&data, &["status"]))["running"], true);
    let check = || {
        let accounts = answer(&admin(&data, &["accounts"]));
        assert_eq!(accounts["accounts"][0]["email"], "anna@example.org");
        assert_eq!(accounts["accounts"][0]["used"], 1000);
        let verified = answer(&admin(&data, &["verify"]));
        assert_eq!(
            verified,
            serde_json::json!({"parts": 1, "bytes": 1000, "missing": [], "damaged": [], "unreferenced": 0})
        );
        answer(&admin(&data, &["collect"]));
        assert_eq!(answer(&admin(&data, &["invite"]))["invite"].as_str().unwrap().len(), 20);
        let unknown = admin(&data, &["quota", "ben@example.org", "5"]);
        assert_eq!(unknown.status.code(), Some(1));
        let error: serde_json::Value = serde_json::from_slice(&unknown.stderr).unwrap();
        assert_eq!(error["error"]["code"], "admin.no_account");
        assert_eq!(admin(&data, &["quota", "ben@example.org"]).status.code(), Some(2));
    };
    check();
    answer(&admin(&data, &["quota", "anna@example.org", "5000"]));
    assert_eq!(anna.usage().await.quota, 5000);
    answer(&admin(&data, &["disable", "anna@example.org"]));
    anna.get(route::ACCOUNT).await.refused(codes::LOCKED);
    answer(&admin(&data, &["enable", "anna@example.org"]));
    answer(&admin(&data, &["maintenance", "on"]));
    anna.get(route::ACCOUNT).await.refused(codes::MAINTENANCE);
    assert_eq!(server.stop("-INT").code(), Some(0));
    assert!(!data.join("admin.sock").exists());
    assert_eq!(answer(&admin(&data, &["status"]))["running"], false);
    check();
    answer(&admin(&data, &["maintenance", "off"]));
}

#[tokio::test]
async fn a_stop_ends_streams_and_lets_what_runs_finish() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data"));
    let anna = Cloud::at(server.address).sign_up("anna@example.org").await;
    let request = Cloud::request(Method::GET, route::EVENTS, anna.token()).body(Body::empty()).unwrap();
    let mut stream = anna.cloud.ask(request).await.unwrap().into_body().into_data_stream();
    stream.next().await.unwrap().unwrap();
    // An upload that is half sent when the signal comes.
    let sealed = vec![3u8; 400_000];
    let part = part_of(&sealed);
    let mut upload = TcpStream::connect(server.address).await.unwrap();
    let head = format!(
        "PUT {} HTTP/1.1\r\nhost: x\r\nsafelight-protocol: 1\r\nauthorization: Bearer {}\r\ncontent-length: 400000\r\nexpect: 100-continue\r\n\r\n",
        route::part(&anna.library, &part.id),
        anna.session.tokens.access
    );
    upload.write_all(head.as_bytes()).await.unwrap();
    // By this the server says that it has begun to read.
    let mut go_on = [0; 25];
    upload.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    upload.write_all(&sealed[..200_000]).await.unwrap();
    server.signal("-TERM");
    assert!(stream.next().await.is_none(), "the stream ends");
    upload.write_all(&sealed[200_000..]).await.unwrap();
    let mut answer = String::new();
    upload.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    let mut server = server;
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[tokio::test]
async fn a_refusal_reaches_a_client_in_the_middle_of_eight_mebibytes() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data"));
    let anna = Cloud::at(server.address).sign_up("anna@example.org").await;
    let sealed = vec![5u8; safelight_protocol::MAX_SEALED_PART_BYTES as usize];
    let path = route::part(&anna.library, &part_of(&sealed).id);
    for (token, code) in [(None, codes::SIGNED_OUT), (Some("a1.x"), codes::SIGNED_OUT)] {
        for _ in 0..5 {
            let request = Cloud::request(Method::PUT, &path, token).body(sealed.clone().into()).unwrap();
            anna.cloud.send(request).await.refused(code);
        }
    }
    let elsewhere = route::part(&safelight_protocol::LibraryId([1; 16]), &part_of(&sealed).id);
    let request = Cloud::request(Method::PUT, &elsewhere, anna.token()).body(sealed.clone().into()).unwrap();
    anna.cloud.send(request).await.refused(codes::NOT_FOUND);
    anna.put(&sealed).await.done();
}

/// Uploads and commits until the server goes away; what was acknowledged.
async fn upload(anna: Phone, epoch: safelight_protocol::Epoch, seed: u8) -> Vec<(RecordId, PartRef, Vec<u8>)> {
    let mut acknowledged = Vec::new();
    for n in 0..10_000u32 {
        let length = if n % 2 == 0 { 2_000 } else { 150_000 };
        let sealed: Vec<u8> = [&n.to_be_bytes()[..], &vec![seed; length]].concat();
        let part = part_of(&sealed);
        let put = Cloud::request(Method::PUT, &route::part(&anna.library, &part.id), anna.token());
        let Ok(stored) = anna.cloud.try_send(put.body(sealed.clone().into()).unwrap()).await else { break };
        stored.done();
        let change: Change = change(RecordId(random()), 0, &[part]);
        let record = change.record;
        let commit = Commit { epoch, changes: vec![change] };
        let path = route::library(&anna.library, "commit");
        let request = Cloud::request(Method::POST, &path, anna.token()).header("content-type", "application/json");
        let body = serde_json::to_vec(&commit).unwrap();
        let Ok(committed) = anna.cloud.try_send(request.body(body.into()).unwrap()).await else { break };
        let committed: Committed = committed.ok();
        assert!(matches!(committed.results[0], ChangeResult::Committed { .. }));
        acknowledged.push((record, part, sealed));
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_server_has_acknowledged_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data);
    let mut anna = Cloud::at(server.address).sign_up("anna@example.org").await;
    let mut server = Some(server);
    let mut acknowledged = Vec::new();
    for round in 0..6u8 {
        let epoch = anna.epoch().await;
        let uploads: Vec<_> = (0..3).map(|n| tokio::spawn(upload(anna.clone(), epoch, round * 8 + n))).collect();
        tokio::time::timeout(Duration::from_millis(120 + 60 * u64::from(round)), std::future::pending::<()>())
            .await
            .unwrap_err();
        server.take().unwrap().stop("-KILL");
        for upload in uploads {
            acknowledged.extend(upload.await.unwrap());
        }
        let again = Server::start(&data);
        anna.cloud = Cloud::at(again.address);
        server = Some(again);
        assert_eq!(anna.epoch().await, epoch);
        for (record, part, sealed) in &acknowledged {
            assert_eq!(anna.part(part.id).await.body, *sealed);
            let fetched: Fetched = anna.post("records", &FetchRecords { records: vec![*record] }).await.ok();
            assert_eq!(fetched.records[0].parts, [*part]);
        }
    }
    assert!(acknowledged.len() > 6, "the kills came before anything was done");
    let verified = answer(&admin(&data, &["verify"]));
    assert_eq!((&verified["missing"], &verified["damaged"]), (&serde_json::json!([]), &serde_json::json!([])));
}

/// Sends these pieces with a second between them for as long as the server listens; what it said before it closed.
async fn attack(address: SocketAddr, first: Vec<u8>, then: &'static [u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let (mut reader, mut writer) = stream.split();
    let mut said = Vec::new();
    let sending = async {
        if writer.write_all(&first).await.is_err() {
            return;
        }
        while !then.is_empty() {
            let _ = timeout(Duration::from_secs(1), std::future::pending::<()>()).await;
            if writer.write_all(then).await.is_err() {
                return;
            }
        }
        std::future::pending::<()>().await;
    };
    let reading = async {
        let mut buffer = [0; 4096];
        // An end, or a reset: either way it is over.
        while let Ok(bytes @ 1..) = reader.read(&mut buffer).await {
            said.extend_from_slice(&buffer[..bytes]);
        }
    };
    tokio::select! {
        () = reading => {}
        () = async { sending.await; std::future::pending().await } => {}
    }
    said
}

fn attacks(anna: &Phone) -> Vec<(Vec<u8>, &'static [u8])> {
    let mut attacks: Vec<(Vec<u8>, &'static [u8])> = Vec::new();
    let token = &anna.session.tokens.access;
    for n in 0..60u8 {
        attacks.push((Vec::new(), b""));
        attacks.push((b"GET /v1/server HTT".to_vec(), b""));
        attacks.push((b"GET /v1/server HTTP/1.1\r\nhost: x\r\n".to_vec(), b"x-more: and more\r\n"));
        attacks.push((
            b"POST /v1/signin/start HTTP/1.1\r\nhost: x\r\nsafelight-protocol: 1\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n".to_vec(),
            b"{",
        ));
        let put = format!(
            "PUT {} HTTP/1.1\r\nhost: x\r\nsafelight-protocol: 1\r\nauthorization: Bearer {token}\r\ntransfer-encoding: chunked\r\n\r\n",
            route::part(&anna.library, &part_of(&[n]).id)
        );
        attacks.push((put.into_bytes(), b"1\r\nx\r\n"));
        attacks.push((random::<500>().to_vec(), b"\xff\x00"));
        let endless: Vec<u8> =
            std::iter::repeat_n(b"x-endless: headers\r\n".as_slice(), 20_000).flatten().copied().collect();
        if n < 10 {
            attacks.push(([b"GET / HTTP/1.1\r\n".as_slice(), &endless].concat(), b""));
        }
    }
    attacks
}

#[tokio::test(flavor = "multi_thread")]
async fn attackers_are_let_go_within_thirty_seconds_and_others_are_served_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data"));
    let cloud = Cloud::at(server.address);
    let anna = cloud.sign_up("anna@example.org").await;
    let begun = Instant::now();
    let address = server.address;
    let mut attackers = tokio::task::JoinSet::new();
    for (first, then) in attacks(&anna) {
        attackers.spawn(async move { (first.clone(), attack(address, first, then).await) });
    }
    assert!(attackers.len() > 300);
    let over = Arc::new(AtomicBool::new(false));
    let others = tokio::spawn({
        let (over, anna) = (Arc::clone(&over), anna.clone());
        async move {
            let mut slowest = Duration::ZERO;
            while !over.load(Ordering::SeqCst) {
                let begun = Instant::now();
                anna.get(route::HEALTH).await.done();
                anna.get(route::ACCOUNT).await.done();
                slowest = slowest.max(begun.elapsed());
                let _ = timeout(Duration::from_millis(200), std::future::pending::<()>()).await;
            }
            slowest
        }
    });
    wrong_methods(&cloud).await;
    while let Some(attacked) = attackers.join_next().await {
        let (sent, said) = attacked.unwrap();
        let said = String::from_utf8_lossy(&said).into_owned();
        let sent = String::from_utf8_lossy(&sent[..sent.len().min(60)]).into_owned();
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{sent:?} was answered {said:?}");
        assert!(begun.elapsed() < Duration::from_secs(30), "{sent:?} was held for {:?}", begun.elapsed());
    }
    over.store(true, Ordering::SeqCst);
    let slowest = others.await.unwrap();
    assert!(slowest < Duration::from_secs(5), "an honest phone waited {slowest:?}");
    anna.store(b"still here").await;
    assert_eq!(server.stop("-TERM").code(), Some(0));
}

async fn wrong_methods(cloud: &Cloud) {
    for route in routes() {
        let path = route.path.replace(['{', '}'], "");
        for method in ["PATCH", "TRACE", "OPTIONS", "PROPFIND", "x"] {
            let request = Request::builder().method(method).uri(&path).header("safelight-protocol", "1");
            let answer = cloud.send(request.body(Body::from("junk")).unwrap()).await;
            answer.refused(codes::METHOD);
        }
    }
}
