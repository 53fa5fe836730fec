//! The socket in the data folder: one command a connection, a line of JSON in, a line of JSON out. Only the folder's owner
//! can open it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};

use super::{AdminError, Command};
use crate::app::App;

const MOST_COMMAND_BYTES: u64 = 64 * 1024;
const COMMAND_TIME: Duration = Duration::from_secs(10);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Done(Value),
    Refused { code: String, detail: String },
}

/// The socket of a running server. Its name goes when it is dropped.
#[derive(Debug)]
pub struct AdminSocket {
    listener: UnixListener,
    path: PathBuf,
}

/// Where the socket of a folder is.
fn path(data: &Path) -> PathBuf {
    data.join("admin.sock")
}

/// The same place by a name that is short enough for a socket's address (108 bytes): through the open folder.
#[cfg(target_os = "linux")]
fn short(data: &Path) -> io::Result<(std::fs::File, PathBuf)> {
    use std::os::fd::AsRawFd;
    let folder = std::fs::File::open(data)?;
    let name = PathBuf::from(format!("/proc/self/fd/{}/admin.sock", folder.as_raw_fd()));
    Ok((folder, name))
}

#[cfg(not(target_os = "linux"))]
fn short(data: &Path) -> io::Result<((), PathBuf)> {
    Ok(((), path(data)))
}

/// Listens for commands to the server on this folder. The caller holds the folder's lock, so whatever socket lies there is
/// a dead server's.
pub fn listen(data: &Path) -> io::Result<AdminSocket> {
    let path = path(data);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let (_folder, name) = short(data)?;
    let listener = UnixListener::bind(name)?;
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(AdminSocket { listener, path })
}

impl AdminSocket {
    /// Carries out what comes, for ever.
    pub async fn serve(&self, app: &App) {
        loop {
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let app = app.clone();
                    tokio::spawn(async move {
                        if let Err(error) = converse(&app, stream).await {
                            tracing::warn!(%error, "an admin command broke off");
                        }
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "could not accept an admin command");
                    app.clock().sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}

impl Drop for AdminSocket {
    fn drop(&mut self) {
        // A name that stays behind is removed by the next server.
        let _ = std::fs::remove_file(&self.path);
    }
}

async fn converse(app: &App, mut stream: UnixStream) -> io::Result<()> {
    let (reader, mut writer) = stream.split();
    let mut line = String::new();
    let mut reader = BufReader::new(reader.take(MOST_COMMAND_BYTES));
    tokio::select! {
        read = reader.read_line(&mut line) => read?,
        () = app.clock().sleep(COMMAND_TIME) => return Err(io::ErrorKind::TimedOut.into()),
    };
    let answer = match serde_json::from_str::<Command>(&line) {
        Ok(command) => match app.carry_out(command).await {
            Ok(value) => Answer::Done(value),
            Err(error) => Answer::Refused { code: error.code().to_owned(), detail: error.to_string() },
        },
        Err(_) => Answer::Refused {
            code: "admin.command".to_owned(),
            detail: "the running server does not know this command".to_owned(),
        },
    };
    let mut answer = serde_json::to_vec(&answer)?;
    answer.push(b'\n');
    writer.write_all(&answer).await
}

/// Asks the running server; none where none runs.
pub(super) async fn ask(data: &Path, command: &Command) -> Result<Option<Result<Value, AdminError>>, AdminError> {
    let Ok((_folder, name)) = short(data) else { return Ok(None) };
    let mut stream = match UnixStream::connect(name).await {
        Ok(stream) => stream,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            return Ok(None);
        }
        Err(error) => return Err(AdminError::Unreachable(error)),
    };
    let answer = exchange(&mut stream, command).await.map_err(AdminError::Unreachable)?;
    Ok(Some(match answer {
        Answer::Done(value) => Ok(value),
        Answer::Refused { code, detail } => Err(AdminError::Refused { code, detail }),
    }))
}

async fn exchange(stream: &mut UnixStream, command: &Command) -> io::Result<Answer> {
    let mut line = serde_json::to_vec(command)?;
    line.push(b'\n');
    stream.write_all(&line).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(serde_json::from_slice(&answer)?)
}
