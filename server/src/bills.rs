use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// When a billing system last said something of each account, so that nothing older is believed after it. Kept in memory: what
/// is older than the clocks' tolerance is refused anyway.
#[derive(Debug, Default)]
pub(crate) struct Bills(Mutex<BTreeMap<String, i64>>);

/// No more accounts are remembered: the longest unheard of go first.
const MOST: usize = 100_000;

impl Bills {
    /// Notes that something was said at this time; false if something newer was said before.
    pub(crate) fn is_news(&self, email: &str, said_at: i64) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.get(email).is_some_and(|last| *last > said_at) {
            return false;
        }
        if last.len() >= MOST {
            let oldest = last.iter().min_by_key(|(_, at)| **at).map(|(email, _)| email.clone());
            oldest.and_then(|email| last.remove(&email));
        }
        last.insert(email.to_owned(), said_at);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_older_than_the_last_word_is_not_believed() {
        let bills = Bills::default();
        assert!(bills.is_news("a", 10));
        assert!(bills.is_news("a", 10), "the same may be said again");
        assert!(!bills.is_news("a", 9));
        assert!(bills.is_news("b", 9));
        assert!(bills.is_news("a", 11));
    }
}
