//! Bytes on the wire, by day, network and purpose.
//!
//! What crosses a network that costs is booked before it leaves, as much as it may become, and put right afterwards: a kill
//! in between makes a budget too small for the rest of the day, never too large.

use rusqlite::{Connection, params};

use super::{StoreError, signed, unsigned};
use crate::policy;

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The day in the phone's zone, as `2026-05-01`.
    pub(crate) day: String,
    /// What carries the bytes: a network's word, or `unknown`.
    pub(crate) network: &'static str,
    /// Whether it costs, or counts.
    pub(crate) paid: bool,
    /// What they are for.
    pub(crate) purpose: &'static str,
}

/// Adds bytes to a line; negative ones take back what was booked too much.
pub(crate) fn book(db: &Connection, line: &Line, sent: i64, received: i64) -> Result<(), StoreError> {
    if sent == 0 && received == 0 {
        return Ok(());
    }
    db.prepare_cached(
        "INSERT INTO ledger (day, network, paid, purpose, sent, received) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT (day, network, paid, purpose) DO UPDATE SET sent = sent + ?5, received = received + ?6",
    )?
    .execute(params![line.day, line.network, line.paid, line.purpose, sent, received])?;
    Ok(())
}

/// What crossed networks that cost on a day, by purpose: what budgets read.
pub(crate) fn paid_on(db: &Connection, day: &str) -> Result<policy::Ledger, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT purpose, sum(sent + received) FROM ledger WHERE day = ?1 AND paid = 1 GROUP BY purpose",
    )?;
    let mut rows = statement.query(params![day])?;
    let mut ledger = policy::Ledger::default();
    while let Some(row) = rows.next()? {
        let bytes = unsigned(row.get(1)?);
        let sum = match row.get::<_, String>(0)?.as_str() {
            "records" => &mut ledger.records,
            "thumbnails" => &mut ledger.thumbnails,
            "photos" => &mut ledger.photos,
            "videos" => &mut ledger.videos,
            "on_demand" => &mut ledger.on_demand,
            "prefetch" => &mut ledger.prefetch,
            _ => &mut ledger.housekeeping,
        };
        *sum = sum.saturating_add(bytes);
    }
    Ok(ledger)
}

/// All bytes ever booked: `(sent, received)`.
pub(crate) fn total(db: &Connection) -> Result<(u64, u64), StoreError> {
    Ok(db
        .prepare_cached("SELECT coalesce(sum(sent), 0), coalesce(sum(received), 0) FROM ledger")?
        .query_row([], |row| Ok((unsigned(row.get(0)?), unsigned(row.get(1)?))))?)
}

/// A count of bytes as a line takes it.
pub(crate) fn bytes(count: u64) -> i64 {
    signed(count)
}
