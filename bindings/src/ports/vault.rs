use std::sync::Arc;

use safelight_core::ports::{self, Secret, VaultError};

use super::noted;

/// Why a secret could not be had. That there is none is no failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum VaultFailure {
    /// The device has not been unlocked since it started. The engine waits.
    #[error("the key store is locked until the device is unlocked")]
    Locked,
    /// The key store answered with an error.
    #[error("the key store failed: {detail}")]
    Failed {
        /// For a log.
        detail: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for VaultFailure {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { detail: error.reason }
    }
}

/// Secrets that never leave this device and are in no backup of it: the Keychain, the Keystore. Called on a thread that may
/// block.
///
/// *Locked*, *missing* and *failed* are told apart: only *missing*, which is none, may lead to a new sign-in.
#[uniffi::export(foreign)]
pub trait KeyVault: Send + Sync {
    /// The secret under a name; none if there is none.
    ///
    /// # Errors
    /// Where that can't be known now.
    fn load(&self, name: String) -> Result<Option<Vec<u8>>, VaultFailure>;

    /// Keeps a secret under a name, durably. The old one stays until the new one is kept.
    ///
    /// # Errors
    /// Where it is not kept.
    fn save(&self, name: String, secret: Vec<u8>) -> Result<(), VaultFailure>;

    /// Forgets a secret; one that is not there is fine.
    ///
    /// # Errors
    /// Where it may still be there.
    fn remove(&self, name: String) -> Result<(), VaultFailure>;
}

/// The app's vault as the engine's.
pub(crate) struct AppVault(pub(crate) Arc<dyn KeyVault>);

impl ports::KeyVault for AppVault {
    fn load(&self, name: &str) -> Result<Option<Secret>, VaultError> {
        let secret = self.0.load(name.to_owned()).map_err(failed)?;
        Ok(secret.map(Secret::new))
    }

    fn save(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        self.0.save(name.to_owned(), secret.to_vec()).map_err(failed)
    }

    fn remove(&self, name: &str) -> Result<(), VaultError> {
        self.0.remove(name.to_owned()).map_err(failed)
    }
}

fn failed(failure: VaultFailure) -> VaultError {
    noted("vault", &failure.to_string());
    match failure {
        VaultFailure::Locked => VaultError::Locked,
        VaultFailure::Failed { detail } => VaultError::Failed(detail),
    }
}
