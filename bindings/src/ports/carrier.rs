use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use safelight_core::policy::Class;
use safelight_core::ports::{self, Networks, TicketResult};

use crate::error::SafelightError;

/// A header of a request.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Header {
    /// Its name, in lower case.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// One transfer that anybody can carry out: all that is needed stands in it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Ticket {
    /// Its name.
    pub id: String,
    /// The class of work that it is of.
    pub class: Class,
    /// The method.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// An authority (PEM) that is trusted for this transfer, beside the system's.
    pub authority: Option<String>,
    /// They hold a permission for this one part; no other secret.
    pub headers: Vec<Header>,
    /// The sealed bytes. The file stays until the ticket has ended.
    pub file: String,
    /// How many bytes.
    pub length: u64,
    /// SHA-256 of the bytes, in hex.
    pub digest: String,
    /// Over which networks it may be carried.
    pub networks: Networks,
    /// Until when it may be.
    pub ends: Timestamp,
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Headers carry a permission.
        f.debug_struct("Ticket").field("id", &self.id).field("length", &self.length).finish_non_exhaustive()
    }
}

impl From<ports::Ticket> for Ticket {
    fn from(ticket: ports::Ticket) -> Self {
        let header = |(name, value): (&str, String)| Header { name: name.to_owned(), value };
        Self {
            id: ticket.id,
            class: ticket.class,
            method: ticket.method.as_str().to_owned(),
            url: ticket.url,
            authority: ticket.authority.map(|authority| authority.pem()),
            headers: ticket.headers.into_iter().map(header).collect(),
            file: ticket.file.to_string_lossy().into_owned(),
            length: ticket.length,
            digest: ticket.digest.to_string(),
            networks: ticket.networks,
            ends: ticket.ends,
        }
    }
}

/// Whoever moves bytes in the app's place: a background session, a job that the person started. It may finish later, in
/// another process, twice or never.
#[uniffi::export(foreign)]
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Takes tickets, and names those that it took. Returns at once: they are carried afterwards.
    ///
    /// # Errors
    /// Where none was taken.
    async fn hand_over(&self, tickets: Vec<Ticket>) -> Result<Vec<String>, SafelightError>;

    /// What has ended. The same may be told again and again.
    ///
    /// # Errors
    /// Where that can't be known now.
    async fn results(&self) -> Result<Vec<TicketResult>, SafelightError>;

    /// Gives tickets up. One that had ended already has.
    ///
    /// # Errors
    /// Where they may still be carried.
    async fn cancel(&self, ids: Vec<String>) -> Result<(), SafelightError>;
}

/// The app's carrier as the engine's. The engine lives with a carrier that does nothing; what failed is remembered for who
/// asked for the round.
pub(crate) struct AppCarrier {
    carrier: Arc<dyn Carrier>,
    failed: Mutex<Option<SafelightError>>,
}

impl AppCarrier {
    pub(crate) fn new(carrier: Arc<dyn Carrier>) -> Self {
        Self { carrier, failed: Mutex::default() }
    }

    /// What the carrier threw first, if it threw anything.
    pub(crate) fn failure(&self) -> Option<SafelightError> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn or_default<T: Default>(&self, result: Result<T, SafelightError>) -> T {
        result.unwrap_or_else(|error| {
            super::noted("carrier", &error.to_string());
            self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            T::default()
        })
    }
}

#[async_trait]
impl ports::Carrier for AppCarrier {
    async fn hand_over(&self, tickets: Vec<ports::Ticket>) -> Vec<String> {
        let tickets = tickets.into_iter().map(Ticket::from).collect();
        self.or_default(self.carrier.hand_over(tickets).await)
    }

    async fn results(&self) -> Vec<TicketResult> {
        self.or_default(self.carrier.results().await)
    }

    async fn cancel(&self, ids: Vec<String>) {
        self.or_default(self.carrier.cancel(ids).await);
    }
}
