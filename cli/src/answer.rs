//! What a command comes back with: an answer, or why there is none.

use std::error::Error;
use std::process::ExitCode;

use safelight_core::{AlbumError, CursorError, EditError, ExportError, FetchError, HomeError, SafelightError};
use serde_json::{Map, Value};

/// How a command ended: its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// 0: done.
    Done,
    /// 1: failed.
    Failed,
    /// 2: called in a wrong way.
    Usage,
    /// 3: something waits; the document says what.
    Waiting,
}

impl Ending {
    /// Done, or waiting if something is left.
    pub(crate) fn waiting_if(left: bool) -> Self {
        if left { Self::Waiting } else { Self::Done }
    }

    /// For work on many files: failed when all of them failed, waiting when some did.
    pub(crate) fn of_many(done: usize, failed: usize) -> Self {
        match (done, failed) {
            (_, 0) => Self::Done,
            (0, _) => Self::Failed,
            _ => Self::Waiting,
        }
    }
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(match ending {
            Ending::Done => 0,
            Ending::Failed => 1,
            Ending::Usage => 2,
            Ending::Waiting => 3,
        })
    }
}

/// Where an answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Standard output.
    Out,
    /// Standard error: what was asked for is on standard output already.
    Err,
}

/// What a command says: to programs, or to people.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) document: Value,
    pub(crate) words: String,
    pub(crate) ending: Ending,
    pub(crate) stream: Stream,
}

impl Answer {
    /// A command that did what was asked.
    pub(crate) fn done(document: Value, words: impl Into<String>) -> Self {
        Self { document, words: words.into(), ending: Ending::Done, stream: Stream::Out }
    }

    /// A command that has printed what it had to say.
    pub(crate) fn silent() -> Self {
        Self::done(Value::Null, "")
    }

    /// The same with another ending.
    #[must_use]
    pub(crate) fn ending(self, ending: Ending) -> Self {
        Self { ending, ..self }
    }

    /// The same on another stream.
    #[must_use]
    pub(crate) fn on(self, stream: Stream) -> Self {
        Self { stream, ..self }
    }
}

/// Why a command could not be carried out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    /// The cause's code in the shared vocabulary.
    pub(crate) code: String,
    /// What happened, in English for a log.
    pub(crate) detail: String,
    /// Arguments for the code's sentence.
    pub(crate) evidence: Map<String, Value>,
    pub(crate) ending: Ending,
}

impl Failure {
    pub(crate) fn new(code: &str, detail: impl Into<String>) -> Self {
        Self { code: code.to_owned(), detail: detail.into(), evidence: Map::new(), ending: Ending::Failed }
    }

    pub(crate) fn of(code: &str, error: &dyn Error) -> Self {
        let mut detail = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            if !detail.ends_with(&text) {
                detail = format!("{detail}: {text}");
            }
            source = cause.source();
        }
        Self::new(code, detail)
    }

    /// Something that only a terminal or the environment can give is missing.
    pub(crate) fn unasked(code: &str, variable: &str) -> Self {
        let detail = format!("not on a terminal, and {variable} is not set");
        let evidence = [("variable".to_owned(), variable.into())].into_iter().collect();
        Self { evidence, ending: Ending::Usage, ..Self::new(code, detail) }
    }

    /// A file or folder that the person named can't be used.
    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::NotFound => "item.missing",
            std::io::ErrorKind::PermissionDenied => "lib.denied",
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => "disk.device",
            _ => "item.corrupt",
        };
        Self::new(code, format!("{}: {error}", path.display()))
    }
}

macro_rules! failures {
    ($($error:ty),*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::of(error.code(), &error)
            }
        })*
    };
}

failures!(SafelightError, HomeError, EditError, AlbumError, ExportError, FetchError);

impl From<CursorError> for Failure {
    fn from(error: CursorError) -> Self {
        Self { ending: Ending::Usage, ..Self::of("req.invalid", &error) }
    }
}

impl From<safelight_core::keys::WordsError> for Failure {
    fn from(error: safelight_core::keys::WordsError) -> Self {
        Self::of(error.code(), &error)
    }
}
