/// Where work is done that blocks: the database and the folder of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocking {
    /// On tokio's threads for it, beside the requests.
    Threads,
    /// In the caller's own thread, which first lets others have a turn: everything else that is ready may happen between two
    /// pieces of work, and a caller that is dropped is cut off there. For simulations.
    Inline,
}

/// The work panicked: it did not end, and what it held was rolled back.
#[derive(Debug, thiserror::Error)]
#[error("blocking work did not end")]
pub struct Unfinished;

impl Blocking {
    /// Does the work and gives its result.
    ///
    /// Work on threads goes on when the caller is dropped: a request that is cut off commits or does not, never half.
    pub(crate) async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Unfinished> {
        match self {
            Self::Inline => {
                tokio::task::yield_now().await;
                Ok(work())
            }
            Self::Threads => tokio::task::spawn_blocking(work).await.map_err(|_| Unfinished),
        }
    }
}
