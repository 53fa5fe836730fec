//! What kind of address a server has, without asking anybody.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::ports::{AddressKind, Place, Scheme};

/// A server's address in its pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) kind: AddressKind,
    /// The name or number, in lower case, without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
}

/// Endings of names that mean something in one local network only.
const LOCAL_NAMES: &[&str] = &[".local", ".lan", ".home", ".home.arpa", ".internal", ".fritz.box"];
/// Endings of names in networks that a VPN lays over others.
const OVERLAY_NAMES: &[&str] = &[".ts.net", ".netbird.cloud"];

impl Address {
    /// Takes an address apart; none if it is not one with `http` or `https`.
    pub(crate) fn parse(server: &str) -> Option<Self> {
        let (scheme, rest) = server.trim().split_once("://")?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "https" => Scheme::Https,
            "http" => Scheme::Http,
            _ => return None,
        };
        let authority = rest.split(['/', '?', '#']).next()?;
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => {
                let (host, after) = rest.split_once(']')?;
                (host, after.strip_prefix(':'))
            }
            None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
        };
        let standard = if scheme == Scheme::Https { 443 } else { 80 };
        let port = port.map_or(Some(standard), |port| port.parse().ok())?;
        let host = host.trim_end_matches('.').to_lowercase();
        if host.is_empty() {
            return None;
        }
        let number: Option<IpAddr> = host.parse().ok();
        let place = number.map_or_else(|| place_of_name(&host), place_of);
        Some(Self { kind: AddressKind { scheme, named: number.is_none(), place }, host, port })
    }
}

/// The kind of an address, even of one that is none.
pub(crate) fn kind_of(server: &str) -> AddressKind {
    let unknown = AddressKind { scheme: Scheme::Other, named: false, place: Place::Internet };
    Address::parse(server).map_or(unknown, |address| address.kind)
}

fn place_of_name(host: &str) -> Place {
    let ends = |endings: &[&str]| endings.iter().any(|ending| host.ends_with(ending));
    if host == "localhost" {
        Place::ThisDevice
    } else if ends(OVERLAY_NAMES) {
        Place::Overlay
    } else if ends(LOCAL_NAMES) || !host.contains('.') {
        Place::LocalNetwork
    } else {
        Place::Internet
    }
}

/// Where a number leads.
pub(crate) fn place_of(address: IpAddr) -> Place {
    match address {
        IpAddr::V4(v4) => place_of_v4(v4),
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or_else(|| place_of_v6(v6), place_of_v4),
    }
}

fn place_of_v4(address: Ipv4Addr) -> Place {
    let [first, second, ..] = address.octets();
    if address.is_loopback() {
        Place::ThisDevice
    } else if first == 100 && (64..128).contains(&second) {
        // Shared space (RFC 6598): what overlay networks give to their members.
        Place::Overlay
    } else if address.is_private() || address.is_link_local() {
        Place::LocalNetwork
    } else {
        Place::Internet
    }
}

fn place_of_v6(address: Ipv6Addr) -> Place {
    let [first, ..] = address.segments();
    if address.is_loopback() {
        Place::ThisDevice
    } else if first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80 {
        Place::LocalNetwork
    } else {
        Place::Internet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart_by_where_they_lead() {
        let place = |server: &str| Address::parse(server).map(|address| address.kind.place);
        for (server, expected) in [
            ("https://photos.example.org", Place::Internet),
            ("https://8.8.8.8:8443/x", Place::Internet),
            ("http://192.168.1.7:8080", Place::LocalNetwork),
            ("http://nas.local", Place::LocalNetwork),
            ("http://nas", Place::LocalNetwork),
            ("http://[fe80::1]:80", Place::LocalNetwork),
            ("https://nas.tail1234.ts.net", Place::Overlay),
            ("http://100.101.102.103", Place::Overlay),
            ("http://127.0.0.1:1", Place::ThisDevice),
            ("http://[::ffff:127.0.0.1]", Place::ThisDevice),
        ] {
            assert_eq!(place(server), Some(expected), "{server}");
        }
    }

    #[test]
    fn ports_and_hosts_are_found_and_junk_is_not_an_address() {
        let parsed = |server: &str| Address::parse(server).map(|address| (address.host, address.port));
        assert_eq!(parsed("HTTPS://User@Photos.Example.ORG./x"), Some(("photos.example.org".to_owned(), 443)));
        assert_eq!(parsed("http://[::1]:81"), Some(("::1".to_owned(), 81)));
        for junk in ["", "photos", "ftp://x", "http://", "http://x:99999", "http://[::1", "http://:80", "://"] {
            assert_eq!(parsed(junk), None, "{junk:?}");
        }
    }
}
