//! The engine's values as they cross: described once, not copied.
//!
//! Each item here says the shape of a type of the engine again, for UniFFI; a shape that is not the engine's does not
//! compile. Ids are text, times are milliseconds since 1970 UTC (`Instant` in Kotlin, `Date` in Swift).

mod library;
mod room;
mod time;
mod transfer;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date as Day;
use safelight_core::Severity;
use safelight_core::policy::Class;
use safelight_core::{Identity, StatusState, WorkClass};
use safelight_protocol::{AccountId, ContentId, DeviceId, LibraryId, PartId, RecordId};

pub use library::{
    Contested, Exported, ImportDuplicate, ImportFailed, ImportIgnored, ImportReport, SourceFiles, TakeIn, Undecided,
    exported, imported,
};
pub use room::{Doctored, Mended, RoomWish};
pub use transfer::Bytes;

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident),* $(,)?) => {
        $(uniffi::custom_type!($(#[$doc])* $id, String, {
            remote,
            lower: |id| id.to_string(),
            // A typed error, which a function that can fail gives back as such.
            try_lift: |text| Ok(text.parse::<$id>().map_err(crate::SafelightError::from)?),
        });)*
    };
}

ids!(
    /// One account.
    AccountId,
    /// One installation of an app.
    DeviceId,
    /// One library.
    LibraryId,
    /// One photo, video or album.
    RecordId,
    /// One file's content, the same on all devices of a library.
    ContentId,
    /// One sealed part in the cloud.
    PartId,
);

uniffi::custom_type!(
    /// A moment: milliseconds since 1970 UTC.
    Timestamp, i64, {
        remote,
        lower: |time| time.as_millisecond(),
        try_lift: |ms| Ok(Timestamp::from_millisecond(ms)?),
    }
);

uniffi::custom_type!(
    /// A day, as `2026-05-01`.
    Day, String, {
        remote,
        lower: |day| day.to_string(),
        try_lift: |text| Ok(text.parse()?),
    }
);

/// How bad a reason is.
#[uniffi::remote(Enum)]
pub enum Severity {
    /// As it should be, or as the person chose it.
    Info,
    /// Photos wait longer than the person expects.
    Warning,
    /// Nothing goes on until somebody mends it.
    Error,
}

/// What kind of work waits.
#[uniffi::remote(Enum)]
pub enum WorkClass {
    /// All of it.
    Everything,
    /// What was changed here or elsewhere.
    Records,
    /// Thumbnails.
    Thumbnails,
    /// Originals of photos and videos.
    Originals,
    /// Originals of photos.
    Photos,
    /// Originals of videos.
    Videos,
    /// An original that somebody opens.
    OnDemand,
    /// Originals that this phone fetches by itself.
    Prefetch,
    /// Chores.
    Housekeeping,
    /// One file, or a few.
    Files,
}

/// A class of work that is judged by itself.
#[uniffi::remote(Enum)]
pub enum Class {
    /// What was changed here or elsewhere.
    Records,
    /// Thumbnails.
    Thumbnails,
    /// Originals of photos, to the cloud.
    Photos,
    /// Originals of videos, to the cloud.
    Videos,
    /// Originals that somebody opens.
    OnDemand,
    /// Originals that the phone fetches by itself.
    Prefetch,
    /// Checks and chores.
    Housekeeping,
}

/// What kind of state the library is in.
#[uniffi::remote(Enum)]
pub enum StatusState {
    /// Nothing is left to do.
    UpToDate,
    /// There is something to do, and nothing holds it up.
    Syncing,
    /// Something holds it up.
    Waiting,
    /// The person must look at something.
    Attention,
    /// Nobody is signed in.
    SignedOut,
}

/// The account, server and device that this library belongs to.
#[uniffi::remote(Record)]
pub struct Identity {
    /// The account.
    pub account: AccountId,
    /// Its e-mail address.
    pub email: String,
    /// The server's address.
    pub server: String,
    /// This device.
    pub device: DeviceId,
    /// The personal library.
    pub library: LibraryId,
}

/// Whether somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum SignInState {
    /// Nobody has signed in here yet.
    Never,
    /// Signed in.
    Active {
        /// As whom.
        identity: Identity,
    },
    /// The session has ended; photos and keys are still here.
    Ended {
        /// As who it was.
        identity: Identity,
        /// The code of why.
        code: String,
    },
}

impl From<safelight_core::SignIn> for SignInState {
    fn from(state: safelight_core::SignIn) -> Self {
        match state {
            safelight_core::SignIn::Never => Self::Never,
            safelight_core::SignIn::Active(identity) => Self::Active { identity },
            safelight_core::SignIn::Ended(identity, code) => Self::Ended { identity, code },
        }
    }
}

/// Who signs up or in, and from where.
#[derive(Clone, uniffi::Record)]
pub struct Credentials {
    /// The server's address.
    pub server: String,
    /// E-mail address.
    pub email: String,
    /// The password. Never leaves the device.
    pub password: String,
    /// What this device is called.
    pub device_name: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("server", &self.server).finish_non_exhaustive()
    }
}

impl From<Credentials> for safelight_core::Credentials {
    fn from(credentials: Credentials) -> Self {
        let Credentials { server, email, password, device_name } = credentials;
        Self { server, email, password, device_name }
    }
}

/// Words that give an account back when its password is forgotten. They are kept nowhere: show them, and let go of them.
#[derive(uniffi::Object)]
pub struct RecoveryWords(pub(crate) safelight_core::keys::RecoveryWords);

impl std::fmt::Debug for RecoveryWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryWords")
    }
}

#[uniffi::export]
impl RecoveryWords {
    /// Words as a person types them: 24, in any case, with any blanks between.
    ///
    /// # Errors
    /// A word that is none, or words that do not belong together.
    #[uniffi::constructor]
    pub fn parse(text: &str) -> Result<Arc<Self>, crate::SafelightError> {
        Ok(Arc::new(Self(safelight_core::keys::RecoveryWords::parse(text)?)))
    }

    /// The 24 words, in order.
    pub fn words(&self) -> Vec<String> {
        self.0.words().into_iter().map(str::to_owned).collect()
    }

    /// Three numbers of words, from 1, to ask back.
    pub fn numbers_to_ask(&self) -> Vec<u32> {
        let numbers = safelight_core::keys::RecoveryWords::words_to_check(&safelight_core::ports::SystemRng);
        numbers.into_iter().filter_map(|number| u32::try_from(number).ok()).collect()
    }
}

/// What a new account begins with.
#[derive(Debug, uniffi::Record)]
pub struct SignedUp {
    /// Who is signed in now.
    pub identity: Identity,
    /// The recovery words, to be shown now.
    pub words: Arc<RecoveryWords>,
}

/// A word that the person was asked back.
#[derive(Clone, uniffi::Record)]
pub struct WordAnswer {
    /// Its number, from 1.
    pub number: u32,
    /// What the person typed.
    pub word: String,
}

impl std::fmt::Debug for WordAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WordAnswer").field("number", &self.number).finish_non_exhaustive()
    }
}

/// What a sign-out or a deletion would leave behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct LeftBehind {
    /// Originals that only this device has.
    pub unsent_originals: u64,
    /// Photos with changes that only this device has.
    pub unsent_edits: u64,
    /// Photos whose original only the cloud has, as far as this device knows.
    pub only_in_cloud: u64,
    /// Their bytes.
    pub only_in_cloud_bytes: u64,
}

/// A count that crosses.
pub(crate) fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// A path that crosses. Paths that are no text exist on no phone.
pub(crate) fn path(path: PathBuf) -> String {
    path.to_string_lossy().into_owned()
}
