//! The ledger of windows and decisions: bounded in rows and in age, so that a phone can keep it for ever.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Map, Value};

use super::{StoreError, signed, unsigned};
use crate::history::{Decision, Ending, Moved, Window};
use crate::policy::Class;

/// The most rows of each kind that are kept.
pub(crate) const MOST: u64 = 2_000;
/// How long rows are kept: long enough to learn habits of single weekdays from.
pub(crate) const DAYS: i64 = 120;
const DAY_MS: i64 = 24 * 3600 * 1000;
/// Runs that moved nothing count as one while no more than this lies between them.
const ONE_ROW_MS: i64 = 30 * 60 * 1000;

/// What a window begins with.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    pub(crate) holder: String,
    pub(crate) lane: &'static str,
    pub(crate) app_state: &'static str,
    pub(crate) task: Option<String>,
    pub(crate) wish: bool,
    pub(crate) budget_ms: Option<i64>,
    pub(crate) budget_bytes: Option<u64>,
}

/// What a window ends with.
#[derive(Debug, Clone)]
pub(crate) struct Closing {
    pub(crate) ending: Ending,
    pub(crate) code: Option<String>,
    pub(crate) moved: Moved,
    /// Whether photos might go at its end.
    pub(crate) photos: bool,
    /// Whether videos might.
    pub(crate) videos: bool,
}

/// Begins a window. To be called under the engine's lease: whoever left one without an end is gone.
pub(crate) fn open(db: &Transaction<'_>, opening: &Opening, now: Timestamp) -> Result<i64, StoreError> {
    // One that this very process left was dropped by its caller; one of another process was killed with it.
    db.prepare_cached(
        "UPDATE run_window SET ending = CASE holder WHEN ?1 THEN 'stopped' ELSE 'killed' END WHERE ending IS NULL",
    )?
    .execute(params![opening.holder])?;
    bound(db, now)?;
    db.prepare_cached(
        "INSERT INTO run_window (holder, lane, app_state, task, wish, budget_ms, budget_bytes, from_ms, until_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
    )?
    .execute(params![
        opening.holder,
        opening.lane,
        opening.app_state,
        opening.task,
        opening.wish,
        opening.budget_ms,
        opening.budget_bytes.map(signed),
        now.as_millisecond(),
    ])?;
    Ok(db.last_insert_rowid())
}

/// Notes that a window's run is alive.
pub(crate) fn alive(db: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE run_window SET until_ms = max(from_ms, ?1) WHERE ending IS NULL")?
        .execute(params![now.as_millisecond()])?;
    Ok(())
}

/// Ends a window.
pub(crate) fn close(db: &Transaction<'_>, id: i64, closing: &Closing, now: Timestamp) -> Result<(), StoreError> {
    let now_ms = now.as_millisecond();
    if closing.ending == Ending::Done && closing.moved == Moved::default() && joins(db, id, closing, now_ms)? {
        return Ok(());
    }
    db.prepare_cached(
        "UPDATE run_window SET ending = ?2, code = ?3, until_ms = max(from_ms, ?4), photos = ?5, videos = ?6, \
                records = ?7, originals = ?8, sent = ?9, received = ?10 WHERE id = ?1",
    )?
    .execute(params![
        id,
        closing.ending.word(),
        closing.code,
        now_ms,
        closing.photos,
        closing.videos,
        signed(closing.moved.records),
        signed(closing.moved.originals),
        signed(closing.moved.sent),
        signed(closing.moved.received),
    ])?;
    Ok(())
}

/// Makes a run that moved nothing one row with the one before it, if that was of the same kind.
fn joins(db: &Transaction<'_>, id: i64, closing: &Closing, now_ms: i64) -> Result<bool, StoreError> {
    let before: Option<i64> = db
        .prepare_cached(
            "SELECT before.id FROM run_window AS before JOIN run_window AS this ON this.id = ?1 \
             WHERE before.id = (SELECT max(id) FROM run_window WHERE id < ?1) AND before.ending = 'done' \
               AND before.records = 0 AND before.originals = 0 AND before.sent = 0 AND before.received = 0 \
               AND before.lane = this.lane AND before.app_state = this.app_state AND before.task IS this.task \
               AND before.wish = this.wish AND before.photos = ?2 AND before.videos = ?3 \
               AND this.from_ms >= before.until_ms AND this.from_ms - before.until_ms <= ?4",
        )?
        .query_row(params![id, closing.photos, closing.videos, ONE_ROW_MS], |row| row.get(0))
        .optional()?;
    let Some(before) = before else { return Ok(false) };
    db.prepare_cached("UPDATE run_window SET until_ms = max(until_ms, ?2), runs = runs + 1 WHERE id = ?1")?
        .execute(params![before, now_ms])?;
    db.prepare_cached("DELETE FROM run_window WHERE id = ?1")?.execute(params![id])?;
    Ok(true)
}

/// Forgets what is too old or too much.
fn bound(db: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    let oldest = now.as_millisecond().saturating_sub(DAYS * DAY_MS);
    db.prepare_cached("DELETE FROM run_window WHERE from_ms < ?1")?.execute(params![oldest])?;
    db.prepare_cached("DELETE FROM decision WHERE until_ms < ?1")?.execute(params![oldest])?;
    for sql in [
        "DELETE FROM run_window WHERE id <= (SELECT max(id) FROM run_window) - ?1",
        "DELETE FROM decision WHERE until_ms IS NOT NULL AND id <= (SELECT max(id) FROM decision) - ?1",
    ] {
        db.prepare_cached(sql)?.execute(params![signed(MOST)])?;
    }
    Ok(())
}

/// What is decided of a class now: the first hold, or none where it may go.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decided {
    pub(crate) class: Class,
    pub(crate) code: Option<String>,
    pub(crate) evidence: Map<String, Value>,
}

/// The decisions that stand, by class.
pub(crate) fn standing(db: &Connection) -> Result<BTreeMap<Class, Option<String>>, StoreError> {
    let mut statement = db.prepare_cached("SELECT class, code FROM decision WHERE until_ms IS NULL")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    let rows = rows.collect::<Result<Vec<(String, Option<String>)>, _>>()?;
    Ok(rows.into_iter().filter_map(|(word, code)| Some((class(&word)?, code))).collect())
}

/// Notes what is decided now: what changed ends, and begins anew. A class without work has no decision.
pub(crate) fn decide(db: &Transaction<'_>, decided: &[Decided], now: Timestamp) -> Result<(), StoreError> {
    let (before, now_ms) = (standing(db)?, now.as_millisecond());
    for class in before.keys().filter(|class| !decided.iter().any(|now| now.class == **class)) {
        end(db, *class, now_ms)?;
    }
    for Decided { class, code, evidence } in decided {
        if before.get(class) == Some(code) {
            continue;
        }
        end(db, *class, now_ms)?;
        let evidence = serde_json::to_string(evidence).unwrap_or_default();
        db.prepare_cached("INSERT INTO decision (class, code, evidence, from_ms) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![word(*class), code, evidence, now_ms])?;
    }
    Ok(())
}

fn end(db: &Transaction<'_>, class: Class, now_ms: i64) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE decision SET until_ms = max(from_ms, ?2) WHERE class = ?1 AND until_ms IS NULL")?
        .execute(params![word(class), now_ms])?;
    Ok(())
}

/// Windows that ended at or after `since`, in order.
pub(crate) fn windows(db: &Connection, since: Timestamp) -> Result<Vec<Window>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT lane, app_state, task, wish, budget_ms, budget_bytes, from_ms, until_ms, ending, code, photos, videos, \
                runs, records, originals, sent, received \
         FROM run_window WHERE until_ms >= ?1 ORDER BY from_ms, id",
    )?;
    let rows = statement.query_map(params![since.as_millisecond()], |row| Ok(window(row)))?;
    rows.map(|row| row?).collect()
}

fn window(row: &Row<'_>) -> Result<Window, StoreError> {
    let ending: Option<String> = row.get(8)?;
    Ok(Window {
        lane: row.get(0)?,
        app_state: row.get(1)?,
        task: row.get(2)?,
        wish: row.get(3)?,
        budget_s: row.get::<_, Option<i64>>(4)?.map(|ms| unsigned(ms) / 1000),
        budget_bytes: row.get::<_, Option<i64>>(5)?.map(unsigned),
        from: time(row.get(6)?)?,
        until: time(row.get(7)?)?,
        ending: ending.as_deref().and_then(Ending::parse),
        code: row.get(9)?,
        photos: row.get(10)?,
        videos: row.get(11)?,
        runs: unsigned(row.get(12)?),
        moved: Moved {
            records: unsigned(row.get(13)?),
            originals: unsigned(row.get(14)?),
            sent: unsigned(row.get(15)?),
            received: unsigned(row.get(16)?),
        },
    })
}

/// Decisions that stood at `since` or later, in order.
pub(crate) fn decisions(db: &Connection, since: Timestamp) -> Result<Vec<Decision>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT class, code, evidence, from_ms, until_ms FROM decision \
         WHERE until_ms IS NULL OR until_ms >= ?1 ORDER BY from_ms, id",
    )?;
    let mut rows = statement.query(params![since.as_millisecond()])?;
    let mut decisions = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(class) = class(&row.get::<_, String>(0)?) else { continue };
        decisions.push(Decision {
            class,
            code: row.get(1)?,
            evidence: serde_json::from_str(&row.get::<_, String>(2)?).unwrap_or_default(),
            from: time(row.get(3)?)?,
            until: row.get::<_, Option<i64>>(4)?.map(time).transpose()?,
        });
    }
    Ok(decisions)
}

/// Whether a class was held up by one of these codes since a time.
pub(crate) fn was_held(db: &Connection, class: Class, codes: &[&str], since_ms: i64) -> Result<bool, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT DISTINCT code FROM decision WHERE class = ?1 AND code IS NOT NULL AND (until_ms IS NULL OR until_ms > ?2)",
    )?;
    let rows = statement.query_map(params![word(class), since_ms], |row| row.get::<_, String>(0))?;
    let met = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(met.iter().any(|code| codes.contains(&code.as_str())))
}

fn time(ms: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(ms).map_err(|_| StoreError::Malformed("time"))
}

fn word(class: Class) -> &'static str {
    match class {
        Class::Records => "records",
        Class::Thumbnails => "thumbnails",
        Class::Photos => "photos",
        Class::Videos => "videos",
        Class::OnDemand => "on_demand",
        Class::Prefetch => "prefetch",
        Class::Housekeeping => "housekeeping",
    }
}

fn class(text: &str) -> Option<Class> {
    Class::ALL.iter().copied().find(|class| word(*class) == text)
}

#[cfg(test)]
mod tests;
