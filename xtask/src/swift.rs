//! The Swift package and the demo app, as far as this machine can build and test them.
//!
//! Swift's own test command succeeds where no test was found, so tests are counted in the sources and compared with what ran.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::setup::root;

/// What the packages of Swift link and run against.
const FACADE: &str = "safelight-bindings";
/// Programs that tests start: the cloud.
const SERVER: &str = "safelight-server";

/// Where Swift's own products go: beside Cargo's.
fn scratch(package: &str) -> PathBuf {
    target().join("swift").join(package)
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn tool(name: &str) -> PathBuf {
    target().join("tools").join("swift").join("bin").join(name)
}

/// The facade, and the server that tests start.
pub(crate) fn facade() -> Result<(), String> {
    cargo(&["build", "-p", FACADE, "-p", SERVER])
}

/// The generator is a workspace of its own: what it needs would otherwise be switched on in the engine, too.
pub(crate) fn generate() -> Result<(), String> {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--manifest-path", "bindings/generate/Cargo.toml", "--target-dir"]).arg(target());
    run(build.current_dir(root()))?;
    let package = root().join("bindings/swift/Sources");
    let fresh = target().join("swift").join("generated");
    // Written beside and moved: a file that did not change keeps its time, and nothing is compiled again for it.
    for (kind, place) in
        [("--swift-sources", "SafelightFFI"), ("--headers", "CSafelight"), ("--modulemap", "CSafelight")]
    {
        let folder = fresh.join(place);
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut command = Command::new(target().join("debug/uniffi-bindgen-swift"));
        command.arg(kind).arg("--config").arg(root().join("bindings/generate.toml"));
        command.arg(target().join("debug/libsafelight_ffi.so")).arg(&folder);
        // Cargo's metadata is asked for from here.
        command.current_dir(root().join("bindings"));
        if kind == "--modulemap" {
            command.args(["--module-name", "CSafelight", "--modulemap-filename", "module.modulemap"]);
        }
        run(&mut command)?;
        move_changed(&folder, &package.join(place))?;
    }
    Ok(())
}

fn move_changed(from: &Path, to: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", to.display());
    fs::create_dir_all(to).map_err(failed)?;
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let (new, place) = (fs::read(entry.path()).map_err(failed)?, to.join(entry.file_name()));
        if fs::read(&place).ok().as_ref() != Some(&new) {
            fs::write(&place, new).map_err(failed)?;
        }
    }
    Ok(())
}

/// A package of Swift: where it is, and what it is built with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Package {
    /// Its folder.
    pub(crate) folder: &'static str,
    /// A variable for its manifest.
    pub(crate) variable: Option<(&'static str, &'static str)>,
}

/// What an app developer adds.
pub(crate) const SAFELIGHT: Package = Package { folder: "bindings/swift", variable: None };
/// The adapters for Apple's systems, against stand-ins of Apple's modules.
pub(crate) const STUBS: Package = Package { folder: "bindings/swift/Stubs", variable: None };
/// The same with nothing that is newer than the oldest system.
pub(crate) const FLOOR: Package = Package { folder: "bindings/swift/Stubs", variable: Some(("SAFELIGHT_FLOOR", "1")) };
/// The demo's models.
pub(crate) const DEMO: Package = Package { folder: "ios-demo", variable: None };

/// Builds a package.
pub(crate) fn build(package: Package) -> Result<(), String> {
    run(&mut swift("build", package))
}

/// Builds a package, runs its tests, and compares how many ran with how many there are.
pub(crate) fn test(package: Package) -> Result<(), String> {
    let written = count_tests(&root().join(package.folder).join("Tests"))?;
    if written == 0 {
        return Err(format!("{} has no tests", package.folder));
    }
    let mut command = swift("test", package);
    let output = command.output().map_err(|error| format!("could not be started: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    println!("{}", text.lines().filter(|line| worth_showing(line)).collect::<Vec<_>>().join("\n"));
    let ran = tests_that_ran(&text);
    println!("    {}: {ran} of {written} tests ran", package.folder);
    if !output.status.success() {
        println!("{text}");
        return Err(format!("ended with {}", output.status));
    }
    if ran == written { Ok(()) } else { Err(format!("{written} tests are written, {ran} ran")) }
}

fn worth_showing(line: &str) -> bool {
    ["error:", "warning:", "Test run with", "recorded an issue", "failed after"].iter().any(|word| line.contains(word))
}

/// How many tests a run says it ran.
fn tests_that_ran(text: &str) -> usize {
    let number = |line: &str| line.split("Test run with ").nth(1)?.split(' ').next()?.parse::<usize>().ok();
    text.lines().filter_map(number).sum()
}

/// How many tests the sources hold.
fn count_tests(folder: &Path) -> Result<usize, String> {
    let mut count = 0;
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            count += count_tests(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "swift") {
            let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            count += text.lines().filter(|line| line.trim_start().starts_with("@Test")).count();
        }
    }
    Ok(count)
}

fn swift(verb: &str, package: Package) -> Command {
    let library = target().join("debug");
    let name = if package.variable.is_some() { "floor" } else { package.folder.rsplit('/').next().unwrap_or("swift") };
    let mut command = Command::new(tool("swift"));
    command.arg(verb).arg("--scratch-path").arg(scratch(name));
    command.args(["-Xlinker", "-L"]).arg("-Xlinker").arg(&library);
    command.args(["-Xlinker", "-rpath", "-Xlinker"]).arg(&library);
    // Swift 6.0's libswiftObservation.so names a function that no library has; nothing calls it.
    command.args(["-Xlinker", "--allow-shlib-undefined"]);
    command.current_dir(root().join(package.folder));
    command.env("SAFELIGHT_SERVER", library.join(SERVER)).env("SAFELIGHT_CHECKOUT_FOLDER", root());
    if let Some((name, value)) = package.variable {
        command.env(name, value);
    }
    command
}

/// The app's screens: SwiftUI is on Apple's systems only, so their syntax is all that can be checked here.
pub(crate) fn screens() -> Result<(), String> {
    let mut files = Vec::new();
    swift_files(&root().join("ios-demo/App"), &mut files)?;
    if files.is_empty() {
        return Err("no screens were found".to_owned());
    }
    run(Command::new(tool("swiftc")).arg("-frontend").arg("-parse").args(["-swift-version", "6"]).args(&files))?;
    println!("    {} files parse", files.len());
    println!(
        "    NOT CHECKED: types in SwiftUI files, the app's link, signing, everything on a device. That needs Xcode."
    );
    Ok(())
}

/// The demo app as a simulated phone: every scenario that an iPhone has the words for.
pub(crate) fn conformance() -> Result<(), String> {
    let mut build = swift("build", DEMO);
    run(build.args(["--product", "SimulatedPhone"]))?;
    let phones = format!("-rust;swift={}", simulated_phone()?.display());
    let mut test = Command::new(env!("CARGO"));
    test.args(["test", "--workspace", "--test", "phones", "--", "conformance", "--nocapture"]);
    run(test.env("SAFELIGHT_PHONES", phones).current_dir(root()))
}

/// The command that starts one. Where Swift lies in a system of its own, the program is started by that system's loader: it
/// sees this machine's files, and ends when it is killed.
fn simulated_phone() -> Result<PathBuf, String> {
    let program = scratch("ios-demo").join("debug/SimulatedPhone");
    let system = target().join("tools/swift/root");
    if !system.exists() {
        return Ok(program);
    }
    let libraries = ["usr/libexec/swift/lib/swift/linux", "usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu"];
    let libraries: Vec<String> = libraries.iter().map(|one| system.join(one).display().to_string()).collect();
    let loader = ["lib64/ld-linux-x86-64.so.2", "lib/ld-linux-aarch64.so.1"].map(|one| system.join(one));
    let loader = loader.iter().find(|one| one.exists()).ok_or("Swift's system has no loader")?;
    let script = target().join("swift/simulated-phone");
    let text = format!(
        "#!/bin/sh\nexec {} --library-path {}:{} {} \"$@\"\n",
        loader.display(),
        libraries.join(":"),
        target().join("debug").display(),
        program.display()
    );
    fs::write(&script, text).map_err(|error| format!("{}: {error}", script.display()))?;
    run(Command::new("chmod").arg("+x").arg(&script))?;
    Ok(script)
}

fn swift_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            swift_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "swift") {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}

/// The stand-ins against a description of Apple's SDK.
pub(crate) fn compare() -> Result<(), String> {
    let folder = root().join("bindings/swift/Stubs/compare");
    if !folder.join("node_modules/.package-lock.json").exists() {
        run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder))?;
    }
    run(Command::new("npm").args(["test", "--silent"]).current_dir(&folder))
}

fn cargo(arguments: &[&str]) -> Result<(), String> {
    run(Command::new(env!("CARGO")).args(arguments).current_dir(root()))
}

fn run(command: &mut Command) -> Result<(), String> {
    let status =
        command.status().map_err(|error| format!("{:?} could not be started: {error}", command.get_program()))?;
    if status.success() { Ok(()) } else { Err(format!("ended with {status}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_counted_as_swift_says_it() {
        let text = "􀟈 Test run started.\n✔ Test run with 12 tests passed after 0.3 seconds.\nother\n✘ Test run with 1 test failed";
        assert_eq!(tests_that_ran(text), 13);
        assert_eq!(tests_that_ran("no tests found"), 0);
    }
}
