//! Room on the phone and in the cloud: what leaves, on which evidence, and how it comes back.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use safelight_core::ports::{RemoteRequest, RemoteResponse};
use safelight_core::{OriginalPlace, ResourceKind, RoomMade, VerifyScope};
use safelight_protocol::part::Proof;
use safelight_protocol::{Digest, PART_BYTES, PartId, RecordId};
use safelight_tests::disk::SmallDisk;
use safelight_tests::in_process::{Failure, Fate, Fates, TestDevice, TestServer};
use safelight_tests::phone::{Phone, files_in, settle};

/// Below so many free bytes the policy holds work up: more than these tests use.
pub(crate) const AMPLE: u64 = 1 << 30;

pub(crate) const EMAIL: &str = "mila@example.org";

pub(crate) fn noise(seed: u32, bytes: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()
    };
    let mut noise = Vec::with_capacity(bytes + 4);
    while noise.len() < bytes {
        noise.extend_from_slice(&next());
    }
    noise.truncate(bytes);
    noise
}

pub(crate) async fn taken(phone: &Phone, seed: u32, bytes: usize) -> Result<RecordId, Failure> {
    let report = phone.import(&format!("{seed}.bin"), &noise(seed, bytes)).await?;
    report.imported.first().copied().ok_or_else(|| format!("{report:?}").into())
}

pub(crate) async fn parts_of(phone: &Phone, id: RecordId) -> Result<Vec<PartId>, Failure> {
    let details = phone.library.details(id).await?.ok_or("gone")?;
    let original = details.resources.into_iter().find(|file| file.kind == "original").ok_or("no original")?;
    Ok(original.parts)
}

pub(crate) fn part_file(server: &TestServer, part: PartId) -> PathBuf {
    let name = part.to_string();
    server.folder().join("parts").join(name.get(..2).unwrap_or_default()).join(name)
}

pub(crate) fn kept(made: &RoomMade) -> Vec<&str> {
    made.kept.iter().map(|kept| kept.code.as_str()).collect()
}

pub(crate) async fn place(phone: &Phone, id: RecordId) -> Result<OriginalPlace, Failure> {
    Ok(phone.library.details(id).await?.ok_or("gone")?.asset.original)
}

pub(crate) async fn finding_codes(phone: &Phone) -> Result<Vec<String>, Failure> {
    Ok(phone.library.status().await?.findings.into_iter().map(|finding| finding.code).collect())
}

/// Changes what the server says about proofs.
fn changed_proofs(change: impl Fn(&mut Proof) + Send + Sync + 'static) -> Fates {
    let change = Arc::new(change);
    Arc::new(move |request: &RemoteRequest| {
        if !request.url.ends_with("/proof") {
            return Fate::Delivered;
        }
        let change = Arc::clone(&change);
        Fate::Changed(Arc::new(move |answer: RemoteResponse| match serde_json::from_slice::<Proof>(&answer.body) {
            Ok(mut proof) => {
                change(&mut proof);
                RemoteResponse { body: Bytes::from(serde_json::to_vec(&proof).unwrap_or_default()), ..answer }
            }
            Err(_) => answer,
        }))
    })
}

pub(crate) async fn one_safe() -> Result<(TestServer, Phone, RecordId), Failure> {
    let server = TestServer::start().await?;
    let phone = Phone::signed_up(&server, EMAIL, "Mila’s phone").await?;
    let id = taken(&phone, 1, 200_000).await?;
    settle(&[&phone]).await?;
    Ok((server, phone, id))
}

#[tokio::test]
async fn an_original_leaves_against_proof_comes_back_and_may_go_again() -> Result<(), Failure> {
    let (_server, phone, id) = one_safe().await?;
    let unsent = taken(&phone, 2, 200_000).await?;
    for _ in 0..2 {
        let made = phone.library.optimise(None).await?;
        assert_eq!(made.evicted.iter().map(|one| (one.id, one.bytes)).collect::<Vec<_>>(), [(id, 200_000)]);
        assert_eq!(made.freed, 200_000);
        assert_eq!(
            made.kept.iter().map(|one| (one.id, one.code.as_str())).collect::<Vec<_>>(),
            [(unsent, "item.unsent")]
        );
        assert_eq!(place(&phone, id).await?, OriginalPlace::Cloud);
        assert_eq!(files_in(&phone.home().join("originals"))?.len(), 1);
        assert_eq!(phone.original(id).await?, noise(1, 200_000));
        assert_eq!(place(&phone, id).await?, OriginalPlace::Both);
    }
    Ok(())
}

#[tokio::test]
async fn no_more_goes_than_is_asked_for_and_favourites_last() -> Result<(), Failure> {
    let (_server, phone, first) = one_safe().await?;
    let second = taken(&phone, 2, 200_000).await?;
    let edit = safelight_core::Edit { favourite: Some(true), ..safelight_core::Edit::default() };
    phone.library.edit(vec![first], edit).await?;
    settle(&[&phone]).await?;
    let made = phone.library.optimise(Some(1)).await?;
    assert_eq!(made.evicted.iter().map(|one| one.id).collect::<Vec<_>>(), [second]);
    let made = phone.library.optimise(Some(10_000_000)).await?;
    assert_eq!(made.evicted.iter().map(|one| one.id).collect::<Vec<_>>(), [first]);
    assert!(!made.is_enough());
    Ok(())
}

#[tokio::test]
async fn damage_on_the_servers_disk_keeps_the_file_is_named_and_healed() -> Result<(), Failure> {
    type Damage = fn(&Path) -> std::io::Result<()>;
    let damages: [Damage; 3] = [
        |path| std::fs::remove_file(path),
        |path| std::fs::write(path, &std::fs::read(path)?[..1000]),
        |path| {
            let mut bytes = std::fs::read(path)?;
            bytes[500] ^= 1;
            std::fs::write(path, bytes)
        },
    ];
    for damage in damages {
        let (server, phone, id) = one_safe().await?;
        damage(&part_file(&server, parts_of(&phone, id).await?[0]))?;
        let made = phone.library.optimise(None).await?;
        assert_eq!((made.evicted.len(), kept(&made)), (0, vec!["cloud.damaged"]));
        assert_eq!(finding_codes(&phone).await?, ["cloud.damaged"]);
        assert_ne!(place(&phone, id).await?, OriginalPlace::Both, "it is not called safe while it is not");
        settle(&[&phone]).await?;
        assert!(phone.library.verify(VerifyScope::All).await?.is_whole());
        assert!(finding_codes(&phone).await?.is_empty());
        assert_eq!(phone.library.optimise(None).await?.evicted.len(), 1);
        assert_eq!(phone.original(id).await?, noise(1, 200_000));
    }
    Ok(())
}

#[tokio::test]
async fn the_phone_finds_damage_by_itself_within_days() -> Result<(), Failure> {
    let (server, phone, id) = one_safe().await?;
    let part = part_file(&server, parts_of(&phone, id).await?[0]);
    std::fs::remove_file(&part)?;
    server.clock.pass(jiff::SignedDuration::from_hours(49));
    settle(&[&phone]).await?;
    assert!(part.exists(), "it was sent again");
    assert!(phone.library.verify(VerifyScope::Here).await?.is_whole());
    Ok(())
}

#[tokio::test]
async fn a_server_that_lies_about_a_part_gets_nothing() -> Result<(), Failure> {
    let (_server, phone, id) = one_safe().await?;
    let lies: [fn(&mut Proof); 3] = [
        |proof| proof.parts.iter_mut().for_each(|part| part.digest = Some(Digest([7; 32]))),
        |proof| proof.parts.clear(),
        |proof| proof.epoch = safelight_protocol::Epoch([9; 16]),
    ];
    let mut phone = phone;
    for lie in lies {
        let device = phone.device.with_fates(changed_proofs(lie));
        phone = phone.reopened(device).await?;
        let made = phone.library.optimise(None).await;
        assert!(made.is_err() || made.is_ok_and(|made| made.evicted.is_empty() && made.kept.len() == 1));
        assert_eq!(phone.original(id).await?, noise(1, 200_000));
        assert_eq!(files_in(&phone.home().join("originals"))?.len(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn a_server_with_backups_lets_go_only_what_they_hold() -> Result<(), Failure> {
    let (_server, phone, id) = one_safe().await?;
    let device = phone.device.with_fates(changed_proofs(|proof| proof.backed_up_to = Some(0)));
    let phone = phone.reopened(device).await?;
    let made = phone.library.optimise(None).await?;
    assert_eq!(kept(&made), ["cloud.not_backed_up"]);
    assert!(phone.library.erase_check().await?.ready, "the cloud has it, and that is what was asked");
    let device = phone.device.with_fates(changed_proofs(|proof| proof.backed_up_to = Some(u64::MAX)));
    let phone = phone.reopened(device).await?;
    assert_eq!(phone.library.optimise(None).await?.evicted[0].id, id);
    Ok(())
}

#[tokio::test]
async fn a_file_that_was_edited_stays_and_is_named() -> Result<(), Failure> {
    let (_server, phone, _) = one_safe().await?;
    let path = files_in(&phone.home().join("originals"))?.remove(0);
    let mut bytes = std::fs::read(&path)?;
    bytes[10] ^= 1;
    std::fs::write(&path, &bytes)?;
    let made = phone.library.optimise(None).await?;
    assert_eq!(kept(&made), ["item.changed"]);
    assert_eq!(std::fs::read(&path)?, bytes);
    assert_eq!(finding_codes(&phone).await?, ["item.changed"]);
    Ok(())
}

/// What another process does between the proof and the removal.
#[tokio::test]
async fn what_comes_between_proof_and_removal_keeps_the_file() -> Result<(), Failure> {
    for deed in [
        "INSERT INTO pin (record) SELECT id FROM asset",
        "UPDATE record SET version = version + 1 WHERE kind = 'asset'",
        "UPDATE record SET purge = 1 WHERE kind = 'asset'",
        "UPDATE record SET contested = 1 WHERE kind = 'asset'",
        "UPDATE local_file SET path = path || 'x'",
        "UPDATE local_file SET ours = 0",
        "DELETE FROM meta WHERE name = 'cursor'",
    ] {
        let (_server, phone, _) = one_safe().await?;
        let database = phone.home().join("library.db");
        let fates: Fates = Arc::new(move |request| {
            let database = database.clone();
            if !request.url.ends_with("/records") {
                return Fate::Delivered;
            }
            Fate::Changed(Arc::new(move |answer| {
                let done = rusqlite::Connection::open(&database).and_then(|db| db.execute(deed, []));
                assert_eq!(done, Ok(1), "{deed}");
                answer
            }))
        });
        let device = phone.device.with_fates(fates);
        let phone = phone.reopened(device).await?;
        let made = phone.library.optimise(None).await?;
        assert_eq!(kept(&made), ["item.busy"], "{deed}");
        assert_eq!(files_in(&phone.home().join("originals"))?.len(), 1, "{deed}");
    }
    Ok(())
}

#[tokio::test]
async fn a_server_that_forgot_the_record_is_not_believed_about_its_parts() -> Result<(), Failure> {
    let (_server, phone, _) = one_safe().await?;
    let fates: Fates = Arc::new(|request| {
        if !request.url.ends_with("/records") {
            return Fate::Delivered;
        }
        Fate::Changed(Arc::new(|answer| {
            let text = String::from_utf8_lossy(&answer.body).replace("\"version\":2", "\"version\":1");
            RemoteResponse { body: text.into(), ..answer }
        }))
    });
    let device = phone.device.with_fates(fates);
    let phone = phone.reopened(device).await?;
    assert_eq!(kept(&phone.library.optimise(None).await?), ["item.busy"]);
    Ok(())
}

#[tokio::test]
async fn pinned_originals_are_fetched_and_stay() -> Result<(), Failure> {
    let (server, phone, id) = one_safe().await?;
    phone.library.optimise(None).await?;
    assert_eq!(phone.library.pin(vec![id]).await?.changed, [id]);
    assert_eq!(phone.library.pin(vec![id]).await?.unchanged, [id]);
    settle(&[&phone]).await?;
    assert_eq!(place(&phone, id).await?, OriginalPlace::Both);
    assert_eq!(kept(&phone.library.optimise(None).await?), ["item.pinned"]);
    phone.library.unpin(vec![id]).await?;
    assert_eq!(phone.library.optimise(None).await?.evicted.len(), 1);
    let other = Phone::signed_in(&server, EMAIL, "The tablet").await?;
    settle(&[&other]).await?;
    assert_eq!(place(&other, id).await?, OriginalPlace::Cloud, "a pin is this phone's own");
    Ok(())
}

#[tokio::test]
async fn a_range_fetches_only_the_pieces_that_it_touches() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let phone = Phone::signed_up(&server, EMAIL, "Mila’s phone").await?;
    let part = usize::try_from(PART_BYTES)?;
    let bytes = noise(3, 2 * part + 1000);
    let id = phone.import("film.bin", &bytes).await?.imported[0];
    settle(&[&phone]).await?;
    assert_eq!(phone.library.open_range(id, ResourceKind::Original, 5..9, None).await?, bytes[5..9]);
    assert!(phone.library.verify(VerifyScope::Here).await?.is_whole(), "three pieces are proven, too");
    assert_eq!(phone.library.optimise(None).await?.evicted.len(), 1);
    let fetched = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&fetched);
    let fates: Fates = Arc::new(move |request| {
        counter.fetch_add(usize::from(request.url.contains("/parts/")), Ordering::Relaxed);
        Fate::Delivered
    });
    let device = phone.device.with_fates(fates);
    let phone = phone.reopened(device).await?;
    let range = |from: usize, to: usize| {
        let range = u64::try_from(from).unwrap_or(0)..u64::try_from(to).unwrap_or(0);
        phone.library.open_range(id, ResourceKind::Original, range, None)
    };
    for (from, to, pieces) in [
        (part + 10, part + 20, 1),
        (part, 2 * part, 1),
        (part - 1, part + 1, 2),
        (2 * part + 990, 9 * part, 3),
        (7, 7, 3),
        (9 * part, 10 * part, 3),
    ] {
        let expected = bytes.get(from..to.min(bytes.len())).unwrap_or_default();
        assert_eq!(range(from, to).await?, expected, "{from}..{to}");
        assert_eq!(fetched.load(Ordering::Relaxed), pieces, "{from}..{to}");
    }
    assert_eq!(phone.original(id).await?, bytes);
    assert_eq!(fetched.load(Ordering::Relaxed), 3, "the whole is made of the pieces that came before");
    Ok(())
}

#[tokio::test]
async fn a_full_phone_makes_room_by_itself_and_keeps_its_floor() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let disk = Arc::new(SmallDisk::of(AMPLE + 3_000_000));
    let device = TestDevice { disk: Arc::<SmallDisk>::clone(&disk), ..TestDevice::new(&server) };
    let phone = Phone::on(device).await?;
    phone.sign_up(EMAIL, "Mila’s phone").await?;
    phone.library.set_settings(vec![("optimise".into(), format!("keep:{}", AMPLE + 1_200_000))]).await?;
    let mut ids = Vec::new();
    for seed in 0..12 {
        ids.push(taken(&phone, seed, 300_000).await?);
        settle(&[&phone]).await?;
        assert!(disk.free() >= AMPLE + 1_200_000, "{} free after {seed}", disk.free());
    }
    for (seed, id) in (0..).zip(&ids) {
        server.clock.pass(jiff::SignedDuration::from_mins(5));
        assert_eq!(phone.original(*id).await?, noise(seed, 300_000));
    }
    assert!(disk.free() >= AMPLE + 1_200_000, "{} free", disk.free());
    Ok(())
}

#[tokio::test]
async fn an_import_that_does_not_fit_says_what_is_missing_and_what_would_help() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let disk = Arc::new(SmallDisk::of(2 * AMPLE));
    let device = TestDevice { disk: Arc::<SmallDisk>::clone(&disk), ..TestDevice::new(&server) };
    let phone = Phone::on(device).await?;
    phone.sign_up(EMAIL, "Mila’s phone").await?;
    taken(&phone, 1, 1_500_000).await?;
    settle(&[&phone]).await?;
    disk.resize(disk.used() + 2_500_000);
    let report = phone.import("big.bin", &noise(2, 2_400_000)).await?;
    assert_eq!(report.failed[0].code, "disk.device");
    assert!(report.failed[0].detail.contains("1500000"), "{:?}", report.failed);
    assert_eq!(files_in(&phone.home().join("originals"))?.len(), 1, "nothing half is left");
    phone.library.optimise(None).await?;
    assert_eq!(phone.import("big.bin", &noise(2, 2_400_000)).await?.imported.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_disk_that_fills_up_while_a_file_is_fetched_loses_nothing() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let disk = Arc::new(SmallDisk::of(2 * AMPLE));
    let device = TestDevice { disk: Arc::<SmallDisk>::clone(&disk), ..TestDevice::new(&server) };
    let phone = Phone::on(device).await?;
    phone.sign_up(EMAIL, "Mila’s phone").await?;
    let id = taken(&phone, 1, 1_000_000).await?;
    settle(&[&phone]).await?;
    phone.library.optimise(None).await?;
    // The shell says that there is room, and is wrong.
    phone.library.set_facts(vec![("free_bytes".into(), "99000000000".into())]).await?;
    let used = disk.used();
    for room in [0, 1, 500_000, 999_999, 1_500_000, 1_999_999] {
        disk.resize(used + room);
        let Err(error) = phone.library.file(id, ResourceKind::Original, None).await else {
            return Err(format!("it fits into {room} bytes").into());
        };
        assert_eq!(error.code(), "disk.device", "{room}");
        assert_eq!(place(&phone, id).await?, OriginalPlace::Cloud);
    }
    disk.resize(used + 2_000_000);
    assert_eq!(phone.original(id).await?, noise(1, 1_000_000));
    Ok(())
}

#[tokio::test]
async fn a_nearly_full_cloud_is_said_before_it_is_full() -> Result<(), Failure> {
    let (server, phone, _) = one_safe().await?;
    server.set_quota(EMAIL, 210_000).await?;
    phone.sync().await?;
    let status = phone.library.status().await?;
    let near = status.findings.iter().find(|finding| finding.code == "quota.near").ok_or("nothing is said")?;
    assert!(near.evidence.contains("\"quota\":210000"), "{}", near.evidence);
    let usage = phone.library.usage().await?;
    assert_eq!((usage.cloud.quota, usage.cloud.pending), (Some(210_000), 0));
    taken(&phone, 9, 50_000).await?;
    assert!(phone.library.usage().await?.cloud.pending >= 50_000);
    server.set_quota(EMAIL, 10_000_000).await?;
    settle(&[&phone]).await?;
    assert!(finding_codes(&phone).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn freeing_up_the_cloud_takes_two_deeds() -> Result<(), Failure> {
    let (server, phone, id) = one_safe().await?;
    phone.library.trash(vec![id]).await?;
    settle(&[&phone]).await?;
    let used = phone.library.usage().await?.cloud.used;
    assert!(used >= Some(200_000), "in recently deleted it still takes room");
    let plan = phone.library.free_up_plan(None).await?;
    assert_eq!(plan.recently_deleted.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
    assert_eq!((plan.recently_deleted_bytes, plan.videos.len()), (200_000, 0));
    phone.library.purge(vec![id]).await?;
    settle(&[&phone]).await?;
    assert!(phone.library.usage().await?.cloud.used < Some(200_000), "the room is given back at once");
    drop(server);
    Ok(())
}
