//! A phone in the test's own process: a home in a temporary folder, on a [`TestDevice`].

use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::{Rgb, RgbImage};
use safelight_core::account::StretchPolicy;
use safelight_core::ports::PhotoSource;
use safelight_core::{
    AssetView, Credentials, ImportOptions, ImportReport, Options, PageQuery, ResourceKind, Safelight, Shelf,
    SyncOutcome, SyncRequest,
};
use safelight_protocol::RecordId;
use safelight_protocol::account::Stretch;
use tempfile::TempDir;
use tokio::sync::watch;

use crate::in_process::{Failure, TestDevice, TestServer, folder};

/// The password of every account in these tests.
pub const PASSWORD: &str = "tulpe-kran-sieben";

/// A phone with an open library.
#[derive(Debug)]
pub struct Phone {
    /// The library.
    pub library: Safelight,
    /// The device that it runs on.
    pub device: TestDevice,
    folder: TempDir,
}

fn options() -> Options {
    let stretch = StretchPolicy::with_floor(Stretch { memory_kib: 8, passes: 1, lanes: 1 });
    Options { stretch, ..Options::new("safelight-tests/0.1.0") }
}

fn credentials(email: &str, name: &str) -> Credentials {
    Credentials {
        server: "https://cloud.test".into(),
        email: email.into(),
        password: PASSWORD.into(),
        device_name: name.into(),
    }
}

impl Phone {
    /// A phone that nobody has signed in on.
    pub async fn new(server: &TestServer) -> Result<Self, Failure> {
        Self::on(TestDevice::new(server)).await
    }

    /// The same with a photo library of its own.
    pub async fn with_photos(server: &TestServer, photos: Arc<dyn PhotoSource>) -> Result<Self, Failure> {
        Self::on(TestDevice { photos, ..TestDevice::new(server) }).await
    }

    /// A phone on this device.
    pub async fn on(device: TestDevice) -> Result<Self, Failure> {
        Self::found(device, folder("safelight-phone-")?).await
    }

    /// A phone on this device, with the home that lies in a folder.
    pub async fn found(device: TestDevice, folder: TempDir) -> Result<Self, Failure> {
        let library = Safelight::open(&folder.path().join("home"), device.ports(), options()).await?;
        Ok(Self { library, device, folder })
    }

    /// The first phone of a new account.
    pub async fn signed_up(server: &TestServer, email: &str, name: &str) -> Result<Self, Failure> {
        let phone = Self::new(server).await?;
        phone.sign_up(email, name).await?;
        Ok(phone)
    }

    /// Makes this the first phone of a new account.
    pub async fn sign_up(&self, email: &str, name: &str) -> Result<(), Failure> {
        self.library.sign_up(&credentials(email, name), None).await?;
        Ok(())
    }

    /// Makes this another phone of an account.
    pub async fn sign_in(&self, email: &str, name: &str) -> Result<(), Failure> {
        self.library.sign_in(&credentials(email, name)).await?;
        Ok(())
    }

    /// Another phone of an account.
    pub async fn signed_in(server: &TestServer, email: &str, name: &str) -> Result<Self, Failure> {
        let phone = Self::new(server).await?;
        phone.sign_in(email, name).await?;
        Ok(phone)
    }

    /// The same home after the process died and came back, perhaps on another way to the server.
    pub async fn reopened(self, device: TestDevice) -> Result<Self, Failure> {
        let Self { library, folder, .. } = self;
        drop(library);
        let library = Safelight::open(&folder.path().join("home"), device.ports(), options()).await?;
        Ok(Self { library, device, folder })
    }

    /// Where the home is.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Writes a file beside the home and takes it in.
    pub async fn import(&self, name: &str, bytes: &[u8]) -> Result<ImportReport, Failure> {
        self.import_with(name, bytes, ImportOptions::default()).await
    }

    /// The same with options.
    pub async fn import_with(&self, name: &str, bytes: &[u8], options: ImportOptions) -> Result<ImportReport, Failure> {
        let path = self.file(name, bytes)?;
        Ok(self.library.import(&[path], options, |_| {}).await?)
    }

    /// A file beside the home.
    pub fn file(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
        let path = self.folder.path().join(name);
        path.parent().map(std::fs::create_dir_all).transpose()?;
        std::fs::write(&path, bytes)?;
        Ok(path)
    }

    /// Takes a new photo in and gives its id.
    pub async fn take(&self, seed: u8) -> Result<RecordId, Failure> {
        let report = self.import(&format!("IMG_{seed:04}.png"), &photo(seed)).await?;
        let ids = report.imported.iter().chain(report.duplicates.iter().map(|(_, id)| id));
        ids.copied().next().ok_or_else(|| format!("not taken in: {report:?}").into())
    }

    /// One run.
    pub async fn sync(&self) -> Result<SyncOutcome, Failure> {
        let (_stop, stopped) = watch::channel(false);
        Ok(self.library.sync(SyncRequest::default(), stopped).await?)
    }

    /// One run that the person asks for.
    pub async fn sync_now(&self) -> Result<SyncOutcome, Failure> {
        let (_stop, stopped) = watch::channel(false);
        Ok(self.library.sync(SyncRequest { now: true, ..SyncRequest::default() }, stopped).await?)
    }

    /// Sets facts and settings: `fact.KEY=VALUE` and `setting.KEY=VALUE`, with spaces between.
    pub async fn say(&self, changes: &str) -> Result<(), Failure> {
        let said = |prefix: &str| {
            let own = changes.split_whitespace().filter_map(|change| change.strip_prefix(prefix)?.split_once('='));
            own.map(|(key, value)| (key.to_owned(), value.to_owned())).collect::<Vec<_>>()
        };
        self.library.set_settings(said("setting.")).await?;
        self.library.set_facts(said("fact.")).await?;
        Ok(())
    }

    /// The same home, opened a second time as another process would.
    pub async fn other_process(&self) -> Result<Safelight, Failure> {
        Ok(Safelight::open(&self.home(), self.device.ports(), options()).await?)
    }

    /// What the phone shows on a shelf.
    pub async fn shelf(&self, shelf: Shelf) -> Result<Vec<AssetView>, Failure> {
        Ok(self.library.page(PageQuery { shelf, ..PageQuery::default() }).await?.assets)
    }

    /// What the phone shows in its timeline.
    pub async fn shown(&self) -> Result<Vec<AssetView>, Failure> {
        self.shelf(Shelf::Timeline).await
    }

    /// The bytes of an original, fetched if need be.
    pub async fn original(&self, id: RecordId) -> Result<Vec<u8>, Failure> {
        let path: PathBuf = self.library.file(id, ResourceKind::Original, None).await?;
        Ok(std::fs::read(path)?)
    }
}

/// A small picture; another seed gives another picture.
pub fn photo(seed: u8) -> Vec<u8> {
    let mut picture = RgbImage::new(64, 48);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let shade = |n: u32| u8::try_from(n % 256).unwrap_or(0);
        *pixel = Rgb([seed, shade(x * 4), shade(y * 5 + u32::from(seed))]);
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    // Writing into memory can't fail; were it to, the test that uses the empty file would say so.
    let _ = picture.write_to(&mut bytes, image::ImageFormat::Png);
    bytes.into_inner()
}

/// Syncs phones in turn until none has anything left, or fails after many rounds.
pub async fn settle(phones: &[&Phone]) -> Result<(), Failure> {
    for _ in 0..20 {
        let mut quiet = true;
        for phone in phones {
            let outcome = phone.sync().await?;
            quiet &= outcome.up_to_date && !outcome.did_something();
        }
        if quiet {
            return Ok(());
        }
    }
    Err("the phones do not come to rest".into())
}

/// Every file in a folder, however deep.
pub fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_in(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}
