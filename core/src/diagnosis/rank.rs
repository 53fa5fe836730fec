//! In which order causes are told: what stops everything before what stops some of it; within that, what the person chose
//! or can mend now before what passes by itself or is somebody else's; within that, this table from top to bottom.

use crate::policy::{Mend, Scope};

/// Every code that a diagnosis may name, with who ends it. Those that the policy names stand in its order.
#[rustfmt::skip]
const ORDER: &[(&str, Mend)] = &[
    ("acct.sync_off",       Mend::Person),
    ("eng.paused",          Mend::Person),
    ("net.offline",         Mend::Person),
    ("net.captive",         Mend::Person),
    ("net.app_cell_denied", Mend::Person),
    ("net.roaming",         Mend::Person),
    ("net.data_saver",      Mend::Person),
    ("net.wifi_required",   Mend::Person),
    ("net.vpn_metered",     Mend::Person),
    ("net.expensive",       Mend::Person),
    ("net.budget",          Mend::Person),
    ("net.low_data",        Mend::Person),
    ("net.lan_denied",      Mend::Person),
    ("net.vpn_down",        Mend::Person),
    ("net.relay",           Mend::Person),
    ("net.unvalidated",     Mend::Person),
    ("srv.address",         Mend::Person),
    ("net.tls_required",    Mend::Person),
    ("net.tls_untrusted",   Mend::Person),
    ("acct.signed_out",     Mend::Person),
    ("acct.reauth",         Mend::Person),
    ("acct.revoked",        Mend::Person),
    ("acct.key_missing",    Mend::Person),
    ("acct.deleted",        Mend::Person),
    ("acct.terms",          Mend::Person),
    ("acct.payment",        Mend::Person),
    ("acct.locked",         Mend::Others),
    ("ver.client_old",      Mend::Person),
    ("ver.server_old",      Mend::Others),
    ("eng.database",        Mend::Person),
    ("bg.locked_boot",      Mend::Person),
    ("acct.vault",          Mend::Person),
    ("disk.device",         Mend::Person),
    ("acct.os_sync_off",    Mend::Person),
    ("acct.profile_locked", Mend::Person),
    ("bg.refresh_off",      Mend::Person),
    ("bg.disabled",         Mend::Person),
    ("bg.force_quit",       Mend::Person),
    ("bg.hibernated",       Mend::Person),
    ("bg.oem",              Mend::Others),
    ("bg.quota",            Mend::Others),
    ("bg.doze",             Mend::Others),
    ("bg.resources",        Mend::Others),
    ("bg.fgs_timeout",      Mend::Others),
    ("lib.not_asked",       Mend::Person),
    ("lib.denied",          Mend::Person),
    ("lib.restricted",      Mend::Others),
    ("acct.managed",        Mend::Others),
    ("acct.child",          Mend::Others),
    ("lib.location_stripped", Mend::Person),
    ("lib.unavailable",     Mend::Others),
    ("bg.ext_off",          Mend::Person),
    ("bg.job_limit",        Mend::Others),
    ("load.system",         Mend::Others),
    ("net.satellite",       Mend::Others),
    ("quota.full",          Mend::Person),
    ("pwr.not_charging",    Mend::Person),
    ("pwr.low",             Mend::Person),
    ("pwr.saver",           Mend::Person),
    ("eng.hours",           Mend::Person),
    ("net.clock",           Mend::Person),
    ("heat",                Mend::Others),
    ("srv.impostor",        Mend::Others),
    ("srv.maintenance",     Mend::Others),
    ("srv.429",             Mend::Others),
    ("srv.cert_expired",    Mend::Others),
    ("srv.outage",          Mend::Others),
    ("srv.5xx",             Mend::Others),
    ("srv.foreign",         Mend::Others),
    ("net.dns",             Mend::Others),
    ("net.not_home",        Mend::Others),
    ("net.blocked",         Mend::Others),
    ("net.proxy_limit",     Mend::Others),
    ("disk.server",         Mend::Others),
    ("eng.lock",            Mend::Others),
    ("eng.backoff",         Mend::Others),
    ("acct.mismatch",       Mend::Person),
    ("bg.optimised",        Mend::Person),
    ("bg.bucket",           Mend::Person),
    ("bg.no_window",        Mend::Person),
    ("net.poor",            Mend::Others),
    ("bg.expired",          Mend::Others),
    ("bg.notif_denied",     Mend::Person),
    ("bg.memory",           Mend::Others),
    ("lib.limited",         Mend::Person),
    ("eng.unknown_stall",   Mend::Person),
];

/// Who ends a cause. A code of another version is nobody's here.
pub(super) fn mend(code: &str) -> Mend {
    ORDER.iter().find(|(known, _)| *known == code).map_or(Mend::Others, |(_, mend)| *mend)
}

/// A place in the order: what has the lower one is told first.
pub(super) fn rank(code: &str, scope: Scope) -> (Scope, Mend, usize) {
    let place = ORDER.iter().position(|(known, _)| *known == code).unwrap_or(ORDER.len());
    (scope, mend(code), place)
}

#[cfg(test)]
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    ORDER.iter().map(|(code, _)| *code)
}
