//! `safelight-simulator`: two phones and a cloud on a web page.
//!
//! Starts a real server and two real engines in one process, puts a dozen photographs onto the phones and prints the
//! address of a page that shows them. Everything lies in one folder: a temporary one, unless another is named.

mod api;
mod camera;
mod clock;
mod cloud;
mod disk;
mod link;
mod log;
mod mend;
mod page;
mod phone;
mod reasons;
mod room;
mod samples;
mod simulator;
mod state;
mod stop;
mod story;
mod ticker;
mod view;
mod words;

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use safelight_core::Locale;
use safelight_core::ports::{Clock, SystemClock};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use api::Shared;
use simulator::Simulator;

/// Two phones and a cloud on a web page.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Keep everything in this folder, and go on from there next time [default: a temporary folder]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where the page is; loopback only, for whoever opens it may use both phones
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("SAFELIGHT_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    words::speak(&Locale::from_environment(|name| std::env::var(name).ok()).in_zone(SystemClock.zone()));
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    if !arguments.listen.ip().is_loopback() {
        return Err("the page is for this machine only: listen on a loopback address".into());
    }
    // From here on a signal ends everything in order, however early it comes.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let listener = TcpListener::bind(arguments.listen)
        .await
        .map_err(|error| format!("can't listen on {}: {error}", arguments.listen))?;
    let temporary = tempfile::tempdir()?;
    let folder = arguments.data.as_deref().unwrap_or(temporary.path());
    std::fs::create_dir_all(folder)?;
    let address = listener.local_addr()?;
    let started = tokio::select! {
        started = Simulator::start(folder) => started?,
        _ = terminate.recv() => return Ok(()),
        _ = interrupt.recv() => return Ok(()),
    };
    let stop = watch::Sender::new(false);
    let (snapshots, shown) = watch::channel(Arc::from(""));
    let ticking = tokio::spawn(ticker::run(Arc::clone(&started), snapshots, stop.subscribe()));
    let page = api::router(Shared { simulator: Arc::clone(&started), snapshots: shown });
    say(&format!("Safelight simulator: open http://{address} in a browser. Ctrl-C ends it.\n"))?;
    tokio::select! {
        served = axum::serve(listener, page) => served?,
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    stop.send_replace(true);
    ticking.await?;
    started.stop().await;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the address of the page is this program's answer")]
fn say(text: &str) -> std::io::Result<()> {
    use std::io::Write;
    print!("{text}");
    std::io::stdout().flush()
}

#[expect(clippy::print_stderr, reason = "this is where a command says what went wrong")]
fn complain(error: &dyn Error) {
    eprint!("safelight-simulator: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprint!(": {error}");
        cause = error.source();
    }
    eprintln!();
}
