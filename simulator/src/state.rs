//! What the page shows, as plain data: it is drawn from these values and from nothing else.
//!
//! A [`Snapshot`] goes to every open page whenever it differs from the last one. Lists of photos can be long and change
//! seldom: a page asks for them when the [`Phone::revision`] of its snapshot has changed. Sentences arrive ready-made,
//! from the catalogue.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::link::{Door, Speed};
use crate::reasons::Reason;
use crate::room::Bar;
use crate::story;

/// Everything but the lists of photos.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Snapshot {
    pub(crate) account: Account,
    pub(crate) phones: Vec<Phone>,
    pub(crate) cloud: Cloud,
    /// The day and the time, where the person lives.
    pub(crate) now: String,
    /// What was broken for the phones to find, if anything was.
    pub(crate) story: Option<story::Shown>,
    /// Newest first.
    pub(crate) log: Vec<LogLine>,
}

/// The account that both phones are signed in to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Account {
    pub(crate) email: String,
    /// Whether three of the 24 words were asked back and were right.
    pub(crate) words_checked: bool,
}

/// One phone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Phone {
    /// 1 or 2.
    pub(crate) n: usize,
    pub(crate) name: String,
    /// The time on its status bar.
    pub(crate) clock: String,
    /// Changes whenever a list of its photos may have changed.
    pub(crate) revision: u64,
    pub(crate) link: LinkState,
    pub(crate) status: Status,
    pub(crate) signed_in: bool,
    /// Why it waits, first of all; none while it does not.
    pub(crate) reason: Option<Reason>,
    /// What it was told of itself and what it measures, by key.
    pub(crate) facts: BTreeMap<String, String>,
    /// What the person wants of it, by key.
    pub(crate) settings: BTreeMap<String, String>,
    /// Until when it is paused or hurried, as its own clock shows it.
    pub(crate) paused: Option<String>,
    pub(crate) hurried: Option<String>,
    pub(crate) room: Bar,
    /// What it says of the other phone.
    pub(crate) other: Option<String>,
    /// What deserves to disturb the person.
    pub(crate) alerts: Vec<String>,
    pub(crate) counts: Counts,
    /// When it last got through to the cloud.
    pub(crate) last_success: Option<String>,
    pub(crate) albums: Vec<Album>,
    pub(crate) sending: Option<Sending>,
    pub(crate) meter: Meter,
    pub(crate) activity: Activity,
}

/// The photo whose original is on its way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Sending {
    pub(crate) id: String,
    /// From 0 to 1.
    pub(crate) done: f64,
}

/// The connection of a phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LinkState {
    pub(crate) speed: Speed,
    pub(crate) name: String,
}

/// How a phone is, in a word for the colours and a sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Status {
    pub(crate) state: State,
    pub(crate) sentence: String,
}

/// How a phone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Nothing waits.
    UpToDate,
    /// It is at work.
    Syncing,
    /// Something waits for a cause that passes.
    Waiting,
    /// Something waits for the person.
    Attention,
    /// Nobody is signed in.
    SignedOut,
}

/// How many photos.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Counts {
    /// In the library.
    pub(crate) sentence: String,
    /// Whose original is in the cloud.
    pub(crate) safe: String,
    /// Whose original this phone has still to send.
    pub(crate) waiting: String,
}

/// One album.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Album {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) count: u64,
    /// The photo that stands for it.
    pub(crate) cover: Option<String>,
}

/// Bytes that have passed a phone's connection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Meter {
    pub(crate) sent: Flow,
    pub(crate) received: Flow,
}

/// Bytes in one direction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Flow {
    pub(crate) total: String,
    /// Bytes a second, over the last second.
    pub(crate) rate: u64,
    pub(crate) rate_text: String,
}

/// What a phone is doing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Activity {
    pub(crate) sentence: String,
    /// From 0 to 1; none while nothing is on its way.
    pub(crate) done: Option<f64>,
}

/// The cloud, as it sees itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Cloud {
    pub(crate) quota: Quota,
    pub(crate) room: Bar,
    pub(crate) troubles: Troubles,
    pub(crate) blocks: Blocks,
    pub(crate) stored: String,
    pub(crate) reserved: String,
}

/// What is wrong with the cloud, as far as the page knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Troubles {
    pub(crate) door: Door,
    pub(crate) slow: bool,
    pub(crate) maintenance: bool,
    /// The oldest app that it serves; `0` for all.
    pub(crate) floor: String,
}

/// The room in the cloud, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Quota {
    pub(crate) used: u64,
    pub(crate) total: u64,
    pub(crate) sentence: String,
}

/// What the cloud keeps, by the only names it knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Blocks {
    pub(crate) count: u64,
    /// Newest first.
    pub(crate) latest: Vec<Block>,
}

/// One sealed part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Block {
    pub(crate) id: String,
    pub(crate) size: String,
}

/// One line of what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LogLine {
    pub(crate) id: u64,
    pub(crate) at: String,
    pub(crate) sentence: String,
}

/// One page of a phone's photos, newest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PhotoList {
    pub(crate) photos: Vec<Photo>,
    /// Whether there are more than these.
    pub(crate) more: bool,
}

/// One photo or video on one phone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Photo {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    /// All that a screen reader should say of it in a list.
    pub(crate) label: String,
    pub(crate) day: String,
    pub(crate) time: String,
    /// Day and time.
    pub(crate) taken: String,
    pub(crate) favourite: bool,
    pub(crate) caption: String,
    pub(crate) trashed: bool,
    /// Deleted for good on another phone while only this one has the original: the person decides.
    pub(crate) contested: bool,
    /// Whether there is a thumbnail to show.
    pub(crate) thumbnail: bool,
    /// Changes when its pictures do.
    pub(crate) picture: u64,
    pub(crate) mark: Option<Mark>,
    /// Whether a browser can show its original, and this phone can get it.
    pub(crate) shows_original: bool,
    /// Where the original is.
    pub(crate) original: String,
    pub(crate) size: String,
    pub(crate) name: String,
    pub(crate) camera: String,
    pub(crate) place: String,
}

/// What stands on a photo whose original is not in the cloud.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Mark {
    pub(crate) kind: MarkKind,
    /// The name of the phone that has the original, or a word.
    pub(crate) short: String,
    pub(crate) sentence: String,
}

/// Why a photo carries a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MarkKind {
    /// Only this phone has the original.
    Here,
    /// Only another phone has it.
    Elsewhere,
    /// It could not be sent, or the person must decide.
    Failed,
    /// Nobody has it.
    Lost,
}

/// An album and whether a photo is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Membership {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}
