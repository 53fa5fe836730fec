//! The Safelight engine: one photo library, the same on all of a person's phones and safe in a cloud they choose.
//!
//! An app opens a [`Safelight`] on a folder of its own, the *home*, and hands in its [`ports`]: clock, randomness, disk,
//! network, key store. Everything else happens here.
//!
//! ```no_run
//! use std::path::Path;
//! use std::sync::Arc;
//!
//! use safelight_core::cloud::HttpRemote;
//! use safelight_core::ports::{FileVault, NoPhotos, NoRenderer, Ports, SystemClock, SystemDisk, SystemRng, TokioWorkers};
//! use safelight_core::{Credentials, ImportOptions, Options, PageQuery, Safelight, SyncRequest};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let home = Path::new("/home/anna/photos.safelight");
//! let ports = Ports {
//!     clock: Arc::new(SystemClock),
//!     rng: Arc::new(SystemRng),
//!     workers: Arc::new(TokioWorkers),
//!     disk: Arc::new(SystemDisk),
//!     remote: Arc::new(HttpRemote::new()?),
//!     vault: Arc::new(FileVault::new(home.join("vault"))),
//!     photos: Arc::new(NoPhotos),
//!     renderer: Arc::new(NoRenderer),
//! };
//! let safelight = Safelight::open(home, ports, Options::new("my-gallery/1.0.0")).await?;
//!
//! safelight
//!     .sign_in(&Credentials {
//!         server: "https://photos.example.org".into(),
//!         email: "anna@example.org".into(),
//!         password: "correct horse battery staple".into(),
//!         device_name: "Anna's laptop".into(),
//!     })
//!     .await?;
//!
//! // Durable on this device when it returns.
//! safelight.import(&["DCIM".into()], ImportOptions::default(), |_| {}).await?;
//!
//! // Does what can be done now, and says what can't and why.
//! let (stop, stopped) = tokio::sync::watch::channel(false);
//! let outcome = safelight.sync(SyncRequest::default(), stopped).await?;
//! for hold in &outcome.holds {
//!     println!("{}", hold.sentence(&safelight_core::Sentences::english()));
//! }
//!
//! for photo in safelight.page(PageQuery::default()).await?.assets {
//!     println!("{} {}", photo.taken_at, photo.file_name);
//! }
//! # drop(stop);
//! # Ok(())
//! # }
//! ```
//!
//! # What it promises
//!
//! 1. **Never lost.** A photo that was reported as imported is on this device or proven to be in the cloud, at every
//!    instant, whatever dies. See [`ImportReport`] and the module docs of `library` and `sync`.
//! 2. **Never back from the dead.** What was deleted for good is not uploaded again by any device.
//! 3. **Never twice.** The same bytes are stored once, from however many devices they come.
//! 4. **Never over the line.** No byte crosses a network that the person or the system forbids, not one over its data
//!    budget. See [`policy`] and the module docs of `gate`.
//! 5. **Never silent.** Whatever waits has a reason: a [`Hold`] with a code, evidence and a [`Fix`].
//! 6. **Never read.** The server holds ciphertext. See [`keys`] and [`seal`].
//!
//! # How it is built
//!
//! Three shapes do nearly all the work. *Values* are plain data. *Machines* decide without doing: what becomes of a record
//! that arrives, how two changes merge, what a file says about itself. *Ports* are the traits at the edge. A decision is
//! tested as a table; the whole is tested by a deterministic simulation that hands in ports of its own.
//!
//! Read on in this order:
//!
//! 1. [`ports`]: the edge.
//! 2. [`keys`] and [`seal`]: who can open what, and what the bytes look like.
//! 3. [`account`] and [`cloud`]: sessions, and calls to a server.
//! 4. [`record`]: the documents that a library consists of.
//! 5. [`media`]: what a file is, and what it looks like small.
//! 6. [`facts`], [`settings`] and [`policy`]: what may run now, and why not. `gate` (private) stands before every request.
//! 7. [`history`], [`why`], [`alerts`] and [`wake`]: what happened, why something is not here, what deserves to disturb, and
//!    what to ask of the system next.
//! 8. `library` (private): what the person does. `sync` (private): how it reaches the other phones. `store` (private): the
//!    local database; its schema in words is `core/src/store/schema.sql`.

mod borrowed;
mod card;
mod doctor;
mod gate;
mod home;
mod library;
mod metered;
mod mutants;
mod press;
mod room;
mod safelight;
mod sentences;
mod status;
mod store;
mod sync;
mod telling;
mod tickets;

pub mod account;
pub mod alerts;
pub mod cloud;
pub mod diagnosis;
pub mod facts;
pub mod history;
pub mod keys;
pub mod media;
pub mod policy;
pub mod ports;
pub mod reasons;
pub mod record;
pub mod seal;
pub mod settings;
pub mod wake;
pub mod why;

pub use alerts::Alert;
pub use card::{Explanation, explain};
pub use doctor::{DoctorReport, Mended};
pub use home::HomeError;
pub use library::{
    AlbumError, AssetDetails, AssetView, Changed, Choices, CursorError, Edit, EditError, ExportError, ExportReport,
    GalleryAnswer, GalleryChange, ImportFailure, ImportOptions, ImportProgress, ImportReport, OriginalPlace, Page,
    PageCursor, PageQuery, Placement, Purged, ResourceView, SafetyState, Shelf,
};
#[cfg(feature = "mutants")]
pub use mutants::plant;
pub use press::{PressError, Pressed};
pub use reasons::{Fix, Hold, Severity, WorkClass};
pub use record::{Camera, DeviceCard, HistoryEntry, Media, Place, ResourceKind, TakenAtSource};
pub use room::{
    Askable, CouldGo, Evicted, Forecast, FreeUpPlan, Kept, ProofReport, RoomMade, RoomRequestPlan, RoomRequested,
    RoomWarning, Unproven, VerifyScope,
};
pub use safelight::{
    AuthorityError, ConditionsError, Credentials, Identity, Options, Safelight, SafelightError, SignIn, SignedOut,
    Unsent, UnsentChoice,
};
pub use sentences::{HourCycle, Language, Locale, Sentences};
pub use status::{CloudUsage, DeviceUsage, EraseCheck, Status, StatusState, UsageReport};
pub use store::StoreError;
pub use store::albums::AlbumRow;
pub use store::findings::StoredFinding;
pub use store::gallery::InGallery;
pub use store::sources::{SourceFile, SourceRow, SourceState};
pub use store::work::Delayed;
pub use sync::{FetchError, Pending, Received, RunBudget, Sent, SyncError, SyncOutcome, SyncRequest, WatchEvent};
pub use telling::{Piece, Told, awaited};
pub use tickets::Carriage;
pub use wake::{WakePlan, WakeRequest};
pub use why::Why;
