use std::sync::Arc;

use rand_core::{CryptoRng, OsRng, RngCore};

/// Randomness. The only generator that the core uses; it must be fit for keys.
pub trait Rng: Send + Sync {
    /// Fills `bytes` with random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// An array of `N` random bytes.
pub(crate) fn random<const N: usize>(rng: &dyn Rng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill(&mut bytes);
    bytes
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRng;

impl Rng for SystemRng {
    fn fill(&self, bytes: &mut [u8]) {
        OsRng.fill_bytes(bytes);
    }
}

/// The port in the shape that cryptographic crates ask for.
pub struct PortRng<'a>(pub &'a Arc<dyn Rng>);

impl std::fmt::Debug for PortRng<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PortRng")
    }
}

impl RngCore for PortRng<'_> {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(random(self.0.as_ref()))
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(random(self.0.as_ref()))
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        self.0.fill(dest);
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core::Error> {
        self.0.fill(dest);
        Ok(())
    }
}

impl CryptoRng for PortRng<'_> {}
