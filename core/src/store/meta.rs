//! Small facts by name.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;

/// The account, server and device that this home belongs to.
pub(crate) const IDENTITY: &str = "identity";
/// How far the change feed was followed.
pub(crate) const CURSOR: &str = "cursor";
/// A walk downwards that has not reached the beginning yet.
pub(crate) const BACKFILL: &str = "backfill";
/// When the last run ended with nothing left to do, in milliseconds since 1970 UTC.
pub(crate) const LAST_SUCCESS: &str = "last_success";
/// When the library's digest was last compared, in milliseconds since 1970 UTC.
pub(crate) const DIGEST_CHECKED: &str = "digest_checked";
/// Whether the person has shown that they hold the recovery words.
pub(crate) const WORDS_CONFIRMED: &str = "words_confirmed";
/// The last answer about room in the cloud.
pub(crate) const USAGE: &str = "usage";
/// A device name that the server has not been told yet.
pub(crate) const NAME_TO_SEND: &str = "name_to_send";
/// What holds the last run up.
pub(crate) const HOLDS: &str = "holds";
/// What the shell or the person said of the phone, by key.
pub(crate) const FACTS: &str = "facts";
/// What the person wants of this phone.
pub(crate) const SETTINGS: &str = "settings";
/// What the server or the way to it said against the last run; none once it has answered.
pub(crate) const REFUSAL: &str = "refusal";
/// Since when each code holds something up without a break, in milliseconds since 1970 UTC.
pub(crate) const HELD_SINCE: &str = "held_since";
/// This device's clock less the server's at the last answer, in seconds.
pub(crate) const CLOCK_OFFSET: &str = "clock_offset";
/// For how many days the server keeps deleted photos.
pub(crate) const TRASH_DAYS: &str = "trash_days";

/// What is known of the account's server: its key, its addresses, the authority that vouches for it.
pub(crate) const SERVER: &str = "server";

/// When the account was last looked at for changes by other devices, in milliseconds since 1970 UTC.
pub(crate) const ACCOUNT_CHECKED: &str = "account_checked";

/// A fact; none if it was never set.
pub(crate) fn load<T: DeserializeOwned>(db: &Connection, name: &str) -> Result<Option<T>, StoreError> {
    text(db, name)?.map(|text| serde_json::from_str(&text).map_err(|_| StoreError::Malformed("meta"))).transpose()
}

/// A fact as it is stored; none if it was never set.
pub(crate) fn text(db: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let mut statement = db.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(statement.query_row(params![name], |row| row.get(0)).optional()?)
}

/// Sets a fact.
pub(crate) fn save<T: Serialize>(db: &Connection, name: &str, value: &T) -> Result<(), StoreError> {
    let text = serde_json::to_string(value).map_err(|_| StoreError::Malformed("meta"))?;
    db.prepare_cached("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")?
        .execute(params![name, text])?;
    Ok(())
}

/// Forgets a fact.
pub(crate) fn remove(db: &Connection, name: &str) -> Result<(), StoreError> {
    db.execute("DELETE FROM meta WHERE name = ?1", params![name])?;
    Ok(())
}
