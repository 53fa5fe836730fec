//! Values that have exactly one spelling.

use serde_json::Value;

/// A value that is written in one way and read back from it.
pub(crate) trait Spelled: Sized + PartialEq {
    /// What may be written, for an error message.
    const ALLOWED: &'static str;

    /// Reads it.
    fn parse(text: &str) -> Option<Self>;

    /// Writes it.
    fn print(&self) -> String;

    /// The same for JSON, where numbers and booleans are not text.
    fn json(&self) -> Value {
        self.print().into()
    }
}

impl Spelled for bool {
    const ALLOWED: &'static str = "true, false";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn print(&self) -> String {
        self.to_string()
    }

    fn json(&self) -> Value {
        (*self).into()
    }
}

impl Spelled for u64 {
    const ALLOWED: &'static str = "a number of bytes";

    fn parse(text: &str) -> Option<Self> {
        digits(text)?.parse().ok()
    }

    fn print(&self) -> String {
        self.to_string()
    }

    fn json(&self) -> Value {
        (*self).into()
    }
}

impl Spelled for i64 {
    const ALLOWED: &'static str = "a number of seconds, negative if the phone's clock is behind";

    fn parse(text: &str) -> Option<Self> {
        digits(text.strip_prefix('-').unwrap_or(text))?;
        text.parse().ok()
    }

    fn print(&self) -> String {
        self.to_string()
    }

    fn json(&self) -> Value {
        (*self).into()
    }
}

/// The longest text that a fact may have, in bytes.
const LONGEST_TEXT: usize = 200;

impl Spelled for String {
    const ALLOWED: &'static str = "a text of 1 to 200 bytes on one line";

    fn parse(text: &str) -> Option<Self> {
        let fits = (1..=LONGEST_TEXT).contains(&text.len()) && !text.contains(char::is_control);
        fits.then(|| text.to_owned())
    }

    fn print(&self) -> String {
        self.clone()
    }
}

/// Digits and nothing else: `u64::from_str` would take a plus sign, too.
pub(crate) fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// A stored JSON value as the text that it was set from.
pub(crate) fn plain_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// An enum whose variants are words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident: $allowed:literal { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// How it is written.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl $crate::facts::Spelled for $name {
            const ALLOWED: &'static str = $allowed;

            fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == text)
            }

            fn print(&self) -> String {
                self.word().to_owned()
            }
        }
    };
}

pub(crate) use words;
