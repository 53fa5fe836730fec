//! The API through the router, by phones that do real OPAQUE.
#![allow(missing_docs, clippy::unwrap_used, clippy::cast_possible_truncation, reason = "tests")]

#[path = "api/phone.rs"]
mod phone;

#[path = "api/accounts.rs"]
mod accounts;
#[path = "api/library.rs"]
mod library;
