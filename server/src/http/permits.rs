//! Permission to put single parts, for whoever carries them in the app's place.

use axum::extract::{FromRequestParts, State};
use http::header::AUTHORIZATION;
use http::request::Parts;
use safelight_protocol::part::{PartState, Permits, PermittedPart, Plan, Planned};
use safelight_protocol::{LibraryId, codes};

use super::body::Json;
use super::parts::plan;
use super::who::{Member, PathLibrary, PathPart, shut_out};
use crate::app::App;
use crate::refusal::Refusal;
use crate::token::{Permission, is_permission};

/// Plans these parts, and gives a permission of its own to each that must be sent: as long as its reservation.
pub(super) async fn permit(
    member: Member,
    State(app): State<App>,
    Json(request): Json<Plan>,
) -> Result<Json<Permits>, Refusal> {
    let sizes: Vec<u64> = request.parts.iter().map(|part| part.bytes).collect();
    let Json(Planned { parts, reserved_until_ms }) = plan(member, State(app.clone()), Json(request)).await?;
    let permitted = parts.iter().zip(sizes).map(|(part, bytes)| PermittedPart {
        id: part.id,
        permit: (part.state == PartState::Send).then(|| {
            app.tokens().permission(&Permission {
                device: member.device,
                library: member.library,
                part: part.id,
                bytes,
                expires_ms: reserved_until_ms,
            })
        }),
    });
    Ok(Json(Permits { parts: permitted.collect(), reserved_until_ms }))
}

/// Whoever may put the part in the path: a member of its library, or somebody with a permission for just this part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writer {
    pub(super) library: LibraryId,
    /// How many bytes a permission is for.
    bytes: Option<u64>,
}

impl Writer {
    /// Refuses a body of another length than was permitted.
    pub(super) fn check(&self, bytes: usize) -> Result<(), Refusal> {
        let permitted = self.bytes.is_none_or(|permitted| u64::try_from(bytes) == Ok(permitted));
        if permitted { Ok(()) } else { Err(Refusal::because(codes::INVALID, "A part has another size.")) }
    }
}

impl FromRequestParts<App> for Writer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|header| header.to_str().ok()?.strip_prefix("Bearer "));
        let Some(token) = header.filter(|token| is_permission(token)).map(str::to_owned) else {
            let member = Member::from_request_parts(parts, app).await?;
            return Ok(Self { library: member.library, bytes: None });
        };
        let signed_out = || Refusal::new(codes::SIGNED_OUT);
        let permission = app.tokens().read_permission(&token).ok_or_else(signed_out)?;
        let state = app.records().device(permission.device).await?.ok_or_else(signed_out)?;
        if let Some(refusal) = shut_out(&state) {
            return Err(refusal);
        }
        if permission.expires_ms <= app.now_ms() {
            return Err(Refusal::new(codes::TOKEN_EXPIRED));
        }
        app.limits().check_device(permission.device)?;
        let PathLibrary(library) = PathLibrary::from_request_parts(parts, app).await?;
        let PathPart(part) = PathPart::from_request_parts(parts, app).await?;
        let member = app.records().is_member(state.account, permission.library).await?;
        if !member || (library, part) != (permission.library, permission.part) {
            return Err(Refusal::not_found());
        }
        Ok(Self { library, bytes: Some(permission.bytes) })
    }
}
