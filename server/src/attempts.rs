//! Sign-ins, recoveries and password changes that have begun and not ended.
//!
//! They live in memory, so many at most and so long: an attacker who begins a million pushes out only what is oldest, and a
//! restart costs people in the middle of a sign-in a second try.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use safelight_protocol::{AccountId, DeviceId};

use crate::opaque::Login;
use crate::port::Rng;
use crate::store::Credentials;

/// How long a sign-in or a password change may take, in milliseconds.
pub(crate) const SIGNIN_MS: i64 = 2 * 60 * 1000;

/// How long a recovery may take, in milliseconds.
pub(crate) const RECOVERY_MS: i64 = 10 * 60 * 1000;

const MOST: usize = 10_000;

/// What was begun. `known` is none where there is no such account: it then fails at the end like a wrong password.
pub(crate) enum Attempt {
    Signin { known: Option<Box<Credentials>>, login: Box<Login> },
    Password { account: AccountId, login: Box<Login> },
    UnlockedPassword { device: DeviceId, challenge: [u8; 32] },
    Recovery { known: Option<Box<Credentials>>, email: String, challenge: [u8; 32], proven: Proven },
}

/// Whether a recovery has proven the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proven {
    Not,
    Yes,
}

/// The attempts that are open now.
#[derive(Default)]
pub(crate) struct Attempts {
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    by_age: BTreeMap<u64, [u8; 16]>,
    by_name: BTreeMap<[u8; 16], (u64, i64, Attempt)>,
    begun: u64,
}

impl Attempts {
    /// Keeps an attempt until then and returns its name.
    pub(crate) fn keep(&self, rng: &dyn Rng, until_ms: i64, attempt: Attempt) -> Vec<u8> {
        let name: [u8; 16] = rng.bytes();
        self.put_back(&name, until_ms, attempt);
        name.to_vec()
    }

    /// Takes an attempt out: it is good for one try.
    pub(crate) fn take(&self, name: &[u8], now_ms: i64) -> Option<(i64, Attempt)> {
        let name: [u8; 16] = name.try_into().ok()?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let (age, until_ms, attempt) = open.by_name.remove(&name)?;
        open.by_age.remove(&age);
        (until_ms > now_ms).then_some((until_ms, attempt))
    }

    /// Keeps an attempt under a name that it had before.
    pub(crate) fn put_back(&self, name: &[u8; 16], until_ms: i64, attempt: Attempt) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.begun += 1;
        let age = open.begun;
        open.by_age.insert(age, *name);
        open.by_name.insert(*name, (age, until_ms, attempt));
        while open.by_name.len() > MOST {
            let Some((_, oldest)) = open.by_age.pop_first() else { break };
            open.by_name.remove(&oldest);
        }
    }

    /// Drops what has run out.
    pub(crate) fn expire(&self, now_ms: i64) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Open { by_age, by_name, .. } = &mut *open;
        by_name.retain(|_, (age, until_ms, _)| {
            let keep = *until_ms > now_ms;
            if !keep {
                by_age.remove(age);
            }
            keep
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::SystemRng;

    fn recovery() -> Attempt {
        Attempt::Recovery { known: None, email: String::new(), challenge: [0; 32], proven: Proven::Not }
    }

    #[test]
    fn a_flood_pushes_out_the_oldest_and_never_grows() {
        let attempts = Attempts::default();
        let first = attempts.keep(&SystemRng, 100, recovery());
        let mut last = Vec::new();
        for _ in 0..MOST {
            last = attempts.keep(&SystemRng, 100, recovery());
        }
        let open = attempts.open.lock().unwrap();
        assert_eq!((open.by_age.len(), open.by_name.len()), (MOST, MOST));
        drop(open);
        assert!(attempts.take(&first, 0).is_none());
        assert!(attempts.take(&last, 0).is_some());
        assert!(attempts.take(&last, 0).is_none(), "good for one try");
    }

    #[test]
    fn what_has_run_out_is_gone() {
        let attempts = Attempts::default();
        let (short, long) = (attempts.keep(&SystemRng, 10, recovery()), attempts.keep(&SystemRng, 20, recovery()));
        assert!(attempts.take(&short, 10).is_none());
        attempts.keep(&SystemRng, 10, recovery());
        attempts.expire(10);
        let open = attempts.open.lock().unwrap();
        assert_eq!((open.by_age.len(), open.by_name.len()), (1, 1));
        drop(open);
        assert!(attempts.take(&long, 19).is_some());
        assert!(attempts.take(b"no name", 0).is_none());
    }
}
