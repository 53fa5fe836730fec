//! The API over HTTP: every route with its row, and what all of them have in common.
//!
//! A route can only be added together with its [`Route`]: router, OpenAPI and the isolation tests are made from one table.

mod account;
mod address;
mod billing;
mod body;
mod devices;
mod drain;
mod events;
mod handshake;
mod identity;
mod library;
mod openapi;
mod parts;
mod permits;
mod recovery;
mod session;
mod signin;
mod signup;
mod unlocked_password;
mod who;

pub(crate) use handshake::{PROTOCOL_MIN, version};
pub(crate) use signup::invitation_hash;

use axum::Router;
use axum::routing::{MethodRouter, delete, get, post, put};
use http::Method;
use safelight_protocol::codes;

use crate::app::App;
use crate::refusal::Refusal;

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody.
    Anybody,
    /// The holder of a refresh token and of the device key.
    Refresher,
    /// A billing system that signs what it says, where one is listened to.
    Biller,
    /// A signed-in device.
    Device,
    /// A device whose account is a member of the library in the path.
    Member,
}

/// One address of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with `{library}`, `{device}` and `{part}` for ids.
    pub path: &'static str,
    /// Who may ask.
    pub who: Who,
    /// The type of the request in the protocol crate; a media type where it is not JSON; empty where there is none.
    pub request: &'static str,
    /// The type of the answer, likewise.
    pub answer: &'static str,
    /// What it is for.
    pub says: &'static str,
}

/// Every address of the API.
pub fn routes() -> Vec<Route> {
    table().into_iter().map(|(route, _)| route).collect()
}

/// The whole API as a service.
pub(crate) fn router(app: App) -> Router {
    let mut router = Router::new();
    for (route, handler) in table() {
        router = router.route(route.path, handler);
    }
    router
        .fallback(|| async { Refusal::not_found() })
        .method_not_allowed_fallback(|| async { Refusal::new(codes::METHOD) })
        .layer(axum::middleware::from_fn_with_state(app.clone(), handshake::check))
        .layer(axum::middleware::from_fn_with_state(app.clone(), drain::rest))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(handshake::after_panic))
        .layer(axum::middleware::from_fn_with_state(app.clone(), handshake::stamp))
        .with_state(app)
}

fn table() -> Vec<(Route, MethodRouter<App>)> {
    [open_routes(), account_routes(), library_routes()].concat()
}

macro_rules! row {
    ($method:ident $path:literal, $who:ident, $request:literal => $answer:literal, $says:literal, $handler:expr) => {
        (
            Route {
                method: Method::$method,
                path: $path,
                who: Who::$who,
                request: $request,
                answer: $answer,
                says: $says,
            },
            $handler,
        )
    };
}

fn open_routes() -> Vec<(Route, MethodRouter<App>)> {
    vec![
        row!(GET "/health", Anybody, "" => "text/plain", "The process serves", get(|| async { "ok" })),
        row!(GET "/v1/server", Anybody, "" => "ServerDescription", "What the server says of itself", get(openapi::server)),
        row!(POST "/v1/server/proof", Anybody, "ProveIdentity" => "IdentityProof", "Proves which server this is", post(identity::prove)),
        row!(GET "/v1/openapi.json", Anybody, "" => "OpenAPI", "This description", get(openapi::description)),
        row!(POST "/v1/signup/start", Anybody, "SignupStart" => "SignupChallenge", "First step of a sign-up", post(signup::start)),
        row!(POST "/v1/signup/finish", Anybody, "SignupFinish" => "Session", "Makes the account", post(signup::finish)),
        row!(POST "/v1/signin/start", Anybody, "SigninStart" => "SigninChallenge", "First step of a sign-in", post(signin::start)),
        row!(POST "/v1/signin/finish", Anybody, "SigninFinish" => "Session", "Proves the password", post(signin::finish)),
        row!(POST "/v1/recovery/start", Anybody, "RecoveryStart" => "RecoveryChallenge", "First step of a recovery", post(recovery::start)),
        row!(POST "/v1/recovery/prove", Anybody, "RecoveryProve" => "RecoveryGrant", "Proves the recovery words", post(recovery::prove)),
        row!(POST "/v1/recovery/finish", Anybody, "RecoveryFinish" => "Session", "Sets the new password", post(recovery::finish)),
        row!(POST "/v1/session/refresh", Refresher, "Refresh" => "Tokens", "New tokens for old", post(session::refresh)),
        row!(POST "/v1/billing/quota", Biller, "application/json" => "", "A billing system sets a quota, signed", post(billing::quota)),
    ]
}

fn account_routes() -> Vec<(Route, MethodRouter<App>)> {
    vec![
        row!(POST "/v1/session/signout", Device, "" => "", "Ends this device's session", post(session::signout)),
        row!(GET "/v1/account", Device, "" => "Account", "The account", get(account::account)),
        row!(DELETE "/v1/account", Device, "DeleteAccount" => "Account", "Deletes the account in 14 days", delete(account::delete)),
        row!(POST "/v1/account/password/start", Device, "PasswordStart" => "PasswordChallenge", "First step of a password change", post(account::password_start)),
        row!(PUT "/v1/account/password", Device, "PasswordFinish" => "", "Replaces the password", put(account::password_finish)),
        row!(POST "/v1/account/password/unlocked/start", Device, "UnlockedPasswordStart" => "UnlockedPasswordChallenge", "First step of a new password without the old one", post(unlocked_password::start)),
        row!(PUT "/v1/account/password/unlocked", Device, "UnlockedPasswordFinish" => "", "Sets it, signed by the device", put(unlocked_password::finish)),
        row!(PUT "/v1/account/recovery", Device, "NewRecovery" => "", "Replaces the recovery words", put(account::replace_recovery)),
        row!(GET "/v1/devices", Device, "" => "Devices", "The account's devices", get(devices::list)),
        row!(PUT "/v1/devices/{device}", Device, "RenameDevice" => "", "Renames a device", put(devices::rename)),
        row!(DELETE "/v1/devices/{device}", Device, "" => "", "Revokes a device", delete(devices::revoke)),
        row!(GET "/v1/usage", Device, "" => "Usage", "The account's room", get(account::usage)),
        row!(GET "/v1/events", Device, "" => "text/event-stream", "Announces changes", get(events::stream)),
    ]
}

fn library_routes() -> Vec<(Route, MethodRouter<App>)> {
    vec![
        row!(GET "/v1/libraries/{library}/changes", Member, "?ChangesQuery" => "Page", "What was committed after a cursor", get(library::changes)),
        row!(GET "/v1/libraries/{library}/backfill", Member, "?BackfillQuery" => "Backfill", "Everything, newest first", get(library::backfill)),
        row!(GET "/v1/libraries/{library}/digest", Member, "" => "LibraryDigest", "The sum over all records", get(library::digest)),
        row!(GET "/v1/libraries/{library}/listing", Member, "?ListingQuery" => "Listing", "Ids, versions and hashes", get(library::listing)),
        row!(POST "/v1/libraries/{library}/records", Member, "FetchRecords" => "Fetched", "Records by id", post(library::fetch)),
        row!(POST "/v1/libraries/{library}/commit", Member, "Commit" => "Committed", "Changes records", post(library::commit)),
        row!(POST "/v1/libraries/{library}/plan", Member, "Plan" => "Planned", "Which parts are missing; reserves room", post(parts::plan)),
        row!(POST "/v1/libraries/{library}/permits", Member, "Plan" => "Permits", "Plans parts, and permits whoever carries them to put each", post(permits::permit)),
        row!(POST "/v1/libraries/{library}/release", Member, "Release" => "", "Gives up reservations", post(parts::release)),
        row!(POST "/v1/libraries/{library}/parts", Member, "application/octet-stream" => "Put", "Many small parts in frames", post(parts::put_many)),
        row!(POST "/v1/libraries/{library}/parts/fetch", Member, "FetchParts" => "application/octet-stream", "Small parts in frames", post(parts::fetch)),
        row!(PUT "/v1/libraries/{library}/parts/{part}", Member, "application/octet-stream" => "", "One sealed part", put(parts::put_one)),
        row!(GET "/v1/libraries/{library}/parts/{part}", Member, "" => "application/octet-stream", "One sealed part; a single range if asked", get(parts::get_one)),
        row!(POST "/v1/libraries/{library}/proof", Member, "Challenge" => "Proof", "Proves that parts are stored", post(parts::proof)),
    ]
}
