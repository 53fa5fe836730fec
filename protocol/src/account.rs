//! Sign-up, sign-in, recovery, sessions and devices.
//!
//! Passwords never cross: sign-up, sign-in and password change are OPAQUE (RFC 9807) with Ristretto255, 3DH and SHA-512;
//! fields named `opaque` hold its messages as `opaque-ke` serialises them, behind one byte of suite number (1). The
//! context string is `safelight/1`, the credential identifier the normalised e-mail (trimmed, lower case), and no other
//! identities are bound.

use serde::{Deserialize, Serialize};

use crate::blob::Blob;
use crate::id::{AccountId, DeviceId, LibraryId};

/// The first byte of every OPAQUE message.
pub const OPAQUE_SUITE: u8 = 1;

/// The context string of every OPAQUE exchange.
pub const OPAQUE_CONTEXT: &[u8] = b"safelight/1";

/// How a password is stretched: Argon2id. A client refuses parameters below its floor or above its ceiling, so that a
/// malicious server can neither weaken a password nor exhaust a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Stretch {
    /// What new passwords are stretched with: 64 MiB, three passes, one lane.
    pub const STANDARD: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
}

/// The account key under a key that a password or recovery words give. Opaque to the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedKey {
    /// Counts the wraps of this purpose: a client never accepts a lower one than it has seen.
    pub generation: u64,
    /// The sealed key.
    pub sealed: Blob,
}

/// A library and its keys under the account key. Opaque to the server but for the id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryKeys {
    /// The library.
    pub library: LibraryId,
    /// The library key, wrapped.
    pub key: WrappedKey,
    /// The content-id key, wrapped apart: it is never rotated.
    pub content_id_key: WrappedKey,
}

/// A device that asks for a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDevice {
    /// The Ed25519 public key that will sign its refreshes, 32 bytes.
    pub public_key: Blob,
    /// Its name under the account key, once that is known (at a sign-in it is sent afterwards). At most 1 KiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed_name: Option<Blob>,
}

/// Asks for a registration response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignupStart {
    /// E-mail address.
    pub email: String,
    /// The invitation, where sign-up is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invite: Option<String>,
    /// OPAQUE registration request.
    pub opaque: Blob,
}

/// Answers [`SignupStart`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignupChallenge {
    /// OPAQUE registration response.
    pub opaque: Blob,
}

/// Makes the account, its first library and its first device, in one transaction.
///
/// A taken e-mail is answered 409 `acct.taken`, here and nowhere before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignupFinish {
    /// E-mail address.
    pub email: String,
    /// The invitation, where sign-up is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invite: Option<String>,
    /// The account's id: random, chosen by the client because its wraps are bound to it.
    pub account: AccountId,
    /// OPAQUE registration upload.
    pub opaque: Blob,
    /// How the password was stretched.
    pub stretch: Stretch,
    /// The account key under the password's export key.
    pub password_wrap: WrappedKey,
    /// The account key under the recovery words.
    pub recovery_wrap: WrappedKey,
    /// The Ed25519 public key that the recovery words prove, 32 bytes.
    pub recovery_public_key: Blob,
    /// The first library and its keys.
    pub library: LibraryKeys,
    /// The first device.
    pub device: NewDevice,
}

/// Asks for a credential response. Known and unknown accounts are answered alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigninStart {
    /// E-mail address.
    pub email: String,
    /// OPAQUE credential request.
    pub opaque: Blob,
}

/// Answers [`SigninStart`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigninChallenge {
    /// Names this attempt; good for two minutes and for one finish.
    pub attempt: Blob,
    /// How the password was stretched.
    pub stretch: Stretch,
    /// OPAQUE credential response.
    pub opaque: Blob,
}

/// Proves the password and asks for a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigninFinish {
    /// The attempt.
    pub attempt: Blob,
    /// OPAQUE credential finalization.
    pub opaque: Blob,
    /// The new device.
    pub device: NewDevice,
}

/// An access token and the refresh token that will replace it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// Bearer token for every other request.
    pub access: String,
    /// When the access token ends, in milliseconds since 1970 UTC by the server's clock.
    pub access_expires_ms: i64,
    /// What [`Refresh`] takes. Must be durable on the device before the one that it replaces is dropped.
    pub refresh: String,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("access_expires_ms", &self.access_expires_ms).finish_non_exhaustive()
    }
}

/// A device is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The device's id.
    pub device: DeviceId,
    /// Its tokens.
    pub tokens: Tokens,
    /// The account.
    pub account: Account,
    /// True where this sign-in took back a pending deletion of the account.
    #[serde(default)]
    pub deletion_taken_back: bool,
}

/// What the server keeps of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The account.
    pub account: AccountId,
    /// Its e-mail address.
    pub email: String,
    /// The account key under the password's export key.
    pub password_wrap: WrappedKey,
    /// The generation of the wrap under the recovery words.
    pub recovery_generation: u64,
    /// Its libraries.
    pub libraries: Vec<LibraryKeys>,
    /// When the account and all that it stores will go, in milliseconds since 1970 UTC; none while it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at_ms: Option<i64>,
}

/// Asks for a challenge to prove the recovery words. Known and unknown accounts are answered alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryStart {
    /// E-mail address.
    pub email: String,
}

/// Answers [`RecoveryStart`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryChallenge {
    /// Names this attempt; good for ten minutes.
    pub attempt: Blob,
    /// 32 random bytes to sign.
    pub challenge: Blob,
}

/// Proves the words: an Ed25519 signature over [`recovery_message`], and the start of a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryProve {
    /// The attempt.
    pub attempt: Blob,
    /// The signature, 64 bytes.
    pub signature: Blob,
    /// OPAQUE registration request for the new password.
    pub opaque: Blob,
}

/// Answers [`RecoveryProve`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryGrant {
    /// The account.
    pub account: AccountId,
    /// The account key under the recovery words.
    pub recovery_wrap: WrappedKey,
    /// The generation of the password's wrap that [`RecoveryFinish`] must exceed.
    pub password_generation: u64,
    /// OPAQUE registration response.
    pub opaque: Blob,
}

/// Sets the new password, in one transaction with its wrap, and asks for a session. Other devices stay signed in and the
/// words stay valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryFinish {
    /// The attempt.
    pub attempt: Blob,
    /// OPAQUE registration upload.
    pub opaque: Blob,
    /// How the new password was stretched.
    pub stretch: Stretch,
    /// The account key under the new password's export key.
    pub password_wrap: WrappedKey,
    /// The new device.
    pub device: NewDevice,
}

/// Asks for the successor of a refresh token.
///
/// The successor is a keyed hash of family and generation, so a repeated request is answered with the same one: a lost
/// answer signs nobody out. The token given here stays good until its successor is first used; after that its use revokes
/// the whole family.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refresh {
    /// The device.
    pub device: DeviceId,
    /// The refresh token.
    pub refresh: String,
    /// The device key's Ed25519 signature over [`refresh_message`], 64 bytes.
    pub signature: Blob,
}

impl std::fmt::Debug for Refresh {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Refresh").field("device", &self.device).finish_non_exhaustive()
    }
}

/// Proves the old password and starts a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordStart {
    /// OPAQUE credential request for the old password.
    pub old: Blob,
    /// OPAQUE registration request for the new password.
    pub new: Blob,
}

/// Answers [`PasswordStart`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordChallenge {
    /// Names this attempt; good for two minutes and for one finish.
    pub attempt: Blob,
    /// How the old password was stretched.
    pub stretch: Stretch,
    /// OPAQUE credential response for the old password.
    pub old: Blob,
    /// OPAQUE registration response for the new password.
    pub new: Blob,
}

/// Replaces the password and its wrap in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordFinish {
    /// The attempt.
    pub attempt: Blob,
    /// OPAQUE credential finalization: the old password was right.
    pub old: Blob,
    /// OPAQUE registration upload: the new password.
    pub new: Blob,
    /// How the new password was stretched.
    pub stretch: Stretch,
    /// The account key under the new password's export key; its generation is the old one plus one.
    pub password_wrap: WrappedKey,
}

/// Starts a new password from a device that is signed in, without the old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnlockedPasswordStart {
    /// OPAQUE registration request for the new password.
    pub new: Blob,
}

/// Answers [`UnlockedPasswordStart`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnlockedPasswordChallenge {
    /// Names this attempt; good for two minutes, for this device and for one finish.
    pub attempt: Blob,
    /// 32 random bytes to sign.
    pub challenge: Blob,
    /// OPAQUE registration response for the new password.
    pub new: Blob,
}

/// Replaces the password and its wrap in one transaction. A stolen access token is not enough: the device's key, which
/// never leaves its vault, signs [`new_password_message`] over exactly this password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnlockedPasswordFinish {
    /// The attempt.
    pub attempt: Blob,
    /// OPAQUE registration upload: the new password.
    pub new: Blob,
    /// How the new password was stretched.
    pub stretch: Stretch,
    /// The account key under the new password's export key; its generation is the old one plus one.
    pub password_wrap: WrappedKey,
    /// The device key's Ed25519 signature over [`new_password_message`], 64 bytes.
    pub signature: Blob,
}

/// Replaces the recovery words. They open the account, so a stolen access token is not enough: the device's key signs
/// [`new_words_message`]. The generation is used once, so the signature is, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRecovery {
    /// The account key under the new words; its generation is the old one plus one.
    pub recovery_wrap: WrappedKey,
    /// The Ed25519 public key that the new words prove, 32 bytes.
    pub recovery_public_key: Blob,
    /// The device key's Ed25519 signature over [`new_words_message`], 64 bytes.
    pub signature: Blob,
}

/// Asks that the account be deleted in 14 days. Until then a sign-in takes it back. All sessions end at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteAccount {
    /// The account's e-mail again, against accidents.
    pub email: String,
}

/// For how long a deletion can be taken back.
pub const DELETION_DAYS: u32 = 14;

/// One device of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The device.
    pub device: DeviceId,
    /// Its name under the account key; none until it has been sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed_name: Option<Blob>,
    /// When it signed in, in milliseconds since 1970 UTC.
    pub signed_in_ms: i64,
    /// When it last asked for anything, to the hour, in milliseconds since 1970 UTC.
    pub last_seen_ms: i64,
}

/// The account's devices that are signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Devices {
    /// Oldest first.
    pub devices: Vec<Device>,
}

/// Gives a device a new name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenameDevice {
    /// The name under the account key. At most 1 KiB.
    pub sealed_name: Blob,
}

/// What a device signs to refresh: `safelight refresh 1`, a zero byte, the device id's bytes and the token's text.
pub fn refresh_message(device: &DeviceId, refresh: &str) -> Vec<u8> {
    [b"safelight refresh 1\0".as_slice(), device.as_bytes(), refresh.as_bytes()].concat()
}

/// What a device signs to set a password without the old one: `safelight new password 1`, a zero byte, the challenge, the
/// device id's bytes, the stretching (memory, passes and lanes, 4 bytes each), the wrap's generation (8), the upload's length
/// (8) and bytes, and the sealed wrap. Numbers are big endian.
pub fn new_password_message(challenge: &[u8], device: &DeviceId, finish: &UnlockedPasswordFinish) -> Vec<u8> {
    let Stretch { memory_kib, passes, lanes } = finish.stretch;
    let upload = u64::try_from(finish.new.as_slice().len()).unwrap_or(u64::MAX);
    [
        b"safelight new password 1\0".as_slice(),
        challenge,
        device.as_bytes(),
        &memory_kib.to_be_bytes(),
        &passes.to_be_bytes(),
        &lanes.to_be_bytes(),
        &finish.password_wrap.generation.to_be_bytes(),
        &upload.to_be_bytes(),
        finish.new.as_slice(),
        finish.password_wrap.sealed.as_slice(),
    ]
    .concat()
}

/// What a device signs to replace the recovery words: `safelight new recovery words 1`, a zero byte, the device id's bytes,
/// the wrap's generation (8, big endian), the new public key (32) and the sealed wrap.
pub fn new_words_message(device: &DeviceId, new: &NewRecovery) -> Vec<u8> {
    [
        b"safelight new recovery words 1\0".as_slice(),
        device.as_bytes(),
        &new.recovery_wrap.generation.to_be_bytes(),
        new.recovery_public_key.as_slice(),
        new.recovery_wrap.sealed.as_slice(),
    ]
    .concat()
}

/// What the recovery words sign: `safelight recovery 1`, a zero byte, the challenge and the normalised e-mail.
pub fn recovery_message(challenge: &[u8], email: &str) -> Vec<u8> {
    [b"safelight recovery 1\0".as_slice(), challenge, normalise_email(email).as_bytes()].concat()
}

/// The form under which an e-mail address is known: trimmed, lower case.
pub fn normalise_email(email: &str) -> String {
    email.trim().to_lowercase()
}
