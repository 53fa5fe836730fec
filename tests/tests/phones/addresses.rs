//! A server with several addresses: the phone changes over, and gives nothing to whoever else answers there.

use std::collections::BTreeSet;
use std::io::Read;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use safelight_tests::processes::{Cloud, Phone, Way, Wire, photo, sha256, video};
use serde_json::Value;

/// Nobody listens on a port that was free a moment ago.
fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").expect("a port is free").local_addr().expect("a listener has an address")
}

/// A server with a home and a public address, each a wire of its own, and a phone that signed up at home and knows both.
fn two_addresses() -> (Cloud, Wire, Wire, Phone) {
    let (home, public) = (Wire::to(nobody()), Wire::to(nobody()));
    let offered = [format!("home={}", home.url()), format!("public={}", public.url())];
    let cloud = Cloud::new(&["--address", &offered[0], "--address", &offered[1]]);
    for wire in [&home, &public] {
        wire.lead_to(cloud.address());
    }
    let phone = Phone::new(home.clone());
    phone.done(&["signup", "--server", &home.url(), "--email", "anna@example.org", "--name", "A"]);
    phone.sync();
    (cloud, home, public, phone)
}

fn acknowledged(wire: &Wire) -> BTreeSet<String> {
    let exchanges = wire.exchanges();
    let taken = exchanges.into_iter().filter(|exchange| exchange.status.is_some_and(|status| status < 300));
    taken.flat_map(|exchange| exchange.parts).collect()
}

/// Every request on a wire after its first `before`.
fn asked_since(wire: &Wire, before: usize) -> Vec<String> {
    wire.exchanges().into_iter().skip(before).map(|exchange| exchange.path).collect()
}

#[test]
fn an_upload_goes_on_at_the_other_address_and_no_part_is_sent_twice() {
    let (cloud, home, public, a) = two_addresses();
    let film = video(1, 40 * 1024 * 1024);
    let id = a.import(&a.file("film.mp4", &film));
    let before = home.bytes(Way::Up);
    let mut sync = a.start(&["sync"]);
    home.wait_for_bytes(Way::Up, before + 20_000_000, || sync.is_over());
    // The phone leaves home: its connections break and nobody answers there any more.
    home.lead_to(nobody());
    home.cut();
    let ran = sync.end();
    assert_eq!(ran.code, Some(0), "the same run ends well: {ran:?}");
    let (at_home, elsewhere) = (acknowledged(&home), acknowledged(&public));
    assert!(!at_home.is_empty() && !elsewhere.is_empty(), "{} at home, {} elsewhere", at_home.len(), elsewhere.len());
    assert_eq!(at_home.intersection(&elsewhere).count(), 0, "a part was sent twice");
    assert_eq!(a.show(&id)["state"], "safe");
    // Another phone that only knows the public address gets the film.
    let b = Phone::new(public.clone());
    b.done(&["signin", "--server", &public.url(), "--email", "anna@example.org", "--name", "B"]);
    b.sync();
    assert_eq!(b.get(&id), sha256(&film));
    // At home again: a new run asks there first.
    home.lead_to(cloud.address());
    let before = home.exchanges().len();
    a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.sync();
    assert!(asked_since(&home, before).iter().any(|path| path == "/v1/server/proof"));
}

#[test]
fn another_server_on_the_home_address_gets_no_token() {
    let (_cloud, home, public, a) = two_addresses();
    let device = a.done(&["devices"])["devices"][0]["id"].as_str().expect("an id").to_owned();
    // Away from home its address belongs to somebody else, who runs the same program and has an account of the same name.
    let mut other = Cloud::new(&[]);
    other.sign_up("anna@example.org", "Impostor");
    home.lead_to(other.address());
    home.cut();
    home.keep();
    let before = home.exchanges().len();
    a.import(&a.file("IMG_1.jpg", &photo(1)));
    let outcome = a.sync();
    assert_eq!(outcome["sent"]["parts"], 3, "{outcome}");
    assert!(!acknowledged(&public).is_empty());
    let asked = asked_since(&home, before);
    assert!(!asked.is_empty() && asked.iter().all(|path| path == "/v1/server/proof"), "{asked:?}");
    let told = String::from_utf8_lossy(&home.kept()).to_lowercase();
    for secret in ["authorization", "bearer", "anna", device.as_str(), "refresh"] {
        assert!(!told.contains(secret), "the other server was told {secret}: {told}");
    }
    // Where only the other one answers, everything waits and nothing is told.
    public.lead_to(nobody());
    public.cut();
    a.import(&a.file("IMG_2.jpg", &photo(2)));
    assert_eq!(a.waits(&["sync"])["holds"][0]["code"], "srv.outage");
    assert!(asked_since(&home, before).iter().all(|path| path == "/v1/server/proof"));
}

#[test]
fn a_machine_in_the_place_of_the_only_address_is_named() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    a.sync();
    let other = Cloud::new(&[]);
    a.wire.lead_to(other.address());
    a.wire.cut();
    let before = a.wire.exchanges().len();
    a.import(&a.file("IMG_1.jpg", &photo(1)));
    let outcome = a.waits(&["sync"]);
    assert_eq!(outcome["holds"][0]["code"], "srv.impostor", "{outcome}");
    assert!(asked_since(&a.wire, before).iter().all(|path| path == "/v1/server/proof"));
    // Even a sign-out tells it nothing, and an account of the same name there is another one.
    a.waits(&["signout"]);
    a.done(&["signout", "--yes"]);
    assert!(asked_since(&a.wire, before).iter().all(|path| path == "/v1/server/proof"));
    a.wire.lead_to(cloud.address());
    a.wire.cut();
    a.done(&["signin", "--server", &a.wire.url(), "--email", "anna@example.org", "--name", "A"]);
    a.sync();
}

/// A socket that answers nothing and keeps every byte that it gets.
fn recorder(address: &str) -> (SocketAddr, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind(address).expect("a port is free");
    let address = listener.local_addr().expect("a listener has an address");
    let heard: Arc<Mutex<Vec<u8>>> = Arc::default();
    let own = Arc::clone(&heard);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let own = Arc::clone(&own);
            thread::spawn(move || {
                let mut buffer = [0; 4096];
                while let Ok(read @ 1..) = stream.read(&mut buffer) {
                    let piece = buffer.get(..read).unwrap_or_default();
                    own.lock().expect("nobody panics").extend_from_slice(piece);
                }
            });
        }
    });
    (address, heard)
}

#[test]
fn a_machine_that_only_listens_holds_up_nobody_and_hears_nothing() {
    let (_cloud, home, public, a) = two_addresses();
    let (silent, heard) = recorder("127.0.0.1:0");
    home.lead_to(silent);
    home.cut();
    let before = public.exchanges().len();
    a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.sync();
    assert!(public.exchanges().len() > before);
    let heard = String::from_utf8_lossy(&heard.lock().expect("nobody panics")).to_lowercase();
    assert!(heard.contains("/v1/server/proof"), "it was asked: {heard}");
    for secret in ["authorization", "bearer", "anna"] {
        assert!(!heard.contains(secret), "{heard}");
    }
}

#[test]
fn not_a_byte_goes_over_plain_http_to_another_machine() {
    // On Linux this address reaches the recorder, and it is not one of this machine's own names for itself.
    let (address, heard) = recorder("0.0.0.0:0");
    let url = format!("http://0.0.0.0:{}", address.port());
    let mut cloud = Cloud::new(&[]);
    let a = cloud.phone();
    for arguments in [&["signup"][..], &["signin"], &["recover"]] {
        let mut command = a.command(arguments);
        command.args(["--server", &url, "--email", "anna@example.org"]);
        command.env("SAFELIGHT_RECOVERY_WORDS", format!("{}art", "abandon ".repeat(23)));
        let output = command.output().expect("it can be run");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let error: Value = serde_json::from_slice(&output.stderr).expect("a document");
        assert_eq!(error["error"]["code"], "net.tls_required", "{error}");
    }
    // A server that offers such an address does not get its phones to use it.
    let wire = Wire::to(nobody());
    let offered = [format!("home={url}"), format!("public={}", wire.url())];
    let cloud = Cloud::new(&["--address", &offered[0], "--address", &offered[1]]);
    wire.lead_to(cloud.address());
    let b = Phone::new(wire.clone());
    b.done(&["signup", "--server", &wire.url(), "--email", "anna@example.org", "--name", "B"]);
    b.sync();
    b.import(&b.file("IMG_1.jpg", &photo(1)));
    b.sync();
    thread::sleep(Duration::from_millis(200));
    assert_eq!(heard.lock().expect("nobody panics").len(), 0, "something was sent in the clear");
}
