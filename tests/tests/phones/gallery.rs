//! The phone's own gallery, as scripts see it: a folder plays it.

use std::fs;

use safelight_tests::processes::{Cloud, noise, sha256};

#[test]
fn room_in_the_gallery_is_asked_for_once_and_nothing_is_lost() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("nora@example.org", "Nora’s laptop");
    assert_eq!(a.fails(&["optimise", "--gallery"]), "lib.unavailable");
    let folder = a.file("DCIM/1.bin", &noise(1, 300_000)).parent().expect("a folder").to_owned();
    fs::write(folder.join("2.bin"), noise(2, 200_000)).expect("the folder can be written");
    let path = folder.to_str().expect("a path");
    let sources = a.done(&["source", "add", "--gallery", path]);
    assert_eq!((&sources["sources"][0]["gallery"], &sources["sources"][0]["path"]), (&true.into(), &path.into()));
    a.sync();
    assert_eq!(a.done(&["source", "list"])["sources"][0]["safe"], 2);
    assert_eq!(a.done(&["usage"])["device"]["borrowed"], 500_000);

    let plan = a.waits(&["optimise", "--gallery"]);
    assert_eq!((&plan["plan"]["bytes"], &plan["freed"]), (&500_000.into(), &0.into()));
    assert_eq!(plan["plan"]["warnings"], serde_json::json!(["leaves_system_cloud", "room_comes_later"]));
    let made = a.done(&["optimise", "--gallery", "--yes", "--free", "1"]);
    assert_eq!(
        (made["requested"].as_array().map(Vec::len), made["evicted"].as_array().map(Vec::len)),
        (Some(1), Some(1))
    );
    let id = made["evicted"][0]["id"].as_str().expect("an id").to_owned();
    let bytes = if made["freed"] == 300_000 { noise(1, 300_000) } else { noise(2, 200_000) };
    a.sync();
    assert_eq!(a.done(&["choices"])["choices"], serde_json::json!([]), "nobody deleted it");
    assert_eq!(a.get(&id), sha256(&bytes));

    let removed = a.done(&["source", "remove", path]);
    assert_eq!(removed["sources"], serde_json::json!([]));
    assert_eq!(a.list(&[]).len(), 2);
}

#[test]
fn a_photo_deleted_in_the_gallery_is_a_choice_until_it_is_made_once_and_for_all() {
    let mut cloud = Cloud::new(&["--trash-days", "12"]);
    let a = cloud.sign_up("nora@example.org", "Nora’s laptop");
    let first = a.file("DCIM/1.bin", &noise(1, 3_000));
    let folder = first.parent().expect("a folder").to_owned();
    for number in 2..5_u64 {
        fs::write(folder.join(format!("{number}.bin")), noise(number, 3_000)).expect("the folder can be written");
    }
    a.done(&["source", "add", "--gallery", folder.to_str().expect("a path")]);
    a.sync();
    fs::remove_file(&first).expect("it is there");
    a.sync();
    assert_eq!(a.list(&[]).len(), 4);
    assert_eq!(a.done(&["status"])["findings"][0]["code"], "lib.gallery_choice");
    let choices = a.done(&["choices"]);
    assert_eq!((&choices["gallery"], &choices["choices"][0]["default"]), (&serde_json::Value::Null, &"keep".into()));
    let photo = &choices["choices"][0]["photos"][0];
    assert_eq!((&photo["file_name"], &photo["what"]), (&"1.bin".into(), &"deleted".into()));
    let id = photo["id"].as_str().expect("an id").to_owned();

    let decided = a.done(&["choices", "--gallery", "follow"]);
    assert_eq!((&decided["changed"], &decided["gallery"]), (&serde_json::json!([id]), &"follow".into()));
    fs::remove_file(folder.join("2.bin")).expect("it is there");
    a.sync();
    a.sync();
    let trash = a.list(&["--trash"]);
    assert_eq!(trash.len(), 2);
    assert!(trash.iter().all(|photo| photo["days_left"] == 12), "{trash:?}");
    assert_eq!(a.done(&["show", &id])["days_left"], 12);
    a.done(&["restore", &id]);
    assert_eq!(a.done(&["choices", "--gallery", "keep"])["gallery"], "keep");
    fs::remove_file(folder.join("3.bin")).expect("it is there");
    a.sync();
    assert_eq!((a.list(&[]).len(), a.done(&["choices"])["choices"].as_array().map(Vec::len)), (3, Some(0)));
}
