//! What the present network allows.

use safelight_protocol::PART_BYTES;

use super::cause::{Cause, CellularLimit, Held, Lift, Passes, Scope};
use super::{Allowance, Class, Inputs, Limits, ServerPlace, Waiting, midnight};
use crate::facts::{AppState, Network, Vpn};
use crate::policy::rules::KEEP_SMALL;
use crate::settings::{Cellular, CellularVideos};

/// What carries the bytes, as far as money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Path {
    /// Nothing.
    Disconnected,
    /// A network that costs nothing by the byte.
    Free,
    /// Cellular, or a network of which the kind is not known.
    Cellular,
    /// Wi-Fi or a cable that counts bytes, or of which that is not known.
    Metered,
    /// The same under a VPN, which may be what makes it so.
    MeteredVpn,
}

impl Path {
    fn of(inputs: &Inputs) -> Self {
        let facts = &inputs.facts;
        let over = |vpn| facts.vpn.is(&vpn);
        match facts.network.value() {
            Some(Network::Disconnected) => Self::Disconnected,
            None | Some(Network::Cellular) => Self::Cellular,
            Some(_) if over(Vpn::OverCellular) => Self::Cellular,
            Some(_) if facts.metered.is(&false) => Self::Free,
            Some(_) if over(Vpn::OverSomething) || over(Vpn::OverWifi) || over(Vpn::OverEthernet) => Self::MeteredVpn,
            Some(_) => Self::Metered,
        }
    }

    fn costs(self) -> bool {
        matches!(self, Self::Cellular | Self::Metered | Self::MeteredVpn)
    }
}

/// Everything that `cellular_photos` governs.
const BUT_VIDEOS: &[Class] =
    &[Class::Records, Class::Thumbnails, Class::Photos, Class::OnDemand, Class::Prefetch, Class::Housekeeping];
const VIDEOS: &[Class] = &[Class::Videos];

/// What of a class may cross networks that cost.
fn allowance(inputs: &Inputs, class: Class) -> Allowance {
    let settings = &inputs.settings;
    let left = |budget: u64, used: u64| Allowance::Bytes(budget.saturating_sub(used));
    if settings.cellular_photos == Cellular::Off {
        return Allowance::Nothing;
    }
    if inputs.opened(class) {
        return Allowance::Unlimited;
    }
    if class == Class::Videos {
        return match settings.cellular_videos {
            CellularVideos::Off => Allowance::Nothing,
            CellularVideos::BytesPerDay(budget) => left(budget, inputs.ledger.videos),
            CellularVideos::Unlimited => Allowance::Unlimited,
        };
    }
    match settings.cellular_photos {
        Cellular::Small if matches!(class, Class::Records | Class::Thumbnails) => Allowance::Unlimited,
        Cellular::Off | Cellular::Small => Allowance::Nothing,
        Cellular::BytesPerDay(budget) => left(budget, inputs.ledger.all_but_videos()),
        Cellular::Unlimited => Allowance::Unlimited,
    }
}

/// Within which limits a class that may run does.
pub(super) fn limits(inputs: &Inputs, class: Class) -> Limits {
    let paid = allowance(inputs, class);
    let bytes = match paid {
        _ if !Path::of(inputs).costs() => None,
        Allowance::Nothing => Some(0),
        Allowance::Bytes(left) => Some(left),
        Allowance::Unlimited => None,
    };
    let small = matches!(class, Class::Records | Class::Thumbnails);
    let low_data = small || inputs.settings.low_data || inputs.opened(class);
    Limits { paid, bytes, roaming: inputs.settings.roaming, low_data }
}

/// What holds work up because of the network.
pub(super) fn holds(inputs: &Inputs, found: &mut Vec<Held>) {
    let facts = &inputs.facts;
    let path = Path::of(inputs);
    if path == Path::Disconnected {
        let lifts = vec![Lift::fact("network", "wifi")];
        found.push(Held::everything(Cause::Offline, lifts).since(facts.network.at()));
        // What is said of a network does not matter where there is none.
        return;
    }
    reach(inputs, found);
    if path == Path::Cellular {
        cellular(inputs, found);
    }
    if path.costs() {
        data_saver(inputs, found);
        money(inputs, path, found);
    }
    if facts.constrained.is(&true) && !inputs.settings.low_data {
        let lifts = vec![Lift::setting("low_data", "true"), Lift::fact("constrained", "false")];
        found.push(Held::some(Cause::LowData, HEAVY_AND_OPENED, lifts).since(facts.constrained.at()));
    }
}

/// Whether bytes on the present network cost or are counted: what crosses it counts against the budgets.
pub fn network_costs(inputs: &Inputs) -> bool {
    Path::of(inputs).costs()
}

/// What keeps every byte from the present network, whoever asks: there is none, it leads nowhere, or the person or the
/// system allows nothing on it. Even signing in waits for this.
pub fn network_forbidden(inputs: &Inputs) -> Vec<Held> {
    let mut found = Vec::new();
    holds(inputs, &mut found);
    found.retain(|held| held.scope == Scope::Everything && held.cause.passes() == Passes::Never);
    found.sort_by_key(Held::rank);
    found
}

/// The hold of work for which today's budget has something left, and not enough.
pub fn short_of_budget(inputs: &Inputs, class: Class) -> Option<Held> {
    let mut found = Vec::new();
    let empty = |budget: u64, used: u64| (budget, used.max(budget));
    match (class, inputs.settings.cellular_photos, inputs.settings.cellular_videos) {
        (_, Cellular::Off, _) => {}
        (Class::Videos, _, CellularVideos::BytesPerDay(budget)) => {
            let (budget, used) = empty(budget, inputs.ledger.videos);
            budget_used_up(inputs, ("cellular_videos", budget, used), VIDEOS, &mut found);
        }
        (Class::Videos, ..) => {}
        (_, Cellular::BytesPerDay(budget), _) => {
            let (budget, used) = empty(budget, inputs.ledger.all_but_videos());
            budget_used_up(inputs, ("cellular_photos", budget, used), BUT_VIDEOS, &mut found);
        }
        _ => {}
    }
    found.into_iter().find(|held| held.stops(class))
}

/// What a budget keeps for the requests around an original: plan and commit.
pub(crate) const AROUND_AN_ORIGINAL: u64 = 64 * 1024;

/// The largest original that is begun with so many bytes left of a budget.
pub(crate) fn largest_begun(left: u64) -> u64 {
    // What is sent in several pieces may begin with one of them.
    if left > PART_BYTES + AROUND_AN_ORIGINAL { u64::MAX } else { left.saturating_sub(AROUND_AN_ORIGINAL) }
}

/// What waits although it may run, because nothing of it fits into what is left of today's budget.
pub(crate) fn too_little_left(inputs: &Inputs) -> Vec<Held> {
    let waits = [(Class::Photos, inputs.backlog.photos), (Class::Videos, inputs.backlog.videos)];
    let too_little = |(class, waiting): &(Class, Waiting)| match limits(inputs, *class).bytes {
        Some(left) => waiting.count > 0 && waiting.smallest > largest_begun(left),
        None => false,
    };
    waits.into_iter().filter(too_little).filter_map(|(class, _)| short_of_budget(inputs, class)).collect()
}

/// Large work, and originals that are opened.
pub(super) const HEAVY_AND_OPENED: &[Class] =
    &[Class::Photos, Class::Videos, Class::OnDemand, Class::Prefetch, Class::Housekeeping];

/// Whether the network leads anywhere.
fn reach(inputs: &Inputs, found: &mut Vec<Held>) {
    let facts = &inputs.facts;
    if facts.captive.is(&true) {
        found.push(Held::everything(Cause::Captive, vec![Lift::fact("captive", "false")]).since(facts.captive.at()));
    }
    // A server at home needs no internet, one in the internet no permission for the network at home.
    if facts.validated.is(&false) && inputs.account.place != ServerPlace::LocalNetwork {
        let lifts = vec![Lift::fact("validated", "true")];
        found.push(Held::everything(Cause::Unvalidated, lifts).since(facts.validated.at()));
    }
    if facts.lan_allowed.is(&false) && inputs.account.place != ServerPlace::Internet {
        let lifts = vec![Lift::fact("lan_allowed", "true")];
        found.push(Held::everything(Cause::LanDenied, lifts).since(facts.lan_allowed.at()));
    }
}

fn cellular(inputs: &Inputs, found: &mut Vec<Held>) {
    let facts = &inputs.facts;
    if facts.cellular_allowed.is(&false) {
        let lifts = vec![Lift::fact("cellular_allowed", "true")];
        found.push(Held::everything(Cause::CellularDenied, lifts).since(facts.cellular_allowed.at()));
    }
    if facts.roaming.is(&true) && !inputs.settings.roaming {
        let lifts = vec![Lift::fact("roaming", "false"), Lift::setting("roaming", "true")];
        found.push(Held::everything(Cause::Roaming, lifts).since(facts.roaming.at()));
    }
}

/// The system lets an app that is on the screen use the network, so small things go then.
fn data_saver(inputs: &Inputs, found: &mut Vec<Held>) {
    let facts = &inputs.facts;
    if !facts.data_saver.is(&true) {
        return;
    }
    let lifts = vec![Lift::fact("data_saver", "false")];
    let held = if facts.app_state.is(&AppState::Foreground) {
        Held::some(Cause::DataSaver, HEAVY_AND_OPENED, lifts)
    } else {
        Held::everything(Cause::DataSaver, lifts)
    };
    found.push(held.since(facts.data_saver.at()));
}

/// What the person's limits for networks that cost leave.
fn money(inputs: &Inputs, path: Path, found: &mut Vec<Held>) {
    let facts = &inputs.facts;
    let since = if path == Path::Cellular { facts.network.at() } else { facts.metered.at() };
    let photos = inputs.settings.cellular_photos;
    let mut hold = |limit, classes, lift: Lift| {
        let cause = match path {
            Path::MeteredVpn => Cause::VpnMetered { limit, vpn: facts.vpn.value().copied() },
            Path::Metered => Cause::Expensive { limit, known: facts.metered.is(&true) },
            _ => Cause::WifiRequired { limit, network: facts.network.value().copied() },
        };
        let mut lifts = vec![lift];
        lifts.push(match path {
            Path::Cellular => Lift::free_wifi(),
            _ => Lift::fact("metered", "false"),
        });
        let held = Held::some(cause, classes, lifts).since(since);
        found.push(if limit == CellularLimit::NotAByte { held.stopping_everything() } else { held });
    };
    let videos_off = inputs.settings.cellular_videos == CellularVideos::Off;
    match photos {
        Cellular::Off => {
            hold(CellularLimit::NotAByte, BUT_VIDEOS, Lift::setting("cellular_photos", "unlimited"));
            let lift = Lift::setting("cellular_photos", "unlimited");
            let free = inputs.settings.cellular_videos == CellularVideos::Unlimited;
            let lift = if free { lift } else { lift.and_setting("cellular_videos", "unlimited") };
            hold(CellularLimit::NotAByte, VIDEOS, lift);
        }
        Cellular::Small => {
            hold(CellularLimit::SmallOnly, KEEP_SMALL, Lift::setting("cellular_photos", "unlimited"));
        }
        Cellular::BytesPerDay(_) | Cellular::Unlimited => {}
    }
    if photos != Cellular::Off && videos_off {
        hold(CellularLimit::NoVideos, VIDEOS, Lift::setting("cellular_videos", "unlimited"));
    }
    if let Cellular::BytesPerDay(budget) = photos {
        let used = inputs.ledger.all_but_videos();
        budget_used_up(inputs, ("cellular_photos", budget, used), BUT_VIDEOS, found);
    }
    if let (false, CellularVideos::BytesPerDay(budget)) = (photos == Cellular::Off, inputs.settings.cellular_videos) {
        budget_used_up(inputs, ("cellular_videos", budget, inputs.ledger.videos), VIDEOS, found);
    }
}

fn budget_used_up(
    inputs: &Inputs,
    (key, budget, used): (&'static str, u64, u64),
    classes: &'static [Class],
    found: &mut Vec<Held>,
) {
    if used < budget {
        return;
    }
    let until = midnight(inputs);
    let mut lifts = vec![Lift::setting(key, "unlimited")];
    lifts.extend(until.map(Lift::wait));
    found.push(Held::some(Cause::Budget { budget, used, until }, classes, lifts));
}
