//! A library of a million photos: what a page of the timeline costs, near the top and at the bottom.
//!
//! ```text
//! cargo run --release -p safelight-tests --example million [COUNT]
//! ```
//!
//! Each depth is read twice: by key, as Safelight does, and by offset on the same database, as a naive list would. The
//! photos are rows as a first sync would write them; no file is behind them. The best of five runs is printed.

#![expect(clippy::print_stdout, reason = "an example prints")]
#![expect(clippy::disallowed_methods, reason = "it times what it runs")]

use std::time::{Duration, Instant};

use rusqlite::Connection;
use safelight_core::{PageCursor, PageQuery, Safelight};
use safelight_tests::in_process::{Failure, TestServer};
use safelight_tests::phone::Phone;

const PAGE: usize = 200;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let count: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |text| text.parse())?;
    let server = TestServer::start().await?;
    let phone = Phone::signed_up(&server, "iris@example.org", "Iris’ phone").await?;
    let database = Connection::open(phone.home().join("library.db"))?;
    let start = Instant::now();
    fill(&database, count)?;
    println!("{count} photos written in {:.1} s", start.elapsed().as_secs_f64());
    println!("{:>10}  {:>12}  {:>12}", "depth", "by key", "by offset");
    for depth in [0, count / 100, count / 2, count.saturating_sub(1_000)] {
        let key = key_at(&database, depth)?;
        let by_key = best(async || page(&phone.library, key).await).await?;
        let by_offset = best(async || offset(&database, depth)).await?;
        println!("{depth:>10}  {:>9.2} ms  {:>9.2} ms", millis(by_key), millis(by_offset));
    }
    let status = best(async || phone.library.status().await.map(drop).map_err(Failure::from)).await?;
    println!("status: {:.1} ms", millis(status));
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

async fn best(mut work: impl AsyncFnMut() -> Result<(), Failure>) -> Result<Duration, Failure> {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        work().await?;
        best = best.min(start.elapsed());
    }
    Ok(best)
}

async fn page(library: &Safelight, after: Option<PageCursor>) -> Result<(), Failure> {
    let page = library.page(PageQuery { after, limit: Some(PAGE), ..PageQuery::default() }).await?;
    if page.assets.len() == PAGE { Ok(()) } else { Err(format!("{} photos on a page", page.assets.len()).into()) }
}

fn offset(database: &Connection, depth: u64) -> Result<(), Failure> {
    let mut statement = database.prepare_cached(
        "SELECT record.doc FROM asset JOIN record ON record.id = asset.id WHERE asset.shelf = 0 \
         ORDER BY asset.taken_ms DESC, asset.id DESC LIMIT ?1 OFFSET ?2",
    )?;
    let rows = statement.query_map((PAGE, i64::try_from(depth)?), |row| row.get::<_, String>(0))?;
    let docs = rows.collect::<Result<Vec<_>, _>>()?;
    if docs.len() == PAGE { Ok(()) } else { Err(format!("{} photos by offset", docs.len()).into()) }
}

/// The cursor of the photo at this depth; none at the top.
fn key_at(database: &Connection, depth: u64) -> Result<Option<PageCursor>, Failure> {
    if depth == 0 {
        return Ok(None);
    }
    let (taken_ms, id): (i64, String) = database.query_row(
        "SELECT taken_ms, lower(hex(id)) FROM asset WHERE shelf = 0 ORDER BY taken_ms DESC, id DESC LIMIT 1 OFFSET ?1",
        [i64::try_from(depth)? - 1],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(Some(format!("{taken_ms}.{id}").parse()?))
}

/// Rows of records and lists, as a sync would leave them.
fn fill(database: &Connection, count: u64) -> Result<(), Failure> {
    database.execute_batch("BEGIN")?;
    database.execute(
        "INSERT INTO record (id, kind, version, sequence, body_sha, base, doc)
         SELECT randomblob(16), 'asset', 1, value, zeroblob(32), doc, doc FROM (
             SELECT value, json_object('kind', 'asset', 'media', 'photo', 'taken_at',
                 strftime('%Y-%m-%dT%H:%M:%SZ', 1000000000 + value * 600, 'unixepoch'), 'taken_at_source', 'metadata',
                 'file_name', 'IMG_' || value || '.jpg', 'width', 4000, 'height', 3000, 'resources', json_object('original',
                     json_object('content_id', lower(hex(randomblob(32))), 'bytes', 3000000, 'media_type', 'image/jpeg',
                     'parts', json_object('generation', 1, 'suite', 1, 'list', json_array(json_object('id',
                         lower(hex(randomblob(32))), 'hash', lower(hex(randomblob(32))), 'bytes', 3000016)))))) AS doc
             FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?1) SELECT value FROM n))",
        [i64::try_from(count)?],
    )?;
    database.execute_batch(
        "INSERT INTO asset (id, shelf, taken_ms, favourite, media, content_id, bytes, in_cloud)
         SELECT id, 0, (1000000000 + sequence * 600) * 1000, 0, 'photo',
                unhex(json_extract(doc, '$.resources.original.content_id')), 3000000, 1
         FROM record WHERE kind = 'asset';
         COMMIT;",
    )?;
    Ok(())
}
