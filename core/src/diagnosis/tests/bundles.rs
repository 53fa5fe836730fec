use super::super::bundle::MOST_BYTES;
use super::super::{ReplayError, replay, support_bundle};
use super::*;
use crate::settings::Settings;

const MARK: &str = "MARK_7f3a";

/// The same evidence with a mark wherever text from outside can stand.
fn marked(mut evidence: Evidence) -> Evidence {
    let now = evidence.now();
    let arguments: Map<String, Value> = [
        ("name".to_owned(), json!(MARK)),
        ("limit".to_owned(), json!(MARK)),
        (MARK.to_owned(), json!(1)),
        (MARK.to_lowercase(), json!(1)),
        ("list".to_owned(), json!([MARK])),
        ("count".to_owned(), json!(3)),
    ]
    .into_iter()
    .collect();
    for key in ["app_version", "os_version", "device_model"] {
        evidence.inputs.facts.set(key, MARK, now).unwrap();
    }
    let settings = json!({ "version": 9, MARK: MARK, "tomorrow": { "album": MARK }, "battery_floor": 30 });
    evidence.inputs.settings = serde_json::from_value::<Settings>(settings).unwrap();
    let code = format!("item.{}", MARK.to_lowercase());
    let hold = Hold { evidence: arguments.clone(), ..Hold::new(&code, WorkClass::Everything, now) };
    evidence.last_holds = vec![hold];
    let refusal = Refusal { code: code.clone(), since: Some(now), until: None };
    evidence.inputs.account.refusal = Some(refusal);
    let names = vec![MARK.to_owned()];
    for code in [code.clone(), "item.missing".to_owned()] {
        let delayed = DelayedFiles { code, count: 1, set_aside: true, since: Some(now), names: names.clone() };
        evidence.delayed.push(delayed);
    }
    evidence.raised =
        vec![Raised { code: code.clone(), count: 1, evidence: arguments, since: Some(now), names: names.clone() }];
    evidence.others.words = names;
    evidence.account = AccountAnswer::Refused { code: code.clone() };
    evidence.probes.push(Probe::of(NAMED, Met::Server { refused: Some(code.clone()), protocol: None }));
    evidence.unprobed = Some(code);
    evidence
}

fn text(evidence: &Evidence) -> String {
    serde_json::to_string(&support_bundle(evidence)).unwrap()
}

#[test]
fn a_bundle_names_nobody_and_nothing() {
    let evidence = marked(healthy());
    let before = serde_json::to_string(&evidence).unwrap();
    assert!(before.matches(MARK).count() >= 15, "the marks are there: {before}");
    let text = text(&evidence);
    for named in [MARK, &MARK.to_lowercase(), "Europe", "Berlin", "example.org"] {
        assert!(!text.contains(named), "{named} in {text}");
    }
    assert!(text.contains("battery_floor\":30"), "what helps stays: {text}");
}

#[test]
fn every_bundle_comes_to_the_same_end() {
    for (one, this) in CAUSES {
        for (other, that) in CAUSES {
            let mut evidence = healthy();
            this(&mut evidence);
            that(&mut evidence);
            let replayed = replay(text(&evidence).as_bytes()).unwrap();
            assert!(replayed.same, "{one} and {other}");
            let live = diagnose(&evidence).findings.into_iter().map(|finding| finding.code);
            let there: Vec<_> = replayed.diagnosis.findings.into_iter().map(|finding| finding.code).collect();
            // A code that this version has no sentence for is not passed on.
            assert!(live.map(|code| code.replace("srv.unheard_of", "unknown")).eq(there), "{one} and {other}");
        }
    }
    assert!(replay(text(&marked(healthy())).as_bytes()).unwrap().same);
}

#[test]
fn a_bundle_that_was_changed_is_not_the_same() {
    let mut evidence = healthy();
    fact(&mut evidence, "low_power", "true");
    photos_wait(&mut evidence);
    let changed = text(&evidence).replace(r#""low_power":{"value":true"#, r#""low_power":{"value":false"#);
    let replayed = replay(changed.as_bytes()).unwrap();
    assert!(!replayed.same);
    assert_eq!(replayed.diagnosis.findings, []);
}

#[test]
fn a_bundle_is_small_however_much_went_wrong() {
    let mut evidence = marked(healthy());
    for number in 0..5_000 {
        let names = vec!["IMG".repeat(100)];
        let code = format!("item.{number}");
        let raised = Raised { code: code.clone(), count: 1, evidence: Map::new(), since: None, names: names.clone() };
        evidence.raised.push(raised);
        evidence.delayed.push(DelayedFiles { code, count: 1, set_aside: true, since: None, names });
        evidence.last_holds.push(Hold::new("srv.5xx", WorkClass::Everything, evidence.now()));
        evidence.probes.push(Probe::of(NAMED, fine()));
    }
    let text = text(&evidence);
    assert!(text.len() < MOST_BYTES, "{} bytes", text.len());
    assert!(replay(text.as_bytes()).unwrap().same);
}

#[test]
fn what_is_not_a_bundle_is_refused_with_a_clear_error() {
    let code = |bytes: &[u8]| replay(bytes).unwrap_err().code();
    for junk in [&b""[..], b"{", b"null", b"[]", b"{}", b"\xff\xfe", br#"{"kind":"x","version":1}"#, b"42"] {
        assert_eq!(code(junk), "req.invalid", "{junk:?}");
    }
    assert!(matches!(replay(&vec![b' '; MOST_BYTES + 1]), Err(ReplayError::TooLarge)));
    let deep = "[".repeat(100_000);
    assert_eq!(code(deep.as_bytes()), "req.invalid");
    let newer = text(&healthy()).replace(r#""version":1"#, r#""version":2"#);
    assert_eq!(code(newer.as_bytes()), "ver.client_old");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(replay(&bytes).is_err());
    }

    #[test]
    fn a_bundle_with_any_bytes_changed_is_answered(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<proptest::sample::Index>(),
    ) {
        let mut bytes = text(&marked(healthy())).into_bytes();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        // Whatever comes of it, something does.
        let _ = replay(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        prop_assert!(replay(&bytes).is_err());
    }

    #[test]
    fn numbers_at_their_ends_are_answered(
        number in prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(0), any::<i64>()],
        which in 0..6_usize,
    ) {
        let mut evidence = healthy();
        photos_wait(&mut evidence);
        let mut form = serde_json::to_value(support_bundle(&evidence)).unwrap();
        let places = [
            "/evidence/inputs/facts/clock_offset_s/value",
            "/evidence/history/fruitless",
            "/evidence/inputs/backlog/photos/bytes",
            "/evidence/probes/0/clock_offset_s",
            "/evidence/inputs/ledger/photos",
            "/evidence/inputs/facts/free_bytes/value",
        ];
        if let Some(place) = form.pointer_mut(places[which]) {
            *place = json!(number);
        }
        let _ = replay(form.to_string().as_bytes());
    }
}
