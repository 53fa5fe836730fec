//! What is to be sent and fetched: durable rows, each in exactly one state.
//!
//! A row exists because a record says so, never by itself: [`derive`] makes and removes rows whenever a record is saved,
//! so that work can't be forgotten and can't outlive its reason.

use jiff::Timestamp;
use rusqlite::{Connection, Row, Transaction, params};
use safelight_protocol::RecordId;

use super::records::{Record, taken_ms};
use super::{StoreError, files, id, signed, unsigned};
use crate::policy;
use crate::record::{Asset, Media, Resource, ResourceKind, Stored};

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// To the cloud.
    Send,
    /// From the cloud.
    Fetch,
}

impl Direction {
    fn as_str(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Fetch => "fetch",
        }
    }
}

/// What kind of work: its place in the order, and what a policy speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Thumbnails.
    Thumbnail = 0,
    /// Previews.
    Preview = 1,
    /// Originals of photos.
    Photo = 2,
    /// Originals of videos.
    Video = 3,
}

impl Class {
    fn of(kind: ResourceKind, media: Media) -> Self {
        match (kind, media) {
            (ResourceKind::Thumbnail, _) => Self::Thumbnail,
            (ResourceKind::Preview, _) => Self::Preview,
            (ResourceKind::Original, Media::Video) => Self::Video,
            (ResourceKind::Original, _) => Self::Photo,
        }
    }
}

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Work {
    pub(crate) record: RecordId,
    pub(crate) resource: ResourceKind,
    pub(crate) bytes: u64,
    pub(crate) attempts: u32,
}

/// Makes and removes the work rows of an asset that is shown.
pub(crate) fn derive(db: &Transaction<'_>, record: &Record, asset: &Asset, now: Timestamp) -> Result<(), StoreError> {
    let base = record.base_asset();
    for kind in [ResourceKind::Original, ResourceKind::Preview, ResourceKind::Thumbnail] {
        let resource = asset.resource(kind);
        let here = match resource {
            Some(resource) => files::load(db, &resource.content_id)?.is_some(),
            None => false,
        };
        let committed = resource.is_some_and(|resource| is_committed(base.as_ref(), kind, resource));
        let sends = resource.filter(|_| here && !committed && !record.contested);
        let fetches = resource.filter(|_| !here && committed && kind == ResourceKind::Thumbnail);
        set(db, record, asset, kind, Direction::Send, sends, now)?;
        set(db, record, asset, kind, Direction::Fetch, fetches, now)?;
    }
    Ok(())
}

/// Whether the committed record names this resource's parts.
fn is_committed(base: Option<&Asset>, kind: ResourceKind, resource: &Resource) -> bool {
    base.and_then(|base| base.resource(kind)).is_some_and(|base| {
        base.content_id == resource.content_id && base.parts.is_some() && base.stored == Stored::Listed
    })
}

fn set(
    db: &Transaction<'_>,
    record: &Record,
    asset: &Asset,
    kind: ResourceKind,
    direction: Direction,
    wanted: Option<&Resource>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(resource) = wanted else {
        db.prepare_cached("DELETE FROM work WHERE direction = ?1 AND record = ?2 AND resource = ?3")?
            .execute(params![direction.as_str(), record.id.as_bytes(), kind.as_str()])?;
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO work (direction, record, resource, class, taken_ms, bytes, since_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (direction, record, resource) DO UPDATE SET taken_ms = ?5, bytes = ?6",
    )?
    .execute(params![
        direction.as_str(),
        record.id.as_bytes(),
        kind.as_str(),
        Class::of(kind, asset.media) as i64,
        taken_ms(asset),
        signed(resource.bytes),
        now.as_millisecond(),
    ])?;
    Ok(())
}

/// Removes all work of a record.
pub(crate) fn clear(db: &Transaction<'_>, record: &RecordId) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM work WHERE record = ?1")?.execute(params![record.as_bytes()])?;
    Ok(())
}

/// How much work is asked for at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pick {
    /// How many pieces at most.
    pub(crate) limit: usize,
    /// Only pieces of so many bytes at most.
    pub(crate) most: u64,
}

/// The next work of classes `from` to `to` that may be tried now: by class, newest first.
pub(crate) fn next(
    db: &Connection,
    direction: Direction,
    (from, to): (Class, Class),
    now: Timestamp,
    Pick { limit, most }: Pick,
) -> Result<Vec<Work>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT record, resource, bytes, attempts FROM work \
         WHERE direction = ?1 AND state = 'waiting' AND class BETWEEN ?2 AND ?3 AND next_ms <= ?4 AND bytes <= ?6 \
           AND NOT EXISTS (SELECT 1 FROM ticket WHERE ticket.record = work.record) \
         ORDER BY class, taken_ms DESC, record LIMIT ?5",
    )?;
    let rows = statement.query_map(
        params![
            direction.as_str(),
            from as i64,
            to as i64,
            now.as_millisecond(),
            i64::try_from(limit).unwrap_or(i64::MAX),
            signed(most)
        ],
        |row| Ok(read(row)),
    )?;
    rows.map(|row| row?).collect()
}

/// The thumbnails of these records that are to be fetched and may be tried now, in this order.
pub(crate) fn thumbnails_of(db: &Connection, records: &[RecordId], now: Timestamp) -> Result<Vec<Work>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT record, resource, bytes, attempts FROM work \
         WHERE direction = 'fetch' AND record = ?1 AND class = 0 AND state = 'waiting' AND next_ms <= ?2",
    )?;
    let mut wanted = Vec::new();
    for record in records {
        let mut rows = statement.query(params![record.as_bytes(), now.as_millisecond()])?;
        while let Some(row) = rows.next()? {
            wanted.push(read(row)?);
        }
    }
    Ok(wanted)
}

fn read(row: &Row<'_>) -> Result<Work, StoreError> {
    Ok(Work {
        record: id(row.get_ref(0)?.as_blob().unwrap_or_default(), RecordId::from_slice)?,
        resource: ResourceKind::parse(&row.get::<_, String>(1)?).ok_or(StoreError::Malformed("work"))?,
        bytes: unsigned(row.get(2)?),
        attempts: row.get(3)?,
    })
}

/// Puts a piece of work off until `next_ms`, with the code of what went wrong.
pub(crate) fn put_off(
    db: &Transaction<'_>,
    direction: Direction,
    work: &Work,
    code: &str,
    next_ms: i64,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE work SET attempts = attempts + 1, next_ms = ?4, code = ?5 \
         WHERE direction = ?1 AND record = ?2 AND resource = ?3",
    )?
    .execute(params![direction.as_str(), work.record.as_bytes(), work.resource.as_str(), next_ms, code])?;
    Ok(())
}

/// Sets a piece of work aside: it is named, and blocks nobody.
pub(crate) fn set_aside(db: &Transaction<'_>, direction: Direction, work: &Work, code: &str) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE work SET state = 'set_aside', code = ?4 WHERE direction = ?1 AND record = ?2 AND resource = ?3",
    )?
    .execute(params![direction.as_str(), work.record.as_bytes(), work.resource.as_str(), code])?;
    Ok(())
}

/// Makes everything that waits or was set aside ready to be tried at once: a person's own wish.
pub(crate) fn retry_now(db: &Transaction<'_>) -> Result<(), StoreError> {
    db.execute("UPDATE work SET next_ms = 0, state = 'waiting'", [])?;
    Ok(())
}

/// Makes what did not fit into the cloud ready to be tried again.
pub(crate) fn retry_full(db: &Transaction<'_>) -> Result<(), StoreError> {
    db.execute("UPDATE work SET next_ms = 0 WHERE code = ?1", params![safelight_protocol::codes::QUOTA_FULL])?;
    Ok(())
}

/// What is waiting, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Backlog {
    /// Thumbnails to send and to fetch.
    pub(crate) thumbnails: u64,
    /// Originals to send.
    pub(crate) originals: u64,
    /// Bytes to send.
    pub(crate) bytes: u64,
}

/// Counts what is waiting; what was set aside is not.
pub(crate) fn backlog(db: &Connection) -> Result<Backlog, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE class = 0), count(*) FILTER (WHERE class >= 2 AND direction = 'send'), \
                    coalesce(sum(bytes) FILTER (WHERE direction = 'send'), 0) \
             FROM work WHERE state = 'waiting'",
        )?
        .query_row([], |row| {
            Ok(Backlog {
                thumbnails: unsigned(row.get(0)?),
                originals: unsigned(row.get(1)?),
                bytes: unsigned(row.get(2)?),
            })
        })?)
}

/// What is waiting by the classes that a policy speaks about, and which of them have anything to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Demand {
    /// What is to be sent.
    pub(crate) backlog: policy::Backlog,
    /// Classes in which something waits, to be sent or fetched.
    pub(crate) classes: Vec<policy::Class>,
}

/// Counts what is waiting by class; what was set aside is not.
pub(crate) fn demand(db: &Connection) -> Result<Demand, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT class, direction = 'send', count(*), coalesce(sum(bytes), 0), coalesce(min(bytes), 0) \
         FROM work WHERE state = 'waiting' GROUP BY class, direction ORDER BY class",
    )?;
    let mut rows = statement.query([])?;
    let mut demand = Demand::default();
    while let Some(row) = rows.next()? {
        let waiting = policy::Waiting {
            count: unsigned(row.get(2)?),
            bytes: unsigned(row.get(3)?),
            smallest: unsigned(row.get(4)?),
        };
        let sent: bool = row.get(1)?;
        let class = match row.get::<_, i64>(0)? {
            0 => policy::Class::Thumbnails,
            1 | 2 => policy::Class::Photos,
            _ => policy::Class::Videos,
        };
        match row.get::<_, i64>(0)? {
            0 if sent => demand.backlog.thumbnails = waiting,
            2 if sent => demand.backlog.photos = waiting,
            3 if sent => demand.backlog.videos = waiting,
            _ => {}
        }
        if !demand.classes.contains(&class) {
            demand.classes.push(class);
        }
    }
    Ok(demand)
}

/// Originals that are here and that the cloud does not have, set aside or not.
pub(crate) fn unsent_originals(db: &Connection) -> Result<u64, StoreError> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM work WHERE direction = 'send' AND resource = 'original'")?
        .query_row([], |row| Ok(unsigned(row.get(0)?)))?)
}

/// A code that holds work up, and how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delayed {
    /// The code.
    pub code: String,
    /// How many files.
    pub count: u64,
    /// Whether they were set aside.
    pub set_aside: bool,
    /// Since when, in milliseconds since 1970 UTC.
    pub since_ms: i64,
    /// When the first is tried again, in milliseconds since 1970 UTC.
    pub next_ms: i64,
}

/// What was tried and put off or set aside, by code; of one record if `record` is given.
pub(crate) fn delayed(db: &Connection, record: Option<&RecordId>) -> Result<Vec<Delayed>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT code, count(*), state = 'set_aside', min(since_ms), min(next_ms) FROM work \
         WHERE code IS NOT NULL AND (?1 IS NULL OR record = ?1) GROUP BY code, state ORDER BY state, code",
    )?;
    let rows = statement.query_map(params![record.map(RecordId::as_bytes)], |row| {
        Ok(Delayed {
            code: row.get(0)?,
            count: unsigned(row.get(1)?),
            set_aside: row.get(2)?,
            since_ms: row.get(3)?,
            next_ms: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a record still has to send: the code that was last met (none while it was not tried) and its state.
pub(crate) fn sending(db: &Connection, record: &RecordId) -> Result<Option<(Option<String>, bool)>, StoreError> {
    use rusqlite::OptionalExtension;

    Ok(db
        .prepare_cached(
            "SELECT code, state = 'set_aside' FROM work WHERE direction = 'send' AND record = ?1 AND resource = 'original'",
        )?
        .query_row(params![record.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Since when a record's original waits to be sent, in milliseconds since 1970 UTC.
pub(crate) fn waiting_since(db: &Connection, record: &RecordId) -> Result<Option<i64>, StoreError> {
    use rusqlite::OptionalExtension;

    Ok(db
        .prepare_cached("SELECT since_ms FROM work WHERE direction = 'send' AND record = ?1 AND resource = 'original'")?
        .query_row(params![record.as_bytes()], |row| row.get(0))
        .optional()?)
}

/// Since when the oldest original waits to be sent, in milliseconds since 1970 UTC; none if none does.
pub(crate) fn oldest(db: &Connection) -> Result<Option<i64>, StoreError> {
    Ok(db
        .prepare_cached("SELECT min(since_ms) FROM work WHERE direction = 'send' AND resource = 'original'")?
        .query_row([], |row| row.get(0))?)
}

/// Bytes of originals that go before a record's own and with it: those of its class that are newer, and, for a video, photos.
pub(crate) fn ahead(db: &Connection, record: &RecordId) -> Result<u64, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT coalesce(sum(other.bytes), 0) FROM work AS own JOIN work AS other \
               ON other.direction = 'send' AND other.state = 'waiting' AND other.resource = 'original' \
              AND (other.class < own.class OR other.class = own.class AND other.taken_ms >= own.taken_ms) \
             WHERE own.direction = 'send' AND own.record = ?1 AND own.resource = 'original'",
        )?
        .query_row(params![record.as_bytes()], |row| Ok(unsigned(row.get(0)?)))?)
}

/// When the earliest put-off work is tried again, in milliseconds since 1970 UTC; none if nothing is put off.
pub(crate) fn next_attempt(db: &Connection, now: Timestamp) -> Result<Option<i64>, StoreError> {
    Ok(db
        .prepare_cached("SELECT min(next_ms) FROM work WHERE state = 'waiting' AND next_ms > ?1")?
        .query_row(params![now.as_millisecond()], |row| row.get(0))?)
}

/// Which work there is, without its state: to see whether deriving it again changes anything.
pub(crate) fn fingerprint(
    db: &Connection,
) -> Result<std::collections::BTreeSet<(String, Vec<u8>, String)>, StoreError> {
    let mut statement = db.prepare("SELECT direction, record, resource FROM work")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
