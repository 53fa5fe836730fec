//! A refusal must reach the client that is still sending.
//!
//! A connection that is closed with bytes unread is reset, and a client in the middle of 8 MiB may never see why. So
//! what is still coming after a refusal is read and thrown away, within limits.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use futures_util::future::select;
use http::StatusCode;
use http::header::EXPECT;
use hyper::body::{Frame, SizeHint};
use safelight_protocol::MAX_SEALED_PART_BYTES;

use crate::app::App;

const MOST_TIME: Duration = Duration::from_secs(10);

pub(super) async fn rest(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // A client that waits for "100 Continue" has sent nothing yet, and must not be told to.
    let waits = parts.headers.contains_key(EXPECT);
    let body = Shared(Arc::new(Mutex::new(body)));
    let response = next.run(Request::from_parts(parts, Body::new(body.clone()))).await;
    let status = response.status();
    let refused = status.is_client_error() || status.is_server_error();
    if refused && !waits && status != StatusCode::REQUEST_TIMEOUT {
        select(std::pin::pin!(discard(body)), app.clock().sleep(MOST_TIME)).await;
    }
    response
}

async fn discard(mut body: Shared) {
    let mut left = MAX_SEALED_PART_BYTES;
    while !body.is_end_stream() {
        let frame = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
        let Some(Ok(frame)) = frame else { return };
        let bytes = frame.data_ref().map_or(0, Bytes::len);
        match left.checked_sub(u64::try_from(bytes).unwrap_or(u64::MAX)) {
            Some(less) => left = less,
            None => return,
        }
    }
}

/// A body of which the rest can still be read when the handler has dropped its end.
#[derive(Clone)]
struct Shared(Arc<Mutex<Body>>);

impl Shared {
    fn with<T>(&self, look: impl FnOnce(&mut Body) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.with(|body| Pin::new(body).poll_frame(context))
    }

    fn is_end_stream(&self) -> bool {
        self.with(|body| body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.with(|body| body.size_hint())
    }
}
