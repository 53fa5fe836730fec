//! One run: bounded, stoppable, safe to kill.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use safelight_protocol::codes;
use safelight_protocol::route;
use safelight_protocol::server::{ServerDescription, Usage};
use tokio::sync::watch;

use super::pull::Pulled;
use super::push::Pushed;
use super::send::Shipped;
use super::{Engine, SyncError};
use crate::account::AccountError;
use crate::cloud::Body;
use crate::home::HomeError;
use crate::library::{ImportContext, ImportReport, scan_sources};
use crate::ports::Method;
use crate::reasons::{Hold, WorkClass};
use crate::record::DeviceCard;
use crate::store::lease::{self, Lease};
use crate::store::records::{self, Record};
use crate::store::{ledger, meta, sources, work};

/// How long a lease lasts unless it is made longer; it is, every third of that.
const LEASE: Duration = Duration::from_secs(60);
/// How often the digest is compared.
const DRIFT_CHECK_MS: i64 = 24 * 3600 * 1000;
/// How far two clocks may differ before no photo is deleted for its age.
const CLOCK_VETO_MS: i64 = 24 * 3600 * 1000;
const DAY_MS: i64 = 24 * 3600 * 1000;

/// What is asked of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SyncRequest {
    /// The person's own wish: what was put off or set aside is tried again at once.
    pub now: bool,
    /// Stop after this long.
    pub time: Option<Duration>,
    /// Send at most this many bytes of parts.
    pub bytes: Option<u64>,
}

/// What was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Sent {
    /// Records.
    pub records: u64,
    /// Parts.
    pub parts: u64,
    /// Bytes of parts.
    pub bytes: u64,
}

/// What arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Received {
    /// Records.
    pub records: u64,
    /// Parts.
    pub parts: u64,
    /// Bytes of parts.
    pub bytes: u64,
}

/// What is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Pending {
    /// Records to send.
    pub records: u64,
    /// Thumbnails to send or receive.
    pub thumbnails: u64,
    /// Originals to send.
    pub originals: u64,
    /// Bytes to send.
    pub bytes: u64,
}

impl Pending {
    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a run did, and why it did not do more.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SyncOutcome {
    /// What was sent.
    pub sent: Sent,
    /// What arrived.
    pub received: Received,
    /// What is left.
    pub pending: Pending,
    /// Why it is left.
    pub holds: Vec<Hold>,
    /// Whether the feed was followed to its head and nothing is left.
    pub up_to_date: bool,
    /// What the sources gave.
    pub imported: ImportReport,
}

impl SyncOutcome {
    /// Whether anything moved.
    pub fn did_something(&self) -> bool {
        self.sent != Sent::default() || self.received != Received::default()
    }
}

/// How many bytes a run may still send.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU64);

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU64::new(u64::MAX))
    }
}

impl Budget {
    fn set(&self, bytes: Option<u64>) {
        self.0.store(bytes.unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Takes bytes out of the budget, or says that it is used up.
    pub(super) fn spend(&self, bytes: u64) -> Result<(), SyncError> {
        let spent = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| match left {
            u64::MAX => Some(u64::MAX),
            left => left.checked_sub(bytes),
        });
        spent.map(drop).map_err(|_| SyncError::Stopped)
    }
}

/// What a run has done so far.
#[derive(Default)]
struct Tally {
    outcome: SyncOutcome,
    full: Option<(u64, u64)>,
    reached_head: bool,
}

impl Tally {
    fn shipped(&mut self, shipped: Shipped) {
        self.outcome.sent.parts += shipped.parts;
        self.outcome.sent.bytes += shipped.bytes;
        self.full = shipped.full.or(self.full);
    }
}

impl Engine {
    /// Does what can be done now. What can't is told in the outcome's holds; only a broken home is an error.
    pub(crate) async fn run(
        &self,
        request: SyncRequest,
        stop: watch::Receiver<bool>,
    ) -> Result<SyncOutcome, HomeError> {
        let Some(lease) = self.take_lease().await? else {
            return self.outcome(Tally::default(), Some(SyncError::Busy)).await;
        };
        self.budget.set(request.bytes);
        let mut tally = Tally::default();
        let moved_before = self.live.totals();
        let result = self.bounded(&lease, request, stop, &mut tally).await;
        self.live.set_sending(None);
        self.book(moved_before).await?;
        let result = match result {
            Err(SyncError::Home(error)) => Err(error),
            other => self.outcome(tally, other.err()).await,
        };
        let given_back = self.home.write_quietly(move |db| lease::give_back(db, &lease)).await;
        result.and_then(|outcome| given_back.map(|()| outcome))
    }

    async fn take_lease(&self) -> Result<Option<Lease>, HomeError> {
        let (holder, clock) = (self.holder.clone(), Arc::clone(&self.home.ports.clock));
        self.home.write_quietly(move |db| lease::take(db, lease::ENGINE, &holder, clock.as_ref(), LEASE)).await
    }

    /// The rounds under their bounds: told to stop, out of time, or taken over.
    async fn bounded(
        &self,
        lease: &Lease,
        request: SyncRequest,
        mut stop: watch::Receiver<bool>,
        tally: &mut Tally,
    ) -> Result<(), SyncError> {
        let clock = &self.home.ports.clock;
        let stopped = async {
            // A sender that is gone can't stop anything any more.
            if stop.wait_for(|stop| *stop).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let out_of_time = async {
            match request.time {
                Some(time) => clock.sleep(time).await,
                None => std::future::pending().await,
            }
        };
        let rounds = Box::pin(self.rounds(lease, request, tally));
        tokio::select! {
            biased;
            () = stopped => Err(SyncError::Stopped),
            result = self.keeping_lease(lease, rounds) => result,
            () = out_of_time => Err(SyncError::Stopped),
        }
    }

    async fn keeping_lease(
        &self,
        lease: &Lease,
        work: impl Future<Output = Result<(), SyncError>>,
    ) -> Result<(), SyncError> {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                biased;
                result = &mut work => return result,
                () = self.home.ports.clock.sleep(LEASE / 3) => {
                    let (lease, until) = (lease.clone(), self.home.ports.clock.monotonic() + LEASE);
                    if !self.home.write_quietly(move |db| lease::extend(db, &lease, until)).await? {
                        return Err(SyncError::TakenOver);
                    }
                }
            }
        }
    }

    async fn rounds(&self, lease: &Lease, request: SyncRequest, tally: &mut Tally) -> Result<(), SyncError> {
        let wish = request.now;
        self.write(lease, move |db| if wish { work::retry_now(db) } else { work::retry_full(db) }).await?;
        // The folders are looked through first: what is found there needs no network to be taken in.
        if !self.home.read(sources::paths).await?.is_empty() {
            let context = ImportContext { home: self.home.clone(), secrets: self.secrets.clone(), device: self.device };
            tally.outcome.imported = scan_sources(&context).await?;
        }
        let mut first = true;
        loop {
            let pulled = self.pull(lease).await?;
            tally.outcome.received.records += pulled.records;
            tally.reached_head = true;
            if std::mem::take(&mut first) {
                self.housekeeping(lease).await?;
            }
            if !self.round(lease, pulled, tally).await? {
                break;
            }
        }
        self.finish(lease, tally).await
    }

    /// One round; true if anything moved.
    async fn round(&self, lease: &Lease, pulled: Pulled, tally: &mut Tally) -> Result<bool, SyncError> {
        let mut moved = pulled.records > 0;
        let small = self.send_thumbnails(lease).await?;
        moved |= small.resources > 0;
        tally.shipped(small);
        moved |= self.push_all(lease, tally).await?;
        let arrived = self.fetch_thumbnails(lease).await?;
        moved |= arrived.tried > 0;
        tally.outcome.received.parts += arrived.parts;
        tally.outcome.received.bytes += arrived.bytes;
        if small.tried == 0 || small.resources == 0 {
            let large = self.send_originals(lease).await?;
            moved |= large.resources > 0;
            tally.shipped(large);
            moved |= self.push_all(lease, tally).await?;
        }
        Ok(moved)
    }

    async fn push_all(&self, lease: &Lease, tally: &mut Tally) -> Result<bool, SyncError> {
        let mut moved = false;
        loop {
            let Pushed { committed, again, full } = self.push(lease).await?;
            tally.outcome.sent.records += committed;
            tally.full = full.or(tally.full);
            moved |= committed > 0;
            if again > 0 {
                // Somebody else was faster: see the whole of it before trying again.
                tally.outcome.received.records += self.pull(lease).await?.records;
                return Ok(true);
            }
            if committed == 0 {
                return Ok(moved);
            }
        }
    }

    /// What is done once a run.
    async fn housekeeping(&self, lease: &Lease) -> Result<(), SyncError> {
        let description: ServerDescription = self.session.call(Method::Get, route::SERVER, Body::None).await?;
        let days = i64::from(description.trash_days);
        let now_ms = self.home.now().as_millisecond();
        let clocks_agree = (description.time_ms - now_ms).abs() <= CLOCK_VETO_MS;
        let now = self.home.now();
        self.write(lease, move |db| {
            meta::save(db, meta::TRASH_DAYS, &days)?;
            if !clocks_agree {
                return Ok(());
            }
            for record in records::trashed_before(db, now_ms.saturating_sub(days * DAY_MS))? {
                records::save(db, &Record { purge: true, dirty: true, ..record }, now)?;
            }
            Ok(())
        })
        .await?;
        self.remove_ended(self.home.read(records::left_behind).await?).await?;
        if let Some(name) = self.home.read(|db| meta::load::<String>(db, meta::NAME_TO_SEND)).await? {
            // A name that can't be sealed will not be sealed tomorrow either; the card tells it to the other phones.
            if let Err(AccountError::Session(error)) = self.session.rename_device(self.device, &name).await {
                return Err(error.into());
            }
            self.write(lease, |db| meta::remove(db, meta::NAME_TO_SEND)).await?;
        }
        Ok(())
    }

    async fn finish(&self, lease: &Lease, tally: &mut Tally) -> Result<(), SyncError> {
        let usage: Usage = self.session.call(Method::Get, route::USAGE, Body::None).await?;
        let now_ms = self.home.now().as_millisecond();
        let checked: Option<i64> = self.home.read(|db| meta::load(db, meta::DIGEST_CHECKED)).await?;
        if checked.is_none_or(|checked| now_ms - checked > DRIFT_CHECK_MS || checked > now_ms) {
            if !self.check_drift(lease).await? {
                tally.outcome.received.records += self.pull(lease).await?.records;
                self.push_all(lease, tally).await?;
            }
            self.write(lease, move |db| meta::save(db, meta::DIGEST_CHECKED, &now_ms)).await?;
        }
        self.write(lease, move |db| meta::save(db, meta::USAGE, &usage)).await?;
        self.tell_others(lease, tally).await
    }

    /// Brings this device's card up to date for the other phones: when what it says has changed, else once a day.
    async fn tell_others(&self, lease: &Lease, tally: &mut Tally) -> Result<(), SyncError> {
        let (id, now) = (self.secrets.device_card_id(&self.device), self.home.now());
        let first_hold = tally.full.map(|_| codes::QUOTA_FULL.to_owned());
        let told = self
            .write(lease, move |db| {
                let Some(mut record) = records::load(db, &id)?.filter(Record::shown) else { return Ok(false) };
                let Ok(before) = record.doc.view::<DeviceCard>() else { return Ok(false) };
                let backlog = work::backlog(db)?.originals;
                let told_at = before.last_success.as_deref().and_then(|at| at.parse::<jiff::Timestamp>().ok());
                let fresh = told_at.is_some_and(|at| (now.as_millisecond() - at.as_millisecond()).abs() < DAY_MS);
                if fresh && before.backlog == backlog && before.first_hold == first_hold {
                    return Ok(false);
                }
                let after = DeviceCard { backlog, first_hold, last_success: Some(now.to_string()), ..before.clone() };
                record.doc.update(Some(&before), &after);
                record.dirty = record.base.as_ref() != Some(&record.doc);
                records::save(db, &record, now)?;
                Ok(record.dirty)
            })
            .await?;
        if told {
            self.push_all(lease, tally).await?;
        }
        Ok(())
    }

    async fn outcome(&self, tally: Tally, error: Option<SyncError>) -> Result<SyncOutcome, HomeError> {
        let mut outcome = tally.outcome;
        let now = self.home.now();
        let delayed = self
            .home
            .read(move |db| {
                let backlog = work::backlog(db)?;
                let records = records::count_dirty(db)?;
                Ok((backlog, records, work::delayed(db, None)?))
            })
            .await?;
        let (backlog, records, delayed) = delayed;
        outcome.pending =
            Pending { records, thumbnails: backlog.thumbnails, originals: backlog.originals, bytes: backlog.bytes };
        outcome.holds = error.map(|error| Hold::new(error.code(), WorkClass::Everything, now)).into_iter().collect();
        if let Some((need, have)) = tally.full {
            let hold = Hold::new(codes::QUOTA_FULL, WorkClass::Originals, now);
            outcome.holds.push(hold.with("need", need).with("have", have));
        }
        for delayed in delayed.into_iter().filter(|delayed| delayed.code != codes::QUOTA_FULL) {
            outcome.holds.push(Hold::of_work(&delayed));
        }
        outcome.up_to_date =
            tally.reached_head && outcome.pending.is_empty() && outcome.holds.iter().all(|hold| hold.names_a_file());
        let (holds, success) = (outcome.holds.clone(), outcome.up_to_date);
        self.home
            .write_quietly(move |db| {
                if success {
                    meta::save(db, meta::LAST_SUCCESS, &now.as_millisecond())?;
                }
                meta::save(db, meta::HOLDS, &holds)
            })
            .await?;
        Ok(outcome)
    }

    /// Writes what moved into the ledger.
    async fn book(&self, before: (u64, u64)) -> Result<(), HomeError> {
        let (sent, received) = self.live.totals();
        let day = self.home.now().to_zoned(self.home.ports.clock.zone()).date().to_string();
        self.home
            .write_quietly(move |db| {
                ledger::book(db, &day, "sync", sent.saturating_sub(before.0), received.saturating_sub(before.1))
            })
            .await
    }
}
