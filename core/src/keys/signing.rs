use std::fmt;

use ed25519_dalek::{Signer, SigningKey};

use super::{RecoveryKey, derive};
use crate::ports::{Rng, random};

/// The Ed25519 key of one device: signs its refreshes, and never leaves its vault.
#[derive(Clone)]
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// A new random key.
    pub fn generate(rng: &dyn Rng) -> Self {
        Self::from_seed(&random(rng))
    }

    /// The key of this seed.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The seed: for the vault, and for nothing else.
    pub fn expose_seed(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// What the server checks signatures with.
    pub fn public_key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceKey(..)")
    }
}

/// The Ed25519 key that recovery words give: proves to the server that somebody holds the words.
#[derive(Clone)]
pub struct RecoverySigner(SigningKey);

impl RecoverySigner {
    /// The key that these words give: the seed is derived with the label `safelight recovery signing 1`, apart from the key
    /// that wraps.
    pub fn derive(key: &RecoveryKey) -> Self {
        Self(SigningKey::from_bytes(&derive(key.expose(), None, "safelight recovery signing 1", &[])))
    }

    /// What the server checks signatures with.
    pub fn public_key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for RecoverySigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoverySigner(..)")
    }
}

#[cfg(test)]
mod tests {
    use ring::signature::{ED25519, UnparsedPublicKey};

    use super::*;

    #[test]
    fn a_signature_is_one_that_another_library_accepts() {
        let device = DeviceKey::from_seed(&[3; 32]);
        let recovery = RecoverySigner::derive(&RecoveryKey::from_bytes([3; 32]));
        for (public, signature) in
            [(device.public_key(), device.sign(b"message")), (recovery.public_key(), recovery.sign(b"message"))]
        {
            UnparsedPublicKey::new(&ED25519, public).verify(b"message", &signature).unwrap();
            assert!(UnparsedPublicKey::new(&ED25519, public).verify(b"massage", &signature).is_err());
        }
    }

    #[test]
    fn the_recovery_signer_is_not_the_key_that_wraps() {
        let key = RecoveryKey::from_bytes([3; 32]);
        assert_ne!(RecoverySigner::derive(&key).0.as_bytes(), key.expose());
    }

    #[test]
    fn debug_shows_nothing_of_a_signing_key() {
        let key = RecoveryKey::from_bytes([3; 32]);
        assert_eq!(format!("{:?}", DeviceKey::from_seed(&[3; 32])), "DeviceKey(..)");
        assert_eq!(format!("{:?}", RecoverySigner::derive(&key)), "RecoverySigner(..)");
    }
}
