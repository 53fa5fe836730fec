//! An account's room, and whether something still fits into it.
//!
//! The last tenth of a quota, at most 1 GiB, is kept for small parts, so that thumbnails still fit into a full cloud. What
//! is used and reserved together never passes the quota by a plan.

use safelight_protocol::SMALL_PART_BYTES;
use safelight_protocol::server::Usage;

const MOST_KEPT_FOR_SMALL: u64 = 1024 * 1024 * 1024;

/// Something does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    /// Bytes that it needs.
    pub need: u64,
    /// Bytes that are free for it.
    pub have: u64,
}

/// Bytes that somebody asks for, by the size of the parts that they come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Wanted {
    large: u64,
    small: u64,
}

impl Wanted {
    pub(crate) fn add(&mut self, bytes: u64) {
        let sum = if bytes <= SMALL_PART_BYTES { &mut self.small } else { &mut self.large };
        *sum = sum.saturating_add(bytes);
    }
}

/// The usage of an account with this quota.
pub(crate) fn usage(quota: u64, used: u64, reserved: u64) -> Usage {
    Usage { quota, used, reserved, kept_for_small: (quota / 10).min(MOST_KEPT_FOR_SMALL) }
}

/// Whether it fits: large parts into what is not kept for small ones, and all of it into the quota.
pub(crate) fn fits(usage: &Usage, wanted: Wanted) -> Result<(), Short> {
    let need = wanted.large.saturating_add(wanted.small);
    if need == 0 {
        return Ok(());
    }
    let free = usage.quota.saturating_sub(usage.used.saturating_add(usage.reserved));
    let free_for_large = free.saturating_sub(usage.kept_for_small);
    if wanted.large > free_for_large {
        return Err(Short { need, have: free_for_large });
    }
    if need > free {
        return Err(Short { need, have: free });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(parts: &[u64]) -> Wanted {
        let mut wanted = Wanted::default();
        parts.iter().for_each(|bytes| wanted.add(*bytes));
        wanted
    }

    #[test]
    fn large_parts_leave_the_last_tenth_to_small_ones() {
        let usage = usage(10_000_000, 8_000_000, 500_000);
        assert_eq!(usage.kept_for_small, 1_000_000);
        assert_eq!(fits(&usage, wanted(&[500_000])), Ok(()));
        assert_eq!(fits(&usage, wanted(&[500_001])), Err(Short { need: 500_001, have: 500_000 }));
        assert_eq!(fits(&usage, wanted(&[100_000; 15])), Ok(()));
        assert_eq!(fits(&usage, wanted(&[100_001; 15])), Err(Short { need: 1_500_015, have: 1_500_000 }));
    }

    #[test]
    fn nothing_fits_always_and_something_never_into_less_than_nothing() {
        let over = usage(100, 200, 50);
        assert_eq!(fits(&over, Wanted::default()), Ok(()));
        assert_eq!(fits(&over, wanted(&[1])), Err(Short { need: 1, have: 0 }));
    }

    #[test]
    fn at_most_one_gibibyte_is_kept() {
        assert_eq!(usage(u64::MAX, 0, 0).kept_for_small, 1 << 30);
    }
}
