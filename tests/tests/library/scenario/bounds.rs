//! Bounds: a look never crosses the line and is booked, a run stops when it is told to, a spool is never larger than it may
//! be, and a request that is dropped sends nothing more.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use safelight_core::cloud::HttpRemote;
use safelight_core::diagnosis::Diagnosis;
use safelight_core::history::Ending;
use safelight_core::ports::{Carrier, Method, Remote, RemoteRequest, Ticket, TicketOutcome, TicketResult};
use safelight_core::{RunBudget, SyncOutcome};
use safelight_tests::in_process::{Failure, Fate, TestServer};
use safelight_tests::phone::files_in;
use safelight_tests::processes::{Way as Direction, Wire, noise};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::stage::{EMAIL, Hand};
use super::together::Sky;
use crate::diagnosis::front::Way;

/// Longer than anything here takes, and shorter than what nobody ends.
const HANGS: Duration = Duration::from_secs(20);

/// A phone whose bytes are counted on a wire.
async fn on_a_wire(server: &TestServer) -> Result<(Hand, Wire), Failure> {
    let mut here = Hand::new(server, "Iris’ phone").await?;
    let wire = Wire::to(here.front.behind);
    here.set_up.server = Some(wire.url());
    here.sign_up(EMAIL).await?;
    here.sync().await?;
    Ok((here, wire))
}

fn counted(wire: &Wire) -> u64 {
    wire.bytes(Direction::Up) + wire.bytes(Direction::Down)
}

async fn booked(here: &Hand) -> Result<u64, Failure> {
    let month = here.library.receipts(None).await?.pop();
    Ok(month.map_or(0, |month| month.cellular.sent + month.cellular.received))
}

fn unchecked(diagnosis: &Diagnosis) -> Vec<&str> {
    diagnosis.unchecked.iter().map(|unchecked| unchecked.code.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_is_booked_like_everything_that_leaves() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let (here, wire) = on_a_wire(&server).await?;
    here.say("fact.network=cellular").await?;
    let (on_the_wire, in_the_books) = (counted(&wire), booked(&here).await?);
    assert_eq!(unchecked(&here.diagnose().await?), [""; 0]);
    let (moved, noted) = (counted(&wire) - on_the_wire, booked(&here).await? - in_the_books);
    assert!(moved > 500, "{moved} bytes are no look");
    assert!(noted * 10 >= moved * 9 && noted <= moved * 2, "{moved} bytes moved, {noted} are booked");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looks_end_where_the_day_s_budget_does() -> Result<(), Failure> {
    const BUDGET: u64 = 100_000;
    let server = TestServer::start().await?;
    let (here, wire) = on_a_wire(&server).await?;
    here.say(&format!("fact.network=cellular setting.cellular_photos={BUDGET}")).await?;
    let before = counted(&wire);
    let mut looks = 0;
    while unchecked(&here.diagnose().await?).is_empty() {
        looks += 1;
        assert!(looks < 200, "nothing ends them");
    }
    let (connections, moved) = (wire.connections(), counted(&wire) - before);
    assert!(looks > 1 && moved <= BUDGET, "{moved} bytes in {looks} looks");
    assert_eq!(unchecked(&here.diagnose().await?), ["net.budget"], "it says why it did not look");
    assert_eq!((wire.connections(), counted(&wire) - before), (connections, moved));
    Ok(())
}

#[tokio::test]
async fn a_look_under_way_ends_when_the_network_may_not_be_used_any_more() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let here = Hand::new(&server, "Iris’ phone").await?;
    here.sign_up(EMAIL).await?;
    here.sync().await?;
    here.front.becomes(Way::Silent);
    let before = here.front.connections();
    let (diagnosis, said) = tokio::join!(here.diagnose(), async {
        while here.front.connections() == before {
            tokio::task::yield_now().await;
        }
        here.say("fact.network=none").await
    });
    said?;
    assert_eq!(unchecked(&diagnosis?), ["net.offline"]);
    Ok(())
}

// Runs.

/// A phone with a film to send, and what happens to its first large piece.
async fn with_a_film(fate: impl Fn() -> Fate + Send + Sync + 'static) -> Result<(Hand, Arc<AtomicUsize>), Failure> {
    let server = TestServer::start().await?;
    let here = Hand::new(&server, "Iris’ phone").await?;
    let (met, after) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let late = Arc::clone(&after);
    let remote = here.set_up.device.remote.with_fates(Arc::new(move |request| {
        if met.load(Ordering::SeqCst) {
            late.fetch_add(1, Ordering::SeqCst);
        }
        if request.body.len() > 1_000_000 && !met.swap(true, Ordering::SeqCst) { fate() } else { Fate::Delivered }
    }));
    let here = here
        .reopened(|set_up| {
            (set_up.device.remote, set_up.socket, set_up.server) = (remote, false, Some("https://cloud.test".into()));
        })
        .await?;
    here.sign_up(EMAIL).await?;
    here.import("A.heic", &noise(1, 20_000_000)).await?;
    Ok((here, after))
}

async fn ended(here: &Hand, budget: RunBudget, stop: watch::Receiver<bool>) -> Result<SyncOutcome, Failure> {
    Ok(tokio::time::timeout(HANGS, here.library.run(budget, stop)).await??)
}

async fn last_ending(here: &Hand) -> Result<Option<Ending>, Failure> {
    let history = here.library.history(jiff::Timestamp::UNIX_EPOCH).await?;
    Ok(history.windows.last().and_then(|window| window.ending))
}

#[tokio::test]
async fn a_run_that_is_told_to_stop_asks_nothing_more_and_does_not_wait_for_an_answer() -> Result<(), Failure> {
    let (stop, stopped) = watch::channel(false);
    // Told in the middle of a transfer that would never end by itself.
    let (here, after) = with_a_film(move || {
        stop.send_replace(true);
        Fate::Stuck
    })
    .await?;
    let outcome = ended(&here, RunBudget::default(), stopped).await?;
    assert_eq!(outcome.cut_short.as_deref(), Some("eng.interrupted"));
    assert_eq!(after.load(Ordering::SeqCst), 0, "something left after the word");
    assert_eq!(last_ending(&here).await?, Some(Ending::Stopped));
    Ok(())
}

#[tokio::test]
async fn a_run_whose_time_is_up_asks_nothing_more() -> Result<(), Failure> {
    let (here, after) = with_a_film(|| Fate::Stuck).await?;
    let (_keep, never) = watch::channel(false);
    let budget = RunBudget { time: Some(Duration::from_millis(1500)), ..RunBudget::default() };
    let outcome = ended(&here, budget, never).await?;
    assert_eq!(outcome.cut_short.as_deref(), Some("eng.interrupted"));
    assert_eq!((after.load(Ordering::SeqCst), last_ending(&here).await?), (0, Some(Ending::Expired)));
    Ok(())
}

#[tokio::test]
async fn a_run_sends_no_more_bytes_than_it_may_and_the_next_one_none_of_them_again() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let here = Hand::new(&server, "Iris’ phone").await?;
    let pieces: Arc<Mutex<Vec<(String, usize)>>> = Arc::default();
    let seen = Arc::clone(&pieces);
    let remote = here.set_up.device.remote.with_fates(Arc::new(move |request| {
        if request.method == Method::Put && request.url.contains("/parts/") {
            seen.lock().unwrap_or_else(PoisonError::into_inner).push((request.url.clone(), request.body.len()));
        }
        Fate::Delivered
    }));
    let here = here
        .reopened(|set_up| {
            (set_up.device.remote, set_up.socket, set_up.server) = (remote, false, Some("https://cloud.test".into()));
        })
        .await?;
    here.sign_up(EMAIL).await?;
    here.import("A.heic", &noise(1, 40_000_000)).await?;
    let (_keep, never) = watch::channel(false);
    let sent = || pieces.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let budget = RunBudget { bytes: Some(20_000_000), ..RunBudget::default() };
    let cut = ended(&here, budget, never.clone()).await?;
    let first: usize = sent().iter().map(|(_, bytes)| bytes).sum();
    assert_eq!(cut.cut_short.as_deref(), Some("eng.interrupted"));
    assert!(cut.sent.bytes >= first as u64, "a run that was cut says what it sent: {:?}, {first}", cut.sent);
    assert!((8_000_000..=20_000_000).contains(&first), "{first} bytes");
    assert!(ended(&here, RunBudget::default(), never).await?.up_to_date);
    let urls: std::collections::BTreeSet<String> = sent().into_iter().map(|(url, _)| url).collect();
    assert_eq!((urls.len(), sent().len()), (5, 5), "each piece went once");
    Ok(())
}

/// A small picture that the server refuses for good, among many that go in one request: it alone stays, by name.
#[tokio::test]
async fn a_thumbnail_that_is_refused_stops_none_of_those_that_go_with_it() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let here = Hand::new(&server, "Iris’ phone").await?;
    let poison: Arc<Mutex<Option<Vec<u8>>>> = Arc::default();
    let remote = here.set_up.device.remote.with_fates(Arc::new(move |request| {
        if request.method != Method::Post || !request.url.ends_with("/parts") {
            return Fate::Delivered;
        }
        let mut poison = poison.lock().unwrap_or_else(PoisonError::into_inner);
        // The first that is ever sent, by the id before its bytes.
        let first = poison.get_or_insert_with(|| request.body[..16].to_vec());
        let holds_it = request.body.windows(first.len()).any(|piece| piece == first);
        if holds_it { Sky::Refuses("req.malformed").fate() } else { Fate::Delivered }
    }));
    let here = here
        .reopened(|set_up| {
            (set_up.device.remote, set_up.socket, set_up.server) = (remote, false, Some("https://cloud.test".into()));
        })
        .await?;
    here.sign_up(EMAIL).await?;
    let there = Hand::new(&server, "The tablet").await?;
    there.sign_in().await?;
    for seed in 1..=4 {
        here.take(seed).await?;
    }
    here.sync().await?;
    there.sync().await?;
    let mut shown = 0;
    for asset in there.library.page(safelight_core::PageQuery::default()).await?.assets {
        let thumbnail = there.library.local_file(asset.id, safelight_core::ResourceKind::Thumbnail).await?;
        shown += usize::from(thumbnail.is_some());
    }
    assert_eq!(shown, 3, "one of four stays");
    let found = here.diagnose().await?.findings;
    assert_eq!((found[0].code.as_str(), found[0].names.len()), ("req.malformed", 1), "{found:?}");
    Ok(())
}

// The spool.

/// A system that takes what it is given, and carries it when the test says so.
#[derive(Default)]
struct Slow {
    out: Mutex<Vec<Ticket>>,
    done: Mutex<Vec<TicketResult>>,
}

#[async_trait]
impl Carrier for Slow {
    async fn hand_over(&self, tickets: Vec<Ticket>) -> Vec<String> {
        let ids = tickets.iter().map(|ticket| ticket.id.clone()).collect();
        self.out.lock().unwrap_or_else(PoisonError::into_inner).extend(tickets);
        ids
    }

    async fn results(&self) -> Vec<TicketResult> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn cancel(&self, _: Vec<String>) {}
}

#[tokio::test]
async fn what_lies_sealed_for_the_system_is_never_more_than_it_may_be() -> Result<(), Failure> {
    const SPOOL: u64 = 64 << 20;
    let server = TestServer::start().await?;
    let here = Hand::new(&server, "Iris’ phone").await?;
    here.sign_up(EMAIL).await?;
    for seed in 1..=4 {
        here.import(&format!("{seed}.heic"), &noise(seed, 30_000_000)).await?;
    }
    let system = Slow::default();
    let lies = || -> Result<u64, Failure> {
        let files = files_in(&here.home().join("tickets"))?;
        Ok(files.iter().filter_map(|path| path.metadata().ok()).map(|file| file.len()).sum())
    };
    let first = here.library.carry(&system).await?.handed_over;
    assert!(first >= 6 && lies()? <= SPOOL, "{first} tickets, {} bytes", lies()?);
    assert!(lies()? > SPOOL - (9 << 20), "it is used: {} bytes", lies()?);
    // Nothing has ended: nothing more is laid there.
    let full = lies()?;
    assert_eq!((here.library.carry(&system).await?.handed_over, lies()?), (0, full));
    // Two have ended, so two more may.
    let ended: Vec<Ticket> = system.out.lock().unwrap_or_else(PoisonError::into_inner).drain(..2).collect();
    for ticket in ended {
        let outcome = TicketOutcome::Answered(500);
        let result = TicketResult { id: ticket.id, outcome, crossed: safelight_core::ports::Crossed::Free };
        system.done.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    }
    here.library.carry(&system).await?;
    assert!(lies()? <= SPOOL, "{} bytes", lies()?);
    Ok(())
}

/// Leave that is withdrawn drops the request. What the system's buffers have taken already is gone; nothing of the rest
/// follows, and the connection ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_is_dropped_sends_nothing_of_what_is_left() -> Result<(), Failure> {
    const BODY: usize = 64 << 20;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let request = RemoteRequest {
        method: Method::Put,
        url: format!("http://{}/", listener.local_addr()?),
        headers: Vec::new(),
        body: vec![7; BODY].into(),
        max_answer: 0,
        idle_timeout: HANGS,
        transferred: None,
        authority: None,
        unchanged: None,
    };
    let remote = HttpRemote::new()?;
    let sending = tokio::spawn(async move { remote.send(request).await });
    let (mut stream, _) = listener.accept().await?;
    let mut piece = vec![0; 64 * 1024];
    let mut before = 0;
    while before < 1 << 20 {
        before += stream.read(&mut piece).await?;
    }
    // Nobody reads for now, so that whoever sends has to wait; then leave is withdrawn.
    sending.abort();
    assert!(sending.await.is_err_and(|error| error.is_cancelled()));
    let mut late = 0;
    // The end of the connection, by whatever name.
    while let Ok(Ok(read @ 1..)) = tokio::time::timeout(HANGS, stream.read(&mut piece)).await {
        late += read;
    }
    // As much as a system's buffers on both ends may hold, and not the rest.
    assert!(before + late < BODY / 2, "{late} bytes came late, of {BODY}");
    Ok(())
}
