use jiff::Timestamp;
use safelight_core::account::AccountDevice;
use safelight_core::{DeviceCard, explain};
use safelight_protocol::DeviceId;

use super::{Hold, Teller};

/// One device of the account, with what its card says.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Device {
    /// The device.
    pub id: DeviceId,
    /// Its name; none where it has none yet.
    pub name: Option<String>,
    /// Whether it is this one.
    pub current: bool,
    /// When it signed in.
    pub signed_in: Timestamp,
    /// When it last asked for anything, to the hour.
    pub last_seen: Timestamp,
    /// When it last was up to date.
    pub last_success: Option<Timestamp>,
    /// How many originals it has to send.
    pub backlog: Option<u64>,
    /// The first code of what holds it up.
    pub first_hold: Option<String>,
    /// In which band its battery is.
    pub battery: Option<String>,
    /// Whether power comes in: the word of the fact.
    pub charging: Option<String>,
    /// The app and its version.
    pub app_version: Option<String>,
    /// When its card was written.
    pub told_at: Option<Timestamp>,
}

/// What another phone's card says.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Explanation {
    /// In a sentence.
    pub sentence: String,
    /// What held it up, the first only.
    pub holds: Vec<Hold>,
    /// When it said so; none where it has said nothing yet.
    pub as_of: Option<Timestamp>,
    /// Whether that is so long ago that it is told as past.
    pub past: bool,
    /// In which band its battery was.
    pub battery: Option<String>,
    /// How many originals it had to send.
    pub backlog: u64,
}

impl From<(AccountDevice, Option<DeviceCard>)> for Device {
    fn from((device, card): (AccountDevice, Option<DeviceCard>)) -> Self {
        let card = card.as_ref();
        let time = |text: Option<&str>| text.and_then(|text| text.parse().ok());
        Self {
            id: device.device,
            name: device.name,
            current: device.current,
            signed_in: device.signed_in,
            last_seen: device.last_seen,
            last_success: time(card.and_then(|card| card.last_success.as_deref())),
            backlog: card.map(|card| card.backlog),
            first_hold: card.and_then(|card| card.first_hold.clone()),
            battery: card.and_then(|card| card.battery.clone()),
            charging: card.and_then(|card| card.charging.clone()),
            app_version: card.and_then(|card| card.app_version.clone()),
            told_at: time(card.and_then(|card| card.told_at.as_deref())),
        }
    }
}

impl Teller {
    pub(crate) fn explanation(&self, card: &DeviceCard) -> Explanation {
        let explanation = explain(card, self.now.timestamp());
        Explanation {
            sentence: self.told(&explanation.told),
            holds: self.holds(&explanation.holds),
            as_of: explanation.as_of,
            past: explanation.past,
            battery: card.battery.clone(),
            backlog: card.backlog,
        }
    }
}
