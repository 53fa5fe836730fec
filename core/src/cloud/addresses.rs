//! Where the account's server is now.
//!
//! A server may have several addresses: one at home, one through a VPN, one for everywhere. The first that proves by the
//! server's key who it is, on the network as it is now, is used until the network changes, it fails, or nothing was
//! answered for some seconds. Nothing of the account goes to an address that has not proven itself since then: not a token, not an e-mail,
//! not a device's id.
//!
//! They are asked in the server's order, each with a head start before the next; a failure lets the next begin at once.
//! The one that answered last starts together with the first.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use safelight_protocol::Blob;
use safelight_protocol::identity::{AddressKind, ServerAddress, normalise_address};
use serde::{Deserialize, Serialize};

use super::CloudError;
use super::address::{AddressAnswer, AddressTried};
use super::authority::Authority;
use super::proof::Proven;
use crate::ports::{Clock, NetworkChanges, RemoteError, Rng, WhileUnchanged};

/// How much earlier an address is asked than the next one.
const HEAD_START: Duration = Duration::from_secs(1);

/// For how long a proof holds while nothing is answered: the phone may have been carried elsewhere, and nobody told it.
/// As long as connections are kept open: later ones are new.
const PROOF_RESTS: Duration = Duration::from_secs(10);

/// How often the search begins anew because the network changed meanwhile.
const SEARCHES: usize = 3;

/// What this device keeps of the account's server.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct KnownServer {
    /// Its key; none until it has been met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) identity: Option<Blob>,
    /// The addresses that it offers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) addresses: Vec<ServerAddress>,
    /// The authority that is trusted for it, beside the system's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) authority: Option<Authority>,
    /// The address that answered last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answered: Option<String>,
}

impl KnownServer {
    pub(crate) fn key(&self) -> Option<[u8; 32]> {
        self.identity.as_ref()?.as_slice().try_into().ok()
    }
}

/// An address at which the server may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) kind: AddressKind,
    pub(super) url: String,
    /// Whether the person has named it.
    pub(super) typed: bool,
}

/// Where calls go: one address, and whom to trust there.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub(super) url: String,
    pub(super) authority: Option<Arc<Authority>>,
    /// What goes there goes only while this holds; none for what anybody may see.
    pub(super) unchanged: Option<WhileUnchanged>,
}

/// The addresses of one account's server, shared by everything that speaks to it.
pub(crate) struct Addresses {
    typed: String,
    rng: Arc<dyn Rng>,
    changes: NetworkChanges,
    state: Mutex<State>,
    turn: tokio::sync::Mutex<()>,
}

/// A proof that holds.
struct Held {
    url: String,
    /// The network on which the address proved itself.
    on: WhileUnchanged,
    /// When it last answered, since boot.
    answered: Duration,
}

#[derive(Default)]
struct State {
    known: KnownServer,
    proven: Option<Held>,
    tried: Vec<AddressTried>,
}

impl Addresses {
    /// A server that the person named by this address.
    pub(crate) fn new(typed: &str, known: KnownServer, rng: Arc<dyn Rng>, changes: NetworkChanges) -> Arc<Self> {
        let state = Mutex::new(State { known, ..State::default() });
        Arc::new(Self { typed: normalise_address(typed), rng, changes, state, turn: tokio::sync::Mutex::new(()) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of the server by now, to be kept.
    pub(crate) fn known(&self) -> KnownServer {
        self.state().known.clone()
    }

    /// Takes what the server, or the account, says of itself. Another key than before: nothing is proven any more.
    pub(crate) fn learn(&self, identity: Option<Blob>, addresses: Vec<ServerAddress>) {
        let mut state = self.state();
        state.known.addresses = addresses;
        if identity.is_some() && identity != state.known.identity {
            state.known.identity = identity;
            state.proven = None;
            self.changes.note();
        }
    }

    /// What the last search met.
    pub(crate) fn tried(&self) -> Vec<AddressTried> {
        self.state().tried.clone()
    }

    /// What can be asked: the server's addresses in its order, and the one that the person typed.
    fn candidates(&self) -> Vec<Candidate> {
        let known = self.known();
        let offered = known.addresses.iter().map(|offered| {
            let url = normalise_address(&offered.url);
            Candidate { kind: offered.kind, typed: url == self.typed, url }
        });
        let mut candidates: Vec<Candidate> = offered.collect();
        if !candidates.iter().any(|candidate| candidate.typed) {
            let kind = AddressKind::guess(&self.typed);
            candidates.push(Candidate { kind, url: self.typed.clone(), typed: true });
        }
        if known.key().is_none() {
            // A server that was never met is asked where the person said that it is, and nowhere else.
            candidates.retain(|candidate| candidate.typed);
        }
        candidates
    }

    /// Whether there is another address than this one.
    pub(super) fn has_others(&self, url: &str) -> bool {
        self.candidates().iter().any(|candidate| candidate.url != url)
    }

    fn way(&self, now: Duration) -> Option<Way> {
        let mut state = self.state();
        let held = state.proven.as_ref()?;
        let fresh = now.checked_sub(held.answered).is_some_and(|rested| rested <= PROOF_RESTS);
        if !fresh || !held.on.holds() {
            state.proven = None;
            return None;
        }
        let (url, on) = (held.url.clone(), held.on.clone());
        Some(Way { url, authority: state.known.authority.clone().map(Arc::new), unchanged: Some(on) })
    }

    /// An address has answered.
    pub(super) fn keep(&self, url: &str, now: Duration) {
        if let Some(held) = self.state().proven.as_mut().filter(|held| held.url == url) {
            held.answered = now;
        }
    }

    /// An address failed that had proven itself: it counts for nothing any more.
    pub(super) fn lose(&self, url: &str) {
        let mut state = self.state();
        if state.proven.as_ref().is_some_and(|held| held.url == url) {
            state.proven = None;
            self.changes.note();
        }
    }

    /// Where the server is. `ask` asks one address to prove itself with a nonce and checks the answer.
    pub(super) async fn find<A>(
        &self,
        clock: &dyn Clock,
        ask: impl Fn(Candidate, Option<Arc<Authority>>, [u8; 32], Option<[u8; 32]>) -> A,
    ) -> Result<Way, CloudError>
    where
        A: Future<Output = Result<Proven, CloudError>>,
    {
        if let Some(way) = self.way(clock.monotonic()) {
            return Ok(way);
        }
        // One search at a time; whoever waited takes what it found.
        let _turn = self.turn.lock().await;
        let mut failed = CloudError::Remote(RemoteError::Interrupted);
        for _ in 0..SEARCHES {
            if let Some(way) = self.way(clock.monotonic()) {
                return Ok(way);
            }
            let (on, known) = (self.changes.unchanged(), self.known());
            let (key, authority) = (known.key(), known.authority.map(Arc::new));
            let ask = |candidate: Candidate| {
                let asked = ask(candidate.clone(), authority.clone(), crate::ports::random(self.rng.as_ref()), key);
                async move { (candidate, asked.await) }
            };
            let candidates = self.candidates();
            let kinds = candidates.clone();
            let (found, tried) = race(clock, candidates, known.answered.as_deref(), ask).await;
            let mut state = self.state();
            if !on.holds() {
                continue;
            }
            state.tried = tried.iter().map(|(candidate, result)| met(clock, candidate, result.as_ref())).collect();
            match found {
                Some((candidate, proven)) => {
                    state.known.identity = Some(Blob(proven.identity.to_vec()));
                    state.known.answered = Some(candidate.url.clone());
                    state.proven = Some(Held { url: candidate.url, on, answered: clock.monotonic() });
                }
                None => {
                    failed = most_telling(&kinds, tried);
                    break;
                }
            }
        }
        self.way(clock.monotonic()).ok_or(failed)
    }
}

type Asked = (Candidate, Result<Proven, CloudError>);

/// Asks one after the other, each with a head start; the first that proves itself wins and the others are dropped.
async fn race<A: Future<Output = Asked>>(
    clock: &dyn Clock,
    candidates: Vec<Candidate>,
    answered: Option<&str>,
    ask: impl Fn(Candidate) -> A,
) -> (Option<(Candidate, Proven)>, Vec<Asked>) {
    let mut running = FuturesUnordered::new();
    let mut waiting = candidates.into_iter();
    let mut rest = Vec::new();
    if let Some(first) = waiting.next() {
        let (last, others): (Vec<_>, Vec<_>) =
            waiting.partition(|candidate| answered.is_some_and(|url| url == candidate.url));
        running.push(ask(first));
        last.into_iter().for_each(|last| running.push(ask(last)));
        rest = others;
    }
    let mut rest = rest.into_iter();
    let mut tried = Vec::new();
    loop {
        let more = rest.len() > 0;
        let head_start = async {
            if more {
                clock.sleep(HEAD_START).await;
            } else {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            biased;
            asked = running.next() => match asked {
                Some((candidate, Ok(proven))) => {
                    tried.push((candidate.clone(), Ok(proven.clone())));
                    return (Some((candidate, proven)), tried);
                }
                Some(failed) => tried.push(failed),
                None if !more => return (None, tried),
                None => {}
            },
            () = head_start => {}
        }
        running.extend(rest.next().map(&ask));
    }
}

fn met(clock: &dyn Clock, candidate: &Candidate, result: Result<&Proven, &CloudError>) -> AddressTried {
    AddressTried {
        kind: candidate.kind,
        address: candidate.url.clone(),
        answer: AddressAnswer::of(result.map(|_| ())),
        at: clock.now(),
    }
}

/// Which failure says most about why the server was not found: that there is no network at all, then what the server itself
/// said, then what happened at the address that should work from the farthest.
fn most_telling(candidates: &[Candidate], tried: Vec<Asked>) -> CloudError {
    let rank = |candidate: &Candidate, error: &CloudError| {
        let place = candidates.iter().position(|other| other.url == candidate.url).unwrap_or(0);
        let reach = match candidate.kind {
            AddressKind::Public => 0,
            AddressKind::Vpn | AddressKind::Unknown => 1,
            AddressKind::Home => 2,
        };
        match error {
            CloudError::Remote(RemoteError::Offline | RemoteError::Held(_)) => (0, 0, place),
            CloudError::Refused(_) => (1, reach, place),
            _ => (2, reach, place),
        }
    };
    tried
        .into_iter()
        .filter_map(|(candidate, result)| result.err().map(|error| (rank(&candidate, &error), error)))
        .min_by_key(|(rank, _)| *rank)
        .map_or(CloudError::Remote(RemoteError::Connect), |(_, error)| error)
}

#[cfg(test)]
mod tests;
