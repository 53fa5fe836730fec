//! The cloud: the real server on its folder, which dies and starts again.

use std::collections::BTreeSet;
use std::fs;
use std::future::Future;
use std::io;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use safelight_core::ports::RemoteRequest;
use safelight_protocol::identity::{AddressKind, ServerAddress};
use safelight_protocol::{PartId, RecordId};
use safelight_server::admin::Command;
use safelight_server::{App, Blocking, Config, Rate, Rates};
use serde_json::Value;
use tower::ServiceExt;

use super::chance::Chance;
use super::link::{HOME, PUBLIC};
use super::process::Killed;
use super::time::{DeviceClock, pause};

/// Nobody in a simulation is turned away for asking too often: what is simulated is not a flood.
const RATE: Rate = Rate { burst: NonZeroU32::MAX, every: Duration::from_millis(1) };

/// How long the collector leaves alone what nobody names: less than the server's own day, so that races are seen.
const GRACE: Duration = Duration::from_secs(10 * 60);

/// An answer as it left the server.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
}

struct Life {
    number: u64,
    app: Option<(App, Router)>,
    /// How many steps this life still has.
    left: Option<u64>,
}

/// The server in its data folder.
pub(super) struct Cloud {
    folder: PathBuf,
    clock: Arc<DeviceClock>,
    chance: Arc<Chance>,
    life: Mutex<Life>,
    opening: tokio::sync::Mutex<()>,
}

impl Cloud {
    pub(super) fn new(folder: PathBuf, clock: Arc<DeviceClock>, chance: Chance) -> Arc<Self> {
        let life = Mutex::new(Life { number: 0, app: None, left: None });
        Arc::new(Self { folder, clock, chance: Arc::new(chance), life, opening: tokio::sync::Mutex::new(()) })
    }

    fn life(&self) -> MutexGuard<'_, Life> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the server die after so many steps.
    pub(super) fn die_after(&self, steps: Option<u64>) {
        self.life().left = steps;
    }

    /// Ends the server's process.
    pub(super) fn kill(&self) {
        let mut life = self.life();
        life.app = None;
        life.left = None;
        life.number += 1;
    }

    pub(super) fn is_up(&self) -> bool {
        self.life().app.is_some()
    }

    /// Starts the server, if it is down.
    pub(super) async fn start(&self) -> Result<(), String> {
        let _alone = self.opening.lock().await;
        if self.is_up() {
            return Ok(());
        }
        let config = Config {
            part_grace: GRACE,
            // Nothing in a simulation depends on this machine's disk.
            disk_floor: 0,
            addresses: [(AddressKind::Home, HOME), (AddressKind::Public, PUBLIC)]
                .map(|(kind, url)| ServerAddress { kind, url: url.to_owned() })
                .to_vec(),
            rates: Rates { auth_by_address: RATE, auth_by_email: RATE, by_device: RATE },
            ..Config::new(&self.folder)
        };
        for _ in 0..1000 {
            match App::open(config.clone(), self.ports()).await {
                Ok(app) => {
                    let router = app.router();
                    self.life().app = Some((app, router));
                    return Ok(());
                }
                // What the dead process had begun has not been thrown away yet.
                Err(safelight_server::OpenError::Folder(safelight_server::FolderError::InUse(_))) => pause(20).await,
                Err(error) => return Err(format!("the server does not start: {error}")),
            }
        }
        Err("the folder of the dead server does not become free".to_owned())
    }

    fn ports(&self) -> safelight_server::Ports {
        safelight_server::Ports {
            clock: Arc::clone(&self.clock) as Arc<dyn safelight_server::Clock>,
            rng: Arc::clone(&self.chance) as Arc<dyn safelight_server::Rng>,
            blocking: Blocking::Inline,
            ..safelight_server::Ports::system()
        }
    }

    /// Carries out work of the server's process for as long as it lives.
    async fn within<T>(&self, number: u64, work: impl Future<Output = T>) -> Result<T, Killed> {
        let mut work = Box::pin(work);
        let result = std::future::poll_fn(|context| {
            let mut life = self.life();
            if life.number != number {
                return Poll::Ready(Err(Killed));
            }
            if let Some(left) = &mut life.left {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    drop(life);
                    self.kill();
                    return Poll::Ready(Err(Killed));
                }
            }
            drop(life);
            pin!(&mut work).as_mut().poll(context).map(Ok)
        })
        .await;
        drop(work);
        result
    }

    /// Carries out a request. Without an answer the server is down, or died over it.
    pub(super) async fn answer(&self, request: &RemoteRequest) -> Result<Answer, Killed> {
        let (number, router) = {
            let life = self.life();
            let (_, router) = life.app.as_ref().ok_or(Killed)?;
            (life.number, router.clone())
        };
        let mut builder = http::Request::builder().method(request.method.as_str()).uri(&request.url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let request = builder.body(Body::from(request.body.clone())).map_err(|_| Killed)?;
        self.within(number, async move {
            let answer = match router.oneshot(request).await {
                Ok(answer) => answer,
                Err(never) => match never {},
            };
            let status = answer.status().as_u16();
            let named = answer.headers().iter();
            let headers = named.filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
            let headers = headers.collect();
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap_or_default();
            Answer { status, headers, body }
        })
        .await
    }

    fn app(&self) -> Result<(u64, App), Killed> {
        let life = self.life();
        let (app, _) = life.app.as_ref().ok_or(Killed)?;
        Ok((life.number, app.clone()))
    }

    /// One round of the server's housekeeping.
    pub(super) async fn keep_house(&self) -> Result<String, Killed> {
        let (number, app) = self.app()?;
        let kept = self.within(number, async move { app.keep_house().await }).await?;
        Ok(match kept {
            Ok(kept) => format!("{kept:?}"),
            Err(error) => error.to_string(),
        })
    }

    /// An admin's command.
    pub(super) async fn carry_out(&self, command: Command) -> Result<Result<Value, String>, Killed> {
        let (number, app) = self.app()?;
        self.within(number, async move { app.carry_out(command).await.map_err(|error| error.to_string()) }).await
    }

    /// Ends the server, and waits until its folder is free.
    async fn stop(&self) {
        self.kill();
        pause(1_000).await;
    }

    /// Copies the folder, and backs it up while the server runs.
    pub(super) async fn back_up(&self) -> Result<String, String> {
        self.stop().await;
        let copy = self.folder.with_extension("copy");
        copy_folder(&self.folder, &copy).map_err(|error| format!("the server's folder can't be copied: {error}"))?;
        self.start().await?;
        match self.carry_out(Command::Backup { folder: self.backup() }).await {
            Ok(Ok(_)) => Ok("copied and backed up".to_owned()),
            Ok(Err(error)) => Err(format!("the backup fails: {error}")),
            Err(Killed) => Ok("copied, and died over its backup".to_owned()),
        }
    }

    fn backup(&self) -> PathBuf {
        self.folder.with_extension("backup")
    }

    /// Puts an older state in the folder's place: the backup, which begins a new epoch, or the copy, as a disk that was
    /// rolled back and knows nothing of it.
    pub(super) async fn restore(&self, new_epoch: bool) -> Result<String, String> {
        if new_epoch {
            return self.restore_backup().await;
        }
        let copy = self.folder.with_extension("copy");
        if !copy.is_dir() {
            return Ok("has no copy".to_owned());
        }
        self.stop().await;
        copy_folder(&copy, &self.folder).map_err(|error| format!("the copy can't be restored: {error}"))?;
        self.start().await?;
        Ok("rolled back".to_owned())
    }

    async fn restore_backup(&self) -> Result<String, String> {
        if !self.backup().join("backup.json").is_file() {
            return Ok("has no backup".to_owned());
        }
        self.stop().await;
        fs::remove_dir_all(&self.folder).map_err(|error| format!("the server's folder can't be removed: {error}"))?;
        let restored = safelight_server::restore(&self.folder, &self.backup(), &self.ports()).await;
        let restored = restored.map_err(|error| format!("the backup can't be restored: {error}"))?;
        if !restored.damaged.is_empty() {
            return Err("the backup lacks parts".to_owned());
        }
        self.start().await?;
        Ok("restored".to_owned())
    }

    fn rows(&self) -> rusqlite::Result<Connection> {
        Connection::open_with_flags(self.folder.join("server.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    /// The parts that the durable state holds whole, as far as its rows tell.
    pub(super) fn stored(&self) -> Result<BTreeSet<PartId>, String> {
        let read = || -> rusqlite::Result<BTreeSet<PartId>> {
            let rows = self.rows()?;
            let mut statement = rows.prepare(
                "SELECT part.part FROM part JOIN blob ON blob.part = part.part
                 WHERE blob.stored = 1 AND blob.damaged = 0 AND blob.doomed = 0",
            )?;
            statement.query_map([], |row| row.get(0).map(PartId))?.collect()
        };
        read().map_err(|error| error.to_string())
    }

    /// Whether a record's tombstone is committed.
    pub(super) fn has_tombstone(&self, record: &RecordId) -> Result<bool, String> {
        let read = || -> rusqlite::Result<bool> {
            let sql = "SELECT tombstone FROM record WHERE id = ?1";
            Ok(self.rows()?.query_row(sql, [record.0], |row| row.get(0)).optional()?.unwrap_or(false))
        };
        read().map_err(|error| error.to_string())
    }

    /// Whether a plan that has not run out names this part.
    pub(super) fn is_reserved(&self, part: &PartId) -> Result<bool, String> {
        let read = || -> rusqlite::Result<bool> {
            let sql = "SELECT 1 FROM reservation WHERE part = ?1 AND until_ms > ?2";
            let now_ms = self.clock.wall_ms() + 60_000;
            let found = self.rows()?.query_row(sql, rusqlite::params![part.0, now_ms], |_| Ok(())).optional()?;
            Ok(found.is_some())
        };
        read().map_err(|error| error.to_string())
    }

    /// Whether the bytes of a part lie there.
    pub(super) fn has_bytes(&self, part: &PartId) -> Result<bool, String> {
        let name = part.to_string();
        let shelf: String = name.chars().take(2).collect();
        if self.folder.join("parts").join(shelf).join(&name).is_file() {
            return Ok(true);
        }
        let path = self.folder.join("parts/small.db");
        let read = || -> rusqlite::Result<bool> {
            let small = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            let found = small.query_row("SELECT 1 FROM small WHERE part = ?1", [part.0], |_| Ok(())).optional()?;
            Ok(found.is_some())
        };
        read().map_err(|error| error.to_string())
    }

    /// What is wrong with the server's sums: what an owner pays for, and who names which part.
    pub(super) fn check_sums(&self) -> Vec<String> {
        let checks = [
            (
                "used",
                "SELECT count(*) FROM account WHERE used <>
                (SELECT coalesce(sum(bytes), 0) FROM charge WHERE owner = account.id AND refs > 0)",
            ),
            (
                "reserved",
                "SELECT count(*) FROM account WHERE reserved <>
                (SELECT coalesce(sum(bytes), 0) FROM charge WHERE owner = account.id AND refs = 0)",
            ),
            (
                "references",
                "SELECT count(*) FROM part WHERE refs <> (SELECT count(*) FROM record
                WHERE record.library = part.library AND instr(record.parts, part.part) > 0)",
            ),
        ];
        let read = || -> rusqlite::Result<Vec<String>> {
            let rows = self.rows()?;
            let mut wrong = Vec::new();
            for (name, sql) in checks {
                let count: i64 = rows.query_row(sql, [], |row| row.get(0))?;
                if count > 0 {
                    wrong.push(format!("the server's sums are wrong: {name}, {count} times"));
                }
            }
            Ok(wrong)
        };
        read().unwrap_or_else(|error| vec![error.to_string()])
    }
}

/// Makes `to` a copy of `from`.
fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    if to.is_dir() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
