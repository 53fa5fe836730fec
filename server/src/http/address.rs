//! Where a request comes from.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use http::HeaderMap;
use http::header::FORWARDED;
use http::request::Parts;

use crate::network::Network;

const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// The client's address: the peer, or what a proxy of ours says of it.
///
/// The rightmost address that is not a proxy of ours is the one that ours has seen; what stands left of it anybody can
/// write. A proxy of ours writes one of two headers, and may pass the other on as a stranger has sent it: where they
/// differ, neither is believed.
pub(super) fn client(parts: &Parts, proxies: &[Network]) -> IpAddr {
    let peer = peer(parts);
    if !is_ours(peer, proxies) {
        return peer;
    }
    match (x_forwarded_for(&parts.headers), forwarded(&parts.headers)) {
        (Some(hops), None) | (None, Some(hops)) => last_foreign(&hops, proxies).unwrap_or(peer),
        (Some(hops), Some(others)) => {
            let (one, other) = (last_foreign(&hops, proxies), last_foreign(&others, proxies));
            one.filter(|_| one == other).unwrap_or(peer)
        }
        (None, None) => peer,
    }
}

/// Whether the request comes from a program on this machine, as far as it can be seen: not over the network, and not by
/// way of a proxy that has spoken to somebody elsewhere.
pub(super) fn is_local(parts: &Parts) -> bool {
    let hops = [x_forwarded_for(&parts.headers), forwarded(&parts.headers)].into_iter().flatten().flatten();
    peer(parts).is_loopback() && hops.into_iter().all(|hop| hop.is_some_and(|address| address.is_loopback()))
}

fn peer(parts: &Parts) -> IpAddr {
    parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip().to_canonical())
}

fn is_ours(address: IpAddr, proxies: &[Network]) -> bool {
    proxies.iter().any(|proxy| proxy.contains(address))
}

/// The address that the outermost of our own proxies has seen; none where it is not written as an address.
fn last_foreign(hops: &[Option<IpAddr>], proxies: &[Network]) -> Option<IpAddr> {
    hops.iter().rev().find(|hop| hop.is_none_or(|address| !is_ours(address, proxies))).copied().flatten()
}

/// `X-Forwarded-For`: addresses in the order in which they were passed, unreadable ones as none.
fn x_forwarded_for(headers: &HeaderMap) -> Option<Vec<Option<IpAddr>>> {
    hops(headers.get_all(X_FORWARDED_FOR).iter().map(|value| value.to_str().unwrap_or_default()), Some)
}

/// `Forwarded` (RFC 7239), its `for` only.
fn forwarded(headers: &HeaderMap) -> Option<Vec<Option<IpAddr>>> {
    hops(headers.get_all(FORWARDED).iter().map(|value| value.to_str().unwrap_or_default()), |element| {
        element
            .split(';')
            .filter_map(|pair| pair.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))
            .map(|(_, node)| node)
    })
}

fn hops<'a>(
    values: impl Iterator<Item = &'a str>,
    node: impl Fn(&'a str) -> Option<&'a str>,
) -> Option<Vec<Option<IpAddr>>> {
    let hops: Vec<_> = values.flat_map(|value| value.split(',')).map(|hop| node(hop).and_then(address)).collect();
    if hops.is_empty() { None } else { Some(hops) }
}

/// An address, also in quotes, in brackets, or with a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn parts(peer: &str, headers: &[(&str, &str)]) -> Parts {
        let peer: SocketAddr = SocketAddr::new(peer.parse().unwrap(), 1);
        let mut request = Request::builder().extension(ConnectInfo(peer));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn seen(peer: &str, headers: &[(&str, &str)]) -> String {
        let proxies = ["10.0.0.1".parse().unwrap(), "fd00::/8".parse().unwrap()];
        client(&parts(peer, headers), &proxies).to_string()
    }

    #[test]
    fn only_a_proxy_of_ours_is_believed_and_only_its_last_word() {
        let seen = |peer, forwarded| seen(peer, &[("x-forwarded-for", forwarded)]);
        assert_eq!(seen("192.0.2.9", "198.51.100.1"), "192.0.2.9");
        assert_eq!(seen("10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(seen("::ffff:10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(seen("fd00::7", "2001:db8::1"), "2001:db8::1");
        assert_eq!(seen("10.0.0.1", "203.0.113.7, 198.51.100.1"), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", "198.51.100.1, 10.0.0.1"), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", "198.51.100.1:4711"), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", "nonsense"), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", "203.0.113.7, nonsense"), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", ""), "10.0.0.1");
    }

    #[test]
    fn the_standard_header_is_read_as_rfc_7239_says() {
        let seen = |forwarded| seen("10.0.0.1", &[("forwarded", forwarded)]);
        assert_eq!(seen("for=198.51.100.1"), "198.51.100.1");
        assert_eq!(seen("proto=https;For=\"[2001:db8::1]:4711\";by=10.0.0.1"), "2001:db8::1");
        assert_eq!(seen("for=203.0.113.7, for=198.51.100.1;host=x"), "198.51.100.1");
        assert_eq!(seen("for=unknown"), "10.0.0.1");
        assert_eq!(seen("for=_hidden, proto=http"), "10.0.0.1");
    }

    #[test]
    fn where_the_two_headers_differ_somebody_else_has_written_one() {
        let both = |x, standard| seen("10.0.0.1", &[("x-forwarded-for", x), ("forwarded", standard)]);
        assert_eq!(both("198.51.100.1", "for=198.51.100.1"), "198.51.100.1");
        assert_eq!(both("198.51.100.1", "for=203.0.113.7"), "10.0.0.1");
        assert_eq!(both("203.0.113.7", "for=198.51.100.1"), "10.0.0.1");
    }

    #[test]
    fn a_request_that_a_proxy_passes_on_for_somebody_elsewhere_is_not_local() {
        assert!(is_local(&parts("127.0.0.1", &[])));
        assert!(is_local(&parts("::1", &[("x-forwarded-for", "127.0.0.1")])));
        assert!(!is_local(&parts("192.168.1.7", &[])));
        assert!(!is_local(&parts("127.0.0.1", &[("x-forwarded-for", "192.168.1.7")])));
        assert!(!is_local(&parts("127.0.0.1", &[("x-forwarded-for", "192.168.1.7, 127.0.0.1")])));
        assert!(!is_local(&parts("127.0.0.1", &[("forwarded", "for=_hidden")])));
    }
}
