use std::collections::BTreeMap;

use super::*;

/// A cloud that answers every request at once with `answer` bytes.
struct Instantly {
    answer: usize,
}

#[async_trait]
impl Remote for Instantly {
    async fn send(&self, _: RemoteRequest) -> Result<RemoteResponse, RemoteError> {
        Ok(RemoteResponse { status: 200, headers: BTreeMap::new(), body: Bytes::from(vec![0; self.answer]) })
    }

    async fn stream(&self, _: RemoteRequest) -> Result<Result<Box<dyn EventSource>, RemoteResponse>, RemoteError> {
        Ok(Ok(Box::new(Silence)))
    }
}

struct Silence;

#[async_trait]
impl EventSource for Silence {
    async fn next(&mut self) -> Result<Option<Bytes>, RemoteError> {
        std::future::pending().await
    }
}

fn request(body: usize) -> RemoteRequest {
    RemoteRequest {
        method: Method::Post,
        url: "https://safelight.example/v1/usage".to_owned(),
        headers: Vec::new(),
        body: Bytes::from(vec![0; body]),
        max_answer: usize::MAX,
        authority: None,
        unchanged: None,
        idle_timeout: Duration::from_secs(30),
        transferred: None,
    }
}

fn origin() -> Origin {
    let at = |port: u16| format!("http://127.0.0.1:{port}");
    Origin { known: "https://safelight.example".to_owned(), doors: Arc::new(Doors::new(at(8080), at(8081), at(8082))) }
}

fn link(answer: usize, speed: Speed) -> Arc<Link> {
    let link = Link::new(Arc::new(Instantly { answer }), origin());
    link.set_speed(speed);
    Arc::new(link)
}

#[tokio::test(start_paused = true)]
async fn a_body_takes_as_long_as_the_speed_says_in_each_direction() {
    let link = link(125_000, Speed::Slow);
    let start = Instant::now();
    link.send(request(250_000)).await.unwrap();
    let took = start.elapsed();
    assert!((Duration::from_millis(2990)..Duration::from_millis(3060)).contains(&took), "took {took:?}");
    assert_eq!(link.passed(), Passed { sent: 250_000, received: 125_000 });
}

#[tokio::test(start_paused = true)]
async fn two_requests_at_once_share_the_speed() {
    let link = link(0, Speed::Slow);
    let start = Instant::now();
    let (a, b) = tokio::join!(link.send(request(125_000)), link.send(request(125_000)));
    a.unwrap();
    b.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(1990), "took {:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_pulled_plug_ends_what_is_on_its_way_and_refuses_what_comes() {
    let link = link(0, Speed::Slow);
    let sending = tokio::spawn({
        let link = Arc::clone(&link);
        async move { link.send(request(10_000_000)).await }
    });
    while link.passed().sent == 0 {
        tokio::task::yield_now().await;
        tokio::time::advance(Duration::from_millis(60)).await;
    }
    link.set_speed(Speed::Off);
    assert_eq!(sending.await.unwrap().unwrap_err(), RemoteError::Interrupted);
    assert!(link.passed().sent < 10_000_000);
    assert_eq!(link.send(request(1)).await.unwrap_err(), RemoteError::Offline);
}

#[tokio::test(start_paused = true)]
async fn a_pulled_plug_ends_the_event_stream() {
    let link = link(0, Speed::Wifi);
    let Ok(mut events) = link.stream(request(0)).await.unwrap() else { panic!("the stream was refused") };
    let waiting = tokio::spawn(async move { events.next().await });
    tokio::task::yield_now().await;
    link.set_speed(Speed::Off);
    assert_eq!(waiting.await.unwrap().unwrap_err(), RemoteError::Interrupted);
}

#[tokio::test(start_paused = true)]
async fn parts_are_noted_by_the_name_that_the_cloud_knows() {
    let link = link(0, Speed::Wifi);
    let id = "ab".repeat(32);
    let put = RemoteRequest {
        method: Method::Put,
        url: format!("https://safelight.example/v1/libraries/00/parts/{id}"),
        ..request(7)
    };
    link.send(put).await.unwrap();
    link.send(request(9)).await.unwrap();
    let noted: Vec<_> = link.latest_parts().into_iter().map(|part| (part.id, part.bytes)).collect();
    assert_eq!(noted, [("abababab".to_owned(), 7)]);
}

#[test]
fn the_cloud_is_found_on_the_port_that_it_has_today() {
    assert_eq!(origin().lead("https://safelight.example/v1/server").unwrap(), "http://127.0.0.1:8080/v1/server");
    assert_eq!(origin().lead("http://elsewhere.example/").unwrap(), "http://elsewhere.example/");
}

#[tokio::test]
async fn a_door_leads_where_it_says() {
    let origin = origin();
    let lead = |door| {
        origin.doors.set_door(door);
        origin.lead("https://safelight.example/v1/usage")
    };
    assert_eq!(lead(Door::Open).unwrap(), "http://127.0.0.1:8080/v1/usage");
    assert_eq!(lead(Door::Closed).unwrap(), "http://127.0.0.1:8081/v1/usage");
    assert_eq!(lead(Door::WrongCertificate).unwrap(), "http://127.0.0.1:8082/v1/usage");
    assert_eq!(lead(Door::Nameless), Err(RemoteError::Resolve));
}

#[tokio::test]
async fn a_portal_answers_instead_of_the_cloud_and_ends_what_is_on_its_way() {
    let link = link(0, Speed::Slow);
    let on_its_way = {
        let link = Arc::clone(&link);
        tokio::spawn(async move { link.send(request(10_000_000)).await })
    };
    tokio::task::yield_now().await;
    link.set_portal(true);
    assert_eq!(on_its_way.await.unwrap().unwrap_err(), RemoteError::Interrupted);
    let answer = link.send(request(10)).await.unwrap();
    assert_eq!((answer.status, answer.headers["location"].as_str()), (302, PORTAL));
    link.set_portal(false);
    assert_eq!(link.send(request(10)).await.unwrap().status, 200);
}
