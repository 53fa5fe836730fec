//! Room, as scripts see it.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;

use data_encoding::HEXLOWER;
use safelight_core::ports::{Clock, SystemClock};
use safelight_tests::processes::{Cloud, noise, sha256, video};
use sha2::{Digest, Sha256};

#[test]
fn originals_leave_this_device_against_proof_and_come_back() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("nora@example.org", "Nora’s laptop");
    let bytes = noise(5, 400_000);
    let id = a.import(&a.file("5.bin", &bytes));
    let other = a.import(&a.file("6.bin", &noise(6, 300_000)));
    let unsent = a.waits(&["proof", &id]);
    assert_eq!((&unsent["proven"], &unsent["of"]), (&0.into(), &1.into()));
    a.sync();

    let proof = a.done(&["proof", &id]);
    assert_eq!((&proof["proven"], &proof["of"], &proof["damaged"]), (&1.into(), &1.into(), &serde_json::json!([])));
    assert!(proof["at"].as_str().is_some_and(|at| at.contains('T')), "{proof}");
    let verified = a.done(&["verify"]);
    assert_eq!((&verified["proven"], &verified["of"]), (&2.into(), &2.into()));

    assert_eq!(a.done(&["pin", &other])["changed"], serde_json::json!([other]));
    let made = a.done(&["optimise", "--free", "1"]);
    assert_eq!(made["evicted"], serde_json::json!([{ "id": id, "bytes": 400_000 }]));
    assert_eq!(made["freed"], 400_000);
    assert_eq!(made["kept"], serde_json::json!([{ "id": other, "code": "item.pinned" }]));
    assert_eq!(a.show(&id)["original"], "cloud");
    assert_eq!(a.done(&["usage"])["device"]["could_leave"], 0);
    let all = a.done(&["verify", "--all"]);
    assert_eq!((&all["proven"], &all["of"]), (&2.into(), &2.into()));
    a.waits(&["optimise", "--free", "1000"]);

    assert_eq!(a.get(&id), sha256(&bytes));
    assert_eq!(a.show(&id)["original"], "both");
    assert_eq!(a.done(&["unpin", &other])["changed"], serde_json::json!([other]));
    assert_eq!(a.done(&["optimise"])["evicted"].as_array().map(Vec::len), Some(2));
    assert_eq!(a.fails(&["proof", "00000000000000000000000000000000"]), "item.unknown");
}

#[test]
fn a_part_that_is_gone_is_found_named_and_sent_again() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("nora@example.org", "Nora’s laptop");
    let id = a.import(&a.file("5.bin", &noise(5, 400_000)));
    a.sync();
    let part = a.show(&id)["resources"][0]["parts"][0].as_str().expect("a part").to_owned();
    let file = cloud.data().join("parts").join(part.get(..2).unwrap_or_default()).join(&part);
    fs::remove_file(&file).expect("the part is a file");
    let report = a.waits(&["verify"]);
    assert_eq!(report["damaged"], serde_json::json!([id]));
    assert_eq!(a.done(&["status"])["findings"][0]["code"], "cloud.damaged");
    a.sync();
    a.sync();
    assert!(file.exists());
    assert_eq!(a.done(&["verify"])["proven"], 1);
    assert_eq!(a.done(&["status"])["findings"], serde_json::json!([]));
}

#[test]
fn a_raised_quota_is_used_at_once_by_a_phone_that_waits() {
    let mut cloud = Cloud::new(&["--quota", "200000"]);
    let a = cloud.sign_up("nora@example.org", "Nora’s laptop");
    a.import(&a.file("5.bin", &noise(5, 400_000)));
    let watching = a.start(&["sync", "--watch"]);
    let first = watching.line();
    assert_eq!(first["holds"][0]["code"], "quota.full", "{first}");
    cloud.admin(&["quota", "nora@example.org", "10000000"]);
    let next = watching.line();
    assert_eq!(next["pending"]["originals"], 0, "{next}");
    watching.signal("TERM");
    assert_eq!(watching.end().code, Some(0));
}

#[test]
fn a_billing_system_raises_a_quota_if_it_signs_what_it_says() {
    let mut cloud = Cloud::new(&["--billing-secret", "a secret of some length"]);
    let a = cloud.sign_up("nora@example.org", "Nora’s laptop");
    let body = r#"{"email":"Nora@example.org","quota":123456789}"#;
    let time = SystemClock.now().as_second();
    let signed = hmac_sha256(b"a secret of some length", format!("{time}.{body}").as_bytes());
    let post = |signature: &str| {
        let signature = format!("t={time},v1={signature}");
        post_to(&a.wire.url(), "/v1/billing/quota", &signature, body)
    };
    assert_eq!(post(&signed.replace('1', "2")), 401);
    assert_eq!(post(&signed), 204);
    a.sync();
    assert_eq!(a.done(&["usage"])["cloud"]["quota"], 123_456_789);
}

/// What a billing system does: the status that it is answered with.
fn post_to(server: &str, path: &str, signature: &str, body: &str) -> u16 {
    let host = server.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("the cloud listens");
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nsafelight-protocol: 1\r\n\
         safelight-client: billing/1.0.0\r\ncontent-type: application/json\r\nsafelight-signature: {signature}\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("the cloud reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the cloud answers");
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
}

/// RFC 2104 over SHA-256, for keys of at most 64 bytes; the server uses another implementation.
fn hmac_sha256(key: &[u8], message: &[u8]) -> String {
    let pad = |with: u8| (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ with).collect::<Vec<u8>>();
    let inner = Sha256::digest([pad(0x36).as_slice(), message].concat());
    HEXLOWER.encode(&Sha256::digest([pad(0x5c).as_slice(), inner.as_slice()].concat()))
}

#[test]
fn the_cloud_is_freed_in_two_steps_that_say_what_they_do() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("nora@example.org", "Nora’s laptop");
    let film = a.import(&a.file("film.mp4", &video(7, 700_000)));
    a.sync();
    assert_eq!(a.run(&["free-up"]).code, Some(2), "it must be said that the cloud is meant");
    let plan = a.done(&["free-up", "--cloud", "--plan"]);
    assert_eq!(plan["plan"]["videos"][0]["id"], film.as_str());
    assert_eq!((&plan["moved"], &plan["freed"]), (&serde_json::json!([]), &0.into()));
    a.waits(&["free-up", "--cloud"]);
    let moved = a.done(&["free-up", "--cloud", "--trash"]);
    assert_eq!((&moved["moved"], &moved["freed"]), (&serde_json::json!([film]), &0.into()));
    a.sync();
    let emptied = a.done(&["free-up", "--cloud", "--empty"]);
    assert_eq!(emptied["evicted"][0]["id"], film.as_str());
    assert!(emptied["freed"].as_u64().is_some_and(|freed| freed >= 700_000), "{emptied}");
    a.sync();
    assert!(a.list(&["--trash"]).is_empty());
}
