mod bundles;
mod ways;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::facts::Facts;
use crate::policy::{CloudRoom, Inputs, Refusal, Standing, Waiting};
use crate::ports::{AddressKind, Behind, BodyLimit, Met, Place, Probe, Scheme, TlsFault, Validity};
use crate::reasons::{Hold, WorkClass};

pub(super) const NAMED: AddressKind = AddressKind { scheme: Scheme::Https, named: true, place: Place::Internet };

/// A phone on which all is well, the server asked and found.
pub(super) fn healthy() -> Evidence {
    let now: jiff::Zoned = "2026-05-01T21:04:00+02:00[Europe/Berlin]".parse().unwrap();
    let mut evidence = Evidence::calm(Inputs::calm(now));
    evidence.history.last_success = Some(evidence.now());
    evidence.history.last_run = Some(evidence.now());
    evidence.probes = vec![Probe::of(NAMED, fine())];
    evidence
}

pub(super) fn fine() -> Met {
    Met::Server { refused: None, protocol: Some((1, 1)) }
}

pub(super) fn fact(evidence: &mut Evidence, key: &str, value: &str) {
    let now = evidence.now();
    evidence.inputs.facts.set(key, value, now).unwrap();
}

fn setting(evidence: &mut Evidence, key: &str, value: &str) {
    evidence.inputs.settings.set(key, value).unwrap();
}

/// Ten photos wait.
pub(super) fn photos_wait(evidence: &mut Evidence) {
    evidence.inputs.backlog.photos = Waiting { count: 10, bytes: 30_000_000, smallest: 1_000_000 };
    evidence.left.originals = 10;
}

pub(super) fn met(evidence: &mut Evidence, met: Met) {
    // Where something may not be asked, nothing was met.
    if evidence.unprobed.is_none() {
        evidence.probes = vec![Probe::of(NAMED, met)];
        evidence.account = AccountAnswer::Unasked;
    }
}

pub(super) fn unprobed(evidence: &mut Evidence, code: &str) {
    evidence.unprobed = Some(code.to_owned());
    evidence.probes.clear();
    evidence.account = AccountAnswer::Unasked;
}

/// Photos wait, and for four days there was no slot.
fn silent(evidence: &mut Evidence) {
    photos_wait(evidence);
    evidence.history.last_run = None;
    evidence.history.last_window = evidence.now().checked_sub(jiff::SignedDuration::from_hours(96)).ok();
}

fn refused(evidence: &mut Evidence, code: &str) {
    let reached = evidence.probes.iter().any(|probe| probe.met == fine());
    if evidence.unprobed.is_none() && reached {
        evidence.account = AccountAnswer::Refused { code: code.to_owned() };
    }
}

fn delayed(evidence: &mut Evidence, code: &str, set_aside: bool) {
    let names = vec!["IMG_1.jpg".to_owned()];
    evidence.delayed.push(DelayedFiles { code: code.to_owned(), count: 1, set_aside, since: None, names });
}

pub(super) fn codes(evidence: &Evidence) -> Vec<String> {
    diagnose(evidence).findings.into_iter().map(|finding| finding.code).collect()
}

pub(super) fn first(evidence: &Evidence) -> Option<String> {
    codes(evidence).into_iter().next()
}

type Cause = (&'static str, fn(&mut Evidence));

/// Each code that facts, a probe, an account or a history can tell, and how it comes about.
#[rustfmt::skip]
pub(super) const CAUSES: &[Cause] = &[
    ("acct.sync_off",       |e| setting(e, "sync", "false")),
    ("eng.paused",          |e| setting(e, "pause_until", "2026-05-02T00:00:00+02:00")),
    ("net.offline",         |e| { fact(e, "network", "none"); unprobed(e, "net.offline"); }),
    ("net.captive",         |e| fact(e, "captive", "true")),
    ("net.app_cell_denied", |e| { fact(e, "network", "cellular"); fact(e, "cellular_allowed", "false"); unprobed(e, "net.app_cell_denied"); }),
    ("net.roaming",         |e| { fact(e, "network", "cellular"); fact(e, "roaming", "true"); unprobed(e, "net.roaming"); }),
    ("net.wifi_required",   |e| { fact(e, "network", "cellular"); photos_wait(e); }),
    ("net.expensive",       |e| { fact(e, "metered", "true"); photos_wait(e); }),
    ("net.vpn_metered",     |e| { fact(e, "metered", "true"); fact(e, "vpn", "wifi"); photos_wait(e); }),
    ("net.low_data",        |e| { fact(e, "constrained", "true"); photos_wait(e); }),
    ("net.unvalidated",     |e| fact(e, "validated", "false")),
    ("net.dns",             |e| met(e, Met::NameUnknown)),
    ("net.tls_untrusted",   |e| met(e, Met::Tls { fault: TlsFault::Untrusted, behind: Behind::Server })),
    ("net.blocked",         |e| met(e, Met::TlsReset)),
    ("net.clock",           |e| fact(e, "clock_offset_s", "90000")),
    ("net.proxy_limit",     |e| delayed(e, "net.proxy_limit", false)),
    ("net.not_home",        |e| { met(e, Met::Silent); for probe in &mut e.probes { probe.address.place = Place::LocalNetwork; } }),
    ("net.vpn_down",        |e| { met(e, Met::Silent); for probe in &mut e.probes { probe.address.place = Place::Overlay; } }),
    ("srv.address",         |e| met(e, Met::BadAddress)),
    ("srv.outage",          |e| met(e, Met::Refused)),
    ("srv.429",             |e| met(e, Met::Foreign { status: 429 })),
    ("srv.5xx",             |e| met(e, Met::Foreign { status: 500 })),
    ("srv.foreign",         |e| met(e, Met::Foreign { status: 404 })),
    ("srv.cert_expired",    |e| met(e, Met::Tls { fault: TlsFault::Expired, behind: Behind::Server })),
    ("srv.maintenance",     |e| refused(e, "srv.maintenance")),
    ("ver.client_old",      |e| met(e, Met::Server { refused: None, protocol: Some((2, 3)) })),
    ("ver.server_old",      |e| met(e, Met::Server { refused: None, protocol: Some((0, 0)) })),
    ("acct.signed_out",     |e| { e.inputs.account.standing = Standing::SignedOut; unprobed(e, "acct.signed_out"); }),
    ("acct.reauth",         |e| e.inputs.account.standing = Standing::Ended("acct.reauth".to_owned())),
    ("acct.revoked",        |e| refused(e, "acct.revoked")),
    ("acct.locked",         |e| refused(e, "acct.locked")),
    ("quota.full",          |e| { photos_wait(e); e.inputs.account.room = Some(CloudRoom { originals: 10, small: 10 }); }),
    ("disk.device",         |e| fact(e, "free_bytes", "1000")),
    ("disk.server",         |e| refused(e, "disk.server")),
    ("bg.refresh_off",      |e| { fact(e, "background", "denied"); fact(e, "app_state", "background"); }),
    ("lib.denied",          |e| { fact(e, "photo_access", "none"); photos_wait(e); }),
    ("pwr.low",             |e| { fact(e, "battery", "9"); fact(e, "charging", "unplugged"); photos_wait(e); }),
    ("pwr.saver",           |e| { fact(e, "low_power", "true"); photos_wait(e); }),
    ("eng.hours",           |e| { setting(e, "hours", "01:00-02:00"); photos_wait(e); }),
    ("heat",                |e| fact(e, "thermal", "critical")),
    ("eng.database",        |e| e.damaged = true),
    ("acct.mismatch",       |e| { e.others.expected = true; e.others.known = e.unprobed.is_none().then_some(0); }),
    ("item.missing",        |e| delayed(e, "item.missing", true)),
    ("item.poison",         |e| delayed(e, "srv.unheard_of", true)),
    ("eng.unknown_stall",   |e| { photos_wait(e); e.history.fruitless = 2; }),
    ("net.relay",           |e| met(e, Met::NameFiltered)),
    ("net.poor",            |e| { photos_wait(e); e.history.pace = Some(5_000); }),
    ("bg.expired",          |e| { photos_wait(e); e.history.expired = 2; }),
    ("bg.bucket",           |e| { silent(e); fact(e, "bucket", "restricted"); }),
    ("bg.optimised",        |e| { silent(e); fact(e, "battery_optimised", "true"); }),
    ("bg.force_quit",       |e| { fact(e, "app_state", "background"); fact(e, "system", "bg.force_quit"); }),
    ("bg.memory",           |e| { e.left.records = 1; fact(e, "system", "bg.memory"); }),
    ("net.satellite",       |e| { photos_wait(e); fact(e, "system", "net.satellite"); }),
    ("lib.limited",         |e| fact(e, "photo_access", "limited")),
    ("srv.impostor",        |e| met(e, Met::Impostor)),
    ("bg.no_window",        |e| { photos_wait(e); e.history.last_run = e.now().checked_sub(jiff::SignedDuration::from_hours(100)).ok(); }),
];

#[test]
fn a_healthy_phone_has_no_finding_and_says_when_it_last_was_up_to_date() {
    let mut evidence = healthy();
    let diagnosis = diagnose(&evidence);
    assert_eq!(diagnosis.findings, []);
    assert_eq!(diagnosis.last_success, Some(evidence.now()));
    assert_eq!(diagnosis.unchecked, []);
    for name in ["settings", "name", "connection", "certificate", "server", "session"] {
        assert!(diagnosis.checked.contains(&name), "{name}");
    }
    // What holds up work that there is not is no finding.
    fact(&mut evidence, "battery", "9");
    fact(&mut evidence, "charging", "unplugged");
    fact(&mut evidence, "network", "cellular");
    fact(&mut evidence, "clock_offset_s", "-90");
    assert_eq!(codes(&evidence), [""; 0]);
}

#[test]
fn videos_that_wait_alone_are_told_of_as_videos() {
    let mut evidence = healthy();
    evidence.inputs.backlog.videos = Waiting { count: 1, bytes: 30_000_000, smallest: 30_000_000 };
    evidence.left.originals = 1;
    fact(&mut evidence, "network", "cellular");
    let findings = diagnose(&evidence).findings;
    assert_eq!((findings[0].code.as_str(), &findings[0].evidence["limit"]), ("net.wifi_required", &json!("no_videos")));
}

#[test]
fn each_cause_is_told_first_where_it_is_alone() {
    for (code, happens) in CAUSES {
        let mut evidence = healthy();
        happens(&mut evidence);
        assert_eq!(first(&evidence).as_deref(), Some(*code));
        let told = codes(&evidence);
        // Photos that wait on a network that costs wait for two things that are one to the person.
        assert!(told.len() == 1, "{code}: {told:?}");
    }
}

#[test]
fn of_two_causes_the_one_that_stops_more_is_first_and_then_the_one_that_a_person_mends() {
    let mut compared = 0;
    for (one, this) in CAUSES {
        for (other, that) in CAUSES {
            let (alone, mut both) = (of(this), healthy());
            this(&mut both);
            that(&mut both);
            let told = diagnose(&both).findings;
            let places: Vec<_> = told.iter().map(|finding| finding.rank).collect();
            assert!(places.is_sorted(), "{one} and {other}");
            let here = |code: &str| told.iter().position(|finding| finding.code == code);
            if let (Some(here), Some(there)) = (here(one), here(other)) {
                let (first, second) = (&told[here.min(there)], &told[here.max(there)]);
                assert!(!first.rank.0 || second.rank.0, "{one} and {other}: a file before what stops more");
                let more = first.scope <= second.scope;
                assert!(more || second.rank.0, "{one} and {other}");
                compared += 1;
            }
            // Where both are facts nothing of either is lost.
            let named = told.first().map(|finding| finding.code.as_str());
            assert!(named.is_some(), "{one} and {other} cancel out");
            assert_eq!(alone.as_deref(), Some(*one));
        }
    }
    assert!(compared > 1000, "only {compared} pairs");
}

/// Brings some causes about, and mends what is told first until nothing is told. What is told is always one of them, and no
/// mending is in vain.
fn mend_one_after_another(causes: &[Cause]) {
    let mut left = causes.to_vec();
    loop {
        let mut evidence = healthy();
        left.iter().for_each(|(_, happens)| happens(&mut evidence));
        let Some(told) = first(&evidence) else {
            assert!(left.is_empty(), "{:?} of {:?} cancel out", codes_of(&left), codes_of(causes));
            return;
        };
        let place = left.iter().position(|(code, _)| *code == told);
        let place = place.unwrap_or_else(|| panic!("{told} is told of {:?}", codes_of(&left)));
        left.remove(place);
    }
}

fn codes_of(causes: &[Cause]) -> Vec<&'static str> {
    causes.iter().map(|(code, _)| *code).collect()
}

#[test]
fn mending_what_is_told_first_ends_with_nothing_for_all_twos_and_threes() {
    let mut combinations = 0;
    for (index, one) in CAUSES.iter().enumerate() {
        for (second, two) in CAUSES.iter().enumerate().skip(index + 1) {
            mend_one_after_another(&[*one, *two]);
            for three in CAUSES.iter().skip(second + 1) {
                mend_one_after_another(&[*one, *two, *three]);
                combinations += 1;
            }
        }
    }
    assert!(combinations > 20_000, "only {combinations}");
}

fn of(happens: &fn(&mut Evidence)) -> Option<String> {
    let mut evidence = healthy();
    happens(&mut evidence);
    first(&evidence)
}

fn two(one: &str, other: &str) -> Vec<String> {
    let mut evidence = healthy();
    for wanted in [one, other] {
        CAUSES.iter().find(|(code, _)| *code == wanted).unwrap().1(&mut evidence);
    }
    codes(&evidence)
}

#[test]
fn what_is_known_of_the_network_explains_what_was_met_on_it() {
    let explained = [
        "net.dns",
        "net.tls_untrusted",
        "net.blocked",
        "srv.outage",
        "srv.foreign",
        "srv.cert_expired",
        "net.not_home",
    ];
    for known in ["net.captive", "net.unvalidated"] {
        for met in explained {
            assert_eq!(two(known, met), [known], "{met}");
        }
    }
    // Offline, nothing was asked; what the last run met says nothing any more.
    let mut evidence = healthy();
    CAUSES.iter().find(|(code, _)| *code == "net.offline").unwrap().1(&mut evidence);
    for code in explained {
        let refusal = Refusal { code: code.to_owned(), since: None, until: None };
        evidence.inputs.account.refusal = Some(refusal);
        evidence.last_holds = vec![Hold::new(code, WorkClass::Everything, evidence.now())];
        assert_eq!(codes(&evidence), ["net.offline"], "{code}");
    }
}

#[test]
fn the_order_is_that_of_the_rule() {
    for (first, second) in [
        ("acct.sync_off", "srv.outage"),
        ("acct.sync_off", "net.dns"),
        ("net.tls_untrusted", "heat"),
        ("acct.revoked", "heat"),
        ("srv.outage", "pwr.low"),
        ("net.dns", "quota.full"),
        ("pwr.low", "item.missing"),
        ("quota.full", "item.missing"),
        ("srv.maintenance", "pwr.saver"),
        ("disk.device", "srv.429"),
    ] {
        assert_eq!(two(first, second), [first, second]);
        assert_eq!(two(second, first), [first, second]);
    }
}

#[test]
fn what_another_run_met_counts_only_until_somebody_has_looked_again() {
    let mut evidence = healthy();
    let hold = |code: &str, evidence: &Evidence| vec![Hold::new(code, WorkClass::Everything, evidence.now())];
    for code in ["srv.outage", "net.dns", "srv.foreign", "net.tls_untrusted", "srv.maintenance", "ver.client_old"] {
        evidence.last_holds = hold(code, &evidence);
        assert_eq!(codes(&evidence), [""; 0], "{code} is over");
        let mut offline = evidence.clone();
        unprobed(&mut offline, "offline");
        assert_eq!(codes(&offline), [code], "nobody has looked");
        assert_eq!(diagnose(&offline).unchecked[0].name, "server");
    }
    // What a server does wrong only when there is work is not over because it says hello.
    for code in ["srv.5xx", "eng.database", "disk.server"] {
        evidence.last_holds = hold(code, &evidence);
        assert_eq!(codes(&evidence), [code]);
    }
    for code in ["eng.interrupted", "eng.lock"] {
        evidence.last_holds = hold(code, &evidence);
        assert_eq!(codes(&evidence), [""; 0], "{code} is chance");
    }
    evidence.busy = true;
    assert_eq!(codes(&evidence), ["eng.lock"]);
}

#[test]
fn with_every_fact_unknown_there_is_an_answer_that_holds() {
    let mut evidence = healthy();
    evidence.inputs.facts = Facts::unknown();
    assert_eq!(codes(&evidence), [""; 0]);
    photos_wait(&mut evidence);
    let findings = diagnose(&evidence).findings;
    assert_eq!(findings[0].code, "net.wifi_required");
    assert_eq!(findings[0].evidence["network"], "unknown", "it says that it does not know");
    for (code, happens) in CAUSES.iter().filter(|(code, _)| code.starts_with("srv.") || code.starts_with("acct.")) {
        let mut evidence = healthy();
        evidence.inputs.facts = Facts::unknown();
        happens(&mut evidence);
        assert_eq!(first(&evidence).as_deref(), Some(*code));
    }
}

#[test]
fn what_was_not_looked_at_is_said_and_not_guessed() {
    let mut evidence = healthy();
    photos_wait(&mut evidence);
    evidence.history.fruitless = 9;
    evidence.others.expected = true;
    unprobed(&mut evidence, "offline");
    let diagnosis = diagnose(&evidence);
    assert_eq!(diagnosis.findings, [], "whether the server answers is not known");
    let unchecked: Vec<_> = diagnosis.unchecked.iter().map(|unchecked| unchecked.name).collect();
    assert_eq!(unchecked, ["server", "other_phones"]);
}

#[test]
fn a_restart_is_asked_for_only_after_two_repairs() {
    let mut evidence = healthy();
    photos_wait(&mut evidence);
    evidence.history.fruitless = 5;
    let sentences = crate::Sentences::english();
    for (repairs, restart) in [(0, false), (1, false), (2, true), (3, true)] {
        evidence.history.repairs = repairs;
        let finding = diagnose(&evidence).findings.remove(0);
        assert_eq!(finding.code, "eng.unknown_stall");
        let fix = json!(finding.fix(&sentences));
        assert_eq!(fix["action"] == "restart_phone", restart, "{repairs} repairs");
    }
    evidence.history.fruitless = 1;
    assert_eq!(codes(&evidence), [""; 0], "once is chance");
}

#[test]
fn another_account_is_named_on_evidence_only() {
    let mut evidence = healthy();
    for (expected, known, tried, found) in [
        (true, Some(1), false, false),
        (true, None, false, false),
        (false, Some(0), false, false),
        (false, None, false, false),
        (true, Some(0), false, true),
        (false, None, true, true),
    ] {
        let other_account = tried.then(|| evidence.now());
        evidence.others = OtherPhones { expected, known, other_account, words: Vec::new() };
        assert_eq!(first(&evidence).is_some_and(|code| code == "acct.mismatch"), found, "{:?}", evidence.others);
    }
}

#[test]
fn files_are_named_and_a_measured_limit_is_told() {
    let mut evidence = healthy();
    delayed(&mut evidence, "net.proxy_limit", true);
    evidence.probes[0].body_limit = Some(BodyLimit { passed: 262_144, refused: Some(1_200_000) });
    let finding = diagnose(&evidence).findings.remove(0);
    let told = finding.told_evidence(&crate::Sentences::english());
    assert!(told.contains("1,200,000") || told.contains("1200000"), "{told}");
    assert!(told.contains("IMG_1.jpg"), "{told}");
}

#[test]
fn every_code_has_its_sentences_and_its_fix() {
    let sentences = crate::Sentences::english();
    let causes = CAUSES.iter().map(|(code, _)| *code);
    for code in rank::codes().chain(causes) {
        assert!(sentences.has(&format!("reason-{}", code.replace('.', "-"))), "{code}");
        let fix = Finding::new(code, Scope::Everything).fix(&sentences);
        assert!(!fix.label.starts_with("fix-"), "{code}: {}", fix.label);
    }
    for (code, happens) in CAUSES {
        let mut evidence = healthy();
        happens(&mut evidence);
        for finding in diagnose(&evidence).findings {
            for text in [finding.title(&sentences), finding.lifts(&sentences), finding.told_evidence(&sentences)] {
                assert!(!text.contains("observed-") && !text.contains('{'), "{code}: {text}");
            }
        }
    }
}

proptest! {
    #[test]
    fn any_causes_together_are_told_in_order_each_once(chosen in proptest::collection::vec(0..CAUSES.len(), 0..6)) {
        let mut evidence = healthy();
        for index in &chosen {
            CAUSES[*index].1(&mut evidence);
        }
        let findings = diagnose(&evidence).findings;
        prop_assert_eq!(findings.is_empty(), chosen.is_empty());
        prop_assert!(findings.iter().map(|finding| finding.rank).is_sorted());
        let once: std::collections::BTreeSet<_> = findings.iter().map(|finding| &finding.code).collect();
        prop_assert_eq!(once.len(), findings.len());
    }
}
