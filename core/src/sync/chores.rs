//! What a run does beside sending and fetching: dates, room, checks, and the card that other phones read.

use safelight_protocol::codes;
use safelight_protocol::route;
use safelight_protocol::server::{ServerDescription, Usage};

use super::ahead::Ahead;
use super::run::Tally;
use super::{Engine, SyncError};
use crate::account::AccountError;
use crate::card;
use crate::cloud::Body;
use crate::gate::{Errand, Situation};
use crate::history::{Habit, expected};
use crate::home::HomeError;
use crate::policy::{self, Class, Intent, Standing};
use crate::ports::Method;
use crate::reasons::codes::CLOUD_BACKUP_OLD;
use crate::reasons::{Hold, WorkClass};
use crate::record::DeviceCard;
use crate::room;
use crate::store::lease::Lease;
use crate::store::records::{self, Record};
use crate::store::{findings, meta, windows, work};

/// How often the digest is compared.
const DRIFT_CHECK_MS: i64 = 24 * 3600 * 1000;
/// How far two clocks may differ before no photo is deleted for its age.
const CLOCK_VETO_MS: i64 = 24 * 3600 * 1000;
const DAY_MS: i64 = 24 * 3600 * 1000;
/// A backup that is older is told of.
const BACKUP_OLD_MS: i64 = 7 * DAY_MS;
/// A change of the clocks' difference that is worth noting.
const CLOCK_NEWS_S: i64 = 60;

impl Engine {
    /// What the rest leans on, and what is small and old: how far the clocks are apart, whether the cloud really has no
    /// room, a name that the server has not been told.
    pub(super) async fn before_the_rest(&self, lease: &Lease) -> Result<(), SyncError> {
        let offset_s = -self.session.cloud().clock_offset_ms() / 1000;
        let known: Option<i64> = self.home.read(|db| meta::load(db, meta::CLOCK_OFFSET)).await?;
        if known.is_none_or(|known| (known - offset_s).abs() > CLOCK_NEWS_S) {
            self.write(lease, move |db| meta::save(db, meta::CLOCK_OFFSET, &offset_s)).await?;
        }
        let situation = self.gate.situation(Standing::SignedIn, Intent::Pocket).await?;
        let holds = policy::decide(&situation.inputs).holds(Class::ALL);
        if holds.iter().any(|held| held.code() == codes::QUOTA_FULL) {
            self.look_for_room(lease).await?;
        }
        self.send_name(lease).await
    }

    async fn look_for_room(&self, lease: &Lease) -> Result<(), SyncError> {
        let usage: Usage = self.session.call(Method::Get, route::USAGE, Body::None).await?;
        let now = self.home.now();
        let day = now.to_zoned(self.home.ports.clock.zone()).date().to_string();
        let space = self.home.blocking(|home| home.ports.disk.space(&home.root)).await?;
        self.write(lease, move |db| {
            room::note_cloud(db, &usage, day, now)?;
            room::note_device(db, space, now)?;
            meta::save(db, meta::USAGE, &usage)
        })
        .await
    }

    async fn send_name(&self, lease: &Lease) -> Result<(), SyncError> {
        let Some(name) = self.home.read(|db| meta::load::<String>(db, meta::NAME_TO_SEND)).await? else {
            return Ok(());
        };
        // A name that can't be sealed will not be sealed tomorrow either; the card tells it to the other phones.
        if let Err(AccountError::Session(error)) = self.session.rename_device(self.device, &name).await {
            return Err(error.into());
        }
        self.write(lease, |db| meta::remove(db, meta::NAME_TO_SEND)).await
    }

    /// What is done once a run.
    pub(super) async fn housekeeping(&self, lease: &Lease) -> Result<(), SyncError> {
        let description: ServerDescription = self.session.call(Method::Get, route::SERVER, Body::None).await?;
        self.note_server(lease, &description).await?;
        self.note_account(lease).await?;
        self.note_backup(lease, &description).await?;
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
        self.remove_ended(self.home.read(records::left_behind).await?).await
    }

    /// Says when a server that is backed up was not backed up for long: what no backup has can't leave this phone.
    async fn note_backup(&self, lease: &Lease, description: &ServerDescription) -> Result<(), SyncError> {
        let age_ms = description.backed_up_at_ms.map(|at| description.time_ms.saturating_sub(at));
        let old = age_ms.filter(|age| *age > BACKUP_OLD_MS);
        let now_ms = self.home.now().as_millisecond();
        self.write(lease, move |db| match old {
            Some(age_ms) => {
                let evidence = serde_json::json!({ "days": age_ms / DAY_MS }).to_string();
                findings::raise(db, CLOUD_BACKUP_OLD, "", &evidence, now_ms)
            }
            None => findings::withdraw(db, CLOUD_BACKUP_OLD, ""),
        })
        .await
    }

    pub(super) async fn finish(&self, lease: &Lease, tally: &mut Tally) -> Result<(), SyncError> {
        let mut ahead = Ahead::default();
        self.step(tally, Class::Housekeeping, |_| self.look_after_the_cloud()).await?;
        self.step(tally, Class::Prefetch, |_| self.fetch_ahead(&mut ahead)).await?;
        Box::pin(self.optimise_by_setting(tally.intent)).await?;
        self.sweep_spool().await?;
        tally.outcome.received.parts += ahead.parts;
        tally.outcome.received.bytes += ahead.bytes;
        let equal = self.step(tally, Class::Housekeeping, |_| self.check_now_and_then(lease)).await?;
        if equal == Some(false) {
            let pulled = self.step(tally, Class::Records, |_| self.pull(lease)).await?.unwrap_or_default();
            tally.outcome.received.records += pulled.records;
            self.commit(lease, tally).await?;
        }
        self.step(tally, Class::Records, |_| self.look_for_room(lease)).await?;
        self.tell_others(lease, tally).await
    }

    /// Compares the digest if it is time. False if it differed.
    async fn check_now_and_then(&self, lease: &Lease) -> Result<bool, SyncError> {
        let now_ms = self.home.now().as_millisecond();
        let checked: Option<i64> = self.home.read(|db| meta::load(db, meta::DIGEST_CHECKED)).await?;
        let due = checked.is_none_or(|checked| now_ms - checked > DRIFT_CHECK_MS || checked > now_ms);
        let equal = !due || self.check_drift(lease).await?;
        if due {
            self.write(lease, move |db| meta::save(db, meta::DIGEST_CHECKED, &now_ms)).await?;
        }
        Ok(equal)
    }

    /// Brings this device's card up to date for the other phones: when what it says has changed, else once a day.
    async fn tell_others(&self, lease: &Lease, tally: &mut Tally) -> Result<(), SyncError> {
        if self.gate.allows(Errand::work(Class::Records, tally.intent)).await?.is_err() {
            return Ok(());
        }
        let (id, now) = (self.secrets.device_card_id(&self.device), self.home.now());
        let situation = self.gate.situation(Standing::SignedIn, Intent::Pocket).await?;
        let holds = self.gate.holds(&situation, &tally.short).await?;
        let full = tally.full.map(|_| Hold::new(codes::QUOTA_FULL, WorkClass::Originals, now));
        let first_hold = holds.into_iter().find(|hold| !hold.is_aside()).or(full);
        let well = tally.reached_head && first_hold.is_none();
        let state = self.card_state(&situation, first_hold).await?;
        let told = self
            .write(lease, move |db| {
                let Some(mut record) = records::load(db, &id)?.filter(Record::shown) else { return Ok(false) };
                let Ok(before) = record.doc.view::<DeviceCard>() else { return Ok(false) };
                let settled = work::backlog(db)? == work::Backlog::default() && records::count_dirty(db)? == 0;
                let last_success = if well && settled { Some(now) } else { state.last_success };
                let after = card::card(&before, &card::State { last_success, ..state }, now);
                if !card::is_news(&before, &after) {
                    return Ok(false);
                }
                record.doc.update(Some(&before), &after);
                record.dirty = record.base.as_ref() != Some(&record.doc);
                records::save(db, &record, now)?;
                Ok(record.dirty)
            })
            .await?;
        if told {
            self.commit(lease, tally).await?;
        }
        Ok(())
    }

    /// What this phone has to say of itself now.
    pub(crate) async fn card_state(
        &self,
        situation: &Situation,
        first_hold: Option<Hold>,
    ) -> Result<card::State, HomeError> {
        let (app_version, zoned) = (self.session.cloud().client().to_owned(), situation.inputs.now.clone());
        let read = move |db: &rusqlite::Connection| {
            let backlog = work::backlog(db)?;
            let last: Option<i64> = meta::load(db, meta::LAST_SUCCESS)?;
            let habit = Habit::of(&windows::windows(db, jiff::Timestamp::UNIX_EPOCH)?);
            Ok(card::State {
                backlog: backlog.originals,
                last_success: last.and_then(|last| jiff::Timestamp::from_millisecond(last).ok()),
                first_hold,
                battery: None,
                charging: None,
                app_version,
                expected: expected(&habit, backlog.bytes, &zoned).filter(|_| backlog.originals > 0),
            })
        };
        Ok(self.home.read(read).await?.powered(&situation.inputs.facts))
    }
}
