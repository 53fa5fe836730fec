//! What a phone is told of itself, and what is really so.
//!
//! Where a fact has a real thing in this simulator, the thing changes with it: without a network the wire is cut, behind a
//! portal the portal answers, the clock stands wrong, the disk fills up, another version of the app starts. A fact that is
//! "not told" is unknown to the phone; the thing stays as it is.

use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use safelight_core::diagnosis::Diagnosis;
use safelight_core::facts::FactError;
use safelight_core::{ConditionsError, SafelightError};

use super::Phone;
use crate::link::Speed;

/// As it is written that a phone can't tell.
const UNKNOWN: &str = "unknown";

/// Facts that the phone measures by itself: they are said only where it is not told.
const MEASURED: [&str; 2] = ["free_bytes", "clock_offset_s"];

/// How a phone wakes up: in somebody's hand, on battery, in Wi-Fi.
const AT_FIRST: &[(&str, &str)] = &[
    ("battery", "82"),
    ("charging", "unplugged"),
    ("low_power", "false"),
    ("thermal", "nominal"),
    ("network", "wifi"),
    ("metered", "false"),
    ("constrained", "false"),
    ("roaming", "false"),
    ("captive", "false"),
    ("validated", "true"),
    ("vpn", "false"),
    ("lan_allowed", "true"),
    ("cellular_allowed", "true"),
    ("data_saver", "false"),
    ("photo_access", "full"),
    ("background", "allowed"),
    ("app_state", "foreground"),
    ("system", "none"),
];

/// What is free on a disk with room, in bytes.
const ROOMY: u64 = 21_000_000_000;

/// What was said to the phone, by key.
#[derive(Debug, Default)]
pub(crate) struct Told {
    said: BTreeMap<String, String>,
    /// The speed to go on with when a network is back.
    speed: Option<Speed>,
}

impl Phone {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the phone how it stands when it starts: what it was told before is forgotten, as a real phone forgets it.
    pub(super) async fn wake_up(&self) -> Result<(), SafelightError> {
        let safelight = self.safelight();
        safelight.clear_facts().await?;
        let said = AT_FIRST.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        self.told().said = said.collect();
        let said = self.all_said();
        if let Err(ConditionsError::Home(error)) = safelight.set_facts(said).await {
            return Err(error.into());
        }
        self.tell_version().await
    }

    pub(super) async fn tell_version(&self) -> Result<(), SafelightError> {
        let version = ("app_version".to_owned(), self.version());
        match self.safelight().set_facts(vec![version]).await {
            Err(ConditionsError::Home(error)) => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn all_said(&self) -> Vec<(String, String)> {
        self.told().said.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// Changes facts, and the things that they are about.
    pub(crate) async fn make_so(&self, facts: &[(&str, &str)]) -> Result<(), ConditionsError> {
        let mut said: Vec<(String, String)> = Vec::new();
        let mut measured_again = false;
        for (key, value) in facts {
            self.change_thing(key, value)?;
            if MEASURED.contains(key) && *value != UNKNOWN {
                measured_again |= self.told().said.remove(*key).is_some();
            } else if *key != "app_version" {
                said.push(((*key).to_owned(), (*value).to_owned()));
            }
        }
        self.told().said.extend(said.iter().cloned());
        if measured_again {
            // There is no word for "no longer untold": all is forgotten, and the rest said again.
            self.safelight().clear_facts().await?;
            said = self.all_said();
            said.push(("app_version".to_owned(), self.version()));
        }
        self.safelight().set_facts(said).await?;
        self.forget_diagnosis();
        Ok(())
    }

    /// The real thing that a fact is about, where there is one here.
    fn change_thing(&self, key: &str, value: &str) -> Result<(), FactError> {
        let refused = |allowed| FactError::Value { key: key.to_owned(), value: value.to_owned(), allowed };
        match (key, value) {
            (_, UNKNOWN) => {}
            ("network", "none") => self.cut(),
            ("network", "wifi" | "cellular" | "ethernet") => self.join(),
            ("captive", value) => self.link.set_portal(value == "true"),
            ("clock_offset_s", value) => {
                self.clock.set_wrong_s(value.parse().map_err(|_| refused("a number of seconds"))?);
            }
            ("free_bytes", value) => self.disk.leave_free(value.parse().map_err(|_| refused("a number of bytes"))?),
            _ => {}
        }
        Ok(())
    }

    fn cut(&self) {
        let speed = self.link.speed();
        if speed != Speed::Off {
            self.told().speed = Some(speed);
            self.link.set_speed(Speed::Off);
        }
    }

    fn join(&self) {
        if self.link.speed() == Speed::Off {
            let speed = self.told().speed.unwrap_or(Speed::Wifi);
            self.link.set_speed(speed);
        }
        self.safelight().network_changed();
    }

    /// Chooses a speed; without one the phone has no network, and is told so.
    pub(crate) async fn connect(&self, speed: Speed) -> Result<(), ConditionsError> {
        if speed == Speed::Off {
            return self.make_so(&[("network", "none")]).await;
        }
        self.link.set_speed(speed);
        let offline = self.told().said.get("network").is_some_and(|network| network == "none");
        if offline { self.make_so(&[("network", "wifi")]).await } else { Ok(()) }
    }

    /// Everything as at the beginning: facts, things and settings.
    pub(crate) async fn calm(&self) -> Result<(), ConditionsError> {
        let mut facts = AT_FIRST.to_vec();
        facts.push(("clock_offset_s", "0"));
        let roomy = ROOMY.to_string();
        if self.disk.free() < ROOMY {
            facts.push(("free_bytes", &roomy));
        }
        self.make_so(&facts).await?;
        self.link.set_speed(Speed::Wifi);
        self.safelight().reset_settings().await?;
        Ok(())
    }

    /// What the phone was told and what it measures, as it is shown beside it.
    pub(crate) fn shown_facts(&self) -> BTreeMap<String, String> {
        let mut shown = self.told().said.clone();
        let measured =
            [("free_bytes", self.disk.free().to_string()), ("clock_offset_s", self.clock.wrong_s().to_string())];
        for (key, value) in measured {
            shown.entry(key.to_owned()).or_insert(value);
        }
        shown.insert("app_version".to_owned(), self.version());
        shown
    }

    /// What the phone found out about itself when it last looked closely; none since something has changed.
    pub(crate) fn diagnosis(&self) -> Option<Known> {
        self.diagnosis.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn note_diagnosis(&self, of: Vec<String>, diagnosis: Diagnosis) {
        let known = Known { of, diagnosis: Arc::new(diagnosis) };
        *self.diagnosis.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
    }

    pub(crate) fn forget_diagnosis(&self) {
        *self.diagnosis.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// What a closer look found, and what the engine said then.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// Codes of what the engine said.
    pub(crate) of: Vec<String>,
    pub(crate) diagnosis: Arc<Diagnosis>,
}
