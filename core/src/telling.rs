//! Sentences that speak of moments: what they are made of, until somebody reads them.
//!
//! A [`Told`] is an id of the catalogue with typed pieces. It becomes text only with a catalogue and the reader's own time:
//! "yesterday at 03:40" is true for a day. What something waits for is told by one word for many codes ([`awaited`]), so
//! that a sentence can say "waits for a charger" whatever the exact reason; a code that this version does not know is
//! told neutrally.

use jiff::{Timestamp, Zoned};
use serde_json::{Map, Value};

use crate::reasons;
use crate::sentences::Sentences;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// A number, which chooses the plural.
    Number(u64),
    /// A word for the catalogue to choose by.
    Word(&'static str),
    /// A name.
    Text(String),
    /// "yesterday at 03:40".
    Moment(Timestamp),
    /// "today between 01:10 and 03:40", or with both days where they differ.
    Span(Timestamp, Timestamp),
    /// "a charger": what the code of a hold waits for.
    Awaited(String),
    /// The whole sentence of a code, with its evidence.
    Reason(String, Map<String, Value>),
    /// A sentence of its own, as one piece of another.
    Within(Box<Told>),
}

/// A sentence with its pieces.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its id in the catalogue.
    pub id: &'static str,
    /// Its pieces by name.
    pub pieces: Vec<(&'static str, Piece)>,
}

impl Told {
    pub(crate) fn new(id: &'static str) -> Self {
        Self { id, pieces: Vec::new() }
    }

    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, piece: Piece) -> Self {
        self.pieces.push((name, piece));
        self
    }

    /// The sentence for somebody who reads it now.
    pub fn sentence(&self, sentences: &Sentences, now: &Zoned) -> String {
        capitalised(&self.text(sentences, now))
    }

    fn text(&self, sentences: &Sentences, now: &Zoned) -> String {
        let pieces = self.pieces.iter().map(|(name, piece)| ((*name).to_owned(), piece.value(sentences, now)));
        sentences.with(self.id, &pieces.collect())
    }
}

impl Piece {
    fn value(&self, sentences: &Sentences, now: &Zoned) -> Value {
        match self {
            Self::Number(number) => (*number).into(),
            Self::Word(word) => (*word).into(),
            Self::Text(text) => text.as_str().into(),
            Self::Moment(at) => sentences.with("moment", &moment(*at, sentences, now)).into(),
            Self::Span(from, until) => span(*from, *until, sentences, now).into(),
            Self::Awaited(code) => sentences.with("awaited", &of(&[("awaited", awaited(code)), ("code", code)])).into(),
            Self::Reason(code, evidence) => sentences.reason(code, None, evidence).into(),
            Self::Within(told) => told.text(sentences, now).into(),
        }
    }
}

fn of(words: &[(&str, &str)]) -> Map<String, Value> {
    words.iter().map(|(name, word)| ((*name).to_owned(), (*word).into())).collect()
}

fn moment(at: Timestamp, sentences: &Sentences, now: &Zoned) -> Map<String, Value> {
    let there = at.to_zoned(now.time_zone().clone());
    of(&[("day", day(&there, now)), ("date", &sentences.day(there.date())), ("clock", &clock(at, now))])
}

fn span(from: Timestamp, until: Timestamp, sentences: &Sentences, now: &Zoned) -> String {
    let there = |at: Timestamp| at.to_zoned(now.time_zone().clone());
    let mut arguments = moment(from, sentences, now);
    if there(from).date() == there(until).date() {
        arguments.insert("until".to_owned(), clock(until, now).into());
        return sentences.with("moment-within-day", &arguments);
    }
    let until = Piece::Moment(until).value(sentences, now);
    let from = Piece::Moment(from).value(sentences, now);
    sentences.with("moment-between", &[("from".to_owned(), from), ("until".to_owned(), until)].into_iter().collect())
}

/// `03:40`, where the reader is.
fn clock(at: Timestamp, now: &Zoned) -> String {
    at.to_zoned(now.time_zone().clone()).strftime("%H:%M").to_string()
}

/// How the reader calls a day: by a word that is near, by its weekday within a week, else by its date.
fn day(then: &Zoned, now: &Zoned) -> &'static str {
    const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let days = then.date().since(now.date()).map_or(i32::MAX, |span| span.get_days());
    match days {
        0 => "today",
        1 => "tomorrow",
        -1 => "yesterday",
        -6..=6 => {
            let weekday = usize::try_from(then.weekday().to_monday_zero_offset());
            weekday.ok().and_then(|at| WEEKDAYS.get(at).copied()).unwrap_or("date")
        }
        _ => "date",
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// What ends a hold, in a word for the catalogue: `unknown` for a code that this version does not know.
pub fn awaited(code: &str) -> &'static str {
    match code {
        "pwr.low" | "pwr.not_charging" | "pwr.plugged_not_charging" | "bg.resources" => "charger",
        "pwr.saver" | "pwr.stuck_low_power" => "power",
        "heat" => "cool",
        "net.wifi_required"
        | "net.expensive"
        | "net.vpn_metered"
        | "net.budget"
        | "net.roaming"
        | "net.low_data"
        | "net.data_saver"
        | "net.app_cell_denied"
        | "net.satellite" => "wifi",
        "net.captive" => "portal",
        "net.lan_denied" | "net.not_home" => "home",
        "net.vpn_down" => "vpn",
        "net.clock" => "clock",
        "net.tls_untrusted" | "net.proxy_limit" => "server",
        "acct.sync_off" | "acct.os_sync_off" => "switch",
        "acct.scope_empty" => "choice",
        "eng.paused" => "pause",
        "eng.hours" => "hours",
        "quota.full" | "quota.member" | "quota.file_exceeds" | "acct.payment" => "cloud_room",
        "disk.device" => "phone_room",
        "lib.denied"
        | "lib.restricted"
        | "lib.limited"
        | "lib.not_asked"
        | "lib.location_stripped"
        | "acct.managed"
        | "acct.child" => "access",
        "bg.locked_boot" | "acct.profile_locked" | "acct.vault" => "unlock",
        "ver.client_old" => "update",
        "ver.os_old" => "system_update",
        "ver.server_old" => "server_update",
        "item.elsewhere" => "other_phone",
        "item.contested" => "choice",
        _ if reasons::reason(code).is_none() => "unknown",
        _ => match code.split_once('.').map_or(code, |(family, _)| family) {
            "acct" => "sign_in",
            "net" => "connection",
            "srv" | "disk" | "sync" | "admin" => "server",
            "bg" | "load" => "slot",
            "eng" | "req" => "turn",
            _ => "look",
        },
    }
}

#[cfg(test)]
mod tests;
