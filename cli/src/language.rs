//! For whom the terminal speaks: `SAFELIGHT_LANG`, else `LC_ALL`, `LC_MESSAGES` or `LANG`.

use std::sync::LazyLock;

use safelight_core::Locale;
use safelight_core::ports::{Clock, SystemClock};

/// The environment of a process does not change.
static LOCALE: LazyLock<Locale> =
    LazyLock::new(|| Locale::from_environment(|name| std::env::var(name).ok()).in_zone(SystemClock.zone()));

/// The language, clock and zone of whoever reads.
pub(crate) fn locale() -> &'static Locale {
    &LOCALE
}
