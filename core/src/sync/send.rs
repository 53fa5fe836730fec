//! Sending resources: plan, put, commit.
//!
//! A resource is cut into parts of 8 MiB; each is sealed from the buffer that was just read, so a file that changes
//! meanwhile gives other part ids and is never sent under the old ones. Which parts the server has acknowledged is durable
//! before the next one leaves. When all are there, the record names them; only then does the resource count as stored.

use bytes::Bytes;
use safelight_protocol::part::{PartState, Plan, Planned, Put, frames};
use safelight_protocol::record::PartRef;
use safelight_protocol::{MAX_BATCH_BYTES, PartId, SMALL_PART_BYTES, codes, route};

use super::cut::{CHANGED, Refused, cut, seal_one};
use super::{Engine, SyncError};
use crate::cloud::Body;
use crate::gate::Errand;
use crate::mutants::mutant;
use crate::policy;
use crate::ports::Method;
use crate::record::{Media, ResourceKind, SealedParts};
use crate::seal::SealedPart;
use crate::store::files::{self, LocalFile};
use crate::store::lease::Lease;
use crate::store::work::{self, Class, Direction, Pick, Work};
use crate::store::{records, saved};

/// How many thumbnails are read at a time.
const SMALL: usize = 100;
/// How many larger resources are read at a time.
const LARGE: usize = 8;

/// How long what does not fit into the cloud lets others pass within a run.
const FULL_RETRY_MS: i64 = 10 * 60 * 1000;

/// How long what was refused waits for its second try, and how many it gets.
const RETRY_MS: i64 = 60 * 1000;
const MAX_TRIES: u32 = 6;

/// What was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Shipped {
    pub(super) parts: u64,
    pub(super) bytes: u64,
    /// Resources whose parts are all in the cloud now.
    pub(super) resources: u64,
    /// There was no room: bytes needed and free.
    pub(super) full: Option<(u64, u64)>,
    /// Originals among them.
    pub(super) originals: u64,
    /// Work that was looked at.
    pub(super) tried: u64,
    /// It was cut short: what is left may not go now.
    pub(super) held: Held,
    /// A video was left in the middle, because something came up that goes first.
    pub(super) gave_way: bool,
    /// The run's own budget is used up.
    pub(super) stopped: bool,
}

/// Whether, and by what, sending was cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Held {
    /// It was not.
    #[default]
    No,
    /// By something that the policy tells.
    Yes,
    /// By a budget that has something left, and not enough.
    ByBudget,
}

impl Held {
    /// How a code cut it short.
    pub(super) fn by(code: &str) -> Self {
        if code == "net.budget" { Self::ByBudget } else { Self::Yes }
    }
}

/// How the sending of a resource ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sending {
    /// All of it went.
    Through,
    /// It was left in the middle for what goes first.
    GaveWay,
}

/// A resource that is ready to be sent.
pub(super) struct Parcel {
    pub(super) work: Work,
    is_video: bool,
    file: LocalFile,
    pub(super) parts: SealedParts,
}

impl Parcel {
    fn is_original(&self) -> bool {
        self.work.resource == ResourceKind::Original
    }
}

impl Engine {
    /// Sends thumbnails, many to a request. `left`: how many bytes may still be moved for them.
    pub(super) async fn send_thumbnails(&self, lease: &Lease, left: u64) -> Result<Shipped, SyncError> {
        self.send_next(lease, (Class::Thumbnail, Class::Thumbnail), SMALL, left).await
    }

    /// Sends previews and originals of photos.
    pub(super) async fn send_photos(&self, lease: &Lease, left: u64) -> Result<Shipped, SyncError> {
        self.send_next(lease, (Class::Preview, Class::Photo), LARGE, left).await
    }

    /// Sends originals of videos.
    pub(super) async fn send_videos(&self, lease: &Lease, left: u64) -> Result<Shipped, SyncError> {
        self.send_next(lease, (Class::Video, Class::Video), LARGE, left).await
    }

    async fn send_next(
        &self,
        lease: &Lease,
        classes: (Class, Class),
        limit: usize,
        left: u64,
    ) -> Result<Shipped, SyncError> {
        let now = self.home.now();
        // Where less than one full piece may still go, those go that fit.
        let pick = Pick { limit, most: policy::largest_begun(left) };
        let any = Pick { limit: 1, most: u64::MAX };
        let (next, any) = self
            .home
            .read(move |db| {
                let next = work::next(db, Direction::Send, classes, now, pick)?;
                Ok((next, !work::next(db, Direction::Send, classes, now, any)?.is_empty()))
            })
            .await?;
        // What there is does not fit into what is left of a budget.
        let held = if next.is_empty() && any { Held::ByBudget } else { Held::No };
        let mut shipped = Shipped { tried: u64::try_from(next.len()).unwrap_or(0), held, ..Shipped::default() };
        let mut parcels = Vec::new();
        for work in next {
            match self.prepare(lease, work.clone()).await? {
                Ok(parcel) => parcels.extend(parcel),
                Err(refused) => self.lay_by(lease, work, refused).await?,
            }
        }
        let wanted = parcels.iter().flat_map(|parcel| refs(&parcel.parts)).collect();
        let sent = match self.plan(wanted).await {
            Ok(Ok(planned)) => self.deliver(lease, parcels, &planned, &mut shipped).await,
            // Together they do not fit. One by one, as many as do.
            Ok(Err(_)) => self.send_one_by_one(lease, parcels, &mut shipped).await,
            Err(error) => Err(error),
        };
        match sent {
            Err(error) if error.held().is_some() => shipped.held = error.held().map_or(Held::Yes, Held::by),
            // What went before counts: the run ends when that is noted.
            Err(SyncError::Stopped) => shipped.stopped = true,
            other => other?,
        }
        Ok(shipped)
    }

    async fn send_one_by_one(
        &self,
        lease: &Lease,
        parcels: Vec<Parcel>,
        shipped: &mut Shipped,
    ) -> Result<(), SyncError> {
        for parcel in parcels {
            match self.plan(refs(&parcel.parts).collect()).await? {
                Ok(planned) => self.deliver(lease, vec![parcel], &planned, shipped).await?,
                Err(full) => {
                    shipped.full = Some(full);
                    self.put_off(lease, parcel.work, codes::QUOTA_FULL).await?;
                }
            }
        }
        Ok(())
    }

    /// Finds the file and how it is cut and sealed. None where the work has vanished meanwhile.
    pub(super) async fn prepare(
        &self,
        lease: &Lease,
        work: Work,
    ) -> Result<Result<Option<Parcel>, Refused>, SyncError> {
        let id = work.record;
        let kind = work.resource;
        let found = self
            .home
            .read(move |db| {
                let asset = records::load(db, &id)?.and_then(|record| record.asset());
                let Some(resource) = asset.as_ref().and_then(|asset| asset.resource(kind)) else { return Ok(None) };
                let content = resource.content_id;
                let is_video = asset.as_ref().is_some_and(|asset| asset.media == Media::Video);
                Ok(files::load(db, &content)?.map(|file| (file, is_video, files::parts(db, &content))))
            })
            .await?;
        let Some((file, is_video, known)) = found else { return Ok(Ok(None)) };
        if let Some(parts) = known? {
            return Ok(Ok(Some(Parcel { work, is_video, file, parts })));
        }
        let (secrets, sealing) = (self.secrets.clone(), file.clone());
        match self.home.blocking(move |home| cut(home, &secrets, &sealing)).await? {
            Err(refused) => Ok(Err(refused)),
            Ok(parts) => {
                let (content, saved) = (file.content, parts.clone());
                self.write(lease, move |db| files::save_parts(db, &content, &saved)).await?;
                Ok(Ok(Some(Parcel { work, is_video, file, parts })))
            }
        }
    }

    /// Asks which parts are missing, and reserves room. `Err`: bytes needed and free.
    async fn plan(&self, parts: Vec<PartRef>) -> Result<Result<Planned, (u64, u64)>, SyncError> {
        if parts.is_empty() {
            return Ok(Ok(Planned { parts: Vec::new(), reserved_until_ms: 0 }));
        }
        let answer = 1024 + 256 * u64::try_from(parts.len()).unwrap_or(0);
        let body = Body::json(&Plan { parts });
        let route = self.route("plan");
        let asked = Errand::current().expecting(answer).run(self.session.call(Method::Post, &route, body));
        match asked.await {
            Ok(planned) => Ok(Ok(planned)),
            Err(error) => match error.problem() {
                Some(problem) if problem.code == codes::QUOTA_FULL => {
                    Ok(Err((problem.need.unwrap_or(0), problem.have.unwrap_or(0))))
                }
                _ => Err(error.into()),
            },
        }
    }

    /// Sends what is missing and makes the records name what is there.
    async fn deliver(
        &self,
        lease: &Lease,
        parcels: Vec<Parcel>,
        planned: &Planned,
        shipped: &mut Shipped,
    ) -> Result<(), SyncError> {
        self.note_present(lease, planned).await?;
        let mut missing: std::collections::BTreeSet<PartId> =
            planned.parts.iter().filter(|part| part.state == PartState::Send).map(|part| part.id).collect();
        let mut batch = Batch::default();
        let mut batched = Vec::new();
        for parcel in parcels {
            if parcel.is_original() {
                self.live.set_sending(Some(parcel.work.record));
            }
            let small = parcel.parts.list.iter().all(|part| part.bytes <= SMALL_PART_BYTES);
            let sent = if small {
                self.send_small(lease, &parcel, &mut missing, &mut batch, shipped).await
            } else {
                self.send_parts(lease, &parcel, &mut missing, shipped).await
            };
            match sent? {
                Ok(Sending::GaveWay) => {
                    shipped.gave_way = true;
                    break;
                }
                Ok(Sending::Through) if small => batched.push(parcel),
                Ok(Sending::Through) => {
                    let original = u64::from(parcel.is_original());
                    self.attach(lease, vec![parcel]).await?;
                    shipped.resources += 1;
                    shipped.originals += original;
                }
                Err(refused) => self.lay_by(lease, parcel.work, refused).await?,
            }
        }
        self.send_batch(lease, &mut batch, shipped).await?;
        let refused = |parcel: &Parcel| parcel.parts.list.iter().find_map(|part| batch.refused.get(&part.id)).copied();
        let (bad, batched): (Vec<Parcel>, Vec<Parcel>) =
            batched.into_iter().partition(|parcel| refused(parcel).is_some());
        for parcel in bad {
            if let Some(refused) = refused(&parcel) {
                self.lay_by(lease, parcel.work, refused).await?;
            }
        }
        let originals = batched.iter().filter(|parcel| parcel.is_original()).count();
        let (resources, originals) = (u64::try_from(batched.len()).unwrap_or(0), u64::try_from(originals).unwrap_or(0));
        self.attach(lease, batched).await?;
        shipped.resources += resources;
        shipped.originals += originals;
        Ok(())
    }

    async fn send_small(
        &self,
        lease: &Lease,
        parcel: &Parcel,
        missing: &mut std::collections::BTreeSet<PartId>,
        batch: &mut Batch,
        shipped: &mut Shipped,
    ) -> Result<Result<Sending, Refused>, SyncError> {
        for (index, part) in (0_u32..).zip(&parcel.parts.list) {
            if !missing.contains(&part.id) && !mutant("sent_though_there") {
                batch.present.push(part.id);
                continue;
            }
            let sealed = match self.read_part(parcel, index).await? {
                Ok(sealed) => sealed,
                Err(refused) => return Ok(Err(refused)),
            };
            if batch.would_overflow(sealed.bytes.len()) {
                self.send_batch(lease, batch, shipped).await?;
            }
            frames::push(&mut batch.body, &sealed.id, &sealed.bytes);
            batch.parts.push(sealed.id);
            // Two photos may have the same thumbnail: it goes once.
            missing.remove(&part.id);
        }
        Ok(Ok(Sending::Through))
    }

    async fn send_batch(&self, lease: &Lease, batch: &mut Batch, shipped: &mut Shipped) -> Result<(), SyncError> {
        let Batch { body, parts, mut present, refused } = std::mem::take(batch);
        batch.refused = refused;
        if !parts.is_empty() {
            match self.put_small(Bytes::from(body.clone()), &parts, shipped).await? {
                Ok(()) => present.extend(parts),
                Err(refused) if parts.len() == 1 => batch.refused.extend(parts.into_iter().map(|id| (id, refused))),
                // One of them is refused, and it must not stop the others.
                Err(_) => {
                    let frames =
                        frames::parse(&body).map_err(|_| SyncError::Server("its refusal can't be followed"))?;
                    for (id, bytes) in frames {
                        let mut frame = Vec::new();
                        frames::push(&mut frame, &id, bytes);
                        match self.put_small(frame.into(), &[id], shipped).await? {
                            Ok(()) => present.push(id),
                            Err(refused) => drop(batch.refused.insert(id, refused)),
                        }
                    }
                }
            }
        }
        if !present.is_empty() {
            self.write(lease, move |db| files::mark_acked(db, &present, true)).await?;
        }
        Ok(())
    }

    /// Sends small parts in one request.
    async fn put_small(
        &self,
        body: Bytes,
        parts: &[PartId],
        shipped: &mut Shipped,
    ) -> Result<Result<(), Refused>, SyncError> {
        let bytes = u64::try_from(body.len()).unwrap_or(0);
        self.budget.spend(bytes)?;
        let answer = self.session.call(Method::Post, &self.route("parts"), Body::Sealed(body)).await;
        let answer: Put = match answer {
            _ if mutant("taken_for_sent") => Put { parts: parts.to_vec() },
            Ok(answer) => answer,
            Err(error) => return Refused::by(&error).map_or(Err(error.into()), |refused| Ok(Err(refused))),
        };
        if answer.parts != parts {
            return Err(SyncError::Server("other parts were stored than were sent"));
        }
        shipped.parts += u64::try_from(parts.len()).unwrap_or(0);
        shipped.bytes += bytes;
        Ok(Ok(()))
    }

    /// Sends the parts of one resource, one to a request. A video gives way after each: its parts that went stay counted.
    async fn send_parts(
        &self,
        lease: &Lease,
        parcel: &Parcel,
        missing: &mut std::collections::BTreeSet<PartId>,
        shipped: &mut Shipped,
    ) -> Result<Result<Sending, Refused>, SyncError> {
        for (index, part) in (0_u32..).zip(&parcel.parts.list) {
            let id = part.id;
            if missing.contains(&id) {
                self.live.let_first().await;
                let sealed = match self.read_part(parcel, index).await? {
                    Ok(sealed) => sealed,
                    Err(refused) => return Ok(Err(refused)),
                };
                let bytes = Bytes::from(sealed.bytes);
                let length = u64::try_from(bytes.len()).unwrap_or(0);
                self.budget.spend(length)?;
                shipped.bytes += length;
                let route = route::part(&self.library(), &id);
                let sent = self.session.transfer(Method::Put, &route, Body::Sealed(bytes), None).await;
                if let Err(error) = sent {
                    if super::held(&error).is_some() {
                        // It did not arrive whole: it goes again, and counts then.
                        shipped.bytes -= length;
                    }
                    return Refused::by(&error).map_or(Err(error.into()), |refused| Ok(Err(refused)));
                }
                shipped.parts += 1;
                missing.remove(&id);
                self.write(lease, move |db| files::mark_acked(db, &[id], true)).await?;
                if !missing.is_empty() && parcel.is_video && self.something_goes_first().await? {
                    return Ok(Ok(Sending::GaveWay));
                }
            } else {
                self.write(lease, move |db| files::mark_acked(db, &[id], true)).await?;
            }
        }
        Ok(Ok(Sending::Through))
    }

    /// Whether something that goes before videos has come up, and may go now.
    async fn something_goes_first(&self) -> Result<bool, SyncError> {
        let now = self.home.now();
        let (records, small, photos) = self
            .home
            .read(move |db| {
                let one = Pick { limit: 1, most: u64::MAX };
                let small = work::next(db, Direction::Send, (Class::Thumbnail, Class::Thumbnail), now, one)?;
                let photos = work::next(db, Direction::Send, (Class::Preview, Class::Photo), now, one)?;
                Ok((records::count_dirty(db)? > 0, !small.is_empty(), !photos.is_empty()))
            })
            .await?;
        let first = [policy::Class::Records, policy::Class::Thumbnails, policy::Class::Photos];
        for (waits, class) in [records, small, photos].into_iter().zip(first) {
            let errand = Errand::work(class, Errand::current().intent());
            if waits && self.gate.allows(errand).await?.is_ok() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads and seals one part. What does not give the id that was planned is another file by now.
    pub(super) async fn read_part(
        &self,
        parcel: &Parcel,
        index: u32,
    ) -> Result<Result<SealedPart, Refused>, SyncError> {
        let (secrets, file) = (self.secrets.clone(), parcel.file.clone());
        let count = count_of(&parcel.parts);
        let sealed = self.home.blocking(move |home| seal_one(home, &secrets, &file, index, count)).await?;
        let planned = usize::try_from(index).ok().and_then(|index| parcel.parts.list.get(index)).map(|part| part.id);
        Ok(sealed
            .and_then(|sealed| if Some(sealed.id) == planned { Ok(sealed) } else { Err(Refused::for_good(CHANGED)) }))
    }

    /// Makes the records name the parts that are in the cloud now.
    async fn attach(&self, lease: &Lease, parcels: Vec<Parcel>) -> Result<(), SyncError> {
        if parcels.is_empty() {
            return Ok(());
        }
        let (device, now) = (self.device, self.home.now());
        let (day, free) = self.day_and_whether_it_is_free().await?;
        self.write(lease, move |db| {
            for Parcel { work, file, parts, .. } in parcels {
                let sealed: u64 = parts.list.iter().map(|part| part.bytes).sum();
                let Some(mut record) = records::load(db, &work.record)?.filter(|record| record.shown()) else {
                    continue;
                };
                let Some(mut asset) = record.asset() else { continue };
                let Some(resource) = asset.resource_mut(work.resource) else { continue };
                if resource.content_id != file.content {
                    continue;
                }
                if free && work.resource == ResourceKind::Original && resource.parts.as_ref() != Some(&parts) {
                    saved::note_kept_off(db, &day, &work.record, asset.media, sealed)?;
                }
                let Some(resource) = asset.resource_mut(work.resource) else { continue };
                resource.parts = Some(parts);
                resource.stored = crate::record::Stored::Listed;
                resource.holders.remove(&device);
                asset.write_to(&mut record.doc);
                record.dirty = record.base.as_ref() != Some(&record.doc);
                records::save(db, &record, now)?;
            }
            Ok(())
        })
        .await
    }

    /// What failed waits longer each time; what fails for good, or too often, is set aside. Either way it blocks nobody.
    async fn lay_by(&self, lease: &Lease, work: Work, refused: Refused) -> Result<(), SyncError> {
        let pause = RETRY_MS << work.attempts.min(MAX_TRIES);
        let next_ms = self.home.now().as_millisecond().saturating_add(pause);
        self.write(lease, move |db| {
            if refused.passes && work.attempts < MAX_TRIES {
                work::put_off(db, Direction::Send, &work, refused.code, next_ms)
            } else {
                work::set_aside(db, Direction::Send, &work, refused.code)
            }
        })
        .await
    }

    /// Lets others pass; the next run tries again.
    async fn put_off(&self, lease: &Lease, work: Work, code: &'static str) -> Result<(), SyncError> {
        let next_ms = self.home.now().as_millisecond().saturating_add(FULL_RETRY_MS);
        self.write(lease, move |db| work::put_off(db, Direction::Send, &work, code, next_ms)).await
    }
}

/// Small parts on their way.
#[derive(Default)]
struct Batch {
    body: Vec<u8>,
    parts: Vec<PartId>,
    /// Parts that the server says it has already.
    present: Vec<PartId>,
    /// Parts that it refuses, each by itself.
    refused: std::collections::BTreeMap<PartId, Refused>,
}

impl Batch {
    fn would_overflow(&self, bytes: usize) -> bool {
        let after = self.body.len() + frames::HEADER_BYTES + bytes;
        !self.body.is_empty() && u64::try_from(after).is_ok_and(|after| after > MAX_BATCH_BYTES / 2)
    }
}

fn refs(parts: &SealedParts) -> impl Iterator<Item = PartRef> + '_ {
    parts.list.iter().map(|part| PartRef { id: part.id, bytes: part.bytes })
}

pub(super) fn count_of(parts: &SealedParts) -> u32 {
    u32::try_from(parts.list.len()).unwrap_or(u32::MAX)
}
