//! A server as a process.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::Value;
use tempfile::TempDir;

use super::{Phone, Wire, server};

/// A server on a temporary folder.
#[derive(Debug)]
pub struct Cloud {
    folder: TempDir,
    options: Vec<String>,
    process: Child,
    address: SocketAddr,
    wires: Vec<Wire>,
}

impl Cloud {
    /// A new server.
    pub fn new(options: &[&str]) -> Self {
        let folder = TempDir::with_prefix("safelight-cloud-").expect("a temporary folder");
        let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
        let (process, address) = start(&folder.path().join("data"), &options);
        Self { folder, options, process, address, wires: Vec::new() }
    }

    /// The server's folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A home with a wire of its own to this cloud. Nobody is signed in on it.
    pub fn phone(&mut self) -> Phone {
        let wire = Wire::to(self.address);
        self.wires.push(wire.clone());
        Phone::new(wire)
    }

    /// The first phone of a new account.
    pub fn sign_up(&mut self, email: &str, name: &str) -> Phone {
        let phone = self.phone();
        phone.done(&["signup", "--server", &phone.wire.url(), "--email", email, "--name", name]);
        phone
    }

    /// Another phone of an account.
    pub fn sign_in(&mut self, email: &str, name: &str) -> Phone {
        let phone = self.phone();
        phone.done(&["signin", "--server", &phone.wire.url(), "--email", email, "--name", name]);
        phone
    }

    /// Ends the server's process in the middle of whatever it does.
    pub fn kill(&mut self) {
        self.process.kill().expect("the server runs");
        self.process.wait().expect("a killed process ends");
    }

    /// Starts the server again. Wires lead to it from now on.
    pub fn start_again(&mut self) {
        let (process, address) = start(&self.data(), &self.options);
        (self.process, self.address) = (process, address);
        for wire in &self.wires {
            wire.lead_to(address);
        }
    }

    /// An admin command's answer.
    pub fn admin(&self, arguments: &[&str]) -> Value {
        let output = Command::new(server())
            .args(["admin", "--json", "--data"])
            .arg(self.data())
            .args(arguments)
            .output()
            .expect("the server's program can be run");
        assert!(output.status.success(), "admin {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("an admin command answers with JSON")
    }
}

impl Drop for Cloud {
    #[expect(clippy::print_stderr, reason = "a failed test says where its traces are")]
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.process.kill();
        let _ = self.process.wait();
        if thread::panicking() {
            self.folder.disable_cleanup(true);
            eprintln!("the server's folder is kept: {}", self.folder.path().display());
        }
    }
}

fn start(data: &Path, options: &[String]) -> (Child, SocketAddr) {
    let mut process = Command::new(server())
        .arg("--data")
        .arg(data)
        .args(["--listen", "127.0.0.1:0"])
        .args(options)
        .env("SAFELIGHT_LOG", "warn")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server's program can be run");
    let mut line = String::new();
    let stdout = process.stdout.take().expect("standard output is a pipe");
    BufReader::new(stdout).read_line(&mut line).expect("the server says where it listens");
    let address = line.trim().strip_prefix("listening on http://").and_then(|address| address.parse().ok());
    (process, address.unwrap_or_else(|| panic!("the server said {line:?}")))
}
