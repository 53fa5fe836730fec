//! `simulated-phone FOLDER`: the engine alone, driven by lines of JSON. See `docs/simulated-phones.md`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "lines are what it is spoken to in")]

use std::io::{BufRead, Write};
use std::process::ExitCode;

use safelight_tests::simulated::{SimulatedPhone, folder_argument};

fn main() -> ExitCode {
    match speak() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn speak() -> Result<(), Box<dyn std::error::Error>> {
    let folder = folder_argument().ok_or("usage: simulated-phone FOLDER")?;
    std::fs::create_dir_all(&folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut phone = runtime.block_on(SimulatedPhone::open(&folder)).map_err(|error| error.to_string())?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.contains("\"kill\"") {
            std::process::abort();
        }
        println!("{}", runtime.block_on(phone.answer(&line)));
        std::io::stdout().flush()?;
    }
    Ok(())
}
