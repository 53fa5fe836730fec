use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use safelight_core::ports::{Clock, SystemClock};
use safelight_core::{HourCycle, Locale, Sentences};

use crate::registration::OperatingSystem;
use crate::told::Teller;

/// Who reads the sentences.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Reader {
    /// Languages (BCP 47), the preferred one first, with commas between. English where there is no other.
    pub languages: String,
    /// Whether a day has twice twelve hours; none: as is usual where the language is spoken.
    pub twelve_hours: Option<bool>,
    /// The zone in which times are told, by its name (`Europe/Berlin`); none: the device's.
    pub zone: Option<String>,
}

impl Reader {
    fn zone(&self) -> TimeZone {
        let named = self.zone.as_deref().and_then(|name| TimeZone::get(name).ok());
        named.unwrap_or_else(|| SystemClock.zone())
    }

    fn sentences(&self) -> Sentences {
        let mut locale = Locale::for_language(&self.languages).in_zone(self.zone());
        if let Some(twelve) = self.twelve_hours {
            locale.hours = if twelve { HourCycle::Twelve } else { HourCycle::TwentyFour };
        }
        Sentences::new(&locale)
    }
}

/// The catalogue for whoever reads now. Kept in memory: asking it opens nothing.
pub(crate) struct Catalogue {
    system: OperatingSystem,
    read_by: Mutex<(Reader, Arc<Sentences>)>,
}

impl Catalogue {
    pub(crate) fn new(system: OperatingSystem, reader: Reader) -> Self {
        let sentences = Arc::new(reader.sentences());
        Self { system, read_by: Mutex::new((reader, sentences)) }
    }

    /// Somebody else reads from now on, or in another zone.
    pub(crate) fn read_by(&self, reader: Reader) {
        let sentences = Arc::new(reader.sentences());
        *self.read_by.lock().unwrap_or_else(PoisonError::into_inner) = (reader, sentences);
    }

    /// Whoever says things as of now.
    pub(crate) fn teller(&self) -> Teller {
        let (zone, sentences) = {
            let read_by = self.read_by.lock().unwrap_or_else(PoisonError::into_inner);
            (read_by.0.zone(), Arc::clone(&read_by.1))
        };
        Teller { sentences, now: now().to_zoned(zone), system: self.system }
    }
}

/// The time by this device's clock.
pub(crate) fn now() -> Timestamp {
    SystemClock.now()
}
