//! `safelight-server`: the cloud of a person or a family on one machine.

mod arguments;
mod running;

use std::process::ExitCode;

use arguments::{Arguments, LogFormat, Task};
use clap::Parser;
use safelight_server::admin;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    // What is written from here on, in the server's folder or a backup's, is for its owner only.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let task = Arguments::parse().task();
    log(match &task {
        Task::Serve(task) => task.log_format,
        Task::Admin { .. } => LogFormat::Text,
    });
    match task {
        Task::Serve(task) => match running::run(*task).await {
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

fn log(format: LogFormat) {
    let usual = || EnvFilter::new("info,rusqlite_migration=warn");
    let filter = EnvFilter::try_from_env("SAFELIGHT_LOG").unwrap_or_else(|_| usual());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Json => log.json().flatten_event(true).with_span_list(false).init(),
        // Colours are for people who look on, not for files and journals.
        LogFormat::Text => log.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).init(),
    }
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
