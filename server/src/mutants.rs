//! Mistakes that can be planted, so that it is seen whether the simulation would find them.
//!
//! Without the feature `mutants`, which only the simulation's own test turns on, there is nothing here: [`mutant`] is
//! false at compile time.

#[cfg(feature = "mutants")]
mod planted {
    use std::sync::{PoisonError, RwLock};

    static PLANTED: RwLock<String> = RwLock::new(String::new());

    /// Plants one mistake in this process in place of another; an empty name plants none.
    pub fn plant(name: &str) {
        name.clone_into(&mut PLANTED.write().unwrap_or_else(PoisonError::into_inner));
    }

    pub(crate) fn mutant(name: &str) -> bool {
        *PLANTED.read().unwrap_or_else(PoisonError::into_inner) == name
    }
}

#[cfg(feature = "mutants")]
pub(crate) use planted::mutant;
#[cfg(feature = "mutants")]
pub use planted::plant;

/// Whether this mistake is planted.
#[cfg(not(feature = "mutants"))]
pub(crate) const fn mutant(_: &str) -> bool {
    false
}
