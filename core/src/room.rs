//! Room on the phone and in the cloud: what may leave this device, on which evidence, and in which order.
//!
//! It promises that no original leaves on faith. What may go is ordered by how useful it is here ([`leaving`]), proven to be in
//! the cloud in the act ([`proof`]), and removed by the one function that checks all of it once more
//! ([`crate::library::remove_original`]). Borrowed files are never removed: they are not ours. The system can be asked to
//! remove those in the phone's own photo library, on the same evidence ([`request`]).
//!
//! "Make room on this phone" takes this phone's copies away and nothing else. What goes from the cloud goes from all phones,
//! and is another thing with other words.

mod chores;
mod forecast;
mod free_up;
mod leaving;
mod optimise;
mod proof;
mod repair;
mod request;
mod usage;
mod verify;

pub(crate) use chores::{WHILE_FETCHED, keeps_room};
pub use forecast::Forecast;
pub(crate) use free_up::plan as free_up_plan;
pub use free_up::{CouldGo, FreeUpPlan};
pub(crate) use optimise::Asked;
pub use optimise::{Evicted, Kept, RoomMade};
pub(crate) use proof::Proven;
pub use proof::{ProofReport, Unproven, VerifyScope};
pub use request::{Askable, RoomRequestPlan, RoomRequested, RoomWarning};
pub(crate) use usage::{Outlook, could_leave, note_cloud, note_device, outlook, shortage};
