//! The engine as Swift and Kotlin see it: every function of an app, over [`safelight_core`], with UniFFI.
//!
//! An app never calls this by hand. It adds the package for its language (`bindings/swift`, `bindings/kotlin`), whose
//! hand-written part stands on what is generated from here. What this crate promises them:
//!
//! - **Thin.** Values are described once, not copied, wherever the engine's own type can cross ([`values`]). Where a sentence
//!   belongs to a value, it crosses with the sentence in the reader's language ([`told`]).
//! - **Two steps to start.** [`register`] is synchronous and opens nothing; [`Registration::open`] opens, migrates, and gives
//!   the same handle to whoever asks in this process. What comes earlier waits in [`Registration::opened`].
//! - **Nothing synchronous blocks.** No synchronous function touches the disk, the network or the store's lock; a test lists
//!   them all.
//! - **Every future may be dropped, every long call may be cancelled** by a [`CancelToken`]: Kotlin drops, Swift does not.
//!   Work runs on a runtime of its own, never on the caller's thread, and a panic arrives as [`SafelightError::Bug`].
//! - **One error type**, sorted by what an app can do ([`SafelightError`]). What an app's own object throws is one of its
//!   variants, too, and never a crash.
//! - **While suspended, no file is locked**: [`Safelight::suspend`] closes the store, and calls wait for
//!   [`Safelight::resume`].
//! - **Small steps.** Pages of at most 200, changes as ids, progress about ten times a second, photos by path.
//!
//! It decides nothing: what may run, what a photo is, what an error means is known in the engine.

#![allow(unsafe_code, reason = "UniFFI's macros write the C side; of our own there is one line, in ports/photos.rs")]

mod cancel;
mod door;
mod error;
mod locale;
mod log;
mod page;
mod progress;
mod registration;
mod runtime;
mod safelight;
mod streams;

pub mod ports;
pub mod told;
pub mod values;

pub use cancel::CancelToken;
pub use error::{Reason, SafelightError};
pub use locale::Reader;
pub use log::{LogLevel, LogLine, LogSink};
pub use page::{AssetPage, AssetQuery, LARGEST_PAGE};
pub use progress::{FileProgress, FileProgressListener, Progress, ProgressListener};
pub use registration::{
    Configuration, OpenListener, OpenStage, OperatingSystem, PlatformObjects, ProcessKind, Registration, register,
    version,
};
pub use safelight::Safelight;
pub use streams::{ChangeEvent, ChangeStream, StatusStream, SyncStream};

uniffi::setup_scaffolding!("safelight");
