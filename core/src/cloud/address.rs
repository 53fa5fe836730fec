//! Addresses of a server: which may be used at all, and what each answered when it was tried.

use std::net::IpAddr;

use jiff::Timestamp;
use safelight_protocol::identity::{AddressKind, host_of, normalise_address};

use super::CloudError;
use crate::ports::RemoteError;

/// Whether tokens and everything else of an account may go there: over https, or over plain http to this device itself.
pub(super) fn is_private_way(address: &str) -> bool {
    let address = normalise_address(address);
    if address.starts_with("https://") {
        return true;
    }
    if !address.starts_with("http://") {
        // Not an address at all: whoever asks there is told so.
        return !address.contains("://");
    }
    let host = host_of(&address);
    // A name in front of the host (http://127.0.0.1@elsewhere) is nothing that a server's address has.
    !address.contains('@') && (host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()))
}

/// An address at which the server was looked for, and what came of it: evidence for a diagnosis.
#[derive(Debug, Clone, PartialEq)]
pub struct AddressTried {
    /// From where it should be reachable.
    pub kind: AddressKind,
    /// The address.
    pub address: String,
    /// What answered.
    pub answer: AddressAnswer,
    /// When, by this device's clock.
    pub at: Timestamp,
}

/// What answers at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressAnswer {
    /// The account's server: it has proven it by its key.
    Proven,
    /// A Safelight server with another key. It was given nothing.
    OtherServer,
    /// The account's server, which does not count this address as its own: something passes the questions on.
    NotListed,
    /// Something that is no Safelight server: a sign-in page of a network, a router, a proxy.
    Foreign {
        /// The HTTP status.
        status: u16,
    },
    /// A refusal, with its code.
    Refused(String),
    /// Nothing was asked: the address is plain http to another machine.
    NotSecure,
    /// No answer came.
    Unreachable(RemoteError),
}

impl AddressAnswer {
    pub(super) fn of(result: Result<(), &CloudError>) -> Self {
        match result {
            Ok(()) => Self::Proven,
            Err(CloudError::Remote(error)) => Self::Unreachable(error.clone()),
            Err(CloudError::Refused(problem)) => Self::Refused(problem.code.clone()),
            Err(CloudError::Foreign { status }) => Self::Foreign { status: *status },
            Err(CloudError::NotSecure) => Self::NotSecure,
            Err(CloudError::OtherServer) => Self::OtherServer,
            Err(CloudError::NotListed) => Self::NotListed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_goes_to_this_device_only() {
        for good in [
            "https://photos.example.org",
            "HTTPS://192.168.1.10",
            "http://127.0.0.1:8080",
            "http://127.9.9.9",
            "http://localhost:1/",
            "HTTP://LOCALHOST",
            "http://[::1]:8080",
            "nonsense",
        ] {
            assert!(is_private_way(good), "{good}");
        }
        for bad in [
            "http://192.168.1.10",
            "http://photos.example.org",
            "http://localhost.example.org",
            "http://127.0.0.1.example.org",
            "http://127.0.0.1@example.org",
            "http://example.org/127.0.0.1",
            "http://[fd00::1]",
            "http://0.0.0.0",
            "ftp://127.0.0.1",
            "Http://example.org",
        ] {
            assert!(!is_private_way(bad), "{bad}");
        }
    }
}
