//! What stands before every request: may it leave now, over this network, for this work?
//!
//! The policy decides ([`crate::policy`]); the gate gathers what it looks at, in one place, and sees to it that nothing
//! passes by. It promises:
//!
//! - **No byte without leave.** Every request of the engine and of the account goes through the one remote that asks here
//!   ([`crate::metered`]); what is not allowed is not sent, and comes back as [`RemoteError::Held`] with the code of why.
//! - **Leave can end.** A transfer in flight is watched: facts or settings that forbid it, said in this process or another,
//!   cut it within a second. So does a change of network, since leave was given for one; then it is asked for anew.
//! - **Never over a budget, retries counted.** What crosses a network that costs is booked before it leaves, as much as it may
//!   become, in the transaction that looks at the budget; afterwards it is put right. A kill loses nothing of that.
//!
//! It does not decide what is worth doing next, and it keeps no state: settings, facts and ledger are in the store, which
//! several processes share. The bytes that it counts are those of HTTP and, roughly, of TLS; what TCP and IP add is not
//! known here.
//!
//! What a person does at the account (signing in or out, passwords, the list of phones, checks of their own) is an *act*: it
//! waits for nothing but a network that must not be used at all, as [`policy::network_forbidden`] says. Whoever opens the
//! app to sign in on a phone whose sync is off or whose battery is low wants just that; whoever switched cellular data off
//! is taken at their word.

mod errand;
mod pass;
mod place;
mod reported;
mod wire;

use jiff::Timestamp;
use rusqlite::Connection;
use safelight_protocol::SMALL_PART_BYTES;
use safelight_protocol::server::Usage;
use tokio::sync::watch;

pub(crate) use errand::Errand;
pub(crate) use pass::{Pass, Withdrawn};
use reported::Reported;

use crate::facts::{Fact, FactError, Facts};
use crate::history;
use crate::home::{Home, HomeError, PHOTO_SCHEME};
use crate::policy::{
    self, Account, Backlog, Class, CloudRoom, Held, Inputs, Intent, Refusal, ServerPlace, Standing, Verdict,
};
use crate::reasons::Hold;
use crate::safelight::Identity;
use crate::settings::{Originals, SettingError, Settings};
use crate::store::{StoreError, ledger, meta, room, sources, timeline, windows, work};

/// Stands between one home and the network. Cheap to clone; clones share everything.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    home: Home,
    changed: watch::Sender<u64>,
    last_used: wire::LastUsed,
}

/// What the policy looks at, and which classes have anything to do.
#[derive(Debug, Clone)]
pub(crate) struct Situation {
    pub(crate) inputs: Inputs,
    /// In policy order. Following what others changed is always wanted.
    pub(crate) wanted: Vec<Class>,
}

/// What facts and settings are, as they are stored: to see whether somebody changed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fingerprint(Option<String>, Option<String>);

impl Gate {
    pub(crate) fn new(home: Home) -> Self {
        Self { home, changed: watch::Sender::new(0), last_used: wire::LastUsed::default() }
    }

    /// Wakes when this process changes facts or settings.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn tell_changed(&self) {
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// What a request's leave depends on: all but what waits, room in the cloud, and what the server said last. A run is
    /// itself the next try, whatever was refused before.
    fn conditions(&self, db: &Connection, place: Option<ServerPlace>, intent: Intent) -> Result<Inputs, StoreError> {
        let clock = &self.home.ports.clock;
        let now = clock.now().to_zoned(clock.zone());
        let place = match place {
            Some(place) => place,
            None => {
                let identity = meta::load::<Identity>(db, meta::IDENTITY)?;
                identity.map_or(ServerPlace::Internet, |identity| place::of(&identity.server))
            }
        };
        Ok(Inputs {
            settings: meta::load(db, meta::SETTINGS)?.unwrap_or_default(),
            facts: self.facts_in(db, now.timestamp())?,
            account: Account { standing: Standing::SignedIn, place, refusal: None, room: None },
            backlog: Backlog::default(),
            ledger: ledger::paid_on(db, &now.date().to_string())?,
            intent,
            now,
        })
    }

    /// What was said of the phone, over what it knows by itself, over a phone that is plugged in and on Wi-Fi.
    fn facts_in(&self, db: &Connection, now: Timestamp) -> Result<Facts, StoreError> {
        let mut facts = Facts::desktop_default(now);
        if let Some(space) = self.home.ports.disk.space(&self.home.root) {
            facts.free_bytes = Fact::known(space.free, now);
            facts.total_bytes = Fact::known(space.total, now);
        }
        if let Some(offset) = meta::load(db, meta::CLOCK_OFFSET)? {
            facts.clock_offset_s = Fact::known(offset, now);
        }
        meta::load::<Reported>(db, meta::FACTS)?.unwrap_or_default().say(&mut facts);
        Ok(facts)
    }

    /// What is so now.
    pub(crate) async fn facts(&self) -> Result<Facts, HomeError> {
        let gate = self.clone();
        self.home.read(move |db| gate.facts_in(db, gate.home.now())).await
    }

    /// What the person wants.
    pub(crate) async fn settings(&self) -> Result<Settings, HomeError> {
        Ok(self.home.read(|db| meta::load(db, meta::SETTINGS)).await?.unwrap_or_default())
    }

    /// Everything that the policy looks at.
    pub(crate) async fn situation(&self, standing: Standing, intent: Intent) -> Result<Situation, HomeError> {
        let gate = self.clone();
        self.home.read(move |db| gate.situation_in(db, standing, intent)).await
    }

    /// The same in a transaction of its caller.
    pub(crate) fn inputs_in(&self, db: &Connection) -> Result<Inputs, StoreError> {
        Ok(self.situation_in(db, Standing::SignedIn, Intent::Pocket)?.inputs)
    }

    fn situation_in(&self, db: &Connection, standing: Standing, intent: Intent) -> Result<Situation, StoreError> {
        let mut inputs = self.conditions(db, None, intent)?;
        let demand = work::demand(db)?;
        let usage: Option<Usage> = meta::load(db, meta::USAGE)?;
        inputs.account.standing = standing;
        inputs.account.refusal = meta::load::<Refusal>(db, meta::REFUSAL)?;
        inputs.account.room = usage.map(|usage| room(usage, &demand.backlog));
        inputs.backlog = demand.backlog;
        inputs.backlog.library = sources::paths(db)?.iter().any(|(_, name)| name == PHOTO_SCHEME);
        let mut wanted = vec![Class::Records];
        wanted.extend(demand.classes);
        let all = inputs.settings.originals == Originals::All && !timeline::elsewhere(db, 1, None)?.is_empty();
        if all || !room::pinned_elsewhere(db, 1)?.is_empty() {
            wanted.push(Class::Prefetch);
        }
        wanted.sort_unstable();
        Ok(Situation { inputs, wanted })
    }

    /// Whether an errand may be run now: bytes that are left to it, or the code of why not.
    pub(crate) async fn allows(&self, errand: Errand) -> Result<Result<u64, String>, HomeError> {
        let gate = self.clone();
        self.home
            .read(move |db| {
                Ok(errand.ruling(&gate.conditions(db, None, errand.intent())?).map(|left| left.unwrap_or(u64::MAX)))
            })
            .await
    }

    /// When time itself lifts the first of what holds work up; none where time alone lifts nothing.
    pub(crate) async fn lifted_at(&self, standing: Standing) -> Result<Option<Timestamp>, HomeError> {
        let Situation { inputs, wanted } = self.situation(standing, Intent::Pocket).await?;
        let now = inputs.now.timestamp();
        let lifted = held(&inputs, &wanted, Class::ALL).iter().filter_map(Held::passes_at).filter(|at| *at > now).min();
        Ok(lifted)
    }

    /// Facts and settings as they are stored.
    pub(crate) async fn fingerprint(&self) -> Result<Fingerprint, HomeError> {
        self.home.read(|db| Ok(Fingerprint(meta::text(db, meta::FACTS)?, meta::text(db, meta::SETTINGS)?))).await
    }

    /// Notes what was said of the phone: all of it or, if a key or value is wrong, nothing.
    pub(crate) async fn say_facts(&self, said: Vec<(String, String)>) -> Result<Result<(), FactError>, HomeError> {
        let now = self.home.now();
        self.change(move |db| {
            let mut reported = meta::load::<Reported>(db, meta::FACTS)?.unwrap_or_default();
            match said.into_iter().try_for_each(|(key, value)| reported.note(key, value, now)) {
                Ok(()) => meta::save(db, meta::FACTS, &reported).map(Ok),
                Err(error) => Ok(Err(error)),
            }
        })
        .await
    }

    /// Changes settings: all of it or, if a key or value is wrong, nothing.
    pub(crate) async fn say_settings(
        &self,
        said: Vec<(String, String)>,
    ) -> Result<Result<(), SettingError>, HomeError> {
        self.change(move |db| {
            let mut settings: Settings = meta::load(db, meta::SETTINGS)?.unwrap_or_default();
            match said.into_iter().try_for_each(|(key, value)| settings.set(&key, &value)) {
                Ok(()) => meta::save(db, meta::SETTINGS, &settings).map(Ok),
                Err(error) => Ok(Err(error)),
            }
        })
        .await
    }

    /// Forgets what was said under a name.
    pub(crate) async fn forget(&self, name: &'static str) -> Result<(), HomeError> {
        self.change(move |db| meta::remove(db, name)).await
    }

    async fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, HomeError> {
        let changed = self.home.write_quietly(change).await?;
        self.tell_changed();
        Ok(changed)
    }

    /// What holds up the work that there is, each with since when it has done so without a break. `short` are classes for
    /// which a budget has something left, and not enough.
    pub(crate) async fn holds(&self, situation: &Situation, short: &[Class]) -> Result<Vec<Hold>, HomeError> {
        let Situation { inputs, wanted } = situation;
        let held = held(inputs, wanted, short);
        let now = inputs.now.timestamp();
        let mut wanted = wanted.clone();
        wanted.push(Class::Housekeeping);
        let mut told: Vec<Hold> = held.iter().map(|held| held.told_among(&wanted, now)).collect();
        let told_now: Vec<(String, i64)> = told.iter().map(|hold| (hold.code.clone(), hold.since_ms)).collect();
        let since = self.home.blocking(move |home| since_in(home, told_now)).await??;
        self.note_decisions(situation).await?;
        for hold in &mut told {
            hold.since_ms = since.get(&hold.code).copied().unwrap_or(hold.since_ms);
        }
        Ok(told)
    }
}

impl Gate {
    /// Writes what changed of what is decided for the classes that have something to do: the ledger that tells the person
    /// afterwards what waited, since when and for what. What a person's own wish passes is no change.
    async fn note_decisions(&self, situation: &Situation) -> Result<(), HomeError> {
        if situation.inputs.intent == Intent::Person {
            return Ok(());
        }
        let decided = history::decided(&policy::decide(&situation.inputs), &situation.wanted);
        let now = situation.inputs.now.timestamp();
        self.home
            .blocking(move |home| {
                let standing = home.store().read(windows::standing)?;
                let same = decided.len() == standing.len()
                    && decided.iter().all(|decided| standing.get(&decided.class) == Some(&decided.code));
                if same { Ok(()) } else { home.store().write(|db| windows::decide(db, &decided, now)) }
            })
            .await?
            .map_err(HomeError::from)
    }
}

/// Every cause that holds up work that there is, in order; of what holds chores up only what is about them alone.
fn held(inputs: &Inputs, wanted: &[Class], short: &[Class]) -> Vec<Held> {
    let verdicts = policy::decide(inputs);
    let mut held = verdicts.holds(wanted);
    let unread = verdicts.unread(inputs).filter(|unread| !held.iter().any(|known| known.code() == unread.code()));
    held.extend(unread.cloned());
    held.extend(verdicts.housekeeping.holds().iter().filter(|held| held.stops_only_chores()).cloned());
    for class in short.iter().filter(|class| matches!(verdicts.of(**class), Verdict::Run { .. })) {
        let budget = policy::short_of_budget(inputs, *class);
        held.extend(budget.filter(|budget| !held.iter().any(|known| known.code() == budget.code())));
    }
    for budget in policy::too_little_left(inputs) {
        let runs = wanted.iter().any(|class| budget.stops(*class) && verdicts.of(*class).runs());
        if runs && !held.iter().any(|known| known.code() == budget.code()) {
            held.push(budget);
        }
    }
    held.sort_by_key(Held::rank);
    held
}

type Since = std::collections::BTreeMap<String, i64>;

/// Since when each code has been held without a break: remembered from one look to the next.
fn since_in(home: &Home, told: Vec<(String, i64)>) -> Result<Since, HomeError> {
    let before: Since = home.store().read(|db| meta::load(db, meta::HELD_SINCE))?.unwrap_or_default();
    let since: Since =
        told.into_iter().map(|(code, now)| (code.clone(), before.get(&code).copied().unwrap_or(now))).collect();
    if since != before {
        home.store().write(|db| meta::save(db, meta::HELD_SINCE, &since))?;
    }
    Ok(since)
}

/// Room for what waits. What is planned is left out: it may be our own. An original that is small goes where thumbnails go.
pub(crate) fn room(usage: Usage, backlog: &Backlog) -> CloudRoom {
    let small = usage.quota.saturating_sub(usage.used);
    let is_small = |waiting: policy::Waiting| waiting.count > 0 && waiting.smallest <= SMALL_PART_BYTES;
    let kept = if is_small(backlog.photos) || is_small(backlog.videos) { 0 } else { usage.kept_for_small };
    CloudRoom { originals: small.saturating_sub(kept), small }
}

#[cfg(test)]
mod tests;
