use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use jiff::tz::TimeZone;

use super::*;
use crate::ports::SystemRng;

const KEY: [u8; 32] = [5; 32];
const HOME: &str = "https://nas.local";
const VPN: &str = "https://100.64.0.7";
const PUBLIC: &str = "https://photos.example.org";

/// Time as tokio's test clock gives it.
struct Paused(tokio::time::Instant);

impl Paused {
    fn begin() -> Self {
        Self(tokio::time::Instant::now())
    }
}

#[async_trait]
#[expect(clippy::disallowed_methods, reason = "the clock of these tests")]
impl Clock for Paused {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::UNIX_EPOCH
    }

    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }

    fn boot(&self) -> String {
        String::new()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// What comes after how many milliseconds.
type Reaction = (u64, Result<Proven, CloudError>);

/// What each address does, and after how long.
#[derive(Default)]
struct Network {
    clock: std::sync::OnceLock<Paused>,
    answers: Mutex<BTreeMap<&'static str, Reaction>>,
    asked: Mutex<Vec<String>>,
}

fn proven() -> Result<Proven, CloudError> {
    Ok(Proven { identity: KEY, listed: true })
}

impl Network {
    fn set(&self, address: &'static str, after_ms: u64, answer: Result<Proven, CloudError>) {
        self.answers.lock().unwrap().insert(address, (after_ms, answer));
    }

    #[expect(clippy::disallowed_methods, reason = "the clock of these tests")]
    async fn answer(&self, candidate: Candidate) -> Result<Proven, CloudError> {
        self.asked.lock().unwrap().push(candidate.url.clone());
        let found = self.answers.lock().unwrap().get(candidate.url.as_str()).cloned();
        let (after_ms, answer) = found.unwrap_or((0, Err(CloudError::Remote(RemoteError::Connect))));
        tokio::time::sleep(Duration::from_millis(after_ms)).await;
        answer
    }

    async fn find(&self, addresses: &Addresses) -> Result<String, CloudError> {
        addresses.find(self.clock(), |candidate, _, _, _| self.answer(candidate)).await.map(|way| way.url)
    }

    fn clock(&self) -> &Paused {
        self.clock.get_or_init(Paused::begin)
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn offered() -> Vec<ServerAddress> {
    [(AddressKind::Home, HOME), (AddressKind::Vpn, VPN), (AddressKind::Public, PUBLIC)]
        .map(|(kind, url)| ServerAddress { kind, url: url.to_owned() })
        .to_vec()
}

fn known(answered: Option<&str>) -> Arc<Addresses> {
    let known = KnownServer {
        identity: Some(Blob(KEY.to_vec())),
        addresses: offered(),
        answered: answered.map(str::to_owned),
        ..KnownServer::default()
    };
    Addresses::new(PUBLIC, known, Arc::new(SystemRng), NetworkChanges::default())
}

#[tokio::test(start_paused = true)]
async fn the_first_that_proves_itself_is_used_until_something_changes() {
    let (network, addresses) = (Network::default(), known(None));
    network.set(HOME, 20, proven());
    network.set(PUBLIC, 50, proven());
    assert_eq!(network.find(&addresses).await.unwrap(), HOME);
    assert_eq!(network.find(&addresses).await.unwrap(), HOME);
    assert_eq!(network.asked(), [HOME], "it is asked once");
    addresses.lose("https://elsewhere");
    assert_eq!(network.find(&addresses).await.unwrap(), HOME);
    assert_eq!(network.asked(), [""; 0]);
    // Away from home another machine has its address.
    network.set(HOME, 5, Err(CloudError::OtherServer));
    addresses.changes.note();
    assert_eq!(network.find(&addresses).await.unwrap(), PUBLIC);
    let tried: Vec<_> = addresses.tried().into_iter().map(|tried| (tried.kind, tried.answer)).collect();
    assert_eq!(
        tried,
        [
            (AddressKind::Home, AddressAnswer::OtherServer),
            (AddressKind::Vpn, AddressAnswer::Unreachable(RemoteError::Connect)),
            (AddressKind::Public, AddressAnswer::Proven),
        ]
    );
    assert_eq!(addresses.known().answered.as_deref(), Some(PUBLIC));
    // And home again.
    network.set(HOME, 5, proven());
    network.asked();
    addresses.changes.note();
    assert_eq!(network.find(&addresses).await.unwrap(), HOME);
}

#[tokio::test(start_paused = true)]
async fn an_address_that_stays_silent_holds_the_next_one_up_for_a_second() {
    let (network, addresses) = (Network::default(), known(None));
    network.set(HOME, 60_000, Err(CloudError::Remote(RemoteError::Timeout)));
    network.set(PUBLIC, 10, proven());
    let begun = tokio::time::Instant::now();
    assert_eq!(network.find(&addresses).await.unwrap(), PUBLIC);
    assert!(begun.elapsed() <= 2 * HEAD_START, "{:?}", begun.elapsed());
    // The one that answered last starts with the first.
    let addresses = known(Some(PUBLIC));
    let begun = tokio::time::Instant::now();
    assert_eq!(network.find(&addresses).await.unwrap(), PUBLIC);
    assert!(begun.elapsed() < HEAD_START, "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_was_never_met_is_asked_where_the_person_said() {
    let network = Network::default();
    let known = KnownServer { addresses: offered(), ..KnownServer::default() };
    let addresses = Addresses::new("https://Typed.example/", known, Arc::new(SystemRng), NetworkChanges::default());
    network.set(HOME, 0, proven());
    assert_eq!(network.find(&addresses).await, Err(CloudError::Remote(RemoteError::Connect)));
    assert_eq!(network.asked(), ["https://typed.example"]);
    network.set("https://typed.example", 0, proven());
    assert_eq!(network.find(&addresses).await.unwrap(), "https://typed.example");
    assert_eq!(addresses.known().identity, Some(Blob(KEY.to_vec())));
}

#[tokio::test(start_paused = true)]
async fn a_change_in_the_middle_of_a_search_voids_what_it_finds() {
    let (network, addresses) = (Network::default(), known(None));
    let times = AtomicUsize::new(0);
    let found = addresses
        .find(network.clock(), |candidate, _, _, _| {
            let first = times.fetch_add(1, Ordering::Relaxed) == 0;
            let (addresses, network) = (&addresses, &network);
            async move {
                if first {
                    addresses.changes.note();
                    return proven();
                }
                network.set(PUBLIC, 0, proven());
                network.answer(candidate).await
            }
        })
        .await;
    assert_eq!(found.unwrap().url, PUBLIC);
}

#[tokio::test(start_paused = true)]
async fn the_failure_that_says_most_is_told() {
    let (network, addresses) = (Network::default(), known(None));
    network.set(HOME, 0, Err(CloudError::OtherServer));
    network.set(PUBLIC, 0, Err(CloudError::Remote(RemoteError::Resolve)));
    assert_eq!(network.find(&addresses).await, Err(CloudError::Remote(RemoteError::Resolve)));
    network.set(VPN, 0, Err(CloudError::Remote(RemoteError::Offline)));
    assert_eq!(network.find(&addresses).await, Err(CloudError::Remote(RemoteError::Offline)));
    assert_eq!(addresses.tried().len(), 3);
}

#[tokio::test(start_paused = true)]
#[expect(clippy::disallowed_methods, reason = "the clock of these tests")]
async fn a_proof_that_rested_is_asked_for_again() {
    let (network, addresses) = (Network::default(), known(None));
    network.set(HOME, 0, proven());
    network.find(&addresses).await.unwrap();
    for _ in 0..3 {
        tokio::time::sleep(PROOF_RESTS - Duration::from_secs(1)).await;
        addresses.keep(HOME, network.clock().monotonic());
    }
    network.find(&addresses).await.unwrap();
    assert_eq!(network.asked(), [HOME]);
    tokio::time::sleep(PROOF_RESTS + Duration::from_secs(1)).await;
    network.set(HOME, 0, Err(CloudError::OtherServer));
    assert_eq!(network.find(&addresses).await, Err(CloudError::Remote(RemoteError::Connect)));
}

#[test]
fn another_key_takes_back_what_was_proven() {
    let addresses = known(None);
    let on = addresses.changes.unchanged();
    addresses.state().proven = Some(Held { url: HOME.to_owned(), on, answered: Duration::ZERO });
    addresses.learn(None, offered());
    assert!(addresses.way(Duration::ZERO).is_some());
    addresses.learn(Some(Blob(vec![6; 32])), offered());
    assert!(addresses.way(Duration::ZERO).is_none());
}
