//! What to ask of the system next: when it should let the engine run again, and under which constraints.
//!
//! [`wake_plan`] is a pure function of the verdicts, what waits and what the phone learnt of itself. Each request says what a
//! shell needs to fill in a `BGAppRefreshTaskRequest` or `BGProcessingTaskRequest`, a `JobInfo` or a WorkManager request: network
//! class, charger, not before, how many bytes, and whether it is a short refresh or long work.
//!
//! - A constraint is asked for only where it is what lifts a hold, or what the limits of the work need: whoever asks for more
//!   waits longer than they must.
//! - What only the person can end is not waited for by the system: there is no request for that work, and the codes of why
//!   are told. Once a day the phone wants to tell the others how it stands all the same, where records may go.
//! - It promises no time: the system grants slots as it likes.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::history::Habit;
use crate::home::HomeError;
use crate::policy::{Allowance, Backlog, Change, Class, Held, Inputs, Intent, Mend, Verdict, decide};
use crate::safelight::Safelight;
use crate::store::work;

/// Work that is over within so long fits into a short refresh.
const SHORT_S: u64 = 20;
/// Bytes a second that are reckoned with before anything is known.
const RATE: u64 = 500_000;
/// Without anything else to do a phone looks for news so often.
const NEWS: SignedDuration = SignedDuration::from_hours(24);
/// What passes by itself at no known time is looked at again after this.
const LATER: SignedDuration = SignedDuration::from_hours(1);

/// Over which networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WakeNetwork {
    /// None is needed.
    None,
    /// Any.
    Any,
    /// One that does not cost.
    Unmetered,
}

/// What kind of slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WakeKind {
    /// Some seconds, often.
    ShortRefresh,
    /// Minutes, when the phone is idle.
    LongProcessing,
}

/// One thing to ask of the system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WakeRequest {
    /// What kind of slot.
    pub kind: WakeKind,
    /// For which classes of work.
    pub classes: Vec<Class>,
    /// Over which network.
    pub network: WakeNetwork,
    /// Whether only while it charges.
    pub charger: bool,
    /// Not before; none: as soon as the system likes.
    pub not_before: Option<Timestamp>,
    /// Bytes that are to be sent, roughly.
    pub bytes: u64,
}

/// What to ask of the system.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct WakePlan {
    /// At most one of each kind, the short one first.
    pub requests: Vec<WakeRequest>,
    /// Codes of what the system can't wait for: the person must end it.
    pub asleep: Vec<String>,
}

/// What one hold asks of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constraint {
    /// A charger.
    Charger,
    /// Any network.
    AnyNetwork,
    /// One that does not cost.
    Unmetered,
    /// To wait until then.
    NotBefore(Timestamp),
    /// To look again later: it passes by itself, and nobody knows when.
    Later,
    /// Nothing: the person must end it.
    Person,
}

/// What a hold asks of the system: the first of its lifts that the system can wait for.
pub fn constraint(held: &Held) -> Constraint {
    let by_system = held.lifts.iter().find_map(|lift| {
        let fact = |wanted: &str| {
            lift.changes.iter().find_map(|change| match change {
                Change::Fact { key, value } if key == wanted => Some(value.as_str()),
                _ => None,
            })
        };
        let only_facts = lift.changes.iter().all(|change| matches!(change, Change::Fact { .. }));
        match lift.changes.as_slice() {
            [Change::Time { until }] => Some(Constraint::NotBefore(*until)),
            [Change::ServerAnswers] => Some(Constraint::Later),
            _ if !only_facts => None,
            _ if fact("charging").is_some() => Some(Constraint::Charger),
            _ if fact("metered") == Some("false") => Some(Constraint::Unmetered),
            _ if fact("network").is_some() => Some(Constraint::AnyNetwork),
            // What passes by itself; what the person must mend the system can't wait for.
            _ if fact("system").is_some() => (held.cause.mend() == Mend::Others).then_some(Constraint::Later),
            _ if ["thermal", "low_power", "validated", "captive", "roaming", "constrained"]
                .iter()
                .any(|key| fact(key).is_some()) =>
            {
                Some(Constraint::Later)
            }
            _ => None,
        }
    });
    by_system.unwrap_or(Constraint::Person)
}

/// What to ask of the system, given what is allowed now, what waits and what was learnt.
pub fn wake_plan(inputs: &Inputs, wanted: &[Class], next_try: Option<Timestamp>, habit: &Habit) -> WakePlan {
    let verdicts = decide(inputs);
    let now = inputs.now.timestamp();
    let mut plan = WakePlan::default();
    let mut wishes: Vec<WakeRequest> = Vec::new();
    for class in wanted.iter().copied() {
        match wish(class, verdicts.of(class), inputs, habit) {
            Ok(mut request) => {
                // What was put off is tried again at its time and not before; what is new is not.
                if let (Some(next), true) = (next_try.filter(|next| *next > now), class == Class::Records) {
                    request.not_before = Some(request.not_before.map_or(next, |before| before.min(next)));
                }
                wishes.push(request);
            }
            Err(codes) => {
                plan.asleep.extend(codes.into_iter().filter(|code| !plan.asleep.contains(code)).collect::<Vec<_>>())
            }
        }
    }
    for kind in [WakeKind::ShortRefresh, WakeKind::LongProcessing] {
        plan.requests.extend(wishes.iter().filter(|wish| wish.kind == kind).cloned().reduce(together));
    }
    plan
}

/// Two requests of a kind as one, under the looser constraints: a slot does what may be done in it.
fn together(one: WakeRequest, other: WakeRequest) -> WakeRequest {
    WakeRequest {
        kind: one.kind,
        classes: [one.classes, other.classes].concat(),
        network: one.network.min(other.network),
        charger: one.charger && other.charger,
        not_before: one.not_before.zip(other.not_before).map(|(one, other)| one.min(other)),
        bytes: one.bytes.saturating_add(other.bytes),
    }
}

/// What a class asks for, or the codes of what only the person can end.
fn wish(class: Class, verdict: &Verdict, inputs: &Inputs, habit: &Habit) -> Result<WakeRequest, Vec<String>> {
    let now = inputs.now.timestamp();
    let bytes = waiting(class, &inputs.backlog);
    let rate = habit.rate().unwrap_or(RATE).max(1);
    let heavy = !matches!(class, Class::Records | Class::Thumbnails);
    let kind = if heavy && bytes / rate > SHORT_S { WakeKind::LongProcessing } else { WakeKind::ShortRefresh };
    let request =
        WakeRequest { kind, classes: vec![class], network: WakeNetwork::Any, charger: false, not_before: None, bytes };
    match verdict {
        Verdict::Run { limits, .. } => {
            let unpaid = limits.paid == Allowance::Nothing;
            let news = class == Class::Records && bytes == 0;
            Ok(WakeRequest {
                network: if unpaid { WakeNetwork::Unmetered } else { WakeNetwork::Any },
                not_before: news.then(|| now + NEWS),
                ..request
            })
        }
        Verdict::Hold { holds } => {
            let persons: Vec<String> = holds
                .iter()
                .filter(|held| constraint(held) == Constraint::Person)
                .map(|held| held.code().to_owned())
                .collect();
            if persons.is_empty() {
                Ok(holds.iter().fold(request, |request, held| under(request, held, now)))
            } else {
                Err(persons)
            }
        }
    }
}

/// A request under what one more hold asks.
fn under(request: WakeRequest, held: &Held, now: Timestamp) -> WakeRequest {
    let not_before = |at: Timestamp| Some(request.not_before.map_or(at, |before| before.max(at)));
    match constraint(held) {
        Constraint::Charger => WakeRequest { charger: true, ..request },
        Constraint::Unmetered => WakeRequest { network: WakeNetwork::Unmetered, ..request },
        Constraint::NotBefore(at) => WakeRequest { not_before: not_before(at), ..request },
        Constraint::Later => WakeRequest { not_before: not_before(now + LATER), ..request },
        Constraint::AnyNetwork | Constraint::Person => request,
    }
}

fn waiting(class: Class, backlog: &Backlog) -> u64 {
    match class {
        Class::Thumbnails => backlog.thumbnails.bytes,
        Class::Photos => backlog.photos.bytes,
        Class::Videos => backlog.videos.bytes,
        Class::Records | Class::OnDemand | Class::Prefetch | Class::Housekeeping => 0,
    }
}

impl Safelight {
    /// What to ask of the system before this app sleeps.
    pub async fn wake_plan(&self) -> Result<WakePlan, HomeError> {
        let situation = self.situation(Intent::Pocket).await?;
        let now = self.home().now();
        let next = self.home().read(move |db| work::next_attempt(db, now)).await?;
        let next = next.and_then(|next| Timestamp::from_millisecond(next).ok());
        Ok(wake_plan(&situation.inputs, &situation.wanted, next, &self.habit().await?))
    }
}

#[cfg(test)]
mod tests;
