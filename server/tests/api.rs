//! The API through the router, by phones that do real OPAQUE.
#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    reason = "tests"
)]

#[path = "api/phone.rs"]
mod phone;

#[path = "api/accounts.rs"]
mod accounts;
#[path = "api/address.rs"]
mod address;
#[path = "api/backups.rs"]
mod backups;
#[path = "api/events.rs"]
mod events;
#[path = "api/hygiene.rs"]
mod hygiene;
#[path = "api/identity.rs"]
mod identity;
#[path = "api/isolation.rs"]
mod isolation;
#[path = "api/library.rs"]
mod library;
#[path = "api/parts.rs"]
mod parts;
#[path = "api/permits.rs"]
mod permits;
#[path = "api/sessions.rs"]
mod sessions;
