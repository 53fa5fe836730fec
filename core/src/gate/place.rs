use std::net::IpAddr;

use safelight_protocol::identity::host_of;

use crate::policy::ServerPlace;

/// Where a server is, by its address.
pub(super) fn of(server: &str) -> ServerPlace {
    if !server.contains("://") {
        return ServerPlace::Internet;
    }
    let host = host_of(server);
    if let Ok(address) = host.parse::<IpAddr>() {
        return of_address(address);
    }
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    if name == "localhost" || name.ends_with(".localhost") {
        ServerPlace::Tunnel
    } else if [".local", ".lan", ".home.arpa", ".internal"].iter().any(|end| name.ends_with(end)) {
        ServerPlace::LocalNetwork
    } else {
        ServerPlace::Internet
    }
}

fn of_address(address: IpAddr) -> ServerPlace {
    let local = match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local(),
    };
    if address.is_loopback() {
        ServerPlace::Tunnel
    } else if local {
        ServerPlace::LocalNetwork
    } else {
        ServerPlace::Internet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_where_a_server_is() {
        for (server, place) in [
            ("https://photos.example.org", ServerPlace::Internet),
            ("https://photos.example.org:8443/base", ServerPlace::Internet),
            ("http://192.168.1.20:8080", ServerPlace::LocalNetwork),
            ("http://10.0.0.2", ServerPlace::LocalNetwork),
            ("http://[fd00::1]:8080", ServerPlace::LocalNetwork),
            ("http://nas.local/", ServerPlace::LocalNetwork),
            ("http://127.0.0.1:41234", ServerPlace::Tunnel),
            ("http://[::1]:8080", ServerPlace::Tunnel),
            ("http://localhost", ServerPlace::Tunnel),
            ("http://8.8.8.8", ServerPlace::Internet),
            ("nonsense", ServerPlace::Internet),
        ] {
            assert_eq!(of(server), place, "{server}");
        }
    }
}
