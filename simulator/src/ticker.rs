//! Four looks a second at everything: the snapshots that the page is drawn from, and what is worth a line in the log.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use safelight_core::ports::{Clock, SystemClock};
use safelight_core::{HomeError, PageQuery};
use tokio::sync::watch;

use crate::cloud::Kept;
use crate::link::{Passed, SealedPart};
use crate::phone::{Look, Phone};
use crate::simulator::{EMAIL, Simulator};
use crate::state::{self, Account, Album, Block, Blocks, Meter, Quota, Snapshot};
use crate::stop;
use crate::view;
use crate::words::{say_with, size};

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
}

/// Looks until told to stop, and sends each snapshot that differs from the last one as JSON.
pub(crate) async fn run(simulator: Arc<Simulator>, snapshots: watch::Sender<Arc<str>>, stop: watch::Receiver<bool>) {
    let mut memory = Memory::default();
    for turn in 0_u64.. {
        if turn % CLOUD_EVERY == 0 {
            memory.kept = simulator.cloud.kept(EMAIL).await.or(memory.kept);
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
    let mut phones = Vec::new();
    for (phone, passed) in simulator.phones.iter().zip(&mut memory.passed) {
        let look = phone.look().await?;
        tell(simulator, phone, &look);
        passed.push_back(look.passed);
        if passed.len() > WINDOW + 1 {
            passed.pop_front();
        }
        phones.push(phone_state(simulator, phone, &look, rate(passed)).await?);
    }
    let [first, _] = &simulator.phones;
    let words_checked = first.safelight.words_confirmed().await?;
    Ok(Snapshot {
        account: Account { email: EMAIL.to_owned(), words_checked },
        phones,
        cloud: cloud_state(simulator, memory.kept),
        log: simulator.log.lines(),
    })
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
    rate: Passed,
) -> Result<state::Phone, HomeError> {
    let speed = phone.link.speed();
    let now = simulator.now();
    Ok(state::Phone {
        n: phone.n,
        name: phone.name.clone(),
        clock: view::clock(&now),
        revision: look.revision,
        link: view::link(speed),
        status: view::status(look, speed, rate.sent > 0 || look.sending.is_some()),
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
        activity: view::activity(look, speed, rate.received),
    })
}

async fn albums(phone: &Phone) -> Result<Vec<Album>, HomeError> {
    let mut albums = Vec::new();
    for album in phone.safelight.albums().await.unwrap_or_default() {
        let query = PageQuery { album: Some(album.id), limit: Some(1), ..PageQuery::default() };
        let cover = phone.safelight.page(query).await?.assets.first().map(|asset| asset.id.to_string());
        albums.push(Album { id: album.id.to_string(), name: album.name, count: album.count, cover });
    }
    Ok(albums)
}

fn cloud_state(simulator: &Simulator, kept: Option<Kept>) -> state::Cloud {
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
        blocks: Blocks {
            count: kept.map_or(0, |kept| kept.parts),
            latest: parts.into_iter().map(|part| Block { id: part.id, size: size(part.bytes) }).collect(),
        },
        stored: size(used),
        reserved: size(reserved),
    }
}
