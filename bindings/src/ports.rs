//! What an app gives: its key store, its photo library, pictures that only its system can draw, who carries bytes while it
//! sleeps, its unlock.
//!
//! Each is a trait that Swift or Kotlin implements, with a thin adapter to the engine's own port. They are called on threads
//! that may block, never under a lock. What an implementation throws that it has not declared becomes a failure of its kind,
//! is written to the log, and is never a crash; none of it signs anybody out or wipes anything.

mod carrier;
mod photos;
mod renderer;
mod unlock;
mod vault;

pub use carrier::{Carrier, Header, Ticket};
pub use photos::{Original, PhotoExtras, PhotoSource, PhotoSourceFailure};
pub use renderer::{MediaRenderer, RenderFailure};
pub use unlock::{DeviceUnlock, UnlockFailure};
pub use vault::{KeyVault, VaultFailure};

pub(crate) use carrier::AppCarrier;
pub(crate) use photos::AppPhotos;
pub(crate) use renderer::AppRenderer;
pub(crate) use unlock::AppUnlock;
pub(crate) use vault::AppVault;

/// A line for the log about an object of the app that failed.
fn noted(what: &str, detail: &str) {
    crate::log::note(crate::log::LogLevel::Warning, what, detail);
}
