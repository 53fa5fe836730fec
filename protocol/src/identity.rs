//! By what a server is known again at each of its addresses: an Ed25519 key that it makes once and keeps with its data.
//!
//! A phone that knows the key asks an address to prove that it has it, before anything of the account goes there:
//!
//! 1. the phone sends 32 random bytes and the address at which it is asking ([`ProveIdentity`]);
//! 2. the server signs both with its time, and whether it offers this address itself ([`IdentityProof`]).
//!
//! Because the address is signed, a machine that passes the question on to the real server gets a signature that says so:
//! the phone accepts an address that the server does not offer only where the person has typed it.

use serde::{Deserialize, Serialize};

use crate::blob::Blob;

/// From where an address can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressKind {
    /// In the network at home only.
    Home,
    /// Through a VPN only.
    Vpn,
    /// From everywhere.
    Public,
    /// What only a newer version knows.
    #[serde(other)]
    Unknown,
}

impl AddressKind {
    /// The name on the wire and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Vpn => "vpn",
            Self::Public => "public",
            Self::Unknown => "unknown",
        }
    }

    /// What an address looks like, where nobody has said what it is: private networks and names without a public suffix are
    /// at home, the range that VPNs of the mesh kind use (100.64.0.0/10) and `.ts.net` is a VPN, everything else public.
    pub fn guess(address: &str) -> Self {
        let host = host_of(address);
        if let Ok(ip) = host.parse::<std::net::Ipv4Addr>() {
            let [first, second, ..] = ip.octets();
            return match (first, second) {
                (100, 64..=127) => Self::Vpn,
                _ if ip.is_private() || ip.is_loopback() || ip.is_link_local() => Self::Home,
                _ => Self::Public,
            };
        }
        if let Ok(ip) = host.parse::<std::net::Ipv6Addr>() {
            let local = ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local();
            return if local { Self::Home } else { Self::Public };
        }
        let at_home = !host.contains('.')
            || [".local", ".lan", ".home", ".home.arpa", ".internal"].iter().any(|end| host.ends_with(end));
        match host {
            _ if at_home => Self::Home,
            host if host.ends_with(".ts.net") => Self::Vpn,
            _ => Self::Public,
        }
    }
}

/// One address of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerAddress {
    /// From where it can be reached.
    pub kind: AddressKind,
    /// The address, in the form of [`normalise_address`].
    pub url: String,
}

/// Asks a server to prove at this address who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProveIdentity {
    /// 32 random bytes of the asker's.
    pub nonce: Blob,
    /// The address at which it asks, in the form of [`normalise_address`]; at most 1 KiB.
    pub address: String,
}

/// Answers [`ProveIdentity`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityProof {
    /// The server's Ed25519 public key, 32 bytes.
    pub identity: Blob,
    /// Whether the server offers the address by which it was asked.
    pub listed: bool,
    /// The server's clock, in milliseconds since 1970 UTC.
    pub time_ms: i64,
    /// Ed25519 over [`identity_message`], 64 bytes.
    pub signature: Blob,
}

/// The longest address that is signed, in bytes.
pub const MAX_ADDRESS_BYTES: usize = 1024;

/// What a server signs to prove who it is: `safelight server identity 1`, a zero byte, the nonce, the time (8 bytes, big
/// endian), 1 where the address is one that it offers and else 0, and the address in UTF-8.
pub fn identity_message(nonce: &[u8; 32], time_ms: i64, listed: bool, address: &str) -> Vec<u8> {
    let (time, listed) = (time_ms.to_be_bytes(), [u8::from(listed)]);
    [b"safelight server identity 1\0".as_slice(), nonce, &time, &listed, address.as_bytes()].concat()
}

/// The form in which an address is kept, compared and signed: trimmed, without a slash at its end, scheme and host in lower
/// case, without the port that the scheme has anyway.
pub fn normalise_address(address: &str) -> String {
    let address = address.trim().trim_end_matches('/');
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let (scheme, host) = (scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
    let default_port = match scheme.as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => "",
    };
    let host = if default_port.is_empty() { &host } else { host.strip_suffix(default_port).unwrap_or(&host) };
    format!("{scheme}://{host}{path}")
}

/// The host of an address, without port, brackets and whatever else stands around it.
pub fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or(six),
        None => host.split(':').next().unwrap_or(host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_one_form() {
        for (typed, kept) in [
            (" HTTPS://Photos.Example.org:443/ ", "https://photos.example.org"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("https://nas.local:8443/Safelight/", "https://nas.local:8443/Safelight"),
            ("https://[FD00::1]:8443", "https://[fd00::1]:8443"),
            ("nonsense", "nonsense"),
        ] {
            assert_eq!(normalise_address(typed), kept);
            assert_eq!(normalise_address(kept), kept);
        }
    }

    #[test]
    fn what_an_address_is_shows_in_its_host() {
        for (address, kind) in [
            ("https://192.168.1.10:8443", AddressKind::Home),
            ("https://[fd12::1]", AddressKind::Home),
            ("https://nas.local", AddressKind::Home),
            ("https://nas:8443/", AddressKind::Home),
            ("https://100.101.102.103", AddressKind::Vpn),
            ("https://nas.tail1234.ts.net", AddressKind::Vpn),
            ("https://photos.example.org", AddressKind::Public),
            ("https://203.0.113.7", AddressKind::Public),
        ] {
            assert_eq!(AddressKind::guess(address), kind, "{address}");
        }
        assert_eq!(host_of("https://anna@photos.example.org:1/x"), "photos.example.org");
    }

    #[test]
    fn an_address_of_a_newer_kind_is_still_an_address() {
        let address: ServerAddress = serde_json::from_str(r#"{"kind":"satellite","url":"https://x"}"#).unwrap();
        assert_eq!(address.kind, AddressKind::Unknown);
    }
}
