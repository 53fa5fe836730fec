//! Following the change feed.
//!
//! A new device notes the head, walks down from it (newest first, so that recent photos show at once), then follows
//! upwards from the noted head. Each page and the place where the next one begins are one transaction. When the server
//! does not know our cursor any more, its data was restored or rolled back: then the walk is done again over everything,
//! and what the server lacks is offered to it anew.

use safelight_protocol::record::{Backfill, Page, SealedRecord};
use safelight_protocol::{ContentId, Cursor, Digest, Epoch, RecordId, codes};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::apply::{Arrival, Incoming, apply, offer_anew};
use super::fetch::Arrived;
use super::push::withdraw_lost;
use super::{Engine, SyncError};
use crate::cloud::Body;
use crate::gate::Errand;
use crate::home::Home;
use crate::keys::LibrarySecrets;
use crate::library::{Reason, remove_original};
use crate::mutants::mutant;
use crate::policy::Class;
use crate::ports::Method;
use crate::record::Document;
use crate::store::lease::Lease;
use crate::store::records::{self, Record};
use crate::store::{StoreError, findings, meta};

/// The server's data was restored from a backup, or rolled back.
pub(crate) const RESTORED: &str = "srv.restored";

/// How many records a page holds.
const PAGE: u64 = 200;

/// With how many pages of a walk the newest thumbnails come: some screens full.
const FIRST_PAGES: u64 = 4;

/// What a record in a page is reckoned with, in bytes.
const RECORD: u64 = 2 * 1024;

/// A walk down the log that has not reached its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Walk {
    /// Counts the walks of this home, so that records not met can be told.
    number: u64,
    /// Whether the server was restored since the last walk.
    restored: bool,
    /// The head that was noted at the first page; none before it.
    noted: Option<Cursor>,
    /// Where the next page begins.
    before: Option<u64>,
}

impl Walk {
    fn arrival(self) -> Arrival {
        if self.restored { Arrival::Restored } else { Arrival::Follow }
    }
}

/// What arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pulled {
    pub(super) records: u64,
    /// Thumbnails that came with a walk.
    pub(super) thumbnails: Arrived,
    pages: u64,
}

/// Where this device is in the feed.
enum Position {
    Walking(Walk),
    Following(Cursor),
}

impl Engine {
    /// Follows the feed to its head.
    pub(super) async fn pull(&self, lease: &Lease) -> Result<Pulled, SyncError> {
        let mut pulled = Pulled::default();
        loop {
            let step = match self.position().await? {
                Position::Walking(walk) => {
                    let more = self.walk_page(lease, walk, &mut pulled).await;
                    self.first_thumbnails(lease, &mut pulled).await?;
                    more
                }
                Position::Following(cursor) => self.follow_page(lease, cursor, &mut pulled).await,
            };
            match step {
                Ok(true) => {}
                Ok(false) => return Ok(pulled),
                Err(SyncError::Session(error)) if error.refused_with(codes::EPOCH) && !mutant("epoch_ignored") => {
                    self.begin_walk(lease, true).await?
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// What a new phone shows first: with the first pages of a walk, the thumbnails of the newest; with every page, those that
    /// somebody looks at. Where they may not be fetched now, the walk goes on without.
    async fn first_thumbnails(&self, lease: &Lease, pulled: &mut Pulled) -> Result<(), SyncError> {
        pulled.pages += 1;
        if pulled.pages > FIRST_PAGES && self.live.looked_at().is_empty() {
            return Ok(());
        }
        let errand = Errand::current().of_class(Class::Thumbnails);
        let Ok(left) = self.gate.allows(errand).await? else { return Ok(()) };
        match Box::pin(errand.run(self.fetch_thumbnails(lease, left))).await {
            Ok(arrived) => pulled.thumbnails.add(arrived),
            Err(error) if error.held().is_some() => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// The cursor up to which everything was applied; none while a walk is under way.
    pub(super) async fn cursor(&self) -> Result<Option<Cursor>, SyncError> {
        Ok(match self.position().await? {
            Position::Following(cursor) => Some(cursor),
            Position::Walking(_) => None,
        })
    }

    /// The life of the server's data that this device knows.
    pub(crate) async fn epoch(&self) -> Result<Option<Epoch>, SyncError> {
        Ok(match self.position().await? {
            Position::Following(cursor) => Some(cursor.epoch),
            Position::Walking(walk) => walk.noted.map(|noted| noted.epoch),
        })
    }

    async fn position(&self) -> Result<Position, SyncError> {
        let (walk, cursor) =
            self.home.read(|db| Ok((meta::load::<Walk>(db, meta::BACKFILL)?, meta::load(db, meta::CURSOR)?))).await?;
        Ok(match (walk, cursor) {
            (Some(walk), _) => Position::Walking(walk),
            (None, Some(cursor)) => Position::Following(cursor),
            (None, None) => Position::Walking(Walk { number: 1, restored: false, noted: None, before: None }),
        })
    }

    /// How many records to ask for, and the errand that reckons with such an answer: less where a budget has little left.
    async fn page_size(&self) -> Result<(u64, Errand), SyncError> {
        let errand = Errand::current();
        let left = self.gate.allows(errand).await?.unwrap_or(0);
        let limit = (left / (4 * RECORD)).clamp(1, PAGE);
        Ok((limit, errand.expecting((limit * RECORD).min(left / 2))))
    }

    async fn begin_walk(&self, lease: &Lease, restored: bool) -> Result<(), SyncError> {
        let now_ms = self.home.now().as_millisecond();
        self.write(lease, move |db| {
            let number = meta::load::<u64>(db, "walks")?.unwrap_or(1) + 1;
            meta::save(db, "walks", &number)?;
            meta::save(db, meta::BACKFILL, &Walk { number, restored, noted: None, before: None })?;
            meta::remove(db, meta::CURSOR)?;
            if restored {
                // What the server once acknowledged it may not have any more.
                db.execute("UPDATE part SET acked = 0", [])?;
                findings::raise(db, RESTORED, "", "{}", now_ms)?;
            }
            Ok(())
        })
        .await
    }

    /// One page downwards. True while there is more to pull.
    async fn walk_page(&self, lease: &Lease, walk: Walk, pulled: &mut Pulled) -> Result<bool, SyncError> {
        let (limit, errand) = self.page_size().await?;
        let mut route = format!("{}?limit={limit}", self.route("backfill"));
        if let (Some(noted), Some(before)) = (walk.noted, walk.before) {
            route.push_str(&format!("&before={before}&epoch={}", noted.epoch));
        }
        let page: Backfill = errand.run(self.session.call(Method::Get, &route, Body::None)).await?;
        if page.before.is_some_and(|before| before == 0 || walk.before.is_some_and(|last| before >= last)) {
            return Err(SyncError::Server("a page does not go down"));
        }
        let noted = walk.noted.unwrap_or(page.head);
        let next = page.before;
        let now = self.home.now();
        let news = self
            .apply_page(lease, page.records, walk.arrival(), walk.number, move |db| {
                if next.is_some() {
                    return meta::save(db, meta::BACKFILL, &Walk { noted: Some(noted), before: next, ..walk });
                }
                if walk.restored {
                    for record in records::unseen(db, walk.number)? {
                        records::save(db, &offer_anew(record), now)?;
                    }
                }
                meta::remove(db, meta::BACKFILL)?;
                meta::save(db, meta::CURSOR, &noted)
            })
            .await?;
        pulled.records += news;
        Ok(true)
    }

    /// One page upwards. True while there is more to pull.
    async fn follow_page(&self, lease: &Lease, cursor: Cursor, pulled: &mut Pulled) -> Result<bool, SyncError> {
        let (limit, errand) = self.page_size().await?;
        let route = format!(
            "{}?epoch={}&after={}&hash={}&limit={limit}",
            self.route("changes"),
            cursor.epoch,
            cursor.sequence,
            cursor.hash
        );
        let page: Page = errand.run(self.session.call(Method::Get, &route, Body::None)).await?;
        let next = page.cursor;
        if next.epoch != cursor.epoch || next.sequence < cursor.sequence {
            return Err(SyncError::Server("a page does not go up"));
        }
        let more = next.sequence < page.head.sequence;
        if next == cursor {
            return if more { Err(SyncError::Server("a page is empty before the head")) } else { Ok(false) };
        }
        let news = self
            .apply_page(lease, page.records, Arrival::Follow, 0, move |db| meta::save(db, meta::CURSOR, &next))
            .await?;
        pulled.records += news;
        Ok(more)
    }

    /// Applies records and whatever goes with them in one transaction. Returns how many were news: our own commits come
    /// back in the feed, too.
    pub(super) async fn apply_page(
        &self,
        lease: &Lease,
        sealed: Vec<SealedRecord>,
        arrival: Arrival,
        walk: u64,
        then: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<u64, SyncError> {
        let secrets = self.secrets.clone();
        let opened = self.home.blocking(move |_| open_all(&secrets, sealed)).await?;
        let now = self.home.now();
        let mut then = Some(then);
        if mutant("cursor_before_rows") {
            let then = then.take();
            self.write(lease, move |db| then.map_or(Ok(()), |then| then(db))).await?;
        }
        let (news, ended) = self
            .write(lease, move |db| {
                let (mut news, mut ended) = (0, Vec::new());
                for incoming in &opened {
                    let effect = apply_one(db, incoming, arrival, walk, now)?;
                    news += u64::from(effect.news);
                    ended.extend(effect.ended);
                }
                then.map_or(Ok(()), |then| then(db))?;
                Ok((news, ended))
            })
            .await?;
        self.remove_ended(ended).await?;
        Ok(news)
    }

    /// Removes the originals of photos that were deleted for good.
    pub(super) async fn remove_ended(&self, ended: Vec<(RecordId, ContentId)>) -> Result<(), SyncError> {
        if ended.is_empty() {
            return Ok(());
        }
        self.home
            .blocking(move |home: &Home| -> Result<(), SyncError> {
                for (record, content) in ended {
                    remove_original(home, &record, &content, Reason::Purged)?;
                }
                Ok(())
            })
            .await?
    }
}

pub(super) fn open_all(secrets: &LibrarySecrets, sealed: Vec<SealedRecord>) -> Vec<Incoming> {
    sealed.into_iter().map(|sealed| open(secrets, sealed)).collect()
}

fn open(secrets: &LibrarySecrets, sealed: SealedRecord) -> Incoming {
    let body_sha = Digest(Sha256::digest(sealed.body.as_slice()).into());
    let opened = secrets
        .open_record(&sealed)
        .ok()
        .and_then(|opened| Some((Document::parse(&opened.plaintext).ok()?, opened.base)));
    Incoming { sealed, body_sha, opened }
}

/// What one record did here.
#[derive(Debug, Default)]
pub(super) struct Effect {
    /// It said something that this device had not heard from the server yet.
    pub(super) news: bool,
    /// The original of a photo that it ended.
    pub(super) ended: Option<(RecordId, ContentId)>,
}

/// Applies one record.
pub(super) fn apply_one(
    db: &rusqlite::Transaction<'_>,
    incoming: &Incoming,
    arrival: Arrival,
    walk: u64,
    now: jiff::Timestamp,
) -> Result<Effect, StoreError> {
    let local = records::load(db, &incoming.sealed.record)?;
    let content = local.as_ref().and_then(Record::asset).and_then(|asset| asset.content_id());
    let unsent = match &local {
        Some(record) => records::holds_unsent_original(db, record)?,
        None => false,
    };
    let known = local.as_ref().is_some_and(|local| local.body_sha == Some(incoming.body_sha));
    let applied = apply(local, incoming, arrival, unsent);
    let record = if walk > 0 { Record { seen: walk, ..applied.record } } else { applied.record };
    let subject = record.id.to_string();
    if let Some(code) = applied.finding {
        findings::raise(db, code, &subject, "{}", now.as_millisecond())?;
    }
    records::save(db, &record, now)?;
    withdraw_lost(db, &record)?;
    let ended = record.tombstone && !record.shown();
    Ok(Effect { news: !known, ended: content.filter(|_| ended).map(|content| (record.id, content)) })
}
