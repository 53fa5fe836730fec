//! Proving at an address which server this is.

use axum::extract::State;
use safelight_protocol::codes;
use safelight_protocol::identity::{IdentityProof, MAX_ADDRESS_BYTES, ProveIdentity};

use super::body::{Json, SmallJson};
use crate::app::App;
use crate::refusal::Refusal;

pub(super) async fn prove(
    State(app): State<App>,
    Json(request): SmallJson<ProveIdentity>,
) -> Result<Json<IdentityProof>, Refusal> {
    let nonce = request.nonce.0.as_slice().try_into();
    let nonce: &[u8; 32] = nonce.map_err(|_| Refusal::because(codes::INVALID, "The nonce must have 32 bytes."))?;
    if request.address.len() > MAX_ADDRESS_BYTES {
        return Err(Refusal::because(codes::INVALID, "The address is too long."));
    }
    Ok(Json(app.identity().prove(nonce, &request.address, app.now_ms())))
}
