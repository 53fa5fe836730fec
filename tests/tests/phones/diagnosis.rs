//! What a script reads of a diagnosis.

use std::fs;

use safelight_tests::processes::{Cloud, photo};
use serde_json::Value;

fn codes(document: &Value) -> Vec<&str> {
    document["findings"].as_array().expect("findings").iter().filter_map(|finding| finding["code"].as_str()).collect()
}

#[test]
fn a_diagnosis_names_the_true_cause_first_and_nothing_when_nothing_is_wrong() {
    let mut cloud = Cloud::new(&[]);
    let phone = cloud.sign_up("anna@example.org", "A");
    phone.import(&phone.file("IMG_1.jpg", &photo(1)));
    phone.sync();
    let well = phone.done(&["diagnose"]);
    assert_eq!(codes(&well), [""; 0]);
    for field in ["last_success", "next", "checked", "took_ms"] {
        assert!(!well[field].is_null(), "{field} in {well}");
    }
    assert_eq!(well["words"].as_array().map(Vec::len), Some(3));

    phone.import(&phone.file("IMG_2.jpg", &photo(2)));
    cloud.kill();
    phone.waits(&["sync"]);
    let ill = phone.done(&["diagnose"]);
    assert_eq!(codes(&ill), ["srv.outage"]);
    let finding = &ill["findings"][0];
    for field in ["severity", "title", "evidence", "fix"] {
        assert!(!finding[field].is_null(), "{field} in {finding}");
    }
    assert!(finding["fix"]["label"].is_string());
    assert!(ill["took_ms"].as_u64().is_some_and(|took| took < 5_000), "{ill}");
    let offline = phone.done(&["diagnose", "--offline"]);
    assert_eq!(offline["unchecked"][0]["code"], "offline");

    let bundle = phone.folder().join("bundle.json");
    let path = bundle.to_string_lossy();
    let written = phone.done(&["support-bundle", "-o", &path]);
    let text = fs::read_to_string(&bundle).expect("a bundle");
    assert_eq!((&written["path"], &written["bytes"]), (&path.as_ref().into(), &text.len().into()));
    for named in ["anna", "example.org", "IMG_", "127.0.0.1", &phone.folder().to_string_lossy()] {
        assert!(!text.contains(named), "{named} in {text}");
    }
    let replayed = phone.done(&["replay", &path]);
    assert_eq!((&replayed["same"], codes(&replayed)), (&true.into(), vec!["srv.outage"]));
    assert!(replayed["verdicts"]["photos"].is_object(), "{replayed}");

    fs::write(&bundle, "no bundle").expect("a file");
    assert_eq!(phone.fails(&["replay", &path]), "req.invalid");
    assert_eq!(phone.fails(&["replay", "/nowhere"]), "item.missing");
    cloud.start_again();
    phone.sync();
    assert_eq!(codes(&phone.done(&["diagnose"])), [""; 0]);
}
