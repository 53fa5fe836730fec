//! What the person wants of this phone: when, over which networks and how much.
//!
//! Settings belong to one device. Keys and values are written as in the command line's contract, both ways. What a newer
//! version stored survives this one: unknown keys, and values of known keys that can't be read here (those count as
//! the default until somebody sets them).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Time, time};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::facts::{Percent, Spelled, digits, plain_text};

/// The version of the stored form.
const VERSION: u32 = 1;
const VERSION_KEY: &str = "version";

/// What may cross cellular and other metered networks, videos apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cellular {
    /// Not a byte, of anything.
    Off,
    /// Records and thumbnails.
    Small,
    /// So many bytes a day, of everything but videos.
    BytesPerDay(u64),
    /// Everything but videos.
    Unlimited,
}

impl Spelled for Cellular {
    const ALLOWED: &'static str = "off, small, a number of bytes a day (1 or more), unlimited";

    fn parse(text: &str) -> Option<Self> {
        match text {
            "off" => Some(Self::Off),
            "small" => Some(Self::Small),
            "unlimited" => Some(Self::Unlimited),
            _ => bytes_per_day(text).map(Self::BytesPerDay),
        }
    }

    fn print(&self) -> String {
        match self {
            Self::Off => "off".to_owned(),
            Self::Small => "small".to_owned(),
            Self::BytesPerDay(bytes) => bytes.to_string(),
            Self::Unlimited => "unlimited".to_owned(),
        }
    }

    fn json(&self) -> Value {
        if let Self::BytesPerDay(bytes) = self { (*bytes).into() } else { self.print().into() }
    }
}

/// What may cross cellular and other metered networks, of videos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellularVideos {
    /// Nothing.
    Off,
    /// So many bytes a day.
    BytesPerDay(u64),
    /// All of them.
    Unlimited,
}

impl Spelled for CellularVideos {
    const ALLOWED: &'static str = "off, a number of bytes a day (1 or more), unlimited";

    fn parse(text: &str) -> Option<Self> {
        match text {
            "off" => Some(Self::Off),
            "unlimited" => Some(Self::Unlimited),
            _ => bytes_per_day(text).map(Self::BytesPerDay),
        }
    }

    fn print(&self) -> String {
        match self {
            Self::Off => "off".to_owned(),
            Self::BytesPerDay(bytes) => bytes.to_string(),
            Self::Unlimited => "unlimited".to_owned(),
        }
    }

    fn json(&self) -> Value {
        if let Self::BytesPerDay(bytes) = self { (*bytes).into() } else { self.print().into() }
    }
}

fn bytes_per_day(text: &str) -> Option<u64> {
    digits(text)?.parse().ok().filter(|bytes| *bytes > 0)
}

/// The hours in which large work may be done, in the phone's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hours {
    /// At any time.
    Always,
    /// From one time of day until another, past midnight if the second is the earlier one.
    Between {
        /// The first minute.
        from: Time,
        /// The first minute after.
        until: Time,
    },
}

impl Hours {
    /// Whether a time of day is one of them.
    pub fn contains(&self, now: Time) -> bool {
        match *self {
            Self::Always => true,
            Self::Between { from, until } if from < until => from <= now && now < until,
            Self::Between { from, until } => from <= now || now < until,
        }
    }
}

impl Spelled for Hours {
    const ALLOWED: &'static str = "always, or two different times like 22:00-07:00";

    fn parse(text: &str) -> Option<Self> {
        if text == "always" {
            return Some(Self::Always);
        }
        let (from, until) = text.split_once('-')?;
        let (from, until) = (time_of_day(from)?, time_of_day(until)?);
        (from != until).then_some(Self::Between { from, until })
    }

    fn print(&self) -> String {
        match self {
            Self::Always => "always".to_owned(),
            Self::Between { from, until } => format!("{}-{}", from.strftime("%H:%M"), until.strftime("%H:%M")),
        }
    }
}

fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let two = |text: &str| digits(text).filter(|text| text.len() == 2)?.parse::<i8>().ok();
    let (hour, minute) = (two(hour)?, two(minute)?);
    (hour < 24 && minute < 60).then(|| time(hour, minute, 0, 0))
}

impl Spelled for Option<Timestamp> {
    const ALLOWED: &'static str = "none, or a time with an offset like 2026-05-01T07:00:00+02:00";

    fn parse(text: &str) -> Option<Self> {
        if text == "none" { Some(None) } else { text.parse().ok().map(Some) }
    }

    fn print(&self) -> String {
        self.map_or_else(|| "none".to_owned(), |time| time.to_string())
    }
}

/// How room is kept free on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Optimise {
    /// Originals stay.
    Off,
    /// Originals that are safe leave when room runs low.
    Automatic,
    /// Originals that are safe leave until so many bytes are free.
    Keep(u64),
}

impl Spelled for Optimise {
    const ALLOWED: &'static str = "off, automatic, or keep:BYTES";

    fn parse(text: &str) -> Option<Self> {
        match text {
            "off" => Some(Self::Off),
            "automatic" => Some(Self::Automatic),
            _ => digits(text.strip_prefix("keep:")?)?.parse().ok().map(Self::Keep),
        }
    }

    fn print(&self) -> String {
        match self {
            Self::Off => "off".to_owned(),
            Self::Automatic => "automatic".to_owned(),
            Self::Keep(bytes) => format!("keep:{bytes}"),
        }
    }
}

crate::facts::words! {
    /// Which originals this phone fetches by itself.
    Originals: "on_demand, all" {
        /// Those that somebody opens or pins.
        OnDemand = "on_demand",
        /// All of the library.
        All = "all",
    }
}

/// Why a setting can't be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// There is no such setting.
    #[error("{0:?} is not a setting; settings are {keys}", keys = Settings::KEYS.join(", "))]
    Key(String),
    /// The setting has no such value.
    #[error("{key} can't be {value:?}; allowed: {allowed}")]
    Value {
        /// The setting.
        key: String,
        /// What was said.
        value: String,
        /// What may be said.
        allowed: &'static str,
    },
}

impl SettingError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        "req.invalid"
    }
}

/// Declares the settings once: the field's name is the key.
macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $default:expr,)*) => {
        /// What the person wants of this phone.
        ///
        /// ```
        /// use safelight_core::settings::Settings;
        ///
        /// let mut settings = Settings::default();
        /// settings.set("cellular_photos", "200000000")?;
        /// settings.set("hours", "22:00-07:00")?;
        /// assert_eq!(settings.show("battery_floor").as_deref(), Some("20"));
        /// assert!(settings.set("cellular_videos", "small").is_err());
        /// # Ok::<(), safelight_core::settings::SettingError>(())
        /// ```
        #[derive(Debug, Clone, PartialEq)]
        pub struct Settings {
            $($(#[$doc])* pub $name: $type,)*
            /// What a newer version stored and this one can't read.
            kept: BTreeMap<String, Value>,
        }

        impl Default for Settings {
            fn default() -> Self {
                Self { $($name: $default,)* kept: BTreeMap::new() }
            }
        }

        impl Settings {
            /// The keys, in the order in which they are shown.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($name)),*];

            /// Sets a setting from text.
            ///
            /// # Errors
            /// A key or a value that there is not; the message says which there are. Nothing is changed then.
            pub fn set(&mut self, key: &str, text: &str) -> Result<(), SettingError> {
                match key {
                    $(stringify!($name) => self.$name = parse(key, text)?,)*
                    _ => return Err(SettingError::Key(key.to_owned())),
                }
                self.kept.remove(key);
                Ok(())
            }

            /// A setting as text; none where there is no such key.
            pub fn show(&self, key: &str) -> Option<String> {
                match key {
                    $(stringify!($name) => Some(self.$name.print()),)*
                    _ => None,
                }
            }

            /// Each key with its value for JSON.
            pub fn values(&self) -> Vec<(&'static str, Value)> {
                vec![$((stringify!($name), self.$name.json())),*]
            }
        }
    };
}

settings! {
    /// Whether the phone syncs at all.
    sync: bool = true,
    /// What may cross cellular and other metered networks, videos apart.
    cellular_photos: Cellular = Cellular::Small,
    /// What may cross them of videos.
    cellular_videos: CellularVideos = CellularVideos::Off,
    /// Whether cellular networks abroad count as cellular networks; otherwise not a byte crosses them.
    roaming: bool = false,
    /// Whether large work is done although the system asks to save data.
    low_data: bool = false,
    /// Whether large work waits for a charger.
    charging_only: bool = false,
    /// Below this charge large work waits for a charger.
    battery_floor: Percent = Percent::at_most_full(20),
    /// Whether large work is done although the system saves power.
    in_low_power: bool = false,
    /// Whether large work is done although the phone is very warm. Nothing is done on one that is about to switch off.
    when_hot: bool = false,
    /// When large work may be done.
    hours: Hours = Hours::Always,
    /// Until when nothing is done.
    pause_until: Option<Timestamp> = None,
    /// Until when the person wants it done now.
    boost_until: Option<Timestamp> = None,
    /// How room is kept free on the phone.
    optimise: Optimise = Optimise::Off,
    /// Which originals the phone fetches by itself.
    originals: Originals = Originals::OnDemand,
}

fn parse<T: Spelled>(key: &str, text: &str) -> Result<T, SettingError> {
    let refused = || SettingError::Value { key: key.to_owned(), value: text.to_owned(), allowed: T::ALLOWED };
    T::parse(text).ok_or_else(refused)
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut stored: BTreeMap<String, Value> =
            self.values().into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        stored.insert(VERSION_KEY.to_owned(), VERSION.into());
        stored.extend(self.kept.clone());
        stored.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut stored = BTreeMap::<String, Value>::deserialize(deserializer)?;
        migrate(&mut stored);
        let mut settings = Self::default();
        for (key, value) in stored {
            if settings.set(&key, &plain_text(&value)).is_err() {
                settings.kept.insert(key, value);
            }
        }
        Ok(settings)
    }
}

/// Brings what an older version stored to the form of this one. A newer form keeps its version, so that the newer app
/// finds what it left.
fn migrate(stored: &mut BTreeMap<String, Value>) {
    let version = stored.get(VERSION_KEY).and_then(Value::as_u64).unwrap_or(0);
    // 0, without a number, has the keys of 1.
    if version <= u64::from(VERSION) {
        stored.remove(VERSION_KEY);
    }
}

#[cfg(test)]
mod tests;
