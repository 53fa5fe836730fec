use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// The fewest characters of a password.
const FEWEST: usize = 10;

/// Words that half of all guessed passwords are made of. Compared after [`fold`], so `P@ssw0rd!!2024` is `password`.
const OBVIOUS: &[&str] = &[
    "abc",
    "admin",
    "administrator",
    "asdf",
    "asdfgh",
    "asdfghjkl",
    "baseball",
    "changeme",
    "charlie",
    "computer",
    "default",
    "dragon",
    "facebook",
    "football",
    "geheim",
    "google",
    "hallo",
    "hello",
    "iloveyou",
    "letmein",
    "login",
    "love",
    "master",
    "michael",
    "monkey",
    "motdepasse",
    "pass",
    "passphrase",
    "passwd",
    "password",
    "passwort",
    "photo",
    "photos",
    "pokemon",
    "princess",
    "qazwsx",
    "qwer",
    "qwerty",
    "qwertyuiop",
    "qwertz",
    "qwertzuiop",
    "safelight",
    "samsung",
    "schatz",
    "secret",
    "shadow",
    "starwars",
    "summer",
    "sunshine",
    "superman",
    "test",
    "trustno",
    "user",
    "welcome",
    "whatever",
    "winter",
    "yxcvbnm",
    "zaqwsx",
    "zxcvbnm",
];

/// Rows of keys and letters that fingers run along.
const RUNS: &[&str] = &[
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
];

/// Why a password is too easy to guess. No policy about digits or signs: length and not being obvious is what helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than ten characters.
    TooShort {
        /// How many it has.
        characters: usize,
    },
    /// One of the words that everybody tries first, with some digits or signs.
    Obvious,
    /// The e-mail address, or its first half, with little else.
    LikeTheEmail,
    /// The same few characters again and again.
    Repeats,
    /// A row of the keyboard, the alphabet or the digits.
    Run,
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { characters } => write!(f, "{characters} characters, at least {FEWEST} are needed"),
            Self::Obvious => {
                f.write_str("one of the words that everybody tries first; several words together are better")
            }
            Self::LikeTheEmail => f.write_str("it is much like the e-mail address"),
            Self::Repeats => f.write_str("the same few characters again and again"),
            Self::Run => f.write_str("a row of keys, letters or digits"),
        }
    }
}

/// The form in which a password enters the exchange: Unicode NFC, so that it is the same from every keyboard.
pub(super) fn normalise(password: &str) -> Zeroizing<Vec<u8>> {
    let mut normal = Zeroizing::new(String::with_capacity(password.len() * 3));
    normal.extend(password.nfc());
    Zeroizing::new(normal.as_bytes().to_vec())
}

/// Whether a new password is good enough for this account.
pub(super) fn check(password: &str, email: &str) -> Result<(), Weakness> {
    let characters = password.nfc().count();
    if characters < FEWEST {
        return Err(Weakness::TooShort { characters });
    }
    let plain: Zeroizing<String> = Zeroizing::new(password.to_lowercase());
    let folded = fold(&plain);
    if is_obvious(&folded) {
        return Err(Weakness::Obvious);
    }
    let email = email.trim().to_lowercase();
    let name = email.split_once('@').map_or(email.as_str(), |(name, _)| name);
    if name.chars().count() >= 3 && rest_is_little(&plain, &email).or(rest_is_little(&plain, name)).is_some() {
        return Err(Weakness::LikeTheEmail);
    }
    if repeats(&plain) {
        return Err(Weakness::Repeats);
    }
    if runs(&plain) { Err(Weakness::Run) } else { Ok(()) }
}

/// Letters only, with the usual stand-ins for letters read as what they stand for.
fn fold(plain: &str) -> Zeroizing<String> {
    // Digits and signs around a word go first: those inside it stand for letters.
    let word = plain.trim_matches(|c: char| !c.is_alphabetic() && !matches!(c, '@' | '$'));
    let letters = word.chars().filter_map(|c| match c {
        '0' => Some('o'),
        '1' | '!' => Some('i'),
        '3' => Some('e'),
        '4' | '@' => Some('a'),
        '5' | '$' => Some('s'),
        '7' => Some('t'),
        c => c.is_alphabetic().then_some(c),
    });
    Zeroizing::new(letters.collect())
}

/// Whether nothing but obvious words is left, once or several times over.
fn is_obvious(folded: &str) -> bool {
    let mut reachable = vec![folded];
    let mut seen = vec![folded.len()];
    while let Some(rest) = reachable.pop() {
        for word in OBVIOUS {
            let Some(rest) = rest.strip_prefix(word) else { continue };
            if rest.is_empty() {
                return true;
            }
            if !seen.contains(&rest.len()) {
                seen.push(rest.len());
                reachable.push(rest);
            }
        }
    }
    // Digits and signs alone have no letters left: what they are is judged as a run or a repetition.
    false
}

/// Some if the password holds this text and fewer than four other letters or digits.
fn rest_is_little(plain: &str, text: &str) -> Option<()> {
    let (before, after) = plain.split_once(text)?;
    let others = before.chars().chain(after.chars()).filter(|c| c.is_alphabetic()).count();
    (others < 4).then_some(())
}

/// Fewer than five different characters, or one piece of up to four characters over and over.
fn repeats(plain: &str) -> bool {
    let characters: Vec<char> = plain.chars().collect();
    let mut different = characters.clone();
    different.sort_unstable();
    different.dedup();
    let again = |piece: usize| characters.iter().zip(characters.iter().skip(piece)).all(|(a, b)| a == b);
    different.len() < 5 || (1..=4).any(again)
}

/// Whether all but a few characters lie in one row, forwards or backwards.
fn runs(plain: &str) -> bool {
    let backwards: Zeroizing<String> = Zeroizing::new(plain.chars().rev().collect());
    let characters = plain.chars().count();
    RUNS.iter().any(|row| longest_run(plain, row).max(longest_run(&backwards, row)) + 3 >= characters)
}

fn longest_run(text: &str, row: &str) -> usize {
    let starts = text.char_indices().map(|(at, _)| at);
    let in_row = |from: usize| {
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).filter(|end| *end > from);
        ends.take_while(|end| text.get(from..*end).is_some_and(|piece| row.contains(piece))).count()
    };
    starts.map(in_row).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EMAIL: &str = "Iris.Brandt@example.org";

    #[test]
    fn passwords_that_are_guessed_first_are_refused_with_their_reason() {
        let too_short = |characters| Weakness::TooShort { characters };
        for (password, weakness) in [
            ("", too_short(0)),
            ("correct9!", too_short(9)),
            ("password123", Weakness::Obvious),
            ("P@ssw0rd!!2024", Weakness::Obvious),
            ("Passwort-Geheim-1", Weakness::Obvious),
            ("iloveyou1234", Weakness::Obvious),
            ("safelight2026", Weakness::Obvious),
            ("iris.brandt@example.org", Weakness::LikeTheEmail),
            ("1Iris.Brandt1", Weakness::LikeTheEmail),
            ("aaaaaaaaaaaa", Weakness::Repeats),
            ("xyxyxyxyxyxy", Weakness::Repeats),
            ("k7gkk7gkk7gk", Weakness::Repeats),
            ("1234567890", Weakness::Run),
            ("098765432101", Weakness::Run),
            ("abcdefghijkl", Weakness::Run),
            ("1q2w3e4r5t6y", Weakness::Run),
            ("poiuztrewq!1", Weakness::Run),
        ] {
            assert_eq!(check(password, EMAIL), Err(weakness), "{password:?}");
        }
    }

    #[test]
    fn passwords_that_people_can_live_with_are_taken() {
        for password in [
            "correct horse battery staple",
            "tulpe-kran-sieben-nebel",
            "my brandt family album",
            "q8Rk2!vTzL",
            "пароль из трёх слов",
            "sunshine over the lake",
        ] {
            assert_eq!(check(password, EMAIL), Ok(()), "{password:?}");
        }
    }

    #[test]
    fn composed_and_decomposed_letters_are_the_same_password() {
        assert_eq!(normalise("Gr\u{fc}\u{df}e vom See").as_slice(), normalise("Gru\u{308}\u{df}e vom See").as_slice());
    }

    proptest! {
        #[test]
        fn any_text_is_answered_without_a_panic(password in "\\PC{0,60}", email in "\\PC{0,30}") {
            let _ = check(&password, &email);
        }
    }
}
