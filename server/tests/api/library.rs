use http::Method;
use safelight_protocol::part::*;
use safelight_protocol::record::*;
use safelight_protocol::{Blob, Cursor, Digest, Epoch, MutationId, RecordId, codes, route};

use crate::phone::*;

#[tokio::test(start_paused = true)]
async fn what_one_phone_commits_the_other_reads() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let start = anna.head().await;
    let (record, part) = anna.store(b"a sealed photo").await;
    let other = anna.another().await;
    let page = changes(&other, start, None).await.ok::<Page>();
    assert_eq!(page.records.len(), 1);
    assert_eq!(page.records[0].record, record);
    assert_eq!(page.records[0].parts, [part]);
    assert_eq!(page.cursor, page.head);
    let got = other.part(part.id).await;
    assert_eq!(&got.body[..], b"a sealed photo");
    let usage = anna.usage().await;
    assert_eq!((usage.used, usage.reserved), (part.bytes, 0));
}

pub async fn changes(phone: &Phone, from: Cursor, limit: Option<usize>) -> Answer {
    let limit = limit.map(|limit| format!("&limit={limit}")).unwrap_or_default();
    let rest = format!("changes?epoch={}&after={}&hash={}{limit}", from.epoch, from.sequence, from.hash);
    phone.get(&route::library(&phone.library, &rest)).await
}

#[tokio::test(start_paused = true)]
async fn a_change_on_an_old_version_conflicts_and_its_neighbours_do_not() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (one, two) = (RecordId([1; 16]), RecordId([2; 16]));
    anna.commit_one(change(one, 0, &[])).await;
    let results = anna.commit(vec![change(one, 0, &[]), change(two, 0, &[])]).await.ok::<Committed>().results;
    let ChangeResult::Conflict { current: Some(current) } = &results[0] else { panic!("{results:?}") };
    assert_eq!((current.record, current.version), (one, 1));
    assert!(matches!(results[1], ChangeResult::Committed { version: 1, sequence: 2, .. }));
    let absent = anna.commit_one(change(RecordId([3; 16]), 4, &[])).await;
    assert_eq!(absent, ChangeResult::Conflict { current: None });
}

#[tokio::test(start_paused = true)]
async fn a_repeated_mutation_is_answered_as_the_first_time_for_ever() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let mut first = change(RecordId([1; 16]), 0, &[]);
    first.trash = true;
    let answer = anna.commit_one(first.clone()).await;
    assert!(matches!(answer, ChangeResult::Committed { trashed_at_ms: Some(_), .. }));
    anna.commit_one(change(first.record, 1, &[])).await;
    anna.commit_one(change(first.record, 2, &[])).await;
    let head = anna.head().await;
    assert_eq!(anna.commit_one(first.clone()).await, answer);
    assert_eq!(anna.head().await, head, "nothing was done");
    let stolen = Change { record: RecordId([9; 16]), ..first };
    anna.commit(vec![stolen]).await.refused(codes::INVALID);
}

#[tokio::test(start_paused = true)]
async fn a_commit_that_names_what_is_not_stored_says_what_is_missing() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (here, gone) = (part_of(b"here"), part_of(b"gone"));
    anna.plan(&[here, gone]).await.ok::<Planned>();
    anna.put(b"here").await.done();
    let refused = anna.commit_one(change(RecordId([1; 16]), 0, &[here, gone])).await;
    assert_eq!(refused, ChangeResult::MissingParts { parts: vec![gone.id] });
    let lie = PartRef { bytes: 5, ..here };
    let refused = anna.commit_one(change(RecordId([1; 16]), 0, &[lie])).await;
    assert_eq!(refused, ChangeResult::MissingParts { parts: vec![here.id] });
    let stranger = cloud.sign_up("ben@example.org").await;
    let refused = stranger.commit_one(change(RecordId([1; 16]), 0, &[here])).await;
    assert_eq!(refused, ChangeResult::MissingParts { parts: vec![here.id] }, "knowing a hash gives nothing");
}

#[tokio::test(start_paused = true)]
async fn the_trash_stamp_is_the_servers_and_stays_through_edits() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let record = RecordId([1; 16]);
    let trashed = |version| Change { trash: true, ..change(record, version, &[]) };
    let stamp = |result: ChangeResult| match result {
        ChangeResult::Committed { trashed_at_ms, .. } => trashed_at_ms,
        other => panic!("{other:?}"),
    };
    assert_eq!(stamp(anna.commit_one(change(record, 0, &[])).await), None);
    let first = stamp(anna.commit_one(trashed(1)).await).unwrap();
    cloud.clock.turn(std::time::Duration::from_secs(100));
    assert_eq!(stamp(anna.commit_one(trashed(2)).await), Some(first));
    assert_eq!(stamp(anna.commit_one(change(record, 3, &[])).await), None);
    cloud.clock.turn(std::time::Duration::from_secs(100));
    assert!(stamp(anna.commit_one(trashed(4)).await).unwrap() >= first + 200_000);
}

#[tokio::test(start_paused = true)]
async fn a_cursor_of_another_life_or_another_log_is_refused() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    anna.commit_one(change(RecordId([1; 16]), 0, &[])).await;
    let head = anna.head().await;
    changes(&anna, head, None).await.ok::<Page>();
    for cursor in [
        Cursor { epoch: Epoch([9; 16]), ..head },
        Cursor { hash: Digest([9; 32]), ..head },
        Cursor { sequence: 0, ..head },
        Cursor { sequence: 2, ..head },
        Cursor { sequence: u64::MAX, ..head },
    ] {
        changes(&anna, cursor, None).await.refused(codes::EPOCH);
    }
    let commit = Commit { epoch: Epoch([9; 16]), changes: vec![change(RecordId([2; 16]), 0, &[])] };
    anna.post("commit", &commit).await.refused(codes::EPOCH);
    assert_eq!(anna.head().await, head);
    let rest = format!("backfill?epoch={}", Epoch([9; 16]));
    anna.get(&route::library(&anna.library, &rest)).await.refused(codes::EPOCH);
}

#[tokio::test(start_paused = true)]
async fn pages_up_and_down_meet_every_record_once_in_its_newest_version() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let zero = anna.head().await;
    let ids: Vec<RecordId> = (0..10).map(|n| RecordId([n; 16])).collect();
    anna.commit(ids.iter().map(|id| change(*id, 0, &[])).collect()).await.done();
    anna.commit(vec![change(ids[2], 1, &[]), change(ids[5], 1, &[])]).await.done();

    let (mut cursor, mut upwards) = (zero, Vec::new());
    loop {
        let page: Page = changes(&anna, cursor, Some(3)).await.ok();
        upwards.extend(page.records.iter().map(|record| (record.record, record.version)));
        cursor = page.cursor;
        if cursor == page.head {
            break;
        }
    }
    let (mut before, mut downwards) = (String::new(), Vec::new());
    loop {
        let page: Backfill = anna.get(&route::library(&anna.library, &format!("backfill?limit=3{before}"))).await.ok();
        downwards.extend(page.records.iter().map(|record| (record.record, record.version)));
        match page.before {
            Some(sequence) => before = format!("&before={sequence}"),
            None => break,
        }
    }
    downwards.reverse();
    assert_eq!(upwards, downwards);
    assert_eq!(upwards.len(), 10);
    assert_eq!(&upwards[8..], [(ids[2], 2), (ids[5], 2)]);
}

#[tokio::test(start_paused = true)]
async fn digest_and_running_hash_are_what_a_phone_computes_itself() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let sha = |pieces: &[&[u8]]| -> [u8; 32] {
        let hash = ring::digest::digest(&ring::digest::SHA256, &pieces.concat());
        hash.as_ref().try_into().unwrap()
    };
    let log = [change(RecordId([1; 16]), 0, &[]), change(RecordId([2; 16]), 0, &[]), change(RecordId([1; 16]), 1, &[])];
    let mut hash = [0; 32];
    for change in &log {
        anna.commit_one(change.clone()).await;
        let version = (change.base_version + 1).to_be_bytes();
        hash = sha(&[&hash, &change.record.0, &version, &sha(&[&change.body.0])]);
    }
    let digest: LibraryDigest = anna.get(&route::library(&anna.library, "digest")).await.ok();
    assert_eq!(digest.head.hash.0, hash);
    assert_eq!(digest.records, 2);
    let listing: Listing = anna.get(&route::library(&anna.library, "listing")).await.ok();
    let mut sum = [0u8; 32];
    for entry in &listing.entries {
        let term = sha(&[&entry.record.0, &entry.version.to_be_bytes(), &entry.body.0]);
        let mut carry = 0;
        for at in (0..32).rev() {
            let total = u16::from(sum[at]) + u16::from(term[at]) + carry;
            sum[at] = total as u8;
            carry = total >> 8;
        }
    }
    assert_eq!(digest.digest.0, sum);
    assert_eq!(listing.entries[1].body.0, sha(&[&log[1].body.0]));
}

#[tokio::test(start_paused = true)]
async fn commits_against_the_rules_change_nothing() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let good = || change(RecordId([1; 16]), 0, &[]);
    let mutation = MutationId([7; 16]);
    let bad: [Vec<Change>; 5] = [
        vec![good(), good()],
        vec![Change { mutation, ..good() }, Change { mutation, ..change(RecordId([2; 16]), 0, &[]) }],
        vec![Change { tombstone: true, ..change(RecordId([1; 16]), 0, &[part_of(b"x")]) }],
        vec![Change { body: Blob(vec![0; safelight_protocol::MAX_RECORD_BYTES + 1]), ..good() }],
        (0..=500).map(|n: u16| change(RecordId([n.to_be_bytes(); 8].concat().try_into().unwrap()), 0, &[])).collect(),
    ];
    for changes in bad {
        anna.commit(changes).await.refused(codes::INVALID);
    }
    assert_eq!(anna.head().await.sequence, 0);
}

#[tokio::test(start_paused = true)]
async fn records_are_fetched_by_id_and_absent_ones_left_out() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let here = RecordId([1; 16]);
    anna.commit_one(change(here, 0, &[])).await;
    let wanted = FetchRecords { records: vec![RecordId([2; 16]), here] };
    let fetched: Fetched = anna.json(Method::POST, &route::library(&anna.library, "records"), &wanted).await.ok();
    assert_eq!(fetched.records.iter().map(|record| record.record).collect::<Vec<_>>(), [here]);
}
