//! How the server says no: a problem document (RFC 9457, `application/problem+json`) with a code from one vocabulary.

use serde::{Deserialize, Serialize};

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request was refused. A member that this version does not know is ignored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:safelight:problem:` and the code.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// The kind of problem in a few words of English, for people who read logs.
    #[serde(default)]
    pub title: String,
    /// The HTTP status.
    #[serde(default)]
    pub status: u16,
    /// What happened here, in a sentence of English, without personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// One of [`codes`], or one that this version does not know.
    #[serde(default)]
    pub code: String,
    /// When to try again, in seconds from now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
    /// With `quota.full` and `disk.server`: the bytes that are needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<u64>,
    /// With `quota.full` and `disk.server`: the bytes that are free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub have: Option<u64>,
}

/// The `type` of a problem with this code.
pub fn kind(code: &str) -> String {
    format!("urn:safelight:problem:{code}")
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal, $title:literal;)*) => {
        /// The codes that a server sends. Those with a cause that a person can meet are the vocabulary's own.
        pub mod codes {
            $($(#[$doc])* pub const $name: &str = $code;)*

            /// Every code with its HTTP status and title.
            pub const ALL: &[(&str, u16, &str)] = &[$(($code, $status, $title),)*];
        }
    };
}

codes! {
    /// Wrong password, unknown account or wrong recovery words: never told apart.
    CREDENTIALS = "acct.credentials", 401, "E-mail or password is wrong";
    /// The e-mail has an account already.
    TAKEN = "acct.taken", 409, "There is already an account with this e-mail";
    /// Sign-up is closed and the invitation is missing, unknown or used.
    INVITATION = "acct.invitation", 403, "A valid invitation is needed";
    /// The e-mail is not an address.
    EMAIL = "acct.email", 422, "Not an e-mail address";
    /// No token, or one that is not good here.
    SIGNED_OUT = "acct.signed_out", 401, "Not signed in";
    /// The access token has ended: refresh it.
    TOKEN_EXPIRED = "acct.token_expired", 401, "The access token has ended";
    /// The session was ended because an old refresh token was used again.
    REAUTH = "acct.reauth", 401, "Sign in again";
    /// This device was revoked.
    REVOKED = "acct.revoked", 401, "This device was removed from the account";
    /// The account is disabled.
    LOCKED = "acct.locked", 403, "The account is disabled";
    /// The account is being deleted.
    DELETED = "acct.deleted", 403, "The account is being deleted";
    /// The attempt is unknown, used or too old: begin again. Says nothing about password or account.
    ATTEMPT = "acct.attempt", 409, "Begin again: this attempt is over";
    /// A wrap's generation is not the next one: somebody else has changed it.
    GENERATION = "acct.generation", 409, "Changed by another device";
    /// The client is too old. The only use of 426.
    CLIENT_OLD = "ver.client_old", 426, "This app is too old for this server";
    /// The client speaks a newer protocol than the server.
    SERVER_OLD = "ver.server_old", 400, "This server is too old for this app";
    /// The handshake header is missing or malformed.
    HANDSHAKE = "req.handshake", 400, "The protocol header is missing";
    /// The request can't be understood.
    MALFORMED = "req.malformed", 400, "The request can't be understood";
    /// Understood, and against the rules.
    INVALID = "req.invalid", 422, "The request breaks a rule";
    /// No such thing, or not for this account.
    NOT_FOUND = "req.not_found", 404, "Not found";
    /// The route exists, with another method.
    METHOD = "req.method", 405, "Method not allowed";
    /// The body is larger than this route takes.
    TOO_LARGE = "req.too_large", 413, "The body is too large";
    /// The body is of another media type than this route takes.
    MEDIA_TYPE = "req.media_type", 415, "Unsupported media type";
    /// The request took too long to arrive.
    TIMEOUT = "req.timeout", 408, "The request took too long";
    /// The server's data has another life, or does not contain the cursor.
    EPOCH = "sync.epoch", 409, "The server's data was restored or rolled back";
    /// The bytes do not have the hash that they were sent under.
    HASH_MISMATCH = "item.hash_mismatch", 422, "The bytes do not match their hash";
    /// The quota is used up.
    QUOTA_FULL = "quota.full", 507, "The cloud is full";
    /// The server's own disk is full.
    SERVER_DISK = "disk.server", 507, "The server's disk is full";
    /// Too many requests.
    RATE = "srv.429", 429, "Too many requests";
    /// The server is in maintenance.
    MAINTENANCE = "srv.maintenance", 503, "The server is in maintenance";
    /// A mistake of the server's.
    INTERNAL = "srv.5xx", 500, "The server made a mistake";
}

impl Problem {
    /// A problem with this code, its status and title. An unknown code becomes `srv.5xx`'s status with no title.
    pub fn new(code: &str) -> Self {
        let (status, title) = codes::ALL
            .iter()
            .find(|(known, ..)| *known == code)
            .map_or((500, ""), |(_, status, title)| (*status, *title));
        Self { kind: kind(code), title: title.to_owned(), status, code: code.to_owned(), ..Self::default() }
    }

    /// The same with a sentence of what happened here.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}
