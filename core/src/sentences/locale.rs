//! For whom sentences are written: language, clock and zone.

use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

/// A language that the catalogue is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Polish.
    Polish,
}

impl Language {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::English, Self::Polish];

    /// Its tag (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Polish => "pl",
        }
    }
}

/// How a person reads the time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HourCycle {
    /// 7:04 PM.
    Twelve,
    /// 19:04.
    TwentyFour,
}

/// For whom sentences are written.
#[derive(Debug, Clone, PartialEq)]
pub struct Locale {
    /// The catalogue's language.
    pub language: Language,
    /// How times of day are written.
    pub hours: HourCycle,
    /// The zone that times are told in.
    pub zone: TimeZone,
}

/// Where English is spoken and a day has twice twelve hours.
const TWELVE: &[&str] = &["US", "CA", "AU", "NZ", "IN", "PH", "PK"];

impl Locale {
    /// English, twenty-four hours, UTC.
    pub fn english() -> Self {
        Self { language: Language::English, hours: HourCycle::TwentyFour, zone: TimeZone::UTC }
    }

    /// For a person who reads these languages: tags (BCP 47, or as Unix writes them), the preferred one first, with commas
    /// between. The first one that there is a catalogue for counts; English where there is none. Times are told in UTC
    /// until a zone is set.
    pub fn for_language(tags: &str) -> Self {
        tags.split(',').find_map(Self::known).unwrap_or_else(Self::english)
    }

    /// For the person whose environment this is: `SAFELIGHT_LANG`, else `LC_ALL`, `LC_MESSAGES` or `LANG`.
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
        let tags = ["SAFELIGHT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set);
        tags.map_or_else(Self::english, |tags| Self::for_language(&tags))
    }

    /// The same in another zone.
    #[must_use]
    pub fn in_zone(self, zone: TimeZone) -> Self {
        Self { zone, ..self }
    }

    /// A number of bytes, in the largest unit that leaves at least one; never rounded up.
    pub fn bytes(&self, bytes: u64) -> String {
        super::format::bytes(bytes, self.language)
    }

    fn known(tag: &str) -> Option<Self> {
        // `pl_PL.UTF-8@latin` as Unix writes it, `pl;q=0.8` as a browser does.
        let tag = tag.split(['.', '@', ';']).next().unwrap_or_default().trim().replace('_', "-");
        let parsed: LanguageIdentifier = tag.parse().ok()?;
        let language = Language::ALL.iter().copied().find(|language| parsed.language.as_str() == language.tag())?;
        let twelve = language == Language::English && parsed.region.is_some_and(|at| TWELVE.contains(&at.as_str()));
        let hours = if twelve { HourCycle::Twelve } else { HourCycle::TwentyFour };
        Some(Self { language, hours, ..Self::english() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_is_known_counts() {
        let language = |tags: &str| Locale::for_language(tags).language;
        for tags in ["pl", "pl-PL", "pl_PL.UTF-8", "pl_PL@euro", "PL", "de-DE,pl;q=0.8,en;q=0.5"] {
            assert_eq!(language(tags), Language::Polish, "{tags}");
        }
        for tags in ["en", "en-GB", "de", "C", "C.UTF-8", "POSIX", "", "…", "en,pl", "plx"] {
            assert_eq!(language(tags), Language::English, "{tags}");
        }
    }

    #[test]
    fn the_clock_is_that_of_the_country() {
        assert_eq!(Locale::for_language("en-US").hours, HourCycle::Twelve);
        assert_eq!(Locale::for_language("en-GB").hours, HourCycle::TwentyFour);
        assert_eq!(Locale::for_language("pl-PL").hours, HourCycle::TwentyFour);
    }

    #[test]
    fn the_environment_says_the_language_in_order() {
        let with = |set: &[(&str, &str)]| {
            let find = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            Locale::from_environment(find).language
        };
        assert_eq!(with(&[]), Language::English);
        assert_eq!(with(&[("LANG", "pl_PL.UTF-8")]), Language::Polish);
        assert_eq!(with(&[("LANG", "pl_PL.UTF-8"), ("LC_ALL", "C")]), Language::English);
        assert_eq!(with(&[("LANG", "en_US"), ("LC_MESSAGES", "pl_PL")]), Language::Polish);
        assert_eq!(with(&[("LC_ALL", "en_US"), ("SAFELIGHT_LANG", "pl")]), Language::Polish);
        assert_eq!(with(&[("LANG", "pl"), ("LC_ALL", "")]), Language::Polish);
    }
}
