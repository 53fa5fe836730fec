use jiff::Timestamp;
use safelight_core::history::{Ending, Expected, Moved, Window};
use safelight_core::policy::Class;
use safelight_core::wake::{WakeKind, WakeNetwork};
use safelight_core::why::{HopKind, HopState, Where};
use safelight_core::{WakePlan, WakeRequest};

/// How a window ended.
#[uniffi::remote(Enum)]
pub enum Ending {
    /// All that might be done was done.
    Done,
    /// Its time or its bytes were used up.
    Expired,
    /// Somebody told it to stop.
    Stopped,
    /// The process was ended in the middle of it.
    Killed,
    /// Something went wrong.
    Failed,
}

/// What a window moved.
#[uniffi::remote(Record)]
pub struct Moved {
    /// Records, both ways.
    pub records: u64,
    /// Originals that were sent in whole.
    pub originals: u64,
    /// Bytes of files that were sent.
    pub sent: u64,
    /// Bytes of files that arrived.
    pub received: u64,
}

/// One slot in which something let the engine run.
#[uniffi::remote(Record)]
pub struct Window {
    /// Who moved the bytes: a fact's word, or `unknown`.
    pub lane: String,
    /// Where the app was: a fact's word, or `unknown`.
    pub app_state: String,
    /// What the system calls the slot, if the shell said.
    pub task: Option<String>,
    /// Whether it was the person's own wish.
    pub wish: bool,
    /// How long it might be, in seconds; none: unbounded.
    pub budget_s: Option<u64>,
    /// How many bytes it might send; none: unbounded.
    pub budget_bytes: Option<u64>,
    /// When it began.
    pub from: Timestamp,
    /// When it ended, or the last that is known of it.
    pub until: Timestamp,
    /// How it ended; none while it runs.
    pub ending: Option<Ending>,
    /// Why it failed.
    pub code: Option<String>,
    /// Whether photos might go at its end.
    pub photos: bool,
    /// Whether videos might go at its end.
    pub videos: bool,
    /// How many runs it was.
    pub runs: u64,
    /// What it moved.
    pub moved: Moved,
}

/// Between which times something can be expected.
#[uniffi::remote(Record)]
pub struct Expected {
    /// Not before.
    pub from: Timestamp,
    /// Not after.
    pub to: Timestamp,
}

/// A piece of a photo that travels by itself.
#[uniffi::remote(Enum)]
pub enum HopKind {
    /// That there is a photo, and what is known of it.
    Record,
    /// The small picture.
    Thumbnail,
    /// What the camera made.
    Original,
}

/// Where it is now.
#[uniffi::remote(Enum)]
pub enum Where {
    /// On this phone only.
    Here,
    /// In the cloud, not on this phone.
    Cloud,
    /// On this phone and in the cloud.
    Both,
    /// On another phone only.
    Elsewhere,
    /// Nowhere any more.
    Lost,
    /// There is none.
    None,
}

/// How it stands with it.
#[uniffi::remote(Enum)]
pub enum HopState {
    /// Where it belongs.
    Arrived,
    /// On its way.
    Moving,
    /// It waits.
    Waits,
    /// It was tried and set aside, or is lost.
    Failed,
}

/// Over which networks a slot is wanted.
#[uniffi::remote(Enum)]
pub enum WakeNetwork {
    /// None is needed.
    None,
    /// Any.
    Any,
    /// One that does not cost.
    Unmetered,
}

/// What kind of slot.
#[uniffi::remote(Enum)]
pub enum WakeKind {
    /// Some seconds, often.
    ShortRefresh,
    /// Minutes, when the phone is idle.
    LongProcessing,
}

/// One thing to ask of the system.
#[uniffi::remote(Record)]
pub struct WakeRequest {
    /// What kind of slot.
    pub kind: WakeKind,
    /// For which classes of work.
    pub classes: Vec<Class>,
    /// Over which network.
    pub network: WakeNetwork,
    /// Whether only while it charges.
    pub charger: bool,
    /// Not before; none: as soon as the system likes.
    pub not_before: Option<Timestamp>,
    /// Bytes that are to be sent, roughly.
    pub bytes: u64,
}

/// What to ask of the system before the app sleeps.
#[uniffi::remote(Record)]
pub struct WakePlan {
    /// At most one of each kind, the short one first.
    pub requests: Vec<WakeRequest>,
    /// Codes of what the system can't wait for: the person must end it.
    pub asleep: Vec<String>,
}
