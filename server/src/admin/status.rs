//! How the server stands.

use safelight_protocol::server::Signup;
use safelight_protocol::version::PROTOCOL;
use serde_json::{Value, json};

use super::{AdminError, Running, rfc3339};
use crate::app::App;
use crate::http::PROTOCOL_MIN;
use crate::store::{AccountLine, SCHEMA_VERSION};

impl App {
    pub(super) async fn status(&self, running: Running) -> Result<Value, AdminError> {
        let counts = self.records().counts().await?;
        let switches = self.switches();
        let restored = self.records().restored().await?;
        let accounts = self.records().accounts().await?;
        let nearly_full: Vec<Value> =
            accounts.iter().filter(|line| is_nearly_full(line)).map(nearly_full_line).collect();
        let answer = json!({
            "running": running == Running::Yes,
            "version": env!("CARGO_PKG_VERSION"),
            "versions": {
                "server": env!("CARGO_PKG_VERSION"),
                "protocol_min": PROTOCOL_MIN,
                "protocol_max": PROTOCOL,
                "schema": SCHEMA_VERSION,
                "sqlite": rusqlite::version(),
            },
            "epoch": self.epoch(),
            "time": rfc3339(self.now_ms()),
            "accounts": counts.accounts,
            "devices": counts.devices,
            "records": counts.records,
            "parts": counts.parts,
            "bytes": counts.bytes,
            "damaged": counts.damaged,
            "disk": { "free": self.free_bytes().await, "floor": self.config().disk_floor },
            "scrub": self.scrub_line().await?,
            "backup": self.records().last_backup().await?.map(|at_ms| json!({ "at": rfc3339(at_ms) })),
            "restored": restored.map(|times| json!({ "from": rfc3339(times.from_ms), "at": rfc3339(times.at_ms) })),
            "over_90_percent": nearly_full,
            "maintenance": switches.maintenance,
            "version_floor": switches.version_floor,
        });
        let Value::Object(mut answer) = answer else { return Ok(answer) };
        if running == Running::Yes {
            let config = self.config();
            let signup = |signup| if signup == Signup::Open { "open" } else { "invitation" };
            answer.insert("signup".to_owned(), json!(signup(config.signup)));
            answer.insert("signup_from_elsewhere".to_owned(), json!(signup(config.signup_from_elsewhere)));
            answer.insert("trash_days".to_owned(), json!(config.trash_days));
            answer.insert("part_grace_hours".to_owned(), json!(config.part_grace.as_secs() / 3600));
            answer.insert("quota".to_owned(), json!(config.quota));
        }
        Ok(Value::Object(answer))
    }

    async fn scrub_line(&self) -> Result<Value, AdminError> {
        let scrub = self.records().scrub().await?;
        Ok(json!({
            "last": scrub.ended_ms.map(rfc3339),
            "under_way": scrub.after.is_some(),
            "parts": scrub.parts,
            "bytes": scrub.bytes,
            "damaged": scrub.damaged,
        }))
    }
}

/// Whether more than nine tenths of the quota are used.
fn is_nearly_full(line: &AccountLine) -> bool {
    u128::from(line.usage.used) * 10 > u128::from(line.usage.quota) * 9
}

fn nearly_full_line(line: &AccountLine) -> Value {
    json!({ "email": line.email, "used": line.usage.used, "quota": line.usage.quota })
}
