//! Access and refresh tokens, and the codes of invitations.
//!
//! Both kinds of token are MACs under the server's token key, so nothing needs to be stored to check that one is genuine.
//! Whether it is still good, the device's row says. The successor of a refresh token is a function of its family and
//! generation: a repeated request is answered with the same one.
//!
//! Access token: `a1.` and base64url of device (16 bytes), end (8, big endian, ms), MAC (32).
//! Refresh token: `r1.` and base64url of family (16), generation (8, big endian), MAC (32).

mod permission;

use data_encoding::BASE64URL_NOPAD;
use ring::hmac;
use safelight_protocol::{DeviceId, FamilyId};

pub(crate) use permission::{Permission, is_permission};

use crate::port::Rng;

/// How long an access token is good, in milliseconds: 15 minutes.
pub(crate) const ACCESS_MS: i64 = 15 * 60 * 1000;

/// The key of all tokens of a server.
pub(crate) struct TokenKey(hmac::Key);

/// A genuine access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) device: DeviceId,
    pub(crate) expires_ms: i64,
}

/// A genuine refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RefreshToken {
    pub(crate) family: FamilyId,
    pub(crate) generation: u64,
}

impl TokenKey {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    pub(crate) fn access(&self, access: Access) -> String {
        self.write("a1.", &access.device.0, access.expires_ms.to_be_bytes())
    }

    pub(crate) fn refresh(&self, token: RefreshToken) -> String {
        self.write("r1.", &token.family.0, token.generation.to_be_bytes())
    }

    /// None where the server has never made this token.
    pub(crate) fn read_access(&self, text: &str) -> Option<Access> {
        let (device, expires_ms) = self.read("a1.", text)?;
        Some(Access { device: DeviceId(device), expires_ms: i64::from_be_bytes(expires_ms) })
    }

    /// None where the server has never made this token.
    pub(crate) fn read_refresh(&self, text: &str) -> Option<RefreshToken> {
        let (family, generation) = self.read("r1.", text)?;
        Some(RefreshToken { family: FamilyId(family), generation: u64::from_be_bytes(generation) })
    }

    fn write(&self, kind: &str, name: &[u8; 16], number: [u8; 8]) -> String {
        let claims = [name.as_slice(), &number].concat();
        let mac = hmac::sign(&self.0, &[kind.as_bytes(), &claims].concat());
        format!("{kind}{}", BASE64URL_NOPAD.encode(&[claims.as_slice(), mac.as_ref()].concat()))
    }

    fn read(&self, kind: &str, text: &str) -> Option<([u8; 16], [u8; 8])> {
        let bytes = BASE64URL_NOPAD.decode(text.strip_prefix(kind)?.as_bytes()).ok()?;
        let (claims, mac) = bytes.split_at_checked(24)?;
        hmac::verify(&self.0, &[kind.as_bytes(), claims].concat(), mac).ok()?;
        let (name, number) = claims.split_first_chunk::<16>()?;
        Some((*name, number.try_into().ok()?))
    }
}

/// A new invitation: 20 characters that can be read out loud.
pub(crate) fn invitation_code(rng: &dyn Rng) -> String {
    data_encoding::BASE32_NOPAD.encode(&rng.bytes::<12>()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_trip_and_no_changed_one_does() {
        let key = TokenKey::new(&[7; 32]);
        let token = RefreshToken { family: FamilyId([3; 16]), generation: 41 };
        let text = key.refresh(token);
        assert_eq!(key.read_refresh(&text), Some(token));
        assert_eq!(TokenKey::new(&[8; 32]).read_refresh(&text), None);
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(key.read_refresh(&String::from_utf8(bytes).unwrap()), None, "changed at {at}");
        }
    }

    #[test]
    fn a_refresh_token_opens_nothing_as_an_access_token() {
        let key = TokenKey::new(&[7; 32]);
        let refresh = key.refresh(RefreshToken { family: FamilyId([3; 16]), generation: 1 });
        assert_eq!(key.read_access(&refresh), None);
        assert_eq!(key.read_access(&refresh.replacen("r1.", "a1.", 1)), None);
    }

    #[test]
    fn any_text_is_answered_without_a_panic() {
        let key = TokenKey::new(&[7; 32]);
        for text in ["", "a1.", "a1.é", "a1.AAAA", "r1", &"a".repeat(100_000)] {
            assert_eq!(key.read_access(text), None);
            assert_eq!(key.read_refresh(text), None);
        }
    }
}
