//! The real programs: `safelight-server` and `safelight` as processes of their own, with a wire between them that counts.
//!
//! A [`Cloud`] is a server on a temporary folder; it can be killed and started again. A [`Phone`] is a home in a temporary
//! folder on which `safelight` is run. Each phone reaches the cloud over a [`Wire`] of its own, which forwards bytes, knows
//! every request and answer on it, and can be stopped, slowed and cut at a byte.

mod binaries;
mod cloud;
mod files;
mod http;
mod phone;
mod wire;

pub use binaries::{cli, program, server};
pub use cloud::Cloud;
pub use files::{Photo, exif_photo, heic, noise, photo, sha256, video};
pub use phone::{PASSWORD, Phone, Ran, Running};
pub use wire::{Exchange, Way, Wire};

/// A generator that gives the same numbers in every run.
#[derive(Debug, Clone)]
pub struct Seeded(u64);

impl Seeded {
    /// From this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number (SplitMix64).
    pub fn next_number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next_number() % end.max(1)
    }
}
