//! What is mended by itself: a file that is not what it was; and what a server's backups mean for what may leave.

use std::fs;

use jiff::SignedDuration;
use safelight_core::{OriginalPlace, VerifyScope};
use safelight_server::admin::Command;
use safelight_tests::in_process::Failure;
use safelight_tests::phone::{files_in, settle};

use crate::room::{finding_codes, kept, noise, one_safe, part_file, parts_of, place, taken};

#[tokio::test]
async fn a_file_that_rots_on_the_phone_is_put_back_from_the_cloud() -> Result<(), Failure> {
    let (_server, phone, id) = one_safe().await?;
    let path = files_in(&phone.home().join("originals"))?.remove(0);
    let mut bytes = fs::read(&path)?;
    bytes[10] ^= 1;
    fs::write(&path, &bytes)?;
    assert!(!phone.library.verify(VerifyScope::Here).await?.is_whole());
    assert_eq!(finding_codes(&phone).await?, ["item.changed"]);
    settle(&[&phone]).await?;
    assert_eq!(finding_codes(&phone).await?, [""; 0]);
    assert_eq!((place(&phone, id).await?, phone.original(id).await?), (OriginalPlace::Both, noise(1, 200_000)));
    assert_eq!(fs::read(&path)?, bytes, "what lay there is not touched");
    assert!(phone.library.verify(VerifyScope::Here).await?.is_whole());
    assert_eq!(phone.library.optimise(None).await?.evicted.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_missing_on_the_phone_is_put_back_within_days() -> Result<(), Failure> {
    let (server, phone, id) = one_safe().await?;
    fs::remove_file(files_in(&phone.home().join("originals"))?.remove(0))?;
    server.clock.pass(SignedDuration::from_hours(49));
    settle(&[&phone]).await?;
    assert_eq!(phone.original(id).await?, noise(1, 200_000));
    Ok(())
}

#[tokio::test]
async fn a_file_that_the_cloud_has_no_more_either_stays_named_and_as_it_is() -> Result<(), Failure> {
    let (server, phone, id) = one_safe().await?;
    let path = files_in(&phone.home().join("originals"))?.remove(0);
    let part = parts_of(&phone, id).await?[0];
    fs::remove_file(part_file(&server, part))?;
    let changed = noise(77, 200_000);
    fs::write(&path, &changed)?;
    phone.library.verify(VerifyScope::Here).await?;
    phone.sync().await?;
    phone.sync().await?;
    assert_eq!(fs::read(&path)?, changed);
    assert!(finding_codes(&phone).await?.contains(&"item.changed".to_owned()));
    assert!(!part_file(&server, part).exists(), "other bytes were not sent in its place");
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_backed_up_lets_go_only_what_its_last_backup_holds() -> Result<(), Failure> {
    let (server, phone, first) = one_safe().await?;
    let backups = tempfile::TempDir::new()?;
    let back_up = async || -> Result<(), Failure> {
        let folder = backups.path().join("backup");
        server.app.carry_out(Command::Backup { folder }).await?;
        Ok(())
    };
    back_up().await?;
    let second = taken(&phone, 2, 200_000).await?;
    settle(&[&phone]).await?;
    let made = phone.library.optimise(None).await?;
    assert_eq!(made.evicted.iter().map(|one| one.id).collect::<Vec<_>>(), [first]);
    assert_eq!((made.kept[0].id, kept(&made)), (second, vec!["cloud.not_backed_up"]));

    server.clock.pass(SignedDuration::from_hours(6 * 24));
    settle(&[&phone]).await?;
    assert!(finding_codes(&phone).await?.is_empty());
    server.clock.pass(SignedDuration::from_hours(3 * 24));
    settle(&[&phone]).await?;
    let status = phone.library.status().await?;
    let old = status.findings.iter().find(|finding| finding.code == "cloud.backup_old").ok_or("nothing is said")?;
    assert_eq!(old.evidence, r#"{"days":9}"#);

    back_up().await?;
    settle(&[&phone]).await?;
    assert!(finding_codes(&phone).await?.is_empty());
    assert_eq!(phone.library.optimise(None).await?.evicted[0].id, second);
    assert_eq!(phone.original(second).await?, noise(2, 200_000));
    Ok(())
}
