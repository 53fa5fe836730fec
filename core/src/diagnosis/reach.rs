//! What a probe means: from what was met on the way to the one cause that explains it.

use jiff::Timestamp;
use safelight_protocol::version;
use serde_json::{Map, Value, json};

use super::evidence::Evidence;
use crate::facts::Vpn;
use crate::ports::{Behind, Met, Place, Probe, Scheme, TlsFault};

/// A clock that is off by more is worth a word. Certificates and sessions bear less.
pub(super) const CLOCK_TOLERANCE_S: u64 = 3600;

/// A cause, what was observed (the id of a sentence), and the evidence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reached {
    pub(super) code: String,
    pub(super) observed: &'static str,
    pub(super) evidence: Map<String, Value>,
}

impl Reached {
    fn new(code: &str, observed: &'static str) -> Self {
        Self { code: code.to_owned(), observed, evidence: Map::new() }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.evidence.insert(name.to_owned(), value.into());
        self
    }
}

/// Why the server can't be used; none if it answers as it should. With several addresses one that answers is enough.
pub(super) fn unreached(evidence: &Evidence) -> Option<Reached> {
    let answers = |probe: &&Probe| matches!(probe.met, Met::Server { .. });
    // Where none answers, the address that leads farthest tells most: the one in the internet.
    let far = |probe: &&Probe| probe.address.place == Place::Internet;
    let probes = &evidence.probes;
    let told = probes.iter().find(answers).or_else(|| probes.iter().find(far)).or(probes.first())?;
    let mut reached = cause(told, evidence)?;
    if probes.len() > 1 {
        let tried = probes.iter().map(|probe| json!({ "place": probe.address.place, "met": probe.met }));
        reached.evidence.insert("addresses".to_owned(), tried.collect());
    }
    Some(reached)
}

fn cause(probe: &Probe, evidence: &Evidence) -> Option<Reached> {
    let reached = match &probe.met {
        Met::Server { refused: None, protocol } => return version_floor(*protocol),
        Met::Server { refused: Some(code), .. } => Reached::new(code, "observed-server_refused"),
        Met::Impostor => Reached::new("srv.impostor", "observed-impostor"),
        Met::BadAddress => Reached::new("srv.address", "observed-bad_address"),
        Met::NotSecure => Reached::new("net.tls_required", "observed-not_secure"),
        Met::NoNetwork => Reached::new("net.offline", "observed-no_network"),
        Met::NameUnknown if probe.address.place == Place::LocalNetwork => {
            Reached::new("net.not_home", "observed-name_unknown")
        }
        Met::NameUnknown if probe.address.place == Place::Overlay => {
            Reached::new("net.vpn_down", "observed-name_unknown")
        }
        Met::NameUnknown => Reached::new("net.dns", "observed-name_unknown"),
        Met::NameUnanswered => Reached::new("net.dns", "observed-name_unanswered"),
        Met::NameFiltered => Reached::new("net.relay", "observed-name_filtered"),
        Met::Unreachable => unreachable(probe, evidence, "observed-unreachable"),
        Met::Silent => unreachable(probe, evidence, "observed-silent"),
        Met::Denied if probe.address.place == Place::LocalNetwork => Reached::new("net.lan_denied", "observed-denied"),
        Met::Denied => Reached::new("net.blocked", "observed-denied"),
        Met::Refused => Reached::new("srv.outage", "observed-refused"),
        Met::Reset => Reached::new("srv.outage", "observed-reset"),
        Met::TlsReset if probe.address.scheme == Scheme::Http => Reached::new("srv.outage", "observed-reset"),
        Met::TlsReset => Reached::new("net.blocked", "observed-tls_reset"),
        Met::Unanswered => Reached::new("srv.outage", "observed-unanswered"),
        Met::Redirected { elsewhere: true } => Reached::new("net.captive", "observed-redirected"),
        Met::Redirected { elsewhere: false } => Reached::new("srv.foreign", "observed-moved"),
        Met::Page => Reached::new("net.captive", "observed-page"),
        Met::Foreign { status } => foreign(*status),
        Met::Tls { fault, behind } => untrusted(*fault, *behind, probe, evidence),
    };
    Some(reached)
}

/// A server that answers may still speak another protocol.
fn version_floor(protocol: Option<(u32, u32)>) -> Option<Reached> {
    let (oldest, newest) = protocol?;
    if version::PROTOCOL < oldest {
        Some(Reached::new("ver.client_old", "observed-protocol").with("server", oldest))
    } else if newest < version::PROTOCOL {
        Some(Reached::new("ver.server_old", "observed-protocol").with("server", newest))
    } else {
        None
    }
}

fn unreachable(probe: &Probe, evidence: &Evidence, observed: &'static str) -> Reached {
    let facts = &evidence.inputs.facts;
    let code = match probe.address.place {
        Place::LocalNetwork if facts.lan_allowed.is(&false) => "net.lan_denied",
        Place::Overlay => "net.vpn_down",
        // The address is one of a private network, and this phone is not in it: at home, or over a VPN that is off.
        Place::LocalNetwork => "net.not_home",
        Place::Internet | Place::ThisDevice => "srv.outage",
    };
    let vpn = facts.vpn.value().map_or("unknown", |vpn| if *vpn == Vpn::Off { "off" } else { "on" });
    Reached::new(code, observed).with("vpn", vpn)
}

/// A refusal of something before the server: a proxy, a firewall.
pub(super) fn code_of_status(status: u16) -> &'static str {
    match status {
        413 => "net.proxy_limit",
        429 => "srv.429",
        // Whoever stands before the server says that nobody is behind it.
        502..=504 => "srv.outage",
        500..=599 => "srv.5xx",
        403 | 407 | 451 => "net.blocked",
        _ => "srv.foreign",
    }
}

fn foreign(status: u16) -> Reached {
    let code = code_of_status(status);
    let observed = if code == "srv.foreign" { "observed-foreign" } else { "observed-proxy" };
    Reached::new(code, observed).with("status", status)
}

fn untrusted(fault: TlsFault, behind: Behind, probe: &Probe, evidence: &Evidence) -> Reached {
    let now = evidence.now();
    let offset = clock_offset_s(probe, evidence);
    let off = offset.filter(|offset| offset.unsigned_abs() > CLOCK_TOLERANCE_S);
    // What the time would be by the clock of whoever answers.
    let then = offset.map(|offset| now.as_second().saturating_sub(offset));
    let good_then = |validity: crate::ports::Validity| {
        then.is_some_and(|then| (validity.not_before_s..=validity.not_after_s).contains(&then))
    };
    let clock = |offset: Option<i64>| {
        let reached = Reached::new("net.clock", "observed-clock_tls");
        dated(if let Some(offset) = offset { reached.with("offset_s", offset) } else { reached }, probe)
    };
    match fault {
        TlsFault::NotYetValid if off.is_some() || offset.is_none() => clock(off),
        TlsFault::Expired if off.is_some() && probe.certificate.is_some_and(good_then) => clock(off),
        TlsFault::Expired => dated(Reached::new("srv.cert_expired", "observed-cert_expired"), probe),
        TlsFault::Untrusted | TlsFault::Name | TlsFault::Failed if behind == Behind::Page => {
            Reached::new("net.captive", "observed-tls_page")
        }
        TlsFault::NotYetValid => dated(Reached::new("net.tls_untrusted", "observed-cert_not_yet"), probe),
        TlsFault::Untrusted => Reached::new("net.tls_untrusted", "observed-cert_untrusted"),
        TlsFault::Name => Reached::new("net.tls_untrusted", "observed-cert_name"),
        TlsFault::Failed => Reached::new("net.tls_untrusted", "observed-tls_failed"),
    }
}

/// With the certificate's dates, as far as they are known.
fn dated(reached: Reached, probe: &Probe) -> Reached {
    let date = |seconds: Option<i64>| {
        let time = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
        time.map_or_else(|| "unknown".to_owned(), |time| time.strftime("%Y-%m-%d").to_string())
    };
    reached
        .with("not_before", date(probe.certificate.map(|validity| validity.not_before_s)))
        .with("not_after", date(probe.certificate.map(|validity| validity.not_after_s)))
}

/// By how much this phone's clock is ahead, in seconds: as the answer of today says, or else as the shell knows.
fn clock_offset_s(probe: &Probe, evidence: &Evidence) -> Option<i64> {
    probe.clock_offset_s.or_else(|| evidence.inputs.facts.clock_offset_s.value().copied())
}

/// The clock's offset, if it is worth a word.
pub(super) fn wrong_clock(evidence: &Evidence) -> Option<i64> {
    let told = evidence.probes.iter().find(|probe| matches!(probe.met, Met::Server { .. }));
    let told = told.and_then(|probe| probe.clock_offset_s);
    let offset = told.or_else(|| evidence.inputs.facts.clock_offset_s.value().copied())?;
    (offset.unsigned_abs() > CLOCK_TOLERANCE_S).then_some(offset)
}
