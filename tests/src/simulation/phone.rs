//! A phone: a home folder, a key store and a clock that last, and processes that don't.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use safelight_core::account::StretchPolicy;
use safelight_core::ports::{MemoryVault, NoPhotos, NoRenderer, Ports};
use safelight_core::{Credentials, Options, Safelight, SafelightError, SignIn};
use safelight_protocol::account::Stretch;

use super::chance::Chance;
use super::journal::Journal;
use super::link::{Line, Link};
use super::process::{Killed, MortalDisk, MortalVault, MortalWorkers, Process};
use super::time::{DeviceClock, pause};

/// So little stretching that a seed does not spend its time on passwords.
const STRETCH: Stretch = Stretch { memory_kib: 8, passes: 1, lanes: 1 };

/// A process with its engine.
#[derive(Clone)]
struct Running {
    engine: Safelight,
    process: Arc<Process>,
}

/// One phone.
pub(super) struct Phone {
    pub(super) name: &'static str,
    pub(super) home: PathBuf,
    pub(super) clock: Arc<DeviceClock>,
    pub(super) line: Arc<Line>,
    pub(super) chance: Chance,
    journal: Arc<Journal>,
    rng: Arc<Chance>,
    vault: Arc<MemoryVault>,
    running: tokio::sync::Mutex<Option<Running>>,
    /// When the next process dies, and whether the last operation happens.
    fate: std::sync::Mutex<Option<(u64, bool)>>,
}

impl Phone {
    pub(super) fn new(
        name: &'static str,
        home: PathBuf,
        clock: Arc<DeviceClock>,
        line: Arc<Line>,
        chance: Chance,
    ) -> Self {
        Self {
            name,
            home,
            clock,
            journal: Arc::clone(&line.journal),
            line,
            rng: Arc::new(chance.fork("rng")),
            chance,
            vault: Arc::default(),
            running: tokio::sync::Mutex::default(),
            fate: std::sync::Mutex::default(),
        }
    }

    fn ports(&self, process: &Arc<Process>) -> Ports {
        Ports {
            clock: Arc::clone(&self.clock) as Arc<dyn safelight_core::ports::Clock>,
            rng: Arc::clone(&self.rng) as Arc<dyn safelight_core::ports::Rng>,
            workers: Arc::new(MortalWorkers {
                process: Arc::clone(process),
                chance: Chance::of_seed(self.chance.next()),
            }),
            disk: Arc::new(MortalDisk {
                process: Arc::clone(process),
                home: self.home.clone(),
                clock: Arc::clone(&self.clock),
            }),
            remote: Arc::new(Link { line: Arc::clone(&self.line), process: Arc::clone(process) }),
            vault: Arc::new(MortalVault { process: Arc::clone(process), inner: Arc::clone(&self.vault) }),
            photos: Arc::new(NoPhotos),
            renderer: Arc::new(NoRenderer),
        }
    }

    /// Lets the process die at a durable operation from now on, or live.
    pub(super) async fn doom(&self, fate: Option<(u64, bool)>) {
        *self.fate.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = fate;
        if let Some(running) = self.running.lock().await.as_ref() {
            arm(&running.process, fate);
        }
    }

    /// Ends the process now.
    pub(super) async fn kill(&self) {
        if let Some(running) = self.running.lock().await.take() {
            running.process.kill();
        }
    }

    /// The process; a new one where the last is dead.
    async fn running(&self) -> Result<Running, SafelightError> {
        let mut running = self.running.lock().await;
        if let Some(alive) = running.as_ref().filter(|running| !running.process.is_dead()) {
            return Ok(alive.clone());
        }
        *running = None;
        loop {
            let process = Process::new();
            let fate = self.fate.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
            arm(&process, fate);
            let options =
                Options { stretch: StretchPolicy::with_floor(STRETCH), ..Options::new("safelight-simulation/0.1.0") };
            let opened = process.run(Safelight::open(&self.home, self.ports(&process), options)).await;
            match opened {
                Ok(engine) => {
                    let engine = engine?;
                    self.journal.note(&format!("{} opens", self.name));
                    return Ok(running.insert(Running { engine, process }).clone());
                }
                Err(Killed) => {
                    self.journal.note(&format!("{} dies while it opens", self.name));
                    pause(1).await;
                }
            }
        }
    }

    /// Lets the engine do something; cut off where its process dies.
    pub(super) async fn attempt<T, F: Future<Output = T>>(
        &self,
        act: impl FnOnce(Safelight) -> F,
    ) -> Result<T, Killed> {
        let running = match self.running().await {
            Ok(running) => running,
            Err(error) => {
                self.journal.fail(format!("phone {} does not open: {error} {error:?}", self.name));
                return Err(Killed);
            }
        };
        let Running { engine, process } = running;
        let result = process.run(act(engine)).await;
        if result.is_err() {
            self.journal.note(&format!("{} was killed", self.name));
        }
        result
    }

    pub(super) fn credentials(&self) -> Credentials {
        Credentials {
            server: super::link::PUBLIC.to_owned(),
            email: "ada@example.org".to_owned(),
            password: "seven wet umbrellas dancing".to_owned(),
            device_name: format!("Phone {}", self.name),
        }
    }

    /// Signs in unless it is.
    pub(super) async fn sign_in(&self) -> Result<bool, Killed> {
        let credentials = self.credentials();
        self.attempt(|engine| async move {
            match engine.sign_in_state().await {
                SignIn::Active(_) => true,
                _ => match engine.sign_in(&credentials).await {
                    Ok(_) => true,
                    Err(error) => {
                        self.journal.note(&format!("{} can't sign in: {error:?}", self.name));
                        false
                    }
                },
            }
        })
        .await
    }
}

fn arm(process: &Process, fate: Option<(u64, bool)>) {
    match fate {
        Some((operations, last_happens)) => process.die_after(operations, last_happens),
        None => process.disarm(),
    }
}
