use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use safelight_core::ports::{Clock, SystemClock};
use safelight_core::{
    AlbumError, ConditionsError, EditError, FetchError, Hold, HomeError, PressError, SafelightError, WorkClass,
};
use safelight_server::admin::AdminError;
use serde_json::json;

use crate::simulator::StartError;
use crate::words::catalogue;

/// An action was not carried out: the code of why, and a sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: String,
}

impl Refusal {
    /// With this code of the vocabulary.
    pub(crate) fn new(status: StatusCode, code: &str) -> Self {
        Self { status, code: code.to_owned() }
    }

    /// There is no such thing.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "item.unknown")
    }

    /// The simulator could not do it.
    pub(crate) fn failed(code: &str) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, code)
    }

    /// The phone said no.
    fn conflict(code: &str) -> Self {
        Self::new(StatusCode::CONFLICT, code)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let sentence = Hold::new(&self.code, WorkClass::Files, SystemClock.now()).sentence(catalogue());
        (self.status, Json(json!({ "error": { "code": self.code, "sentence": sentence } }))).into_response()
    }
}

impl From<HomeError> for Refusal {
    fn from(error: HomeError) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.code())
    }
}

impl From<EditError> for Refusal {
    fn from(error: EditError) -> Self {
        match error {
            EditError::NotFound(_) => Self::not_found(),
            other => Self::conflict(other.code()),
        }
    }
}

impl From<AlbumError> for Refusal {
    fn from(error: AlbumError) -> Self {
        match error {
            AlbumError::NotFound | AlbumError::NoAsset(_) => Self::new(StatusCode::NOT_FOUND, error.code()),
            other => Self::conflict(other.code()),
        }
    }
}

impl From<FetchError> for Refusal {
    fn from(error: FetchError) -> Self {
        Self::conflict(error.code())
    }
}

impl From<SafelightError> for Refusal {
    fn from(error: SafelightError) -> Self {
        Self::conflict(error.code())
    }
}

impl From<StartError> for Refusal {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Phone(error) => error.into(),
            StartError::Home(error) => error.into(),
            _ => Self::new(StatusCode::INTERNAL_SERVER_ERROR, "disk.device"),
        }
    }
}

impl From<ConditionsError> for Refusal {
    fn from(error: ConditionsError) -> Self {
        match error {
            ConditionsError::Home(error) => error.into(),
            other => Self::new(StatusCode::BAD_REQUEST, other.code()),
        }
    }
}

impl From<AdminError> for Refusal {
    fn from(error: AdminError) -> Self {
        Self::failed(error.code())
    }
}

impl From<PressError> for Refusal {
    fn from(error: PressError) -> Self {
        Self::conflict(error.code())
    }
}
