use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use safelight_core::ports::{self, RenderError, RenderTarget};

use super::noted;

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum RenderFailure {
    /// This system can't show this kind of file.
    #[error("this system cannot show this kind of file")]
    Unsupported,
    /// The file is damaged.
    #[error("the file cannot be read as a picture")]
    Damaged,
    /// Something else. The file is kept and synced all the same.
    #[error("the renderer failed: {detail}")]
    Failed {
        /// For a log.
        detail: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for RenderFailure {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { detail: error.reason }
    }
}

/// Draws what the engine does not decode itself: HEIC, RAW, video frames.
#[uniffi::export(foreign)]
#[async_trait]
pub trait MediaRenderer: Send + Sync {
    /// Writes a JPEG of the file to `into`, upright, its longest side at most `longest_side` pixels. An item of the phone's
    /// own photo library is named `photos:` and its id instead of a path.
    ///
    /// # Errors
    /// Where there is no picture.
    async fn render(
        &self,
        file: String,
        media_type: String,
        longest_side: u32,
        into: String,
    ) -> Result<(), RenderFailure>;
}

/// The app's renderer as the engine's: by way of a file, so that no picture is copied through two languages.
pub(crate) struct AppRenderer {
    pub(crate) renderer: Arc<dyn MediaRenderer>,
    /// The folder for such files. What is left over there is swept.
    pub(crate) folder: PathBuf,
}

static DRAWN: AtomicU64 = AtomicU64::new(0);

#[async_trait]
impl ports::MediaRenderer for AppRenderer {
    async fn render(&self, file: &Path, media_type: &str, target: RenderTarget) -> Result<Vec<u8>, RenderError> {
        let name = format!("drawn-{}-{}", std::process::id(), DRAWN.fetch_add(1, Ordering::Relaxed));
        let into = Drawn(self.folder.join(name));
        let (file, place) = (file.to_string_lossy().into_owned(), into.0.to_string_lossy().into_owned());
        self.renderer.render(file, media_type.to_owned(), target.longest_side, place).await.map_err(failed)?;
        let bytes = tokio::task::spawn_blocking(move || std::fs::read(&into.0)).await;
        match bytes {
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(_)) | Err(_) => Err(failed(RenderFailure::Failed { detail: "no file was written".to_owned() })),
        }
    }
}

/// A file that is read once.
struct Drawn(PathBuf);

impl Drop for Drawn {
    fn drop(&mut self) {
        // One that was never written is not there.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn failed(failure: RenderFailure) -> RenderError {
    match failure {
        RenderFailure::Unsupported => RenderError::Unsupported,
        RenderFailure::Damaged => RenderError::Damaged,
        RenderFailure::Failed { detail } => {
            noted("renderer", &detail);
            RenderError::Unsupported
        }
    }
}
