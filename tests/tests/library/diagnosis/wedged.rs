//! An engine that could not have gone on by itself goes on without a restart, and is told what was done.

use std::time::Duration;

use rusqlite::{Connection, params};
use safelight_core::diagnosis::{DiagnoseRequest, Diagnosis};
use safelight_core::ports::Clock;
use safelight_core::{Sentences, StatusState};
use safelight_tests::in_process::{Failure, TestServer};
use safelight_tests::phone::Phone;

const EMAIL: &str = "iris@example.org";

async fn with_a_photo() -> Result<(TestServer, Phone), Failure> {
    let server = TestServer::start().await?;
    let phone = Phone::signed_up(&server, EMAIL, "Iris’ phone").await?;
    phone.sync().await?;
    phone.take(1).await?;
    Ok((server, phone))
}

fn database(phone: &Phone) -> Result<Connection, Failure> {
    Ok(Connection::open(phone.home().join("library.db"))?)
}

async fn diagnose(phone: &Phone) -> Result<(Vec<String>, Vec<String>, Diagnosis), Failure> {
    let diagnosis = phone.library.diagnose(DiagnoseRequest::default()).await?;
    let codes = diagnosis.findings.iter().map(|finding| finding.code.clone()).collect();
    let repaired = diagnosis.repaired.iter().map(|repaired| repaired.what.clone()).collect();
    Ok((codes, repaired, diagnosis))
}

#[tokio::test]
async fn a_lock_that_a_dead_extension_left_is_taken_off() -> Result<(), Failure> {
    let (_server, phone) = with_a_photo().await?;
    let far = 1_000_000_000_000_000_i64;
    database(&phone)?.execute(
        "INSERT INTO lease (name, holder, generation, boot, until_ms) VALUES ('engine', 'dead@1', 7, ?1, ?2) \
         ON CONFLICT (name) DO UPDATE SET holder = 'dead@1', boot = ?1, until_ms = ?2",
        params!["the one boot of this test", far],
    )?;
    let held = phone.sync().await?;
    assert_eq!(held.holds[0].code, "eng.lock");
    let (codes, repaired, _) = diagnose(&phone).await?;
    assert_eq!((codes, repaired), (vec![], vec!["lock".to_owned()]));
    assert!(phone.sync().await?.up_to_date);
    assert_eq!(diagnose(&phone).await?.1, [""; 0], "nothing is left to mend");
    Ok(())
}

#[tokio::test]
async fn another_process_that_is_at_work_is_told_from_one_that_hangs() -> Result<(), Failure> {
    let (_server, phone) = with_a_photo().await?;
    for (left_s, holder, state, said) in [
        (55, "extension", StatusState::Syncing, "Another program on this device is syncing: one photo to go."),
        (
            5,
            "extension",
            StatusState::Waiting,
            "One photo waits: Another program on this device is syncing this library.",
        ),
        (500_000, "extension", StatusState::Waiting, "One photo waits: Another program"),
        (-1, "extension", StatusState::Syncing, "Syncing: one photo to go."),
    ] {
        let until = phone.device.clock.monotonic() + Duration::from_secs(100);
        let until = i64::try_from(until.as_millis())? + (left_s - 100) * 1000;
        database(&phone)?.execute(
            "INSERT INTO lease (name, holder, generation, boot, until_ms) VALUES ('engine', ?3, 7, ?1, ?2) \
             ON CONFLICT (name) DO UPDATE SET holder = ?3, boot = ?1, until_ms = ?2",
            params!["the one boot of this test", until, holder],
        )?;
        let status = phone.library.status().await?;
        let sentence = status.sentence(&Sentences::english());
        assert_eq!((status.state, sentence.starts_with(said)), (state, true), "{left_s} s left: {sentence}");
    }
    Ok(())
}

#[tokio::test]
async fn work_in_an_impossible_state_goes_on() -> Result<(), Failure> {
    for broken in [
        "UPDATE work SET state = 'sending'",
        "UPDATE work SET next_ms = 9000000000000000",
        "UPDATE work SET attempts = -4",
        "INSERT INTO work (direction, record, resource, class, taken_ms, bytes, since_ms) VALUES ('up', x'00', 'x', 9, 0, 0, 0)",
    ] {
        let (_server, phone) = with_a_photo().await?;
        database(&phone)?.execute(broken, [])?;
        let (codes, repaired, _) = diagnose(&phone).await?;
        assert_eq!((codes, repaired), (vec![], vec!["work".to_owned()]), "{broken}");
        assert!(phone.sync().await?.up_to_date, "{broken}");
    }
    Ok(())
}

/// A photo is said to be on its way, and there is no file that could go.
fn lose_the_file(phone: &Phone) -> Result<(), Failure> {
    let db = database(phone)?;
    db.execute("DELETE FROM local_file WHERE content_id IN (SELECT content_id FROM asset)", [])?;
    db.execute(
        "INSERT OR IGNORE INTO work (direction, record, resource, class, taken_ms, bytes, since_ms) \
         SELECT 'send', id, 'original', 2, 0, 1, 0 FROM record WHERE kind = 'asset'",
        [],
    )?;
    Ok(())
}

#[tokio::test]
async fn a_stall_that_nothing_explains_is_said_and_repaired() -> Result<(), Failure> {
    let (_server, phone) = with_a_photo().await?;
    phone.sync().await?;
    lose_the_file(&phone)?;
    for _ in 0..2 {
        let outcome = phone.sync().await?;
        assert!(!outcome.up_to_date && outcome.holds.is_empty(), "{outcome:?}");
    }
    let (codes, repaired, _) = diagnose(&phone).await?;
    assert_eq!(codes, ["eng.unknown_stall"]);
    assert_eq!(repaired, ["retry", "digest", "engine", "library"]);
    assert!(phone.sync().await?.up_to_date);
    assert_eq!(diagnose(&phone).await?.0, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_restart_of_the_phone_is_asked_for_after_two_repairs_that_changed_nothing() -> Result<(), Failure> {
    let (_server, phone) = with_a_photo().await?;
    phone.sync().await?;
    let mut asked = Vec::new();
    for _ in 0..4 {
        // What the repair takes away comes again: nothing helps.
        lose_the_file(&phone)?;
        phone.sync().await?;
        phone.sync().await?;
        let (codes, _, diagnosis) = diagnose(&phone).await?;
        assert_eq!(codes, ["eng.unknown_stall"]);
        asked.push(diagnosis.findings[0].observed == Some("observed-stall_restart"));
    }
    assert_eq!(asked, [false, false, true, true]);
    Ok(())
}
