use crate::phone::*;
use axum::body::Body;
use futures_util::StreamExt;
use http::Method;
use safelight_protocol::account::DeleteAccount;
use safelight_protocol::{HeadEvent, RecordId, codes, route};

/// An open event stream.
struct Stream(axum::body::BodyDataStream);

impl Stream {
    async fn open(phone: &Phone) -> Self {
        let request = Cloud::request(Method::GET, route::EVENTS, phone.token()).body(Body::empty()).unwrap();
        let response = phone.cloud.ask(request).await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self(response.into_body().into_data_stream())
    }

    /// The next piece; none at the end.
    async fn next(&mut self) -> Option<String> {
        Some(String::from_utf8(self.0.next().await?.unwrap().to_vec()).unwrap())
    }

    async fn head(&mut self) -> HeadEvent {
        let text = self.next().await.unwrap();
        serde_json::from_str(text.strip_prefix("event: head\ndata: ").unwrap().trim_end()).unwrap()
    }
}

#[tokio::test(start_paused = true)]
async fn the_stream_says_the_head_at_once_and_after_each_commit() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let mut stream = Stream::open(&anna.another().await).await;
    assert_eq!(stream.head().await, HeadEvent { library: anna.library, head: anna.head().await });
    anna.commit_one(change(RecordId([1; 16]), 0, &[])).await;
    assert_eq!(stream.head().await.head, anna.head().await);
}

#[tokio::test(start_paused = true)]
async fn a_slow_listener_is_told_the_newest_head_once() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let mut stream = Stream::open(&anna).await;
    stream.head().await;
    for n in 0..50 {
        anna.commit_one(change(RecordId([n; 16]), 0, &[])).await;
    }
    assert_eq!(stream.head().await.head.sequence, 50);
    assert_eq!(stream.next().await.unwrap(), ": still here\n\n", "then nothing but a sign of life");
}

#[tokio::test(start_paused = true)]
async fn nobody_hears_of_another_accounts_commits() {
    let cloud = Cloud::open().await;
    let (anna, ben) = (cloud.sign_up("anna@example.org").await, cloud.sign_up("ben@example.org").await);
    let mut stream = Stream::open(&ben).await;
    assert_eq!(stream.head().await.library, ben.library);
    anna.commit_one(change(RecordId([1; 16]), 0, &[])).await;
    assert_eq!(stream.next().await.unwrap(), ": still here\n\n");
}

#[tokio::test(start_paused = true)]
async fn the_stream_ends_at_once_when_the_session_does() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (revoked, signed_out) = (anna.another().await, anna.another().await);
    let mut streams = [Stream::open(&revoked).await, Stream::open(&signed_out).await, Stream::open(&anna).await];
    for stream in &mut streams {
        stream.head().await;
    }
    anna.delete(&route::device(&revoked.device())).await.done();
    assert_eq!(streams[0].next().await, None);
    signed_out.json(Method::POST, route::SESSION_SIGNOUT, &()).await.done();
    assert_eq!(streams[1].next().await, None);
    anna.json(Method::DELETE, route::ACCOUNT, &DeleteAccount { email: anna.email.clone() }).await.done();
    assert_eq!(streams[2].next().await, None);
    revoked.get(route::EVENTS).await.refused(codes::DELETED);
}

#[tokio::test(start_paused = true)]
async fn a_device_that_opens_many_streams_loses_its_oldest() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let mut oldest = Stream::open(&anna).await;
    oldest.head().await;
    let mut others = Vec::new();
    for _ in 0..4 {
        others.push(Stream::open(&anna).await);
    }
    assert_eq!(oldest.next().await, None);
    for other in &mut others {
        other.head().await;
    }
}
