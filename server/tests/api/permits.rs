//! A permission is good for one part of one library, from one device, for a time; and for nothing else.

use std::time::Duration;

use axum::body::Body;
use http::Method;
use safelight_protocol::part::{Permits, Plan};
use safelight_protocol::{codes, route};

use crate::phone::*;

async fn permit(phone: &Phone, bytes: &[u8]) -> (safelight_protocol::record::PartRef, Option<String>) {
    let part = part_of(bytes);
    let path = route::library(&phone.library, "permits");
    let permits: Permits = phone.json(Method::POST, &path, &Plan { parts: vec![part] }).await.ok();
    let [permitted] = permits.parts.try_into().unwrap();
    assert_eq!(permitted.id, part.id);
    (part, permitted.permit)
}

async fn put(cloud: &Cloud, path: &str, token: &str, body: &'static [u8]) -> Answer {
    cloud.send(Cloud::request(Method::PUT, path, Some(token)).body(Body::from(body)).unwrap()).await
}

#[tokio::test(start_paused = true)]
async fn a_permission_puts_its_part_without_any_other_token_as_often_as_it_is_tried() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (part, token) = permit(&anna, b"sealed").await;
    let (path, token) = (route::part(&anna.library, &part.id), token.unwrap());
    put(&cloud, &path, &token, b"sealed").await.done();
    put(&cloud, &path, &token, b"sealed").await.done();
    assert_eq!(anna.get(&path).await.body, b"sealed".as_slice());
    let (_, again) = permit(&anna, b"sealed").await;
    assert_eq!(again, None, "what is there needs no permission");
}

#[tokio::test(start_paused = true)]
async fn a_permission_is_good_for_nothing_else() {
    let cloud = Cloud::open().await;
    let (anna, ben) = (cloud.sign_up("anna@example.org").await, cloud.sign_up("ben@example.org").await);
    let (part, token) = permit(&anna, b"sealed").await;
    let token = token.unwrap();
    let path = route::part(&anna.library, &part.id);
    let other = part_of(b"others");
    put(&cloud, &route::part(&anna.library, &other.id), &token, b"others").await.refused(codes::NOT_FOUND);
    put(&cloud, &route::part(&ben.library, &part.id), &token, b"sealed").await.refused(codes::NOT_FOUND);
    put(&cloud, &path, &token, b"sealed and more").await.refused(codes::INVALID);
    put(&cloud, &path, &token, b"forged").await.refused(codes::HASH_MISMATCH);
    put(&cloud, &path, &format!("{token}A"), b"sealed").await.refused(codes::SIGNED_OUT);
    for (method, path) in [(Method::GET, path.as_str()), (Method::GET, route::ACCOUNT), (Method::GET, route::USAGE)] {
        let request = Cloud::request(method, path, Some(&token)).body(Body::empty()).unwrap();
        cloud.send(request).await.refused(codes::SIGNED_OUT);
    }
    let stranger = route::library(&anna.library, "permits");
    ben.json(Method::POST, &stranger, &Plan { parts: vec![part] }).await.refused(codes::NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn a_permission_ends_with_its_reservation_and_with_its_device() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (second, third) = (anna.another().await, anna.another().await);
    let (part, token) = permit(&third, b"more").await;
    anna.delete(&route::device(&third.device())).await.done();
    let path = route::part(&anna.library, &part.id);
    put(&cloud, &path, &token.unwrap(), b"more").await.refused(codes::REVOKED);

    let (part, token) = permit(&second, b"sealed").await;
    let (path, token) = (route::part(&anna.library, &part.id), token.unwrap());
    cloud.clock.turn(Duration::from_secs(7 * 24 * 60 * 60 - 60));
    put(&cloud, &path, &token, b"sealed").await.done();
    cloud.clock.turn(Duration::from_secs(120));
    put(&cloud, &path, &token, b"sealed").await.refused(codes::TOKEN_EXPIRED);
}
