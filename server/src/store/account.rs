use async_trait::async_trait;
use safelight_protocol::account::{Account, Device, LibraryKeys, Stretch, WrappedKey};
use safelight_protocol::server::Usage;
use safelight_protocol::{AccountId, DeviceId, Digest, FamilyId, LibraryId};

use super::StoreError;

/// An account that is about to be made, with its first library and its first device.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its id.
    pub account: AccountId,
    /// Its e-mail, normalised.
    pub email: String,
    /// OPAQUE's record and the wrap that goes with it.
    pub password: NewPassword,
    /// The account key under the recovery words.
    pub recovery_wrap: WrappedKey,
    /// The key that the words prove.
    pub recovery_public_key: Vec<u8>,
    /// The first library.
    pub library: LibraryKeys,
    /// The first device.
    pub session: NewSession,
    /// The hash of the invitation that this uses up; none where sign-up is open.
    pub invitation: Option<Digest>,
}

/// A password as the server knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPassword {
    /// OPAQUE's record.
    pub opaque: Vec<u8>,
    /// How the password was stretched.
    pub stretch: Stretch,
    /// The account key under the export key.
    pub wrap: WrappedKey,
}

/// A device that signs in.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The device.
    pub device: DeviceId,
    /// Its family of refresh tokens, at generation 1.
    pub family: FamilyId,
    /// The key that signs its refreshes.
    pub public_key: [u8; 32],
    /// Its name, sealed.
    pub sealed_name: Option<Vec<u8>>,
    /// Now.
    pub now_ms: i64,
}

/// What became of a sign-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// The account is there.
    Made,
    /// The e-mail has an account; the invitation is still good.
    Taken,
    /// The invitation is missing, unknown or used.
    BadInvitation,
    /// The account's or the library's id is in use.
    IdInUse,
}

/// What a sign-in or a recovery is checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The account.
    pub account: AccountId,
    /// Its e-mail.
    pub email: String,
    /// OPAQUE's record.
    pub opaque: Vec<u8>,
    /// How the password was stretched.
    pub stretch: Stretch,
    /// The generation of the password's wrap.
    pub password_generation: u64,
    /// The account key under the recovery words.
    pub recovery_wrap: WrappedKey,
    /// The key that the words prove.
    pub recovery_public_key: Vec<u8>,
    /// Whether an admin has disabled the account.
    pub disabled: bool,
}

/// What became of a new session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionBegun {
    /// The device is signed in.
    Begun {
        /// A pending deletion of the account was taken back by it.
        deletion_taken_back: bool,
    },
    /// The account is disabled.
    Locked,
    /// The account is gone.
    Gone,
}

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// Well.
    Active,
    /// An admin has disabled it.
    Disabled,
    /// It goes at its time unless somebody signs in.
    Deleting,
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The person removed the device.
    Revoked,
    /// The device signed out.
    SignedOut,
    /// An old refresh token was used again.
    Reused,
    /// The account was to be deleted.
    AccountDeleted,
}

/// How a device stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Signed in.
    Good,
    /// Its session has ended.
    Ended(Ended),
}

/// What a request is checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceState {
    /// The account that it belongs to.
    pub account: AccountId,
    /// How that account stands.
    pub account_state: AccountState,
    /// How the device stands.
    pub standing: Standing,
    /// The key that signs its refreshes.
    pub public_key: [u8; 32],
    /// Its family of refresh tokens.
    pub family: FamilyId,
    /// When it last asked for anything, to the hour.
    pub last_seen_ms: i64,
}

/// What became of a refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refreshed {
    /// The token of this generation is the answer: new, or the same as when it was asked before.
    Successor(u64),
    /// It was older than that: the family is revoked.
    Reused,
    /// The device is not signed in with this family.
    NotSignedIn,
}

/// What became of a replacement that counts generations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    /// Done.
    Done,
    /// Its generation is not the next one.
    WrongGeneration,
    /// The account is gone.
    Gone,
}

/// An account as an admin sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// The account.
    pub account: AccountId,
    /// Its e-mail.
    pub email: String,
    /// How it stands.
    pub state: AccountState,
    /// When it was made.
    pub created_ms: i64,
    /// When it will go.
    pub deleted_at_ms: Option<i64>,
    /// Its room.
    pub usage: Usage,
    /// How many devices are signed in.
    pub devices: u64,
    /// How many records it has.
    pub records: u64,
}

/// Accounts and devices.
#[async_trait]
pub trait AccountStore: Send + Sync + 'static {
    /// Makes an account.
    async fn create_account(&self, new: NewAccount) -> Result<Created, StoreError>;

    /// What a sign-in with this e-mail is checked against; none where there is no such account.
    async fn credentials(&self, email: String) -> Result<Option<Credentials>, StoreError>;

    /// The account with its libraries.
    async fn account(&self, account: AccountId) -> Result<Option<Account>, StoreError>;

    /// Signs a device in, and takes back a pending deletion of its account.
    async fn begin_session(&self, account: AccountId, session: NewSession) -> Result<SessionBegun, StoreError>;

    /// Sets a new password and signs a device in, if the wrap's generation is higher than the one before.
    async fn recover(
        &self,
        account: AccountId,
        password: NewPassword,
        session: NewSession,
    ) -> Result<(Replaced, SessionBegun), StoreError>;

    /// What a request of this device is checked against.
    async fn device(&self, device: DeviceId) -> Result<Option<DeviceState>, StoreError>;

    /// Notes that the device has asked for something.
    async fn touch_device(&self, device: DeviceId, now_ms: i64) -> Result<(), StoreError>;

    /// Uses a refresh token of this generation, whose authenticity was checked.
    ///
    /// The newest generation gives the next one. The one before it gives the newest again: its answer was lost. An
    /// older one ends the session. One that is newer than the newest was given before the data was rolled back: it counts
    /// as the newest.
    async fn refresh(&self, device: DeviceId, family: FamilyId, generation: u64) -> Result<Refreshed, StoreError>;

    /// Ends the session of one of the account's devices; false where the account has no such device.
    async fn end_session(&self, account: AccountId, device: DeviceId, how: Ended) -> Result<bool, StoreError>;

    /// The account's devices that are signed in, oldest first.
    async fn devices(&self, account: AccountId) -> Result<Vec<Device>, StoreError>;

    /// Renames a signed-in device; false where the account has no such device.
    async fn rename_device(
        &self,
        account: AccountId,
        device: DeviceId,
        sealed_name: Vec<u8>,
    ) -> Result<bool, StoreError>;

    /// Replaces password and wrap if the wrap's generation is the next one.
    async fn replace_password(&self, account: AccountId, password: NewPassword) -> Result<Replaced, StoreError>;

    /// Replaces the recovery words if the wrap's generation is the next one.
    async fn replace_recovery(
        &self,
        account: AccountId,
        wrap: WrappedKey,
        public_key: Vec<u8>,
    ) -> Result<Replaced, StoreError>;

    /// Ends all sessions and notes when the account will go.
    async fn delete_account(&self, account: AccountId, at_ms: i64) -> Result<(), StoreError>;

    /// Removes the accounts whose time has come; returns how many.
    async fn remove_deleted(&self, now_ms: i64) -> Result<usize, StoreError>;

    /// Whether the account is a member of the library.
    async fn is_member(&self, account: AccountId, library: LibraryId) -> Result<bool, StoreError>;

    /// The account's room.
    async fn usage(&self, account: AccountId) -> Result<Option<Usage>, StoreError>;

    /// All accounts, by e-mail.
    async fn accounts(&self) -> Result<Vec<AccountLine>, StoreError>;

    /// Sets an account's quota; none where there is no such account.
    async fn set_quota(&self, email: String, quota: u64) -> Result<Option<AccountId>, StoreError>;

    /// Disables or enables an account; none where there is no such account.
    async fn set_disabled(&self, email: String, disabled: bool) -> Result<Option<AccountId>, StoreError>;
}
