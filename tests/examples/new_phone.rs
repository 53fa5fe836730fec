//! A new phone signs in to a library of 100,000 photos: when it shows something, when it has all records, when all thumbnails.
//!
//! ```text
//! TMPDIR=/dev/shm cargo run --release -p safelight-tests --example new_phone [COUNT]
//! ```
//!
//! Two new phones: one on which somebody looks at the oldest photos at once, one on which nobody does. What is measured on
//! both is when the newest hundred and the oldest hundred have their thumbnails, by the clock and by the bytes that came
//! over a network which costs no time here: on a real one, the bytes are what counts.

#![expect(clippy::print_stdout, reason = "an example prints")]
#![expect(clippy::disallowed_methods, reason = "it times what it runs")]

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use safelight_core::{ImportOptions, PageQuery};
use safelight_protocol::RecordId;
use safelight_tests::in_process::{Failure, TestServer};
use safelight_tests::phone::{Phone, photo, settle};

const EMAIL: &str = "iris@example.org";
const SCREEN: usize = 100;
const AT_A_TIME: u32 = 2_000;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let count: u32 = std::env::args().nth(1).map_or(Ok(100_000), |text| text.parse())?;
    let server = TestServer::start().await?;
    let camera = Phone::signed_up(&server, EMAIL, "The old phone").await?;
    server.set_quota(EMAIL, 1 << 40).await?;
    let start = Instant::now();
    fill(&camera, count).await?;
    println!("{count} photos taken in and sent in {:.0} s", start.elapsed().as_secs_f64());
    let all = camera.library.page(PageQuery::default()).await?.assets;
    let newest: Vec<RecordId> = all.iter().take(SCREEN).map(|one| one.id).collect();
    let oldest: Vec<RecordId> = all.iter().rev().take(SCREEN).map(|one| one.id).collect();
    drop(all);
    for looks in [false, true] {
        println!("{}", if looks { "somebody looks at the oldest photos:" } else { "nobody looks at anything:" });
        watch(&server, count, looks, &newest, &oldest).await?;
    }
    Ok(())
}

/// Takes photos in: one picture, with other bytes behind its end each time.
async fn fill(camera: &Phone, count: u32) -> Result<(), Failure> {
    let picture = photo(7);
    for first in (0..count).step_by(usize::try_from(AT_A_TIME)?) {
        let mut paths = Vec::new();
        for number in first..(first + AT_A_TIME).min(count) {
            let bytes = [picture.as_slice(), &number.to_le_bytes()].concat();
            paths.push(camera.file(&format!("{number}.png"), &bytes)?);
        }
        camera.library.import(&paths, ImportOptions::default(), |_| {}).await?;
        paths.iter().try_for_each(std::fs::remove_file)?;
    }
    settle(&[camera]).await
}

async fn watch(
    server: &TestServer,
    count: u32,
    looks: bool,
    newest: &[RecordId],
    oldest: &[RecordId],
) -> Result<(), Failure> {
    let phone = Phone::signed_in(server, EMAIL, "The new phone").await?;
    if looks {
        phone.library.look_at(oldest.to_vec()).await?;
    }
    let database = Connection::open_with_flags(phone.home().join("library.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let start = Instant::now();
    let phones = [&phone];
    let mut sync = Box::pin(settle(&phones));
    let mut marks: [(&str, Option<(Duration, u64)>); 4] = [
        ("the newest 100 are shown", None),
        ("the oldest 100 are shown", None),
        ("all records", None),
        ("all thumbnails", None),
    ];
    let mut ended = false;
    while !ended {
        tokio::select! {
            done = &mut sync => { done?; ended = true; }
            () = tokio::time::sleep(Duration::from_millis(20)) => {}
        }
        let so = [
            shown(&database, newest)?,
            shown(&database, oldest)?,
            number(&database, "SELECT count(*) FROM asset")? == i64::from(count),
            ended && number(&database, "SELECT count(*) FROM work")? == 0,
        ];
        let at = (start.elapsed(), phone.library.bytes_moved().1);
        for ((_, mark), so) in marks.iter_mut().zip(so) {
            if so && mark.is_none() {
                *mark = Some(at);
            }
        }
    }
    for (what, mark) in marks {
        let Some((time, bytes)) = mark else { return Err(format!("never: {what}").into()) };
        println!("  {what:<26} {:>8.2} s  {:>8.2} MB", time.as_secs_f64(), to_mb(bytes));
    }
    println!("  database {:.0} MB", to_mb(size(&phone.home().join("library.db"))));
    Ok(())
}

fn to_mb(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1_000).unwrap_or(u32::MAX)) / 1_000.0
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

fn number(database: &Connection, sql: &str) -> Result<i64, Failure> {
    Ok(database.query_row(sql, [], |row| row.get(0))?)
}

/// Whether these photos are in the timeline and none of their thumbnails waits.
fn shown(database: &Connection, ids: &[RecordId]) -> Result<bool, Failure> {
    let mut statement = database.prepare_cached(
        "SELECT count(*) FROM asset WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM work WHERE work.record = asset.id)",
    )?;
    for id in ids {
        if statement.query_row([id.as_bytes()], |row| row.get::<_, i64>(0))? == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}
