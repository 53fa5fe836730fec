use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::ports::{Rng, random};

macro_rules! secret_key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<[u8; 32]>);

        impl $name {
            /// The key of exactly these bytes. The caller wipes its own copy.
            pub fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(Zeroizing::new(bytes))
            }

            /// The key's bytes: for sealing them, and for nothing else.
            pub fn expose(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

macro_rules! random_key {
    ($name:ident) => {
        impl $name {
            /// A new random key.
            pub fn generate(rng: &dyn Rng) -> Self {
                Self::from_bytes(random(rng))
            }
        }
    };
}

secret_key!(
    /// The key of an account: wraps the keys of its libraries and seals the names of its devices.
    AccountKey
);
secret_key!(
    /// One generation of a library's key: the roots of part and record keys come from it.
    LibraryKey
);
secret_key!(
    /// The key under which a library names content and records. Made with the library and never rotated: tombstones and
    /// duplicate checks depend on it.
    ContentIdKey
);
secret_key!(
    /// The 32 bytes behind the 24 recovery words: wraps the account key and proves the words.
    RecoveryKey
);
secret_key!(
    /// What a password gives: wraps the account key. Derived from OPAQUE's export key, so the server never comes near it.
    PasswordKey
);

random_key!(AccountKey);
random_key!(LibraryKey);
random_key!(ContentIdKey);
random_key!(RecoveryKey);

impl PasswordKey {
    /// The key that OPAQUE's export key gives: HKDF-SHA256 with the label `safelight password key 1`.
    pub fn derive(export_key: &[u8]) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        let expanded =
            Hkdf::<Sha256>::new(None, export_key).expand_multi_info(&[b"safelight password key 1", &[0]], &mut *key);
        assert!(expanded.is_ok(), "32 bytes are one block");
        Self(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_a_key() {
        let bytes = [0x5a; 32];
        let shown = [
            format!("{:?}", AccountKey::from_bytes(bytes)),
            format!("{:#?}", LibraryKey::from_bytes(bytes)),
            format!("{:?}", ContentIdKey::from_bytes(bytes)),
            format!("{:?}", RecoveryKey::from_bytes(bytes)),
            format!("{:?}", PasswordKey::derive(&[0x5a; 64])),
        ];
        assert_eq!(
            shown,
            ["AccountKey(..)", "LibraryKey(..)", "ContentIdKey(..)", "RecoveryKey(..)", "PasswordKey(..)"]
        );
    }

    #[test]
    fn another_export_key_gives_another_password_key() {
        assert_ne!(PasswordKey::derive(&[1; 64]).expose(), PasswordKey::derive(&[2; 64]).expose());
    }
}
