//! The key by which phones know this server again at each of its addresses.
//!
//! Its seed is made once and lies in the database beside OPAQUE's setup, so a backup has it and a restored server is the
//! same server. It signs nothing but proofs of identity.

use ring::signature::{Ed25519KeyPair, KeyPair};
use safelight_protocol::Blob;
use safelight_protocol::identity::{IdentityProof, ServerAddress, identity_message, normalise_address};

/// The server's key and the addresses that it offers.
pub(crate) struct Identity {
    key: Ed25519KeyPair,
    addresses: Vec<ServerAddress>,
}

/// The seed in the database is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BadSeed;

impl Identity {
    pub(crate) fn from_seed(seed: &[u8; 32], addresses: Vec<ServerAddress>) -> Result<Self, BadSeed> {
        Ok(Self { key: Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| BadSeed)?, addresses })
    }

    pub(crate) fn public_key(&self) -> Blob {
        Blob(self.key.public_key().as_ref().to_vec())
    }

    pub(crate) fn addresses(&self) -> &[ServerAddress] {
        &self.addresses
    }

    /// Signs the question of somebody who asks at this address. Whether the address is one of this server's is part of what
    /// is signed: a machine that hands the question on can't change it.
    pub(crate) fn prove(&self, nonce: &[u8; 32], address: &str, time_ms: i64) -> IdentityProof {
        let listed = self.addresses.iter().any(|offered| offered.url == normalise_address(address));
        let signature = self.key.sign(&identity_message(nonce, time_ms, listed, address));
        IdentityProof { identity: self.public_key(), listed, time_ms, signature: Blob(signature.as_ref().to_vec()) }
    }
}
