//! Where everything runs: a runtime of our own.
//!
//! UniFFI polls futures on whichever thread the other language has; the engine needs timers, sockets and threads that may
//! block. So an exported function spawns its work here and awaits it. Dropping the wait ends the work.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use safelight_core::ports::{TokioWorkers, Workers};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::error::SafelightError;
use crate::log;

static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// Starts the runtime if it does not run yet. `threads`: how many, the first time.
pub(crate) fn start(threads: usize) -> Result<(), SafelightError> {
    if RUNTIME.get().is_some() {
        return Ok(());
    }
    let built = Builder::new_multi_thread().worker_threads(threads).thread_name("safelight").enable_all().build();
    let runtime = built.map_err(|error| SafelightError::bug(&format!("no runtime: {error}")))?;
    if let Err(second) = RUNTIME.set(runtime) {
        // Somebody else was faster.
        second.shutdown_background();
    }
    Ok(())
}

/// Carries out a piece of work here. Whoever drops the future ends the work at its next wait.
pub(crate) async fn run<T: Send + 'static>(
    work: impl Future<Output = Result<T, SafelightError>> + Send + 'static,
) -> Result<T, SafelightError> {
    AbortOnDrop(spawn(work)?).await
}

/// Carries out a piece of work that ends in good order when it is told to: whoever drops the future tells it to, and it goes
/// on here until it has ended.
pub(crate) async fn run_to_its_end<T: Send + 'static>(
    stop: watch::Sender<bool>,
    work: impl Future<Output = Result<T, SafelightError>> + Send + 'static,
) -> Result<T, SafelightError> {
    let _told = TellOnDrop(stop);
    joined(spawn(work)?.await)
}

fn spawn<F>(work: F) -> Result<JoinHandle<F::Output>, SafelightError>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let runtime = RUNTIME.get().ok_or_else(|| SafelightError::bug("nothing was registered"))?;
    Ok(runtime.spawn(work))
}

/// Carries out something beside, for nobody.
pub(crate) fn beside(work: impl Future<Output = ()> + Send + 'static) {
    if let Some(runtime) = RUNTIME.get() {
        runtime.spawn(work);
    }
}

/// Runs what may block: a call into the app.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, SafelightError> {
    joined(tokio::task::spawn_blocking(work).await.map(Ok))
}

fn joined<T>(ended: Result<Result<T, SafelightError>, tokio::task::JoinError>) -> Result<T, SafelightError> {
    ended.unwrap_or_else(|error| match error.try_into_panic() {
        Ok(panic) => Err(panicked(panic.as_ref())),
        Err(_) => Err(SafelightError::interrupted()),
    })
}

/// A panic as an error. The log has heard of it first.
fn panicked(panic: &(dyn Any + Send)) -> SafelightError {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned());
    log::note(log::LogLevel::Error, "panic", &text);
    SafelightError::bug(&text)
}

struct AbortOnDrop<T>(JoinHandle<Result<T, SafelightError>>);

impl<T> Future for AbortOnDrop<T> {
    type Output = Result<T, SafelightError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(joined)
    }
}

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct TellOnDrop(watch::Sender<bool>);

impl Drop for TellOnDrop {
    fn drop(&mut self) {
        self.0.send_replace(true);
    }
}

/// Tokio's blocking threads, counted: a job that has begun goes on when nobody waits for it any more, and holds the store.
#[derive(Debug, Clone, Default)]
pub(crate) struct CountedWorkers(Arc<watch::Sender<usize>>);

impl CountedWorkers {
    /// Returns when no job runs.
    pub(crate) async fn idle(&self) {
        // The sender lives as long as `self`.
        let _ = self.0.subscribe().wait_for(|jobs| *jobs == 0).await;
    }
}

impl Workers for CountedWorkers {
    fn run(&self, job: Box<dyn FnOnce() + Send>) {
        self.0.send_modify(|jobs| *jobs += 1);
        let counted = Counted(Arc::clone(&self.0));
        TokioWorkers.run(Box::new(move || {
            let _counted = counted;
            job();
        }));
    }
}

/// One job that was begun, until it has ended or was thrown away.
struct Counted(Arc<watch::Sender<usize>>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.send_modify(|jobs| *jobs -= 1);
    }
}
