//! A server that is restored from yesterday's backup, and a password that nobody remembers.

use std::path::Path;

use safelight_tests::processes::{Cloud, Phone, photo, sha256};
use serde_json::Value;
use tempfile::TempDir;

/// Restores a backup into the server's folder, emptied before, and starts the server again.
fn restore(cloud: &mut Cloud, backup: &Path) {
    cloud.kill();
    std::fs::remove_dir_all(cloud.data()).expect("the folder can be removed");
    let restored = cloud.admin(&["restore", &backup.to_string_lossy()]);
    assert_eq!(restored["damaged"], Value::Array(Vec::new()), "{restored}");
    cloud.start_again();
}

fn ids(phone: &Phone, shelf: &[&str]) -> Vec<String> {
    let mut ids: Vec<String> =
        phone.list(shelf).iter().filter_map(|asset| asset["id"].as_str().map(str::to_owned)).collect();
    ids.sort();
    ids
}

fn findings(phone: &Phone) -> Vec<String> {
    let status = phone.done(&["status"]);
    let findings = status["findings"].as_array().expect("a list");
    findings.iter().filter_map(|finding| finding["code"].as_str().map(str::to_owned)).collect()
}

#[test]
fn yesterdays_backup_loses_nothing_and_brings_nothing_back() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let b = cloud.sign_in("anna@example.org", "B");
    let taken = |phone: &Phone, number: u32| phone.import(&phone.file(&format!("IMG_{number}.jpg"), &photo(number)));
    let old: Vec<String> = (1..=4).map(|number| taken(&a, number)).collect();
    a.sync();
    b.sync();
    let backups = TempDir::with_prefix("safelight-backup-").expect("a temporary folder");
    let backup = backups.path().join("yesterday");
    let backed_up = cloud.admin(&["backup", &backup.to_string_lossy()]);
    assert_eq!(backed_up["missing"], Value::Array(Vec::new()), "{backed_up}");
    // The day after: new photos, an edit, trash, a photo that is deleted for good, and a new password.
    let new = taken(&a, 5);
    a.done(&["set", &old[0], "--caption", "after the backup"]);
    b.done(&["trash", &old[1], &old[2]]);
    b.done(&["purge", &old[2]]);
    let mut passwd = a.command(&["passwd"]);
    let changed = passwd.env("SAFELIGHT_NEW_PASSWORD", "zebra-mantel-vier-regen").output().expect("it can be run");
    assert_eq!(changed.status.code(), Some(0), "{changed:?}");
    for phone in [&a, &b, &a] {
        phone.sync();
    }
    assert!(!findings(&b).contains(&"srv.restored".to_owned()));
    // And work that is not sent when the backup comes back.
    let unsent = taken(&b, 6);
    a.done(&["trash", &old[3]]);
    a.done(&["purge", &old[3]]);
    restore(&mut cloud, &backup);
    for phone in [&a, &b, &a, &b, &a] {
        phone.sync();
    }
    let mut expected = vec![old[0].clone(), new.clone(), unsent.clone()];
    expected.sort();
    for phone in [&a, &b] {
        assert_eq!(ids(phone, &[]), expected);
        assert_eq!(ids(phone, &["--trash"]), [old[1].clone()]);
        assert_eq!(phone.show(&old[0])["caption"], "after the backup");
        assert!(phone.list(&[]).iter().all(|asset| asset["state"] == "safe"), "{:?}", phone.list(&[]));
        assert!(findings(phone).contains(&"srv.restored".to_owned()));
    }
    assert_eq!(b.get(&new), sha256(&photo(5)));
    assert_eq!(a.get(&unsent), sha256(&photo(6)));
    let verified = cloud.admin(&["verify"]);
    assert_eq!((&verified["missing"], &verified["damaged"]), (&Value::Array(Vec::new()), &Value::Array(Vec::new())));
    // The restored server is the same server: the old password is good there again, as the finding says.
    let c = cloud.phone();
    c.done(&["signin", "--server", &c.wire.url(), "--email", "anna@example.org", "--name", "C"]);
    c.sync();
    assert_eq!(ids(&c, &[]), expected);
}

#[test]
fn a_phone_that_is_signed_in_sets_a_new_password_after_its_own_unlock() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let b = cloud.sign_in("anna@example.org", "B");
    a.sync();
    b.sync();
    let set = |unlocked: bool| {
        let mut command = a.command(&["passwd", "--forgotten"]);
        command.env("SAFELIGHT_NEW_PASSWORD", "zebra-mantel-vier-regen");
        if unlocked {
            command.env("SAFELIGHT_UNLOCK", "yes");
        }
        command.output().expect("it can be run")
    };
    let before = a.wire.exchanges().len();
    let refused = set(false);
    let error: Value = serde_json::from_slice(&refused.stderr).expect("a document");
    assert_eq!(error["error"]["code"], "acct.unlock_unavailable", "{refused:?}");
    let asked = a.wire.exchanges();
    assert!(asked.iter().skip(before).all(|exchange| !exchange.path.contains("password")), "nothing was begun");
    let done = set(true);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    let c = cloud.phone();
    let url = c.wire.url();
    let sign_in = ["signin", "--server", &url, "--email", "anna@example.org", "--name", "C"];
    assert_eq!(c.fails(&sign_in), "acct.credentials");
    let mut with_new = c.command(&sign_in);
    let signed_in = with_new.env("SAFELIGHT_PASSWORD", "zebra-mantel-vier-regen").output().expect("it can be run");
    assert_eq!(signed_in.status.code(), Some(0), "{signed_in:?}");
    // The phone that did it is not warned; another one is, once it looks: within the hour, so not yet.
    a.sync();
    assert!(!findings(&a).contains(&"acct.password_changed".to_owned()));
}
