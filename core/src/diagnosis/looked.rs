//! What a diagnosis has looked at, and what not.

use super::Unchecked;
use super::evidence::{AccountAnswer, Evidence};
use crate::ports::{Met, Scheme};

/// Names of what was looked at.
pub(super) fn checked(evidence: &Evidence) -> Vec<&'static str> {
    let mut checked = vec!["settings", "facts", "account", "files", "space", "history", "database"];
    for probe in &evidence.probes {
        let steps: &[&str] = match probe.met {
            Met::BadAddress | Met::NotSecure => &["address"],
            Met::NameUnknown | Met::NameUnanswered | Met::NameFiltered => &["address", "name"],
            Met::NoNetwork | Met::Unreachable | Met::Silent | Met::Refused | Met::Denied => {
                &["address", "name", "connection"]
            }
            Met::Tls { .. } | Met::TlsReset => &["address", "name", "connection", "certificate"],
            _ => &["address", "name", "connection", "certificate", "server"],
        };
        let applies = |step: &&str| match *step {
            "name" => probe.address.named,
            "certificate" => probe.address.scheme == Scheme::Https,
            _ => true,
        };
        let measured = [("clock", probe.clock_offset_s.is_some()), ("body_limit", probe.body_limit.is_some())];
        let measured = measured.into_iter().filter(|(_, measured)| *measured).map(|(name, _)| name);
        for step in steps.iter().copied().filter(|step| applies(step)).chain(measured) {
            if !checked.contains(&step) {
                checked.push(step);
            }
        }
    }
    if evidence.account != AccountAnswer::Unasked {
        checked.push("session");
    }
    if evidence.others.known.is_some() {
        checked.push("other_phones");
    }
    checked
}

/// What was not looked at, and why.
pub(super) fn unchecked(evidence: &Evidence) -> Vec<Unchecked> {
    let not = |name, code: &str| Unchecked { name, code: code.to_owned() };
    let mut unchecked: Vec<Unchecked> = evidence.unprobed.iter().map(|code| not("server", code)).collect();
    let others = &evidence.others;
    if others.expected && others.known.is_none() {
        unchecked.push(not("other_phones", evidence.unprobed.as_deref().unwrap_or("srv.outage")));
    }
    unchecked
}
