//! What the tests need and the machine may not have.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The top of the checkout.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// `cargo deny`, built once into the project's own target folder where it is not on the path.
pub(crate) fn cargo_deny() -> Result<PathBuf, String> {
    let on_path = Command::new("cargo-deny").arg("--version").output();
    if on_path.is_ok_and(|output| output.status.success()) {
        return Ok(PathBuf::from("cargo-deny"));
    }
    let tools = root().join("target").join("tools");
    let binary = tools.join("bin").join("cargo-deny");
    if binary.exists() {
        return Ok(binary);
    }
    println!("    installing cargo-deny into target/tools (once; some minutes)");
    let status = Command::new(env!("CARGO"))
        .args(["install", "cargo-deny", "--locked", "--debug", "--version", "0.20.2", "--root"])
        .arg(&tools)
        .status()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    if status.success() { Ok(binary) } else { Err("cargo-deny could not be installed".to_owned()) }
}
