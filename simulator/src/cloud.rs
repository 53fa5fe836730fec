//! The cloud: a real Safelight server in this process, on a port of its own, asked about itself through its admin socket.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use safelight_protocol::server::Usage;
use safelight_server::admin::{self, AdminError, Command};
use safelight_server::{App, Config, OpenError, Ports};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::stop;

/// Why the cloud could not be started.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CloudError {
    /// Its folder.
    #[error("the cloud's folder can't be opened")]
    Open(#[from] OpenError),
    /// Its port.
    #[error("no port for the cloud")]
    Port(#[from] io::Error),
}

/// A running server.
pub(crate) struct Cloud {
    folder: PathBuf,
    /// Where it listens.
    pub(crate) address: String,
    /// For how many days deleted photos stay.
    pub(crate) trash_days: u32,
    stop: watch::Sender<bool>,
    running: Mutex<Option<JoinHandle<()>>>,
}

/// What the cloud keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    /// The account's room.
    pub(crate) usage: Usage,
    /// Sealed parts of all accounts.
    pub(crate) parts: u64,
}

impl Cloud {
    /// Starts a server on `folder`.
    pub(crate) async fn start(folder: &Path) -> Result<Self, CloudError> {
        let app = App::open(Config::new(folder), Ports::system()).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let socket = admin::listen(folder)?;
        let trash_days = app.description().trash_days;
        let stop = watch::Sender::new(false);
        let stopping = stop::told(stop.subscribe());
        let running = tokio::spawn(async move {
            tokio::select! {
                () = safelight_server::serve(app.clone(), listener, stopping) => {}
                () = app.keep_house_always() => {}
                () = socket.serve(&app) => {}
            }
        });
        Ok(Self { folder: folder.to_owned(), address, trash_days, stop, running: Mutex::new(Some(running)) })
    }

    /// What it keeps now, for the account of this e-mail; none while it can't say.
    pub(crate) async fn kept(&self, email: &str) -> Option<Kept> {
        let accounts: Accounts = self.ask(Command::Accounts).await.ok()?;
        let status: Counts = self.ask(Command::Status).await.ok()?;
        let account = accounts.accounts.into_iter().find(|account| account.email == email)?;
        let Account { quota, used, reserved, .. } = account;
        Some(Kept { usage: Usage { quota, used, reserved, kept_for_small: 0 }, parts: status.parts })
    }

    async fn ask<T: for<'de> Deserialize<'de>>(&self, command: Command) -> Result<T, AdminError> {
        let answer = admin::carry_out(&self.folder, command).await?;
        serde_json::from_value(answer).map_err(|error| AdminError::Failed(error.to_string()))
    }

    /// Lets what runs end, and frees the folder.
    pub(crate) async fn stop(&self) {
        self.stop.send_replace(true);
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(running) = running {
            // A task that panicked has nothing left to end.
            let _ = running.await;
        }
    }
}

#[derive(Deserialize)]
struct Accounts {
    accounts: Vec<Account>,
}

#[derive(Deserialize)]
struct Account {
    email: String,
    quota: u64,
    used: u64,
    reserved: u64,
}

#[derive(Deserialize)]
struct Counts {
    parts: u64,
}
