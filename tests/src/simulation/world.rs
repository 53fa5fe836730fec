//! One world: phones, a cloud, a person and everything that can go wrong between them.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::{BoxFuture, join_all};
use safelight_core::{Safelight, SyncOutcome, SyncRequest};
use safelight_server::admin::Command;
use tokio::sync::watch;

use super::chance::Chance;
use super::cloud::Cloud;
use super::journal::Journal;
use super::link::{Line, Place, Weather};
use super::model::Photo;
use super::phone::Phone;
use super::pictures::{self, Picture};
use super::time::{Course, DeviceClock, pause};

const NAMES: [&str; 3] = ["A", "B", "C"];
const HOUR_MS: i64 = 3600 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;
const QUOTA: u64 = 5 << 30;

/// Which life a world has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// Whatever comes.
    Any,
    /// The server is restored from a backup, again and again.
    Restored,
}

/// Everything that a seed makes.
pub(super) struct World {
    pub(super) course: Arc<Course>,
    pub(super) journal: Arc<Journal>,
    pub(super) cloud: Arc<Cloud>,
    pub(super) phones: Vec<Phone>,
    pub(super) pictures: Vec<Picture>,
    pub(super) chance: Chance,
    places: Chance,
    cloud_clock: Arc<DeviceClock>,
    model: Mutex<Vec<Photo>>,
    /// The picture on everybody's mind in this episode: whatever they disagree about is mostly this one.
    subject: Mutex<Option<usize>>,
    /// Whether the server's folder is rolled back now and then.
    restores: bool,
    /// Whether facts and settings change.
    conditions: bool,
}

impl World {
    /// A world in an empty folder: an account, two or three phones that are signed in, and a memory card.
    pub(super) async fn begin(seed: u64, folder: &Path, course_of_life: Life) -> Result<Self, String> {
        let chance = Chance::of_seed(seed);
        let course = Course::begin();
        let journal = Journal::new(&course);
        let cloud_clock = DeviceClock::new(&course);
        let cloud = Cloud::new(folder.join("cloud"), Arc::clone(&cloud_clock), chance.fork("cloud"));
        let pictures = pictures::take(&folder.join("card"), &chance.fork("card")).map_err(|error| error.to_string())?;
        let count = if chance.fork("phones").one_in(4) { 3 } else { 2 };
        let phones = NAMES.iter().take(count).map(|name| {
            let own = chance.fork(name);
            let line = Line::new(name, &cloud, &journal, own.fork("line"));
            Phone::new(name, folder.join(name), DeviceClock::new(&course), line, own)
        });
        let phones = phones.collect();
        let model = Mutex::new(pictures.iter().map(|_| Photo::default()).collect());
        let world = Self {
            course,
            journal,
            cloud,
            phones,
            pictures,
            cloud_clock,
            model,
            subject: Mutex::default(),
            restores: chance.fork("restores").one_in(5) || course_of_life == Life::Restored,
            places: chance.fork("places"),
            conditions: chance.fork("conditions").one_in(3),
            chance: chance.fork("world"),
        };
        world.sign_up().await?;
        Ok(world)
    }

    async fn sign_up(&self) -> Result<(), String> {
        self.cloud.start().await?;
        for (index, phone) in self.phones.iter().enumerate() {
            let credentials = phone.credentials();
            let entered = phone.attempt(|engine| async move {
                if index == 0 {
                    engine.sign_up(&credentials, None).await.map(drop)
                } else {
                    engine.sign_in(&credentials).await.map(drop)
                }
            });
            match entered.await {
                Ok(Ok(())) => {}
                other => return Err(format!("phone {} does not get in: {other:?}", phone.name)),
            }
        }
        Ok(())
    }

    /// Changes what the model knows of a photo.
    pub(super) fn photo<T>(&self, number: usize, change: impl FnOnce(&mut Photo) -> T) -> Option<T> {
        self.model.lock().unwrap_or_else(PoisonError::into_inner).get_mut(number).map(change)
    }

    /// The picture on everybody's mind.
    pub(super) fn subject(&self) -> Option<usize> {
        *self.subject.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the server's folder may have been rolled back in this world.
    pub(super) fn restores(&self) -> bool {
        self.restores
    }

    /// Whether facts and settings change in this world.
    pub(super) fn changes_conditions(&self) -> bool {
        self.conditions
    }

    /// The number of a picture on the memory card.
    pub(super) fn number_of(&self, file_name: &str) -> Option<usize> {
        self.pictures.iter().position(|picture| picture.path.file_name().is_some_and(|name| name == file_name))
    }

    /// The whole life of this world.
    pub(super) async fn live(&self) {
        for _ in 0..3 {
            for _ in 0..2 + self.chance.below(3) {
                self.episode().await;
                if self.journal.failure().is_some() {
                    return;
                }
            }
            self.fall_quiet().await;
            if self.journal.failure().is_some() {
                return;
            }
        }
        self.check_originals().await;
        self.journal.note("the end");
    }

    async fn travel(&self) {
        for _ in 0..self.places.below(4) {
            pause(self.places.below(30_000)).await;
            self.carry_phones().await;
        }
    }

    /// The phones are carried about. The system tells some of them.
    async fn carry_phones(&self) {
        for phone in &self.phones {
            let place = match self.places.below(5) {
                0 | 1 => Place::Home,
                2 => Place::Away,
                3 => Place::AmongJunk,
                _ => Place::AmongStrangers,
            };
            if place != Place::AmongStrangers && self.places.one_in(2) {
                self.journal.note(&format!("{} goes to {place:?} unnoticed", phone.name));
                phone.line.go_to(place);
                continue;
            }
            let carried = |engine: Safelight| {
                phone.line.go_to(place);
                engine.network_changed();
                self.journal.note(&format!("{} goes to {place:?}", phone.name));
                std::future::ready(())
            };
            // One that dies meanwhile stays where it is.
            let _ = phone.attempt(carried).await;
        }
    }

    /// A life in which the server's owner has a backup of yesterday, and needs it twice.
    pub(super) async fn live_through_restores(&self) {
        for _ in 0..2 {
            self.episode().await;
            self.fall_quiet().await;
            self.note_cloud(self.cloud.back_up().await);
            // What the backup does not have: photos, edits, trash and photos deleted for good, some of it not sent yet.
            for _ in 0..2 {
                self.episode().await;
            }
            self.put_back(true).await;
            self.episode().await;
            self.fall_quiet().await;
            if self.journal.failure().is_some() {
                return;
            }
        }
        self.check_originals().await;
        self.journal.note("the end");
    }

    /// A while in which everything happens at once.
    async fn episode(&self) {
        self.cast_lots().await;
        self.roll_back().await;
        let subject = self.chance.one_in(2).then(|| self.chance.below(self.pictures.len().try_into().unwrap_or(1)));
        *self.subject.lock().unwrap_or_else(PoisonError::into_inner) =
            subject.and_then(|subject| usize::try_from(subject).ok());
        let mut going_on: Vec<BoxFuture<'_, ()>> = vec![Box::pin(self.run_cloud()), Box::pin(self.travel())];
        for phone in &self.phones {
            going_on.push(Box::pin(async move {
                for _ in 0..phone.chance.below(6) {
                    pause(phone.chance.below(20_000)).await;
                    self.act(phone).await;
                }
            }));
            going_on.push(Box::pin(async move {
                for _ in 0..phone.chance.below(4) {
                    pause(phone.chance.below(30_000)).await;
                    self.sync_somehow(phone).await;
                }
            }));
        }
        if self.conditions {
            for phone in &self.phones {
                // A stream of its own: the other worlds go on as they would.
                let chance = phone.chance.fork("conditions");
                going_on.push(Box::pin(async move { self.change_conditions(phone, &chance).await }));
            }
        }
        join_all(going_on).await;
        let skipped = match self.chance.below(10) {
            0..=3 => 0,
            4..=6 => HOUR_MS,
            7..=8 => DAY_MS * 3,
            _ => DAY_MS * 31,
        };
        self.pass(skipped);
    }

    /// Decides what will go wrong in the next episode.
    async fn cast_lots(&self) {
        for phone in &self.phones {
            let weather = match self.chance.below(8) {
                0..=2 => Weather::Calm,
                3..=5 => Weather::Stormy,
                6 => Weather::OneWay,
                _ => Weather::Offline,
            };
            phone.line.set_weather(weather);
            let fate = self.chance.one_in(2).then(|| (1 + self.chance.below(60), self.chance.one_in(2)));
            phone.doom(fate).await;
            let wrong_by = match self.chance.below(8) {
                0 => 40 * DAY_MS,
                1 => -2 * DAY_MS,
                2..=3 => 5 * 60 * 1000,
                _ => 0,
            };
            phone.clock.set_wrong_by(wrong_by);
            if self.chance.one_in(6) {
                phone.kill().await;
                phone.clock.reboot();
            }
            self.journal.note(&format!("{}: {weather:?}, dies {fate:?}, clock {wrong_by}", phone.name));
        }
        let steps = self.chance.one_in(2).then(|| 1 + self.chance.below(150));
        self.cloud.die_after(steps);
        self.cloud_clock.set_wrong_by(if self.chance.one_in(6) { 30_000 } else { 0 });
        self.journal.note(&format!("cloud dies {steps:?}"));
    }

    /// Copies the server's folder, or puts an old copy in its place.
    async fn roll_back(&self) {
        if !self.restores {
            return;
        }
        match self.chance.below(4) {
            0 => self.note_cloud(self.cloud.back_up().await),
            1 => self.put_back(self.chance.one_in(2)).await,
            _ => {}
        }
    }

    /// Puts an old copy in the place of the server's folder.
    async fn put_back(&self, new_epoch: bool) {
        let restored = self.cloud.restore(new_epoch).await;
        // What vanished was not collected.
        let stored = self.cloud.stored().unwrap_or_default();
        self.phones.iter().for_each(|phone| drop(phone.line.keep_acknowledged(&stored)));
        self.note_cloud(restored);
    }

    fn note_cloud(&self, said: Result<String, String>) {
        match said {
            Ok(said) => self.journal.note(&format!("cloud: {said}")),
            Err(error) => self.journal.fail(error),
        }
    }

    async fn run_cloud(&self) {
        for _ in 0..self.chance.below(4) {
            pause(self.chance.below(40_000)).await;
            let said = match self.chance.below(5) {
                0 => {
                    let bytes = if self.chance.one_in(2) { 30_000 + self.chance.below(300_000) } else { QUOTA };
                    self.set_quota(bytes).await;
                    format!("quota {bytes}")
                }
                1 => match self.cloud.carry_out(Command::Collect).await {
                    Ok(collected) => format!("collects {collected:?}"),
                    Err(_) => "down".to_owned(),
                },
                _ => self.cloud.keep_house().await.unwrap_or_else(|_| "down".to_owned()),
            };
            self.journal.note(&format!("cloud: {said}"));
            self.forget_collected();
        }
    }

    async fn set_quota(&self, bytes: u64) {
        let email = "ada@example.org".to_owned();
        // Where the server is down the old quota stays: as good as any.
        let _ = self.cloud.carry_out(Command::Quota { email, bytes }).await;
    }

    /// What the cloud has let go may be sent again.
    fn forget_collected(&self) {
        match self.cloud.stored() {
            Ok(stored) => {
                for phone in &self.phones {
                    let vanished = phone.line.keep_acknowledged(&stored);
                    if let Some(part) = vanished.iter().find(|part| self.cloud.is_reserved(part) == Ok(true)) {
                        self.journal.fail(format!("the collector took part {part}, which is reserved"));
                    }
                }
            }
            Err(error) => self.journal.fail(format!("the server's database can't be read: {error}")),
        }
    }

    fn pass(&self, ms: i64) {
        self.course.skip_ms(ms);
        self.journal.note(&format!("{} hours pass", ms / HOUR_MS));
        let now_ms = self.course.now_ms();
        self.model.lock().unwrap_or_else(PoisonError::into_inner).iter_mut().for_each(|photo| photo.at(now_ms));
    }

    /// A run under some bounds, or none.
    pub(super) async fn sync_somehow(&self, phone: &Phone) {
        let request = SyncRequest {
            now: phone.chance.one_in(3),
            time: phone.chance.one_in(6).then(|| Duration::from_millis(phone.chance.below(5_000))),
            bytes: phone.chance.one_in(6).then(|| phone.chance.below(100_000)),
        };
        self.sync(phone, request).await;
        // Who has not heard of a rollback yet says what was true before it.
        if !self.restores {
            self.check_copies(phone);
            self.check_safe(phone).await;
        }
    }

    async fn sync(&self, phone: &Phone, request: SyncRequest) -> Option<SyncOutcome> {
        let (_stop, stopped) = watch::channel(false);
        let synced = phone.attempt(|engine| async move { engine.sync(request, stopped).await }).await.ok()?;
        match synced {
            Ok(outcome) => {
                let SyncOutcome { sent, received, pending, holds, up_to_date, .. } = &outcome;
                let holds: Vec<&str> = holds.iter().map(|hold| hold.code.as_str()).collect();
                self.journal
                    .note(&format!("{} synced {sent:?} {received:?} {pending:?} {holds:?} {up_to_date}", phone.name));
                Some(outcome)
            }
            Err(error) => {
                self.journal.fail(format!("phone {} can't sync: {error:?}", phone.name));
                None
            }
        }
    }

    /// Everything heals, and the phones sync until nothing is left to do.
    async fn fall_quiet(&self) {
        for phone in &self.phones {
            phone.line.set_weather(Weather::Calm);
            phone.doom(None).await;
            phone.clock.set_wrong_by(0);
        }
        self.cloud_clock.set_wrong_by(0);
        self.cloud.die_after(None);
        if let Err(error) = self.cloud.start().await {
            return self.journal.fail(error);
        }
        self.set_quota(QUOTA).await;
        self.calm_conditions().await;
        // What was doubled arrives in the next half minute; what a dead process held runs out in a minute.
        pause(90_000).await;
        // The digests are compared once a day.
        self.pass(25 * HOUR_MS);
        self.journal.note("quiet");
        for _ in 0..12 {
            let mut quiet = true;
            for phone in &self.phones {
                quiet &= self.settle(phone).await;
            }
            if self.journal.failure().is_some() {
                return;
            }
            if quiet {
                return self.check_quiet().await;
            }
            pause(60_000).await;
        }
        self.journal.fail("the phones do not come to rest".to_owned());
    }

    /// One calm run of a phone. True if there was nothing to do.
    async fn settle(&self, phone: &Phone) -> bool {
        if phone.sign_in().await != Ok(true) {
            self.journal.fail(format!("phone {} can't sign in although all is calm", phone.name));
            return false;
        }
        let decided = self.decide_contested(phone).await;
        let request = SyncRequest { now: true, ..SyncRequest::default() };
        let outcome = self.sync(phone, request).await;
        !decided && outcome.is_some_and(|outcome| outcome.up_to_date && !outcome.did_something())
    }

    /// The person says what becomes of photos about which phones disagree.
    async fn decide_contested(&self, phone: &Phone) -> bool {
        let contested = phone.attempt(|engine| async move { engine.contested().await }).await;
        let Ok(Ok(contested)) = contested else { return false };
        for view in &contested {
            let (id, keep) = (view.id, phone.chance.one_in(2));
            let decided = phone
                .attempt(|engine| async move {
                    if keep { engine.restore(vec![id]).await } else { engine.purge(vec![id]).await }
                })
                .await;
            self.journal.note(&format!("{} keeps {}: {keep} {:?}", phone.name, view.file_name, decided.is_ok()));
            let Some(number) = self.number_of(&view.file_name) else { continue };
            if self.photo(number, |photo| photo.may_be_gone_but_for(phone.name)) == Some(false) {
                self.journal.fail(format!("{} asks about picture {number}, which nobody else deleted", phone.name));
            }
            self.photo(number, Photo::decide);
        }
        !contested.is_empty()
    }
}
