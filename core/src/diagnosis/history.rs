//! What runs came to: how many in a row had work, were held up by nothing and moved nothing.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::evidence::History;
use crate::history::{Ending, Window};
use crate::reasons::Hold;
use crate::store::{StoreError, meta, windows};
use crate::sync::SyncOutcome;

/// The name under which the store keeps it.
const HISTORY: &str = "history";
/// The name under which the store keeps when somebody tried to sign in with another account.
const OTHER_ACCOUNT: &str = "other_account";

/// Notes how a run ended.
pub(crate) fn note_run(db: &Connection, outcome: &SyncOutcome, now: Timestamp) -> Result<(), StoreError> {
    meta::save(db, HISTORY, &after(load(db)?, outcome, now))
}

fn after(before: History, outcome: &SyncOutcome, now: Timestamp) -> History {
    let left = &outcome.pending;
    let waiting = left.records + left.thumbnails + left.originals;
    let ended = History { last_run: Some(now), waiting, ..before };
    // A phone that only tells the others about itself has not got on.
    let got_on = outcome.sent.parts > 0 || outcome.received.parts > 0 || waiting < before.waiting;
    if got_on || waiting == 0 {
        return History { last_progress: Some(now), fruitless: 0, repairs: 0, ..ended };
    }
    // What holds it up or cut it short explains it, and says nothing of the runs before.
    let unexplained = outcome.cut_short.is_none() && outcome.holds.iter().all(Hold::is_aside);
    History { fruitless: before.fruitless.saturating_add(u32::from(unexplained)), ..ended }
}

/// What earlier runs did.
pub(super) fn load(db: &Connection) -> Result<History, StoreError> {
    let history: History = meta::load(db, HISTORY)?.unwrap_or_default();
    let last: Option<i64> = meta::load(db, meta::LAST_SUCCESS)?;
    let last_success = last.and_then(|last| Timestamp::from_millisecond(last).ok());
    Ok(told_by(&windows::windows(db, Timestamp::UNIX_EPOCH)?, History { last_success, ..history }))
}

/// A slot shorter than this was not busy with files.
const BUSY: SignedDuration = SignedDuration::from_secs(60);
/// So much busy time tells a pace.
const TELLS_A_PACE: SignedDuration = SignedDuration::from_mins(10);

/// What the ledger of windows adds.
fn told_by(windows: &[Window], history: History) -> History {
    let ended = || windows.iter().rev().filter(|window| window.ending.is_some());
    let expired = ended().take_while(|window| window.ending == Some(Ending::Expired)).count();
    let (mut bytes, mut time) = (0_u64, SignedDuration::ZERO);
    for window in ended().filter(|window| is_busy(window)) {
        bytes = bytes.saturating_add(window.moved.sent).saturating_add(window.moved.received);
        time = time.saturating_add(window.until.duration_since(window.from));
        if time >= TELLS_A_PACE {
            break;
        }
    }
    let seconds = u64::try_from(time.as_secs()).unwrap_or(0);
    History {
        last_window: windows.iter().map(|window| window.until).max(),
        expired: u32::try_from(expired).unwrap_or(u32::MAX),
        pace: (time >= TELLS_A_PACE).then(|| bytes / seconds.max(1)),
        ..history
    }
}

/// Whether a slot was long because it had files to move. Quiet runs in a row are one long row, and a run that failed is
/// explained by what it met.
fn is_busy(window: &Window) -> bool {
    let through = matches!(window.ending, Some(Ending::Done | Ending::Expired | Ending::Stopped));
    through && window.runs == 1 && window.photos && window.until.duration_since(window.from) >= BUSY
}

/// Notes that a repair was tried.
pub(super) fn note_repair(db: &Connection) -> Result<(), StoreError> {
    let history = load(db)?;
    meta::save(db, HISTORY, &History { repairs: history.repairs.saturating_add(1), ..history })
}

/// Notes that somebody tried to sign in here with another account than this home's.
pub(crate) fn note_other_account(db: &Connection, now: Timestamp) -> Result<(), StoreError> {
    meta::save(db, OTHER_ACCOUNT, &now)
}

/// When somebody last did.
pub(super) fn other_account(db: &Connection) -> Result<Option<Timestamp>, StoreError> {
    meta::load(db, OTHER_ACCOUNT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reasons::WorkClass;
    use crate::sync::{Pending, Sent};

    fn window(from_s: i64, lasts_s: i64, sent: u64, ending: Ending) -> Window {
        let at = |s| Timestamp::from_second(1_800_000_000 + s).unwrap();
        Window {
            lane: "worker".into(),
            app_state: "background".into(),
            task: None,
            wish: false,
            budget_s: None,
            budget_bytes: None,
            from: at(from_s),
            until: at(from_s + lasts_s),
            ending: Some(ending),
            code: None,
            photos: true,
            videos: true,
            runs: 1,
            moved: crate::history::Moved { sent, ..Default::default() },
        }
    }

    #[test]
    fn a_pace_is_told_by_busy_slots_and_by_enough_of_them() {
        let told = |windows: &[Window]| {
            let history = told_by(windows, History::default());
            (history.expired, history.pace)
        };
        assert_eq!(told(&[]), (0, None));
        let slow = window(0, 300, 300_000, Ending::Expired);
        assert_eq!(told(std::slice::from_ref(&slow)), (1, None), "five minutes tell nothing");
        let slower = window(1000, 300, 0, Ending::Expired);
        assert_eq!(told(&[slow.clone(), slower.clone()]), (2, Some(500)));
        let quick = window(2000, 5, 90_000_000, Ending::Done);
        assert_eq!(
            told(&[slow.clone(), slower.clone(), quick]),
            (0, Some(500)),
            "a short one says nothing of the pace"
        );
        let quiet = Window { runs: 9, ..window(3000, 9000, 0, Ending::Done) };
        let held = Window { photos: false, ..window(13000, 9000, 0, Ending::Done) };
        assert_eq!(told(&[slow.clone(), slower.clone(), quiet, held]).1, Some(500), "nor does a quiet one");
        let better = window(30_000, 600, 600_000_000, Ending::Done);
        assert_eq!(told(&[slow, slower, better]).1, Some(1_000_000), "the last ones count");
    }

    #[test]
    fn only_runs_that_nothing_explains_count_as_fruitless() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let pending = Pending { originals: 1, ..Pending::default() };
        let stuck = SyncOutcome { pending, ..SyncOutcome::default() };
        let held = SyncOutcome { holds: vec![Hold::new("net.offline", WorkClass::Everything, now)], ..stuck.clone() };
        let cut = SyncOutcome { cut_short: Some("srv.outage".to_owned()), ..stuck.clone() };
        let sent = Sent { parts: 1, ..Sent::default() };
        let moved = SyncOutcome { sent, ..stuck.clone() };
        let told = SyncOutcome { sent: Sent { records: 1, ..Sent::default() }, ..stuck.clone() };

        let mut history = History::default();
        for (outcome, fruitless) in [(&stuck, 1), (&held, 1), (&cut, 1), (&told, 2), (&moved, 0), (&stuck, 1)] {
            history = after(history, outcome, now);
            assert_eq!(history.fruitless, fruitless);
        }
        history.repairs = 2;
        assert_eq!(after(history, &stuck, now).repairs, 2);
        assert_eq!(after(history, &SyncOutcome::default(), now).repairs, 0, "all is done");
    }
}
