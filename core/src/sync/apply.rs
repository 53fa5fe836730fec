//! What becomes of a record when the cloud's form of it arrives. Pure: records in, a record out.
//!
//! The rules, in the order in which they are asked:
//!
//! 1. A version that this device has seen changes nothing. One *behind* what it has seen changes nothing and is named,
//!    unless a walk after a restore of the server said that it may be: then ours is offered again.
//! 2. A form that can't be opened is set aside; what this device shows stays.
//! 3. A version made by our own last mutation is ours, even if its answer never arrived.
//! 4. A tombstone of an earlier life ends nothing: what stands here since is offered again. A tombstone of this life ends
//!    the record, unless this device holds what the cloud never had or an unsent restore: then the person decides.
//! 5. A purge of ours goes on only if nobody else has touched the trash since.
//! 6. Anything else is merged field by field.

use safelight_protocol::Digest;
use safelight_protocol::record::SealedRecord;

use crate::mutants::mutant;
use crate::record::{Document, Kind, merge};
use crate::seal::Base;
use crate::store::records::Record;

/// Another device deleted for good what this device alone holds.
pub(crate) const CONTESTED: &str = "item.contested";
/// The server shows an older form of a record than it has shown before.
pub(crate) const FELL_BACK: &str = "srv.fell_back";
/// A record can't be opened.
pub(crate) const UNREADABLE: &str = "item.unreadable";

/// A record as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    pub(crate) sealed: SealedRecord,
    pub(crate) body_sha: Digest,
    /// What it says and what it replaced; none if it can't be opened.
    pub(crate) opened: Option<(Document, Base)>,
}

/// Why the record arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// In the feed, or as the answer to a conflict.
    Follow,
    /// In a walk over a server that was restored or rolled back: versions may be lower than before.
    Restored,
}

/// What this device keeps.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Applied {
    pub(crate) record: Record,
    /// A finding to raise about it.
    pub(crate) finding: Option<&'static str>,
}

/// Applies an arriving record to what is here. `holds_unsent_original`: this device has an original that the cloud never
/// had.
pub(crate) fn apply(
    local: Option<Record>,
    incoming: &Incoming,
    arrival: Arrival,
    holds_unsent_original: bool,
) -> Applied {
    let Some(local) = local else { return Applied { record: first_seen(incoming), finding: unreadable(incoming) } };
    let sealed = &incoming.sealed;
    if local.version == sealed.version && local.body_sha == Some(incoming.body_sha) {
        // Seen before. The trash stamp and the place in the log are the server's to tell.
        let record = Record { sequence: sealed.sequence, trashed_at_ms: sealed.trashed_at_ms, ..local };
        return Applied { record, finding: None };
    }
    if arrival == Arrival::Follow && sealed.version <= local.version {
        return Applied { record: local, finding: Some(FELL_BACK) };
    }
    let Some((theirs, base)) = &incoming.opened else {
        let record = Record { set_aside: true, ..moved(local, incoming) };
        return Applied { record, finding: Some(UNREADABLE) };
    };
    // Ahead of our tombstone stands a new life that somebody gave it: nothing is deleted for want of the versions between.
    let later = sealed.version > local.version || theirs.life() > local.doc.life();
    let new_life = local.tombstone && !local.shown() && !sealed.tombstone && later;
    if arrival == Arrival::Restored && local.version > 0 && Some(base.body) != local.body_sha && !new_life {
        let (record, finding) = offer_again(local, incoming, theirs, holds_unsent_original);
        return Applied { record, finding };
    }
    let (record, finding) = follow(local, incoming, theirs, holds_unsent_original);
    Applied { record, finding }
}

fn first_seen(incoming: &Incoming) -> Record {
    let document = match &incoming.opened {
        Some((document, _)) => document.clone(),
        None => Document::of(&Kind::Unknown("unreadable".to_owned()), &()),
    };
    let record = Record {
        dirty: false,
        set_aside: incoming.opened.is_none(),
        ..Record::fresh(incoming.sealed.record, document.clone())
    };
    Record { base: Some(document), ..moved(record, incoming) }
}

fn unreadable(incoming: &Incoming) -> Option<&'static str> {
    incoming.opened.is_none().then_some(UNREADABLE)
}

/// The record with the server's side of things taken from what arrived.
fn moved(record: Record, incoming: &Incoming) -> Record {
    Record {
        version: incoming.sealed.version,
        sequence: incoming.sealed.sequence,
        body_sha: Some(incoming.body_sha),
        tombstone: incoming.sealed.tombstone,
        trashed_at_ms: incoming.sealed.trashed_at_ms,
        set_aside: false,
        ..record
    }
}

fn follow(
    local: Record,
    incoming: &Incoming,
    theirs: &Document,
    holds_unsent_original: bool,
) -> (Record, Option<&'static str>) {
    let ours = local.mutation == Some(incoming.sealed.mutation) && !mutant("mutation_forgotten");
    let sent = local.sent.as_ref().filter(|_| !mutant("mutation_forgotten"));
    let before = with_own(local.base.clone(), sent, theirs);
    let own_trash = trash_of(before.as_ref()) != trash_of(local.base.as_ref());
    let trash_touched = trash_of(before.as_ref()) != trash_of(Some(theirs))
        || local.trashed_at_ms != incoming.sealed.trashed_at_ms && !own_trash;
    let answer_out = sent.is_some();
    let unsent_restore = is_unsent_restore(&local);
    let was_gone = local.tombstone && !local.shown();
    let record = Record { base: Some(theirs.clone()), mutation: None, sent: None, ..moved(local, incoming) };
    if outlives(&record, theirs) {
        return (stand_up(record, was_gone), None);
    }
    if record.tombstone {
        return if ours || record.purge {
            (buried(record, theirs), None)
        } else if unsent_restore || holds_unsent_original || record.contested {
            (Record { contested: true, dirty: false, ..record }, Some(CONTESTED))
        } else {
            (buried(record, theirs), None)
        };
    }
    if record.purge {
        let purge = ours || !trash_touched || mutant("purge_although_restored");
        // Someone has touched the trash since: the asset is shown again, as it is in the cloud now.
        let mut doc = if purge { record.doc } else { theirs.clone() };
        doc.live_at_least(theirs.life());
        return (Record { purge, dirty: purge, doc, contested: false, ..record }, None);
    }
    let doc = match (record.dirty, ours) {
        // What is shown came after what was sent, even where it is as it was before: then the person took an edit back
        // whose answer is still out, and that is to be committed too.
        (_, true) => record.doc,
        (false, false) if !answer_out => theirs.clone(),
        (_, false) => merge(before.as_ref(), &record.doc, theirs),
    };
    let dirty = doc != *theirs;
    (Record { doc, dirty, contested: false, ..record }, None)
}

/// Whether a tombstone arrived that ended an earlier life than what stands here, be that a photo or a tombstone.
fn outlives(record: &Record, theirs: &Document) -> bool {
    record.tombstone && theirs.life() < record.doc.life() && !mutant("old_tombstone")
}

/// What stands here is committed on the earlier life's tombstone; what waits for the person's word goes on waiting.
fn stand_up(record: Record, was_gone: bool) -> Record {
    Record { dirty: !record.contested, purge: record.purge || was_gone, ..record }
}

/// Deleted for good, and nothing here wants it back.
fn buried(record: Record, tombstone: &Document) -> Record {
    Record { doc: tombstone.clone(), dirty: false, purge: false, contested: false, ..record }
}

/// The server has lost what it once had. What this device knows is offered again, tombstones included.
fn offer_again(
    local: Record,
    incoming: &Incoming,
    theirs: &Document,
    holds_unsent_original: bool,
) -> (Record, Option<&'static str>) {
    let wanted = is_unsent_restore(&local) || holds_unsent_original || local.contested;
    let was_gone = local.tombstone && !local.shown();
    let ahead = local.version > incoming.sealed.version;
    let record = Record { base: Some(theirs.clone()), mutation: None, sent: None, ..moved(local, incoming) };
    if outlives(&record, theirs) {
        return (stand_up(record, was_gone), None);
    }
    match (was_gone || record.purge, record.tombstone) {
        (true, true) => (buried(record, theirs), None),
        (true, false) => {
            let mut doc = theirs.clone();
            doc.live_at_least(record.doc.life());
            (Record { purge: true, dirty: true, doc, ..record }, None)
        }
        // Deleted for good on a server that had forgotten this record's life here: the deletion was somebody's deed. It
        // takes no more than any other.
        (false, true) if wanted => (Record { contested: true, dirty: false, ..record }, Some(CONTESTED)),
        (false, true) => (buried(record, theirs), None),
        (false, false) => {
            let mut doc = merge(None, &record.doc, theirs);
            if ahead && trash_of(Some(&record.doc)) == Some(false) {
                // It was taken out of the trash after the backup; left in there it would be deleted by its age.
                doc.0.remove("trashed");
            }
            let dirty = doc != *theirs;
            (Record { doc, dirty, ..record }, None)
        }
    }
}

/// A record that the restored server does not have at all.
pub(crate) fn offer_anew(local: Record) -> Record {
    let gone = local.tombstone && !local.shown();
    Record {
        version: 0,
        sequence: 0,
        body_sha: None,
        base: None,
        mutation: None,
        sent: None,
        dirty: true,
        purge: gone || local.purge,
        tombstone: false,
        ..local
    }
}

/// What this device and the cloud agreed on, with what was sent since where another device's form shows it: that came
/// from here.
fn with_own(base: Option<Document>, sent: Option<&Document>, theirs: &Document) -> Option<Document> {
    let (Some(mut base), Some(sent)) = (base.clone(), sent) else { return base };
    if sent.kind() != theirs.kind() {
        return Some(base);
    }
    for name in base.0.keys().chain(sent.0.keys()).cloned().collect::<Vec<_>>() {
        if sent.0.get(&name) == theirs.0.get(&name) {
            match sent.0.get(&name) {
                Some(value) => drop(base.0.insert(name, value.clone())),
                None => drop(base.0.remove(&name)),
            }
        }
    }
    Some(base)
}

/// The person took it out of the trash here, and the cloud has not heard of it.
fn is_unsent_restore(local: &Record) -> bool {
    local.dirty
        && !local.purge
        && trash_of(local.base.as_ref()) == Some(true)
        && trash_of(Some(&local.doc)) == Some(false)
}

fn trash_of(document: Option<&Document>) -> Option<bool> {
    let document = document?;
    (document.kind() == Kind::Asset)
        .then(|| document.0.get("trashed").and_then(serde_json::Value::as_bool).unwrap_or(false))
}

#[cfg(test)]
mod tests;
