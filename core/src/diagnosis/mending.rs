//! Rows in a state in which they could not go on: a lock whose holder is dead, work that waits for a year that will not
//! come. They are put right where they lie, without a restart, and it is told.

use rusqlite::{Connection, params};

use super::evidence::Repaired;
use crate::home::{Home, HomeError};
use crate::ports::Clock;
use crate::store::StoreError;

/// No lock is ever taken for longer.
const LONGEST_LOCK_MS: i64 = 10 * 60 * 1000;
/// No work is ever put off for longer.
const LONGEST_PAUSE_MS: i64 = 7 * 24 * 3600 * 1000;

/// Work that no version writes so.
const MALFORMED: &str = "direction NOT IN ('send', 'fetch') OR resource NOT IN ('original', 'preview', 'thumbnail') \
                         OR class NOT BETWEEN 0 AND 3 OR length(record) <> 16 \
                         OR NOT EXISTS (SELECT 1 FROM record WHERE record.id = work.record)";
/// Work that waits for what never comes.
const ENDLESS: &str = "state NOT IN ('waiting', 'set_aside') OR attempts < 0 OR (state = 'waiting' AND next_ms > ?1)";

/// Mends what it finds. Looks first, and writes only where there is something to mend. Blocks.
pub(super) fn mend(home: &Home) -> Result<Vec<Repaired>, HomeError> {
    let clock = home.ports.clock.as_ref();
    let latest = home.now().as_millisecond().saturating_add(LONGEST_PAUSE_MS);
    let count = |db: &Connection, condition: &str| -> Result<u64, StoreError> {
        let sql = format!("SELECT count(*) FROM work WHERE {condition}");
        let endless = condition == ENDLESS;
        let read = |row: &rusqlite::Row<'_>| row.get(0);
        Ok(if endless { db.query_row(&sql, [latest], read)? } else { db.query_row(&sql, [], read)? })
    };
    let (locks, malformed, endless) =
        home.store().read(|db| Ok((dead_locks(db, clock)?, count(db, MALFORMED)?, count(db, ENDLESS)?)))?;
    if !locks.is_empty() {
        home.store().write(|db| {
            for (name, holder) in &locks {
                db.execute("UPDATE lease SET until_ms = 0 WHERE name = ?1 AND holder = ?2", params![name, holder])?;
            }
            Ok(())
        })?;
    }
    if malformed + endless > 0 {
        home.store().write(|db| {
            db.execute(&format!("DELETE FROM work WHERE {MALFORMED}"), [])?;
            db.execute(
                &format!("UPDATE work SET state = 'waiting', attempts = 0, next_ms = 0, code = NULL WHERE {ENDLESS}"),
                [latest],
            )?;
            Ok(())
        })?;
        home.tell_edited();
    }
    let told = [("lock", u64::try_from(locks.len()).unwrap_or(0)), ("work", malformed + endless)];
    let told = told.into_iter().filter(|(_, count)| *count > 0);
    Ok(told.map(|(what, count)| Repaired { what: what.to_owned(), count }).collect())
}

/// Locks of this boot that are not over, by name and holder, whose holder has ended or that are longer than any.
fn dead_locks(db: &Connection, clock: &dyn Clock) -> Result<Vec<(String, String)>, StoreError> {
    Ok(held(db, clock)?
        .into_iter()
        .filter(|lock| lock.ended || lock.left_ms > LONGEST_LOCK_MS)
        .map(|lock| (lock.name, lock.holder))
        .collect())
}

/// A lock that is not over.
pub(super) struct HeldLock {
    pub(super) name: String,
    pub(super) holder: String,
    pub(super) ended: bool,
    pub(super) left_ms: i64,
}

/// The locks of this boot that are not over.
pub(super) fn held(db: &Connection, clock: &dyn Clock) -> Result<Vec<HeldLock>, StoreError> {
    let now_ms = i64::try_from(clock.monotonic().as_millis()).unwrap_or(i64::MAX);
    let mut statement = db.prepare("SELECT name, holder, until_ms FROM lease WHERE boot = ?1 AND until_ms > ?2")?;
    let rows = statement.query_map(params![clock.boot(), now_ms], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
    })?;
    rows.map(|row| {
        let (name, holder, until_ms) = row?;
        let ended = holder.split_once('@').is_some_and(|(_, process)| clock.has_ended(process));
        Ok(HeldLock { name, holder, ended, left_ms: until_ms.saturating_sub(now_ms) })
    })
    .collect()
}
