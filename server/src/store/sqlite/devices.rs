//! Sessions and their refresh tokens.

use rusqlite::{OptionalExtension, Transaction, params};
use safelight_protocol::account::Device;
use safelight_protocol::{AccountId, Blob, DeviceId, FamilyId};

use crate::store::{AccountState, DeviceState, Ended, NewSession, Refreshed, Standing, StoreError};

fn word(how: Ended) -> &'static str {
    match how {
        Ended::Revoked => "revoked",
        Ended::SignedOut => "signed_out",
        Ended::Reused => "reused",
        Ended::AccountDeleted => "account_deleted",
    }
}

fn standing(ended: Option<&str>) -> Result<Standing, StoreError> {
    Ok(match ended {
        None => Standing::Good,
        Some("revoked") => Standing::Ended(Ended::Revoked),
        Some("signed_out") => Standing::Ended(Ended::SignedOut),
        Some("reused") => Standing::Ended(Ended::Reused),
        Some("account_deleted") => Standing::Ended(Ended::AccountDeleted),
        Some(_) => return Err(StoreError::Damaged("session")),
    })
}

pub(super) fn account_state(disabled: bool, deleted_at_ms: Option<i64>) -> AccountState {
    match (disabled, deleted_at_ms) {
        (true, _) => AccountState::Disabled,
        (false, Some(_)) => AccountState::Deleting,
        (false, None) => AccountState::Active,
    }
}

pub(super) fn insert(tx: &Transaction<'_>, account: AccountId, session: &NewSession) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO device (id, account, public_key, sealed_name, family, generation, signed_in_ms, last_seen_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?6)",
    )?
    .execute(params![
        session.device.0,
        account.0,
        session.public_key,
        session.sealed_name,
        session.family.0,
        session.now_ms
    ])?;
    Ok(())
}

pub(super) fn state(tx: &Transaction<'_>, device: DeviceId) -> Result<Option<DeviceState>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT account, disabled, deleted_at_ms, ended, public_key, family, last_seen_ms
         FROM device JOIN account ON account.id = device.account WHERE device.id = ?1",
    )?;
    let mut rows = statement.query(params![device.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let ended: Option<String> = row.get(3)?;
    Ok(Some(DeviceState {
        account: AccountId(row.get(0)?),
        account_state: account_state(row.get(1)?, row.get(2)?),
        standing: standing(ended.as_deref())?,
        public_key: row.get(4)?,
        family: FamilyId(row.get(5)?),
        last_seen_ms: row.get(6)?,
    }))
}

pub(super) fn refresh(
    tx: &Transaction<'_>,
    device: DeviceId,
    family: FamilyId,
    used: u64,
) -> Result<Refreshed, StoreError> {
    let newest: Option<u64> = tx
        .prepare_cached("SELECT generation FROM device WHERE id = ?1 AND family = ?2 AND ended IS NULL")?
        .query_row(params![device.0, family.0], |row| row.get(0))
        .optional()?;
    let Some(newest) = newest else { return Ok(Refreshed::NotSignedIn) };
    if used.checked_add(1) == Some(newest) {
        return Ok(Refreshed::Successor(newest));
    }
    if used < newest {
        tx.execute("UPDATE device SET ended = ?2 WHERE id = ?1", params![device.0, word(Ended::Reused)])?;
        return Ok(Refreshed::Reused);
    }
    let successor = used.saturating_add(1);
    tx.execute("UPDATE device SET generation = ?2 WHERE id = ?1", params![device.0, successor])?;
    Ok(Refreshed::Successor(successor))
}

pub(super) fn end(tx: &Transaction<'_>, account: AccountId, device: DeviceId, how: Ended) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE device SET ended = ?3 WHERE id = ?1 AND account = ?2 AND ended IS NULL",
        params![device.0, account.0, word(how)],
    )?;
    Ok(changed > 0)
}

pub(super) fn end_all(tx: &Transaction<'_>, account: AccountId, how: Ended) -> Result<(), StoreError> {
    tx.execute("UPDATE device SET ended = ?2 WHERE account = ?1 AND ended IS NULL", params![account.0, word(how)])?;
    Ok(())
}

pub(super) fn list(tx: &Transaction<'_>, account: AccountId) -> Result<Vec<Device>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT id, sealed_name, signed_in_ms, last_seen_ms FROM device
         WHERE account = ?1 AND ended IS NULL ORDER BY signed_in_ms, id",
    )?;
    let devices = statement.query_map(params![account.0], |row| {
        Ok(Device {
            device: DeviceId(row.get(0)?),
            sealed_name: row.get::<_, Option<Vec<u8>>>(1)?.map(Blob),
            signed_in_ms: row.get(2)?,
            last_seen_ms: row.get(3)?,
        })
    })?;
    Ok(devices.collect::<Result<_, _>>()?)
}
