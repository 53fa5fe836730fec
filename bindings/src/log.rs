//! Logs, to a sink of the app: off the caller's thread, bounded, without names and secrets.

use std::fmt::Write as _;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::error::SafelightError;

/// How much a line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// For who looks into the engine.
    Debug,
    /// What happened.
    Info,
    /// What should not have.
    Warning,
    /// What must not.
    Error,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LogLine {
    /// How much it matters.
    pub level: LogLevel,
    /// Which part of the engine says it.
    pub category: String,
    /// What.
    pub text: String,
}

/// Where the log goes. Called on a thread of its own, one line after the other.
#[uniffi::export(foreign)]
pub trait LogSink: Send + Sync {
    /// One more line.
    ///
    /// # Errors
    /// Nobody acts on one.
    fn write(&self, line: LogLine) -> Result<(), SafelightError>;
}

/// So many lines wait for a slow sink; what comes then is left out.
const WAITING: usize = 1_000;

static LINES: OnceLock<SyncSender<LogLine>> = OnceLock::new();

/// Sends the log to this sink. The first one stays.
pub(crate) fn to(sink: Arc<dyn LogSink>) {
    let (sender, lines) = sync_channel::<LogLine>(WAITING);
    if LINES.set(sender).is_err() {
        return;
    }
    let told = thread::Builder::new().name("safelight-log".to_owned()).spawn(move || {
        for line in lines {
            // A sink that fails can't be told of it.
            let _ = sink.write(line);
        }
    });
    if told.is_ok() {
        // An app whose other Rust has taken the log keeps it.
        let _ = tracing::subscriber::set_global_default(Forwarder);
    }
}

/// Writes a line.
pub(crate) fn note(level: LogLevel, category: &str, text: &str) {
    if let Some(lines) = LINES.get() {
        // A full queue belongs to a sink that does not keep up.
        let _ = lines.try_send(LogLine { level, category: category.to_owned(), text: text.to_owned() });
    }
}

/// Forwards what the engine says.
struct Forwarder;

impl Subscriber for Forwarder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("safelight") && *metadata.level() <= Level::DEBUG
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let level = match *event.metadata().level() {
            Level::ERROR => LogLevel::Error,
            Level::WARN => LogLevel::Warning,
            Level::INFO => LogLevel::Info,
            Level::DEBUG | Level::TRACE => LogLevel::Debug,
        };
        let mut text = Text(String::new());
        event.record(&mut text);
        note(level, event.metadata().target(), &text.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        // Writing to a string does not fail.
        let _ = match field.name() {
            "message" => write!(self.0, "{value:?}"),
            name => write!(self.0, "{name}={value:?}"),
        };
    }
}
