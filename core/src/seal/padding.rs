//! Bodies are padded to size steps, so that a caption's length does not show.
//!
//! Padded form: the plaintext's length (4 bytes, big endian), the plaintext, zeros. Its whole length is the next multiple
//! of 256 up to 4 KiB, and above that the next *Padmé* length: with `e = floor(log2 n)` and `s = floor(log2 e) + 1`, the
//! low `e - s` bits are rounded up to zero, which adds at most 12 %, and less the longer it is. See Nikitin et al.,
//! "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", section 4.

use zeroize::Zeroizing;

use super::OpenError;

/// What padding puts before the plaintext, in bytes.
pub(super) const LENGTH_BYTES: usize = 4;

const STEP: usize = 256;
const STEPS_UP_TO: usize = 4096;

/// The length, with its prefix, to which a padded plaintext of `bytes` (with its prefix) grows.
pub(super) const fn padded_length(bytes: usize) -> usize {
    if bytes <= STEPS_UP_TO {
        return if bytes == 0 { STEP } else { bytes.div_ceil(STEP) * STEP };
    }
    let exponent = bytes.ilog2();
    let low_bits = exponent - (exponent.ilog2() + 1);
    let mask = (1 << low_bits) - 1;
    (bytes + mask) & !mask
}

/// Pads a plaintext. The caller has checked that its length fits into 32 bits.
pub(super) fn pad(plaintext: &[u8]) -> Zeroizing<Vec<u8>> {
    let length = u32::try_from(plaintext.len()).unwrap_or(u32::MAX);
    let whole = padded_length(LENGTH_BYTES + plaintext.len());
    let mut padded = Zeroizing::new(Vec::with_capacity(whole));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(plaintext);
    padded.resize(whole, 0);
    padded
}

/// The plaintext inside. Any amount of padding is taken, so that steps can change; it must be zeros.
pub(super) fn unpad(padded: &[u8]) -> Result<&[u8], OpenError> {
    let (length, rest) = padded.split_first_chunk::<LENGTH_BYTES>().ok_or(OpenError)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| OpenError)?;
    let (plaintext, padding) = rest.split_at_checked(length).ok_or(OpenError)?;
    if padding.iter().any(|byte| *byte != 0) {
        return Err(OpenError);
    }
    Ok(plaintext)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_grow_by_the_documented_steps() {
        for (bytes, padded) in
            [(4, 256), (256, 256), (257, 512), (4096, 4096), (4097, 4352), (9_000, 9_216), (262_000, 262_144)]
        {
            assert_eq!(padded_length(bytes), padded, "{bytes} bytes");
        }
    }

    #[test]
    fn few_lengths_are_seen_and_little_is_added() {
        let mut seen = BTreeSet::new();
        for bytes in 4..=262_144 {
            let padded = padded_length(bytes);
            assert!(padded >= bytes && (padded - bytes) * 8 <= bytes.max(8 * STEP), "{bytes} became {padded}");
            seen.insert(padded);
        }
        assert!(seen.len() < 160, "{} lengths", seen.len());
    }

    #[test]
    fn padding_that_is_not_zeros_is_refused() {
        let mut padded = pad(b"caption");
        *padded.last_mut().unwrap() = 1;
        assert_eq!(unpad(&padded), Err(OpenError));
    }

    proptest! {
        #[test]
        fn padding_comes_off_again(plaintext in proptest::collection::vec(any::<u8>(), 0..6_000)) {
            let padded = pad(&plaintext);
            prop_assert_eq!(padded.len(), padded_length(LENGTH_BYTES + plaintext.len()));
            prop_assert_eq!(unpad(&padded).unwrap(), plaintext.as_slice());
        }

        #[test]
        fn any_bytes_are_answered_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = unpad(&bytes);
        }
    }
}
