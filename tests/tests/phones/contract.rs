//! What scripts rely on: documents, exit codes, which stream says what.

use std::fs;

use safelight_tests::live;
use safelight_tests::processes::{Cloud, Photo, exif_photo, noise, photo, sha256};
use serde_json::Value;

fn names(value: &Value) -> Vec<&str> {
    value.as_object().map(|fields| fields.keys().map(String::as_str).collect()).unwrap_or_default()
}

fn has(value: &Value, wanted: &[&str]) {
    let there = names(value);
    for name in wanted {
        assert!(there.contains(name), "{name} is missing in {value}");
    }
}

#[test]
fn every_document_has_the_fields_that_scripts_read() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.phone();
    let signed_up = a.done(&["signup", "--server", &a.wire.url(), "--email", "anna@example.org"]);
    has(&signed_up, &["account", "device_id", "recovery_words"]);
    let says = Photo { make: "Rolleiflex", place: [[48, 51, 30], [2, 17, 40]] };
    let path = a.file("DCIM/IMG_1.jpg", &exif_photo(1, says));
    let report = a.done(&["import", &path.to_string_lossy()]);
    has(&report, &["imported", "duplicates", "ignored", "failed"]);
    let id = report["imported"][0].as_str().expect("an id").to_owned();
    let again = a.done(&["import", &path.to_string_lossy()]);
    assert_eq!(again["duplicates"][0]["id"], id.as_str());
    has(&again["duplicates"][0], &["path", "id"]);

    let shown = a.show(&id);
    has(
        &shown,
        &[
            "id",
            "content_id",
            "kind",
            "taken_at",
            "taken_at_source",
            "file_name",
            "bytes",
            "width",
            "height",
            "orientation",
            "duration_ms",
            "camera",
            "place",
            "favourite",
            "hidden",
            "caption",
            "trashed",
            "original",
            "state",
            "resources",
            "albums",
            "waits",
        ],
    );
    has(&shown["camera"], &["make", "model"]);
    assert_eq!(shown["camera"]["make"], "Rolleiflex");
    assert!(shown["place"]["lat"].as_f64().is_some_and(|lat| (lat - 48.85).abs() < 0.01), "{shown}");
    assert_eq!((&shown["width"], &shown["height"], &shown["kind"]), (&160.into(), &120.into(), &"photo".into()));
    assert_eq!((&shown["original"], &shown["state"]), (&"local".into(), &"waiting".into()));
    has(&shown["resources"][0], &["kind", "bytes", "parts", "local", "cloud"]);

    let outcome = a.sync();
    has(&outcome, &["sent", "received", "pending", "holds", "up_to_date"]);
    has(&outcome["sent"], &["records", "parts", "bytes"]);
    has(&outcome["received"], &["records", "parts", "bytes"]);
    has(&outcome["pending"], &["records", "thumbnails", "originals", "bytes"]);
    let status = a.done(&["status"]);
    has(&status, &["state", "summary", "last_success", "pending", "holds", "next"]);
    assert_eq!(status["summary"], "Up to date. One photo is safe.");
    let usage = a.done(&["usage"]);
    has(
        &usage["cloud"],
        &["quota", "used", "reserved", "photos", "videos", "derivatives", "recently_deleted", "forecast"],
    );
    has(&usage["device"], &["free", "photos", "videos", "derivatives", "database", "spool"]);
    has(&a.done(&["erase-check"]), &["ready", "proven", "of", "lost_if_erased"]);
    has(&a.done(&["doctor"]), &["checked", "mended"]);
    has(
        &a.done(&["devices"])["devices"][0],
        &["id", "name", "current", "last_success", "backlog", "first_hold", "battery", "app_version"],
    );
    has(&a.done(&["album", "create", "X"])["albums"][0], &["id", "name", "count"]);
    has(&a.done(&["album", "add", "X", &id])["albums"][0], &["id", "name", "count"]);
    assert_eq!(a.show(&id)["albums"][0], "X");
    let target = a.folder().join("out.jpg");
    let got = a.done(&["get", &id, "-o", &target.to_string_lossy()]);
    assert_eq!(got["path"], target.to_string_lossy().as_ref());
    assert_eq!(got["sha256"], sha256(&fs::read(&path).expect("the file")).as_str());
    a.done(&["signout"]);
}

#[test]
fn the_list_goes_page_by_page_without_a_gap() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    for seed in 0..7 {
        let id = a.import(&a.file(&format!("{seed}.jpg"), &photo(seed)));
        a.done(&["set", &id, "--date", &format!("2020-01-0{}T12:00:00+01:00", seed + 1)]);
    }
    let mut cursor: Option<String> = None;
    let mut dates = Vec::new();
    loop {
        let mut arguments = vec!["ls", "--limit", "3"];
        arguments.extend(cursor.iter().flat_map(|cursor| ["--after", cursor]));
        let page = a.done(&arguments);
        let assets = page["assets"].as_array().expect("a list");
        dates.extend(assets.iter().filter_map(|asset| asset["taken_at"].as_str().map(str::to_owned)));
        cursor = page["next"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    let days: Vec<u32> = (1..=7).rev().collect();
    assert_eq!(dates, days.iter().map(|day| format!("2020-01-0{day}T12:00:00+01:00")).collect::<Vec<_>>());
    let some = a.list(&["--since", "2020-01-03", "--until", "2020-01-05T11:00:00Z"]);
    assert_eq!(some.len(), 2);
    let id = some[0]["id"].as_str().expect("an id");
    a.done(&["set", id, "--favourite", "true"]);
    assert_eq!(a.list(&["--favourites"]).len(), 1);
    a.done(&["set", id, "--hidden", "true"]);
    assert_eq!((a.list(&[]).len(), a.list(&["--hidden"]).len()), (6, 1));
}

#[test]
fn a_wrong_call_ends_with_2_and_a_wrong_name_with_1() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    for wrong in [
        &["bogus"][..],
        &["show"],
        &["sync", "--for", "soon"],
        &["ls", "--since", "yesterday"],
        &["ls", "--after", "x"],
    ] {
        let ran = a.run(wrong);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{wrong:?}: {ran:?}");
        assert!(!ran.error_code().is_empty());
    }
    let mut unasked = a.command(&["signin", "--server", "http://x", "--email", "a@b"]);
    let unasked = unasked.env_remove("SAFELIGHT_PASSWORD").output().expect("it can be run");
    assert_eq!(unasked.status.code(), Some(2), "{unasked:?}");
    assert_eq!(a.fails(&["show", "0123"]), "item.unknown");
    assert_eq!(a.fails(&["trash", &"ab".repeat(16)]), "item.unknown");
    assert_eq!(a.fails(&["album", "delete", "none"]), "album.unknown");
    assert_eq!(a.fails(&["album", "create", " "]), "album.name");
    a.done(&["album", "create", "Two"]);
    let second = a.done(&["album", "create", "Two"]);
    assert_eq!(a.fails(&["album", "rename", "Two", "One"]), "album.ambiguous");
    a.done(&["album", "rename", second["albums"][0]["id"].as_str().expect("an id"), "One"]);
    let id = a.import(&a.file("1.jpg", &photo(1)));
    assert_eq!(a.fails(&["set", &id, "--date", "2020-01-01"]), "item.date");
}

#[test]
fn an_import_names_what_failed_and_says_how_it_ended() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let good = a.file("good.jpg", &photo(1)).to_string_lossy().into_owned();
    let gone = a.folder().join("gone.jpg").to_string_lossy().into_owned();
    let some = a.waits(&["import", &good, &gone]);
    assert_eq!(some["imported"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&some["failed"][0]["path"], &some["failed"][0]["code"]),
        (&gone.as_str().into(), &"item.missing".into())
    );
    let none = a.run(&["import", &gone]);
    assert_eq!(none.code, Some(1), "{none:?}");
    assert_eq!(none.document()["failed"][0]["code"], "item.missing");
}

#[test]
fn folders_are_taken_from_at_each_sync_and_the_numbers_add_up() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let first = a.file("DCIM/1.jpg", &photo(1));
    a.file("DCIM/2.jpg", &photo(2));
    let folder = first.parent().expect("a folder").to_string_lossy().into_owned();
    a.done(&["source", "add", &folder]);
    a.sync();
    let numbers =
        |source: &Value| ["found", "safe", "waiting", "set_aside", "left_out"].map(|name| source[name].as_u64());
    let source = a.done(&["source"])["sources"][0].clone();
    assert_eq!(numbers(&source), [2, 2, 0, 0, 0].map(Some), "{source}");
    let gone = a.list(&[])[0]["id"].as_str().expect("an id").to_owned();
    a.done(&["trash", &gone]);
    a.done(&["purge", &gone]);
    a.file("DCIM/3.jpg", &photo(3));
    a.sync();
    let source = a.done(&["source", "list"])["sources"][0].clone();
    assert_eq!(numbers(&source), [3, 2, 0, 0, 1].map(Some), "{source}");
    assert_eq!(a.list(&[]).len(), 2, "what was deleted for good is not taken in again from its folder");
    let left = a.done(&["source", "remove", &folder]);
    assert_eq!(left["sources"], Value::Array(Vec::new()));
    assert_eq!(a.list(&[]).len(), 2);
}

#[test]
fn an_export_can_be_read_without_safelight() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let id = a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.done(&["set", &id, "--date", "2019-07-08T09:10:11+02:00", "--caption", "the lake"]);
    a.import(&a.file("other/IMG_1.jpg", &photo(2)));
    a.sync();
    let b = cloud.sign_in("anna@example.org", "B");
    b.sync();
    let target = b.folder().join("out");
    let report = b.done(&["export", &target.to_string_lossy()]);
    assert_eq!(report["exported"], 2, "{report}");
    let original = fs::read(target.join("2019/07/IMG_1.jpg")).expect("the original");
    assert_eq!(sha256(&original), sha256(&photo(1)));
    let beside: Value =
        serde_json::from_slice(&fs::read(target.join("2019/07/IMG_1.jpg.json")).expect("a sidecar")).expect("JSON");
    assert_eq!(beside["caption"], "the lake");
    let manifest: Value =
        serde_json::from_slice(&fs::read(target.join("manifest.json")).expect("a manifest")).expect("JSON");
    for line in manifest["files"].as_array().expect("a list") {
        let bytes = fs::read(target.join(line["path"].as_str().expect("a path"))).expect("what the manifest names");
        assert_eq!(line["sha256"], sha256(&bytes).as_str());
    }
}

#[test]
fn a_borrowed_file_stays_where_it_is_and_is_read_from_there() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let bytes = noise(1, 3_000_000);
    let path = a.file("nas/film.bin", &bytes);
    let report = a.done(&["import", "--in-place", &path.to_string_lossy()]);
    let id = report["imported"][0].as_str().expect("an id").to_owned();
    assert!(a.done(&["usage"])["device"]["photos"].as_u64().is_some_and(|ours| ours == 0));
    // Changed before it was sent: it is not the file that was taken in, and what is there now is not sent under its name.
    let other = a.file("nas/film.bin", &noise(2, 3_000_000));
    let outcome = a.run(&["sync"]).document();
    assert_eq!(outcome["holds"][0]["code"], "item.changed", "{outcome}");
    assert_eq!(a.show(&id)["state"], "failed");
    fs::write(&other, &bytes).expect("the file can be written");
    // Taken in again, as the sentence says, it is sent.
    a.done(&["import", "--in-place", &path.to_string_lossy()]);
    a.sync();
    assert_eq!(a.show(&id)["state"], "safe");
    fs::remove_file(&path).expect("the file can be removed");
    let b = cloud.sign_in("anna@example.org", "B");
    b.sync();
    assert_eq!(b.get(&id), sha256(&bytes));
}

#[test]
fn a_file_goes_to_standard_output_and_nothing_else_does() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let id = a.import(&a.file("1.jpg", &photo(1)));
    let output = a.command(&["get", &id, "-o", "-"]).output().expect("it can be run");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(sha256(&output.stdout), sha256(&photo(1)));
    let document: Value = serde_json::from_slice(&output.stderr).expect("a document");
    assert_eq!(document["path"], "-");
    let thumbnail = a.command(&["get", &id, "--resource", "thumbnail", "-o", "-"]).output().expect("it can be run");
    assert!(thumbnail.stdout.starts_with(&[0xff, 0xd8]), "a thumbnail is a JPEG");
}

#[test]
fn a_live_photo_is_one_photo_and_two_files_again_when_it_is_taken_out() {
    let id = "3B7A1F0C-1111-4222-8333-0123456789AB";
    let (still, video) = (live::still(id, 1), live::video(id, 9_000_000));
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    a.file("DCIM/IMG_1.JPG", &still);
    a.file("DCIM/IMG_1.MOV", &video);
    let report = a.done(&["import", &a.folder().join("DCIM").to_string_lossy()]);
    let id = report["imported"][0].as_str().expect("an id").to_owned();
    assert_eq!(report["imported"].as_array().map(Vec::len), Some(1), "{report}");
    assert_eq!(a.show(&id)["kind"], "live_photo");
    a.done(&["sync"]);
    let b = cloud.sign_in("anna@example.org", "B");
    b.done(&["sync"]);

    let target = b.folder().join("out/IMG_1.JPG");
    fs::create_dir_all(b.folder().join("out")).expect("a folder");
    // Read from the cloud, a piece at a time: only the still's.
    let output = b.command(&["get", &id, "-o", "-"]).output().expect("it can be run");
    assert!(output.stdout == still, "{} bytes instead of {}", output.stdout.len(), still.len());
    let got = b.done(&["get", &id, "-o", &target.to_string_lossy()]);
    assert_eq!(got["sha256"], sha256(&still));
    assert_eq!(got["video"]["sha256"], sha256(&video));
    assert!(fs::read(target).expect("the still") == still);
    assert!(fs::read(b.folder().join("out/IMG_1.mov")).expect("the video") == video);
}
