//! How it stands: in one sentence, in numbers, and whether this device may be erased.

use std::sync::Arc;

use jiff::Timestamp;
use safelight_protocol::RecordId;
use safelight_protocol::server::Usage as CloudRoom;
use serde::Serialize;

use crate::home::{Home, HomeError};
use crate::policy::Intent;
use crate::reasons::{Hold, WorkClass, codes};
use crate::room::{self, Forecast};
use crate::safelight::{Safelight, SafelightError, SignIn};
use crate::sentences::Sentences;
use crate::store::files::Owner;
use crate::store::findings::{self, StoredFinding};
use crate::store::room as rows;
use crate::store::timeline::Counts;
use crate::store::{files, lease, ledger, meta, records, timeline, work};
use crate::sync::Pending;

/// What kind of state the library is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusState {
    /// Nothing is left to do.
    UpToDate,
    /// There is something to do, and nothing holds it up.
    Syncing,
    /// Something holds it up.
    Waiting,
    /// The person must look at something.
    Attention,
    /// Nobody is signed in.
    SignedOut,
}

/// How it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// In a word.
    pub state: StatusState,
    /// When the last run ended with nothing left to do.
    pub last_success: Option<Timestamp>,
    /// What is left.
    pub pending: Pending,
    /// Why it is left: what the policy says now, then what the last run met.
    pub holds: Vec<Hold>,
    /// What the person should look at.
    pub findings: Vec<StoredFinding>,
    /// Photos and videos whose original is in the cloud.
    pub safe: u64,
    /// When put-off work is tried again.
    pub next: Option<Timestamp>,
}

/// Room, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UsageReport {
    /// In the cloud.
    pub cloud: CloudUsage,
    /// On this device.
    pub device: DeviceUsage,
}

/// What the cloud holds, in bytes. What the server says is as of the last run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CloudUsage {
    /// The most that may be stored; none before the first run.
    pub quota: Option<u64>,
    /// What is stored.
    pub used: Option<u64>,
    /// What is planned and not stored yet.
    pub reserved: Option<u64>,
    /// Originals of photos.
    pub photos: u64,
    /// Originals of videos.
    pub videos: u64,
    /// Previews and thumbnails.
    pub derivatives: u64,
    /// Originals in the trash.
    pub recently_deleted: u64,
    /// What of the quota is kept for thumbnails and what else is small.
    pub kept_for_small: Option<u64>,
    /// What this device has to send.
    pub pending: u64,
    /// Originals that only other phones have, and have to send.
    pub pending_elsewhere: u64,
    /// When it will be full; none while too little is known.
    pub forecast: Option<Forecast>,
}

/// What is on this device, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DeviceUsage {
    /// Free on the disk.
    pub free: Option<u64>,
    /// Originals of photos, ours.
    pub photos: u64,
    /// Originals of videos, ours.
    pub videos: u64,
    /// Originals that stay where they are.
    pub borrowed: u64,
    /// Of the originals that are ours: those that only this device has.
    pub only_here: u64,
    /// Of the originals that are ours: those that may leave when room runs low, if the cloud proves to hold them.
    pub could_leave: u64,
    /// Previews and thumbnails.
    pub derivatives: u64,
    /// The database.
    pub database: u64,
    /// Files on their way.
    pub spool: u64,
}

/// May this device be erased?
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EraseCheck {
    /// Whether nothing would be lost.
    pub ready: bool,
    /// Originals on this device that the cloud has proven to hold just now.
    pub proven: u64,
    /// Originals on this device.
    pub of: u64,
    /// What would be lost: originals that are not proven, and photos with changes that were not sent.
    pub lost_if_erased: Vec<RecordId>,
}

impl StatusState {
    /// Its name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::UpToDate => "up_to_date",
            Self::Syncing => "syncing",
            Self::Waiting => "waiting",
            Self::Attention => "attention",
            Self::SignedOut => "signed_out",
        }
    }
}

impl Status {
    /// All reasons, the true one first: what holds work up, and what the person should look at.
    pub fn reasons(&self) -> Vec<Hold> {
        let (files, others): (Vec<Hold>, Vec<Hold>) = self.holds.iter().cloned().partition(Hold::names_a_file);
        // What a hold says of everything is not said again by the finding that it led to.
        let told = |code: &str| others.iter().any(|hold| hold.code == code);
        let findings = self.findings.iter().map(StoredFinding::reason).filter(|finding| !told(&finding.code));
        let findings: Vec<Hold> = findings.collect();
        if self.state == StatusState::Attention {
            // Nothing waits but single files: they, or a finding, are what it is about.
            files.into_iter().chain(findings).chain(others).collect()
        } else {
            self.holds.iter().cloned().chain(findings).collect()
        }
    }

    /// The state in one sentence, with the first reason where there is one.
    pub fn sentence(&self, sentences: &Sentences) -> String {
        let reason = self.reasons().first().map(|reason| reason.sentence(sentences)).unwrap_or_default();
        let elsewhere =
            self.state == StatusState::Syncing && self.holds.iter().any(|hold| hold.code == codes::ENG_LOCK);
        let state = if elsewhere { ELSEWHERE } else { self.state.name() };
        let numbers = [("safe", self.safe.into()), ("pending", self.pending.originals.into())];
        let arguments = numbers.into_iter().chain([("reason", reason.into())]);
        let arguments = arguments.map(|(name, value)| (name.to_owned(), value)).collect();
        sentences.with(&format!("status-{state}"), &arguments)
    }
}

impl Safelight {
    /// How it stands, under facts and settings as they are now. Asks nobody.
    pub async fn status(&self) -> Result<Status, HomeError> {
        let now = self.home().now();
        let situation = self.situation(Intent::Pocket).await?;
        let holds = self.gate().holds(&situation, &[]).await?;
        let sign_in = self.sign_in_state().await;
        let mut status = self
            .home()
            .read(move |db| {
                let backlog = work::backlog(db)?;
                let pending = Pending {
                    records: records::count_dirty(db)?,
                    thumbnails: backlog.thumbnails,
                    originals: backlog.originals,
                    bytes: backlog.bytes,
                };
                let last: Option<i64> = meta::load(db, meta::LAST_SUCCESS)?;
                Ok(Status {
                    state: StatusState::Syncing,
                    last_success: last.and_then(|last| Timestamp::from_millisecond(last).ok()),
                    pending,
                    holds: meta::load(db, meta::HOLDS)?.unwrap_or_default(),
                    findings: findings::list(db)?,
                    safe: timeline::counts(db)?.safe,
                    next: work::next_attempt(db, now)?.and_then(|next| Timestamp::from_millisecond(next).ok()),
                })
            })
            .await?;
        status.holds = crate::sync::holds_with(holds, status.holds);
        let running = self.elsewhere().await?;
        if running.is_some() {
            let lock = Hold::new(codes::ENG_LOCK, WorkClass::Everything, now);
            status.holds = crate::sync::holds_with(status.holds, vec![lock]);
        }
        status.state = state_of(&status, &sign_in, running);
        Ok(status)
    }

    /// What another process that holds the engine is about; none where none does.
    async fn elsewhere(&self) -> Result<Option<Elsewhere>, HomeError> {
        let (own, clock) = (self.holder().to_owned(), Arc::clone(&self.home().ports.clock));
        let left = self.home().read(move |db| lease::left_to_another(db, lease::ENGINE, &own, clock.as_ref())).await?;
        Ok(left.map(|left| if crate::sync::is_fresh(left) { Elsewhere::Runs } else { Elsewhere::Hangs }))
    }

    /// Room in the cloud and on this device.
    pub async fn usage(&self) -> Result<UsageReport, HomeError> {
        let (counts, cloud, local, split) = self
            .home()
            .read(|db| {
                Ok((
                    timeline::counts(db)?,
                    meta::load::<CloudRoom>(db, meta::USAGE)?,
                    files::bytes(db)?,
                    files::originals(db)?,
                ))
            })
            .await?;
        let (derivatives, ahead, here) =
            self.home().read(|db| Ok((files::derivatives_in_cloud(db)?, room::outlook(db)?, rows::here(db)?))).await?;
        let only_here = here.iter().filter(|one| one.owner == Owner::Ours && !one.in_cloud).map(|one| one.bytes).sum();
        let disk = self.home().blocking(on_disk).await?;
        Ok(UsageReport {
            cloud: cloud_usage(counts, cloud, derivatives, ahead),
            device: DeviceUsage {
                free: disk.free,
                photos: split.photos,
                videos: split.videos,
                borrowed: local.1,
                only_here,
                could_leave: room::could_leave(&here),
                derivatives: local.0.saturating_sub(split.photos + split.videos),
                database: disk.database,
                spool: disk.spool,
            },
        })
    }

    /// Whether everything on this device is proven to be in the cloud: the server re-reads each part from its own disk
    /// and answers a fresh question about it, and the answer is compared with the file here.
    ///
    /// # Errors
    /// Where the cloud can't be asked: then the answer is not known.
    pub async fn erase_check(&self) -> Result<EraseCheck, SafelightError> {
        let engine = self.engine_or_signed_out()?;
        let originals = self.home().read(timeline::local_originals).await?;
        let mut lost: std::collections::BTreeSet<RecordId> =
            self.home().read(records::unsent_ids).await?.into_iter().collect();
        let (mut proven, of) = (0, originals.len());
        let outcomes = engine.prove_all(originals.into_iter().map(|(id, ..)| id).collect()).await?;
        for (id, outcome) in outcomes {
            if outcome.is_held() {
                proven += 1;
            } else {
                lost.insert(id);
            }
        }
        let lost_if_erased: Vec<RecordId> = lost.into_iter().collect();
        Ok(EraseCheck { ready: lost_if_erased.is_empty(), proven, of: u64::try_from(of).unwrap_or(0), lost_if_erased })
    }

    /// All bytes that this device ever moved for Safelight: `(sent, received)`.
    pub async fn bytes_ever(&self) -> Result<(u64, u64), HomeError> {
        self.home().read(ledger::total).await
    }
}

/// The sentence of a library that another process syncs.
const ELSEWHERE: &str = "elsewhere";

/// Another process that holds the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Elsewhere {
    /// It has said lately that it is at work.
    Runs,
    /// It has not.
    Hangs,
}

fn state_of(status: &Status, sign_in: &SignIn, elsewhere: Option<Elsewhere>) -> StatusState {
    if !matches!(sign_in, SignIn::Active(_)) {
        return StatusState::SignedOut;
    }
    let runs = |hold: &Hold| hold.code == codes::ENG_LOCK && elsewhere == Some(Elsewhere::Runs);
    let stopped = status.holds.iter().any(|hold| !hold.names_a_file() && !hold.is_aside() && !runs(hold));
    let set_aside = status.holds.iter().any(Hold::names_a_file);
    if stopped && !status.pending.is_empty() {
        StatusState::Waiting
    } else if set_aside || status.findings.iter().any(|finding| finding.code == crate::sync::CONTESTED) {
        StatusState::Attention
    } else if stopped {
        StatusState::Waiting
    } else if status.pending.is_empty() && elsewhere.is_none() {
        StatusState::UpToDate
    } else {
        StatusState::Syncing
    }
}

fn cloud_usage(counts: Counts, room: Option<CloudRoom>, derivatives: u64, ahead: room::Outlook) -> CloudUsage {
    CloudUsage {
        quota: room.map(|room| room.quota),
        used: room.map(|room| room.used),
        reserved: room.map(|room| room.reserved),
        photos: counts.photo_bytes,
        videos: counts.video_bytes,
        derivatives,
        recently_deleted: counts.trash_bytes,
        kept_for_small: room.map(|room| room.kept_for_small),
        pending: ahead.pending,
        pending_elsewhere: ahead.pending_elsewhere,
        forecast: ahead.forecast,
    }
}

struct OnDisk {
    free: Option<u64>,
    database: u64,
    spool: u64,
}

fn on_disk(home: &Home) -> OnDisk {
    let disk = &home.ports.disk;
    let bytes = |path: &str| disk.stamp(&home.root.join(path)).map_or(0, |stamp| stamp.bytes);
    let spool = disk.list(&home.root.join("incoming")).unwrap_or_default();
    OnDisk {
        free: disk.space(&home.root).map(|space| space.free),
        database: bytes("library.db") + bytes("library.db-wal"),
        spool: spool.iter().map(|found| found.stamp.bytes).sum(),
    }
}
