//! Every address of the API. `{library}`, `{device}`, `{record}` and `{part}` stand for ids in hex.
//!
//! | method and route | request | answer | who |
//! |---|---|---|---|
//! | `GET /health` | | 200 `ok` | anybody |
//! | `GET /v1/server` | | [`ServerDescription`](crate::server::ServerDescription) | anybody |
//! | `POST /v1/server/proof` | [`ProveIdentity`](crate::identity::ProveIdentity) | [`IdentityProof`](crate::identity::IdentityProof) | anybody |
//! | `GET /v1/openapi.json` | | OpenAPI | anybody |
//! | `POST /v1/signup/start` | [`SignupStart`](crate::account::SignupStart) | [`SignupChallenge`](crate::account::SignupChallenge) | anybody |
//! | `POST /v1/signup/finish` | [`SignupFinish`](crate::account::SignupFinish) | [`Session`](crate::account::Session) | anybody |
//! | `POST /v1/signin/start` | [`SigninStart`](crate::account::SigninStart) | [`SigninChallenge`](crate::account::SigninChallenge) | anybody |
//! | `POST /v1/signin/finish` | [`SigninFinish`](crate::account::SigninFinish) | [`Session`](crate::account::Session) | anybody |
//! | `POST /v1/recovery/start` | [`RecoveryStart`](crate::account::RecoveryStart) | [`RecoveryChallenge`](crate::account::RecoveryChallenge) | anybody |
//! | `POST /v1/recovery/prove` | [`RecoveryProve`](crate::account::RecoveryProve) | [`RecoveryGrant`](crate::account::RecoveryGrant) | anybody |
//! | `POST /v1/recovery/finish` | [`RecoveryFinish`](crate::account::RecoveryFinish) | [`Session`](crate::account::Session) | anybody |
//! | `POST /v1/session/refresh` | [`Refresh`](crate::account::Refresh) | [`Tokens`](crate::account::Tokens) | a device |
//! | `POST /v1/session/signout` | | 204 | a device |
//! | `GET /v1/account` | | [`Account`](crate::account::Account) | a device |
//! | `DELETE /v1/account` | [`DeleteAccount`](crate::account::DeleteAccount) | [`Account`](crate::account::Account) | a device |
//! | `POST /v1/account/password/start` | [`PasswordStart`](crate::account::PasswordStart) | [`PasswordChallenge`](crate::account::PasswordChallenge) | a device |
//! | `PUT /v1/account/password` | [`PasswordFinish`](crate::account::PasswordFinish) | 204 | a device |
//! | `POST /v1/account/password/unlocked/start` | [`UnlockedPasswordStart`](crate::account::UnlockedPasswordStart) | [`UnlockedPasswordChallenge`](crate::account::UnlockedPasswordChallenge) | a device |
//! | `PUT /v1/account/password/unlocked` | [`UnlockedPasswordFinish`](crate::account::UnlockedPasswordFinish) | 204 | a device |
//! | `PUT /v1/account/recovery` | [`NewRecovery`](crate::account::NewRecovery) | 204 | a device |
//! | `GET /v1/devices` | | [`Devices`](crate::account::Devices) | a device |
//! | `PUT /v1/devices/{device}` | [`RenameDevice`](crate::account::RenameDevice) | 204 | a device |
//! | `DELETE /v1/devices/{device}` | | 204 | a device |
//! | `POST /v1/billing/quota` | see the server's documentation | 204 | a billing system |
//! | `GET /v1/usage` | | [`Usage`](crate::server::Usage) | a device |
//! | `GET /v1/events` | | `text/event-stream` of [`HeadEvent`](crate::HeadEvent) | a device |
//! | `GET /v1/libraries/{library}/changes` | [`ChangesQuery`](crate::record::ChangesQuery) | [`Page`](crate::record::Page) | a member |
//! | `GET /v1/libraries/{library}/backfill` | [`BackfillQuery`](crate::record::BackfillQuery) | [`Backfill`](crate::record::Backfill) | a member |
//! | `GET /v1/libraries/{library}/digest` | | [`LibraryDigest`](crate::record::LibraryDigest) | a member |
//! | `GET /v1/libraries/{library}/listing` | [`ListingQuery`](crate::record::ListingQuery) | [`Listing`](crate::record::Listing) | a member |
//! | `POST /v1/libraries/{library}/records` | [`FetchRecords`](crate::record::FetchRecords) | [`Fetched`](crate::record::Fetched) | a member |
//! | `POST /v1/libraries/{library}/commit` | [`Commit`](crate::record::Commit) | [`Committed`](crate::record::Committed) | a member |
//! | `POST /v1/libraries/{library}/plan` | [`Plan`](crate::part::Plan) | [`Planned`](crate::part::Planned) | a member |
//! | `POST /v1/libraries/{library}/permits` | [`Plan`](crate::part::Plan) | [`Permits`](crate::part::Permits) | a member |
//! | `POST /v1/libraries/{library}/release` | [`Release`](crate::part::Release) | 204 | a member |
//! | `POST /v1/libraries/{library}/parts` | [`frames`](crate::part::frames) | [`Put`](crate::part::Put) | a member |
//! | `POST /v1/libraries/{library}/parts/fetch` | [`FetchParts`](crate::part::FetchParts) | [`frames`](crate::part::frames) | a member |
//! | `PUT /v1/libraries/{library}/parts/{part}` | the sealed bytes | 204 | a member, or whoever has a permit |
//! | `GET /v1/libraries/{library}/parts/{part}` | | the sealed bytes | a member |
//! | `POST /v1/libraries/{library}/proof` | [`Challenge`](crate::part::Challenge) | [`Proof`](crate::part::Proof) | a member |
//!
//! *Anybody* still carries the handshake headers on `/v1`. *A device* carries `Authorization: Bearer ACCESS-TOKEN`. *A
//! member* is a device whose account is a member of the library; everybody else is answered 404, as if it did not exist. A
//! *permit* stands in the place of the access token.

use crate::id::{DeviceId, LibraryId, PartId};

/// Liveness: answers 200 while the process serves.
pub const HEALTH: &str = "/health";
/// What the server says of itself.
pub const SERVER: &str = "/v1/server";
/// Proves at an address which server it is.
pub const SERVER_PROOF: &str = "/v1/server/proof";
/// The API's description.
pub const OPENAPI: &str = "/v1/openapi.json";
/// First step of a sign-up.
pub const SIGNUP_START: &str = "/v1/signup/start";
/// Second step of a sign-up.
pub const SIGNUP_FINISH: &str = "/v1/signup/finish";
/// First step of a sign-in.
pub const SIGNIN_START: &str = "/v1/signin/start";
/// Second step of a sign-in.
pub const SIGNIN_FINISH: &str = "/v1/signin/finish";
/// First step of a recovery by words.
pub const RECOVERY_START: &str = "/v1/recovery/start";
/// Second step of a recovery: proof of the words.
pub const RECOVERY_PROVE: &str = "/v1/recovery/prove";
/// Third step of a recovery: a new password.
pub const RECOVERY_FINISH: &str = "/v1/recovery/finish";
/// New tokens for old.
pub const SESSION_REFRESH: &str = "/v1/session/refresh";
/// Ends this device's session.
pub const SESSION_SIGNOUT: &str = "/v1/session/signout";
/// The account of this device.
pub const ACCOUNT: &str = "/v1/account";
/// First step of a password change.
pub const PASSWORD_START: &str = "/v1/account/password/start";
/// Second step of a password change.
pub const PASSWORD: &str = "/v1/account/password";
/// First step of a new password from a phone that is still signed in.
pub const UNLOCKED_PASSWORD_START: &str = "/v1/account/password/unlocked/start";
/// Second step of it.
pub const UNLOCKED_PASSWORD: &str = "/v1/account/password/unlocked";
/// New recovery words.
pub const RECOVERY: &str = "/v1/account/recovery";
/// The account's devices.
pub const DEVICES: &str = "/v1/devices";
/// What the account's cloud holds.
pub const USAGE: &str = "/v1/usage";
/// Announcements of changes.
pub const EVENTS: &str = "/v1/events";

/// One device.
pub fn device(device: &DeviceId) -> String {
    format!("{DEVICES}/{device}")
}

/// An address under a library; `rest` is one of `changes`, `backfill`, `digest`, `listing`, `records`, `commit`, `plan`, `permits`, `release`,
/// `parts`, `parts/fetch`, `proof`.
pub fn library(library: &LibraryId, rest: &str) -> String {
    format!("/v1/libraries/{library}/{rest}")
}

/// One sealed part.
pub fn part(library: &LibraryId, part: &PartId) -> String {
    format!("/v1/libraries/{library}/parts/{part}")
}
