//! The steps, each one command or a few lines of Rust.

use std::env;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::setup::{cargo_deny, root};
use crate::swift;

/// One step of a check.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    action: Action,
}

enum Action {
    Cargo(&'static [&'static str], &'static [(&'static str, &'static str)]),
    Script(&'static str),
    Npm(&'static str, (&'static str, &'static str)),
    Maven(&'static str),
    Deny,
    Soak(Duration),
    Own(fn() -> Result<(), String>),
}

/// Runs one step.
pub(crate) fn run(step: &Step) -> Result<(), String> {
    match &step.action {
        Action::Cargo(arguments, variables) => {
            let mut command = Command::new(env!("CARGO"));
            command.args(*arguments).envs(variables.iter().copied());
            carry_out(command)
        }
        Action::Script(script) => {
            let mut command = Command::new("sh");
            command.arg(script);
            carry_out(command)
        }
        Action::Npm(folder, (variable, path)) => {
            let mut command = Command::new("npm");
            command.args(["test", "--prefix", folder]).env(variable, root().join(path));
            carry_out(command)
        }
        Action::Maven(folder) => {
            let mut command = Command::new("mvn");
            command.args(["-B", "-ntp", "-f", folder, "verify"]);
            carry_out(command)
        }
        Action::Deny => deny(),
        Action::Soak(time) => soak_for(*time),
        Action::Own(action) => action(),
    }
}

fn carry_out(mut command: Command) -> Result<(), String> {
    let status = command.current_dir(root()).status().map_err(|error| format!("could not be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("ended with {status}")) }
}

/// Format, lints, layering, documentation.
pub(crate) fn check() -> Vec<Step> {
    vec![
        Step { name: "format", action: Action::Cargo(&["fmt", "--all", "--check"], &[]) },
        Step {
            name: "lints",
            action: Action::Cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"], &[]),
        },
        Step { name: "licences and layering", action: Action::Deny },
        Step {
            name: "documentation",
            action: Action::Cargo(&["doc", "--workspace", "--no-deps", "--quiet"], &[("RUSTDOCFLAGS", "-D warnings")]),
        },
    ]
}

/// All Rust tests.
pub(crate) fn rust() -> Vec<Step> {
    vec![
        Step { name: "sample photos and exiftool", action: Action::Script("tests/setup/exiftool.sh") },
        Step { name: "proxies and openssl", action: Action::Script("tests/setup/proxies.sh") },
        Step { name: "Rust tests", action: Action::Cargo(&["test", "--workspace", "--no-fail-fast"], &[]) },
    ]
}

/// The simulation against planted mistakes.
pub(crate) fn mutants() -> Vec<Step> {
    vec![Step {
        name: "planted mistakes are found",
        action: Action::Cargo(&["test", "-p", "safelight-tests", "--features", "mutants", "--test", "mutants"], &[]),
    }]
}

/// The page in a browser.
pub(crate) fn browser() -> Vec<Step> {
    vec![
        Step { name: "browser", action: Action::Script("tests/browser/setup.sh") },
        Step { name: "simulator", action: Action::Cargo(&["build", "-p", "safelight-simulator"], &[]) },
        Step {
            name: "browser tests",
            action: Action::Npm("tests/browser", ("SAFELIGHT_SIMULATOR", "target/debug/safelight-simulator")),
        },
    ]
}

/// The Swift package and the demo app.
pub(crate) fn swift() -> Vec<Step> {
    let own = |name, action| Step { name, action: Action::Own(action) };
    vec![
        Step { name: "Swift", action: Action::Script("tests/setup/swift.sh") },
        own("facade and server", swift::facade),
        own("generated Swift", swift::generate),
        own("Swift package", || swift::test(swift::SAFELIGHT)),
        own("stand-ins against a description of Apple's SDK", swift::compare),
        own("adapters with the oldest system's names only", || swift::build(swift::FLOOR)),
        own("adapters", || swift::test(swift::STUBS)),
        own("demo app's models", || swift::test(swift::DEMO)),
        own("demo app's screens", swift::screens),
    ]
}

/// The demo app as a simulated phone. Not part of `test` yet: one scenario does not end as it should.
pub(crate) fn phones() -> Vec<Step> {
    vec![Step { name: "demo app as a simulated phone", action: Action::Own(swift::conformance) }]
}

/// The Kotlin package: built and tested against the real server. Maven prints how many tests each module has.
pub(crate) fn kotlin() -> Vec<Step> {
    vec![
        Step { name: "JDK and Maven", action: Action::Script("tests/setup/kotlin.sh") },
        Step { name: "Kotlin tests", action: Action::Maven("bindings/kotlin") },
    ]
}

/// Installs what the tests need.
pub(crate) fn setup() -> Vec<Step> {
    vec![
        Step { name: "sample photos and exiftool", action: Action::Script("tests/setup/exiftool.sh") },
        Step { name: "proxies and openssl", action: Action::Script("tests/setup/proxies.sh") },
        Step { name: "browser", action: Action::Script("tests/browser/setup.sh") },
        Step { name: "JDK and Maven", action: Action::Script("tests/setup/kotlin.sh") },
    ]
}

/// Every two causes at once, a library larger than its phone, and then the simulation with new seeds for as long as is wanted.
pub(crate) fn soak(time: Duration) -> Vec<Step> {
    let pairs = Action::Cargo(
        &["test", "--quiet", "--workspace", "--test", "library", "--", "--nocapture", "scenario::together"],
        &[("SAFELIGHT_COMBINATIONS", "all")],
    );
    let browse = Action::Cargo(&["run", "--release", "-p", "safelight-tests", "--example", "browse"], &[]);
    vec![
        Step { name: "every two causes at once", action: pairs },
        Step { name: "2 GB of photos on a phone with 300 MB free", action: browse },
        Step { name: "simulation with new seeds", action: Action::Soak(time) },
    ]
}

/// Licences, sources and layering always; advisories where their database can be reached.
fn deny() -> Result<(), String> {
    let binary = cargo_deny()?;
    let check = |what: &[&str]| {
        let mut command = Command::new(&binary);
        command.args(["--workspace", "--all-features", "check", "--hide-inclusion-graph"]).args(what);
        carry_out(command)
    };
    check(&["bans", "licenses", "sources"])?;
    let database = Command::new(&binary).args(["fetch", "db"]).current_dir(root()).output();
    if database.is_ok_and(|output| output.status.success()) {
        return check(&["advisories"]);
    }
    println!("    NOT CHECKED: advisories. Their database (RustSec) can't be reached from here.");
    Ok(())
}

/// How many seeds one process plays.
const SEEDS: u64 = 50;

fn soak_for(time: Duration) -> Result<(), String> {
    let start = Instant::now();
    let first = env::var("SAFELIGHT_FIRST_SEED").ok().and_then(|seed| seed.parse::<u64>().ok()).unwrap_or(10_000);
    let mut next = first;
    while start.elapsed() < time {
        let seeds = format!("{next}..{}", next + SEEDS);
        println!("    seeds {seeds}");
        let mut command = Command::new(env!("CARGO"));
        command
            .args(["test", "--quiet", "-p", "safelight-tests", "--test", "simulation"])
            .env("SAFELIGHT_SEEDS", &seeds);
        carry_out(command).map_err(|reason| format!("seeds {seeds}: {reason}"))?;
        next += SEEDS;
    }
    println!("    {} seeds held", next - first);
    Ok(())
}
