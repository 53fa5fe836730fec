//! The door between an app's calls and the engine: who is inside, and whether anybody may enter.
//!
//! A call enters, uses the engine and leaves. Suspending tells those inside to leave, lets nobody in, waits until everybody
//! is out and every blocking job of theirs has ended, and only then lets go of the engine: so the store's files are closed
//! and no lock is held. Calls that come meanwhile wait for the resume, or hear that the library was shut down.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::error::SafelightError;
use crate::runtime::CountedWorkers;

/// Whether calls may enter.
#[derive(Clone)]
enum Standing {
    /// They may: here is the engine, and a flag that is raised when they are to leave.
    Open(safelight_core::Safelight, watch::Sender<bool>),
    /// They wait.
    Suspended,
    /// They hear that it is over.
    Closed,
}

struct Hall {
    standing: Standing,
    inside: usize,
}

pub(crate) struct Door {
    hall: Mutex<Hall>,
    /// Told whenever the hall changes.
    changed: watch::Sender<u64>,
    workers: CountedWorkers,
}

impl Door {
    pub(crate) fn open(engine: safelight_core::Safelight, workers: CountedWorkers) -> Arc<Self> {
        let standing = Standing::Open(engine, watch::Sender::new(false));
        Arc::new(Self { hall: Mutex::new(Hall { standing, inside: 0 }), changed: watch::Sender::new(0), workers })
    }

    fn hall(&self) -> MutexGuard<'_, Hall> {
        self.hall.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Enters; waits while the library is suspended.
    pub(crate) async fn enter(self: &Arc<Self>) -> Result<Visit, SafelightError> {
        let mut changed = self.changed.subscribe();
        loop {
            {
                let mut hall = self.hall();
                match &hall.standing {
                    Standing::Open(engine, leave) => {
                        let (engine, leave) = (engine.clone(), leave.subscribe());
                        hall.inside += 1;
                        return Ok(Visit { engine: Some(engine), leave, door: Arc::clone(self) });
                    }
                    Standing::Closed => return Err(SafelightError::Closed),
                    Standing::Suspended => {}
                }
            }
            if changed.changed().await.is_err() {
                return Err(SafelightError::Closed);
            }
        }
    }

    /// The engine where it is open just now, for a look that waits for nothing and is over at once.
    pub(crate) fn glance(&self) -> Option<safelight_core::Safelight> {
        match &self.hall().standing {
            Standing::Open(engine, _) => Some(engine.clone()),
            Standing::Suspended | Standing::Closed => None,
        }
    }

    /// Whether it is shut for ever.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self.hall().standing, Standing::Closed)
    }

    /// Whether calls wait.
    pub(crate) fn is_suspended(&self) -> bool {
        matches!(self.hall().standing, Standing::Suspended)
    }

    /// Lets nobody in, and returns when everybody is out and the engine's files are closed.
    pub(crate) async fn suspend(self: &Arc<Self>) -> Result<(), SafelightError> {
        self.shut(Standing::Suspended).await
    }

    /// The same for ever.
    pub(crate) async fn close(self: &Arc<Self>) -> Result<(), SafelightError> {
        self.shut(Standing::Closed).await
    }

    async fn shut(self: &Arc<Self>, standing: Standing) -> Result<(), SafelightError> {
        let mut changed = self.changed.subscribe();
        let before = {
            let mut hall = self.hall();
            if matches!(hall.standing, Standing::Closed) {
                return Ok(());
            }
            std::mem::replace(&mut hall.standing, standing)
        };
        self.tell();
        if let Standing::Open(_, leave) = &before {
            leave.send_replace(true);
        }
        while self.hall().inside > 0 {
            // The sender lives as long as `self`.
            let _ = changed.changed().await;
        }
        self.workers.idle().await;
        // Closing a database writes its journal back: no work for a thread that others wait for.
        crate::runtime::blocking(move || drop(before)).await
    }

    /// Lets calls in again, with an engine that was opened anew.
    pub(crate) fn admit(&self, engine: safelight_core::Safelight) {
        {
            let mut hall = self.hall();
            if matches!(hall.standing, Standing::Suspended) {
                hall.standing = Standing::Open(engine, watch::Sender::new(false));
            }
        }
        self.tell();
    }
}

/// One call that is inside.
pub(crate) struct Visit {
    /// There until the visit ends.
    engine: Option<safelight_core::Safelight>,
    /// Raised when the call is to leave.
    pub(crate) leave: watch::Receiver<bool>,
    door: Arc<Door>,
}

impl Visit {
    /// The engine. Whoever takes it lets go of it before the visit ends.
    pub(crate) fn engine(&self) -> Result<safelight_core::Safelight, SafelightError> {
        self.engine.clone().ok_or(SafelightError::Closed)
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.engine = None;
        self.door.hall().inside -= 1;
        self.door.tell();
    }
}
