//! Who may run now: a row with a generation.
//!
//! A lease is timed by the device's monotonic clock within one boot; a reboot ends every lease. Whoever holds one checks
//! its generation inside each write transaction, so that a process which was suspended and came back late writes nothing.
//! A holder that is known to have ended holds nothing: after a kill nobody waits for the lease to run out.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{StoreError, signed, unsigned};
use crate::ports::Clock;

/// The engine: one run at a time.
pub(crate) const ENGINE: &str = "engine";
/// Refreshing tokens: one process at a time.
pub(crate) const TOKENS: &str = "tokens";

/// A lease that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lease {
    pub(crate) name: &'static str,
    pub(crate) holder: String,
    pub(crate) generation: u64,
}

/// Separates who holds a lease from the process that it runs in.
const IN: char = '@';

/// The name of a holder in this process.
pub(crate) fn holder(own: &str, clock: &dyn Clock) -> String {
    format!("{own}{IN}{}", clock.process())
}

/// Takes a lease, or tells that another holds it. A holder may take its own again.
pub(crate) fn take(
    db: &Transaction<'_>,
    name: &'static str,
    holder: &str,
    clock: &dyn Clock,
    length: Duration,
) -> Result<Option<Lease>, StoreError> {
    let (boot, now) = (clock.boot(), clock.monotonic());
    let ended = |holder: &str| holder.split_once(IN).is_some_and(|(_, process)| clock.has_ended(process));
    let current = db
        .prepare_cached("SELECT holder, generation, boot, until_ms FROM lease WHERE name = ?1")?
        .query_row(params![name], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?, row.get::<_, i64>(3)?))
        })
        .optional()?;
    let generation = match current {
        Some((owner, _, current_boot, until))
            if owner != holder && current_boot == boot && until > millis(now) && !ended(&owner) =>
        {
            return Ok(None);
        }
        Some((_, generation, ..)) => unsigned(generation) + 1,
        None => 1,
    };
    db.prepare_cached(
        "INSERT INTO lease (name, holder, generation, boot, until_ms) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (name) DO UPDATE SET holder = ?2, generation = ?3, boot = ?4, until_ms = ?5",
    )?
    .execute(params![name, holder, signed(generation), boot, millis(now + length)])?;
    Ok(Some(Lease { name, holder: holder.to_owned(), generation }))
}

/// Whether anybody holds a lease of this name.
pub(crate) fn is_held(db: &Connection, name: &str, clock: &dyn Clock) -> Result<bool, StoreError> {
    let row = db
        .prepare_cached("SELECT holder, boot, until_ms FROM lease WHERE name = ?1")?
        .query_row(params![name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?)))
        .optional()?;
    let ended = |holder: &str| holder.split_once(IN).is_some_and(|(_, process)| clock.has_ended(process));
    Ok(row.is_some_and(|(holder, boot, until)| {
        boot == clock.boot() && until > millis(clock.monotonic()) && !ended(&holder)
    }))
}

/// How long the lease of another living process still lasts; none where nobody else holds it.
pub(crate) fn left_to_another(
    db: &Connection,
    name: &str,
    own: &str,
    clock: &dyn Clock,
) -> Result<Option<Duration>, StoreError> {
    if !is_held(db, name, clock)? {
        return Ok(None);
    }
    let row = db
        .prepare_cached("SELECT holder, until_ms FROM lease WHERE name = ?1")?
        .query_row(params![name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    let until = row.filter(|(holder, _)| holder != own).map(|(_, until)| Duration::from_millis(unsigned(until)));
    Ok(until.map(|until| until.saturating_sub(clock.monotonic())))
}

/// Whether a lease is still held.
pub(crate) fn held(db: &Connection, lease: &Lease) -> Result<bool, StoreError> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM lease WHERE name = ?1 AND holder = ?2 AND generation = ?3")?
        .query_row(params![lease.name, lease.holder, signed(lease.generation)], |row| row.get::<_, i64>(0))?
        > 0)
}

/// Makes a lease last longer; false if it is no longer held.
pub(crate) fn extend(db: &Transaction<'_>, lease: &Lease, until: Duration) -> Result<bool, StoreError> {
    let changed = db
        .prepare_cached("UPDATE lease SET until_ms = ?4 WHERE name = ?1 AND holder = ?2 AND generation = ?3")?
        .execute(params![lease.name, lease.holder, signed(lease.generation), millis(until)])?;
    Ok(changed == 1)
}

/// Gives a lease back; one that is no longer held is left alone.
pub(crate) fn give_back(db: &Transaction<'_>, lease: &Lease) -> Result<(), StoreError> {
    extend(db, lease, Duration::ZERO).map(drop)
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
