//! Junk, versions, switches and limits.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::{Method, Request, StatusCode};
use safelight_protocol::account::{RecoveryStart, SigninStart};
use safelight_protocol::server::{ServerDescription, Signup};
use safelight_protocol::version::*;
use safelight_protocol::{Blob, codes, route};
use safelight_server::admin::Command;
use safelight_server::routes;

use crate::phone::*;

#[tokio::test(start_paused = true)]
async fn every_answer_says_protocol_time_and_its_own_name() {
    let cloud = Cloud::open().await;
    let (fine, refused) = (cloud.get(route::SERVER, None).await, cloud.get("/v1/nowhere", None).await);
    for answer in [&fine, &refused] {
        assert_eq!(answer.headers[PROTOCOL_HEADER], "1");
        assert!(answer.headers[TIME_HEADER].to_str().unwrap().parse::<i64>().unwrap() >= 1_800_000_000_000);
        assert_eq!(answer.headers[REQUEST_ID_HEADER].len(), 16);
    }
    assert_ne!(fine.headers[REQUEST_ID_HEADER], refused.headers[REQUEST_ID_HEADER]);
    refused.refused(codes::NOT_FOUND);
    assert_eq!(fine.ok::<ServerDescription>().service, "safelight");
}

#[tokio::test(start_paused = true)]
async fn the_handshake_is_asked_for_on_every_route_but_the_description() {
    let cloud = Cloud::open().await;
    for route in routes().iter().filter(|route| route.path.starts_with("/v1/") && route.path != route::OPENAPI) {
        for (value, code) in [
            (None, codes::HANDSHAKE),
            (Some("x"), codes::HANDSHAKE),
            (Some("0"), codes::CLIENT_OLD),
            (Some("2"), codes::SERVER_OLD),
        ] {
            let mut request = Request::builder().method(route.method.clone()).uri(route.path);
            if let Some(value) = value {
                request = request.header(PROTOCOL_HEADER, value);
            }
            cloud.send(request.body(Body::empty()).unwrap()).await.refused(code);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_app_below_the_floor_is_told_so_and_nobody_else_is() {
    let cloud = Cloud::open().await;
    cloud.app().carry_out(Command::VersionFloor { version: "1.2".to_owned() }).await.unwrap();
    let ask = |client: &'static str| {
        let request = Request::get(route::SERVER).header(PROTOCOL_HEADER, "1").header(CLIENT_HEADER, client);
        cloud.send(request.body(Body::empty()).unwrap())
    };
    ask("safelight-cli/1.1.9").await.refused(codes::CLIENT_OLD);
    ask("safelight-cli/1.2.0").await.done();
    ask("safelight-cli/1.10.0-rc1").await.done();
    ask("safelight-cli").await.refused(codes::HANDSHAKE);
    cloud.app().carry_out(Command::VersionFloor { version: "x".to_owned() }).await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn maintenance_lets_nobody_in_but_says_so() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    cloud.app().carry_out(Command::Maintenance { on: true }).await.unwrap();
    let problem = anna.get(route::ACCOUNT).await.problem();
    assert_eq!((problem.code.as_str(), problem.retry_after_s), (codes::MAINTENANCE, Some(60)));
    cloud.get(route::SERVER, None).await.done();
    cloud.get(route::HEALTH, None).await.done();
    cloud.app().carry_out(Command::Maintenance { on: false }).await.unwrap();
    anna.get(route::ACCOUNT).await.done();
}

#[tokio::test(start_paused = true)]
async fn junk_on_any_route_is_answered_4xx_with_a_problem() {
    let cloud = Cloud::with(|config| config.rates.auth_by_address.burst = std::num::NonZeroU32::MAX).await;
    let anna = cloud.sign_up("anna@example.org").await;
    let deep = "[".repeat(100_000);
    let junk: [&[u8]; 8] = [
        b"",
        b"{",
        b"null",
        b"\0\xff\xfe",
        b"{\"opaque\":5}",
        deep.as_bytes(),
        b"{\"email\":\"a@b\",\"opaque\":\"!!\"}",
        b"[1e999]",
    ];
    for route in routes() {
        let path = route
            .path
            .replace("{library}", &anna.library.to_string())
            .replace("{device}", "nonsense")
            .replace("{part}", &"é".repeat(3).bytes().map(|byte| format!("%{byte:02x}")).collect::<String>());
        for body in junk {
            for kind in ["application/json", "text/plain", "multipart/form-data"] {
                let request =
                    Cloud::request(route.method.clone(), &format!("{path}?epoch=1&limit=-1&after=%ff"), anna.token());
                let answer = cloud.send(request.header("content-type", kind).body(body.to_vec().into()).unwrap()).await;
                assert!(answer.status.as_u16() < 500, "{} {path}: {answer:?}", route.method);
                if answer.status.is_client_error() {
                    answer.problem();
                }
                if route.path == route::SESSION_SIGNOUT || route.path == route::EVENTS {
                    break;
                }
            }
            if route.path == route::SESSION_SIGNOUT || route.path == route::EVENTS {
                break;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn another_method_is_refused_on_every_route() {
    let cloud = Cloud::open().await;
    for route in routes() {
        let path = route.path.replace(['{', '}'], "");
        let request = Cloud::request(Method::PATCH, &path, None).body(Body::empty()).unwrap();
        cloud.send(request).await.refused(codes::METHOD);
    }
}

#[tokio::test(start_paused = true)]
async fn bodies_that_are_too_large_encoded_or_of_another_kind_are_refused() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let ask = |request: http::request::Builder, body: Vec<u8>| cloud.send(request.body(body.into()).unwrap());
    let post = |path: &str| Cloud::request(Method::POST, path, anna.token());
    ask(post(route::SIGNIN_START).header("content-type", "application/json"), vec![b' '; 64 * 1024 + 1])
        .await
        .refused(codes::TOO_LARGE);
    let part = route::part(&anna.library, &part_of(b"x").id);
    let put = Cloud::request(Method::PUT, &part, anna.token());
    ask(put, vec![0; safelight_protocol::MAX_SEALED_PART_BYTES as usize + 1]).await.refused(codes::TOO_LARGE);
    let announced = Cloud::request(Method::PUT, &part, anna.token()).header("content-length", u64::MAX.to_string());
    ask(announced, Vec::new()).await.refused(codes::TOO_LARGE);
    ask(post(route::SIGNIN_START).header("content-type", "text/plain"), b"{}".to_vec())
        .await
        .refused(codes::MEDIA_TYPE);
    let gzip = post(route::SIGNIN_START).header("content-type", "application/json").header("content-encoding", "gzip");
    ask(gzip, vec![0x1f, 0x8b]).await.refused(codes::MEDIA_TYPE);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_trickles_is_cut_off_and_a_slow_honest_one_is_not() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let sealed = vec![7u8; 200_000];
    let trickle = |size: usize, every: Duration| {
        let clock = std::sync::Arc::clone(&cloud.clock);
        let chunks: Vec<Bytes> = sealed.chunks(size).map(Bytes::copy_from_slice).collect();
        let stream = futures_util::stream::unfold((chunks.into_iter(), clock), move |(mut chunks, clock)| async move {
            let chunk = chunks.next()?;
            safelight_server::Clock::sleep(&*clock, every).await;
            Some((Ok::<_, std::io::Error>(chunk), (chunks, clock)))
        });
        Cloud::request(Method::PUT, &route::part(&anna.library, &part_of(&sealed).id), anna.token())
            .body(Body::from_stream(stream))
            .unwrap()
    };
    let begun = tokio::time::Instant::now();
    cloud.send(trickle(1, Duration::from_secs(1))).await.refused(codes::TIMEOUT);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    cloud.send(trickle(6_000, Duration::from_secs(1))).await.done();
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_a_problem_and_the_next_request_is_served() {
    let cloud = Cloud::open().await;
    let panicking = axum::body::Body::from_stream(futures_util::stream::poll_fn(
        |_| -> std::task::Poll<Option<Result<Bytes, std::io::Error>>> { panic!("planted") },
    ));
    let request = Cloud::request(Method::POST, route::SIGNIN_START, None).header("content-type", "application/json");
    let answer = cloud.send(request.body(panicking).unwrap()).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    answer.refused(codes::INTERNAL);
    cloud.get(route::HEALTH, None).await.done();
}

#[tokio::test(start_paused = true)]
async fn guessing_is_slowed_down_for_an_email_and_for_an_address() {
    let cloud = Cloud::open().await;
    let ask = |email: String| {
        let cloud = &cloud;
        async move { cloud.post(route::RECOVERY_START, &RecoveryStart { email }).await }
    };
    let mut answers = Vec::new();
    for _ in 0..21 {
        answers.push(ask("anna@example.org".to_owned()).await);
    }
    let problem = answers.pop().unwrap().problem();
    assert_eq!(problem.code, codes::RATE);
    assert!((1..=7).contains(&problem.retry_after_s.unwrap()));
    answers.iter().for_each(Answer::done);
    ask("ben@example.org".to_owned()).await.done();
    cloud.clock.turn(Duration::from_secs(7));
    ask("anna@example.org".to_owned()).await.done();
    let mut refused = 0;
    for n in 0..250 {
        refused += usize::from(ask(format!("{n}@example.org")).await.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > 40, "{refused}");
}

#[tokio::test(start_paused = true)]
async fn closed_sign_up_goes_by_an_invitation_that_is_good_once() {
    let cloud = Cloud::with(|config| config.signup = Signup::Invitation).await;
    let refused = |answer: Answer| answer.problem().code;
    assert_eq!(
        cloud.try_sign_up("a@example.org", None).await.map(|_| ()).map_err(refused),
        Err(codes::INVITATION.to_owned())
    );
    assert!(cloud.try_sign_up("a@example.org", Some("guess")).await.is_err());
    let invite = cloud.app().carry_out(Command::Invite).await.unwrap();
    let invite = invite["invite"].as_str().unwrap();
    assert!(cloud.try_sign_up("a@example.org", Some(&invite.to_uppercase())).await.is_ok());
    assert_eq!(
        cloud.try_sign_up("b@example.org", Some(invite)).await.map(|_| ()).map_err(refused),
        Err(codes::INVITATION.to_owned())
    );
}

#[tokio::test(start_paused = true)]
async fn opaque_messages_of_another_suite_or_shape_are_refused() {
    let cloud = Cloud::open().await;
    let (_, good) = login("x");
    for bad in [vec![], vec![1], vec![2; 97], [vec![2], good.0[1..].to_vec()].concat(), vec![0xff; 5_000]] {
        let start = SigninStart { email: "a@example.org".to_owned(), opaque: Blob(bad) };
        cloud.post(route::SIGNIN_START, &start).await.refused(codes::MALFORMED);
    }
}

#[tokio::test(start_paused = true)]
async fn a_device_that_asks_without_end_is_slowed_down_and_its_neighbour_is_not() {
    let cloud = Cloud::with(|config| config.rates.by_device.burst = std::num::NonZeroU32::new(30).unwrap()).await;
    let anna = cloud.sign_up("anna@example.org").await;
    let other = anna.another().await;
    let mut refused = 0;
    for _ in 0..40 {
        let answer = anna.get(route::USAGE).await;
        refused += usize::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(refused, 10);
    other.get(route::USAGE).await.done();
}

#[tokio::test(start_paused = true)]
async fn the_same_seed_gives_the_same_server() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let cloud = Cloud::open().await;
        let mut seen = Vec::new();
        for path in [route::SERVER, route::ACCOUNT, "/v1/nowhere"] {
            let answer = cloud.get(path, None).await;
            seen.push((answer.headers, answer.body));
        }
        let status = cloud.app().carry_out(Command::Status).await.unwrap();
        let invite = cloud.app().carry_out(Command::Invite).await.unwrap();
        runs.push((seen, status, invite));
    }
    assert_eq!(runs[0], runs[1]);
}
