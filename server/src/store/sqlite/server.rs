use async_trait::async_trait;
use rusqlite::{OptionalExtension, params};
use safelight_protocol::{Digest, Epoch};

use super::SqliteRecords;
use super::rows::{set_setting, setting};
use crate::store::{Invitation, Secrets, ServerStore, StoreError, Switches};

#[async_trait]
impl ServerStore for SqliteRecords {
    async fn secrets(&self, fresh: Secrets) -> Result<Secrets, StoreError> {
        self.write(move |tx| {
            // Younger than the others: a folder of an earlier version gets one now.
            let identity_seed = match setting(tx, "identity_seed")? {
                Some(seed) => seed.try_into().map_err(|_| StoreError::Damaged("identity"))?,
                None => {
                    set_setting(tx, "identity_seed", &fresh.identity_seed)?;
                    fresh.identity_seed
                }
            };
            let stored = (setting(tx, "epoch")?, setting(tx, "opaque_setup")?, setting(tx, "token_key")?);
            match stored {
                (None, None, None) => {
                    set_setting(tx, "epoch", fresh.epoch.as_bytes())?;
                    set_setting(tx, "opaque_setup", &fresh.opaque_setup)?;
                    set_setting(tx, "token_key", &fresh.token_key)?;
                    Ok(Secrets { identity_seed, ..fresh })
                }
                (Some(epoch), Some(opaque_setup), Some(token_key)) => Ok(Secrets {
                    epoch: Epoch::from_slice(&epoch).map_err(|_| StoreError::Damaged("epoch"))?,
                    opaque_setup,
                    token_key: token_key.try_into().map_err(|_| StoreError::Damaged("token key"))?,
                    identity_seed,
                }),
                _ => Err(StoreError::Damaged("set of secrets")),
            }
        })
        .await
    }

    async fn switches(&self) -> Result<Switches, StoreError> {
        self.read(|tx| {
            let version_floor = setting(tx, "version_floor")?
                .map(String::from_utf8)
                .transpose()
                .map_err(|_| StoreError::Damaged("version floor"))?;
            let maintenance = setting(tx, "maintenance")?.is_some_and(|value| value == b"on");
            Ok(Switches { maintenance, version_floor: version_floor.filter(|floor| !floor.is_empty()) })
        })
        .await
    }

    async fn set_switches(&self, switches: Switches) -> Result<(), StoreError> {
        self.write(move |tx| {
            set_setting(tx, "maintenance", if switches.maintenance { b"on" } else { b"off" })?;
            set_setting(tx, "version_floor", switches.version_floor.unwrap_or_default().as_bytes())
        })
        .await
    }

    async fn create_invitation(&self, code: Digest, now_ms: i64) -> Result<(), StoreError> {
        self.write(move |tx| {
            tx.execute("INSERT INTO invitation (code, created_ms) VALUES (?1, ?2)", params![code.0, now_ms])?;
            Ok(())
        })
        .await
    }

    async fn create_first_invitation(&self, code: Digest, now_ms: i64) -> Result<bool, StoreError> {
        self.write(move |tx| {
            let inserted = tx.execute(
                "INSERT INTO invitation (code, created_ms) SELECT ?1, ?2
                 WHERE NOT EXISTS (SELECT 1 FROM account) AND NOT EXISTS (SELECT 1 FROM invitation)",
                params![code.0, now_ms],
            )?;
            Ok(inserted > 0)
        })
        .await
    }

    async fn invitation(&self, code: Digest) -> Result<Invitation, StoreError> {
        self.read(move |tx| {
            let good = tx
                .query_row("SELECT 1 FROM invitation WHERE code = ?1 AND used_ms IS NULL", params![code.0], |_| Ok(()))
                .optional()?;
            Ok(if good.is_some() { Invitation::Good } else { Invitation::Bad })
        })
        .await
    }
}
