//! The names of things. Each is a type of its own, so that a part can't be asked for by a record's id.
//!
//! On the wire and in text an id is lower-case hex of fixed length.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A text that is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseIdError {
    expected_digits: usize,
}

impl fmt::Display for ParseIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} lower-case hex digits", self.expected_digits)
    }
}

impl std::error::Error for ParseIdError {}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $bytes]);

        impl $name {
            /// The length in bytes; in text it is twice as many hex digits.
            pub const BYTES: usize = $bytes;

            /// The id's bytes.
            pub fn as_bytes(&self) -> &[u8; $bytes] {
                &self.0
            }

            /// The id of exactly these bytes.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, ParseIdError> {
                bytes.try_into().map(Self).map_err(|_| ParseIdError { expected_digits: $bytes * 2 })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), HEXLOWER.encode(&self.0))
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                let bytes = HEXLOWER
                    .decode(text.as_bytes())
                    .map_err(|_| ParseIdError { expected_digits: $bytes * 2 })?;
                Self::from_slice(&bytes)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    };
}

id!(
    /// One account. Chosen by the client at random: the wraps of its keys are bound to it.
    AccountId, 16
);
id!(
    /// One installation of an app with Safelight in it. Chosen by the server at random when the device signs in.
    DeviceId, 16
);
id!(
    /// One library. Chosen by the client at random when the account is made.
    LibraryId, 16
);
id!(
    /// One family of refresh tokens: all successors of the token that one sign-in gave.
    FamilyId, 16
);
id!(
    /// One record of a library. For an asset it is a keyed hash of its main original's content id, so that two phones
    /// which import the same photo meet.
    RecordId, 16
);
id!(
    /// One attempt to change one record. A repeated id is answered as the first time.
    MutationId, 16
);
id!(
    /// One life of a server's data: random, and new at each restore from a backup.
    Epoch, 16
);
id!(
    /// A keyed hash of a resource's plaintext: equal on all devices of a library, useless to the server.
    ContentId, 32
);
id!(
    /// SHA-256 of a sealed part: anybody can check it, no key needed.
    PartId, 32
);
id!(
    /// SHA-256 of something else: a sealed body, a commit log, a whole library.
    Digest, 32
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_text_and_json() {
        let id = RecordId([0xa7; 16]);
        assert_eq!(id.to_string().parse::<RecordId>().unwrap(), id);
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{}\"", "a7".repeat(16)));
        assert_eq!(serde_json::from_str::<RecordId>(&json).unwrap(), id);
    }

    #[test]
    fn a_text_of_the_wrong_length_or_case_is_refused() {
        for bad in ["", "a7", &"A7".repeat(16), &"a7".repeat(17), "zz", "é"] {
            assert!(bad.parse::<RecordId>().is_err(), "{bad:?} was taken");
        }
    }
}
