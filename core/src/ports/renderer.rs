use std::path::Path;

use async_trait::async_trait;

/// What a rendered picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenderTarget {
    /// The longest side wanted, in pixels.
    pub longest_side: u32,
}

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// This system can't show this kind of file.
    #[error("this system cannot show this kind of file")]
    Unsupported,
    /// The file is damaged.
    #[error("the file cannot be read as a picture")]
    Damaged,
}

/// Pictures of what the core does not decode itself: HEIC, RAW, video frames. The phones' systems can.
#[async_trait]
pub trait MediaRenderer: Send + Sync {
    /// A JPEG of the file, upright, at most as large as `target` asks. An item of the phone's own photo library is named
    /// `photos:` and its id instead of a path.
    async fn render(&self, file: &Path, media_type: &str, target: RenderTarget) -> Result<Vec<u8>, RenderError>;
}

/// A system that shows nothing: such files are kept, synced and exported all the same.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoRenderer;

#[async_trait]
impl MediaRenderer for NoRenderer {
    async fn render(&self, _file: &Path, _media_type: &str, _target: RenderTarget) -> Result<Vec<u8>, RenderError> {
        Err(RenderError::Unsupported)
    }
}
