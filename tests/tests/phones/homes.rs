//! Homes that are shared, junk, or not a home at all.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use safelight_tests::processes::{Cloud, photo};

#[test]
fn only_one_sync_runs_on_a_home_and_edits_do_not_wait_for_it() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    a.sync();
    let id = a.import(&a.file("IMG_1.jpg", &photo(1)));
    let connections = a.wire.connections();
    a.wire.stop();
    let first = a.start(&["sync"]);
    assert!(a.wire.wait_for_connection(connections));
    let second = a.waits(&["sync"]);
    assert_eq!(second["holds"][0]["code"], "eng.lock", "{second}");
    assert_eq!(second["up_to_date"], false);
    a.done(&["set", &id, "--caption", "meanwhile"]);
    assert_eq!(a.list(&[])[0]["caption"], "meanwhile");
    a.wire.go_on();
    assert_eq!(first.end().code, Some(0));
    a.sync();
    let b = cloud.sign_in("anna@example.org", "B");
    b.sync();
    assert_eq!(b.show(&id)["caption"], "meanwhile");
}

#[test]
fn a_sync_that_was_killed_does_not_keep_the_next_one_out_for_long() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    a.sync();
    a.import(&a.file("IMG_1.jpg", &photo(1)));
    let connections = a.wire.connections();
    a.wire.stop();
    let first = a.start(&["sync"]);
    assert!(a.wire.wait_for_connection(connections));
    first.kill();
    a.wire.go_on();
    a.sync();
}

#[test]
fn a_home_belongs_to_its_owner_alone() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let mode = fs::metadata(a.home()).expect("the home is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn junk_in_place_of_a_library_is_refused_and_left_as_it_is() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    a.import(&a.file("IMG_1.jpg", &photo(1)));
    let database = a.home().join("library.db");
    let (good, junk) =
        (fs::read(&database).expect("a database"), b"this is not a database, and long enough to be one".repeat(99));
    for log in ["library.db-wal", "library.db-shm"] {
        // The last process that closed the database may have removed them already.
        let _ = fs::remove_file(a.home().join(log));
    }
    fs::write(&database, &junk).expect("it can be written");
    for command in [&["ls"][..], &["sync"], &["status"], &["doctor"]] {
        assert_eq!(a.fails(command), "eng.database", "{command:?}");
    }
    assert_eq!(fs::read(&database).expect("it is there"), junk, "nothing was written over it");
    assert!(good.len() > 1000);
}

#[test]
fn a_library_of_a_newer_version_is_refused_untouched() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let connection = rusqlite::Connection::open(a.home().join("library.db")).expect("it opens");
    connection.pragma_update(None, "user_version", 4711).expect("it can be written");
    drop(connection);
    assert_eq!(a.fails(&["ls"]), "ver.client_old");
}

#[test]
fn a_file_in_place_of_a_home_is_named() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.phone();
    fs::write(a.home(), b"a file").expect("it can be written");
    assert_eq!(a.fails(&["status"]), "eng.home");
}

#[test]
fn a_new_home_says_that_nobody_is_signed_in() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.phone();
    let status = a.done(&["status"]);
    assert_eq!((&status["state"], &status["holds"][0]["code"]), (&"signed_out".into(), &"acct.signed_out".into()));
    assert_eq!(a.list(&[]).len(), 0);
    let path = a.file("1.jpg", &photo(1));
    for command in [&["sync"][..], &["devices"], &["erase-check"], &["passwd"], &["import", &path.to_string_lossy()]] {
        let mut command = a.command(command);
        let output = command.env("SAFELIGHT_NEW_PASSWORD", "zebra-mantel-vier-regen").output().expect("it can be run");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("acct.signed_out"), "{output:?}");
    }
}

#[test]
fn the_doctor_mends_what_a_power_cut_left() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let id = a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.sync();
    let originals = a.home().join("originals");
    let folder = fs::read_dir(&originals).expect("a folder").next().expect("one").expect("it can be read").path();
    let original = fs::read_dir(folder).expect("a folder").next().expect("one").expect("it can be read").path();
    fs::remove_file(original).expect("it can be removed");
    let report = a.done(&["doctor"]);
    assert_eq!(report["mended"][0]["check"], "missing_files", "{report}");
    assert_eq!(a.show(&id)["original"], "cloud");
    a.get(&id);
    assert_eq!(a.done(&["doctor"])["mended"], serde_json::json!([]));
}
