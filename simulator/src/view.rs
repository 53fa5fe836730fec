//! From what an engine says to what the page shows: sentences, marks, dates and sizes.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::fmt::temporal::Pieces;
use jiff::{Timestamp, Zoned, civil};
use safelight_core::settings::Settings;
use safelight_core::{AssetView, HomeError, Media, OriginalPlace, ResourceKind, SafetyState, StatusState};
use serde_json::Value;

use crate::link::Speed;
use crate::phone::{Look, Phone, share};
use crate::reasons::Reason;
use crate::state::{Activity, Counts, Flow, LinkState, Mark, MarkKind, Photo, State, Status};
use crate::words::{catalogue, say, say_with, size};

/// Endings of the pictures that every browser shows.
const SHOWN: &[&str] = &["jpg", "jpeg", "png", "gif", "webp", "avif"];

/// What a phone's connection is called.
pub(crate) fn link(speed: Speed) -> LinkState {
    let id = match speed {
        Speed::Wifi => "link-wifi",
        Speed::Slow => "link-slow",
        Speed::Off => "link-off",
    };
    LinkState { speed, name: say(id) }
}

/// How a phone is, in one sentence: the same that the command line says, with the first reason.
pub(crate) fn status(look: &Look, reason: Option<&Reason>, speed: Speed, moving: bool) -> Status {
    let status = &look.status;
    let state = match status.state {
        StatusState::UpToDate => State::UpToDate,
        StatusState::Syncing if reason.is_some() => State::Waiting,
        StatusState::Syncing => State::Syncing,
        // The engine says what the last run found; this one is getting through.
        StatusState::Waiting if moving && speed != Speed::Off => State::Syncing,
        StatusState::Waiting => State::Waiting,
        StatusState::Attention => State::Attention,
        StatusState::SignedOut => State::SignedOut,
    };
    let id = match state {
        State::UpToDate => "status-up_to_date",
        State::Syncing => "status-syncing",
        State::Waiting => "status-waiting",
        State::Attention => "status-attention",
        State::SignedOut => "status-signed_out",
    };
    let reason = reason.map(|reason| reason.sentence.clone()).unwrap_or_default();
    let arguments =
        [("safe", status.safe.into()), ("pending", status.pending.originals.into()), ("reason", reason.into())];
    let sentence = catalogue()
        .with(id, &arguments.map(|(name, value): (&str, Value)| (name.to_owned(), value)).into_iter().collect());
    Status { state, sentence }
}

/// Settings by key, as text.
pub(crate) fn settings(settings: &Settings) -> BTreeMap<String, String> {
    let shown = |key: &&str| Some(((*key).to_owned(), settings.show(key)?));
    Settings::KEYS.iter().filter_map(shown).collect()
}

/// The day and the time.
pub(crate) fn day_and_time(at: &Zoned) -> String {
    format!("{}, {}", catalogue().day(at.date()), clock(at))
}

/// How many photos.
pub(crate) fn counts(look: &Look) -> Counts {
    let photos = |count: usize| say_with("count-photos", [("photos", count.into())]);
    Counts { sentence: photos(look.photos), safe: photos(look.safe), waiting: photos(look.waiting) }
}

/// What a phone is doing: nothing while it waits.
pub(crate) fn activity(look: &Look, waits: bool, speed: Speed, received_rate: u64) -> Activity {
    let quiet = || Activity { sentence: say("progress-quiet"), done: None };
    if waits || speed == Speed::Off {
        return quiet();
    }
    if look.waiting > 0 {
        let left = look.waiting_bytes.saturating_sub(sent_of_current(look));
        let total = look.sent_since_quiet + left;
        let sentence = say_with(
            "progress-sending",
            [
                ("photos", look.waiting.into()),
                ("done", size(look.sent_since_quiet).into()),
                ("total", size(total).into()),
            ],
        );
        return Activity { sentence, done: Some(share(look.sent_since_quiet, total)) };
    }
    if received_rate > 20_000 {
        let done = say_with("rate", [("bytes", size(received_rate).into())]);
        return Activity { sentence: say_with("progress-receiving", [("done", done.into())]), done: None };
    }
    quiet()
}

fn sent_of_current(look: &Look) -> u64 {
    look.sending.map_or(0, |sending| (look.passed.sent - sending.began_at).min(sending.bytes))
}

/// Bytes in one direction.
pub(crate) fn flow(total: u64, rate: u64) -> Flow {
    Flow { total: size(total), rate, rate_text: say_with("rate", [("bytes", size(rate).into())]) }
}

/// The time of a clock on the wall.
pub(crate) fn clock(now: &Zoned) -> String {
    now.strftime("%H:%M").to_string()
}

/// The same with seconds.
pub(crate) fn clock_with_seconds(now: &Zoned) -> String {
    now.strftime("%H:%M:%S").to_string()
}

/// When a phone last had nothing left to do, in its own zone.
pub(crate) fn last_success(at: Option<Timestamp>, now: &Zoned) -> Option<String> {
    at.map(|at| clock_with_seconds(&at.to_zoned(now.time_zone().clone())))
}

/// One photo on one phone.
pub(crate) async fn photo(phone: &Phone, asset: &AssetView) -> Result<Photo, HomeError> {
    let thumbnail = phone.safelight().local_file(asset.id, ResourceKind::Thumbnail).await?.is_some();
    let (day, time) = taken(&asset.taken_at);
    let mark = mark(phone, asset);
    let extension = Path::new(&asset.file_name).extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    let reachable = matches!(asset.original, OriginalPlace::Local | OriginalPlace::Both | OriginalPlace::Cloud);
    Ok(Photo {
        id: asset.id.to_string(),
        kind: kind(asset.kind),
        label: label(asset, &day, mark.as_ref()),
        taken: format!("{day}, {time}"),
        day,
        time,
        favourite: asset.favourite,
        caption: asset.caption.clone(),
        trashed: asset.trashed,
        contested: asset.contested,
        thumbnail,
        picture: u64::from(asset.original != OriginalPlace::Elsewhere),
        shows_original: reachable && SHOWN.contains(&extension.as_str()),
        original: original(asset),
        size: size_of(asset),
        name: asset.file_name.clone(),
        camera: [asset.camera.make.as_deref(), asset.camera.model.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        place: asset.place.as_ref().map(|place| format!("{:.4}, {:.4}", place.lat, place.lon)).unwrap_or_default(),
        mark,
    })
}

fn kind(media: Media) -> &'static str {
    match media {
        Media::Photo | Media::LivePhoto => "photo",
        Media::Video => "video",
        Media::Other => "other",
    }
}

/// Day and time as the camera's own clock showed them.
fn taken(taken_at: &str) -> (String, String) {
    let date_time = Pieces::parse(taken_at)
        .ok()
        .map(|pieces| civil::DateTime::from_parts(pieces.date(), pieces.time().unwrap_or_default()));
    date_time.map_or_else(
        || (taken_at.to_owned(), String::new()),
        |at| (catalogue().day(at.date()), at.strftime("%H:%M").to_string()),
    )
}

fn label(asset: &AssetView, day: &str, mark: Option<&Mark>) -> String {
    let what = say_with("photo-label", [("kind", kind(asset.kind).into()), ("date", day.into())]);
    let favourite = asset.favourite.then(|| say("photo-favourite"));
    let caption = Some(asset.caption.clone()).filter(|caption| !caption.is_empty());
    // What stands on the picture is part of its name.
    let short = mark.filter(|mark| !mark.sentence.contains(&mark.short)).map(|mark| mark.short.clone());
    [Some(what), favourite, short, mark.map(|mark| mark.sentence.clone()), caption]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

fn size_of(asset: &AssetView) -> String {
    match (asset.width, asset.height) {
        (Some(width), Some(height)) => format!("{} · {width} × {height}", size(asset.bytes)),
        _ => size(asset.bytes),
    }
}

/// The names of the other phones that have the original.
fn holders(asset: &AssetView) -> Option<String> {
    Some(asset.held_by.join(", ")).filter(|names| !names.is_empty())
}

fn mark(phone: &Phone, asset: &AssetView) -> Option<Mark> {
    let of = |kind, short: String, sentence: String| Some(Mark { kind, short, sentence });
    if asset.contested {
        return of(MarkKind::Failed, say("mark-contested-short"), say("mark-contested"));
    }
    match (asset.original, asset.state) {
        (OriginalPlace::Lost, _) => of(MarkKind::Lost, say("mark-lost-short"), say("mark-lost")),
        (OriginalPlace::Local, SafetyState::Failed) => {
            of(MarkKind::Failed, say("mark-failed-short"), say("mark-failed"))
        }
        (OriginalPlace::Local, _) => of(MarkKind::Here, phone.name(), say("mark-here")),
        (OriginalPlace::Elsewhere, _) => match holders(asset) {
            Some(names) => {
                let sentence = say_with("mark-elsewhere", [("phone", names.clone().into())]);
                of(MarkKind::Elsewhere, names, sentence)
            }
            None => of(MarkKind::Elsewhere, say("mark-other-phone"), say("mark-elsewhere-unknown")),
        },
        (OriginalPlace::Cloud | OriginalPlace::Both, _) => None,
    }
}

fn original(asset: &AssetView) -> String {
    match asset.original {
        OriginalPlace::Local => say("original-here"),
        OriginalPlace::Cloud => say("original-cloud"),
        OriginalPlace::Both => say("original-both"),
        OriginalPlace::Lost => say("original-lost"),
        OriginalPlace::Elsewhere => holders(asset).map_or_else(
            || say("original-elsewhere-unknown"),
            |names| say_with("original-elsewhere", [("phone", names.into())]),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_shows_the_time_of_the_place_where_it_was_taken() {
        assert_eq!(taken("2015-02-11T18:03:00-05:00"), ("11 February 2015".to_owned(), "18:03".to_owned()));
        assert_eq!(taken("2015-02-11T23:03:00Z"), ("11 February 2015".to_owned(), "23:03".to_owned()));
        assert_eq!(taken("long ago"), ("long ago".to_owned(), String::new()));
    }
}
