//! What the vault keeps, under which names.
//!
//! | name | bytes | written |
//! |---|---|---|
//! | `safelight.installation` | 32 random bytes | once for a home |
//! | `safelight.account` | JSON: `version` 1, `account`, `account_key`, `password_generation`, `recovery_generation`, `libraries` (wrapped) | at sign-up, sign-in, recovery, and when a key is wrapped anew |
//! | `safelight.session` | JSON: `version` 1, `device`, `device_seed`, `tokens`, `ended` | at sign-up, sign-in, recovery, each refresh, and when the session ends |
//!
//! The device's seed stands beside its tokens, so that one write replaces a device as a whole. The generations are the
//! highest that were ever seen. An entry that can't be read is never written over or removed, but by a new sign-in.

use std::fmt;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use safelight_protocol::account::{LibraryKeys, Tokens};
use safelight_protocol::{AccountId, DeviceId, LibraryId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{AccountError, End, SessionError};
use crate::keys::{AccountKey, DeviceKey, LibrarySecrets, derive};
use crate::ports::{KeyVault, Rng, random};

const INSTALLATION: &str = "safelight.installation";
const ACCOUNT: &str = "safelight.account";
const SESSION: &str = "safelight.session";
const VERSION: u32 = 1;

/// More than an entry ever has, so that writing one leaves no half of a secret in freed memory.
const ENTRY_BYTES: usize = 64 * 1024;

/// Names one installation: kept in the store and compared with the vault, to notice a store that was copied elsewhere.
///
/// Derived from a secret that only the vault has, so whoever has the store alone can't pretend to be this installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InstallationId([u8; 16]);

impl fmt::Display for InstallationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl InstallationId {
    fn derive(secret: &[u8; 32]) -> Self {
        Self(*derive(secret, None, "safelight installation id 1", &[]))
    }

    /// The id in a text written by `Display`; none if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

/// The installation that this vault belongs to; none if it has none. Blocks.
pub fn installation(vault: &dyn KeyVault) -> Result<Option<InstallationId>, SessionError> {
    let Some(secret) = vault.load(INSTALLATION)? else { return Ok(None) };
    let secret: Zeroizing<[u8; 32]> =
        secret.as_slice().try_into().map(Zeroizing::new).map_err(|_| SessionError::Unreadable)?;
    Ok(Some(InstallationId::derive(&secret)))
}

/// Makes this vault the one of a new installation. Blocks.
pub fn make_installation(vault: &dyn KeyVault, rng: &dyn Rng) -> Result<InstallationId, SessionError> {
    let secret = Zeroizing::new(random::<32>(rng));
    vault.save(INSTALLATION, secret.as_slice())?;
    Ok(InstallationId::derive(&secret))
}

/// The keys that a device has while it is signed in, and afterwards.
#[derive(Clone)]
pub struct Unlocked {
    /// The account.
    pub account: AccountId,
    /// The device that last signed in here; none if that was lost.
    pub device: Option<DeviceId>,
    /// How the session ended; none while it goes on.
    pub ended: Option<End>,
    /// The account's libraries, the personal one first.
    pub libraries: Vec<LibrarySecrets>,
    pub(super) key: AccountKey,
}

impl fmt::Debug for Unlocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unlocked")
            .field("account", &self.account)
            .field("device", &self.device)
            .field("ended", &self.ended)
            .field("libraries", &self.libraries)
            .finish_non_exhaustive()
    }
}

impl Unlocked {
    /// The secrets of one library.
    pub fn library(&self, library: LibraryId) -> Option<&LibrarySecrets> {
        self.libraries.iter().find(|secrets| secrets.library() == library)
    }

    /// The key under which device names are sealed.
    pub fn account_key(&self) -> &AccountKey {
        &self.key
    }
}

/// The keys that this vault holds; none if nobody ever signed in. Asks nobody and blocks.
pub fn unlock(vault: &dyn KeyVault) -> Result<Option<Unlocked>, AccountError> {
    let Some(kept) = KeptAccount::load(vault)? else { return Ok(None) };
    let session = KeptSession::load(vault)?;
    let mut libraries = Vec::with_capacity(kept.libraries.len());
    for wrapped in &kept.libraries {
        libraries.push(kept.key.unwrap_library(kept.account, wrapped).map_err(|_| AccountError::KeyMissing)?);
    }
    Ok(Some(Unlocked {
        account: kept.account,
        device: session.as_ref().map(|session| session.device),
        ended: session.as_ref().and_then(KeptSession::ended),
        libraries,
        key: kept.key,
    }))
}

/// Forgets keys and session: for a home that is thrown away or given to another account. Blocks.
///
/// The caller has made sure that nothing is lost by it: records that were never sent can't be sealed afterwards.
pub fn forget(vault: &dyn KeyVault) -> Result<(), SessionError> {
    vault.remove(SESSION)?;
    vault.remove(ACCOUNT)?;
    Ok(())
}

/// The entry of the account.
#[derive(Clone)]
pub(super) struct KeptAccount {
    pub(super) account: AccountId,
    pub(super) key: AccountKey,
    pub(super) password_generation: u64,
    pub(super) recovery_generation: u64,
    pub(super) libraries: Vec<LibraryKeys>,
}

#[derive(Serialize, Deserialize)]
struct AccountEntry {
    version: u32,
    account: AccountId,
    account_key: SecretText,
    password_generation: u64,
    recovery_generation: u64,
    libraries: Vec<LibraryKeys>,
}

impl KeptAccount {
    pub(super) fn load(vault: &dyn KeyVault) -> Result<Option<Self>, SessionError> {
        let Some(entry) = load::<AccountEntry>(vault, ACCOUNT)? else { return Ok(None) };
        Ok(Some(Self {
            account: entry.account,
            key: AccountKey::from_bytes(*entry.account_key.bytes()?),
            password_generation: entry.password_generation,
            recovery_generation: entry.recovery_generation,
            libraries: entry.libraries,
        }))
    }

    pub(super) fn save(&self, vault: &dyn KeyVault) -> Result<(), SessionError> {
        let entry = AccountEntry {
            version: VERSION,
            account: self.account,
            account_key: SecretText::of(self.key.expose()),
            password_generation: self.password_generation,
            recovery_generation: self.recovery_generation,
            libraries: self.libraries.clone(),
        };
        save(vault, ACCOUNT, &entry)
    }

    /// Takes over what a server now offers for the same account, unless any of it is older than what was seen.
    pub(super) fn follow(&self, offered: Self) -> Result<Self, AccountError> {
        if offered.account != self.account {
            return Ok(offered);
        }
        let older = offered.password_generation < self.password_generation
            || offered.recovery_generation < self.recovery_generation
            || self.libraries.iter().any(|seen| {
                let now = offered.libraries.iter().find(|now| now.library == seen.library);
                now.is_none_or(|now| {
                    now.key.generation < seen.key.generation
                        || now.content_id_key.generation < seen.content_id_key.generation
                })
            });
        if older { Err(AccountError::RolledBack) } else { Ok(offered) }
    }
}

/// The entry of the session.
#[derive(Clone)]
pub(super) struct KeptSession {
    pub(super) device: DeviceId,
    pub(super) key: DeviceKey,
    pub(super) tokens: Tokens,
    ended: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct SessionEntry {
    version: u32,
    device: DeviceId,
    device_seed: SecretText,
    tokens: Tokens,
    #[serde(default)]
    ended: Option<String>,
}

impl KeptSession {
    pub(super) fn new(device: DeviceId, key: DeviceKey, tokens: Tokens) -> Self {
        Self { device, key, tokens, ended: None }
    }

    /// How it ended. An end that this version does not know is an end all the same.
    pub(super) fn ended(&self) -> Option<End> {
        self.ended.as_deref().map(|code| End::from_code(code).unwrap_or(End::SignedOut))
    }

    pub(super) fn with_end(&self, end: Option<End>) -> Self {
        Self { ended: end.map(|end| end.code().to_owned()), ..self.clone() }
    }

    pub(super) fn with_tokens(&self, tokens: Tokens) -> Self {
        Self { tokens, ended: None, ..self.clone() }
    }

    pub(super) fn load(vault: &dyn KeyVault) -> Result<Option<Self>, SessionError> {
        let Some(entry) = load::<SessionEntry>(vault, SESSION)? else { return Ok(None) };
        Ok(Some(Self {
            device: entry.device,
            key: DeviceKey::from_seed(&*entry.device_seed.bytes()?),
            tokens: entry.tokens,
            ended: entry.ended,
        }))
    }

    pub(super) fn save(&self, vault: &dyn KeyVault) -> Result<(), SessionError> {
        let entry = SessionEntry {
            version: VERSION,
            device: self.device,
            device_seed: SecretText::of(self.key.expose_seed()),
            tokens: self.tokens.clone(),
            ended: self.ended.clone(),
        };
        save(vault, SESSION, &entry)
    }
}

/// 32 secret bytes as base64url in an entry.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct SecretText(Zeroizing<String>);

impl SecretText {
    fn of(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(BASE64URL_NOPAD.encode(bytes)))
    }

    fn bytes(&self) -> Result<Zeroizing<[u8; 32]>, SessionError> {
        let bytes = BASE64URL_NOPAD.decode(self.0.as_bytes()).map(Zeroizing::new);
        let bytes = bytes.map_err(|_| SessionError::Unreadable)?;
        bytes.as_slice().try_into().map(Zeroizing::new).map_err(|_| SessionError::Unreadable)
    }
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

fn load<T: DeserializeOwned>(vault: &dyn KeyVault, name: &str) -> Result<Option<T>, SessionError> {
    let Some(bytes) = vault.load(name)? else { return Ok(None) };
    let versioned: Versioned = serde_json::from_slice(&bytes).map_err(|_| SessionError::Unreadable)?;
    if versioned.version != VERSION {
        return Err(SessionError::Unreadable);
    }
    serde_json::from_slice(&bytes).map(Some).map_err(|_| SessionError::Unreadable)
}

fn save(vault: &dyn KeyVault, name: &str, entry: &impl Serialize) -> Result<(), SessionError> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(ENTRY_BYTES));
    serde_json::to_writer(&mut *bytes, entry).map_err(|_| SessionError::Unreadable)?;
    Ok(vault.save(name, &bytes)?)
}

#[cfg(test)]
mod tests;
