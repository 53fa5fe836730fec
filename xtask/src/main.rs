//! Every check of the project, in one command: `cargo xtask test`. The same at a desk and in CI.
//!
//! A step that can't run here is a failure with a sentence that says what is missing, never a silent success. Steps that
//! need something installed install it first and say so.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "telling the person is what this program is for")]
#![expect(clippy::disallowed_methods, reason = "it times its own steps; no engine runs here")]

mod setup;
mod steps;
mod swift;

use std::env;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use steps::{Step, run};

const USAGE: &str = "\
cargo xtask COMMAND

  test    everything: format, lints, layering, documentation, all tests, the browser test
  check   format, lints, layering and documentation only: what is quick
  rust    all Rust tests
  mutants the simulation against planted mistakes: each must be found
  browser the page in headless Chromium
  swift   the Swift package, its adapters against stand-ins of Apple's modules, the demo app's models
  phones  the demo app as a simulated iPhone through all scenarios; after `swift`
  kotlin  the Kotlin package: library, generated calls, tests against a real server
  soak H  every two causes at once, 2 GB of photos browsed on a small phone, then the simulation with new seeds for H
          hours; a failing seed is printed
  setup   installs what the tests need and says what it does
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let steps = match words.as_slice() {
        ["test"] => {
            let mut steps = steps::check();
            steps.extend(steps::rust());
            steps.extend(steps::mutants());
            steps.extend(steps::browser());
            steps.extend(steps::swift());
            steps.extend(steps::kotlin());
            steps
        }
        ["check"] => steps::check(),
        ["rust"] => steps::rust(),
        ["mutants"] => steps::mutants(),
        ["browser"] => steps::browser(),
        ["swift"] => steps::swift(),
        ["phones"] => steps::phones(),
        ["kotlin"] => steps::kotlin(),
        ["setup"] => steps::setup(),
        ["soak", hours] => match hours.parse::<f64>() {
            Ok(hours) if hours > 0.0 => steps::soak(Duration::from_secs_f64(hours * 3600.0)),
            _ => return usage(),
        },
        _ => return usage(),
    };
    carry_out(steps)
}

fn usage() -> ExitCode {
    eprint!("{USAGE}");
    ExitCode::from(2)
}

/// Runs every step, also after one has failed, and says at the end what happened to each.
fn carry_out(steps: Vec<Step>) -> ExitCode {
    let mut lines = Vec::new();
    let mut failed = 0_u32;
    let count = steps.len();
    for step in steps {
        println!("\n==> {}", step.name);
        let start = Instant::now();
        let result = run(&step);
        let word = match &result {
            Ok(()) => "ok",
            Err(_) => "FAILED",
        };
        lines.push(format!("{word:>6}  {:>6.1} s  {}", start.elapsed().as_secs_f64(), step.name));
        if let Err(reason) = result {
            failed += 1;
            println!("    {reason}");
            lines.push(format!("                   {reason}"));
        }
    }
    println!("\n{}\n", lines.join("\n"));
    let failed_steps = usize::try_from(failed).unwrap_or(usize::MAX);
    println!("{} steps passed, {failed} failed", count.saturating_sub(failed_steps));
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
