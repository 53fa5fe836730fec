//! The server as a process: its sockets, its signals, and what it says when it is ready.

use std::future::Future;
use std::io::Write;
use std::sync::Arc;

use safelight_server::{App, Certificate, Ports, admin, serve, serve_metrics, serve_securely};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Notify;

use crate::arguments::Serve;

/// Serves until SIGTERM or SIGINT comes. SIGHUP: the certificate is read again.
pub(crate) async fn run(task: Serve) -> Result<(), Box<dyn std::error::Error>> {
    // From here on a signal ends the server in order, however early it comes.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let hangup = signal(SignalKind::hangup())?;
    let certificate = match task.tls {
        Some((certificate, key)) => Some(Arc::new(Certificate::open(certificate, key)?)),
        None => None,
    };
    let data = task.config.data.clone();
    let app = App::open(task.config, Ports::system()).await?;
    let listener =
        TcpListener::bind(task.listen).await.map_err(|error| format!("can't listen on {}: {error}", task.listen))?;
    let figures = match task.metrics {
        Some(address) => {
            let bound = TcpListener::bind(address).await;
            Some(bound.map_err(|error| format!("can't listen on {address} for metrics: {error}"))?)
        }
        None => None,
    };
    let socket = admin::listen(&data)?;
    greet(&app, certificate.is_some(), &listener, figures.as_ref()).await?;
    let stop = async {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
    };
    tokio::select! {
        () = listen(&app, listener, certificate.as_ref(), stop) => {}
        () = app.keep_house_always() => {}
        () = socket.serve(&app) => {}
        () = keep_fresh(&app, certificate.clone(), hangup) => {}
        () = tell_figures(&app, figures) => {}
    }
    Ok(())
}

async fn listen(
    app: &App,
    listener: TcpListener,
    certificate: Option<&Arc<Certificate>>,
    stop: impl Future<Output = ()>,
) {
    match certificate {
        Some(certificate) => serve_securely(app.clone(), listener, certificate, stop).await,
        None => serve(app.clone(), listener, stop).await,
    }
}

/// Serves the figures for as long as the server serves.
async fn tell_figures(app: &App, listener: Option<TcpListener>) {
    match listener {
        Some(listener) => serve_metrics(app.clone(), listener, std::future::pending()).await,
        None => std::future::pending().await,
    }
}

/// Says where the server listens, and on its first start how the first person gets in. A standard output that nobody
/// reads any more is no reason not to serve.
async fn greet(
    app: &App,
    secure: bool,
    listener: &TcpListener,
    figures: Option<&TcpListener>,
) -> Result<(), Box<dyn std::error::Error>> {
    let scheme = if secure { "https" } else { "http" };
    let mut text = format!("listening on {scheme}://{}\n", listener.local_addr()?);
    if let Some(address) = figures.map(TcpListener::local_addr).transpose()? {
        text.push_str(&format!("metrics on http://{address}/metrics\n"));
    }
    if let Some(code) = app.first_invitation().await? {
        text.push_str(&format!("invitation for the first account, good once and shown once: {code}\n"));
    }
    // In one piece: whoever has read the first line has all of it.
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    Ok(())
}

/// Has the certificate read again when it changes, and when SIGHUP asks for it, for ever.
async fn keep_fresh(app: &App, certificate: Option<Arc<Certificate>>, mut hangup: Signal) {
    let hurry = Arc::new(Notify::new());
    let asked = async {
        while hangup.recv().await.is_some() {
            hurry.notify_one();
        }
        std::future::pending().await
    };
    match certificate {
        Some(certificate) => tokio::select! {
            () = certificate.keep_fresh(app.clone(), Arc::clone(&hurry)) => {}
            () = asked => {}
        },
        None => asked.await,
    }
}
