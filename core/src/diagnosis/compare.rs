//! Three words that two phones show alike if and only if they are in the same account on the same server.
//!
//! An account's id is 16 random bytes that its server drew, so it stands for both, by whatever address a phone reaches the
//! server. The words are derived from it by BLAKE3 and tell nothing else; 2^33 sets of words there are.

use bip39::Language;
use safelight_protocol::AccountId;

use crate::safelight::{Safelight, SignIn};

/// How many words.
const WORDS: usize = 3;

pub(super) fn words(account: &AccountId) -> Vec<String> {
    let list = Language::English.word_list();
    let mut drawn =
        blake3::Hasher::new_derive_key("safelight compare words 1").update(account.as_bytes()).finalize_xof();
    let mut word = || {
        let mut bytes = [0; 2];
        drawn.fill(&mut bytes);
        // The list has 2,048 words, so a remainder is no bias.
        list.get(usize::from(u16::from_be_bytes(bytes)) % list.len()).map(|word| (*word).to_owned())
    };
    (0..WORDS).filter_map(|_| word()).collect()
}

impl Safelight {
    /// Three words to compare with another phone: the same on both if and only if account and server are. None where
    /// nobody ever signed in.
    pub async fn compare_words(&self) -> Option<Vec<String>> {
        match self.sign_in_state().await {
            SignIn::Never => None,
            SignIn::Active(identity) | SignIn::Ended(identity, _) => Some(words(&identity.account)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_an_account_and_stay_the_same() {
        let one = words(&AccountId([1; 16]));
        assert_eq!(one.len(), 3);
        assert_eq!(one, words(&AccountId([1; 16])));
        let all: std::collections::BTreeSet<_> = (0..=255).map(|n| words(&AccountId([n; 16]))).collect();
        assert_eq!(all.len(), 256);
    }
}
