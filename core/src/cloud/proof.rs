//! Asking an address to prove which server it is. Nothing of the account goes into the question.

use ed25519_dalek::{Signature, VerifyingKey};
use safelight_protocol::identity::{IdentityProof, identity_message, normalise_address};

use super::CloudError;

/// What an address has proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proven {
    /// The key that it has.
    pub(super) identity: [u8; 32],
    /// Whether the server offers the address itself.
    pub(super) listed: bool,
}

/// Checks an answer to this nonce at this address; `known` is the key that it must be, none where any is taken.
pub(super) fn check(
    proof: &IdentityProof,
    nonce: &[u8; 32],
    address: &str,
    known: Option<[u8; 32]>,
) -> Result<Proven, CloudError> {
    let identity: [u8; 32] = proof.identity.as_slice().try_into().map_err(|_| CloudError::OtherServer)?;
    if known.is_some_and(|known| known != identity) {
        return Err(CloudError::OtherServer);
    }
    let key = VerifyingKey::from_bytes(&identity).map_err(|_| CloudError::OtherServer)?;
    let signature = Signature::from_slice(proof.signature.as_slice()).map_err(|_| CloudError::OtherServer)?;
    let message = identity_message(nonce, proof.time_ms, proof.listed, address);
    key.verify_strict(&message, &signature).map_err(|_| CloudError::OtherServer)?;
    Ok(Proven { identity, listed: proof.listed })
}

/// Whether the body of an answer proves that a machine has this key.
pub(crate) fn proves(body: &[u8], challenge: &[u8; 32], address: &str, key: [u8; 32]) -> bool {
    let said: Result<IdentityProof, _> = serde_json::from_slice(body);
    said.is_ok_and(|said| check(&said, challenge, &normalise_address(address), Some(key)).is_ok())
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer, SigningKey};

    use super::*;

    const ADDRESS: &str = "https://photos.example.org";

    fn proof(seed: u8, listed: bool, address: &str) -> IdentityProof {
        let key = SigningKey::from_bytes(&[seed; 32]);
        let signature = key.sign(&identity_message(&[9; 32], 1_000, listed, address)).to_bytes().to_vec();
        IdentityProof {
            identity: key.verifying_key().to_bytes().to_vec().into(),
            listed,
            time_ms: 1_000,
            signature: signature.into(),
        }
    }

    #[test]
    fn only_the_known_key_over_this_question_at_this_address_counts() {
        let good = proof(1, true, ADDRESS);
        let known = check(&good, &[9; 32], ADDRESS, None).unwrap();
        assert!(known.listed);
        assert_eq!(check(&good, &[9; 32], ADDRESS, Some(known.identity)), Ok(known.clone()));
        let refused = |proof: &IdentityProof, nonce: [u8; 32], address: &str| {
            assert_eq!(check(proof, &nonce, address, Some(known.identity)), Err(CloudError::OtherServer));
        };
        refused(&proof(2, true, ADDRESS), [9; 32], ADDRESS);
        refused(&good, [8; 32], ADDRESS);
        refused(&good, [9; 32], "https://photos.example.com");
        refused(&IdentityProof { listed: false, ..good.clone() }, [9; 32], ADDRESS);
        refused(&IdentityProof { time_ms: 1_001, ..good.clone() }, [9; 32], ADDRESS);
        refused(&IdentityProof { signature: vec![0; 64].into(), ..good.clone() }, [9; 32], ADDRESS);
        refused(&IdentityProof { signature: vec![0; 3].into(), ..good.clone() }, [9; 32], ADDRESS);
        refused(&IdentityProof { identity: vec![0; 32].into(), ..good }, [9; 32], ADDRESS);
    }
}
