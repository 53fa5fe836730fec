//! Counts what crosses the network, whatever carries it.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;

use crate::ports::{EventSource, Remote, RemoteError, RemoteRequest, RemoteResponse};
use crate::sync::Live;

/// A remote whose bodies are counted as they move.
pub(crate) struct Metered {
    inner: Arc<dyn Remote>,
    live: Arc<Live>,
}

impl Metered {
    pub(crate) fn new(inner: Arc<dyn Remote>, live: Arc<Live>) -> Self {
        Self { inner, live }
    }

    fn counting(&self, mut request: RemoteRequest) -> RemoteRequest {
        let (live, listener) = (Arc::clone(&self.live), request.transferred.take());
        request.transferred = Some(Arc::new(move |sent, received| {
            live.moved(sent, received);
            if let Some(listener) = &listener {
                listener(sent, received);
            }
        }));
        request
    }
}

#[async_trait]
impl Remote for Metered {
    async fn send(&self, request: RemoteRequest) -> Result<RemoteResponse, RemoteError> {
        self.inner.send(self.counting(request)).await
    }

    async fn stream(
        &self,
        request: RemoteRequest,
    ) -> Result<Result<Box<dyn EventSource>, RemoteResponse>, RemoteError> {
        let opened = self.inner.stream(self.counting(request)).await?;
        Ok(opened.map(|inner| Box::new(Counted { inner, live: Arc::clone(&self.live) }) as Box<dyn EventSource>))
    }
}

struct Counted {
    inner: Box<dyn EventSource>,
    live: Arc<Live>,
}

#[async_trait]
impl EventSource for Counted {
    async fn next(&mut self) -> Result<Option<Bytes>, RemoteError> {
        let bytes = self.inner.next().await?;
        let count = bytes.as_ref().map_or(0, Bytes::len);
        self.live.moved(0, u64::try_from(count).unwrap_or(0));
        Ok(bytes)
    }
}
