//! What this phone knows of where the pieces of a photo are: its records, its verdicts, the other phones' cards.

use std::collections::BTreeMap;

use jiff::Timestamp;
use safelight_protocol::{DeviceId, RecordId};

use super::{Hop, HopKind, HopState, OwnHolds, Sight, Where, Why, by_habit, hops, told};
use crate::card;
use crate::history::{Expected, expected};
use crate::home::HomeError;
use crate::library::AssetDetails;
use crate::policy::{Class, Intent, Verdicts, decide};
use crate::reasons::{Hold, WorkClass};
use crate::record::{DeviceCard, Media};
use crate::safelight::Safelight;
use crate::store::records::{self, Record};
use crate::store::{meta, timeline, work};

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
