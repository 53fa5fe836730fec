//! The person's account: signing up and in, recovery by words, sessions, devices.
//!
//! - [`Enrolment`] makes a device part of an account: sign-up, sign-in, recovery. It ends with keys and tokens durable in
//!   the [`KeyVault`](crate::ports::KeyVault) and gives back what may be stored in the open.
//! - [`Session`] speaks for a device that is signed in: it adds the access token to calls and renews it.
//! - [`unlock`] gives a device its keys back when the app starts, without asking anybody.
//!
//! Promises: the password and every key stay on the device; a lost answer, a kill between any two steps or a second process
//! signs nobody out; what the server ended stays ended and says why, and the keys stay all the same. Nothing here wipes a
//! key but [`forget`]. Does not: keep a database, show words, or touch photos.

mod changes;
mod enrolment;
mod error;
mod kept;
mod opaque;
mod password;
mod session;
mod unlocked;

pub use changes::AccountDevice;
pub use enrolment::{Arrival, Enrolment, SignedIn};
pub use error::{AccountError, End, SessionError};
pub use kept::{InstallationId, Unlocked, forget, installation, make_installation, unlock};
pub use opaque::StretchPolicy;
pub use password::Weakness;
pub use session::{OnlyProcess, RefreshBusy, RefreshGuard, RefreshPermit, Session};
pub use unlocked::ChangedElsewhere;
