//! Who asks.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, RawPathParams};
use http::request::Parts;
use safelight_protocol::{AccountId, DeviceId, LibraryId, PartId, codes};

use crate::app::App;
use crate::refusal::Refusal;
use crate::store::{AccountState, DeviceState, Ended, Standing};

/// A signed-in device.
#[derive(Debug, Clone, Copy)]
pub(super) struct Device {
    pub(super) device: DeviceId,
    pub(super) account: AccountId,
}

/// A signed-in device that is a member of the library in the path.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) library: LibraryId,
}

/// The part in the path.
#[derive(Debug, Clone, Copy)]
pub(super) struct PathPart(pub(super) PartId);

/// The device in the path.
#[derive(Debug, Clone, Copy)]
pub(super) struct PathDevice(pub(super) DeviceId);

/// Somebody unknown who may ask again: counted by address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stranger;

const HOUR_MS: i64 = 60 * 60 * 1000;

/// Why a device that the server knows may not ask; none if it may.
pub(super) fn shut_out(state: &DeviceState) -> Option<Refusal> {
    let code = match (state.account_state, state.standing) {
        (AccountState::Deleting, _) => codes::DELETED,
        (_, Standing::Ended(Ended::Revoked)) => codes::REVOKED,
        (_, Standing::Ended(Ended::Reused | Ended::AccountDeleted)) => codes::REAUTH,
        (_, Standing::Ended(Ended::SignedOut)) => codes::SIGNED_OUT,
        (AccountState::Disabled, Standing::Good) => codes::LOCKED,
        (AccountState::Active, Standing::Good) => return None,
    };
    Some(Refusal::new(code))
}

impl FromRequestParts<App> for Device {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let signed_out = || Refusal::new(codes::SIGNED_OUT);
        let header = parts.headers.get(http::header::AUTHORIZATION).ok_or_else(signed_out)?;
        let token = header.to_str().ok().and_then(|header| header.strip_prefix("Bearer ")).ok_or_else(signed_out)?;
        let access = app.tokens().read_access(token).ok_or_else(signed_out)?;
        let state = app.records().device(access.device).await?.ok_or_else(signed_out)?;
        if let Some(refusal) = shut_out(&state) {
            return Err(refusal);
        }
        let now_ms = app.now_ms();
        if access.expires_ms <= now_ms {
            return Err(Refusal::new(codes::TOKEN_EXPIRED));
        }
        app.limits().check_device(access.device)?;
        let hour_ms = now_ms - now_ms.rem_euclid(HOUR_MS);
        if state.last_seen_ms < hour_ms {
            app.records().touch_device(access.device, hour_ms).await?;
        }
        Ok(Self { device: access.device, account: state.account })
    }
}

impl FromRequestParts<App> for Member {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let device = Device::from_request_parts(parts, app).await?;
        let library = LibraryId(in_path(parts, app, "library").await?);
        if !app.records().is_member(device.account, library).await? {
            return Err(Refusal::not_found());
        }
        Ok(Self { library })
    }
}

impl FromRequestParts<App> for PathPart {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        Ok(Self(PartId(in_path(parts, app, "part").await?)))
    }
}

impl FromRequestParts<App> for PathDevice {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        Ok(Self(DeviceId(in_path(parts, app, "device").await?)))
    }
}

/// An id in the path. One that is not an id names nothing that there is.
async fn in_path<const N: usize>(parts: &mut Parts, app: &App, name: &str) -> Result<[u8; N], Refusal> {
    let params = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Refusal::not_found())?;
    let (_, text) = params.iter().find(|(key, _)| *key == name).ok_or_else(Refusal::not_found)?;
    let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).map_err(|_| Refusal::not_found())?;
    bytes.try_into().map_err(|_| Refusal::not_found())
}

impl FromRequestParts<App> for Stranger {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        app.limits().check_address(client_address(parts, &app.config().trusted_proxies))?;
        Ok(Self)
    }
}

/// Where the request comes from: the peer, or what a proxy of ours says. The rightmost address that is not a proxy of
/// ours is the one that ours has seen; what stands left of it anybody can write.
fn client_address(parts: &Parts, proxies: &[IpAddr]) -> IpAddr {
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip().to_canonical());
    if !proxies.contains(&peer) {
        return peer;
    }
    let forwarded: Vec<IpAddr> = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map_while(|address| address.trim().parse().ok())
        .collect();
    forwarded.into_iter().rev().find(|address| !proxies.contains(address)).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn address(peer: &str, forwarded: &str) -> String {
        let peer: SocketAddr = format!("{peer}:1").parse().unwrap();
        let request = Request::builder().header("x-forwarded-for", forwarded).extension(ConnectInfo(peer));
        let (parts, ()) = request.body(()).unwrap().into_parts();
        client_address(&parts, &["10.0.0.1".parse().unwrap()]).to_string()
    }

    #[test]
    fn only_a_proxy_of_ours_is_believed_and_only_its_last_word() {
        assert_eq!(address("192.0.2.9", "198.51.100.1"), "192.0.2.9");
        assert_eq!(address("10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(address("10.0.0.1", "203.0.113.7, 198.51.100.1"), "198.51.100.1");
        assert_eq!(address("10.0.0.1", "198.51.100.1, 10.0.0.1"), "198.51.100.1");
        assert_eq!(address("10.0.0.1", "nonsense"), "10.0.0.1");
    }
}
