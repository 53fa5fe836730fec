//! Why is this one not here? For one photo, or for the photos of another phone: where its record, thumbnail and original
//! are, which of them waits, where, and for what; and when to expect it.
//!
//! A photo travels in three hops: its *record* (that there is a photo), its *thumbnail*, its *original*. Each is on a phone
//! before it is in the cloud, and in the cloud before it is here. [`hops`] is a pure function of what this phone knows:
//! its own verdicts for what it has to send and to fetch, and the other phones' cards for what only they can send. What
//! another phone does cannot be known better than its card says; how old that is stands beside it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use safelight_protocol::{DeviceId, RecordId};
use serde::Serialize;

use crate::card::{self, Explanation};
use crate::history::{Expected, expected};
use crate::home::HomeError;
use crate::library::{AssetDetails, OriginalPlace};
use crate::policy::{Class, Intent, Verdicts, decide};
use crate::reasons::{Hold, WorkClass};
use crate::record::{DeviceCard, Media};
use crate::safelight::Safelight;
use crate::store::records::{self, Record};
use crate::store::{meta, timeline, work};
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

/// Why something is not here.
impl Safelight {
    /// Why one photo is not safe, or not here; none if there is none of this id.
    pub async fn why(&self, id: RecordId) -> Result<Option<Why>, HomeError> {
        let Some(details) = self.details(id).await? else { return Ok(None) };
        let now = self.home().now();
        let cards: BTreeMap<DeviceId, DeviceCard> =
            self.cards().await?.into_iter().map(|card| (card.device, card)).collect();
        let known = move |db: &rusqlite::Connection| {
            let record = records::load(db, &id)?;
            let holders = record.as_ref().and_then(Record::asset).map(|asset| {
                let holders = asset.resources.values().flat_map(|resource| resource.holders.clone());
                holders.collect::<std::collections::BTreeSet<_>>()
            });
            let sent = record.is_some_and(|record| !record.dirty && record.version > 0);
            Ok((sent, holders.unwrap_or_default(), work::ahead(db, &id)?))
        };
        let (record_sent, holders, ahead) = self.home().read(known).await?;
        let own_device = self.viewer().device;
        let holders = holders.iter().filter(|holder| Some(**holder) != own_device);
        let holders: Vec<DeviceCard> = holders.filter_map(|holder| cards.get(holder).cloned()).collect();
        let class = if details.asset.kind == Media::Video { Class::Videos } else { Class::Photos };
        let own = self.own_holds(class).await?;
        let sight = sight(&details, record_sent, self.viewer().sending == Some(id), holders, own);
        let hops = hops(&sight, now);
        let expected = self.expected_of(&hops, &sight.holders, ahead).await?;
        let told = told(&hops, &sight.holders, expected.as_ref(), now);
        Ok(Some(Why { hops, expected, told, photos: 1 }))
    }

    /// Why photos of another phone are not here: those that this phone knows and only that one has, and those that it has
    /// not heard of yet. `since`: taken then or later.
    pub async fn why_from(&self, card: &DeviceCard, since: Option<Timestamp>) -> Result<Why, HomeError> {
        let (device, now) = (card.device, self.home().now());
        let since_ms = since.map_or(i64::MIN, Timestamp::as_millisecond);
        let (photos, thumbnails) = self
            .home()
            .read(move |db| Ok((timeline::held_by(db, &device, since_ms)?, work::backlog(db)?.thumbnails)))
            .await?;
        let own = self.own_holds(Class::Photos).await?;
        let holders = [card.clone()];
        let theirs = |what| Hop { phones: vec![card.name.clone()], ..Hop::elsewhere(what, &holders, now) };
        // What stops all that another phone does stops its records, too: then this one may not know of all its photos.
        let mute = card::hold(card).is_some_and(|hold| stops_everything(&hold.code)) || card::explain(card, now).past;
        let record = match (own.records.is_empty(), mute) {
            (false, _) => {
                Hop { holds: own.records.clone(), ..Hop::new(HopKind::Record, Where::Cloud, HopState::Waits) }
            }
            (true, true) => theirs(HopKind::Record),
            (true, false) => Hop::new(HopKind::Record, Where::Both, HopState::Arrived),
        };
        let thumbnail = match (thumbnails, mute) {
            (_, true) => theirs(HopKind::Thumbnail),
            (0, _) => Hop::new(HopKind::Thumbnail, Where::Both, HopState::Arrived),
            _ => Hop { holds: own.thumbnails.clone(), ..Hop::new(HopKind::Thumbnail, Where::Cloud, HopState::Waits) },
        };
        let original = if photos > 0 || (mute && card.backlog > 0) {
            theirs(HopKind::Original)
        } else {
            Hop::new(HopKind::Original, Where::Cloud, HopState::Arrived)
        };
        let hops = vec![record, thumbnail, original];
        let expected = self.expected_of(&hops, &holders, 0).await?;
        let told = told(&hops, &holders, expected.as_ref(), now);
        Ok(Why { hops, expected, told, photos })
    }

    /// The card of a phone by its id or its name; none where there is none, or several of that name.
    pub async fn card_of(&self, id_or_name: &str) -> Result<Option<DeviceCard>, HomeError> {
        let cards = self.cards().await?;
        let named: Vec<&DeviceCard> = cards
            .iter()
            .filter(|card| card.device.to_string() == id_or_name || card.name.eq_ignore_ascii_case(id_or_name))
            .collect();
        match named.as_slice() {
            [card] if Some(card.device) == self.viewer().device => self.own_card(card).await.map(Some),
            [card] => Ok(Some((*card).clone())),
            _ => Ok(None),
        }
    }

    /// This phone's card as it would be written now.
    async fn own_card(&self, before: &DeviceCard) -> Result<DeviceCard, HomeError> {
        let Ok(engine) = self.engine_or_signed_out() else { return Ok(before.clone()) };
        let situation = self.situation(Intent::Pocket).await?;
        let holds = self.gate().holds(&situation, &[]).await?;
        let state = engine.card_state(&situation, holds.into_iter().find(|hold| !hold.is_aside())).await?;
        Ok(card::card(before, &state, self.home().now()))
    }

    /// What holds this phone up, with since when it does.
    async fn own_holds(&self, originals: Class) -> Result<OwnHolds, HomeError> {
        let situation = self.situation(Intent::Pocket).await?;
        let since = self.gate().holds(&situation, &[]).await?;
        let met: Vec<Hold> = self.home().read(|db| meta::load(db, meta::HOLDS)).await?.unwrap_or_default();
        let of_everything: Vec<Hold> = met
            .into_iter()
            .filter(|hold| hold.class == WorkClass::Everything && hold.code != "eng.interrupted")
            .collect();
        let verdicts = decide(&situation.inputs);
        let opening = decide(&self.situation(Intent::Person).await?.inputs);
        let now = situation.inputs.now.timestamp();
        let of = |verdicts: &Verdicts, class: Class| -> Vec<Hold> {
            let mut holds: Vec<Hold> = verdicts
                .of(class)
                .holds()
                .iter()
                .map(|held| {
                    let told = held.told_among(&[class], now);
                    let known = since.iter().find(|known| known.code == told.code);
                    Hold { since_ms: known.map_or(told.since_ms, |known| known.since_ms), ..told }
                })
                .collect();
            let unknown = |met: &&Hold| !holds.iter().any(|hold| hold.code == met.code);
            let met: Vec<Hold> = of_everything.iter().filter(unknown).cloned().collect();
            holds.extend(met);
            holds
        };
        Ok(OwnHolds {
            records: of(&verdicts, Class::Records),
            thumbnails: of(&verdicts, Class::Thumbnails),
            originals: of(&verdicts, originals),
            opening: of(&opening, Class::OnDemand),
        })
    }

    /// When the first hop that waits can be expected: by this phone's habits, or by what another phone's card said.
    async fn expected_of(
        &self,
        hops: &[Hop],
        holders: &[DeviceCard],
        ahead: u64,
    ) -> Result<Option<Expected>, HomeError> {
        let now = self.home().now();
        let Some(hop) = hops.iter().find(|hop| hop.state == HopState::Waits) else { return Ok(None) };
        if !by_habit(&hop.holds) {
            return Ok(None);
        }
        if hop.place == Where::Elsewhere {
            let newest = holders.iter().max_by_key(|card| card::told_at(card));
            let said = newest.and_then(|card| card.expected.as_ref());
            let said = said.and_then(|(from, to)| Some(Expected { from: from.parse().ok()?, to: to.parse().ok()? }));
            // What should have come by now tells nothing of when it will.
            return Ok(said.filter(|said| said.to > now).map(|said| Expected { from: said.from.max(now), ..said }));
        }
        let zoned = now.to_zoned(self.home().ports.clock.zone());
        Ok(expected(&self.habit().await?, ahead, &zoned))
    }
}

fn stops_everything(code: &str) -> bool {
    crate::reasons::reason(code).is_none_or(|reason| reason.stops == crate::reasons::Stops::Everything)
}

fn sight(details: &AssetDetails, record_sent: bool, sending: bool, holders: Vec<DeviceCard>, own: OwnHolds) -> Sight {
    let thumbnail = details.resources.iter().find(|resource| resource.kind == "thumbnail");
    let met = details.delayed.iter().map(|delayed| (Hold::of_work(delayed), delayed.set_aside));
    Sight {
        record_sent,
        thumbnail: thumbnail.map(|thumbnail| (thumbnail.local, thumbnail.cloud)),
        original: details.asset.original,
        sending,
        met: met.collect(),
        holders,
        own,
    }
}

#[cfg(test)]
mod tests;
