//! What happened, in sentences: "Between 01:10 and 03:40 photos waited for a charger; nothing was sent."

use jiff::{SignedDuration, Timestamp};

use super::{Decision, Ending, History, Moved, Window};
use crate::policy::Class;
use crate::telling::{Piece, Told};

/// The most that is told; of more, the newest.
const MOST: usize = 200;
/// What held work up for less is not worth a sentence.
const SHORT: SignedDuration = SignedDuration::from_secs(60);
/// So long without a slot, though nothing was in the way, is worth one.
const GAP: SignedDuration = SignedDuration::from_hours(3);
/// Failures with no more than this between them are one thing that happened.
const ONE_TROUBLE: SignedDuration = SignedDuration::from_hours(1);

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Since when.
    pub from: Timestamp,
    /// Until when; none while it goes on.
    pub until: Option<Timestamp>,
    /// The code of what was in the way, if anything was.
    pub code: Option<String>,
    /// Its sentence.
    pub told: Told,
}

/// What happened since a time, in order.
pub fn sentences(history: &History, since: Timestamp, now: Timestamp) -> Vec<Entry> {
    let waits = waits(&history.decisions);
    let mut entries: Vec<Entry> = waits.iter().filter_map(|wait| wait.entry(history, now)).collect();
    entries.extend(worth_telling(&history.windows, &waits, now).into_iter().map(|slot| slot.entry()));
    entries.extend(gaps(history, now));
    entries.retain(|entry| entry.until.is_none_or(|until| until >= since));
    entries.sort_by_key(|entry| (entry.from, entry.until));
    let surplus = entries.len().saturating_sub(MOST);
    entries.drain(..surplus);
    entries
}

/// One cause that held some classes up for some time.
struct Wait<'a> {
    code: &'a str,
    classes: Vec<Class>,
    from: Timestamp,
    until: Option<Timestamp>,
}

/// The decisions of all classes, put together where the cause was the same at the same time.
fn waits(decisions: &[Decision]) -> Vec<Wait<'_>> {
    let mut held: Vec<(&str, &Decision)> =
        decisions.iter().filter_map(|decision| Some((decision.code.as_deref()?, decision))).collect();
    held.sort_by_key(|(code, decision)| (*code, decision.from));
    let mut waits: Vec<Wait<'_>> = Vec::new();
    for (code, decision) in held {
        let touches = |wait: &Wait<'_>| wait.until.is_none_or(|until| decision.from.duration_since(until) <= SHORT);
        match waits.last_mut().filter(|wait| wait.code == code && touches(wait)) {
            Some(wait) => {
                wait.until = wait.until.zip(decision.until).map(|(one, other)| one.max(other));
                if !wait.classes.contains(&decision.class) {
                    wait.classes.push(decision.class);
                }
            }
            None => {
                waits.push(Wait { code, classes: vec![decision.class], from: decision.from, until: decision.until })
            }
        }
    }
    waits
}

impl Wait<'_> {
    fn entry(&self, history: &History, now: Timestamp) -> Option<Entry> {
        let until = self.until.unwrap_or(now);
        if self.until.is_some() && until.duration_since(self.from) < SHORT {
            return None;
        }
        let meanwhile = history.windows.iter().filter(|window| window.from < until && window.until > self.from);
        let sent: u64 = meanwhile.map(|window| window.moved.originals).sum();
        let told = match self.until {
            None => Told::new("timeline-waits").with("since", Piece::Moment(self.from)),
            Some(until) => span("timeline-waited", self.from, until).with("sent", Piece::Number(sent)),
        };
        let told =
            told.with("subject", Piece::Word(self.subject())).with("awaited", Piece::Awaited(self.code.to_owned()));
        Some(Entry { from: self.from, until: self.until, code: Some(self.code.to_owned()), told })
    }

    fn subject(&self) -> &'static str {
        let has = |class| self.classes.contains(&class);
        match (has(Class::Photos), has(Class::Videos)) {
            _ if has(Class::Records) => "everything",
            (true, true) => "originals",
            (true, false) => "photos",
            (false, true) => "videos",
            _ => "small",
        }
    }

    fn overlaps(&self, from: Timestamp, until: Timestamp) -> bool {
        self.from <= until && self.until.is_none_or(|end| end >= from)
    }
}

/// A sentence that begins with a stretch of time.
fn span(id: &'static str, from: Timestamp, until: Timestamp) -> Told {
    Told::new(id).with("span", Piece::Span(from, until))
}

/// Slots that are told as one.
struct Slot<'a> {
    windows: Vec<&'a Window>,
    now: Timestamp,
}

/// Whether a slot was through in less than a minute: many of them in a row are one thing that happened.
fn is_short(window: &Window) -> bool {
    window.ending == Some(Ending::Done) && window.until.duration_since(window.from) < SHORT
}

/// The slots in which something moved, or that ended otherwise than they should. Failures of the same kind in a row are
/// one, and those that a wait explains are not told twice.
fn worth_telling<'a>(windows: &'a [Window], waits: &[Wait<'_>], now: Timestamp) -> Vec<Slot<'a>> {
    let mut slots: Vec<Slot<'a>> = Vec::new();
    for window in windows {
        let code = window.code.as_deref();
        let failed = window.ending == Some(Ending::Failed);
        let explained = waits.iter().any(|wait| Some(wait.code) == code && wait.overlaps(window.from, window.until));
        let moved = window.moved != Moved::default();
        let cut = matches!(window.ending, Some(Ending::Killed | Ending::Expired)) || (failed && !explained);
        if !moved && !cut {
            continue;
        }
        let same = |slot: &&mut Slot<'_>| {
            let last = slot.windows.last();
            last.is_some_and(|last| {
                let alike = last.ending == window.ending
                    && last.code == window.code
                    && window.from.duration_since(last.until) <= ONE_TROUBLE;
                let in_vain = failed && !moved && last.moved == Moved::default();
                alike && (in_vain || is_short(window) && is_short(last))
            })
        };
        match slots.last_mut().filter(same) {
            Some(slot) => slot.windows.push(window),
            None => slots.push(Slot { windows: vec![window], now }),
        }
    }
    slots
}

impl Slot<'_> {
    fn entry(&self) -> Entry {
        let from = self.windows.first().map_or(self.now, |window| window.from);
        let last = self.windows.last();
        let until = last.map_or(self.now, |window| window.until);
        let code = last.and_then(|window| window.code.clone());
        let reason = Piece::Reason(code.clone().unwrap_or_default(), serde_json::Map::new());
        if self.windows.len() > 1 && self.windows.iter().all(|window| is_short(window)) {
            let sent = self.windows.iter().map(|window| window.moved.originals).sum();
            let runs = u64::try_from(self.windows.len()).unwrap_or(u64::MAX);
            let told = span("timeline-runs", from, until).with("runs", Piece::Number(runs));
            return Entry { from, until: Some(until), code, told: told.with("sent", Piece::Number(sent)) };
        }
        if self.windows.len() > 1 {
            let tries = u64::try_from(self.windows.len()).unwrap_or(u64::MAX);
            let told = span("timeline-failed", from, until).with("tries", Piece::Number(tries)).with("reason", reason);
            return Entry { from, until: Some(until), code, told };
        }
        let moved = last.map(|window| window.moved).unwrap_or_default();
        let ending = last.and_then(|window| window.ending);
        let seconds = u64::try_from(until.duration_since(from).as_secs()).unwrap_or(0);
        let told = Told::new("timeline-window")
            .with("moment", Piece::Moment(from))
            .with("minutes", Piece::Number(seconds.div_ceil(60)))
            .with("seconds", Piece::Number(seconds))
            .with("ending", Piece::Word(ending.map_or("running", Ending::word)))
            .with("sent", Piece::Number(moved.originals))
            .with("small", Piece::Word(if moved == Moved::default() { "nothing" } else { "something" }))
            .with("reason", reason);
        Entry { from, until: ending.map(|_| until), code, told }
    }
}

/// Stretches in which nothing was in the way of photos and there was no slot.
fn gaps(history: &History, now: Timestamp) -> Vec<Entry> {
    let free = history.decisions.iter().filter(|decision| {
        decision.code.is_none() && matches!(decision.class, Class::Photos | Class::Videos | Class::Thumbnails)
    });
    let mut gaps: Vec<(Timestamp, Timestamp)> = Vec::new();
    for decision in free {
        let end = decision.until.unwrap_or(now);
        let mut from = decision.from;
        let within = history.windows.iter().filter(|window| window.until >= decision.from && window.from <= end);
        for (begins, ends) in within.map(|window| (window.from, window.until)).chain([(end, end)]) {
            if begins.duration_since(from) >= GAP && !gaps.contains(&(from, begins)) {
                gaps.push((from, begins));
            }
            from = from.max(ends);
        }
    }
    let entry = |(from, until): (Timestamp, Timestamp)| Entry {
        from,
        until: (until < now).then_some(until),
        code: None,
        told: span("timeline-gap", from, until),
    };
    gaps.into_iter().map(entry).collect()
}

#[cfg(test)]
mod tests;
