use async_trait::async_trait;

/// Why the system is asked to confirm who holds the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnlockReason {
    /// A new password is set without the old one.
    NewPassword,
}

/// The person was not confirmed. Nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// The person, or somebody else, did not pass or gave up.
    #[error("the device's own unlock was not passed")]
    Refused,
    /// The device has no lock, or can't ask now.
    #[error("this device can't ask for its own unlock")]
    Unavailable,
}

impl UnlockError {
    /// The code in the shared vocabulary.
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused => "acct.unlock_refused",
            Self::Unavailable => "acct.unlock_unavailable",
        }
    }
}

/// The device's own unlock: face, finger or PIN, asked for at this moment and by the system.
///
/// An implementation answers `Ok` only for a confirmation that was given now: never for one that is remembered.
#[async_trait]
pub trait DeviceUnlock: Send + Sync {
    /// Asks, and returns when the person is confirmed.
    async fn confirm(&self, reason: UnlockReason) -> Result<(), UnlockError>;
}
