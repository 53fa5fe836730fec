use async_trait::async_trait;
use safelight_protocol::{Digest, Epoch};

use super::StoreError;

/// What a server makes once and needs for ever.
#[derive(Clone, PartialEq, Eq)]
pub struct Secrets {
    /// The life of the data.
    pub epoch: Epoch,
    /// OPAQUE's server setup. Without it no password opens anything.
    pub opaque_setup: Vec<u8>,
    /// The key of access and refresh tokens.
    pub token_key: [u8; 32],
    /// The seed of the key by which phones know the server again.
    pub identity_seed: [u8; 32],
}

/// What an admin switches while the server runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Switches {
    /// Every request but health and description is answered 503.
    pub maintenance: bool,
    /// The oldest app version that is served; none to serve all.
    pub version_floor: Option<String>,
}

/// What an invitation is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invitation {
    /// It opens one sign-up.
    Good,
    /// Never made, or used.
    Bad,
}

/// The server's own rows.
#[async_trait]
pub trait ServerStore: Send + Sync + 'static {
    /// The secrets; on the first call ever, these fresh ones are stored and returned.
    async fn secrets(&self, fresh: Secrets) -> Result<Secrets, StoreError>;

    /// The switches.
    async fn switches(&self) -> Result<Switches, StoreError>;

    /// Sets the switches.
    async fn set_switches(&self, switches: Switches) -> Result<(), StoreError>;

    /// Keeps a new invitation, by the hash of its code.
    async fn create_invitation(&self, code: Digest, now_ms: i64) -> Result<(), StoreError>;

    /// Keeps this invitation if there is no account and never was an invitation; whether it did.
    async fn create_first_invitation(&self, code: Digest, now_ms: i64) -> Result<bool, StoreError>;

    /// What the invitation with this hash is worth now.
    async fn invitation(&self, code: Digest) -> Result<Invitation, StoreError>;
}
