//! Coming in, going out, being put out, and being somebody else.

use std::fs;
use std::process::Command;

use safelight_tests::processes::{Cloud, PASSWORD, photo, sha256, video};
use serde_json::Value;

#[test]
fn each_mistake_at_the_door_has_its_own_code() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let b = cloud.phone();
    let url = b.wire.url();
    let with = |password: &str, arguments: &[&str]| {
        let mut command = b.command(arguments);
        let output = command.env("SAFELIGHT_PASSWORD", password).output().expect("the program can be run");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let error: Value = serde_json::from_slice(&output.stderr).expect("a document");
        assert_eq!(output.stdout, b"");
        error["error"].clone()
    };
    let sign_in = ["signin", "--server", &url, "--email", "anna@example.org"];
    let wrong = with("not-the-password-at-all", &sign_in);
    let unknown = with(PASSWORD, &["signin", "--server", &url, "--email", "bert@example.org"]);
    assert_eq!(wrong, unknown, "a guesser learns nothing");
    assert_eq!(wrong["code"], "acct.credentials");
    assert!(wrong["fix"]["label"].as_str().is_some_and(|label| !label.is_empty()), "{wrong}");
    let sign_up = ["signup", "--server", &url, "--email", "anna@example.org"];
    assert_eq!(with(PASSWORD, &sign_up)["code"], "acct.taken");
    assert_eq!(with("anna", &sign_up)["code"], "acct.weak_password");
    assert_eq!(with(PASSWORD, &["signup", "--server", &url, "--email", "anna"])["code"], "acct.email");
    assert_eq!(with(PASSWORD, &["signin", "--server", "http://127.0.0.1:1", "--email", "a@b"])["code"], "srv.outage");
    assert_eq!(with(PASSWORD, &["signin", "--server", "nonsense", "--email", "a@b"])["code"], "srv.address");
    // A phone that is one of an account can't become one of another.
    cloud.sign_up("bert@example.org", "B");
    let a_url = a.wire.url();
    assert_eq!(a.fails(&["signin", "--server", &a_url, "--email", "bert@example.org"]), "acct.mismatch");
    assert_eq!(a.fails(&["signup", "--server", &a_url, "--email", "carl@example.org"]), "acct.mismatch");
}

#[test]
fn a_new_password_and_the_old_words_open_the_account() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.phone();
    let url = a.wire.url();
    let signed_up = a.done(&["signup", "--server", &url, "--email", "anna@example.org", "--name", "A"]);
    let words: Vec<&str> =
        signed_up["recovery_words"].as_array().expect("words").iter().filter_map(Value::as_str).collect();
    assert_eq!(words.len(), 24);
    assert_eq!(a.done(&["status"])["words_confirmed"], false);
    a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.sync();
    let mut passwd = a.command(&["passwd"]);
    let changed = passwd.env("SAFELIGHT_NEW_PASSWORD", "zebra-mantel-vier-regen").output().expect("it can be run");
    assert_eq!(changed.status.code(), Some(0), "{changed:?}");
    a.sync();
    // On a second phone the old password is wrong, and the words give a third one.
    let b = cloud.phone();
    let url = b.wire.url();
    assert_eq!(b.fails(&["signin", "--server", &url, "--email", "anna@example.org"]), "acct.credentials");
    let mut recover = b.command(&["recover", "--server", &url, "--email", "anna@example.org"]);
    recover.env("SAFELIGHT_RECOVERY_WORDS", words.join(" ")).env("SAFELIGHT_NEW_PASSWORD", PASSWORD);
    let recovered = recover.output().expect("it can be run");
    assert_eq!(recovered.status.code(), Some(0), "{recovered:?}");
    b.sync();
    assert_eq!(b.list(&[]).len(), 1);
    // The first phone stayed signed in.
    a.sync();
    // New words void the old ones.
    let new = a.done(&["words"]);
    assert_eq!(new["recovery_words"].as_array().expect("words").len(), 24);
    let c = cloud.phone();
    let url = c.wire.url();
    let mut recover = c.command(&["recover", "--server", &url, "--email", "anna@example.org"]);
    let refused = recover.env("SAFELIGHT_RECOVERY_WORDS", words.join(" ")).output().expect("it can be run");
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    c.done(&["signin", "--server", &url, "--email", "anna@example.org"]);
}

#[test]
fn a_revoked_phone_says_so_and_still_gives_out_what_only_it_has() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "Anna's phone");
    let b = cloud.sign_in("anna@example.org", "Lost tablet");
    a.sync();
    b.sync();
    let id = b.import(&b.file("only-here.jpg", &photo(1)));
    let devices = a.done(&["devices"]);
    let devices = devices["devices"].as_array().expect("a list");
    let lost = devices.iter().find(|device| device["name"] == "Lost tablet").expect("it is listed");
    assert_eq!(lost["current"], false);
    let lost = lost["id"].as_str().expect("an id");
    a.done(&["devices", "rename", lost, "Stolen tablet"]);
    let left = a.done(&["devices", "revoke", lost]);
    assert_eq!(left["devices"].as_array().map(Vec::len), Some(1), "{left}");
    assert_eq!(a.fails(&["devices", "revoke", lost]), "acct.device_unknown");

    let outcome = b.waits(&["sync"]);
    assert_eq!(outcome["holds"][0]["code"], "acct.revoked", "{outcome}");
    assert_eq!(outcome["holds"][0]["fix"]["action"], "sign_in");
    let status = b.done(&["status"]);
    assert_eq!((&status["state"], &status["holds"][0]["code"]), (&"signed_out".into(), &"acct.revoked".into()));
    let asked = b.wire.exchanges().len();
    b.waits(&["sync"]);
    assert_eq!(b.wire.exchanges().len(), asked, "an end that is known is not asked for again");
    let target = b.folder().join("saved");
    let report = b.done(&["export", &target.to_string_lossy()]);
    assert_eq!(report["exported"], 1, "{report}");
    let manifest: Value =
        serde_json::from_slice(&fs::read(target.join("manifest.json")).expect("a manifest")).expect("JSON");
    assert_eq!(manifest["files"][0]["sha256"], sha256(&photo(1)).as_str());

    // Signed in again it is another device, and sends what it kept.
    b.done(&["signin", "--server", &b.wire.url(), "--email", "anna@example.org", "--name", "Found tablet"]);
    b.sync();
    a.sync();
    assert_eq!(a.get(&id), sha256(&photo(1)));
}

#[test]
fn a_sign_out_with_unsent_photos_names_them_and_waits() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    a.sync();
    let sent = a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.sync();
    a.import(&a.file("IMG_2.jpg", &photo(2)));
    a.import(&a.file("IMG_3.jpg", &photo(3)));
    a.done(&["set", &sent, "--caption", "not sent"]);
    let answer = a.waits(&["signout"]);
    assert_eq!(answer["unsent"]["originals"], 2, "{answer}");
    assert_eq!(answer["unsent"]["edits"], 3, "two new ones and an edited one: {answer}");
    assert_eq!(a.waits(&["signout"])["unsent"], answer["unsent"], "nothing was done");
    a.done(&["signout", "--yes"]);
    assert_eq!(a.waits(&["sync"])["holds"][0]["code"], "acct.signed_out");
    assert_eq!(a.list(&[]).len(), 3, "they are still here");
    let url = a.wire.url();
    a.done(&["signin", "--server", &url, "--email", "anna@example.org"]);
    a.sync();
    assert_eq!(a.done(&["erase-check"])["proven"], 3);
    a.done(&["signout"]);
}

#[test]
fn an_account_that_is_deleted_comes_back_by_signing_in() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let b = cloud.sign_in("anna@example.org", "B");
    a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.sync();
    b.sync();
    let warning = b.waits(&["delete-account"]);
    assert_eq!(warning["only_in_cloud"]["photos"], 1, "{warning}");
    b.sync();
    let deleted = b.done(&["delete-account", "--yes"]);
    assert!(deleted["until"].as_str().is_some_and(|until| until.contains('T')), "{deleted}");
    assert_eq!(b.waits(&["sync"])["holds"][0]["code"], "acct.deleted");
    assert_eq!(a.waits(&["sync"])["holds"][0]["code"], "acct.deleted");
    assert_eq!(a.list(&[])[0]["original"], "both", "nothing on the phone is touched");
    b.done(&["signin", "--server", &b.wire.url(), "--email", "anna@example.org"]);
    b.sync();
}

#[test]
fn a_copied_home_becomes_a_device_of_its_own() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.sync();
    let copy = cloud.phone();
    let copied = Command::new("cp").arg("-r").arg(a.home()).arg(copy.home()).status();
    assert!(copied.expect("cp can be run").success());
    // It knows the old server address only, which is the first phone's wire.
    let before = a.wire.exchanges().len();
    let status = copy.done(&["status"]);
    assert_eq!((&status["state"], &status["holds"][0]["code"]), (&"signed_out".into(), &"acct.key_missing".into()));
    assert_eq!(copy.fails(&["sync"]), "acct.key_missing");
    assert_eq!(a.wire.exchanges().len(), before, "the old one's tokens are never used");
    copy.done(&["signin", "--server", &copy.wire.url(), "--email", "anna@example.org", "--name", "Copy"]);
    copy.import(&copy.file("IMG_2.jpg", &photo(2)));
    copy.sync();
    a.sync();
    assert_eq!(a.list(&[]).len(), 2);
    let devices = a.done(&["devices"]);
    assert_eq!(devices["devices"].as_array().map(Vec::len), Some(2), "{devices}");
}

#[test]
fn two_accounts_see_nothing_of_one_another() {
    let mut cloud = Cloud::new(&[]);
    let anna = cloud.sign_up("anna@example.org", "Anna's");
    let bert = cloud.sign_up("bert@example.org", "Bert's");
    let mine = anna.import(&anna.file("IMG_1.jpg", &photo(1)));
    anna.done(&["album", "create", "Mine"]);
    anna.sync();
    bert.sync();
    assert_eq!(bert.list(&[]), Vec::<Value>::new());
    assert_eq!(bert.fails(&["show", &mine]), "item.unknown");
    assert_eq!(bert.done(&["album", "list"])["albums"], Value::Array(Vec::new()));
    assert_eq!(bert.done(&["devices"])["devices"].as_array().map(Vec::len), Some(1));
    // The same photo has another id and other sealed bytes in another account: nobody can tell that both have it.
    let theirs = bert.import(&bert.file("IMG_1.jpg", &photo(1)));
    bert.sync();
    assert_ne!(mine, theirs);
    let parts = |phone: &safelight_tests::processes::Phone, id: &str| phone.show(id)["resources"][0]["parts"].clone();
    assert_ne!(parts(&anna, &mine), parts(&bert, &theirs));
}

#[test]
fn a_full_cloud_says_so_and_goes_on_when_there_is_more_room() {
    let mut cloud = Cloud::new(&["--quota", "4000000"]);
    let a = cloud.sign_up("anna@example.org", "A");
    let b = cloud.sign_in("anna@example.org", "B");
    a.sync();
    let small = a.import(&a.file("IMG_1.jpg", &photo(1)));
    let film = a.import(&a.file("film.mp4", &video(1, 6_000_000)));
    let outcome = a.waits(&["sync"]);
    assert_eq!(outcome["holds"][0]["code"], "quota.full", "{outcome}");
    assert_eq!(outcome["pending"]["originals"], 1, "what fits has gone: {outcome}");
    assert_eq!((a.show(&small)["state"].clone(), a.show(&film)["state"].clone()), ("safe".into(), "waiting".into()));
    assert_eq!(a.show(&film)["waits"][0]["code"], "quota.full");
    assert_eq!(a.done(&["status"])["state"], "waiting");
    // The other phone knows of it all the same.
    b.sync();
    assert_eq!(b.show(&film)["original"], "elsewhere");
    cloud.admin(&["quota", "anna@example.org", "20000000"]);
    a.sync();
    b.sync();
    assert_eq!(b.get(&film), sha256(&video(1, 6_000_000)));
    let usage = a.done(&["usage"]);
    assert_eq!(usage["cloud"]["quota"], 20_000_000);
    assert_eq!(usage["cloud"]["forecast"], Value::Null);
}
