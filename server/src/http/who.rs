//! Who asks.

use std::net::IpAddr;

use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;
use safelight_protocol::server::Signup;
use safelight_protocol::{AccountId, DeviceId, LibraryId, PartId, codes};

use super::address;
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
    pub(super) device: DeviceId,
}

/// The library in the path, whoever asks.
#[derive(Debug, Clone, Copy)]
pub(super) struct PathLibrary(pub(super) LibraryId);

/// The part in the path.
#[derive(Debug, Clone, Copy)]
pub(super) struct PathPart(pub(super) PartId);

/// The device in the path.
#[derive(Debug, Clone, Copy)]
pub(super) struct PathDevice(pub(super) DeviceId);

/// Whoever asks, not counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller {
    /// Where from, as well as it can be known.
    pub(super) address: IpAddr,
    /// Whether sign-up is open to somebody there.
    pub(super) signup: Signup,
}

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
        Ok(Self { library, device: device.device })
    }
}

impl FromRequestParts<App> for PathLibrary {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        Ok(Self(LibraryId(in_path(parts, app, "library").await?)))
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
        let Ok(caller) = Caller::from_request_parts(parts, app).await;
        app.limits().check_address(caller.address)?;
        Ok(Self)
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let config = app.config();
        let local = address::is_local(parts);
        Ok(Self {
            address: address::client(parts, &config.trusted_proxies),
            signup: if local { config.signup } else { config.signup_from_elsewhere },
        })
    }
}
