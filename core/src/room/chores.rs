//! What is done about room by itself, in each run: after a look at what the cloud should hold, what the setting says.

use std::time::Duration;

use safelight_protocol::RecordId;

use super::leaving;
use super::optimise::Asked;
use super::repair::is_mendable;
use crate::gate::Errand;
use crate::home::{Home, HomeError};
use crate::policy::Intent;
use crate::ports::Space;
use crate::reasons::codes;
use crate::record::ResourceKind;
use crate::settings::Optimise;
use crate::store::{findings, meta, records, room as rows};
use crate::sync::{Engine, FetchError, SyncError, find};

/// How often the phone looks whether the cloud still holds what it should.
const LOOK_MS: i64 = 24 * 3600 * 1000;
/// How much is looked at then: those that were not looked at for the longest time.
const LOOK_BYTES: u64 = 256 * 1024 * 1024;
/// What is left over of a fetch that nobody went on with is swept after so long.
const LEFT_OVER: Duration = Duration::from_secs(24 * 3600);
/// The most bytes that fetches which were cut off may hold.
const SPOOL_BYTES: u64 = 1024 * 1024 * 1024;

/// How much of the disk a fetch takes before it is through: its pieces, and the whole that they become.
pub(crate) const WHILE_FETCHED: u64 = 2;

/// When the phone last looked, in milliseconds since 1970 UTC.
const LOOKED: &str = "room_looked";

impl Engine {
    /// Looks now and then whether the cloud still holds what is here, and sees to it that what it lost is sent again, and that
    /// what is not as it was here is put back.
    pub(crate) async fn look_after_the_cloud(&self) -> Result<(), SyncError> {
        let now_ms = self.home.now().as_millisecond();
        let looked: Option<i64> = self.home.read(|db| meta::load(db, LOOKED)).await?;
        let due = looked.is_none_or(|looked| now_ms - looked > LOOK_MS || looked > now_ms);
        let mut ids = self.named().await?;
        if due {
            ids.extend(self.home.read(move |db| Ok(longest_unproven(rows::here(db)?, now_ms))).await?);
        }
        for (id, outcome) in self.prove_all(ids).await? {
            if outcome.code().is_some_and(is_mendable) {
                self.repair(id).await?;
            }
        }
        if due {
            self.home.write_quietly(move |db| meta::save(db, LOOKED, &now_ms)).await?;
        }
        Ok(())
    }

    /// Photos that a finding names and whose original is in the cloud again by its records: it stands or falls by a proof.
    async fn named(&self) -> Result<Vec<RecordId>, HomeError> {
        self.home
            .write_quietly(|db| {
                let mut named = Vec::new();
                for finding in findings::list(db)? {
                    if finding.code != codes::CLOUD_DAMAGED && finding.code != codes::ITEM_CHANGED {
                        continue;
                    }
                    let Ok(id) = finding.subject.parse::<RecordId>() else { continue };
                    match records::load(db, &id)?.filter(|record| record.shown()) {
                        None => findings::withdraw(db, &finding.code, &finding.subject)?,
                        Some(record) if record.dirty => {}
                        Some(record) if record.base_asset().is_some_and(|base| base.original_in_cloud()) => {
                            named.push(id);
                        }
                        Some(_) => {}
                    }
                }
                named.dedup();
                Ok(named)
            })
            .await
    }

    /// Makes the room that the person's setting asks for, as far as it can be made now: a full disk does not hold this up.
    pub(crate) async fn optimise_by_setting(&self, intent: Intent) -> Result<(), SyncError> {
        let setting = self.gate.settings().await?.optimise;
        let wanted = self.home.blocking(move |home| wanted(home, setting)).await?;
        let errand = Errand::room(intent);
        if wanted == 0 || self.gate.allows(errand).await?.is_err() {
            return Ok(());
        }
        match errand.run(self.make_room(Some(wanted), Asked::BySetting)).await {
            Err(error) if error.held().is_none() => Err(error),
            _ => Ok(()),
        }
    }

    /// Makes room for a file that somebody opens, where the setting keeps room: the floor holds while it is fetched, too.
    pub(crate) async fn make_room_for(&self, id: RecordId, kind: ResourceKind) -> Result<(), FetchError> {
        let setting = self.gate.settings().await?.optimise;
        if setting == Optimise::Off || kind != ResourceKind::Original {
            return Ok(());
        }
        let (resource, local) = find(&self.home, id, kind).await?;
        if local.is_some() || resource.parts.is_none() {
            return Ok(());
        }
        let coming = resource.bytes.saturating_mul(WHILE_FETCHED);
        let wanted = self.home.blocking(move |home| wanted_with(home, setting, coming)).await?;
        if wanted > 0 {
            let made = Errand::room(Intent::Person).run(self.make_room(Some(wanted), Asked::BySetting));
            match made.await {
                Ok(_) => {}
                Err(SyncError::Home(error)) => return Err(error.into()),
                // No proof, no room: the file may fit all the same.
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Sweeps what interrupted fetches and power cuts left behind.
    pub(crate) async fn sweep_spool(&self) -> Result<(), HomeError> {
        self.home.blocking(sweep).await?
    }
}

/// How many bytes the setting wants to go now. Blocks.
pub(super) fn wanted(home: &Home, setting: Optimise) -> u64 {
    wanted_with(home, setting, 0)
}

/// The same, with bytes that are about to be written.
fn wanted_with(home: &Home, setting: Optimise, coming: u64) -> u64 {
    let space = home.ports.disk.space(&home.root);
    leaving::shortfall(setting, space.map(|space| Space { free: space.free.saturating_sub(coming), ..space }))
}

/// Whether the room that the setting keeps is still there after a fetch of so many bytes. Blocks.
pub(crate) fn keeps_room(home: &Home, setting: Optimise, bytes: u64) -> bool {
    wanted_with(home, setting, bytes.saturating_mul(WHILE_FETCHED)) == 0
}

/// As many originals as are looked at in one look, those first whose proof is oldest.
fn longest_unproven(mut here: Vec<rows::Here>, now_ms: i64) -> Vec<RecordId> {
    here.retain(|one| one.in_cloud && one.proven_ms <= now_ms.saturating_sub(LOOK_MS));
    here.sort_by_key(|one| (one.proven_ms, one.id));
    let mut bytes = 0_u64;
    let fits = here.iter().take_while(|one| {
        let first = bytes == 0;
        bytes = bytes.saturating_add(one.bytes);
        first || bytes <= LOOK_BYTES
    });
    fits.map(|one| one.id).collect()
}

/// Removes old pieces of fetches, then the oldest until what is left is within its bound.
fn sweep(home: &Home) -> Result<(), HomeError> {
    let mut pieces = home.ports.disk.list(&home.root.join("incoming"))?;
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.stamp.modified_ns));
    let now_ns = home.now().as_nanosecond();
    let mut bytes = 0_u64;
    for piece in pieces {
        bytes = bytes.saturating_add(piece.stamp.bytes);
        let age_ns = now_ns - i128::from(piece.stamp.modified_ns);
        let old = u128::try_from(age_ns).is_ok_and(|age| age > LEFT_OVER.as_nanos());
        if old || bytes > SPOOL_BYTES {
            home.ports.disk.remove(&piece.path)?;
        }
    }
    Ok(())
}
