//! What whoever watches the server sees: figures, what goes on now, and a log. Nothing of anybody.

use std::io::BufRead;

use http::StatusCode;
use safelight_protocol::version::REQUEST_ID_HEADER;
use safelight_protocol::{codes, route};

use super::{Server, admin, answer};
use crate::phone::Cloud;

const EMAIL: &str = "marker.anna@example.org";

/// A server that writes its log into a file and serves figures, with a phone that has done a bit of everything; where its
/// figures are.
async fn watched(folder: &std::path::Path) -> (Server, crate::phone::Phone, std::net::SocketAddr) {
    let log = std::fs::File::create(folder.join("log")).unwrap();
    let options = ["--metrics", "127.0.0.1:0", "--log-format", "json"];
    let mut server = Server::logging(&folder.join("data"), &options, log.into());
    let mut line = String::new();
    server.out.read_line(&mut line).unwrap();
    let figures = line.trim_end().strip_prefix("metrics on http://").unwrap().strip_suffix("/metrics").unwrap();
    let figures = figures.parse().unwrap();
    let anna = Cloud::at(server.address).sign_up(EMAIL).await;
    anna.store(&[7; 200_000]).await;
    anna.refresh(&anna.session.tokens.refresh).await.done();
    anna.get(&route::part(&anna.library, &safelight_protocol::PartId([9; 32]))).await.refused(codes::NOT_FOUND);
    anna.delete(&route::device(&anna.device())).await.done();
    anna.get(route::ACCOUNT).await.refused(codes::REVOKED);
    (server, anna, figures)
}

/// What must not stand where others read.
fn personal(phone: &crate::phone::Phone) -> Vec<String> {
    vec![
        "marker.anna".to_owned(),
        phone.session.account.account.to_string(),
        phone.device().to_string(),
        phone.library.to_string(),
        safelight_protocol::PartId([9; 32]).to_string(),
        phone.session.tokens.access.clone(),
        phone.session.tokens.refresh.clone(),
        "127.0.0.1".to_owned(),
    ]
}

#[tokio::test]
async fn the_log_names_requests_and_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let (server, anna, _) = watched(folder.path()).await;
    let request = Cloud::request(http::Method::GET, route::SERVER, None).header("x-request-id", "given-by-a-proxy");
    let named = anna.cloud.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(named.headers["x-request-id"], "given-by-a-proxy");
    // A name that could say more is not taken over.
    let request =
        Cloud::request(http::Method::GET, route::SERVER, None).header("x-request-id", "marker.anna@example.org");
    let own = anna.cloud.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(own.headers["x-request-id"], own.headers[REQUEST_ID_HEADER]);
    answer(&admin(&folder.path().join("data"), &["backup", folder.path().join("backup").to_str().unwrap()]));
    assert_eq!(server.stop("-TERM").code(), Some(0));
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(
        lines.iter().any(|line| line["message"] == "answered" && line["span"]["id"] == "given-by-a-proxy"),
        "{log}"
    );
    let own = own.headers[REQUEST_ID_HEADER].to_str().unwrap();
    assert!(lines.iter().any(|line| line["span"]["request"] == own && line["status"] == 200), "{log}");
    let get_part = "/v1/libraries/{library}/parts/{part}";
    assert!(lines.iter().any(|line| line["span"]["route"] == get_part && line["code"] == codes::NOT_FOUND), "{log}");
    assert!(lines.iter().any(|line| line["message"] == "backed up"), "{log}");
    for personal in personal(&anna) {
        assert!(!log.contains(&personal), "the log has {personal:?}");
    }
}

#[tokio::test]
async fn figures_are_served_on_a_listener_of_their_own_and_count_nobody_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let (server, anna, figures) = watched(folder.path()).await;
    anna.cloud.get("/metrics", None).await.refused(codes::NOT_FOUND);
    let page = Cloud::at(figures).get("/metrics", None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let text = String::from_utf8(page.body.to_vec()).unwrap();
    for line in [
        "safelight_accounts 1",
        "safelight_parts 1",
        "safelight_parts_bytes 200000",
        "safelight_parts_damaged 0",
        "safelight_request_duration_milliseconds_count{method=\"PUT\",route=\"/v1/libraries/{library}/parts/{part}\",status=\"204\"} 1",
        "safelight_request_duration_milliseconds_count{method=\"GET\",route=\"other\",status=\"404\"} 1",
    ] {
        assert!(text.lines().any(|other| other == line), "{line} is not in\n{text}");
    }
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (_, value) = line.rsplit_once(' ').unwrap();
        assert!(value.parse::<u64>().is_ok(), "{line}");
    }
    for personal in personal(&anna) {
        assert!(!text.contains(&personal), "the figures have {personal:?}");
    }
    // Nothing else is served there.
    assert_eq!(Cloud::at(figures).get(route::SERVER, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(server.stop("-TERM").code(), Some(0));
}

#[tokio::test]
async fn top_shows_what_is_in_flight_and_what_was_answered() {
    let folder = tempfile::tempdir().unwrap();
    let (server, anna, _) = watched(folder.path()).await;
    let anna = anna.another().await;
    let request = Cloud::request(http::Method::GET, route::EVENTS, anna.token());
    let stream = anna.cloud.ask(request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
    let half = tokio::net::TcpStream::connect(server.address).await.unwrap();
    let head = format!(
        "PUT {} HTTP/1.1\r\nhost: x\r\nsafelight-protocol: 1\r\nauthorization: Bearer {}\r\ncontent-length: 9\r\nexpect: 100-continue\r\n\r\n",
        route::part(&anna.library, &safelight_protocol::PartId([9; 32])),
        anna.session.tokens.access
    );
    let mut half = half;
    tokio::io::AsyncWriteExt::write_all(&mut half, head.as_bytes()).await.unwrap();
    let mut go_on = [0; 25];
    tokio::io::AsyncReadExt::read_exact(&mut half, &mut go_on).await.unwrap();
    let top = answer(&admin(&folder.path().join("data"), &["top"]));
    assert_eq!(top["streams"], 1);
    assert_eq!(top["in_flight"][0]["route"], "/v1/libraries/{library}/parts/{part}");
    assert_eq!(top["in_flight"].as_array().unwrap().len(), 1);
    assert!(top["connections"].as_u64().unwrap() >= 2);
    assert!(top["last_5_minutes"]["answers"].as_u64().unwrap() > 5, "{top}");
    for personal in personal(&anna) {
        assert!(!top.to_string().contains(&personal), "top has {personal:?}");
    }
    drop((stream, half));
    assert_eq!(server.stop("-TERM").code(), Some(0));
}

#[tokio::test]
async fn the_first_start_beyond_loopback_says_once_how_the_first_person_gets_in() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let closed = ["--open-signup", "false"];
    let mut server = Server::with(&data, &closed);
    let mut line = String::new();
    server.out.read_line(&mut line).unwrap();
    let code = line.trim_end().rsplit(' ').next().unwrap().to_owned();
    assert_eq!(code.len(), 20, "{line}");
    let cloud = Cloud::at(server.address);
    let refused = cloud.try_sign_up("ben@example.org", None).await.map(|_| ());
    assert_eq!(refused.map_err(|answer| answer.problem().code), Err(codes::INVITATION.to_owned()));
    assert!(cloud.try_sign_up("anna@example.org", Some(&code)).await.is_ok());
    let again = cloud.try_sign_up("ben@example.org", Some(&code)).await.map(|_| ());
    assert_eq!(again.map_err(|answer| answer.problem().code), Err(codes::INVITATION.to_owned()));
    let invite = answer(&admin(&data, &["invite"]))["invite"].as_str().unwrap().to_owned();
    assert!(cloud.try_sign_up("ben@example.org", Some(&invite)).await.is_ok());
    server.stop("-TERM");
    let mut server = Server::with(&data, &closed);
    server.signal("-TERM");
    let mut line = String::new();
    server.out.read_line(&mut line).unwrap();
    assert_eq!(line, "", "an invitation is told once");
}

/// `systemd-analyze` is systemd's own; `tests/setup/proxies.sh` installs it.
#[test]
fn the_unit_for_systemd_is_sound_and_exposes_little() {
    let folder = tempfile::tempdir().unwrap();
    let unit = folder.path().join("safelight.service");
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../packaging/safelight.service")).unwrap();
    let text = text.replace("/usr/local/bin/safelight-server", super::BINARY);
    std::fs::write(&unit, text).unwrap();
    for arguments in [&["verify"][..], &["security", "--offline=true", "--threshold=15"]] {
        let output = std::process::Command::new("systemd-analyze").args(arguments).arg(&unit).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }
}

#[test]
fn a_backup_and_what_is_restored_from_it_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (data, backup, again) = (folder.path().join("data"), folder.path().join("backup"), folder.path().join("again"));
    let server = Server::start(&data);
    answer(&admin(&data, &["backup", backup.to_str().unwrap()]));
    let refused = admin(&data, &["restore", backup.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    server.stop("-TERM");
    answer(&admin(&again, &["restore", backup.to_str().unwrap()]));
    let refused = admin(&again, &["restore", backup.to_str().unwrap()]);
    let error: serde_json::Value = serde_json::from_slice(&refused.stderr).unwrap();
    assert_eq!(error["error"]["code"], "admin.not_empty");
    let mut folders = vec![backup, again];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o700, "{}", folder.display());
        for entry in std::fs::read_dir(folder).unwrap() {
            let (path, mode) = {
                let entry = entry.unwrap();
                (entry.path(), entry.metadata().unwrap().permissions().mode() & 0o777)
            };
            if path.is_dir() {
                folders.push(path);
            } else {
                assert_eq!(mode, 0o600, "{}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen >= 6, "{seen}");
}
