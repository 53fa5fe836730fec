//! Looking at the way to the server step by step: name, connection, certificate, answer.
//!
//! A probe sends nothing that is secret, carries no token, follows no redirect and calls nobody but the person's own
//! server. What comes back are kinds and numbers, never a name, an address or a page.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Transferred;
use crate::cloud::Authority;

/// What to look at.
#[derive(Clone)]
pub struct ProbeRequest {
    /// The server's address.
    pub server: String,
    /// An authority of the person's own that may vouch for the server beside the system's.
    pub authority: Option<Arc<Authority>>,
    /// What the app calls itself, for the handshake.
    pub client: String,
    /// A fresh number that makes each question another: no cache on the way can answer it.
    pub nonce: String,
    /// The time by this device's clock.
    pub now: Timestamp,
    /// The server's key, if this device knows it: an answer is the server's only if whoever gave it proves to have the key.
    pub identity: Option<[u8; 32]>,
    /// Fresh random bytes for that proof.
    pub challenge: [u8; 32],
    /// Is told how many bytes were sent and received, as they move; the head of the first question is known already.
    pub transferred: Transferred,
    /// Sizes of bodies to try, ascending, in bytes; empty for none.
    pub bodies: Vec<u64>,
    /// All of it takes no longer.
    pub time: Duration,
}

impl std::fmt::Debug for ProbeRequest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { bodies, time, .. } = self;
        formatter.debug_struct("ProbeRequest").field("bodies", bodies).field("time", time).finish_non_exhaustive()
    }
}

/// How the address is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// Protected.
    Https,
    /// Not protected.
    Http,
    /// Neither.
    Other,
}

/// Where an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Over the internet, or not known.
    Internet,
    /// In the local network.
    LocalNetwork,
    /// In a private network that a VPN lays over others.
    Overlay,
    /// On this very device.
    ThisDevice,
}

/// What kind of address a server has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressKind {
    /// How it is written.
    pub scheme: Scheme,
    /// Whether it is a name that has to be resolved.
    pub named: bool,
    /// Where it leads.
    pub place: Place,
}

/// What is wrong with a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsFault {
    /// Nobody whom this device trusts has signed it.
    Untrusted,
    /// It is for another name.
    Name,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    NotYetValid,
    /// There was no secure connection for another reason.
    Failed,
}

/// Who answers at an address whose certificate is not good, asked for nothing that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behind {
    /// A Safelight server.
    Server,
    /// A page of somebody's, or the way to one.
    Page,
    /// Something else, or nobody.
    Nobody,
}

/// What a probe met at the farthest step that it reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// The address is not one.
    BadAddress,
    /// The address is plain http to another machine: nothing was asked.
    NotSecure,
    /// This device has no network.
    NoNetwork,
    /// There is no such name.
    NameUnknown,
    /// Nobody answers what the name stands for.
    NameUnanswered,
    /// The name leads nowhere: a filter answers so.
    NameFiltered,
    /// There is no way to the machine.
    Unreachable,
    /// The machine does not answer.
    Silent,
    /// The machine refuses the connection.
    Refused,
    /// This device does not let the app connect.
    Denied,
    /// The certificate is not good.
    Tls {
        /// Why.
        fault: TlsFault,
        /// Who answers all the same.
        behind: Behind,
    },
    /// The connection was cut while it was being secured.
    TlsReset,
    /// The connection was cut before there was an answer.
    Reset,
    /// The connection stands, and there is no answer.
    Unanswered,
    /// Something sends us on: to another machine, or not.
    Redirected {
        /// Whether to another machine.
        elsewhere: bool,
    },
    /// A page that is not a Safelight server's.
    Page,
    /// A refusal that is not a Safelight server's.
    Foreign {
        /// The HTTP status.
        status: u16,
    },
    /// A Safelight server, and not the account's: it does not have the key.
    Impostor,
    /// A Safelight server.
    Server {
        /// The code with which it refused; none if it did not.
        refused: Option<String>,
        /// The protocols that it speaks, the oldest and the newest; none if it did not say.
        protocol: Option<(u32, u32)>,
    },
}

/// From when to when a certificate is good, in seconds since 1970 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first second.
    pub not_before_s: i64,
    /// The last second.
    pub not_after_s: i64,
}

/// How large a body may be on the way to the server, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyLimit {
    /// The largest that passed.
    pub passed: u64,
    /// The smallest that did not; none if all passed.
    pub refused: Option<u64>,
}

/// What a probe found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// The kind of address.
    pub address: AddressKind,
    /// What it met.
    pub met: Met,
    /// From when to when the server's certificate is good, where that was looked at.
    pub certificate: Option<Validity>,
    /// This device's clock less that of whoever answered, in seconds.
    pub clock_offset_s: Option<i64>,
    /// How large bodies may be, where that was tried.
    pub body_limit: Option<BodyLimit>,
}

/// Looks at the way to a server.
#[async_trait]
pub trait Prober: Send + Sync {
    /// Looks as far as it gets within the request's time.
    async fn probe(&self, request: &ProbeRequest) -> Probe;
}
