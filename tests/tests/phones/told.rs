//! Codes that stop no photo: the command that meets them tells them, to the letter.

use std::fs;
use std::process::{Command, Output};

use safelight_tests::processes::{Cloud, photo, server};
use serde_json::Value;

/// The code of the error that a program ended with.
fn code(output: &Output) -> String {
    assert!(!output.status.success(), "{output:?}");
    let error: Value = serde_json::from_slice(&output.stderr).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    error["error"]["code"].as_str().unwrap_or_else(|| panic!("no code: {output:?}")).to_owned()
}

#[test]
fn what_a_command_can_t_do_it_says_with_a_code() {
    let mut cloud = Cloud::new(&[]);
    let phone = cloud.sign_up("anna@example.org", "A");
    let file = phone.file("IMG_1.jpg", &photo(1));
    assert_eq!(phone.fails(&["source", "add", &file.to_string_lossy()]), "lib.not_a_folder");
    assert_eq!(phone.fails(&["source", "remove", "/nowhere"]), "lib.source_unknown");

    let url = phone.wire.url();
    let entry = ["--server", &url, "--email", "anna@example.org", "--name", "B"];
    let other = cloud.phone();
    let unasked = other.command(&[&["signin"][..], &entry].concat()).env_remove("SAFELIGHT_PASSWORD").output();
    assert_eq!(code(&unasked.expect("the program can be run")), "acct.unasked");
    let words =
        other.command(&[&["recover"][..], &entry].concat()).env("SAFELIGHT_RECOVERY_WORDS", "no such words").output();
    assert_eq!(code(&words.expect("the program can be run")), "acct.words");
}

#[test]
fn what_an_admin_command_can_t_do_it_says_with_a_code() {
    let mut cloud = Cloud::new(&[]);
    cloud.sign_up("anna@example.org", "A");
    let admin = |data: &std::path::Path, arguments: &[&str]| {
        let output = Command::new(server()).args(["admin", "--json", "--data"]).arg(data).args(arguments).output();
        code(&output.expect("the program can be run"))
    };
    assert_eq!(admin(&cloud.data(), &["quota", "anna@example.org", "18446744073709551615"]), "admin.quota");
    assert_eq!(admin(&cloud.data(), &["version-floor", "new"]), "admin.version");
    let file = cloud.data().with_file_name("no folder");
    fs::write(&file, "x").expect("a file can be written");
    assert_eq!(admin(&file, &["accounts"]), "admin.unreachable");
}
