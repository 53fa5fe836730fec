//! Room on a phone and in the cloud, by kind, for the bars that fill and empty.

use safelight_core::UsageReport;
use serde::Serialize;
use serde_json::Value;

use crate::disk::TOTAL;
use crate::words::{say, say_with, size};

/// One bar.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(crate) struct Bar {
    /// How full, in a sentence.
    pub(crate) sentence: String,
    /// What takes the room, largest kinds in a fixed order.
    pub(crate) kinds: Vec<Kind>,
    /// What is expected, where something is.
    pub(crate) forecast: Option<String>,
}

/// What one kind takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Kind {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) size: String,
    /// Of the whole bar, from 0 to 1.
    pub(crate) share: f64,
}

fn kind(kind: &'static str, bytes: u64, of: u64) -> Kind {
    Kind { kind, name: say(&format!("room-{kind}")), size: size(bytes), share: fraction(bytes, of) }
}

/// In ten-thousandths: a bar is never finer.
fn fraction(bytes: u64, of: u64) -> f64 {
    let share = u128::from(bytes.min(of)) * 10_000 / u128::from(of.max(1));
    f64::from(u32::try_from(share).unwrap_or(10_000)) / 10_000.0
}

/// The photos on a phone. The bar is all that Safelight has there: beside a whole disk it would be a hair.
pub(crate) fn on_phone(usage: &UsageReport) -> Bar {
    let device = &usage.device;
    let all = device.photos + device.videos + device.derivatives;
    let free = device.free.unwrap_or(0);
    let kinds = vec![
        kind("only-here", device.only_here, all),
        kind("photos", device.photos.saturating_sub(device.only_here), all),
        kind("videos", device.videos, all),
        kind("derivatives", device.derivatives, all),
    ];
    let sentence = say_with(
        "room-phone",
        [
            ("used", size(all).into()),
            ("free", size(free).into()),
            ("total", size(TOTAL).into()),
            ("could", size(device.could_leave).into()),
        ],
    );
    Bar { sentence, kinds: shown(kinds), forecast: None }
}

/// What the account has in the cloud, of its quota.
pub(crate) fn in_cloud(usage: &UsageReport, quota: u64, used: u64) -> Bar {
    let cloud = &usage.cloud;
    let rest = used.saturating_sub(cloud.photos + cloud.videos + cloud.recently_deleted);
    let of = quota.max(used);
    let kinds = vec![
        kind("photos", cloud.photos, of),
        kind("videos", cloud.videos, of),
        kind("derivatives", rest, of),
        kind("deleted", cloud.recently_deleted, of),
    ];
    let sentence = say_with("quota-used", [("used", size(used).into()), ("quota", size(quota).into())]);
    let forecast = cloud.forecast.as_ref().map(|forecast| {
        let days = forecast.full_in_days.map_or_else(|| Value::from("never"), |days| days.max(1).into());
        let fits = if forecast.fits { "yes" } else { "no" };
        let arguments = [("fits", fits.into()), ("days", days), ("size", size(forecast.still_to_go).into())];
        let arguments = arguments.into_iter().map(|(name, value): (&str, Value)| (name.to_owned(), value)).collect();
        crate::words::catalogue().with("cli-usage-forecast", &arguments)
    });
    Bar { sentence, kinds: shown(kinds), forecast }
}

fn shown(kinds: Vec<Kind>) -> Vec<Kind> {
    kinds.into_iter().filter(|kind| kind.share > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_more_than_the_bar_and_an_empty_bar_has_none() {
        assert_eq!((fraction(1, 4), fraction(9, 4), fraction(1, 0)), (0.25, 1.0, 0.0));
    }
}
