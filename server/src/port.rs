//! What the server takes from the machine that it runs on: time, randomness, room on its disk, and threads for work that
//! blocks.
//!
//! Nothing else in this crate reads a clock or a random generator, so that a simulation owns both.

mod blocking;
mod clock;
mod random;
mod space;

use std::sync::Arc;

pub use blocking::{Blocking, Unfinished};
pub use clock::{Clock, SystemClock};
pub(crate) use random::OpaqueRng;
pub use random::{Rng, SystemRng};
pub use space::{Space, SystemSpace};

/// The ports of one server.
#[derive(Clone)]
pub struct Ports {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub rng: Arc<dyn Rng>,
    /// Where blocking work is done.
    pub blocking: Blocking,
    /// How much room the disk has.
    pub space: Arc<dyn Space>,
}

impl Ports {
    /// The machine's own clock and randomness, and tokio's threads for blocking work.
    pub fn system() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            rng: Arc::new(SystemRng),
            blocking: Blocking::Threads,
            space: Arc::new(SystemSpace),
        }
    }
}
