use safelight_protocol::{Blob, MutationId, RecordId};
use serde_json::{Value, json};

use super::*;

const ID: RecordId = RecordId([1; 16]);

fn document(value: Value) -> Document {
    match value {
        Value::Object(fields) => Document(fields),
        other => panic!("not an object: {other}"),
    }
}

fn asset(fields: Value) -> Document {
    let mut document = document(fields);
    document.0.insert("kind".into(), json!("asset"));
    document
}

fn grave() -> Document {
    document(json!({"kind": "tombstone", "of": "asset"}))
}

fn synced(version: u64, doc: &Document) -> Record {
    let sha = Digest([u8::try_from(version).unwrap(); 32]);
    Record { version, body_sha: Some(sha), base: Some(doc.clone()), dirty: false, ..Record::fresh(ID, doc.clone()) }
}

fn arriving(version: u64, doc: &Document) -> Incoming {
    Incoming {
        sealed: SealedRecord {
            record: ID,
            version,
            sequence: version,
            mutation: MutationId([9; 16]),
            parts: Vec::new(),
            trash: false,
            trashed_at_ms: None,
            tombstone: doc.kind() == Kind::Tombstone,
            body: Blob::default(),
        },
        body_sha: Digest([u8::try_from(version).unwrap() + 100; 32]),
        opened: Some((doc.clone(), Base { version: version - 1, body: Digest([0; 32]) })),
    }
}

fn edited(record: Record, doc: &Document) -> Record {
    Record { doc: doc.clone(), dirty: true, ..record }
}

#[test]
fn a_change_from_elsewhere_is_shown_here() {
    let applied = apply(
        Some(synced(1, &asset(json!({})))),
        &arriving(2, &asset(json!({"caption": "sea"}))),
        Arrival::Follow,
        false,
    );
    assert_eq!(applied.record.doc, asset(json!({"caption": "sea"})));
    assert!(!applied.record.dirty);
    assert_eq!(applied.record.version, 2);
}

#[test]
fn an_edit_taken_back_before_its_answer_came_is_taken_back_everywhere() {
    let before = asset(json!({}));
    let local = Record { mutation: Some(MutationId([9; 16])), ..synced(1, &before) };
    let applied = apply(Some(local), &arriving(2, &asset(json!({"hidden": true}))), Arrival::Follow, false);
    assert_eq!(applied.record.doc, before);
    assert!(applied.record.dirty);
}

#[test]
fn a_tombstone_met_after_a_rollback_takes_no_only_copy_and_no_unsent_restore() {
    let local = synced(5, &asset(json!({"trashed": true})));
    let applied = apply(Some(local.clone()), &arriving(3, &grave()), Arrival::Restored, true);
    assert!(applied.record.contested);
    let restored = edited(local.clone(), &asset(json!({"trashed": false})));
    assert!(apply(Some(restored), &arriving(3, &grave()), Arrival::Restored, false).record.contested);
    assert!(!apply(Some(local), &arriving(3, &grave()), Arrival::Restored, false).record.shown());
}

#[test]
fn a_walk_after_a_rollback_does_not_delete_a_new_life_that_is_two_versions_ahead() {
    let gone = Record { tombstone: true, ..synced(3, &grave()) };
    let behind = apply(Some(gone.clone()), &arriving(2, &asset(json!({}))), Arrival::Restored, false);
    assert!(behind.record.purge, "the tombstone is offered again to a server that has lost it");
    let ahead = apply(Some(gone), &arriving(5, &asset(json!({"caption": "back"}))), Arrival::Restored, false);
    assert!(ahead.record.shown() && !ahead.record.purge);
}

#[test]
fn an_edit_taken_back_stays_so_although_another_phone_built_on_it() {
    let (before, sent) = (asset(json!({})), asset(json!({"hidden": true})));
    let local = Record { mutation: Some(MutationId([7; 16])), sent: Some(sent), ..synced(1, &before) };
    let theirs = asset(json!({"hidden": true, "caption": "sea"}));
    let applied = apply(Some(local), &arriving(3, &theirs), Arrival::Follow, false);
    assert_eq!(applied.record.doc, asset(json!({"caption": "sea"})));
    assert!(applied.record.dirty);
}

#[test]
fn a_purge_goes_on_when_another_phone_edited_what_this_one_had_trashed() {
    let sent = asset(json!({"trashed": true}));
    let local =
        Record { mutation: Some(MutationId([7; 16])), sent: Some(sent.clone()), ..synced(1, &asset(json!({}))) };
    let local = Record { doc: sent, dirty: true, purge: true, ..local };
    let mut incoming = arriving(3, &asset(json!({"trashed": true, "favourite": true})));
    incoming.sealed.trashed_at_ms = Some(5);
    assert!(apply(Some(local), &incoming, Arrival::Follow, false).record.purge);
}

#[test]
fn an_older_version_in_the_feed_is_named_and_changes_nothing() {
    let local = synced(3, &asset(json!({"caption": "new"})));
    let applied = apply(Some(local.clone()), &arriving(2, &asset(json!({"caption": "old"}))), Arrival::Follow, false);
    assert_eq!(applied.record, local);
    assert_eq!(applied.finding, Some(FELL_BACK));
}

#[test]
fn our_own_commit_whose_answer_was_lost_is_known_again() {
    let sent = asset(json!({"caption": "sent"}));
    let later = asset(json!({"caption": "later"}));
    let local = Record { mutation: Some(MutationId([9; 16])), ..edited(synced(1, &asset(json!({}))), &later) };
    let applied = apply(Some(local), &arriving(2, &sent), Arrival::Follow, false);
    assert_eq!(applied.record.doc, later, "what the person wrote since stays, with no history of a conflict");
    assert!(applied.record.dirty);
    assert_eq!(applied.record.base, Some(sent));
}

#[test]
fn a_tombstone_ends_a_record_and_unsent_edits_with_it() {
    let local = edited(synced(1, &asset(json!({}))), &asset(json!({"caption": "x"})));
    let applied = apply(Some(local), &arriving(2, &grave()), Arrival::Follow, false);
    assert!(!applied.record.shown());
    assert!(!applied.record.dirty);
}

#[test]
fn a_tombstone_that_meets_an_original_which_the_cloud_never_had_waits_for_the_person() {
    let local = Record::fresh(ID, asset(json!({})));
    let applied = apply(Some(local), &arriving(2, &grave()), Arrival::Follow, true);
    assert!(applied.record.shown());
    assert!(applied.record.contested);
    assert!(!applied.record.dirty, "nothing is uploaded meanwhile");
    assert_eq!(applied.finding, Some(CONTESTED));
}

#[test]
fn a_tombstone_that_meets_an_unsent_restore_waits_for_the_person() {
    let local = edited(synced(1, &asset(json!({"trashed": true}))), &asset(json!({})));
    let applied = apply(Some(local), &arriving(2, &grave()), Arrival::Follow, false);
    assert!(applied.record.contested);
    assert_eq!(applied.finding, Some(CONTESTED));
}

fn purging(base: &Document) -> Record {
    Record { purge: true, ..edited(synced(1, base), base) }
}

#[test]
fn a_purge_goes_on_after_an_edit_elsewhere() {
    let base = asset(json!({"trashed": true}));
    let theirs = asset(json!({"trashed": true, "caption": "sea"}));
    let applied = apply(Some(purging(&base)), &arriving(2, &theirs), Arrival::Follow, false);
    assert!(applied.record.purge && applied.record.dirty);
}

#[test]
fn a_purge_is_dropped_after_a_restore_elsewhere() {
    let base = asset(json!({"trashed": true}));
    let theirs = asset(json!({}));
    let applied = apply(Some(purging(&base)), &arriving(2, &theirs), Arrival::Follow, false);
    assert!(!applied.record.purge && !applied.record.dirty);
    assert_eq!(applied.record.doc, theirs);
}

#[test]
fn a_purge_is_dropped_when_the_photo_was_restored_and_trashed_anew() {
    let base = asset(json!({"trashed": true}));
    let mut incoming = arriving(3, &base);
    incoming.sealed.trashed_at_ms = Some(5);
    let applied = apply(Some(purging(&base)), &incoming, Arrival::Follow, false);
    assert!(!applied.record.purge && applied.record.shown());
}

#[test]
fn a_record_that_cannot_be_opened_is_set_aside_and_what_was_shown_stays() {
    let local = synced(1, &asset(json!({"caption": "sea"})));
    let incoming = Incoming { opened: None, ..arriving(2, &asset(json!({}))) };
    let applied = apply(Some(local), &incoming, Arrival::Follow, false);
    assert!(applied.record.set_aside);
    assert_eq!(applied.record.doc, asset(json!({"caption": "sea"})));
    assert_eq!(applied.record.version, 2);
    assert_eq!(applied.finding, Some(UNREADABLE));
}

#[test]
fn a_restored_server_is_offered_what_it_lost() {
    let local = synced(5, &asset(json!({"caption": "new"})));
    let applied = apply(Some(local), &arriving(3, &asset(json!({"caption": "old"}))), Arrival::Restored, false);
    assert_eq!(applied.record.version, 3);
    assert_eq!(applied.record.doc.0.get("caption"), Some(&json!("new")));
    assert!(applied.record.dirty);
}

#[test]
fn a_restored_server_does_not_bring_back_the_dead() {
    let local = Record { tombstone: true, ..synced(5, &grave()) };
    let applied = apply(Some(local), &arriving(3, &asset(json!({}))), Arrival::Restored, false);
    assert!(applied.record.purge && applied.record.dirty && !applied.record.shown());
    let unknown = offer_anew(Record { tombstone: true, ..synced(5, &grave()) });
    assert!(unknown.purge && unknown.dirty && !unknown.shown());
    assert_eq!(unknown.version, 0);
}

#[test]
fn a_new_life_given_elsewhere_is_shown_here() {
    let local = Record { tombstone: true, ..synced(2, &grave()) };
    let applied = apply(Some(local), &arriving(3, &asset(json!({"caption": "again"}))), Arrival::Follow, false);
    assert!(applied.record.shown());
    assert_eq!(applied.record.doc, asset(json!({"caption": "again"})));
}

/// A document in its second life: once it was deleted for good, and it came back.
fn second_life(mut document: Document) -> Document {
    document.0.insert("life".into(), json!(1));
    document
}

#[test]
fn a_tombstone_of_an_earlier_life_ends_nothing() {
    let back = second_life(asset(json!({"caption": "sea"})));
    for (arrival, version) in [(Arrival::Restored, 3), (Arrival::Follow, 6)] {
        for holds in [true, false] {
            let applied = apply(Some(synced(5, &back)), &arriving(version, &grave()), arrival, holds);
            assert_eq!(applied.finding, None);
            assert_eq!(applied.record.doc, back);
            assert!(applied.record.shown() && applied.record.dirty && !applied.record.contested, "{arrival:?}");
            assert_eq!(applied.record.version, version, "it is committed on the tombstone");
        }
    }
}

#[test]
fn a_tombstone_of_this_life_ends_it() {
    let back = second_life(asset(json!({})));
    for (arrival, version) in [(Arrival::Restored, 3), (Arrival::Follow, 6)] {
        let applied = apply(Some(synced(5, &back)), &arriving(version, &second_life(grave())), arrival, false);
        assert!(!applied.record.shown() && !applied.record.dirty, "{arrival:?}");
    }
}

#[test]
fn a_deletion_of_the_later_life_is_offered_again_over_the_earlier_ones_tombstone() {
    let gone = Record { tombstone: true, ..synced(5, &second_life(grave())) };
    let life = second_life(asset(json!({})));
    let on_its_way = Record { purge: true, dirty: true, ..synced(5, &life) };
    for local in [gone.clone(), on_its_way] {
        for (arrival, version) in [(Arrival::Restored, 3), (Arrival::Follow, 6)] {
            let record = apply(Some(local.clone()), &arriving(version, &grave()), arrival, false).record;
            assert!(record.purge && record.dirty && !record.shown());
            assert_eq!(Document::tombstone(&record.doc), second_life(grave()), "{arrival:?}");
        }
    }
    // The backup knows the first life alone: what ends there ends the second, too.
    let record = apply(Some(gone), &arriving(3, &asset(json!({}))), Arrival::Restored, false).record;
    assert_eq!(Document::tombstone(&record.doc).life(), 1);
    assert!(record.purge && record.dirty);
}

#[test]
fn a_new_life_is_taken_for_one_whatever_its_version() {
    let gone = Record { tombstone: true, ..synced(5, &grave()) };
    let back = second_life(asset(json!({})));
    let applied = apply(Some(gone), &arriving(4, &back), Arrival::Restored, false);
    assert!(applied.record.shown() && !applied.record.dirty);
}

#[test]
fn what_came_out_of_the_trash_after_the_backup_is_not_put_back_into_it() {
    let mine = asset(json!({}));
    let trashed = asset(json!({"trashed": true}));
    let applied = apply(Some(synced(5, &mine)), &arriving(3, &trashed), Arrival::Restored, false);
    assert_eq!(trash_of(Some(&applied.record.doc)), Some(false));
    assert!(applied.record.dirty);
    // Somebody's deed on the restored server, which is ahead of this phone.
    let applied = apply(Some(synced(5, &mine)), &arriving(7, &trashed), Arrival::Restored, false);
    assert_eq!(trash_of(Some(&applied.record.doc)), Some(true));
}

#[test]
fn what_was_said_in_an_earlier_life_is_left_behind() {
    let back = second_life(asset(json!({})));
    let before = asset(json!({"trashed": true, "caption": "sea"}));
    let applied = apply(Some(synced(3, &back)), &arriving(5, &before), Arrival::Restored, false);
    assert_eq!(applied.record.doc, back);
    assert!(applied.record.dirty);
}
