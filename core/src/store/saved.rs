//! Bytes that did not cross a network, by day, and what the receipts of a month are made of.

use rusqlite::{Connection, Transaction, params};

use super::{StoreError, signed, unsigned};
use crate::history::{Carried, Kept};

/// Days of the ledger that are older than this are kept by month only.
const DAYS_APART: i64 = 400;

/// Why bytes did not cross.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Saving {
    /// The cloud had them already.
    Again,
    /// They waited for a network that does not cost.
    Paid,
}

impl Saving {
    fn word(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Paid => "paid",
        }
    }
}

/// Books bytes that did not cross.
pub(crate) fn book(db: &Transaction<'_>, day: &str, saving: Saving, bytes: u64) -> Result<(), StoreError> {
    if bytes > 0 {
        db.prepare_cached(
            "INSERT INTO saved (day, kind, bytes) VALUES (?1, ?2, ?3) \
             ON CONFLICT (day, kind) DO UPDATE SET bytes = bytes + ?3",
        )?
        .execute(params![day, saving.word(), signed(bytes)])?;
    }
    Ok(())
}

/// What was carried, by month and network.
pub(crate) fn carried(db: &Connection) -> Result<Vec<Carried>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT substr(day, 1, 7) AS month, network, sum(sent), sum(received) FROM ledger \
         GROUP BY month, network ORDER BY month, network",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Carried {
            month: row.get(0)?,
            network: row.get(1)?,
            sent: unsigned(row.get(2)?),
            received: unsigned(row.get(3)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What was saved, by month.
pub(crate) fn kept(db: &Connection) -> Result<Vec<Kept>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT substr(day, 1, 7) AS month, coalesce(sum(bytes) FILTER (WHERE kind = 'again'), 0), \
                coalesce(sum(bytes) FILTER (WHERE kind = 'paid'), 0) \
         FROM saved GROUP BY month ORDER BY month",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Kept { month: row.get(0)?, again: unsigned(row.get(1)?), paid: unsigned(row.get(2)?) })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Folds days that nobody asks for any more into their months. Sums stay what they are.
pub(crate) fn fold(db: &Transaction<'_>, today: jiff::civil::Date) -> Result<(), StoreError> {
    let Ok(before) = today.checked_sub(jiff::Span::new().days(DAYS_APART)) else { return Ok(()) };
    let before = before.first_of_month().to_string();
    let old = "length(day) = 10 AND day < ?1";
    for (fold, forget) in [
        (
            format!(
                "INSERT INTO ledger (day, network, paid, purpose, sent, received) \
                 SELECT substr(day, 1, 7), network, paid, purpose, sent, received FROM ledger WHERE {old} \
                 ON CONFLICT (day, network, paid, purpose) \
                 DO UPDATE SET sent = sent + excluded.sent, received = received + excluded.received"
            ),
            format!("DELETE FROM ledger WHERE {old}"),
        ),
        (
            format!(
                "INSERT INTO saved (day, kind, bytes) SELECT substr(day, 1, 7), kind, bytes FROM saved WHERE {old} \
                 ON CONFLICT (day, kind) DO UPDATE SET bytes = bytes + excluded.bytes"
            ),
            format!("DELETE FROM saved WHERE {old}"),
        ),
    ] {
        db.prepare_cached(&fold)?.execute(params![before])?;
        db.prepare_cached(&forget)?.execute(params![before])?;
    }
    Ok(())
}
