use safelight_protocol::{AccountId, Blob, DeviceId};
use zeroize::Zeroizing;

use super::padding::{LENGTH_BYTES, unpad};
use super::{OpenError, SealError};
use crate::keys::{AccountKey, BoxPlace, open_box, seal_box};
use crate::ports::Rng;

/// Names grow to the next multiple of this, so that their length does not show.
const STEP: usize = 64;

/// The longest name of a device, in bytes of UTF-8. Sealed it stays far below the server's limit of 1 KiB.
pub(crate) const MAX_NAME: usize = 508;

impl AccountKey {
    /// Seals a device's name: it opens for this account and device only.
    ///
    /// # Errors
    /// [`SealError::TooLong`] above 508 bytes.
    pub fn seal_name(
        &self,
        rng: &dyn Rng,
        account: AccountId,
        device: DeviceId,
        name: &str,
    ) -> Result<Blob, SealError> {
        if name.len() > MAX_NAME {
            return Err(SealError::TooLong { bytes: name.len(), most: MAX_NAME });
        }
        let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
        let mut padded = Zeroizing::new(Vec::with_capacity(LENGTH_BYTES + MAX_NAME));
        padded.extend_from_slice(&length.to_be_bytes());
        padded.extend_from_slice(name.as_bytes());
        let whole = padded.len().next_multiple_of(STEP);
        padded.resize(whole, 0);
        seal_box(rng, self.expose(), &BoxPlace::DeviceName { account, device }, &padded).map(Blob)
    }

    /// Opens a device's name.
    pub fn open_name(&self, account: AccountId, device: DeviceId, sealed: &Blob) -> Result<String, OpenError> {
        let padded = open_box(self.expose(), &BoxPlace::DeviceName { account, device }, sealed.as_slice())?;
        let name = unpad(&padded)?;
        std::str::from_utf8(name).map(str::to_owned).map_err(|_| OpenError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::SystemRng;

    const ACCOUNT: AccountId = AccountId([1; 16]);
    const DEVICE: DeviceId = DeviceId([2; 16]);

    #[test]
    fn a_name_opens_for_its_account_and_device_only() {
        let key = AccountKey::from_bytes([7; 32]);
        let sealed = key.seal_name(&SystemRng, ACCOUNT, DEVICE, "Iris’ phone").unwrap();
        assert_eq!(key.open_name(ACCOUNT, DEVICE, &sealed).unwrap(), "Iris’ phone");
        assert_eq!(key.open_name(AccountId([9; 16]), DEVICE, &sealed), Err(OpenError));
        assert_eq!(key.open_name(ACCOUNT, DeviceId([9; 16]), &sealed), Err(OpenError));
        assert_eq!(AccountKey::from_bytes([8; 32]).open_name(ACCOUNT, DEVICE, &sealed), Err(OpenError));
    }

    #[test]
    fn names_of_similar_length_look_alike() {
        let key = AccountKey::from_bytes([7; 32]);
        let length = |name: &str| key.seal_name(&SystemRng, ACCOUNT, DEVICE, name).unwrap().0.len();
        assert_eq!(length(""), length("Iris’ phone"));
        assert_eq!(length(&"x".repeat(MAX_NAME)), 57 + 512 + 16);
    }

    #[test]
    fn a_name_that_is_too_long_is_refused() {
        let key = AccountKey::from_bytes([7; 32]);
        assert_eq!(
            key.seal_name(&SystemRng, ACCOUNT, DEVICE, &"x".repeat(MAX_NAME + 1)),
            Err(SealError::TooLong { bytes: MAX_NAME + 1, most: MAX_NAME })
        );
    }
}
