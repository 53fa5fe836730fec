//! Two phones, one library.

use safelight_tests::processes::{Cloud, Phone, Seeded, heic, noise, photo, sha256, video};
use serde_json::Value;

const MEBI: usize = 1024 * 1024;

/// Two phones of a new account.
fn pair() -> (Cloud, Phone, Phone) {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "Anna's phone");
    let b = cloud.sign_in("anna@example.org", "Anna's tablet");
    a.sync();
    b.sync();
    (cloud, a, b)
}

/// Both sync until neither has anything to send to the other.
fn settle(a: &Phone, b: &Phone) {
    for phone in [a, b, a] {
        phone.sync();
    }
    assert_eq!(shown(a), shown(b));
}

/// What a phone shows, without where the files are.
fn shown(phone: &Phone) -> Vec<Value> {
    let mut all = phone.list(&[]);
    for shelf in ["--hidden", "--trash"] {
        all.extend(phone.list(&[shelf]));
    }
    for asset in &mut all {
        if let Value::Object(fields) = asset {
            fields.retain(|name, _| !["original", "state"].contains(&name.as_str()));
        }
    }
    all
}

fn taken(phone: &Phone, seed: u32) -> String {
    phone.import(&phone.file(&format!("IMG_{seed:04}.jpg"), &photo(seed)))
}

fn values(ids: &Value) -> Vec<&str> {
    ids.as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}

#[test]
fn what_one_phone_takes_the_other_has_to_the_byte() {
    let (_cloud, a, b) = pair();
    let files = [
        ("DCIM/100/IMG_0001.JPG", photo(1)),
        ("DCIM/100/IMG_0002.jpg", photo(2)),
        ("DCIM/101/notes.txt", b"not a picture, kept all the same".to_vec()),
        ("DCIM/101/empty.bin", Vec::new()),
        ("DCIM/101/exact.raw", noise(1, 8 * MEBI)),
        ("DCIM/101/IMG_0003.HEIC", heic(2, 100 * MEBI)),
        ("DCIM/101/MOV_0004.mp4", video(3, 100 * MEBI)),
    ];
    for (name, bytes) in &files {
        a.file(name, bytes);
    }
    let report = a.done(&["import", &a.folder().join("DCIM").to_string_lossy()]);
    assert_eq!(values(&report["imported"]).len(), files.len(), "{report}");
    let sent = a.sync();
    assert_eq!(sent["up_to_date"], true, "{sent}");
    b.sync();
    settle(&a, &b);
    let listed = b.list(&[]);
    assert_eq!(listed.len(), files.len());
    for asset in listed {
        let id = asset["id"].as_str().expect("an id");
        let name = asset["file_name"].as_str().expect("a name");
        let (_, bytes) = files.iter().find(|(file, _)| file.ends_with(name)).expect("a file of this name");
        assert_eq!((&asset["original"], &asset["state"]), (&"cloud".into(), &"safe".into()), "{asset}");
        assert_eq!(b.get(id), sha256(bytes), "{name}");
        assert_eq!(b.show(id)["original"], "both");
    }
    assert_eq!(b.done(&["erase-check"])["proven"], 7);
}

#[test]
fn the_same_photo_taken_in_on_both_phones_is_one() {
    let (_cloud, a, b) = pair();
    let ids = [taken(&a, 7), taken(&b, 7)];
    assert_eq!(ids[0], ids[1]);
    settle(&a, &b);
    assert_eq!(a.list(&[]).len(), 1);
    let puts = [&a, &b].map(|phone| phone.wire.exchanges().iter().flat_map(|exchange| exchange.parts.clone()).count());
    let original = a.show(&ids[0]);
    assert_eq!(original["original"], "both");
    assert!(puts[1] <= 1, "the second phone sent {puts:?} parts");
}

#[test]
fn edits_of_different_fields_survive_from_both_sides() {
    let (_cloud, a, b) = pair();
    let id = taken(&a, 1);
    settle(&a, &b);
    a.done(&["set", &id, "--caption", "the lake"]);
    b.done(&["set", &id, "--favourite", "true", "--date", "2001-02-03T04:05:06+07:00"]);
    settle(&a, &b);
    for phone in [&a, &b] {
        let asset = phone.show(&id);
        assert_eq!(asset["caption"], "the lake");
        assert_eq!(asset["favourite"], true);
        assert_eq!(asset["taken_at"], "2001-02-03T04:05:06+07:00");
        assert_eq!(asset["taken_at_source"], "person");
    }
}

#[test]
fn of_two_values_of_one_field_the_later_arrival_wins_and_the_other_is_remembered() {
    let (_cloud, a, b) = pair();
    let id = taken(&a, 1);
    settle(&a, &b);
    a.done(&["set", &id, "--caption", "first"]);
    b.done(&["set", &id, "--caption", "second"]);
    a.sync();
    settle(&a, &b);
    for phone in [&a, &b] {
        let asset = phone.show(&id);
        assert_eq!(asset["caption"], "second");
        assert_eq!(asset["history"][0]["value"], "first", "{asset}");
    }
}

#[test]
fn trash_and_restore_travel_and_restoring_is_exact() {
    let (_cloud, a, b) = pair();
    let id = taken(&a, 1);
    a.done(&["set", &id, "--caption", "before", "--favourite", "true"]);
    settle(&a, &b);
    let before = shown(&a);
    assert_eq!(values(&b.done(&["trash", &id])["changed"]), [&id]);
    assert_eq!(values(&b.done(&["trash", &id])["unchanged"]), [&id]);
    settle(&a, &b);
    assert_eq!(a.list(&[]).len(), 0);
    assert_eq!(a.list(&["--trash"])[0]["trashed"], true);
    a.done(&["restore", &id]);
    settle(&a, &b);
    assert_eq!(shown(&b), before);
}

#[test]
fn a_photo_that_was_edited_elsewhere_stays_in_the_trash_edited() {
    let (_cloud, a, b) = pair();
    let id = taken(&a, 1);
    settle(&a, &b);
    a.done(&["trash", &id]);
    b.done(&["set", &id, "--caption", "edited meanwhile"]);
    settle(&a, &b);
    let asset = a.show(&id);
    assert_eq!((&asset["trashed"], &asset["caption"]), (&true.into(), &"edited meanwhile".into()));
}

#[test]
fn a_purge_ends_a_photo_on_both_phones_and_in_the_cloud() {
    let (cloud, a, b) = pair();
    let (gone, stays) = (taken(&a, 1), taken(&a, 2));
    settle(&a, &b);
    assert_eq!(values(&a.done(&["purge", &gone])["unchanged"]), [&gone], "it is not in the trash");
    a.done(&["trash", &gone]);
    a.done(&["purge", &gone]);
    settle(&a, &b);
    for phone in [&a, &b] {
        assert_eq!(phone.fails(&["show", &gone]), "item.unknown");
        assert_eq!(phone.list(&[])[0]["id"], stays.as_str());
    }
    let kept = a.done(&["usage"])["device"]["photos"].as_u64();
    assert_eq!(kept, Some(u64::try_from(photo(2).len()).expect("a size")));
    assert_eq!(cloud.admin(&["verify"])["missing"], Value::Array(Vec::new()));
}

#[test]
fn a_purge_loses_against_a_restore_that_the_cloud_had_first() {
    let (_cloud, a, b) = pair();
    let id = taken(&a, 1);
    a.done(&["trash", &id]);
    settle(&a, &b);
    a.done(&["purge", &id]);
    b.done(&["restore", &id]);
    b.sync();
    settle(&a, &b);
    assert_eq!(a.show(&id)["trashed"], false);
    assert_eq!(a.get(&id), sha256(&photo(1)));
}

#[test]
fn a_restore_that_meets_a_purge_waits_for_the_person() {
    let (_cloud, a, b) = pair();
    let id = taken(&a, 1);
    a.done(&["trash", &id]);
    settle(&a, &b);
    a.done(&["purge", &id]);
    b.done(&["restore", &id]);
    a.sync();
    b.sync();
    let status = b.done(&["status"]);
    assert_eq!(status["state"], "attention", "{status}");
    assert_eq!(status["findings"][0]["code"], "item.contested", "{status}");
    b.done(&["purge", &id]);
    settle(&a, &b);
    assert_eq!(b.fails(&["show", &id]), "item.unknown");
    assert_eq!(b.done(&["status"])["state"], "up_to_date");
}

#[test]
fn what_was_purged_stays_so_when_it_is_taken_in_again_unless_asked() {
    let (_cloud, a, b) = pair();
    let id = taken(&a, 1);
    settle(&a, &b);
    a.done(&["trash", &id]);
    a.done(&["purge", &id]);
    settle(&a, &b);
    let again = b.file("copy.jpg", &photo(1));
    let again = again.to_string_lossy();
    let report = b.done(&["import", &again]);
    assert_eq!(report["ignored"][0]["code"], "item.ignored_trash", "{report}");
    settle(&a, &b);
    assert_eq!(a.list(&[]).len(), 0);
    let report = b.done(&["import", "--again", &again]);
    assert_eq!(values(&report["imported"]), [&id], "{report}");
    settle(&a, &b);
    assert_eq!(a.get(&id), sha256(&photo(1)));
}

#[test]
fn a_photo_that_is_only_on_the_other_phone_says_on_which() {
    let (_cloud, a, b) = pair();
    let id = a.import(&a.file("MOV_1.mp4", &video(1, 3 * MEBI)));
    // Room for the records and not for the film.
    a.waits(&["sync", "--max-bytes", "1000000"]);
    b.sync();
    let asset = b.show(&id);
    assert_eq!((&asset["original"], &asset["state"]), (&"elsewhere".into(), &"waiting".into()), "{asset}");
    assert_eq!(asset["held_by"][0], "Anna's phone");
    let answer = b.waits(&["get", &id, "-o", &b.folder().join("film").to_string_lossy()]);
    assert_eq!(answer["held_by"][0], "Anna's phone");
    assert_eq!(answer["holds"][0]["code"], "item.elsewhere");
    assert!(!b.folder().join("film").exists());
    settle(&a, &b);
    assert_eq!(b.get(&id), sha256(&video(1, 3 * MEBI)));
}

#[test]
fn albums_are_the_same_on_both_phones() {
    let (_cloud, a, b) = pair();
    let ids = [taken(&a, 1), taken(&a, 2), taken(&a, 3)];
    a.done(&["album", "create", "Lake"]);
    a.done(&["album", "add", "Lake", &ids[0]]);
    settle(&a, &b);
    a.done(&["album", "add", "Lake", &ids[1]]);
    b.done(&["album", "add", "Lake", &ids[2]]);
    b.done(&["album", "rename", "Lake", "The lake"]);
    settle(&a, &b);
    let albums = a.done(&["album", "list"]);
    assert_eq!((&albums["albums"][0]["name"], &albums["albums"][0]["count"]), (&"The lake".into(), &3.into()));
    a.done(&["album", "remove", "The lake", &ids[0]]);
    settle(&a, &b);
    assert_eq!(b.list(&["--album", "The lake"]).len(), 2);
    b.done(&["album", "delete", "The lake"]);
    settle(&a, &b);
    assert_eq!(a.done(&["album", "list"])["albums"], Value::Array(Vec::new()));
    assert_eq!(a.list(&[]).len(), 3, "an album takes no photo with it");
}

#[test]
fn edits_at_random_on_both_phones_end_in_one_library() {
    let (_cloud, a, b) = pair();
    let ids: Vec<String> = (0..4).map(|seed| taken(&a, seed)).collect();
    settle(&a, &b);
    let mut seeded = Seeded::new(20_241_123);
    for round in 0..6 {
        for phone in [&a, &b] {
            for _ in 0..3 {
                let id = &ids[usize::try_from(seeded.below(4)).unwrap_or(0)];
                let caption = format!("caption {round}");
                match seeded.below(5) {
                    0 => phone.done(&["set", id, "--caption", &caption]),
                    1 => phone.done(&["set", id, "--favourite", "yes"]),
                    2 => phone.done(&["set", id, "--hidden", if round % 2 == 0 { "true" } else { "false" }]),
                    3 => phone.done(&["trash", id]),
                    _ => phone.done(&["restore", id]),
                };
            }
        }
        settle(&a, &b);
    }
    assert_eq!(shown(&a).len(), 4);
}
