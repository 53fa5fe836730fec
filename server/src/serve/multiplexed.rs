//! HTTP/2: many requests at once on one connection.
//!
//! What HTTP/1.1 promises holds for each stream: a connection on which nobody asks anything is ended after [`HEAD`], and
//! one with an answer that the client does not take for [`WRITE_STALL`], though it answers pings, is let go.

use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::ConnectInfo;
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio_rustls::server::TlsStream;
use tower::ServiceExt;

use super::stall::Stalling;
use super::{Connection, FAREWELL, HEAD, MOST_HEAD_BYTES, WRITE_STALL};
use crate::port::Clock;

/// How often a connection is looked at.
const TICK: Duration = Duration::from_secs(1);

/// The most requests at once on one connection.
const MOST_STREAMS: u32 = 100;

/// An answer goes out in pieces of this size, so that it is seen whether the client takes them.
const PIECE: usize = 64 * 1024;

const PING: Duration = Duration::from_secs(20);

pub(super) async fn serve(mut connection: Connection, stream: TlsStream<Stalling>) {
    let clock = Arc::clone(connection.app.clock());
    let streams = Arc::new(Streams::new(Arc::clone(&clock)));
    let service = {
        let (router, peer, streams) = (connection.router.clone(), connection.peer, Arc::clone(&streams));
        service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            let (router, open) = (router.clone(), streams.open());
            async move {
                let response = router.oneshot(request).await?;
                Ok::<_, std::convert::Infallible>(response.map(|body| open.answer(body)))
            }
        })
    };
    let http = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .max_concurrent_streams(MOST_STREAMS)
        .max_header_list_size(u32::try_from(MOST_HEAD_BYTES).unwrap_or(u32::MAX))
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING)
        .serve_connection(TokioIo::new(stream), service);
    let mut http = pin!(http);
    let mut end_by_ms = None;
    loop {
        tokio::select! {
            ended = http.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended");
                }
                return;
            }
            _ = connection.stopping.changed(), if end_by_ms.is_none() => {
                http.as_mut().graceful_shutdown();
                // The server's own farewell is the limit.
                end_by_ms = Some(i64::MAX);
            }
            () = clock.sleep(TICK) => {}
        }
        let now_ms = clock.now_ms();
        match streams.judge(now_ms) {
            Standing::Stalled => return,
            Standing::Idle if end_by_ms.is_none() => {
                http.as_mut().graceful_shutdown();
                end_by_ms = Some(now_ms.saturating_add(millis(FAREWELL)));
            }
            Standing::Idle | Standing::Busy if end_by_ms.is_some_and(|end| end <= now_ms) => return,
            Standing::Idle | Standing::Busy => {}
        }
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// How a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Busy,
    /// Nobody has asked anything for a while.
    Idle,
    /// The client has not taken a piece of an answer for too long.
    Stalled,
}

/// The streams of one connection.
struct Streams {
    clock: Arc<dyn Clock>,
    open: Mutex<Open>,
}

struct Open {
    begun: u64,
    /// Since when each waits for the client; none while it waits for us.
    waiting_since_ms: BTreeMap<u64, Option<i64>>,
    idle_since_ms: i64,
}

impl Streams {
    fn new(clock: Arc<dyn Clock>) -> Self {
        let open = Open { begun: 0, waiting_since_ms: BTreeMap::new(), idle_since_ms: clock.now_ms() };
        Self { clock, open: Mutex::new(open) }
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(self: &Arc<Self>) -> OpenStream {
        let mut open = self.lock();
        open.begun += 1;
        let number = open.begun;
        open.waiting_since_ms.insert(number, None);
        OpenStream { streams: Arc::clone(self), number }
    }

    fn judge(&self, now_ms: i64) -> Standing {
        let open = self.lock();
        let over = |since: i64, patience| now_ms.saturating_sub(since) >= millis(patience);
        if open.waiting_since_ms.values().flatten().any(|since| over(*since, WRITE_STALL)) {
            return Standing::Stalled;
        }
        if open.waiting_since_ms.is_empty() && over(open.idle_since_ms, HEAD) { Standing::Idle } else { Standing::Busy }
    }
}

/// One stream, from its head until the last piece of its answer has left.
struct OpenStream {
    streams: Arc<Streams>,
    number: u64,
}

impl OpenStream {
    fn answer(self, body: Body) -> Pieces {
        self.waits_for(Waits::Client);
        Pieces { body, rest: Bytes::new(), stream: self }
    }

    fn waits_for(&self, whom: Waits) {
        let since = match whom {
            Waits::Client => Some(self.streams.clock.now_ms()),
            Waits::Us => None,
        };
        self.streams.lock().waiting_since_ms.insert(self.number, since);
    }
}

enum Waits {
    Client,
    Us,
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        let mut open = self.streams.lock();
        open.waiting_since_ms.remove(&self.number);
        open.idle_since_ms = self.streams.clock.now_ms();
    }
}

/// The body of an answer in pieces. The next one is asked for when the client has room for it.
struct Pieces {
    body: Body,
    rest: Bytes,
    stream: OpenStream,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.rest.is_empty() {
            self.stream.waits_for(Waits::Us);
            match ready!(Pin::new(&mut self.body).poll_frame(context)).map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(data))) => self.rest = data,
                Some(Ok(Err(other))) => return Poll::Ready(Some(Ok(other))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
        self.stream.waits_for(Waits::Client);
        let length = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(length);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let rest = u64::try_from(self.rest.len()).unwrap_or(u64::MAX);
        let hint = self.body.size_hint();
        let mut whole = SizeHint::new();
        whole.set_lower(hint.lower().saturating_add(rest));
        if let Some(upper) = hint.upper().and_then(|upper| upper.checked_add(rest)) {
            whole.set_upper(upper);
        }
        whole
    }
}
