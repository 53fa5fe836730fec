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

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    fn line(network: &'static str, paid: bool, purpose: &'static str) -> Line {
        Line { day: "2026-05-01".to_owned(), network, paid, purpose }
    }

    #[test]
    fn a_budget_counts_what_costs_and_nothing_else() {
        let mut db = Connection::open_in_memory().unwrap();
        super::super::migrations().to_latest(&mut db).unwrap();
        book(&db, &line("cellular", true, "photos"), 100, 10).unwrap();
        book(&db, &line("cellular", true, "photos"), -40, 0).unwrap();
        book(&db, &line("wifi", true, "account"), 5, 0).unwrap();
        book(&db, &line("wifi", false, "photos"), 1000, 0).unwrap();
        let today = paid_on(&db, "2026-05-01").unwrap();
        assert_eq!((today.photos, today.housekeeping, today.all_but_videos()), (70, 5, 75));
        assert_eq!(paid_on(&db, "2026-05-02").unwrap(), policy::Ledger::default());
        assert_eq!(total(&db).unwrap(), (1065, 10));
    }

    #[test]
    fn what_was_booked_before_networks_were_told_apart_still_counts_and_costs_nothing() {
        let mut db = Connection::open_in_memory().unwrap();
        let migrations = super::super::migrations();
        migrations.to_version(&mut db, 2).unwrap();
        db.execute("INSERT INTO ledger (day, purpose, sent, received) VALUES ('2026-05-01', 'sync', 7, 8)", [])
            .unwrap();
        migrations.to_latest(&mut db).unwrap();
        assert_eq!(total(&db).unwrap(), (7, 8));
        assert_eq!(paid_on(&db, "2026-05-01").unwrap(), policy::Ledger::default());
    }
}
