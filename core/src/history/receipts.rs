//! Data used and saved, by month and network.
//!
//! *Used* is what the ledger booked: bytes on the wire, both ways, retries and refused ones too. *Saved* is the sum of two
//! things that never overlap with it:
//!
//! - **not sent again**: sealed bytes of files that were due to be sent and that the cloud had already, from this phone or
//!   another, when it was asked what is missing;
//! - **kept off paid networks**: bytes of originals that waited because the network of that moment cost, roamed or was to
//!   be spared, and that went later over one that does not. Each original counts once, when all of it is in the cloud.
//!
//! What is sent on a paid network after all saves nothing, and thumbnails never count.

use std::collections::BTreeMap;

use serde::Serialize;

/// Bytes, both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Traffic {
    /// Sent.
    pub sent: u64,
    /// Received.
    pub received: u64,
}

/// What a network carried in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// `2026-05`.
    pub month: String,
    /// A network's word, or `unknown`.
    pub network: String,
    /// Bytes sent.
    pub sent: u64,
    /// Bytes received.
    pub received: u64,
}

/// What did not cross a network in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// `2026-05`.
    pub month: String,
    /// Bytes that the cloud had already.
    pub again: u64,
    /// Bytes that waited for a network that does not cost.
    pub paid: u64,
}

/// A month's receipt.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Month {
    /// `2026-05`.
    pub month: String,
    /// Over Wi-Fi.
    pub wifi: Traffic,
    /// Over mobile networks.
    pub cellular: Traffic,
    /// Over a cable.
    pub ethernet: Traffic,
    /// Over a network that nobody could name.
    pub unknown: Traffic,
    /// Bytes saved: the sum of the two below.
    pub saved: u64,
    /// Bytes that the cloud had already.
    pub saved_again: u64,
    /// Bytes that were kept off networks that cost.
    pub saved_paid: u64,
}

/// The receipts, oldest first: all months in which anything was used or saved, or the one that is asked for.
pub fn receipts(carried: &[Carried], kept: &[Kept], month: Option<&str>) -> Vec<Month> {
    let mut months: BTreeMap<&str, Month> = BTreeMap::new();
    if let Some(month) = month {
        months.insert(month, Month::default());
    }
    for line in carried {
        let month = months.entry(&line.month).or_default();
        let traffic = match line.network.as_str() {
            "wifi" => &mut month.wifi,
            "cellular" => &mut month.cellular,
            "ethernet" => &mut month.ethernet,
            _ => &mut month.unknown,
        };
        traffic.sent = traffic.sent.saturating_add(line.sent);
        traffic.received = traffic.received.saturating_add(line.received);
    }
    for line in kept {
        let month = months.entry(&line.month).or_default();
        month.saved_again = month.saved_again.saturating_add(line.again);
        month.saved_paid = month.saved_paid.saturating_add(line.paid);
        month.saved = month.saved_again.saturating_add(month.saved_paid);
    }
    let wanted = months.into_iter().filter(|(name, _)| month.is_none_or(|month| month == *name));
    wanted.map(|(name, month)| Month { month: name.to_owned(), ..month }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(month: &str, network: &str, sent: u64, received: u64) -> Carried {
        Carried { month: month.into(), network: network.into(), sent, received }
    }

    #[test]
    fn a_month_tells_its_networks_apart_and_adds_up_what_was_saved() {
        let lines = [
            carried("2026-04", "wifi", 5, 6),
            carried("2026-05", "wifi", 100, 10),
            carried("2026-05", "cellular", 7, 1),
            carried("2026-05", "none", 2, 2),
            carried("2026-05", "unknown", 1, 0),
        ];
        let kept = [Kept { month: "2026-05".into(), again: 40, paid: 60 }];
        let all = receipts(&lines, &kept, None);
        assert_eq!(all.iter().map(|month| month.month.as_str()).collect::<Vec<_>>(), ["2026-04", "2026-05"]);
        let [may] = receipts(&lines, &kept, Some("2026-05")).try_into().unwrap();
        assert_eq!((may.wifi, may.cellular), (Traffic { sent: 100, received: 10 }, Traffic { sent: 7, received: 1 }));
        assert_eq!(may.unknown, Traffic { sent: 3, received: 2 });
        assert_eq!((may.saved, may.saved_again, may.saved_paid), (100, 40, 60));
    }

    #[test]
    fn a_month_without_anything_has_a_receipt_of_nothing() {
        let [empty] = receipts(&[], &[], Some("2020-01")).try_into().unwrap();
        assert_eq!(empty, Month { month: "2020-01".into(), ..Month::default() });
        assert!(receipts(&[], &[], None).is_empty());
    }
}
