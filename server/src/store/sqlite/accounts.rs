use async_trait::async_trait;
use rusqlite::{OptionalExtension, Transaction, params};
use safelight_protocol::account::{Account, Device, LibraryKeys, Stretch, WrappedKey};
use safelight_protocol::server::Usage;
use safelight_protocol::{AccountId, Blob, DeviceId, FamilyId, LibraryId};

use super::{SqliteRecords, charges, devices};
use crate::quota;
use crate::store::{
    AccountLine, AccountStore, Created, Credentials, DeviceState, Ended, NewAccount, NewPassword, NewSession,
    Refreshed, Replaced, SessionBegun, StoreError,
};

#[async_trait]
impl AccountStore for SqliteRecords {
    async fn create_account(&self, new: NewAccount) -> Result<Created, StoreError> {
        self.write(move |tx| create(tx, &new)).await
    }

    async fn credentials(&self, email: String) -> Result<Option<Credentials>, StoreError> {
        self.read(move |tx| credentials(tx, &email)).await
    }

    async fn account(&self, account: AccountId) -> Result<Option<Account>, StoreError> {
        self.read(move |tx| read_account(tx, account)).await
    }

    async fn begin_session(&self, account: AccountId, session: NewSession) -> Result<SessionBegun, StoreError> {
        self.write(move |tx| begin_session(tx, account, &session)).await
    }

    async fn recover(
        &self,
        account: AccountId,
        password: NewPassword,
        session: NewSession,
    ) -> Result<(Replaced, SessionBegun), StoreError> {
        self.write(move |tx| {
            let Some(old) = generation(tx, "password_generation", account)? else {
                return Ok((Replaced::Gone, SessionBegun::Gone));
            };
            if password.wrap.generation <= old {
                return Ok((Replaced::WrongGeneration, SessionBegun::Gone));
            }
            let begun = begin_session(tx, account, &session)?;
            if matches!(begun, SessionBegun::Begun { .. }) {
                set_password(tx, account, &password)?;
            }
            Ok((Replaced::Done, begun))
        })
        .await
    }

    async fn device(&self, device: DeviceId) -> Result<Option<DeviceState>, StoreError> {
        self.read(move |tx| devices::state(tx, device)).await
    }

    async fn touch_device(&self, device: DeviceId, now_ms: i64) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.execute("UPDATE device SET last_seen_ms = ?2 WHERE id = ?1", params![device.0, now_ms])?;
            Ok(())
        })
        .await
    }

    async fn refresh(&self, device: DeviceId, family: FamilyId, generation: u64) -> Result<Refreshed, StoreError> {
        self.write(move |tx| devices::refresh(tx, device, family, generation)).await
    }

    async fn end_session(&self, account: AccountId, device: DeviceId, how: Ended) -> Result<bool, StoreError> {
        self.write(move |tx| devices::end(tx, account, device, how)).await
    }

    async fn devices(&self, account: AccountId) -> Result<Vec<Device>, StoreError> {
        self.read(move |tx| devices::list(tx, account)).await
    }

    async fn rename_device(
        &self,
        account: AccountId,
        device: DeviceId,
        sealed_name: Vec<u8>,
    ) -> Result<bool, StoreError> {
        self.write(move |tx| {
            let changed = tx.execute(
                "UPDATE device SET sealed_name = ?3 WHERE id = ?1 AND account = ?2 AND ended IS NULL",
                params![device.0, account.0, sealed_name],
            )?;
            Ok(changed > 0)
        })
        .await
    }

    async fn replace_password(&self, account: AccountId, password: NewPassword) -> Result<Replaced, StoreError> {
        self.write(move |tx| {
            let replaced = next_generation(tx, "password_generation", account, &password.wrap)?;
            if replaced == Replaced::Done {
                set_password(tx, account, &password)?;
            }
            Ok(replaced)
        })
        .await
    }

    async fn replace_recovery(
        &self,
        account: AccountId,
        wrap: WrappedKey,
        public_key: Vec<u8>,
    ) -> Result<Replaced, StoreError> {
        self.write(move |tx| {
            let replaced = next_generation(tx, "recovery_generation", account, &wrap)?;
            if replaced == Replaced::Done {
                tx.execute(
                    "UPDATE account SET recovery_generation = ?2, recovery_wrap = ?3, recovery_key = ?4 WHERE id = ?1",
                    params![account.0, wrap.generation, wrap.sealed.0, public_key],
                )?;
            }
            Ok(replaced)
        })
        .await
    }

    async fn delete_account(&self, account: AccountId, at_ms: i64) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.execute("UPDATE account SET deleted_at_ms = ?2 WHERE id = ?1", params![account.0, at_ms])?;
            devices::end_all(tx, account, Ended::AccountDeleted)
        })
        .await
    }

    async fn remove_deleted(&self, now_ms: i64) -> Result<usize, StoreError> {
        self.write(move |tx| {
            tx.execute(
                "UPDATE blob SET idle = 1 WHERE part IN (
                     SELECT part.part FROM part JOIN library ON library.id = part.library
                     JOIN account ON account.id = library.owner WHERE account.deleted_at_ms <= ?1)",
                params![now_ms],
            )?;
            Ok(tx.execute("DELETE FROM account WHERE deleted_at_ms <= ?1", params![now_ms])?)
        })
        .await
    }

    async fn is_member(&self, account: AccountId, library: LibraryId) -> Result<bool, StoreError> {
        self.read(move |tx| {
            Ok(tx
                .prepare_cached("SELECT 1 FROM member WHERE account = ?1 AND library = ?2")?
                .exists(params![account.0, library.0])?)
        })
        .await
    }

    async fn usage(&self, account: AccountId) -> Result<Option<Usage>, StoreError> {
        let default_quota = self.default_quota;
        self.read(move |tx| charges::usage(tx, account, default_quota)).await
    }

    async fn accounts(&self) -> Result<Vec<AccountLine>, StoreError> {
        let default_quota = self.default_quota;
        self.read(move |tx| lines(tx, default_quota)).await
    }

    async fn set_quota(&self, email: String, quota: u64) -> Result<Option<AccountId>, StoreError> {
        self.write(move |tx| {
            tx.execute("UPDATE account SET quota = ?2 WHERE email = ?1", params![email, quota])?;
            by_email(tx, &email)
        })
        .await
    }

    async fn set_disabled(&self, email: String, disabled: bool) -> Result<Option<AccountId>, StoreError> {
        self.write(move |tx| {
            tx.execute("UPDATE account SET disabled = ?2 WHERE email = ?1", params![email, disabled])?;
            by_email(tx, &email)
        })
        .await
    }
}

fn by_email(tx: &Transaction<'_>, email: &str) -> Result<Option<AccountId>, StoreError> {
    Ok(tx
        .query_row("SELECT id FROM account WHERE email = ?1", params![email], |row| row.get(0).map(AccountId))
        .optional()?)
}

fn create(tx: &Transaction<'_>, new: &NewAccount) -> Result<Created, StoreError> {
    let now_ms = new.session.now_ms;
    if let Some(code) = new.invitation {
        let good = tx
            .prepare_cached("SELECT 1 FROM invitation WHERE code = ?1 AND used_ms IS NULL")?
            .exists(params![code.0])?;
        if !good {
            return Ok(Created::BadInvitation);
        }
    }
    if by_email(tx, &new.email)?.is_some() {
        return Ok(Created::Taken);
    }
    let ids_in_use = tx
        .prepare_cached("SELECT 1 FROM account WHERE id = ?1 UNION ALL SELECT 1 FROM library WHERE id = ?2")?
        .exists(params![new.account.0, new.library.library.0])?;
    if ids_in_use {
        return Ok(Created::IdInUse);
    }
    if let Some(code) = new.invitation {
        tx.execute("UPDATE invitation SET used_ms = ?2 WHERE code = ?1", params![code.0, now_ms])?;
    }
    let stretch = new.password.stretch;
    tx.execute(
        "INSERT INTO account (id, email, opaque, memory_kib, passes, lanes, password_generation, password_wrap,
             recovery_generation, recovery_wrap, recovery_key, created_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            new.account.0,
            new.email,
            new.password.opaque,
            stretch.memory_kib,
            stretch.passes,
            stretch.lanes,
            new.password.wrap.generation,
            new.password.wrap.sealed.0,
            new.recovery_wrap.generation,
            new.recovery_wrap.sealed.0,
            new.recovery_public_key,
            now_ms
        ],
    )?;
    insert_library(tx, new.account, &new.library)?;
    devices::insert(tx, new.account, &new.session)?;
    Ok(Created::Made)
}

fn insert_library(tx: &Transaction<'_>, owner: AccountId, keys: &LibraryKeys) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO library (id, owner, hash, digest) VALUES (?1, ?2, zeroblob(32), zeroblob(32))",
        params![keys.library.0, owner.0],
    )?;
    tx.execute(
        "INSERT INTO member (account, library, key_generation, key, content_id_generation, content_id_key)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            owner.0,
            keys.library.0,
            keys.key.generation,
            keys.key.sealed.0,
            keys.content_id_key.generation,
            keys.content_id_key.sealed.0
        ],
    )?;
    Ok(())
}

fn begin_session(tx: &Transaction<'_>, account: AccountId, session: &NewSession) -> Result<SessionBegun, StoreError> {
    let state: Option<(bool, Option<i64>)> = tx
        .query_row("SELECT disabled, deleted_at_ms FROM account WHERE id = ?1", params![account.0], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let deletion = match state {
        None => return Ok(SessionBegun::Gone),
        Some((true, _)) => return Ok(SessionBegun::Locked),
        Some((false, deletion)) => deletion,
    };
    if deletion.is_some() {
        tx.execute("UPDATE account SET deleted_at_ms = NULL WHERE id = ?1", params![account.0])?;
    }
    devices::insert(tx, account, session)?;
    Ok(SessionBegun::Begun { deletion_taken_back: deletion.is_some() })
}

/// `column` is one of this module's own words.
fn generation(tx: &Transaction<'_>, column: &str, account: AccountId) -> Result<Option<u64>, StoreError> {
    Ok(tx
        .query_row(&format!("SELECT {column} FROM account WHERE id = ?1"), params![account.0], |row| row.get(0))
        .optional()?)
}

fn next_generation(
    tx: &Transaction<'_>,
    column: &str,
    account: AccountId,
    wrap: &WrappedKey,
) -> Result<Replaced, StoreError> {
    Ok(match generation(tx, column, account)? {
        None => Replaced::Gone,
        Some(old) if old.checked_add(1) == Some(wrap.generation) => Replaced::Done,
        Some(_) => Replaced::WrongGeneration,
    })
}

fn set_password(tx: &Transaction<'_>, account: AccountId, password: &NewPassword) -> Result<(), StoreError> {
    let stretch = password.stretch;
    tx.execute(
        "UPDATE account SET opaque = ?2, memory_kib = ?3, passes = ?4, lanes = ?5, password_generation = ?6,
             password_wrap = ?7 WHERE id = ?1",
        params![
            account.0,
            password.opaque,
            stretch.memory_kib,
            stretch.passes,
            stretch.lanes,
            password.wrap.generation,
            password.wrap.sealed.0
        ],
    )?;
    Ok(())
}

fn credentials(tx: &Transaction<'_>, email: &str) -> Result<Option<Credentials>, StoreError> {
    Ok(tx
        .prepare_cached(
            "SELECT id, email, opaque, memory_kib, passes, lanes, password_generation, recovery_generation,
                 recovery_wrap, recovery_key, disabled FROM account WHERE email = ?1",
        )?
        .query_row(params![email], |row| {
            Ok(Credentials {
                account: AccountId(row.get(0)?),
                email: row.get(1)?,
                opaque: row.get(2)?,
                stretch: Stretch { memory_kib: row.get(3)?, passes: row.get(4)?, lanes: row.get(5)? },
                password_generation: row.get(6)?,
                recovery_wrap: WrappedKey { generation: row.get(7)?, sealed: Blob(row.get(8)?) },
                recovery_public_key: row.get(9)?,
                disabled: row.get(10)?,
            })
        })
        .optional()?)
}

fn read_account(tx: &Transaction<'_>, account: AccountId) -> Result<Option<Account>, StoreError> {
    let found = tx
        .prepare_cached(
            "SELECT email, password_generation, password_wrap, recovery_generation, deleted_at_ms
             FROM account WHERE id = ?1",
        )?
        .query_row(params![account.0], |row| {
            Ok(Account {
                account,
                email: row.get(0)?,
                password_wrap: WrappedKey { generation: row.get(1)?, sealed: Blob(row.get(2)?) },
                recovery_generation: row.get(3)?,
                libraries: Vec::new(),
                deleted_at_ms: row.get(4)?,
            })
        })
        .optional()?;
    let Some(mut found) = found else { return Ok(None) };
    let mut statement = tx.prepare_cached(
        "SELECT library, key_generation, key, content_id_generation, content_id_key FROM member
         WHERE account = ?1 ORDER BY library",
    )?;
    let libraries = statement.query_map(params![account.0], |row| {
        Ok(LibraryKeys {
            library: LibraryId(row.get(0)?),
            key: WrappedKey { generation: row.get(1)?, sealed: Blob(row.get(2)?) },
            content_id_key: WrappedKey { generation: row.get(3)?, sealed: Blob(row.get(4)?) },
        })
    })?;
    found.libraries = libraries.collect::<Result<_, _>>()?;
    Ok(Some(found))
}

fn lines(tx: &Transaction<'_>, default_quota: u64) -> Result<Vec<AccountLine>, StoreError> {
    let mut statement = tx.prepare(
        "SELECT id, email, disabled, deleted_at_ms, created_ms, quota, used, reserved,
             (SELECT count(*) FROM device WHERE device.account = account.id AND ended IS NULL),
             (SELECT coalesce(sum(records), 0) FROM library WHERE owner = account.id)
         FROM account ORDER BY email",
    )?;
    let lines = statement.query_map([], |row| {
        let deleted_at_ms = row.get(3)?;
        Ok(AccountLine {
            account: AccountId(row.get(0)?),
            email: row.get(1)?,
            state: devices::account_state(row.get(2)?, deleted_at_ms),
            created_ms: row.get(4)?,
            deleted_at_ms,
            usage: quota::usage(row.get::<_, Option<u64>>(5)?.unwrap_or(default_quota), row.get(6)?, row.get(7)?),
            devices: row.get(8)?,
            records: row.get(9)?,
        })
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}
