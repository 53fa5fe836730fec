//! What deserves to disturb the person now. A phone that stopped three weeks ago opens no screen.
//!
//! [`alerts`] is a pure machine: what was raised before and what is so now, in; what stands and what is remembered, out. It
//! promises:
//!
//! - **Only what is worth it**: a cause that nobody but the person can mend and that has stood for an hour; or photos that
//!   have been waiting for three days while nothing became safe; or another phone that has gone silent.
//! - **At most once per cause.** An alert is new once, when it is raised; afterwards it only stands. A cause that comes back
//!   within a week of being mended stands again and is not new.
//! - **It withdraws itself** when what it names is mended.
//! - **An old card is told as past.** A silent phone is spoken of as it was when it was last heard of.
//!
//! What is told once is remembered on this phone: a person with three phones may be told of a fourth by each.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use safelight_protocol::DeviceId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::card;
use crate::history::History;
use crate::home::HomeError;
use crate::policy::Intent;
use crate::reasons::{self, Hold, Severity, Stops, Whose, WorkClass};
use crate::record::DeviceCard;
use crate::safelight::Safelight;
use crate::store::{findings, meta, windows, work};
use crate::telling::{Piece, Told};

/// A cause is an alert when it has stood so long: what mends itself by then disturbs nobody.
const STANDS: SignedDuration = SignedDuration::from_hours(1);
/// Photos that wait so long while nothing becomes safe are one.
const WAITING: SignedDuration = SignedDuration::from_hours(3 * 24);
/// A phone that was not heard of for so long is silent: with photos to go, and without.
const SILENT: SignedDuration = SignedDuration::from_hours(3 * 24);
const SILENT_AND_WELL: SignedDuration = SignedDuration::from_hours(14 * 24);
/// A cause that comes back within so long is the same.
const SAME: SignedDuration = SignedDuration::from_hours(7 * 24);
/// After so long what was mended is forgotten.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Another phone is silent: the code of that alert.
const SILENT_CODE: &str = "bg.silent";
/// The cause of photos that wait, whatever they wait for.
const WAITING_CAUSE: &str = "waiting";

/// What the machine looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The time.
    pub now: Timestamp,
    /// Originals that this phone has to send.
    pub backlog: u64,
    /// Since when the oldest of them waits.
    pub waiting_since: Option<Timestamp>,
    /// When an original last became safe.
    pub last_safe: Option<Timestamp>,
    /// What holds this phone up, in order.
    pub holds: Vec<Hold>,
    /// What was found and stays until it is mended: a code, its arguments, since when.
    pub findings: Vec<Hold>,
    /// The other phones' cards.
    pub cards: Vec<DeviceCard>,
}

/// What is remembered of a cause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Raised {
    /// When it was first told.
    pub at: Timestamp,
    /// When it was mended; none while it stands.
    pub mended: Option<Timestamp>,
}

/// What was raised, by cause.
pub type Memory = BTreeMap<String, Raised>;

/// Something that deserves to disturb the person.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// The code in the shared vocabulary.
    pub code: String,
    /// The other phone that it is about; none: this one.
    pub device: Option<DeviceId>,
    /// In a sentence.
    pub told: Told,
    /// Arguments for the code's own sentences.
    pub evidence: Map<String, Value>,
    /// Since when.
    pub since: Timestamp,
    /// Whether it is told for the first time. Only then it should disturb.
    pub new: bool,
    cause: String,
}

impl Alert {
    fn of(cause: String, hold: &Hold, told: Told) -> Self {
        let since = Timestamp::from_millisecond(hold.since_ms).unwrap_or(Timestamp::UNIX_EPOCH);
        Self { code: hold.code.clone(), device: None, told, evidence: hold.evidence.clone(), since, new: false, cause }
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        reasons::reason(&self.code).map_or(Severity::Warning, |reason| reason.severity.max(Severity::Warning))
    }
}

/// What stands now, and what is to be remembered.
pub fn alerts(memory: &Memory, standing: &Standing) -> (Vec<Alert>, Memory) {
    let now = standing.now;
    let mut found = own(standing);
    found.extend(standing.cards.iter().filter_map(|card| silent(card, now)));
    let mut after = memory.clone();
    for alert in &mut found {
        let before = after.get(&alert.cause);
        let same = |raised: &&Raised| raised.mended.is_none_or(|mended| now.duration_since(mended) < SAME);
        alert.new = before.filter(same).is_none();
        let at = if alert.new { now } else { before.map_or(now, |raised| raised.at) };
        after.insert(alert.cause.clone(), Raised { at, mended: None });
    }
    for (cause, raised) in &mut after {
        if raised.mended.is_none() && !found.iter().any(|alert| alert.cause == *cause) {
            raised.mended = Some(now);
        }
    }
    after.retain(|_, raised| raised.mended.is_none_or(|mended| now.duration_since(mended) < FORGOTTEN));
    (found, after)
}

/// What this phone has to say of itself.
fn own(standing: &Standing) -> Vec<Alert> {
    let now = standing.now;
    let stood = |hold: &&Hold| now.as_millisecond() - hold.since_ms >= i64::try_from(STANDS.as_millis()).unwrap_or(0);
    let mut found: Vec<Alert> = Vec::new();
    for hold in standing.holds.iter().chain(&standing.findings).filter(stood).filter(|hold| persons(hold)) {
        if !found.iter().any(|alert| alert.code == hold.code) {
            let reason = Piece::Reason(hold.code.clone(), hold.evidence.clone());
            let told = Told::new("alert-cause").with("reason", reason);
            found.push(Alert::of(format!("own:{}", hold.code), hold, told));
        }
    }
    // One that names the cause is enough.
    if found.is_empty() { waiting(standing).into_iter().collect() } else { found }
}

/// Whether nobody but the person can mend it, and it is not what they chose.
fn persons(hold: &Hold) -> bool {
    reasons::reason(&hold.code).is_some_and(|reason| {
        reason.whose == Whose::Person && reason.severity == Severity::Error && reason.stops != Stops::Nothing
    })
}

/// Photos that wait for three days while nothing becomes safe.
fn waiting(standing: &Standing) -> Option<Alert> {
    let (now, since) = (standing.now, standing.waiting_since?);
    let quiet = standing.last_safe.is_none_or(|safe| now.duration_since(safe) >= WAITING);
    if standing.backlog == 0 || !quiet || now.duration_since(since) < WAITING {
        return None;
    }
    let unexplained = || Hold::new("bg.no_window", WorkClass::Everything, since);
    let hold = standing.holds.iter().find(|hold| !hold.is_aside() && !hold.names_a_file());
    let hold = hold.cloned().unwrap_or_else(unexplained);
    let days = u64::try_from(now.duration_since(since).as_hours() / 24).unwrap_or(0);
    let evidence_days = days.max(u64::from(hold.code == "bg.no_window"));
    let told = Told::new("alert-waiting")
        .with("backlog", Piece::Number(standing.backlog))
        .with("days", Piece::Number(days))
        .with("reason", Piece::Reason(hold.code.clone(), hold.clone().with("days", evidence_days).evidence));
    Some(Alert { since, ..Alert::of(WAITING_CAUSE.to_owned(), &hold.with("days", days), told) })
}

/// Another phone that has gone silent.
fn silent(card: &DeviceCard, now: Timestamp) -> Option<Alert> {
    let at = card::told_at(card)?;
    let bound = if card.backlog > 0 || card.first_hold.is_some() { SILENT } else { SILENT_AND_WELL };
    if now.duration_since(at) < bound {
        return None;
    }
    let hold = Hold::new(SILENT_CODE, WorkClass::Everything, at).with("phone", card.name.as_str());
    let told = card::explain(card, now).told;
    Some(Alert { device: Some(card.device), ..Alert::of(format!("silent:{}", card.device), &hold, told) })
}

/// The name under which the store keeps what was raised.
const MEMORY: &str = "alerts";

impl Safelight {
    /// What deserves to disturb the person now. What is told here counts as told: the next time it is not new.
    pub async fn alerts(&self) -> Result<Vec<Alert>, HomeError> {
        let situation = self.situation(Intent::Pocket).await?;
        let holds = self.gate().holds(&situation, &[]).await?;
        let own = self.viewer().device;
        let cards = self.cards().await?.into_iter().filter(|card| Some(card.device) != own).collect();
        let now = self.home().now();
        let standing = self
            .home()
            .read(move |db| {
                let time = |ms: Option<i64>| ms.and_then(|ms| Timestamp::from_millisecond(ms).ok());
                let known = History { windows: windows::windows(db, Timestamp::UNIX_EPOCH)?, decisions: Vec::new() };
                let safe = known.windows.iter().filter(|window| window.moved.originals > 0).map(|window| window.until);
                Ok(Standing {
                    now,
                    backlog: work::backlog(db)?.originals,
                    waiting_since: time(work::oldest(db)?),
                    last_safe: safe.max(),
                    holds: crate::sync::holds_with(holds, meta::load(db, meta::HOLDS)?.unwrap_or_default()),
                    findings: findings::list(db)?.iter().map(found).collect(),
                    cards,
                })
            })
            .await?;
        let memory: Memory = self.home().read(|db| meta::load(db, MEMORY)).await?.unwrap_or_default();
        let (found, after) = alerts(&memory, &standing);
        if after != memory {
            self.home().write_quietly(move |db| meta::save(db, MEMORY, &after)).await?;
        }
        Ok(found)
    }
}

fn found(finding: &findings::StoredFinding) -> Hold {
    let evidence = serde_json::from_str(&finding.evidence).unwrap_or_default();
    let hold = Hold::new(&finding.code, WorkClass::Files, Timestamp::UNIX_EPOCH);
    Hold { evidence, since_ms: finding.since_ms, ..hold }
}

#[cfg(test)]
mod tests;
