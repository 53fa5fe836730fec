use proptest::prelude::*;
use serde_json::json;

use super::*;

fn document(value: Value) -> Document {
    match value {
        Value::Object(fields) => Document(fields),
        other => panic!("not an object: {other}"),
    }
}

fn merged(base: Value, mine: Value, theirs: Value) -> Value {
    Value::Object(merge(Some(&document(base)), &document(mine), &document(theirs)).0)
}

#[test]
fn edits_of_different_fields_survive_both() {
    let result = merged(
        json!({"kind": "asset"}),
        json!({"kind": "asset", "caption": "sea"}),
        json!({"kind": "asset", "favourite": true}),
    );
    assert_eq!(result, json!({"kind": "asset", "caption": "sea", "favourite": true}));
}

#[test]
fn the_later_arrival_wins_a_field_and_the_other_is_remembered() {
    let result = merged(json!({"caption": "a"}), json!({"caption": "mine"}), json!({"caption": "theirs"}));
    assert_eq!(result, json!({"caption": "mine", "history": [{"field": "caption", "value": "theirs"}]}));
}

#[test]
fn a_trashed_photo_edited_elsewhere_stays_in_the_trash_edited() {
    let result = merged(json!({}), json!({"caption": "sea"}), json!({"trashed": true}));
    assert_eq!(result, json!({"caption": "sea", "trashed": true}));
}

#[test]
fn a_restore_is_not_undone_by_an_edit() {
    let result = merged(json!({"trashed": true}), json!({}), json!({"trashed": true, "caption": "sea"}));
    assert_eq!(result, json!({"caption": "sea"}));
}

#[test]
fn a_date_and_where_it_comes_from_are_never_parted() {
    let dated = |at: &str, source: &str| json!({"taken_at": at, "taken_at_source": source});
    let (base, mine, theirs) = (dated("2020", "person"), dated("2025", "person"), dated("2017", "file"));
    let result = merged(base, mine, theirs);
    assert_eq!((&result["taken_at"], &result["taken_at_source"]), (&json!("2025"), &json!("person")));
}

#[test]
fn an_unknown_field_of_a_newer_phone_is_kept() {
    let result = merged(json!({}), json!({"favourite": true}), json!({"mood": {"level": 3}}));
    assert_eq!(result, json!({"favourite": true, "mood": {"level": 3}}));
}

#[test]
fn without_a_base_facts_come_from_the_cloud_and_deeds_from_both() {
    let mine = document(json!({"taken_at": "b", "taken_at_source": "metadata_local", "favourite": true}));
    let theirs = document(json!({"taken_at": "a", "taken_at_source": "metadata_local", "caption": "sea"}));
    let result = Value::Object(merge(None, &mine, &theirs).0);
    assert_eq!(
        result,
        json!({"taken_at": "a", "taken_at_source": "metadata_local", "favourite": true, "caption": "sea"})
    );
}

fn original(parts: bool, holders: &[u8]) -> Value {
    let device = |n: &u8| format!("{n:02x}").repeat(16);
    let mut value = json!({"content_id": "ab".repeat(32), "bytes": 1, "media_type": "image/jpeg"});
    if parts {
        value["parts"] = json!({"generation": 1, "suite": 1, "list": []});
    }
    if !holders.is_empty() {
        value["holders"] = json!(holders.iter().map(device).collect::<Vec<_>>());
    }
    value
}

#[test]
fn two_phones_that_import_one_photo_hold_it_together() {
    let mine = json!({"resources": {"original": original(false, &[1])}});
    let theirs = json!({"resources": {"original": original(false, &[2])}});
    let result = merged(json!({}), mine, theirs);
    assert_eq!(result, json!({"resources": {"original": original(false, &[1, 2])}}));
}

#[test]
fn parts_in_the_cloud_are_never_forgotten_by_a_merge() {
    for (mine, theirs) in [(true, false), (false, true)] {
        let result = merged(
            json!({"resources": {"original": original(false, &[1, 2])}}),
            json!({"resources": {"original": original(mine, if mine { &[2] } else { &[1, 2, 3] })}}),
            json!({"resources": {"original": original(theirs, if theirs { &[2] } else { &[1, 2, 3] })}}),
        );
        assert_eq!(result, json!({"resources": {"original": original(true, &[2, 3])}}));
    }
}

fn any_document() -> impl Strategy<Value = Value> {
    (proptest::option::of(0..3u8), proptest::option::of(0..3u8), any::<bool>(), any::<bool>()).prop_map(
        |(caption, place, favourite, trashed)| {
            let mut fields = Map::new();
            if let Some(caption) = caption {
                fields.insert("caption".into(), json!(caption));
            }
            if let Some(place) = place {
                fields.insert("place".into(), json!(place));
            }
            if favourite {
                fields.insert("favourite".into(), json!(true));
            }
            if trashed {
                fields.insert("trashed".into(), json!(true));
            }
            Value::Object(fields)
        },
    )
}

proptest! {
    #[test]
    fn a_side_that_did_nothing_takes_the_other(base in any_document(), other in any_document()) {
        prop_assert_eq!(merged(base.clone(), base.clone(), other.clone()), other.clone());
        prop_assert_eq!(merged(base.clone(), other.clone(), base), other);
    }

    #[test]
    fn both_sides_alike_is_no_change(base in any_document(), other in any_document()) {
        prop_assert_eq!(merged(base, other.clone(), other.clone()), other);
    }

    #[test]
    fn every_field_is_one_side_s_value(base in any_document(), mine in any_document(), theirs in any_document()) {
        let result = merged(base.clone(), mine.clone(), theirs.clone());
        for name in ["caption", "place", "favourite", "trashed"] {
            let (was, here, there, now) = (base.get(name), mine.get(name), theirs.get(name), result.get(name));
            if here == was {
                prop_assert_eq!(now, there);
            } else {
                prop_assert_eq!(now, here);
            }
        }
    }

    #[test]
    fn merging_again_changes_nothing(base in any_document(), mine in any_document(), theirs in any_document()) {
        let once = merged(base, mine, theirs.clone());
        prop_assert_eq!(merged(theirs.clone(), once.clone(), theirs), once);
    }
}
