//! A simulated phone as a process.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::processes::program;

/// What kind of phone, and how its process is started: the folder it keeps its things in comes last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// `rust`, `swift` or `kotlin`.
    pub name: String,
    command: Vec<String>,
}

impl Kind {
    /// The engine alone.
    pub fn rust() -> Self {
        let program = program("simulated-phone").to_string_lossy().into_owned();
        Self { name: "rust".to_owned(), command: vec![program] }
    }

    /// The kinds that are to be played: the engine alone, and what `SAFELIGHT_PHONES` adds, `NAME=COMMAND` with `;` between
    /// them; `-rust` among them leaves the engine out. The command's words are separated by spaces.
    pub fn all() -> Vec<Self> {
        let added = std::env::var("SAFELIGHT_PHONES").unwrap_or_default();
        let rust = (!added.split(';').any(|one| one.trim() == "-rust")).then(Self::rust);
        let added = added.split(';').filter_map(|one| one.split_once('=')).map(|(name, command)| Self {
            name: name.trim().to_owned(),
            command: command.split_whitespace().map(str::to_owned).collect(),
        });
        rust.into_iter().chain(added).collect()
    }
}

/// A phone that is spoken to.
#[derive(Debug)]
pub struct Line {
    kind: Kind,
    folder: TempDir,
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    asked: u64,
}

impl Line {
    /// A new phone.
    pub fn start(kind: &Kind) -> Self {
        let folder = TempDir::with_prefix("safelight-simulated-").expect("a temporary folder");
        let (process, to, from) = spawn(kind, &folder);
        Self { kind: kind.clone(), folder, process, to, from, asked: 0 }
    }

    /// Says something, and gives the whole answer.
    pub fn say(&mut self, mut command: Value) -> Value {
        self.asked += 1;
        command["id"] = self.asked.into();
        writeln!(self.to, "{command}").and_then(|()| self.to.flush()).expect("a phone listens");
        let mut line = String::new();
        self.from.read_line(&mut line).expect("a phone answers");
        let answer: Value =
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("{} answered {line:?}: {error}", self.kind.name));
        assert_eq!(answer["id"], self.asked, "{} answered another question: {answer}", self.kind.name);
        answer
    }

    /// Says something; an error in words where it was refused.
    pub fn ask(&mut self, command: Value) -> Result<Value, String> {
        let answer = self.say(command);
        if answer["ok"] == true { Ok(answer) } else { Err(format!("refused: {}", answer["error"])) }
    }

    /// Says something that must be done.
    pub fn done(&mut self, command: Value) -> Value {
        let said = command.clone();
        self.ask(command).unwrap_or_else(|error| panic!("{}: {said}: {error}", self.kind.name))
    }

    /// Ends the process as the system does, and starts the next one on the same folder.
    pub fn kill(&mut self) {
        self.process.kill().expect("the phone runs");
        self.process.wait().expect("a killed process ends");
        (self.process, self.to, self.from) = spawn(&self.kind, &self.folder);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn spawn(kind: &Kind, folder: &TempDir) -> (Child, ChildStdin, BufReader<ChildStdout>) {
    let (program, arguments) = kind.command.split_first().expect("a phone has a command");
    let mut process = Command::new(program)
        .args(arguments)
        .arg(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    let to = process.stdin.take().expect("it was asked for");
    let from = BufReader::new(process.stdout.take().expect("it was asked for"));
    (process, to, from)
}
