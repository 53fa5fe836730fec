//! The keys of an account and what they give: wraps, recovery words, signatures, and the secrets of a library.
//!
//! Promises: a key is a type of its own, is wiped when dropped and is never shown by `Debug`; a wrapped key opens only for
//! the account, purpose, library and generation that it was made for; whatever is wrong with a sealed thing, the answer
//! is the one [`OpenError`](crate::seal::OpenError). Does not: keep anything (that is the account's vault) or decide which
//! generation is good enough (that is the account's).
//!
//! ```text
//! password -- OPAQUE --> export key -> PasswordKey --wraps--+
//!                                                           v
//! 24 words = RecoveryKey ------------wraps----------> AccountKey --wraps--> LibraryKey   -> part and record roots
//!               |                                        |      --wraps--> ContentIdKey -> content, part and record ids
//!               +-> signs the recovery's challenge       +-> device names
//! ```
//!
//! Every derivation is HKDF-SHA256 with a label; `docs/formats.md` lists labels and bytes.

mod derivation;
mod library;
mod secret;
mod signing;
mod words;
mod wrap;

pub use library::{ContentHasher, LibrarySecrets};
pub use secret::{AccountKey, ContentIdKey, LibraryKey, PasswordKey, RecoveryKey};
pub use signing::{DeviceKey, RecoverySigner};
pub use words::{RecoveryWords, WORDS, WordsError};

pub(crate) use derivation::derive;
pub(crate) use wrap::{BoxPlace, open_box, seal_box};
