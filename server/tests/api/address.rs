//! Who counts as whom: behind a proxy, behind one router, and on this machine.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use http::{Method, Request, StatusCode};
use safelight_protocol::account::RecoveryStart;
use safelight_protocol::server::{ServerDescription, Signup};
use safelight_protocol::{codes, route};

use crate::phone::*;

const PROXY: &str = "10.0.0.9:4711";

fn from(peer: &str, mut request: Request<Body>) -> Request<Body> {
    request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    request
}

fn stranger(n: u32) -> Request<Body> {
    let body = serde_json::to_vec(&RecoveryStart { email: format!("{n}@example.org") }).unwrap();
    let request = Cloud::request(Method::POST, route::RECOVERY_START, None).header("content-type", "application/json");
    request.body(body.into()).unwrap()
}

/// How many of 300 strangers' requests from one address behind the proxy are taken.
async fn taken(cloud: &Cloud, header: &str, value: &str) -> usize {
    let mut taken = 0;
    for n in 0..300 {
        let mut request = stranger(n);
        request.headers_mut().insert(http::HeaderName::try_from(header).unwrap(), value.parse().unwrap());
        taken += usize::from(cloud.send(from(PROXY, request)).await.status == StatusCode::OK);
    }
    taken
}

#[tokio::test(start_paused = true)]
async fn a_flood_through_a_proxy_of_ours_is_its_own_address_alone() {
    let cloud = Cloud::with(|config| config.trusted_proxies = vec!["10.0.0.0/24".parse().unwrap()]).await;
    assert_eq!(taken(&cloud, "x-forwarded-for", "198.51.100.1").await, 200);
    assert_eq!(taken(&cloud, "x-forwarded-for", "198.51.100.1").await, 0);
    assert_eq!(
        taken(&cloud, "x-forwarded-for", "203.0.113.7, 198.51.100.1").await,
        0,
        "the left one is anybody's word"
    );
    assert_eq!(taken(&cloud, "forwarded", "for=198.51.100.2;proto=https").await, 200);
}

#[tokio::test(start_paused = true)]
async fn a_header_of_somebody_who_is_no_proxy_of_ours_gives_no_new_address() {
    let cloud = Cloud::open().await;
    assert_eq!(taken(&cloud, "x-forwarded-for", "198.51.100.1").await, 200);
    assert_eq!(taken(&cloud, "x-forwarded-for", "198.51.100.2").await, 0);
    assert_eq!(taken(&cloud, "forwarded", "for=198.51.100.3").await, 0);
}

/// Six people with three phones each behind one address, of which nobody has told the server that it is a proxy's.
#[tokio::test(start_paused = true)]
async fn a_family_behind_one_address_does_not_lock_itself_out() {
    let cloud = Cloud::open().await;
    let mut phones = Vec::new();
    for name in ["anna", "ben", "cleo", "dora", "emil", "fay"] {
        let email = format!("{name}@example.org");
        let first = cloud.sign_up(&email).await;
        for _ in 0..2 {
            for _ in 0..2 {
                let wrong = cloud.try_sign_in(&email, "mistyped").await;
                assert_eq!(
                    wrong.map(|_| ()).map_err(|answer| answer.problem().code),
                    Err(codes::CREDENTIALS.to_owned())
                );
            }
            phones.push(first.another().await);
        }
        phones.push(first);
    }
    assert_eq!(phones.len(), 18);
    // Somebody behind the same address guesses until nobody new gets in from there for a while.
    let mut refused = 0;
    for n in 0..400 {
        refused += usize::from(cloud.send(stranger(n)).await.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > 100, "{refused}");
    for phone in &phones {
        phone.refresh(&phone.session.tokens.refresh).await.done();
        phone.get(route::ACCOUNT).await.done();
    }
    // Guessing at refresh tokens is guessing like any other.
    phones[0].refresh("r1.guess").await.refused(codes::RATE);
}

#[tokio::test(start_paused = true)]
async fn sign_up_that_is_open_on_this_machine_is_closed_to_everybody_else() {
    let cloud = Cloud::with(|config| config.signup_from_elsewhere = Signup::Invitation).await;
    let seen = |peer: &'static str, forwarded: Option<&'static str>| {
        let mut request = Cloud::request(Method::GET, route::SERVER, None);
        if let Some(forwarded) = forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
        let request = from(peer, request.body(Body::empty()).unwrap());
        async { cloud.send(request).await.ok::<ServerDescription>().signup }
    };
    assert_eq!(seen("127.0.0.1:5", None).await, Signup::Open);
    assert_eq!(seen("192.168.1.7:5", None).await, Signup::Invitation);
    assert_eq!(seen("127.0.0.1:5", Some("192.168.1.7")).await, Signup::Invitation);
    cloud.sign_up("anna@example.org").await;
}

#[tokio::test(start_paused = true)]
async fn the_first_start_of_a_closed_server_gives_one_invitation_and_no_later_one_does() {
    let cloud = Cloud::with(|config| config.signup = Signup::Invitation).await;
    let code = cloud.app().first_invitation().await.unwrap().unwrap();
    assert_eq!(cloud.app().first_invitation().await.unwrap(), None);
    assert!(cloud.try_sign_up("anna@example.org", None).await.is_err());
    assert!(cloud.try_sign_up("anna@example.org", Some(&code)).await.is_ok());
    assert_eq!(cloud.app().first_invitation().await.unwrap(), None);
    for file in ["server.db", "server.db-wal"] {
        let bytes = std::fs::read(cloud.data().join(file)).unwrap();
        assert!(!bytes.windows(code.len()).any(|window| window == code.as_bytes()), "{file} holds the invitation");
    }
    assert_eq!(Cloud::open().await.app().first_invitation().await.unwrap(), None, "an open server needs none");
}
