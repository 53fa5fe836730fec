//! Mistakes that can be planted, so that it is seen whether the simulation would find them.
//!
//! Without the feature `mutants`, which only the simulation's own test turns on, there is nothing here: [`mutant`] is
//! false at compile time.

#[cfg(feature = "mutants")]
mod planted {
    use std::collections::BTreeMap;
    use std::sync::{Mutex, PoisonError, RwLock};

    use bytes::Bytes;
    use safelight_protocol::PartId;

    static PLANTED: RwLock<String> = RwLock::new(String::new());

    /// Plants one mistake in this process in place of another; an empty name plants none.
    pub fn plant(name: &str) {
        name.clone_into(&mut PLANTED.write().unwrap_or_else(PoisonError::into_inner));
    }

    pub(crate) fn mutant(name: &str) -> bool {
        *PLANTED.read().unwrap_or_else(PoisonError::into_inner) == name
    }

    static MEMORY: Mutex<BTreeMap<PartId, Bytes>> = Mutex::new(BTreeMap::new());

    /// Keeps parts in memory, for a server that answers from there instead of from its disk.
    pub(crate) fn remember(parts: &[(PartId, Bytes)]) {
        MEMORY.lock().unwrap_or_else(PoisonError::into_inner).extend(parts.iter().cloned());
    }

    /// A part as it once was.
    pub(crate) fn remembered(part: PartId) -> Option<Bytes> {
        MEMORY.lock().unwrap_or_else(PoisonError::into_inner).get(&part).cloned()
    }
}

#[cfg(feature = "mutants")]
pub use planted::plant;
#[cfg(feature = "mutants")]
pub(crate) use planted::{mutant, remember, remembered};

/// Whether this mistake is planted.
#[cfg(not(feature = "mutants"))]
pub(crate) const fn mutant(_: &str) -> bool {
    false
}

/// Keeps nothing.
#[cfg(not(feature = "mutants"))]
pub(crate) const fn remember(_: &[(safelight_protocol::PartId, bytes::Bytes)]) {}

/// Nothing is kept.
#[cfg(not(feature = "mutants"))]
pub(crate) const fn remembered(_: safelight_protocol::PartId) -> Option<bytes::Bytes> {
    None
}
