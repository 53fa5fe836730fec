use std::sync::Arc;

use async_trait::async_trait;
use safelight_core::ports::{self, UnlockError, UnlockReason};

use super::noted;

/// The person was not confirmed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum UnlockFailure {
    /// The person, or somebody else, did not pass or gave up.
    #[error("the device's own unlock was not passed")]
    Refused,
    /// The device has no lock, or can't ask now.
    #[error("this device can't ask for its own unlock: {detail}")]
    Unavailable {
        /// For a log.
        detail: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for UnlockFailure {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable { detail: error.reason }
    }
}

/// The device's own unlock: face, finger or PIN, asked for at this moment and by the system.
#[uniffi::export(foreign)]
#[async_trait]
pub trait DeviceUnlock: Send + Sync {
    /// Asks whether the person may set a new password without the old one; returns when they are confirmed.
    ///
    /// # Errors
    /// Where they are not.
    async fn confirm_new_password(&self) -> Result<(), UnlockFailure>;
}

/// The app's unlock as the engine's.
pub(crate) struct AppUnlock(pub(crate) Arc<dyn DeviceUnlock>);

#[async_trait]
impl ports::DeviceUnlock for AppUnlock {
    async fn confirm(&self, reason: UnlockReason) -> Result<(), UnlockError> {
        let UnlockReason::NewPassword = reason;
        self.0.confirm_new_password().await.map_err(|failure| {
            noted("unlock", &failure.to_string());
            match failure {
                UnlockFailure::Refused => UnlockError::Refused,
                UnlockFailure::Unavailable { .. } => UnlockError::Unavailable,
            }
        })
    }
}
