//! Stories: something breaks, a photo is taken that can't go, and the phone must find out why.
//!
//! Seven of them bring about what the usual seven tips are about. A surprise breaks one thing out of many and shows it
//! nowhere: panels go on showing what they would if nothing had happened, until the person changes it, finds it or asks.
//! Before each story everything else is put right, so that there is one cause to find.

mod trouble;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use safelight_core::ports::{Clock, Rng, SystemClock, SystemRng};
use safelight_core::{OriginalPlace, StatusState};
use safelight_protocol::RecordId;
use serde::{Deserialize, Serialize};

use crate::api::Refusal;
use crate::cloud::QUOTA;
use crate::phone::{Look, Phone};
use crate::simulator::{EMAIL, Simulator};
use crate::words::say;
use trouble::SURPRISES;
pub(crate) use trouble::Trouble;

/// The usual seven tips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Tip {
    /// Check the settings.
    Settings,
    /// Check the connection.
    Connection,
    /// Check the room in the cloud.
    CloudStorage,
    /// Check the room on the phone.
    DeviceStorage,
    /// Restart the phone.
    Restart,
    /// Update the app.
    Update,
    /// Plug it in, on Wi-Fi.
    PlugIn,
}

impl Tip {
    fn trouble(self) -> Trouble {
        match self {
            Self::Settings => Trouble::SyncOff,
            Self::Connection => Trouble::Cellular,
            Self::CloudStorage => Trouble::CloudFull,
            Self::DeviceStorage => Trouble::DiskFull,
            Self::Restart => Trouble::Wedged,
            Self::Update => Trouble::OldApp,
            Self::PlugIn => Trouble::EmptyOnCellular,
        }
    }

    /// Which phone it happens to: the one with the most photos where room is wanted, else the second one.
    fn on(self) -> usize {
        if self == Self::DeviceStorage { 1 } else { 2 }
    }
}

/// What kind of story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "tip", rename_all = "snake_case")]
pub(crate) enum Kind {
    /// One of the seven.
    Tip(Tip),
    /// Something unseen.
    Surprise,
}

/// How far a story has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// It is being brought about.
    Preparing,
    /// The photo waits.
    Broken,
    /// The photo is in the cloud and the other phone knows it.
    Mended,
}

/// A story as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Shown {
    #[serde(flatten)]
    kind: Kind,
    stage: Stage,
    /// The phone it happens to; none while that is for the person to find.
    phone: Option<usize>,
    /// The photo that can't go.
    photo: Option<String>,
    /// What was broken; none while that is for the person to find.
    told: Option<String>,
}

/// The story that is being told.
#[derive(Debug, Clone)]
struct Story {
    kind: Kind,
    stage: Stage,
    phone: usize,
    trouble: Trouble,
    photo: Option<RecordId>,
    revealed: bool,
    covers: Covers,
}

/// What panels show instead of what is so.
#[derive(Debug, Clone, Default)]
pub(crate) struct Covers {
    facts: BTreeMap<(usize, String), String>,
    settings: BTreeMap<(usize, String), String>,
    /// Whether the cloud looks as it should.
    pub(crate) cloud: bool,
}

/// The story that is being told, if any.
#[derive(Debug, Default)]
pub(crate) struct Stories(Mutex<Option<Story>>);

impl Covers {
    /// Whether a panel shows something else than what is so.
    pub(crate) fn hides(&self, phone: usize, key: &str) -> bool {
        let place = (phone, key.to_owned());
        self.facts.contains_key(&place) || self.settings.contains_key(&place)
    }

    /// Facts as they are shown.
    pub(crate) fn over_facts(&self, phone: usize, facts: &mut BTreeMap<String, String>) {
        lay_over(&self.facts, phone, facts);
    }

    /// Settings as they are shown.
    pub(crate) fn over_settings(&self, phone: usize, settings: &mut BTreeMap<String, String>) {
        lay_over(&self.settings, phone, settings);
    }
}

fn lay_over(covers: &BTreeMap<(usize, String), String>, phone: usize, shown: &mut BTreeMap<String, String>) {
    for ((on, key), value) in covers {
        if *on == phone {
            shown.insert(key.clone(), value.clone());
        }
    }
}

impl Stories {
    fn story(&self) -> MutexGuard<'_, Option<Story>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As the page shows it.
    pub(crate) fn shown(&self) -> Option<Shown> {
        let story = self.story();
        let story = story.as_ref()?;
        let open = story.kind != Kind::Surprise || story.revealed || story.stage == Stage::Mended;
        Some(Shown {
            kind: story.kind,
            stage: story.stage,
            phone: open.then_some(story.phone),
            photo: story.photo.filter(|_| open).map(|id| id.to_string()),
            told: open.then(|| say(story.trouble.sentence())),
        })
    }

    /// What panels show instead of what is so.
    pub(crate) fn covers(&self) -> Covers {
        self.story().as_ref().map(|story| story.covers.clone()).unwrap_or_default()
    }

    /// Lets a panel show this instead of what is so, if the story is one that nobody is to see.
    fn cover(&self, cover: impl FnOnce(&mut Covers)) {
        if let Some(story) = self.story().as_mut().filter(|story| story.kind == Kind::Surprise) {
            cover(&mut story.covers);
        }
    }

    fn cover_fact(&self, phone: usize, key: &str, value: &str) {
        self.cover(|covers| {
            covers.facts.insert((phone, key.to_owned()), value.to_owned());
        });
    }

    fn cover_setting(&self, phone: usize, key: &str, value: &str) {
        self.cover(|covers| {
            covers.settings.insert((phone, key.to_owned()), value.to_owned());
        });
    }

    fn cover_cloud(&self) {
        self.cover(|covers| covers.cloud = true);
    }

    /// The person has changed something themselves: from now on the panel shows what is so.
    pub(crate) fn uncover(&self, phone: usize, key: &str) {
        if let Some(story) = self.story().as_mut() {
            story.covers.facts.remove(&(phone, key.to_owned()));
            story.covers.settings.remove(&(phone, key.to_owned()));
        }
    }

    /// The same for the cloud.
    pub(crate) fn uncover_cloud(&self) {
        if let Some(story) = self.story().as_mut() {
            story.covers.cloud = false;
        }
    }

    /// The person gives up: what was broken is told.
    pub(crate) fn reveal(&self) {
        if let Some(story) = self.story().as_mut() {
            story.revealed = true;
            story.covers = Covers::default();
        }
    }

    /// No story any more.
    pub(crate) fn forget(&self) {
        *self.story() = None;
    }

    /// Notes when the photo has come through, and gives back what it was.
    pub(crate) fn watch(&self, phones: &[Look; 2]) {
        let mut told = self.story();
        let Some(story) = told.as_mut().filter(|story| story.stage == Stage::Broken) else { return };
        let Some(photo) = story.photo else { return };
        let safe = |look: &Look| {
            look.original_of(photo).is_some_and(|place| matches!(place, OriginalPlace::Both | OriginalPlace::Cloud))
        };
        if phones.iter().all(safe) {
            story.stage = Stage::Mended;
            story.covers = Covers::default();
        }
    }
}

impl Simulator {
    /// Tells the story of a tip.
    pub(crate) async fn tell_tip(&self, tip: Tip) -> Result<(), Refusal> {
        self.tell_story(Kind::Tip(tip), tip.on(), tip.trouble()).await
    }

    /// Breaks something unseen on a phone that nobody names. Who asks for a certain trouble, or phone, gets it.
    pub(crate) async fn surprise(&self, trouble: Option<Trouble>, phone: Option<usize>) -> Result<(), Refusal> {
        let mut dice = [0; 2];
        SystemRng.fill(&mut dice);
        let [which, n] = dice.map(usize::from);
        let drawn = SURPRISES.get(which % SURPRISES.len()).copied().unwrap_or(Trouble::SyncOff);
        self.tell_story(Kind::Surprise, phone.unwrap_or(1 + n % 2), trouble.unwrap_or(drawn)).await
    }

    async fn tell_story(&self, kind: Kind, n: usize, trouble: Trouble) -> Result<(), Refusal> {
        let phone = self.phone(n).ok_or_else(Refusal::not_found)?.clone();
        let stage = Stage::Preparing;
        let story = Story { kind, stage, phone: n, trouble, photo: None, revealed: false, covers: Covers::default() };
        *self.story.story() = Some(story);
        match self.prepare(&phone, trouble).await {
            Ok(photo) => {
                if let Some(story) = self.story.story().as_mut() {
                    (story.photo, story.stage) = (Some(photo), Stage::Broken);
                }
                Ok(())
            }
            Err(refusal) => {
                self.story.forget();
                Err(refusal)
            }
        }
    }

    async fn prepare(&self, phone: &Phone, trouble: Trouble) -> Result<RecordId, Refusal> {
        self.calm().await?;
        self.settle().await?;
        trouble.befall(self, phone).await?;
        let report = self.take_photo(phone).await?;
        report.imported.first().copied().ok_or_else(Refusal::not_found)
    }

    /// Puts everything right: phones, cloud, sign-in.
    pub(crate) async fn calm(&self) -> Result<(), Refusal> {
        self.story.uncover_cloud();
        self.owner_mends().await?;
        self.cloud.set_quota(EMAIL, QUOTA).await?;
        for phone in &self.phones {
            phone.calm().await?;
            phone.look_closely().await?;
            self.sign_in_again(phone).await?;
            phone.nudge();
        }
        Ok(())
    }

    /// Waits until both phones are up to date; not for ever, for what keeps them from it may be the person's own work.
    pub(crate) async fn settle(&self) -> Result<(), Refusal> {
        for _ in 0..80 {
            let mut quiet = true;
            for phone in &self.phones {
                quiet &= phone.safelight().status().await?.state == StatusState::UpToDate;
            }
            if quiet {
                return Ok(());
            }
            SystemClock.sleep(Duration::from_millis(250)).await;
        }
        Ok(())
    }
}
