//! Bytes that did not cross a network, by day, and what the receipts of a month are made of.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use safelight_protocol::{PartId, RecordId};

use super::{StoreError, files, signed, unsigned, windows, work};
use crate::history::{Carried, Kept};
use crate::policy::Class;
use crate::record::Media;

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

/// Codes of what keeps originals off a network because it costs, or is to be spared.
const COSTS: &[&str] = &[
    "net.wifi_required",
    "net.expensive",
    "net.vpn_metered",
    "net.budget",
    "net.roaming",
    "net.low_data",
    "net.data_saver",
    "net.app_cell_denied",
];

/// Books an original that is all in the cloud, over a network that does not cost, if it waited for one.
pub(crate) fn note_kept_off(
    db: &Transaction<'_>,
    day: &str,
    record: &RecordId,
    media: Media,
    bytes: u64,
) -> Result<(), StoreError> {
    let class = if media == Media::Video { Class::Videos } else { Class::Photos };
    let since = work::waiting_since(db, record)?;
    match since {
        Some(since) if windows::was_held(db, class, COSTS, since)? => book(db, day, Saving::Paid, bytes),
        _ => Ok(()),
    }
}

/// Books parts that the cloud has already and that were due to be sent, and notes that it has them.
pub(crate) fn note_present(db: &Transaction<'_>, day: &str, present: &[PartId]) -> Result<(), StoreError> {
    let mut bytes = 0_u64;
    for part in present {
        let due: Option<i64> = db
            .prepare_cached("SELECT max(bytes) FROM part WHERE part_id = ?1 HAVING max(acked) = 0")?
            .query_row(params![part.as_bytes()], |row| row.get(0))
            .optional()?
            .flatten();
        bytes = bytes.saturating_add(unsigned(due.unwrap_or(0)));
    }
    files::mark_acked(db, present, true)?;
    book(db, day, Saving::Again, bytes)
}
