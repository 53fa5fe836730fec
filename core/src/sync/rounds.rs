//! The steps of a run, each for one class of work and only while that may run.

use std::future::Future;

use super::pull::Pulled;
use super::push::Pushed;
use super::run::{SyncRequest, Tally};
use super::send::{Held, Shipped};
use super::{Engine, SyncError};
use crate::gate::Errand;
use crate::library::{ImportContext, scan_sources};
use crate::policy::{self, Class, Standing, Verdict};
use crate::store::lease::Lease;
use crate::store::{sources, work};

impl Engine {
    pub(super) async fn rounds(&self, lease: &Lease, request: SyncRequest, tally: &mut Tally) -> Result<(), SyncError> {
        let wish = request.now;
        self.write(lease, move |db| if wish { work::retry_now(db) } else { work::retry_full(db) }).await?;
        // The folders are looked through first: what is found there needs no network to be taken in.
        if !self.home.read(sources::paths).await?.is_empty() {
            let context = ImportContext { home: self.home.clone(), secrets: self.secrets.clone(), device: self.device };
            tally.outcome.imported = scan_sources(&context).await?;
        }
        // Room first: a disk that is full holds everything else up. At the end once more, for what came meanwhile.
        Box::pin(self.optimise_by_setting(tally.intent)).await?;
        let mut first = true;
        loop {
            let pulled = self.step(tally, Class::Records, |_| self.pull(lease)).await?;
            tally.reached_head = pulled.is_some();
            let pulled = pulled.unwrap_or_default();
            tally.outcome.received.records += pulled.records;
            tally.outcome.received.parts += pulled.thumbnails.parts;
            tally.outcome.received.bytes += pulled.thumbnails.bytes;
            if std::mem::take(&mut first) {
                self.step(tally, Class::Records, |_| self.before_the_rest(lease)).await?;
                self.step(tally, Class::Housekeeping, |_| self.housekeeping(lease)).await?;
                self.note_passed(tally).await?;
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
        let small = self.ship(tally, Class::Thumbnails, |left| self.send_thumbnails(lease, left)).await?;
        moved |= small.resources > 0;
        moved |= self.commit(lease, tally).await?;
        let arrived = self.step(tally, Class::Thumbnails, |left| self.fetch_thumbnails(lease, left)).await?;
        let arrived = arrived.unwrap_or_default();
        moved |= arrived.tried > 0;
        tally.outcome.received.parts += arrived.parts;
        tally.outcome.received.bytes += arrived.bytes;
        if small.tried == 0 || small.resources == 0 {
            moved |= self.send_originals(lease, tally).await?;
        }
        Ok(moved)
    }

    /// Photos, and videos only where no photo went: what came up meanwhile goes first.
    async fn send_originals(&self, lease: &Lease, tally: &mut Tally) -> Result<bool, SyncError> {
        let photos = self.ship(tally, Class::Photos, |left| self.send_photos(lease, left)).await?;
        let mut moved = photos.resources > 0;
        if !moved {
            let videos = self.ship(tally, Class::Videos, |left| self.send_videos(lease, left)).await?;
            moved |= videos.resources > 0 || videos.gave_way;
        }
        Ok(self.commit(lease, tally).await? || moved)
    }

    /// Runs one step of a class if it may run now; none if it may not, or was cut short: no failure, and told at the end.
    /// The step is given how many bytes are left to it.
    pub(super) async fn step<T, F: Future<Output = Result<T, SyncError>>>(
        &self,
        tally: &mut Tally,
        class: Class,
        step: impl FnOnce(u64) -> F,
    ) -> Result<Option<T>, SyncError> {
        let errand = Errand::work(class, tally.intent);
        let Ok(left) = self.gate.allows(errand).await? else { return Ok(None) };
        match Box::pin(errand.run(step(left))).await {
            Ok(done) => {
                tally.contacted = true;
                Ok(Some(done))
            }
            Err(error) => match error.held().map(Held::by) {
                Some(held) => {
                    tally.cut_short(class, held);
                    Ok(None)
                }
                None => Err(error),
            },
        }
    }

    /// A step that sends; what it sent counts although it was cut short.
    async fn ship<F: Future<Output = Result<Shipped, SyncError>>>(
        &self,
        tally: &mut Tally,
        class: Class,
        step: impl FnOnce(u64) -> F,
    ) -> Result<Shipped, SyncError> {
        let shipped = self.step(tally, class, step).await?.unwrap_or_default();
        tally.shipped(class, shipped);
        if shipped.stopped { Err(SyncError::Stopped) } else { Ok(shipped) }
    }

    /// Commits what may be committed now; true if anything was.
    pub(super) async fn commit(&self, lease: &Lease, tally: &mut Tally) -> Result<bool, SyncError> {
        let errand = Errand::work(Class::Records, tally.intent);
        if self.gate.allows(errand).await?.is_err() {
            return Ok(false);
        }
        match Box::pin(errand.run(self.push_all(lease, tally))).await {
            Err(error) if error.held().is_some() => {
                tally.cut_short(Class::Records, error.held().map_or(Held::Yes, Held::by));
                Ok(false)
            }
            other => other,
        }
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

    /// Notes which limits the person's own wish passes.
    async fn note_passed(&self, tally: &mut Tally) -> Result<(), SyncError> {
        let mut situation = self.gate.situation(Standing::SignedIn, tally.intent).await?;
        // A run is itself the next try: that is no limit that was passed.
        situation.inputs.account.refusal = None;
        let verdicts = policy::decide(&situation.inputs);
        for class in situation.wanted {
            let Verdict::Run { passed, .. } = verdicts.of(class) else { continue };
            for code in passed {
                if !tally.outcome.passed.contains(code) {
                    tally.outcome.passed.push(code);
                }
            }
        }
        Ok(())
    }
}
