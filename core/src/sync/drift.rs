//! Is this device's library the server's?
//!
//! The digest is the sum over (record id, version, SHA-256 of the sealed body) of all records; see
//! [`LibraryDigest`]. Where it differs although everything was followed, the listing tells which records, and those are
//! fetched or offered again.

use std::collections::BTreeMap;

use safelight_protocol::record::{FetchRecords, Fetched, LibraryDigest, Listing, ListingEntry};
use safelight_protocol::{Digest, MAX_RECORDS, RecordId};
use sha2::{Digest as _, Sha256};

use super::apply::{Arrival, offer_anew};
use super::{Engine, SyncError};
use crate::cloud::Body;
use crate::ports::Method;
use crate::store::lease::Lease;
use crate::store::{findings, records};

/// Records differed from the server's without a reason, and were put right.
pub(crate) const DRIFT: &str = "eng.drift";

impl Engine {
    /// Compares digests and mends what differs. True if they were equal. Says nothing while this device is behind.
    pub(super) async fn check_drift(&self, lease: &Lease) -> Result<bool, SyncError> {
        let theirs: LibraryDigest = self.session.call(Method::Get, &self.route("digest"), Body::None).await?;
        if self.cursor().await? != Some(theirs.head) {
            return Ok(true);
        }
        let ours = self.home.read(records::versions).await?;
        if digest(&ours) == theirs.digest {
            return Ok(true);
        }
        let count =
            self.mend(lease, ours.into_iter().map(|(id, version, body)| (id, (version, body))).collect()).await?;
        let now_ms = self.home.now().as_millisecond();
        let evidence = serde_json::json!({ "records": count }).to_string();
        self.write(lease, move |db| findings::raise(db, DRIFT, "", &evidence, now_ms)).await?;
        Ok(false)
    }

    async fn mend(&self, lease: &Lease, mut ours: BTreeMap<RecordId, (u64, Digest)>) -> Result<usize, SyncError> {
        let mut differing = Vec::new();
        let mut after = None;
        loop {
            let mut route = self.route("listing");
            if let Some(after) = after {
                route.push_str(&format!("?after={after}"));
            }
            let page: Listing = self.session.call(Method::Get, &route, Body::None).await?;
            for ListingEntry { record, version, body } in &page.entries {
                if ours.remove(record) != Some((*version, *body)) {
                    differing.push(*record);
                }
            }
            let last = page.entries.last().map(|entry| entry.record);
            if !page.more || last.is_none() || last <= after {
                break;
            }
            after = last;
        }
        let count = differing.len() + ours.len();
        for ids in differing.chunks(MAX_RECORDS) {
            let body = Body::json(&FetchRecords { records: ids.to_vec() });
            let fetched: Fetched = self.session.call(Method::Post, &self.route("records"), body).await?;
            self.apply_page(lease, fetched.records, Arrival::Restored, 0, |_| Ok(())).await?;
        }
        let now = self.home.now();
        self.write(lease, move |db| {
            for id in ours.keys() {
                if let Some(record) = records::load(db, id)? {
                    records::save(db, &offer_anew(record), now)?;
                }
            }
            Ok(())
        })
        .await?;
        Ok(count)
    }
}

/// The digest over a library.
pub(crate) fn digest(records: &[(RecordId, u64, Digest)]) -> Digest {
    let mut sum = [0_u8; 32];
    for (record, version, body) in records {
        let mut hasher = Sha256::new();
        hasher.update(record.as_bytes());
        hasher.update(version.to_be_bytes());
        hasher.update(body.as_bytes());
        add(&mut sum, &hasher.finalize().into());
    }
    Digest(sum)
}

/// Addition modulo 2^256 of big-endian numbers.
fn add(sum: &mut [u8; 32], number: &[u8; 32]) {
    let mut carry = 0_u16;
    for (digit, other) in sum.iter_mut().zip(number).rev() {
        let total = u16::from(*digit) + u16::from(*other) + carry;
        let [high, low] = total.to_be_bytes();
        *digit = low;
        carry = u16::from(high);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_does_not_depend_on_order_and_sees_every_change() {
        let record = |n: u8, version, body| (RecordId([n; 16]), version, Digest([body; 32]));
        let forward = [record(1, 1, 1), record(2, 1, 1), record(3, 7, 200)];
        let mut backward = forward;
        backward.reverse();
        assert_eq!(digest(&forward), digest(&backward));
        for (index, changed) in [record(9, 1, 1), record(2, 2, 1), record(3, 7, 201)].into_iter().enumerate() {
            let mut other = forward;
            other[index] = changed;
            assert_ne!(digest(&forward), digest(&other));
        }
    }

    #[test]
    fn sums_carry_over_all_digits() {
        let mut sum = [0xff; 32];
        let mut one = [0; 32];
        one[31] = 1;
        add(&mut sum, &one);
        assert_eq!(sum, [0; 32]);
    }
}
