use tokio::sync::oneshot;

/// Where blocking work runs: disk, database, hashing, decoding. Never the caller's async thread.
pub trait Workers: Send + Sync {
    /// Runs `job` soon, on any thread that may block.
    fn run(&self, job: Box<dyn FnOnce() + Send>);
}

/// Tokio's pool of blocking threads. Must be used from inside a runtime.
#[derive(Debug, Clone, Copy, Default)]
pub struct TokioWorkers;

impl Workers for TokioWorkers {
    fn run(&self, job: Box<dyn FnOnce() + Send>) {
        tokio::task::spawn_blocking(job);
    }
}

/// Runs every job at once on the caller's thread: for the deterministic simulation.
#[derive(Debug, Clone, Copy, Default)]
pub struct InPlace;

impl Workers for InPlace {
    fn run(&self, job: Box<dyn FnOnce() + Send>) {
        job();
    }
}

/// A blocking job did not come back: it panicked, or the runtime is going down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a piece of blocking work ended without a result")]
pub struct WorkLost;

/// Runs `job` on the workers and waits for what it returns.
///
/// Dropping the future does not stop a job that has begun; its result is thrown away.
pub async fn offload<T, F>(workers: &dyn Workers, job: F) -> Result<T, WorkLost>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let (send, receive) = oneshot::channel();
    workers.run(Box::new(move || {
        // A receiver that is gone means that nobody waits any more.
        let _ = send.send(job());
    }));
    receive.await.map_err(|_| WorkLost)
}
