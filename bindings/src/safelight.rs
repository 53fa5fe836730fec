mod account;
mod albums;
mod conditions;
mod diagnosis;
mod files;
mod history;
mod library;
mod room;
mod sources;
mod sync;

use std::future::Future;
use std::sync::Arc;

use tokio::sync::watch;

pub(crate) use sync::standing;

use crate::cancel::{CancelToken, cancelled, happened};
use crate::door::Door;
use crate::error::SafelightError;
use crate::log::{self, LogLevel};
use crate::registration::Registration;
use crate::runtime::{self, CountedWorkers};
use crate::streams::{ChangeStream, StatusStream, SyncStream};
use crate::told::Teller;

/// One photo library on this device, open in this process.
///
/// Every function may be called from any thread and at any time. What is asynchronous may be dropped at any point; what may
/// take long takes a [`CancelToken`]. After [`shut_down`](Self::shut_down) each call ends with [`SafelightError::Closed`].
#[derive(uniffi::Object)]
pub struct Safelight {
    door: Arc<Door>,
    registration: Arc<Registration>,
    workers: CountedWorkers,
    /// Held by whoever suspends or resumes.
    moving: tokio::sync::Mutex<()>,
    me: std::sync::Weak<Self>,
}

/// The engine, for the time of one call.
pub(crate) type Engine = safelight_core::Safelight;

impl Safelight {
    pub(crate) fn behind(door: Arc<Door>, registration: Arc<Registration>, workers: CountedWorkers) -> Arc<Self> {
        let moving = tokio::sync::Mutex::default();
        Arc::new_cyclic(|me| Self { door, registration, workers, moving, me: me.clone() })
    }

    pub(crate) fn door(&self) -> &Arc<Door> {
        &self.door
    }

    /// Whoever says things as of now.
    pub(crate) fn teller(&self) -> Teller {
        self.registration.catalogue().teller()
    }

    /// Asks the engine something. A call that is inside when the library is suspended is cut off.
    pub(crate) async fn ask<T, E, Asked>(
        &self,
        question: impl FnOnce(Engine) -> Asked + Send + 'static,
    ) -> Result<T, SafelightError>
    where
        T: Send + 'static,
        E: Into<SafelightError>,
        Asked: Future<Output = Result<T, E>> + Send + 'static,
    {
        self.ask_for_long(None, question).await
    }

    /// The same for what may take long, with a way to cancel it.
    pub(crate) async fn ask_for_long<T, E, Asked>(
        &self,
        cancel: Option<Arc<CancelToken>>,
        question: impl FnOnce(Engine) -> Asked + Send + 'static,
    ) -> Result<T, SafelightError>
    where
        T: Send + 'static,
        E: Into<SafelightError>,
        Asked: Future<Output = Result<T, E>> + Send + 'static,
    {
        let door = Arc::clone(&self.door);
        runtime::run(async move {
            let answer = async {
                let visit = door.enter().await?;
                let leave = visit.leave.clone();
                let answer = Box::pin(question(visit.engine()?));
                tokio::select! {
                    biased;
                    () = happened(leave) => Err(left(&door)),
                    answer = answer => answer.map_err(Into::into),
                }
            };
            tokio::select! {
                biased;
                () = cancelled(cancel.as_ref()) => Err(SafelightError::Cancelled),
                answer = answer => answer,
            }
        })
        .await
    }

    /// Runs something that ends in good order when its flag is raised: by the token, by who drops the call, or because the
    /// library is suspended.
    pub(crate) async fn run_until_told<T, E, Ran>(
        &self,
        cancel: Option<Arc<CancelToken>>,
        work: impl FnOnce(Engine, watch::Receiver<bool>) -> Ran + Send + 'static,
    ) -> Result<T, SafelightError>
    where
        T: Send + 'static,
        E: Into<SafelightError>,
        Ran: Future<Output = Result<T, E>> + Send + 'static,
    {
        let (stop, stopped) = watch::channel(false);
        let (door, raise) = (Arc::clone(&self.door), stop.clone());
        runtime::run_to_its_end(stop, async move {
            let visit = tokio::select! {
                biased;
                () = cancelled(cancel.as_ref()) => return Err(SafelightError::Cancelled),
                () = happened(stopped.clone()) => return Err(SafelightError::Cancelled),
                visit = door.enter() => visit?,
            };
            let mut ran = Box::pin(work(visit.engine()?, stopped));
            let told = tokio::select! {
                biased;
                () = cancelled(cancel.as_ref()) => SafelightError::Cancelled,
                () = happened(visit.leave.clone()) => left(&door),
                ran = &mut ran => return ran.map_err(Into::into),
            };
            raise.send_replace(true);
            // It ends within a second; how it ended stands in the ledger of windows.
            let ended: Result<T, SafelightError> = ran.await.map_err(Into::into);
            match ended {
                Ok(_) | Err(_) if matches!(told, SafelightError::Cancelled | SafelightError::Closed) => Err(told),
                Err(error) => Err(error),
                Ok(_) => Err(told),
            }
        })
        .await
    }
}

/// What a call hears that was inside when the door was shut.
fn left(door: &Door) -> SafelightError {
    if door.is_closed() { SafelightError::Closed } else { SafelightError::interrupted() }
}

#[uniffi::export]
impl Safelight {
    /// Ends what runs, closes the store and holds no lock on any file when it returns: to be called before the system
    /// suspends the app. A run ends within a second and in good order, other calls with [`SafelightError::Wait`]. Calls that
    /// come while suspended wait for [`resume`](Self::resume). Suspending twice is fine.
    ///
    /// # Errors
    /// [`SafelightError::Closed`] after a shut-down.
    pub async fn suspend(&self) -> Result<(), SafelightError> {
        let me = self.me()?;
        runtime::run(async move {
            let _moving = me.moving.lock().await;
            if me.door.is_closed() {
                return Err(SafelightError::Closed);
            }
            me.door.suspend().await
        })
        .await
    }

    /// Opens the store again. Streams tell what is new. Resuming what is not suspended is fine.
    ///
    /// # Errors
    /// Like opening. The library stays suspended then, and may be resumed again.
    pub async fn resume(&self) -> Result<(), SafelightError> {
        let me = self.me()?;
        runtime::run(async move {
            let _moving = me.moving.lock().await;
            if me.door.is_closed() {
                return Err(SafelightError::Closed);
            }
            if me.door.is_suspended() {
                me.door.admit(me.registration.engine(&me.workers).await?);
            }
            Ok(())
        })
        .await
    }

    /// Ends what runs and closes the store for good in this process. Calls and streams end; opening the registration again
    /// gives a new library. Doing it twice is fine.
    ///
    /// # Errors
    /// Only a mistake of ours.
    pub async fn shut_down(&self) -> Result<(), SafelightError> {
        let me = self.me()?;
        runtime::run(async move {
            let _moving = me.moving.lock().await;
            me.door.close().await
        })
        .await
    }

    /// Whether it was shut down.
    pub fn is_shut_down(&self) -> bool {
        self.door.is_closed()
    }

    /// How it stands, now and whenever that changes. Each caller has a stream of its own.
    ///
    /// # Errors
    /// Only a mistake of ours.
    pub fn status_stream(&self) -> Result<Arc<StatusStream>, SafelightError> {
        Ok(StatusStream::of(self.me()?))
    }

    /// Which photos and albums change, from now on. Each caller has a stream of its own.
    ///
    /// # Errors
    /// Only a mistake of ours.
    pub fn change_stream(&self) -> Result<Arc<ChangeStream>, SafelightError> {
        Ok(ChangeStream::of(self.me()?))
    }

    /// Stays in step with the cloud as long as somebody asks for the next outcome: runs when the cloud says that something
    /// changed, and when something changed here.
    ///
    /// # Errors
    /// Only a mistake of ours.
    pub fn sync_stream(&self) -> Result<Arc<SyncStream>, SafelightError> {
        Ok(SyncStream::of(self.me()?))
    }

    /// The system says that the network has changed: whoever answers at the server's addresses must prove itself anew.
    pub fn network_changed(&self) {
        if let Ok(me) = self.me() {
            runtime::beside(async move {
                let changed = me.ask(|engine| async move {
                    engine.network_changed();
                    Ok::<_, SafelightError>(())
                });
                if let Err(error) = changed.await {
                    log::note(LogLevel::Info, "network", &error.to_string());
                }
            });
        }
    }
}

impl Safelight {
    fn me(&self) -> Result<Arc<Self>, SafelightError> {
        self.me.upgrade().ok_or(SafelightError::Closed)
    }
}
