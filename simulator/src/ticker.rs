//! Four looks a second at everything: the snapshots that the page is drawn from, and what is worth a line in the log.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use jiff::Zoned;
use safelight_core::ports::{Clock, SystemClock};
use safelight_core::{HomeError, PageQuery, SignIn, UsageReport, explain};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::cloud::{Kept, NO_FLOOR};
use crate::link::{Door, Passed, SealedPart};
use crate::phone::{Look, Phone};
use crate::reasons;
use crate::room;
use crate::simulator::{EMAIL, Simulator};
use crate::state::{self, Account, Album, Block, Blocks, Meter, Quota, Snapshot, Troubles};
use crate::stop;
use crate::story::Covers;
use crate::view;
use crate::words::{catalogue, say_with, size};

/// Between two looks.
const TICK: Duration = Duration::from_millis(250);

/// Over how many looks a rate is taken: one second.
const WINDOW: usize = 4;

/// Every how many looks the cloud is asked about itself.
const CLOUD_EVERY: u64 = 2;

/// How many sealed parts are shown.
const SHOWN_PARTS: usize = 9;

/// What is remembered from look to look.
#[derive(Default)]
struct Memory {
    passed: [VecDeque<Passed>; 2],
    kept: Option<Kept>,
    usage: [Option<UsageReport>; 2],
    /// Phones that look closely now.
    looking: [Option<JoinHandle<()>>; 2],
}

/// Looks until told to stop, and sends each snapshot that differs from the last one as JSON.
pub(crate) async fn run(simulator: Arc<Simulator>, snapshots: watch::Sender<Arc<str>>, stop: watch::Receiver<bool>) {
    let mut memory = Memory::default();
    for turn in 0_u64.. {
        if turn % CLOUD_EVERY == 0 {
            memory.kept = simulator.cloud.kept(EMAIL).await.or(memory.kept);
            for (phone, usage) in simulator.phones.iter().zip(&mut memory.usage) {
                *usage = phone.safelight().usage().await.ok().or(usage.take());
            }
        }
        match snapshot(&simulator, &mut memory).await {
            Ok(snapshot) => send(&snapshots, &snapshot),
            Err(error) => tracing::warn!(code = error.code(), "a phone can't be looked at"),
        }
        tokio::select! {
            () = SystemClock.sleep(TICK) => {}
            () = stop::told(stop.clone()) => return,
        }
    }
}

fn send(snapshots: &watch::Sender<Arc<str>>, snapshot: &Snapshot) {
    let Ok(json) = serde_json::to_string(snapshot) else { return };
    snapshots.send_if_modified(|last| {
        let differs = **last != *json;
        if differs {
            *last = json.into();
        }
        differs
    });
}

async fn snapshot(simulator: &Simulator, memory: &mut Memory) -> Result<Snapshot, HomeError> {
    let [first, second] = &simulator.phones;
    let looks = [first.look().await?, second.look().await?];
    simulator.story.watch(&looks);
    let covers = simulator.story.covers();
    let mut phones = Vec::new();
    for (at, (phone, look)) in simulator.phones.iter().zip(&looks).enumerate() {
        tell(simulator, phone, look);
        let Some(passed) = memory.passed.get_mut(at) else { continue };
        passed.push_back(look.passed);
        if passed.len() > WINDOW + 1 {
            passed.pop_front();
        }
        let rate = rate(passed);
        look_closer(phone, look, memory.looking.get_mut(at));
        let usage = memory.usage.get(at).and_then(Option::as_ref);
        phones.push(phone_state(simulator, phone, look, (rate, usage), &covers).await?);
    }
    let words_checked = first.safelight().words_confirmed().await?;
    Ok(Snapshot {
        account: Account { email: EMAIL.to_owned(), words_checked },
        phones,
        cloud: cloud_state(simulator, memory, &covers),
        now: view::day_and_time(&simulator.now()),
        story: simulator.story.shown(),
        log: simulator.log.lines(),
    })
}

/// Where the engine only says what it met, the phone looks closer by itself, one look at a time.
fn look_closer(phone: &Arc<Phone>, look: &Look, looking: Option<&mut Option<JoinHandle<()>>>) {
    let Some(looking) = looking else { return };
    let busy = looking.as_ref().is_some_and(|task| !task.is_finished());
    if busy || !reasons::wants_a_look(phone, &look.status) {
        return;
    }
    let phone = Arc::clone(phone);
    *looking = Some(tokio::spawn(async move {
        if let Err(error) = phone.look_closely().await {
            tracing::warn!(code = error.code(), "a phone can't look closely");
        }
    }));
}

/// What came and what became safe since the last look.
fn tell(simulator: &Simulator, phone: &Phone, look: &Look) {
    if look.arrived > 0 {
        simulator.tell(phone, "log-arrived", [("photos", look.arrived.into())]);
    }
    if look.became_safe > 0 {
        simulator.tell(phone, "log-safe", [("photos", look.became_safe.into())]);
    }
}

/// Bytes a second over the last second.
fn rate(passed: &VecDeque<Passed>) -> Passed {
    match (passed.front(), passed.back()) {
        (Some(first), Some(last)) => Passed { sent: last.sent - first.sent, received: last.received - first.received },
        _ => Passed::default(),
    }
}

async fn phone_state(
    simulator: &Simulator,
    phone: &Phone,
    look: &Look,
    (rate, usage): (Passed, Option<&UsageReport>),
    covers: &Covers,
) -> Result<state::Phone, HomeError> {
    let speed = phone.link.speed();
    let now = phone.clock.now().to_zoned(SystemClock.zone());
    let safelight = phone.safelight();
    let settings = safelight.settings().await?;
    let reason = reasons::first(phone, &look.status);
    let waits = reason.is_some() && rate.sent == 0;
    let until = |time: Option<jiff::Timestamp>| {
        time.filter(|time| *time > now.timestamp())
            .map(|time| view::day_and_time(&time.to_zoned(now.time_zone().clone())))
    };
    let mut state = state::Phone {
        n: phone.n,
        name: phone.name(),
        clock: view::clock(&now),
        revision: look.revision,
        link: view::link(speed),
        status: view::status(look, reason.as_ref(), speed, rate.sent > 0 || look.sending.is_some()),
        signed_in: matches!(safelight.sign_in_state().await, SignIn::Active(_)),
        reason,
        facts: phone.shown_facts(),
        settings: view::settings(&settings),
        paused: until(settings.pause_until),
        hurried: until(settings.boost_until),
        room: usage.map(room::on_phone).unwrap_or_default(),
        other: other(simulator, phone, &now).await?,
        alerts: safelight.alerts().await?.iter().map(|alert| alert.told.sentence(catalogue(), &now)).collect(),
        counts: view::counts(look),
        last_success: view::last_success(look.status.last_success, &now),
        albums: albums(phone).await?,
        sending: look
            .sending
            .and_then(|sending| Some(state::Sending { id: sending.id.to_string(), done: phone.progress(sending.id)? })),
        meter: Meter {
            sent: view::flow(look.passed.sent, rate.sent),
            received: view::flow(look.passed.received, rate.received),
        },
        activity: view::activity(look, waits, speed, rate.received),
    };
    covers.over_facts(phone.n, &mut state.facts);
    covers.over_settings(phone.n, &mut state.settings);
    if covers.hides(phone.n, "pause_until") {
        state.paused = None;
    }
    Ok(state)
}

/// What a phone says of the other one, from the card that this one has written.
async fn other(simulator: &Simulator, phone: &Phone, now: &Zoned) -> Result<Option<String>, HomeError> {
    let Some(other) = simulator.phones.iter().find(|other| other.n != phone.n) else { return Ok(None) };
    let card = phone.safelight().card_of(&other.name()).await?;
    Ok(card.map(|card| explain(&card, now.timestamp()).told.sentence(catalogue(), now)))
}

async fn albums(phone: &Phone) -> Result<Vec<Album>, HomeError> {
    let mut albums = Vec::new();
    for album in phone.safelight().albums().await.unwrap_or_default() {
        let query = PageQuery { album: Some(album.id), limit: Some(1), ..PageQuery::default() };
        let cover = phone.safelight().page(query).await?.assets.first().map(|asset| asset.id.to_string());
        albums.push(Album { id: album.id.to_string(), name: album.name, count: album.count, cover });
    }
    Ok(albums)
}

fn cloud_state(simulator: &Simulator, memory: &Memory, covers: &Covers) -> state::Cloud {
    let kept = memory.kept;
    let usage = memory.usage.iter().flatten().next();
    let (used, total, reserved) =
        kept.map_or((0, 0, 0), |kept| (kept.usage.used, kept.usage.quota, kept.usage.reserved));
    let mut parts: Vec<SealedPart> = simulator.phones.iter().flat_map(|phone| phone.link.latest_parts()).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.order));
    parts.truncate(SHOWN_PARTS);
    state::Cloud {
        quota: Quota {
            used,
            total,
            sentence: say_with("quota-used", [("used", size(used).into()), ("quota", size(total).into())]),
        },
        room: usage.map(|usage| room::in_cloud(usage, total, used)).unwrap_or_default(),
        troubles: troubles(simulator, covers),
        blocks: Blocks {
            count: kept.map_or(0, |kept| kept.parts),
            latest: parts.into_iter().map(|part| Block { id: part.id, size: size(part.bytes) }).collect(),
        },
        stored: size(used),
        reserved: size(reserved),
    }
}

fn troubles(simulator: &Simulator, covers: &Covers) -> Troubles {
    if covers.cloud {
        return Troubles { door: Door::Open, slow: false, maintenance: false, floor: NO_FLOOR.to_owned() };
    }
    let (doors, orders) = (&simulator.cloud.doors, simulator.cloud.orders());
    Troubles { door: doors.door(), slow: doors.is_slow(), maintenance: orders.maintenance, floor: orders.floor }
}
