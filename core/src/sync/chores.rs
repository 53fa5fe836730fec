//! What a run does beside sending and fetching: dates, room, checks, and the card that other phones read.

use safelight_protocol::codes;
use safelight_protocol::route;
use safelight_protocol::server::{ServerDescription, Usage};

use super::ahead::Ahead;
use super::run::Tally;
use super::{Engine, SyncError};
use crate::account::AccountError;
use crate::cloud::Body;
use crate::gate::Errand;
use crate::policy::{self, Class, Intent, Standing};
use crate::ports::Method;
use crate::record::DeviceCard;
use crate::room;
use crate::store::lease::Lease;
use crate::store::records::{self, Record};
use crate::store::{meta, work};

/// How often the digest is compared.
const DRIFT_CHECK_MS: i64 = 24 * 3600 * 1000;
/// How far two clocks may differ before no photo is deleted for its age.
const CLOCK_VETO_MS: i64 = 24 * 3600 * 1000;
const DAY_MS: i64 = 24 * 3600 * 1000;
/// A change of the clocks' difference that is worth noting.
const CLOCK_NEWS_S: i64 = 60;
/// In which steps other phones are told of the battery, in percent.
const BATTERY_BAND: u8 = 10;

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
        let first_hold = holds.into_iter().find(|hold| !hold.is_aside()).map(|hold| hold.code);
        let first_hold = first_hold.or_else(|| tally.full.map(|_| codes::QUOTA_FULL.to_owned()));
        // Others need to know roughly: a card for each percent would be a card a minute.
        let battery =
            situation.inputs.facts.battery.value().map(|percent| percent.value() / BATTERY_BAND * BATTERY_BAND);
        let told = self
            .write(lease, move |db| {
                let Some(mut record) = records::load(db, &id)?.filter(Record::shown) else { return Ok(false) };
                let Ok(before) = record.doc.view::<DeviceCard>() else { return Ok(false) };
                let backlog = work::backlog(db)?.originals;
                let told_at = before.last_success.as_deref().and_then(|at| at.parse::<jiff::Timestamp>().ok());
                let fresh = told_at.is_some_and(|at| (now.as_millisecond() - at.as_millisecond()).abs() < DAY_MS);
                let mut rest = before.rest.clone();
                match battery {
                    Some(battery) => rest.insert(BATTERY.to_owned(), battery.into()),
                    None => rest.remove(BATTERY),
                };
                let same = before.backlog == backlog && before.first_hold == first_hold && before.rest == rest;
                if fresh && same {
                    return Ok(false);
                }
                let last_success = Some(now.to_string());
                let after = DeviceCard { backlog, first_hold, last_success, rest, ..before.clone() };
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
}

/// The card's field for the battery.
const BATTERY: &str = "battery";
