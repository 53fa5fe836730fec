//! Tickets that are out: one row each, from the moment before it is handed over until its end.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use safelight_protocol::{PartId, RecordId};

use super::ledger::{self, Line};
use super::{StoreError, id, signed, unsigned};
use crate::facts::UNKNOWN;
use crate::policy::Class;
use crate::ports::Networks;

/// A ticket that is out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TicketRow {
    pub(crate) id: String,
    pub(crate) part: PartId,
    pub(crate) record: RecordId,
    pub(crate) class: Class,
    /// Relative to the home.
    pub(crate) file: String,
    pub(crate) bytes: u64,
    pub(crate) networks: Networks,
    /// The day on which its bytes are booked, if they are.
    pub(crate) booked: Option<String>,
    pub(crate) handed: Timestamp,
    pub(crate) ends: Timestamp,
}

const COLUMNS: &str = "id, part, record, class, file, bytes, paid, roaming, low_data, booked, handed_ms, ends_ms";

/// Notes a ticket, and books what it may cost before it goes.
pub(crate) fn add(db: &Transaction<'_>, ticket: &TicketRow) -> Result<(), StoreError> {
    db.prepare_cached(&format!(
        "INSERT INTO ticket ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
    ))?
    .execute(params![
        ticket.id,
        ticket.part.as_bytes(),
        ticket.record.as_bytes(),
        class_word(ticket.class),
        ticket.file,
        signed(ticket.bytes),
        ticket.networks.paid,
        ticket.networks.roaming,
        ticket.networks.low_data,
        ticket.booked,
        ticket.handed.as_millisecond(),
        ticket.ends.as_millisecond(),
    ])?;
    book(db, ticket, signed(ticket.bytes))
}

/// What becomes of what was booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Booking {
    /// It may have crossed a network that costs.
    Stands,
    /// It has not, or is booked by whoever carried it.
    TakenBack,
}

/// Ends a ticket; none if it had ended before.
pub(crate) fn end(db: &Transaction<'_>, id: &str, booking: Booking) -> Result<Option<TicketRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM ticket WHERE id = ?1");
    let ticket = db.prepare_cached(&sql)?.query_row(params![id], |row| Ok(read(row))).optional()?.transpose()?;
    let Some(ticket) = ticket else { return Ok(None) };
    db.prepare_cached("DELETE FROM ticket WHERE id = ?1")?.execute(params![id])?;
    if booking == Booking::TakenBack {
        book(db, &ticket, signed(ticket.bytes).saturating_neg())?;
    }
    Ok(Some(ticket))
}

fn book(db: &Transaction<'_>, ticket: &TicketRow, bytes: i64) -> Result<(), StoreError> {
    match &ticket.booked {
        Some(day) => {
            let line = Line { day: day.clone(), network: UNKNOWN, paid: true, purpose: class_word(ticket.class) };
            ledger::book(db, &line, bytes, 0)
        }
        None => Ok(()),
    }
}

/// All tickets that are out, the oldest first.
pub(crate) fn out(db: &Connection) -> Result<Vec<TicketRow>, StoreError> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM ticket ORDER BY handed_ms, id"))?;
    let rows = statement.query_map([], |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

fn read(row: &Row<'_>) -> Result<TicketRow, StoreError> {
    let time = |ms: i64| Timestamp::from_millisecond(ms).map_err(|_| StoreError::Malformed("time"));
    Ok(TicketRow {
        id: row.get(0)?,
        part: id(row.get_ref(1)?.as_blob().unwrap_or_default(), PartId::from_slice)?,
        record: id(row.get_ref(2)?.as_blob().unwrap_or_default(), RecordId::from_slice)?,
        class: if row.get::<_, String>(3)? == "videos" { Class::Videos } else { Class::Photos },
        file: row.get(4)?,
        bytes: unsigned(row.get(5)?),
        networks: Networks { paid: row.get(6)?, roaming: row.get(7)?, low_data: row.get(8)? },
        booked: row.get(9)?,
        handed: time(row.get(10)?)?,
        ends: time(row.get(11)?)?,
    })
}

fn class_word(class: Class) -> &'static str {
    if class == Class::Videos { "videos" } else { "photos" }
}
