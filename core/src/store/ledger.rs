//! Bytes on the wire, by day and purpose.

use rusqlite::{Connection, params};

use super::{StoreError, signed, unsigned};

/// Books bytes.
pub(crate) fn book(db: &Connection, day: &str, purpose: &str, sent: u64, received: u64) -> Result<(), StoreError> {
    if sent == 0 && received == 0 {
        return Ok(());
    }
    db.prepare_cached(
        "INSERT INTO ledger (day, purpose, sent, received) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (day, purpose) DO UPDATE SET sent = sent + ?3, received = received + ?4",
    )?
    .execute(params![day, purpose, signed(sent), signed(received)])?;
    Ok(())
}

/// All bytes ever booked: `(sent, received)`.
pub(crate) fn total(db: &Connection) -> Result<(u64, u64), StoreError> {
    Ok(db
        .prepare_cached("SELECT coalesce(sum(sent), 0), coalesce(sum(received), 0) FROM ledger")?
        .query_row([], |row| Ok((unsigned(row.get(0)?), unsigned(row.get(1)?))))?)
}
