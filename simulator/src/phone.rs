//! One phone: a real engine with a home of its own, on a clock, a disk and a connection that the page has under its hand.
//!
//! The phone stays in step by itself. When its connection comes back it does not wait for the engine's backoff to end:
//! a real phone is told by its system, this one by the page. It can be started anew, as after a restart or an update.

mod conditions;
mod engine;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use safelight_core::policy::Intent;
use safelight_core::ports::{Clock, SystemClock};
use safelight_core::reasons::codes;
use safelight_core::{
    AssetView, Hold, HomeError, OriginalPlace, PageQuery, Safelight, SafelightError, SafetyState, Status, SyncRequest,
    WatchEvent,
};
use safelight_protocol::RecordId;
use tokio::sync::watch;

use crate::clock::PhoneClock;
use crate::disk::PhoneDisk;
use crate::link::{Link, Passed, Speed};
use crate::stop;
use crate::words::say;
pub(crate) use conditions::{Known, Told};
use engine::Body;

/// One phone.
pub(crate) struct Phone {
    /// 1 or 2.
    pub(crate) n: usize,
    /// The id of its name in the catalogue.
    called: &'static str,
    /// Its connection.
    pub(crate) link: Arc<Link>,
    /// Its clock.
    pub(crate) clock: PhoneClock,
    /// Its disk.
    pub(crate) disk: PhoneDisk,
    /// Where files lie until they are imported.
    pub(crate) camera: PathBuf,
    body: Body,
    engine: RwLock<Engine>,
    /// Counts how often it was started anew.
    starts: watch::Sender<u64>,
    told: Mutex<Told>,
    diagnosis: Mutex<Option<Known>>,
    /// That another part of the app holds the lock: only a run that ended can tell.
    locked: Mutex<Option<Hold>>,
    seen: Mutex<Seen>,
}

/// The engine that runs now.
struct Engine {
    safelight: Safelight,
    /// The app's version.
    version: String,
    /// What is added to its count of changes: an engine that was started anew counts from the beginning.
    counted: u64,
}

/// What was seen of a phone at the last look.
#[derive(Debug, Clone, Default)]
struct Seen {
    revision: u64,
    assets: Arc<[AssetView]>,
    photos: Option<Arc<BTreeMap<RecordId, OriginalPlace>>>,
    sending: Option<Sending>,
    /// What had been sent when the phone last had nothing to send.
    quiet_at: u64,
}

/// The photo whose original is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sending {
    /// Which.
    pub(crate) id: RecordId,
    /// Its size.
    pub(crate) bytes: u64,
    /// What had been sent when it began.
    pub(crate) began_at: u64,
}

/// A phone at one moment.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// Photos and videos in the library.
    pub(crate) photos: usize,
    /// Of these, in the cloud.
    pub(crate) safe: usize,
    /// Of these, still to be sent by this phone.
    pub(crate) waiting: usize,
    /// Bytes of originals still to be sent by this phone.
    pub(crate) waiting_bytes: u64,
    /// The photo on its way.
    pub(crate) sending: Option<Sending>,
    /// Bytes sent since the phone last had nothing to send.
    pub(crate) sent_since_quiet: u64,
    /// What has passed its connection.
    pub(crate) passed: Passed,
    /// What the engine says of itself.
    pub(crate) status: Status,
    /// Changes whenever a list of its photos may have changed.
    pub(crate) revision: u64,
    /// Where the original of each photo is.
    places: Arc<BTreeMap<RecordId, OriginalPlace>>,
    /// Photos that came from elsewhere since the last look.
    pub(crate) arrived: usize,
    /// Photos that became safe since the last look.
    pub(crate) became_safe: usize,
}

impl Look {
    /// Where the original of a photo is, if the phone knows the photo.
    pub(crate) fn original_of(&self, id: RecordId) -> Option<OriginalPlace> {
        self.places.get(&id).copied()
    }
}

impl Phone {
    /// What it is called, in the language of the page.
    pub(crate) fn name(&self) -> String {
        say(self.called)
    }

    /// The id of its name in the catalogue.
    pub(crate) fn called(&self) -> &'static str {
        self.called
    }

    /// Its engine.
    pub(crate) fn safelight(&self) -> Safelight {
        self.engine.read().unwrap_or_else(PoisonError::into_inner).safelight.clone()
    }

    /// Keeps the library in step until told to stop.
    pub(crate) async fn stay_in_step(self: Arc<Self>, stop: watch::Receiver<bool>) {
        let mut starts = self.starts.subscribe();
        while !*stop.borrow() {
            let safelight = self.safelight();
            let halt = watch::Sender::new(false);
            let mut watching = std::pin::pin!(safelight.watch(halt.subscribe(), |event| self.hear(&event)));
            let ended = tokio::select! {
                ended = &mut watching => Some(ended),
                () = stop::told(stop.clone()) => None,
                () = self.link.reopened() => None,
                _ = starts.changed() => None,
            };
            let ended = match ended {
                Some(ended) => ended,
                // The run ends by itself within a second, and gives back what it holds.
                None => {
                    halt.send_replace(true);
                    watching.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(phone = self.n, code = error.code(), "the phone can't sync");
                SystemClock.sleep(Duration::from_secs(1)).await;
            }
            if !*stop.borrow() && self.link.speed() != Speed::Off {
                // What was put off while there was no connection is tried at once.
                self.try_now(&stop).await;
            }
        }
    }

    /// Hears of a run that ended.
    fn hear(&self, event: &WatchEvent) {
        let WatchEvent::Ran(outcome) = event;
        let lock = outcome.holds.iter().find(|hold| hold.code == codes::ENG_LOCK);
        *self.locked.lock().unwrap_or_else(PoisonError::into_inner) = lock.cloned();
    }

    /// Why no run begins, where another part of the app holds the lock.
    pub(crate) fn locked(&self) -> Option<Hold> {
        self.locked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tries what was put off, once. Nothing that the person wants of the phone is passed by it.
    async fn try_now(&self, stop: &watch::Receiver<bool>) {
        let safelight = self.safelight();
        let now = safelight.verdicts(Intent::Pocket).await.is_ok_and(|verdicts| verdicts.photos.runs());
        if let Err(error) = safelight.sync(SyncRequest { now, ..SyncRequest::default() }, stop.clone()).await {
            tracing::debug!(phone = self.n, code = error.code(), "the phone can't sync");
        }
    }

    /// Lets it try again at once.
    pub(crate) fn nudge(&self) {
        self.starts.send_modify(|starts| *starts += 1);
    }

    /// "Sync now": passes the limits that are the person's to pass. Ends when the run does.
    pub(crate) async fn sync_now(&self) -> Result<(), SafelightError> {
        let stop = watch::Sender::new(false);
        let request = SyncRequest { now: true, time: Some(Duration::from_secs(20)), ..SyncRequest::default() };
        self.safelight().sync(request, stop.subscribe()).await.map(drop)
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the phone, and remembers what it saw for the next time.
    pub(crate) async fn look(&self) -> Result<Look, HomeError> {
        let safelight = self.safelight();
        let status = safelight.status().await?;
        let revision = self.revision();
        let known = Some(self.seen().clone()).filter(|seen| seen.revision == revision && status.pending.is_empty());
        let assets: Arc<[AssetView]> = match known {
            Some(seen) => seen.assets,
            None => safelight.page(PageQuery::default()).await?.assets.into(),
        };
        Ok(self.compare(status, revision, assets))
    }

    fn compare(&self, status: Status, revision: u64, assets: Arc<[AssetView]>) -> Look {
        let passed = self.link.passed();
        let waits = |asset: &&AssetView| asset.original == OriginalPlace::Local;
        let waiting = assets.iter().filter(waits).count();
        let mut seen = self.seen();
        seen.sending = assets.iter().find(|asset| asset.state == SafetyState::Sending).map(|asset| {
            let begins = Sending { id: asset.id, bytes: asset.bytes, began_at: passed.sent };
            seen.sending.filter(|sending| sending.id == asset.id).unwrap_or(begins)
        });
        if waiting == 0 {
            seen.quiet_at = passed.sent;
        }
        let now: Arc<BTreeMap<_, _>> = Arc::new(assets.iter().map(|asset| (asset.id, asset.original)).collect());
        let (arrived, became_safe) = seen.photos.as_ref().map_or((0, 0), |before| difference(before, &now));
        seen.photos = Some(Arc::clone(&now));
        seen.revision = revision;
        seen.assets = Arc::clone(&assets);
        Look {
            photos: assets.len(),
            safe: assets.iter().filter(|asset| asset.state == SafetyState::Safe).count(),
            waiting,
            waiting_bytes: assets.iter().filter(waits).map(|asset| asset.bytes).sum(),
            sending: seen.sending,
            sent_since_quiet: passed.sent - seen.quiet_at,
            passed,
            status,
            revision,
            places: now,
            arrived,
            became_safe,
        }
    }

    /// How much of an original has gone, from 0 to 1; none if it is not on its way.
    pub(crate) fn progress(&self, id: RecordId) -> Option<f64> {
        let sending = self.seen().sending.filter(|sending| sending.id == id)?;
        Some(share(self.link.passed().sent - sending.began_at, sending.bytes))
    }
}

/// How many photos came from elsewhere, and how many of this phone's own became safe.
fn difference(before: &BTreeMap<RecordId, OriginalPlace>, now: &BTreeMap<RecordId, OriginalPlace>) -> (usize, usize) {
    let own = |place: &OriginalPlace| matches!(place, OriginalPlace::Local | OriginalPlace::Both);
    let arrived = now.iter().filter(|(id, place)| !before.contains_key(id) && !own(place)).count();
    let became_safe = now
        .iter()
        .filter(|(id, place)| **place == OriginalPlace::Both && before.get(id) != Some(&OriginalPlace::Both))
        .count();
    (arrived, became_safe)
}

/// A share from 0 to 1, in hundredths.
pub(crate) fn share(done: u64, of: u64) -> f64 {
    let hundredths = u32::try_from(done.min(of).saturating_mul(100) / of.max(1)).unwrap_or(100);
    f64::from(hundredths) / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_and_what_became_safe_is_told_apart() {
        let id = |n| RecordId([n; 16]);
        let before = [(id(1), OriginalPlace::Local), (id(2), OriginalPlace::Both), (id(3), OriginalPlace::Elsewhere)];
        let now = [
            (id(1), OriginalPlace::Both),
            (id(2), OriginalPlace::Both),
            (id(3), OriginalPlace::Cloud),
            (id(4), OriginalPlace::Elsewhere),
            (id(5), OriginalPlace::Local),
        ];
        assert_eq!(difference(&before.into(), &now.into()), (1, 1));
    }

    #[test]
    fn a_share_is_never_more_than_all() {
        assert_eq!((share(0, 0), share(1, 3), share(9, 3)), (0.0, 0.33, 1.0));
    }
}
