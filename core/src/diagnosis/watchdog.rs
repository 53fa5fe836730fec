//! A transfer that never ends is ended: whatever carries it, and however little it says.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;

use crate::ports::{Clock, EventSource, Prober, Remote, RemoteError, RemoteRequest, RemoteResponse};

/// A way keeps its own idle time. After this many times as long without a byte it is not believed any more.
const PATIENCE: u32 = 3;

/// A remote whose requests end.
pub(crate) struct Watched {
    inner: Arc<dyn Remote>,
    clock: Arc<dyn Clock>,
    ended: Arc<AtomicU64>,
}

impl Watched {
    /// Watches over a way; `ended` counts the transfers that were ended.
    pub(crate) fn new(inner: Arc<dyn Remote>, clock: Arc<dyn Clock>, ended: Arc<AtomicU64>) -> Self {
        Self { inner, clock, ended }
    }
}

#[async_trait]
impl Remote for Watched {
    async fn send(&self, mut request: RemoteRequest) -> Result<RemoteResponse, RemoteError> {
        let moved = Arc::new(AtomicU64::new(0));
        let (counter, listener) = (Arc::clone(&moved), request.transferred.take());
        request.transferred = Some(Arc::new(move |sent, received| {
            counter.fetch_add(1, Ordering::Relaxed);
            if let Some(listener) = &listener {
                listener(sent, received);
            }
        }));
        let patience = request.idle_timeout * PATIENCE;
        let mut work = self.inner.send(request);
        loop {
            let before = moved.load(Ordering::Relaxed);
            tokio::select! {
                biased;
                result = &mut work => return result,
                () = self.clock.sleep(patience) => {
                    if moved.load(Ordering::Relaxed) == before {
                        self.ended.fetch_add(1, Ordering::Relaxed);
                        return Err(RemoteError::Timeout);
                    }
                }
            }
        }
    }

    async fn stream(
        &self,
        request: RemoteRequest,
    ) -> Result<Result<Box<dyn EventSource>, RemoteResponse>, RemoteError> {
        self.inner.stream(request).await
    }

    fn prober(&self) -> Option<Arc<dyn Prober>> {
        self.inner.prober()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::ports::{Method, SystemClock};

    /// A way on which nothing ever ends; some bytes move first.
    struct Endless(u32);

    #[async_trait]
    impl Remote for Endless {
        async fn send(&self, request: RemoteRequest) -> Result<RemoteResponse, RemoteError> {
            for _ in 0..self.0 {
                SystemClock.sleep(Duration::from_secs(20)).await;
                if let Some(transferred) = &request.transferred {
                    transferred(1, 0);
                }
            }
            std::future::pending().await
        }

        async fn stream(&self, _: RemoteRequest) -> Result<Result<Box<dyn EventSource>, RemoteResponse>, RemoteError> {
            Err(RemoteError::Offline)
        }
    }

    fn request() -> RemoteRequest {
        RemoteRequest {
            method: Method::Get,
            url: String::new(),
            headers: Vec::new(),
            body: bytes::Bytes::new(),
            max_answer: 0,
            idle_timeout: Duration::from_secs(10),
            transferred: None,
            authority: None,
            unchanged: None,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_transfer_that_stands_still_is_ended_and_one_that_moves_is_not() {
        let ended = Arc::new(AtomicU64::new(0));
        for (moves, least_s) in [(0, 30), (9, 180)] {
            let begun = tokio::time::Instant::now();
            let watched = Watched::new(Arc::new(Endless(moves)), Arc::new(SystemClock), Arc::clone(&ended));
            assert_eq!(watched.send(request()).await.unwrap_err(), RemoteError::Timeout);
            let took = begun.elapsed().as_secs();
            assert!((least_s..=least_s + 60).contains(&took), "{took} s after {moves} movements");
        }
        assert_eq!(ended.load(Ordering::Relaxed), 2);
    }
}
