//! What the person did and was told, and what the library must therefore show.
//!
//! The model knows what was agreed at the last quiet point and what was done on each phone since. Where the phones did
//! different things at once it says what may be, not what must: then only that all phones agree is checked.

use std::collections::{BTreeMap, BTreeSet};

use safelight_protocol::{ContentId, RecordId};

/// Whether something was done. A phone that dies over it leaves that open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Done {
    #[default]
    No,
    Maybe,
    Yes,
}

impl Done {
    fn at_all(self) -> bool {
        self != Self::No
    }
}

/// Whether the library had a photo at the last quiet point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Presence {
    /// Never taken in.
    #[default]
    Absent,
    /// In the timeline, hidden, or in the trash.
    Present,
    /// Deleted for good.
    Gone,
}

/// What the person can change of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Favourite,
    Hidden,
    Caption,
    TakenAt,
    Trashed,
}

/// What one phone may have set a field to.
#[derive(Debug, Clone, Default)]
struct Touch {
    values: BTreeSet<String>,
    sure: bool,
}

impl Touch {
    fn set(&mut self, done: Done, value: &str) {
        match done {
            Done::No => return,
            Done::Maybe => {}
            Done::Yes => {
                self.values.clear();
                self.sure = true;
            }
        }
        self.values.insert(value.to_owned());
    }
}

/// What was done to a photo on one phone since the last quiet point.
#[derive(Debug, Clone, Default)]
pub(super) struct Deeds {
    pub(super) imported: Done,
    pub(super) brought_back: Done,
    pub(super) trash_touched: Done,
    pub(super) purged: Done,
    fields: BTreeMap<Field, Touch>,
}

/// One file of the memory card as the library should know it.
#[derive(Debug, Clone, Default)]
pub(super) struct Photo {
    was: Presence,
    values: BTreeMap<Field, String>,
    deeds: BTreeMap<&'static str, Deeds>,
    /// Since when it may be in the trash, by true time.
    trashed_since_ms: Option<i64>,
    may_expire: bool,
    /// The person was asked whether it stays, because phones did not agree.
    decided: bool,
    /// It was kept after another phone had deleted it for good: its bytes may have gone with that.
    may_be_lost: bool,
    /// The phones that took its bytes in.
    held_by: BTreeSet<&'static str>,
    /// Its record and its original, as the library names them.
    names: Option<(RecordId, ContentId)>,
}

/// What must be the case at a quiet point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Must {
    BeThere,
    BeGone,
    NeverHaveBeen,
    BeEither,
}

/// How long what is in the trash certainly stays: a day less than the server says.
const STAYS_MS: i64 = 29 * 24 * 3600 * 1000;

impl Photo {
    pub(super) fn deeds(&mut self, phone: &'static str) -> &mut Deeds {
        self.deeds.entry(phone).or_default()
    }

    /// The person set a field on a phone.
    pub(super) fn set(&mut self, phone: &'static str, field: Field, value: &str, done: Done, now_ms: i64) {
        self.deeds(phone).fields.entry(field).or_default().set(done, value);
        if field == Field::Trashed && done.at_all() {
            let deeds = self.deeds(phone);
            deeds.trash_touched = deeds.trash_touched.max(done);
            if value == "true" {
                self.trashed_since_ms.get_or_insert(now_ms);
            }
        }
    }

    /// Time has passed.
    pub(super) fn at(&mut self, now_ms: i64) {
        if self.trashed_since_ms.is_some_and(|since| now_ms - since > STAYS_MS) {
            self.may_expire = true;
        }
    }

    /// The person decided what becomes of it after phones had disagreed.
    pub(super) fn decide(&mut self) {
        self.decided = true;
        self.may_be_lost = true;
    }

    /// A phone has taken its bytes in, and said so.
    pub(super) fn hold(&mut self, phone: &'static str, names: Option<(RecordId, ContentId)>) {
        self.held_by.insert(phone);
        self.names = names.or(self.names);
    }

    /// Its record and its original, as the library names them.
    pub(super) fn names(&self) -> Option<(RecordId, ContentId)> {
        self.names
    }

    /// Whether a phone must still have its bytes: it took them in, and nobody has deleted the photo for good since. A
    /// deletion that came to nothing takes no bytes with it.
    pub(super) fn must_be_held_by(&self, phone: &str) -> bool {
        self.held_by.contains(phone) && !self.had_another_life()
    }

    fn had_another_life(&self) -> bool {
        let brought_back = self.any(|deeds| deeds.brought_back.at_all());
        brought_back || self.decided || self.may_expire || self.was == Presence::Gone
    }

    /// Whether its bytes may be nowhere.
    pub(super) fn may_be_lost(&self) -> bool {
        self.may_be_lost
    }

    /// Whether a phone other than this one may have deleted it for good.
    pub(super) fn may_be_gone_but_for(&self, phone: &str) -> bool {
        let others = || self.deeds.iter().filter(|(name, _)| **name != phone);
        self.was == Presence::Gone
            || self.may_expire
            || self.decided
            || others().any(|(_, deeds)| deeds.purged.at_all())
    }

    /// Whether anybody may have deleted it for good.
    pub(super) fn may_be_gone(&self) -> bool {
        self.was == Presence::Gone || self.may_expire || self.decided || self.any(|deeds| deeds.purged.at_all())
    }

    fn any(&self, test: impl Fn(&Deeds) -> bool) -> bool {
        self.deeds.values().any(test)
    }

    /// Whether it was there at the last quiet point.
    pub(super) fn was_there(&self) -> bool {
        self.was == Presence::Present
    }

    /// What must be the case now.
    pub(super) fn must(&self) -> Must {
        let purged = self.any(|deeds| deeds.purged.at_all());
        let brought_back = self.any(|deeds| deeds.brought_back.at_all());
        let came = self.any(|deeds| deeds.imported == Done::Yes || deeds.brought_back == Done::Yes);
        if self.decided || self.may_expire {
            return Must::BeEither;
        }
        match self.was {
            Presence::Absent if !self.any(|deeds| deeds.imported.at_all()) && !brought_back => Must::NeverHaveBeen,
            Presence::Absent if came && !purged => Must::BeThere,
            Presence::Present if !purged => Must::BeThere,
            Presence::Present if self.purged_by_one_alone() => Must::BeGone,
            Presence::Present if self.restored_against_purge() => Must::BeThere,
            Presence::Gone if !brought_back => Must::BeGone,
            Presence::Gone if !purged && self.any(|deeds| deeds.brought_back == Done::Yes) => Must::BeThere,
            _ => Must::BeEither,
        }
    }

    /// One phone deleted it for good, and no other did anything that may stand against it.
    fn purged_by_one_alone(&self) -> bool {
        let against = |deeds: &Deeds| deeds.brought_back.at_all() || deeds.imported.at_all();
        let mut purgers = self.deeds.iter().filter(|(_, deeds)| deeds.purged == Done::Yes);
        let Some((purger, deeds)) = purgers.next() else { return false };
        let others = self.deeds.iter().filter(|(phone, _)| *phone != purger);
        deeds.brought_back == Done::No
            && !others.clone().any(|(_, other)| against(other) || other.trash_touched.at_all())
    }

    /// It was in the trash; one phone took it out for certain and did nothing else, the others did nothing but delete it.
    fn restored_against_purge(&self) -> bool {
        let was_trashed = self.values.get(&Field::Trashed).is_some_and(|value| value == "true");
        let neutral = self.deeds.values().all(|deeds| !deeds.brought_back.at_all());
        let restored = |deeds: &Deeds| {
            let touch = deeds.fields.get(&Field::Trashed);
            deeds.purged == Done::No
                && touch.is_some_and(|touch| touch.sure && touch.values.iter().all(|v| v == "false"))
        };
        let only_purged = |deeds: &Deeds| !deeds.trash_touched.at_all();
        was_trashed
            && neutral
            && self.any(restored)
            && self.deeds.values().all(|deeds| restored(deeds) || only_purged(deeds))
    }

    /// What a field may show; none where anything may.
    pub(super) fn allowed(&self, field: Field) -> Option<BTreeSet<String>> {
        let hazy = |deeds: &Deeds| deeds.purged.at_all() || deeds.brought_back.at_all();
        if self.decided || self.may_expire || self.any(hazy) {
            return None;
        }
        let touches = || self.deeds.values().filter_map(|deeds| deeds.fields.get(&field));
        let mut allowed: BTreeSet<String> = touches().flat_map(|touch| touch.values.iter().cloned()).collect();
        if !touches().any(|touch| touch.sure) {
            // A date that nobody corrected is the file's own.
            allowed.insert(self.values.get(&field).cloned().or_else(|| default_of(field))?);
        }
        Some(allowed)
    }

    /// The phones have agreed.
    pub(super) fn agree(&mut self, shown: Option<BTreeMap<Field, String>>, now_ms: i64) {
        let trashed = shown.as_ref().is_some_and(|values| values.get(&Field::Trashed).is_some_and(|v| v == "true"));
        self.trashed_since_ms = self.trashed_since_ms.filter(|_| trashed).or(trashed.then_some(now_ms));
        self.was = match (&shown, self.was, self.may_be_gone()) {
            (Some(_), ..) => Presence::Present,
            (None, Presence::Absent, false) => Presence::Absent,
            (None, Presence::Absent, true) if !self.any(|deeds| deeds.imported.at_all()) => Presence::Absent,
            (None, ..) => Presence::Gone,
        };
        if shown.is_none() || self.had_another_life() {
            self.held_by.clear();
        }
        self.may_be_lost &= shown.is_some();
        self.values = shown.unwrap_or_default();
        self.deeds.clear();
        self.may_expire = false;
        self.decided = false;
    }
}

fn default_of(field: Field) -> Option<String> {
    match field {
        Field::Favourite | Field::Hidden | Field::Trashed => Some("false".to_owned()),
        Field::Caption => Some(String::new()),
        Field::TakenAt => None,
    }
}
