//! What runs came to: how many in a row had work, were held up by nothing and moved nothing.

use jiff::Timestamp;
use rusqlite::Connection;

use super::evidence::History;
use crate::reasons::Hold;
use crate::store::{StoreError, meta};
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
    Ok(History { last_success: last.and_then(|last| Timestamp::from_millisecond(last).ok()), ..history })
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
