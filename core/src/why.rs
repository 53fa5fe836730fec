//! Why is this one not here? For one photo, or for the photos of another phone: where its record, thumbnail and original
//! are, which of them waits, where, and for what; and when to expect it.
//!
//! A photo travels in three hops: its *record* (that there is a photo), its *thumbnail*, its *original*. Each is on a phone
//! before it is in the cloud, and in the cloud before it is here. [`hops`] is a pure function of what this phone knows:
//! its own verdicts for what it has to send and to fetch, and the other phones' cards for what only they can send. What
//! another phone does cannot be known better than its card says; how old that is stands beside it.

mod gather;

use jiff::Timestamp;
use serde::Serialize;

use crate::card::{self, Explanation};
use crate::history::Expected;
use crate::library::OriginalPlace;
use crate::reasons::{Hold, WorkClass};
use crate::record::DeviceCard;
use crate::telling::{Piece, Told};

/// A piece of a photo that travels by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HopKind {
    /// That there is a photo, and what is known of it.
    Record,
    /// The small picture.
    Thumbnail,
    /// What the camera made.
    Original,
}

/// Where it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// On this phone only.
    Here,
    /// In the cloud, not on this phone.
    Cloud,
    /// On this phone and in the cloud.
    Both,
    /// On another phone only.
    Elsewhere,
    /// Nowhere any more.
    Lost,
    /// There is none: a file that nobody can draw has no thumbnail.
    None,
}

/// How it stands with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HopState {
    /// Where it belongs. An original in the cloud is: it comes when it is opened.
    Arrived,
    /// On its way.
    Moving,
    /// It waits, for its holds or for its turn.
    Waits,
    /// It was tried and set aside, or is lost.
    Failed,
}

/// One hop.
#[derive(Debug, Clone, PartialEq)]
pub struct Hop {
    /// What travels.
    pub what: HopKind,
    /// Where it is.
    pub place: Where,
    /// The other phones that have it, by name, while only they do.
    pub phones: Vec<String>,
    /// How it stands.
    pub state: HopState,
    /// Why it waits, all reasons; empty where it is only not its turn yet.
    pub holds: Vec<Hold>,
    /// How old what is said of another phone is.
    pub as_of: Option<Timestamp>,
}

/// Why something is not here.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// Each hop.
    pub hops: Vec<Hop>,
    /// When the hop that waits can be expected; none where that can't be known, or nothing waits.
    pub expected: Option<Expected>,
    /// All of it in a sentence.
    pub told: Told,
    /// How many photos are meant.
    pub photos: u64,
}

/// What holds this phone up, by class.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OwnHolds {
    /// Following what others did, and telling what was done here.
    pub records: Vec<Hold>,
    /// Thumbnails, both ways.
    pub thumbnails: Vec<Hold>,
    /// Originals of this kind, to the cloud.
    pub originals: Vec<Hold>,
    /// Opening an original.
    pub opening: Vec<Hold>,
}

/// Where the pieces of one photo are, as far as this phone knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Sight {
    /// Whether the cloud has the record as this phone shows it.
    pub record_sent: bool,
    /// Whether there is a thumbnail at all, is here, is in the cloud.
    pub thumbnail: Option<(bool, bool)>,
    /// Where the original is.
    pub original: OriginalPlace,
    /// Whether it is being sent this moment.
    pub sending: bool,
    /// What was met when its own files were tried, and whether that set them aside.
    pub met: Vec<(Hold, bool)>,
    /// The other phones that have what the cloud lacks.
    pub holders: Vec<DeviceCard>,
    /// What holds this phone up.
    pub own: OwnHolds,
}

/// The three hops of one photo.
pub fn hops(sight: &Sight, now: Timestamp) -> Vec<Hop> {
    vec![record(sight), thumbnail(sight, now), original(sight, now)]
}

fn record(sight: &Sight) -> Hop {
    if sight.record_sent {
        return Hop::new(HopKind::Record, Where::Both, HopState::Arrived);
    }
    Hop { holds: sight.own.records.clone(), ..Hop::new(HopKind::Record, Where::Here, HopState::Waits) }
}

fn thumbnail(sight: &Sight, now: Timestamp) -> Hop {
    let own =
        |place| Hop { holds: sight.own.thumbnails.clone(), ..Hop::new(HopKind::Thumbnail, place, HopState::Waits) };
    match sight.thumbnail {
        None => Hop::new(HopKind::Thumbnail, Where::None, HopState::Arrived),
        Some((true, true)) => Hop::new(HopKind::Thumbnail, Where::Both, HopState::Arrived),
        Some((true, false)) => own(Where::Here),
        Some((false, true)) => own(Where::Cloud),
        Some((false, false)) => Hop::elsewhere(HopKind::Thumbnail, &sight.holders, now),
    }
}

fn original(sight: &Sight, now: Timestamp) -> Hop {
    let hop = |place, state| Hop::new(HopKind::Original, place, state);
    match sight.original {
        OriginalPlace::Both => hop(Where::Both, HopState::Arrived),
        OriginalPlace::Cloud if sight.own.opening.is_empty() => hop(Where::Cloud, HopState::Arrived),
        OriginalPlace::Cloud => Hop { holds: sight.own.opening.clone(), ..hop(Where::Cloud, HopState::Waits) },
        OriginalPlace::Lost => {
            Hop { holds: vec![Hold::new("item.lost", WorkClass::Files, now)], ..hop(Where::Lost, HopState::Failed) }
        }
        OriginalPlace::Elsewhere => Hop::elsewhere(HopKind::Original, &sight.holders, now),
        OriginalPlace::Local if sight.sending => hop(Where::Here, HopState::Moving),
        OriginalPlace::Local => {
            let set_aside = sight.met.iter().any(|(_, set_aside)| *set_aside);
            let mut holds: Vec<Hold> = sight.met.iter().map(|(hold, _)| hold.clone()).collect();
            // What was set aside waits for nothing else.
            holds.extend(sight.own.originals.iter().filter(|_| !set_aside).cloned());
            Hop { holds, ..hop(Where::Here, if set_aside { HopState::Failed } else { HopState::Waits }) }
        }
    }
}

impl Hop {
    fn new(what: HopKind, place: Where, state: HopState) -> Self {
        Self { what, place, phones: Vec::new(), state, holds: Vec::new(), as_of: None }
    }

    /// Only other phones have it: what the one that was heard of last says holds it up.
    fn elsewhere(what: HopKind, holders: &[DeviceCard], now: Timestamp) -> Self {
        let newest = holders.iter().max_by_key(|card| card::told_at(card));
        let waits_for_phone = Hold::new("item.elsewhere", WorkClass::Files, now);
        Self {
            phones: holders.iter().map(|card| card.name.clone()).collect(),
            holds: newest.and_then(card::hold).into_iter().chain([waits_for_phone]).collect(),
            as_of: newest.and_then(card::told_at),
            ..Self::new(what, Where::Elsewhere, HopState::Waits)
        }
    }
}

/// The sentence of the first hop that waits.
fn told(hops: &[Hop], holders: &[DeviceCard], expected: Option<&Expected>, now: Timestamp) -> Told {
    let Some(hop) = hops.iter().find(|hop| hop.state != HopState::Arrived) else {
        let cloud_only = hops.iter().any(|hop| hop.place == Where::Cloud);
        return Told::new("why-arrived").with("place", Piece::Word(if cloud_only { "cloud" } else { "both" }));
    };
    let newest = holders.iter().max_by_key(|card| card::told_at(card));
    if let (Where::Elsewhere, Some(card)) = (hop.place, newest) {
        let Explanation { told, .. } = card::explain(card, now);
        return with_expected(
            Told::new("why-elsewhere").with("what", what(hop)).with("phone", Piece::Within(Box::new(told))),
            expected,
            None,
        );
    }
    let place = match hop.place {
        Where::Here | Where::Both => "here",
        Where::Cloud => "cloud",
        Where::Elsewhere => "elsewhere",
        Where::Lost | Where::None => "lost",
    };
    let first = hop.holds.first();
    let state = match (hop.state, first) {
        (HopState::Moving, _) => "moving",
        (HopState::Failed, _) => "failed",
        (_, Some(_)) => "held",
        _ => "turn",
    };
    let code = first.map_or_else(String::new, |hold| hold.code.clone());
    let reason = first.map(|hold| hold.evidence.clone()).unwrap_or_default();
    let told = Told::new("why-waits")
        .with("what", what(hop))
        .with("place", Piece::Word(place))
        .with("state", Piece::Word(state))
        .with("awaited", Piece::Awaited(code.clone()))
        .with("reason", Piece::Reason(code.clone(), reason));
    with_expected(told, expected, Some(&code))
}

fn what(hop: &Hop) -> Piece {
    Piece::Word(match hop.what {
        HopKind::Record => "record",
        HopKind::Thumbnail => "thumbnail",
        HopKind::Original => "original",
    })
}

/// Adds when it can be expected, and on what that rests.
fn with_expected(told: Told, expected: Option<&Expected>, code: Option<&str>) -> Told {
    let piece = match expected {
        Some(Expected { from, to }) => Told::new("expected")
            .with("span", Piece::Span(*from, *to))
            .with("if", Piece::Word(code.map_or("none", crate::telling::awaited))),
        None => Told::new("expected-unknown"),
    };
    told.with("expected", Piece::Within(Box::new(piece)))
}

/// Whether what holds it up ends by a habit: by a charger, a network, the system's slots. What only a decision of the
/// person ends has no expected time.
fn by_habit(holds: &[Hold]) -> bool {
    let habits = ["charger", "power", "wifi", "connection", "home", "hours", "slot", "cool", "turn", "server"];
    holds.iter().all(|hold| hold.code == "item.elsewhere" || habits.contains(&crate::telling::awaited(&hold.code)))
}

#[cfg(test)]
mod tests;
