//! What whoever runs the server tells it to do: carried out by the running server through a socket in its data folder, or
//! on the folder itself while none runs.

mod report;
mod socket;
mod status;
mod top;

use std::path::{Path, PathBuf};
use std::time::Duration;

use safelight_protocol::account::normalise_email;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::app::{App, OpenError};
use crate::backup::{self, BackupError};
use crate::config::Config;
use crate::folder::FolderError;
use crate::http::{invitation_hash, version};
use crate::port::Ports;
use crate::refusal::Refusal;
use crate::store::{AccountLine, AccountState, StoreError, Switches};
use crate::token::invitation_code;

pub use report::in_words;
pub use socket::{AdminSocket, listen};

/// One command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Lists all accounts.
    Accounts,
    /// Sets an account's quota.
    Quota {
        /// Whose.
        email: String,
        /// Bytes of sealed parts.
        bytes: u64,
    },
    /// Locks an account.
    Disable {
        /// Whose.
        email: String,
    },
    /// Unlocks it.
    Enable {
        /// Whose.
        email: String,
    },
    /// Reads every stored part again.
    Verify,
    /// Removes what is unreferenced, at once.
    Collect,
    /// Says how the server stands.
    Status,
    /// Makes an invitation.
    Invite,
    /// Lets nobody in, or everybody again.
    Maintenance {
        /// Whether it begins or ends.
        on: bool,
    },
    /// Refuses apps older than this.
    VersionFloor {
        /// A version such as `1.2.0`; `0` to serve all.
        version: String,
    },
    /// Says what goes on now.
    Top,
    /// Brings a backup up to date, or makes it.
    Backup {
        /// Its folder, by its whole path.
        folder: PathBuf,
    },
    /// Makes the server again from a backup. Not by a server that runs.
    Restore {
        /// The backup's folder.
        folder: PathBuf,
    },
}

/// A command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// There is no account with this e-mail.
    #[error("there is no account with this e-mail")]
    NoAccount,
    /// A quota that can't be stored.
    #[error("the quota is out of range")]
    Quota,
    /// Not a version.
    #[error("not a version: expected numbers such as 1.2.0")]
    Version,
    /// The server failed.
    #[error("the server failed: {0}")]
    Failed(String),
    /// The folder can't be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A backup or a restore did not end.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A restore was asked of a server that runs.
    #[error("a running server is not restored: stop it, and restore into an empty folder")]
    Running,
    /// A server runs, and can't be reached.
    #[error("a server runs on this folder and does not answer")]
    Unreachable(#[source] std::io::Error),
    /// The running server said no.
    #[error("{detail}")]
    Refused {
        /// Its code.
        code: String,
        /// What it said.
        detail: String,
    },
}

impl AdminError {
    /// A stable code for scripts.
    pub fn code(&self) -> &str {
        match self {
            Self::NoAccount => "admin.no_account",
            Self::Quota => "admin.quota",
            Self::Version => "admin.version",
            Self::Failed(_) => "srv.5xx",
            Self::Open(OpenError::Folder(FolderError::InUse(_))) | Self::Unreachable(_) => "admin.unreachable",
            Self::Open(_) => "admin.folder",
            Self::Backup(error) => error.code(),
            Self::Running => "admin.running",
            Self::Refused { code, .. } => code,
        }
    }
}

impl From<Refusal> for AdminError {
    fn from(refusal: Refusal) -> Self {
        Self::Failed(refusal.code().to_owned())
    }
}

impl From<StoreError> for AdminError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Carries a command out for this data folder: by the running server if there is one, else on the folder itself.
pub async fn carry_out(data: &Path, command: Command) -> Result<Value, AdminError> {
    if let Some(answer) = socket::ask(data, &command).await? {
        return answer;
    }
    if let Command::Restore { folder } = &command {
        return Ok(json!(backup::restore(data, folder, &Ports::system()).await?));
    }
    let opened = App::open(Config::new(data), Ports::system()).await;
    match opened {
        Ok(app) => app.admin(command, Running::No).await,
        // It has started, or is about to end, between our two tries.
        Err(OpenError::Folder(FolderError::InUse(folder))) => {
            Ports::system().clock.sleep(Duration::from_millis(500)).await;
            match socket::ask(data, &command).await? {
                Some(answer) => answer,
                None => Err(OpenError::Folder(FolderError::InUse(folder)).into()),
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether the server that carries out a command serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Running {
    Yes,
    No,
}

impl App {
    /// Carries out a command as a running server.
    pub async fn carry_out(&self, command: Command) -> Result<Value, AdminError> {
        self.admin(command, Running::Yes).await
    }

    async fn admin(&self, command: Command, running: Running) -> Result<Value, AdminError> {
        match command {
            Command::Accounts => {
                let lines = self.records().accounts().await?;
                Ok(json!({ "accounts": lines.iter().map(account_line).collect::<Vec<_>>() }))
            }
            Command::Quota { email, bytes } => {
                i64::try_from(bytes).map_err(|_| AdminError::Quota)?;
                let email = normalise_email(&email);
                let account = self.records().set_quota(email.clone(), bytes).await?.ok_or(AdminError::NoAccount)?;
                self.announcer().tell_room(account);
                Ok(json!({ "account": account, "email": email, "quota": bytes }))
            }
            Command::Disable { email } => self.set_disabled(&email, true).await,
            Command::Enable { email } => self.set_disabled(&email, false).await,
            Command::Verify => Ok(json!(self.parts().verify().await?)),
            Command::Collect => {
                let collected = self.parts().collect(Duration::ZERO).await?;
                let strays = self.parts().collect_strays().await?;
                let Value::Object(mut answer) = json!(collected) else { return Ok(json!(null)) };
                answer.insert("strays".to_owned(), json!(strays));
                Ok(Value::Object(answer))
            }
            Command::Status => self.status(running).await,
            Command::Invite => {
                let code = invitation_code(self.rng());
                self.records().create_invitation(invitation_hash(&code), self.now_ms()).await?;
                Ok(json!({ "invite": code }))
            }
            Command::Maintenance { on } => {
                self.set_switches(Switches { maintenance: on, ..self.switches() }).await?;
                Ok(json!({ "maintenance": on }))
            }
            Command::VersionFloor { version: floor } => {
                version(&floor).ok_or(AdminError::Version)?;
                self.set_switches(Switches { version_floor: Some(floor.clone()), ..self.switches() }).await?;
                Ok(json!({ "version_floor": floor }))
            }
            Command::Backup { folder } => Ok(json!(self.back_up(folder).await?)),
            Command::Top => Ok(self.top()),
            Command::Restore { .. } => Err(AdminError::Running),
        }
    }

    async fn set_disabled(&self, email: &str, disabled: bool) -> Result<Value, AdminError> {
        let email = normalise_email(email);
        let account = self.records().set_disabled(email.clone(), disabled).await?.ok_or(AdminError::NoAccount)?;
        if disabled {
            self.announcer().end_account(account);
        }
        Ok(json!({ "account": account, "email": email, "state": if disabled { "disabled" } else { "active" } }))
    }
}

fn account_line(line: &AccountLine) -> Value {
    json!({
        "account": line.account,
        "email": line.email,
        "state": match line.state {
            AccountState::Active => "active",
            AccountState::Disabled => "disabled",
            AccountState::Deleting => "deleting",
        },
        "created_at": rfc3339(line.created_ms),
        "deleted_at": line.deleted_at_ms.map(rfc3339),
        "quota": line.usage.quota,
        "used": line.usage.used,
        "reserved": line.usage.reserved,
        "devices": line.devices,
        "records": line.records,
    })
}

pub(crate) fn rfc3339(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).map(|time| time.to_string()).unwrap_or_default()
}
