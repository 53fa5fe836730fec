//! Which originals go first when room runs low, and how much must go. Pure.

use crate::ports::Space;
use crate::settings::Optimise;
use crate::store::room::Here;

const DAY_MS: i64 = 24 * 3600 * 1000;
/// What was taken or opened so recently stays longer.
const RECENT_MS: i64 = 30 * DAY_MS;

/// Room runs low below a twentieth of the disk, at most so many bytes.
const LOW: u64 = 2 * 1024 * 1024 * 1024;

/// How soon an original goes; what comes first goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// In the trash.
    Trashed,
    /// Neither recent nor a favourite.
    Ordinary,
    /// Taken or opened in the last 30 days.
    Recent,
    /// With a heart.
    Favourite,
}

fn turn(here: &Here, now_ms: i64) -> Turn {
    let recent = |at_ms: i64| at_ms > now_ms.saturating_sub(RECENT_MS);
    if here.trashed {
        Turn::Trashed
    } else if here.favourite {
        Turn::Favourite
    } else if recent(here.taken_ms) || recent(here.used_ms) {
        Turn::Recent
    } else {
        Turn::Ordinary
    }
}

/// Puts originals in the order in which they leave: least useful first.
///
/// First what is in the trash, then what is neither recent nor a favourite, then what is recent, then favourites. Within
/// that, what was not opened for the longest time; never opened counts as longest, and among those the oldest photo goes
/// first. Pinned ones are not for this list.
pub(crate) fn order(here: &mut [Here], now_ms: i64) {
    here.sort_by_key(|one| (turn(one, now_ms), one.used_ms, one.taken_ms, one.id));
}

/// How many bytes should go so that there is the room which the person wants; 0 where there is.
///
/// *Automatic* begins when less than a twentieth of the disk, at most 2 GiB, is free, and makes twice that: so that it does
/// not begin again with the next photo. Where the system does not tell how much is free, nothing goes.
pub(crate) fn shortfall(setting: Optimise, space: Option<Space>) -> u64 {
    let Some(Space { free, total }) = space else { return 0 };
    match setting {
        Optimise::Off => 0,
        Optimise::Keep(floor) => floor.saturating_sub(free),
        Optimise::Automatic => {
            let low = low_mark(total);
            if free < low { (low * 2).saturating_sub(free) } else { 0 }
        }
    }
}

/// Below how many free bytes room runs low on a disk of this size.
pub(crate) fn low_mark(total: u64) -> u64 {
    (total / 20).min(LOW)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use safelight_protocol::{ContentId, RecordId};

    use super::*;
    use crate::store::files::Owner;

    const NOW: i64 = 1_000 * DAY_MS;

    fn one(n: u8) -> Here {
        Here {
            id: RecordId([n; 16]),
            content: ContentId([n; 32]),
            owner: Owner::Ours,
            bytes: 1,
            taken_ms: i64::from(n) * DAY_MS,
            favourite: false,
            trashed: false,
            in_cloud: true,
            pinned: false,
            used_ms: 0,
            proven_ms: 0,
        }
    }

    fn ordered(mut here: Vec<Here>) -> Vec<u8> {
        order(&mut here, NOW);
        here.iter().map(|one| one.id.0[0]).collect()
    }

    #[test]
    fn what_is_least_useful_goes_first() {
        let here = vec![
            Here { favourite: true, ..one(1) },
            Here { taken_ms: NOW - DAY_MS, ..one(2) },
            Here { used_ms: NOW - 100 * DAY_MS, ..one(3) },
            one(4),
            Here { used_ms: NOW - 2 * DAY_MS, ..one(5) },
            Here { trashed: true, favourite: true, ..one(6) },
            one(7),
            Here { used_ms: NOW - 200 * DAY_MS, ..one(8) },
        ];
        assert_eq!(ordered(here), [6, 4, 7, 8, 3, 2, 5, 1]);
    }

    #[test]
    fn how_much_must_go_follows_the_setting() {
        const GB: u64 = 1024 * 1024 * 1024;
        let space = |free, total| Some(Space { free, total });
        for (setting, space, expected) in [
            (Optimise::Off, space(0, 100 * GB), 0),
            (Optimise::Keep(3 * GB), space(GB, 100 * GB), 2 * GB),
            (Optimise::Keep(3 * GB), space(3 * GB, 100 * GB), 0),
            (Optimise::Keep(3 * GB), None, 0),
            (Optimise::Automatic, space(GB, 100 * GB), 3 * GB),
            (Optimise::Automatic, space(2 * GB, 100 * GB), 0),
            (Optimise::Automatic, space(1, 100), 9),
            (Optimise::Automatic, space(5, 100), 0),
        ] {
            assert_eq!(shortfall(setting, space), expected, "{setting:?} {space:?}");
        }
    }

    proptest! {
        #[test]
        fn after_what_must_go_has_gone_nothing_must_go(free in 0..u64::MAX / 4, total in 0..u64::MAX / 4, floor in 0..u64::MAX / 4) {
            for setting in [Optimise::Off, Optimise::Keep(floor), Optimise::Automatic] {
                let goes = shortfall(setting, Some(Space { free, total }));
                prop_assert_eq!(shortfall(setting, Some(Space { free: free + goes, total })), 0);
            }
        }
    }
}
