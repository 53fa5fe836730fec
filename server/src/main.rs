//! `safelight-server`: the cloud of a person or a family on one machine.

mod arguments;

use std::process::ExitCode;

use arguments::{Arguments, Serve, Task};
use clap::Parser;
use safelight_server::{App, Ports, admin, serve};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("SAFELIGHT_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match Arguments::parse().task() {
        Task::Serve(task) => match run(task).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(error.as_ref()),
        },
        Task::Admin { data, json, command } => match admin::carry_out(&data, command).await {
            Ok(answer) if json => print(&format!("{answer}\n")),
            Ok(answer) => print(&admin::in_words(&answer)),
            Err(error) if json => {
                let document =
                    serde_json::json!({ "error": { "code": error.code(), "detail": chain(&error), "fix": null } });
                complain(&document.to_string());
                ExitCode::FAILURE
            }
            Err(error) => fail(&error),
        },
    }
}

async fn run(task: Serve) -> Result<(), Box<dyn std::error::Error>> {
    // From here on a signal ends the server in order, however early it comes.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let app = App::open(task.config.clone(), Ports::system()).await?;
    let listener =
        TcpListener::bind(task.listen).await.map_err(|error| format!("can't listen on {}: {error}", task.listen))?;
    let socket = admin::listen(&task.config.data)?;
    print(&format!("listening on http://{}\n", listener.local_addr()?));
    let stop = async {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
    };
    tokio::select! {
        () = serve(app.clone(), listener, stop) => {}
        () = app.keep_house_always() => {}
        () = socket.serve(&app) => {}
    }
    Ok(())
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    complain(&format!("safelight-server: {}", chain(error)));
    ExitCode::FAILURE
}

#[expect(clippy::print_stdout, reason = "this is the command's answer")]
fn print(text: &str) -> ExitCode {
    use std::io::Write;
    print!("{text}");
    match std::io::stdout().flush() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

#[expect(clippy::print_stderr, reason = "this is where a command says what went wrong")]
fn complain(text: &str) {
    eprintln!("{text}");
}
