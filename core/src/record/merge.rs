//! Three-way merge by field. Pure: no clock, no device order, only what arrived where.
//!
//! `base` is the last form that this device and the cloud agreed on, `mine` what the person has here, `theirs` what the
//! cloud holds now. A field that one side left alone takes the other side's value. A field that both changed takes mine,
//! because mine arrives later, and theirs goes to the history. Resources are united and never taken away.
//!
//! Where there is no base (two phones imported the same photo) facts are taken from theirs, which was committed first,
//! and what the person did from whichever side did it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::asset::{Resource, Stored};
use super::document::{Document, HistoryEntry, LIFE};
use crate::mutants::mutant;

/// What the person does to an asset; everything else in a record is a fact or bookkeeping.
const PERSON_FIELDS: &[&str] = &["favourite", "hidden", "caption", "trashed", "name"];

/// Merges what is here with what the cloud holds: what this device shows and commits next; equal to `theirs` if there is
/// nothing to commit.
pub(crate) fn merge(base: Option<&Document>, mine: &Document, theirs: &Document) -> Document {
    if mutant("theirs_on_conflict") {
        return theirs.clone();
    }
    // What theirs says of an earlier life, the person here has seen and left behind.
    let base = if mine.life() > theirs.life() { Some(theirs) } else { base };
    let empty = Map::new();
    let base_fields = base.map_or(&empty, |document| &document.0);
    let mut fields = Map::new();
    let mut lost = Vec::new();
    let names: BTreeSet<&String> = mine.0.keys().chain(theirs.0.keys()).collect();
    for name in names {
        let (was, here, there) = (base_fields.get(name), mine.0.get(name), theirs.0.get(name));
        let value = match name.as_str() {
            "resources" => Some(unite(was, here, there)),
            "history" => longer(here, there),
            LIFE => later(here, there),
            name if same(name, &mine.0, base_fields) || same(name, &mine.0, &theirs.0) => there.cloned(),
            name if same(name, &theirs.0, base_fields) => here.cloned(),
            name if base.is_none() && !decided_by_person(name, mine) => there.or(here).cloned(),
            _ => {
                let value = there.filter(|value| here != Some(*value));
                lost.extend(value.map(|value| HistoryEntry { field: name.clone(), value: value.clone() }));
                here.cloned()
            }
        };
        if let Some(value) = value {
            fields.insert(name.clone(), value);
        }
    }
    let mut document = Document(fields);
    document.remember(lost);
    document
}

/// A capture date and where it comes from: two fields that are decided as one.
const DATE: [&str; 2] = ["taken_at", "taken_at_source"];

/// Whether a field is the same on both sides, together with the fields that are decided with it.
fn same(name: &str, one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let equal = |name: &str| one.get(name) == other.get(name);
    if DATE.contains(&name) { DATE.into_iter().all(equal) } else { equal(name) }
}

/// Capture date and its source go together: a correction by the person is theirs, whatever a file says.
fn decided_by_person(name: &str, mine: &Document) -> bool {
    PERSON_FIELDS.contains(&name)
        || name.starts_with("taken_at") && mine.0.get("taken_at_source").and_then(Value::as_str) == Some("person")
}

fn longer(here: Option<&Value>, there: Option<&Value>) -> Option<Value> {
    let length = |value: Option<&Value>| value.and_then(Value::as_array).map_or(0, Vec::len);
    if length(here) > length(there) { here.cloned() } else { there.or(here).cloned() }
}

/// The later of two lives: whoever stands in it has seen the earlier one end.
fn later(here: Option<&Value>, there: Option<&Value>) -> Option<Value> {
    if here.and_then(Value::as_u64) > there.and_then(Value::as_u64) { here.cloned() } else { there.or(here).cloned() }
}

/// Unites the resources of both sides, kind by kind.
fn unite(base: Option<&Value>, mine: Option<&Value>, theirs: Option<&Value>) -> Value {
    let read = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
    let (base, mine, theirs) = (read(base), read(mine), read(theirs));
    let kinds: BTreeSet<&String> = mine.keys().chain(theirs.keys()).collect();
    let mut united = Map::new();
    for kind in kinds {
        let resource = match (mine.get(kind), theirs.get(kind)) {
            (Some(here), Some(there)) => unite_one(base.get(kind), here, there),
            (Some(only), None) | (None, Some(only)) => only.clone(),
            (None, None) => continue,
        };
        united.insert(kind.clone(), resource);
    }
    Value::Object(united)
}

fn unite_one(base: Option<&Value>, mine: &Value, theirs: &Value) -> Value {
    if mine == theirs || Some(mine) == base {
        return theirs.clone();
    }
    if Some(theirs) == base {
        return mine.clone();
    }
    let parse = |value: &Value| serde_json::from_value::<Resource>(value.clone()).ok();
    let (Some(here), Some(there)) = (parse(mine), parse(theirs)) else { return theirs.clone() };
    let before = base.and_then(parse);
    let chosen = if here.content_id == there.content_id {
        same_file(before.as_ref(), here, there)
    } else if here.renderer > there.renderer || there.stored == Stored::Lost {
        // Another picture of the same original: the first committed stands unless an older renderer made it.
        here
    } else {
        there
    };
    serde_json::to_value(chosen).unwrap_or_else(|_| theirs.clone())
}

/// Both sides speak of the same file: whoever has its parts in the cloud is right, and the holders are united.
fn same_file(base: Option<&Resource>, here: Resource, there: Resource) -> Resource {
    let none = BTreeSet::new();
    let before = base.map_or(&none, |base| &base.holders);
    // Add-wins: a holder goes only if a side that knew it took it away and the other did not add it anew.
    let holders = here
        .holders
        .union(&there.holders)
        .filter(|device| !before.contains(*device) || here.holders.contains(*device) && there.holders.contains(*device))
        .copied()
        .collect();
    let rest: BTreeMap<_, _> = here.rest.iter().chain(&there.rest).map(|(k, v)| (k.clone(), v.clone())).collect();
    let parts = there.parts.or(here.parts);
    let stored = if parts.is_some() && (here.stored == Stored::Listed || there.stored == Stored::Listed) {
        Stored::Listed
    } else {
        there.stored
    };
    Resource { parts, stored, holders, rest, renderer: here.renderer.max(there.renderer), ..here }
}

#[cfg(test)]
mod tests;
