use std::fmt;

use jiff::Timestamp;
use safelight_protocol::{Problem, codes};

use super::Weakness;
use crate::cloud::CloudError;
use crate::keys::WordsError;
use crate::ports::{UnlockError, VaultError, WorkLost};
use crate::seal::SealError;

/// How a session ended. It does not begin again by itself: the person signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// Nobody is signed in on this device, or the server does not know its session any more.
    SignedOut,
    /// An old refresh token was used again, by whomever: sign in again.
    Reauth,
    /// The device was removed from the account.
    Revoked,
    /// The account is disabled.
    Locked,
    /// The account is being deleted. Signing in takes that back.
    Deleted,
}

impl End {
    const ALL: [Self; 5] = [Self::SignedOut, Self::Reauth, Self::Revoked, Self::Locked, Self::Deleted];

    /// The code in the shared vocabulary.
    pub fn code(self) -> &'static str {
        match self {
            Self::SignedOut => codes::SIGNED_OUT,
            Self::Reauth => codes::REAUTH,
            Self::Revoked => codes::REVOKED,
            Self::Locked => codes::LOCKED,
            Self::Deleted => codes::DELETED,
        }
    }

    /// The end that a code stands for; none for every other code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.code() == code)
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SignedOut => "not signed in",
            Self::Reauth => "the session was ended: sign in again",
            Self::Revoked => "this device was removed from the account",
            Self::Locked => "the account is disabled",
            Self::Deleted => "the account is being deleted",
        })
    }
}

/// Why a call in the name of this device gave no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SessionError {
    /// The session has ended. Said again at each use, without asking the server.
    #[error("{0}")]
    Ended(End),
    /// The call failed, and the session goes on.
    #[error(transparent)]
    Cloud(#[from] CloudError),
    /// The vault could not be read or written. Nothing was dropped.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// What the vault holds can't be understood: damaged, or written by a newer version.
    #[error("the secrets kept on this device can't be read")]
    Unreadable,
    /// Another process is renewing the session and did not finish in time.
    #[error("another process is renewing the session")]
    Busy,
    /// The work was stopped.
    #[error(transparent)]
    Work(#[from] WorkLost),
}

impl SessionError {
    /// The code in the shared vocabulary.
    pub fn code(&self) -> &str {
        match self {
            Self::Ended(end) => end.code(),
            Self::Cloud(error) => error.code(),
            Self::Vault(VaultError::Locked) => "bg.locked_boot",
            Self::Vault(VaultError::Failed(_)) => "acct.vault",
            Self::Unreadable => "acct.key_missing",
            Self::Busy => "eng.lock",
            Self::Work(_) => "eng.interrupted",
        }
    }

    /// The server's refusal, if it was one.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Cloud(CloudError::Refused(problem)) => Some(problem),
            _ => None,
        }
    }

    /// Whether the server refused with this code.
    pub fn refused_with(&self, code: &str) -> bool {
        self.problem().is_some_and(|problem| problem.code == code)
    }

    /// Whether the same call may succeed later without anybody doing anything.
    pub fn passes_by_itself(&self) -> bool {
        match self {
            Self::Ended(_) | Self::Unreadable => false,
            Self::Cloud(error) => error.passes_by_itself(),
            Self::Vault(_) | Self::Busy | Self::Work(_) => true,
        }
    }
}

/// Why something about the account could not be done.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AccountError {
    /// Wrong password, unknown account, or words that are not this account's. Never told apart.
    #[error("e-mail or password is wrong")]
    Credentials,
    /// There is already an account with this e-mail.
    #[error("there is already an account with this e-mail")]
    Taken,
    /// The password is too easy to guess.
    #[error("the password is too weak: {0}")]
    WeakPassword(Weakness),
    /// Sign-up goes by invitation here, and this one is missing, unknown or used.
    #[error("a valid invitation is needed")]
    Invitation,
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    Email,
    /// The text is not a set of recovery words.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// This device's clock and the server's are more than a day apart.
    #[error("this device's clock says {device}, the server's {server}")]
    Clock {
        /// What this device says.
        device: Timestamp,
        /// What the server says.
        server: Timestamp,
    },
    /// This home belongs to another account.
    #[error("this home belongs to another account")]
    Mismatch,
    /// The keys of the account or of its library are not there, or do not open.
    #[error("the account's keys are not there or do not open")]
    KeyMissing,
    /// Another device changed the same thing at the same time. Nothing was changed here.
    #[error("changed by another device at the same time")]
    Changed,
    /// The server offered an older wrap of a key than this device has seen.
    #[error("the server offered an older key than this device has seen")]
    RolledBack,
    /// The server asks for a stretching of the password that is below the floor or above the ceiling.
    #[error("the server asks for password stretching outside the accepted limits")]
    Stretch,
    /// The server's part of the password exchange makes no sense.
    #[error("the server's answer in the password exchange makes no sense")]
    Exchange,
    /// The device's own unlock was not passed.
    #[error(transparent)]
    Unlock(UnlockError),
    /// The name can't be sealed: it is too long.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The call failed, or the session has ended.
    #[error(transparent)]
    Session(SessionError),
}

impl AccountError {
    /// The code in the shared vocabulary.
    pub fn code(&self) -> &str {
        match self {
            Self::Credentials => codes::CREDENTIALS,
            Self::Taken => codes::TAKEN,
            Self::WeakPassword(_) => "acct.weak_password",
            Self::Invitation => codes::INVITATION,
            Self::Email => codes::EMAIL,
            Self::Words(error) => error.code(),
            Self::Clock { .. } => "net.clock",
            Self::Mismatch => "acct.mismatch",
            Self::KeyMissing => "acct.key_missing",
            Self::Changed => codes::GENERATION,
            Self::RolledBack => "acct.rolled_back",
            Self::Stretch => "acct.stretch",
            Self::Exchange => "srv.foreign",
            Self::Unlock(error) => error.code(),
            Self::Seal(error) => error.code(),
            Self::Session(error) => error.code(),
        }
    }
}

impl From<SessionError> for AccountError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Cloud(error) => Self::from(error),
            SessionError::Unreadable => Self::KeyMissing,
            other => Self::Session(other),
        }
    }
}

impl From<CloudError> for AccountError {
    fn from(error: CloudError) -> Self {
        match error.code() {
            codes::CREDENTIALS => Self::Credentials,
            codes::TAKEN => Self::Taken,
            codes::INVITATION => Self::Invitation,
            codes::EMAIL => Self::Email,
            codes::GENERATION => Self::Changed,
            code => match End::from_code(code) {
                Some(end) => Self::Session(SessionError::Ended(end)),
                None => Self::Session(SessionError::Cloud(error)),
            },
        }
    }
}

impl From<WorkLost> for AccountError {
    fn from(error: WorkLost) -> Self {
        Self::Session(error.into())
    }
}

impl From<VaultError> for AccountError {
    fn from(error: VaultError) -> Self {
        Self::Session(error.into())
    }
}

#[cfg(test)]
mod tests {
    use safelight_protocol::Problem;

    use super::*;

    #[test]
    fn a_refusal_keeps_its_code_on_every_way() {
        for (code, ..) in codes::ALL {
            let refused = CloudError::Refused(Box::new(Problem::new(code)));
            assert_eq!(AccountError::from(refused.clone()).code(), *code);
            assert_eq!(SessionError::from(refused).code(), *code);
        }
    }

    #[test]
    fn every_end_is_known_by_its_code() {
        for end in End::ALL {
            assert_eq!(End::from_code(end.code()), Some(end));
        }
        assert_eq!(End::from_code("acct.token_expired"), None);
    }
}
