use super::*;

fn at(scheme: Scheme, place: Place, met: Met) -> Evidence {
    let mut evidence = healthy();
    super::met(&mut evidence, Met::Unanswered);
    evidence.probes = vec![Probe::of(AddressKind { scheme, named: true, place }, met)];
    evidence
}

fn over_tls(met: Met) -> Evidence {
    at(Scheme::Https, Place::Internet, met)
}

fn tls(fault: TlsFault, behind: Behind) -> Evidence {
    over_tls(Met::Tls { fault, behind })
}

#[test]
fn each_thing_that_is_met_has_its_cause() {
    let server = |code: &str| Met::Server { refused: Some(code.to_owned()), protocol: None };
    for (met, code) in [
        (Met::BadAddress, "srv.address"),
        (Met::NotSecure, "net.tls_required"),
        (Met::NoNetwork, "net.offline"),
        (Met::NameUnknown, "net.dns"),
        (Met::NameUnanswered, "net.dns"),
        (Met::NameFiltered, "net.relay"),
        (Met::Impostor, "srv.impostor"),
        (Met::Unreachable, "srv.outage"),
        (Met::Silent, "srv.outage"),
        (Met::Refused, "srv.outage"),
        (Met::Denied, "net.blocked"),
        (Met::TlsReset, "net.blocked"),
        (Met::Reset, "srv.outage"),
        (Met::Unanswered, "srv.outage"),
        (Met::Redirected { elsewhere: true }, "net.captive"),
        (Met::Redirected { elsewhere: false }, "srv.foreign"),
        (Met::Page, "net.captive"),
        (Met::Foreign { status: 413 }, "net.proxy_limit"),
        (Met::Foreign { status: 429 }, "srv.429"),
        (Met::Foreign { status: 502 }, "srv.outage"),
        (Met::Foreign { status: 503 }, "srv.outage"),
        (Met::Foreign { status: 500 }, "srv.5xx"),
        (Met::Foreign { status: 403 }, "net.blocked"),
        (Met::Foreign { status: 404 }, "srv.foreign"),
        (server("srv.429"), "srv.429"),
        (server("ver.client_old"), "ver.client_old"),
        (server("a.code_of_tomorrow"), "a.code_of_tomorrow"),
    ] {
        assert_eq!(codes(&over_tls(met.clone())), [code], "{met:?}");
    }
}

#[test]
fn a_server_that_is_not_the_accounts_is_told_as_the_account_found_it() {
    let mut evidence = healthy();
    evidence.account = AccountAnswer::Refused { code: "srv.impostor".to_owned() };
    assert_eq!(codes(&evidence), ["srv.impostor"]);
}

#[test]
fn where_the_server_is_decides_what_silence_means() {
    let silent = |place| first(&at(Scheme::Http, place, Met::Silent)).unwrap();
    assert_eq!(silent(Place::Internet), "srv.outage");
    assert_eq!(silent(Place::LocalNetwork), "net.not_home");
    assert_eq!(silent(Place::Overlay), "net.vpn_down");
    let mut denied = at(Scheme::Http, Place::LocalNetwork, Met::Silent);
    fact(&mut denied, "lan_allowed", "false");
    assert_eq!(codes(&denied), ["net.lan_denied"]);
    assert_eq!(codes(&at(Scheme::Http, Place::LocalNetwork, Met::NameUnknown)), ["net.not_home"]);
    assert_eq!(codes(&at(Scheme::Http, Place::LocalNetwork, Met::Denied)), ["net.lan_denied"]);
}

#[test]
fn a_page_behind_a_bad_certificate_is_a_portal() {
    for fault in [TlsFault::Untrusted, TlsFault::Name, TlsFault::Failed] {
        assert_eq!(codes(&tls(fault, Behind::Page)), ["net.captive"], "{fault:?}");
        assert_eq!(codes(&tls(fault, Behind::Server)), ["net.tls_untrusted"], "{fault:?}");
        assert_eq!(codes(&tls(fault, Behind::Nobody)), ["net.tls_untrusted"], "{fault:?}");
    }
}

#[test]
fn a_wrong_clock_explains_a_certificate_that_is_not_good_yet_or_any_more() {
    const DAY: i64 = 24 * 3600;
    let now = healthy().now().as_second();
    let case = |fault, offset: Option<i64>, from: i64, until: i64| {
        let mut evidence = tls(fault, Behind::Server);
        evidence.probes[0].clock_offset_s = offset;
        let validity = Validity { not_before_s: now + from * DAY, not_after_s: now + until * DAY };
        evidence.probes[0].certificate = Some(validity);
        first(&evidence).unwrap()
    };
    // Two years behind: the certificate is of next year.
    assert_eq!(case(TlsFault::NotYetValid, Some(-730 * DAY), 365, 800), "net.clock");
    assert_eq!(case(TlsFault::NotYetValid, None, 365, 800), "net.clock");
    assert_eq!(case(TlsFault::NotYetValid, Some(3), 365, 800), "net.tls_untrusted");
    // A year ahead: the certificate was good until yesterday, and is by the server's clock.
    assert_eq!(case(TlsFault::Expired, Some(365 * DAY), -400, -1), "net.clock");
    assert_eq!(case(TlsFault::Expired, Some(2), -400, -1), "srv.cert_expired");
    assert_eq!(case(TlsFault::Expired, None, -400, -1), "srv.cert_expired");
    // The clock is wrong, and the certificate would be over all the same.
    assert_eq!(case(TlsFault::Expired, Some(2 * DAY), -400, -100), "srv.cert_expired");
}

#[test]
fn a_clock_that_is_off_is_a_finding_of_its_own_and_an_hour_is_not() {
    let mut evidence = healthy();
    for (offset, found) in [(0, false), (3600, false), (-3600, false), (3601, true), (-86400, true)] {
        evidence.probes[0].clock_offset_s = Some(offset);
        assert_eq!(codes(&evidence) == ["net.clock"], found, "{offset} s");
    }
    let finding = diagnose(&evidence).findings.remove(0);
    assert_eq!((&finding.evidence["offset_s"], &finding.evidence["ahead"]), (&json!(-86400), &json!("no")));
}

#[test]
fn of_several_addresses_one_that_answers_is_enough() {
    let mut evidence = at(Scheme::Http, Place::LocalNetwork, Met::Silent);
    evidence.probes.push(Probe::of(NAMED, fine()));
    assert_eq!(codes(&evidence), [""; 0]);
    evidence.probes[1].met = Met::NameUnknown;
    let finding = diagnose(&evidence).findings.remove(0);
    assert_eq!(finding.code, "net.dns", "the one for everywhere tells most");
    assert_eq!(finding.evidence["addresses"].as_array().map(Vec::len), Some(2));
}
