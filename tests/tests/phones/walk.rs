//! `docs/run-your-own.md`, walked: its commands are run as they stand, in one shell, against the real programs, real Caddy,
//! openssl and curl (`tests/setup/proxies.sh` installs them).
//!
//! What is put in the place of other words, and nothing else: the values of the first box, which the page itself says are to
//! be replaced; its two ports of the proxy, and the address on which the proxy listens.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use safelight_tests::processes::{cli, photo};

const PAGE: &str = include_str!("../../../docs/run-your-own.md");

/// The commands of the page, in order.
fn boxes() -> Vec<&'static str> {
    let mut boxes = Vec::new();
    for part in PAGE.split("\n```sh\n").skip(1) {
        boxes.push(part.split("\n```").next().unwrap_or_default());
    }
    boxes
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it has an address").port()
}

/// The first box with this machine's values: each name in it must be given one.
fn named(first: &str, values: &[(&str, String)]) -> String {
    let mut lines = Vec::new();
    for line in first.lines() {
        let (name, _) =
            line.strip_prefix("export ").and_then(|rest| rest.split_once('=')).expect("a name and its value");
        let (_, value) = values.iter().find(|(known, _)| *known == name).expect("the walk knows every name");
        lines.push(format!("export {name}='{value}'"));
    }
    assert_eq!(lines.len(), values.len(), "the page names something less");
    lines.join("\n")
}

fn replaced(script: &str, word: &str, other: &str) -> String {
    assert!(script.contains(word), "{word:?} is no longer on the page");
    script.replace(word, other)
}

fn script(folder: &Path) -> String {
    let at = |name: &str| folder.join(name).display().to_string();
    let (server, proxy, behind) = (free_port(), free_port(), free_port());
    let values = [
        ("DATA", at("data")),
        ("BACKUP", at("backup")),
        ("TLS", at("tls")),
        ("NAME", "localhost".to_owned()),
        ("LISTEN", format!("127.0.0.1:{server}")),
        ("PICTURES", at("pictures")),
        ("PHONE", at("phone")),
    ];
    let boxes = boxes();
    let (first, rest) = boxes.split_first().expect("the page has commands");
    assert_eq!(rest.len(), 9, "commands were added or taken away: are they walked?");
    let rest = replaced(&rest.join("\n"), "--listen 127.0.0.1:8080", &format!("--listen 127.0.0.1:{behind}"));
    let rest = replaced(&rest, "$NAME:8443", &format!("$NAME:{proxy}"));
    let rest = replaced(&rest, "$TLS/server.key\" \\\n    caddy", "$TLS/server.key\n\tbind 127.0.0.1\" \\\n    caddy");
    let clean = "trap 'kill ${SERVER:-} ${PROXY:-} 2>/dev/null || true' EXIT";
    let environment = format!("export SAFELIGHT_SERVER=127.0.0.1:{behind}");
    format!("set -eux\n{clean}\n{environment}\n{}\n{rest}\n", named(first, &values))
}

#[test]
fn the_page_about_a_server_of_ones_own_is_true_to_the_last_command() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pictures = folder.path().join("pictures");
    fs::create_dir(&pictures).expect("a folder");
    for seed in 1..=3 {
        fs::write(pictures.join(format!("holiday-{seed}.jpg")), photo(seed)).expect("a photo");
    }
    let file = folder.path().join("walk.sh");
    fs::write(&file, script(folder.path())).expect("the script");
    let programs = cli().parent().expect("the programs lie in a folder").display().to_string();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap_or_default());
    let caddy = format!("unix/{}", folder.path().join("caddy.sock").display());
    // Standard error is everything that was run and what went wrong; into a file, because what runs on holds it open.
    let (out, err) = (folder.path().join("out"), folder.path().join("err"));
    let status = Command::new("sh")
        .arg(&file)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .env("PATH", path)
        .env("HOME", folder.path())
        .env("CADDY_ADMIN", caddy)
        .stdin(std::process::Stdio::null())
        .stdout(fs::File::create(&out).expect("a file"))
        .stderr(fs::File::create(&err).expect("a file"))
        .status()
        .expect("a shell");
    let said = fs::read_to_string(&out).unwrap_or_default();
    let ran = fs::read_to_string(&err).unwrap_or_default();
    assert!(status.success(), "the walk ended with {status}\n{ran}\n{said}");
    for word in ["Fingerprint=", "holiday-1.jpg", "anna@example.org", "missing: none", "damaged: none"] {
        assert!(said.contains(word), "{word:?} was not said:\n{said}\n{ran}");
    }
    assert!(!folder.path().join("data.broken").exists(), "the walk went to its end");
}
