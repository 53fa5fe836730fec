//! The terminal: what is printed, what is asked.
//!
//! With `--json` there is one document on standard output and nothing else there, and nothing is ever asked. Bars and
//! remarks go to standard error, and only where a person reads it.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use safelight_core::{Fix, Hold, Language, Sentences, WorkClass};
use serde_json::{Map, Value, json};

use crate::answer::{Answer, Ending, Failure, Stream};

pub(crate) struct Console {
    pub(crate) sentences: Sentences,
    json: bool,
}

impl Console {
    pub(crate) fn new(sentences: Sentences, json: bool) -> Self {
        Self { sentences, json }
    }

    /// Whether a program reads the answer.
    pub(crate) fn for_programs(&self) -> bool {
        self.json
    }

    /// Whether somebody sits there who can be asked.
    pub(crate) fn can_ask(&self) -> bool {
        !self.json && io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// A sentence with its arguments.
    pub(crate) fn text<const N: usize>(&self, id: &str, arguments: [(&str, Value); N]) -> String {
        let arguments: Map<String, Value> =
            arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        self.sentences.with(id, &arguments)
    }

    /// Prints an answer; its ending is the exit code.
    pub(crate) fn answer(&self, answer: &Answer) -> ExitCode {
        let text = if self.json { self.one_line(&answer.document) } else { lines(&answer.words) };
        let printed = match answer.stream {
            Stream::Out => print(&text),
            Stream::Err => print_aside(&text),
        };
        // An answer that nobody received is none.
        printed.map_or(ExitCode::FAILURE, |()| answer.ending.into())
    }

    fn one_line(&self, document: &Value) -> String {
        if document.is_null() { String::new() } else { format!("{document}\n") }
    }

    /// Prints why a command failed.
    pub(crate) fn fail(&self, failure: &Failure) -> ExitCode {
        complain(&self.sentences, failure, self.json);
        failure.ending.into()
    }

    /// Says something to the person beside the answer.
    pub(crate) fn remark(&self, words: &str) {
        if !self.json {
            // Who can't read it misses nothing that the answer does not say.
            let _ = print_aside(&lines(words));
        }
    }

    /// Asks for a secret: the environment's answer, or what is typed unseen.
    pub(crate) fn secret(&self, variable: &str, question: &str) -> Result<String, Failure> {
        if let Ok(secret) = std::env::var(variable) {
            return Ok(secret);
        }
        if !self.can_ask() {
            return Err(Failure::unasked("acct.unasked", variable));
        }
        self.typed_unseen(question)
    }

    /// A new secret: typed twice, since nobody sees it.
    pub(crate) fn new_secret(&self, variable: &str, question: &str) -> Result<String, Failure> {
        if std::env::var_os(variable).is_some() || !self.can_ask() {
            return self.secret(variable, question);
        }
        loop {
            let first = self.typed_unseen(question)?;
            if self.typed_unseen("cli-ask-again")? == first {
                return Ok(first);
            }
            self.remark(&self.sentences.text("cli-ask-differs"));
        }
    }

    fn typed_unseen(&self, question: &str) -> Result<String, Failure> {
        rpassword::prompt_password(format!("{} ", self.sentences.text(question)))
            .map_err(|error| Failure::new("eng.interrupted", error.to_string()))
    }

    /// Asks for a line.
    pub(crate) fn line(&self, question: &str) -> Result<String, Failure> {
        let interrupted = |error: io::Error| Failure::new("eng.interrupted", error.to_string());
        print_aside(&format!("{question} ")).map_err(interrupted)?;
        let mut line = String::new();
        match io::stdin().read_line(&mut line).map_err(interrupted)? {
            0 => Err(Failure::new("eng.interrupted", "standard input has ended")),
            _ => Ok(line.trim().to_owned()),
        }
    }

    /// Asks for a yes; anything else is a no.
    pub(crate) fn confirm(&self, question: &str) -> Result<bool, Failure> {
        let yes = self.sentences.text("cli-ask-yes");
        Ok(self.line(question)?.to_lowercase() == yes)
    }

    /// A bar that counts things, or nothing where nobody sees it.
    pub(crate) fn bar(&self, label: &str) -> ProgressBar {
        self.styled(label, "{msg:16} {bar:32} {pos}/{len}")
    }

    /// A bar that counts bytes, or nothing where nobody sees it.
    pub(crate) fn byte_bar(&self, label: &str) -> ProgressBar {
        self.styled(label, "{msg:16} {bar:32} {bytes}/{total_bytes} {bytes_per_sec}")
    }

    /// A line that says how far something is.
    pub(crate) fn spinner(&self) -> ProgressBar {
        self.styled("", "{spinner} {msg}")
    }

    fn styled(&self, label: &str, template: &str) -> ProgressBar {
        if self.json || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::no_length();
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        if !label.is_empty() {
            bar.set_message(self.sentences.text(label));
        }
        bar
    }
}

fn lines(words: &str) -> String {
    if words.is_empty() || words.ends_with('\n') { words.to_owned() } else { format!("{words}\n") }
}

/// Prints a document on a line of its own, at once: for commands that answer again and again.
pub(crate) fn print_line(document: &Value) -> io::Result<()> {
    print(&format!("{document}\n"))
}

/// Writes to standard output.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn print_aside(text: &str) -> io::Result<()> {
    let mut err = io::stderr().lock();
    err.write_all(text.as_bytes())?;
    err.flush()
}

/// Says why a command failed: a document for programs, two sentences for people.
fn complain(sentences: &Sentences, failure: &Failure, json: bool) {
    let Failure { code, detail, evidence, .. } = failure;
    let reason =
        Hold { evidence: evidence.clone(), ..Hold::new(code, WorkClass::Everything, jiff::Timestamp::UNIX_EPOCH) };
    let text = if json {
        json!({ "error": { "code": code, "detail": detail, "fix": Fix::of(code, sentences) } }).to_string()
    } else {
        let arguments = [("code".to_owned(), code.as_str().into()), ("detail".to_owned(), detail.as_str().into())];
        let precisely = sentences.with("cli-error-precisely", &arguments.into_iter().collect());
        format!("{} {}\n{precisely}", reason.sentence(sentences), reason.lifts(sentences))
    };
    // If standard error is gone there is nobody left to tell; the exit code still says it.
    let _ = print_aside(&format!("{text}\n"));
}

/// Answers a command line that clap does not take: help is an answer, everything else is exit code 2.
pub(crate) fn misused(sentences: &Sentences, error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        return error.print().map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    let json = std::env::args_os().any(|argument| argument == "--json");
    if json {
        let failure = Failure { ending: Ending::Usage, ..Failure::new("req.usage", error.to_string().trim()) };
        complain(sentences, &failure, true);
    } else {
        // What it says is English; whoever reads something else is told the main thing first.
        if sentences.language() != Language::English {
            let reason = Hold::new("req.usage", WorkClass::Everything, jiff::Timestamp::UNIX_EPOCH);
            let _ = print_aside(&format!("{} {}\n\n", reason.sentence(sentences), reason.lifts(sentences)));
        }
        // As above: the exit code says it anyhow.
        let _ = error.print();
    }
    Ending::Usage.into()
}
