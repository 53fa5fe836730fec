use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use http::{Method, StatusCode};
use safelight_protocol::part::*;
use safelight_protocol::record::*;
use safelight_protocol::{Blob, PartId, RecordId, codes, route};
use safelight_server::admin::Command;

use crate::phone::*;

const LARGE: usize = 200 * 1024;

fn bytes(seed: u8, length: usize) -> Vec<u8> {
    (0..length).map(|at| (at as u8).wrapping_mul(31).wrapping_add(seed)).collect()
}

fn file(cloud: &Cloud, part: PartId) -> PathBuf {
    cloud.data().join("parts").join(format!("{:02x}", part.0[0])).join(part.to_string())
}

#[tokio::test(start_paused = true)]
async fn a_large_part_is_a_file_named_by_its_hash_and_a_small_one_is_packed() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (large, small) = (bytes(1, LARGE), bytes(2, 1000));
    anna.put(&large).await.done();
    anna.put(&small).await.done();
    assert_eq!(fs::read(file(&cloud, part_of(&large).id)).unwrap(), large);
    assert!(!file(&cloud, part_of(&small).id).exists());
    for sealed in [large, small] {
        let got = anna.part(part_of(&sealed).id).await;
        assert_eq!(got.body, sealed);
        assert!(got.headers["content-digest"].to_str().unwrap().starts_with("sha-256=:"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_range_of_a_part_can_be_asked_for() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let sealed = bytes(1, LARGE);
    anna.put(&sealed).await.done();
    let ask = |range: &str| {
        let request = Cloud::request(Method::GET, &route::part(&anna.library, &part_of(&sealed).id), anna.token());
        cloud.send(request.header("range", range).body(axum::body::Body::empty()).unwrap())
    };
    let some = ask("bytes=100-199").await;
    assert_eq!(some.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(some.body, sealed[100..200]);
    assert_eq!(some.headers["content-range"], format!("bytes 100-199/{LARGE}"));
    assert_eq!(ask("bytes=999999-").await.status, StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test(start_paused = true)]
async fn bytes_that_do_not_match_their_hash_are_refused() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let id = part_of(b"sealed").id;
    anna.put_as(id, b"other").await.refused(codes::HASH_MISMATCH);
    anna.put_as(part_of(b"").id, b"").await.refused(codes::HASH_MISMATCH);
    anna.part(id).await.refused(codes::NOT_FOUND);
    let mut body = Vec::new();
    frames::push(&mut body, &part_of(b"good").id, b"good");
    frames::push(&mut body, &id, b"other");
    batch(&anna, body.clone()).await.refused(codes::HASH_MISMATCH);
    anna.part(part_of(b"good").id).await.refused(codes::NOT_FOUND);
    body.truncate(body.len() - 1);
    batch(&anna, body).await.refused(codes::MALFORMED);
}

async fn batch(phone: &Phone, body: Vec<u8>) -> Answer {
    let request = Cloud::request(Method::POST, &route::library(&phone.library, "parts"), phone.token());
    phone.cloud.send(request.body(body.into()).unwrap()).await
}

#[tokio::test(start_paused = true)]
async fn small_parts_travel_many_to_a_request() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let thumbnails: Vec<Vec<u8>> = (0..40).map(|n| bytes(n, 2_000)).collect();
    let mut body = Vec::new();
    thumbnails.iter().for_each(|sealed| frames::push(&mut body, &part_of(sealed).id, sealed));
    let put: Put = batch(&anna, body).await.ok();
    assert_eq!(put.parts.len(), 40);
    let mut wanted = put.parts.clone();
    wanted.insert(1, PartId([0; 32]));
    let fetched = anna.post("parts/fetch", &FetchParts { parts: wanted }).await;
    let got = frames::parse(&fetched.body).unwrap();
    assert_eq!(got.iter().map(|(id, _)| *id).collect::<Vec<_>>(), put.parts);
    assert!(got.iter().zip(&thumbnails).all(|((_, got), sent)| got == sent));
}

#[tokio::test(start_paused = true)]
async fn a_plan_reserves_all_or_nothing_and_keeps_the_last_tenth_for_small_parts() {
    let cloud = Cloud::with(|config| config.quota = 1_000_000).await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (large, larger) = (part_of(&bytes(1, 800_000)), part_of(&bytes(2, 800_001)));
    let problem = anna.plan(&[large, larger]).await.problem();
    assert_eq!(
        (problem.code.as_str(), problem.need, problem.have),
        (codes::QUOTA_FULL, Some(1_600_001), Some(900_000))
    );
    assert_eq!(problem.status, 507);
    assert_eq!(anna.usage().await.reserved, 0);
    anna.plan(&[large]).await.ok::<Planned>();
    anna.plan(&[large]).await.ok::<Planned>();
    assert_eq!(anna.usage().await.reserved, 800_000, "a part is reserved once");
    let small = part_of(&bytes(3, 100_001));
    anna.plan(&[small]).await.ok::<Planned>();
    anna.plan(&[part_of(&bytes(4, 100_000))]).await.refused(codes::QUOTA_FULL);
    anna.put(&bytes(5, 150_000)).await.refused(codes::QUOTA_FULL);
    anna.post("release", &Release { parts: vec![large.id] }).await.done();
    assert_eq!(anna.usage().await.reserved, small.bytes);
    anna.plan(&[PartRef { bytes: 0, ..small }]).await.refused(codes::INVALID);
    anna.plan(&[PartRef { bytes: safelight_protocol::MAX_SEALED_PART_BYTES + 1, ..small }])
        .await
        .refused(codes::INVALID);
}

#[tokio::test(start_paused = true)]
async fn a_part_put_with_another_size_than_planned_is_refused() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let sealed = bytes(1, LARGE);
    let lie = PartRef { bytes: 10, ..part_of(&sealed) };
    anna.plan(&[lie]).await.ok::<Planned>();
    anna.put(&sealed).await.refused(codes::INVALID);
    anna.plan(&[part_of(&sealed)]).await.ok::<Planned>();
    assert_eq!(anna.usage().await.reserved, LARGE as u64, "the later plan counts");
    anna.put(&sealed).await.done();
    anna.plan(&[lie]).await.refused(codes::INVALID);
}

#[tokio::test(start_paused = true)]
async fn knowing_a_hash_gives_nothing_and_the_file_is_kept_once() {
    let cloud = Cloud::open().await;
    let (anna, ben) = (cloud.sign_up("anna@example.org").await, cloud.sign_up("ben@example.org").await);
    let sealed = bytes(1, LARGE);
    let (_, part) = anna.store(&sealed).await;
    let planned: Planned = ben.plan(&[part]).await.ok();
    assert_eq!(planned.parts[0].state, PartState::Send);
    ben.part(part.id).await.refused(codes::NOT_FOUND);
    let proof: Proof = ben.post("proof", &Challenge { nonce: Blob(vec![1; 32]), parts: vec![part.id] }).await.ok();
    assert_eq!(proof.parts[0].digest, None);
    ben.put(&sealed).await.done();
    assert_eq!(ben.part(part.id).await.body, sealed);
    // Anna deletes; Ben's stays.
    let record = RecordId([9; 16]);
    ben.commit_one(change(record, 0, &[part])).await;
    anna.delete_for_good(&sealed).await;
    cloud.admin(Command::Collect).await;
    anna.part(part.id).await.refused(codes::NOT_FOUND);
    assert_eq!(ben.part(part.id).await.body, sealed);
}

impl Phone {
    /// Replaces every record that names this part by a tombstone.
    async fn delete_for_good(&self, sealed: &[u8]) {
        let part = part_of(sealed);
        let page: Backfill = self.get(&route::library(&self.library, "backfill")).await.ok();
        for record in page.records.iter().filter(|record| record.parts.contains(&part)) {
            let tombstone = Change { tombstone: true, ..change(record.record, record.version, &[]) };
            self.commit_one(tombstone).await;
        }
    }
}

impl Cloud {
    /// Carries out a command as the running server does, without its socket.
    async fn admin(&self, command: Command) -> serde_json::Value {
        self.app().carry_out(command).await.unwrap()
    }
}

#[tokio::test(start_paused = true)]
async fn space_comes_back_at_purge_and_the_bytes_go_after_the_grace() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let sealed = bytes(1, LARGE);
    let (_, part) = anna.store(&sealed).await;
    anna.delete_for_good(&sealed).await;
    assert_eq!(anna.usage().await.used, 0);
    cloud.app().keep_house().await.unwrap();
    assert!(file(&cloud, part.id).exists(), "not before the grace is over");
    cloud.clock.turn(Duration::from_secs(24 * 60 * 60));
    assert_eq!(cloud.app().keep_house().await.unwrap().collected.parts, 1);
    assert!(!file(&cloud, part.id).exists());
    let planned: Planned = anna.another().await.plan(&[part]).await.ok();
    assert_eq!(planned.parts[0].state, PartState::Send);
}

#[tokio::test(start_paused = true)]
async fn a_reserved_part_is_never_collected_and_a_reservation_ends_after_a_week() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let sealed = bytes(1, LARGE);
    let part = part_of(&sealed);
    anna.plan(&[part]).await.ok::<Planned>();
    anna.put(&sealed).await.done();
    let days = |days: u64| Duration::from_secs(days * 24 * 60 * 60);
    cloud.clock.turn(days(6));
    cloud.admin(Command::Collect).await;
    let phone = anna.another().await;
    let planned: Planned = phone.plan(&[part]).await.ok();
    assert_eq!(planned.parts[0].state, PartState::Have, "and the reservation lasts another week");
    cloud.clock.turn(days(6));
    cloud.admin(Command::Collect).await;
    assert!(file(&cloud, part.id).exists());
    cloud.clock.turn(days(1));
    assert_eq!(cloud.app().keep_house().await.unwrap().collected.reservations, 1);
    assert!(!file(&cloud, part.id).exists());
    assert_eq!(phone.another().await.usage().await.reserved, 0);
}

#[tokio::test(start_paused = true)]
async fn what_is_stored_but_no_longer_reserved_needs_room_again() {
    let cloud = Cloud::with(|config| config.quota = 1_000_000).await;
    let anna = cloud.sign_up("anna@example.org").await;
    let first = bytes(1, 600_000);
    anna.plan(&[part_of(&first)]).await.ok::<Planned>();
    anna.put(&first).await.done();
    anna.post("release", &Release { parts: vec![part_of(&first).id] }).await.done();
    anna.store(&bytes(2, 600_000)).await;
    let refused = anna.commit_one(change(RecordId([1; 16]), 0, &[part_of(&first)])).await;
    assert_eq!(refused, ChangeResult::Full { need: 600_000, have: 300_000 });
}

#[tokio::test(start_paused = true)]
async fn a_damaged_or_missing_file_counts_as_not_stored_until_it_is_put_again() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (flipped, gone) = (bytes(1, LARGE), bytes(2, LARGE));
    let (record, part) = anna.store(&flipped).await;
    let (_, lost) = anna.store(&gone).await;
    let mut wrong = flipped.clone();
    wrong[777] ^= 1;
    fs::write(file(&cloud, part.id), &wrong).unwrap();
    fs::remove_file(file(&cloud, lost.id)).unwrap();
    let verified = cloud.admin(Command::Verify).await;
    assert_eq!(verified["damaged"][0], part.id.to_string());
    assert_eq!(verified["missing"][0], lost.id.to_string());
    anna.part(part.id).await.refused(codes::NOT_FOUND);
    let planned: Planned = anna.plan(&[part, lost]).await.ok();
    assert!(planned.parts.iter().all(|part| part.state == PartState::Send));
    let refused = anna.commit_one(change(RecordId([7; 16]), 0, &[part])).await;
    assert_eq!(refused, ChangeResult::MissingParts { parts: vec![part.id] });
    // The record that names it already can still be edited.
    assert!(matches!(anna.commit_one(change(record, 1, &[part])).await, ChangeResult::Committed { .. }));
    anna.put(&flipped).await.done();
    assert_eq!(anna.part(part.id).await.body, flipped);
    let planned: Planned = anna.plan(&[part]).await.ok();
    assert_eq!(planned.parts[0].state, PartState::Have);
}

#[tokio::test(start_paused = true)]
async fn a_proof_is_read_from_the_disk_again() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let sealed = bytes(1, LARGE);
    let (_, part) = anna.store(&sealed).await;
    let challenge = Challenge { nonce: Blob(vec![5; 32]), parts: vec![part.id, PartId([0; 32])] };
    let proof: Proof = anna.post("proof", &challenge).await.ok();
    let expected = part_of(&[vec![5; 32], sealed.clone()].concat()).id.0;
    assert_eq!(proof.parts[0].digest.unwrap().0, expected);
    assert_eq!(proof.parts[1].digest, None);
    assert_eq!(proof.epoch, anna.epoch().await);
    fs::write(file(&cloud, part.id), b"something else").unwrap();
    let proof: Proof = anna.post("proof", &challenge).await.ok();
    assert_eq!(proof.parts[0].digest, None);
    let short = Challenge { nonce: Blob(vec![5; 31]), parts: vec![] };
    anna.post("proof", &short).await.refused(codes::INVALID);
}

#[tokio::test(start_paused = true)]
async fn a_file_without_a_row_is_removed() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (_, kept) = anna.store(&bytes(1, LARGE)).await;
    let stray = bytes(2, LARGE);
    let path = file(&cloud, part_of(&stray).id);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, &stray).unwrap();
    assert_eq!(cloud.admin(Command::Collect).await["strays"], 1);
    assert!(!path.exists());
    assert!(file(&cloud, kept.id).exists());
    anna.put(&stray).await.done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_uploads_at_the_limit_never_pass_it() {
    let cloud = Cloud::threaded(|config| config.quota = 10 * 200_000 + 222_223).await;
    let anna = cloud.sign_up("anna@example.org").await;
    let mut uploads = tokio::task::JoinSet::new();
    for n in 0..16 {
        let phone = anna.clone();
        uploads.spawn(async move {
            let sealed = bytes(n, 200_000);
            let part = part_of(&sealed);
            if !phone.plan(&[part]).await.status.is_success() {
                return false;
            }
            phone.put(&sealed).await.done();
            matches!(phone.commit_one(change(RecordId([n; 16]), 0, &[part])).await, ChangeResult::Committed { .. })
        });
    }
    let stored = uploads.join_all().await.into_iter().filter(|stored| *stored).count();
    assert_eq!(stored, 10);
    let usage = anna.usage().await;
    assert_eq!((usage.used, usage.reserved), (2_000_000, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_put_that_races_the_collector_is_stored_whoever_wins() {
    let cloud = Cloud::threaded(|config| config.part_grace = Duration::ZERO).await;
    let anna = cloud.sign_up("anna@example.org").await;
    let collecting = {
        let cloud = cloud.clone();
        tokio::spawn(async move {
            loop {
                cloud.app().keep_house().await.unwrap();
                tokio::task::yield_now().await;
            }
        })
    };
    let sealed = bytes(1, 1_000);
    let part = part_of(&sealed);
    for round in 0..40u8 {
        let record = RecordId([round; 16]);
        // Not reserved and not referenced for a moment, again and again: the collector may take it at any point.
        anna.put(&sealed).await.done();
        assert!(matches!(anna.commit_one(change(record, 0, &[part])).await, ChangeResult::Committed { .. }));
        assert_eq!(anna.part(part.id).await.body, sealed, "round {round}");
        let tombstone = Change { tombstone: true, ..change(record, 1, &[]) };
        assert!(matches!(anna.commit_one(tombstone).await, ChangeResult::Committed { .. }));
    }
    collecting.abort();
}
