//! One phone explains another: the card that each writes of itself, and what it says to who reads it later.
//!
//! A card is a sealed record. It says when the phone was last up to date, how many originals it has to send, what holds
//! them up first and with which evidence, and how the battery is, in four bands: enough to know why, and no diary of a
//! battery. It is written when what it says has changed, else once a day, and only where the policy lets records go. So a
//! card is always a little old, and one that is very old is itself a sign: it is told as past.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::facts::{Charging, Facts};
use crate::history::Expected;
use crate::reasons::{Hold, WorkClass};
use crate::record::DeviceCard;
use crate::telling::{Piece, Told};

/// A card that says the same is written anew after this.
const FRESH: SignedDuration = SignedDuration::from_hours(24);
/// After so long a card is told as past.
const PAST: SignedDuration = SignedDuration::from_hours(48);

/// The battery's bands, lowest first: from, name, word for the catalogue.
const BANDS: [(u8, &str, &str); 4] =
    [(80, "80-100", "from_80"), (50, "50-79", "from_50"), (20, "20-49", "from_20"), (0, "0-19", "under_20")];

/// In which band a charge lies.
pub(crate) fn band(percent: u8) -> &'static str {
    BANDS.iter().find(|(from, ..)| percent >= *from).map_or("0-19", |(_, name, _)| name)
}

/// What a phone says of itself.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) backlog: u64,
    pub(crate) last_success: Option<Timestamp>,
    pub(crate) first_hold: Option<Hold>,
    pub(crate) battery: Option<&'static str>,
    pub(crate) charging: Option<Charging>,
    pub(crate) app_version: String,
    pub(crate) expected: Option<Expected>,
}

impl State {
    /// The battery as the facts have it.
    pub(crate) fn powered(self, facts: &Facts) -> Self {
        let battery = facts.battery.value().map(|percent| band(percent.value()));
        Self { battery, charging: facts.charging.value().copied(), ..self }
    }
}

/// The card that says this; what else it said stays.
pub(crate) fn card(before: &DeviceCard, state: &State, now: Timestamp) -> DeviceCard {
    let hold = state.first_hold.as_ref();
    DeviceCard {
        app_version: Some(state.app_version.clone()),
        last_success: state.last_success.map(|at| at.to_string()),
        backlog: state.backlog,
        first_hold: hold.map(|hold| hold.code.clone()),
        hold_evidence: hold.map(|hold| roughly(&hold.evidence)).unwrap_or_default(),
        hold_since: hold.and_then(|hold| Timestamp::from_millisecond(hold.since_ms).ok()).map(|at| at.to_string()),
        battery: state.battery.map(str::to_owned),
        charging: state.charging.map(|charging| charging.word().to_owned()),
        told_at: Some(now.to_string()),
        expected: state.expected.map(|expected| (expected.from.to_string(), expected.to.to_string())),
        ..before.clone()
    }
}

/// The same evidence without what changes from minute to minute: a charge is told by its band.
fn roughly(evidence: &Map<String, Value>) -> Map<String, Value> {
    let rough = |(name, value): (&String, &Value)| match (name.as_str(), value.as_u64()) {
        ("level", Some(percent)) => Some((
            name.clone(),
            format!("{}%", band(u8::try_from(percent).unwrap_or(u8::MAX)).replace('-', "–")).into(),
        )),
        ("used" | "have" | "free", _) => None,
        _ => Some((name.clone(), value.clone())),
    };
    evidence.iter().filter_map(rough).collect()
}

/// Whether other phones should hear of it.
pub(crate) fn is_news(before: &DeviceCard, after: &DeviceCard) -> bool {
    let says = |card: &DeviceCard| DeviceCard {
        last_success: None,
        told_at: None,
        hold_since: None,
        expected: None,
        ..card.clone()
    };
    let age = told_at(after).zip(told_at(before)).map(|(now, then)| now.duration_since(then));
    let fresh = age.is_some_and(|age| SignedDuration::ZERO <= age && age < FRESH);
    // What began to be well, or ceased to, is news although the numbers are the same.
    !fresh || says(before) != says(after) || before.last_success.is_some() != after.last_success.is_some()
}

/// When a card was written. Cards of older versions said only when the phone was up to date, and meant that.
pub(crate) fn told_at(card: &DeviceCard) -> Option<Timestamp> {
    let text = card.told_at.as_deref().or(card.last_success.as_deref())?;
    text.parse().ok()
}

/// What another phone's card says.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// In a sentence.
    pub told: Told,
    /// What held it up, the first only.
    pub holds: Vec<Hold>,
    /// When it said so; none where it has said nothing yet.
    pub as_of: Option<Timestamp>,
    /// Whether that is so long ago that it is told as past.
    pub past: bool,
}

/// The hold that a card names, as a reason like any other. A code that this version does not know is one, too.
pub(crate) fn hold(card: &DeviceCard) -> Option<Hold> {
    let since = card.hold_since.as_deref().and_then(|since| since.parse().ok());
    let since = since.or_else(|| told_at(card)).unwrap_or(Timestamp::UNIX_EPOCH);
    let code = card.first_hold.as_deref()?;
    Some(Hold { evidence: card.hold_evidence.clone(), ..Hold::new(code, WorkClass::Everything, since) })
}

/// Says in a sentence how it stands with another phone.
pub fn explain(card: &DeviceCard, now: Timestamp) -> Explanation {
    let (as_of, hold) = (told_at(card), hold(card));
    let past = as_of.is_some_and(|as_of| now.duration_since(as_of) > PAST);
    let Some(at) = as_of else {
        return Explanation { told: named("explain-silent", card), holds: Vec::new(), as_of, past };
    };
    let doing = match &hold {
        Some(_) => "waits",
        None if card.backlog > 0 => "sends",
        None => "well",
    };
    let told = named(if past { "explain-past" } else { "explain-now" }, card)
        .with("moment", Piece::Moment(at))
        .with("doing", Piece::Word(doing))
        .with("awaited", Piece::Awaited(hold.as_ref().map_or_else(String::new, |hold| hold.code.clone())))
        .with("battery", Piece::Within(Box::new(battery(card, hold.as_ref()))))
        .with("backlog", Piece::Number(card.backlog));
    Explanation { told, holds: hold.into_iter().collect(), as_of, past }
}

fn named(id: &'static str, card: &DeviceCard) -> Told {
    Told::new(id).with("name", Piece::Text(card.name.clone()))
}

/// The battery in brackets where it has to do with the wait.
fn battery(card: &DeviceCard, hold: Option<&Hold>) -> Told {
    let about_power = hold.is_some_and(|hold| hold.code.starts_with("pwr."));
    let band = card.battery.as_deref().filter(|_| about_power);
    let word = band.and_then(|band| BANDS.iter().find(|(_, name, _)| *name == band)).map_or("none", |(.., word)| word);
    Told::new("battery-band").with("band", Piece::Word(word))
}

#[cfg(test)]
mod tests;
