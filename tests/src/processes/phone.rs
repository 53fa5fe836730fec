//! `safelight` as a process.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::{Wire, cli};

/// The password of every account in these tests.
pub const PASSWORD: &str = "tulpe-kran-sieben-wolke";

/// No command takes so long: one that does hangs.
const HANGS: Duration = Duration::from_secs(180);

/// What a command left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// The exit code; none for a process that a signal ended.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// The document on standard output, which holds nothing else.
    pub fn document(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The code of the error on standard error.
    pub fn error_code(&self) -> String {
        let error: Value = serde_json::from_str(&self.err).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        error["error"]["code"].as_str().unwrap_or_else(|| panic!("no code: {self:?}")).to_owned()
    }
}

/// A home on which `safelight` is run, and beside it room for files.
#[derive(Debug)]
pub struct Phone {
    /// Its way to the cloud.
    pub wire: Wire,
    folder: TempDir,
}

impl Phone {
    /// A home that is not there yet.
    pub fn new(wire: Wire) -> Self {
        Self { wire, folder: TempDir::with_prefix("safelight-phone-").expect("a temporary folder") }
    }

    /// The home.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The folder beside the home.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file beside the home.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        std::fs::write(&path, bytes).expect("a file can be written");
        path
    }

    /// The command, ready to run. Nothing of the caller's own environment reaches it.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(cli());
        command.arg("--home").arg(self.home()).arg("--json").args(arguments);
        command.env_clear().env("HOME", self.folder.path()).env("SAFELIGHT_PASSWORD", PASSWORD).env("TZ", "UTC");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        run(self.command(arguments))
    }

    /// Runs a command that must end with 0, and gives its document.
    pub fn done(&self, arguments: &[&str]) -> Value {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
        ran.document()
    }

    /// Runs a command that must end with 3, and gives its document.
    pub fn waits(&self, arguments: &[&str]) -> Value {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(3), "{arguments:?}: {ran:?}");
        ran.document()
    }

    /// Runs a command that must end with 1, and gives the error's code.
    pub fn fails(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(1), "{arguments:?}: {ran:?}");
        assert_eq!(ran.out, "", "{arguments:?}");
        ran.error_code()
    }

    /// Starts a command and leaves it running.
    pub fn start(&self, arguments: &[&str]) -> Running {
        let mut process = self.command(arguments).spawn().expect("the program can be run");
        let out = BufReader::new(process.stdout.take().expect("standard output is a pipe"));
        let (send, lines) = mpsc::channel();
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Running { process, lines }
    }

    /// Syncs until there is nothing left to do.
    pub fn sync(&self) -> Value {
        self.done(&["sync"])
    }

    /// Takes a file in and gives its id.
    pub fn import(&self, path: &Path) -> String {
        let report = self.done(&["import", &path.to_string_lossy()]);
        let id = report["imported"][0].as_str().or_else(|| report["duplicates"][0]["id"].as_str());
        id.unwrap_or_else(|| panic!("not taken in: {report}")).to_owned()
    }

    /// Everything on a shelf (`--trash`, `--hidden`), or the timeline.
    pub fn list(&self, shelf: &[&str]) -> Vec<Value> {
        let mut arguments = vec!["ls", "--limit", "0"];
        arguments.extend(shelf);
        self.done(&arguments)["assets"].as_array().expect("a list").clone()
    }

    /// One photo with all that is known of it.
    pub fn show(&self, id: &str) -> Value {
        self.done(&["show", id])
    }

    /// Fetches an original and gives its SHA-256 as the command tells it, after comparing with the file.
    pub fn get(&self, id: &str) -> String {
        let target = self.folder.path().join(format!("got-{id}"));
        let document = self.done(&["get", id, "-o", &target.to_string_lossy()]);
        let told = document["sha256"].as_str().expect("a hash").to_owned();
        let bytes = std::fs::read(&target).expect("the file is there");
        assert_eq!(super::sha256(&bytes), told);
        std::fs::remove_file(&target).expect("the file can be removed");
        told
    }
}

impl Drop for Phone {
    #[expect(clippy::print_stderr, reason = "a failed test says where its traces are")]
    fn drop(&mut self) {
        if thread::panicking() {
            self.folder.disable_cleanup(true);
            eprintln!("a phone's folder is kept: {}", self.folder.path().display());
        }
    }
}

/// A command that runs.
#[derive(Debug)]
pub struct Running {
    process: Child,
    lines: mpsc::Receiver<String>,
}

impl Running {
    /// Whether it has ended.
    pub fn is_over(&mut self) -> bool {
        self.process.try_wait().expect("a child can be asked").is_some()
    }

    /// Ends it in the middle of whatever it does.
    pub fn kill(mut self) {
        self.process.kill().expect("a child can be killed");
        self.process.wait().expect("a killed process ends");
    }

    /// Sends a signal, by name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.process.id().to_string()).status();
        assert!(sent.expect("kill can be run").success());
    }

    /// The next document on a line of its own.
    pub fn line(&self) -> Value {
        let line = self.lines.recv_timeout(HANGS).expect("another line comes");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    /// Waits for its end.
    pub fn end(mut self) -> Ran {
        let mut out = String::new();
        while let Ok(line) = self.lines.recv_timeout(HANGS) {
            out.push_str(&line);
            out.push('\n');
        }
        let mut err = String::new();
        if let Some(mut stderr) = self.process.stderr.take() {
            stderr.read_to_string(&mut err).expect("standard error can be read");
        }
        let code = self.process.wait().expect("a child can be waited for").code();
        Ran { code, out, err }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has mostly ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn run(mut command: Command) -> Ran {
    let child = command.spawn().expect("the program can be run");
    let id = child.id();
    let (send, receive) = mpsc::channel();
    thread::spawn(move || send.send(child.wait_with_output()));
    let Ok(output) = receive.recv_timeout(HANGS) else {
        let _ = Command::new("kill").arg("-9").arg(id.to_string()).status();
        panic!("{command:?} hangs");
    };
    let output = output.expect("a child can be waited for");
    Ran {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
