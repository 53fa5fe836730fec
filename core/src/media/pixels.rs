//! Pixels in memory.

use super::inspected::{Dimensions, Orientation};

/// A picture: three bytes a pixel (red, green, blue), rows from the top without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pixels {
    /// `3 * width * height` bytes.
    pub(super) rgb: Vec<u8>,
    pub(super) dimensions: Dimensions,
}

impl Pixels {
    /// `None` if there are not as many bytes as the dimensions need.
    pub(super) fn new(rgb: Vec<u8>, dimensions: Dimensions) -> Option<Self> {
        let needed = u64::from(dimensions.width) * u64::from(dimensions.height) * 3;
        (u64::try_from(rgb.len()) == Ok(needed)).then_some(Self { rgb, dimensions })
    }

    /// The picture as `orientation` wants it shown.
    pub(super) fn turned(self, orientation: Orientation) -> Self {
        if orientation == Orientation::Upright {
            return self;
        }
        let dimensions = self.dimensions.shown(orientation);
        let [stored_width, width, height] =
            [self.dimensions.width, dimensions.width, dimensions.height].map(|side| usize::try_from(side).unwrap_or(0));
        let (stored, _) = self.rgb.as_chunks::<3>();
        let (right, bottom) = (width.saturating_sub(1), height.saturating_sub(1));
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for y in 0..height {
            for x in 0..width {
                // Where the pixel that is shown at (x, y) is stored.
                let (column, row) = match orientation {
                    Orientation::Upright => (x, y),
                    Orientation::Mirrored => (right - x, y),
                    Orientation::UpsideDown => (right - x, bottom - y),
                    Orientation::Flipped => (x, bottom - y),
                    Orientation::Transposed => (y, x),
                    Orientation::Right => (y, right - x),
                    Orientation::Transversed => (bottom - y, right - x),
                    Orientation::Left => (bottom - y, x),
                };
                rgb.extend_from_slice(stored.get(row * stored_width + column).unwrap_or(&[0; 3]));
            }
        }
        Self { rgb, dimensions }
    }
}
