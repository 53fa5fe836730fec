//! What the phone knows now: battery, network, space, heat, permissions.
//!
//! The shell hands facts in; nothing here asks the system. Each fact has a time, and each may be [`Fact::Unknown`]: a
//! phone that can't tell whether it is roaming says so, and the policy decides what that means. Keys and values are
//! written as in the command line's contract, both ways; a value has exactly one spelling.

mod spelling;
mod values;

use jiff::Timestamp;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use spelling::{Spelled, digits, plain_text, words};
pub use values::{
    AppState, Background, Bucket, Charging, Lane, Network, NotAPercentage, Percent, PhotoAccess, SystemReasons,
    Thermal, Vpn,
};

/// How a fact that is not known is written.
pub(crate) const UNKNOWN: &str = "unknown";

/// One thing that the phone knows since some time, or does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fact<T> {
    /// It is so.
    Known {
        /// What is so.
        value: T,
        /// Since when it is known to be so.
        at: Timestamp,
    },
    /// The phone can't tell.
    #[default]
    Unknown,
}

impl<T> Fact<T> {
    /// A fact that is known since `at`.
    pub fn known(value: T, at: Timestamp) -> Self {
        Self::Known { value, at }
    }

    /// The value, if it is known.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Known { value, .. } => Some(value),
            Self::Unknown => None,
        }
    }

    /// Since when it is known.
    pub fn at(&self) -> Option<Timestamp> {
        match self {
            Self::Known { at, .. } => Some(*at),
            Self::Unknown => None,
        }
    }
}

impl<T: PartialEq> Fact<T> {
    /// Whether it is known to be so. What is not known is nothing.
    pub fn is(&self, value: &T) -> bool {
        self.value() == Some(value)
    }
}

fn print<T: Spelled>(fact: &Fact<T>) -> String {
    fact.value().map_or_else(|| UNKNOWN.to_owned(), Spelled::print)
}

fn stated<T: Spelled>(fact: &Fact<T>) -> Stated {
    Stated { value: fact.value().map_or_else(|| UNKNOWN.into(), Spelled::json), at: fact.at() }
}

fn state<T: Spelled>(fact: &mut Fact<T>, key: &str, text: &str, at: Timestamp) -> Result<(), FactError> {
    if text == UNKNOWN {
        *fact = Fact::Unknown;
        return Ok(());
    }
    let refused = || FactError::Value { key: key.to_owned(), value: text.to_owned(), allowed: T::ALLOWED };
    let value = T::parse(text).ok_or_else(refused)?;
    // The same value again is no news: it is so since it was first said.
    if !fact.is(&value) {
        *fact = Fact::Known { value, at };
    }
    Ok(())
}

/// Why a fact can't be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    /// There is no such fact.
    #[error("{0:?} is not a fact; facts are {keys}", keys = Facts::KEYS.join(", "))]
    Key(String),
    /// The fact has no such value.
    #[error("{key} can't be {value:?}; allowed: {allowed}, or unknown")]
    Value {
        /// The fact.
        key: String,
        /// What was said.
        value: String,
        /// What may be said.
        allowed: &'static str,
    },
}

impl FactError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        "req.invalid"
    }
}

/// A fact as it is stored and shown.
#[derive(Serialize, Deserialize)]
struct Stated {
    value: Value,
    #[serde(default)]
    at: Option<Timestamp>,
}

/// Declares the facts once: the field's name is the key.
macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident: $type:ty,)*) => {
        /// Everything that the phone knows now.
        ///
        /// ```
        /// use safelight_core::facts::Facts;
        ///
        /// let now = "2026-05-01T21:04:00+02:00".parse()?;
        /// let mut facts = Facts::unknown();
        /// facts.set("battery", "18", now)?;
        /// facts.set("network", "cellular", now)?;
        /// assert_eq!(facts.show("battery").as_deref(), Some("18"));
        /// assert_eq!(facts.show("roaming").as_deref(), Some("unknown"));
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct Facts { $($(#[$doc])* pub $name: Fact<$type>,)* }

        impl Facts {
            /// The keys, in the order in which they are shown.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($name)),*];

            /// Sets a fact from text. A value that is already known keeps its time.
            ///
            /// # Errors
            /// A key or a value that there is not; the message says which there are.
            pub fn set(&mut self, key: &str, text: &str, at: Timestamp) -> Result<(), FactError> {
                match key {
                    $(stringify!($name) => state(&mut self.$name, key, text, at),)*
                    _ => Err(FactError::Key(key.to_owned())),
                }
            }

            /// A fact as text; none where there is no such key.
            pub fn show(&self, key: &str) -> Option<String> {
                match key {
                    $(stringify!($name) => Some(print(&self.$name)),)*
                    _ => None,
                }
            }

            /// What may be said of a fact.
            pub fn allowed(key: &str) -> Option<&'static str> {
                match key {
                    $(stringify!($name) => Some(<$type as Spelled>::ALLOWED),)*
                    _ => None,
                }
            }

            /// Takes over what `newer` knows; what it does not know stays.
            pub fn update(&mut self, newer: &Self) {
                $(if newer.$name.value().is_some() && newer.$name.value() != self.$name.value() {
                    self.$name = newer.$name.clone();
                })*
            }

            fn stated(&self) -> Vec<(&'static str, Stated)> {
                vec![$((stringify!($name), stated(&self.$name))),*]
            }
        }
    };
}

facts! {
    /// Charge of the battery, in percent.
    battery: Percent,
    /// Whether power comes in.
    charging: Charging,
    /// Whether the system saves power (Low Power Mode, Battery Saver).
    low_power: bool,
    /// How the phone is connected.
    network: Network,
    /// Whether bytes on this network cost or are counted.
    metered: bool,
    /// Whether the system asks to save data on this network (Low Data Mode).
    constrained: bool,
    /// Whether the cellular network is somebody else's.
    roaming: bool,
    /// Whether the system has reached the internet over this network.
    validated: bool,
    /// Whether a page of the network wants to be signed in to first.
    captive: bool,
    /// Whether a VPN carries the bytes, and what is under it.
    vpn: Vpn,
    /// Whether the app may reach other machines in the local network.
    lan_allowed: bool,
    /// Whether the system keeps apps from metered networks in the background (Data Saver).
    data_saver: bool,
    /// Whether the app may use cellular data.
    cellular_allowed: bool,
    /// How warm the phone is.
    thermal: Thermal,
    /// Which photos the app may read.
    photo_access: PhotoAccess,
    /// Whether the app may work in the background.
    background: Background,
    /// Whether the system's battery optimisation applies to the app.
    battery_optimised: bool,
    /// How often the system lets the app run (Android's standby bucket).
    bucket: Bucket,
    /// Where the app is.
    app_state: AppState,
    /// Who moves the bytes.
    lane: Lane,
    /// What the system gives as its own reasons why the app's work waits.
    system: SystemReasons,
    /// Free on the phone's disk, in bytes.
    free_bytes: u64,
    /// Size of the phone's disk, in bytes.
    total_bytes: u64,
    /// The phone's clock less the server's, in seconds.
    clock_offset_s: i64,
    /// The app's version.
    app_version: String,
    /// The system's version.
    os_version: String,
    /// The phone's model.
    device_model: String,
}

impl Facts {
    /// A phone that can tell nothing.
    pub fn unknown() -> Self {
        Self::default()
    }

    /// A plugged-in phone on Wi-Fi with the app on its screen: what a machine without sensors counts as.
    pub fn desktop_default(at: Timestamp) -> Self {
        Self {
            battery: Fact::known(Percent::FULL, at),
            charging: Fact::known(Charging::Full, at),
            low_power: Fact::known(false, at),
            network: Fact::known(Network::Wifi, at),
            metered: Fact::known(false, at),
            constrained: Fact::known(false, at),
            roaming: Fact::known(false, at),
            validated: Fact::known(true, at),
            captive: Fact::known(false, at),
            vpn: Fact::known(Vpn::Off, at),
            lan_allowed: Fact::known(true, at),
            data_saver: Fact::known(false, at),
            cellular_allowed: Fact::known(true, at),
            thermal: Fact::known(Thermal::Nominal, at),
            photo_access: Fact::known(PhotoAccess::Full, at),
            background: Fact::known(Background::Allowed, at),
            battery_optimised: Fact::known(false, at),
            bucket: Fact::known(Bucket::Active, at),
            app_state: Fact::known(AppState::Foreground, at),
            lane: Fact::known(Lane::InApp, at),
            system: Fact::known(SystemReasons::default(), at),
            ..Self::default()
        }
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stated = self.stated();
        let mut map = serializer.serialize_map(Some(stated.len()))?;
        for (key, fact) in stated {
            map.serialize_entry(key, &fact)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Facts;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("facts by key")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Facts, A::Error> {
        let mut facts = Facts::unknown();
        while let Some((key, stated)) = map.next_entry::<String, Stated>()? {
            if let Some(at) = stated.at {
                // What a newer version stored and this one does not know is not known.
                let _ = facts.set(&key, &plain_text(&stated.value), at);
            }
        }
        Ok(facts)
    }
}

#[cfg(test)]
mod tests;
