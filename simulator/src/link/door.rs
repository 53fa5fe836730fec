//! The cloud's front door: where the phones' requests end, and what they meet there.
//!
//! A closed door is a port on which nobody listens and a wrong certificate one that nobody vouches for: the real transport
//! meets both. Only an unknown name is played: a machine that resolves no name says so in its own time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use safelight_core::ports::RemoteError;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// What a phone meets at the cloud's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Door {
    /// The cloud.
    #[default]
    Open,
    /// Nobody.
    Closed,
    /// The cloud, with a certificate that nobody vouches for.
    WrongCertificate,
    /// Its name leads nowhere.
    Nameless,
}

/// Where each door is, and which one is in use. Shared by the links of all phones.
#[derive(Debug)]
pub(crate) struct Doors {
    /// The cloud's address.
    pub(crate) open: String,
    /// Where nobody listens.
    pub(crate) closed: String,
    /// Where the cloud shows a wrong certificate.
    pub(crate) wrong_certificate: String,
    state: watch::Sender<Door>,
    slow: AtomicBool,
}

impl Doors {
    /// The cloud's own door is open.
    pub(crate) fn new(open: String, closed: String, wrong_certificate: String) -> Self {
        Self { open, closed, wrong_certificate, state: watch::Sender::default(), slow: AtomicBool::new(false) }
    }

    /// Which one is in use.
    pub(crate) fn door(&self) -> Door {
        *self.state.borrow()
    }

    /// Uses another one. What is on its way through the old one ends.
    pub(crate) fn set_door(&self, door: Door) {
        self.state.send_if_modified(|state| {
            let differs = *state != door;
            *state = door;
            differs
        });
    }

    /// Whether the cloud is slow.
    pub(crate) fn is_slow(&self) -> bool {
        self.slow.load(Ordering::Relaxed)
    }

    /// Makes the cloud slow, or as fast as it can be.
    pub(crate) fn set_slow(&self, slow: bool) {
        self.slow.store(slow, Ordering::Relaxed);
    }

    /// Wakes when another door is used.
    pub(super) fn changes(&self) -> watch::Receiver<Door> {
        self.state.subscribe()
    }
}

/// The address that a phone knows the cloud by, and where it is today: a simulation that is started again on the same
/// folder finds its cloud on another port.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// As the phone has it.
    pub(crate) known: String,
    /// Where it is.
    pub(crate) doors: Arc<Doors>,
}

impl Origin {
    /// Where a request really goes.
    pub(super) fn lead(&self, url: &str) -> Result<String, RemoteError> {
        let Some(path) = url.strip_prefix(&self.known) else { return Ok(url.to_owned()) };
        let real = match self.doors.door() {
            Door::Open => &self.doors.open,
            Door::Closed => &self.doors.closed,
            Door::WrongCertificate => &self.doors.wrong_certificate,
            Door::Nameless => return Err(RemoteError::Resolve),
        };
        Ok(format!("{real}{path}"))
    }
}
