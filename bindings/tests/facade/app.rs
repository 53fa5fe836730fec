//! An app in the test's own process.

use std::path::PathBuf;
use std::sync::Arc;

use safelight_ffi::values::{Credentials, TakeIn};
use safelight_ffi::{
    Configuration, OperatingSystem, PlatformObjects, ProcessKind, Reader, Registration, Safelight, register,
};
use safelight_tests::processes::{PASSWORD, photo};
use tempfile::TempDir;

/// An app that gives no objects of its own.
pub(crate) fn bare() -> PlatformObjects {
    PlatformObjects { vault: None, photos: None, renderer: None, log: None, extras: None }
}

/// A library's folder that nobody has used yet.
pub(crate) fn folder() -> TempDir {
    TempDir::with_prefix("safelight-facade-").unwrap()
}

pub(crate) fn configuration(folder: &TempDir) -> Configuration {
    Configuration {
        folder: library(folder).to_string_lossy().into_owned(),
        client: "facade-test/1.0.0".to_owned(),
        system: OperatingSystem::Android,
        process: ProcessKind::App,
        reader: Reader { languages: "en".to_owned(), twelve_hours: None, zone: Some("Europe/Berlin".to_owned()) },
    }
}

/// Where the library of a folder is.
pub(crate) fn library(folder: &TempDir) -> PathBuf {
    folder.path().join("library")
}

pub(crate) fn registered(folder: &TempDir, objects: PlatformObjects) -> Arc<Registration> {
    register(configuration(folder), objects).unwrap()
}

pub(crate) async fn opened(folder: &TempDir) -> Arc<Safelight> {
    registered(folder, bare()).open(None, None).await.unwrap()
}

pub(crate) fn credentials(server: &str, email: &str) -> Credentials {
    Credentials {
        server: server.to_owned(),
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        device_name: "Facade".to_owned(),
    }
}

pub(crate) const COPY: TakeIn =
    TakeIn { placement: safelight_core::Placement::Copy, purged: safelight_core::Purged::Ignore };

/// Photos on the disk, beside the library.
pub(crate) fn photos(folder: &TempDir, seeds: std::ops::Range<u32>) -> Vec<String> {
    let file = |seed: u32| {
        let path = folder.path().join(format!("photo-{seed}.jpg"));
        std::fs::write(&path, photo(seed)).unwrap();
        path.to_string_lossy().into_owned()
    };
    seeds.map(file).collect()
}
