//! The API on a listener: connections with limits in time and number.
//!
//! Plain connections speak HTTP/1.1; on secure ones client and server agree on HTTP/2 or HTTP/1.1 (ALPN). A connection
//! that does not end its TLS handshake within [`HANDSHAKE`], or sends no complete head within [`HEAD`], is closed, a body
//! that trickles is cut off by the handlers, and a reader that takes nothing for [`WRITE_STALL`] is let go.

mod certificate;
mod multiplexed;
mod stall;

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use crate::app::App;
pub use certificate::{Certificate, CertificateError, Reading};
use stall::Stalling;

/// A connection must end its TLS handshake within this time.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// A connection must send a complete head within this time, the first one and each one after it.
const HEAD: Duration = Duration::from_secs(15);

/// A client that takes no byte of an answer for this long has gone.
const WRITE_STALL: Duration = Duration::from_secs(30);

/// What runs may take this long to end when the server stops.
const FAREWELL: Duration = Duration::from_secs(10);

/// The most connections at once: a few below the usual limit on open files.
const MOST_CONNECTIONS: usize = 900;

const MOST_HEAD_BYTES: usize = 64 * 1024;

/// Serves plain connections until `stop` is ready; then finishes what runs and returns.
pub async fn serve(app: App, listener: TcpListener, stop: impl Future<Output = ()>) {
    let router = app.router();
    accept(app, router, listener, None, stop).await;
}

/// Serves something else than the API in the same way.
pub(crate) async fn serve_router(
    app: App,
    router: axum::Router,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) {
    accept(app, router, listener, None, stop).await;
}

/// Serves TLS connections, each with the certificate as it is when it begins, until `stop` is ready; then finishes what
/// runs and returns.
pub async fn serve_securely(
    app: App,
    listener: TcpListener,
    certificate: &Certificate,
    stop: impl Future<Output = ()>,
) {
    let router = app.router();
    accept(app, router, listener, Some(certificate.acceptor()), stop).await;
}

async fn accept(
    app: App,
    router: axum::Router,
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    stop: impl Future<Output = ()>,
) {
    let (farewell, stopping) = watch::channel(());
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut stop = pin!(stop);
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
                    let connection = Connection {
                        app: app.clone(),
                        router: router.clone(),
                        peer,
                        stopping: stopping.clone(),
                        _permit: permit,
                    };
                    let stream = Stalling::new(stream, Arc::clone(app.clock()), WRITE_STALL);
                    tokio::spawn(connection.run(stream, tls.clone()));
                }
            }
            Err(error) => {
                tracing::warn!(%error, "could not accept a connection");
                app.clock().sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop((listener, stopping));
    app.end_streams();
    let _ = farewell.send(());
    let patience = app.clock().sleep(FAREWELL);
    tokio::select! {
        () = farewell.closed() => {}
        () = patience => tracing::warn!("some requests did not end in time"),
    }
}

/// One connection and what it needs.
struct Connection {
    app: App,
    router: axum::Router,
    peer: SocketAddr,
    stopping: watch::Receiver<()>,
    _permit: OwnedSemaphorePermit,
}

impl Connection {
    async fn run(self, stream: Stalling, tls: Option<TlsAcceptor>) {
        let app = self.app.clone();
        let _connected = app.traffic().connect();
        let Some(tls) = tls else { return self.one_by_one(stream).await };
        let handshake = tls.accept(stream);
        let late = self.app.clock().sleep(HANDSHAKE);
        let shaken = tokio::select! {
            shaken = handshake => shaken,
            () = late => Err(std::io::ErrorKind::TimedOut.into()),
        };
        match shaken {
            Ok(stream) if stream.get_ref().1.alpn_protocol() == Some(certificate::HTTP_2) => {
                multiplexed::serve(self, stream).await;
            }
            Ok(stream) => self.one_by_one(stream).await,
            Err(error) => tracing::debug!(%error, "a TLS handshake failed"),
        }
    }

    /// HTTP/1.1: one request after another.
    async fn one_by_one(mut self, stream: impl AsyncRead + AsyncWrite + Unpin + Send) {
        let (router, peer) = (self.router.clone(), self.peer);
        let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(MOST_HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            _ = self.stopping.changed() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended");
        }
    }
}
