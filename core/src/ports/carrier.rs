use std::collections::VecDeque;
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use safelight_protocol::Digest;

use super::{Disk, Method, Remote, RemoteRequest};
use crate::cloud::Authority;
use crate::gate::Errand;
use crate::policy::{Class, Intent};

/// Over which networks a ticket may be carried: fixed when it is handed over. Each is what the system itself can enforce
/// for a single transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Networks {
    /// Networks that cost: cellular, personal hotspots (`allowsCellularAccess`, `allowsExpensiveNetworkAccess`).
    pub paid: bool,
    /// Cellular networks abroad. Where a system can't tell (iOS), its shell leaves cellular out.
    pub roaming: bool,
    /// Networks on which the system asks to save data (`allowsConstrainedNetworkAccess`).
    pub low_data: bool,
}

/// One transfer that anybody can carry out: all that is needed stands in it, in the same form for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Its name.
    pub id: String,
    /// The class of work that it is of.
    pub class: Class,
    /// The method.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// An authority that is trusted for this transfer, beside the system's.
    pub authority: Option<Arc<Authority>>,
    /// Names in lower case. They hold a permission for this one part; no other secret.
    pub headers: Vec<(&'static str, String)>,
    /// The sealed bytes. The file stays until the ticket has ended.
    pub file: PathBuf,
    /// How many bytes.
    pub length: u64,
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// Over which networks it may be carried.
    pub networks: Networks,
    /// Until when it may be: then the permission ends.
    pub ends: Timestamp,
}

/// What became of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketOutcome {
    /// The server answered with this status.
    Answered(u16),
    /// There was no answer, or the system gave up.
    Failed,
}

/// What its bytes crossed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crossed {
    /// Nobody knows.
    Unknown,
    /// A network that costs nothing.
    Free,
    /// A network that costs.
    Paid,
    /// They are booked already: they passed through this library's own remote.
    Counted,
}

/// How a ticket ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketResult {
    /// Which.
    pub id: String,
    /// How.
    pub outcome: TicketOutcome,
    /// Over what.
    pub crossed: Crossed,
}

/// Whoever moves bytes in the app's place: a background session of the system, a job that the person started.
///
/// It may finish later, in another process, twice or never; the engine lives with each. What it is handed obeys what stands
/// in the ticket, and nothing that is decided afterwards until the ticket is cancelled.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Takes tickets, and names those that it took. Returns at once: they are carried afterwards.
    async fn hand_over(&self, tickets: Vec<Ticket>) -> Vec<String>;

    /// What has ended. The same may be told again and again.
    async fn results(&self) -> Vec<TicketResult>;

    /// Gives tickets up. One that had ended already has.
    async fn cancel(&self, ids: Vec<String>);
}

/// Give up when nothing moves for so long.
const IDLE: Duration = Duration::from_secs(60);
/// An answer to a put is empty, or a problem document.
const LARGEST_ANSWER: usize = 64 * 1024;

/// Carries tickets in this process, one after another, whenever it is asked for results. What it sends goes through the
/// library's own remote: policy and budgets hold for it as for everything else.
pub struct InProcessCarrier {
    remote: Arc<dyn Remote>,
    disk: Arc<dyn Disk>,
    waiting: Mutex<VecDeque<Ticket>>,
}

impl std::fmt::Debug for InProcessCarrier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InProcessCarrier").finish_non_exhaustive()
    }
}

impl InProcessCarrier {
    pub(crate) fn new(remote: Arc<dyn Remote>, disk: Arc<dyn Disk>) -> Self {
        Self { remote, disk, waiting: Mutex::default() }
    }

    fn next(&self) -> Option<Ticket> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    async fn carry(&self, ticket: Ticket) -> TicketResult {
        let result = |outcome, crossed| TicketResult { id: ticket.id.clone(), outcome, crossed };
        let mut bytes = Vec::new();
        let read = self.disk.open_file(&ticket.file).and_then(|mut file| file.read_to_end(&mut bytes));
        if read.is_err() {
            return result(TicketOutcome::Failed, Crossed::Counted);
        }
        let request = RemoteRequest {
            method: ticket.method,
            url: ticket.url.clone(),
            headers: ticket.headers.clone(),
            body: Bytes::from(bytes),
            max_answer: LARGEST_ANSWER,
            idle_timeout: IDLE,
            authority: ticket.authority.clone(),
            // What it carries is sealed, and its permission puts nothing else: it needs no proof of each network.
            unchanged: None,
            transferred: None,
        };
        let errand = Errand::work(ticket.class, Intent::Pocket);
        match errand.run(self.remote.send(request)).await {
            Ok(answer) => result(TicketOutcome::Answered(answer.status), Crossed::Counted),
            Err(_) => result(TicketOutcome::Failed, Crossed::Counted),
        }
    }
}

#[async_trait]
impl Carrier for InProcessCarrier {
    async fn hand_over(&self, tickets: Vec<Ticket>) -> Vec<String> {
        let ids = tickets.iter().map(|ticket| ticket.id.clone()).collect();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).extend(tickets);
        ids
    }

    async fn results(&self) -> Vec<TicketResult> {
        let mut results = Vec::new();
        while let Some(ticket) = self.next() {
            results.push(self.carry(ticket).await);
        }
        results
    }

    async fn cancel(&self, ids: Vec<String>) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).retain(|ticket| !ids.contains(&ticket.id));
    }
}
