//! All that the policy looks at.

use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use crate::facts::Facts;
use crate::settings::Settings;

/// A kind of work that may be allowed while another waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Records, both ways.
    Records,
    /// Thumbnails, both ways.
    Thumbnails,
    /// Originals and previews of photos, to the cloud.
    Photos,
    /// Originals of videos, to the cloud.
    Videos,
    /// Originals that somebody opens, from the cloud.
    OnDemand,
    /// Originals that the phone fetches by itself, from the cloud.
    Prefetch,
    /// Checks and chores.
    Housekeeping,
}

impl Class {
    /// All of them, in the order in which they are done.
    pub const ALL: &'static [Self] = &[
        Self::Records,
        Self::Thumbnails,
        Self::Photos,
        Self::Videos,
        Self::OnDemand,
        Self::Prefetch,
        Self::Housekeeping,
    ];
}

/// Whose wish it is that something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// Nobody's: the phone does it by itself.
    Pocket,
    /// The person's: "sync now", or for [`Class::OnDemand`] "open this original".
    Person,
}

/// How it stands with the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Signed in.
    SignedIn,
    /// Nobody ever signed in.
    SignedOut,
    /// The sign-in has ended, with the code of why.
    Ended(String),
}

/// What the server said when it refused, until it may be asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The code of why.
    pub code: String,
    /// Since when.
    pub since: Option<Timestamp>,
    /// Until when nothing is tried. None: until what the code names has changed (a version).
    pub until: Option<Timestamp>,
}

/// Room in the cloud, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloudRoom {
    /// For originals.
    pub originals: u64,
    /// For thumbnails, the kept last tenth included.
    pub small: u64,
}

/// Where the server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerPlace {
    /// Reached over the internet, or not known.
    Internet,
    /// In the local network.
    LocalNetwork,
    /// At this machine's own address: a tunnel, of which nobody knows where it ends. What either way needs, it needs.
    Tunnel,
}

/// The account and its server, as last heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// How it stands.
    pub standing: Standing,
    /// Where the server is.
    pub place: ServerPlace,
    /// What the server refused last; none once it has answered.
    pub refusal: Option<Refusal>,
    /// Room in the cloud, if it is known.
    pub room: Option<CloudRoom>,
}

/// What waits of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Waiting {
    /// How many.
    pub count: u64,
    /// How many bytes, together.
    pub bytes: u64,
    /// Bytes of the smallest.
    pub smallest: u64,
}

/// What waits to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Backlog {
    /// Thumbnails.
    pub thumbnails: Waiting,
    /// Photos.
    pub photos: Waiting,
    /// Videos.
    pub videos: Waiting,
    /// The phone's own photo library is taken from: what it holds waits uncounted where it may not be read.
    #[serde(default)]
    pub library: bool,
}

/// Bytes on the wire since midnight over cellular and other metered networks, both ways, retries too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// Of records.
    pub records: u64,
    /// Of thumbnails.
    pub thumbnails: u64,
    /// Of photos.
    pub photos: u64,
    /// Of videos.
    pub videos: u64,
    /// Of originals that somebody opened.
    pub on_demand: u64,
    /// Of originals that were fetched by themselves.
    pub prefetch: u64,
    /// Of checks and chores.
    pub housekeeping: u64,
}

impl Ledger {
    /// Everything but videos: what `cellular_photos` counts.
    pub fn all_but_videos(&self) -> u64 {
        [self.records, self.thumbnails, self.photos, self.on_demand, self.prefetch, self.housekeeping]
            .into_iter()
            .fold(0, u64::saturating_add)
    }
}

/// All that the policy looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inputs {
    /// What the person wants.
    pub settings: Settings,
    /// What the phone knows.
    pub facts: Facts,
    /// The account and its server.
    pub account: Account,
    /// What waits.
    pub backlog: Backlog,
    /// What was moved today on networks that cost.
    pub ledger: Ledger,
    /// Whose wish it is.
    pub intent: Intent,
    /// The time, in the zone in which the person lives now.
    pub now: Zoned,
}

impl Inputs {
    /// A phone on which nothing holds anything up: plugged in, on Wi-Fi, signed in, default settings.
    pub fn calm(now: Zoned) -> Self {
        Self {
            settings: Settings::default(),
            facts: Facts::desktop_default(now.timestamp()),
            account: Account { standing: Standing::SignedIn, place: ServerPlace::Internet, refusal: None, room: None },
            backlog: Backlog::default(),
            ledger: Ledger::default(),
            intent: Intent::Pocket,
            now,
        }
    }

    /// Whether the person asked for it, now or with "sync now for an hour".
    pub(super) fn asked(&self) -> bool {
        self.intent == Intent::Person || self.settings.boost_until.is_some_and(|until| self.now.timestamp() < until)
    }

    /// Whether the person opened an original and waits for it.
    pub(super) fn opened(&self, class: Class) -> bool {
        self.intent == Intent::Person && class == Class::OnDemand
    }
}
