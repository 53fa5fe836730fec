use std::fmt;

use bip39::{Language, Mnemonic};
use zeroize::Zeroizing;

use super::RecoveryKey;
use crate::ports::{Rng, random};

/// How many recovery words there are.
pub const WORDS: usize = 24;

/// Why a text is not a set of recovery words. Never holds a word that is right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// There are more or fewer.
    #[error("there are {found} words, not {WORDS}")]
    Count {
        /// How many there are.
        found: usize,
    },
    /// One is not in the list of words.
    #[error("word {number} is not one of the recovery words' list")]
    Unknown {
        /// Its place, counted from 1.
        number: usize,
        /// The word as it was given.
        word: String,
    },
    /// All are in the list, but they do not belong together: two are swapped, or one was taken for another.
    #[error("the words do not belong together")]
    Checksum,
}

impl WordsError {
    /// The code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        "acct.words"
    }
}

/// The 24 words that a person keeps on paper: BIP-39's encoding of a [`RecoveryKey`], English list.
///
/// Only the encoding is BIP-39's: nothing is stretched, there is no passphrase and no wallet.
#[derive(Clone)]
pub struct RecoveryWords(RecoveryKey);

impl RecoveryWords {
    /// New random words.
    pub fn generate(rng: &dyn Rng) -> Self {
        Self(RecoveryKey::generate(rng))
    }

    /// The words of this key.
    pub fn from_key(key: RecoveryKey) -> Self {
        Self(key)
    }

    /// Words as a person types them: any case, any spaces, line breaks and commas between.
    pub fn parse(text: &str) -> Result<Self, WordsError> {
        let typed: Vec<Zeroizing<String>> = text
            .split(|c: char| c.is_whitespace() || c == ',')
            .filter(|word| !word.is_empty())
            .map(|word| Zeroizing::new(word.to_lowercase()))
            .collect();
        if typed.len() != WORDS {
            return Err(WordsError::Count { found: typed.len() });
        }
        let unknown = typed.iter().zip(1..).find(|(word, _)| Language::English.find_word(word).is_none());
        if let Some((word, number)) = unknown {
            return Err(WordsError::Unknown { number, word: word.to_string() });
        }
        let mut phrase = Zeroizing::new(String::new());
        for word in &typed {
            phrase.push_str(word);
            phrase.push(' ');
        }
        let mnemonic = Mnemonic::parse_in_normalized(Language::English, &phrase).map_err(|_| WordsError::Checksum)?;
        let (entropy, length) = mnemonic.to_entropy_array();
        let entropy = Zeroizing::new(entropy);
        let key = entropy.get(..length).and_then(|entropy| <[u8; 32]>::try_from(entropy).ok());
        key.map(|key| Self(RecoveryKey::from_bytes(key))).ok_or(WordsError::Checksum)
    }

    /// The words, in order.
    pub fn words(&self) -> Vec<&'static str> {
        // 32 bytes are one of the lengths that BIP-39 encodes, so this can't fail.
        Mnemonic::from_entropy_in(Language::English, self.0.expose())
            .map(|mnemonic| mnemonic.words().collect())
            .unwrap_or_default()
    }

    /// The key that the words encode.
    pub fn key(&self) -> &RecoveryKey {
        &self.0
    }

    /// Three different places, counted from 1 and in order, whose words a person is asked for to show that they were
    /// written down.
    pub fn words_to_check(rng: &dyn Rng) -> [usize; 3] {
        // A shuffle of which only the first three are looked at. The slight bias of a remainder of 64 bits is of no weight here.
        let mut places: [usize; WORDS] = std::array::from_fn(|place| place + 1);
        for (taken, left) in (0..3).zip((WORDS - 2..=WORDS).rev()) {
            let picked = usize::try_from(u64::from_le_bytes(random(rng)) % left as u64).unwrap_or(0);
            places.swap(taken, taken + picked);
        }
        let [first, second, third, ..] = places;
        let mut checked = [first, second, third];
        checked.sort_unstable();
        checked
    }

    /// Whether the word at a place, counted from 1, is this one; case and spaces around it do not matter.
    pub fn word_is(&self, number: usize, word: &str) -> bool {
        let wanted = number.checked_sub(1).and_then(|place| self.words().get(place).copied());
        wanted.is_some_and(|wanted| word.trim().to_lowercase() == wanted)
    }
}

impl fmt::Debug for RecoveryWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryWords(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ports::SystemRng;

    /// BIP-39's own test vector for 32 bytes of 0x7f.
    const KNOWN: &str = "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth \
                         useful legal winner thank year wave sausage worth title";

    #[test]
    fn the_standards_own_vector_is_read_and_written() {
        let words = RecoveryWords::parse(KNOWN).unwrap();
        assert_eq!(words.key().expose(), &[0x7f; 32]);
        assert_eq!(words.words().join(" "), KNOWN);
    }

    #[test]
    fn case_spaces_and_commas_do_not_matter() {
        let typed = format!("\n {} ,", KNOWN.to_uppercase().replace(' ', " ,\t "));
        assert_eq!(RecoveryWords::parse(&typed).unwrap().key().expose(), &[0x7f; 32]);
    }

    #[test]
    fn what_is_wrong_with_the_words_is_said() {
        let short = KNOWN.rsplit_once(' ').unwrap().0;
        assert_eq!(RecoveryWords::parse(short).unwrap_err(), WordsError::Count { found: 23 });
        assert_eq!(RecoveryWords::parse("").unwrap_err(), WordsError::Count { found: 0 });
        let misspelt = KNOWN.replacen("thank", "Thnak", 1);
        assert_eq!(
            RecoveryWords::parse(&misspelt).unwrap_err(),
            WordsError::Unknown { number: 3, word: "thnak".to_owned() }
        );
        let swapped = KNOWN.replacen("legal winner", "winner legal", 1);
        assert_eq!(RecoveryWords::parse(&swapped).unwrap_err(), WordsError::Checksum);
    }

    #[test]
    fn three_different_places_are_asked_and_all_of_them_in_time() {
        let mut asked = [false; WORDS];
        for _ in 0..500 {
            let [first, second, third] = RecoveryWords::words_to_check(&SystemRng);
            assert!(1 <= first && first < second && second < third && third <= WORDS);
            for place in [first, second, third] {
                *asked.get_mut(place - 1).unwrap() = true;
            }
        }
        assert_eq!(asked, [true; WORDS]);
    }

    #[test]
    fn the_word_at_a_place_is_recognised() {
        let words = RecoveryWords::parse(KNOWN).unwrap();
        assert!(words.word_is(3, " Thank "));
        assert!(words.word_is(24, "title"));
        assert!(!words.word_is(3, "legal"));
        assert!(!words.word_is(0, "legal"));
        assert!(!words.word_is(25, ""));
    }

    #[test]
    fn debug_shows_no_word() {
        assert_eq!(format!("{:?}", RecoveryWords::parse(KNOWN).unwrap()), "RecoveryWords(..)");
    }

    proptest! {
        #[test]
        fn any_key_survives_its_words(key in any::<[u8; 32]>()) {
            let words = RecoveryWords::from_key(RecoveryKey::from_bytes(key));
            prop_assert_eq!(words.words().len(), WORDS);
            let back = RecoveryWords::parse(&words.words().join(" ")).unwrap();
            prop_assert_eq!(back.key().expose(), &key);
        }

        #[test]
        fn any_text_is_answered_without_a_panic(text in "\\PC{0,300}") {
            let _ = RecoveryWords::parse(&text);
        }
    }
}
