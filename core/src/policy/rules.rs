//! The rules: which causes hold which work up. Each looks at its own inputs, so that all are found, never only the first.

use jiff::Timestamp;

use super::cause::{Cause, Held, Lift};
use super::change::Change;
use super::inputs::{Class, Inputs, Standing, Waiting};
use super::network::{self, HEAVY_AND_OPENED};
use crate::facts::{AppState, Background, Charging, PhotoAccess, Thermal};
use crate::reasons::Stops;
use crate::settings::{Hours, Optimise};

/// What a phone puts off first.
const HEAVY: &[Class] = &[Class::Photos, Class::Videos, Class::Prefetch, Class::Housekeeping];
/// What reads the photo library.
const ORIGINALS: &[Class] = &[Class::Photos, Class::Videos];
/// All that is not small, videos apart.
pub(super) const KEEP_SMALL: &[Class] = &[Class::Photos, Class::OnDemand, Class::Prefetch, Class::Housekeeping];

/// Room that the database needs to be written to safely.
const ROOM_FOR_ANYTHING: u64 = 64 << 20;
/// Room that an original which somebody opens leaves.
const ROOM_FOR_OPENING: u64 = 256 << 20;
/// Room that originals which nobody asked for leave.
const ROOM_FOR_PREFETCH: u64 = 1 << 30;

/// By how much the phone's and the server's clock may differ for chores that delete by date.
const CLOCK_TOLERANCE_S: u64 = 24 * 60 * 60;

/// Every cause that holds something up, in no order.
pub(super) fn all(inputs: &Inputs) -> Vec<Held> {
    let mut found = Vec::new();
    choices(inputs, &mut found);
    network::holds(inputs, &mut found);
    account(inputs, &mut found);
    room(inputs, &mut found);
    permissions(inputs, &mut found);
    power(inputs, &mut found);
    clock(inputs, &mut found);
    system(inputs, &mut found);
    found
}

fn choices(inputs: &Inputs, found: &mut Vec<Held>) {
    let settings = &inputs.settings;
    if !settings.sync {
        found.push(Held::everything(Cause::SyncOff, vec![Lift::setting("sync", "true")]));
    }
    if let Some(until) = settings.pause_until.filter(|until| inputs.now.timestamp() < *until) {
        let lifts = vec![Lift::setting("pause_until", "none"), Lift::wait(until)];
        found.push(Held::everything(Cause::Paused { until }, lifts));
    }
    if !settings.hours.contains(inputs.now.time()) {
        let opens = opening(inputs);
        let mut lifts = vec![Lift::setting("hours", "always")];
        lifts.extend(opens.map(Lift::wait));
        let hours = settings.show("hours").unwrap_or_default();
        found.push(Held::some(Cause::Hours { hours, opens }, HEAVY, lifts));
    }
}

/// When the hours begin next.
fn opening(inputs: &Inputs) -> Option<Timestamp> {
    let Hours::Between { from, .. } = inputs.settings.hours else { return None };
    let now = &inputs.now;
    let on = |date: jiff::civil::Date| Some(date.to_datetime(from).to_zoned(now.time_zone().clone()).ok()?.timestamp());
    on(now.date()).filter(|opens| *opens > now.timestamp()).or_else(|| on(now.date().tomorrow().ok()?))
}

fn account(inputs: &Inputs, found: &mut Vec<Held>) {
    let account = &inputs.account;
    let cause = match &account.standing {
        Standing::SignedIn => None,
        Standing::SignedOut => Some(Cause::SignedOut),
        Standing::Ended(code) => Some(Cause::SignInEnded { code: code.clone() }),
    };
    found.extend(cause.map(|cause| Held::everything(cause, vec![Lift::by(Change::SignIn)])));

    let now = inputs.now.timestamp();
    let holds = |until: Option<Timestamp>| until.is_none_or(|until| now < until);
    if let Some(refusal) = account.refusal.as_ref().filter(|refusal| holds(refusal.until)) {
        let cause = Cause::Refused { code: refusal.code.clone(), until: refusal.until };
        let mut lifts = vec![Lift::by(Change::ServerAnswers)];
        lifts.extend(refusal.until.map(Lift::wait));
        found.push(Held::everything(cause, lifts).since(refusal.since));
    }
}

fn room(inputs: &Inputs, found: &mut Vec<Held>) {
    if let Some(room) = inputs.account.room {
        let mut full = |waiting: Waiting, have: u64, classes| {
            let need = waiting.smallest;
            if waiting.count > 0 && need > have {
                let lifts = vec![Lift::by(Change::CloudRoom { bytes: need })];
                found.push(Held::some(Cause::QuotaFull { need, have }, classes, lifts));
            }
        };
        full(inputs.backlog.thumbnails, room.small, &[Class::Thumbnails]);
        full(inputs.backlog.photos, room.originals, &[Class::Photos]);
        full(inputs.backlog.videos, room.originals, &[Class::Videos]);
    }
    let Some(&free) = inputs.facts.free_bytes.value() else { return };
    let disk = |need: u64| (Cause::DiskFull { free, need }, vec![Lift::fact("free_bytes", &need.to_string())]);
    let since = inputs.facts.free_bytes.at();
    if free < ROOM_FOR_ANYTHING {
        // Room for one class only would bring the next hold of the same kind: this asks for what all need.
        let (cause, lifts) = disk(ROOM_FOR_PREFETCH);
        found.push(Held::everything(cause, lifts).since(since));
        return;
    }
    // Where the phone makes room by itself, it makes it for what is opened.
    if free < ROOM_FOR_OPENING && inputs.settings.optimise == Optimise::Off {
        let (cause, lifts) = disk(ROOM_FOR_OPENING);
        found.push(Held::some(cause, &[Class::OnDemand], lifts).since(since));
    }
    if free < ROOM_FOR_PREFETCH {
        let (cause, lifts) = disk(ROOM_FOR_PREFETCH);
        found.push(Held::some(cause, &[Class::Prefetch], lifts).since(since));
    }
}

fn permissions(inputs: &Inputs, found: &mut Vec<Held>) {
    let facts = &inputs.facts;
    let cause = match facts.photo_access.value() {
        Some(PhotoAccess::Denied) => Some(Cause::AccessDenied),
        Some(PhotoAccess::Restricted) => Some(Cause::AccessRestricted),
        Some(PhotoAccess::NotAsked) => Some(Cause::AccessNotAsked),
        // The photos that were selected go like any others.
        Some(PhotoAccess::Full | PhotoAccess::Limited) | None => None,
    };
    let access =
        |cause| Held::some(cause, ORIGINALS, vec![Lift::fact("photo_access", "full")]).since(facts.photo_access.at());
    found.extend(cause.map(access));

    if facts.app_state.is(&AppState::Foreground) {
        return;
    }
    let cause = match facts.background.value() {
        Some(Background::Denied) => Cause::RefreshOff,
        Some(Background::Restricted) => Cause::BackgroundRestricted,
        Some(Background::Allowed) | None => return,
    };
    let lifts = vec![Lift::fact("background", "allowed"), Lift::fact("app_state", "foreground")];
    found.push(Held::everything(cause, lifts).since(facts.background.at()));
}

fn power(inputs: &Inputs, found: &mut Vec<Held>) {
    let (facts, settings) = (&inputs.facts, &inputs.settings);
    // A charge limit that holds the battery at 80 % is still a charger.
    let plugged = facts.charging.value().map(|charging| *charging != Charging::Unplugged);
    let charger = || Lift::fact("charging", "charging");
    if settings.charging_only && plugged != Some(true) {
        let lifts = vec![charger(), Lift::setting("charging_only", "false")];
        let cause = Cause::NotCharging { known: plugged.is_some() };
        found.push(Held::some(cause, HEAVY, lifts).since(facts.charging.at()));
    }
    let floor = settings.battery_floor;
    if let Some(level) = facts.battery.value().filter(|level| **level < floor && plugged != Some(true)) {
        let (level, floor) = (level.value(), floor.value());
        let lifts = vec![
            charger(),
            Lift::setting("battery_floor", &level.to_string()),
            Lift::fact("battery", &floor.to_string()),
        ];
        found.push(Held::some(Cause::LowBattery { level, floor }, HEAVY, lifts).since(facts.battery.at()));
    }
    if facts.low_power.is(&true) && !settings.in_low_power {
        let lifts = vec![Lift::fact("low_power", "false"), Lift::setting("in_low_power", "true")];
        found.push(Held::some(Cause::LowPower, HEAVY, lifts).since(facts.low_power.at()));
    }
    let cooler = || vec![Lift::fact("thermal", "nominal")];
    let hot = match facts.thermal.value() {
        Some(&thermal @ Thermal::Critical) => Held::everything(Cause::Hot { thermal }, cooler()),
        Some(&thermal @ Thermal::Serious) if !settings.when_hot => {
            let lifts = cooler().into_iter().chain([Lift::setting("when_hot", "true")]).collect();
            Held::some(Cause::Hot { thermal }, HEAVY, lifts)
        }
        Some(Thermal::Serious | Thermal::Nominal | Thermal::Fair) | None => return,
    };
    found.push(hot.since(facts.thermal.at()));
}

/// What the system itself gives as reasons. Those that keep the app from running in the background say nothing about an app
/// that is on the screen.
fn system(inputs: &Inputs, found: &mut Vec<Held>) {
    let fact = &inputs.facts.system;
    let Some(given) = fact.value() else { return };
    let open = inputs.facts.app_state.is(&AppState::Foreground);
    for reason in given.iter() {
        let background = reason.code.starts_with("bg.") || reason.code.starts_with("load.");
        if background && open {
            continue;
        }
        let mut lifts = vec![Lift::fact("system", &given.without(reason.code).to_string())];
        if background {
            lifts.push(Lift::fact("app_state", "foreground"));
        }
        let cause = Cause::System { reason };
        let held = match reason.stops {
            Stops::Everything => Held::everything(cause, lifts),
            Stops::Class if reason.code == "net.satellite" => Held::some(cause, HEAVY_AND_OPENED, lifts),
            Stops::Class if background => Held::some(cause, HEAVY, lifts),
            Stops::Class => Held::some(cause, ORIGINALS, lifts),
            Stops::Files | Stops::Nothing => continue,
        };
        found.push(held.since(fact.at()));
    }
}

/// Chores that delete by date want two clocks that agree: a veto, never a decision.
fn clock(inputs: &Inputs, found: &mut Vec<Held>) {
    let fact = &inputs.facts.clock_offset_s;
    let Some(&offset_s) = fact.value().filter(|offset| offset.unsigned_abs() > CLOCK_TOLERANCE_S) else { return };
    let lifts = vec![Lift::fact("clock_offset_s", "0")];
    found.push(Held::some(Cause::Clock { offset_s }, &[Class::Housekeeping], lifts).since(fact.at()));
}
