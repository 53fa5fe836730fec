//! Permission to put one part, and nothing else: what a ticket carries that somebody else than the app carries out.
//!
//! `p1.` and base64url of device (16 bytes), library (16), part (32), length (8, big endian), end (8, big endian, ms), MAC
//! (32). The part's id is the digest of its bytes, so the permission is bound to these bytes. It ends with the reservation
//! that it was given for, and at once when its device is signed out or removed.

use data_encoding::BASE64URL_NOPAD;
use ring::hmac;
use safelight_protocol::{DeviceId, LibraryId, PartId};

use super::TokenKey;

const KIND: &str = "p1.";

/// A genuine permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Permission {
    pub(crate) device: DeviceId,
    pub(crate) library: LibraryId,
    pub(crate) part: PartId,
    /// Sealed bytes.
    pub(crate) bytes: u64,
    pub(crate) expires_ms: i64,
}

/// Whether a token says of itself that it is a permission.
pub(crate) fn is_permission(text: &str) -> bool {
    text.starts_with(KIND)
}

impl TokenKey {
    pub(crate) fn permission(&self, permission: &Permission) -> String {
        let claims = [
            permission.device.0.as_slice(),
            &permission.library.0,
            &permission.part.0,
            &permission.bytes.to_be_bytes(),
            &permission.expires_ms.to_be_bytes(),
        ]
        .concat();
        let mac = hmac::sign(&self.0, &[KIND.as_bytes(), &claims].concat());
        format!("{KIND}{}", BASE64URL_NOPAD.encode(&[claims.as_slice(), mac.as_ref()].concat()))
    }

    /// None where the server has never given this permission.
    pub(crate) fn read_permission(&self, text: &str) -> Option<Permission> {
        let bytes = BASE64URL_NOPAD.decode(text.strip_prefix(KIND)?.as_bytes()).ok()?;
        let (claims, mac) = bytes.split_at_checked(80)?;
        hmac::verify(&self.0, &[KIND.as_bytes(), claims].concat(), mac).ok()?;
        let (device, rest) = claims.split_first_chunk::<16>()?;
        let (library, rest) = rest.split_first_chunk::<16>()?;
        let (part, rest) = rest.split_first_chunk::<32>()?;
        let (bytes, expires_ms) = rest.split_first_chunk::<8>()?;
        Some(Permission {
            device: DeviceId(*device),
            library: LibraryId(*library),
            part: PartId(*part),
            bytes: u64::from_be_bytes(*bytes),
            expires_ms: i64::from_be_bytes(expires_ms.try_into().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permission() -> Permission {
        Permission {
            device: DeviceId([1; 16]),
            library: LibraryId([2; 16]),
            part: PartId([3; 32]),
            bytes: 4,
            expires_ms: 5,
        }
    }

    #[test]
    fn a_permission_survives_the_trip_and_no_changed_one_does() {
        let key = TokenKey::new(&[7; 32]);
        let text = key.permission(&permission());
        assert!(is_permission(&text));
        assert_eq!(key.read_permission(&text), Some(permission()));
        assert_eq!(TokenKey::new(&[8; 32]).read_permission(&text), None);
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(key.read_permission(&String::from_utf8(bytes).unwrap()), None, "changed at {at}");
        }
    }

    #[test]
    fn a_permission_opens_nothing_as_an_access_token() {
        let key = TokenKey::new(&[7; 32]);
        let text = key.permission(&permission());
        assert_eq!(key.read_access(&text), None);
        assert_eq!(key.read_access(&text.replacen("p1.", "a1.", 1)), None);
        for text in ["", "p1.", "p1.é", "p1.AAAA"] {
            assert_eq!(key.read_permission(text), None);
        }
    }
}
