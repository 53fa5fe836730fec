//! The cloud: a real Safelight server in this process, on ports of its own, asked about itself as its owner would ask.
//!
//! It listens twice: plainly, for the links of the phones, and with a certificate that it has signed itself, which no
//! phone trusts. What its owner can do to it (quota, maintenance, the oldest app that it serves) is done by the server's
//! own commands; what befalls it on the way (nobody there, a wrong certificate, slowness) by its [`Doors`].

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use safelight_protocol::server::Usage;
use safelight_server::admin::{self, AdminError, Command};
use safelight_server::{App, Certificate, CertificateError, Config, OpenError, Ports};
use serde::{Deserialize, Serialize};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::{CloudClock, Time};
use crate::link::Doors;
use crate::stop;

/// The oldest app that a cloud serves which serves all.
pub(crate) const NO_FLOOR: &str = "0";

/// The room of an account at the beginning: so little that it can be seen filling.
pub(crate) const QUOTA: u64 = 100_000_000;

/// Why the cloud could not be started.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CloudError {
    /// Its folder.
    #[error("the cloud's folder can't be opened")]
    Open(#[from] OpenError),
    /// Its port.
    #[error("no port for the cloud")]
    Port(#[from] io::Error),
    /// Its wrong certificate.
    #[error("no certificate for the cloud")]
    Certificate(#[from] CertificateError),
    /// The same.
    #[error("no certificate for the cloud")]
    Signing(#[from] rcgen::Error),
    /// A command of its owner.
    #[error("the cloud can't be told what to do")]
    Admin(#[from] AdminError),
}

/// A running server.
pub(crate) struct Cloud {
    app: App,
    /// Where it listens.
    pub(crate) doors: Arc<Doors>,
    orders: Mutex<Orders>,
    /// For how many days deleted photos stay.
    pub(crate) trash_days: u32,
    stop: watch::Sender<bool>,
    running: Mutex<Option<JoinHandle<()>>>,
    /// Keeps the closed door's port from being anybody's.
    _nobody: TcpSocket,
}

/// What the cloud keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    /// The account's room.
    pub(crate) usage: Usage,
    /// Sealed parts of all accounts.
    pub(crate) parts: u64,
}

/// What its owner has told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Orders {
    /// Whether it lets nobody in for a while.
    pub(crate) maintenance: bool,
    /// The oldest app that it serves.
    pub(crate) floor: String,
}

impl Cloud {
    /// Starts a server on `folder`, by this clock. It begins with nothing in its way.
    pub(crate) async fn start(folder: &Path, time: Time) -> Result<Self, CloudError> {
        let ports = Ports { clock: Arc::new(CloudClock(time)), ..Ports::system() };
        let app = App::open(Config { quota: QUOTA, ..Config::new(folder) }, ports).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let secure = TcpListener::bind("127.0.0.1:0").await?;
        let nobody = nobody()?;
        let certificate = wrong_certificate(folder)?;
        let open = format!("http://{}", listener.local_addr()?);
        let doors =
            Doors::new(open, format!("http://{}", nobody.local_addr()?), format!("https://{}", secure.local_addr()?));
        let socket = admin::listen(folder)?;
        let trash_days = app.description().trash_days;
        let stop = watch::Sender::new(false);
        let (stopping, stopping_too) = (stop::told(stop.subscribe()), stop::told(stop.subscribe()));
        let served = app.clone();
        let running = tokio::spawn(async move {
            let both = async {
                tokio::join!(
                    safelight_server::serve(served.clone(), listener, stopping),
                    safelight_server::serve_securely(served.clone(), secure, &certificate, stopping_too),
                )
            };
            tokio::select! {
                _ = both => {}
                () = served.keep_house_always() => {}
                () = socket.serve(&served) => {}
            }
        });
        let orders = Mutex::new(Orders { maintenance: false, floor: NO_FLOOR.to_owned() });
        let doors = Arc::new(doors);
        let cloud = Self { app, doors, orders, trash_days, stop, running: Mutex::new(Some(running)), _nobody: nobody };
        cloud.set_maintenance(false).await?;
        cloud.set_floor(NO_FLOOR).await?;
        Ok(cloud)
    }

    /// What its owner has told it.
    pub(crate) fn orders(&self) -> Orders {
        self.kept_orders().clone()
    }

    fn kept_orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets nobody in, or everybody again.
    pub(crate) async fn set_maintenance(&self, on: bool) -> Result<(), AdminError> {
        self.app.carry_out(Command::Maintenance { on }).await?;
        self.kept_orders().maintenance = on;
        Ok(())
    }

    /// Serves no app that is older; `0` to serve all.
    pub(crate) async fn set_floor(&self, version: &str) -> Result<(), AdminError> {
        self.app.carry_out(Command::VersionFloor { version: version.to_owned() }).await?;
        version.clone_into(&mut self.kept_orders().floor);
        Ok(())
    }

    /// Gives the account of this e-mail so much room.
    pub(crate) async fn set_quota(&self, email: &str, bytes: u64) -> Result<(), AdminError> {
        self.app.carry_out(Command::Quota { email: email.to_owned(), bytes }).await.map(drop)
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
        let answer = self.app.carry_out(command).await?;
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

/// A certificate that the cloud has signed itself.
fn wrong_certificate(folder: &Path) -> Result<Certificate, CloudError> {
    let made = rcgen::generate_simple_self_signed(vec!["safelight.example".to_owned()])?;
    let (certificate, key): (PathBuf, PathBuf) =
        (folder.join("untrusted-certificate.pem"), folder.join("untrusted-certificate.key"));
    std::fs::write(&certificate, made.cert.pem())?;
    std::fs::write(&key, made.signing_key.serialize_pem())?;
    Ok(Certificate::open(certificate, key)?)
}

/// A port that is taken and at which nobody listens.
fn nobody() -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((std::net::Ipv4Addr::LOCALHOST, 0).into())?;
    Ok(socket)
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
