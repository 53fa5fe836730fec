//! What a server says of itself and of an account's room.

use serde::{Deserialize, Serialize};

use crate::blob::Blob;
use crate::identity::ServerAddress;

/// What a server says of itself, to anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerDescription {
    /// Always `safelight`: a page that answers something else is not a Safelight server.
    pub service: String,
    /// The server's version.
    pub version: String,
    /// The oldest protocol that it speaks.
    pub protocol_min: u32,
    /// The newest protocol that it speaks.
    pub protocol_max: u32,
    /// Who may sign up.
    pub signup: Signup,
    /// For how many days deleted photos stay.
    pub trash_days: u32,
    /// The server's clock, in milliseconds since 1970 UTC.
    pub time_ms: i64,
    /// When the last backup was taken, in milliseconds since 1970 UTC. None where there never was one: then nothing is said
    /// of how far it reaches either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backed_up_at_ms: Option<i64>,
    /// When the backup was taken from which the data was last restored, in milliseconds since 1970 UTC. What happened
    /// between this and the restore is undone: password changes and revocations, too. None where it never was restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored_from_ms: Option<i64>,
    /// When it was restored, in milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored_at_ms: Option<i64>,
    /// The Ed25519 public key by which it is known again, 32 bytes; see [`identity`](crate::identity).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Blob>,
    /// Its addresses, the best first. Empty where its owner has named none: then it is where it was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<ServerAddress>,
}

/// Who may sign up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signup {
    /// Everybody.
    Open,
    /// The holder of an invitation.
    Invitation,
}

/// An account's room, in bytes of sealed parts. A part counts once, however many records name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// The most that may be stored.
    pub quota: u64,
    /// What committed records name.
    pub used: u64,
    /// What is planned and not committed yet.
    pub reserved: u64,
    /// What of the quota is kept for small parts: its last tenth, at most 1 GiB.
    pub kept_for_small: u64,
}
