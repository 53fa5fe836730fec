//! Chance that can be repeated: every random number of a simulation comes from its seed.

use std::sync::atomic::{AtomicU64, Ordering};

/// A stream of random numbers. Who forks one for itself does not shift what others draw.
#[derive(Debug)]
pub(crate) struct Chance(AtomicU64);

impl Chance {
    /// The stream of a seed.
    pub(crate) fn of_seed(seed: u64) -> Self {
        Self(AtomicU64::new(mix(seed ^ 0x5afe_1197)))
    }

    /// A stream of its own, named so that it does not depend on the order of forks.
    pub(crate) fn fork(&self, name: &str) -> Self {
        let state = self.0.load(Ordering::Relaxed);
        Self(AtomicU64::new(name.bytes().fold(state, |state, byte| mix(state ^ u64::from(byte)))))
    }

    /// Sixty-four random bits (SplitMix64).
    pub(crate) fn next(&self) -> u64 {
        mix(self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed))
    }

    /// A number below `end`, which is at least 1.
    pub(crate) fn below(&self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// True once in so many times.
    pub(crate) fn one_in(&self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// One of several; none of none.
    pub(crate) fn pick<'a, T>(&self, items: &'a [T]) -> Option<&'a T> {
        let index = self.below(u64::try_from(items.len()).unwrap_or(1));
        items.get(usize::try_from(index).unwrap_or(0))
    }

    fn fill_bytes(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let random = self.next().to_le_bytes();
            for (byte, random) in chunk.iter_mut().zip(random) {
                *byte = random;
            }
        }
    }
}

impl safelight_core::ports::Rng for Chance {
    fn fill(&self, bytes: &mut [u8]) {
        self.fill_bytes(bytes);
    }
}

impl safelight_server::Rng for Chance {
    fn fill(&self, bytes: &mut [u8]) {
        self.fill_bytes(bytes);
    }
}

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
