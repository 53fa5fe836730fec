//! Whose answer is it? A Safelight server's, a network's own page, or a proxy's refusal.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use safelight_protocol::server::ServerDescription;
use safelight_protocol::{Problem, problem, version};

use super::address::Address;
use crate::ports::{AddressKind, Behind, Met, Probe};

/// What every Safelight server says of itself.
const SERVICE: &str = "safelight";

/// The status with which a network itself asks to be signed in to (RFC 6585).
const NETWORK_AUTHENTICATION_REQUIRED: u16 = 511;

/// An answer to the question what this server is.
#[derive(Debug)]
pub(crate) struct Heard<'a> {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: &'a BTreeMap<String, String>,
    pub(crate) body: &'a [u8],
}

impl Heard<'_> {
    /// Who answered at `server`.
    pub(crate) fn met(&self, server: &str) -> Met {
        if let Some(met) = self.server().filter(|_| self.spoken()) {
            return met;
        }
        match self.status {
            NETWORK_AUTHENTICATION_REQUIRED => Met::Redirected { elsewhere: true },
            300..400 => Met::Redirected { elsewhere: self.leads_elsewhere(server) },
            200..300 => Met::Page,
            status => Met::Foreign { status },
        }
    }

    /// Whether the answer carries the handshake.
    pub(crate) fn spoken(&self) -> bool {
        self.headers.contains_key(version::PROTOCOL_HEADER)
    }

    fn server(&self) -> Option<Met> {
        if (200..300).contains(&self.status) {
            let said: ServerDescription = serde_json::from_slice(self.body).ok()?;
            let protocol = Some((said.protocol_min, said.protocol_max));
            return (said.service == SERVICE).then_some(Met::Server { refused: None, protocol });
        }
        let typed = self.headers.get("content-type").is_some_and(|kind| kind.starts_with(problem::MEDIA_TYPE));
        let said: Problem = serde_json::from_slice(self.body).ok()?;
        let refused = (typed && !said.code.is_empty()).then_some(said.code)?;
        Some(Met::Server { refused: Some(refused), protocol: None })
    }

    fn leads_elsewhere(&self, server: &str) -> bool {
        let Some(target) = self.headers.get("location") else { return false };
        // A path alone stays on the same machine.
        let target = target.strip_prefix("//").map_or_else(|| target.clone(), |rest| format!("http://{rest}"));
        let host = |text: &str| Address::parse(text).map(|address| address.host);
        host(&target).is_some_and(|there| host(server) != Some(there))
    }

    /// By how much `now` is ahead of the answering clock, in seconds.
    pub(crate) fn clock_offset_s(&self, now: Timestamp) -> Option<i64> {
        let exact = self.headers.get(version::TIME_HEADER).and_then(|text| text.parse().ok());
        let exact = exact.and_then(|ms| Timestamp::from_millisecond(ms).ok());
        let dated = || rfc2822::parse(self.headers.get("date")?).ok().map(|date| date.timestamp());
        Some(now.as_second().saturating_sub(exact.or_else(dated)?.as_second()))
    }

    /// Who answers behind a certificate that is not good.
    #[cfg_attr(not(feature = "http"), expect(dead_code, reason = "only the built-in way looks there"))]
    pub(crate) fn behind(&self, server: &str) -> Behind {
        match self.met(server) {
            Met::Server { .. } => Behind::Server,
            Met::Page | Met::Redirected { elsewhere: true } => Behind::Page,
            _ => Behind::Nobody,
        }
    }
}

impl Probe {
    /// A probe that has met nothing else yet.
    pub fn of(address: AddressKind, met: Met) -> Self {
        Self { address, met, certificate: None, clock_offset_s: None, body_limit: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "https://photos.example.org";

    fn heard(status: u16, headers: &[(&str, &str)], body: &str) -> Met {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Heard { status, headers: &headers, body: body.as_bytes() }.met(SERVER)
    }

    const SPOKEN: (&str, &str) = (version::PROTOCOL_HEADER, "1");
    const DESCRIPTION: &str = r#"{"service":"safelight","version":"0.1.0","protocol_min":1,"protocol_max":1,
        "signup":"open","trash_days":30,"time_ms":0}"#;

    #[test]
    fn a_server_is_known_by_handshake_and_description_together() {
        assert_eq!(heard(200, &[SPOKEN], DESCRIPTION), Met::Server { refused: None, protocol: Some((1, 1)) });
        assert_eq!(heard(200, &[], DESCRIPTION), Met::Page);
        assert_eq!(heard(200, &[SPOKEN], "<html>"), Met::Page);
        assert_eq!(heard(200, &[SPOKEN], &DESCRIPTION.replace("safelight", "else")), Met::Page);
    }

    #[test]
    fn a_servers_refusal_has_a_code_and_a_proxys_has_not() {
        let typed = ("content-type", problem::MEDIA_TYPE);
        let refused = Met::Server { refused: Some("srv.429".to_owned()), protocol: None };
        assert_eq!(heard(429, &[SPOKEN, typed], r#"{"code":"srv.429"}"#), refused);
        for headers in [&[SPOKEN][..], &[typed][..], &[][..]] {
            assert_eq!(heard(429, headers, r#"{"code":"srv.429"}"#), Met::Foreign { status: 429 });
        }
        assert_eq!(heard(502, &[SPOKEN, typed], "bad gateway"), Met::Foreign { status: 502 });
    }

    #[test]
    fn a_redirect_to_another_machine_is_told_from_one_that_stays() {
        let to = |target: &str| heard(302, &[("location", target)], "");
        for elsewhere in ["http://login.hotel.example/", "//login.hotel.example/x", "https://192.168.0.1"] {
            assert_eq!(to(elsewhere), Met::Redirected { elsewhere: true }, "{elsewhere}");
        }
        for stays in ["/login", "https://PHOTOS.example.org:444/", ""] {
            assert_eq!(to(stays), Met::Redirected { elsewhere: false }, "{stays}");
        }
        assert_eq!(heard(511, &[], ""), Met::Redirected { elsewhere: true });
    }

    #[test]
    fn the_clock_is_compared_with_whoever_answers() {
        let now = "2026-05-02T12:00:00Z".parse().unwrap();
        let offset = |name: &str, value: &str| {
            let headers = [(name.to_owned(), value.to_owned())].into_iter().collect();
            Heard { status: 200, headers: &headers, body: b"" }.clock_offset_s(now)
        };
        assert_eq!(offset("date", "Fri, 01 May 2026 12:00:00 GMT"), Some(24 * 3600));
        assert_eq!(offset(version::TIME_HEADER, "1777809600000"), Some(-24 * 3600));
        assert_eq!(offset("date", "yesterday"), None);
    }
}
