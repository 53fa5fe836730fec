//! Backups and restores, by phones that look at what is there afterwards.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::task::Poll;

use http::StatusCode;
use safelight_protocol::part::{Challenge, Proof};
use safelight_protocol::record::PartRef;
use safelight_protocol::server::ServerDescription;
use safelight_protocol::{Blob, PartId, codes, route};
use safelight_server::admin::{AdminError, Command};
use safelight_server::{App, BackupError, Blocking, Config, Ports, Restored, restore};
use serde_json::Value;

use crate::library::changes;
use crate::phone::*;

async fn back_up(cloud: &Cloud, folder: &Path) -> Value {
    cloud.app().carry_out(Command::Backup { folder: folder.to_owned() }).await.unwrap()
}

async fn restored(data: &Path, backup: &Path) -> Result<Restored, BackupError> {
    restore(data, backup, &Ports { blocking: Blocking::Inline, ..Ports::system() }).await
}

async fn status(cloud: &Cloud) -> Value {
    cloud.app().carry_out(Command::Status).await.unwrap()
}

async fn proof(phone: &Phone, parts: &[PartRef]) -> Proof {
    let parts = parts.iter().map(|part| part.id).collect();
    phone.post("proof", &Challenge { nonce: Blob(vec![7; 32]), parts }).await.ok()
}

/// Drives work for so many steps and then drops it; what it ended with, if it ended before.
async fn cut_off_after<T>(steps: usize, work: impl Future<Output = T>) -> Option<T> {
    let (mut running, mut left) = (Box::pin(work), steps);
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        running.as_mut().poll(context).map(Some)
    })
    .await
}

/// Every file below a folder with its bytes.
fn files(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.clone(), std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// Where a large part lies in a server's folder, or in a backup's.
fn file_of(root: &Path, part: PartRef) -> PathBuf {
    root.join("parts").join(format!("{:02x}", part.id.0[0])).join(part.id.to_string())
}

fn large(seed: u8) -> Vec<u8> {
    vec![seed; 300_000]
}

#[tokio::test(start_paused = true)]
async fn a_second_backup_copies_only_what_is_new_and_drops_what_is_gone() {
    let cloud = Cloud::with(|config| config.part_grace = std::time::Duration::ZERO).await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup");
    let anna = cloud.sign_up("anna@example.org").await;
    anna.store(&large(1)).await;
    let (gone, _) = anna.store(&large(2)).await;
    anna.store(b"a thumbnail").await;
    let first = back_up(&cloud, &backup).await;
    assert_eq!((&first["parts"], &first["copied"], &first["removed"]), (&3.into(), &3.into(), &0.into()));
    assert_eq!(first["bytes"], 600_011);
    anna.store(&large(3)).await;
    let second = back_up(&cloud, &backup).await;
    assert_eq!((&second["parts"], &second["copied"], &second["copied_bytes"]), (&4.into(), &1.into(), &300_000.into()));
    let tombstone = safelight_protocol::record::Change { tombstone: true, ..change(gone, 1, &[]) };
    anna.commit_one(tombstone).await;
    cloud.app().keep_house().await.unwrap();
    let third = back_up(&cloud, &backup).await;
    assert_eq!((&third["parts"], &third["copied"], &third["removed"]), (&3.into(), &0.into(), &1.into()));
    let databases = files(&backup).iter().filter(|(path, _)| path.parent() == Some(&backup)).count();
    assert_eq!(databases, 3, "a manifest, a lock and one database");
}

#[tokio::test(start_paused = true)]
async fn a_restored_server_has_everything_and_a_new_epoch_and_says_from_when_it_is() {
    let cloud = Cloud::open().await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup");
    let anna = cloud.sign_up("anna@example.org").await;
    let (_, kept) = anna.store(&large(1)).await;
    let (_, small) = anna.store(b"a thumbnail").await;
    let before = anna.head().await;
    let taken = back_up(&cloud, &backup).await;
    anna.store(&large(2)).await;
    let data = folder.path().join("again");
    let done = restored(&data, &backup).await.unwrap();
    assert_eq!((done.parts, done.bytes, done.damaged.len()), (2, 300_011, 0));
    let again = cloud.beside(Config::new(&data)).await;
    let described: ServerDescription = again.get(route::SERVER, None).await.ok();
    assert_eq!(described.restored_from_ms.map(|ms| ms / 1000), described.backed_up_at_ms.map(|ms| ms / 1000));
    assert!(described.restored_at_ms.is_some());
    assert_eq!(status(&again).await["restored"]["from"], taken["at"]);
    // The password opens what it opened, and a phone that was signed in still is.
    assert!(again.try_sign_in("anna@example.org", &anna.password).await.is_ok());
    let anna = Phone { cloud: again.clone(), ..anna };
    let after = anna.head().await;
    assert_eq!((after.sequence, after.hash), (before.sequence, before.hash));
    assert_ne!(after.epoch, before.epoch);
    changes(&anna, before, None).await.refused(codes::EPOCH);
    for part in [kept, small] {
        assert_eq!(part_of(&anna.part(part.id).await.body), part);
    }
    // The backup holds all that the new life begins with, and nothing that comes now.
    assert_eq!(proof(&anna, &[kept]).await.backed_up_to, Some(after.sequence));
    anna.store(&large(3)).await;
    assert_eq!(proof(&anna, &[kept]).await.backed_up_to, Some(after.sequence));
    let verified = again.app().carry_out(Command::Verify).await.unwrap();
    assert_eq!((&verified["missing"], &verified["damaged"]), (&serde_json::json!([]), &serde_json::json!([])));
}

#[tokio::test(start_paused = true)]
async fn a_proof_says_how_far_the_backup_reaches_and_nothing_where_there_never_was_one() {
    let cloud = Cloud::open().await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup");
    let anna = cloud.sign_up("anna@example.org").await;
    let (_, part) = anna.store(&large(1)).await;
    assert_eq!(proof(&anna, &[part]).await.backed_up_to, None);
    back_up(&cloud, &backup).await;
    let at = anna.head().await.sequence;
    let (_, later) = anna.store(&large(2)).await;
    let proven = proof(&anna, &[part, later]).await;
    assert_eq!(proven.backed_up_to, Some(at));
    assert!(proven.backed_up_at_ms.is_some());
    // A library that is younger than the backup is not in it.
    let ben = cloud.sign_up("ben@example.org").await;
    let (_, his) = ben.store(&large(3)).await;
    assert_eq!(proof(&ben, &[his]).await.backed_up_to, Some(0));
    back_up(&cloud, &backup).await;
    assert_eq!(proof(&anna, &[part]).await.backed_up_to, Some(anna.head().await.sequence));
    assert_eq!(proof(&ben, &[his]).await.backed_up_to, Some(ben.head().await.sequence));
}

#[tokio::test(start_paused = true)]
async fn what_the_server_has_lost_is_named_and_its_library_does_not_count_as_backed_up() {
    let cloud = Cloud::open().await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup");
    let (anna, ben) = (cloud.sign_up("anna@example.org").await, cloud.sign_up("ben@example.org").await);
    let (_, lost) = anna.store(&large(1)).await;
    let (_, whole) = ben.store(&large(2)).await;
    std::fs::write(file_of(&cloud.data(), lost), b"rotten").unwrap();
    let taken = back_up(&cloud, &backup).await;
    assert_eq!(taken["missing"], serde_json::json!([lost.id]));
    assert_eq!(status(&cloud).await["damaged"], 1);
    assert_eq!(proof(&anna, &[lost]).await.backed_up_to, Some(0));
    assert_eq!(proof(&ben, &[whole]).await.backed_up_to, Some(ben.head().await.sequence));
    let data = folder.path().join("again");
    assert_eq!(restored(&data, &backup).await.unwrap().damaged, [lost.id]);
    let again = cloud.beside(Config::new(&data)).await;
    let on_restored = Phone { cloud: again, ..anna.clone() };
    assert_eq!(on_restored.part(lost.id).await.status, StatusCode::NOT_FOUND);
    assert_eq!(proof(&on_restored, &[lost]).await.backed_up_to, Some(0));
    // A phone that has it sends it again, there and here.
    on_restored.put(&large(1)).await.done();
    anna.put(&large(1)).await.done();
    assert_eq!(on_restored.part(lost.id).await.body, large(1));
    assert_eq!(back_up(&cloud, &backup).await["missing"], serde_json::json!([]));
    assert_eq!(proof(&anna, &[lost]).await.backed_up_to, Some(anna.head().await.sequence));
}

/// The backup dies after every number of steps that it takes. What was there before can be restored each time.
#[tokio::test(start_paused = true)]
async fn a_backup_that_is_cut_off_anywhere_leaves_the_one_before_it() {
    let cloud = Cloud::with(|config| config.part_grace = std::time::Duration::ZERO).await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup");
    let anna = cloud.sign_up("anna@example.org").await;
    let mut stored = vec![anna.store(&large(1)).await, anna.store(b"small").await];
    back_up(&cloud, &backup).await;
    let (mut steps, mut cut) = (0usize, 0);
    loop {
        // Each time there is something to copy and something to remove.
        let (gone, _) = stored.remove(0);
        anna.commit_one(safelight_protocol::record::Change { tombstone: true, ..change(gone, 1, &[]) }).await;
        cloud.app().keep_house().await.unwrap();
        let seed = u8::try_from(steps % 200).unwrap() + 10;
        stored.push(anna.store(&[&large(seed)[..], &steps.to_be_bytes()].concat()).await);
        let command = Command::Backup { folder: backup.clone() };
        let ended = cut_off_after(steps, cloud.app().carry_out(command)).await;
        let data = folder.path().join(format!("again-{steps}"));
        let again = restored(&data, &backup).await.unwrap();
        assert_eq!(again.damaged, [] as [PartId; 0], "cut off after {steps} steps");
        std::fs::remove_dir_all(&data).unwrap();
        if let Some(ended) = ended {
            ended.unwrap();
            break;
        }
        cut += 1;
        steps += 1;
    }
    assert!(cut > 15, "only {cut} places to cut at");
}

#[tokio::test(start_paused = true)]
async fn a_restore_that_was_cut_off_lets_no_server_start_and_can_be_done_again() {
    let cloud = Cloud::open().await;
    let folder = tempfile::tempdir().unwrap();
    let (backup, data) = (folder.path().join("backup"), folder.path().join("again"));
    let anna = cloud.sign_up("anna@example.org").await;
    anna.store(&large(1)).await;
    anna.store(b"small").await;
    back_up(&cloud, &backup).await;
    let mut cut = 0;
    for steps in 1usize.. {
        let ports = Ports { blocking: Blocking::Inline, ..Ports::system() };
        let ended = cut_off_after(steps, restore(&data, &backup, &ports)).await;
        match ended {
            Some(done) => {
                done.unwrap();
                break;
            }
            None if data.join("server.lock").exists() => {
                let opened = App::open(Config::new(&data), ports).await.map(|_| ()).unwrap_err().to_string();
                assert!(opened.contains("did not end"), "{opened}");
                cut += 1;
            }
            None => {}
        }
    }
    assert!(cut > 8, "only {cut} places to cut at");
    let anna = Phone { cloud: cloud.beside(Config::new(&data)).await, ..anna };
    assert_eq!(anna.usage().await.used, 300_005);
}

#[tokio::test(start_paused = true)]
async fn a_damaged_backup_is_known_as_one_and_its_good_parts_come_back() {
    let cloud = Cloud::open().await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup");
    let anna = cloud.sign_up("anna@example.org").await;
    let (_, rotten) = anna.store(&large(1)).await;
    let (_, good) = anna.store(&large(2)).await;
    back_up(&cloud, &backup).await;
    std::fs::write(file_of(&backup, rotten), large(9)).unwrap();
    let data = folder.path().join("again");
    let done = restored(&data, &backup).await.unwrap();
    assert_eq!((done.damaged, done.parts), (vec![rotten.id], 1));
    let anna = Phone { cloud: cloud.beside(Config::new(&data)).await, ..anna };
    assert_eq!(anna.part(good.id).await.body, large(2));
    // Sixteen backups look at everything that older ones have copied: the rot is found, and mended from the server.
    let mut mended = 0;
    for _ in 0..16 {
        mended += back_up(&cloud, &backup).await["copied"].as_u64().unwrap();
    }
    assert_eq!(mended, 1);
    // A database with one other byte is no database.
    let is_database = |path: &Path| path.parent() == Some(&backup) && path.extension() == Some("db".as_ref());
    let (database, mut bytes) = files(&backup).into_iter().find(|(path, _)| is_database(path)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&database, &bytes).unwrap();
    let refused = restored(&folder.path().join("third"), &backup).await.unwrap_err();
    assert_eq!(refused.code(), "admin.backup_damaged");
}

#[tokio::test(start_paused = true)]
async fn a_backup_goes_only_where_it_may_and_a_restore_only_into_nothing() {
    let cloud = Cloud::open().await;
    let folder = tempfile::tempdir().unwrap();
    let full = folder.path().join("full");
    std::fs::create_dir(&full).unwrap();
    std::fs::write(full.join("diary.txt"), b"dear diary").unwrap();
    let code = |error: AdminError| error.code().to_owned();
    for (folder, expected) in [
        (PathBuf::from("backup"), "admin.backup_folder"),
        (cloud.data().join("backup"), "admin.backup_folder"),
        (full.clone(), "admin.backup_folder"),
    ] {
        let refused = cloud.app().carry_out(Command::Backup { folder }).await.unwrap_err();
        assert_eq!(code(refused), expected);
    }
    assert_eq!(files(&full).len(), 1);
    let backup = folder.path().join("backup");
    back_up(&cloud, &backup).await;
    let refused = cloud.app().carry_out(Command::Restore { folder: backup.clone() }).await.unwrap_err();
    assert_eq!(code(refused), "admin.running");
    assert_eq!(restored(&cloud.data(), &backup).await.unwrap_err().code(), "admin.running");
    assert_eq!(restored(&full, &backup).await.unwrap_err().code(), "admin.not_empty");
    assert_eq!(files(&full).len(), 1);
    assert_eq!(restored(&folder.path().join("new"), &full).await.unwrap_err().code(), "admin.no_backup");
    // What a newer server has written is not guessed at.
    let manifest = backup.join("backup.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    for (known, newer) in [("\"format\": 1", "\"format\": 2"), ("\"schema\": 2", "\"schema\": 99")] {
        std::fs::write(&manifest, text.replace(known, newer)).unwrap();
        assert_eq!(restored(&folder.path().join("new"), &backup).await.unwrap_err().code(), "admin.backup_newer");
        let refused = cloud.app().carry_out(Command::Backup { folder: backup.clone() }).await.unwrap_err();
        assert_eq!(code(refused), "admin.backup_newer");
    }
    // A manifest does not name files elsewhere.
    std::fs::write(&manifest, text.replace("\"server-", "\"../data/server-")).unwrap();
    assert_eq!(restored(&folder.path().join("new"), &backup).await.unwrap_err().code(), "admin.no_backup");
}

#[tokio::test(start_paused = true)]
async fn the_scrub_reads_everything_once_a_week_and_finds_what_has_rotted() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (_, part) = anna.store(&large(1)).await;
    anna.store(b"small").await;
    let rounds = |cloud: Cloud| async move {
        for _ in 0..3 {
            cloud.app().keep_house().await.unwrap();
        }
        status(&cloud).await["scrub"].clone()
    };
    let scrub = rounds(cloud.clone()).await;
    assert_eq!((&scrub["parts"], &scrub["bytes"], &scrub["damaged"]), (&2.into(), &300_005.into(), &0.into()));
    assert!(scrub["last"].is_string());
    std::fs::write(file_of(&cloud.data(), part), b"rotten").unwrap();
    assert_eq!(rounds(cloud.clone()).await, scrub, "a week has not passed");
    cloud.clock.turn(std::time::Duration::from_secs(8 * 24 * 60 * 60));
    assert_eq!(rounds(cloud.clone()).await["damaged"], 1);
    assert_eq!(status(&cloud).await["damaged"], 1);
}

#[tokio::test(start_paused = true)]
async fn below_the_floor_of_the_disk_no_parts_are_taken_and_everything_else_goes_on() {
    let cloud = Cloud::with(|config| config.disk_floor = 1_000_000).await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (_, part) = anna.store(&large(1)).await;
    cloud.space.set(1_200_000);
    let problem = anna.put(&large(2)).await.problem();
    assert_eq!((problem.status, problem.code.as_str()), (507, codes::SERVER_DISK));
    assert_eq!((problem.need, problem.have), (Some(300_000), Some(200_000)));
    anna.plan(&[part_of(&large(2))]).await.refused(codes::SERVER_DISK);
    // What fits, fits; what is there needs no room; records and reads go on with no room at all.
    anna.put(&vec![5; 150_000]).await.done();
    cloud.space.set(0);
    anna.plan(&[part]).await.done();
    anna.put(b"x").await.refused(codes::SERVER_DISK);
    anna.commit_one(change(safelight_protocol::RecordId(random()), 0, &[part])).await;
    assert_eq!(anna.part(part.id).await.body, large(1));
    assert_eq!(status(&cloud).await["disk"], serde_json::json!({ "free": 0, "floor": 1_000_000 }));
    cloud.space.set(u64::MAX);
    anna.put(&large(2)).await.done();
}

#[tokio::test(start_paused = true)]
async fn status_names_the_accounts_that_are_nearly_full() {
    let cloud = Cloud::with(|config| config.quota = 1_000_000).await;
    let (anna, ben) = (cloud.sign_up("anna@example.org").await, cloud.sign_up("ben@example.org").await);
    anna.store(&large(1)).await;
    ben.store(&large(2)).await;
    assert_eq!(status(&cloud).await["over_90_percent"], serde_json::json!([]));
    let quota = Command::Quota { email: "anna@example.org".to_owned(), bytes: 310_000 };
    cloud.app().carry_out(quota).await.unwrap();
    let named = &status(&cloud).await["over_90_percent"];
    assert_eq!(named[0]["email"], "anna@example.org");
    assert_eq!(named.as_array().unwrap().len(), 1);
}

/// A folder that a newer server has written, with its journal not yet folded in: not a byte of it changes.
#[tokio::test(start_paused = true)]
async fn a_newer_servers_folder_is_refused_untouched() {
    let anna = Cloud::open().await.sign_up("anna@example.org").await;
    anna.store(&large(1)).await;
    let (_anna, copy) = anna.copy_aside().await;
    let newer = rusqlite::Connection::open(copy.join("server.db")).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let before = files(&copy);
    let names: BTreeSet<_> = before.iter().map(|(path, _)| path.clone()).collect();
    let refused = App::open(Config::new(&copy), Ports::system()).await.map(|_| ()).unwrap_err();
    assert!(std::error::Error::source(&refused).unwrap().to_string().contains("newer version"), "{refused}");
    let after = files(&copy);
    assert_eq!(after.iter().map(|(path, _)| path.clone()).collect::<BTreeSet<_>>(), names);
    assert!(before == after, "a byte has changed");
}
