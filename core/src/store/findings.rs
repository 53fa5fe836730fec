//! What the person should know and no other row tells.

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};

use super::StoreError;
use crate::reasons::{Hold, WorkClass};

/// A finding that stays until it is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFinding {
    /// The code.
    pub code: String,
    /// What it is about: a record's id, a file's name, or nothing.
    pub subject: String,
    /// Arguments for its sentence, as JSON.
    pub evidence: String,
    /// Since when, in milliseconds since 1970 UTC.
    pub since_ms: i64,
}

impl StoredFinding {
    /// The finding as a reason, whose sentence and button the catalogue knows.
    pub fn reason(&self) -> Hold {
        let since = Timestamp::from_millisecond(self.since_ms).unwrap_or_default();
        let evidence = serde_json::from_str(&self.evidence).unwrap_or_default();
        Hold { evidence, ..Hold::new(&self.code, WorkClass::Files, since) }
    }
}

/// Raises a finding; one that stands already keeps its time.
pub(crate) fn raise(
    db: &Transaction<'_>,
    code: &str,
    subject: &str,
    evidence: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO finding (code, subject, evidence, since_ms) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (code, subject) DO UPDATE SET evidence = ?3",
    )?
    .execute(params![code, subject, evidence, now_ms])?;
    Ok(())
}

/// Withdraws a finding.
pub(crate) fn withdraw(db: &Transaction<'_>, code: &str, subject: &str) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM finding WHERE code = ?1 AND subject = ?2")?.execute(params![code, subject])?;
    Ok(())
}

/// Every finding, oldest first.
pub(crate) fn list(db: &Connection) -> Result<Vec<StoredFinding>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT code, subject, evidence, since_ms FROM finding ORDER BY since_ms, code, subject")?;
    let rows = statement.query_map([], |row| {
        Ok(StoredFinding { code: row.get(0)?, subject: row.get(1)?, evidence: row.get(2)?, since_ms: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
