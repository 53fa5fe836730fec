//! The API on a listener: connections with limits in time and number.
//!
//! HTTP/1.1 only: there is no TLS here yet to negotiate more. A connection that sends no complete head within
//! [`HEAD`] is closed, a body that trickles is cut off by the handlers, and a reader that takes nothing for
//! [`WRITE_STALL`] is let go.

mod stall;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

use crate::app::App;
use stall::Stalling;

/// A connection must send a complete head within this time, the first one and each one after it.
const HEAD: Duration = Duration::from_secs(15);

/// A client that takes no byte of an answer for this long has gone.
const WRITE_STALL: Duration = Duration::from_secs(30);

/// What runs may take this long to end when the server stops.
const FAREWELL: Duration = Duration::from_secs(10);

/// The most connections at once: a few below the usual limit on open files.
const MOST_CONNECTIONS: usize = 900;

const MOST_HEAD_BYTES: usize = 64 * 1024;

/// Serves connections until `stop` is ready; then finishes what runs and returns.
pub async fn serve(app: App, listener: TcpListener, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let router = app.router();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            // Beyond the most, a connection is closed at once: the others go on undisturbed.
            Ok((stream, peer)) => {
                // Small answers must not wait for more to come.
                let _ = stream.set_nodelay(true);
                if let Ok(permit) = Arc::clone(&room).try_acquire_owned() {
                    let stream = Stalling::new(stream, Arc::clone(app.clock()), WRITE_STALL);
                    tokio::spawn(connection(stream, peer, router.clone(), graceful.watcher(), permit));
                }
            }
            Err(error) => {
                tracing::warn!(%error, "could not accept a connection");
                app.clock().sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    app.end_streams();
    let farewell = app.clock().sleep(FAREWELL);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = farewell => tracing::warn!("some requests did not end in time"),
    }
}

async fn connection(
    stream: Stalling,
    peer: SocketAddr,
    router: axum::Router,
    watcher: hyper_util::server::graceful::Watcher,
    _permit: OwnedSemaphorePermit,
) {
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(MOST_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended");
    }
}
