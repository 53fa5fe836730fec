//! Where the programs are. They belong to other packages, so cargo does not build them for these tests by itself.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The path of `safelight`.
pub fn cli() -> PathBuf {
    program("safelight")
}

/// The path of `safelight-server`.
pub fn server() -> PathBuf {
    program("safelight-server")
}

/// The path of a program of this project.
pub fn program(name: &str) -> PathBuf {
    folder().join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The folder in which cargo puts programs of this profile, with both programs in it and up to date.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows where it is");
        // target/PROFILE/deps/TEST
        let folder = test.ancestors().nth(2).expect("a test lies in target/PROFILE/deps").to_owned();
        build(&folder);
        folder
    })
}

fn build(folder: &Path) {
    let profile = match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(profile) => profile,
    };
    let mut cargo = Command::new(env!("CARGO"));
    // The tests' own package, and the bindings, are named so that dependencies are built with the features that they have
    // already.
    cargo.args([
        "build",
        "--quiet",
        "--bins",
        "-p",
        "safelight-cli",
        "-p",
        "safelight-server",
        "-p",
        "safelight-tests",
        "-p",
        "safelight-bindings",
    ]);
    cargo.args(["--profile", profile, "--target-dir"]).arg(folder.parent().unwrap_or(folder));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    let status = cargo.status().expect("cargo can be run");
    assert!(status.success(), "the programs could not be built");
}
