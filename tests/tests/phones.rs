//! Phones and a cloud as real processes: what the command line promises, and what survives `kill -9`.

#[path = "phones/account.rs"]
mod account;
#[path = "phones/addresses.rs"]
mod addresses;
#[path = "phones/authority.rs"]
mod authority;
#[path = "phones/conditions.rs"]
mod conditions;
#[path = "phones/conformance.rs"]
mod conformance;
#[path = "phones/contract.rs"]
mod contract;
#[path = "phones/diagnosis.rs"]
mod diagnosis;
#[path = "phones/forbidden.rs"]
mod forbidden;
#[path = "phones/gallery.rs"]
mod gallery;
#[path = "phones/history.rs"]
mod history;
#[path = "phones/homes.rs"]
mod homes;
#[path = "phones/killed.rs"]
mod killed;
#[path = "phones/language.rs"]
mod language;
#[path = "phones/live.rs"]
mod live;
#[path = "phones/restored.rs"]
mod restored;
#[path = "phones/room.rs"]
mod room;
#[path = "phones/secrets.rs"]
mod secrets;
#[path = "phones/terminal.rs"]
mod terminal;
#[path = "phones/together.rs"]
mod together;
#[path = "phones/told.rs"]
mod told;
#[path = "phones/walk.rs"]
mod walk;
