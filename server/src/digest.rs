//! The hashes by which clients check the server: of bodies, of the commit log, of a whole library.

use ring::digest::{Context, SHA256};
use safelight_protocol::{Digest, RecordId};

/// SHA-256 of these pieces, one after the other.
pub(crate) fn sha256(pieces: &[&[u8]]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    pieces.iter().for_each(|piece| context.update(piece));
    let mut hash = [0; 32];
    hash.iter_mut().zip(context.finish().as_ref()).for_each(|(to, from)| *to = *from);
    hash
}

/// The running hash of a commit log after one more entry.
pub(crate) fn log_hash(before: Digest, record: RecordId, version: u64, body: Digest) -> Digest {
    Digest(sha256(&[before.as_bytes(), record.as_bytes(), &version.to_be_bytes(), body.as_bytes()]))
}

/// What one version of one record adds to its library's sum.
pub(crate) fn term(record: RecordId, version: u64, body: Digest) -> [u8; 32] {
    sha256(&[record.as_bytes(), &version.to_be_bytes(), body.as_bytes()])
}

/// `sum + term`, modulo 2^256, big endian.
pub(crate) fn add(sum: &mut [u8; 32], term: &[u8; 32]) {
    let mut carry = 0u16;
    for (to, from) in sum.iter_mut().zip(term).rev() {
        let total = u16::from(*to) + u16::from(*from) + carry;
        let [high, low] = total.to_be_bytes();
        *to = low;
        carry = u16::from(high);
    }
}

/// `sum - term`, modulo 2^256, big endian.
pub(crate) fn subtract(sum: &mut [u8; 32], term: &[u8; 32]) {
    let mut complement = term.map(|byte| !byte);
    let mut one = [0; 32];
    if let Some(last) = one.last_mut() {
        *last = 1;
    }
    add(&mut complement, &one);
    add(sum, &complement);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_carry_runs_through_all_bytes() {
        let mut one = [0; 32];
        one[31] = 1;
        let mut sum = [0xff; 32];
        add(&mut sum, &one);
        assert_eq!(sum, [0; 32]);
        subtract(&mut sum, &one);
        assert_eq!(sum, [0xff; 32]);
    }

    proptest! {
        #[test]
        fn what_is_added_in_any_order_can_be_taken_away(terms in proptest::collection::vec(any::<[u8; 32]>(), 1..8)) {
            let mut sum = [0; 32];
            terms.iter().for_each(|term| add(&mut sum, term));
            let mut other = [0; 32];
            terms.iter().rev().for_each(|term| add(&mut other, term));
            prop_assert_eq!(sum, other);
            terms.iter().for_each(|term| subtract(&mut sum, term));
            prop_assert_eq!(sum, [0; 32]);
        }
    }
}
