//! Every route of the table against everybody who may not use it.

use axum::body::Body;
use http::Method;
use safelight_protocol::{PartId, codes, route};
use safelight_server::{Route, Who, routes};

use crate::phone::*;

/// A request that is well-formed as far as the path goes; nobody who may not ask gets further.
async fn ask(cloud: &Cloud, route: &Route, owner: &Phone, token: Option<&str>) -> Answer {
    let path = route
        .path
        .replace("{library}", &owner.library.to_string())
        .replace("{device}", &owner.device().to_string())
        .replace("{part}", &PartId([1; 32]).to_string());
    let request = Cloud::request(route.method.clone(), &path, token).header("content-type", "application/json");
    cloud.send(request.body(Body::from("{}")).unwrap()).await
}

#[tokio::test(start_paused = true)]
async fn nobody_uses_a_route_that_is_not_theirs() {
    let cloud = Cloud::open().await;
    let (anna, ben) = (cloud.sign_up("anna@example.org").await, cloud.sign_up("ben@example.org").await);
    let revoked = anna.another().await;
    anna.delete(&route::device(&revoked.device())).await.done();
    let mut closed = 0;
    for route in routes() {
        let (method, path) = (route.method.clone(), route.path);
        match route.who {
            Who::Anybody | Who::Refresher => {
                let answer = ask(&cloud, &route, &anna, None).await;
                let malformed = answer.status.is_success() || answer.problem().code == codes::MALFORMED;
                assert!(malformed, "{method} {path} asks for a token: {answer:?}");
            }
            // This server listens to none: then the route does not exist.
            Who::Biller => ask(&cloud, &route, &anna, anna.token()).await.refused(codes::NOT_FOUND),
            Who::Device | Who::Member => {
                closed += 1;
                ask(&cloud, &route, &anna, None).await.refused(codes::SIGNED_OUT);
                ask(&cloud, &route, &anna, Some("a1.nonsense")).await.refused(codes::SIGNED_OUT);
                ask(&cloud, &route, &anna, revoked.token()).await.refused(codes::REVOKED);
            }
        }
        // Whatever names something by an id must not know somebody else's.
        let names_something = path.contains('{');
        assert!(route.who != Who::Member || path.contains("{library}"), "{path} is for members of what?");
        if names_something && method != Method::PUT {
            ask(&cloud, &route, &anna, ben.token()).await.refused(codes::NOT_FOUND);
        }
    }
    assert_eq!(closed, 27, "a route was added or taken away: is it closed to strangers?");
}

#[tokio::test(start_paused = true)]
async fn another_accounts_device_and_library_do_not_exist() {
    let cloud = Cloud::open().await;
    let (anna, ben) = (cloud.sign_up("anna@example.org").await, cloud.sign_up("ben@example.org").await);
    let name = safelight_protocol::account::RenameDevice { sealed_name: safelight_protocol::Blob(vec![1]) };
    ben.json(Method::PUT, &route::device(&anna.device()), &name).await.refused(codes::NOT_FOUND);
    ben.delete(&route::device(&anna.device())).await.refused(codes::NOT_FOUND);
    let part = part_of(b"sealed");
    let request = Cloud::request(Method::PUT, &route::part(&anna.library, &part.id), ben.token());
    cloud.send(request.body(Body::from("sealed")).unwrap()).await.refused(codes::NOT_FOUND);
    anna.get(route::ACCOUNT).await.done();
    assert_eq!(anna.usage().await.reserved, 0);
}

#[tokio::test(start_paused = true)]
async fn the_description_and_the_table_name_the_same_routes() {
    let cloud = Cloud::open().await;
    let request = http::Request::get(route::OPENAPI).body(Body::empty()).unwrap();
    let document: serde_json::Value = cloud.send(request).await.ok();
    let mut described: Vec<(String, String)> = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            described.push((path.clone(), method.to_uppercase()));
        }
    }
    let mut table: Vec<_> = routes().iter().map(|route| (route.path.to_owned(), route.method.to_string())).collect();
    described.sort();
    table.sort();
    assert_eq!(described, table);
}

#[test]
fn the_protocols_documentation_and_the_table_name_the_same_routes() {
    let documented = include_str!("../../../protocol/src/route.rs");
    let mut rows: Vec<(String, String)> = documented
        .lines()
        .filter_map(|line| line.strip_prefix("//! | `")?.split('`').next()?.split_once(' '))
        .map(|(method, path)| (path.to_owned(), method.to_owned()))
        .collect();
    let mut table: Vec<_> = routes().iter().map(|route| (route.path.to_owned(), route.method.to_string())).collect();
    rows.sort();
    table.sort();
    assert_eq!(rows, table);
}
